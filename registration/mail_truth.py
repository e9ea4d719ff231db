"""Whether a mail that was written some time ago still says what holds now, to somebody who may know it."""

from datetime import datetime

from programme.models import Event
from registration import policy, waiting
from registration.models import OwedMail, Registration


def is_still_true(mail: OwedMail, *, now: datetime) -> bool:
    """Whether a mail written some time ago still says what holds now, to somebody who may know it. Receipts for what
    was done stay true as long as their address is the person's or the contact's; confirmations and links do not outlive
    the place, the address or the event they speak of. A booking speaks of its places until none of them is left."""
    if mail.kind == OwedMail.Kind.LINKS:
        return bool(policy.may_find_links(policy.windows(mail.event), now=now))
    if mail.kind in OwedMail.OF_THE_LIST:
        return _is_true_of_the_list(mail, now=now)
    if mail.kind in OwedMail.OF_GROUPS:
        return _is_true_of_the_group(mail, now=now)
    if mail.kind in OwedMail.OF_SHARING:
        return _is_true_of_the_share(mail, now=now)
    confirms = {
        OwedMail.Kind.PLACE_CONFIRMED,
        OwedMail.Kind.PLACE_GIVEN,
        OwedMail.Kind.SUBSTITUTE_WELCOME,
        OwedMail.Kind.WISHES_DISTRIBUTED,
        OwedMail.Kind.ALREADY_SIGNED_UP,
    }
    if mail.kind in confirms and mail.registration is not None:
        return (
            mail.registration.is_current
            and mail.to_email == mail.registration.reached_at
            and mail.event.status == Event.Status.PUBLISHED
        )
    if mail.kind == OwedMail.Kind.BOOKING_CONFIRMED and mail.booking is not None:
        places = mail.booking.registrations.all()
        return (
            (not places or any(place.is_current for place in places) or bool(mail.facts.get("already")))
            and mail.to_email == mail.booking.contact_email
            and mail.event.status == Event.Status.PUBLISHED
        )
    receipts = {
        OwedMail.Kind.PLACE_CORRECTED,
        OwedMail.Kind.PLACE_CANCELLED,
        OwedMail.Kind.PLACE_GIVEN_BACK,
        OwedMail.Kind.PLACE_RELEASED,
        OwedMail.Kind.SUBSTITUTE_CONTACT,
    }
    if mail.kind in receipts and mail.registration is not None:
        # An address that was corrected meanwhile was never theirs; one no longer used is told that its link is closed.
        theirs = {mail.registration.reached_at, mail.registration.booking.contact_email}
        return mail.to_email in theirs or bool(mail.facts.get("closed"))
    return True


def _is_true_of_the_list(mail: OwedMail, *, now: datetime) -> bool:
    """What is said of waiting, of an offer and of a free place holds no longer than they do, and goes only to whoever
    is reached there now."""
    facts = policy.windows(mail.event)
    if mail.booking is None or not policy.event_allows(facts, now=now):
        return False
    about = mail.registration
    reached = mail.booking.contact_email if about is None else about.reached_at
    if mail.to_email != reached:
        return False
    people = mail.booking.registrations.all()
    told = mail.facts.get("people", [place.pk for place in people] if about is None else [about.pk])
    places = [place for place in people if place.pk in told]
    match mail.kind:
        case OwedMail.Kind.PLACES_OFFERED | OwedMail.Kind.PLACE_OFFERED:
            return any(
                waiting.may_answer(facts, status=place.status, until=place.offer_until, now=now)
                for place in places
            )
        case OwedMail.Kind.OFFER_EXPIRED:
            return True
        case OwedMail.Kind.FREE_PLACE:
            waits = any(place.status == Registration.Status.WAITING for place in places)
            return waits and mail.booking.asked_at is not None
        case OwedMail.Kind.PLACES_GIVEN:
            return any(place.status == Registration.Status.CONFIRMED for place in places)
        case _:
            return any(place.is_in_line for place in places)


def _is_true_of_the_group(mail: OwedMail, *, now: datetime) -> bool:
    """Names are only asked for while they are missing, a colleague only while the request stands, and what was done is
    told to the contact as long as it holds for one of those concerned. Those who had a place before are always told
    of."""
    booking, facts = mail.booking, policy.windows(mail.event)
    if booking is None or not policy.event_allows(facts, now=now):
        return False
    if mail.kind == OwedMail.Kind.CONTACT_ASKED:
        request = getattr(booking, "contact_request", None)
        if request is None or mail.to_email != request.email:
            return False
        return bool(policy.may_take_over(facts, asked=request.ended_at is None, until=request.until, now=now))
    if mail.to_email != booking.contact_email:
        return False
    places = booking.registrations.all()
    if mail.kind == OwedMail.Kind.NAMES_MISSING:
        return any(place.is_to_be_named for place in places)
    told = mail.facts.get("people", [])
    return bool(mail.facts.get("already")) or any(place.pk in told and place.is_current for place in places)


def _is_true_of_the_share(mail: OwedMail, *, now: datetime) -> bool:
    """What is told of a shared place holds as long as those two share it, and that it is one person's again until
    another shares it; to whoever is reached there now."""
    place, facts = mail.registration, policy.windows(mail.event)
    if place is None or not place.is_current or facts.cancelled or now >= facts.ends:
        return False
    if mail.to_email not in {place.reached_at, place.booking.contact_email}:
        return False
    if mail.kind == OwedMail.Kind.SHARE_ENDED:
        return not place.days
    other = place.shares_with
    return other is not None and other.pk == mail.facts.get("with")
