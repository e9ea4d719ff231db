"""A full workshop, as people meet it in a browser: chosen on the form, changed on the own page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from programme.models import Event, Session
from registration.models import SessionChoice
from registration.services.booking import SignedUp
from tests.cast import BO
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Way, link_in
from tests.registration.items import ids, workshops

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(make_event: Callable[..., Event], live_server: Any, settings: Any) -> Event:
    settings.SITE_URL = live_server.url
    return make_event(fee_ore=None)


@pytest.fixture
def items(event: Event) -> dict[str, Session]:
    return workshops(event)


@pytest.mark.parametrize("visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True)
def test_a_full_workshop_cannot_be_had_and_another_is_chosen_and_changed(
    inspector: Inspector,
    event: Event,
    items: dict[str, Session],
    sign_up: Callable[..., SignedUp],
    post: Callable[[], dict[str, str]],
) -> None:
    visitor, page = inspector.visitor, inspector.page
    sign_up(replace(BO, sessions=ids(items["læsning"])), event=event)
    group = f"i{items['læsning'].choice_id}"
    inspector.open(f"/{event.slug}/")
    assert "Læsning på tværs" in visitor.text
    inspector.look("a full item in the programme")
    inspector.open(f"/{event.slug}/tilmelding/")
    assert page.locator(f"#id_{group}_0").is_disabled()
    assert "Læsning på tværs – fuldt" in visitor.text
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
    visitor.take_time()
    inspector.press("Fortsæt")
    assert "Vælg et punkt, eller »Jeg vælger senere«." in visitor.text
    visitor.hands.tick(page.locator(f"#id_{group}_1"))
    inspector.press("Fortsæt")
    assert "Har valgt: Spil og æventyr, kl. 13.00-14.00." in visitor.text
    visitor.tick("Jeg accepterer disse betingelser")
    inspector.press("Tilmeld 1 person")
    letter = post()["anne.mette@example.org"]
    assert "Spil og æventyr, kl. 13.00-14.00" in letter
    inspector.open(link_in(letter, "plads"))
    visitor.follow("Ændr valget")
    inspector.look("the choice of items")
    visitor.hands.tick(page.locator("#id_i0_1"))
    inspector.press("Gem valget")
    assert "Dit valg er gemt." in visitor.text
    inspector.look("the own page with its items")
    chosen = SessionChoice.objects.filter(registration__name="Anne Mette Sørensen")
    assert {one.title for one in chosen} == {"Spil og æventyr", "Aftensang"}
