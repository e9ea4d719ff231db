"""One mail to each who is reached: a person at her own address, and the contact once for all who are reached there,
herself among them."""

from collections.abc import Iterable
from dataclasses import dataclass

from registration.models import Booking, OwedMail, Registration


@dataclass(frozen=True)
class Letter:
    """To whom a mail about one place, or about some of a booking, goes; `people` are the ids of their places, and
    `elsewhere` those of the booking who have a mail of their own."""

    about: Registration | Booking
    to: str
    people: tuple[int, ...]
    elsewhere: tuple[int, ...] = ()


def letters_to(places: Iterable[Registration], *, contacts_hear: bool = False) -> list[Letter]:
    """In the order of the places. Their bookings are at hand. `contacts_hear`: a contact is written to of those, too,
    who are reached at their own addresses."""
    letters: list[Letter] = []
    at_contact: dict[int, list[int]] = {}
    elsewhere: dict[int, list[int]] = {}
    bookings: dict[int, Booking] = {}
    for place in places:
        bookings[place.booking_id] = place.booking
        if place.reached_at != place.booking.contact_email:
            letters.append(Letter(place, place.reached_at, (place.pk,)))
            elsewhere.setdefault(place.booking_id, []).append(place.pk)
        else:
            at_contact.setdefault(place.booking_id, []).append(place.pk)
    written_to = bookings if contacts_hear else at_contact
    letters += [
        Letter(
            bookings[key],
            bookings[key].contact_email,
            tuple(at_contact.get(key, ())),
            tuple(elsewhere.get(key, ())) if contacts_hear else (),
        )
        for key in written_to
    ]
    return letters


def told_of(mail: OwedMail, places: Iterable[Registration]) -> list[Registration]:
    """Those of the places that such a mail tells of and who are still reached where it goes."""
    ids = [mail.registration_id] if mail.registration_id is not None else mail.facts.get("people", [])
    return [place for place in places if place.pk in ids and place.reached_at == mail.to_email]


def elsewhere_in(mail: OwedMail, places: Iterable[Registration]) -> list[Registration]:
    """Those of the contact's people of whom such a mail says that they have one of their own, as far as they still have
    a place or wait for one."""
    ids = mail.facts.get("elsewhere", [])
    return [place for place in places if place.pk in ids and place.is_current]
