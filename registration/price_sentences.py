"""Prices as whole sentences, in the active language: what is announced, what a place was promised at, and sums."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext

from programme import dates
from programme.languages import reader_language
from programme.models import Event
from programme.models.price import Vat
from programme.pricing import Amount, price_phrase
from registration.models import Registration
from registration.prices import Offer, difference_ore, offers


def kroner(ore: int, *, exact: bool = False) -> str:
    return dates.money_phrase(ore, reader_language(), exact=exact)


def have_ore(amounts: Iterable[Amount]) -> bool:
    """Whether any of these is not whole kroner, so that what stands together is told with øre."""
    return any(one.net % 100 or one.vat % 100 or one.total % 100 for one in amounts)


def fee_sentence(event: Event, *, now: datetime) -> str:
    """What a place costs whoever signs up now; "" where it is free of charge."""
    if event.is_free:
        return ""
    among = offers(event, now=now)
    if len(among) == 1:
        return gettext("The fee is %(fee)s for each person.") % {"fee": offer_phrase(among[0])}
    return gettext("The fee for each person is: %(fees)s.") % {"fees": "; ".join(map(named_offer, among))}


def offer_phrase(offer: Offer, *, brief: bool = False) -> str:
    """The price alone. Of one plain fee nothing is said of VAT, which is in it."""
    if not offer.key and offer.ore:
        return kroner(offer.ore)
    return price_phrase(offer.ore, offer.vat, reader_language(), brief=brief)


def named_offer(offer: Offer) -> str:
    """As in "Medlem 995 kr. inkl. moms"."""
    return f"{offer.name} {offer_phrase(offer)}".strip()


def promised_phrase(place: Registration, *, brief: bool = False) -> str:
    """What a place was promised at, without its class; "" where it is of no class and free of charge."""
    if not place.promised_class and place.promised_vat == Vat.INCLUDED:
        return "" if place.promised_fee_ore is None else kroner(place.promised_fee_ore)
    return price_phrase(place.promised_fee_ore or 0, place.promised_vat, reader_language(), brief=brief)


def place_price(place: Registration, *, brief: bool = False) -> str:
    """The same with its class, as in "Medlem, 995 kr. inkl. moms"."""
    return ", ".join(filter(None, [place.promised_class, promised_phrase(place, brief=brief)]))


def promised_fee_sentence(place: Registration) -> str:
    """What a place costs by its promise; "" where that is nothing."""
    if place.promised_fee_ore is None:
        return ""
    return gettext("The fee is %(fee)s for each person.") % {"fee": promised_phrase(place)}


def sum_sentence(amount: Amount) -> str:
    """As in "I alt 2.590 kr., heraf moms 518 kr."; "" for nothing."""
    if not amount.total:
        return ""
    exact = amount.total % 100 != 0 or amount.vat % 100 != 0
    words = {"total": kroner(amount.total, exact=exact), "vat": kroner(amount.vat, exact=exact)}
    if not amount.vat:
        return gettext("In all %(total)s.") % words
    return gettext("In all %(total)s, of which VAT %(vat)s.") % words


def lines_of(places: Sequence[Registration]) -> list[str]:
    """A line for each place, where they are not all of one price; for mails and pages about a booking."""
    if len({place_price(place) for place in places}) < 2:
        return []
    return [f"{place.called}: {place_price(place) or gettext('free of charge')}" for place in places]


def common_price(places: Iterable[Registration]) -> str:
    """What each of the places was promised at, with its class; "" where that is nothing or not the same for all."""
    said = {place_price(place) for place in places}
    return said.pop() if len(said) == 1 else ""


def difference_sentence(place: Registration) -> str:
    """What the organiser is told where a substitute belongs to another class than the place; "" where she does not."""
    if not place.other_class:
        return ""
    words = {"other": place.other_class, "own": place.promised_class}
    difference = difference_ore(place)
    if difference is None:
        return (
            gettext("Belongs to the class %(other)s; the place is of the class %(own)s at the same price.")
            % words
        )
    words["difference"] = kroner(abs(difference))
    if Vat.EXCLUDED in {place.promised_vat, place.other_class_vat}:
        # The prices are announced without VAT, so their difference is not what is read there.
        words["difference"] = gettext("%(amount)s incl. VAT") % {"amount": words["difference"]}
    if difference > 0:
        said = gettext(
            "Belongs to the class %(other)s, which cost %(difference)s more than the place (%(own)s). "
            "The place keeps its price."
        )
    else:
        said = gettext(
            "Belongs to the class %(other)s, which cost %(difference)s less than the place (%(own)s). "
            "The place keeps its price."
        )
    return said % words
