"""What registration says on pages that know nothing of it. `now` is given by the view, which read the clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import pgettext

from programme import announcing
from programme.form_errors import told_errors
from programme.languages import reader_language
from programme.models import Event
from registration import deciding, line_sentences, policy, ribbon, sentences, share_sentences, words
from registration.alike import gathered, places_called
from registration.asking import asks
from registration.event_states import EventState, event_state
from registration.models import Registration
from registration.models.registration import place_to_be_named
from registration.municipalities import MUNICIPALITIES
from registration.price_sentences import place_price
from registration.questions import Given, in_words, questions_of
from registration.services.line import has_what_is_free
from registration.services.people import Person
from registration.services.places import by_event, left_and_waiting, left_of

register = template.Library()


def state_words(state: EventState) -> str:
    """An event's state as it is said on a page."""
    return {
        EventState.DRAFT: pgettext("state", "Draft"),
        EventState.NOT_YET_OPEN: pgettext("state", "Not open yet"),
        EventState.OPEN: pgettext("state", "Open for sign-up"),
        EventState.FEW_PLACES: pgettext("state", "Few places left"),
        EventState.FULL: pgettext("state", "Full – waiting list"),
        EventState.CLOSED: pgettext("state", "Sign-up closed"),
        EventState.ELSEWHERE: pgettext("state", "Sign-up elsewhere"),
        EventState.NO_SIGN_UP: pgettext("state", "No sign-up needed"),
        EventState.RUNNING: pgettext("state", "Going on now"),
        EventState.HELD: pgettext("state", "Held"),
        EventState.CANCELLED: pgettext("state", "Called off"),
    }[state]


@register.simple_tag
def registration_panel(event: Event, now: datetime, has_programme: object) -> dict[str, Any]:
    """State, deadlines and the one button of an event, for `registration/_panel.html` and `_reach.html`. One query,
    and one more where its free places are for those who wait. `has_programme`: whether there is one to download."""
    facts = policy.windows(event)
    left, in_line = left_and_waiting(event) if facts.here else (None, 0)
    # Places are free while somebody waits only where a group waits for more, or everybody in line is asked at once.
    others = has_what_is_free(event, left=left, waiting=in_line)
    state = event_state(event, facts, now=now, places_left=left, others_wait=others)
    decision = policy.may_sign_up(facts, now=now, places_left=left, others_wait=others)
    is_full = state is EventState.FULL
    after_closing = state in {EventState.CLOSED, EventState.HELD, EventState.RUNNING}
    # Somebody who was promised a later day reads it on her own page.
    may_substitute = bool(
        policy.may_substitute(
            facts, status=Registration.Status.CONFIRMED, until=facts.substitutes_end, now=now
        )
    )
    may_find = facts.here and bool(policy.may_find_links(facts, now=now))
    return {
        "state": state.value,
        "state_words": state_words(state),
        "button": _button(event, state),
        "places_left": left if state is EventState.FEW_PLACES else None,
        "deadlines": sentences.remaining_deadlines(event, state=state, now=now),
        "terms": sentences.place_rules(event, now=now),
        "takes_place": deciding.announced(event, now=now),
        "list_stands": (
            line_sentences.list_stands(places_left=left, waiting=in_line, others_wait=others)
            if is_full
            else ""
        ),
        "why": (
            sentences.explain(decision.reason, event, now=now, signs_up=True)
            if decision.reason is not None and not is_full
            else ""
        ),
        "contact_line": sentences.contact_line(event),
        "after_closing": after_closing,
        "bound": policy.binds_at_once(facts, now=now),
        "has_rule": announcing.has_a_rule(event),
        "may_substitute": may_substitute,
        "may_find": may_find,
        # Once sign-up has closed the link stands in the sentence on substitutes.
        "leads_to_find": may_find and not (after_closing and may_substitute),
        "has_programme": bool(has_programme),
        "find_url": reverse("registration:find", args=[event.slug]),
    }


def _button(event: Event, state: EventState) -> str:
    """Where the one button leads; "" where there is nothing to press."""
    match state:
        case EventState.OPEN | EventState.FEW_PLACES | EventState.FULL:
            return reverse("registration:sign_up", args=[event.slug])
        case EventState.ELSEWHERE:
            return event.sign_up_url
        case _:
            return ""


@register.inclusion_tag("registration/_ribbon.html")
def deadline_ribbon(event: Event, now: datetime, place: Registration | None = None) -> dict[str, Any]:
    """The deadlines as one line with today on it: the event's, or those that hold for one place by its own promise."""
    whose = event if place is None else place
    return {"line": ribbon.line(event, terms=whose.terms, is_free=whose.is_free, now=now)}


@dataclass(frozen=True, slots=True)
class StateInWords:
    """A state as a page names it in its style, and as it says it."""

    name: str
    words: str


@register.simple_tag
def registration_states(events: Iterable[Event], now: datetime) -> dict[int, StateInWords]:
    """The state of each event of a list, by its id. One query, however many they are, and one for each whose free
    places are for those who wait."""
    listed = list(events)
    found = by_event(event for event in listed if event.capacity is not None)
    states = {}
    for event in listed:
        counted = found.get(event.pk, {"taken": 0, "waiting": 0, "invited": 0})
        left = left_of(event, taken=counted["taken"], invited=counted["invited"])
        others = has_what_is_free(event, left=left, waiting=counted["waiting"])
        state = event_state(event, policy.windows(event), now=now, places_left=left, others_wait=others)
        states[event.pk] = StateInWords(state.value, state_words(state))
    return states


@register.filter
def status_of(registration: Registration) -> str:
    """A place's status in words; one given back once it was binding says so."""
    return words.status_of(registration)


@register.filter
def price_of(registration: Registration) -> str:
    """What a place was promised at, with its class; "" where it is of none and free of charge."""
    return place_price(registration)


@register.filter
def days_of(registration: Registration) -> str:
    """The days on which somebody who shares a place comes; "" for anybody else."""
    return share_sentences.days_of(registration)


@register.filter
def under(words: dict[str, str], key: str) -> str:
    """What stands in a mapping under a key."""
    return words.get(key, "")


@register.filter
def called(person: Person, people: Sequence[Person]) -> str:
    """What somebody who is being signed up is called among all of them: the name, or which place it is."""
    if person.name:
        return person.name
    number = next((i for i, one in enumerate(people, start=1) if one is person), len(people))
    return place_to_be_named(number, of=len(people))


@register.filter
def as_cards(people: Sequence[Person]) -> list[list[Person]]:
    """A card for each, and one for those without a name of whom the same is written."""
    keys = {id(one): None if one.name else repr(one) for one in people}
    return gathered(people, alike=lambda one: keys[id(one)])


@register.filter
def together(several: Sequence[Any]) -> str:
    return places_called(len(several))


@register.filter
def state_of(states: dict[int, StateInWords], event: Event) -> StateInWords | None:
    return states.get(event.pk)


@register.inclusion_tag("registration/_municipalities.html")
def municipality_suggestions(event: Event) -> dict[str, Any]:
    """What the field *Municipality* suggests, where the event asks for it. Once on a page, however many fields."""
    return {"municipalities": MUNICIPALITIES if asks(event, "municipality") else ()}


@register.inclusion_tag("registration/_answers.html")
def answers_given(event: Event, given: Given) -> dict[str, Any]:
    """Answers to the event's own questions, as they are read."""
    language = reader_language()
    known = in_words(questions_of(event), dict(given), language=language)
    return {"answers": known, "lang": "" if event.language == language else event.language}


@register.inclusion_tag("registration/_errors.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Every error of the forms with a link to its field, in the order of the fields. Takes the focus."""
    errors = [("", str(error)) for form in forms for error in form.non_field_errors()]
    return {"errors": [*errors, *(error for form in forms for error in told_errors(form))]}
