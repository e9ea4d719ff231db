"""What holds after every act of places that two share, each on her own days."""

from collections import Counter

from tests.registration.weeks.dealing import gathering
from tests.registration.weeks.holds import Act
from tests.registration.weeks.reading import CONFIRMED, Place
from tests.registration.weeks.rule import days_of
from tests.registration.weeks.world import World

Told = Counter[tuple[str, str, int]]


def two_share_each_on_her_own_days(act: Act) -> None:
    """Together they come on every day of the event and on none twice; of any other place nobody is said to come on some
    of the days alone."""
    event, places = act.after.event, act.after.places
    all_days = {day for one in places.values() if not one.days for day in days_of(one, event)}
    holders = Counter(one.shares for one in act.after.of(CONFIRMED) if one.shares is not None)
    assert all(number == 1 for number in holders.values())
    for one in act.after.current:
        assert bool(one.days) == (one.pk in holders or one.shares is not None)
        if one.shares is not None:
            holder = places[one.shares]
            assert (holder.status, holder.shares) == (CONFIRMED, None)
            assert (holder.booking, holder.number) == (one.booking, one.number)
            hers, other = days_of(one, event), days_of(holder, event)
            assert hers
            assert other
            assert not hers & other
            assert not all_days or hers | other == all_days


def half_a_place_costs_nothing(act: Act) -> None:
    """And another may come instead as long as for whoever has it."""
    for one in act.new:
        if one.shares is not None and one.instead_of is None:
            holder = act.after.places[one.shares]
            assert (one.fee, one.price, one.invitation, one.free_until) == (None, "", None, None)
            names = ("substitutes_until", "same_organisation")
            assert [one.rule[name] for name in names] == [holder.rule[name] for name in names]
            assert not one.rule["releases"]


def days_change_with_an_act_that_is_written_down(act: Act) -> None:
    moved = {entry.place for entry in act.entries if entry.verb in {"shared", "share_changed", "share_ended"}}
    dates = [(state.event.starts_on, state.event.ends_on) for state in (act.before, act.after)]
    if dates[0] != dates[1]:
        return
    for old, one in act.changed:
        if old.days != one.days and one.is_current:
            holder = one.shares or one.pk
            assert holder in moved
    for entry in act.entries:
        if entry.verb == "share_ended":
            assert entry.place is not None
            assert (act.before.places[entry.place].days, act.after.places[entry.place].days) != ("", "")
            assert not act.after.places[entry.place].days


def with_the_place_both_are_gone(act: Act) -> None:
    """And where the second leaves, the first has all days again."""
    for old, one in act.changed:
        if old.status == one.status or not old.days or one.status == "substituted":
            continue
        other = act.before.other_of(old)
        assert other is not None
        now = act.after.places[other.pk]
        assert now.status == (CONFIRMED if old.shares is not None and one.pk in act.about else "cancelled")
        assert not now.is_current or not now.days


def whoever_shares_chooses_on_her_own_days(act: Act, *, world: World) -> None:
    """And wishes so, where people wish now."""
    if not any(one.days for one in act.after.places.values()):
        return
    event, open_now = act.after.event, {one.pk for one in gathering(act.after, world.choices)}
    wished = [(one.place, one.item) for one in act.after.wishes if one.choice in open_now]
    for place, item in (*act.after.chosen, *wished):
        day = event.ends_on if item in world.on_the_second else event.starts_on
        assert day in days_of(act.after.places[place], event)


# ------------------------------------------------------------------ mails


def of_leaving(gone: Place, act: Act, *, kind: str) -> Told:
    """To both addresses of whoever left, and to the other of the two; to each address once."""
    other = act.before.other_of(gone)
    own = {gone.reached_at, gone.contact_email}
    if other is not None and gone.shares is not None:
        if act.after.places[other.pk].status != CONFIRMED:
            # It was the other who left: what she is told is reckoned there.
            return Counter()
        told = Counter((kind, to, gone.pk) for to in own - {other.reached_at})
        return told + Counter({("share_ended", other.reached_at, other.pk): 1})
    told = Counter((kind, to, gone.pk) for to in own)
    if other is not None and other.reached_at not in own:
        told["place_cancelled", other.reached_at, other.pk] += 1
    return told


def of_sharing(holder: Place, act: Act, *, verb: str) -> Told:
    """To the second, to whoever has the place, to the contact; to each address once."""
    second = act.after.other_of(holder)
    assert second is not None
    kinds = ("share_welcome", "place_shared") if verb == "shared" else ("share_days", "share_days")
    told: dict[str, tuple[str, str, int]] = {}
    for kind, to, about in (
        (kinds[0], second.reached_at, second),
        (kinds[1], holder.reached_at, holder),
        (kinds[1], holder.contact_email, holder),
    ):
        told.setdefault(to, (kind, to, about.pk))
    return Counter(told.values())
