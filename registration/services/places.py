"""How many places are taken, how many persons wait, and how many places are left. Which rows count is said by
`Registration.TAKES` and `Registration.WAITS`, and they are counted nowhere else."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from programme.models import Event
from registration.models import Registration

# For one aggregate or annotation together with whatever else is counted of `Registration`.
TAKEN = Count("pk", filter=Registration.TAKES)
WAITING = Count("pk", filter=Registration.WAITS)


def places_taken(event: Event) -> int:
    """How many places are taken."""
    return Registration.objects.filter(event=event).taking_a_place().count()


def places_left(event: Event) -> int | None:
    """How many may still be given, never less than nothing; None where as many may come as like."""
    return left_of(event, taken=places_taken(event)) if event.capacity is not None else None


def left_of(event: Event, *, taken: int) -> int | None:
    """The same, where how many are taken has been counted together with something else."""
    return None if event.capacity is None else max(event.capacity - taken, 0)


def left_and_waiting(event: Event) -> tuple[int | None, int]:
    """How many may still be given, and how many persons wait; in one query."""
    # By status, since every page and every sign-up asks it, and this is half the work of two filtered counts.
    rows = Registration.objects.filter(event=event).current().order_by()
    counted = dict(rows.values_list("status").annotate(number=Count("*")))
    taken = sum(counted.get(status, 0) for status in Registration.TAKING)
    return left_of(event, taken=taken), counted.get(Registration.Status.WAITING, 0)


def by_event(events: Iterable[Event], **of_taken: Q) -> dict[int, dict[str, int]]:
    """For each event, by its id: how many places are `taken`, how many persons are `waiting`, and how many of the taken
    answer to each further condition. In one query, however many they are; an event without rows is not there."""
    columns = {"taken": TAKEN, "waiting": WAITING}
    columns |= {name: Count("pk", filter=Registration.TAKES & one) for name, one in of_taken.items()}
    rows = Registration.objects.filter(event__in=list(events)).current().order_by().values("event")
    counted = rows.annotate(**columns).values_list("event", *columns)
    return {event: dict(zip(columns, numbers, strict=True)) for event, *numbers in counted}


def taken_here() -> Coalesce:
    """How many places are taken, as a column of a queryset of events."""
    rows = Registration.objects.filter(event=OuterRef("pk")).taking_a_place().order_by().values("event")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
