"""Real processes of the tests' own: workers, a web server, Redis. Each is ended with the test that started it."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection

from programme.models import Event
from tests.services.coming import coming_facts
from tests.sink import free_port, wait_until

SECRET_KEY = secrets.token_urlsafe(50)
START_WITHIN = 60  # seconds; the machine may be busy


@pytest.fixture
def postgresql(transactional_db: None) -> str:
    """The address of the test's own database, as another process reaches it."""
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL server")
    facts = connection.settings_dict
    user, host, port = facts["USER"], facts["HOST"] or "127.0.0.1", facts["PORT"] or 5432
    password = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgresql://{user}{password}@{host}:{port}/{facts['NAME']}"


@pytest.fixture
def coming(make_event: Callable[..., Event], postgresql: str) -> Event:
    """An event with 100 places that is open now."""
    return make_event(**coming_facts(), capacity=100)


class Processes:
    """Starts processes of the project in a data folder of their own, each in a group that can be killed whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []

    def environment(self, name: str, **changes: str) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL"}
        }
        return (
            kept
            | {
                "DJANGO_SETTINGS_MODULE": "tests.services.settings",
                "DATA_DIR": str(self.folder / name),
                "SECRET_KEY": SECRET_KEY,
                "DATABASE_POOL": "0",
                "LOG_LEVEL": "WARNING",
                "PYTHONWARNINGS": "ignore",
            }
            | changes
        )

    def start(self, name: str, *command: str, **changes: str) -> "subprocess.Popen[str]":
        with (self.folder / f"{name}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=settings.BASE_DIR,
                env=self.environment(name, **changes),
                stdout=subprocess.PIPE if name.startswith("racer") else log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def run(self, name: str, *command: str, **changes: str) -> str:
        """Runs a command to its end and returns what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=self.environment(name, **changes),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def workers(self, *names: str, schedule: str = "", **changes: str) -> list["subprocess.Popen[str]"]:
        """Worker processes that have begun to take tasks; the one named `schedule` also runs the schedule."""
        ready = [Path(self.environment(name, **changes)["DATA_DIR"]) / "worker-ready" for name in names]
        for place in ready:
            place.unlink(missing_ok=True)
        started = [self._worker(name, schedule=name == schedule, **changes) for name in names]
        wait_until(
            lambda: all(place.exists() for place in ready) or any(one.poll() is not None for one in started),
            seconds=START_WITHIN,
        )
        for name, place in zip(names, ready, strict=True):
            assert place.exists(), self.log(name)
        return started

    def _worker(self, name: str, *, schedule: bool, **changes: str) -> "subprocess.Popen[str]":
        options = ["--concurrency", "1", "--loglevel", "WARNING", "--hostname", f"{name}@test"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat", *(["--beat"] * schedule)]
        return self.start(name, "-m", "celery", "--quiet", "-A", "conference", "worker", *options, **changes)

    def race(self, event_id: int, *, processes: int, threads: int, **changes: str) -> list[str]:
        """What became of everybody, when so many threads of so many processes sign people up at the same instant."""
        starts_at = time.time() + 8
        running = [
            self.start(
                f"racer{number}",
                *("-m", "tests.services.racer", str(event_id), f"p{number}", str(threads), str(starts_at)),
                **changes,
            )
            for number in range(processes)
        ]
        answers = [json.loads(process.communicate(timeout=120)[0]) for process in running]
        return [outcome for answer in answers for outcome in answer]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def kill(self, process: "subprocess.Popen[str]") -> None:
        """`kill -9` of the process and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def end(self) -> None:
        for process in self.started:
            self.kill(process)
            if process.stdout is not None:
                process.stdout.close()


@pytest.fixture
def processes(tmp_path: Path, request: Any) -> Iterator[Processes]:
    """Ended before the database is emptied, whose rows they may hold."""
    if "postgresql" in request.fixturenames:
        request.getfixturevalue("postgresql")
    started = Processes(tmp_path)
    yield started
    started.end()


@pytest.fixture
def own_redis(processes: Processes, tmp_path: Path) -> str:
    """A Redis server of the test's own, on a free port."""
    port = free_port()
    options = {"--bind": "127.0.0.1", "--port": str(port), "--dir": str(tmp_path), "--save": ""}
    server = subprocess.Popen(
        ["redis-server", *(part for pair in options.items() for part in pair)],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    processes.started.append(server)
    url = f"redis://127.0.0.1:{port}/0"

    def answers() -> bool:
        client = redis.Redis.from_url(url)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    assert wait_until(answers, seconds=START_WITHIN)
    return url
