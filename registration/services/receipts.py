"""What the receipt shows, and an address put right from it. It is shown to whoever pressed the button, so of those who
had a place before it says and does outwardly what it does of everybody."""

from datetime import datetime, timedelta

from django.db import transaction

from programme.folding import fold_email
from registration import policy
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.persons import person_key
from registration.services import correcting
from registration.services.acts import Actor, ask, leave, locked_booking, record, refuse_a_flood, write
from registration.services.addressing import place_of_contact, reached_through_contact
from registration.services.confirming import links_to_holders, told_of
from registration.services.owing import owe, ring_when_committed
from registration.services.people import FACTS, Person
from registration.services.sharing import ended_with, told_of_an_end
from registration.services.waiting import serve

# So long the browser that signed up may see it.
LASTS = timedelta(minutes=30)
CONTACT_HERSELF = 0


def correct_address(*, booking_id: int, position: int, email: str, now: datetime, actor: Actor) -> None:
    """Puts the address of the contact right, or that of the one at `position` on the receipt, from 1. Of somebody who
    had a place before only what the receipt shows is changed: nothing of the place, and nobody is mailed. Whoever
    becomes somebody who has a place by the right address has no second one. Raises `Refused`."""
    email = fold_email(email)
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        ask(policy.may_correct_contact(policy.windows(event), now=now), actor=actor)
        shown = booking.people_named[position - 1]["email"] if position else booking.contact_email
        if email == shown:
            return
        refuse_a_flood(booking, now=now, actor=actor)
        if position == CONTACT_HERSELF:
            _correct_contact(booking, email=email, now=now, actor=actor)
        else:
            _correct_person(booking, position=position, email=email, now=now, actor=actor)
        Booking.objects.filter(pk=booking.pk).update(named=booking.named)
        serve(event, now=now)
        ring_when_committed()


def _correct_contact(booking: Booking, *, email: str, now: datetime, actor: Actor) -> None:
    own = place_of_contact(booking)
    moving = {place.pk: place for place in [*([own] if own else []), *reached_through_contact(booking)]}
    seconds = [
        (place, holder)
        for place in moving.values()
        if (holder := _other_holder(place, name=place.name, email=email)) is not None
    ]
    _end_second_places(booking, seconds, now=now, actor=actor)
    for one in booking.people_named:
        if one["email"] and booking.is_contact(name=one["name"], email=one["email"]):
            one["email"] = email
    told = correcting.already_told(booking)
    correcting.correct_contact(
        booking_id=booking.pk,
        name=booking.contact_name,
        email=email,
        phone=booking.contact_phone,
        already=told + [told_of(holder) for _place, holder in seconds],
        now=now,
        actor=actor,
    )


def _correct_person(booking: Booking, *, position: int, email: str, now: datetime, actor: Actor) -> None:
    named = booking.people_named[position - 1]
    shown, named["email"] = named["email"], email
    place = _place_of(booking, position=position)
    # Whoever has put her own address right meanwhile keeps it.
    if place is None or not place.is_current or place.email != shown:
        entry = record(
            HistoryEntry.Verb.CORRECTED,
            actor=actor,
            now=now,
            event=booking.event,
            booking=booking,
            fields=["email"],
        )
        write(history=[entry], mails=[])
        return
    holder = _other_holder(place, name=place.name, email=email)
    if holder is None:
        facts = {field: getattr(place, field) for field in FACTS}
        correcting.correct(
            registration_id=place.pk,
            person=Person(**(facts | {"email": email})),
            same_person=True,
            now=now,
            actor=actor,
        )
        return
    told = [*correcting.already_told(booking), told_of(holder)]
    reached = place.reached_at
    _end_second_places(booking, [(place, holder)], now=now, actor=actor)
    occasion = now.isoformat()
    mails = [
        owe(
            OwedMail.Kind.BOOKING_CONFIRMED,
            about=booking,
            to=booking.contact_email,
            occasion=occasion,
            now=now,
            facts={"already": told},
        )
    ]
    if reached not in {booking.contact_email, email}:
        closed = {"by": actor.role, "closed": True}
        mails.append(
            owe(
                OwedMail.Kind.PLACE_CORRECTED,
                about=place,
                to=reached,
                occasion=f"{occasion}:old",
                now=now,
                facts=closed,
            )
        )
    write(history=[], mails=mails)


def _place_of(booking: Booking, *, position: int) -> Registration | None:
    """The place written for the one at this position; None for somebody who had one before. The places of a booking
    are written in the order of those who were new."""
    if not booking.people_named[position - 1]["is_new"]:
        return None
    before = sum(one["is_new"] for one in booking.people_named[: position - 1])
    written = booking.registrations.filter(substitute_for=None, shares_place_of=None).order_by("pk")[
        before : before + 1
    ]
    for place in written:
        place.booking, place.event = booking, booking.event
        return place
    return None


def _other_holder(place: Registration, *, name: str, email: str) -> Registration | None:
    """Whoever has another place under this name and address."""
    key = person_key(name=name, email=email, contact_email="")
    if key is None:
        return None
    others = Registration.objects.filter(event=place.event, person_key=key).exclude(pk=place.pk)
    holder = others.select_related("booking").first()
    if holder is not None:
        holder.event = place.event
    return holder


def _end_second_places(
    booking: Booking, places: list[tuple[Registration, Registration]], *, now: datetime, actor: Actor
) -> None:
    """Ends what was a second place under a wrong address; the first holds, and its link is mailed to who has it."""
    history, told = [], []
    for place, _holder in places:
        other = place.shares_with
        leave(place, to=Registration.Status.CANCELLED, now=now)
        history.append(
            record(
                HistoryEntry.Verb.CANCELLED,
                actor=actor,
                now=now,
                event=booking.event,
                booking=booking,
                registration=place,
            )
        )
        history += ended_with(place, other, now=now, actor=actor)
        told += told_of_an_end(place, other, now=now, actor=actor)
    mails = links_to_holders(booking, [holder for _place, holder in places], now=now)
    write(history=history, mails=[*mails, *told])


def forget_named(*, now: datetime) -> int:
    """Empties what was typed in bookings whose receipt no browser may see any longer; returns how many."""
    return Booking.objects.filter(created_at__lte=now - LASTS).filter(named__isnull=False).update(named=None)
