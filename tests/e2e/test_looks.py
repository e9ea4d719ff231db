"""Every page that people see: nothing for axe to complain of, wide in light and narrow in dark; nothing sticks out on
the narrowest screen; little to fetch, and nothing from anywhere else."""

import gzip
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Response

from programme.models import Event, User
from registration import links
from registration.demo.moments import MAIN_EDITION
from registration.models import Registration
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, BOUND, EMIL
from tests.e2e.conftest import DESK, NARROWEST, PHONE, Visitor, go_to_the_check_page

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_BYTES, MOST_REQUESTS = 30_000, 5


class Inspector:
    """Goes through the site with a visitor and writes down what is wrong, page by page."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.wrong: list[str] = []
        self.seen: list[str] = []

    def look(self, name: str) -> None:
        """At the page as it stands, in both looks and at three widths."""
        self.seen.append(name)
        for (width, height), scheme in ((DESK, "light"), (PHONE, "dark")):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            heard = len(self.visitor.complaints)
            found = Axe().run(self.page).response["violations"]
            del self.visitor.complaints[heard:]
            self.wrong += [
                f"{name} {width}: {one['id']} {node['html']}" for one in found for node in one["nodes"]
            ]
        self.page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{name}: wider than {NARROWEST[0]} px")
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    def open(self, path: str, status: int = 200) -> None:
        name = path if len(path) < 60 else f"{path[:20]}…{path[-20:]}"
        answered = self.visitor.open(path)
        if answered != status:
            self.wrong.append(f"{name}: {answered}")
        self.look(name)

    def press(self, name: str) -> None:
        self.visitor.press(name)
        self.look(f"after {name}")


@pytest.fixture
def inspector(visitor: Visitor) -> Iterator[Inspector]:
    inspector = Inspector(visitor)
    yield inspector
    assert inspector.wrong == []


def test_the_public_pages(inspector: Inspector, event: Event, make_event: Callable[..., Event]) -> None:
    make_event(slug="afholdt", title="Afholdt", starts_on=event.starts_on - timedelta(days=90),
               ends_on=event.ends_on - timedelta(days=90), registration_opens_on=None, registration_closes_on=None,
               binding_after=None)  # fmt: skip
    make_event(slug="aflyst", title="Aflyst", status="cancelled", cancellation_note="For få tilmeldte.")
    for path in (
        "/",
        "/tidligere/",
        f"/{event.slug}/",
        "/afholdt/",
        "/aflyst/",
        "/persondata/",
        f"/en/{event.slug}/",
    ):
        inspector.open(path)
    for path in ("/aflyst/tilmelding/", "/afholdt/tilmelding/", f"/{event.slug}/find-min-tilmelding/"):
        inspector.open(path)
    inspector.press("Send mig links")
    inspector.visitor.write(email="aase@example.org")
    inspector.press("Send mig links")
    inspector.open("/findes-ikke/", status=404)
    inspector.visitor.clock.move_to(BOUND + timedelta(days=7))
    inspector.open(f"/{event.slug}/")
    inspector.open(f"/{event.slug}/tilmelding/")


def test_the_sign_up(inspector: Inspector, event: Event) -> None:
    Event.objects.update(capacity=3)
    visitor = inspector.visitor
    inspector.open(f"/{event.slug}/tilmelding/?antal=4")
    inspector.press("Fortsæt")
    visitor.open(f"/{event.slug}/tilmelding/")
    visitor.page.locator("summary").click()
    visitor.write(pasted="Bo Ågård <bo@example.org>\n010190-1234 Dan Ø\nikke@@en")
    inspector.press("Indsæt listen")
    go_to_the_check_page(visitor, event, people=3)
    visitor.open(f"/{event.slug}/tilmelding/?antal=4")
    visitor.write(contact_name="Anne Mette", contact_email="anne@example.org")
    visitor.write(p1_name="Bo Ågård", p2_name="Clara Æbelø", p3_name="Dan Øster")
    inspector.press("Fortsæt")
    inspector.press("Fortsæt med de valgte")
    inspector.press("Tilmeld 3 personer – bindende efter 2. september 2026")
    visitor.page.locator("#id_accept").check()
    question = visitor.page.locator("label[for=id_answer]")
    if question.count():
        numbers = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7}
        words = question.inner_text().replace("?", "").split()
        visitor.write(answer=str(sum(numbers.get(word, 0) for word in words)))
    inspector.press("Tilmeld 3 personer – bindende efter 2. september 2026")
    assert visitor.heading == "Tak – tilmeldingen er modtaget"
    visitor.page.get_by_role("link", name="Ret adressen").first.click()
    inspector.press("Send mailen igen")
    inspector.open(f"/{event.slug}/tilmelding/kvittering/000000/", status=410)
    inspector.open(f"/{event.slug}/tilmelding/")


def test_a_persons_and_a_contacts_pages(
    inspector: Inspector, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    booking = sign_up(ANNE, BO, EMIL).booking
    visitor, registration = inspector.visitor, Registration.objects.get(name=BO.name)
    own, contacts = f"/plads/{links.place_token(registration)}/", f"/samlet/{links.booking_token(booking)}/"
    for path in (own, f"{own}afbud/", contacts):
        inspector.open(path)
    inspector.open(f"{own}giv-tilbage/", status=409)
    inspector.open(f"{own}behov/")
    visitor.write(dietary_needs="Vegetar")
    inspector.press("Gem")
    visitor.open(f"{own}ret/")
    visitor.write(name="", email="bo")
    inspector.press("Gem")
    visitor.write(name="Zenia Vik", email="zenia@example.org")
    inspector.press("Gem")
    inspector.open(f"{own}ny-person/")
    inspector.press("Fortsæt")
    visitor.write(name="Zenia Vik", email="zenia@example.org")
    visitor.page.context.clear_cookies()
    inspector.press("Fortsæt")
    visitor.clock.move_to(BOUND)
    inspector.open(own)
    inspector.open(f"{own}afbud/", status=409)
    inspector.open(f"{own}giv-tilbage/")
    inspector.press("Giv pladsen tilbage")
    inspector.open(contacts)
    Registration.objects.update(link_key="en-ny-nøgle")
    inspector.open(own, status=410)
    visitor.clock.move_to(event.begins)
    inspector.open(contacts)


@pytest.mark.parametrize(
    "path", ["/", "/laering-paa-tvaers/", "/laering-paa-tvaers/tilmelding/", "/persondata/"]
)
def test_the_first_view_is_light_and_the_focus_is_seen(visitor: Visitor, event: Event, path: str) -> None:
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    assert len(answers) <= MOST_REQUESTS
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= MOST_BYTES

    style = "one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth"
    for _step in range(4):
        visitor.page.keyboard.press("Tab")
        assert visitor.focused.evaluate(style) == "solid3px"


def test_a_demos_pages(
    inspector: Inspector, event: Event, dorte: User, settings: Any, tmp_path: Path
) -> None:
    settings.DEMO, settings.DATA_DIR, settings.EMAIL_FILE_PATH = True, tmp_path, tmp_path / "mail"
    Event.objects.update(uid=MAIN_EDITION)
    for path in ("/", f"/{event.slug}/", f"/en/{event.slug}/tilmelding/", "/demo/mails/", "/admin/login/"):
        inspector.open(path)
    inspector.open("/findes-ikke/", status=404)
    inspector.press("fristens sidste sekund")
    assert "Demo: uret står på onsdag den 2. september 2026 kl. 23.59.59." in inspector.page.inner_text(
        "body"
    )
    inspector.page.emulate_media(media="print")
    assert not inspector.page.locator(".demo").is_visible()


def test_the_demos_clock_is_set_with_the_keyboard_and_without_javascript(
    browser: Browser,
    browser_context_args: dict[str, Any],
    visitor: Visitor,
    event: Event,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    Event.objects.update(uid=MAIN_EDITION)
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        plain = Visitor(context.new_page(), visitor.site, visitor.clock)
        plain.open(f"/{event.slug}/")
        for _step in range(30):
            plain.page.keyboard.press("Tab")
            if plain.page.locator(".demo button:focus", has_text="på dagen").count():
                break
        plain.page.keyboard.press("Enter")
        plain.page.wait_for_selector("text=Demo: uret står på onsdag den 16. september 2026 kl. 10.00.")
        assert plain.page.url == f"{visitor.site}/{event.slug}/"
        assert "I gang nu" in plain.text
        assert plain.page.context.cookies() == []
        assert plain.complaints == []
