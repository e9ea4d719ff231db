"""An event moves: it stays one row, what it was before is kept, and calendars are told."""

from datetime import datetime, timedelta

from django.db.models import F

from programme.models import Event, Rescheduling, User, Venue
from registration import policy
from registration.services import sharing

# What a visitor goes by; a change of any of them moves the event.
FACTS = ("starts_on", "ends_on", "venue_id", "slug")
# What stands in a calendar beside these; an event called off is cancelled there.
TIMES = ("title", "starts_at", "ends_at", "status")


def move(*, before: Event, after: Event, by: User | None, reason: str, now: datetime) -> Rescheduling | None:
    """Writes what an announced event was before it moved, and counts its calendar sequence up when its title, day,
    time, place, address or status changed. Returns None when it did not move or was not announced yet.

    The days of those who share a place move along. To be called inside the transaction that saves `after`; `before` is
    the row as it was in that transaction."""
    sharing.move_days(before, after)
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


def venue_corrected(venue: Venue, *, place_before: str, now: datetime) -> list[Event]:
    """Counts up the calendar sequence of every event on the website that takes place in a house and is not over, where
    the name or the address of the house is another than it was; which they are. They have not moved, so nothing is kept
    of before, and nobody is mailed.

    To be called inside the transaction that saves the venue."""
    if venue.full_place == place_before:
        return []
    # A day earlier, since a day begins at another instant elsewhere.
    late_enough = Event.objects.filter(ends_on__gte=(now - timedelta(days=1)).date())
    rows = late_enough.filter(venue=venue, status=Event.Status.PUBLISHED)
    found = [event for event in rows.order_by("starts_on", "pk") if now < policy.windows(event).ends]
    Event.objects.filter(pk__in=[event.pk for event in found]).update(
        sequence=F("sequence") + 1, changed_at=now
    )
    for event in found:
        event.sequence, event.changed_at = event.sequence + 1, now
    return found


def _differ(before: Event, after: Event, names: tuple[str, ...]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)
