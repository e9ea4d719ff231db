"""The rules as whole sentences, in the active language, with the date and whom to write to. Page, form, mail and
admin say the same, because they say it from here."""

from datetime import date, datetime

from django.utils.translation import get_language, gettext, ngettext

from programme import announcing, dates
from programme.models import Event
from registration import policy
from registration.models import Registration
from registration.policy import Reason


def _language() -> str:
    return dates.language_of(get_language())


def _day(day: date) -> str:
    return dates.day_phrase(day, _language())


def contact_line(event: Event) -> str:
    """Whom to write to."""
    if event.contact_name:
        return gettext("Write to %(name)s, %(email)s.") % {
            "name": event.contact_name,
            "email": event.contact_email,
        }
    return gettext("Write to %(email)s.") % {"email": event.contact_email}


def binding_rule(event: Event, *, free_until: date | None, now: datetime) -> str:
    """What holds for a place that is free to cancel to the end of `free_until`; None: it never binds."""
    if free_until is None or now < dates.end_of(free_until, event.timezone):
        return announcing.binding_sentence(free_until, is_free=event.is_free, language=_language())
    if event.is_free:
        sentence = gettext(
            "The last day to cancel was %(day)s. We count on you – another person may come instead."
        )
    else:
        sentence = gettext(
            "The sign-up is binding, because the last day of free cancellation was %(day)s. "
            "Another person may come instead."
        )
    return sentence % {"day": _day(free_until)}


def terms(event: Event, *, now: datetime) -> str:
    """What somebody who signs up now accepts; stored with the place as it stood."""
    binding = binding_rule(event, free_until=event.binding_after, now=now)
    return " ".join(
        filter(None, [binding, announcing.substitutes_sentence(event.substitutes_until, _language())])
    )


def remaining_deadlines(event: Event, *, state: policy.EventState, now: datetime) -> list[str]:
    """The announced deadlines that still matter to somebody who reads the event's page now."""
    match state:
        case policy.EventState.CANCELLED:
            said = []
        case policy.EventState.NO_SIGN_UP:
            said = announcing.deadlines(event, _language())
        case policy.EventState.ELSEWHERE if event.binding_after is None:
            said = [announcing.closing_sentence(event.registration_closes_on, _language())]
        case policy.EventState.FULL:
            said = [terms(event, now=now)]
        case _:
            closing = announcing.closing_sentence(event.registration_closes_on, _language())
            said = [closing, terms(event, now=now)]
    return [sentence for sentence in said if sentence]


def place_rule(registration: Registration, *, now: datetime) -> str:
    """The binding rule for one place, by the promise made when it was confirmed."""
    day = policy.free_until(registration.event, registration.promised_binding_after)
    return binding_rule(registration.event, free_until=day, now=now)


def what_holds(registration: Registration, *, now: datetime) -> str:
    """What the person can still do with the place, and until when; "" once nothing can be done."""
    event, facts = registration.event, policy.windows(registration.event)
    bound = policy.bound_from(event, registration.promised_binding_after)
    may_cancel = policy.may_cancel(facts, status=registration.status, bound=bound, now=now)
    may_substitute = policy.may_substitute(facts, status=registration.status, now=now)
    if may_substitute.reason is Reason.TOO_LATE:
        return explain(Reason.TOO_LATE, event)
    if not may_cancel and not may_substitute:
        return ""
    hand_over = announcing.substitutes_sentence(event.substitutes_until, _language())
    return f"{place_rule(registration, now=now)} {hand_over}".strip()


def explain(
    reason: Reason, event: Event, *, registration: Registration | None = None, places_left: int | None = None
) -> str:
    """Why not, as a sentence for the person who asked, ending with whom to write to."""
    return f"{why(reason, event, registration=registration, places_left=places_left)} {contact_line(event)}"


def why(
    reason: Reason, event: Event, *, registration: Registration | None = None, places_left: int | None = None
) -> str:
    """Why not, without whom to write to: for an organiser, who is the one people write to."""
    match reason:
        case Reason.NOT_PUBLISHED:
            return gettext("This event has not been published.")
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
        case Reason.CLOSED if event.registration_closes_on:
            return gettext("Sign-up closed after %(day)s.") % {"day": _day(event.registration_closes_on)}
        case Reason.OVER:
            return gettext("The event began on %(day)s, so this can no longer be changed here.") % {
                "day": _day(event.starts_on)
            }
        case Reason.EVENT_CANCELLED:
            return gettext("The event on %(day)s has been called off.") % {"day": _day(event.starts_on)}
        case Reason.BINDING:
            promised = registration.promised_binding_after if registration else event.binding_after
            day = policy.free_until(event, promised)
            return gettext(
                "The place is binding, because the last day to cancel was %(day)s. Another person may come instead."
            ) % {"day": _day(day) if day else ""}
        case Reason.NOT_YET_BINDING:
            return gettext("The place is not binding yet: you can simply cancel it.")
        case Reason.TOO_LATE if event.substitutes_until:
            return gettext("The last day to hand the place over was %(day)s.") % {
                "day": _day(event.substitutes_until)
            }
        case Reason.PLACE_ENDED:
            return gettext("This place is no longer held by this person, so nothing can be changed.")
        case Reason.ALREADY_HAS_A_PLACE:
            return gettext("This person already has a place at the event and cannot take another.")
        case Reason.SAME_PERSON:
            return gettext("This is the person who already has the place.")
        case Reason.TOO_OFTEN:
            return gettext(
                "This booking has been changed a great many times within the last hour. Wait a little."
            )
    return gettext("This is not possible now.")
