"""Which web addresses of events are free, and which are proposed for a title."""

from datetime import date

from django.core.exceptions import ValidationError

from programme.models import Event, Rescheduling
from programme.slugs import event_slug, validate_event_slug


def free_slug(title: str, *, day: date | None, except_for: int | None) -> str:
    """The address proposed for a title: with the year, then with a number, when it is taken. Empty for a title
    without a letter or digit."""
    base = event_slug(title)
    dated = f"{base[:75]}-{day.year}" if day else base
    proposals = [base, dated, *(f"{dated[:77]}-{number}" for number in range(2, 100))]
    return next((slug for slug in proposals if base and is_free(slug, except_for=except_for)), "")


def is_free(slug: str, *, except_for: int | None = None) -> bool:
    """Whether an event may have this address: the site does not use it, no other event has it, and none had it before
    it was moved."""
    try:
        validate_event_slug(slug)
    except ValidationError:
        return False
    others = Event.objects.filter(slug=slug).exclude(pk=except_for or 0)
    moved = Rescheduling.objects.filter(old_slug=slug).exclude(event=except_for or 0)
    return not others.exists() and not moved.exists()
