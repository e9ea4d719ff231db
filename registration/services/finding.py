"""*Find my registration*: mails the links that belong to an address, and tells nobody whether there were any.

Whose an address is is looked up when its mail is sent: whoever asks waits as long for an address that has nothing."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from programme.folding import fold_email
from programme.models import Event
from registration import policy
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.services.acts import SYSTEM, ask, record, write
from registration.services.owing import owe, ring_when_committed

# One mail to an address per event in so long a time, however often somebody asks.
BETWEEN = timedelta(minutes=10)


def mail_links(*, event: Event, email: str, now: datetime) -> None:
    """Owes an address one mail with every link it has at the event, unless it was owed one within ten minutes. Raises
    `Refused` once the event has begun."""
    ask(policy.may_find_links(policy.windows(event), now=now), actor=SYSTEM)
    email = fold_email(email)
    if not email:
        return
    asked = OwedMail.objects.filter(event=event, kind=OwedMail.Kind.LINKS, to_email=email)
    with transaction.atomic():
        if asked.filter(created_at__gt=now - BETWEEN, created_at__lte=now).exists():
            return
        # Two who ask at the same instant have the same key, and two mails that may both be owed never have.
        occasion = f"{_digest(email)}:{now.timestamp() // BETWEEN.total_seconds():.0f}"
        mail = owe(OwedMail.Kind.LINKS, about=event, to=email, occasion=occasion, now=now)
        write(history=[], mails=[mail])
        ring_when_committed()


def look_up(mail: OwedMail) -> bool:
    """Ties a mail that was asked for to whom its address belongs, which the history notes once. False where it belongs
    to nobody."""
    about = _belonging_to(mail.event, address=mail.to_email)
    if about is None:
        return False
    if mail.booking_id is None:
        mail.registration = about if isinstance(about, Registration) else None
        mail.booking = about.booking if isinstance(about, Registration) else about
        mail.language = mail.booking.language
        entry = record(
            HistoryEntry.Verb.LINKS_ASKED,
            actor=SYSTEM,
            now=mail.created_at,
            event=mail.event,
            booking=mail.booking,
            registration=mail.registration,
        )
        with transaction.atomic():
            mail.save(update_fields=["registration", "booking", "language"])
            write(history=[entry], mails=[])
    return True


def _belonging_to(event: Event, *, address: str) -> Booking | Registration | None:
    """The first booking made from an address, else the first place that is reached there."""
    if not address:
        return None
    places = Registration.objects.filter(event=event, email=address).current().select_related("booking")
    return (
        Booking.objects.filter(event=event, contact_email=address).order_by("pk").first()
        or places.order_by("pk").first()
    )


def forget_unknown(*, now: datetime) -> int:
    """Deletes the mails asked for with addresses that have nothing here, once they no longer stand in the way of
    another; returns how many."""
    unknown = OwedMail.objects.filter(
        kind=OwedMail.Kind.LINKS, status=OwedMail.Status.DROPPED, booking=None, created_at__lte=now - BETWEEN
    )
    return unknown.delete()[0]


def _digest(email: str) -> str:
    """Tells addresses apart in the key of a mail, which has room for no address and should keep none."""
    return hashlib.sha256(email.encode()).hexdigest()[:16]
