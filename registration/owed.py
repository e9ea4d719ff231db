"""What is owed for a place, in øre as they were promised: VAT is in it or comes to it as the place says. The one answer
for invoice facts, lists and sentences."""

from programme.models import Event
from programme.pricing import Amount, amount_of
from registration.models import Registration


def owed_ore(place: Registration) -> int:
    """The fee promised for a place that is confirmed, or that was given back once it was binding; nothing for one that
    waits, is only offered, was cancelled in time or is had by a substitute now; and nothing of an event called off."""
    if place.event.status == Event.Status.CANCELLED:
        return 0
    if place.status == Registration.Status.CONFIRMED or place.still_owed:
        return place.promised_fee_ore or 0
    return 0


def owed_amount(place: Registration) -> Amount:
    """The same without VAT, the VAT of it, and both together."""
    return amount_of(owed_ore(place), place.promised_vat)
