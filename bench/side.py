"""What a bench needs to know of a program that it measures, and the yardstick's answers."""

import json
import os
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path

from client import FULL, PLACED, Answer, Form, Journey
from content import TALKS, attendee

BENCH = Path(__file__).resolve().parent
LONG_LIST_ROWS = 10_000


class Side(ABC):
    """One program under the same load: where its pages are, how a sign-up goes, how its rows are made."""

    name: str
    application: str
    folder: Path
    event_url: str
    form_url: str
    list_url: str
    csv_url: str
    excel_url: str
    # Words that only a whole event page has.
    whole_page: str = TALKS[-1].title

    def __init__(self, database_url: str, data_folder: Path) -> None:
        self.database_url = database_url
        self.data_folder = data_folder

    def environment(self) -> dict[str, str]:
        """The environment of the program's processes: this one's, without what would lead it elsewhere."""
        foreign = (
            "DATABASE_URL",
            "DJANGO_SETTINGS_MODULE",
            "REDIS_URL",
            "EMAIL_URL",
            "SITE_URL",
            "PORT",
            "DATA_DIR",
        )
        kept = {name: value for name, value in os.environ.items() if name not in foreign}
        return kept | {"DATABASE_URL": self.database_url, "SECRET_KEY": "bench-" + "x" * 50}

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"{self.name}: {' '.join(command)} failed\n{done.stdout}{done.stderr}")
        return done.stdout

    @abstractmethod
    def create(self) -> None:
        """Tables, the event of `content` open for sign-up, and another with LONG_LIST_ROWS attendees."""

    @abstractmethod
    def reset(self, capacity: int) -> None:
        """The event without any sign-up, and with this many places."""

    @abstractmethod
    def names(self) -> list[str]:
        """The names that have a place in the event, as the database has them."""

    @abstractmethod
    def journey(self) -> Journey:
        """How a sign-up is walked."""

    def staff_cookies(self) -> dict[str, str]:
        """The cookies of somebody who may see the list and its files."""
        return {}


class Yardstick(Side):
    name = "yardstick"
    application = "yardstick.wsgi:application"
    folder = BENCH
    event_url = "/konference/"
    form_url = "/konference/tilmelding/"
    list_url = "/lang-liste/deltagere/"
    csv_url = "/lang-liste/deltagere.csv"
    excel_url = "/lang-liste/deltagere.xlsx"

    def _rows(self, verb: str, number: int = 0) -> str:
        return self._run("-m", "django", "rows", verb, str(number), "--settings", "yardstick.settings")

    def create(self) -> None:
        self._rows("create", LONG_LIST_ROWS)

    def reset(self, capacity: int) -> None:
        self._rows("reset", capacity)

    def names(self) -> list[str]:
        return json.loads(self._rows("names"))

    def journey(self) -> Journey:
        def verdict(answer: Answer) -> str | None:
            if answer.url.startswith("/kvittering/") and answer.status == 200:
                return PLACED
            return FULL if "Der er ikke flere pladser." in answer.text else None

        def fill(person: int, _form: Form) -> dict[str, str]:
            one = attendee(person)
            return {
                "name": one.name,
                "email": one.email,
                "workplace": one.workplace,
                "job_title": one.job_title,
            }

        return Journey(self.form_url, verdict, fill)
