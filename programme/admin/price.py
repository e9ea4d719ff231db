"""The prices of an event, for those with several, with an early one, or with VAT of their own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.admin.fields import KronerField
from programme.admin.tables import HouseTable, LabelledFormSet, RowForm
from programme.languages import reader_language
from programme.models import Price
from programme.pricing import speak_of


class PriceKronerField(KronerField):
    """An amount of which 0 is one."""

    keeps_zero = True


class PriceForm(RowForm):
    amount_ore = PriceKronerField(label=capfirst(_("price in kroner")))
    early_ore = PriceKronerField(
        label=capfirst(_("early price in kroner")), required=False, help_text=_("With the last day it holds.")
    )

    class Meta:
        model = Price
        fields = ["order", "name", "amount_ore", "vat", "reason", "early_ore", "early_until"]
        labels = {"order": _("no.")}

    def has_changed(self) -> bool:
        """A number alone is no price."""
        return any(name != "order" or self.instance.pk for name in self.changed_data)


class PriceFormSet(LabelledFormSet, BaseInlineFormSet):
    def clean(self) -> None:
        """Prices come instead of the one fee, so none is lost unseen: the fee is one of them, or it is emptied."""
        super().clean()
        self._number_rows()
        event = self.instance
        if hasattr(event, "rule_is_seen"):
            self._show_rule_by_what_is_typed()
        rows = [form.cleaned_data for form in self.forms if form.has_changed() and form.is_valid()]
        amounts = [row["amount_ore"] for row in rows if not row.get("DELETE")]
        if event.has_prices or not event.fee_ore or not amounts or event.fee_ore in amounts:
            return
        fee = dates.money_phrase(event.fee_ore, reader_language())
        raise ValidationError(
            _("The fee of %(fee)s is none of these prices. Write it as one of them, or empty the fee above.")
            % {"fee": fee}
        )

    def _show_rule_by_what_is_typed(self) -> None:
        """Whoever looks at the rule before anything is saved reads it by the prices that are typed."""
        typed = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in typed if not form.data.get(form.add_prefix("DELETE"))]
        if all(form.is_valid() for form in kept):
            speak_of(self.instance, sorted((form.instance for form in kept), key=lambda price: price.order))
        else:
            self.instance.rule_is_seen = False

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "order" in form.fields:
            # Rows stand in the order they are written, until somebody numbers them.
            form.fields["order"].required = False
            if form.instance.pk is None:
                form.fields["order"].initial = None if index is None else index + 1

    def _number_rows(self) -> None:
        """Whatever has no number comes after the row above it."""
        last = 0
        for form in self.forms:
            if not form.has_changed() and form.instance.pk is None:
                continue
            if form.instance.order is None:
                form.instance.order = last + 1
            last = max(last, form.instance.order)


class PriceTable(HouseTable):
    model = Price
    form = PriceForm
    formset = PriceFormSet
    fields = ["order", "name", "amount_ore", "vat", "reason", "early_ore", "early_until"]
    extra = 1
