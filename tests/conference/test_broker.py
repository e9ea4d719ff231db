"""The folder that is the queue where there is no Redis."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError, OperationalError


@pytest.fixture
def queue(tmp_path: Path) -> Any:
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out")}
    with Connection(
        "filesystem://localhost",
        transport="conference.broker:Transport",
        transport_options=folders | {"control_folder": str(tmp_path / "control")},
    ) as connection:
        # Where a queue is bound is remembered by the process.
        yield connection.SimpleQueue(f"breve-{tmp_path.name}")


def test_a_message_arrives_as_it_was_sent(queue: Any) -> None:
    for text in ("Æblegrød", "Smørrebrød"):
        queue.put({"text": text})
    got = []
    for _ in range(2):
        message = queue.get(timeout=5)
        message.ack()
        got.append(message.payload["text"])
    assert sorted(got) == ["Smørrebrød", "Æblegrød"]


def test_a_message_appears_whole_or_not_at_all(
    queue: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[list[str]] = []

    def appears(draft: Path, message: Path) -> None:
        before.append([path.name for path in tmp_path.glob("*.msg")])
        assert draft.read_text(encoding="utf-8").endswith("}")
        rename(draft, message)

    rename = os.replace
    monkeypatch.setattr("conference.broker.os.replace", appears)
    queue.put({"text": "Ø" * 100_000})
    assert before == [[]]
    assert [path.suffix for path in tmp_path.iterdir() if path.is_file()] == [".msg"]


def test_a_folder_that_takes_nothing_is_told_as_a_broker_that_is_away(queue: Any, tmp_path: Path) -> None:
    queue.producer.channel.data_folder_out = str(tmp_path / "borte")
    with pytest.raises((ChannelError, OperationalError)):
        queue.put({"text": "Å"})


@pytest.mark.long
def test_the_installation_without_redis_uses_it() -> None:
    """In a process of its own, since this one may have Redis."""
    told = "from conference.celery import app; print(app.connection_for_write().transport_cls)"
    without = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    done = subprocess.run([sys.executable, "-c", told], env=without, capture_output=True, text=True)
    assert done.stdout.strip() == "conference.broker:Transport", done.stderr
