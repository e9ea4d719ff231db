"""Which price a person pays: asked only where there are several."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.models import Event
from programme.models.price import Vat
from registration import prices
from registration.models import Registration
from registration.price_sentences import kroner, offer_phrase
from registration.prices import Offer, class_offers

# Said once where it is the same of every price.
COMMON_VAT = {
    Vat.INCLUDED: _("VAT is included in the prices."),
    Vat.EXCLUDED: _("VAT is added to the prices."),
    Vat.EXEMPT: _("There is no VAT on the prices."),
}
ERRORS = {
    "required": _("Choose a price."),
    "invalid_choice": _("That price is no longer offered. Choose another."),
}


def ask_price(form: forms.Form, event: Event, *, now: datetime) -> None:
    """Adds the choice of a price where there is one to be made; the first is chosen until somebody chooses another."""
    if not prices.is_chosen(event):
        return
    among = prices.offers(event, now=now)
    form.fields["price"] = _choice(among, chosen=among[0].key)


def ask_price_of(form: forms.Form, place: Registration) -> None:
    """Asks of which class a place is that has been taken, where there are several: each at the price of the day it was
    taken. Its own is chosen until somebody chooses another."""
    among = class_offers(place)
    if len(among) > 1:
        own = next(one.key for one in among if one.name == place.promised_class)
        form.fields["price"] = field = _choice(among, chosen=own)
        of_then = _("The price is that of the day the place was taken.")
        field.help_text = " ".join(filter(None, [str(field.help_text), str(of_then)]))


def _choice(among: Sequence[Offer], *, chosen: str) -> forms.ChoiceField:
    vats = {one.vat for one in among if one.ore}
    common = vats.pop() if len(vats) == 1 else ""
    words = {one.key: _cost(one, plain=bool(common)) for one in among}
    return forms.ChoiceField(
        label=_("Price"),
        choices=[(one.key, " – ".join(filter(None, [one.name, words[one.key]]))) for one in among],
        initial=chosen,
        help_text=COMMON_VAT.get(common, ""),  # type: ignore[call-overload]
        error_messages=ERRORS,
    )


def _cost(offer: Offer, *, plain: bool) -> str:
    """`plain`: without a word of VAT."""
    return kroner(offer.ore) if plain and offer.ore else offer_phrase(offer, brief=True)


def ask_class(form: forms.Form, event: Event, *, own: str) -> None:
    """Asks to which class somebody belongs who takes a place of the class `own` over, where there are several. The
    place keeps its price, so no amount stands here."""
    if not prices.is_chosen(event):
        return
    among = [(str(price.pk), price.name) for price in event.price_list]
    form.fields["price"] = forms.ChoiceField(
        label=_("The new person belongs to"),
        choices=among,
        initial=next((key for key, name in among if name == own), among[0][0]),
        help_text=_("The place keeps its price. The organiser sees the difference, if there is one."),
        error_messages=ERRORS,
    )
