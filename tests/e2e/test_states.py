"""An event in every state, hundreds of them, the button within reach and the line of deadlines with today on it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from conference.clock import now
from programme.models import Event, Rescheduling, User
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import DESK, PHONE, Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


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


def test_every_state_of_an_event(inspector: Inspector, make_event: Callable[..., Event], dorte: User) -> None:
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
    inspector.visitor.log_in(dorte)
    for slug in (*states, "flyttet"):
        inspector.open(f"/{slug}/")


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
