"""Wishes, as people meet them in a browser: ranked on the form, changed on the own page, distributed by one press."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from programme.models import Event, Session
from registration.models import SessionChoice
from registration.services.booking import SignedUp
from tests.cast import BO, CLARA, EMIL, at
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Way, link_in
from tests.registration.items import ids, wished_workshops

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(make_event: Callable[..., Event], live_server: Any, settings: Any) -> Event:
    settings.SITE_URL = live_server.url
    return make_event(fee_ore=None)


@pytest.fixture
def wished(event: Event) -> dict[str, Session]:
    return wished_workshops(event)


@pytest.mark.parametrize("visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True)
def test_four_people_wish_and_one_press_distributes(
    desk: Inspector,
    event: Event,
    wished: dict[str, Session],
    sign_up: Callable[..., SignedUp],
    post: Callable[[], dict[str, str]],
) -> None:
    visitor, page = desk.visitor, desk.page
    both = ids(wished["læsning"], wished["spil"])
    sign_up(replace(BO, wishes=both), replace(CLARA, wishes=both), EMIL, event=event)
    group = f"i{wished['læsning'].choice_id}"

    def wish(rank: int, words: str) -> None:
        visitor.hands.pick(page.locator(f"[name='{group}.{rank}']"), words)

    desk.open(f"/{event.slug}/tilmelding/")
    assert "Det gælder ikke om at komme først" in visitor.text
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
    wish(1, "Læsning på tværs (1 plads)")
    wish(2, "Læsning på tværs (1 plads)")
    visitor.take_time()
    desk.press("Fortsæt")
    assert "Du har ønsket »Læsning på tværs« to gange i »Værksteder kl. 13«." in visitor.text
    wish(2, "Sang i åen")
    desk.press("Fortsæt")
    assert "Ønsker til »Værksteder kl. 13«: 1. Læsning på tværs; 2. Sang i åen." in visitor.text
    visitor.tick("Jeg accepterer disse betingelser")
    desk.press("Tilmeld 1 person")
    letter = post()["anne.mette@example.org"]
    assert "- Værksteder kl. 13: 1. Læsning på tværs; 2. Sang i åen" in letter
    own_page = link_in(letter, "plads")
    desk.open(own_page)
    visitor.follow("Ændr valget")
    desk.look("the wishes")
    wish(1, "Spil og æventyr (1 plads)")
    desk.press("Gem valget")
    assert "Dit valg er gemt." in visitor.text

    visitor.clock.move_to(at("2026-09-16 07:00"))
    desk.open("/admin/")
    visitor.follow("Fordel efter ønsker (Læring på tværs)")
    desk.look("the answer before it is given")
    assert "Får ingen af deres ønsker" not in visitor.text
    desk.press("Fordel, og skriv til alle")
    assert "Programpunkterne er fordelt: 3 personer har fået et af deres ønsker." in visitor.text
    letters = post()
    assert "Du har fået: Sang i åen, kl. 13.00-14.00 (2. ønske)" in letters["anne.mette@example.org"]
    assert "Du har fået: Læsning på tværs, kl. 13.00-14.00 (1. ønske)" in letters["bo@example.org"]
    desk.open(own_page)
    assert "Sang i åen, kl. 13.00-14.00" in visitor.text
    assert dict(SessionChoice.objects.values_list("registration__name", "title")) == {
        "Anne Mette Sørensen": "Sang i åen",
        "Bo Ågård": "Læsning på tværs",
        "Clara Æbelø": "Spil og æventyr",
    }
