"""To whom a mail speaks, and who did what it tells of, as its reader sees it."""

from dataclasses import dataclass

from registration.models import Booking, HistoryEntry, OwedMail, Registration

Kind = OwedMail.Kind
Actor = HistoryEntry.Actor
TO_ORGANISER = frozenset({Kind.SUBSTITUTE_ORGANISER, Kind.SUBSTITUTES_DAILY})


@dataclass(frozen=True)
class Reader:
    """Whom a mail speaks to: `own` when it is to the person about her own place, `is_contact` when its address is the
    contact's. Both when the contact attends herself."""

    own: bool
    is_contact: bool


def reader_of(mail: OwedMail) -> Reader:
    if mail.booking is None or mail.kind in TO_ORGANISER:
        return Reader(own=False, is_contact=False)
    is_contact = mail.to_email == mail.booking.contact_email
    registration = mail.registration
    own = (
        registration is not None
        and mail.to_email == registration.reached_at
        and (not is_contact or is_contact_herself(registration, mail.booking))
    )
    return Reader(own=own, is_contact=is_contact)


def is_contact_herself(place: Registration, booking: Booking) -> bool:
    return booking.is_contact(name=place.name, email=place.email)


def replaces_contact(mail: OwedMail, *, reader: Reader) -> bool:
    """Whether the mail tells the contact that somebody comes in her own place."""
    replaced = mail.registration.substitute_for if mail.registration is not None else None
    if (
        replaced is None
        or mail.booking is None
        or mail.kind not in {Kind.SUBSTITUTE_WELCOME, Kind.SUBSTITUTE_CONTACT}
    ):
        return False
    return reader.is_contact and not reader.own and is_contact_herself(replaced, mail.booking)


def doer(mail: OwedMail, *, reader: Reader) -> str:
    """Who did what the mail tells of, as its reader sees it: "you", or the actor. Nobody is named where it was the
    contact and another person has become the contact since."""
    by = str(mail.facts.get("by", ""))
    if by == Actor.CONTACT and contact_has_changed(mail):
        return ""
    is_you = (by == Actor.ATTENDEE and reader.own) or (by == Actor.CONTACT and reader.is_contact)
    return "you" if is_you else by


def contact_has_changed(mail: OwedMail) -> bool:
    """Whether the contact's name became another since the mail was owed, in a booking that is in other hands now."""
    if mail.booking is None or not mail.booking.is_in_other_hands or mail.kind == Kind.BOOKING_CONFIRMED:
        return False
    since = HistoryEntry.objects.filter(
        booking=mail.booking, registration=None, verb=HistoryEntry.Verb.CORRECTED, at__gte=mail.created_at
    )
    return any("contact_name" in fields for fields in since.values_list("fields", flat=True))
