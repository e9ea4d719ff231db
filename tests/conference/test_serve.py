"""`make run` is one process: what it starts never outlives it, and it never outlives what it starts."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from conference import port

WITHIN = 90  # seconds; the machine may be busy


def until(true: Callable[[], object]) -> bool:
    latest = time.monotonic() + WITHIN
    while not true():
        if time.monotonic() > latest:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


def parents() -> dict[int, int]:
    """Of every process, its parent."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            found[int(place.name)] = int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def descendants(pid: int) -> dict[int, str]:
    """Every living process below this one, with its command line."""
    parent_of = parents()
    below = {pid}
    while more := {child for child, parent in parent_of.items() if parent in below} - below:
        below |= more
    return {each: command(each) for each in below - {pid}}


def environment_of(folder: Path, *, number: int) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "conference.settings",
        "DATA_DIR": str(folder / "data æøå"),
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "PORT": str(number),
        "SITE_URL": f"http://127.0.0.1:{number}",
        "DEMO": "1",
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def serving(folder: Path, *, number: int) -> Iterator["subprocess.Popen[str]"]:
    """The whole site on an empty data folder, until it has said that it is ready."""
    log = folder / "output"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "conference.serve", "--stop-with-parent"],
            cwd=settings.BASE_DIR,
            env=environment_of(folder, number=number),
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,
        )
    try:
        assert until(lambda: "is ready" in log.read_text() or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all starts of this file, as of an installation that is started again and again."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def free_port() -> int:
    return another_port(0)


def another_port(than: int) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    return number if number != than else another_port(than)


def test_a_port_nobody_uses_is_free(free_port: int) -> None:
    assert port.why_not(free_port) == ""


def test_a_taken_port_is_told_in_a_sentence_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        assert port.why_not(number) == (
            f"Port {number} is taken by another program. Stop it, or choose another port: make run PORT={number + 1}"
        )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("65536", "PORT must be a number from 1 to 65535, not '65536'."),
        ("0", "PORT must be a number from 1 to 65535, not '0'."),
        ("otte tusind", "PORT must be a number from 1 to 65535, not 'otte tusind'."),
    ],
)
def test_a_port_that_is_none_is_told_before_anything_is_set_up(value: str, sentence: str) -> None:
    told = subprocess.run(
        [sys.executable, settings.BASE_DIR / "conference" / "port.py"],
        env={"PORT": value, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (told.returncode, told.stdout, told.stderr) == (1, "", sentence + "\n")


@pytest.mark.long
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "postgresql://nobody:hemmeligt@127.0.0.1:1/x"}, "The database does not answer: "),
        ({"REDIS_URL": "redis://:hemmeligt@127.0.0.1:1/0"}, "Redis at 127.0.0.1:1 does not answer: "),
        ({"DEMO": "måske"}, "DEMO must be 1 or 0, not 'måske'."),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL "),
    ],
)
def test_what_keeps_the_site_from_starting_is_one_sentence_without_a_password(
    variables: dict[str, str], sentence: str, tmp_path: Path, free_port: int
) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "conference.serve"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEMO": "1", "PORT": str(free_port)}
        | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.startswith(sentence)
    assert len(told.stderr.splitlines()) == 1
    assert "hemmeligt" not in told.stderr


@pytest.mark.services
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_site_answers_its_worker_mails_and_an_interrupt_ends_every_process(
    folder: Path, free_port: int
) -> None:
    with serving(folder, number=free_port) as process:
        address = f"http://127.0.0.1:{free_port}"
        assert urllib.request.urlopen(f"{address}/admin/login/", timeout=30).status == 200
        output = (folder / "output").read_text()
        assert f"  Site        {address}/\n" in output
        assert f"  Organiser   {address}/admin/\n" in output
        assert f"  Sent mails  {address}/demo/mails/\n" in output
        mails = folder / "data æøå" / "mail"
        assert until(
            lambda: mails.is_dir() and any("Subject: " in mail.read_text() for mail in mails.iterdir())
        )
        children = descendants(process.pid)
        commands = " ".join(children.values())
        assert "gunicorn" in commands
        assert "celery" in commands
        process.send_signal(signal.SIGINT)
        assert process.wait(WITHIN) == 0
        assert [pid for pid in children if alive(pid)] == []


@pytest.mark.services
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", ["gunicorn", "celery"])
def test_when_one_of_the_two_dies_the_other_ends_too_and_it_is_said(
    name: str, folder: Path, free_port: int
) -> None:
    with serving(folder, number=free_port) as process:
        children = descendants(process.pid)
        parent_of = parents()
        [victim] = [
            pid
            for pid, line in children.items()
            if parent_of.get(pid) == process.pid and re.search(rf"-m {name}\b", line)
        ]
        os.kill(victim, signal.SIGKILL)
        assert process.wait(WITHIN) == 1
        assert [pid for pid in children if alive(pid)] == []
        said = {"gunicorn": "web server", "celery": "worker"}[name]
        assert (folder / "output").read_text().endswith(f"The {said} ended (by signal 9).\n")


@pytest.mark.services
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_nothing_outlives_a_supervisor_that_is_killed_without_warning(folder: Path, free_port: int) -> None:
    with serving(folder, number=free_port) as process:
        children = descendants(process.pid)
        assert len(children) >= 5
        process.kill()
        assert until(lambda: not [pid for pid in children if alive(pid)])


@pytest.mark.services
def test_a_second_site_on_the_same_data_is_refused(folder: Path, free_port: int) -> None:
    with serving(folder, number=free_port):
        told = subprocess.run(
            [sys.executable, "-m", "conference.serve"],
            cwd=settings.BASE_DIR,
            env=environment_of(folder, number=another_port(free_port)),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        f"The site is already running on {folder / 'data æøå'}. Stop it first, or give another DATA_DIR.\n"
    )
