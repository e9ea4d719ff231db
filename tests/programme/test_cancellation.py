"""The rule for leaving a place as data: read, stored, and the better of two on every day. No database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.cancellation import (
    NOTHING,
    WHOLE,
    Cost,
    Kind,
    Rule,
    Spell,
    as_json,
    better,
    from_json,
    spells_of,
    terms_of,
)

STARTS = date(2026, 9, 16)
FEE = 129_500
HALF = Cost(percent=50)


def september(day: int) -> date:
    return date(2026, 9, day)


STEPS = Rule(
    kind=Kind.STEPS,
    steps=(Spell(september(2), NOTHING), Spell(september(9), HALF), Spell(None, WHOLE)),
)


@pytest.mark.parametrize(
    ("rule", "spells"),
    [
        (Rule(), [Spell(None, NOTHING)]),
        (Rule(free_until=september(2)), [Spell(september(2), NOTHING), Spell(None, WHOLE, bound=True)]),
        # Moved to the promised day or before it: it never binds.
        (Rule(free_until=september(15)), [Spell(september(15), NOTHING), Spell(None, WHOLE, bound=True)]),
        (Rule(free_until=september(16)), [Spell(None, NOTHING)]),
        (Rule(kind=Kind.AT_ONCE), [Spell(None, WHOLE, bound=True)]),
        (STEPS, list(STEPS.steps)),
        (Rule(kind=Kind.STEPS, steps=(Spell(september(16), HALF), Spell(None, WHOLE))), [Spell(None, HALF)]),
        # What is not said costs nothing.
        (Rule(kind=Kind.STEPS, steps=(Spell(september(2), HALF),)), [Spell(september(2), HALF), Spell(None, NOTHING)]),
        (Rule(kind=Kind.NO_SHOW, no_show_ore=20_000), [Spell(None, NOTHING)]),
    ],
)  # fmt: skip
def test_a_rule_becomes_spells_up_to_the_beginning(rule: Rule, spells: list[Spell]) -> None:
    assert list(spells_of(rule, starts_on=STARTS)) == spells


@pytest.mark.parametrize(
    ("cost", "fee", "ore"),
    [
        (HALF, FEE, 64_750),
        (HALF, 129_501, 64_750),  # rounded down
        (Cost(percent=33), 100, 33),
        (Cost(percent=0), FEE, 0),
        (Cost(percent=100), FEE, FEE),
        (Cost(ore=50_000), FEE, 50_000),
        (Cost(ore=FEE + 1), FEE, FEE),  # never more than the fee
        (Cost(ore=50_000), None, 50_000),
        (HALF, None, 0),
    ],
)
def test_what_a_cost_comes_to(cost: Cost, fee: int | None, ore: int) -> None:
    assert cost.of(fee) == ore


@pytest.mark.parametrize(
    "rule",
    [
        Rule(),
        STEPS,
        Rule(Kind.AT_ONCE, releases=True, same_organisation=True),
        Rule(free_until=september(2), substitutes_until=september(14)),
    ],
)
def test_a_rule_is_read_as_it_was_stored(rule: Rule) -> None:
    assert from_json(as_json(rule)) == rule
    assert as_json(rule)["version"] == 1


def test_a_rule_stored_without_a_day_for_substitutes_promises_what_is_announced() -> None:
    stored = as_json(Rule(substitutes_until=september(14)))
    del stored["substitutes_until"]
    announced = Rule(substitutes_until=september(10))
    assert from_json(stored, announced=announced) == announced
    assert from_json(stored) == Rule()


@pytest.mark.parametrize(
    ("promised", "present", "holds"),
    [
        (14, 14, 14),
        (14, 10, 14),
        (10, 14, 14),
        (None, 10, None),
        (10, None, None),
        (16, 10, 16),
        (17, 10, None),
    ],
)
def test_another_may_come_to_the_later_day_and_a_day_after_the_beginning_ends_nothing(
    promised: int | None, present: int | None, holds: int | None
) -> None:
    rules = [Rule(substitutes_until=september(day) if day else None) for day in (promised, present)]
    terms = terms_of(rules[0], rules[1], fee=FEE, starts_on=STARTS)
    assert terms.substitutes_until == (september(holds) if holds else None)


def test_a_promise_of_another_version_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="Version 2"):
        from_json(as_json(Rule()) | {"version": 2})


@pytest.mark.parametrize(
    ("promised", "present", "spells"),
    [
        # The same twice.
        (Rule(free_until=september(2)), Rule(free_until=september(2)),
         [Spell(september(2), NOTHING), Spell(None, WHOLE, bound=True)]),
        # A day moved earlier, and one moved later.
        (Rule(free_until=september(2)), Rule(free_until=september(1)),
         [Spell(september(2), NOTHING), Spell(None, WHOLE, bound=True)]),
        (Rule(free_until=september(2)), Rule(free_until=september(3)),
         [Spell(september(3), NOTHING), Spell(None, WHOLE, bound=True)]),
        # Free to a day, and then steps: half until the 9th, and never bound.
        (Rule(free_until=september(5)), STEPS,
         [Spell(september(5), NOTHING), Spell(september(9), HALF), Spell(None, WHOLE)]),
        (STEPS, Rule(kind=Kind.AT_ONCE),
         [Spell(september(2), NOTHING), Spell(september(9), HALF), Spell(None, WHOLE)]),
        (Rule(kind=Kind.AT_ONCE), Rule(), [Spell(None, NOTHING)]),
        # Half the fee is 647.50; 500 kr. is less.
        (STEPS, Rule(kind=Kind.STEPS, steps=(Spell(None, Cost(ore=50_000)),)),
         [Spell(september(2), NOTHING), Spell(None, Cost(ore=50_000))]),
    ],
)  # fmt: skip
def test_two_rules_are_the_better_of_them_on_every_day(
    promised: Rule, present: Rule, spells: list[Spell]
) -> None:
    assert list(terms_of(promised, present, fee=FEE, starts_on=STARTS).spells) == spells


@pytest.mark.parametrize(
    ("promised", "present", "fee"),
    [
        (20_000, 20_000, 20_000),
        (20_000, 50_000, 20_000),
        (50_000, 20_000, 20_000),
        (20_000, None, None),
        (None, 1, None),
    ],
)
def test_the_fee_for_staying_away_is_never_more_than_was_promised(
    promised: int | None, present: int | None, fee: int | None
) -> None:
    rules = [Rule(Kind.NO_SHOW, no_show_ore=one) if one else Rule() for one in (promised, present)]
    assert terms_of(rules[0], rules[1], fee=None, starts_on=STARTS).no_show_ore == fee


@pytest.mark.parametrize(
    ("promised", "present"), [(False, False), (False, True), (True, False), (True, True)]
)
def test_what_lets_somebody_off_is_kept_and_what_holds_her_is_not_added(
    promised: bool, present: bool
) -> None:
    rules = [Rule(releases=one, same_organisation=one) for one in (promised, present)]
    terms = terms_of(rules[0], rules[1], fee=FEE, starts_on=STARTS)
    assert (terms.releases, terms.same_organisation) == (promised or present, promised and present)


# ------------------------------------------------------------------ whatever the rules are

days = st.integers(1, 20).map(september)
costs = st.one_of(
    st.integers(0, 100).map(lambda one: Cost(percent=one)),
    st.integers(0, FEE * 2).map(lambda one: Cost(ore=one)),
)


@st.composite
def rules(draw: Any) -> Rule:
    kind = draw(st.sampled_from(Kind))
    until = sorted(draw(st.sets(days, max_size=3)))
    steps = tuple(Spell(day, draw(costs)) for day in [*until, None])
    return Rule(kind=kind, free_until=draw(st.none() | days), steps=steps)


def cost_on(spells: Any, day: date, fee: int | None) -> tuple[int, bool]:
    here = next(one for one in spells if one.until is None or day <= one.until)
    return here.cost.of(fee), here.bound


@pytest.mark.long
@given(rules(), rules(), st.none() | st.integers(1, FEE))
def test_on_no_day_does_leaving_cost_more_than_was_promised_or_is_announced(
    promised: Rule, present: Rule, fee: int | None
) -> None:
    both = [spells_of(one, starts_on=STARTS) for one in (promised, present)]
    mixed = better(*both, fee=fee)
    assert [one.until for one in mixed][-1:] == [None]
    for number in range(20):
        day = september(1) + timedelta(days=number)
        assert cost_on(mixed, day, fee) == min(cost_on(one, day, fee) for one in both)
