"""The organisers' pages in Chromium: nothing axe or the browser complains of, with and without errors."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from programme.models import Appearance, Event, Session, Speaker, User
from registration.models import Booking

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "et-langt-kodeord"


@pytest.fixture
def programme(event: Event) -> Session:
    """Two items at the same time with one speaker, so that there is something to warn of."""
    speaker = Speaker.objects.create(owner=event.owner, name="Åse Ægir")
    for title in ("Ørens lyst", "Øjnenes lyst"):
        session = Session.objects.create(
            event=event, day=event.starts_on, starts_at=time(10), ends_at=time(11), title=title, room="Salen"
        )
        Appearance.objects.create(session=session, speaker=speaker, title="Forfatter")
    return session


class Desk:
    """A browser on the organisers' pages that collects everything wrong with what it sees."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page = page
        self.url = server.url
        self.complaints: list[str] = []
        self.listening = True
        page.on("console", lambda message: self.hear(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.hear(str(error)))

    def hear(self, text: str) -> None:
        """What the browser says of the page; of the styles that axe itself tries it also says something."""
        if self.listening:
            self.complaints.append(f"{self.page.url}: {text}")

    def open(self, name: str, *args: object, query: str = "") -> None:
        self.page.goto(self.url + reverse(f"admin:{name}", args=args) + query)
        self.look()

    def look(self) -> None:
        self.page.wait_for_load_state("networkidle")
        self.listening = False
        found = Axe().run(self.page).response["violations"]
        self.listening = True
        where = self.page.url.removeprefix(self.url)
        self.complaints += [
            f"{where}: {one['id']} {node['html'][:150]}" for one in found for node in one["nodes"]
        ]
        self.complaints += [
            f"{where}: wider than the window"
            for wide in [self.page.evaluate("document.documentElement.scrollWidth - innerWidth")]
            if wide > 0
        ]

    def log_in(self, email: str, password: str) -> None:
        self.open("login")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Adgangskode").fill(password)
        self.page.get_by_role("button", name="Log ind").click()
        self.look()

    def save(self) -> None:
        self.page.get_by_role("button", name="Gem", exact=True).first.click()
        self.look()


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["1280 light", "390 dark"])
def desk(request: pytest.FixtureRequest, page: Page, live_server: LiveServer) -> Desk:
    width, scheme = request.param
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    return Desk(page, live_server)


def test_an_organisers_pages_have_nothing_to_complain_of(
    desk: Desk, dorte: User, programme: Session, make_event: Callable[..., Event]
) -> None:
    event = programme.event
    draft = make_event(slug="kladde", status=Event.Status.DRAFT, venue=None)
    desk.log_in(dorte.email, "forkert")
    desk.log_in(dorte.email, PASSWORD)
    for model in ("event", "session", "venue", "speaker", "organisation"):
        desk.open(f"programme_{model}_changelist")
        if model != "organisation":
            desk.open(f"programme_{model}_add")
            desk.save()
    desk.open("programme_event_changelist", query="?tid=kommende&q=findes+ikke")
    desk.open("programme_event_change", draft.pk)
    desk.open("programme_event_history", event.pk)
    desk.open("programme_session_change", programme.pk)
    desk.open("programme_venue_change", event.venue_id)
    desk.open("programme_speaker_change", Speaker.objects.get().pk)
    desk.open("programme_organisation_change", event.owner_id)
    desk.open("programme_session_delete", programme.pk)
    desk.open("programme_venue_delete", event.venue_id)
    desk.open("password_change")
    assert desk.complaints == []


def test_a_refused_save_has_nothing_to_complain_of(desk: Desk, dorte: User, programme: Session) -> None:
    event = programme.event
    desk.log_in(dorte.email, PASSWORD)
    desk.open("programme_event_change", event.pk)
    Event.objects.filter(pk=event.pk).update(version=1, title="En nyere titel")
    Session.objects.filter(pk=programme.pk).update(version=1, title="Et nyere punkt")
    desk.page.get_by_label("Titel:", exact=True).fill("Min titel")
    desk.page.get_by_label("Titel, Øjnenes lyst").fill("Mit punkt")
    desk.page.get_by_label("Slutter kl.", exact=True).fill("8.00")
    desk.save()
    assert desk.page.get_by_role("heading", name="Nogen har gemt en nyere udgave").count() == 1
    desk.page.get_by_label("Slutter kl.", exact=True).fill("16.00")
    desk.page.get_by_label("Gem alligevel hen over ændringen").check()
    desk.save()
    event.refresh_from_db()
    assert event.title == "Min titel"
    assert desk.complaints == []


def test_an_administrators_pages_have_nothing_to_complain_of(desk: Desk, event: Event, dorte: User) -> None:
    User.objects.create_superuser("admin@example.org", PASSWORD)
    Booking.objects.create(
        event=event,
        contact_name="Anne Mette",
        contact_email="anne@example.org",
        idempotency_key="a",
        content_hash="b",
        created_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    desk.log_in("admin@example.org", PASSWORD)
    desk.open("programme_user_changelist")
    desk.open("programme_user_add")
    desk.save()
    desk.open("programme_user_change", dorte.pk)
    desk.open("programme_organisation_change", event.owner_id)
    desk.open("programme_event_delete", event.pk)
    assert desk.complaints == []
