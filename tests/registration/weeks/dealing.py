"""Who gets which of the items wished for, said once more and otherwise than the product says it: every way is tried."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from tests.registration.weeks.reading import CONFIRMED, Place, State
from tests.registration.weeks.rule import days_of
from tests.registration.weeks.world import Choice

# Of one choice: by place, the items she can have and which wish each is.
Ranks = dict[int, dict[int, int]]
# How many get one of their wishes, their first, their second; and then how good a wish each has, in their order.
Worth = tuple[int, int, int, tuple[int, ...]]


def gathering(state: State, choices: Sequence[Choice]) -> list[Choice]:
    """The choices in which people wish now."""
    return [one for one in choices if state.distributed.get(one.pk, True) is None]


def in_the_order_they_signed_up(state: State) -> list[Place]:
    """Those who have a place; whoever came instead of another stands where she stood."""
    places = state.places

    def turn(one: Place) -> tuple[object, ...]:
        first = places[state.first[one.pk]]
        return first.created_at, first.booking, first.number

    return sorted(state.of(CONFIRMED), key=turn)


def taking_part(state: State, choice: Choice) -> list[Place]:
    """Those who have no item of the choice yet, and come on a day of it."""
    have = {place for place, item in state.chosen if item in choice.items}
    first = state.event.starts_on
    return [
        one
        for one in in_the_order_they_signed_up(state)
        if one.pk not in have and (choice.is_of_both_days or first in days_of(one, state.event))
    ]


def ranks_in(state: State, choice: Choice) -> Ranks:
    found: Ranks = defaultdict(dict)
    for one in state.wishes:
        if one.choice == choice.pk:
            found[one.place][one.item] = one.rank
    return found


def dealt(
    state: State,
    choices: Sequence[Choice],
    *,
    places: Mapping[int, int | None],
    clashes: Collection[tuple[int, int]],
) -> set[tuple[int, int]]:
    """Who gets what of all the choices in which people wish now, one choice after the other."""
    has: dict[int, set[int]] = defaultdict(set)
    for place, item in state.chosen:
        has[place].add(item)
    taken = Counter(item for _place, item in state.chosen)
    found: set[tuple[int, int]] = set()
    for one in gathering(state, choices):
        ranks = ranks_in(state, one)
        people = [place.pk for place in taking_part(state, one)]
        can_have = [
            {
                item: rank
                for item, rank in ranks.get(pk, {}).items()
                if not any((item, other) in clashes or (other, item) in clashes for other in has[pk])
            }
            for pk in people
        ]
        left = [
            len(people) if (most := places[item]) is None else max(most - taken[item], 0)
            for item in one.items
        ]
        for pk, number in zip(people, _best(can_have, items=one.items, left=tuple(left)), strict=True):
            if number is not None:
                has[pk].add(number)
                found.add((pk, number))
    return found


def _best(can_have: list[dict[int, int]], *, items: list[int], left: tuple[int, ...]) -> list[int | None]:
    @cache
    def rest(turn: int, left: tuple[int, ...]) -> tuple[Worth, tuple[int | None, ...]]:
        if turn == len(can_have):
            return (0, 0, 0, ()), ()
        ways = []
        for number, item in [(-1, None), *enumerate(items)]:
            if item is None:
                after, own = left, 4
            elif item in can_have[turn] and left[number]:
                after, own = (
                    (*left[:number], left[number] - 1, *left[number + 1 :]),
                    can_have[turn][item],
                )
            else:
                continue
            (any_wish, first, second, later), who = rest(turn + 1, after)
            worth = (any_wish + (own < 4), first + (own == 1), second + (own == 2), (-own, *later))
            ways.append((worth, (item, *who)))
        return max(ways, key=lambda way: way[0])

    return list(rest(0, left)[1])
