"""A booking gets another contact: a colleague who was asked, and said yes by the link she was mailed; or at once, by an
organiser. Turns on the waiting list, offers, promises and prices stay as they are."""

from datetime import datetime, timedelta

from django.db import transaction

from programme.folding import fold_email, tidy
from registration import policy
from registration.models import Booking, ContactRequest, HistoryEntry, OwedMail, Registration
from registration.models.booking import new_link_key
from registration.policy import Decision, Reason
from registration.services import correcting
from registration.services.acts import Actor, Refused, ask, locked_booking, record, refuse_a_flood, write
from registration.services.owing import owe, ring_when_committed

# So long a colleague has to say yes; never longer than until the event begins.
LASTS = timedelta(days=14)
Outcome = ContactRequest.Outcome
Verb = HistoryEntry.Verb


def ask_colleague(*, booking_id: int, name: str, email: str, now: datetime, actor: Actor) -> ContactRequest:
    """Mails a colleague a link by which she can become the contact. Asking again closes the link mailed before. Raises
    `Refused`, with `SAME_PERSON` for the address the booking has."""
    name, email = tidy(name), fold_email(email)
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        ask(policy.event_allows(policy.windows(event), now=now), actor=actor)
        if email == booking.contact_email:
            raise Refused(Decision(Reason.SAME_PERSON))
        refuse_a_flood(booking, now=now, actor=actor)
        request, _made = ContactRequest.objects.update_or_create(
            booking=booking,
            defaults={
                "name": name,
                "email": email,
                "link_key": new_link_key(),
                "asked_at": now,
                "until": min(now + LASTS, event.begins),
                "outcome": Outcome.ASKED,
                "ended_at": None,
            },
        )
        request.booking = booking
        entry = record(
            Verb.CONTACT_ASKED, actor=actor, now=now, event=event, booking=booking, personal={"to": name}
        )
        mail = owe(
            OwedMail.Kind.CONTACT_ASKED,
            about=booking,
            to=email,
            # A demo's clock stands still, and every request has a link of its own.
            occasion=f"{now.isoformat()}:{request.link_key}",
            now=now,
        )
        write(history=[entry], mails=[mail])
        ring_when_committed()
    return request


def withdraw(*, booking_id: int, now: datetime, actor: Actor) -> bool:
    """Takes a request back. False where none stands any longer."""
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        if not _end(booking, outcome=Outcome.WITHDRAWN, now=now):
            return False
        entry = record(Verb.CONTACT_WITHDRAWN, actor=actor, now=now, event=event, booking=booking)
        write(history=[entry], mails=[])
    return True


def accept(*, request_id: int, key: str, now: datetime, actor: Actor) -> Booking:
    """The colleague becomes the contact. Raises `Refused` where the request does not stand any longer."""
    booking_id = ContactRequest.objects.values_list("booking_id", flat=True).get(pk=request_id)
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        request = ContactRequest.objects.get(pk=request_id)
        stands = request.ended_at is None and request.link_key == key
        ask(
            policy.may_take_over(policy.windows(event), asked=stands, until=request.until, now=now),
            actor=actor,
        )
        return _becomes_contact(
            booking,
            name=request.name,
            email=request.email,
            phone="",
            was_asked=True,
            now=now,
            actor=actor,
        )


def hand_over(*, booking_id: int, name: str, email: str, phone: str, now: datetime, actor: Actor) -> Booking:
    """An organiser makes somebody the contact at once. Raises `Refused`."""
    with transaction.atomic():
        _event, booking = locked_booking(booking_id)
        if fold_email(email) == booking.contact_email and tidy(name) == booking.contact_name:
            raise Refused(Decision(Reason.SAME_PERSON))
        return _becomes_contact(booking, name=name, email=email, phone=phone, now=now, actor=actor)


def forget_lapsed(*, now: datetime) -> int:
    """Ends the requests that nobody answered in time, and forgets whom they were sent to; how many."""
    return ContactRequest.objects.filter(ended_at=None, until__lte=now).update(
        outcome=Outcome.LAPSED, ended_at=now, name="", email=""
    )


def _becomes_contact(
    booking: Booking,
    *,
    name: str,
    email: str,
    phone: str,
    was_asked: bool = False,
    now: datetime,
    actor: Actor,
) -> Booking:
    """Both are told by the mails of a contact who becomes another, and what is offered is told to the new one."""
    _end(booking, outcome=Outcome.ACCEPTED, now=now)
    after = correcting.correct_contact(
        booking_id=booking.pk,
        name=name,
        email=email,
        phone=phone,
        other_person=True,
        was_asked=was_asked,
        now=now,
        actor=actor,
    )
    entry = record(Verb.CONTACT_HANDED_OVER, actor=actor, now=now, event=booking.event, booking=after)
    write(history=[entry], mails=_offers(after, now=now))
    return after


def _end(booking: Booking, *, outcome: Outcome, now: datetime) -> bool:
    old_key = booking.link_key if outcome == Outcome.ACCEPTED else ""
    standing = ContactRequest.objects.filter(booking=booking, ended_at=None)
    return bool(standing.update(outcome=outcome, ended_at=now, name="", email="", old_link_key=old_key))


def _offers(booking: Booking, *, now: datetime) -> list[OwedMail]:
    """What is offered to people of the booking, to whoever answers now."""
    offered = booking.registrations.filter(status=Registration.Status.OFFERED).order_by("pk")
    people = list(offered.values_list("pk", flat=True))
    if not people:
        return []
    return [
        owe(
            OwedMail.Kind.PLACES_OFFERED,
            about=booking,
            to=booking.contact_email,
            occasion=f"{now.isoformat()}:{booking.link_key}",
            now=now,
            facts={"people": people, "again": True},
        )
    ]
