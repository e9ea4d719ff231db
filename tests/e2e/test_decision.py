"""A smallest number of people and the day on which it is decided: the organiser is reminded, and says that the event
takes place, or calls it off."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from conference import clock
from programme.models import Event
from registration import tasks
from registration.models import OwedMail, Registration
from tests.cast import at
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Way

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
by_mouse_and_keys = pytest.mark.parametrize(
    "visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True
)
DECIDES = at("2026-08-20 09:30")


@pytest.fixture
def event(make_event: Callable[..., Event], live_server: Any, settings: Any) -> Event:
    """Of four people who are needed three have places."""
    settings.SITE_URL = live_server.url
    return make_event(fee_ore=None, minimum_people=4, decide_on=date(2026, 8, 20))


@pytest.fixture
def decision(desk: Inspector, people: list[Registration], post: Callable[[], dict[str, str]]) -> Inspector:
    """Dorte has opened the page that her mail of the day leads to."""
    visitor = desk.visitor
    desk.open(f"/{people[0].event.slug}/")
    assert (
        "Det gennemføres, hvis mindst 4 tilmelder sig. Det afgøres torsdag den 20. august 2026."
        in visitor.text
    )
    for instant in (DECIDES - timedelta(days=3), DECIDES):
        visitor.clock.move_to(instant)
        tasks.daily_notices()
    letter = post()["dorte@example.org"]
    address = next(word for word in letter.split() if word.endswith("/beslutning/"))
    desk.open(address)
    assert visitor.heading == "Gennemføres det?"
    assert "3 af mindst 4; det skal besluttes torsdag den 20. august 2026." in visitor.text
    return desk


@by_mouse_and_keys
def test_the_organiser_says_that_it_takes_place(
    decision: Inspector, people: list[Registration], post: Callable[[], dict[str, str]]
) -> None:
    visitor, event = decision.visitor, people[0].event
    visitor.write(text=" ")
    decision.press("Meld ud, at det gennemføres")
    assert "Skriv, hvad der skal stå i mailen" in visitor.text
    visitor.write(text="Vi er tre, og det er nok. Vi glæder os til at se jer.")
    decision.press("Meld ud, at det gennemføres")
    assert "gennemføres, og mailene er på vej" in visitor.text
    event.refresh_from_db()
    assert event.goes_ahead_at is not None
    sent = post()
    assert "Vi er tre, og det er nok." in sent["bo@example.org"]
    decision.open(f"/admin/programme/event/{event.pk}/beslutning/")
    assert "Det er besluttet: Arrangementet gennemføres." in visitor.text
    decision.open(f"/{event.slug}/")
    assert "Det er besluttet: Arrangementet gennemføres." in visitor.text


@by_mouse_and_keys
def test_the_organiser_calls_it_off(
    decision: Inspector, people: list[Registration], post: Callable[[], dict[str, str]]
) -> None:
    visitor, event, page = decision.visitor, people[0].event, decision.page
    visitor.follow("Til arrangementets status")
    visitor.hands.pick(page.locator("#id_status"), "aflyst")
    visitor.hands.write(page.locator("#id_cancellation_note"), "For få har tilmeldt sig.")
    visitor.hands.go(page.locator("main [name=_continue]"))
    event.refresh_from_db()
    assert event.status == Event.Status.CANCELLED
    visitor.hands.go(page.locator(".messagelist").get_by_role("link", name="Fortæl om ændringen"))
    decision.look("the mail about an event called off")
    decision.press("Send mailen til dem alle")
    told = OwedMail.objects.filter(kind="event_called_off").values_list("to_email", flat=True)
    assert {"anne.mette@example.org", "bo@example.org"} <= set(told)
    assert "For få har tilmeldt sig." in post()["bo@example.org"]
    decision.open(f"/admin/programme/event/{event.pk}/beslutning/")
    assert page.get_by_role("button", name="Meld ud, at det gennemføres").count() == 0
    decision.open(f"/{event.slug}/")
    assert "Arrangementet er aflyst" in visitor.text
    assert clock.now() >= DECIDES
