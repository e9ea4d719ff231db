"""The waiting list's rule, both sides of every instant, and who is next whatever the line looks like. No database."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.models import Event
from registration import policy
from registration.waiting import (
    Giving,
    Party,
    answer_by,
    can_use,
    could_be_together,
    giving,
    in_line,
    passed_over,
    position,
    turns,
)
from tests.cast import OPEN, at

JUST_BEFORE = timedelta(microseconds=1)
COPENHAGEN = "Europe/Copenhagen"


def facts(**fields: Any) -> policy.Windows:
    """Wednesday 16 September 2026 at 9.00; sign-up closes on the 9th; free until Wednesday 2 September."""
    known: dict[str, Any] = {
        "status": Event.Status.PUBLISHED,
        "starts_on": date(2026, 9, 16),
        "starts_at": time(9),
        "ends_on": date(2026, 9, 16),
        "ends_at": time(16),
        "registration_closes_on": date(2026, 9, 9),
        "binding_after": date(2026, 9, 2),
    }
    return policy.windows(Event(**(known | fields)))


@pytest.mark.parametrize(
    ("wall", "before", "from_then_on"),
    [
        # Free cancellation ends with 2 September: 48 hours are left at the last moment of 31 August.
        ("2026-09-01 00:00", Giving.AT_ONCE, Giving.OFFER),
        # Two days before it begins, also long after sign-up has closed.
        ("2026-09-14 09:00", Giving.OFFER, Giving.FIRST_YES),
        ("2026-09-16 09:00", Giving.FIRST_YES, None),
    ],
)
def test_how_a_place_is_given_changes_at_an_instant(
    wall: str, before: Giving, from_then_on: Giving | None
) -> None:
    # With exactly 48 hours of free cancellation left the place is still confirmed at once.
    step = JUST_BEFORE if from_then_on is Giving.OFFER else timedelta(0)
    instant = at(wall) + step
    assert (giving(facts(), now=instant - JUST_BEFORE), giving(facts(), now=instant)) == (
        before,
        from_then_on,
    )


def test_where_nothing_binds_places_are_given_at_once_until_two_days_before() -> None:
    never = facts(binding_after=None)
    last = at("2026-09-14 09:00")
    assert (giving(never, now=last - JUST_BEFORE), giving(never, now=last)) == (
        Giving.AT_ONCE,
        Giving.FIRST_YES,
    )


def test_the_hours_of_free_cancellation_are_real_ones_when_the_clocks_change() -> None:
    # The night to 29 March 2026 is an hour short: 48 hours before the end of the 29th it is 23.00 on the 27th.
    spring = facts(
        starts_on=date(2026, 4, 10),
        ends_on=date(2026, 4, 10),
        registration_closes_on=None,
        binding_after=date(2026, 3, 29),
    )
    last = at("2026-03-27 23:00")
    assert (giving(spring, now=last), giving(spring, now=last + JUST_BEFORE)) == (
        Giving.AT_ONCE,
        Giving.OFFER,
    )


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "cancelled"}])
def test_the_list_of_an_event_that_is_not_on_stands_still(fields: dict[str, Any]) -> None:
    assert giving(facts(**fields), now=OPEN) is None


@pytest.mark.parametrize(
    ("made", "stands_until"),
    [
        ("2026-09-01 10:00", "2026-09-03 10:00"),  # Tuesday to Thursday
        (
            "2026-09-03 10:00",
            "2026-09-06 15:45",
        ),  # a quarter of the 311 hours left is less than Thursday to Monday
        ("2026-09-10 09:00", "2026-09-11 21:00"),  # a quarter of six days
        ("2026-09-14 08:00", "2026-09-14 20:15"),
    ],
)
def test_an_offer_stands_for_two_weekdays_or_a_quarter_of_the_time_left(made: str, stands_until: str) -> None:
    assert answer_by(facts(), now=at(made), zone=COPENHAGEN) == at(stands_until)


def test_an_offer_made_on_a_friday_long_before_stands_until_tuesday() -> None:
    late = facts(starts_on=date(2026, 12, 16), ends_on=date(2026, 12, 16), registration_closes_on=None)
    assert answer_by(late, now=at("2026-09-04 10:00"), zone=COPENHAGEN) == at("2026-09-08 10:00")
    assert answer_by(late, now=at("2026-09-05 10:00"), zone=COPENHAGEN) == at("2026-09-09 00:00")


# ------------------------------------------------------------------ the line


def party(number: int, *people: int, since: int = 0, together: bool = True) -> Party:
    joined = datetime(2026, 8, 1, tzinfo=UTC) + timedelta(minutes=since or number)
    return Party(booking=number, since=joined, number=people[0], people=people, together=together)


ALONE = party(1, 11)
THREE = party(2, 21, 22, 23)
LATER = party(3, 31)


def served(*parties: Party, free: int | None) -> list[tuple[int, tuple[int, ...]]]:
    return [(turn.party.booking, turn.people) for turn in turns(parties, free=free)]


@pytest.mark.parametrize(
    ("free", "who"),
    [
        (-1, []),
        (0, []),
        (1, [(1, (11,))]),
        (2, [(1, (11,)), (3, (31,))]),  # the three keep their turn and are passed over
        (3, [(1, (11,)), (3, (31,))]),
        (4, [(1, (11,)), (2, (21, 22, 23))]),
        (5, [(1, (11,)), (2, (21, 22, 23)), (3, (31,))]),
        (None, [(1, (11,)), (2, (21, 22, 23)), (3, (31,))]),
    ],
)
def test_the_first_in_line_who_can_use_the_places_has_them(
    free: int | None, who: list[tuple[int, tuple[int, ...]]]
) -> None:
    assert served(LATER, THREE, ALONE, free=free) == who
    assert can_use([LATER, THREE, ALONE], free=free) == bool(who)


def test_a_party_that_takes_places_as_they_come_is_not_passed_over() -> None:
    apart = party(2, 21, 22, 23, together=False)
    assert served(apart, LATER, free=2) == [(2, (21, 22))]
    assert (passed_over([apart, LATER], free=2), passed_over([THREE, LATER], free=2)) == ([], [THREE])
    assert (passed_over([THREE], free=0), passed_over([THREE], free=3)) == ([], [])


def test_two_who_joined_in_the_same_instant_keep_the_order_they_were_written_in() -> None:
    second, first = party(8, 82, since=5), party(9, 81, since=5)
    assert in_line([second, first]) == [first, second]


def test_a_position_is_counted_in_persons() -> None:
    line = [LATER, THREE, ALONE]
    assert [position(one, line) for one in (11, 21, 22, 23, 31, 99)] == [1, 2, 3, 4, 5, None]


lines = st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.integers(0, 9)), max_size=8).map(
    lambda rows: [
        party(number, *range(number * 10, number * 10 + size), since=minute + 1, together=together)
        for number, (size, together, minute) in enumerate(rows, 1)
    ]
)


@given(line=lines, free=st.integers(-2, 12))
def test_whatever_the_line_nobody_is_overtaken_by_a_place_that_could_be_used(
    line: list[Party], free: int
) -> None:
    done = turns(line, free=free)
    given_away = sum(len(turn.people) for turn in done)
    assert given_away <= max(free, 0)
    left = max(free, 0)
    taken = {turn.party: turn.people for turn in done}
    for one in in_line(line):
        people = taken.get(one, ())
        assert people == one.people[: len(people)]
        assert not (one.together and people and people != one.people)
        # Whoever got less than she wanted could not use what was left when her turn came.
        if len(people) < len(one.people):
            assert left == len(people) or (one.together and left < len(one.people))
        left -= len(people)
    assert can_use(line, free=free) == bool(done)


@pytest.mark.parametrize(
    ("people", "capacity", "reserved", "could"),
    [(5, 5, 0, True), (6, 5, 0, False), (4, 5, 1, True), (5, 5, 1, False), (99, None, 0, True)],
)
def test_a_group_bigger_than_all_places_for_the_public_is_never_together(
    people: int, capacity: int | None, reserved: int, could: bool
) -> None:
    assert could_be_together(people, Event(capacity=capacity, reserved_places=reserved)) is could
