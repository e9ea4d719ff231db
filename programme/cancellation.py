"""The rule for leaving a place, as data. Pure: civil days, øre and percent; what holds at an instant is for the policy.

A rule becomes spells: what leaving costs up to and including a day. Two rules become the better of them, day for day,
so that what was promised and what is announced now are never weighed anywhere else."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

VERSION = 1
MOST_STEPS = 4


class Kind(enum.StrEnum):
    """The rules an organiser can choose among; the values are stored."""

    UNTIL_A_DAY = "until_a_day"
    AT_ONCE = "at_once"
    STEPS = "steps"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Cost:
    """A part of the fee in percent, or an amount in øre."""

    percent: int | None = None
    ore: int | None = None

    @property
    def is_nothing(self) -> bool:
        return not self.percent and not self.ore

    def of(self, fee: int | None) -> int:
        """In øre, of a fee in øre or of none; never more than the fee, and rounded down."""
        if self.percent is not None:
            return (fee or 0) * self.percent // 100
        ore = self.ore or 0
        return ore if fee is None else min(ore, fee)


NOTHING, WHOLE = Cost(percent=0), Cost(percent=100)


@dataclass(frozen=True, slots=True)
class Spell:
    """What leaving costs up to and including a day; None: until the event begins. A place that is `bound` is not
    cancelled but given back, and the whole fee is owed."""

    until: date | None
    cost: Cost
    bound: bool = False

    @property
    def is_free(self) -> bool:
        return self.cost.is_nothing and not self.bound


@dataclass(frozen=True, slots=True)
class Rule:
    """What an organiser announces about leaving a place. `free_until`: the last day of free cancellation where that is
    the rule. `steps`: what it costs by date, the last one without a day. `releases`: whoever gives a place back owes
    nothing once the waiting list has it. `same_organisation`: a substitute must be of the same one.
    `substitutes_until`: the last day on which another may come instead; None: until the event begins."""

    kind: Kind = Kind.UNTIL_A_DAY
    free_until: date | None = None
    steps: tuple[Spell, ...] = ()
    no_show_ore: int | None = None
    releases: bool = False
    same_organisation: bool = False
    substitutes_until: date | None = None

    @property
    def names_amounts(self) -> bool:
        """Whether something is owed by it that is no part of the fee."""
        return self.no_show_ore is not None or any(one.cost.ore for one in self.steps)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a place with its fee, or for one that is taken now. `vat`: how the amounts stand to VAT.
    `substitutes_until`: the last day on which another may come instead; None: until the event begins."""

    fee: int | None
    spells: tuple[Spell, ...]
    vat: str = "included"
    no_show_ore: int | None = None
    releases: bool = False
    same_organisation: bool = False
    substitutes_until: date | None = None

    @property
    def is_classic(self) -> bool:
        """Whether it is free to a day, or until it begins, and bound from then."""
        return [one.is_free for one in self.spells] in ([True], [True, False]) and (
            len(self.spells) == 1 or self.spells[1].bound
        )

    @property
    def is_bound_at_once(self) -> bool:
        return self.spells[0].bound

    @property
    def has_steps(self) -> bool:
        return not self.is_classic and not self.is_bound_at_once

    @property
    def free_until(self) -> date | None:
        """The last day on which leaving costs nothing; None: it is free until the event begins, or never was."""
        return self.spells[0].until if self.spells[0].is_free else None


def spells_of(rule: Rule, *, starts_on: date) -> tuple[Spell, ...]:
    """What leaving costs, from now to the beginning: a day that does not lie before the event ends nothing."""
    match rule.kind:
        case Kind.AT_ONCE:
            found = [Spell(None, WHOLE, bound=True)]
        case Kind.STEPS:
            found = list(rule.steps)
        case Kind.UNTIL_A_DAY if rule.free_until is not None:
            found = [Spell(rule.free_until, NOTHING), Spell(None, WHOLE, bound=True)]
        case _:
            found = [Spell(None, NOTHING)]
    return _cut(found, starts_on=starts_on)


def _cut(spells: Iterable[Spell], *, starts_on: date) -> tuple[Spell, ...]:
    kept: list[Spell] = []
    for one in spells:
        if one.until is None or one.until >= starts_on:
            return (*kept, Spell(None, one.cost, one.bound))
        kept.append(one)
    return (*kept, Spell(None, NOTHING))


def better(first: Sequence[Spell], second: Sequence[Spell], *, fee: int | None) -> tuple[Spell, ...]:
    """On every day the one of the two that costs less, or that does not bind where both cost the same."""
    days = sorted({one.until for one in (*first, *second) if one.until is not None})
    chosen: list[Spell] = []
    for day in (*days, None):
        here = min((_on(first, day), _on(second, day)), key=lambda one: (one.cost.of(fee), one.bound))
        if chosen and (chosen[-1].cost, chosen[-1].bound) == (here.cost, here.bound):
            chosen.pop()
        chosen.append(Spell(day, here.cost, here.bound))
    return tuple(chosen)


def _on(spells: Sequence[Spell], day: date | None) -> Spell:
    return next(one for one in spells if one.until is None or (day is not None and day <= one.until))


def terms_of(
    promised: Rule, present: Rule, *, fee: int | None, starts_on: date, vat: str = "included"
) -> Terms:
    """What holds for a place that was promised one rule while the event now announces another: the better of both."""
    spells = spells_of(promised, starts_on=starts_on)
    if promised != present:
        spells = better(spells, spells_of(present, starts_on=starts_on), fee=fee)
    fees = [promised.no_show_ore, present.no_show_ore]
    last_days = [_unless_later(one.substitutes_until, starts_on=starts_on) for one in (promised, present)]
    return Terms(
        fee=fee,
        spells=spells,
        vat=vat,
        no_show_ore=None if None in fees else min(one for one in fees if one is not None),
        releases=promised.releases or present.releases,
        same_organisation=promised.same_organisation and present.same_organisation,
        substitutes_until=None if None in last_days else max(one for one in last_days if one is not None),
    )


def _unless_later(day: date | None, *, starts_on: date) -> date | None:
    """A last day after the event has begun ends nothing."""
    return None if day is None or day > starts_on else day


# ------------------------------------------------------------------ stored


def as_json(rule: Rule) -> dict[str, Any]:
    return {
        "version": VERSION,
        "kind": rule.kind.value,
        "free_until": rule.free_until.isoformat() if rule.free_until else None,
        "steps": steps_as_json(rule.steps),
        "no_show_ore": rule.no_show_ore,
        "releases": rule.releases,
        "same_organisation": rule.same_organisation,
        "substitutes_until": rule.substitutes_until.isoformat() if rule.substitutes_until else None,
    }


def steps_as_json(steps: Iterable[Spell]) -> list[dict[str, Any]]:
    return [
        {"until": one.until.isoformat() if one.until else None}
        | ({"percent": one.cost.percent} if one.cost.percent is not None else {"ore": one.cost.ore})
        for one in steps
    ]


def from_json(stored: Mapping[str, Any], *, announced: Rule | None = None) -> Rule:
    """Raises ValueError for a version that is not known: a promise is not guessed at. Of the last day for substitutes,
    which earlier versions of the program did not store, nothing more was promised than what is `announced`."""
    if stored.get("version") != VERSION:
        raise ValueError(f"Version {stored.get('version')!r} of a promised rule is not known.")
    return Rule(
        kind=Kind(stored["kind"]),
        free_until=_day(stored["free_until"]),
        steps=steps_from_json(stored["steps"]),
        no_show_ore=stored["no_show_ore"],
        releases=stored["releases"],
        same_organisation=stored["same_organisation"],
        substitutes_until=(
            _day(stored["substitutes_until"])
            if "substitutes_until" in stored
            else (announced.substitutes_until if announced else None)
        ),
    )


def steps_from_json(stored: Iterable[Mapping[str, Any]] | None) -> tuple[Spell, ...]:
    return tuple(
        Spell(_day(one["until"]), Cost(percent=one.get("percent"), ore=one.get("ore")))
        for one in stored or ()
    )


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
