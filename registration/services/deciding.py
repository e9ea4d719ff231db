"""An organiser decides that an event takes place, and is reminded that she is to."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from programme import dates
from programme.models import Event
from registration import deciding, policy
from registration.models import HistoryEntry, OwedMail, Registration
from registration.services.acts import Actor, ask, locked_event, record, write
from registration.services.owing import owe, ring_when_committed

Kind = OwedMail.Kind


def goes_ahead(*, event_id: int, text: str = "", now: datetime, actor: Actor) -> bool:
    """Says that the event takes place, once; with a text everybody who has a place is told by mail, each address of a
    booking once. False where nothing is to be decided: it was said before, or no smallest number is announced. Raises
    `Refused` once it has begun or is called off."""
    with transaction.atomic():
        event = locked_event(event_id)
        ask(policy.event_allows(policy.windows(event), now=now), actor=actor)
        if not deciding.is_to_decide(event, now=now):
            return False
        if not Event.objects.filter(pk=event_id, goes_ahead_at=None).update(goes_ahead_at=now):
            return False
        entry = record(HistoryEntry.Verb.GOES_AHEAD, actor=actor, now=now, event=event)
        write(history=[entry], mails=_mails(event, text=text, now=now) if text else [])
        ring_when_committed()
    return True


def _mails(event: Event, *, text: str, now: datetime) -> Iterable[OwedMail]:
    rows = Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED)
    bookings = {}
    for row in rows.select_related("booking").order_by("pk"):
        row.event = row.booking.event = event
        contact = row.booking.contact_email
        if row.booking_id not in bookings:
            bookings[row.booking_id] = row.booking
            yield owe(
                Kind.GOES_AHEAD, about=row.booking, to=contact, occasion="said", now=now, facts={"text": text}
            )
        if row.reached_at != contact:
            yield owe(
                Kind.GOES_AHEAD, about=row, to=row.reached_at, occasion="said", now=now, facts={"text": text}
            )


def owe_reminders(*, now: datetime) -> int:
    """Owes each organiser who is to decide a mail three days before the day, and one on it; each once, and again only
    where the day is moved. How many."""
    undecided = Event.objects.filter(
        status=Event.Status.PUBLISHED, minimum_people__isnull=False, goes_ahead_at=None
    )
    mails = []
    for event in undecided:
        today = dates.day_in(now, event.timezone)
        if event.decide_on is None or not deciding.is_to_decide(event, now=now):
            continue
        if deciding.is_due(event, today=today):
            kind = Kind.DECISION_TODAY
        elif deciding.is_soon(event, today=today):
            kind = Kind.DECISION_AHEAD
        else:
            continue
        day = event.decide_on.isoformat()
        mails.append(
            owe(kind, about=event, to=event.contact_email, occasion=day, now=now, facts={"day": day})
        )
    known = set(OwedMail.objects.filter(key__in=[mail.key for mail in mails]).values_list("key", flat=True))
    new = [mail for mail in mails if mail.key not in known]
    if new:
        with transaction.atomic():
            write(history=[], mails=new)
            ring_when_committed()
    return len(new)
