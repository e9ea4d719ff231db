"""How many places are taken, how many persons wait, and how many places are left. Which rows count is said by
`Registration.TAKES` and `Registration.WAITS`, and they are counted nowhere else; a place that two share is one. Places
that are reserved and not yet taken by an invitation are left for nobody else."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from programme.fixed_query import FixedValues
from programme.models import Event
from registration.models import Invitation, Registration

# For one aggregate or annotation together with whatever else is counted of `Registration`.
TAKEN = Count("pk", filter=Registration.TAKES)
WAITING = Count("pk", filter=Registration.WAITS)
INVITED = Count("pk", filter=Registration.INVITED)
# Of invitations: how many have places by each.
USED = Count(
    "registrations",
    filter=Q(registrations__status__in=Registration.TAKING, registrations__shares_place_of__isnull=True),
)
# Two where a place is shared, for what is told of persons.
COMING = Count("pk", filter=Registration.COMES)


def _by_status(event_id: int) -> QuerySet[Any, Any]:
    rows = Registration.objects.filter(event=event_id, shares_place_of__isnull=True).current()
    return rows.order_by().values_list("status")


# By status, since every page and every sign-up asks it, and this is half the work of filtered counts.
_BY_STATUS = FixedValues(lambda event_id: _by_status(event_id).annotate(number=Count("*")))
_BY_STATUS_AND_INVITED = FixedValues(
    lambda event_id: _by_status(event_id).annotate(number=Count("*"), invited=Count("invitation"))
)


def places_taken(event: Event) -> int:
    """How many places are taken."""
    return Registration.objects.filter(event=event).taking_a_place().count()


def how_many_wait(event: Event) -> int:
    return Registration.objects.filter(Registration.WAITS, event=event).count()


def people_coming(event: Event) -> int:
    """How many persons have these places: two where one is shared."""
    return Registration.objects.filter(event=event).coming().count()


def places_left(event: Event) -> int | None:
    """How many may still be given to the public, never less than nothing; None where as many may come as like."""
    return left_and_waiting(event)[0] if event.capacity is not None else None


def left_of(event: Event, *, taken: int, invited: int) -> int | None:
    """The same, where how many are taken, and how many of these by an invitation, has been counted together with
    something else."""
    if event.capacity is None:
        return None
    return max(event.capacity - taken - unused_reserved(event, invited=invited), 0)


def unused_reserved(event: Event, *, invited: int) -> int:
    """How many of the reserved places no invitation has taken yet."""
    return max(event.reserved_places - invited, 0)


def reserved_left(event: Event) -> int | None:
    """How many reserved places invitations may still take: those not used, as far as there are so many places at all;
    None where as many may come as like."""
    if event.capacity is None:
        return None
    counted = Registration.objects.filter(event=event).aggregate(taken=TAKEN, invited=INVITED)
    unused = unused_reserved(event, invited=counted["invited"])
    return max(min(unused, event.capacity - counted["taken"]), 0)


def used_by(invitation: Invitation) -> int:
    """How many have places by an invitation."""
    return Registration.objects.filter(invitation=invitation).taking_a_place().count()


def left_and_waiting(event: Event) -> tuple[int | None, int]:
    """How many may still be given, and how many persons wait; in one query."""
    if event.reserved_places:
        found = _BY_STATUS_AND_INVITED.rows(event.pk)
    else:
        found = [(status, number, 0) for status, number in _BY_STATUS.rows(event.pk)]
    taken = sum(number for status, number, _invited in found if status in Registration.TAKING)
    invited = sum(number for status, _all, number in found if status in Registration.TAKING)
    waiting = sum(number for status, number, _invited in found if status == Registration.Status.WAITING)
    return left_of(event, taken=taken, invited=invited), waiting


def by_event(events: Iterable[Event], **of_taken: Q) -> dict[int, dict[str, int]]:
    """For each event, by its id: how many places are `taken`, how many of these by an invitation, how many persons are
    `waiting`, and how many of the taken answer to each further condition. In one query, however many they are; an event
    without rows is not there."""
    columns = {"taken": TAKEN, "waiting": WAITING, "invited": INVITED}
    columns |= {name: Count("pk", filter=Registration.TAKES & one) for name, one in of_taken.items()}
    rows = Registration.objects.filter(event__in=list(events)).current().order_by().values("event")
    counted = rows.annotate(**columns).values_list("event", *columns)
    return {event: dict(zip(columns, numbers, strict=True)) for event, *numbers in counted}


def taken_here() -> Coalesce:
    """How many places are taken, as a column of a queryset of events."""
    rows = Registration.objects.filter(event=OuterRef("pk")).taking_a_place().order_by().values("event")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
