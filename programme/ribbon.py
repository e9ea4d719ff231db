"""The announced deadlines as one line, from the sign-up to the day itself: stations in their order, and what holds
along the line between them. Only facts; which station is behind us is for the policy to say, and the printed line has
no today."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from programme import dates
from programme.models import Event


class Kind(enum.StrEnum):
    OPENS = "opens"
    CLOSES = "closes"
    FREE_UNTIL = "free_until"
    SUBSTITUTES_UNTIL = "substitutes_until"
    BEGINS = "begins"


class Holds(enum.StrEnum):
    """What holds for a place along a stretch of the line."""

    FREE = "free"
    BINDING = "binding"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Station:
    """`at` is the instant from which it is behind: the first of the day for an opening, the first after the day for a
    last day, the beginning for the event. `before` is what holds on the stretch that leads up to it."""

    kind: Kind
    at: datetime
    before: Holds
    label: str
    day: str


def stations(event: Event, *, language: str, free_until: date | None) -> list[Station]:
    """The stations in the order in which they are passed, none after the event has begun. `free_until` is the last day
    of free cancellation: the event's `binding_after`, or what one place was promised; None: it never binds."""
    with override(language):
        found = sorted(_placed(event, language=language, free_until=free_until), key=lambda one: one[1])
        passed: set[Kind] = set()
        stops = []
        for kind, at, label, day in found:
            stops.append(Station(kind=kind, at=at, before=_holds(passed), label=label, day=day))
            passed.add(kind)
        return stops


def _holds(passed: set[Kind]) -> Holds:
    if Kind.FREE_UNTIL not in passed:
        return Holds.FREE
    return Holds.FIXED if Kind.SUBSTITUTES_UNTIL in passed else Holds.BINDING


def is_shown(event: Event) -> bool:
    """Whether there is a line to draw: people sign up, and the rules for their places are announced here."""
    return event.sign_up == Event.SignUp.HERE or (
        event.sign_up == Event.SignUp.ELSEWHERE and event.binding_after is not None
    )


def stretch_words(holds: Holds, event: Event, *, language: str) -> str:
    """What holds along a stretch, in a few words."""
    with override(language):
        match holds:
            case Holds.FREE:
                return _("Free cancellation") if not event.is_free else _("You can cancel")
            case Holds.BINDING if event.is_free:
                return _("We count on you, but another person may come instead")
            case Holds.BINDING:
                return _("Binding, but can be handed over")
            case _:
                return _("Can no longer be handed over")


def _placed(event: Event, *, language: str, free_until: date | None) -> list[tuple[Kind, datetime, str, str]]:
    begins = event.begins

    def placed(
        kind: Kind, day: date | None, edge: Callable[[date, str], datetime], label: str
    ) -> list[tuple[Kind, datetime, str, str]]:
        if day is None or edge(day, event.timezone) >= begins:
            return []
        return [(kind, edge(day, event.timezone), label, dates.day_phrase(day, language))]

    free = (
        _("Cancel free of charge up to and including")
        if not event.is_free
        else _("Cancel up to and including")
    )
    the_day = _("The day itself") if event.ends_on == event.starts_on else _("The days themselves")
    handed_over = _("Hand over up to and including")
    return [
        *placed(Kind.OPENS, event.registration_opens_on, dates.start_of, _("Sign-up opens")),
        *placed(Kind.CLOSES, event.registration_closes_on, dates.end_of, _("Last day of sign-up")),
        *placed(Kind.FREE_UNTIL, free_until, dates.end_of, free),
        *placed(Kind.SUBSTITUTES_UNTIL, event.substitutes_until, dates.end_of, handed_over),
        (Kind.BEGINS, begins, the_day, _period(event, language)),
    ]


def _period(event: Event, language: str) -> str:
    return dates.period_phrase(event.starts_on, event.starts_at, event.ends_on, event.ends_at, language)
