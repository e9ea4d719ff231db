"""What is said to those who are signed up: bodies compared whole."""

from collections.abc import Callable
from datetime import date

import pytest

from programme.models import Event, User
from registration import mails
from registration.models import OwedMail
from registration.services import correcting
from registration.services.acts import SYSTEM, organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at
from tests.registration.letters import (
    BOOKING_PAGE,
    END,
    FILE,
    FREE,
    ONE_PLACE_PAGE,
    OWN_PAGE,
    PAYER_FOLLOWS,
    PRIVACY,
    WAY,
    WHEN_WHERE,
    booking_url,
    paragraphs,
    place_url,
    text,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind


def test_a_contact_is_told_who_has_a_place_and_where_each_mail_went(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(mail_paragraph="Der er garderobe i foyeren.\r\nDørene åbner kl. 8.30.")
    made = sign_up(ANNE, BO, EMIL)
    anne, _bo, emil = made.registrations
    assert text(Kind.BOOKING_CONFIRMED, "anne.mette") == (
        "Din tilmelding til Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, du har tilmeldt 3 personer til »Læring på tværs«.",
            f"{WHEN_WHERE}\n{WAY}\nDeltagergebyr: 1.295 kr. pr. person\n"
            "I alt 3.885 kr., heraf moms 777 kr.\n"
            f"Tilmeldingsnummer: {made.booking.number}\n{FILE}",
            "Tilmeldt er:\n"
            "- Anne Mette Sørensen – det er dig selv; linket står nedenfor\n"
            "- Bo Ågård – får sin egen mail på bo@example.org\n"
            "- Emil Uden-Mail – mails kommer til dig; linket står nedenfor",
            FREE,
            "Der er garderobe i foyeren.\nDørene åbner kl. 8.30.",
            "Hver enkelt fortæller om kost, allergi og særlige behov på sin egen side. "
            "Det behøver du ikke at samle ind.",
            f"{BOOKING_PAGE}\n{booking_url(made)}",
            f"Din egen side, Anne Mette Sørensen:\n{place_url(anne)}",
            f"Til Emil Uden-Mail – send linket videre:\n{place_url(emil)}",
            f"{PAYER_FOLLOWS}\n{booking_url(made)}betaler/",
            END,
        ),
    )


def test_a_contact_who_signed_up_in_english_is_answered_in_english(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO, EMIL, language="en")
    anne, _bo, emil = made.registrations
    assert text(Kind.BOOKING_CONFIRMED, "anne.mette") == (
        "Your sign-up for Læring på tværs",
        paragraphs(
            "Dear Anne Mette Sørensen, you have signed up 3 people for “Læring på tværs”.",
            "When: Wednesday 16 September 2026, 9:00–16:00\n"
            "Where: Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby\n"
            "Getting there: Fem minutter fra stationen.\n"
            "Fee: DKK 1,295 for each person\n"
            "In all DKK 3,885, of which VAT DKK 777.\n"
            f"Booking number: {made.booking.number}\n"
            "For your calendar: the attached file kalender.ics",
            "Signed up:\n"
            "- Anne Mette Sørensen – that is you; the link is below\n"
            "- Bo Ågård – gets a mail of their own at bo@example.org\n"
            "- Emil Uden-Mail – mails come to you; the link is below",
            "You can cancel free of charge up to and including Wednesday 2 September 2026. "
            "After that your sign-up is binding, but another person may come instead.",
            "Each person tells about food, allergies and other needs on a page of their own. "
            "You need not collect any of it.",
            "On the page of your booking you see every place and can put details right, "
            f"cancel or hand a place over:\n{booking_url(made, 'en')}",
            f"Your own page, Anne Mette Sørensen:\n{place_url(anne, 'en')}",
            f"For Emil Uden-Mail, please send the link on:\n{place_url(emil, 'en')}",
            "We do not know yet who is to have the invoice. Write it here as soon as you know it, and preferably "
            "before the event begins. It can be put right until the organiser fetches the facts for the invoice:\n"
            f"{booking_url(made, 'en')}betaler/",
            "Questions? Write to Dorte Ørsted, dorte@example.org.",
            "Kind regards\nForeningen for Læsning\n",
        ),
    )


def test_one_who_signs_up_herself_alone_gets_one_mail_with_one_link(sign_up: SignUp) -> None:
    Event.objects.update(contact_phone="12 34 56 78")
    made = sign_up(ANNE)
    assert OwedMail.objects.count() == 1
    assert text(Kind.BOOKING_CONFIRMED, "anne.mette").body == paragraphs(
        "Kære Anne Mette Sørensen, du er tilmeldt »Læring på tværs«.",
        f"{WHEN_WHERE}\n{WAY}\nDeltagergebyr: 1.295 kr. pr. person\n"
        "I alt 1.295 kr., heraf moms 259 kr.\n"
        f"Tilmeldingsnummer: {made.booking.number}\n{FILE}",
        FREE,
        f"{OWN_PAGE}\n{place_url(made.registrations[0])}",
        f"{PAYER_FOLLOWS}\n{place_url(made.registrations[0])}betaler/",
        "Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org.\nTelefon: 12 34 56 78",
        "Venlig hilsen\nForeningen for Læsning\n",
    )


def test_one_alone_whose_link_is_sent_anew_gets_that_one_and_a_contact_of_two_both(sign_up: SignUp) -> None:
    alone = sign_up(ANNE)
    two = sign_up(CLARA, BO, contact=Contact(name="Clara Æbelø", email="clara@example.org"))
    for made, address, opens in ((alone, "anne.mette", ["plads"]), (two, "clara", ["plads", "samlet"])):
        place = made.registrations[0]
        correcting.renew_link(registration_id=place.pk, now=OPEN, actor=SYSTEM)
        body = text(Kind.PLACE_CONFIRMED, address).body
        assert [path.split("/")[3] for path in body.split() if path.startswith("http")] == opens


def test_a_contact_is_told_who_had_a_place_already_and_gets_the_links_that_are_hers(sign_up: SignUp) -> None:
    emil = sign_up(BO, EMIL).registrations[1]
    again = sign_up(CLARA, BO, EMIL)
    mail = OwedMail.objects.filter(kind=Kind.BOOKING_CONFIRMED).latest("pk")
    body = mails.text_of(mail, rows=mails.rows_of(mail), now=OPEN).body
    assert body == paragraphs(
        "Kære Anne Mette Sørensen, du har tilmeldt 1 person til »Læring på tværs«.",
        f"{WHEN_WHERE}\nDeltagergebyr: 1.295 kr. pr. person\n"
        f"I alt 1.295 kr., heraf moms 259 kr.\nTilmeldingsnummer: {again.booking.number}",
        "Tilmeldt er:\n- Clara Æbelø – får sin egen mail på clara@example.org",
        "Havde en plads i forvejen og beholder den:\n"
        "- Bo Ågård – linket er sendt til bo@example.org\n"
        "- Emil Uden-Mail – linket står nedenfor",
        FREE,
        "Hver enkelt fortæller om kost, allergi og særlige behov på sin egen side. "
        "Det behøver du ikke at samle ind.",
        f"{ONE_PLACE_PAGE}\n{booking_url(again)}",
        f"Til Emil Uden-Mail – send linket videre:\n{place_url(emil)}",
        f"{PAYER_FOLLOWS}\n{booking_url(again)}betaler/",
        END,
    )


def test_a_contact_is_never_told_the_address_of_somebody_who_has_none_of_her_own(sign_up: SignUp) -> None:
    """Emil is reached at Åse's address, which Anne Mette types as his."""
    sign_up(EMIL, contact=Contact(name="Åse", email="aase@example.org"))
    sign_up(Person(name="Emil Uden-Mail", email="aase@example.org"))
    body = text(Kind.BOOKING_CONFIRMED, "anne.mette").body
    assert "den person, du ville tilmelde til »Læring på tværs«, havde en plads i forvejen." in body
    assert "- Emil Uden-Mail – linket er sendt til den adresse, vi har i forvejen\n" in body
    assert "aase@example.org" not in body
    assert "/plads/" not in body


@pytest.mark.parametrize(
    ("people", "first_line"),
    [
        ([ANNE], "du har allerede en plads på »Læring på tværs«."),
        ([BO], "den person, du ville tilmelde til »Læring på tværs«, havde en plads i forvejen."),
        (
            [ANNE, BO],
            "de 2 personer, du ville tilmelde til »Læring på tværs«, havde alle en plads i forvejen.",
        ),
        ([CLARA, BO], "du har tilmeldt 1 person til »Læring på tværs«."),
        ([CLARA, EMIL, BO], "du har tilmeldt 2 personer til »Læring på tværs«."),
    ],
)
def test_the_first_line_counts_those_who_were_new(
    people: list[Person], first_line: str, sign_up: SignUp
) -> None:
    sign_up(ANNE, BO)
    sign_up(*people)
    mail = OwedMail.objects.filter(kind=Kind.BOOKING_CONFIRMED).latest("pk")
    body = mails.text_of(mail, rows=mails.rows_of(mail), now=OPEN).body
    assert body.partition("\n")[0] == f"Kære Anne Mette Sørensen, {first_line}"


def test_a_contact_who_is_the_only_new_one_is_told_that_she_is_signed_up(sign_up: SignUp) -> None:
    sign_up(BO, contact=Contact(name="Åse", email="aase@example.org"))
    sign_up(ANNE, BO)
    body = text(Kind.BOOKING_CONFIRMED, "anne.mette").body
    assert body.startswith("Kære Anne Mette Sørensen, du er tilmeldt »Læring på tværs«.\n")
    assert "- Bo Ågård – linket er sendt til bo@example.org\n" in body


@pytest.mark.parametrize(
    ("wall", "many", "can"),
    [
        ("2026-09-02 23:59", False, "rette oplysninger, melde afbud eller overdrage den til en anden"),
        ("2026-09-03 00:00", False, "rette oplysninger, give den tilbage eller overdrage den til en anden"),
        (
            "2026-09-10 23:59",
            True,
            "rette oplysninger, give en plads tilbage eller overdrage en plads til en anden",
        ),
        ("2026-09-11 00:00", True, "rette oplysninger eller give en plads tilbage"),
        ("2026-09-16 08:59", True, "rette oplysninger eller give en plads tilbage"),
        ("2026-09-16 09:00", True, "rette oplysninger"),
        ("2026-09-16 15:59", False, "rette oplysninger"),
        ("2026-09-16 16:00", False, ""),
    ],
)
def test_a_contact_is_told_what_she_can_do_when_the_mail_is_sent(
    wall: str, many: bool, can: str, sign_up: SignUp
) -> None:
    Event.objects.update(substitutes_until=date(2026, 9, 10))
    made = sign_up(*([ANNE, BO] if many else [BO]))
    body = text(Kind.BOOKING_CONFIRMED, "anne.mette", now=at(wall)).body
    sees = "alle pladserne" if many else "pladsen"
    said = f"På siden for din tilmelding ser du {sees}"
    assert (f"{said}. Der kan du {can}:" if can else f"{said}:") + f"\n{booking_url(made)}\n" in body


@pytest.mark.parametrize(
    ("people", "first_line"),
    [
        ([ANNE], "Kære Anne Mette Sørensen, vi har tilmeldt dig til »Læring på tværs«."),
        ([BO], "Kære Anne Mette Sørensen, vi har tilmeldt 1 person til »Læring på tværs« for dig."),
        ([ANNE, BO], "Kære Anne Mette Sørensen, vi har tilmeldt 2 personer til »Læring på tværs« for dig."),
    ],
)
def test_who_is_signed_up_by_the_organiser_is_not_told_that_she_did_it(
    people: list[Person], first_line: str, sign_up: SignUp, dorte: User
) -> None:
    sign_up(*people, actor=organiser(dorte))
    assert text(Kind.BOOKING_CONFIRMED, "anne.mette").body.split("\n")[0] == first_line


def test_a_person_is_told_who_signed_her_up_and_why_she_gets_the_mail(sign_up: SignUp) -> None:
    Event.objects.update(mail_paragraph="Dørene åbner kl. 8.30.")
    bo = sign_up(BO).registrations[0]
    assert text(Kind.PLACE_CONFIRMED, "bo") == (
        "Du er tilmeldt Læring på tværs",
        paragraphs(
            "Kære Bo Ågård, du er tilmeldt »Læring på tværs«.",
            f"{WHEN_WHERE}\n{WAY}\n{FILE}",
            "Du får denne mail, fordi Anne Mette Sørensen (anne.mette@example.org) har tilmeldt dig og givet os "
            f"dit navn, din stilling, din arbejdsplads og din mailadresse. {PRIVACY}",
            FREE,
            "Dørene åbner kl. 8.30.",
            f"{OWN_PAGE}\n{place_url(bo)}",
            END,
        ),
    )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"job_title": "", "organisation": ""}, "dit navn og din mailadresse."),
        ({"organisation": ""}, "dit navn, din stilling og din mailadresse."),
        (
            {"municipality": "Ærø"},
            "dit navn, din stilling, din arbejdsplads, din kommune og din mailadresse.",
        ),
    ],
)
def test_a_person_is_told_just_the_facts_that_were_given(
    facts: dict[str, str], told: str, sign_up: SignUp
) -> None:
    given = {"name": "Bo Ågård", "job_title": "Leder", "organisation": "Ærø Bibliotek"} | facts
    contact = Contact(name="Åse", email="aase@example.org")
    sign_up(Person(email="bo@example.org", **given), contact=contact)
    assert (
        f"(aase@example.org) har tilmeldt dig og givet os {told} Her" in text(Kind.PLACE_CONFIRMED, "bo").body
    )


def test_a_person_signed_up_in_english_is_written_to_in_english(sign_up: SignUp) -> None:
    bo = sign_up(BO, language="en").registrations[0]
    assert text(Kind.PLACE_CONFIRMED, "bo") == (
        "You are signed up for Læring på tværs",
        paragraphs(
            "Dear Bo Ågård, you are signed up for “Læring på tværs”.",
            "When: Wednesday 16 September 2026, 9:00–16:00\n"
            "Where: Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby\n"
            "Getting there: Fem minutter fra stationen.\n"
            "For your calendar: the attached file kalender.ics",
            "You get this mail because Anne Mette Sørensen (anne.mette@example.org) has signed you up and given us "
            "your name, your job title, your place of work and your e-mail address. "
            "Here you can read what they are used for and what you can ask for:\n"
            "http://testserver/en/persondata/",
            "You can cancel free of charge up to and including Wednesday 2 September 2026. "
            "After that your sign-up is binding, but another person may come instead.",
            "On your own page you can tell us about food, allergies and other needs, put your details right, "
            f"and see what to do if you cannot come. The link is yours alone:\n{place_url(bo, 'en')}",
            "Questions? Write to Dorte Ørsted, dorte@example.org.",
            "Kind regards\nForeningen for Læsning\n",
        ),
    )


def test_a_person_signed_up_by_the_organiser_is_told_by_whose_message(sign_up: SignUp, dorte: User) -> None:
    sign_up(BO, actor=organiser(dorte))
    assert (
        "Du får denne mail, fordi vi har tilmeldt dig efter besked fra Anne Mette Sørensen "
        "(anne.mette@example.org), der har givet os "
        "dit navn, din stilling, din arbejdsplads og din mailadresse."
    ) in text(Kind.PLACE_CONFIRMED, "bo").body


def test_one_who_signed_up_herself_from_another_address_is_not_told_who_did_it(sign_up: SignUp) -> None:
    sign_up(Person(name="Anne Mette SØRENSEN", email="privat@example.org"))
    assert "Du får denne mail" not in text(Kind.PLACE_CONFIRMED, "privat").body


def test_somebody_signed_up_once_more_gets_her_link_and_hears_that_nothing_changed(sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    sign_up(BO, contact=Contact(name="Åse", email="aase@example.org"))
    assert text(Kind.ALREADY_SIGNED_UP, "bo") == (
        "Du har allerede en plads på Læring på tværs",
        paragraphs(
            "Kære Bo Ågård, du har allerede en plads på »Læring på tværs«.",
            WHEN_WHERE,
            "Du er netop blevet tilmeldt én gang til. "
            "Det har ikke ændret noget: Du har én plads, og den gælder stadig.",
            FREE,
            f"{OWN_PAGE}\n{place_url(bo)}",
            END,
        ),
    )


def test_a_contact_hears_of_a_colleague_signed_up_once_more_by_somebody_else(sign_up: SignUp) -> None:
    emil = sign_up(EMIL).registrations[0]
    other = Contact(name="Åse", email="aase@example.org")
    sign_up(Person(name="Emil Uden-Mail", email="anne.mette@example.org"), contact=other)
    assert text(Kind.ALREADY_SIGNED_UP, "anne.mette") == (
        "Emil Uden-Mail har allerede en plads på Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, Emil Uden-Mail har allerede en plads på »Læring på tværs«.",
            WHEN_WHERE,
            "Emil Uden-Mail er netop blevet tilmeldt én gang til. "
            "Det har ikke ændret noget: Der er én plads, og den gælder stadig.",
            FREE,
            f"Mails til Emil Uden-Mail kommer til dig. Send gerne det personlige link videre:\n{place_url(emil)}",
            END,
        ),
    )


def test_a_renewed_link_is_said_to_be_new(sign_up: SignUp) -> None:
    emil, bo = sign_up(EMIL, BO).registrations
    OwedMail.objects.all().delete()
    for place in (emil, bo):
        correcting.renew_link(registration_id=place.pk, now=OPEN, actor=SYSTEM)
    assert [text(Kind.PLACE_CONFIRMED, to).body.split("\n")[0] for to in ("bo", "anne.mette")] == [
        "Kære Bo Ågård, her er dit nye link til »Læring på tværs«. Det gamle virker ikke længere.",
        "Kære Anne Mette Sørensen, her er et nyt link til Emil Uden-Mail, der har en plads på »Læring på tværs«. "
        "Det gamle virker ikke længere.",
    ]
    assert place_url(emil) in text(Kind.PLACE_CONFIRMED, "anne.mette").body
