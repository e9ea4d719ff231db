"""The address of a sign-up, and of *find my sign-up*, where neither is possible: why, said once, and the way on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from tests.cast import OPEN, STARTED
from tests.pages import text_of

pytestmark = pytest.mark.django_db

HOST = "https://tilmelding.example.org/aarsmoede"
ELSEWHERE = {"sign_up": "elsewhere", "sign_up_url": HOST}
WRITE = "Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org"
GO = "Gå til tilmeldingen"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("changes", "said", "leads_on"),
    [
        (ELSEWHERE, "Man tilmelder sig dette arrangement på en anden adresse.", True),
        ({"sign_up": "none"}, "Du behøver ikke tilmelde dig.", False),
        (
            {"registration_opens_on": date(2026, 6, 2)},
            "Tilmeldingen åbner tirsdag den 2. juni 2026.",
            False,
        ),
    ],
    ids=["elsewhere", "none", "not open yet"],
)
def test_the_address_of_a_sign_up_that_is_not_here_leads_to_where_it_is(
    changes: dict[str, Any],
    said: str,
    leads_on: bool,
    make_event: Callable[..., Event],
    client: Client,
    clock: Any,
) -> None:
    event = make_event(**changes)
    html = client.get(f"/{event.slug}/tilmelding/").content.decode()
    assert f"{said} {WRITE}" in text_of(html)
    assert (f'<a class="button" href="{HOST}">{GO}</a>' in html) is leads_on


def test_once_it_has_begun_it_no_longer_leads_to_another_address(
    make_event: Callable[..., Event], client: Client, clock: Any
) -> None:
    event = make_event(**ELSEWHERE)
    clock.move_to(STARTED)
    html = client.get(f"/{event.slug}/tilmelding/").content.decode()
    assert "så man kan ikke længere tilmelde sig" in html
    assert HOST not in html


@pytest.mark.parametrize("page", ["", "tilmelding/", "find-min-tilmelding/"])
def test_that_it_is_called_off_is_said_once_with_whom_to_write_to(
    page: str, make_event: Callable[..., Event], client: Client, clock: Any
) -> None:
    event = make_event(status="cancelled", cancellation_note="Søren er syg.")
    html = client.get(f"/{event.slug}/{page}").content.decode()
    main = text_of(html.partition('<div class="wrap page')[2].partition("</main>")[0])
    assert [main.count(words) for words in ("er aflyst", "Søren er syg.", WRITE)] == [1, 1, 1]
    assert "Tilmelding Aflyst" not in main


def test_a_way_back_stands_where_no_link_can_be_mailed_any_longer(
    make_event: Callable[..., Event], client: Client, clock: Any
) -> None:
    event = make_event()
    clock.move_to(STARTED)
    html = client.get(f"/{event.slug}/find-min-tilmelding/").content.decode()
    assert f'<a href="/{event.slug}/">Til arrangementet</a>' in html
