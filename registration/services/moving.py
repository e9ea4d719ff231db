"""An event moves: it stays one row, what it was before is kept, and calendars are told."""

from datetime import datetime

from django.db.models import F

from programme.models import Event, Rescheduling, User

# What a visitor goes by; a change of any of them moves the event.
FACTS = ("starts_on", "ends_on", "venue_id", "slug")
# What stands in a calendar beside these; an event called off is cancelled there.
TIMES = ("title", "starts_at", "ends_at", "status")


def move(*, before: Event, after: Event, by: User | None, reason: str, now: datetime) -> Rescheduling | None:
    """Writes what an announced event was before it moved, and counts its calendar sequence up when its title, day,
    time, place, address or status changed. Returns None when it did not move or was not announced yet.

    To be called inside the transaction that saves `after`; `before` is the row as it was in that transaction."""
    if not before.is_announced:
        return None
    if _differ(before, after, (*FACTS, *TIMES)):
        Event.objects.filter(pk=after.pk).update(sequence=F("sequence") + 1, changed_at=now)
        after.sequence, after.changed_at = before.sequence + 1, now
    if not _differ(before, after, FACTS):
        return None
    return Rescheduling.objects.create(
        event=after,
        old_starts_on=before.starts_on,
        old_starts_at=before.starts_at,
        old_ends_on=before.ends_on,
        old_ends_at=before.ends_at,
        old_place=before.venue.full_place[:500] if before.venue else "",
        old_slug=before.slug,
        at=now,
        by=by,
        reason=reason,
    )


def _differ(before: Event, after: Event, names: tuple[str, ...]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)
