"""What a place that was left and is still owed is called: cancelled at a cost, or given back once it was binding."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from programme.models import Event, User
from registration import headings, leaving, links, words
from registration.exports import people
from registration.exports.tables import csv_lines
from registration.models import OwedMail, Registration
from registration.services import cancelling
from registration.services.acts import CONTACT, organiser
from registration.services.booking import SignedUp
from registration.services.waiting import confirm
from tests.cast import ANNE, BO, BOUND, CLARA, OPEN, at
from tests.registration.letters import text as letter
from tests.registration.pages import text
from tests.rules import BY_STEPS, UNTIL_A_DAY

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
HALF = at("2026-09-03 00:00")
WHOLE = at("2026-09-10 00:00")
INSTANT = timedelta(microseconds=1)
PEOPLE = "/admin/registration/registration/"


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    """Leaving costs half from 3 September, and all of it from 10 September."""
    return make_event(**BY_STEPS)


def leave(place: Registration, *, now: datetime) -> Registration:
    cancelling.cancel(registration_id=place.pk, now=now, actor=CONTACT)
    return Registration.objects.select_related("event__venue", "booking").get(pk=place.pk)


def called(place: Registration) -> tuple[str, str, str]:
    """In lists, on top of the own page, and what is said to be owed."""
    with translation.override("da"):
        return words.status_of(place), headings.own_page(place, is_offered=False), leaving.still_owed(place)


@pytest.mark.parametrize(
    ("now", "status", "owed"),
    [
        (HALF - INSTANT, "afmeldt", ""),
        (HALF, "afmeldt mod betaling", "Afbuddet koster 647,50 kr., som skal betales."),
        (WHOLE - INSTANT, "afmeldt mod betaling", "Afbuddet koster 647,50 kr., som skal betales."),
        (WHOLE, "afmeldt mod betaling", "Afbuddet koster 1.295 kr., som skal betales."),
    ],
)
def test_who_cancels_for_a_fee_has_given_nothing_back(
    now: datetime, status: str, owed: str, sign_up: SignUp
) -> None:
    place = leave(sign_up(BO).registrations[0], now=now)
    assert called(place) == (status, "Der er meldt afbud", owed)


def test_another_rule_for_the_event_does_not_make_it_something_else(sign_up: SignUp, event: Event) -> None:
    place = leave(sign_up(BO).registrations[0], now=HALF)
    before = called(place)
    Event.objects.filter(pk=event.pk).update(
        **UNTIL_A_DAY, cancellation_steps=None, binding_after="2026-09-02"
    )
    assert called(Registration.objects.select_related("event").get(pk=place.pk)) == before


def test_a_binding_place_is_still_given_back(make_event: Callable[..., Event], sign_up: SignUp) -> None:
    event = make_event(slug="bindende")
    place = sign_up(BO, event=event).registrations[0]
    cancelling.give_back(registration_id=place.pk, now=BOUND, actor=CONTACT)
    place = Registration.objects.select_related("event").get(pk=place.pk)
    assert not place.at_a_cost
    assert called(place)[:2] == ("plads givet tilbage", "Pladsen er givet tilbage")
    assert called(place)[2].startswith("Sidste frist for gratis afbud var") or "1.295 kr." in called(place)[2]


def test_what_is_let_off_is_a_cancellation_like_others(sign_up: SignUp, dorte: User) -> None:
    place = sign_up(BO).registrations[0]
    actor = organiser(dorte, reason="Sygdom")
    cancelling.cancel(registration_id=place.pk, now=HALF, actor=actor)
    place = Registration.objects.select_related("event").get(pk=place.pk)
    assert (place.still_owed, place.at_a_cost, called(place)[0]) == (False, False, "afmeldt")


@pytest.fixture
def left(sign_up: SignUp) -> Registration:
    bo, _clara = sign_up(BO, CLARA).registrations
    return leave(bo, now=HALF)


@pytest.mark.long
def test_the_pages_of_those_concerned_name_it(
    left: Registration, client: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(HALF)
    own = text(client.get(f"/plads/{links.place_token(left)}/"))
    assert "Der blev meldt afbud" in own
    assert "givet tilbage" not in own
    contacts = text(client.get(f"/samlet/{links.booking_token(left.booking)}/"))
    assert "Bo Ågård – afmeldt mod betaling," in contacts
    english = text(client.get(f"/en/samlet/{links.booking_token(left.booking)}/"))
    assert "Bo Ågård – cancelled at a cost," in english


@pytest.mark.long
def test_the_organiser_finds_and_counts_it_by_its_name(
    left: Registration, sign_up: SignUp, client: Client, dorte: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(HALF)
    client.force_login(dorte)
    page = text(client.get(f"/admin/programme/event/{left.event_id}/change/"))
    assert "1 afmeldt mod betaling" in page
    assert "givet tilbage efter den var bindende" not in page
    listed = {
        status: [row.name for row in client.get(f"{PEOPLE}?status={status}").context["cl"].result_list]
        for status in ("afmeldt-mod-betaling", "givet-tilbage", "cancelled")
    }
    assert listed == {"afmeldt-mod-betaling": ["Bo Ågård"], "givet-tilbage": [], "cancelled": []}
    assert "Afmeldt mod betaling" in text(client.get(f"{PEOPLE}{left.pk}/change/"))
    rows = Registration.objects.filter(pk=left.pk)
    with translation.override("da"):
        lines = "".join(csv_lines(people.table(rows)))
        assert "afmeldt mod betaling" in lines


@pytest.mark.long
def test_who_is_released_by_the_list_is_not_said_to_have_given_back(
    left: Registration, sign_up: SignUp, event: Event
) -> None:
    Event.objects.update(releases_when_refilled=True)
    Registration.objects.filter(pk=left.pk).update(
        promised_rule=Registration.objects.get(pk=left.pk).promised_rule | {"releases": True}
    )
    waits = sign_up(ANNE).registrations[0]
    Registration.objects.filter(pk=waits.pk).update(status="waiting", waits_since=OPEN)
    waits = Registration.objects.select_related("booking", "event").get(pk=waits.pk)
    waits.booking.event = waits.event
    with transaction.atomic():
        confirm([waits], verb="given_place", now=HALF, actor=CONTACT)  # type: ignore[arg-type]
    place = Registration.objects.select_related("event").get(pk=left.pk)
    assert (place.still_owed, place.at_a_cost, called(place)[0]) == (False, True, "afmeldt")
    mail = letter(OwedMail.Kind.PLACE_RELEASED, "bo", now=HALF)
    assert mail.subject == "Pladsen er gået til en anden: Læring på tværs"
    assert "en fra ventelisten har fået den plads, du havde på »Læring på tværs«." in mail.body
    assert "tilbage" not in mail.body


@pytest.mark.parametrize(
    "facts", [{"status": "confirmed", "ended_at": None}, {"owed_ore": None}, {"owed_ore": 0}]
)
def test_only_what_was_cancelled_and_cost_something_is_at_a_cost(
    facts: dict[str, Any], left: Registration
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=left.pk).update(**{"still_owed": False} | facts)


def test_what_was_left_before_it_was_stored_is_known_by_the_history(
    left: Registration, make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    back = sign_up(BO, event=make_event(slug="bindende")).registrations[0]
    cancelling.give_back(registration_id=back.pk, now=BOUND, actor=CONTACT)
    Registration.objects.update(at_a_cost=False)
    import_module("registration.migrations.0018_fill_at_a_cost").fill(apps, None)
    assert list(Registration.objects.filter(at_a_cost=True)) == [left]
