"""The real pages as a person fills them in and reads them."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import Booking, Registration
from tests.pages import joined

SUMMER = datetime(2026, 8, 1, 10, tzinfo=UTC)
FIRST_BOUND = datetime(2026, 9, 2, 22, tzinfo=UTC)
SIGN_UP = "/laering-paa-tvaers/tilmelding/"


class Fields(HTMLParser):
    """The inputs of the page's forms, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.area = self.menu = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name = facts.get("name")
        if tag == "textarea" and name:
            self.area = name
            self.values[name] = ""
        if tag == "select" and name:
            self.menu = name
        if tag == "option" and self.menu:
            # The first, until one is chosen.
            value = facts.get("value") or ""
            if "selected" in facts or self.menu not in self.values:
                self.values[self.menu] = value
        if tag != "input" or not name or name == "csrfmiddlewaretoken":
            return
        if facts.get("type") not in {"checkbox", "radio"} or "checked" in facts:
            self.values[name] = facts.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.menu = ""


def fields(response: Any) -> dict[str, str]:
    parser = Fields()
    parser.feed(response.content.decode())
    return parser.values


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", joined(response.content.decode())).split())


ANNE = {
    "contact_name": "Anne Mette Ærø",
    "contact_email": "Anne@Example.org",
    "organisation": "Ærø Bibliotek",
    "payer-kind": "later",
}
BO = {"p1-name": "Bo Ågård", "p1-email": "bo@example.org", "p1-job_title": "Bibliotekar"}
CLARA = {"p2-name": "Clara Øst", "p2-email": "", "p2-job_title": ""}


def fill(client: Client, clock: time_machine.Traveller, answers: dict[str, str], *, count: int) -> Any:
    """The form filled in by hand: opened, typed for a while, sent to the check page."""
    page = client.get(SIGN_UP, {"antal": str(count)})
    clock.shift(timedelta(seconds=40))
    return client.post(SIGN_UP, fields(page) | answers | {"action": "check"})


def confirm(client: Client, check: Any, **more: str) -> Any:
    return client.post(SIGN_UP, fields(check) | {"accept": "1", "action": "confirm"} | more)


def sign_up_three(client: Client, clock: time_machine.Traveller) -> Booking:
    check = fill(client, clock, ANNE | BO | CLARA, count=3)
    assert confirm(client, check).status_code == 302
    return Booking.objects.get()


def own_page(registration: Registration, act: str = "") -> str:
    return f"/plads/{links.place_token(registration)}/{act}"


def people(event: Event) -> list[tuple[str, str, str]]:
    rows = Registration.objects.filter(event=event).order_by("pk")
    return list(rows.values_list("name", "email", "status"))


def summary(page: Any) -> list[tuple[str, str]]:
    """What stands on top of a page with errors: the field each one leads to, and its words."""
    told = page.content.decode().partition('class="error-summary"')[2].partition("</div>")[0]
    return [(field, text) for field, text in re.findall(r'<a href="#([^"]+)">([^<]+)</a>', told)]
