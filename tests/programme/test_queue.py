import logging
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from celery import Celery, current_app

from programme import queue


@pytest.fixture
def connected_to(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Celery]]:
    """A process with another broker, that has not rung yet."""
    monkeypatch.setattr(queue, "_silent_until", float("-inf"))
    usual = current_app._get_current_object()

    def connect(broker_url: str) -> Celery:
        app = Celery("elsewhere", broker=broker_url, set_as_current=False)
        app.conf.broker_connection_timeout = 1
        app.conf.broker_transport_options = {
            "socket_timeout": 0.3,
            "socket_connect_timeout": 0.3,
            "max_retries": 0,
        }
        app.set_current()
        return app

    yield connect
    usual.set_current()


@pytest.mark.parametrize("listens", [False, True], ids=["refused", "silent"])
def test_a_broker_that_is_away_delays_nothing_and_is_left_alone_for_a_minute(
    listens: bool, connected_to: Callable[[str], Celery], caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as broker, caplog.at_level(logging.WARNING, logger="programme.queue"):
        broker.bind(("127.0.0.1", 0))
        if listens:
            broker.listen()
        connected_to(f"redis://127.0.0.1:{broker.getsockname()[1]}/0")
        begun = time.monotonic()
        assert [queue.ring("elsewhere.count", number) for number in range(20)] == [False] * 20
        assert time.monotonic() - begun < 3
    assert len(caplog.messages) == 1


def test_a_ring_names_the_task_and_its_row(connected_to: Callable[[str], Celery]) -> None:
    app = connected_to("memory://")
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as waiting:
        assert queue.ring("elsewhere.count", 7)
        message = waiting.get(timeout=1)
        message.ack()
        assert (message.headers["task"], message.payload[0], waiting.qsize()) == ("elsewhere.count", [7], 0)
