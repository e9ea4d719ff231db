"""The mails that a sign-up owes, and what they tell of those who had a place before."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from programme.dates import day_in
from registration.models import Booking, OwedMail, Registration
from registration.services.owing import owe

WAITING = Registration.Status.WAITING


def mails_of(
    booking: Booking, *, registrations: Sequence[Registration], already: Sequence[Registration], now: datetime
) -> list[OwedMail]:
    """One to the contact, and one to each person who is reached elsewhere: those signed up and those who already had
    a place."""
    Kind = OwedMail.Kind
    all_wait = bool(registrations) and all(one.status == WAITING for one in registrations)
    told = [told_of(holder) for holder in already]
    return [
        owe(
            Kind.BOOKING_WAITS if all_wait else Kind.BOOKING_CONFIRMED,
            about=booking,
            to=booking.contact_email,
            occasion="made",
            now=now,
            facts={"already": told} if told else None,
        ),
        *to_people(booking, registrations, occasion="made", now=now),
        *links_to_holders(booking, already, now=now),
    ]


def to_people(
    booking: Booking, registrations: Iterable[Registration], *, occasion: str, now: datetime
) -> list[OwedMail]:
    """To each who is reached elsewhere than the contact, that she has a place, or waits for one."""
    Kind = OwedMail.Kind
    return [
        owe(
            Kind.PLACE_WAITS if one.is_in_line else Kind.PLACE_CONFIRMED,
            about=one,
            to=one.email,
            occasion=occasion,
            now=now,
        )
        for one in registrations
        if one.email and one.email != booking.contact_email
    ]


def told_of(holder: Registration) -> dict[str, Any]:
    """What the contact's mail tells of somebody who had a place before, or a turn on the waiting list."""
    return {"name": holder.name, "email": holder.email} | ({"waits": True} if holder.is_in_line else {})


def links_to_holders(booking: Booking, holders: Iterable[Registration], *, now: datetime) -> list[OwedMail]:
    """To each who has a place already and is reached elsewhere than the contact of this booking, her own link; once a
    day, whoever names her and however often."""
    day = day_in(now, booking.event.timezone).isoformat()
    return [
        owe(
            OwedMail.Kind.PLACE_WAITS if holder.is_in_line else OwedMail.Kind.ALREADY_SIGNED_UP,
            about=holder,
            to=holder.reached_at,
            occasion=day,
            now=now,
        )
        for holder in holders
        if holder.reached_at != booking.contact_email
    ]
