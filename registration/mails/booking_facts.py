"""What a mail tells of a booking: to the contact above all."""

from typing import Any

from registration import links, share_sentences
from registration.mails.readers import is_contact_herself
from registration.mails.rows import Rows
from registration.models import Booking, OwedMail, Registration
from registration.persons import person_key


def booking_facts(mail: OwedMail, booking: Booking, *, rows: Rows) -> dict[str, Any]:
    to_contact = mail.to_email == booking.contact_email
    places = [person_facts(place, booking) for place in rows.places if not place.is_in_line]
    already = _already(mail, rows=rows)
    only_you = [place["mail_to"] for place in places] == ["yourself"]
    return {
        "number": booking.number,
        "contact_name": booking.contact_name,
        "contact_email": booking.contact_email,
        "in_other_hands": booking.is_in_other_hands,
        "made_by": booking.made_by,
        "keeps_place": any(place.name == booking.made_by for place in rows.own),
        "by_organiser": booking.door == Booking.Door.ORGANISER,
        "booking_url": links.booking_url(booking, language=mail.language) if to_contact else "",
        "payer_url": _payer_url(rows, language=mail.language),
        "places": places,
        "names_to_follow": [place.called for place in rows.places if place.is_nameless],
        "already": [one for one in already if not one.get("waits")],
        "already_wait": [one for one in already if one.get("waits")],
        "attends": _attends(rows),
        "only_you": only_you,
        "alone": only_you and not already and not any(place.is_in_line for place in rows.places),
        # Whether nobody was new, and whether that was the contact for herself.
        "all_had_places": bool(already) and not booking.registrations.exists(),
        "you_had_a_place": [booking.is_contact(name=one["name"], email=one["email"]) for one in already]
        == [True],
    }


def _payer_url(rows: Rows, *, language: str) -> str:
    """Where the contact says who pays, while something is owed and nobody knows it; "" otherwise."""
    match rows.payer_told_at:
        case Registration() as place:
            return links.place_payer_url(place, language=language)
        case Booking() as booking:
            return links.payer_url(booking, language=language)
    return ""


def person_facts(place: Registration, booking: Booking) -> dict[str, Any]:
    return {
        "name": share_sentences.with_days(place),
        "email": place.email,
        "mail_to": _mail_to(place, booking),
    }


def _mail_to(place: Registration, booking: Booking) -> str:
    """Where a person's mails go, as the contact is told: to "yourself", to the "contact" for her, or to her "own"; to
    "nobody" where the name is to follow."""
    if place.is_nameless:
        return "nobody"
    if place.reached_at != booking.contact_email:
        return "own"
    return "yourself" if is_contact_herself(place, booking) else "contact"


def _attends(rows: Rows) -> bool:
    """Whether the contact is one of those who have a place."""
    return any(is_contact_herself(place, place.booking) for place in rows.places if not place.is_in_line)


def _already(mail: OwedMail, *, rows: Rows) -> list[dict[str, Any]]:
    """Those who had a place before, and whether their link is in this mail."""
    here = {place.person_key for place in rows.own}
    return [
        one | {"here": person_key(name=one["name"], email=one["email"], contact_email=mail.to_email) in here}
        for one in mail.facts.get("already", ())
    ]


def booking_page(booking: Booking, *, language: str) -> dict[str, str]:
    return {"number": booking.number, "url": links.booking_url(booking, language=language)}
