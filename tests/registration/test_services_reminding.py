"""The contact is reminded of names that are missing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from programme.models import Event
from registration.mail_truth import is_still_true
from registration.mails import rows_of, text_of
from registration.models import Booking, OwedMail
from registration.services import cancelling, naming
from registration.services.acts import CONTACT
from registration.services.people import Person
from registration.services.reminders import is_still_due, outlook, owe_reminders
from tests.cast import ANNE, BO, OPEN, STARTED, at

Kind = OwedMail.Kind
NOBODY = Person(name="")
TEN, THREE, EVENT = at("2026-08-23 09:00"), at("2026-08-30 09:00"), at("2026-09-13 09:00")
NIGHT = at("2026-09-02 21:00")
SECOND = timedelta(seconds=1)


def occasions() -> list[str]:
    """The day each speaks of, and how often it comes after that one."""
    mails = OwedMail.objects.filter(kind="names_missing").order_by("pk")
    return [mail.facts["occasion"].partition(":")[0] + mail.facts["occasion"][-2:] for mail in mails]


@pytest.fixture
def made(sign_up: Callable[..., Any]) -> Booking:
    return sign_up(ANNE, NOBODY).booking


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (TEN - SECOND, []),
        (TEN, ["binding:2"]),
        (at("2026-08-29 20:59"), ["binding:2"]),
        (THREE - SECOND, []),
        (THREE, ["binding:1"]),
        (NIGHT - SECOND, ["binding:1"]),
        (NIGHT, []),
        (EVENT - SECOND, []),
        (EVENT, ["event:1"]),
        (at("2026-09-15 20:59"), ["event:1"]),
        (STARTED - SECOND, []),
        (STARTED, []),
    ],
    ids=str,
)
def test_when_she_is_reminded(made: Booking, now: datetime, expected: list[str]) -> None:
    owe_reminders(now=now)
    assert occasions() == expected


@pytest.mark.parametrize("hours", [11, pytest.param(7, marks=pytest.mark.long)])
def test_each_reminder_comes_once(hours: int, made: Booking) -> None:
    now = OPEN
    while now < STARTED + timedelta(days=2):
        owe_reminders(now=now)
        now += timedelta(hours=hours)
    assert occasions() == ["binding:2", "binding:1", "event:1"]
    assert set(OwedMail.objects.filter(kind="names_missing").values_list("to_email", flat=True)) == {
        "anne.mette@example.org"
    }


def test_nobody_is_reminded_where_all_names_are_there(made: Booking, sign_up: Callable[..., Any]) -> None:
    sign_up(BO)
    place = made.registrations.without_a_name().get()
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=CONTACT)
    owe_reminders(now=TEN)
    assert occasions() == []


def test_a_reminder_is_not_sent_once_the_names_are_there(made: Booking) -> None:
    owe_reminders(now=TEN)
    mail = OwedMail.objects.select_related("event", "booking").get(kind="names_missing")
    assert is_still_true(mail, now=TEN)
    place = made.registrations.without_a_name().get()
    naming.name_places(booking_id=made.pk, names={place.pk: BO}, now=TEN, actor=CONTACT)
    mail = OwedMail.objects.select_related("event", "booking").get(kind="names_missing")
    assert not is_still_true(mail, now=TEN)


def test_a_reminder_is_never_sent_once_the_event_has_begun(made: Booking) -> None:
    owe_reminders(now=EVENT)
    mail = OwedMail.objects.select_related("event", "booking").get(kind="names_missing")
    assert is_still_true(mail, now=STARTED - SECOND)
    assert not is_still_true(mail, now=STARTED)


@pytest.mark.parametrize(("made_at", "reminded"), [(TEN - SECOND, 1), (TEN, 0)])
def test_whoever_signs_up_late_is_not_reminded_at_once(
    sign_up: Callable[..., Any], made_at: datetime, reminded: int
) -> None:
    sign_up(NOBODY, now=made_at)
    owe_reminders(now=TEN)
    assert len(occasions()) == reminded


@pytest.mark.parametrize("status", [Event.Status.DRAFT, Event.Status.CANCELLED])
def test_nobody_is_reminded_of_an_event_that_does_not_come(made: Booking, status: str) -> None:
    Event.objects.update(status=status)
    owe_reminders(now=TEN)
    assert occasions() == []


def test_where_nothing_binds_she_is_reminded_once_before_the_event(made: Booking) -> None:
    Event.objects.update(binding_after=None)
    for now in (TEN, THREE, EVENT, EVENT):
        owe_reminders(now=now)
    assert occasions() == ["event:1"]


def test_a_binding_day_right_before_the_event_gives_each_reminder_its_own_days(made: Booking) -> None:
    Event.objects.update(binding_after=date(2026, 9, 15))
    for day in range(1, 16):
        owe_reminders(now=at(f"2026-09-{day:02} 12:00"))
    assert occasions() == ["binding:2", "binding:1", "event:1"]


@pytest.mark.parametrize("status", ["waiting", "offered"])
def test_whoever_only_waits_is_asked_for_names_once_she_has_the_places(
    status: str, event: Event, sign_up: Callable[..., Any]
) -> None:
    made = sign_up(NOBODY, NOBODY).booking
    made.registrations.update(status=status, waits_since=OPEN, offer_until=STARTED, confirmed_at=None)
    owe_reminders(now=TEN)
    assert occasions() == []
    assert {one.letters for one in outlook(event, now=OPEN)[Kind.NAMES_MISSING]} == {0}
    # She gets the places once the reminder has been due, so she gets the next one only.
    made.registrations.update(status="confirmed", waits_since=None, offer_until=None, confirmed_at=TEN)
    assert {one.letters for one in outlook(event, now=OPEN)[Kind.NAMES_MISSING]} == {1}
    for now in (TEN, THREE - SECOND, THREE):
        owe_reminders(now=now)
    assert occasions() == ["binding:1"]


def test_of_a_booking_that_has_some_of_its_places_only_those_are_spoken_of(
    sign_up: Callable[..., Any],
) -> None:
    made = sign_up(NOBODY, NOBODY, BO, NOBODY).booking
    last = made.registrations.order_by("pk").last()
    made.registrations.filter(pk=last.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    owe_reminders(now=TEN)
    mail = OwedMail.objects.select_related("event", "booking").get(kind="names_missing")
    text = text_of(mail, rows=rows_of(mail), now=TEN)
    assert text.subject == "2 navne mangler: Læring på tværs"
    assert "2 af dine pladser til »Læring på tværs« mangler navne." in text.body
    assert [line for line in text.body.split("\n") if line.startswith("- ")] == [
        "- Plads 1 af 4, navn følger",
        "- Plads 2 af 4, navn følger",
    ]


def test_a_reminder_of_names_is_not_sent_to_one_who_waits_again(made: Booking) -> None:
    owe_reminders(now=TEN)
    made.registrations.without_a_name().update(status="waiting", waits_since=OPEN, confirmed_at=None)
    mail = OwedMail.objects.select_related("event", "booking").get(kind="names_missing")
    assert not is_still_true(mail, now=TEN)
    assert not is_still_due(mail, now=TEN)


def test_every_contact_is_reminded_of_her_own_places(made: Booking, sign_up: Callable[..., Any]) -> None:
    for number in range(3):
        sign_up(NOBODY, BO if number == 0 else NOBODY)
    owe_reminders(now=TEN)
    assert occasions() == ["binding:2"] * 4
    owe_reminders(now=TEN)
    assert occasions() == ["binding:2"] * 4
