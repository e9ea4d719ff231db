"""What is said of the waiting list: how it moves, short and whole, and how it stands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event
from registration.line_sentences import ListRule, list_rule, list_stands
from tests.cast import BOUND, OPEN, STARTED

pytestmark = pytest.mark.django_db

ORDER = "Ledige pladser gives i den rækkefølge, man er kommet på ventelisten."
GROUPS = "En gruppe, der vil have alle sine pladser samlet, springes over, så længe der er for få, og beholder sin tur."
AT_ONCE = (
    "Til og med mandag den 31. august 2026 får den, der står for tur, pladsen med det samme, får besked i en mail og "
    "kan stadig frit melde afbud."
)
NEVER_BINDS = "Den, der står for tur, får straks pladsen og får besked i en mail."
YES = (
    "i en mail. Den, der siger ja, får pladsen og er straks bundet. Der skal svares inden to hverdage, eller hurtigere "
    "kort før arrangementet."
)
OFFERED, THEN_OFFERED = f"En plads tilbydes {YES}", f"Derefter tilbydes en plads {YES}"
LAST = (
    "I de sidste 48 timer tilbydes en ledig plads til alle, der venter, og den første, der siger ja, får den."
)
HOURS = timedelta(hours=48)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({}, OPEN, ListRule(f"{ORDER} {AT_ONCE}", [ORDER, GROUPS, AT_ONCE, THEN_OFFERED, LAST])),
        (
            {"binding_after": None},
            BOUND,
            ListRule(f"{ORDER} {NEVER_BINDS}", [ORDER, GROUPS, NEVER_BINDS, LAST]),
        ),
        (
            {},
            BOUND - HOURS,
            ListRule(f"{ORDER} {AT_ONCE}", [ORDER, GROUPS, AT_ONCE, THEN_OFFERED, LAST]),
        ),
        ({}, BOUND - HOURS + SECOND, ListRule(f"{ORDER} {OFFERED}", [ORDER, GROUPS, OFFERED, LAST])),
        ({}, STARTED - HOURS - SECOND, ListRule(f"{ORDER} {OFFERED}", [ORDER, GROUPS, OFFERED, LAST])),
        ({}, STARTED - HOURS, ListRule(LAST, [LAST])),
        ({}, STARTED, ListRule()),
        ({"status": "cancelled"}, OPEN, ListRule()),
    ],
    ids=[
        "at once",
        "never binding",
        "at once still",
        "offers begin",
        "offers end",
        "the last hours",
        "begun",
        "called off",
    ],
)
def test_what_holds_now_is_short_and_the_whole_rule_is_a_list(
    changes: dict[str, Any], now: datetime, expected: ListRule, make_event: Callable[..., Event]
) -> None:
    with translation.override("da"):
        said = list_rule(make_event(**changes), now=now)
    assert said == expected
    assert said.is_more is (len(said.whole) > 1)


@pytest.mark.parametrize(
    ("left", "waiting", "others_wait", "expected"),
    [
        (0, 0, False, "Alle pladser er taget. Du kan komme på ventelisten. Der er ingen på den endnu."),
        (None, 1, False, "Alle pladser er taget. Du kan komme på ventelisten. Én person står der allerede."),
        (1, 0, False, "Der er kun 1 plads tilbage. Du kan komme på ventelisten. Der er ingen på den endnu."),
        (2, 3, False, "Der er kun 2 pladser tilbage. Du kan komme på ventelisten. 3 personer står der allerede."),
        (
            2, 3, True,
            "De ledige pladser er til dem, der allerede står på ventelisten. Du kan komme på ventelisten. "
            "3 personer står der allerede.",
        ),
    ],
)  # fmt: skip
def test_how_the_list_stands_says_whose_the_free_places_are(
    left: int | None, waiting: int, others_wait: bool, expected: str
) -> None:
    with translation.override("da"):
        assert list_stands(places_left=left, waiting=waiting, others_wait=others_wait) == expected
