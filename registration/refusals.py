"""Why something is not possible, as a sentence in the active language, with the date. Whom to write to is added by
`sentences.explain`."""

from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from programme import dates
from programme.languages import reader_language
from programme.models import Event
from registration import item_sentences, leaving, share_sentences
from registration.models import Registration
from registration.policy import Reason


def _day(day: date) -> str:
    return dates.day_phrase(day, reader_language())


def why(
    reason: Reason,
    event: Event,
    *,
    now: datetime,
    registration: Registration | None = None,
    places_left: int | None = None,
    signs_up: bool = False,
    bendable: bool = False,
) -> str:
    """Why not, without whom to write to: for an organiser, who is the one people write to. `signs_up`: whoever asks has
    no place yet and wants one; `bendable`: she is an organiser who may do it all the same, and is told so."""
    return (
        _of_signing_up(reason, event, places_left=places_left)
        or _of_the_line(reason, event, registration)
        or _of_a_place(reason, event, registration, now=now)
        or (_of_a_bendable_rule(reason, event, signs_up=signs_up) if bendable else "")
        or _of_the_event(reason, event, signs_up=signs_up)
        or item_sentences.why(reason, event)
        or share_sentences.why(reason)
        or gettext("This is not possible now.")
    )


def _of_signing_up(reason: Reason, event: Event, *, places_left: int | None) -> str:
    match reason:
        case Reason.NOT_PUBLISHED:
            return gettext("This event has not been published.")
        case Reason.NOT_HERE if event.sign_up == Event.SignUp.NONE:
            return gettext("No sign-up is needed.")
        case Reason.NOT_HERE if event.sign_up == Event.SignUp.ELSEWHERE:
            return gettext("You sign up for this event at another address.")
        case Reason.NOT_HERE:
            return gettext("You do not sign up for this event here.")
        case Reason.NOT_YET_OPEN if event.registration_opens_on:
            return gettext("Sign-up opens on %(day)s.") % {"day": _day(event.registration_opens_on)}
        case Reason.FULL if places_left:
            return ngettext(
                "Only %(left)d place is left, so we have signed nobody up yet.",
                "Only %(left)d places are left, so we have signed nobody up yet.",
                places_left,
            ) % {"left": places_left}
        case Reason.FULL:
            return gettext("All places are taken.")
        case Reason.OTHERS_WAIT:
            return gettext("Others are before you on the waiting list for the places that are free.")
        case Reason.CLOSED if event.registration_closes_on:
            return gettext("Sign-up closed after %(day)s.") % {"day": _day(event.registration_closes_on)}
        case Reason.ALREADY_HAS_A_PLACE:
            return gettext("This person already has a place at the event and cannot take another.")
        case Reason.TOO_OFTEN:
            return gettext(
                "This booking has been changed a great many times within the last hour. Wait a little."
            )
    return ""


def _of_the_line(reason: Reason, event: Event, registration: Registration | None) -> str:
    match reason:
        case Reason.NOT_OFFERED:
            return gettext("No place is offered just now. We write to you when there is one.")
        case Reason.OFFER_OVER if registration is not None and registration.offer_until is not None:
            until = dates.instant_phrase(registration.offer_until, event.timezone, reader_language())
            return gettext("The answer was due by %(until)s, so the place has been passed on.") % {
                "until": until
            }
        case Reason.CONTACT_ANSWERS:
            return gettext(
                "The offer is for several of you, so the contact person of the booking answers for all of you."
            )
        case Reason.OFFER_OVER:
            return gettext("The answer came too late, so the place has been passed on.")
    return ""


def _of_a_place(reason: Reason, event: Event, registration: Registration | None, *, now: datetime) -> str:
    match reason:
        case Reason.BINDING:
            return leaving.why_bound(event, registration, now=now)
        case Reason.COSTS:
            return gettext("The place can be cancelled, but that costs something now.")
        case Reason.OTHER_ORGANISATION:
            return gettext("At this event the person who comes instead must be from the same workplace.")
        case Reason.WORKPLACE_STAYS if registration is not None:
            return gettext(
                "At this event the place belongs to the workplace %(workplace)s. Its spelling can be corrected, but no "
                "other workplace can be written."
            ) % {"workplace": registration.kept_to}
        case Reason.WORKPLACE_STAYS:
            return gettext("At this event a place stays at its workplace, so no other can be written.")
        case Reason.NOT_YET_BINDING:
            return gettext("The place is not binding yet: you can simply cancel it.")
        case Reason.TOO_LATE:
            holds = registration.terms if registration else event.terms
            return leaving.last_substitute_day(holds)
        case Reason.PLACE_ENDED if registration is not None and not registration.name:
            return _why_ended(registration)
        case Reason.PLACE_ENDED:
            return gettext("This place is no longer held by this person, so nothing can be changed.")
        case Reason.SAME_PERSON:
            return gettext("This is the person who already has the place.")
        case Reason.NAME_FOLLOWS:
            return gettext("This place has no name yet. Write first who comes.")
        case Reason.NO_CLASSES:
            return gettext("There is only one price for this place.")
        case Reason.PRICE_PROMISED:
            return gettext("The price of the place is promised. Only the organiser can put its class right.")
        case Reason.HAS_A_NAME:
            return gettext("This place has got a name meanwhile.")
        case Reason.REQUEST_ENDED:
            return gettext("The request to take the booking over does not stand any longer.")
    return ""


def _of_a_bendable_rule(reason: Reason, event: Event, *, signs_up: bool) -> str:
    """What holds for everybody else, where the plain sentence would say that nobody can; else ""."""
    match reason:
        case Reason.OVER if signs_up:
            sentence = gettext(
                "The event began on %(day)s, so people can no longer sign up themselves. "
                "You can still do it for them, if you set the rule aside and write why."
            )
        case Reason.OVER:
            sentence = gettext(
                "The event began on %(day)s, so the attendees can no longer change this themselves. "
                "You can still do it, if you set the rule aside and write why."
            )
        case _:
            return ""
    return sentence % {"day": _day(event.starts_on)}


def _of_the_event(reason: Reason, event: Event, *, signs_up: bool) -> str:
    match reason:
        case Reason.INVOICE_FETCHED:
            return gettext(
                "The organiser has fetched the facts for the invoice, so they can no longer be changed here."
            )
        case Reason.ANSWERS_OVER if event.answers_until:
            return gettext("The last day for answers was %(day)s.") % {"day": _day(event.answers_until)}
        case Reason.ANSWERS_OVER:
            return gettext("The event began on %(day)s, so answers can no longer be changed here.") % {
                "day": _day(event.starts_on)
            }
        case Reason.OVER if signs_up:
            return gettext("The event began on %(day)s, so nobody can sign up any longer.") % {
                "day": _day(event.starts_on)
            }
        case Reason.OVER:
            return gettext("The event began on %(day)s, so this can no longer be changed here.") % {
                "day": _day(event.starts_on)
            }
        case Reason.EVENT_CANCELLED:
            return gettext("The event on %(day)s has been called off.") % {"day": _day(event.starts_on)}
        case Reason.NOT_YET_OVER:
            return gettext("The event ends on %(day)s. Who came can be written down after that.") % {
                "day": _day(event.ends_on)
            }
    return ""


def _why_ended(place: Registration) -> str:
    """Of a place that nobody's name was written on."""
    if not place.had_a_place:
        return gettext("This place is no longer on the waiting list, so nothing can be changed.")
    if place.still_owed and not place.at_a_cost:
        return gettext("This place has been given back, so nothing can be changed.")
    return gettext("This place has been cancelled, so nothing can be changed.")
