"""What the people of a sign-up cost, and who pays, as the check page shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from programme.models import Event
from programme.pricing import sum_of
from registration.payer_facts import PayerFacts
from registration.payer_words import payer_lines
from registration.price_sentences import offer_phrase, sum_sentence
from registration.prices import chosen, offers
from registration.services.people import Person


def price_facts(
    event: Event, *, payer: PayerFacts | None, placed: Sequence[Person], at: datetime
) -> dict[str, Any]:
    """The price of each key that may have been chosen, the sum for those who get a place now, and the payer; nothing
    where it is free of charge."""
    if event.is_free:
        return {}
    among = offers(event, now=at)
    words = {one.key: ", ".join(filter(None, [one.name, offer_phrase(one)])) for one in among}
    amount = sum_of(chosen(among, person.price).amount for person in placed)
    return {
        "price_words": {"": words[among[0].key], **words},
        "sum_sentence": sum_sentence(amount),
        "payer_lines": payer_lines(payer) if payer else [],
    }
