"""Writing a person's or a contact's facts to their rows, with all that hangs on them: the columns that tell persons
apart, the links that end, and those who are reached through the contact. To be called while the event is locked."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from programme.folding import search_text
from registration.models import Booking, Registration
from registration.models.booking import new_link_key
from registration.persons import person_key
from registration.policy import Decision, Reason
from registration.services.acts import Refused


def write_place(registration: Registration, facts: Mapping[str, str], *, reached: str) -> dict[str, str]:
    """Writes the facts that differ and tells what they were. The link ends where the person was `reached` at another
    address until now. Raises `Refused` where they make her somebody who has a place."""
    before = {field: getattr(registration, field) for field in facts}
    changed = {field: value for field, value in facts.items() if value != before[field]}
    for field, value in changed.items():
        setattr(registration, field, value)
    registration.set_person_columns(contact_email=registration.booking.contact_email)
    if registration.reached_at != reached:
        registration.link_key = new_link_key()
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as error:
        if "person" not in str(error):
            raise
        raise Refused(Decision(Reason.ALREADY_HAS_A_PLACE)) from error
    return {field: before[field] for field in changed}


def contact_facts(booking: Booking) -> dict[str, str]:
    return {"name": booking.contact_name, "email": booking.contact_email, "phone": booking.contact_phone}


def write_contact(booking: Booking, facts: Mapping[str, str], *, other_person: bool) -> dict[str, str]:
    """Writes the contact's facts and tells what those that differ were. Another person does not become the one who made
    the booking. A new address, or another person, ends the link."""
    before = contact_facts(booking)
    changed = {field: value for field, value in before.items() if facts[field] != value}
    if other_person and booking.made_by_name is None:
        booking.made_by_name = booking.contact_name
    if booking.made_by_name == facts["name"]:
        booking.made_by_name = None
    booking.contact_name, booking.contact_email = facts["name"], facts["email"]
    booking.contact_phone = facts["phone"]
    booking.search_text = search_text(booking.contact_name, booking.contact_email, booking.organisation)
    if other_person or "email" in changed:
        booking.link_key = new_link_key()
    if changed:
        booking.save()
    return changed


def place_of_contact(booking: Booking) -> Registration | None:
    """The place the contact has herself, if she has one."""
    contact = contact_facts(booking)
    key = person_key(name=contact["name"], email=contact["email"], contact_email=contact["email"])
    place = booking.registrations.current().filter(person_key=key).first() if key else None
    return _of(booking, place) if place else None


def reached_through_contact(booking: Booking) -> list[Registration]:
    """Those who have no address of their own."""
    return [_of(booking, place) for place in booking.registrations.current().filter(email="").order_by("pk")]


def _of(booking: Booking, place: Registration) -> Registration:
    place.booking, place.event = booking, booking.event
    return place
