"""Debian's own Chromium, in Denmark; nothing is downloaded for it. The site answers from this process, so its clock is
the test's: noon on 1 August 2026, running."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Locator, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from conference.clock import now
from programme.models import Event
from registration.services import delivering
from tests.e2e.hands import Hands, Mouse

# Playwright keeps an event loop in this thread; Django's database calls beside it are synchronous and meant to be.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"
DESK, PHONE, NARROWEST = (1280, 900), (390, 780), (320, 640)
ANNES = "anne.mette@example.org"
LATEST = 30_000  # milliseconds; the machine may be busy
SUMMER = datetime(2026, 8, 1, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "da-DK", "timezone_id": "Europe/Copenhagen"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUMMER, tick=True) as traveller:
        yield traveller


@dataclass
class Visitor:
    """Somebody at a browser. Remembers what the browser complained of and where it went for what it showed."""

    page: Page
    site: str
    clock: time_machine.Traveller
    hands: Hands = field(default_factory=Mouse)
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._heard(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _heard(self, text: str) -> None:
        # That a closed link answers 410, and a refusal 409, is meant; and whoever goes back to a field stays there.
        if not re.search(r"status of (403|404|409|410|500)|Autofocus processing was blocked", text):
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith(self.site):
            self.elsewhere.append(url)

    def open(self, path: str) -> int:
        """Goes to an address of the site, or to a link out of a mail; the answer's status."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.site}{path}")
        assert answer is not None
        return answer.status

    def write(self, **values: str) -> None:
        for name, value in values.items():
            inputs = name.replace("_", "-", 1) if name[0] == "p" else name
            self.hands.write(self.page.locator(f"main [name={inputs}]"), value)

    def tick(self, label: str) -> None:
        self.hands.tick(self.page.get_by_label(label))

    def press(self, name: str) -> None:
        self.hands.go(self.page.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> None:
        self.hands.go(self.page.get_by_role("link", name=name, exact=True).first)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def focused(self) -> Locator:
        return self.page.locator(":focus")

    def take_time(self, **time: float) -> None:
        """Time passes at the site, as when somebody types, or goes for lunch."""
        self.clock.shift(timedelta(**(time or {"seconds": 40})))


@dataclass(frozen=True)
class Way:
    """How somebody comes to the site."""

    size: tuple[int, int] = DESK
    hands: type[Hands] = Mouse
    scripts: bool = True


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest,
    live_server: LiveServer,
    new_context: CreateContextCallback,
    clock: time_machine.Traveller,
) -> Iterator[Visitor]:
    """At a desk, with a mouse, unless the test names another way; says at the end whether the browser complained or
    went elsewhere."""
    way: Way = getattr(request, "param", Way())
    size: ViewportSize = {"width": way.size[0], "height": way.size[1]}
    page = new_context(java_script_enabled=way.scripts, viewport=size).new_page()
    page.set_default_timeout(LATEST)
    somebody = Visitor(page, live_server.url, clock, way.hands())
    yield somebody
    assert somebody.complaints == []
    assert somebody.elsewhere == []


@pytest.fixture
def event(make_event: Callable[..., Event], live_server: LiveServer, settings: Any) -> Event:
    """On Wednesday 16 September 2026, free to and including 2 September; its mails lead to this site."""
    settings.SITE_URL = live_server.url
    return make_event(asks_municipality=True)


@pytest.fixture
def post(mailoutbox: list[mail.EmailMessage]) -> Callable[[], dict[str, str]]:
    """Sends what is owed, and gives the newest mail to each address since last time."""

    def collect() -> dict[str, str]:
        del mailoutbox[:]
        delivering.send_due(clock=now)
        return {letter.to[0]: f"{letter.subject}\n\n{letter.body}" for letter in mailoutbox}

    return collect


def go_to_the_check_page(visitor: Visitor, event: Event, *, people: int = 1, email: str = ANNES) -> None:
    """Anne Mette fills in the form, for herself and perhaps Bo and Clara, and continues."""
    visitor.open(f"/{event.slug}/tilmelding/?antal={people}")
    visitor.write(contact_name="Anne Mette Sørensen", job_title="Sekretær", organisation="Øby Bibliotek")
    visitor.write(contact_email=email)
    if people > 1:
        visitor.write(p1_name="Bo Ågård", p1_job_title="Leder", p1_email="bo@example.org")
    if people > 2:
        visitor.write(p2_name="Clara Æbelø")
    visitor.take_time()
    visitor.press("Fortsæt")


def accept(visitor: Visitor, *, people: int = 1) -> None:
    """Accepts the terms and signs up, while the places are free to give back."""
    visitor.tick("Jeg accepterer disse betingelser")
    visitor.press(f"Tilmeld {people} person{'er' if people > 1 else ''} – bindende efter 2. september 2026")
    assert visitor.heading == "Tak – tilmeldingen er modtaget"


def link_in(letter: str, kind: str) -> str:
    """The address of a person's own page (plads) or of the contact's (samlet) in a mail."""
    found = re.search(rf"http\S+/{kind}/\S+?/(?=\s|$)", letter)
    assert found is not None, letter
    return found[0]
