"""The rule of the waiting list and of leaving a place, said once more and otherwise than the product says it, for the
random weeks to be held against."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from programme.models import Event
from tests.registration.weeks.reading import CONFIRMED, WAITING, Place, State

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TWO_DAYS = timedelta(hours=48)
AT_ONCE, OFFER, FIRST_YES = "at once", "offer", "first yes"


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), COPENHAGEN).astimezone(UTC)


def begins(event: Event) -> datetime:
    return datetime.combine(event.starts_on, time(9), COPENHAGEN).astimezone(UTC)


def ends(event: Event) -> datetime:
    return datetime.combine(event.ends_on, time(16), COPENHAGEN).astimezone(UTC)


def days_of(place: Place, event: Event) -> set[date]:
    """On which days she comes: hers, or all of them."""
    if place.days:
        return {date.fromisoformat(day) for day in place.days.split()}
    return {
        event.starts_on + timedelta(days=day) for day in range((event.ends_on - event.starts_on).days + 1)
    }


# ------------------------------------------------------------------ leaving


def spells(rule: dict[str, Any], *, starts_on: date) -> list[tuple[date | None, int, bool]]:
    """To which day leaving costs how many percent, and whether the place is bound; the last without a day."""
    match rule["kind"]:
        case "at_once":
            return [(None, 100, True)]
        case "no_show":
            return [(None, 0, False)]
        case "steps":
            found = [(one["until"], one["percent"], False) for one in rule["steps"]]
        case _:
            found = [(rule["free_until"], 0, False), (None, 100, True)]
    for number, (until, percent, bound) in enumerate(found):
        if until is None or date.fromisoformat(until) >= starts_on:
            return [(date.fromisoformat(to), *rest) for to, *rest in found[:number]] + [
                (None, percent, bound)
            ]
    raise AssertionError(rule)


def leaving(rule: dict[str, Any], *, fee: int, starts_on: date, at: datetime) -> tuple[int, bool]:
    """What leaving costs now, in øre, and whether the place is bound."""
    for until, percent, bound in spells(rule, starts_on=starts_on):
        if until is None or at < midnight_after(until):
            return fee * percent // 100, bound
    raise AssertionError(rule)


def leaving_place(place: Place, event: Event, present: dict[str, Any], *, at: datetime) -> tuple[int, bool]:
    """The better of what was promised and what is announced now."""
    rules = (place.rule, present)
    return min(leaving(one, fee=place.fee or 0, starts_on=event.starts_on, at=at) for one in rules)


def releases(place: Place, present: dict[str, Any]) -> bool:
    return bool(place.rule["releases"] or present["releases"])


def costs_from(rule: dict[str, Any], *, starts_on: date) -> datetime | None:
    """The first instant at which leaving a place that is taken now costs something, or binds."""
    since = datetime.min.replace(tzinfo=UTC)
    for until, percent, bound in spells(rule, starts_on=starts_on):
        if percent or bound:
            return since
        if until is not None:
            since = midnight_after(until)
    return None


def staying_away(place: Place, present: dict[str, Any]) -> int | None:
    """What it costs not to come, in øre: the less of what was promised and what is announced now; None where one of the
    two says nothing of it."""
    amounts = [one["no_show_ore"] for one in (place.rule, present)]
    return None if None in amounts else min(amounts)


def owes(place: Place, event: Event) -> int:
    """What a place owes in all: nothing of an event called off."""
    if event.status == Event.Status.CANCELLED:
        return 0
    if place.status == CONFIRMED:
        return (place.fee or 0) + (place.owed_ore or 0 if place.no_show_at is not None else 0)
    return place.owed_ore or 0 if place.still_owed else 0


# ------------------------------------------------------------------ the line


@dataclass(frozen=True)
class Party:
    """Those of a booking who joined the line in one act. Whoever came instead of one of them has her turn."""

    turn: tuple[datetime, int]
    booking: int
    together: bool
    people: frozenset[int]

    def could_use(self, free: int | None) -> bool:
        if free is None:
            return True
        return free >= len(self.people) if self.together else free > 0


def line(state: State) -> list[Party]:
    found: dict[tuple[int, datetime], list[Place]] = defaultdict(list)
    for one in state.places.values():
        if one.status == WAITING and one.since is not None:
            found[one.booking, one.since].append(one)
    return [
        Party(
            turn=(since, min(state.first[one.pk] for one in people)),
            booking=booking,
            together=people[0].together,
            people=frozenset(one.pk for one in people),
        )
        for (booking, since), people in found.items()
    ]


def could_use(state: State) -> list[Party]:
    """Who in line could use what is free now."""
    return [party for party in line(state) if party.could_use(state.left)]


def giving(state: State, *, at: datetime) -> str | None:
    """How a place that is free now is given; None: the list stands still."""
    event, start = state.event, begins(state.event)
    if at >= start or state.is_called_off:
        return None
    if at >= start - TWO_DAYS:
        return FIRST_YES
    costs = costs_from(state.rule, starts_on=event.starts_on)
    return AT_ONCE if costs is None or at + TWO_DAYS <= costs else OFFER


def offer_ends_rightly(until: datetime, *, at: datetime, event: Event) -> bool:
    """After 48 hours of weekdays or a quarter of the time left, whichever is sooner."""
    quarter = at + (begins(event) - at) / 4
    weekdays, day = timedelta(0), at.astimezone(COPENHAGEN).date()
    while (start := midnight_after(day - timedelta(days=1))) < until:
        if day.isoweekday() <= 5:
            weekdays += max(min(midnight_after(day), until) - max(start, at), timedelta(0))
        day += timedelta(days=1)
    return (
        until <= quarter
        and weekdays <= TWO_DAYS
        and (until == quarter or weekdays == TWO_DAYS)
        and until > at
    )


def substitutes_end(last_day: str | None, event: Event) -> datetime:
    """The first instant at which nobody may come instead any longer."""
    day = date.fromisoformat(last_day) if last_day else None
    is_no_end = day is None or day > event.starts_on
    return begins(event) if is_no_end or day is None else min(begins(event), midnight_after(day))
