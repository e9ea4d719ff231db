"""What a place owes. Whatever puts sums together asks here."""

from registration.models import Registration


def what_a_place_owes(place: Registration) -> int:
    """In øre: the fee promised for a place that is held, with what staying away costs; of a place that was left what
    its rule had it owe then, unless it was let off. A turn on the waiting list owes nothing."""
    fee = place.promised_fee_ore or 0
    if place.status == Registration.Status.CONFIRMED:
        return fee + (place.owed_ore or 0)
    if not place.still_owed:
        return 0
    return fee if place.owed_ore is None else place.owed_ore
