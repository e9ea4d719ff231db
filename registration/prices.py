"""What a place costs whoever signs up now, and what was promised with a place. Pure functions of facts and the instant
they are asked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from programme import dates
from programme.models import Event
from programme.models.price import Vat
from programme.pricing import Amount, amount_of, ore_on
from registration.models import Registration


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The price of one class as it holds now; without a `key` and a name where the event has one plain fee, or none."""

    key: str = ""
    name: str = ""
    ore: int = 0
    vat: str = Vat.INCLUDED
    reason: str = ""

    @property
    def amount(self) -> Amount:
        return amount_of(self.ore, self.vat)


class UnknownPrice(Exception):
    """The price chosen is none of the event's any longer."""


def offers(event: Event, *, now: datetime) -> list[Offer]:
    """What a place costs now, the default first: one for each class."""
    if not event.price_list:
        return [Offer(ore=event.fee_ore or 0)]
    today = dates.day_in(now, event.timezone)
    return [
        Offer(
            key=str(price.pk),
            name=price.name,
            ore=ore_on(price, today),
            vat=price.vat,
            reason=price.reason,
        )
        for price in event.price_list
    ]


def is_chosen(event: Event) -> bool:
    """Whether there is anything to choose."""
    return len(event.price_list) > 1


def chosen(among: Sequence[Offer], key: str) -> Offer:
    """The offer of this key; the first where nothing was chosen. Raises `UnknownPrice`."""
    if not key:
        return among[0]
    for one in among:
        if one.key == key:
            return one
    raise UnknownPrice


# Of a class that is none of the event's any longer: the place's own, as it was promised.
OWN = "own"


def class_offers(place: Registration) -> list[Offer]:
    """What a place of each class cost when this one was taken; its own is as it was promised. Nothing where the event
    has no classes, and for whoever shares another's place."""
    event = place.event
    if not event.price_list or place.is_second:
        return []
    own = Offer(
        key=OWN,
        name=place.promised_class,
        ore=place.promised_fee_ore or 0,
        vat=place.promised_vat,
        reason=place.promised_vat_reason,
    )
    among = offers(event, now=place.accepted_at or place.created_at)
    if own.name not in {one.name for one in among}:
        return [own, *among]
    return [replace(own, key=one.key) if one.name == own.name else one for one in among]


def promise(offer: Offer) -> dict[str, Any]:
    """The columns of a place that keep the price as it was when the place was promised."""
    return {
        "promised_fee_ore": offer.ore or None,
        "promised_class": offer.name,
        "promised_vat": offer.vat,
        "promised_vat_reason": offer.reason,
    }


PROMISE = ("promised_fee_ore", "promised_class", "promised_vat", "promised_vat_reason")


def promise_of(place: Registration) -> dict[str, Any]:
    """The same columns, for whoever takes the place over."""
    return {name: getattr(place, name) for name in PROMISE}


def amount_promised(place: Registration) -> Amount:
    return amount_of(place.promised_fee_ore or 0, place.promised_vat)


def other_class(offer: Offer) -> dict[str, Any]:
    """The columns of a place whose person belongs to another class than it: which, and what that costs now."""
    return {"other_class": offer.name, "other_class_ore": offer.ore, "other_class_vat": offer.vat}


def difference_ore(place: Registration) -> int | None:
    """What the class of a substitute cost more, or less, than what the place was promised at, both with their VAT;
    None where she is of the place's own class, or where the difference is nothing."""
    if not place.other_class or place.other_class_ore is None:
        return None
    other = amount_of(place.other_class_ore, place.other_class_vat)
    return other.total - amount_promised(place).total or None
