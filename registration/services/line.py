"""Who is in line, how many wait, and whether anybody of them can use what is free."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from programme.models import Event
from registration import waiting
from registration.models import Registration
from registration.waiting import Party

Status = Registration.Status


def line_of(event: Event) -> list[Registration]:
    """Everybody in line for the event, also those who are offered a place, each with the booking, in the order in which
    their turns were written: whoever came instead of somebody stands where she stood."""
    rows = list(Registration.objects.filter(event=event).in_line().select_related("booking").order_by("pk"))
    for row in rows:
        row.event = row.booking.event = event
    first = _first_written(rows)
    return sorted(rows, key=lambda row: first[row.pk])


def _first_written(rows: Iterable[Registration]) -> dict[int, int]:
    """The id of the row each turn began with. Asks the database only where somebody in line came instead of another,
    once for each time that a place changed hands."""
    first = {row.pk: row.pk for row in rows}
    before = {row.pk: row.substitute_for_id for row in rows if row.substitute_for_id is not None}
    while before:
        first |= before
        came_instead = Registration.objects.filter(pk__in=before.values(), substitute_for__isnull=False)
        earlier = dict(came_instead.values_list("pk", "substitute_for_id"))
        before = {pk: earlier[old] for pk, old in before.items() if old in earlier}
    return first


def parties_of(rows: Iterable[Registration]) -> list[Party]:
    """Those of the line who wait, by booking and by when they joined, each in the order of the line."""
    waiting_rows = sorted(
        (
            (row.booking_id, row.waits_since, number, row)
            for number, row in enumerate(rows)
            if row.status == Status.WAITING and row.waits_since is not None
        ),
        key=itemgetter(0, 1, 2),
    )
    parties = []
    for (_booking, since), group in groupby(waiting_rows, key=itemgetter(0, 1)):
        people = list(group)
        _booking_id, _since, number, first = people[0]
        parties.append(
            Party(
                booking=first.booking_id,
                since=since,
                number=number,
                people=tuple(row.pk for *_where, row in people),
                together=first.booking.waits_together,
            )
        )
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
