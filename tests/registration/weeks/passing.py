"""What is chosen of the programme follows the day, when two who share a place have other days or one of them leaves."""

from collections.abc import Sequence
from datetime import date

from tests.registration.weeks.dealing import gathering
from tests.registration.weeks.holds import Act
from tests.registration.weeks.reading import Place, State, Wish
from tests.registration.weeks.rule import days_of
from tests.registration.weeks.world import World

VERBS = {"shared", "share_changed", "share_ended"}


def what_is_chosen_follows_the_day(act: Act, *, world: World) -> None:
    """To the other of the two, as far as she can have it beside what she has; and each of whom something goes, or to
    whom it comes, has it written down."""
    written = sorted(entry.place or 0 for entry in act.entries if entry.verb == "items_passed")
    due: list[int] = []
    for holder, second in pairs(act):
        pair = (holder, second)
        days = [_days_after(one, act) for one in pair]
        had = [_has(act.before, one, world=world) for one in pair]
        found = [_after(had, days, mine=mine, world=world, state=act.before) for mine in (0, 1)]
        assert found == [_has(act.after, one, world=world) for one in pair]
        for mine, one in enumerate(pair):
            gave = _lost(had[mine], found[mine])
            got = _lost(found[mine], had[mine])
            due += [one.pk] * (bool(gave) + bool(got))
    assert written == sorted(due)


def pairs(act: Act) -> list[tuple[Place, Place]]:
    """Of those whose days are others now: whoever has the place, and the second."""
    found = []
    for entry in act.entries:
        if entry.verb in VERBS and entry.place is not None:
            holder = act.after.places[entry.place]
            state = act.before if entry.verb == "share_ended" else act.after
            second = state.other_of(holder)
            assert second is not None
            found.append((holder, second))
    return found


def _days_after(one: Place, act: Act) -> set[date]:
    now = act.after.places[one.pk]
    return days_of(now, act.after.event) if now.is_current else set()


def _has(state: State, one: Place, *, world: World) -> tuple[set[int], set[tuple[int, int, int]]]:
    """Her items, and what she wishes for where people wish now."""
    open_now = {choice.pk for choice in gathering(state, world.choices)}
    mine = [wish for wish in state.wishes if wish.place == one.pk and wish.choice in open_now]
    return {item for place, item in state.chosen if place == one.pk}, {_what(wish) for wish in mine}


def _what(wish: Wish) -> tuple[int, int, int]:
    return wish.choice, wish.rank, wish.item


def _lost(
    before: tuple[set[int], set[tuple[int, int, int]]], after: tuple[set[int], set[tuple[int, int, int]]]
) -> bool:
    return bool(before[0] - after[0] or before[1] - after[1])


def _after(
    had: Sequence[tuple[set[int], set[tuple[int, int, int]]]],
    days: Sequence[set[date]],
    *,
    mine: int,
    world: World,
    state: State,
) -> tuple[set[int], set[tuple[int, int, int]]]:
    """What one of the two has then."""
    event = state.event

    def on(item: int, whose: int) -> bool:
        day = event.ends_on if item in world.on_the_second else event.starts_on
        return day in days[whose]

    other = 1 - mine
    items = {item for item in had[mine][0] if on(item, mine)}
    kept = {*items}
    for item in had[other][0]:
        comes = on(item, mine) and not on(item, other)
        if comes and item not in kept and not any(world.clash(item, one) for one in kept):
            items.add(item)
    wishes = {wish for wish in had[mine][1] if on(wish[2], mine)}
    has_some = {choice for choice, _rank, _item in wishes} | {world.choice_of.get(item) for item in items}
    wishes |= {
        wish
        for wish in had[other][1]
        if on(wish[2], mine) and not on(wish[2], other) and wish[0] not in has_some
    }
    return items, wishes
