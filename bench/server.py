"""A gunicorn of our own for one side, what its workers use, and databases that are made and dropped."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from client import HOST
from psycopg import sql
from side import Side

DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/"
START_WITHIN = 30
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Of one worker, in MB: resident, its proportional share, and the most that it was resident."""

    rss: float
    pss: float
    peak: float


class Server:
    def __init__(self, side: Side, *, workers: int) -> None:
        self.side = side
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port: int = free.getsockname()[1]
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop()
        command = ["-m", "gunicorn", side.application, "-k", "gthread", "--threads", "4", "-w", str(workers)]
        command += ["-b", f"{HOST}:{self.port}", "--no-control-socket", "--log-level", "warning"]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=side.folder,
            env=side.environment(),
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self._wait(workers)

    def _wait(self, workers: int) -> None:
        ends = time.monotonic() + START_WITHIN
        while time.monotonic() < ends and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
                if len(self.workers()) == workers:
                    return
            time.sleep(0.1)
        self.process.terminate()
        raise SystemExit(f"{self.side.name} does not start:\n{self.said()}")

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def cpu_seconds(self) -> float:
        """Processor time of the workers so far, in seconds."""
        ticks = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICK

    def memory(self) -> Memory:
        """Of the largest worker."""
        return max((_memory(pid) for pid in self.workers()), key=lambda memory: memory.rss)

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def stop(self) -> str:
        """End it; what it wrote to its log."""
        self.process.terminate()
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        said = self.said()
        self.log.close()
        return said


def _memory(pid: int) -> Memory:
    status = Path(f"/proc/{pid}/status").read_text()
    shares = Path(f"/proc/{pid}/smaps_rollup").read_text()

    def megabytes(text: str, name: str) -> float:
        found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0

    return Memory(megabytes(status, "VmRSS"), megabytes(shares, "Pss"), megabytes(status, "VmHWM"))


@contextlib.contextmanager
def running(side: Side, *, workers: int) -> Iterator[Server]:
    server = Server(side, workers=workers)
    try:
        yield server
    finally:
        said = server.stop()
        if said.strip():
            print(f"--- {side.name} said:\n{said.strip()[-4000:]}\n---", file=sys.stderr)


# ------------------------------------------------------------------ databases


def database_server() -> str:
    """The PostgreSQL server to use: BENCH_PG, else the one of DATABASE_URL, else this machine's."""
    url = os.environ.get("BENCH_PG") or os.environ.get("DATABASE_URL", "")
    return url if url.startswith(("postgres://", "postgresql://")) else DEFAULT_SERVER


def _named(server: str, database: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


@contextlib.contextmanager
def databases(*names: str) -> Iterator[list[str]]:
    """Empty databases of these names, as addresses; dropped afterwards. Only one bench at a time."""
    server = database_server()
    with psycopg.connect(_named(server, "postgres"), autocommit=True) as admin:
        mine = admin.execute("SELECT pg_try_advisory_lock(hashtext('bench'))").fetchone()
        if not mine or not mine[0]:
            raise SystemExit("Another bench is running on this database server.")
        for name in names:
            _drop(admin, name)
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield [_named(server, name) for name in names]
        finally:
            for name in names:
                _drop(admin, name)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def tidy(database_url: str) -> None:
    """Leave no dead rows and no old estimates from the round before."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
