"""The programme is written with the keyboard alone, with and without JavaScript, and nothing about it is complained
of."""

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from programme.models import Appearance, Event, Session, Speaker, User
from registration.demo import september_2015
from registration.demo.shapes import Item
from tests.e2e.inspector import Inspector
from tests.e2e.test_admin import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SEPTEMBER = date(2015, 9, 16)
# What the thing that has the focus is called.
FOCUSED = "(one => [one.ariaLabel, one.innerText, one.name])(document.activeElement)"
KINDS = {"Morgenbrød og te/kaffe": "meal"}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def keyboard(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator["Keyboard"]:
    context = browser.new_context(java_script_enabled=request.param, locale="da-DK")
    yield Keyboard(context.new_page(), live_server)
    context.close()


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.url = page, server.url
        page.set_default_timeout(20_000)

    def log_in(self, email: str, path: str) -> None:
        self.page.goto(f"{self.url}{path}")
        self.arrive()
        self.type(email, "Tab", PASSWORD)
        self.press_enter()

    def type(self, *texts: str) -> None:
        """Presses the keys that are named, and types the rest."""
        for text in texts:
            if text in {"Tab", "Enter", "Space", "ArrowDown"} or "+" in text:
                self.page.keyboard.press(text)
            else:
                self.page.keyboard.insert_text(text)

    def tab_to(self, name: str) -> None:
        """Goes on with Tab until the button or field of this name has the focus."""
        for _step in range(60):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate(FOCUSED):
                return
        raise AssertionError(f"{name} is not reached")

    def press_enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.arrive()

    def arrive(self) -> None:
        """The page puts the focus where it wants it a moment after it is there."""
        if self.page.locator("[autofocus]").count():
            self.page.locator("[autofocus]:focus").wait_for()

    @property
    def focused(self) -> str:
        """What the button would send, or what stands in the field."""
        return str(self.page.evaluate("document.activeElement.value ?? ''"))

    @property
    def focused_name(self) -> str:
        return str(self.page.evaluate("document.activeElement.name ?? ''"))


def write(keyboard: Keyboard, item: Item, *, dash: str = "") -> None:
    """One row, from its time to the time of the next one."""
    keyboard.type(item.hours, "Tab", dash + item.title, "Tab", "Tab")
    for number, by in enumerate(item.by):
        keyboard.type(*["Enter"] * bool(number))
        keyboard.type(", ".join(filter(None, (by.name, by.title, by.affiliation))))
    keyboard.type("Tab", item.abstract, "Tab", "Tab")


def test_the_september_programme_is_typed_into_an_empty_event_and_published(
    keyboard: Keyboard, dorte: User, make_event: Callable[..., Event]
) -> None:
    event = make_event(status=Event.Status.DRAFT, starts_on=SEPTEMBER, ends_on=SEPTEMBER, registration_opens_on=None,
                       registration_closes_on=None, binding_after=None)  # fmt: skip
    keyboard.log_in(dorte.email, f"/admin/programme/event/{event.pk}/program/")
    assert keyboard.focused_name == "r0-time"
    for item in september_2015.PROGRAMME:
        write(keyboard, item)
        for talk in item.talks:
            write(keyboard, talk, dash="– ")
    keyboard.tab_to("Gem og vis på hjemmesiden")
    keyboard.press_enter()
    assert keyboard.page.get_by_role("heading", name="Sådan er de medvirkende læst").count() == 1
    assert Session.objects.count() == 0
    keyboard.press_enter()
    event.refresh_from_db()
    assert event.status == Event.Status.PUBLISHED
    wanted = [one for item in september_2015.PROGRAMME for one in (item, *item.talks)]
    found = {row.title: (row.starts_at, row.ends_at, row.kind, row.abstract) for row in Session.objects.all()}
    assert found == {one.title: (*one.times, KINDS.get(one.title, one.kind), one.abstract) for one in wanted}
    assert Session.objects.filter(parent__kind="group").count() == 2
    assert Appearance.objects.count() == sum(len(one.by) for one in wanted)
    assert Speaker.objects.count() == 9


def test_a_programme_is_mended_by_keyboard(
    keyboard: Keyboard, dorte: User, event: Event, add_item: Callable[..., Session]
) -> None:
    for number, title in enumerate(("Ål", "Øl", "Is")):
        add_item(title, 9 + number)
    keyboard.log_in(dorte.email, f"/admin/programme/event/{event.pk}/program/")
    keyboard.tab_to("r2-time")
    keyboard.tab_to("Flyt, indsæt, fjern")
    keyboard.type("Enter", "Tab", "Tab")
    keyboard.press_enter()
    keyboard.press_enter()
    assert keyboard.focused == "up.0"
    keyboard.tab_to("Fjern")
    keyboard.press_enter()
    assert keyboard.focused == "back.0"
    keyboard.press_enter()
    assert keyboard.focused == "Is"
    keyboard.tab_to("Tilføj programpunkt")
    keyboard.press_enter()
    keyboard.type("15-16", "Tab", "Tak", "Tab")
    keyboard.tab_to("Gem")
    keyboard.press_enter()
    stored = Session.objects.in_order().values_list("starts_at", "title")
    assert [(at.hour, title) for at, title in stored] == [(9, "Is"), (10, "Ål"), (11, "Øl"), (15, "Tak")]


def test_enter_in_a_field_loses_nothing(keyboard: Keyboard, dorte: User, event: Event) -> None:
    keyboard.log_in(dorte.email, f"/admin/programme/event/{event.pk}/program/")
    keyboard.type("9-9.15", "Tab", "Kaffe og brød")
    keyboard.press_enter()
    assert keyboard.page.locator("#r0-title").input_value() == "Kaffe og brød"
    assert Session.objects.count() == 0
    keyboard.tab_to("Gem")
    keyboard.press_enter()
    assert [row.title for row in Session.objects.all()] == ["Kaffe og brød"]


def test_a_known_speaker_who_is_picked_is_a_line(keyboard: Keyboard, dorte: User, event: Event) -> None:
    Speaker.objects.create(owner=event.owner, name="Åse Ægir")
    keyboard.log_in(dorte.email, f"/admin/programme/event/{event.pk}/program/")
    keyboard.type("9", "Tab", "Ålens år", "Tab", "Tab", "Bo Ågård, forfatter", "Tab", "Åse Ægir", "Tab")
    keyboard.tab_to("r1-time")
    keyboard.press_enter()
    assert keyboard.page.locator("#r0-by").input_value() == "Bo Ågård, forfatter\nÅse Ægir"
    assert keyboard.page.locator("[name=r0-add]").input_value() == ""


@pytest.fixture
def add_item(event: Event) -> Callable[..., Session]:
    def add(title: str, hour: int) -> Session:
        return Session.objects.create(
            event=event, day=event.starts_on, starts_at=time(hour), ends_at=time(hour + 1), title=title
        )

    return add


def test_the_programme_page_has_nothing_to_complain_of(
    desk: Inspector, event: Event, make_event: Callable[..., Event], add_item: Callable[..., Session]
) -> None:
    long = make_event(slug="to-dage", ends_on=date(2026, 9, 17))
    Speaker.objects.create(owner=event.owner, name="Åse Ægir")
    add_item("Ål", 9)
    add_item("Kaffe", 9)
    page = desk.page
    page.on("dialog", lambda dialog: dialog.accept())
    for one in (long, event):
        desk.open(f"/admin/programme/event/{one.pk}/program/")
    page.locator("#r0-by").fill("Åse Ægir, leder ved Øby Bibliotek\nBo Ågård og Clara Æbelø")
    page.locator("#r0-time").focus()
    desk.enter()
    page.locator(".acts > summary").nth(1).click()
    desk.look("the acts on a row")
    desk.press("Fjern")
    desk.press("Flere lokaler")
    page.locator("#r0-time").fill("hele dagen")
    page.locator("#r0-title").fill("")
    page.get_by_role("button", name="Gem", exact=True).last.click()
    desk.look("what is wrong")
    assert page.get_by_role("link", name="Programpunkt 1: Skriv en titel.").count() == 1
