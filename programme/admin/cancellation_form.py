"""The part of the event's form about leaving a place: the rule, what belongs to it, and how it will read."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme import announcing
from programme.admin.cancellation_fields import StepsField, contradictions
from programme.admin.fields import KronerField
from programme.cancellation import steps_from_json
from programme.models import Event

SEE = "_see_text"
FIELDS = ["cancellation", "binding_after", "cancellation_steps", "no_show_fee_ore"]
Rule = Event.Cancellation


class CancellationForm(forms.ModelForm):
    """`sees_text`: a press of *See the text* saves nothing and shows the rule as it would read."""

    cancellation = forms.ChoiceField(
        label=gettext_lazy("If somebody cannot come"),
        choices=[
            (Rule.UNTIL_A_DAY, gettext_lazy("Free cancellation to a day, then binding")),
            (Rule.AT_ONCE, gettext_lazy("Binding at once – lapses if the waiting list takes the place")),
            (Rule.STEPS, gettext_lazy("Cancelling costs more, the later it comes")),
            (Rule.NO_SHOW, gettext_lazy("Free event – whoever stays away without cancelling pays")),
        ],
        initial=Rule.UNTIL_A_DAY,
        required=False,
        help_text=Event._meta.get_field("cancellation").help_text,
    )
    cancellation_steps = StepsField(
        label=gettext_lazy("What cancelling costs"),
        required=False,
        help_text=gettext_lazy(
            "As many days as you need, each with a percentage of the fee or an amount: 0 %, 50 % or 500 kr."
        ),
    )
    no_show_fee_ore = KronerField(
        label=gettext_lazy("What staying away costs"),
        required=False,
        help_text=gettext_lazy("For example 200. You mark who did not come, after the event."),
    )

    @property
    def sees_text(self) -> bool:
        return SEE in self.data

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if self.sees_text:
            self.instance.rule_is_seen = not any(name in self.errors for name in [*FIELDS, "starts_on"])
        return valid and not self.sees_text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        # A page from before there was a choice sends none.
        rule = cleaned["cancellation"] = cleaned.get("cancellation") or Rule.UNTIL_A_DAY
        if not any(name in self.errors for name in ("cancellation_steps", "fee_ore", "starts_on")):
            self._judge_steps(rule, cleaned)
        if "no_show_fee_ore" not in self.errors:
            self._judge_no_show(rule, cleaned)
        return cleaned

    def _judge_steps(self, rule: str, cleaned: dict[str, Any]) -> None:
        steps = steps_from_json(cleaned.get("cancellation_steps"))
        if rule != Rule.STEPS:
            if steps:
                sentence = _("The table belongs to the rule “%(rule)s”: choose that, or empty the table.")
                self.add_error("cancellation_steps", sentence % {"rule": self._words(Rule.STEPS)})
            return
        if not steps:
            self.add_error(
                "cancellation_steps", _("Write at least one day and what cancelling costs after it.")
            )
        facts: dict[str, Any] = {
            "fee": cleaned.get("fee_ore"),
            "starts_on": cleaned.get("starts_on"),
            "has_prices": getattr(self.instance, "has_prices", False),
        }
        for sentence in contradictions(steps, **facts):
            self.add_error("cancellation_steps", sentence)

    def _judge_no_show(self, rule: str, cleaned: dict[str, Any]) -> None:
        fee = cleaned.get("no_show_fee_ore")
        if rule != Rule.NO_SHOW:
            if fee:
                sentence = _(
                    "The amount belongs to the rule “%(rule)s”: choose that, or leave the amount empty."
                )
                self.add_error("no_show_fee_ore", sentence % {"rule": self._words(Rule.NO_SHOW)})
            return
        if not fee:
            self.add_error("no_show_fee_ore", _("Write what whoever stays away pays."))
        if "fee_ore" not in self.errors and cleaned.get("fee_ore"):
            self.add_error(
                "cancellation",
                _("This rule is for events that are free of charge, and this one has a fee. Choose another."),
            )

    def _words(self, rule: str) -> str:
        return str(dict(self.fields["cancellation"].choices)[rule])  # type: ignore[attr-defined]


def rule_in_words(event: Event) -> SafeString:
    """The rule as everybody reads it, by the prices as they are typed, in both languages, with the button that shows it
    before it is saved."""
    seen = getattr(event, "rule_is_seen", None)
    texts = [] if event.starts_on is None or seen is False else _both_languages(event)
    told = {
        None: "",
        True: _("So it will read. Nothing is saved yet."),
        False: _("Nothing is saved. Put right what is marked, and look again."),
    }[seen]
    return format_html(
        '<div class="rule-text"{}>{}{}<p><button type="submit" name="{}" value="1" class="button" formnovalidate>{}'
        "</button></p></div>",
        mark_safe(' id="rule-text" tabindex="-1" autofocus role="status"') if seen is not None else "",
        format_html("<p><strong>{}</strong></p>", told) if told else "",
        format_html_join("", '<p lang="{}">{}</p>', texts),
        SEE,
        _("See the text"),
    )


def _both_languages(event: Event) -> list[tuple[str, str]]:
    said = [(language, " ".join(announcing.place_rules(event, language))) for language in ("da", "en")]
    return [(language, text) for language, text in said if text]
