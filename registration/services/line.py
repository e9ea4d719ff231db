"""Who is in line, how many wait, and whether anybody of them can use what is free."""

from collections.abc import Iterable
from itertools import groupby

from programme.models import Event
from registration import waiting
from registration.models import Registration
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
    """Whether somebody in line can use one of the free places, so that nobody who comes now has it. Where as many may
    come as like, whoever comes takes nothing from anybody."""
    return bool(left) and waiting.can_use(parties_of(line_of(event)), free=left)


def people_in_line(event: Event) -> list[tuple[int, str]]:
    """The id and status of everybody in line."""
    return list(Registration.objects.filter(event=event).in_line().order_by("pk").values_list("pk", "status"))


def has_what_is_free(event: Event, *, left: int | None, waiting: int) -> bool:
    """Whether places are left, but for somebody of those `waiting`, as it is said to everybody. The line is only read
    where somebody waits and a number of places is left: hardly ever."""
    return bool(waiting) and others_wait(event, left=left)
