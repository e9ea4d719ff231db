"""The price class of a place that has been taken: chosen when a name is written on it, or put right by an organiser. It
is at the price of that class on the day the place was taken, and whoever has paid is invoiced for the difference."""

from datetime import datetime

from django.db import transaction

from programme.models.price import Vat
from registration import policy
from registration.models import HistoryEntry, OwedMail, Registration
from registration.prices import UnknownPrice, chosen, class_offers, promise
from registration.services.acts import Actor, ask, locked_place, record, write
from registration.services.owing import owe, ring_when_committed

# What is written with another class.
FIELDS = ("promised_class", "promised_fee_ore", "promised_vat", "promised_vat_reason")
OF_THE_PERSON = ("other_class", "other_class_ore", "other_class_vat")


def put_in_class(place: Registration, key: str) -> bool:
    """The place as it is in the class of this key, not saved; whether that is another than its own. Without a key, and
    of a class that is gone, the place stays as it was promised."""
    if not key:
        return False
    try:
        offer = chosen(class_offers(place) or [], key)
    except UnknownPrice:
        return False
    if offer.name == place.promised_class:
        return False
    for column, value in promise(offer).items():
        setattr(place, column, value)
    # Whoever has the place is of its class now.
    place.other_class, place.other_class_ore, place.other_class_vat = "", None, Vat.INCLUDED
    return True


def set_class(*, registration_id: int, key: str, now: datetime, actor: Actor) -> Registration:
    """Puts the class of a place right; the contact hears of it. Its own class once more changes nothing. Raises
    `Refused`."""
    with transaction.atomic():
        event, place = locked_place(registration_id)
        decision = policy.may_change_class(
            policy.windows(event), status=place.status, has_classes=len(class_offers(place)) > 1, by=actor.by
        )
        bent = ask(decision, actor=actor)
        before = place.promised_class
        if not put_in_class(place, key):
            return place
        place.save(update_fields=[*FIELDS, *OF_THE_PERSON])
        entry = record(
            HistoryEntry.Verb.CORRECTED,
            actor=actor,
            now=now,
            event=event,
            booking=place.booking,
            registration=place,
            fields=["promised_class"],
            personal={"before": {"promised_class": before}},
            bent=bent,
        )
        mail = owe(
            OwedMail.Kind.PLACE_CORRECTED,
            about=place,
            to=place.booking.contact_email,
            occasion=f"{now.isoformat()}:class",
            now=now,
            facts={"by": actor.role, "tells_price": True},
        )
        write(history=[entry], mails=[mail])
        ring_when_committed()
    return place
