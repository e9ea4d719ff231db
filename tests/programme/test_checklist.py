"""What an organiser is asked to look at again, on both sides of each boundary."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from programme.checklist import MOST_DAYS, doubtful_days
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
