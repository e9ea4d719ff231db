"""The demo and its reminders: the clock rings for them, and a visitor is among those who are reminded."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from conference.clock import now
from programme.models import Event
from registration import tasks
from registration.demo.moments import MAIN_EDITION
from registration.models import OwedMail
from tests.cast import BO, OPEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    with time_machine.travel(OPEN + timedelta(hours=1), tick=False):
        yield


def kinds() -> list[str]:
    rows = OwedMail.objects.filter(to_email="bo@example.org").exclude(kind="place_confirmed").order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.usefixtures("demo")
def test_the_moments_of_the_clock_bring_their_reminders(
    event: Event, sign_up: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Event.objects.update(uid=MAIN_EDITION, practical_information="Tag høreværn med.")
    sign_up(BO)
    rung: list[str] = []
    monkeypatch.setattr("registration.demo_clock.ring", rung.append)
    seen = []
    for moment in ("day-before-deadline", "day-after", "day-before", "on-the-day", "today"):
        client.post("/demo/ur/", {"moment": moment, "next": "/"})
        tasks.remind()
        seen.append((now().date().isoformat(), kinds()))
    assert rung == ["registration.tasks.remind"] * 5
    first, both = ["last_free_day"], ["last_free_day", "practical", "day_before"]
    assert seen == [
        ("2026-09-01", first),
        ("2026-09-02", first),
        ("2026-09-15", both),
        ("2026-09-16", both),
        ("2026-06-01", both),
    ]
