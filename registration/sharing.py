"""Which days each of two people comes who share a place. Pure functions of the days of the event and of theirs: whoever
has the place comes on every day that is not the other's."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from programme.models import Event
from registration.models import Registration
from registration.policy import YES, Decision, Reason

Days = tuple[date, ...]


class Halves(NamedTuple):
    """The days of whoever has the place, and those of the other."""

    holder: Days
    other: Days


def as_text(days: Iterable[date]) -> str:
    """As the column holds them, in order: "2026-09-16 2026-09-17", in which a day is found by its text."""
    return " ".join(day.isoformat() for day in sorted(set(days)))


def from_text(text: str) -> Days:
    return tuple(date.fromisoformat(one) for one in text.split())


def days_of(place: Registration) -> Days:
    """The days on which this person comes: hers, or all of the event's."""
    return from_text(place.days) or place.event.days


def comes_on(place: Registration, day: date) -> bool:
    return not place.days or day in from_text(place.days)


def coming_on(days: Iterable[date]) -> Q:
    """The same of rows: those who come on at least one of these days."""
    found = Q(days="")
    for day in days:
        found |= Q(days__contains=day.isoformat())
    return found


def halves(event: Event, other: Iterable[date]) -> Halves:
    theirs = set(other)
    return Halves(
        tuple(day for day in event.days if day not in theirs),
        tuple(day for day in event.days if day in theirs),
    )


def may_be(found: Halves) -> Decision:
    """Whether each of the two has a day: who takes all of them takes the place over."""
    return YES if found.holder and found.other else Decision(Reason.NO_DAYS_LEFT)


def after_a_move(before: Event, after: Event, other: Days) -> Halves:
    """The days of the two once an event has other dates. One that lasts as long takes their days along; otherwise the
    other keeps hers as far as they are days of the event still."""
    if len(before.days) == len(after.days):
        by = after.starts_on - before.starts_on
        other = tuple(day + by for day in other)
    return halves(after, other)
