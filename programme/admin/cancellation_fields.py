"""What cancelling costs by date, as a small table: up to and including a day, and after the last of them."""

import json
import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme import dates
from programme.admin.fields import KronerField
from programme.cancellation import MOST_STEPS, Cost, Spell, steps_as_json, steps_from_json
from programme.fields import DayField

# A row as it is typed.
Row = dict[str, str]
DAYS = MOST_STEPS - 1
_PERCENT = re.compile(r"(?P<percent>[0-9]{1,3})(?:%|procent|pct\.?)")
_AMOUNT = re.compile(r"(?:kr\.?|dkk)|(?:kr\.?|dkk|kroner|,-)$")
_NOTHING = {"0", "intet", "ingenting", "gratis", "nothing", "free"}


class StepsInput(forms.Widget):
    """The rows as text inputs, each with a name for those who do not see the table."""

    use_fieldset = True

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:  # noqa: ARG002
        return [
            {part: str(data.get(f"{name}-{number}-{part}", "")).strip() for part in ("until", "cost")}
            for number in range(DAYS + 1)
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return f"{name}-0-cost" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        rows = value if isinstance(value, list) else []
        lines = [
            format_html(
                "<tr><td>{}</td><td>{}</td></tr>",
                self._input(name, number, "until", row)
                if number < DAYS
                else format_html("<span>{}</span>", _("after that, until it begins")),
                self._input(name, number, "cost", row),
            )
            for number, row in enumerate(rows)
        ]
        return format_html(
            '<table class="steps" id="id_{}"><thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
            "<tbody>{}</tbody></table>",
            name,
            _("Up to and including"),
            _("cancelling costs"),
            format_html_join("", "{}", ((line,) for line in lines)),
        )

    @staticmethod
    def _input(name: str, number: int, part: str, row: Row) -> SafeString:
        words = {"until": _("Up to and including"), "cost": _("cancelling costs")}
        which = _("row %(number)d") % {"number": number + 1} if number < DAYS else _("after the last day")
        return format_html(
            '<input type="text" name="{0}-{1}-{2}" id="id_{0}-{1}-{2}" value="{3}" size="{4}" autocomplete="off" '
            'aria-label="{5}, {6}">',
            name,
            number,
            part,
            row.get(part, ""),
            18 if part == "until" else 12,
            words[part],
            which,
        )


class ShownSteps(forms.HiddenInput):
    """The rows as they were shown, for a form that carries along what it showed."""

    def format_value(self, value: Any) -> str:
        return json.dumps(value)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:  # noqa: ARG002
        try:
            rows = json.loads(data.get(name) or "[]")
            return [{part: str(row[part]) for part in ("until", "cost")} for row in rows]
        except (ValueError, TypeError, KeyError):
            return []


class StepsField(forms.Field):
    """Read into what `Event.cancellation_steps` holds; nothing typed is None. Each row is judged by itself here; what
    must agree with the event is for the form."""

    widget = StepsInput
    hidden_widget = ShownSteps
    default_error_messages = {
        "no_cost": gettext_lazy(
            "Write what cancelling costs up to and including %(day)s, for example 50 %%."
        ),
        "no_day": gettext_lazy(
            "Write the day up to and including which cancelling costs %(cost)s, for example 16-09-2015."
        ),
        "no_end": gettext_lazy("Write what cancelling costs after the last day, for example 100 %."),
        "no_days": gettext_lazy("Write at least one day, or choose another rule."),
        "unreadable": gettext_lazy(
            "“%(typed)s” is no cost. Write a percentage or an amount: 50 %% or 500 kr."
        ),
        "no_unit": gettext_lazy("Write %(typed)s %% or %(typed)s kr., so that it cannot be mistaken."),
        "too_much": gettext_lazy(
            "Cancelling cannot cost more than the whole fee: %(typed)s is more than 100 %%."
        ),
    }

    def prepare_value(self, value: Any) -> list[Row]:
        if isinstance(value, list) and value and "cost" in value[0]:
            return value
        rows = [{"until": "", "cost": ""} for _number in range(DAYS + 1)]
        steps = steps_from_json(value)
        for number, one in enumerate(steps):
            place = DAYS if one.until is None else min(number, DAYS - 1)
            rows[place] = {
                "until": dates.numeric_day_phrase(one.until) if one.until else "",
                "cost": typed_cost(one.cost),
            }
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or None) != self.to_python(data)
        except ValidationError:
            return True

    def to_python(self, value: Any) -> list[dict[str, Any]] | None:
        rows = self.prepare_value(value)
        if not any(row["until"] or row["cost"] for row in rows):
            return None
        found = [self._spell(row) for row in rows[:DAYS] if row["until"] or row["cost"]]
        if not found:
            raise self._no("no_days")
        if not rows[DAYS]["cost"]:
            raise self._no("no_end")
        last = Spell(None, self._cost(rows[DAYS]["cost"]))
        return steps_as_json([*found, last])

    def _spell(self, row: Row) -> Spell:
        if not row["until"]:
            raise self._no("no_day", cost=row["cost"])
        day = DayField().to_python(row["until"])
        if not row["cost"]:
            raise self._no("no_cost", day=dates.day_phrase(day, "da") if day else "")
        return Spell(day, self._cost(row["cost"]))

    def _cost(self, typed: str) -> Cost:
        text = "".join(typed.split()).casefold()
        if text in _NOTHING:
            return Cost(percent=0)
        if found := _PERCENT.fullmatch(text):
            if int(found["percent"]) > 100:
                raise self._no("too_much", typed=typed)
            return Cost(percent=int(found["percent"]))
        if not _AMOUNT.search(text):
            raise self._no("no_unit" if text.replace(".", "").isdecimal() else "unreadable", typed=typed)
        try:
            ore = KronerField().to_python(text.removesuffix(",-"))
        except ValidationError:
            raise self._no("unreadable", typed=typed) from None
        return Cost(ore=ore) if ore else Cost(percent=0)

    def _no(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


def typed_cost(cost: Cost) -> str:
    """A cost as it is typed: 50 % or 500 kr."""
    if cost.percent is not None:
        return f"{cost.percent} %"
    return f"{KronerField().prepare_value(cost.ore)} kr."


def steps_in_words(stored: list[dict[str, Any]]) -> str:
    """What is stored in one line, as it is typed: 02-09-2026 0 %, 09-09-2026 50 %, 100 %."""
    return ", ".join(
        f"{dates.numeric_day_phrase(one.until) if one.until else ''} {typed_cost(one.cost)}".strip()
        for one in steps_from_json(stored)
    )


def contradictions(
    steps: tuple[Spell, ...], *, fee: int | None, starts_on: date | None, has_prices: bool = False
) -> list[str]:
    """What does not agree among the steps, or with the event, each as a sentence."""
    said = []
    last_day: date | None = None
    for one in steps:
        if one.until is None:
            continue
        words = {"day": dates.day_phrase(one.until, "da")}
        if last_day is not None and one.until <= last_day:
            words["before"] = dates.day_phrase(last_day, "da")
            said.append(_("The days must come one after the other: %(day)s is not after %(before)s.") % words)
        if starts_on is not None and one.until >= starts_on:
            words["begins"] = dates.day_phrase(starts_on, "da")
            said.append(_("%(day)s is not before the event, which begins on %(begins)s.") % words)
        last_day = one.until
    said += _costs_that_disagree([one.cost for one in steps], fee=fee, has_prices=has_prices)
    return said


def _costs_that_disagree(costs: list[Cost], *, fee: int | None, has_prices: bool) -> list[str]:
    said = []
    if fee is None and not has_prices and any(one.percent for one in costs):
        said.append(
            _("The event is free of charge, so a percentage of the fee is nothing. Write amounts, or a fee.")
        )
    if fee is not None and not has_prices:
        dear = [one for one in costs if one.ore is not None and one.ore > fee]
        if dear:
            words = {
                "amount": dates.money_phrase(dear[0].ore or 0, "da"),
                "fee": dates.money_phrase(fee, "da"),
            }
            said.append(_("The fee is %(fee)s, and %(amount)s is more than that.") % words)
    for before, after in pairwise(costs):
        if _falls(before, after, fee=fee):
            words = {"before": typed_cost(before), "after": typed_cost(after)}
            said.append(
                _(
                    "Cancelling may not become cheaper as time goes: the table has first %(before)s and then "
                    "%(after)s, which is less."
                )
                % words
            )
    return said


def _falls(before: Cost, after: Cost, *, fee: int | None) -> bool:
    """Whether the later cost is lower. Where one is a part of a fee and the other an amount, the fee tells."""
    if before.percent is not None and after.percent is not None:
        return after.percent < before.percent
    return after.of(fee) < before.of(fee)
