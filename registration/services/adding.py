"""More people on a booking that was made before: each place is promised what the event promises on the day it is
added, under the same rules as a sign-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from registration.models import Booking, OwedMail, Registration
from registration.services.acts import Actor, locked_booking, write
from registration.services.admitting import Admitted, admit, entries_of, write_places
from registration.services.answers import keep_answers
from registration.services.confirming import links_to_holders, to_people, told_of
from registration.services.once import OtherContent, hash_of
from registration.services.owing import owe, ring_when_committed
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from registration.services.waiting import serve

Kind = OwedMail.Kind


@dataclass(frozen=True)
class Added:
    """The new places of the booking, of which some may be on the waiting list. `repeated` says that this very act was
    done before and nothing was written now."""

    booking: Booking
    registrations: list[Registration]
    repeated: bool = False


def contact_of(booking: Booking) -> Contact:
    return Contact(
        name=booking.contact_name,
        email=booking.contact_email,
        phone=booking.contact_phone,
        organisation=booking.organisation,
    )


def how_it_waits(booking: Booking) -> WhenFull | None:
    """How those of the booking who are in line wait, which holds for whoever joins them; None where nobody is."""
    if not booking.registrations.in_line().exists():
        return None
    return WhenFull.TOGETHER if booking.waits_together else WhenFull.AS_THEY_COME


def is_done(booking: Booking, *, key: str) -> bool:
    """Whether people were added by this key before."""
    receipt = _receipt(booking, key=key, now=booking.created_at)
    return OwedMail.objects.filter(key=receipt.key).exists()


def _receipt(booking: Booking, *, key: str, now: datetime) -> OwedMail:
    """The mail to the contact by which an addition is known again."""
    return owe(Kind.PLACES_ADDED, about=booking, to=booking.contact_email, occasion=key, now=now)


@dataclass(frozen=True)
class Addition:
    """What the last addition to a booking came to: how many were added, and the names of those who had a place already,
    or a turn on the waiting list."""

    added: int
    had_places: list[str]
    had_turns: list[str]


def last_addition(booking: Booking) -> Addition | None:
    receipt = booking.mails.filter(kind=Kind.PLACES_ADDED).order_by("created_at", "pk").last()
    if receipt is None:
        return None
    already = receipt.facts.get("already", [])
    return Addition(
        added=len(receipt.facts.get("people", [])),
        had_places=[one["name"] for one in already if not one.get("waits")],
        had_turns=[one["name"] for one in already if one.get("waits")],
    )


def add_people(
    *,
    booking_id: int,
    people: Sequence[Person],
    terms: str,
    key: str,
    now: datetime,
    actor: Actor,
    when_full: WhenFull = WhenFull.REFUSE,
) -> Added:
    """Gives each person a place on the booking and owes the mails, or raises as `sign_up` does and writes nothing. Who
    joins the waiting list waits as those of the booking who are in line already. The same key with the same content
    adds nobody twice."""
    if not people:
        raise ValueError("Somebody is added.")
    people = [person.tidied() for person in people]
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        contact = contact_of(booking)
        content = hash_of(event_id=event.pk, contact=contact, people=people, when_full=when_full)
        receipt = _receipt(booking, key=key, now=now)
        if before := OwedMail.objects.filter(key=receipt.key).first():
            return _added_before(booking, before, content=content)
        in_line = how_it_waits(booking) if when_full is not WhenFull.REFUSE else None
        when_full = in_line or when_full
        admitted = admit(
            people,
            event=event,
            contact=contact,
            terms=terms,
            language=booking.language,
            when_full=when_full,
            now=now,
            actor=actor,
        )
        if admitted.new_in_line and in_line is None:
            booking.waits_together = when_full is not WhenFull.AS_THEY_COME
            booking.passed_over_at = booking.asked_at = None
        places = _written(admitted, booking=booking, now=now)
        keep_answers(event, booking=booking, people=list(zip(places, admitted.arriving, strict=True)))
        receipt.facts = {"people": [one.pk for one in places], "content": content, "by": actor.role}
        if admitted.already:
            receipt.facts["already"] = [told_of(holder) for holder in admitted.already]
        mails = [
            receipt,
            *to_people(booking, places, occasion="made", now=now),
            *links_to_holders(booking, admitted.already, now=now),
        ]
        write(history=entries_of(places, actor=actor, now=now, bent=admitted.bent), mails=mails)
        if admitted.is_for_the_line:
            serve(event, now=now)
        ring_when_committed()
    return Added(booking, places)


def _added_before(booking: Booking, receipt: OwedMail, *, content: str) -> Added:
    if receipt.facts.get("content") != content:
        raise OtherContent
    added = booking.registrations.filter(pk__in=receipt.facts.get("people", []))
    return Added(booking, list(added.order_by("pk")), repeated=True)


def _written(admitted: Admitted, *, booking: Booking, now: datetime) -> list[Registration]:
    """The new places, numbered on from those the booking has."""
    made = booking.size or booking.registrations.filter(substitute_for=None, shares_place_of=None).count()
    booking.size = made + len(admitted.arriving)
    booking.save(update_fields=["size", "waits_together", "passed_over_at", "asked_at"])
    return write_places(admitted, booking=booking, numbers=range(made + 1, booking.size + 1), now=now)
