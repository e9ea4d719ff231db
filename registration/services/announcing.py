"""An event is shown on the website, or hidden again."""

from django.db.models import F

from programme.models import Event
from registration.models import Registration


def publish(event_id: int) -> bool:
    """Shows a draft. False when it is no draft any more."""
    drafts = Event.objects.filter(pk=event_id, status=Event.Status.DRAFT)
    return bool(drafts.update(status=Event.Status.PUBLISHED, version=F("version") + 1))


def may_hide(event_id: int) -> bool:
    """Whether an announced event may become a draft again: not when people have signed up, who would no longer find
    it."""
    return not Registration.objects.filter(event=event_id).exists()
