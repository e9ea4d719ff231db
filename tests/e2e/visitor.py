"""Somebody at a browser, and what everybody does there."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page

from programme.models import Event, User
from tests.e2e.hands import Hands, Mouse

DESK, PHONE, NARROWEST = (1280, 900), (390, 780), (320, 640)
# A closed link answers 410, and a refusal 409; whoever goes back to a field stays there; and what the browser would
# like to fill in itself is the business of Django's own forms.
MEANT = (
    r"status of (403|404|409|410)|Autofocus processing was blocked"
    r"|^\[DOM\] (Password forms|Input elements) should have .*(username|autocomplete)"
)
ANNES = "anne.mette@example.org"


@dataclass(frozen=True)
class Way:
    """How somebody comes to the site."""

    size: tuple[int, int] = DESK
    hands: type[Hands] = Mouse
    scripts: bool = True


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
        if not re.search(MEANT, text):
            self.complaints.append(text)

    def forgive(self, status: int) -> None:
        """That the browser has told of an answer that was meant."""
        self.complaints = [
            text for text in self.complaints if f"the server responded with a status of {status}" not in text
        ]

    def _asked(self, url: str) -> None:
        if not url.startswith(self.site):
            self.elsewhere.append(url)

    def log_in(self, user: User) -> None:
        """Lets the browser have the session of somebody who works behind the counter."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.site}]
        )

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

    def untick(self, label: str) -> None:
        self.hands.untick(self.page.get_by_label(label))

    def pays_later(self) -> None:
        """Where something is to be paid: who does so follows."""
        self.hands.choose(self.page.locator("main [name=payer-kind][value=later]"))

    def press(self, name: str) -> int:
        return self.hands.go(self.page.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> int:
        return self.hands.go(self.page.get_by_role("link", name=name, exact=True).first)

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


def go_to_the_check_page(visitor: Visitor, event: Event, *, people: int = 1, email: str = ANNES) -> None:
    """Anne Mette fills in the form, for herself and perhaps Bo and Clara, and continues."""
    visitor.open(f"/{event.slug}/tilmelding/?antal={people}")
    visitor.write(contact_name="Anne Mette Sørensen", job_title="Sekretær", organisation="Øby Bibliotek")
    visitor.write(contact_email=email)
    if people > 1:
        visitor.write(p1_name="Bo Ågård", p1_job_title="Leder", p1_email="bo@example.org")
    if people > 2:
        visitor.write(p2_name="Clara Æbelø")
    visitor.pays_later()
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
