"""What is owed for a place, in øre as they were promised: VAT is in it or comes to it as the place says. The one answer
for invoice facts, lists and sentences."""

from programme.models import Event
from programme.pricing import Amount, amount_of
from registration.models import Registration


def owed_ore(place: Registration) -> int:
    """The fee promised for a place that is confirmed, and what staying away costs; of a place that was left what its
    rule had it owe then, unless it was let off; nothing for one that waits, is only offered or is had by a substitute
    now; and nothing of an event called off."""
    if place.event.status == Event.Status.CANCELLED:
        return 0
    fee = place.promised_fee_ore or 0
    if place.status == Registration.Status.CONFIRMED:
        return fee + (place.owed_ore or 0)
    if not place.still_owed:
        return 0
    # None: given back to a version of the program that kept no amount.
    return fee if place.owed_ore is None else place.owed_ore


def owed_amount(place: Registration) -> Amount:
    """The same without VAT, the VAT of it, and both together."""
    return amount_of(owed_ore(place), place.promised_vat)
