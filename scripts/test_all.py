"""Runs the whole suite on PostgreSQL and Redis; starts both for itself where no address is given."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 30  # seconds
CHROMIUM = Path("/usr/bin/chromium")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str, package: str) -> str:
    """Where the program is; Debian keeps PostgreSQL's out of PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if not found:
        sys.exit(f"{name} is missing: apt-get install {package}")
    return found


def end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


@contextmanager
def serving(command: list[str], answers: Callable[[], object], *, user: str | None = None) -> Iterator[None]:
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(  # noqa: S603
            command,
            stdout=log,
            stderr=log,
            preexec_fn=end_with_parent,
            start_new_session=True,
            **as_user(user),
        )
        try:
            latest = time.monotonic() + START_WITHIN
            while not is_up(answers):
                if child.poll() is not None or time.monotonic() > latest:
                    log.seek(0)
                    sys.exit(f"{command[0]} did not start:\n{log.read().decode(errors='replace')}")
                time.sleep(0.1)
            yield
        finally:
            child.send_signal(signal.SIGINT)
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()


def is_up(answers: Callable[[], object]) -> bool:
    try:
        answers()
    except (psycopg.Error, redis.RedisError, OSError):
        return False
    return True


def as_user(name: str | None) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if name is None:
        return {}
    who = pwd.getpwnam(name)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


@contextmanager
def postgresql() -> Iterator[str]:
    initdb, postgres = program("initdb", "postgresql"), program("postgres", "postgresql")
    user = "postgres" if os.geteuid() == 0 else None
    port = free_port()
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    with tempfile.TemporaryDirectory(prefix="conference-postgresql-") as folder:
        if user:
            shutil.chown(folder, user)
        subprocess.run(  # noqa: S603
            [
                initdb,
                "-D",
                f"{folder}/data",
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **as_user(user),
        )
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": folder,
            "max_connections": "200",
            # The cluster lives as long as the run.
            "fsync": "off",
            "full_page_writes": "off",
        }
        command = [postgres, "-D", f"{folder}/data"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with serving(command, lambda: psycopg.connect(url, connect_timeout=2).close(), user=user):
            yield url


@contextmanager
def redis_server() -> Iterator[str]:
    server = program("redis-server", "redis-server")
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with tempfile.TemporaryDirectory(prefix="conference-redis-") as folder:
        command = [
            server,
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
            "--dir",
            folder,
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        with serving(command, lambda: redis.Redis.from_url(url).ping()):
            yield url


def main() -> int:
    if not CHROMIUM.exists():
        sys.exit(f"{CHROMIUM} is missing: apt-get install chromium")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as services:
        # What is compiled is kept: otherwise every worker compiles the tests anew.
        own = {"DATA_DIR", "DEMO", "SITE_URL", "EMAIL_URL", "PYTHONDONTWRITEBYTECODE"}
        environment = {name: value for name, value in os.environ.items() if name not in own}
        if not environment.get("DATABASE_URL"):
            environment["DATABASE_URL"] = services.enter_context(postgresql())
        if not environment.get("REDIS_URL"):
            environment["REDIS_URL"] = services.enter_context(redis_server())
        pytest = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "scripts.no_skips", *sys.argv[1:]]
        # What measures time or starts processes of its own runs alone, one test after the other.
        # Together, each worker is given one test at a time, the long ones first, so that the workers end together.
        together = [
            "-m",
            "not services and not e2e",
            "-n",
            "auto",
            "--maxprocesses",
            "4",
            "--maxschedchunk",
            "1",
        ]
        browsers = ["-m", "e2e", "-n", "2"]
        alone = ["-m", "services"]
        parts = (together, browsers, alone)
        codes = [subprocess.call([*pytest, *part], cwd=ROOT, env=environment) for part in parts]  # noqa: S603
    return max(codes)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
