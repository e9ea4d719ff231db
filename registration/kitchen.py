"""What the kitchen and the house are told: each need, and how many have it. Never who."""

from collections import Counter
from dataclasses import dataclass

from programme.folding import name_sort
from programme.models import Event
from registration.models import PersonalNeeds, Registration
from registration.services.places import people_coming

Counted = list[tuple[str, int]]


@dataclass(frozen=True)
class Needs:
    """`people` are those who have a place; `stated` of them have told of a need."""

    people: int
    stated: int
    dietary: Counted
    access: Counted


def needs_of(event: Event) -> Needs:
    """The needs of those who have a place, the same words counted together whatever their case."""
    coming = Registration.objects.filter(event=event).coming()
    rows = list(
        PersonalNeeds.objects.filter(registration__in=coming).values_list("dietary_needs", "access_needs")
    )
    return Needs(
        people=people_coming(event),
        stated=len(rows),
        dietary=_counted([dietary for dietary, _access in rows]),
        access=_counted([access for _dietary, access in rows]),
    )


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
