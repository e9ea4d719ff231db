"""An event is shown on the website."""

from django.db.models import F

from programme.models import Event


def publish(event_id: int) -> bool:
    """Shows a draft. False when it is no draft any more."""
    drafts = Event.objects.filter(pk=event_id, status=Event.Status.DRAFT)
    return bool(drafts.update(status=Event.Status.PUBLISHED, version=F("version") + 1))
