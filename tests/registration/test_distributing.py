"""Who gets which of the items wished for: the rule, tried on few and on many."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registration.distributing import Wisher, distribute, distribute_all

ANNE, BO, CLARA, DORTE = 1, 2, 3, 4
LÆSNING, SPIL, SANG = 10, 11, 12


def wishes(person: int, *items: int) -> Wisher:
    return Wisher(person=person, ranks={item: rank for rank, item in enumerate(items, start=1)})


@pytest.mark.parametrize(
    ("wishers", "places", "result"),
    [
        # Whoever signed up first has the place that two want alike.
        ([wishes(ANNE, LÆSNING), wishes(BO, LÆSNING)], 1, {ANNE: LÆSNING}),
        ([wishes(BO, LÆSNING), wishes(ANNE, LÆSNING)], 1, {BO: LÆSNING}),
        # As many as possible get something: Anne has her second wish, so that Bo has his only one.
        ([wishes(ANNE, LÆSNING, SPIL), wishes(BO, LÆSNING)], 1, {ANNE: SPIL, BO: LÆSNING}),
        # As many first wishes as possible come before whoever signed up first.
        (
            [wishes(ANNE, LÆSNING, SPIL), wishes(BO, LÆSNING, SANG), wishes(CLARA, SANG, LÆSNING)],
            1,
            {ANNE: SPIL, BO: LÆSNING, CLARA: SANG},
        ),
        # So do as many second wishes as possible.
        (
            [wishes(ANNE, LÆSNING, SPIL), wishes(BO, LÆSNING, SANG, SPIL), wishes(CLARA, SANG)],
            1,
            {ANNE: SPIL, BO: LÆSNING, CLARA: SANG},
        ),
        ([wishes(ANNE, LÆSNING), wishes(BO, LÆSNING)], None, {ANNE: LÆSNING, BO: LÆSNING}),
        ([wishes(ANNE, LÆSNING)], 0, {}),
        ([wishes(ANNE)], 1, {}),
        ([], 1, {}),
    ],
)
def test_the_rule(wishers: list[Wisher], places: int | None, result: dict[int, int]) -> None:
    assert distribute(wishers, places=dict.fromkeys((LÆSNING, SPIL, SANG), places)) == result


def test_a_wish_that_cannot_be_had_makes_the_next_no_better() -> None:
    """Anne's first wish is called off; her second stays a second, so Bo's first comes before it."""
    anne = Wisher(person=ANNE, ranks={SPIL: 2})
    assert distribute([anne, wishes(BO, SPIL)], places={SPIL: 1}) == {BO: SPIL}


ITEMS = st.lists(st.sampled_from(range(4)), unique=True, max_size=3)


def best(wishers: list[Wisher], places: dict[int, int | None]) -> dict[int, int]:
    """Every way there is, by the words of the rule."""
    ways = []
    for way in product(*[[None, *one.ranks] for one in wishers]):
        if all(number is None or way.count(item) <= number for item, number in places.items()):
            got = [4 if item is None else one.ranks[item] for one, item in zip(wishers, way, strict=True)]
            ways.append(((got.count(4), -got.count(1), -got.count(2), got), way))
    _order, way = min(ways, key=lambda one: one[0])
    return {one.person: item for one, item in zip(wishers, way, strict=True) if item is not None}


@settings(deadline=None, max_examples=60)
@given(st.lists(ITEMS, max_size=5), st.lists(st.sampled_from([0, 1, 1, 2, None]), min_size=4, max_size=4))
def test_no_way_is_better_by_the_rule(typed: list[list[int]], numbers: list[int | None]) -> None:
    wishers = [wishes(number, *items) for number, items in enumerate(typed)]
    places = dict(enumerate(numbers))
    assert distribute(wishers, places=places) == best(wishers, places)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(ITEMS, ITEMS), max_size=8),
    st.lists(st.integers(0, 3), min_size=8, max_size=8),
    st.sets(st.tuples(st.integers(0, 3), st.integers(4, 7))),
    st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=1)),
)
def test_nobody_gets_what_she_cannot_have(
    typed: list[tuple[list[int], list[int]]],
    numbers: list[int],
    clashes: set[tuple[int, int]],
    held: dict[int, set[int]],
) -> None:
    """Two choices: no item over its places, nobody two of one choice, nothing she did not wish, no two at once."""
    first = [wishes(number, *one) for number, (one, _two) in enumerate(typed)]
    second = [wishes(number, *(item + 4 for item in two)) for number, (_one, two) in enumerate(typed)]
    places = dict(enumerate(numbers))
    both = clashes | {(two, one) for one, two in clashes}
    given_ = distribute_all(
        [first, second], places=places, held=held, clash=lambda one, other: (one, other) in both
    )
    everything = [item for one in given_ for item in one.values()]
    assert all(everything.count(item) <= number for item, number in places.items())
    for wishers, one in zip((first, second), given_, strict=True):
        assert all(item in wishers[person].ranks for person, item in one.items())
    for number in range(len(typed)):
        has = [*held.get(number, ()), *(one[number] for one in given_ if number in one)]
        assert len(has) == len(set(has))
        mine = [one[number] for one in given_ if number in one]
        assert not any((one, other) in both for one in mine for other in has)


def test_four_hundred_people_are_distributed_at_once() -> None:
    """In well under a second."""
    draw = Random(2026)
    wishers = [wishes(number, *draw.sample(range(10), 3)) for number in range(400)]
    places: dict[int, int | None] = dict.fromkeys(range(10), 38)
    assert len(distribute(wishers, places=places)) == 380
