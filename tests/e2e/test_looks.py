"""Every page that people see: nothing for axe to complain of, wide in light and narrow in dark; nothing sticks out on
the narrowest screen; little to fetch, and nothing from anywhere else."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Response
from pytest_django.live_server_helper import LiveServer

from conference.clock import now
from programme.models import Event, Organisation, Rescheduling, TargetGroup, User, Venue
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
        """At the page as it stands, in four looks and at three widths."""
        self.seen.append(name)
        for (width, height), scheme in ((DESK, "light"), (PHONE, "dark"), (PHONE, "light"), (DESK, "dark")):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            heard = len(self.visitor.complaints)
            found = Axe().run(self.page).response["violations"]
            del self.visitor.complaints[heard:]
            self.wrong += [
                f"{name} {width} {scheme}: {one['id']} {node['html']}"
                for one in found
                for node in one["nodes"]
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
    inspector.visitor.clock.move_to(BOUND + timedelta(days=7))
    inspector.open(f"/{event.slug}/")
    inspector.open(f"/{event.slug}/tilmelding/")


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


def test_the_front_page_with_hundreds_of_events(inspector: Inspector, hundreds: None) -> None:
    visitor, page = inspector.visitor, inspector.page
    inspector.open("/")
    inspector.open("/?side=8")
    visitor.open("/")
    page.get_by_label("Sted").select_option("Ærøskøbing")
    page.get_by_label("Målgruppe").select_option("Ældre")
    page.get_by_label("Find et arrangement").fill("LÆSEKREDS")
    inspector.press("Søg")
    assert "150 kommende arrangementer passer til dit valg" in visitor.text
    page.get_by_label("Find et arrangement").fill("findes ikke")
    inspector.press("Søg")
    assert "Vi fandt ikke noget, der passer" in visitor.text
    assert page.get_by_label("Sted").input_value() == "Ærøskøbing"
    visitor.follow("Ryd filtre")
    assert "301 kommende arrangementer" in visitor.text
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visitor.open("/")
    page.get_by_text("Vælg arrangør, sted eller målgruppe").click()
    page.get_by_label("Målgruppe").select_option("Børn")
    inspector.press("Vis")
    assert "150 kommende arrangementer passer til dit valg" in visitor.text
    inspector.visitor.clock.move_to(datetime(2027, 9, 1, tzinfo=UTC))
    inspector.open("/tidligere/")
    inspector.open("/tidligere/?q=læsekreds")


def test_every_state_of_an_event(
    inspector: Inspector, make_event: Callable[..., Event], dorte: User, live_server: LiveServer
) -> None:
    """At noon on 1 August, one event in each state."""
    day = date(2026, 9, 16)
    states = {
        "kladde": {"status": "draft"},
        "ikke-aaben": {"registration_opens_on": date(2026, 8, 2), "registration_closes_on": None},
        "aaben": {"capacity": None, "substitutes_until": date(2026, 9, 14)},
        "faa": {"capacity": 3},
        "fuldt": {"capacity": 0},
        "lukket": {"registration_closes_on": date(2026, 7, 30), "binding_after": None},
        "bundet": {"binding_after": date(2026, 7, 30)},
        "gratis": {"fee_ore": None},
        "andetsteds": {"sign_up": "elsewhere", "sign_up_url": "https://example.org/"},
        "ingen": {"sign_up": "none"},
        "i-gang": {"starts_on": date(2026, 8, 1), "ends_on": date(2026, 8, 2), "registration_closes_on": None,
                   "binding_after": None, "registration_opens_on": None},
    }  # fmt: skip
    for slug, facts in states.items():
        event = make_event(slug=slug, title=f"Læring: {slug}", subtitle="På Ærø", **facts)
        Event.objects.filter(pk=event.pk).update(
            introduction="Kom og lær.", description="## Udbytte\n\n- mod"
        )
    moved = make_event(slug="flyttet", title="Flyttet")
    Rescheduling.objects.create(
        event=moved,
        old_starts_on=day - timedelta(days=90),
        old_ends_on=day - timedelta(days=90),
        old_slug="foer",
        at=now(),
        reason="Salen er optaget.",
    )
    client = Client()
    client.force_login(dorte)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    inspector.page.context.add_cookies([cookie])  # type: ignore[list-item]
    for slug in (*states, "flyttet"):
        inspector.open(f"/{slug}/")


def test_the_pages_for_what_is_wrong(
    inspector: Inspector, event: Event, dorte: User, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("broken")

    visitor, context = inspector.visitor, inspector.page.context
    inspector.open("/findes-ikke/", status=404)
    visitor.page.get_by_label("Find et arrangement").fill("læring")
    visitor.press("Søg")
    assert visitor.heading == "Kommende arrangementer"
    client = Client()
    client.force_login(dorte)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    inspector.open("/admin/programme/organisation/add/", status=403)
    assert visitor.heading == "Du kan ikke åbne siden"
    visitor.open(f"/admin/programme/event/{event.pk}/change/")
    visitor.page.locator("[name=subtitle]").fill("Øvelse gør mester")
    context.clear_cookies()
    visitor.page.locator("[name=_save]").first.click()
    inspector.look("the page open for too long")
    assert visitor.heading == "Siden havde været åben for længe"
    monkeypatch.setattr("programme.lists.page_of", broken)
    inspector.open("/", status=500)
    assert visitor.heading == "Der gik noget galt hos os"


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
    "path",
    [
        "/",
        "/?side=2",
        "/laering-paa-tvaers/",
        "/laering-paa-tvaers/tilmelding/",
        "/persondata/",
        "/findes-ikke/",
    ],
)
def test_the_first_view_is_light_and_stands_still_and_the_focus_is_seen(
    visitor: Visitor, hundreds: None, path: str
) -> None:
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    assert len(answers) <= MOST_REQUESTS
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= MOST_BYTES
    assert visitor.page.evaluate(MOVED) == 0

    style = "one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth"
    for _step in range(4):
        visitor.page.keyboard.press("Tab")
        assert visitor.focused.evaluate(style) == "solid3px"

    visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate(MOVED) == 0


# How far what was shown has moved since, as the browser counts it.
MOVED = """() => new Promise(done => {
  let moved = 0
  new PerformanceObserver(list => list.getEntries().forEach(one => moved += one.value))
    .observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(moved), 300)
})"""


# ------------------------------------------------------------------ the button within reach, and the line


def test_on_a_phone_the_button_is_always_in_view_and_covers_nothing_that_has_focus(
    visitor: Visitor, event: Event
) -> None:
    page = visitor.page
    Event.objects.update(
        description="\n\n".join(
            f"Afsnit {place} om læring. [Læs](https://example.org/)" for place in range(30)
        )
    )
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    visitor.open(f"/{event.slug}/")
    button = page.locator(".reach a")
    for share in (0, 0.5, 1):
        page.evaluate(f"scrollTo({{top: {share} * document.body.scrollHeight, behavior: 'instant'}})")
        box = button.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= PHONE[1] - box["height"]
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    covered = """one => {
      const bar = document.querySelector(".reach")
      const there = bar.getBoundingClientRect(), here = one.getBoundingClientRect()
      return !bar.contains(one) && here.bottom > there.top && here.top < there.bottom
    }"""
    seen = 0
    for _step in range(60):
        page.keyboard.press("Tab")
        page.wait_for_timeout(30)
        if page.evaluate("document.activeElement === document.body"):
            break
        assert not visitor.focused.evaluate(covered), visitor.focused.inner_text()
        seen += 1
    assert seen > 10


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_today_stands_between_the_stations_it_lies_between(
    visitor: Visitor, event: Event, size: tuple[int, int]
) -> None:
    """On 1 August, between the opening and the last free day; across on a wide screen, downwards on a narrow one."""
    page = visitor.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.open(f"/{event.slug}/")
    axis = "x" if size == DESK else "y"
    stations = [box[axis] for box in (one.bounding_box() for one in page.locator(".station").all()) if box]
    today = page.locator(".today span").bounding_box()
    assert today is not None
    assert stations == sorted(stations)
    assert stations[0] < today[axis] < stations[1]


# ------------------------------------------------------------------ the demo


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
