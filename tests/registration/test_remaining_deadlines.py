"""The event's page says the deadlines that still matter, and none that have passed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event
from registration import policy, sentences
from registration.event_states import event_state
from tests.cast import at

CLOSES = "Tilmeld dig senest onsdag den 9. september 2026."
FREE = (
    "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. Derefter er tilmeldingen bindende, "
    "men en anden person kan deltage i stedet."
)
BINDS = (
    "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026. "
    "En anden person kan deltage i stedet."
)
LAST_FREE, BOUND = at("2026-09-02 23:59"), at("2026-09-03 00:00")


@pytest.mark.parametrize(
    ("fields", "left", "now", "said"),
    [
        ({}, 10, at("2026-04-30 23:59"), [CLOSES, FREE]),
        ({}, 10, at("2026-05-01 00:00"), [CLOSES, FREE]),
        ({}, 10, LAST_FREE, [CLOSES, FREE]),
        ({}, 10, BOUND, [CLOSES, BINDS]),
        ({}, 0, LAST_FREE, [CLOSES, FREE]),
        ({}, 0, BOUND, [CLOSES, BINDS]),
        ({"sign_up": "none"}, None, LAST_FREE, ["Du behøver ikke tilmelde dig."]),
        (
            {"sign_up": "elsewhere", "sign_up_url": "https://example.org/", "binding_after": None},
            None,
            BOUND,
            [CLOSES],
        ),
        ({"sign_up": "elsewhere", "sign_up_url": "https://example.org/"}, None, BOUND, [CLOSES, BINDS]),
        ({"status": "cancelled"}, 10, LAST_FREE, []),
        ({}, 10, at("2026-09-16 08:59"), [BINDS]),
        ({}, 10, at("2026-09-16 09:00"), []),
        ({"binding_after": None, "sign_up": "none"}, None, at("2026-09-16 15:59"), []),
        ({"binding_after": None, "sign_up": "none"}, None, at("2026-09-16 16:00"), []),
    ],
)
def test_what_has_passed_is_not_said(
    make_event: Callable[..., Event], fields: dict[str, Any], left: int | None, now: datetime, said: list[str]
) -> None:
    event = make_event(**fields)
    state = event_state(event, policy.windows(event), now=now, places_left=left)
    with translation.override("da"):
        assert sentences.remaining_deadlines(event, state=state, now=now) == said
