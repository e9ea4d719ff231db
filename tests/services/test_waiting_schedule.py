"""The waiting list by the real schedule: workers that run it are killed while an offer runs out, and start again."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from programme.models import Event
from registration import sentences
from registration.models import HistoryEntry, OwedMail, Registration
from registration.services import cancelling
from registration.services.acts import CONTACT
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from tests.services.conftest import Processes
from tests.sink import wait_until

pytestmark = pytest.mark.services
NAMES = ("Anne", "Bo", "Clara", "Dagny", "Egil")


def status() -> dict[str, str]:
    return dict(Registration.objects.values_list("name", "status"))


def runs_out_soon(name: str) -> None:
    Registration.objects.filter(name=name).update(offer_until=timezone.now() + timedelta(seconds=3))


def test_each_offer_runs_out_once_however_often_the_schedule_is_killed(
    coming: Event,
    sign_up: Callable[..., SignedUp],
    processes: Processes,
    own_redis: str,
    postgresql: str,
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Event.objects.filter(pk=coming.pk).update(capacity=2, binding_after=yesterday)
    for name in NAMES:
        now = timezone.now()
        with translation.override("da"):
            terms = sentences.terms(Event.objects.get(pk=coming.pk), now=now, waits=True)
        address = f"{name.lower()}@example.org"
        sign_up(
            Person(name=name, email=address), event=coming, contact=Contact(name=name, email=address),
            terms=terms, when_full=WhenFull.TOGETHER, now=now,
        )  # fmt: skip
    anne = Registration.objects.get(name="Anne")
    cancelling.give_back(registration_id=anne.pk, now=timezone.now(), actor=CONTACT)
    assert [status()[name] for name in NAMES] == ["cancelled", "confirmed", "offered", "waiting", "waiting"]

    around = {"DATABASE_URL": postgresql, "REDIS_URL": own_redis}
    for late, following in (("Clara", "Dagny"), ("Dagny", "Egil")):
        # Two who run the schedule, as where somebody starts it twice by mistake.
        workers = [*processes.workers("one", schedule="one", **around)]
        workers += processes.workers("two", schedule="two", **around)
        runs_out_soon(late)
        for worker in workers:
            processes.kill(worker)
        workers = [*processes.workers("one", schedule="one", **around)]
        workers += processes.workers("two", schedule="two", **around)
        assert wait_until(lambda name=following: status()[name] == "offered", seconds=90), processes.log(
            "one"
        )
        for worker in workers:
            processes.kill(worker)
        assert status()[late] == "expired"

    moves = HistoryEntry.objects.filter(verb__in=["offered", "offer_expired"])
    assert Counter(moves.values_list("registration__name", "verb")) == Counter(
        {
            ("Clara", "offered"): 1,
            ("Dagny", "offered"): 1,
            ("Egil", "offered"): 1,
            ("Clara", "offer_expired"): 1,
            ("Dagny", "offer_expired"): 1,
        }
    )
    mails = OwedMail.objects.filter(kind__in=["places_offered", "offer_expired"])
    assert Counter(mails.values_list("kind", "to_email")) == Counter(
        {
            ("places_offered", "clara@example.org"): 1,
            ("places_offered", "dagny@example.org"): 1,
            ("places_offered", "egil@example.org"): 1,
            ("offer_expired", "clara@example.org"): 1,
            ("offer_expired", "dagny@example.org"): 1,
        }
    )
