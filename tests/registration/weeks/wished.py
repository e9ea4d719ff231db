"""What holds of wishes after every act, and of their being distributed: once, by the rule, and told to each once."""

from collections import Counter
from typing import Any

from tests.registration.weeks.dealing import dealt, gathering, ranks_in, taking_part
from tests.registration.weeks.holds import Act
from tests.registration.weeks.passing import pairs
from tests.registration.weeks.reading import CONFIRMED, Place, Wish
from tests.registration.weeks.world import World


def wishes_are_in_order(act: Act, *, world: World) -> None:
    """Each rank of a choice once, and each item; of those who have a place alone."""
    if act.after.wishes == act.before.wishes and not act.entries:
        return
    places, items = act.after.places, {one.pk: one.items for one in world.choices}
    by_choice: dict[tuple[int, int], list[Wish]] = {}
    for one in act.after.wishes:
        assert places[one.place].status == CONFIRMED
        assert one.item in items[one.choice]
        by_choice.setdefault((one.place, one.choice), []).append(one)
    for rows in by_choice.values():
        assert len({one.rank for one in rows}) == len(rows)
        assert {one.rank for one in rows} <= {1, 2, 3}
        assert len({one.item for one in rows}) == len(rows)


def wishes_are_changed_by_whoever_has_them(act: Act) -> None:
    """In an act that is written down, and only until they are distributed; they go with the place."""
    before, after = {*act.before.wishes}, {*act.after.wishes}
    gone = {old.pk for old, one in act.changed if old.status != one.status}
    new = {one.pk for one in act.new} | {one.pk for pair in pairs(act) for one in pair}
    written = {entry.place for entry in act.entries if entry.verb == "wished_sessions"}
    differ = {one for one in before ^ after if one.place not in gone | new}
    assert {one.place for one in differ} == written
    assert not [one for one in differ if act.before.distributed.get(one.choice, True) is not None]
    # Of somebody new only what was wished for where people wish now; what follows the place is asked elsewhere.
    first = {one.pk for one in act.new if one.instead_of is None and one.shares is None}
    assert not [
        one
        for one in after
        if one.place in first and act.before.distributed.get(one.choice, True) is not None
    ]


def nobody_takes_what_is_wished_for(act: Act, *, world: World) -> None:
    """But whoever had it before people were to wish keeps it as long as her place, and her day."""
    if act.after.chosen == act.before.chosen or pairs(act):
        return
    wished_for = {item for one in gathering(act.after, world.choices) for item in one.items}
    before, after = (
        {one for one in state.chosen if one[1] in wished_for} for state in (act.before, act.after)
    )
    gone = {old.pk for old, one in act.changed if old.status != one.status}
    followed = {one.instead_of: one.pk for one in act.new if one.instead_of is not None}
    assert after == {
        (followed.get(place, place), item) for place, item in before if place in followed or place not in gone
    }


def what_is_wished_for_is_distributed_once(act: Act, *, world: World) -> None:
    """Each who wished, or was to, is told once; and nobody of what did not happen."""
    whole = [entry for entry in act.entries if entry.verb == "distributed_sessions"]
    got = Counter(entry.place for entry in act.entries if entry.verb == "got_wish")
    mails = [mail for mail in act.mails if mail.kind == "wishes_distributed"]
    if not whole:
        assert {**act.after.distributed, **act.before.distributed} == act.after.distributed
        assert not got
        assert not mails
        return
    before, now = act.before, gathering(act.before, world.choices)
    assert len(whole) == 1
    assert whole[0].actor == "organiser"
    assert now
    assert act.after.distributed == before.distributed | {one.pk: act.at for one in now}
    given = dealt(before, world.choices, places=world.places_in_items, clashes=world.clashes)
    assert {*act.after.chosen} == {*before.chosen} | given
    assert got == Counter({place for place, _item in given})
    told = {(mail.place, mail.to): mail.facts["distributed"] for mail in mails}
    assert len(told) == len(mails)
    assert told == {
        (place.pk, place.reached_at): lines
        for place in before.of(CONFIRMED)
        if (lines := _to_tell(place, act, given, world=world))
    }


def _to_tell(place: Place, act: Act, given: set[tuple[int, int]], *, world: World) -> list[dict[str, Any]]:
    """Of each choice that she wished in, or was to wish in and is known by name: what she got, and as which wish."""
    lines = []
    for one in gathering(act.before, world.choices):
        ranks = ranks_in(act.before, one).get(place.pk, {})
        is_part = place in taking_part(act.before, one)
        if is_part and (ranks or (one.required and place.name)):
            item = next((item for pk, item in given if pk == place.pk and item in one.items), None)
            rank = ranks[item] if item is not None else 0
            lines.append({"choice": one.pk, "item": item, "rank": rank, "wished": bool(ranks)})
    return lines
