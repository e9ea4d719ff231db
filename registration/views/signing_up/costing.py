"""What the people of a sign-up cost, and who pays, as check page and receipt show it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from programme.models import Event
from programme.pricing import sum_of
from registration.payer_facts import PayerFacts
from registration.payer_words import payer_lines
from registration.price_sentences import offer_phrase, sum_sentence
from registration.prices import Offer, chosen, offers
from registration.services.people import Person


def price_facts(
    event: Event, *, payer: PayerFacts | None, placed: Sequence[Person], at: datetime
) -> dict[str, Any]:
    """The price of each key that may have been chosen, the sum for those who get a place now, and the payer; nothing
    where it is free of charge."""
    if event.is_free:
        return {}
    among = offers(event, now=at)
    words = {one.key: _words(one) for one in among}
    amount = sum_of(chosen(among, person.price).amount for person in placed)
    return {
        "price_words": {"": words[among[0].key], **words},
        "sum_sentence": sum_sentence(amount),
        "payer_lines": payer_lines(payer) if payer else [],
    }


def costs_typed(people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The same sum for the receipt, by what was typed and announced then: whether somebody had a place before makes no
    difference."""
    placed = [_offer_of(one) for one in people if not one.get("waits")]
    return {"sum_sentence": sum_sentence(sum_of(one.amount for one in placed if one is not None))}


def price_typed(one: Mapping[str, Any]) -> str:
    """What the place of one on the receipt was announced to cost; "" where there are no classes."""
    offer = _offer_of(one)
    return _words(offer) if offer is not None and offer.name else ""


def _offer_of(one: Mapping[str, Any]) -> Offer | None:
    return Offer(**one["price"]) if one.get("price") else None


def _words(offer: Offer) -> str:
    return ", ".join(filter(None, [offer.name, offer_phrase(offer)]))
