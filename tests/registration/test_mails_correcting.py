"""What is said of facts put right, of a new contact, and of lost links: bodies compared whole."""

from collections.abc import Callable
from datetime import datetime

import pytest

from programme.models import Event, User
from registration import mails
from registration.models import Booking, OwedMail, Registration
from registration.services import cancelling, contact_handover, correcting, finding
from registration.services.acts import ATTENDEE, CONTACT, Actor, organiser
from registration.services.booking import SignedUp
from registration.services.people import FACTS, Contact, Person
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at
from tests.registration.letters import (
    BOOKING_PAGE,
    END,
    FREE,
    ONE_PLACE_PAGE,
    OWN_PAGE,
    PAYER_FOLLOWS,
    PRIVACY,
    WHEN_WHERE,
    booking_url,
    hand_over,
    paragraphs,
    place_url,
    text,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind


def correct(place: Registration, *, now: datetime = OPEN, actor: Actor = ATTENDEE, **changes: str) -> None:
    facts = {name: getattr(place, name) for name in FACTS} | changes
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


def test_a_contact_who_is_replaced_is_not_told_by_whom_unless_she_asked_her(sign_up: SignUp) -> None:
    booking = sign_up(BO).booking
    correcting.correct_contact(
        booking_id=booking.pk,
        name="Åse Ny",
        email="aase@example.org",
        phone="",
        other_person=True,
        now=OPEN,
        actor=CONTACT,
    )
    body = text(Kind.PLACE_CORRECTED, "anne.mette").body
    assert body.startswith(
        f"Kære Anne Mette Sørensen, en anden er nu kontaktperson for tilmelding {booking.number} til "
        "»Læring på tværs«.\n"
    )
    assert not [word for word in ("Åse", "aase", "Bo Ågård", "/samlet/", "/plads/") if word in body]


def test_who_asked_a_colleague_to_take_over_is_told_that_she_did(sign_up: SignUp) -> None:
    booking = sign_up(ANNE, BO).booking
    asked = contact_handover.ask_colleague(
        booking_id=booking.pk, name="Karla Øbo", email="karla@example.org", now=OPEN, actor=CONTACT
    )
    contact_handover.accept(request_id=asked.pk, key=asked.link_key, now=OPEN, actor=CONTACT)
    assert text(Kind.PLACE_CORRECTED, "anne.mette") == (
        f"Tilmelding {booking.number} har en anden kontaktperson: Læring på tværs",
        paragraphs(
            f"Kære Anne Mette Sørensen, Karla Øbo har sagt ja og overtaget tilmelding {booking.number} til "
            "»Læring på tværs«.",
            WHEN_WHERE,
            "Det link til siden for tilmeldingen, som du har fået, er lukket. Undrer det dig, så skriv til os. "
            "Din egen plads er, som den var, og linket til den virker stadig.",
            END,
        ),
    )


def test_who_is_replaced_by_the_organiser_is_told_so(sign_up: SignUp, dorte: User) -> None:
    booking = sign_up(BO).booking
    replace_contact(booking, actor=organiser(dorte))
    body = text(Kind.PLACE_CORRECTED, "anne.mette").body
    assert body.startswith(
        f"Kære Anne Mette Sørensen, Foreningen for Læsning har overdraget tilmelding {booking.number} til "
        "»Læring på tværs« til en anden kontaktperson.\n"
    )
    assert "Gerda" not in body


def replace_contact(booking: Booking, *, actor: Actor = ATTENDEE, now: datetime = OPEN) -> None:
    """Gerda takes Anne Mette's booking over."""
    correcting.correct_contact(
        booking_id=booking.pk,
        name="Gerda Ny",
        email="gerda@example.org",
        phone="",
        other_person=True,
        now=now,
        actor=actor,
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
            f"{WHEN_WHERE}\nDeltagergebyr: 1.295 kr. pr. person\n"
            f"I alt 3.885 kr., heraf moms 777 kr.\nTilmeldingsnummer: {made.booking.number}",
            "Tilmeldt er:\n"
            "- Anne Mette Sørensen – får sin egen mail på anne.mette@example.org\n"
            "- Bo Ågård – får sin egen mail på bo@example.org\n"
            "- Emil Uden-Mail – mails kommer til dig; linket står nedenfor",
            FREE,
            "Hver enkelt fortæller om kost, allergi og særlige behov på sin egen side. "
            "Det behøver du ikke at samle ind.",
            f"{BOOKING_PAGE}\n{booking_url(made)}",
            f"Til Emil Uden-Mail – send linket videre:\n{place_url(emil)}",
            f"{PAYER_FOLLOWS}\n{booking_url(made)}betaler/",
            GERDAS_DATA,
            END,
        ),
    )
    assert (
        "Det link til siden for tilmeldingen, som du har fået, er lukket. Undrer det dig, så skriv til os. "
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


@pytest.mark.long
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
            f"Alle under tilmeldingsnummer {first.booking.number}:\n{booking_url(first)}",
            f"Alle under tilmeldingsnummer {second.booking.number}:\n{booking_url(second)}",
            "Var det ikke dig, der bad om dem? Så skal du ikke gøre noget. Linkene er kun sendt til denne adresse.",
            END,
        ),
    )
