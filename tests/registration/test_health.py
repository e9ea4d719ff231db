"""What a watchman is told, on both sides of every limit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from programme.models import Event, User
from registration.models import OwedMail
from registration.models.outbox import WAITS
from registration.services import delivering
from registration.services.acts import organiser

NOW = datetime(2026, 8, 1, 10, tzinfo=UTC)
LIMIT = NOW - timedelta(minutes=15)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owe(event: Event) -> Callable[..., OwedMail]:
    def owe(**fields: Any) -> OwedMail:
        facts = {"kind": "links", "event": event, "key": "k", "to_email": "anne@example.org"}
        times = {"created_at": NOW - timedelta(days=1), "due_at": NOW}
        return OwedMail.objects.create(**facts | times | fields)

    return owe


def answer(client: Client) -> tuple[int, str]:
    said = client.get("/sundhed")
    assert (said["Content-Type"], "no-store" in said["Cache-Control"]) == ("text/plain; charset=utf-8", True)
    return said.status_code, said.content.decode()


ALL_WELL = (200, "OK\n")
STUCK = (503, "Mails owed for more than 15 minutes: 1.\n")


def test_all_is_well_when_nothing_is_owed(client: Client, db: None) -> None:
    assert answer(client) == ALL_WELL


@pytest.mark.parametrize(("due_at", "said"), [(LIMIT + SECOND, ALL_WELL), (LIMIT, STUCK)])
def test_an_owed_mail_that_nobody_takes_is_told(
    client: Client, owe: Callable[..., OwedMail], due_at: datetime, said: tuple[int, str]
) -> None:
    owe(due_at=due_at)
    assert answer(client) == said


def test_a_mail_for_later_is_not_late(client: Client, owe: Callable[..., OwedMail]) -> None:
    owe(due_at=NOW + timedelta(hours=1))
    assert answer(client) == ALL_WELL


@pytest.mark.parametrize(("owed_since", "said"), [(LIMIT + SECOND, ALL_WELL), (LIMIT, STUCK)])
@pytest.mark.parametrize("failed", [1, 4, len(WAITS)])
def test_a_mail_tried_in_vain_is_told_however_far_its_next_try(
    client: Client, owe: Callable[..., OwedMail], failed: int, owed_since: datetime, said: tuple[int, str]
) -> None:
    mail = owe(attempts=failed, due_at=owed_since + sum(WAITS[:failed], timedelta(0)))
    assert answer(client) == said
    # While it is tried once more it is as late as it was.
    claimed = {"status": "claimed", "claim": uuid4(), "claimed_until": NOW + timedelta(minutes=5)}
    OwedMail.objects.filter(pk=mail.pk).update(attempts=failed + 1, **claimed)
    assert answer(client) == said


def test_a_mail_that_workers_never_came_back_from_is_told(
    client: Client, owe: Callable[..., OwedMail]
) -> None:
    claimed = {"status": "claimed", "claim": uuid4(), "claimed_until": NOW + timedelta(minutes=5)}
    owe(attempts=len(WAITS) + 2, due_at=NOW, **claimed)
    assert answer(client) == STUCK


@pytest.mark.parametrize(("minutes", "said"), [(14, ALL_WELL), (15, STUCK)])
def test_a_mail_sent_again_is_as_young_as_the_act(
    client: Client, owe: Callable[..., OwedMail], dorte: User, minutes: int, said: tuple[int, str]
) -> None:
    old = owe(status="sent", sent_at=NOW - timedelta(days=1), due_at=NOW - timedelta(days=1), attempts=1)
    again = NOW - timedelta(minutes=minutes)
    assert delivering.send_again(mail_id=old.pk, now=again, actor=organiser(dorte))
    assert delivering.claim(old.pk, now=again) is not None
    assert answer(client) == said


@pytest.mark.parametrize("status", ["sent", "failed", "dropped"])
def test_a_mail_that_is_done_with_is_not_owed(
    client: Client, owe: Callable[..., OwedMail], status: str
) -> None:
    owe(status=status, attempts=3, due_at=LIMIT, sent_at=NOW if status == "sent" else None)
    assert answer(client) == ALL_WELL


def test_a_database_that_does_not_answer_is_told(client: Client, db: None) -> None:
    def away(*_args: object) -> None:
        raise OperationalError("no connection to the server")

    with connection.execute_wrapper(away):
        assert answer(client) == (503, "The database does not answer.\n")
