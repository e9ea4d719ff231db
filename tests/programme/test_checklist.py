"""What an organiser is asked to look at again, on both sides of each boundary."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from programme.checklist import MOST_DAYS, doubtful_days, missing
from programme.models import Event

FIRST = date(2026, 9, 16)


def lasting(days: int) -> Event:
    return Event(title="Læring på tværs", starts_on=FIRST, ends_on=FIRST + timedelta(days=days - 1))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", "Onsdag den 16. september 2026 er forbi, så arrangementet står blandt de tidligere."),
        ("en", "Wednesday 16 September 2026 is over, so the event stands among the past ones."),
    ],
)
def test_a_day_that_is_over_is_told_from_its_end_on(language: str, said: str) -> None:
    event = lasting(1)
    with translation.override(language):
        assert doubtful_days(event, now=event.ends - timedelta(microseconds=1)) == []
        assert doubtful_days(event, now=event.ends) == [said]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (MOST_DAYS, []),
        (MOST_DAYS + 1, ["Det varer 32 dage, til og med lørdag den 17. oktober 2026. Er årstallet rigtigt?"]),
    ],
)
def test_more_days_than_a_month_are_asked_about(days: int, said: list[str]) -> None:
    event = lasting(days)
    with translation.override("da"):
        assert doubtful_days(event, now=event.begins) == said


def test_an_event_called_off_lacks_nothing_but_the_reason() -> None:
    event = lasting(1)
    event.status = Event.Status.CANCELLED
    with translation.override("da"):
        assert missing(event, items=0) == [
            "Der står ikke, hvorfor det er aflyst, og det vil alle, der åbner siden eller læser mailen, spørge om."
        ]
        event.cancellation_note = "Storm på Øresund."
        assert missing(event, items=0) == []
