"""The rules as whole sentences, in the active language, with the date and whom to write to. Page, form, mail and
admin say the same, because they say it from here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from programme import announcing, dates
from programme.cancellation import Terms
from programme.languages import reader_language
from programme.models import Event
from registration import item_sentences, leaving, policy
from registration.event_states import EventState
from registration.line_sentences import list_rule
from registration.models import Registration
from registration.policy import Reason
from registration.price_sentences import fee_sentence, promised_fee_sentence


def _day(day: date) -> str:
    return dates.day_phrase(day, reader_language())


def contact_line(event: Event) -> str:
    """Whom to write to."""
    if event.contact_name:
        return gettext("Questions? Write to %(name)s, %(email)s.") % {
            "name": event.contact_name,
            "email": event.contact_email,
        }
    return gettext("Questions? Write to %(email)s.") % {"email": event.contact_email}


def place_rules(event: Event, *, now: datetime) -> str:
    """What holds for a place that is taken now: until when it is free, and until when another may come instead."""
    return _whole_rule(event, event.terms, is_free=event.is_free, now=now)


def _whole_rule(event: Event, terms: Terms, *, is_free: bool, now: datetime) -> str:
    """The rule for leaving, and the last day for substitutes while it is still to come."""
    rule = leaving.leaving_rule(event, terms, is_free=is_free, now=now)
    if leaving.substitutes_have_ended(event, terms, now=now):
        return rule
    return f"{rule} {announcing.substitutes_sentence(terms.substitutes_until, reader_language())}".strip()


def terms(event: Event, *, now: datetime, waits: bool = False) -> str:
    """What somebody who signs up now accepts, the price among it, and how the waiting list moves where she joins it;
    stored with the place as it stood."""
    parts = [str(list_rule(event, now=now))] if waits else []
    return " ".join(filter(None, [*parts, place_rules(event, now=now), fee_sentence(event, now=now)]))


def remaining_deadlines(event: Event, *, state: EventState, now: datetime) -> list[str]:
    """The announced deadlines that still matter to somebody who reads the event's page now."""
    match state:
        case EventState.CANCELLED | EventState.RUNNING | EventState.HELD:
            said = []
        case EventState.NO_SIGN_UP:
            said = announcing.deadlines(event, reader_language())
        case EventState.ELSEWHERE if not announcing.has_a_rule(event):
            said = [announcing.closing_sentence(event.registration_closes_on, reader_language())]
        case EventState.CLOSED:
            said = [place_rules(event, now=now)]
        case _:
            closing = announcing.closing_sentence(event.registration_closes_on, reader_language())
            said = [closing, place_rules(event, now=now)]
    return [sentence for sentence in said if sentence]


def place_rule(registration: Registration, *, now: datetime) -> str:
    """The same for one place, by the promise made when it was confirmed."""
    return _whole_rule(registration.event, registration.terms, is_free=registration.is_free, now=now)


def yes_binds(registration: Registration, *, now: datetime) -> str:
    """What holds for a place from the waiting list once somebody has said yes to it, the price among it."""
    return f"{place_rule(registration, now=now)} {promised_fee_sentence(registration)}".strip()


def what_holds(registration: Registration, *, now: datetime) -> str:
    """What the person can still do with the place, and until when; "" once nothing can be done. While she waits: how
    the list moves."""
    event, facts = registration.event, policy.windows(registration.event)
    if registration.is_in_line:
        return str(list_rule(event, now=now))
    terms = registration.terms
    bound, until = policy.bound_from(terms, zone=event.timezone), policy.substitutes_end(terms, event)
    may_cancel = policy.may_cancel(facts, status=registration.status, bound=bound, now=now)
    may_substitute = policy.may_substitute(facts, status=registration.status, until=until, now=now)
    if may_substitute.reason is Reason.TOO_LATE and not may_cancel:
        return why(Reason.TOO_LATE, event, now=now, registration=registration)
    if not may_cancel and not may_substitute:
        return ""
    return place_rule(registration, now=now)


def organiser_hears(event: Event) -> str:
    """When the organiser is mailed of a substitute; "" for never."""
    match event.substitute_notice:
        case Event.Notice.AT_ONCE:
            return gettext("The organiser is told by mail at once.")
        case Event.Notice.DAILY:
            return gettext("The organiser is told in a mail with all substitutes of the day.")
        case _:
            return ""


def what_the_contact_can_do(places: Sequence[Registration], *, now: datetime) -> str:
    """What a contact may do with any of the places on the page of her booking now, in words; "" for nothing."""
    many = len(places)
    said = {
        policy.may_name: pgettext("on the page of a booking you can", "write the names"),
        policy.may_correct: pgettext("on the page of a booking you can", "put details right"),
        policy.may_cancel: pgettext("on the page of a booking you can", "cancel"),
        policy.may_give_back: ngettext("give it back", "give a place back", many),
        policy.may_substitute: ngettext("hand it over", "hand a place over", many),
    }
    words = [sentence for may, sentence in said.items() if any(_may(may, place, now=now) for place in places)]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {gettext('or')} {words[-1]}"


def _may(rule: Any, place: Registration, *, now: datetime) -> bool:
    """Asks a rule about a place; those about leaving it ask when it binds, too."""
    facts: dict[str, Any] = {"status": place.status, "now": now}
    if rule in {policy.may_name, policy.may_correct, policy.may_substitute}:
        facts["nameless"] = place.is_nameless
    if rule is policy.may_substitute:
        facts["until"] = policy.substitutes_end(place.terms, place.event)
    if rule in {policy.may_cancel, policy.may_give_back}:
        facts["bound"] = policy.bound_from(place.terms, zone=place.event.timezone)
    return bool(rule(policy.windows(place.event), **facts))


def explain(
    reason: Reason,
    event: Event,
    *,
    now: datetime,
    registration: Registration | None = None,
    places_left: int | None = None,
    signs_up: bool = False,
) -> str:
    """Why not, as a sentence for the person who asked, ending with whom to write to. `signs_up`: she has no place yet
    and wants one."""
    said = why(reason, event, now=now, registration=registration, places_left=places_left, signs_up=signs_up)
    return f"{said} {contact_line(event)}"


def why_closed(
    reason: Reason,
    event: Event,
    *,
    now: datetime,
    registration: Registration | None = None,
    signs_up: bool = False,
) -> str:
    """Why a page is closed, ending with whom to write to. That the event has been called off, and why, stands on top of
    every page about it, and is not said again."""
    if reason is Reason.EVENT_CANCELLED and event.status == Event.Status.CANCELLED:
        return contact_line(event)
    return explain(reason, event, now=now, registration=registration, signs_up=signs_up)


def no_hand_over_once_begun(event: Event) -> str:
    """To whoever writes another person where only facts can be put right, ending with whom to write to."""
    said = gettext("The event began on %(day)s, so the place can no longer be handed over here.")
    return f"{said % {'day': _day(event.starts_on)}} {contact_line(event)}"


def what_is_left(registration: Registration, *, now: datetime) -> str:
    """What can no longer be changed of a place once the event has begun, and what still can, ending with whom to write
    to."""
    event = registration.event
    may_correct = policy.may_correct_contact(policy.windows(event), now=now)
    if may_correct:
        said = gettext(
            "The event began on %(day)s, so places can no longer be cancelled or handed over. Names and addresses can "
            "still be put right until it ends."
        )
    else:
        said = gettext("The event began on %(day)s, so places can no longer be changed.")
    return f"{said % {'day': _day(event.starts_on)}} {contact_line(event)}"


def why(
    reason: Reason,
    event: Event,
    *,
    now: datetime,
    registration: Registration | None = None,
    places_left: int | None = None,
    signs_up: bool = False,
) -> str:
    """Why not, without whom to write to: for an organiser, who is the one people write to."""
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
        case Reason.INVOICE_FETCHED:
            return gettext(
                "The organiser has fetched the facts for the invoice, so they can no longer be changed here."
            )
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
        case Reason.ANSWERS_OVER if event.answers_until:
            return gettext("The last day for answers was %(day)s.") % {"day": _day(event.answers_until)}
        case Reason.ANSWERS_OVER:
            return gettext("The event began on %(day)s, so answers can no longer be changed here.") % {
                "day": _day(event.starts_on)
            }
        case Reason.CLOSED if event.registration_closes_on:
            return gettext("Sign-up closed after %(day)s.") % {"day": _day(event.registration_closes_on)}
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
        case Reason.BINDING:
            return leaving.why_bound(event, registration, now=now)
        case Reason.COSTS:
            return gettext("The place can be cancelled, but that costs something now.")
        case Reason.NOT_YET_OVER:
            return gettext("The event ends on %(day)s. Who came can be written down after that.") % {
                "day": _day(event.ends_on)
            }
        case Reason.OTHER_ORGANISATION:
            return gettext("At this event the person who comes instead must be from the same workplace.")
        case Reason.NOT_YET_BINDING:
            return gettext("The place is not binding yet: you can simply cancel it.")
        case Reason.TOO_LATE:
            holds = registration.terms if registration else event.terms
            return leaving.last_substitute_day(holds) or gettext("This is not possible now.")
        case Reason.PLACE_ENDED if registration is not None and not registration.name:
            return _why_ended(registration)
        case Reason.PLACE_ENDED:
            return gettext("This place is no longer held by this person, so nothing can be changed.")
        case Reason.ALREADY_HAS_A_PLACE:
            return gettext("This person already has a place at the event and cannot take another.")
        case Reason.SAME_PERSON:
            return gettext("This is the person who already has the place.")
        case Reason.NAME_FOLLOWS:
            return gettext("This place has no name yet. Write first who comes.")
        case Reason.HAS_A_NAME:
            return gettext("This place has got a name meanwhile.")
        case Reason.REQUEST_ENDED:
            return gettext("The request to take the booking over does not stand any longer.")
        case Reason.TOO_OFTEN:
            return gettext(
                "This booking has been changed a great many times within the last hour. Wait a little."
            )
    return item_sentences.why(reason, event) or gettext("This is not possible now.")


def _why_ended(place: Registration) -> str:
    """Of a place that nobody's name was written on."""
    if not place.had_a_place:
        return gettext("This place is no longer on the waiting list, so nothing can be changed.")
    if place.still_owed and not place.at_a_cost:
        return gettext("This place has been given back, so nothing can be changed.")
    return gettext("This place has been cancelled, so nothing can be changed.")
