"""A person's own calendar entry. It has the identity of her place, so that one who leaves and comes again has an entry
that no earlier cancellation stands in the way of, and a substitute has one of her own."""

from datetime import datetime

import icalendar

from programme.feeds import event_calendar
from programme.models import Event
from registration.models import Registration


def own_calendar(
    place: Registration, *, event: Event, now: datetime, is_cancelled: bool
) -> icalendar.Calendar:
    """The event as it is announced, under the identity of the place; `is_cancelled` once the place has ended. It counts
    as the event does and, because a place never comes back, one further when it has ended, so that calendars take it
    away; they do, too, where the event is called off, until it is announced again."""
    is_off = is_cancelled or event.status == Event.Status.CANCELLED
    return event_calendar(
        event,
        now=now,
        method="CANCEL" if is_off else "PUBLISH",
        uid=f"{event.uid}-{place.pk}",
        sequence=event.sequence + is_cancelled,
        is_cancelled=is_cancelled or None,
    )
