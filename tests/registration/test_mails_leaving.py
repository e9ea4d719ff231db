"""What is said of a place that ends: bodies compared whole."""

from collections.abc import Callable

import pytest

from programme.models import Event
from registration.models import OwedMail, Registration
from registration.services import cancelling
from registration.services.acts import ATTENDEE, CONTACT, SYSTEM
from registration.services.booking import SignedUp
from registration.services.people import Person
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, at
from tests.registration.letters import (
    BOUND_ONE_PLACE_PAGE,
    CLEAR,
    END,
    ONE_PLACE_PAGE,
    PAYER_FOLLOWS,
    WHEN_WHERE,
    booking_url,
    paragraphs,
    place_url,
    rest_of,
    text,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Kind = OwedMail.Kind


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


@pytest.mark.long
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
            f"{PAYER_FOLLOWS}\n{booking_url(made)}betaler/",
            rest_of(made, "Anne Mette Sørensen"),
            f"{BOUND_ONE_PLACE_PAGE}\n{booking_url(made)}",
            END,
        ),
    )


def test_who_comes_alone_and_gives_back_at_a_cost_is_told_where_to_say_who_pays(sign_up: SignUp) -> None:
    made = sign_up(ANNE)
    cancelling.give_back(registration_id=made.registrations[0].pk, now=BOUND, actor=ATTENDEE)
    body = text(Kind.PLACE_GIVEN_BACK, "anne.mette", now=BOUND).body
    assert f"{PAYER_FOLLOWS}\n{place_url(made.registrations[0])}betaler/\n" in body


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
