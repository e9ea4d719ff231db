"""Reminders: when each is due, to whom it goes, and that each comes once."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from programme.models import Event
from registration import missing, reminders
from registration.models import OwedMail, Question, Registration
from registration.payer_facts import PayerFacts
from registration.services import (
    answers,
    cancelling,
    correcting,
    delivering,
    moving,
    questions,
    substituting,
)
from registration.services import reminders as reminders_service
from registration.services.acts import ATTENDEE, CONTACT
from registration.services.payers import save_payer
from registration.services.people import Person
from registration.services.questions import Wording
from registration.services.reminders import outlook, owe_reminders, write_settings
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, STARTED, at

Kind = OwedMail.Kind
SignUp = Callable[..., Any]
SECOND = timedelta(seconds=1)
# Free until 2 September, the event on 16 September.
FREE_DAY, FREE_ENDS = at("2026-08-30 09:00"), at("2026-09-03 00:00")
# No day between 9.00 and 21.00 is passed over.
EVERY = [11, pytest.param(5, marks=pytest.mark.long)]
PRACTICAL, EVE = at("2026-09-11 09:00"), at("2026-09-15 09:00")


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    """Free of charge, so that nobody is asked who pays."""
    return make_event(fee_ore=None)


def owed(kind: str) -> list[tuple[str, str]]:
    """To whom mails of a kind are owed, and on which occasion."""
    rows = OwedMail.objects.filter(kind=kind).order_by("pk")
    return [(mail.to_email.partition("@")[0], mail.facts["occasion"]) for mail in rows]


def to(kind: str) -> list[str]:
    return [name for name, _occasion in owed(kind)]


def mails(kind: str) -> list[OwedMail]:
    rows = OwedMail.objects.select_related("event__venue", "event__owner", "booking", "registration__booking")
    return list(rows.prefetch_related("booking__registrations").filter(kind=kind).order_by("pk"))


def holds(kind: str, now: datetime) -> bool:
    (mail,) = mails(kind)
    return delivering.still_holds(mail, now=now)


# ------------------------------------------------------------------ when


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "occasion"),
    [
        ("last_free_day", FREE_DAY, FREE_ENDS, "free:2026-09-02:1"),
        ("practical", PRACTICAL, STARTED, "event:2026-09-16:1"),
        ("day_before", EVE, STARTED, "event:2026-09-16:1"),
    ],
)
def test_a_reminder_is_owed_from_its_hour_while_it_is_of_use(
    kind: str, begins: datetime, ends: datetime, occasion: str, event: Event, sign_up: SignUp
) -> None:
    Event.objects.update(practical_information="Tag høreværn med.")
    sign_up(BO)
    owe_reminders(now=begins - SECOND)
    assert owed(kind) == []
    owe_reminders(now=begins)
    assert owed(kind) == [("bo", occasion)]
    assert holds(kind, ends - SECOND)
    assert not holds(kind, ends)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-08-30 08:59:59", 0),
        ("2026-08-30 09:00:00", 1),
        ("2026-08-30 20:59:59", 1),
        ("2026-08-30 21:00:00", 0),
        ("2026-09-02 08:59:59", 0),
        ("2026-09-02 09:00:00", 1),
        ("2026-09-02 20:59:59", 1),
        ("2026-09-02 23:59:59", 0),
        ("2026-09-03 09:00:00", 0),
    ],
)
def test_whoever_was_away_catches_up_by_day_while_it_is_of_use(
    now: str, expected: int, event: Event, sign_up: SignUp
) -> None:
    sign_up(BO)
    assert owe_reminders(now=at(now)) == expected


@pytest.mark.parametrize(
    ("now", "expected"), [("2026-09-16 09:00:00", 1), ("2026-09-16 13:59:59", 1), ("2026-09-16 14:00:00", 0)]
)
def test_what_the_day_before_is_for_is_said_on_the_day_as_long_as_it_has_not_begun(
    now: str, expected: int, event: Event, sign_up: SignUp
) -> None:
    Event.objects.update(starts_at=time(14))
    sign_up(BO)
    assert owe_reminders(now=at(now)) == expected


@pytest.mark.parametrize(
    ("starts_on", "before", "exactly"),
    [
        # Summer time, and winter time after the last Sunday of October.
        (date(2026, 10, 25), "2026-10-24T06:59:59+00:00", "2026-10-24T07:00:00+00:00"),
        (date(2026, 10, 26), "2026-10-25T07:59:59+00:00", "2026-10-25T08:00:00+00:00"),
        (date(2027, 1, 14), "2027-01-13T07:59:59+00:00", "2027-01-13T08:00:00+00:00"),
    ],
)
def test_nine_is_nine_in_summer_and_in_winter(
    starts_on: date, before: str, exactly: str, make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(
        slug="vinter", fee_ore=None, starts_on=starts_on, ends_on=starts_on, binding_after=None
    )
    sign_up(BO, event=event)
    assert owe_reminders(now=datetime.fromisoformat(before)) == 0
    assert owe_reminders(now=datetime.fromisoformat(exactly)) == 1


def test_nine_is_nine_where_the_event_takes_place(make_event: Callable[..., Event], sign_up: SignUp) -> None:
    event = make_event(slug="nuuk", fee_ore=None, timezone="America/Nuuk", binding_after=None)
    sign_up(BO, event=event)
    assert owe_reminders(now=at("2026-09-15 08:59:59", "America/Nuuk")) == 0
    assert owe_reminders(now=at("2026-09-15 09:00:00", "America/Nuuk")) == 1


@pytest.mark.long
@pytest.mark.parametrize("hours", EVERY)
def test_each_reminder_comes_once_in_all_the_weeks(hours: int, event: Event, sign_up: SignUp) -> None:
    Event.objects.update(practical_information="Tag høreværn med.")
    sign_up(ANNE, BO)
    now, new = OPEN, 0
    while now < STARTED + timedelta(days=3):
        new += owe_reminders(now=now)
        assert owe_reminders(now=now) == 0
        now += timedelta(hours=hours)
    assert new == 6
    for kind in (Kind.LAST_FREE_DAY, Kind.PRACTICAL, Kind.DAY_BEFORE):
        assert sorted(to(kind)) == ["anne.mette", "bo"]


# ------------------------------------------------------------------ to whom


def test_whoever_has_no_place_is_not_reminded(event: Event, sign_up: SignUp) -> None:
    bo, clara, emil = sign_up(BO, CLARA, EMIL).registrations
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=ATTENDEE)
    Registration.objects.filter(pk=clara.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    Registration.objects.filter(pk=emil.pk).update(
        status="cancelled", ended_at=OPEN, person_key=None, still_owed=True
    )
    assert [owe_reminders(now=now) for now in (FREE_DAY, PRACTICAL, EVE)] == [0, 0, 0]


@pytest.mark.parametrize("status", [Event.Status.DRAFT, Event.Status.CANCELLED])
def test_nobody_is_reminded_of_an_event_that_does_not_come(
    status: str, event: Event, sign_up: SignUp
) -> None:
    sign_up(BO)
    Event.objects.update(status=status)
    assert [owe_reminders(now=now) for now in (FREE_DAY, EVE)] == [0, 0]


def test_the_contact_gets_one_mail_for_herself_and_all_without_an_address(
    event: Event, sign_up: SignUp
) -> None:
    made = sign_up(ANNE, EMIL, Person(name="Frode Ål"), BO)
    assert owe_reminders(now=EVE) == 2
    assert to("day_before") == ["bo", "anne.mette"]
    of_contact = mails("day_before")[1]
    people = [place.pk for place in made.registrations if place.name != BO.name]
    assert (of_contact.booking, of_contact.registration) == (made.booking, None)
    assert of_contact.facts["people"] == people


def test_the_contact_who_stays_at_home_hears_nothing_of_those_with_addresses(
    event: Event, sign_up: SignUp
) -> None:
    sign_up(BO, CLARA)
    owe_reminders(now=EVE)
    assert to("day_before") == ["bo", "clara"]


def test_each_is_reminded_by_her_own_promise(event: Event, sign_up: SignUp) -> None:
    """The last free day was moved earlier after Bo had signed up, and Clara signed up after that."""
    sign_up(BO)
    Event.objects.update(binding_after=date(2026, 8, 20))
    sign_up(CLARA)
    owe_reminders(now=at("2026-08-17 09:00"))
    assert owed("last_free_day") == [("clara", "free:2026-08-20:1")]
    owe_reminders(now=at("2026-08-30 08:59"))
    assert len(owed("last_free_day")) == 1
    owe_reminders(now=FREE_DAY)
    assert owed("last_free_day")[1:] == [("bo", "free:2026-09-02:1")]


def test_a_place_that_never_binds_has_no_last_free_day(event: Event, sign_up: SignUp) -> None:
    Event.objects.update(binding_after=None)
    sign_up(BO)
    assert owe_reminders(now=FREE_DAY) == 0


@pytest.mark.parametrize(("late", "expected"), [(SECOND, 1), (timedelta(0), 0)])
def test_whoever_signs_up_later_than_a_reminder_was_due_does_not_get_it(
    late: timedelta, expected: int, event: Event, sign_up: SignUp
) -> None:
    sign_up(BO, now=FREE_DAY - late)
    assert owe_reminders(now=FREE_DAY + timedelta(hours=1)) == expected


def test_whoever_comes_instead_or_from_the_list_after_a_reminder_does_not_get_it(
    event: Event, sign_up: SignUp
) -> None:
    bo, clara = sign_up(BO, CLARA).registrations
    owe_reminders(now=FREE_DAY)
    later = FREE_DAY + timedelta(hours=1)
    substituting.substitute(
        registration_id=bo.pk,
        person=Person(name="Ditte Ø", email="ditte@example.org"),
        now=later,
        actor=ATTENDEE,
    )
    Registration.objects.filter(pk=clara.pk).update(confirmed_at=later)
    OwedMail.objects.filter(to_email="clara@example.org").delete()
    assert owe_reminders(now=later) == 0


def test_a_new_address_does_not_bring_a_second_reminder(event: Event, sign_up: SignUp) -> None:
    _anne, emil = sign_up(ANNE, EMIL).registrations
    owe_reminders(now=EVE)
    correcting.correct(
        registration_id=emil.pk,
        person=Person(name=EMIL.name, email="emil@example.org"),
        same_person=True,
        now=EVE,
        actor=CONTACT,
    )
    assert owe_reminders(now=EVE + timedelta(hours=1)) == 0


# ------------------------------------------------------------------ an event that moves


def test_an_event_that_moves_is_reminded_of_again(event: Event, sign_up: SignUp) -> None:
    sign_up(BO)
    owe_reminders(now=EVE)
    after = Event.objects.get()
    after.starts_on = after.ends_on = date(2026, 9, 23)
    after.save()
    moving.move(before=event, after=after, by=None, reason="", now=EVE)
    assert not holds("day_before", EVE)
    assert owe_reminders(now=at("2026-09-22 08:59")) == 0
    assert owe_reminders(now=at("2026-09-22 09:00")) == 1
    assert owed("day_before") == [("bo", "event:2026-09-16:1"), ("bo", "event:2026-09-23:1")]


# ------------------------------------------------------------------ is it still true


@pytest.mark.parametrize("what", ["cancels", "is replaced", "another address", "called off", "switched off"])
def test_what_holds_no_longer_is_not_sent(what: str, event: Event, sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    owe_reminders(now=FREE_DAY)
    assert holds("last_free_day", FREE_DAY)
    match what:
        case "cancels":
            cancelling.cancel(registration_id=bo.pk, now=FREE_DAY, actor=ATTENDEE)
        case "is replaced":
            substituting.substitute(registration_id=bo.pk, person=CLARA, now=FREE_DAY, actor=ATTENDEE)
        case "another address":
            Registration.objects.update(email="bo.aagaard@example.org")
        case "called off":
            Event.objects.update(status=Event.Status.CANCELLED)
        case _:
            write_settings(event.pk, days={"last_free_day": []}, practical_information="")
    assert not holds("last_free_day", FREE_DAY)


def test_a_mail_to_the_contact_holds_as_long_as_one_of_them_comes(event: Event, sign_up: SignUp) -> None:
    anne, emil = sign_up(ANNE, EMIL).registrations
    owe_reminders(now=FREE_DAY)
    cancelling.cancel(registration_id=anne.pk, now=FREE_DAY, actor=CONTACT)
    assert holds("last_free_day", FREE_DAY)
    cancelling.cancel(registration_id=emil.pk, now=FREE_DAY, actor=CONTACT)
    assert not holds("last_free_day", FREE_DAY)


# ------------------------------------------------------------------ who pays


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-08-23 08:59:59", []),
        ("2026-08-23 09:00:00", ["binding:2026-09-02:2"]),
        ("2026-08-30 08:59:59", []),
        ("2026-08-30 09:00:00", ["binding:2026-09-02:1"]),
        ("2026-09-02 20:59:59", ["binding:2026-09-02:1"]),
        ("2026-09-03 09:00:00", []),
        ("2026-09-13 08:59:59", []),
        ("2026-09-13 09:00:00", ["event:2026-09-16:1"]),
        ("2026-09-15 20:59:59", ["event:2026-09-16:1"]),
        ("2026-09-16 09:00:00", []),
    ],
)
def test_when_the_contact_is_asked_who_pays(
    now: str, expected: list[str], event: Event, sign_up: SignUp
) -> None:
    Event.objects.update(fee_ore=129_500)
    sign_up(BO)
    owe_reminders(now=at(now))
    assert owed("payer_missing") == [("anne.mette", occasion) for occasion in expected]


@pytest.mark.long
@pytest.mark.parametrize("hours", EVERY)
def test_the_contact_is_asked_who_pays_three_times_and_no_longer_than_it_is_unknown(
    hours: int, event: Event, sign_up: SignUp
) -> None:
    Event.objects.update(fee_ore=129_500)
    made = sign_up(BO, CLARA)
    now = OPEN
    while now < STARTED:
        owe_reminders(now=now)
        now += timedelta(hours=hours)
    assert len(owed("payer_missing")) == 3
    last = mails("payer_missing")[-1]
    assert delivering.still_holds(last, now=STARTED - SECOND)
    assert not delivering.still_holds(last, now=STARTED)
    facts = PayerFacts(kind="private", name="Anne Mette Sørensen", address="Søndre Allé 1, 9999 Øby")
    save_payer(booking_id=made.booking.pk, facts=facts, now=EVE, actor=CONTACT)
    assert not delivering.still_holds(last, now=EVE)


def test_nobody_is_asked_who_pays_for_what_is_free(event: Event, sign_up: SignUp) -> None:
    sign_up(BO)
    assert owe_reminders(now=at("2026-08-23 12:00")) == 0


def test_many_bookings_without_a_payer_cost_no_more_questions(
    event: Event, sign_up: SignUp, django_assert_num_queries: Any
) -> None:
    Event.objects.update(fee_ore=129_500)
    for number in range(4):
        sign_up(Person(name=f"Gæst {number}", email=f"g{number}@example.org"))
    with django_assert_num_queries(8):
        assert owe_reminders(now=at("2026-08-23 09:00")) == 4


# ------------------------------------------------------------------ answers


@pytest.fixture
def asked(event: Event) -> Question:
    """A question that each must answer on her own page, until 10 September."""
    Event.objects.update(answers_until=date(2026, 9, 10))
    wording = Wording(label="Hvilken workshop?", asked=Question.Asked.OWN_PAGE, is_required=True)
    return questions.add(event.pk, wording)


ANSWERS, ANSWERS_END = at("2026-09-07 09:00"), at("2026-09-11 00:00")


@pytest.mark.parametrize(("now", "expected"), [(ANSWERS - SECOND, []), (ANSWERS, ["bo"])])
def test_answers_are_asked_for_before_their_last_day(
    now: datetime, expected: list[str], asked: Question, sign_up: SignUp
) -> None:
    sign_up(BO)
    owe_reminders(now=now)
    assert to("answers_missing") == expected
    if expected:
        assert holds("answers_missing", ANSWERS_END - SECOND)
        assert not holds("answers_missing", ANSWERS_END)


def test_whoever_has_answered_is_not_asked(asked: Question, sign_up: SignUp) -> None:
    bo, _clara = sign_up(BO, CLARA).registrations
    answers.answer(
        registration_id=bo.pk, given={asked.pk: "Læsning"}, among=[asked.pk], now=OPEN, actor=ATTENDEE
    )
    owe_reminders(now=ANSWERS)
    assert to("answers_missing") == ["clara"]
    clara = mails("answers_missing")[0].registration
    assert clara is not None
    answers.answer(
        registration_id=clara.pk, given={asked.pk: "Æstetik"}, among=[asked.pk], now=ANSWERS, actor=ATTENDEE
    )
    assert not holds("answers_missing", ANSWERS)


def test_nobody_is_asked_for_what_need_not_be_answered(asked: Question, sign_up: SignUp) -> None:
    Question.objects.update(is_required=False)
    sign_up(BO)
    assert owe_reminders(now=ANSWERS) == 0


def test_the_contact_is_asked_once_for_the_booking_and_those_without_an_address(
    event: Event, asked: Question, sign_up: SignUp
) -> None:
    questions.add(event.pk, Wording(label="Hvilken faktura?", asked=Question.Asked.BOOKING, is_required=True))
    sign_up(EMIL, BO)
    sign_up(CLARA)
    owe_reminders(now=ANSWERS)
    assert sorted(to("answers_missing")) == ["anne.mette", "anne.mette", "bo", "clara"]
    text = next(
        mail for mail in mails("answers_missing") if mail.registration is None and mail.facts["people"]
    )
    assert missing.missing_in(text, reminders_service.people_of(text))[0][0].name == EMIL.name  # type: ignore[union-attr]


# ------------------------------------------------------------------ what an organiser chooses


@pytest.mark.parametrize("text", ["", None, "  \n"])
def test_practical_information_goes_out_only_where_there_is_any(
    text: str | None, event: Event, sign_up: SignUp
) -> None:
    Event.objects.update(practical_information=text)
    sign_up(BO)
    assert owe_reminders(now=PRACTICAL) == 0


def test_a_reminder_is_switched_off_or_moved(event: Event, sign_up: SignUp) -> None:
    sign_up(BO)
    write_settings(
        event.pk, days={"last_free_day": [], "day_before": [2]}, practical_information="Tag høreværn med."
    )
    assert [owe_reminders(now=now) for now in (FREE_DAY, at("2026-09-13 20:59"))] == [0, 1]
    assert to("practical") == ["bo"]
    assert owe_reminders(now=at("2026-09-14 09:00")) == 1
    assert owe_reminders(now=EVE) == 0
    write_settings(event.pk, days={"day_before": [1]}, practical_information="")
    assert owe_reminders(now=EVE) == 0


def test_only_what_is_not_as_usual_is_kept(event: Event) -> None:
    usual = {one.name: list(one.usual) for one in reminders.REMINDERS}
    write_settings(event.pk, days=usual, practical_information="  Tag høreværn med. ")
    event.refresh_from_db()
    assert (event.reminder_days, event.practical_information) == (None, "Tag høreværn med.")
    write_settings(event.pk, days=usual | {"day_before": []}, practical_information="")
    event.refresh_from_db()
    assert event.reminder_days == {"day_before": []}
    assert write_settings(event.pk, days=usual, practical_information="").reminder_days is None


def test_the_outlook_says_when_and_how_many(event: Event, sign_up: SignUp) -> None:
    sign_up(ANNE, EMIL, BO)
    seen = outlook(event, now=OPEN)
    # Every name is there, so nobody would be reminded of one.
    assert {one.letters for one in seen.pop(Kind.NAMES_MISSING)} == {0}
    assert {
        kind: [(one.occasion.begins, one.over, one.owed, one.letters) for one in rows]
        for kind, rows in seen.items()
        if rows
    } == {Kind.LAST_FREE_DAY: [(FREE_DAY, False, 0, 2)], Kind.DAY_BEFORE: [(EVE, False, 0, 2)]}
    owe_reminders(now=FREE_DAY)
    (one,) = outlook(event, now=FREE_DAY)[Kind.LAST_FREE_DAY]
    assert (one.over, one.owed, one.letters) == (True, 2, 0)


# ------------------------------------------------------------------ what it costs


def test_nothing_due_asks_three_questions_and_writes_nothing(
    event: Event, sign_up: SignUp, django_assert_num_queries: Any
) -> None:
    sign_up(ANNE, BO)
    with django_assert_num_queries(3):
        assert owe_reminders(now=OPEN) == 0


def test_many_places_cost_no_more_questions_than_few(
    event: Event, sign_up: SignUp, django_assert_num_queries: Any
) -> None:
    Event.objects.update(capacity=None)
    for number in range(12):
        sign_up(*(Person(name=f"Gæst {number}{one}", email=f"g{number}{one}@example.org") for one in "abc"))
    with django_assert_num_queries(8):
        assert owe_reminders(now=EVE) == 36
    with django_assert_num_queries(7):
        assert owe_reminders(now=EVE) == 0
