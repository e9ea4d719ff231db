"""What leaving a place costs and whether it is possible: each rule on both sides of each of its instants, in summer, in
winter and on the days on which the clocks change. No database."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from programme.cancellation import as_json
from programme.models import Event
from registration import policy, waiting
from registration.models import Registration
from registration.policy import YES, By, Decision, Reason
from registration.waiting import Giving
from tests.cast import at
from tests.rules import AT_ONCE, BY_STEPS, NO_SHOW, RULES

JUST_BEFORE = timedelta(microseconds=1)
CONFIRMED = Registration.Status.CONFIRMED
FEE = 129_500


def an_event(**fields: Any) -> Event:
    """Wednesday 16 September 2026 at 9.00–16.00 for 1.295 kr.; free until 2 September unless it says otherwise."""
    facts: dict[str, Any] = {
        "status": "published",
        "starts_on": date(2026, 9, 16),
        "ends_on": date(2026, 9, 16),
        "starts_at": datetime(2026, 9, 16, 9).time(),
        "ends_at": datetime(2026, 9, 16, 16).time(),
        "fee_ore": FEE,
        "binding_after": date(2026, 9, 2),
    }
    return Event(**(facts | fields))


def a_place(event: Event) -> Registration:
    return Registration(
        event=event,
        status=CONFIRMED,
        promised_rule=as_json(event.cancellation_rule),
        promised_binding_after=event.binding_after,
        promised_fee_ore=event.fee_ore,
    )


def asked(event: Event, now: datetime, *, place: Registration | None = None) -> str:
    """What leaving costs, and by which act it is done: cancelled, given back, or neither."""
    place = place or a_place(event)
    facts, zone = policy.windows(event), event.timezone
    bound = policy.bound_from(place.terms, zone=zone)
    cancel = policy.may_cancel(facts, status=CONFIRMED, bound=bound, now=now)
    give_back = policy.may_give_back(facts, status=CONFIRMED, bound=bound, now=now)
    until = policy.substitutes_end(place.terms, event)
    assert bool(policy.may_substitute(facts, status=CONFIRMED, until=until, now=now)) == (
        cancel.reason is not Reason.OVER
    )
    if cancel.reason is Reason.OVER:
        return "over"
    assert bool(cancel) != bool(give_back)
    cost = policy.cost_of_leaving(place.terms, status=CONFIRMED, zone=zone, now=now)
    return f"{'cancel' if cancel else 'give back'} {cost}"


START = at("2026-09-16 09:00")
TABLE: list[tuple[str, datetime, str, str]] = [
    # rule, instant, just before it, from it on
    ("until a day", at("2026-09-03 00:00"), "cancel 0", "give back 129500"),
    ("until a day", START, "give back 129500", "over"),
    ("at once", at("2026-06-01 12:00"), "give back 129500", "give back 129500"),
    ("at once", START, "give back 129500", "over"),
    ("steps", at("2026-09-03 00:00"), "cancel 0", "cancel 64750"),
    ("steps", at("2026-09-10 00:00"), "cancel 64750", "cancel 129500"),
    ("steps", START, "cancel 129500", "over"),
    ("no show", at("2026-09-03 00:00"), "cancel 0", "cancel 0"),
    ("no show", START, "cancel 0", "over"),
]


@pytest.mark.parametrize(("rule", "instant", "before", "after"), TABLE)
def test_the_table_of_costs_holds(rule: str, instant: datetime, before: str, after: str) -> None:
    event = an_event(**RULES[rule])
    assert [asked(event, instant - JUST_BEFORE), asked(event, instant)] == [before, after]


@pytest.mark.parametrize(
    ("last_day", "ends"),
    [
        (date(2026, 7, 1), at("2026-07-02 00:00")),
        (date(2027, 1, 6), at("2027-01-07 00:00")),
        (date(2026, 10, 24), at("2026-10-25 00:00")),
        (date(2026, 10, 25), at("2026-10-26 00:00")),  # 25 hours
        (date(2027, 3, 27), at("2027-03-28 00:00")),
        (date(2027, 3, 28), at("2027-03-29 00:00")),  # 23 hours
    ],
)
def test_a_step_ends_with_the_last_instant_of_its_day(last_day: date, ends: datetime) -> None:
    event = an_event(
        cancellation="steps",
        cancellation_steps=[
            {"until": last_day.isoformat(), "percent": 25},
            {"until": None, "percent": 75},
        ],
        binding_after=None,
        starts_on=last_day + timedelta(days=7),
        ends_on=last_day + timedelta(days=7),
    )
    assert [asked(event, ends - JUST_BEFORE), asked(event, ends)] == ["cancel 32375", "cancel 97125"]


def test_a_turn_on_the_waiting_list_costs_nothing_to_leave() -> None:
    event = an_event(**AT_ONCE)
    cost = policy.cost_of_leaving(
        a_place(event).terms, status="waiting", zone=event.timezone, now=at("2026-09-01 12:00")
    )
    assert cost == 0


@pytest.mark.parametrize(
    ("rule", "now", "reason", "bendable"),
    [
        ("until a day", "2026-09-02 23:59", Reason.NOT_YET_BINDING, False),
        ("until a day", "2026-09-03 00:00", Reason.BINDING, True),
        ("at once", "2026-06-01 12:00", Reason.BINDING, True),
        ("steps", "2026-09-02 23:59", Reason.NOT_YET_BINDING, False),
        ("steps", "2026-09-03 00:00", Reason.COSTS, True),
        ("no show", "2026-09-15 12:00", Reason.NOT_YET_BINDING, False),
        ("steps", "2026-09-16 09:00", Reason.OVER, False),
    ],
)
def test_only_an_organiser_lets_somebody_off(rule: str, now: str, reason: Reason, bendable: bool) -> None:
    event = an_event(**RULES[rule])
    terms, moment = a_place(event).terms, at(now)
    facts: dict[str, Any] = {
        "status": CONFIRMED,
        "bound": policy.bound_from(terms, zone=event.timezone),
        "costs": policy.cost_of_leaving(terms, status=CONFIRMED, zone=event.timezone, now=moment),
        "now": moment,
    }
    answers = [policy.may_let_off(policy.windows(event), by=by, **facts) for by in By]
    assert answers == [Decision(reason), Decision(reason, bendable=bendable)]


# ------------------------------------------------------------------ promises


@pytest.mark.long
@pytest.mark.parametrize("promised", RULES)
@pytest.mark.parametrize("present", RULES)
def test_a_change_of_the_rule_makes_no_promise_worse(promised: str, present: str) -> None:
    """Whatever rule follows, on every day it costs as much as the cheaper of the two, also where the event moves."""
    before = an_event(**RULES[promised])
    place = a_place(before)
    place.promised_fee_ore = FEE
    for first in (date(2026, 9, 16), date(2026, 8, 20), date(2026, 10, 1)):
        place.event = an_event(**(RULES[present] | {"fee_ore": FEE, "starts_on": first, "ends_on": first}))
        binding = place.event.binding_after
        if binding is not None and binding >= first:
            place.event.binding_after = first - timedelta(days=7)
        fresh = a_place(place.event)
        now = at("2026-08-01 00:00")
        while now < place.event.begins:
            zone = place.event.timezone
            costs = [
                policy.cost_of_leaving(one.terms, status=CONFIRMED, zone=zone, now=now)
                for one in (place, fresh)
            ]
            kept = a_place(before)
            kept.event, kept.promised_fee_ore = before, FEE
            costs.append(policy.cost_of_leaving(kept.terms, status=CONFIRMED, zone=zone, now=now))
            assert costs[0] <= min(costs[1:])
            now += timedelta(hours=12)


def test_a_place_from_before_there_were_rules_keeps_its_day() -> None:
    event = an_event(**AT_ONCE)
    old = Registration(event=event, promised_binding_after=date(2026, 9, 2), promised_fee_ore=FEE)
    instant = at("2026-09-03 00:00")
    said = [asked(event, now, place=old) for now in (instant - JUST_BEFORE, instant)]
    assert said == ["cancel 0", "give back 129500"]


# ------------------------------------------------------------------ the waiting list


@pytest.mark.parametrize(
    ("rule", "instant", "before", "after"),
    [
        # 48 hours before leaving costs something, to the instant; from the first day where it always does.
        ("until a day", at("2026-09-01 00:00") + JUST_BEFORE, Giving.AT_ONCE, Giving.OFFER),
        ("steps", at("2026-09-01 00:00") + JUST_BEFORE, Giving.AT_ONCE, Giving.OFFER),
        ("at once", at("2026-06-01 12:00"), Giving.OFFER, Giving.OFFER),
        ("no show", at("2026-09-01 00:00") + JUST_BEFORE, Giving.AT_ONCE, Giving.AT_ONCE),
        ("until a day", at("2026-09-14 09:00"), Giving.OFFER, Giving.FIRST_YES),
        ("steps", at("2026-09-14 09:00"), Giving.OFFER, Giving.FIRST_YES),
        ("at once", at("2026-09-14 09:00"), Giving.OFFER, Giving.FIRST_YES),
        ("no show", at("2026-09-14 09:00"), Giving.AT_ONCE, Giving.FIRST_YES),
    ],
)
def test_a_place_is_given_unasked_only_while_it_can_still_be_left_for_nothing(
    rule: str, instant: datetime, before: Giving, after: Giving
) -> None:
    facts = policy.windows(an_event(**RULES[rule]))
    assert [waiting.giving(facts, now=now) for now in (instant - JUST_BEFORE, instant)] == [before, after]


# ------------------------------------------------------------------ staying away


@pytest.mark.parametrize(
    ("fields", "now", "status", "answer"),
    [
        ({}, at("2026-09-16 16:00") - JUST_BEFORE, CONFIRMED, Decision(Reason.NOT_YET_OVER)),
        ({}, at("2026-09-16 16:00"), CONFIRMED, YES),
        ({}, at("2026-09-16 16:00"), "cancelled", Decision(Reason.PLACE_ENDED)),
        ({"status": "cancelled"}, at("2026-09-16 16:00"), CONFIRMED, Decision(Reason.EVENT_CANCELLED)),
        ({"status": "draft"}, at("2026-09-16 16:00"), CONFIRMED, Decision(Reason.NOT_PUBLISHED)),
    ],
)
def test_who_stayed_away_is_written_down_once_it_is_over(
    fields: dict[str, Any], now: datetime, status: str, answer: Decision
) -> None:
    facts = policy.windows(an_event(**(NO_SHOW | fields)))
    assert policy.may_mark_as_not_come(facts, status=status, now=now) == answer


def test_steps_never_bind() -> None:
    facts = policy.windows(an_event(**BY_STEPS))
    assert (facts.binds, facts.costs) == (None, at("2026-09-03 00:00"))
    assert policy.windows(an_event(**AT_ONCE)).binds == policy.ALWAYS
