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
from registration import leaving, policy
from registration.event_states import EventState
from registration.line_sentences import list_rule
from registration.models import Registration
from registration.policy import Reason
from registration.price_sentences import fee_sentence, promised_fee_sentence
from registration.refusals import why


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


def stayed_away(registration: Registration, *, own: bool) -> str:
    """That somebody is written down as not having come, what it costs, and whom to write to where that is wrong; "" for
    everybody else."""
    said = leaving.stayed_away(registration, own=own)
    if not said:
        return ""
    event = registration.event
    whom = ", ".join(filter(None, [event.contact_name, event.contact_email]))
    return f"{said} {gettext('If that is wrong, write to %(whom)s.') % {'whom': whom}}"


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
