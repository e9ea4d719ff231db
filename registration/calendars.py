"""A person's own calendar entry. It has the identity of her place, so that one who leaves and comes again has an entry
that no earlier cancellation stands in the way of, and a substitute has one of her own."""

from datetime import datetime

import icalendar
from django.utils.translation import gettext

from programme.feeds import described, event_calendar
from programme.models import Event
from registration import item_sentences, sharing
from registration.chosen import choice_of
from registration.models import Registration


def own_calendar(
    place: Registration, *, event: Event, now: datetime, is_cancelled: bool
) -> icalendar.Calendar:
    """The event as it is announced, under the identity of the place; `is_cancelled` once the place has ended. It counts
    as the event does and, because a place never comes back, one further when it has ended, so that calendars take it
    away; they do, too, where the event is called off, until it is announced again. Of a shared place it has only her
    days, and counts with each change of them, and keeps its identity where
    her half becomes the whole place. It tells of the programme items that were chosen."""
    is_off = is_cancelled or event.status == Event.Status.CANCELLED
    return event_calendar(
        event,
        now=now,
        method="CANCEL" if is_off else "PUBLISH",
        uid=f"{event.uid}-{(place.half_before or place).pk}",
        sequence=event.sequence + place.days_changed + is_cancelled,
        is_cancelled=is_cancelled or None,
        description=_described(place, event, now=now),
        days=sharing.from_text(place.days),
    )


def _described(place: Registration, event: Event, *, now: datetime) -> str | None:
    """What is announced and what she has chosen; None where she has chosen nothing that she can go to."""
    choice = choice_of(place, at=now) if event.has_choices else None
    chosen = [one for one in choice.chosen if not one.trouble] if choice is not None else []
    if not chosen:
        return None
    lines = [f"- {item_sentences.item_line(one, event)}" for one in chosen]
    said = "\n".join([gettext("Chosen of the programme:"), *lines])
    return f"{described(event)}\n\n{said}"
