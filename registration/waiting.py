"""The waiting list: in what order free places are given, how, and until when somebody may answer. Pure functions of
facts and the instant they are asked at, as in `registration.policy`.

The order is that of joining. People who joined in one act are a party. A party that wants all its places together is
passed over while too few are free, and keeps its turn; any other takes what there is."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from programme import dates
from programme.models import Event
from registration.models import Registration
from registration.policy import YES, Decision, Reason, Windows, event_allows, lacks_places

# Somebody who is given a place unasked must have this long to leave it without owing anything, whatever the rule is:
# where a place binds at once, or leaving costs something from the first day, every place is offered.
FREE_AT_LEAST = timedelta(hours=48)
# How long an offer stands, on weekdays only, and at most which part of the time left until the event begins.
ANSWER_WITHIN = timedelta(hours=48)
PART_OF_THE_TIME_LEFT = 4
# So shortly before the event a free place is offered to everybody at once.
LAST = timedelta(hours=48)


class Giving(enum.StrEnum):
    """How a free place reaches somebody who waits."""

    AT_ONCE = "at_once"
    OFFER = "offer"
    FIRST_YES = "first_yes"


def giving(facts: Windows, *, now: datetime) -> Giving | None:
    """How a place that is free now is given. None: the list stands still, because the event is a draft, called off or
    has begun."""
    if not event_allows(facts, now=now):
        return None
    if now >= facts.begins - LAST:
        return Giving.FIRST_YES
    if facts.costs is None or facts.costs - now >= FREE_AT_LEAST:
        return Giving.AT_ONCE
    return Giving.OFFER


def last_day_at_once(facts: Windows, *, zone: str) -> date | None:
    """The last whole day on which whoever is next has a place at once; None: until the last hours before the event."""
    if facts.costs is None:
        return None
    return dates.day_in(min(facts.costs - FREE_AT_LEAST, facts.begins - LAST), zone) - timedelta(days=1)


def answer_by(facts: Windows, *, now: datetime, zone: str) -> datetime:
    """The first instant at which an offer made now no longer stands."""
    share = now + (facts.begins - now) / PART_OF_THE_TIME_LEFT
    return min(dates.after_weekdays(now, ANSWER_WITHIN, zone), share)


def may_answer(
    facts: Windows, *, status: str, until: datetime | None, now: datetime, is_hers: bool = True
) -> Decision:
    """Whether a place that was offered may still be said yes or no to. `is_hers`: whether that is for whoever asks to
    say."""
    if status != Registration.Status.OFFERED:
        return Decision(Reason.NOT_OFFERED)
    allowed = event_allows(facts, now=now)
    if not allowed:
        return allowed
    if until is None or now >= until:
        return Decision(Reason.OFFER_OVER)
    return YES if is_hers else Decision(Reason.CONTACT_ANSWERS)


def answers_herself(place: int, offers: Mapping[int, datetime | None]) -> bool:
    """Whether somebody is alone in the offer: a group's is answered once, by the contact. `offers`: until when each of
    the booking's people is offered a place."""
    return [pk for pk, until in offers.items() if until == offers.get(place)] == [place]


def may_take(facts: Windows, *, now: datetime, places_left: int | None, people: int = 1) -> Decision:
    """Whether people in line may have a free place by being the first to say yes."""
    how = giving(facts, now=now)
    if how is None:
        return event_allows(facts, now=now)
    if how is not Giving.FIRST_YES:
        return Decision(Reason.NOT_OFFERED)
    return Decision(Reason.FULL) if lacks_places(places_left, people=people) else YES


def may_give(facts: Windows, *, status: str, now: datetime, places_left: int | None) -> Decision:
    """Whether an organiser may give somebody who waits a place before those in front of her: only while one is free,
    and with a reason."""
    if status != Registration.Status.WAITING:
        return Decision(Reason.PLACE_ENDED)
    allowed = event_allows(facts, now=now)
    if not allowed:
        return allowed
    if lacks_places(places_left, people=1):
        return Decision(Reason.FULL)
    return Decision(Reason.OTHERS_WAIT, bendable=True)


@dataclass(frozen=True, kw_only=True)
class Party:
    """People of one booking who joined the list in one act; `people` are the ids of their places, in their order, and
    `number` tells which turn was written first of two that began in the same instant."""

    booking: int
    since: datetime
    number: int
    people: tuple[int, ...]
    together: bool

    @property
    def turn(self) -> tuple[datetime, int]:
        """Two who joined in the same instant keep the order in which their turns were written, whoever came instead of
        them since."""
        return self.since, self.number


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A party whose turn has come, and those of it for whom there is a place."""

    party: Party
    people: tuple[int, ...]


def could_be_together(people: int, event: Event) -> bool:
    """Whether there are so many places for the public at all: a bigger group would wait together for nothing, and is
    not offered to."""
    return event.capacity is None or people <= event.capacity - event.reserved_places


def in_line(parties: Iterable[Party]) -> list[Party]:
    return sorted(parties, key=lambda party: party.turn)


def turns(parties: Iterable[Party], *, free: int | None) -> list[Turn]:
    """Who is to have the places that are free now, first come, first served. `free` None: there is room for all."""
    return [turn for turn in _walk(parties, free=free) if turn.people]


def _walk(parties: Iterable[Party], *, free: int | None) -> list[Turn]:
    """Every party that comes to its turn while a place is left, also one that must be passed over."""
    reached, left = [], free
    for party in in_line(parties):
        wanted = len(party.people)
        taken = wanted if left is None else min(wanted, max(left, 0))
        if taken == 0:
            break
        if party.together and taken < wanted:
            taken = 0
        reached.append(Turn(party=party, people=party.people[:taken]))
        left = None if left is None else left - taken
    return reached


def can_use(parties: Iterable[Party], *, free: int | None) -> bool:
    """Whether anybody in line could have one of the free places."""
    return bool(turns(parties, free=free))


def passed_over(parties: Iterable[Party], *, free: int | None) -> list[Party]:
    """The parties that want to stay together and came to their turn when places were left, but too few."""
    return [turn.party for turn in _walk(parties, free=free) if not turn.people]


def position(place: int, parties: Sequence[Party]) -> int | None:
    """The number of a waiting person, counted in persons from 1; None for somebody who is not in line."""
    everybody = [one for party in in_line(parties) for one in party.people]
    return everybody.index(place) + 1 if place in everybody else None
