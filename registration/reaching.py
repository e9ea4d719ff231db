"""One mail to each who is reached: a person at her own address, and the contact once for all who are reached there,
herself among them."""

from collections.abc import Iterable
from dataclasses import dataclass

from registration.models import Booking, OwedMail, Registration


@dataclass(frozen=True)
class Letter:
    """To whom a mail about one place, or about some of a booking, goes; `people` are the ids of their places."""

    about: Registration | Booking
    to: str
    people: tuple[int, ...]


def letters_to(places: Iterable[Registration]) -> list[Letter]:
    """In the order of the places. Their bookings are at hand."""
    letters: list[Letter] = []
    at_contact: dict[int, list[int]] = {}
    bookings: dict[int, Booking] = {}
    for place in places:
        contact = place.booking.contact_email
        if place.reached_at != contact:
            letters.append(Letter(place, place.reached_at, (place.pk,)))
        else:
            bookings[place.booking_id] = place.booking
            at_contact.setdefault(place.booking_id, []).append(place.pk)
    letters += [
        Letter(bookings[key], bookings[key].contact_email, tuple(people))
        for key, people in at_contact.items()
    ]
    return letters


def told_of(mail: OwedMail, places: Iterable[Registration]) -> list[Registration]:
    """Those of the places that such a mail tells of and who are still reached where it goes."""
    ids = [mail.registration_id] if mail.registration_id is not None else mail.facts.get("people", [])
    return [place for place in places if place.pk in ids and place.reached_at == mail.to_email]
