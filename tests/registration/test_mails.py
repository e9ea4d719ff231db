"""What each mail says, to whom, as it would be sent: bodies compared whole."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.template.loader import get_template
from django.utils import translation

from programme.models import Event, User
from registration import flowed, links, mails
from registration.models import Booking, OwedMail, Registration
from registration.services import cancelling, correcting, finding, substituting
from registration.services.acts import ATTENDEE, CONTACT, SYSTEM, Actor, organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from scripts.check_translations import template_strings
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, STARTED, at

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind
FOLDER = Path(__file__).resolve().parents[2] / "templates" / "registration" / "mail"

WHEN_WHERE = """\
Tid: onsdag den 16. september 2026 kl. 9.00-16.00
Sted: Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby"""
WAY = "Sådan finder du vej: Fem minutter fra stationen."
FILE = "Til din kalender: den vedhæftede fil kalender.ics"
CLEAR = "Fjern det fra din kalender med den vedhæftede fil kalender.ics"
FREE = (
    "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. "
    "Derefter er tilmeldingen bindende, men en anden person kan deltage i stedet."
)
IS_BOUND = (
    "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026. "
    "En anden person kan deltage i stedet."
)
OWN_PAGE = (
    "På din egen side kan du fortælle os om kost, allergi og særlige behov, rette dine oplysninger og se, "
    "hvad du gør, hvis du bliver forhindret. Linket er personligt:"
)
BOOKING_PAGE = (
    "På siden for din tilmelding ser du alle pladserne. "
    "Der kan du rette oplysninger, melde afbud eller overdrage en plads til en anden:"
)
ONE_PLACE_PAGE = (
    "På siden for din tilmelding ser du pladsen. "
    "Der kan du rette oplysninger, melde afbud eller overdrage den til en anden:"
)
BOUND_BOOKING_PAGE = BOOKING_PAGE.replace("melde afbud", "give en plads tilbage")
BOUND_ONE_PLACE_PAGE = ONE_PLACE_PAGE.replace("melde afbud", "give den tilbage")
PRIVACY = """\
Her kan du læse, hvad vi bruger oplysningerne til, og hvilke rettigheder du har:
http://testserver/persondata/"""
LIST = "Her ser I alle deltagere:\nhttp://testserver/admin/registration/registration/?event"
END = """\
Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org.

Venlig hilsen
Foreningen for Læsning
"""


def owed(kind: Kind, to: str) -> OwedMail:
    """The one mail of a kind to an address, as a worker fetches it."""
    return OwedMail.objects.select_related(
        "event__venue", "event__owner", "booking", "registration__booking", "registration__substitute_for"
    ).get(kind=kind, to_email=f"{to}@example.org")


def text(kind: Kind, to: str, *, now: datetime = OPEN) -> mails.Text:
    mail = owed(kind, to)
    return mails.text_of(mail, rows=mails.rows_of(mail), now=now)


def sent(kind: Kind, to: str, *, now: datetime = OPEN) -> EmailMessage:
    """The message as the mail server gets it, read by Python's own parser."""
    raw = mails.build(owed(kind, to), now=now).message().as_bytes()
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)


def place_url(registration: Registration, language: str = "da") -> str:
    return links.place_url(Registration.objects.get(pk=registration.pk), language=language)


def booking_url(made: SignedUp, language: str = "da") -> str:
    made.booking.refresh_from_db()
    return links.booking_url(made.booking, language=language)


def entry_of(message: EmailMessage) -> tuple[icalendar.Calendar, icalendar.Event]:
    """The calendar a mail brings, and its one entry."""
    (part,) = message.iter_attachments()
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


# ------------------------------------------------------------------ signed up


def test_a_contact_is_told_who_has_a_place_and_where_each_mail_went(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(mail_paragraph="Der er garderobe i foyeren.\r\nDørene åbner kl. 8.30.")
    made = sign_up(ANNE, BO, EMIL)
    anne, _bo, emil = made.registrations
    assert text(Kind.BOOKING_CONFIRMED, "anne.mette") == (
        "Din tilmelding til Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, du har tilmeldt 3 personer til »Læring på tværs«.",
            f"{WHEN_WHERE}\n{WAY}\nDeltagergebyr: 1.295 kr. pr. person\n"
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
        f"Tilmeldingsnummer: {made.booking.number}\n{FILE}",
        FREE,
        f"{OWN_PAGE}\n{place_url(made.registrations[0])}",
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
        f"{WHEN_WHERE}\nDeltagergebyr: 1.295 kr. pr. person\nTilmeldingsnummer: {again.booking.number}",
        "Tilmeldt er:\n- Clara Æbelø – får sin egen mail på clara@example.org",
        "Havde en plads i forvejen og beholder den:\n"
        "- Bo Ågård – linket er sendt til bo@example.org\n"
        "- Emil Uden-Mail – linket står nedenfor",
        FREE,
        "Hver enkelt fortæller om kost, allergi og særlige behov på sin egen side. "
        "Det behøver du ikke at samle ind.",
        f"{ONE_PLACE_PAGE}\n{booking_url(again)}",
        f"Til Emil Uden-Mail – send linket videre:\n{place_url(emil)}",
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


# ------------------------------------------------------------------ leaving


def rest_of(made: SignedUp, *names: str) -> str:
    people = "\n".join(f"- {name}" for name in names)
    return f"Tilmeldt under nummer {made.booking.number}:\n{people}"


def test_who_cancels_gets_a_receipt_and_hears_how_to_come_back(sign_up: SignUp) -> None:
    bo = sign_up(ANNE, BO).registrations[1]
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=ATTENDEE)
    assert text(Kind.PLACE_CANCELLED, "bo") == (
        "Du er ikke længere tilmeldt Læring på tværs",
        paragraphs(
            "Kære Bo Ågård, vi har modtaget dit afbud til »Læring på tværs«.",
            f"{WHEN_WHERE}\n{CLEAR}",
            "Der skal ikke betales for pladsen. Det personlige link viser nu kun, hvad der er sket.",
            "Hvis du alligevel kan komme, kan du tilmelde dig igen, så længe der er ledige pladser:\n"
            "http://testserver/laering-paa-tvaers/",
            END,
        ),
    )


def test_a_contact_hears_who_cancelled_and_who_is_left(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO)
    cancelling.cancel(registration_id=made.registrations[1].pk, now=OPEN, actor=ATTENDEE)
    assert text(Kind.PLACE_CANCELLED, "anne.mette") == (
        "Bo Ågård er ikke længere tilmeldt Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, Bo Ågård har meldt afbud til »Læring på tværs«.",
            WHEN_WHERE,
            "Der skal ikke betales for pladsen.",
            rest_of(made, "Anne Mette Sørensen"),
            f"{ONE_PLACE_PAGE}\n{booking_url(made)}",
            END,
        ),
    )


def test_the_last_one_of_a_booking_leaves_nobody_to_look_after(sign_up: SignUp) -> None:
    made = sign_up(BO)
    cancelling.cancel(registration_id=made.registrations[0].pk, now=OPEN, actor=CONTACT)
    assert text(Kind.PLACE_CANCELLED, "anne.mette").body == paragraphs(
        "Kære Anne Mette Sørensen, du har meldt afbud for Bo Ågård til »Læring på tværs«.",
        WHEN_WHERE,
        "Der skal ikke betales for pladsen.",
        f"Der er ikke længere nogen tilmeldt under nummer {made.booking.number}.",
        END,
    )


TITLE = "»Læring på tværs«"
ANNES = "Kære Anne Mette Sørensen,"


@pytest.mark.parametrize(
    ("person", "by", "to", "cancelled", "given_back"),
    [
        (
            BO, "attendee", "bo",
            f"Kære Bo Ågård, vi har modtaget dit afbud til {TITLE}.",
            f"Kære Bo Ågård, du har givet din plads på {TITLE} tilbage.",
        ),
        (
            BO, "contact", "bo",
            f"Kære Bo Ågård, Anne Mette Sørensen har meldt afbud for dig til {TITLE}.",
            f"Kære Bo Ågård, Anne Mette Sørensen har givet din plads på {TITLE} tilbage.",
        ),
        (
            BO, "organiser", "bo",
            f"Kære Bo Ågård, Foreningen for Læsning har meldt afbud for dig til {TITLE}.",
            f"Kære Bo Ågård, Foreningen for Læsning har givet din plads på {TITLE} tilbage.",
        ),
        (
            BO, "system", "bo",
            f"Kære Bo Ågård, du er ikke længere tilmeldt {TITLE}.",
            f"Kære Bo Ågård, din plads på {TITLE} er givet tilbage.",
        ),
        (
            BO, "attendee", "anne.mette",
            f"{ANNES} Bo Ågård har meldt afbud til {TITLE}.",
            f"{ANNES} Bo Ågård kan ikke komme til {TITLE} og har givet sin plads tilbage.",
        ),
        (
            BO, "contact", "anne.mette",
            f"{ANNES} du har meldt afbud for Bo Ågård til {TITLE}.",
            f"{ANNES} du har givet pladsen for Bo Ågård på {TITLE} tilbage.",
        ),
        (
            BO, "organiser", "anne.mette",
            f"{ANNES} Foreningen for Læsning har meldt afbud for Bo Ågård til {TITLE}.",
            f"{ANNES} Foreningen for Læsning har givet pladsen for Bo Ågård på {TITLE} tilbage.",
        ),
        (
            BO, "system", "anne.mette",
            f"{ANNES} Bo Ågård er ikke længere tilmeldt {TITLE}.",
            f"{ANNES} pladsen for Bo Ågård på {TITLE} er givet tilbage.",
        ),
        (
            EMIL, "contact", "anne.mette",
            f"{ANNES} du har meldt afbud for Emil Uden-Mail til {TITLE}.",
            f"{ANNES} du har givet pladsen for Emil Uden-Mail på {TITLE} tilbage.",
        ),
        (
            EMIL, "attendee", "anne.mette",
            f"{ANNES} Emil Uden-Mail har meldt afbud til {TITLE}.",
            f"{ANNES} Emil Uden-Mail kan ikke komme til {TITLE} og har givet sin plads tilbage.",
        ),
        (
            ANNE, "contact", "anne.mette",
            f"{ANNES} vi har modtaget dit afbud til {TITLE}.",
            f"{ANNES} du har givet din plads på {TITLE} tilbage.",
        ),
        (
            ANNE, "attendee", "anne.mette",
            f"{ANNES} vi har modtaget dit afbud til {TITLE}.",
            f"{ANNES} du har givet din plads på {TITLE} tilbage.",
        ),
    ],
)  # fmt: skip
def test_the_first_line_says_who_left_and_who_saw_to_it(
    person: Person, by: str, to: str, cancelled: str, given_back: str, sign_up: SignUp
) -> None:
    actors = {"attendee": ATTENDEE, "contact": CONTACT, "system": SYSTEM}
    leaving = sign_up(person).registrations[0]
    other = sign_up(Person(name=f"{person.name} II", email=person.email)).registrations[0]
    actor = actors.get(by, CONTACT)
    cancelling.cancel(registration_id=leaving.pk, now=OPEN, actor=actor)
    cancelling.give_back(registration_id=other.pk, now=BOUND, actor=actor)
    OwedMail.objects.filter(kind__in=[Kind.PLACE_CANCELLED, Kind.PLACE_GIVEN_BACK]).update(facts={"by": by})
    Registration.objects.filter(pk=other.pk).update(name=person.name)
    lines = [
        text(kind, to, now=BOUND).body.split("\n")[0]
        for kind in (Kind.PLACE_CANCELLED, Kind.PLACE_GIVEN_BACK)
    ]
    assert lines == [cancelled, given_back]


def test_who_gives_back_a_bound_place_is_thanked_and_told_what_is_still_owed(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO)
    cancelling.give_back(registration_id=made.registrations[1].pk, now=BOUND, actor=ATTENDEE)
    assert text(Kind.PLACE_GIVEN_BACK, "bo", now=BOUND) == (
        "Din plads er givet tilbage: Læring på tværs",
        paragraphs(
            "Kære Bo Ågård, du har givet din plads på »Læring på tværs« tilbage.",
            f"{WHEN_WHERE}\n{CLEAR}",
            "Tak, fordi du gav besked – så kan en anden få pladsen. Sidste dag for frit afbud var "
            "onsdag den 2. september 2026, og deltagergebyret på 1.295 kr. skal derfor stadig betales.",
            "Det personlige link viser nu kun, hvad der er sket.",
            END,
        ),
    )
    assert text(Kind.PLACE_GIVEN_BACK, "anne.mette", now=BOUND) == (
        "Pladsen for Bo Ågård er givet tilbage: Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, Bo Ågård kan ikke komme til »Læring på tværs« og har givet sin plads tilbage.",
            WHEN_WHERE,
            "Nu kan en anden få pladsen. Sidste dag for frit afbud var "
            "onsdag den 2. september 2026, og deltagergebyret på 1.295 kr. skal derfor stadig betales.",
            rest_of(made, "Anne Mette Sørensen"),
            f"{BOUND_ONE_PLACE_PAGE}\n{booking_url(made)}",
            END,
        ),
    )


def test_a_fee_raised_later_is_not_what_a_place_owes(sign_up: SignUp) -> None:
    place = sign_up(BO).registrations[0]
    Event.objects.update(fee_ore=500_000)
    cancelling.give_back(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    said = text(Kind.PLACE_GIVEN_BACK, "bo", now=BOUND).body
    assert "deltagergebyret på 1.295 kr. skal derfor stadig betales" in said
    assert "5.000" not in said + text(Kind.BOOKING_CONFIRMED, "anne.mette").body


def test_nothing_is_owed_where_nothing_costs_anything(sign_up: SignUp) -> None:
    Event.objects.update(fee_ore=None)
    bo, clara = sign_up(BO, CLARA).registrations
    cancelling.cancel(registration_id=clara.pk, now=OPEN, actor=ATTENDEE)
    cancelling.give_back(registration_id=bo.pk, now=BOUND, actor=ATTENDEE)
    given_back = text(Kind.PLACE_GIVEN_BACK, "bo", now=BOUND).body
    assert (
        "\n\nTak, fordi du gav besked – så kan en anden få pladsen. Der er ikke noget at betale.\n\n"
        in given_back
    )
    cancelled = text(Kind.PLACE_CANCELLED, "clara").body
    assert "betale" not in cancelled
    assert "uden udgift" not in text(Kind.PLACE_CONFIRMED, "bo").body


def test_who_cancels_after_sign_up_has_closed_is_not_invited_back(sign_up: SignUp) -> None:
    Event.objects.update(binding_after=None)
    bo = sign_up(BO).registrations[0]
    closed = at("2026-09-10 00:00")
    cancelling.cancel(registration_id=bo.pk, now=closed, actor=ATTENDEE)
    assert "tilmelde dig igen" in text(Kind.PLACE_CANCELLED, "bo", now=at("2026-09-09 23:59")).body
    assert "tilmelde dig igen" not in text(Kind.PLACE_CANCELLED, "bo", now=closed).body


# ------------------------------------------------------------------ handed over


def hand_over(
    place: Registration, to: Person, *, actor: Actor = ATTENDEE, now: datetime = BOUND
) -> Registration:
    return substituting.substitute(registration_id=place.pk, person=to, now=now, actor=actor)


def test_the_substitute_is_told_everything_that_one_who_signed_up_is_told(sign_up: SignUp) -> None:
    clara = hand_over(sign_up(ANNE, BO).registrations[1], CLARA)
    assert text(Kind.SUBSTITUTE_WELCOME, "clara", now=BOUND) == (
        "Du deltager i stedet for Bo Ågård: Læring på tværs",
        paragraphs(
            "Kære Clara Æbelø, du deltager i stedet for Bo Ågård i »Læring på tværs«.",
            f"{WHEN_WHERE}\n{WAY}\n{FILE}",
            "Du får denne mail, fordi du har overtaget pladsen efter Bo Ågård. "
            f"Ved overdragelsen fik vi dit navn, din arbejdsplads og din mailadresse. {PRIVACY}",
            IS_BOUND,
            f"{OWN_PAGE}\n{place_url(clara)}",
            END,
        ),
    )


def test_the_substitute_reads_english_where_the_booking_is_english(sign_up: SignUp) -> None:
    clara = hand_over(sign_up(ANNE, BO, language="en").registrations[1], CLARA)
    assert text(Kind.SUBSTITUTE_WELCOME, "clara", now=BOUND) == (
        "You take part instead of Bo Ågård: Læring på tværs",
        paragraphs(
            "Dear Clara Æbelø, you take part in “Læring på tværs” instead of Bo Ågård.",
            "When: Wednesday 16 September 2026, 9:00–16:00\n"
            "Where: Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby\n"
            "Getting there: Fem minutter fra stationen.\n"
            "For your calendar: the attached file kalender.ics",
            "You get this mail because Bo Ågård has handed the place over to you. "
            "We were given your name, your place of work and your e-mail address then. "
            "Here you can read what they are used for and what you can ask for:\nhttp://testserver/en/persondata/",
            "The sign-up is binding, because the last day of free cancellation was Wednesday 2 September 2026. "
            "Another person may come instead.",
            "On your own page you can tell us about food, allergies and other needs, put your details right, "
            f"and see what to do if you cannot come. The link is yours alone:\n{place_url(clara, 'en')}",
            "Questions? Write to Dorte Ørsted, dorte@example.org.",
            "Kind regards\nForeningen for Læsning\n",
        ),
    )


@pytest.mark.parametrize(
    ("actor", "done"),
    [
        (ATTENDEE, "Dit link er lukket, og du skal ikke gøre mere."),
        (
            CONTACT,
            "Anne Mette Sørensen har overdraget din plads. Dit link er lukket, og du skal ikke gøre mere.",
        ),
    ],
)
def test_the_person_replaced_is_told_by_whom_and_that_her_link_is_closed(
    actor: Actor, done: str, sign_up: SignUp
) -> None:
    hand_over(sign_up(ANNE, BO).registrations[1], CLARA, actor=actor)
    assert text(Kind.SUBSTITUTE_GOODBYE, "bo", now=BOUND) == (
        "Clara Æbelø deltager i stedet for dig: Læring på tværs",
        paragraphs(
            "Kære Bo Ågård, Clara Æbelø deltager i stedet for dig i »Læring på tværs«.",
            f"{WHEN_WHERE}\n{CLEAR}",
            done,
            END,
        ),
    )


def test_a_person_replaced_by_the_organiser_is_told_so(sign_up: SignUp, dorte: User) -> None:
    hand_over(sign_up(ANNE, BO).registrations[1], CLARA, actor=organiser(dorte))
    assert (
        "\n\nForeningen for Læsning har overdraget din plads. Dit link er lukket, og du skal ikke gøre mere.\n\n"
        in text(Kind.SUBSTITUTE_GOODBYE, "bo", now=BOUND).body
    )
    assert (
        "Du får denne mail, fordi vi efter aftale har overdraget dig pladsen efter Bo Ågård."
        in text(Kind.SUBSTITUTE_WELCOME, "clara", now=BOUND).body
    )


def test_a_contact_hears_who_comes_instead_of_whom_and_who_else_comes(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO)
    hand_over(made.registrations[1], CLARA)
    assert text(Kind.SUBSTITUTE_CONTACT, "anne.mette", now=BOUND) == (
        "Clara Æbelø deltager i stedet for Bo Ågård: Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, Clara Æbelø deltager i »Læring på tværs« i stedet for Bo Ågård.",
            WHEN_WHERE,
            "Pladsen og prisen er de samme som før. Det link, Bo Ågård havde, er lukket, og Clara Æbelø har fået "
            "sit eget.",
            IS_BOUND,
            rest_of(made, "Anne Mette Sørensen", "Clara Æbelø"),
            f"{BOUND_BOOKING_PAGE}\n{booking_url(made)}",
            END,
        ),
    )


def test_a_contact_who_handed_a_place_over_between_two_without_addresses_gets_one_mail(
    sign_up: SignUp,
) -> None:
    made = sign_up(EMIL)
    aase = hand_over(made.registrations[0], Person(name="Åse Uden-Mail"), actor=CONTACT)
    assert text(Kind.SUBSTITUTE_WELCOME, "anne.mette", now=BOUND) == (
        "Åse Uden-Mail deltager i stedet for Emil Uden-Mail: Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, du har overdraget en plads på »Læring på tværs«: "
            "Åse Uden-Mail deltager i stedet for Emil Uden-Mail.",
            f"{WHEN_WHERE}\n{WAY}",
            "Pladsen og prisen er de samme som før. Det link, Emil Uden-Mail havde, er lukket, og Åse Uden-Mail har "
            "fået sit eget.",
            IS_BOUND,
            rest_of(made, "Åse Uden-Mail"),
            f"Mails til Åse Uden-Mail kommer til dig. Send gerne det personlige link videre:\n{place_url(aase)}",
            f"{BOUND_ONE_PLACE_PAGE}\n{booking_url(made)}",
            END,
        ),
    )


def test_a_contact_who_is_replaced_herself_still_has_her_booking(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO)
    hand_over(made.registrations[0], Person(name="Åse Uden-Mail"))
    body = text(Kind.SUBSTITUTE_WELCOME, "anne.mette", now=BOUND).body
    assert body.startswith(
        "Kære Anne Mette Sørensen, Åse Uden-Mail deltager i stedet for dig i »Læring på tværs«.\n"
    )
    assert CLEAR in body
    assert "Linket til din egen plads er lukket" in body
    assert rest_of(made, "Bo Ågård", "Åse Uden-Mail") in body
    entry = entry_of(sent(Kind.SUBSTITUTE_WELCOME, "anne.mette", now=BOUND))[1]
    assert (entry["status"], entry["uid"]) == (
        "CANCELLED",
        f"{made.booking.event.uid}-{made.registrations[0].pk}",
    )


def test_a_contact_replaced_by_somebody_with_an_address_hears_of_the_rest_of_her_booking(
    sign_up: SignUp,
) -> None:
    made = sign_up(ANNE, BO)
    hand_over(made.registrations[0], CLARA)
    assert text(Kind.SUBSTITUTE_GOODBYE, "anne.mette", now=BOUND).body == paragraphs(
        "Kære Anne Mette Sørensen, Clara Æbelø deltager i stedet for dig i »Læring på tværs«.",
        f"{WHEN_WHERE}\n{CLEAR}",
        "Dit link er lukket, og du skal ikke gøre mere.",
        IS_BOUND,
        rest_of(made, "Bo Ågård", "Clara Æbelø"),
        f"{BOUND_BOOKING_PAGE}\n{booking_url(made)}",
        END,
    )


def test_the_organiser_hears_who_comes_and_by_whom(sign_up: SignUp, event: Event) -> None:
    made = sign_up(ANNE, BO)
    hand_over(made.registrations[1], CLARA, actor=CONTACT)
    assert text(Kind.SUBSTITUTE_ORGANISER, "dorte", now=BOUND) == (
        "Stedfortræder: Clara Æbelø i stedet for Bo Ågård, Læring på tværs",
        paragraphs(
            "Clara Æbelø deltager i »Læring på tværs« i stedet for Bo Ågård.",
            f"{WHEN_WHERE}\nTilmeldingsnummer: {made.booking.number}",
            "Pladsen er overdraget af Anne Mette Sørensen (anne.mette@example.org), der er kontaktperson for "
            "tilmeldingen. "
            "Den nye deltager bliver selv spurgt om kost, særlige behov og samtykker.",
            "Navn: Clara Æbelø\nArbejdsplads: Øby Bibliotek\nE-mail: clara@example.org",
            f"{LIST}={event.pk}\n",
        ),
    )


def test_the_organiser_hears_that_the_personal_link_was_used(sign_up: SignUp) -> None:
    hand_over(sign_up(BO).registrations[0], CLARA, actor=ATTENDEE)
    body = text(Kind.SUBSTITUTE_ORGANISER, "dorte", now=BOUND).body
    assert "\n\nPladsen er overdraget med det personlige link, Bo Ågård havde fået. Den nye deltager" in body


def test_an_organiser_who_signed_people_up_as_contact_is_still_told_as_the_organiser(sign_up: SignUp) -> None:
    made = sign_up(BO, contact=Contact(name="Dorte Ørsted", email="dorte@example.org"))
    hand_over(made.registrations[0], CLARA, actor=CONTACT)
    body = text(Kind.SUBSTITUTE_ORGANISER, "dorte", now=BOUND).body
    assert (
        "Pladsen er overdraget af Dorte Ørsted (dorte@example.org), der er kontaktperson for tilmeldingen."
        in body
    )
    assert "/samlet/" not in body


@pytest.mark.parametrize(
    ("pairs", "subject", "first_line"),
    [
        ([(BO, CLARA)], "1 ny stedfortræder", "1 plads på »Læring på tværs« er overdraget til en anden."),
        (
            [(BO, CLARA), (EMIL, Person(name="Åse"))],
            "2 nye stedfortrædere",
            "2 pladser på »Læring på tværs« er overdraget til andre.",
        ),
    ],
)
def test_the_organiser_hears_once_a_day_of_all_who_come_instead(
    pairs: list[tuple[Person, Person]], subject: str, first_line: str, sign_up: SignUp, event: Event
) -> None:
    Event.objects.update(substitute_notice="daily")
    for old, new in pairs:
        hand_over(sign_up(old).registrations[0], new)
    substituting.owe_daily_notices(today=date(2026, 9, 4), now=at("2026-09-04 07:00"))
    changes = "\n".join(f"- {new.name} i stedet for {old.name}" for old, new in pairs)
    assert text(Kind.SUBSTITUTES_DAILY, "dorte", now=BOUND) == (
        f"{subject}: Læring på tværs",
        paragraphs(first_line, WHEN_WHERE, changes, f"{LIST}={event.pk}\n"),
    )


# ------------------------------------------------------------------ put right, and lost


def correct(place: Registration, *, now: datetime = OPEN, actor: Actor = ATTENDEE, **changes: str) -> None:
    facts = {field.name: getattr(place, field.name) for field in fields(Person)} | changes
    correcting.correct(
        registration_id=place.pk, person=Person(**facts), same_person=True, now=now, actor=actor
    )


def test_who_puts_a_name_right_sees_how_it_reads_now_and_the_contact_does_too(sign_up: SignUp) -> None:
    made = sign_up(BO)
    bo = made.registrations[0]
    correct(bo, name="Bo Aagaard")
    facts = "Sådan står der nu:\nNavn: Bo Aagaard\nStilling: Leder\nArbejdsplads: Ærø Bibliotek\nE-mail: bo@example.org"
    assert text(Kind.PLACE_CORRECTED, "bo") == (
        "Dine oplysninger er rettet: Læring på tværs",
        paragraphs(
            "Kære Bo Aagaard, dine oplysninger til »Læring på tværs« er rettet. Du har stadig din plads.",
            WHEN_WHERE,
            facts,
            FREE,
            f"{OWN_PAGE}\n{place_url(bo)}",
            END,
        ),
    )
    assert text(Kind.PLACE_CORRECTED, "anne.mette") == (
        "Oplysningerne om Bo Aagaard er rettet: Læring på tværs",
        paragraphs(
            "Kære Anne Mette Sørensen, Bo Aagaard har rettet sine oplysninger til »Læring på tværs«.",
            WHEN_WHERE,
            facts,
            FREE,
            f"{ONE_PLACE_PAGE}\n{booking_url(made)}",
            END,
        ),
    )


def test_an_address_no_longer_used_hears_only_that_its_link_is_closed(sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    correct(bo, email="bo.aagaard@example.org", actor=CONTACT)
    closed = (
        "Linket er lukket: Læring på tværs",
        paragraphs(
            "Det link til »Læring på tværs«, som er sendt til denne adresse, er lukket.",
            WHEN_WHERE,
            "Mailadressen er blevet rettet, så fremtidige mails sendes et andet sted hen. "
            "Undrer det dig, så skriv til os.",
            END,
        ),
    )
    assert text(Kind.PLACE_CORRECTED, "bo") == closed
    confirmed = OwedMail.objects.get(kind=Kind.PLACE_CONFIRMED, to_email="bo.aagaard@example.org")
    assert place_url(bo) in mails.text_of(confirmed, rows=mails.rows_of(confirmed), now=OPEN).body


def test_a_contact_s_old_address_hears_no_more_either(sign_up: SignUp) -> None:
    booking = sign_up(BO).booking
    correcting.correct_contact(
        booking_id=booking.pk, name="Åse Ny", email="aase@example.org", phone="", now=OPEN, actor=CONTACT
    )
    body = text(Kind.PLACE_CORRECTED, "anne.mette").body
    assert body.startswith(
        "Det link til en tilmelding til »Læring på tværs«, som er sendt til denne adresse, er lukket.\n"
    )
    assert "En anden er kontaktperson for tilmeldingen nu. Undrer det dig, så skriv til os." in body
    assert not [word for word in ("Åse", "aase", "Bo Ågård", "/samlet/", "/plads/") if word in body]


def replace_contact(booking: Booking, *, actor: Actor = ATTENDEE, now: datetime = OPEN) -> None:
    """Gerda takes Anne Mette's booking over."""
    correcting.correct_contact(
        booking_id=booking.pk, name="Gerda Ny", email="gerda@example.org", phone="", now=now, actor=actor
    )


GERDAS_DATA = (
    "Vi har fået dit navn og din mailadresse, så vi har en at skrive til om tilmeldingen. "
    "Her kan du læse, hvad vi bruger oplysningerne til, og hvilke rettigheder du har:\n"
    "http://testserver/persondata/"
)


def test_a_new_contact_is_told_that_she_is_and_who_made_the_booking(sign_up: SignUp, dorte: User) -> None:
    made = sign_up(ANNE, BO, EMIL)
    replace_contact(made.booking, actor=organiser(dorte))
    emil = made.registrations[2]
    assert text(Kind.BOOKING_CONFIRMED, "gerda") == (
        "Du er nu kontaktperson: Læring på tværs",
        paragraphs(
            "Kære Gerda Ny, du er nu kontaktperson for en tilmelding til »Læring på tværs«. "
            "Det var Anne Mette Sørensen, der tilmeldte.",
            f"{WHEN_WHERE}\nDeltagergebyr: 1.295 kr. pr. person\nTilmeldingsnummer: {made.booking.number}",
            "Tilmeldt er:\n"
            "- Anne Mette Sørensen – får sin egen mail på anne.mette@example.org\n"
            "- Bo Ågård – får sin egen mail på bo@example.org\n"
            "- Emil Uden-Mail – mails kommer til dig; linket står nedenfor",
            FREE,
            "Hver enkelt fortæller om kost, allergi og særlige behov på sin egen side. "
            "Det behøver du ikke at samle ind.",
            f"{BOOKING_PAGE}\n{booking_url(made)}",
            f"Til Emil Uden-Mail – send linket videre:\n{place_url(emil)}",
            GERDAS_DATA,
            END,
        ),
    )
    assert (
        "En anden er kontaktperson for tilmeldingen nu. Undrer det dig, så skriv til os. "
        "Din egen plads er, som den var, og linket til den virker stadig.\n"
    ) in text(Kind.PLACE_CORRECTED, "anne.mette").body


def test_a_new_contact_reads_english_where_the_booking_is_english(sign_up: SignUp) -> None:
    made = sign_up(BO, language="en")
    replace_contact(made.booking)
    told = text(Kind.BOOKING_CONFIRMED, "gerda")
    assert told.subject == "You are now the contact person: Læring på tværs"
    assert told.body.startswith(
        "Dear Gerda Ny, you are now the contact person of a booking for “Læring på tværs”. "
        "Anne Mette Sørensen made it.\n"
    )
    assert (
        "Your name and your e-mail address were given to us so that somebody can be written to about the booking. "
        "Here you can read what they are used for and what you can ask for:\nhttp://testserver/en/persondata/"
    ) in told.body
    body = text(Kind.PLACE_CONFIRMED, "bo").body
    assert (
        "You get this mail because Anne Mette Sørensen has signed you up and given us your name, your job title, "
        "your place of work and your e-mail address. The contact person of the booking is now Gerda Ny "
        "(gerda@example.org). Here"
    ) in body


GIVEN = "dit navn, din stilling, din arbejdsplads og din mailadresse"
HAS_SIGNED_UP = f"har tilmeldt dig og givet os {GIVEN}."
NOW_GERDA = "Kontaktperson for tilmeldingen er nu Gerda Ny (gerda@example.org)."


@pytest.mark.parametrize(
    ("by_organiser", "forgotten", "source"),
    [
        (False, False, f"fordi Anne Mette Sørensen {HAS_SIGNED_UP} {NOW_GERDA}"),
        (
            False,
            True,
            f"fordi du er blevet tilmeldt af en anden, der har givet os {GIVEN}. {NOW_GERDA}",
        ),
        (
            True,
            False,
            f"fordi vi har tilmeldt dig efter besked fra Anne Mette Sørensen, der har givet os {GIVEN}. "
            f"{NOW_GERDA}",
        ),
        (
            True,
            True,
            f"fordi vi har tilmeldt dig efter en besked, der gav os {GIVEN}. {NOW_GERDA}",
        ),
    ],
)
def test_a_person_is_told_who_gave_her_name_whoever_is_the_contact_now(
    by_organiser: bool, forgotten: bool, source: str, sign_up: SignUp, dorte: User
) -> None:
    actor = organiser(dorte)
    made = sign_up(BO, actor=actor) if by_organiser else sign_up(BO)
    replace_contact(made.booking, actor=actor)
    if forgotten:
        Booking.objects.update(made_by_name="")
    assert f"Du får denne mail, {source} {PRIVACY}" in text(Kind.PLACE_CONFIRMED, "bo").body
    assert ("Anne Mette" in text(Kind.BOOKING_CONFIRMED, "gerda").body) is not forgotten


def test_a_new_contact_who_comes_herself_is_told_who_signed_her_up(sign_up: SignUp) -> None:
    gerda = Person(name="Gerda Ny", email="gerda.privat@example.org")
    replace_contact(sign_up(gerda).booking)
    given = "dit navn, din arbejdsplads og din mailadresse"
    source = f"fordi Anne Mette Sørensen har tilmeldt dig og givet os {given}."
    assert source in text(Kind.PLACE_CONFIRMED, "gerda.privat").body


@pytest.mark.parametrize("before", [True, False])
def test_nobody_is_said_to_have_done_what_the_contact_before_her_did(before: bool, sign_up: SignUp) -> None:
    made = sign_up(BO, CLARA)
    if not before:
        replace_contact(made.booking)
    later = at("2026-06-01 13:00")
    cancelling.cancel(registration_id=made.registrations[0].pk, now=later, actor=CONTACT)
    hand_over(made.registrations[1], EMIL, actor=CONTACT, now=later)
    if before:
        replace_contact(made.booking, now=at("2026-06-01 14:00"))
    said = "du er ikke længere tilmeldt" if before else "Gerda Ny har meldt afbud for dig til"
    assert text(Kind.PLACE_CANCELLED, "bo").body.startswith(f"Kære Bo Ågård, {said} »Læring på tværs«.\n")
    assert ("Gerda" in text(Kind.SUBSTITUTE_GOODBYE, "clara").body) is not before
    told = text(Kind.SUBSTITUTE_ORGANISER, "dorte").body
    assert ("Pladsen er overdraget af Gerda Ny" in told) is not before
    assert "det personlige link" not in told


def test_a_contact_who_puts_her_own_place_right_is_called_by_her_new_name_everywhere(sign_up: SignUp) -> None:
    anne, bo, _emil = sign_up(ANNE, BO, EMIL).registrations
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=CONTACT)
    correct(anne, name="Anne Mette Ærø")
    correct(anne, name="Anne Mette Ærø", email="anne@example.org", now=at("2026-06-01 13:00"))
    bodies = [
        mails.text_of(mail, rows=mails.rows_of(mail), now=OPEN).body
        for mail in OwedMail.objects.select_related("event", "booking", "registration__booking")
    ]
    assert len(bodies) == 7
    assert not [body for body in bodies if "Sørensen" in body]
    assert "Du får denne mail" not in text(Kind.BOOKING_CONFIRMED, "anne").body
    assert text(Kind.BOOKING_CONFIRMED, "anne").body.startswith(
        "Kære Anne Mette Ærø, du har tilmeldt 2 personer til »Læring på tværs«.\n"
    )


def test_lost_links_are_all_found_in_one_mail(sign_up: SignUp, event: Event) -> None:
    first, second = sign_up(ANNE, BO, EMIL), sign_up(CLARA)
    by_other = sign_up(
        Person(name="Åse", email="anne.mette@example.org"),
        contact=Contact(name="Per", email="per@example.org"),
    )
    finding.mail_links(event=event, email="anne.mette@example.org", now=OPEN)
    anne, _bo, emil = first.registrations
    assert text(Kind.LINKS, "anne.mette") == (
        "Dine links til Læring på tværs",
        paragraphs(
            "Her er de links, du bad om, til din tilmelding til »Læring på tværs«.",
            WHEN_WHERE,
            FREE,
            f"Pladsen for Anne Mette Sørensen:\n{place_url(anne)}",
            f"Pladsen for Emil Uden-Mail:\n{place_url(emil)}",
            f"Pladsen for Åse:\n{place_url(by_other.registrations[0])}",
            f"Alle pladser under tilmeldingsnummer {first.booking.number}:\n{booking_url(first)}",
            f"Alle pladser under tilmeldingsnummer {second.booking.number}:\n{booking_url(second)}",
            "Var det ikke dig, der bad om dem? Så skal du ikke gøre noget. Linkene er kun sendt til denne adresse.",
            END,
        ),
    )


# ------------------------------------------------------------------ rules, days and places


@pytest.mark.parametrize(
    ("fields", "now", "rule"),
    [
        ({}, at("2026-09-02 23:59"), FREE),
        ({}, BOUND, IS_BOUND),
        (
            {"fee_ore": None},
            OPEN,
            "Du kan melde afbud til og med onsdag den 2. september 2026. "
            "Derefter regner vi med dig – en anden kan komme i stedet.",
        ),
        (
            {"fee_ore": None},
            BOUND,
            "Sidste dag for afbud var onsdag den 2. september 2026. "
            "Vi regner med dig – en anden kan komme i stedet.",
        ),
        (
            {"binding_after": None},
            BOUND,
            "Du kan melde afbud uden udgift, indtil det begynder, og en anden person kan deltage i stedet.",
        ),
        (
            {"substitutes_until": date(2026, 9, 14)},
            at("2026-09-14 23:59"),
            f"{IS_BOUND} Pladsen kan overdrages til en anden til og med mandag den 14. september 2026.",
        ),
        (
            {"substitutes_until": date(2026, 9, 14)},
            at("2026-09-15 00:00"),
            "Sidste dag for at overdrage pladsen var mandag den 14. september 2026. "
            "Skriv til Dorte Ørsted, dorte@example.org.",
        ),
        ({}, STARTED, ""),
    ],
)
def test_a_mail_says_what_can_be_done_until_when_as_it_holds_when_it_is_sent(
    fields: dict[str, Any], now: datetime, rule: str, sign_up: SignUp
) -> None:
    Event.objects.update(**fields)
    sign_up(BO)
    said = text(Kind.PLACE_CONFIRMED, "bo", now=now).body.split(PRIVACY)[1]
    own_page = OWN_PAGE if now < STARTED else "Her er din egen side. Linket er personligt:"
    assert said.split(own_page)[0].strip() == rule


def test_a_promise_made_to_a_booking_is_kept_in_its_mails(sign_up: SignUp) -> None:
    made = sign_up(BO)
    Event.objects.update(binding_after=date(2026, 8, 1))
    for kind, to in ((Kind.PLACE_CONFIRMED, "bo"), (Kind.BOOKING_CONFIRMED, "anne.mette")):
        assert f"\n\n{FREE}\n\n" in text(kind, to).body
    assert made.registrations[0].promised_binding_after == date(2026, 9, 2)


def test_one_rule_is_not_told_of_places_that_were_promised_different_days(
    sign_up: SignUp, event: Event
) -> None:
    sign_up(ANNE)
    Event.objects.update(binding_after=date(2026, 8, 1))
    sign_up(EMIL)
    finding.mail_links(event=event, email="anne.mette@example.org", now=OPEN)
    assert "melde afbud" not in text(Kind.LINKS, "anne.mette").body


def test_an_event_without_hours_place_fee_or_contact_name_is_still_told_in_whole_sentences(
    make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(
        slug="uden",
        starts_at=None,
        ends_at=None,
        venue=None,
        fee_ore=None,
        contact_name="",
        binding_after=None,
    )
    bo = sign_up(BO, event=event).registrations[0]
    assert text(Kind.PLACE_CONFIRMED, "bo").body == paragraphs(
        "Kære Bo Ågård, du er tilmeldt »Læring på tværs«.",
        f"Tid: onsdag den 16. september 2026\n{FILE}",
        "Du får denne mail, fordi Anne Mette Sørensen (anne.mette@example.org) har tilmeldt dig og givet os "
        f"dit navn, din stilling, din arbejdsplads og din mailadresse. {PRIVACY}",
        "Du kan melde afbud, indtil det begynder, og en anden kan komme i stedet.",
        f"{OWN_PAGE}\n{place_url(bo)}",
        "Spørgsmål? Skriv til dorte@example.org.",
        "Venlig hilsen\nForeningen for Læsning\n",
    )
    assert entry_of(sent(Kind.PLACE_CONFIRMED, "bo"))[1].decoded("dtstart") == date(2026, 9, 16)


def test_names_and_titles_come_out_as_they_were_typed(
    make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(
        slug="tegn", title='Fælles <b>& "egne" veje</b> – 100 % {{ nu }}', mail_paragraph="1 < 2 & {% nu %}"
    )
    odd = Person(name="Bo & Åse <3 {{ name }} %(name)s", email="bo@example.org")
    sign_up(odd, event=event)
    message = sent(Kind.PLACE_CONFIRMED, "bo")
    body = text(Kind.PLACE_CONFIRMED, "bo").body
    assert message["Subject"].strip() == 'Du er tilmeldt Fælles <b>& "egne" veje</b> – 100 % {{ nu }}'
    assert body.startswith(
        'Kære Bo & Åse <3 {{ name }} %(name)s, du er tilmeldt »Fælles <b>& "egne" veje</b> – 100 % {{ nu }}«.\n'
    )
    assert "\n\n1 < 2 & {% nu %}\n\n" in body


# ------------------------------------------------------------------ the message


def test_the_message_comes_from_the_installation_under_the_organisers_name(sign_up: SignUp) -> None:
    sign_up(BO)
    mail, message = owed(Kind.PLACE_CONFIRMED, "bo"), sent(Kind.PLACE_CONFIRMED, "bo")
    named = ("From", "To", "Reply-To", "Subject", "Message-ID", "Date", "Auto-Submitted")
    assert {name: str(message[name]) for name in named} == {
        "From": "Foreningen for Læsning <tilmelding@example.org>",
        "To": "bo@example.org",
        "Reply-To": "dorte@example.org",
        "Subject": "Du er tilmeldt Læring på tværs",
        "Message-ID": mail.message_id,
        "Date": "Mon, 01 Jun 2026 10:00:00 +0000",
        "Auto-Submitted": "auto-generated",
    }


@pytest.mark.parametrize(
    "name",
    [
        "Ærø Bibliotek",
        'Bibliotek, Kultur & "Fritid" <Øst>',
        "Æ" * 190 + " Bibliotek",
        "Bcc: x@example.org",
    ],
)
def test_an_organiser_may_have_any_name(name: str, sign_up: SignUp, event: Event) -> None:
    type(event.owner).objects.update(name=name)
    sign_up(BO)
    raw = mails.build(owed(Kind.PLACE_CONFIRMED, "bo"), now=OPEN).message().as_bytes()
    display_name, address = parseaddr(message_from_bytes(raw)["From"])
    assert str(make_header(decode_header(display_name))) == name
    assert address == "tilmelding@example.org"


@pytest.mark.parametrize("typed", ["A\r\nBcc: ond@example.org", "A\nBcc: x", "A\x0bB", "A\u2028B", "A\x1cB"])
def test_no_text_becomes_a_header(typed: str, sign_up: SignUp, event: Event) -> None:
    Event.objects.update(title=typed)
    type(event.owner).objects.update(name=typed)
    sign_up(BO)
    message = sent(Kind.PLACE_CONFIRMED, "bo")
    line = " ".join(typed.split())
    assert message["Subject"] == f"Du er tilmeldt {line}"
    assert message["From"].addresses[0].display_name == line
    assert "Bcc" not in message


def test_the_text_is_wrapped_for_old_programs_and_whole_for_new_ones(sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    body = sent(Kind.PLACE_CONFIRMED, "bo").get_body(("plain",))
    assert body is not None
    assert (body.get_content_charset(), body.get_param("format")) == ("utf-8", "flowed")
    travelled = body.get_content()
    assert flowed.read(travelled) == text(Kind.PLACE_CONFIRMED, "bo").body
    long = [line for line in travelled.split("\n") if len(line.rstrip()) > 72]
    assert long == [place_url(bo)]


def test_who_comes_gets_the_event_for_her_calendar(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(sequence=3)
    anne, bo = sign_up(ANNE, BO).registrations
    for kind, to, place in ((Kind.PLACE_CONFIRMED, "bo", bo), (Kind.BOOKING_CONFIRMED, "anne.mette", anne)):
        message = sent(kind, to)
        (part,) = message.iter_attachments()
        assert (part.get_filename(), part.get_content_type()) == ("kalender.ics", "text/calendar")
        assert (part.get_content_charset(), part.get_param("method")) == ("utf-8", "PUBLISH")
        calendar, entry = entry_of(message)
        assert {
            "method": str(calendar["method"]),
            "uid": str(entry["uid"]),
            "sequence": entry["sequence"],
            "status": str(entry["status"]),
            "summary": str(entry["summary"]),
            "begins": entry.decoded("dtstart").isoformat(),
            "ends": entry.decoded("dtend").isoformat(),
        } == {
            "method": "PUBLISH",
            "uid": f"{event.uid}-{place.pk}",
            "sequence": 3,
            "status": "CONFIRMED",
            "summary": "Læring på tværs",
            "begins": "2026-09-16T09:00:00+02:00",
            "ends": "2026-09-16T16:00:00+02:00",
        }


def test_who_does_not_come_after_all_gets_the_same_entry_cancelled_with_a_greater_number(
    sign_up: SignUp, event: Event
) -> None:
    Event.objects.update(sequence=3)
    bo, clara, emil = sign_up(BO, CLARA, Person(name="Emil", email="emil@example.org")).registrations
    cancelling.cancel(registration_id=clara.pk, now=OPEN, actor=CONTACT)
    cancelling.give_back(registration_id=emil.pk, now=BOUND, actor=ATTENDEE)
    hand_over(bo, Person(name="Åse", email="aase@example.org"))
    for kind, to, place in (
        (Kind.PLACE_CANCELLED, "clara", clara),
        (Kind.PLACE_GIVEN_BACK, "emil", emil),
        (Kind.SUBSTITUTE_GOODBYE, "bo", bo),
    ):
        calendar, entry = entry_of(sent(kind, to, now=BOUND))
        found = [str(calendar["method"]), str(entry["uid"]), entry["sequence"], str(entry["status"])]
        assert found == ["CANCEL", f"{event.uid}-{place.pk}", 4, "CANCELLED"]
    aase = Registration.objects.get(substitute_for=bo)
    entry = entry_of(sent(Kind.SUBSTITUTE_WELCOME, "aase", now=BOUND))[1]
    found = [str(entry["uid"]), entry["sequence"], str(entry["status"])]
    assert found == [f"{event.uid}-{aase.pk}", 3, "CONFIRMED"]


def test_a_contact_who_does_not_come_gets_no_calendar_file(sign_up: SignUp) -> None:
    bo = sign_up(BO, EMIL).registrations[0]
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=ATTENDEE)
    for kind in (Kind.BOOKING_CONFIRMED, Kind.PLACE_CANCELLED):
        assert list(sent(kind, "anne.mette").iter_attachments()) == []
        assert "kalender.ics" not in text(kind, "anne.mette").body


def test_staff_read_a_mail_without_links_that_open(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO, EMIL)
    whole = text(Kind.BOOKING_CONFIRMED, "anne.mette")
    shown = mails.staff_text(owed(Kind.BOOKING_CONFIRMED, "anne.mette"), now=OPEN)
    secrets = [links.booking_token(made.booking), *map(links.place_token, made.registrations)]
    for secret in secrets:
        whole = mails.Text(whole.subject, whole.body.replace(secret, "…"))
    assert shown == whole
    assert shown.body.count("/plads/…/") == 2


# ------------------------------------------------------------------ templates


def test_every_kind_has_a_subject_and_a_text() -> None:
    for kind in Kind:
        for name in (f"{kind}.subject.txt", f"{kind}.txt"):
            assert get_template(f"registration/mail/{name}")
    kinds = {path.name.split(".")[0] for path in FOLDER.iterdir() if not path.name.startswith("_")}
    assert kinds == set(Kind)


def test_every_sentence_of_the_mails_is_danish_for_danes() -> None:
    same = set()
    with translation.override("da"):
        for path in sorted(FOLDER.iterdir()):
            for context, sentence in template_strings(path.read_text(encoding="utf-8"), path.name):
                said = translation.pgettext(context, sentence) if context else translation.gettext(sentence)
                if said == sentence:
                    # Python 3.11.2 finds a sentence with a plural by its number only.
                    said = translation.ngettext(sentence, sentence, 1)
                if said == sentence:
                    same.add(sentence)
    assert same == {"E-mail: %(email)s"}
