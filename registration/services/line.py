"""Who is in line, how many wait, and whether anybody of them can use what is free."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Count, Q

from programme.models import Event
from registration import waiting
from registration.models import Registration
from registration.services.acts import left_of
from registration.waiting import Party

Status = Registration.Status


def line_of(event: Event) -> list[Registration]:
    """Everybody in line for the event, also those who are offered a place, each with the booking."""
    rows = list(Registration.objects.filter(event=event).in_line().select_related("booking").order_by("pk"))
    for row in rows:
        row.event = row.booking.event = event
    return rows


def parties_of(rows: Iterable[Registration]) -> list[Party]:
    """Those of the rows who wait, by booking and by when they joined."""
    waiting_rows = sorted(
        (row for row in rows if row.status == Status.WAITING and row.waits_since is not None),
        key=lambda row: (row.booking_id, row.waits_since, row.pk),
    )
    parties = []
    for (booking, since), people in groupby(waiting_rows, key=lambda row: (row.booking, row.waits_since)):
        assert since is not None  # noqa: S101
        ids = tuple(row.pk for row in people)
        parties.append(Party(booking=booking.pk, since=since, people=ids, together=booking.waits_together))
    return parties


def others_wait(event: Event, *, left: int | None) -> bool:
    """Whether somebody in line can use one of the free places, so that nobody who comes now has it."""
    return left != 0 and waiting.can_use(parties_of(line_of(event)), free=left)


def people_in_line(event: Event) -> list[tuple[int, str]]:
    """The id and status of everybody in line."""
    return list(Registration.objects.filter(event=event).in_line().order_by("pk").values_list("pk", "status"))


def how_many_wait(event: Event) -> int:
    return Registration.objects.filter(event=event, status=Status.WAITING).count()


def left_and_waiting(event: Event) -> tuple[int | None, int]:
    """How many places may still be given, as `acts.places_left`, and how many persons wait; in one query."""
    counted = Registration.objects.filter(event=event).aggregate(
        taken=Count("pk", filter=Q(status__in=Registration.TAKING)),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
    )
    return left_of(event, taken=counted["taken"]), counted["waiting"]
