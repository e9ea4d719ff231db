"""The product's facts for the bench, all in one place."""

import json
import time
from pathlib import Path
from typing import Any

from client import FULL, PLACED, Answer, Form, Journey
from content import attendee
from side import BENCH, LONG_LIST_ROWS, Side

READY = True
# Longer than the least time in which a person fills in a form.
READING_SECONDS = 4


class Product(Side):
    name = "product"
    application = "conference.wsgi:application"
    folder = BENCH.parent
    event_url = "/konference/"
    form_url = "/konference/tilmelding/"
    # What only the form's page says while there are places, and only when there are none.
    open_page = 'name="contact_name"'
    full_page = "Alle pladser er taget."
    # These name the event with the long list, and are known when it is made.
    list_url = csv_url = excel_url = ""

    def __init__(self, database_url: str, data_folder: Path) -> None:
        super().__init__(database_url, data_folder)
        self.made: dict[str, Any] = {}

    def environment(self) -> dict[str, str]:
        return super().environment() | {"DATA_DIR": str(self.data_folder), "DEMO": "0"}

    def _rows(self, verb: str, *numbers: int) -> Any:
        return json.loads(self._run(str(BENCH / "product_rows.py"), verb, *map(str, numbers)))

    def create(self) -> None:
        self.made = self._rows("create", LONG_LIST_ROWS)
        long_list = self.made["long_list"]
        self.list_url = f"/admin/registration/registration/?event={long_list}"
        self.csv_url = f"/admin/programme/event/{long_list}/deltagere.csv"
        self.excel_url = f"/admin/programme/event/{long_list}/deltagere.xlsx"

    def reset(self, capacity: int) -> None:
        self._rows("reset", capacity)

    def names(self) -> list[str]:
        return self._rows("names")

    def staff_cookies(self) -> dict[str, str]:
        return {"sessionid": self.made["session"]}

    def journey(self) -> Journey:
        """Form, check page, receipt. Nobody sits over the form here, so every visitor's was opened a while ago."""
        time.sleep(max(0.0, self.made["made_at"] + READING_SECONDS - time.time()))

        def verdict(answer: Answer) -> str | None:
            if "/tilmelding/kvittering/" in answer.url and answer.status == 200:
                return PLACED
            return FULL if answer.status == 200 and self.full_page in answer.text else None

        def fill(person: int, form: Form) -> dict[str, str]:
            if any(name == "key" for name, _ in form.values):
                return {"accept": "1"}
            one = attendee(person)
            return {
                "contact_name": one.name,
                "contact_email": one.email,
                "organisation": one.workplace,
                "job_title": one.job_title,
                "payer-kind": "later",
                "attends": "1",
                "count": "1",
                "started": self.made["started"],
            }

        return Journey(self.form_url, verdict, fill)
