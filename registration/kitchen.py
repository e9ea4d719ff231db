"""What the kitchen and the house are told: each need, and how many have it. Never who."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from programme.folding import name_sort
from programme.models import Event
from registration.models import PersonalNeeds, Registration
from registration.services.places import people_coming
from registration.sharing import from_text

Counted = list[tuple[str, int]]


@dataclass(frozen=True)
class OfDay:
    """Of one day of an event at which places are shared: how many come, and what they need."""

    day: date
    people: int
    dietary: Counted
    access: Counted


@dataclass(frozen=True)
class Needs:
    """`people` are those who have a place; `stated` of them have told of a need. `days`: where places are shared, what
    holds on each day; none where everybody comes on all of them."""

    people: int
    stated: int
    dietary: Counted
    access: Counted
    days: tuple[OfDay, ...] = ()


def needs_of(event: Event) -> Needs:
    """The needs of those who have a place, the same words counted together whatever their case."""
    coming = Registration.objects.filter(event=event).coming()
    stated = PersonalNeeds.objects.filter(registration__in=coming)
    rows = list(stated.values_list("dietary_needs", "access_needs", "registration__days"))
    return Needs(
        people=people_coming(event),
        stated=len(rows),
        dietary=_counted([dietary for dietary, _access, _days in rows]),
        access=_counted([access for _dietary, access, _days in rows]),
        days=_by_day(event, list(coming.values_list("days", flat=True)), rows),
    )


def _by_day(event: Event, coming: list[str], rows: list[tuple[str, str, str]]) -> tuple[OfDay, ...]:
    if not any(coming):
        return ()
    found = []
    for day in event.days:
        here = [row for row in rows if _comes(row[2], day)]
        found.append(
            OfDay(
                day=day,
                people=sum(_comes(days, day) for days in coming),
                dietary=_counted([dietary for dietary, _access, _days in here]),
                access=_counted([access for _dietary, access, _days in here]),
            )
        )
    return tuple(found)


def _comes(days: str, day: date) -> bool:
    return not days or day in from_text(days)


def _counted(texts: list[str]) -> Counted:
    """Each text as it was first written, the most frequent first, then in Danish order."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in filter(None, texts):
        folded = text.casefold().rstrip(".")
        written.setdefault(folded, text)
        counts[folded] += 1
    found = [(written[folded], number) for folded, number in counts.items()]
    return sorted(found, key=lambda pair: (-pair[1], name_sort(pair[0]), pair[0]))
