"""*Find my registration*: mails the links that belong to an address, and tells nobody whether there were any."""

import hashlib
from datetime import datetime

from django.db import transaction

from programme.models import Event
from registration import policy
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.persons import fold_email
from registration.services.acts import Actor, ask, record, write
from registration.services.owing import owe, ring_when_committed

# One mail to an address per event in so many minutes, however often somebody asks.
MINUTES_BETWEEN = 10


def mail_links(*, event: Event, email: str, now: datetime, actor: Actor) -> bool:
    """Owes one mail with every link the address has at the event. False where it has none; the person who asked is
    answered the same. Raises `Refused` once the event has begun."""
    ask(policy.may_find_links(policy.windows(event), now=now), actor=actor)
    email = fold_email(email)
    if not email:
        return False
    bookings = list(Booking.objects.filter(event=event, contact_email=email).select_related("event"))
    places = list(
        Registration.objects.filter(event=event, email=email).current().select_related("booking", "event")
    )
    if not bookings and not places:
        return False
    about: Booking | Registration = bookings[0] if bookings else places[0]
    slot = int(now.timestamp()) // (MINUTES_BETWEEN * 60)
    with transaction.atomic():
        mail = owe(OwedMail.Kind.LINKS, about=about, to=email, occasion=f"{_digest(email)}:{slot}", now=now)
        if OwedMail.objects.filter(key=mail.key).exists():
            return True
        entry = record(HistoryEntry.Verb.LINKS_ASKED, actor=actor, now=now, event=event)
        write(history=[entry], mails=[mail])
        ring_when_committed()
    return True


def _digest(email: str) -> str:
    """Tells addresses apart in the key of a mail, which has room for no address and should keep none."""
    return hashlib.sha256(email.encode()).hexdigest()[:16]
