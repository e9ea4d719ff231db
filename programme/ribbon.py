"""The announced deadlines as one line, from the sign-up to the day itself: stations in their order, and what holds
along the line between them. Only facts; which station is behind us is for the policy to say, and the printed line has
no today."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from programme import announcing, dates
from programme.cancellation import Spell, Terms
from programme.models import Event


class Kind(enum.StrEnum):
    OPENS = "opens"
    CLOSES = "closes"
    FREE_UNTIL = "free_until"
    COSTS_UNTIL = "costs_until"
    SUBSTITUTES_UNTIL = "substitutes_until"
    BEGINS = "begins"


class Holds(enum.StrEnum):
    """What holds for a place along a stretch of the line."""

    FREE = "free"
    COSTS = "costs"
    BINDING = "binding"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Station:
    """`at` is the instant from which it is behind: the first of the day for an opening, the first after the day for a
    last day, the beginning for the event. `before` is what holds on the stretch that leads up to it, and `words` say
    it in a few words; `on` is the day it stands on."""

    kind: Kind
    at: datetime
    before: Holds
    words: str
    label: str
    day: str
    on: date


def stations(event: Event, *, language: str, terms: Terms, is_free: bool) -> list[Station]:
    """The stations in the order in which they are passed, none after the event has begun. `terms` are what holds for a
    place that is taken now, or for one that somebody has; `is_free` when it costs nothing."""
    with override(language):
        placed = [*_days(event, terms), *_ends_of_spells(event, terms, is_free=is_free, language=language)]
        the_day = _("The day itself") if event.ends_on == event.starts_on else _("The days themselves")
        placed.append((Kind.BEGINS, event.begins, event.starts_on, the_day))
        spells, fixed = list(terms.spells), False
        stops = []
        for kind, at, on, label in sorted(placed, key=lambda one: one[1]):
            before = _holds(spells[0], fixed=fixed)
            words = stretch_words(before, is_free=is_free, language=language, spell=spells[0], terms=terms)
            day = _period(event, language) if kind is Kind.BEGINS else dates.day_phrase(on, language)
            stops.append(Station(kind, at, before, words, label, day, on))
            if kind in {Kind.FREE_UNTIL, Kind.COSTS_UNTIL}:
                spells.pop(0)
            fixed = fixed or kind is Kind.SUBSTITUTES_UNTIL
        return stops


def _holds(spell: Spell, *, fixed: bool) -> Holds:
    """Who may leave for something may do so whether or not another may still come."""
    if not spell.bound:
        return Holds.FREE if spell.is_free else Holds.COSTS
    return Holds.FIXED if fixed else Holds.BINDING


def is_shown(event: Event) -> bool:
    """Whether there is a line to draw."""
    return announcing.has_place_rules(event)


def stretch_words(
    holds: Holds, *, is_free: bool, language: str, spell: Spell | None = None, terms: Terms | None = None
) -> str:
    """What holds along a stretch for a place, in a few words; `is_free` when it costs nothing."""
    with override(language):
        match holds:
            case Holds.FREE:
                return _("Free cancellation") if not is_free else _("You can cancel")
            case Holds.COSTS if spell is not None and terms is not None:
                cost = announcing.cost_words(spell.cost, terms, language=language)
                return _("Cancelling costs %(cost)s") % {"cost": cost}
            case Holds.BINDING if is_free:
                return _("We count on you, but another person may come instead")
            case Holds.BINDING:
                return _("Binding, but can be handed over")
            case _:
                return _("Can no longer be handed over")


Placed = tuple[Kind, datetime, date, str]


def _days(event: Event, terms: Terms) -> list[Placed]:
    """In the active language: the days beside what leaving costs, as far as they come before the event."""
    found: list[tuple[Kind, date | None, Callable[[date, str], datetime], str]] = [
        (Kind.OPENS, event.registration_opens_on, dates.start_of, _("Sign-up opens")),
        (Kind.CLOSES, event.registration_closes_on, dates.end_of, _("Last day of sign-up")),
        (Kind.SUBSTITUTES_UNTIL, terms.substitutes_until, dates.end_of, _("Hand over up to and including")),
    ]
    return [
        (kind, edge(day, event.timezone), day, label)
        for kind, day, edge, label in found
        if day is not None and edge(day, event.timezone) < event.begins
    ]


def _ends_of_spells(event: Event, terms: Terms, *, is_free: bool, language: str) -> list[Placed]:
    """In the active language: the last day of each cost of leaving but the last."""
    placed = []
    for one in terms.spells:
        at = dates.end_of(one.until, event.timezone) if one.until is not None else event.begins
        if one.until is None or at >= event.begins:
            continue
        if one.is_free:
            label = (
                _("Cancel free of charge up to and including")
                if not is_free
                else _("Cancel up to and including")
            )
            placed.append((Kind.FREE_UNTIL, at, one.until, label))
        else:
            label = _("Cancel for %(cost)s up to and including")
            label %= {"cost": announcing.short_cost(one.cost, terms, language=language)}
            placed.append((Kind.COSTS_UNTIL, at, one.until, label))
    return placed


def _period(event: Event, language: str) -> str:
    return dates.period_phrase(event.starts_on, event.starts_at, event.ends_on, event.ends_at, language)
