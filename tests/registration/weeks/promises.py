"""What holds after every act of what was promised, and of what is owed."""

from programme.models import Event
from registration import policy
from registration.models import Registration
from registration.owed import owed_ore
from tests.registration.weeks import rule
from tests.registration.weeks.holds import Act
from tests.registration.weeks.reading import CONFIRMED


def what_holds_is_promised_and_kept(act: Act) -> None:
    """To each newcomer what the event announces on her day, and never anything else from then on; but that a price
    class is chosen with the name of a place that had none."""
    for old, one in act.changed:
        got_a_name = bool(one.name) and not old.name
        assert (one.promise == old.promise) or (got_a_name and one.promise_but_price == old.promise_but_price)
    for one in act.new:
        if one.instead_of is None and one.shares is None:
            assert one.rule == act.after.rule
            assert one.free_until == act.after.event.binding_after


def leaving_costs_what_was_promised(act: Act) -> None:
    """Of a place that was left just now what is owed is just what its rule says, or nothing where an organiser let it
    off; the place was bound exactly if it was given back."""
    event, present = act.before.event, act.before.rule
    left = [entry for entry in act.entries if entry.verb in {"cancelled", "gave_back"}]
    verbs = {entry.place: (entry.verb, entry.actor) for entry in left}
    for old, one in act.changed:
        if old.status != CONFIRMED or one.status != "cancelled":
            continue
        verb, actor = verbs[one.pk]
        if actor == "organiser":
            assert not one.owed_ore
            continue
        ore, bound = rule.leaving_place(old, event, present, at=act.at)
        assert ((one.owed_ore or 0), verb == "gave_back") == (ore, bound)


def staying_away_costs_what_was_promised(act: Act) -> None:
    """It is written down by an organiser once it is over, and taken back as easily; and whatever rule is announced
    later, it costs what it cost then."""
    marked = {entry.place: entry for entry in act.entries if entry.verb in {"no_show", "no_show_undone"}}
    for old, one in act.changed:
        entry = marked.pop(one.pk, None)
        if entry is not None:
            came = entry.verb == "no_show_undone"
            assert (entry.actor, one.status) == ("organiser", CONFIRMED)
            assert act.at >= rule.ends(act.before.event)
            assert (old.no_show_at is None) != came
            owed = None if came else rule.staying_away(old, act.before.rule)
            assert (one.no_show_at, one.owed_ore) == (None if came else act.at, owed)
        elif old.status == one.status:
            assert (one.no_show_at, one.owed_ore) == (old.no_show_at, old.owed_ore)
        elif one.status != "cancelled":
            assert (one.no_show_at, one.owed_ore) == (None, None)
    assert not marked
    assert not [one for one in act.new if one.no_show_at is not None or one.owed_ore is not None]


def the_product_reckons_so_too(event: Event, act: Act) -> None:
    """Of every place, also of those that nobody leaves: what is owed for it, what leaving costs, and how long another
    may come instead."""
    for one in act.after.places.values():
        row = Registration(
            event=event, promised_rule=one.rule, promised_binding_after=one.free_until, status=one.status,
            promised_fee_ore=one.fee, promised_class=one.price, promised_vat=one.vat, owed_ore=one.owed_ore,
            no_show_at=one.no_show_at, still_owed=one.still_owed,
        )  # fmt: skip
        assert owed_ore(row) == rule.owes(one, event)
        if one.status != CONFIRMED:
            continue
        terms = row.terms
        costs = policy.cost_of_leaving(terms, status=CONFIRMED, zone=event.timezone, now=act.at)
        bound = policy.bound_from(terms, zone=event.timezone)
        is_bound = bound is not None and act.at >= bound
        assert (costs, is_bound) == rule.leaving_place(one, event, act.after.rule, at=act.at)
        last_days = [one.rule["substitutes_until"], act.after.rule["substitutes_until"]]
        ends = [rule.substitutes_end(day, event) for day in last_days]
        assert policy.substitutes_end(terms, event) == max(ends)
