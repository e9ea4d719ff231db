"""The web server and the worker with its schedule under one foreground process: `python -m conference.serve`.

Both live and die with it: a signal to this process ends both, the end of one ends the other, and on Linux they also
end when this process is killed without warning."""

import argparse
import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from conference import port

PYTHON = sys.executable
READY_WITHIN = 90  # seconds, on a slow machine with an empty disk cache
END_WITHIN = 15  # seconds; then whatever is left is killed
PR_SET_PDEATHSIG = 1
# Celery's advice not to be root; whoever runs a demo as root has no other user at hand.
QUIET = "ignore:You're running the worker with superuser privileges"


class Ended(Exception):
    """The start or the run came to an end before it was asked to; the text says why."""


def say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201


def end_with_parent() -> None:
    """Linux sends this process SIGTERM when its parent dies, however it dies. Nothing where there is no Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: list[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """A child in a session of its own, so that Ctrl-C in the terminal reaches it only through us."""
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def end(children: list["subprocess.Popen[bytes]"], *, within: float, hurry: Callable[[], bool]) -> None:
    """Ask every child to end, wait, and kill what is left of their sessions."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    latest = time.monotonic() + within
    while any(child.poll() is None for child in children) and time.monotonic() < latest and not hurry():
        time.sleep(0.05)
    for child in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def supervise(
    children: Mapping[str, "subprocess.Popen[bytes]"],
    *,
    ready: Mapping[str, Callable[[], bool]],
    ready_within: float,
    when_ready: Callable[[], None],
    stop: threading.Event,
) -> None:
    """Return when `stop` is set; raise Ended when a child ends first or is not ready in time."""
    waiting = dict(ready)
    latest = time.monotonic() + ready_within
    while not stop.wait(0.1):
        for name, child in children.items():
            if child.poll() is not None:
                raise Ended(f"The {name} ended ({ending(child.returncode)}).")
        if not waiting:
            continue
        waiting = {name: is_ready for name, is_ready in waiting.items() if not is_ready()}
        if not waiting:
            when_ready()
        elif time.monotonic() > latest:
            raise Ended(
                f"The {' and the '.join(waiting)} did not get ready within {ready_within:.0f} seconds."
            )


def ending(code: int) -> str:
    return f"by signal {-code}" if code < 0 else f"exit status {code}"


def web_answers(number: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def only_one(place: Path) -> TextIO:
    """The lock of this data folder, held until the process ends: two schedules would do everything twice."""
    file = place.open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Ended(
            f"The site is already running on {settings.DATA_DIR}. Stop it first, or give another DATA_DIR."
        ) from None
    return file


def welcome() -> None:
    say(
        "",
        f"{settings.SITE_NAME or 'The site'} is ready. Ctrl-C ends it.",
        f"  Site        {settings.SITE_URL}/",
    )
    say(f"  Organiser   {settings.SITE_URL}/admin/")
    if not settings.DEMO:
        say("              the first login is made by: .venv/bin/python manage.py createsuperuser", "")
        return
    login = settings.DATA_DIR / "demo-login"
    if login.exists():
        email, password = login.read_text(encoding="utf-8").split()[:2]
        say(f"              e-mail    {email}", f"              password  {password}")
    say(f"  Sent mails  {settings.SITE_URL}/demo/mails/", "")


def run(stop: threading.Event, hurry: Callable[[], bool]) -> None:
    sentence = port.why_not(settings.PORT)
    if sentence:
        raise Ended(sentence)
    lock = only_one(settings.DATA_DIR / "serve.lock")
    environment = {"LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1", **os.environ, "PYTHONUTF8": "1"}
    level = environment["LOG_LEVEL"]
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        preparing = start([PYTHON, "-m", "conference.prepare"], environment)
        children["preparation"] = preparing
        while preparing.poll() is None:
            if stop.wait(0.05):
                return
        if preparing.returncode:
            raise Ended("")
        settings.WORKER_READY.unlink(missing_ok=True)
        children = {
            "web server": start(
                [PYTHON, "-m", "gunicorn", "--log-level", level, "conference.wsgi"], environment
            ),
            "worker": start(
                [PYTHON, "-m", "celery", *worker_options(level)], {**environment, "PYTHONWARNINGS": QUIET}
            ),
        }
        supervise(
            children,
            ready={"web server": lambda: web_answers(settings.PORT), "worker": settings.WORKER_READY.exists},
            ready_within=READY_WITHIN,
            when_ready=welcome,
            stop=stop,
        )
    finally:
        end(list(children.values()), within=END_WITHIN, hurry=hurry)
        lock.close()


def worker_options(level: str) -> list[str]:
    return [
        *("--quiet", "-A", "conference", "worker", "--loglevel", level, "--concurrency", "2"),
        *("--beat", "--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def main() -> int:
    """0 when asked to end; 1 when something kept the site from running."""
    parser = argparse.ArgumentParser(prog="python -m conference.serve", description=__doc__)
    parser.add_argument(
        "--stop-with-parent", action="store_true", help="end when the process that started this dies"
    )
    options = parser.parse_args()
    if options.stop_with_parent:
        end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    stop, hurry = threading.Event(), threading.Event()

    def asked(_number: int, _frame: object) -> None:
        (hurry if stop.is_set() else stop).set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked)
    try:
        run(stop, hurry.is_set)
    except (Ended, ImproperlyConfigured) as error:
        if str(error):
            print(error, file=sys.stderr, flush=True)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
