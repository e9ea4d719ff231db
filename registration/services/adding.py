"""More people on a booking that was made before: each place is promised what the event promises on the day it is
added, under the same rules as a sign-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation

from registration import policy, sentences
from registration.models import Booking, OwedMail, Registration
from registration.prices import Offer
from registration.services.acts import Actor, ask, locked_booking, write
from registration.services.answers import keep_answers
from registration.services.booking import (
    OtherContent,
    TermsChanged,
    entries_of,
    is_among,
    new_place,
    prices_of,
)
from registration.services.choosing import choose_at_sign_up
from registration.services.confirming import links_to_holders, to_people, told_of
from registration.services.floods import refuse_a_flood_of_sign_ups
from registration.services.once import hash_of
from registration.services.owing import owe, ring_when_committed
from registration.services.people import Contact, Person, distinct, holders_among, newcomers_among
from registration.services.room import WhenFull, judged_by, room_for
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
            if before.facts.get("content") != content:
                raise OtherContent
            added = booking.registrations.filter(pk__in=before.facts.get("people", []))
            return Added(booking, list(added.order_by("pk")), repeated=True)
        with translation.override(booking.language):
            if terms != sentences.terms(event, now=now, waits=when_full is not WhenFull.REFUSE):
                raise TermsChanged
        prices = prices_of(people, event=event, now=now)
        if when_full is not WhenFull.REFUSE:
            when_full = how_it_waits(booking) or when_full
        holders = holders_among(event, contact=contact, people=people)
        arriving = newcomers_among(people, contact=contact, holders=holders)
        judged = judged_by(
            named=distinct(people, contact=contact),
            arriving=arriving,
            has_holders=bool(holders),
            event=event,
            when_full=when_full,
            by=actor.by,
        )
        room = room_for(judged, event=event, when_full=when_full, now=now, by=actor.by)
        bent = ask(room.decision, actor=actor, places_left=room.left)
        if actor.by is not policy.By.ORGANISER:
            refuse_a_flood_of_sign_ups(event, contact=contact, people=people, now=now)
        registrations = _written(
            booking,
            arriving,
            waiting=room.waiting,
            when_full=when_full,
            terms=terms,
            prices=prices,
            now=now,
        )
        keep_answers(event, booking=booking, people=list(zip(registrations, arriving, strict=True)))
        choose_at_sign_up(
            zip(registrations, [person.sessions for person in arriving], strict=True), event=event, now=now
        )
        history = entries_of(registrations, actor=actor, now=now, bent=bent)
        already = list(holders.values())
        receipt.facts = {"people": [one.pk for one in registrations], "content": content, "by": actor.role}
        if already:
            receipt.facts["already"] = [told_of(holder) for holder in already]
        mails = [
            receipt,
            *to_people(booking, registrations, occasion="made", now=now),
            *links_to_holders(booking, already, now=now),
        ]
        write(history=history, mails=mails)
        if room.waiting:
            serve(event, now=now)
        ring_when_committed()
    return Added(booking, registrations)


def _written(
    booking: Booking,
    arriving: Sequence[Person],
    *,
    waiting: Sequence[Person],
    when_full: WhenFull,
    terms: str,
    prices: Mapping[str, Offer],
    now: datetime,
) -> list[Registration]:
    """The new places, numbered on from those the booking has."""
    made = booking.size or booking.registrations.filter(substitute_for=None).count()
    if any(is_among(person, waiting) for person in arriving) and how_it_waits(booking) is None:
        booking.waits_together = when_full is not WhenFull.AS_THEY_COME
        booking.passed_over_at = None
    booking.size = made + len(arriving)
    booking.save(update_fields=["size", "waits_together", "passed_over_at"])
    return Registration.objects.bulk_create(
        [
            new_place(
                person,
                booking=booking,
                event=booking.event,
                terms=terms,
                price=prices[person.price],
                now=now,
                waits=is_among(person, waiting),
                invitation=None,
                number=number,
            )
            for number, person in enumerate(arriving, start=made + 1)
        ]
    )
