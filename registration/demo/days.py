"""Days for the demo's events, counted from the day of loading: days on which people do go to conferences and to an
evening at the library, whatever day the demo is loaded on."""

from collections.abc import Callable
from datetime import date, timedelta

TUESDAY, WEDNESDAY = 1, 2
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(weeks=1)
EVENINGS = 10
EVENING_WEEKS = 13


def is_quiet(day: date) -> bool:
    """July, the weeks around Christmas, and Constitution Day; no other Danish holiday falls on a Tuesday or a
    Wednesday."""
    return (
        day.month == 7
        or (day.month, day.day) == (6, 5)
        or (day.month, day.day) >= (12, 15)
        or day < date(day.year, 1, 11)
    )


def wednesday(earliest: date) -> date:
    """The first Wednesday from a day on that is not quiet."""
    return _first(WEDNESDAY, earliest, lambda day: not is_quiet(day))


def tuesday_and_wednesday(earliest: date) -> tuple[date, date]:
    """The first two days on end."""
    first = _first(TUESDAY, earliest, lambda day: not is_quiet(day) and not is_quiet(day + ONE_DAY))
    return first, first + ONE_DAY


def _first(weekday: int, earliest: date, suits: Callable[[date], bool]) -> date:
    day = earliest + timedelta(days=(weekday - earliest.weekday()) % 7)
    while not suits(day):
        day += ONE_WEEK
    return day


def last_wednesday(latest: date) -> date:
    """The last Wednesday until a day."""
    return latest - timedelta(days=(latest.weekday() - WEDNESDAY) % 7)


def evenings(today: date) -> list[date]:
    """Ten Tuesdays and Wednesdays that are not quiet, spread over the coming three months; the first leaves people
    some days to sign up."""
    coming = (today + timedelta(days=n) for n in range(5, EVENING_WEEKS * 7))
    possible = [day for day in coming if day.weekday() in {TUESDAY, WEDNESDAY} and not is_quiet(day)]
    return [possible[n * len(possible) // EVENINGS] for n in range(EVENINGS)]
