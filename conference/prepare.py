"""What a start needs done first: a database that answers, its tables, the collected static files and, in a demo,
the demo's data. Each may be done again at every start."""

import io
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
import redis
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError, connection


def prepare() -> None:
    connection.ensure_connection()
    if settings.REDIS_URL:
        answer_of_redis(settings.REDIS_URL)
    call_command("migrate", interactive=False, verbosity=0)
    collect_static(settings.DATA_DIR / "static-collected")
    if settings.DEMO and "load_demo" in get_commands():
        call_command("load_demo", "--if-empty", stdout=io.StringIO())


def collect_static(stamp: Path) -> None:
    """Collect, name by content and compress: seconds of work, so only when a source file has changed."""
    sources = "\n".join(
        f"{path} {info.st_size} {info.st_mtime_ns}"
        for finder in get_finders()
        for path, storage in finder.list([])
        for info in [os.stat(storage.path(path))]
    )
    if settings.COLLECTED and stamp.exists() and stamp.read_text(encoding="utf-8") == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources, encoding="utf-8")


def answer_of_redis(url: str) -> None:
    with redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
        client.ping()


def main() -> int:
    """0 when everything is ready; otherwise 1, with the reason in a sentence on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    os.environ["COLLECT_STATIC"] = "1"
    # One connection is enough, and a pool would go on trying where there is no database.
    os.environ["DATABASE_POOL"] = "0"
    try:
        django.setup()
        prepare()
    except (ImproperlyConfigured, CommandError) as error:
        sentence = str(error)
    except OperationalError as error:
        sentence = f"The database does not answer: {first_line(error)}"
    except redis.RedisError as error:
        where = urlsplit(os.environ["REDIS_URL"])
        sentence = f"Redis at {where.hostname}:{where.port or 6379} does not answer: {first_line(error)}"
    else:
        return 0
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


if __name__ == "__main__":
    sys.exit(main())
