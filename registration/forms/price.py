"""Which price a person pays: asked only where there are several."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.models import Event
from registration import prices
from registration.price_sentences import offer_phrase


def ask_price(form: forms.Form, event: Event, *, now: datetime, label: str = "", help_text: str = "") -> None:
    """Adds the choice of a price where there is one to be made; the first is chosen until somebody chooses another."""
    if not prices.is_chosen(event):
        return
    among = prices.offers(event, now=now)
    form.fields["price"] = forms.ChoiceField(
        label=label or _("Price"),
        choices=[(one.key, f"{one.name} – {offer_phrase(one)}") for one in among],
        initial=among[0].key,
        help_text=help_text,
        error_messages={
            "required": _("Choose a price."),
            "invalid_choice": _("That price is no longer offered. Choose another."),
        },
    )
