"""What is said when another person comes instead: bodies compared whole."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from programme.models import Event, User
from registration.models import OwedMail, Registration
from registration.services import contact_handover, substituting
from registration.services.acts import ATTENDEE, CONTACT, SYSTEM, Actor, organiser, write
from registration.services.booking import SignedUp
from registration.services.owing import owe
from registration.services.people import Contact, Person
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, at
from tests.registration.letters import (
    BOOKING_PAGE,
    BOUND_ONE_PLACE_PAGE,
    CLEAR,
    END,
    FILE,
    IS_BOUND,
    OWN_PAGE,
    PRIVACY,
    WAY,
    WHEN_WHERE,
    booking_url,
    entry_of,
    hand_over,
    paragraphs,
    place_url,
    rest_of,
    sent,
    text,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind
BOUND_BOOKING_PAGE = BOOKING_PAGE.replace("melde afbud", "give en plads tilbage")
LIST = "Her ser I alle deltagere:\nhttp://testserver/admin/registration/registration/?event"


def test_the_substitute_is_told_everything_that_one_who_signed_up_is_told(sign_up: SignUp) -> None:
    clara = hand_over(sign_up(ANNE, BO).registrations[1], CLARA)
    assert text(Kind.SUBSTITUTE_WELCOME, "clara", now=BOUND) == (
        "Du deltager i stedet for Bo Ågård: Læring på tværs",
        paragraphs(
            "Kære Clara Æbelø, du deltager i stedet for Bo Ågård i »Læring på tværs«.",
            f"{WHEN_WHERE}\n{WAY}\n{FILE}",
            "Du får denne mail, fordi Bo Ågård har overdraget sin plads til dig. "
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
            "You get this mail because Bo Ågård has handed their own place over to you. "
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


GIVEN = "Ved overdragelsen fik vi dit navn, din arbejdsplads og din mailadresse."


def why(kind: Kind = Kind.SUBSTITUTE_WELCOME) -> str:
    """Why Clara gets the mail, and from whom we have what we know of her."""
    (found,) = [
        line for line in text(kind, "clara", now=BOUND).body.split("\n") if "Du får denne mail" in line
    ]
    return found.removesuffix(f" {PRIVACY.splitlines()[0]}")


@pytest.mark.parametrize(
    ("place", "contact_does_it", "said"),
    [
        (0, True, "Anne Mette Sørensen (anne.mette@example.org) har overdraget sin plads til dig"),
        (
            1,
            True,
            "Anne Mette Sørensen (anne.mette@example.org) har overdraget pladsen efter Bo Ågård til dig",
        ),
        (
            1,
            False,
            "Foreningen for Læsning (dorte@example.org) har overdraget pladsen efter Bo Ågård til dig",
        ),
    ],
)
def test_the_substitute_is_told_who_handed_the_place_over(
    place: int, contact_does_it: bool, said: str, sign_up: SignUp, dorte: User
) -> None:
    actor = CONTACT if contact_does_it else organiser(dorte)
    hand_over(sign_up(ANNE, BO).registrations[place], CLARA, actor=actor)
    assert why() == f"Du får denne mail, fordi {said}. {GIVEN}"


def test_the_substitute_who_wrote_herself_is_told_that_she_did(sign_up: SignUp) -> None:
    hand_over(sign_up(ANNE, BO).registrations[1], CLARA, herself=True)
    assert why() == (
        "Du får denne mail, fordi du har skrevet, at du overtager pladsen efter Bo Ågård. "
        "Du gav os dit navn, din arbejdsplads og din mailadresse."
    )


def test_no_contact_is_named_who_did_not_hand_the_place_over(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO)
    hand_over(made.registrations[1], CLARA, actor=CONTACT)
    contact_handover.hand_over(
        booking_id=made.booking.pk,
        name="Åse Ærlig",
        email="ase@example.org",
        phone="",
        now=BOUND,
        actor=SYSTEM,
    )
    assert why() == f"Du får denne mail, fordi pladsen efter Bo Ågård er overdraget til dig. {GIVEN}"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"herself": True}, "du har skrevet, at du overtager turen på ventelisten efter Bo Ågård"),
        ({}, "Bo Ågård har givet sin tur på ventelisten videre til dig"),
        (
            {"actor": CONTACT},
            "Anne Mette Sørensen (anne.mette@example.org) har givet turen på ventelisten efter Bo Ågård videre til dig",
        ),
    ],
)
def test_whoever_takes_over_a_turn_is_not_told_of_a_place(
    how: dict[str, Any], said: str, sign_up: SignUp
) -> None:
    bo = sign_up(ANNE, BO).registrations[1]
    Registration.objects.filter(pk=bo.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    clara = hand_over(bo, CLARA, **how)
    assert why().startswith(f"Du får denne mail, fordi {said}. ")
    # A later mail about the turn knows of no giver.
    mail = owe(Kind.PLACE_WAITS, about=clara, to="clara@example.org", occasion="again", now=BOUND)
    write(history=[], mails=[mail])
    if not how.get("herself"):
        assert why(Kind.PLACE_WAITS) == (
            f"Du får denne mail, fordi turen på ventelisten efter Bo Ågård er givet videre til dig. {GIVEN}"
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
