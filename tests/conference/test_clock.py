"""The edge's clock is the real one, unless a demo's has been set."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from conference import clock

REAL = datetime(2026, 8, 1, 10, tzinfo=UTC)
LAST_SECOND = datetime(2026, 9, 2, 21, 59, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _real_time() -> Any:
    with time_machine.travel(REAL, tick=False):
        yield


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    return tmp_path / "demo-clock"


def test_a_demos_clock_runs_until_it_is_set(file: Path) -> None:
    assert (clock.now(), clock.stands_at()) == (REAL, None)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-02T21:59:59+00:00 last-second\n",
        "2026-09-02T21:59:59+00:00",
        "2026-09-02T23:59:59+02:00 et-andet-navn",
    ],
)
def test_a_demos_clock_stands_at_the_instant_in_its_file(file: Path, text: str) -> None:
    file.write_text(text)
    assert (clock.now(), clock.stands_at()) == (LAST_SECOND, LAST_SECOND)
    assert clock.now().tzinfo is UTC
    file.unlink()
    assert clock.now() == REAL


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"i dag",
        b"2026-09-02T21:59:59",
        b"2026-13-01T00:00+00:00",
        b"0001-01-01T00:00+14:00",
        b"\xe6\xf8",
    ],
)
def test_a_file_that_says_no_instant_leaves_the_clock_running(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert (clock.now(), clock.stands_at()) == (REAL, None)


def test_a_file_that_cannot_be_read_leaves_the_clock_running(file: Path) -> None:
    file.mkdir()
    assert clock.now() == REAL


def test_outside_a_demo_a_file_left_behind_is_nothing(file: Path, settings: Any) -> None:
    file.write_text("2026-09-02T21:59:59+00:00 last-second\n")
    settings.DEMO = False
    assert (clock.now(), clock.stands_at()) == (REAL, None)
