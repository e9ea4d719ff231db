"""Reminders by the real schedule: workers that run it are killed while mails are due, and start again."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from programme.dates import day_in
from programme.models import Event
from registration.models import OwedMail
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.services.conftest import Processes
from tests.sink import wait_until

pytestmark = pytest.mark.services
NAMES = ("Anne", "Bo", "Clara", "Dagny", "Egil")


def zone_at_noon() -> str:
    """Where it is between eleven and twelve now: nobody is reminded at night."""
    hours = 11 - timezone.now().hour
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def owed(kind: str) -> Counter[str]:
    return Counter(OwedMail.objects.filter(kind=kind).values_list("to_email", flat=True))


def test_each_reminder_goes_out_once_however_often_the_schedule_is_killed(
    coming: Event,
    sign_up: Callable[..., SignedUp],
    processes: Processes,
    own_redis: str,
    postgresql: str,
) -> None:
    zone = zone_at_noon()
    tomorrow = day_in(timezone.now(), zone) + timedelta(days=1)
    before = timezone.now() - timedelta(days=8)
    Event.objects.filter(pk=coming.pk).update(
        timezone=zone, starts_on=tomorrow, ends_on=tomorrow, binding_after=None, registration_closes_on=None
    )
    event = Event.objects.get(pk=coming.pk)
    for name in NAMES:
        contact = Contact(name=name, email=f"{name.lower()}@example.org")
        people = [Person(name=name, email=contact.email), Person(name=f"{name}s kollega")]
        sign_up(*people, event=event, contact=contact, now=before)
    everybody = Counter({f"{name.lower()}@example.org": 1 for name in NAMES})

    around = {"DATABASE_URL": postgresql, "REDIS_URL": own_redis}
    for kind in ("day_before", "practical"):
        # Two who run the schedule, as where somebody starts it twice by mistake.
        workers = [*processes.workers("one", schedule="one", **around)]
        workers += processes.workers("two", schedule="two", **around)
        wait_until(lambda kind=kind: OwedMail.objects.filter(kind=kind).exists(), seconds=30)
        for worker in workers:
            processes.kill(worker)
        workers = [*processes.workers("one", schedule="one", **around)]
        workers += processes.workers("two", schedule="two", **around)
        assert wait_until(
            lambda kind=kind: OwedMail.objects.filter(kind=kind, status="sent").count() == len(NAMES),
            seconds=90,
        ), processes.log("one")
        for worker in workers:
            processes.kill(worker)
        assert owed(kind) == everybody
        # What comes next is switched on while nobody is awake.
        Event.objects.filter(pk=coming.pk).update(practical_information="Tag høreværn med.")
    assert owed("day_before") == everybody
