"""Answers to an event's own questions: kept with a sign-up or a hand-over, put right later, and deleted in time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from programme.models import Event
from registration import policy
from registration.models import Answer, Booking, HistoryEntry, Question, Registration
from registration.questions import OF_PERSONS, Given, asked_of, by_owner
from registration.services.acts import Actor, ask, locked_booking, locked_place, record, write
from registration.services.people import Person
from registration.services.retention import SIX_MONTHS, delete_expired

# Answers are kept so many days after the event's last day.
DAYS_KEPT = SIX_MONTHS


def keep_answers(
    event: Event,
    *,
    booking: Booking,
    of_booking: Given = (),
    people: Sequence[tuple[Registration, Person]] = (),
) -> None:
    """Writes what was answered for a new booking and for its new places, in the act's own transaction. The event is
    locked; what it no longer asks is left out."""
    if not event.has_questions:
        return
    asked = {one.pk: one for one in asked_of(event)}
    rows = [
        Answer(question_id=key, booking=booking, value=value)
        for key, value in of_booking
        if key in asked and asked[key].is_of_the_booking
    ]
    rows += [
        Answer(question_id=key, booking=booking, registration=registration, value=value)
        for registration, person in people
        for key, value in person.answers
        if key in asked and not asked[key].is_of_the_booking
    ]
    Answer.objects.bulk_create(rows)


def replace_answers(event: Event, *, booking: Booking, people: Sequence[tuple[Registration, Person]]) -> None:
    """Likewise for places that stood before and may have been answered for: what is told now stands, and what was told
    of other questions stays."""
    if not event.has_questions:
        return
    told_now = Q(pk__in=[])
    for registration, person in people:
        told_now |= Q(registration=registration, question__in=[key for key, _value in person.answers])
    Answer.objects.filter(told_now).delete()
    keep_answers(event, booking=booking, people=people)


def answers_of(booking: Booking) -> dict[int | None, dict[int, str]]:
    """All answers of a booking: by place, and those of the whole under None. One query, or none."""
    if not booking.event.has_questions:
        return {}
    return by_owner(Answer.objects.filter(booking=booking))


def answers_of_place(registration: Registration) -> dict[int, str]:
    if not registration.event.has_questions:
        return {}
    rows = Answer.objects.filter(registration=registration)
    return dict(rows.values_list("question_id", "value"))


def answer(
    *, registration_id: int, given: Mapping[int, str], among: Iterable[int], now: datetime, actor: Actor
) -> Registration:
    """Makes a person's answers what was `given`, `among` the questions that stood on the page; those of others stay.
    Raises `Refused`."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        ask(
            policy.may_answer(policy.windows(event), status=registration.status, now=now, by=actor.by),
            actor=actor,
        )
        shown = set(among) & {one.pk for one in asked_of(event, *OF_PERSONS)}
        changed = _replace(given, among=shown, booking=registration.booking, registration=registration)
        _note(changed, event, registration.booking, registration, now=now, actor=actor)
    return registration


def answer_for_booking(
    *, booking_id: int, given: Mapping[int, str], among: Iterable[int], now: datetime, actor: Actor
) -> Booking:
    """The same for what is asked once for a booking. Raises `Refused`."""
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        ask(policy.may_answer_for_booking(policy.windows(event), now=now, by=actor.by), actor=actor)
        shown = set(among) & {one.pk for one in asked_of(event, Question.Asked.BOOKING)}
        changed = _replace(given, among=shown, booking=booking, registration=None)
        _note(changed, event, booking, None, now=now, actor=actor)
    return booking


def _replace(
    given: Mapping[int, str],
    *,
    among: set[int],
    booking: Booking,
    registration: Registration | None,
) -> list[int]:
    """The questions whose answer is another now."""
    stored = {
        row.question_id: row
        for row in Answer.objects.filter(booking=booking, registration=registration, question__in=among)
    }
    changed = [key for key in sorted(among) if given.get(key, "") != getattr(stored.get(key), "value", "")]
    gone = [stored[key].pk for key in changed if key in stored and not given.get(key)]
    if gone:
        Answer.objects.filter(pk__in=gone).delete()
    others = [stored[key] for key in changed if key in stored and given.get(key)]
    for row in others:
        row.value = given[row.question_id]
    if others:
        Answer.objects.bulk_update(others, ["value"])
    Answer.objects.bulk_create(
        Answer(question_id=key, booking=booking, registration=registration, value=given[key])
        for key in changed
        if key not in stored
    )
    return changed


def _note(
    changed: list[int],
    event: Event,
    booking: Booking,
    registration: Registration | None,
    *,
    now: datetime,
    actor: Actor,
) -> None:
    """That something was answered, and to which questions; never what."""
    if not changed:
        return
    entry = record(
        HistoryEntry.Verb.ANSWERED,
        actor=actor,
        now=now,
        event=event,
        booking=booking,
        registration=registration,
        fields=[f"question:{key}" for key in changed],
    )
    write(history=[entry], mails=[])


def last_day_kept(ends_on: date) -> date:
    return ends_on + timedelta(days=DAYS_KEPT)


def delete_expired_answers(*, today: date, now: datetime) -> int:
    """Deletes the answers whose last day is before today."""
    return delete_expired(
        Answer.objects.all(),
        event="question__event",
        days=DAYS_KEPT,
        verb=HistoryEntry.Verb.ANSWERS_DELETED,
        today=today,
        now=now,
    )
