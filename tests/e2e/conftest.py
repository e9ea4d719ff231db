"""Debian's own Chromium, in Denmark; nothing is downloaded for it. The site answers from this process, so its clock is
the test's: noon on 1 August 2026, running."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import ViewportSize
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from conference.clock import now
from programme.models import Appearance, Event, Organisation, Session, Speaker, TargetGroup, User, Venue
from registration.models import PersonalNeeds, Registration
from registration.services import acts, delivering, substituting
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import Visitor, Way

# Playwright keeps an event loop in this thread; Django's database calls beside it are synchronous and meant to be.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"
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
    # Nothing glides: where a key leads to is in the window at once.
    page = new_context(java_script_enabled=way.scripts, viewport=size, reduced_motion="reduce").new_page()
    page.set_default_timeout(LATEST)
    somebody = Visitor(page, live_server.url, clock, way.hands())
    yield somebody
    assert somebody.complaints == []
    assert somebody.elsewhere == []


@pytest.fixture
def inspector(visitor: Visitor) -> Iterator[Inspector]:
    inspector = Inspector(visitor)
    with inspector.watching():
        yield inspector
    assert not inspector.wrong, "\n".join(inspector.wrong)


@pytest.fixture
def desk(inspector: Inspector, dorte: User, settings: Any) -> Inspector:
    """At the desk of Dorte, who has logged in and stays so all year."""
    settings.SESSION_COOKIE_AGE = 365 * 24 * 3600
    inspector.visitor.log_in(dorte)
    return inspector


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


@pytest.fixture
def programme(event: Event) -> Session:
    """A pause, a group with a talk inside, something called off, and two items side by side with one speaker, so that
    there is something to warn of."""

    def add(title: str, begins: int, **fields: Any) -> Session:
        times = {"starts_at": time(begins), "ends_at": time(begins + 1)}
        return Session.objects.create(event=event, day=event.starts_on, title=title, **times | fields)

    add("Kaffe og rundstykker", 9, kind="break")
    group = add("To biblioteker", 11, kind="group", abstract="Om **samarbejde**. " * 40)
    add("På udebane", 11, parent=group, starts_at=None, ends_at=None)
    add("Æblets historie", 13, status=Session.Status.CANCELLED, note="Søren er syg.")
    speaker = Speaker.objects.create(owner=event.owner, name="Åse Ægir")
    for title, room in (("Ørens lyst", "Salen"), ("Øjnenes lyst", "Loftet")):
        session = add(title, 10, room=room)
        Appearance.objects.create(session=session, speaker=speaker, title="Forfatter")
    return session


@pytest.fixture
def people(event: Event, sign_up: Callable[..., SignedUp]) -> list[Registration]:
    """Anne Mette, Bo, who has a need, and Emil, who comes instead of Clara; their mails are sent."""
    anne, bo, clara = sign_up(ANNE, BO, CLARA).registrations
    emil = substituting.substitute(registration_id=clara.pk, person=EMIL, now=OPEN, actor=acts.CONTACT)
    PersonalNeeds.objects.create(
        registration=bo, dietary_needs="Vegetar", access_needs="Teleslynge", consent="Ja", consented_at=OPEN
    )
    delivering.send_due(clock=now)
    return [anne, bo, emil]


@pytest.fixture
def hundreds(event: Event) -> None:
    """Three hundred events of two organisers in two towns, one each day, from tomorrow on."""
    library = Organisation.objects.create(name="Ærø Bibliotek")
    harbour = Venue.objects.create(owner=library, name="Musikhuset", city="Ærøskøbing")
    groups = [TargetGroup.objects.create(name=name) for name in ("Børn", "Ældre")]
    many = Event.objects.bulk_create(
        Event(
            owner=(event.owner, library)[place % 2],
            venue=(event.venue, harbour)[place % 2],
            title=f"Læsekreds nr. {place} om havet og øerne",
            subtitle=("Alle er velkomne", "Kaffe og kage fra kl. 18.30", "Medbring bogen")[place % 3],
            slug=f"laesekreds-{place}",
            starts_on=date(2026, 8, 2) + timedelta(days=place),
            starts_at=time(19),
            ends_on=date(2026, 8, 2) + timedelta(days=place),
            contact_email="dorte@example.org",
            status="published",
            search_text=f"laesekreds {place}",
        )
        for place in range(300)
    )
    for place, one in enumerate(many):
        one.target_groups.add(groups[place % 2])
