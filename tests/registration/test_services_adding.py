"""People added to a booking that was made before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event
from registration import sentences
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.policy import Reason
from registration.services import booking as booking_service
from registration.services import floods, once
from registration.services.acts import CONTACT, Refused
from registration.services.adding import Added, add_people
from registration.services.people import Person
from registration.services.places import places_taken
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, at, owed, statuses

NOBODY = Person(name="")
LAST_DAY = at("2026-09-09 23:59")
CLOSED = at("2026-09-10 00:00")


@pytest.fixture
def made(sign_up: Callable[..., Any]) -> Booking:
    return sign_up(ANNE).booking


@pytest.fixture
def add(event: Event) -> Callable[..., Added]:
    def do(made: Booking, *people: Person, **changes: Any) -> Added:
        act: dict[str, Any] = {"people": people, "key": "a-key", "now": OPEN, "actor": CONTACT} | changes
        event.refresh_from_db()
        waits = act.get("when_full", WhenFull.REFUSE) is not WhenFull.REFUSE
        with translation.override("da"):
            act.setdefault("terms", sentences.terms(event, now=act["now"], waits=waits))
        return add_people(booking_id=made.pk, **act)

    return do


def test_people_are_added_and_told(made: Booking, add: Callable[..., Added]) -> None:
    OwedMail.objects.all().delete()
    done = add(made, BO, NOBODY)
    with translation.override("da"):
        called = [row.called for row in made.registrations.order_by("pk").select_related("booking")]
    assert called == ["Anne Mette Sørensen", "Bo Ågård", "Plads 3 af 3, navn følger"]
    (receipt, *_rest) = owed()
    assert receipt[:2] == ("places_added", "anne.mette@example.org")
    assert receipt[2]["people"] == [row.pk for row in done.registrations]
    assert [(kind, to) for kind, to, _facts in owed()[1:]] == [("place_confirmed", "bo@example.org")]
    assert HistoryEntry.objects.filter(verb="signed_up", booking=made).count() == 3


def test_each_place_has_the_promise_of_its_own_day(
    made: Booking, add: Callable[..., Added], event: Event
) -> None:
    Event.objects.update(binding_after=at("2026-08-20 12:00").date(), fee_ore=150_000)
    add(made, BO)
    rows = made.registrations.order_by("pk")
    assert [(str(row.promised_binding_after), row.promised_fee_ore) for row in rows] == [
        ("2026-09-02", 129_500),
        ("2026-08-20", 150_000),
    ]
    assert rows[1].accepted_terms != rows[0].accepted_terms


def test_terms_that_changed_meanwhile_are_not_accepted(made: Booking, add: Callable[..., Added]) -> None:
    with pytest.raises(once.TermsChanged):
        add(made, BO, terms="Noget andet")
    assert made.registrations.count() == 1


def test_the_button_pressed_twice_adds_nobody_twice(made: Booking, add: Callable[..., Added]) -> None:
    first, second = add(made, NOBODY, BO), add(made, NOBODY, BO)
    assert [row.pk for row in first.registrations] == [row.pk for row in second.registrations]
    assert (first.repeated, second.repeated) == (False, True)
    assert made.registrations.count() == 3
    with pytest.raises(once.OtherContent):
        add(made, CLARA)
    assert len(add(made, CLARA, key="another").registrations) == 1


def test_somebody_who_has_a_place_keeps_it_and_her_link_is_mailed(
    made: Booking, add: Callable[..., Added], sign_up: Callable[..., Any], event: Event
) -> None:
    sign_up(BO, contact=booking_service.Contact(name="Clara Æbelø", email="clara@example.org"))
    OwedMail.objects.all().delete()
    done = add(made, BO, EMIL)
    assert [row.name for row in done.registrations] == ["Emil Uden-Mail"]
    assert places_taken(event) == 3
    mails = owed()
    assert [(kind, to) for kind, to, _facts in mails] == [
        ("places_added", "anne.mette@example.org"),
        ("already_signed_up", "bo@example.org"),
    ]
    assert mails[0][2]["already"] == [{"name": "Bo Ågård", "email": "bo@example.org"}]


@pytest.mark.parametrize(("now", "reason"), [(LAST_DAY, None), (CLOSED, Reason.CLOSED)])
def test_people_are_added_as_long_as_sign_up_is_open(
    made: Booking, add: Callable[..., Added], now: Any, reason: Reason | None
) -> None:
    if reason is None:
        assert add(made, BO, now=now).registrations[0].status == "confirmed"
        return
    with pytest.raises(Refused) as refusal:
        add(made, BO, now=now)
    assert refusal.value.reason is reason


@pytest.mark.parametrize(("capacity", "fits"), [(3, True), (2, False)])
def test_all_are_added_or_none(
    made: Booking, add: Callable[..., Added], event: Event, capacity: int, fits: bool
) -> None:
    Event.objects.update(capacity=capacity)
    if fits:
        assert len(add(made, BO, NOBODY).registrations) == 2
        return
    with pytest.raises(Refused) as refusal:
        add(made, BO, NOBODY)
    assert (refusal.value.reason, refusal.value.places_left) == (Reason.FULL, 1)
    assert places_taken(event) == 1


@pytest.mark.parametrize(
    ("how", "expected"),
    [(WhenFull.TOGETHER, ["waiting", "waiting"]), (WhenFull.AS_THEY_COME, ["confirmed", "waiting"])],
)
def test_those_there_is_no_room_for_join_the_list(
    made: Booking, add: Callable[..., Added], event: Event, how: WhenFull, expected: list[str]
) -> None:
    Event.objects.update(capacity=2)
    done = add(made, BO, CLARA, when_full=how)
    assert [row.status for row in done.registrations] == expected
    made.refresh_from_db()
    assert made.waits_together is (how is WhenFull.TOGETHER)


def test_whoever_joins_those_in_line_waits_as_they_do(
    made: Booking, add: Callable[..., Added], event: Event
) -> None:
    Event.objects.update(capacity=1)
    add(made, BO, when_full=WhenFull.AS_THEY_COME)
    add(made, CLARA, EMIL, when_full=WhenFull.TOGETHER, key="another")
    made.refresh_from_db()
    assert made.waits_together is False
    assert statuses(event.pk) == [
        ("Anne Mette Sørensen", "confirmed"),
        ("Bo Ågård", "waiting"),
        ("Clara Æbelø", "waiting"),
        ("Emil Uden-Mail", "waiting"),
    ]


def test_what_binds_at_once_is_bound(made: Booking, add: Callable[..., Added]) -> None:
    row = add(made, BO, now=BOUND).registrations[0]
    assert "bindende" in row.accepted_terms


def test_a_contact_adds_only_so_often(made: Booking, add: Callable[..., Added]) -> None:
    Event.objects.update(capacity=None)
    for number in range(floods.BOOKINGS_PER_CONTACT - 1):
        add(made, NOBODY, key=f"key-{number}")
    with pytest.raises(floods.TooMany):
        add(made, NOBODY, key="one-too-many")
    assert Registration.objects.count() == floods.BOOKINGS_PER_CONTACT
