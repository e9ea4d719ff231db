"""What holds after every act: of the places and of the line."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

from tests.registration.weeks import rule
from tests.registration.weeks.reading import CONFIRMED, OFFERED, WAITING, Entry, Mail, Place, State, names_of


@dataclass
class Act:
    """An act with what it left behind. `about`: the places it is done to; to all others only what the line gives them
    may happen. `overtakes`: somebody is meant to come before others."""

    before: State
    after: State
    entries: list[Entry]
    mails: list[Mail]
    at: datetime
    about: Collection[int] = ()
    overtakes: bool = False
    new: list[Place] = field(init=False)
    changed: list[tuple[Place, Place]] = field(init=False)

    def __post_init__(self) -> None:
        old = self.before.places
        self.new = [one for pk, one in self.after.places.items() if pk not in old]
        self.changed = [(old[pk], one) for pk, one in self.after.places.items() if pk in old]

    def got(self, *statuses: str) -> list[Place]:
        """Those who waited before, and are this now."""
        return [one for old, one in self.changed if old.status == WAITING and one.status in statuses]


# ------------------------------------------------------------------ places


def no_place_is_given_that_is_not_there(act: Act) -> None:
    before, after, capacity = act.before, act.after, act.after.event.capacity
    if capacity is None:
        return
    assert after.taken <= max(capacity, before.taken)
    invited = [state.by_invitation.total() for state in (before, after)]
    public = [before.taken - invited[0], after.taken - invited[1]]
    if public[1] > public[0]:
        assert after.taken + after.reserved_and_unused <= capacity
    assert invited[1] <= max(after.event.reserved_places, invited[0])


def nobody_comes_or_goes_once_it_has_begun(act: Act) -> None:
    if act.at >= max(rule.begins(act.before.event), rule.begins(act.after.event)):
        # At the desk an organiser lets people in while it goes on.
        let_in = {entry.place for entry in act.entries if entry.actor == "organiser"}
        assert {one.pk for one in act.new} <= let_in
        # An offer that nobody answered may still be written off.
        assert {one.status for old, one in act.changed if old.status != one.status} <= {"expired"}


def nobody_is_in_two_places(act: Act) -> None:
    assert not [name for name, number in names_of(act.after.current).items() if number > 1]


def nobody_loses_a_place_by_what_others_do(act: Act) -> None:
    for old, one in act.changed:
        if old.status == one.status or old.pk in act.about or old.shares in act.about:
            continue
        if old.status == WAITING:
            assert one.status in {CONFIRMED, OFFERED}
        else:
            assert (old.status, one.status) == (OFFERED, "expired")
            assert old.offer_until is not None
            assert old.offer_until <= act.at


def each_place_has_a_number_of_its_own(act: Act) -> None:
    """Places whose names follow are told apart by it, also once others were added or handed over."""
    rows = act.after.places
    first = Counter(
        (one.booking, one.number) for one in rows.values() if one.instead_of is None and one.shares is None
    )
    assert all(times == 1 for times in first.values())
    for one in act.new:
        assert 1 <= one.number <= one.size
        if one.instead_of is not None:
            assert one.number == rows[one.instead_of].number


def items_have_no_more_people_than_places(
    act: Act, *, items: dict[int, int | None], clashes: Collection[tuple[int, int]]
) -> None:
    """Nor is anybody at two at a time; and whoever has no place has none in an item."""
    if act.after.chosen == act.before.chosen and not act.entries:
        return
    chosen, taken = act.after.chosen, Counter(item for _place, item in act.after.chosen)
    assert all(taken[item] <= places for item, places in items.items() if places is not None)
    assert {act.after.places[place].status for place, _item in chosen} <= {CONFIRMED}
    for (place, one), (other_place, other) in combinations(chosen, 2):
        assert place != other_place or (one, other) not in clashes


def nothing_moves_while_it_is_called_off(act: Act) -> None:
    """Nobody comes, goes or is given anything, and nobody is told of anything but that it is called off."""
    if not (act.before.is_called_off and act.after.is_called_off):
        return
    # Of those who share a place the days move with the event.
    before, after = (
        [one._replace(days="") for one in state.places.values()] for state in (act.before, act.after)
    )
    assert after == before
    assert (act.after.chosen, act.after.wishes) == (act.before.chosen, act.before.wishes)
    assert act.after.distributed == act.before.distributed
    assert {mail.kind for mail in act.mails} <= {"event_called_off"}


# ------------------------------------------------------------------ the line


def nobody_waits_for_what_is_free(act: Act) -> None:
    """Unless, in the last hours, the first yes has it: then everybody in line has been asked."""
    after, how = act.after, rule.giving(act.after, at=act.at)
    if how is None:
        return
    waiting, left = after.of(WAITING), after.left
    if how is rule.FIRST_YES and left is not None:
        assert {one.asked_at is not None for one in waiting} <= {left > 0}
        return
    assert not rule.could_use(after), rule.could_use(after)
    assert not [one for one in waiting if one.asked_at is not None]
    if left:
        # Whoever wants all at once is passed over while too few are free, and told so.
        assert all(one.passed_over_at is not None for one in waiting)


def places_are_given_as_the_hour_says(act: Act) -> None:
    """At once, as an offer that ends rightly, or to nobody unasked."""
    by = {entry.place: entry.actor for entry in act.entries if entry.verb == "given_place"}
    unasked = {pk for pk, actor in by.items() if actor == "system"}
    offered = [one for one in act.after.of(OFFERED) if _is_given_now(one, act)]
    how = rule.giving(act.after, at=act.at)
    assert not unasked or how is rule.AT_ONCE
    may_offer = how is rule.OFFER or (how is rule.FIRST_YES and act.after.event.capacity is None)
    assert not offered or may_offer
    for one in offered:
        assert one.offer_until is not None
        assert rule.offer_ends_rightly(one.offer_until, at=act.at, event=act.after.event)


def _is_given_now(place: Place, act: Act) -> bool:
    return (
        place.instead_of is None if place.pk not in act.before.places else _status(place.pk, act) == WAITING
    )


def _status(pk: int, act: Act) -> str:
    return act.before.places[pk].status


def who_waits_together_comes_together(act: Act) -> None:
    """All of a party have or are offered places, or none; unless one of them was given hers by herself."""
    for party in rule.line(act.before):
        now = [act.after.places[pk] for pk in party.people if pk not in act.about]
        if now and now[0].together:
            came = [one.takes for one in now if one.is_current]
            assert all(came) or not any(came)
    for booking in {one.booking for one in act.new}:
        newcomers = [one for one in act.new if one.booking == booking]
        if newcomers[0].together and newcomers[0].instead_of is None:
            assert len({one.takes for one in newcomers}) == 1


def nobody_is_overtaken(act: Act) -> None:
    """Of those who waited, whoever is passed while another gets something could not have used it."""
    how = rule.giving(act.after, at=act.at)
    if act.overtakes or how is None:
        return
    # Whoever came instead of somebody in line has the turn, and is no newcomer.
    given = [one for one in act.got(CONFIRMED, OFFERED) if one.pk not in act.about]
    new = [one for one in act.new if one.takes and one.instead_of is None]
    if not given and not new:
        return
    first = act.after.first
    for party in rule.line(act.after):
        if not party.people <= set(act.before.places):
            continue
        later = [one for one in given if one.since is not None and (one.since, first[one.pk]) > party.turn]
        if later or new:
            places = len(later) + len(new) + (act.after.left or 0)
            assert not party.could_use(places), (party, later, new, act.after.left)


def whoever_comes_instead_has_turn_promise_and_items(act: Act) -> None:
    for one in act.new:
        if one.instead_of is not None:
            old = act.before.places[one.instead_of]
            kept = (
                "booking",
                "since",
                "status",
                "offer_until",
                "invitation",
                "number",
                "promise",
                "days",
                "shares",
            )
            assert [getattr(one, name) for name in kept] == [getattr(old, name) for name in kept]
            assert act.before.of_the_programme(old.pk) == act.after.of_the_programme(one.pk)
            assert not any(act.after.of_the_programme(old.pk))
