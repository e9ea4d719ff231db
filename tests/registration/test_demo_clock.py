"""A visitor of the demo sets its clock on any page, and everything follows."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory

from conference import clock
from programme.models import Event, User
from programme.views import bad_request, server_error
from registration import links, tasks
from registration.demo.moments import MAIN_EDITION, Moment, instant_of
from registration.models import OwedMail, Registration
from registration.services import delivering
from registration.services.booking import SignedUp
from tests.cast import at

REAL = datetime(2026, 8, 1, 10, tzinfo=UTC)
SAME_PAGE = "/laering-paa-tvaers/?ok=1"


@pytest.fixture(autouse=True)
def _real_time() -> Any:
    with time_machine.travel(REAL, tick=False):
        yield


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


@pytest.fixture
def edition(event: Event) -> Event:
    """On 16 September 2026 at 9.00, free until 2 September."""
    Event.objects.update(uid=MAIN_EDITION, capacity=100)
    event.refresh_from_db()
    return event


def press(
    client: Client, moment: str, *, path: str = SAME_PAGE, url: str = "/demo/ur/", **headers: str
) -> Any:
    return client.post(url, {"moment": moment, "next": path}, headers=headers)


def strip_of(answer: Any) -> str:
    """What the strip says, its present moment in brackets; "" where there is none."""
    found = re.search(r'<aside class="demo".*?</aside>', answer.content.decode(), re.DOTALL)
    if found is None:
        return ""
    marked = re.sub(r'aria-current="true">(.*?)<', r">[\1]<", found[0])
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", marked).split()))


# ------------------------------------------------------------------ the moments


def test_the_moments_are_counted_from_what_the_edition_has_announced(edition: Event) -> None:
    assert {moment: instant_of(moment, edition) for moment in Moment} == {
        Moment.TODAY: None,
        Moment.DAY_BEFORE_DEADLINE: at("2026-09-01 12:00"),
        Moment.LAST_SECOND: at("2026-09-02 23:59:59"),
        Moment.DAY_AFTER: at("2026-09-03 00:00"),
        Moment.DAY_BEFORE: at("2026-09-15 12:00"),
        Moment.ON_THE_DAY: at("2026-09-16 10:00"),
        Moment.MAY_2016: at("2016-05-11 09:00"),
    }


@pytest.mark.parametrize(
    ("facts", "deadline"),
    [
        ({"binding_after": None}, "2026-09-09"),
        ({"binding_after": None, "registration_closes_on": None}, "2026-09-15"),
        ({"binding_after": None, "registration_closes_on": date(2026, 9, 16)}, "2026-09-15"),
    ],
)
def test_without_a_binding_day_the_deadline_is_another(
    edition: Event, facts: dict[str, date | None], deadline: str
) -> None:
    for name, value in facts.items():
        setattr(edition, name, value)
    assert instant_of(Moment.LAST_SECOND, edition) == at(f"{deadline} 23:59:59")


# ------------------------------------------------------------------ pressing a button

BUTTONS = (
    "Stil uret: {} {} {} {} {} {} {}",
    [
        "i dag",
        "dagen før fristen",
        "fristens sidste sekund",
        "dagen efter",
        "dagen før",
        "på dagen",
        "11. maj 2016",
    ],
)
ENGLISH = (
    "Set the clock: {} {} {} {} {} {} {}",
    [
        "today",
        "day before the deadline",
        "deadline's last second",
        "day after",
        "day before",
        "on the day",
        "11 May 2016",
    ],
)


def buttons(present: int, words: tuple[str, list[str]] = BUTTONS) -> str:
    pattern, names = words
    return pattern.format(*(f"[{name}]" if n == present else name for n, name in enumerate(names)))


SAID = [
    (
        Moment.TODAY,
        "viser den rigtige tid, lørdag den 1. august 2026.",
        "shows the real time, Saturday 1 August 2026.",
    ),
    (
        Moment.DAY_BEFORE_DEADLINE,
        "står på tirsdag den 1. september 2026 kl. 12.00.",
        "stands at Tuesday 1 September 2026, 12:00.",
    ),
    (
        Moment.LAST_SECOND,
        "står på onsdag den 2. september 2026 kl. 23.59.59.",
        "stands at Wednesday 2 September 2026, 23:59:59.",
    ),
    (
        Moment.DAY_AFTER,
        "står på torsdag den 3. september 2026 kl. 0.00.",
        "stands at Thursday 3 September 2026, 0:00.",
    ),
    (
        Moment.DAY_BEFORE,
        "står på tirsdag den 15. september 2026 kl. 12.00.",
        "stands at Tuesday 15 September 2026, 12:00.",
    ),
    (
        Moment.ON_THE_DAY,
        "står på onsdag den 16. september 2026 kl. 10.00.",
        "stands at Wednesday 16 September 2026, 10:00.",
    ),
    (Moment.MAY_2016, "står på onsdag den 11. maj 2016 kl. 9.00.", "stands at Wednesday 11 May 2016, 9:00."),
]


@pytest.mark.parametrize(("moment", "danish", "english"), SAID, ids=[moment for moment, _da, _en in SAID])
def test_each_button_sets_the_clock_and_leads_back_to_the_same_page(
    client: Client, demo: Path, edition: Event, moment: Moment, danish: str, english: str
) -> None:
    (demo / "demo-clock").write_text("2001-01-01T00:00:00+00:00 noget-andet\n")
    answer = press(client, moment)
    assert (answer.status_code, answer["Location"]) == (302, SAME_PAGE)
    assert clock.now() == (instant_of(moment, edition) or REAL)
    number = list(Moment).index(moment)
    links_of = "Læring på tværs Sendte mails Arrangørens sider"
    assert strip_of(client.get("/")) == f"Demo: uret {danish} {links_of} {buttons(number)}"
    links_of = "Læring på tværs Sent mails The organiser's pages"
    assert strip_of(client.get("/en/")) == f"Demo: the clock {english} {links_of} {buttons(number, ENGLISH)}"
    assert [path.name for path in demo.iterdir()] == (["demo-clock"] if number else [])


def test_in_english_the_way_back_stays_english(client: Client, demo: Path, edition: Event) -> None:
    assert 'action="/en/demo/ur/"' in client.get("/en/persondata/?a=1&b=2").content.decode()
    assert 'value="/en/persondata/?a=1&amp;b=2"' in client.get("/en/persondata/?a=1&b=2").content.decode()
    answer = press(client, "day-before", path="/en/persondata/?a=1&b=2", url="/en/demo/ur/")
    assert answer["Location"] == "/en/persondata/?a=1&b=2"


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "\t//example.org/",
        "javascript:alert(1)",
        "http://testserver/",
        "laering-paa-tvaers/",
        "",
        "/demo/ur/",
    ],
)
def test_the_way_back_is_an_address_of_this_site_or_the_front_page(
    client: Client, demo: Path, edition: Event, path: str
) -> None:
    assert press(client, "on-the-day", path=path)["Location"] == "/"


def test_a_moment_that_is_none_or_cannot_be_counted_leaves_the_clock(
    client: Client, demo: Path, db: None
) -> None:
    for moment in ("", "i-gaar", "last-second", "on-the-day"):
        assert press(client, moment).status_code == 404
        assert clock.now() == REAL
    assert press(client, "may-2016").status_code == 302
    assert clock.now() == at("2016-05-11 09:00")
    assert press(client, "today").status_code == 302
    assert clock.now() == REAL


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://testserver", 302),
        ("https://testserver", 403),
        ("http://example.org", 403),
        ("http://testserver.example.org", 403),
        ("null", 403),
    ],
)
def test_only_a_page_of_this_site_sets_the_clock(
    demo: Path, edition: Event, origin: str, status: int
) -> None:
    client = Client(enforce_csrf_checks=True)
    assert press(client, "on-the-day", origin=origin).status_code == status
    assert (clock.now() != REAL) is (status == 302)


def test_the_clock_is_set_by_a_post_and_only_in_a_demo(
    client: Client, demo: Path, edition: Event, settings: Any
) -> None:
    assert client.get("/demo/ur/").status_code == 405
    settings.DEMO = False
    assert client.get("/demo/ur/").status_code == 404
    assert press(client, "on-the-day").status_code == 404
    assert list(demo.iterdir()) == []


# ------------------------------------------------------------------ on every page


@pytest.mark.long
def test_the_strip_is_on_every_page_of_a_demo_and_on_none_elsewhere(
    client: Client,
    demo: Path,
    edition: Event,
    sign_up: Callable[..., SignedUp],
    dorte: User,
    settings: Any,
) -> None:
    booking = sign_up(event=edition).booking
    place = links.place_token(Registration.objects.get())
    pages = [
        "/",
        "/en/",
        "/tidligere/",
        "/persondata/",
        "/laering-paa-tvaers/",
        "/laering-paa-tvaers/tilmelding/",
        "/laering-paa-tvaers/tilmelding/kvittering/000000/",
        "/laering-paa-tvaers/find-min-tilmelding/",
        f"/plads/{place}/",
        f"/plads/{place}/giv-tilbage/",
        f"/samlet/{links.booking_token(booking)}/",
        "/findes-ikke/",
        "/demo/mails/",
        "/admin/",
        "/admin/programme/event/",
        f"/admin/programme/event/{edition.pk}/change/",
        "/admin/password_change/",
    ]
    assert strip_of(client.get("/admin/login/")).startswith("Demo: uret viser")
    client.force_login(dorte)
    seen = {path: client.get(path) for path in pages}
    assert {path: strip_of(answer)[:16] for path, answer in seen.items()} == {
        path: "Demo: the clock " if path == "/en/" else "Demo: uret viser" for path in pages
    }
    assert {answer.status_code for answer in seen.values()} == {200, 404, 409, 410}
    assert strip_of(press(client, "today", origin="null")).startswith("Demo: uret viser")
    settings.DEMO = False
    pages.remove("/demo/mails/")
    assert [path for path in pages if b"demo" in client.get(path).content] == []


def test_the_pages_for_faults_have_the_strip_too_and_ask_no_database(demo: Path) -> None:
    request = RequestFactory().get("/")
    for answer in (server_error(request), bad_request(request, ValueError())):
        assert strip_of(answer).startswith(
            "Demo: uret viser den rigtige tid, lørdag den 1. august 2026. Sendte mails"
        )


@pytest.mark.long
def test_the_strip_sets_no_cookie_and_changes_what_a_browser_has_kept(
    client: Client, demo: Path, edition: Event
) -> None:
    first = client.get("/laering-paa-tvaers/")
    assert client.get("/laering-paa-tvaers/", headers={"if-none-match": first["ETag"]}).status_code == 304
    set_to = press(client, "last-second")
    then = client.get("/laering-paa-tvaers/", headers={"if-none-match": first["ETag"]})
    assert (then.status_code, then["ETag"] != first["ETag"]) == (200, True)
    assert [dict(answer.cookies) for answer in (first, set_to, then)] == [{}, {}, {}]
    assert "Cookie" not in then.get("Vary", "")
    assert "no-store" in set_to["Cache-Control"]


# ------------------------------------------------------------------ mails


def owed_dues() -> list[tuple[str, datetime]]:
    return list(OwedMail.objects.order_by("pk").values_list("status", "due_at"))


@pytest.mark.long
def test_a_mail_of_an_hour_that_the_clock_was_set_back_from_is_sent_all_the_same(
    client: Client, demo: Path, edition: Event, sign_up: Callable[..., SignedUp], mailoutbox: list[Any]
) -> None:
    press(client, "day-after")
    sign_up(event=edition, now=clock.now())
    press(client, "today")
    assert owed_dues() == [("owed", REAL)]
    assert tasks.send_owed() == 1
    (mail,) = mailoutbox
    assert mail.extra_headers["Date"] == "Sat, 01 Aug 2026 10:00:00 +0000"


def test_the_sweep_of_a_demo_finds_what_was_written_while_the_clock_was_set_back(
    client: Client, demo: Path, edition: Event, sign_up: Callable[..., SignedUp], mailoutbox: list[Any]
) -> None:
    press(client, "may-2016")
    sign_up(event=edition)
    assert tasks.send_owed() == 0
    assert tasks.sweep() == 1
    assert tasks.sweep() == 0
    (mail,) = mailoutbox
    assert mail.extra_headers["Date"] == "Wed, 11 May 2016 07:00:00 +0000"
    assert OwedMail.objects.get().sent_at == at("2016-05-11 09:00")


def test_outside_a_demo_a_mail_that_is_due_later_is_sent_later(
    event: Event, sign_up: Callable[..., SignedUp], mailoutbox: list[Any]
) -> None:
    sign_up()
    OwedMail.objects.update(due_at=REAL + timedelta(seconds=1))
    assert tasks.sweep() == 0
    assert owed_dues() == [("owed", REAL + timedelta(seconds=1))]
    assert mailoutbox == []


@pytest.mark.long
def test_a_lease_never_lasts_longer_than_one_taken_at_the_hour_shown(
    client: Client, demo: Path, edition: Event, sign_up: Callable[..., SignedUp], settings: Any
) -> None:
    sign_up(event=edition)
    press(client, "on-the-day")
    assert delivering.claim(OwedMail.objects.get().pk, now=clock.now()) is not None
    press(client, "day-before")
    assert OwedMail.objects.get().claimed_until == at("2026-09-15 12:05")
    press(client, "on-the-day")
    assert OwedMail.objects.get().claimed_until == at("2026-09-15 12:05")
    assert tasks.sweep() == 1


@pytest.mark.long
def test_every_edge_reads_the_demos_clock(client: Client, demo: Path, edition: Event) -> None:
    assert client.get("/laering-paa-tvaers/").content.decode().count("Åben for tilmelding") == 1
    press(client, "day-before")
    assert "Tilmelding lukket" in client.get("/laering-paa-tvaers/").content.decode()
    assert "DTSTAMP:20260915T100000Z" in client.get("/laering-paa-tvaers/kalender.ics").content.decode()
    press(client, "may-2016")
    assert "Ikke åben endnu" in client.get("/laering-paa-tvaers/").content.decode()


@pytest.mark.long
def test_the_login_counts_its_tries_in_real_time(client: Client, demo: Path, edition: Event) -> None:
    wrong = {"username": "dorte@example.org", "password": "forkert"}
    for _try in range(10):
        client.post("/admin/login/", wrong)
    press(client, "on-the-day")
    assert "Vent et kvarter" in client.post("/admin/login/", wrong).content.decode()
