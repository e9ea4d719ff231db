import logging
import time

from celery import shared_task
from django.core.cache import cache

from conference import clock
from programme import publishing
from programme.models import Event

# One sweep ends before the next begins, so that not all of a worker's processes are printing while a mail waits; a
# programme that cannot be printed is left alone for an hour.
AT_A_TIME = 20
SWEEP_SECONDS = 30.0
LEFT_ALONE_SECONDS = 3600

logger = logging.getLogger(__name__)


@shared_task
def make_programme(event_pk: int) -> None:
    """The event's PDF exists afterwards, if it can be made. Calling it twice makes one."""
    event = Event.objects.filter(pk=event_pk).select_related("venue").first()
    if event is None:
        return
    now = clock.now()
    if event.programme_changed_at is None:
        publishing.programme_changed(event, now=now)
    if publishing.stored(event) is None:
        _make(event)


@shared_task
def sweep() -> None:
    """Announced events whose PDF is missing get it, as many as there is time for; the others the next time."""
    began = time.monotonic()
    now = clock.now()
    for event in Event.objects.announced().filter(programme_changed_at=None)[:AT_A_TIME]:
        publishing.programme_changed(event, now=now)
    for event in publishing.without_pdf()[:AT_A_TIME]:
        _make(event)
        if time.monotonic() - began >= SWEEP_SECONDS:
            break


def _make(event: Event) -> None:
    left_alone = f"programme-not-made-{publishing.key(event)}"
    if cache.get(left_alone):
        return
    try:
        publishing.make(event, now=clock.now(), limit=publishing.WORKER_SECONDS)
    except publishing.NotMade as error:
        cache.set(left_alone, True, LEFT_ALONE_SECONDS)
        logger.warning("No programme PDF for event %d: %s", event.pk, error)
