"""What registration says on pages that know nothing of it. `now` is given by the view, which read the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.db.models import Count
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import pgettext

from programme.models import Event
from registration import policy, sentences
from registration.models import Registration
from registration.municipalities import MUNICIPALITIES
from registration.policy import EventState
from registration.services import acts
from registration.words import status_words

register = template.Library()


def state_words(state: EventState) -> str:
    """An event's state as it is said on a page."""
    return {
        EventState.DRAFT: pgettext("state", "Draft"),
        EventState.NOT_YET_OPEN: pgettext("state", "Not open yet"),
        EventState.OPEN: pgettext("state", "Open for sign-up"),
        EventState.FEW_PLACES: pgettext("state", "Few places left"),
        EventState.FULL: pgettext("state", "All places taken"),
        EventState.CLOSED: pgettext("state", "Sign-up closed"),
        EventState.ELSEWHERE: pgettext("state", "Sign-up elsewhere"),
        EventState.NO_SIGN_UP: pgettext("state", "No sign-up needed"),
        EventState.RUNNING: pgettext("state", "Going on now"),
        EventState.HELD: pgettext("state", "Held"),
        EventState.CANCELLED: pgettext("state", "Called off"),
    }[state]


@register.inclusion_tag("registration/_panel.html")
def registration_panel(event: Event, now: datetime, has_programme: object) -> dict[str, Any]:
    """State, deadlines and the one button of an event. One query. `has_programme`: whether there is one to download."""
    facts = policy.windows(event)
    left = acts.places_left(event) if facts.here else None
    state = policy.event_state(event, facts, now=now, places_left=left)
    decision = policy.may_sign_up(facts, now=now, places_left=left)
    bound = facts.binds is not None and now >= facts.binds
    return {
        "event": event,
        "state": state.value,
        "state_words": state_words(state),
        "open": bool(decision),
        "places_left": left if state is EventState.FEW_PLACES else None,
        "deadlines": sentences.remaining_deadlines(event, state=state, now=now),
        "terms": sentences.place_rules(event, now=now),
        "why": sentences.explain(decision.reason, event, now=now) if decision.reason is not None else "",
        "contact_line": sentences.contact_line(event),
        "after_closing": state in {EventState.CLOSED, EventState.HELD, EventState.RUNNING} and facts.here,
        "bound": bound,
        "may_substitute": policy.may_substitute(facts, status=Registration.Status.CONFIRMED, now=now).reason
        is None,
        "may_find": facts.here and policy.may_find_links(facts, now=now).reason is None,
        "has_programme": bool(has_programme),
        "sign_up_url": reverse("registration:sign_up", args=[event.slug]),
        "find_url": reverse("registration:find", args=[event.slug]),
    }


@dataclass(frozen=True, slots=True)
class StateInWords:
    """A state as a page names it in its style, and as it says it."""

    name: str
    words: str


@register.simple_tag
def registration_states(events: Iterable[Event], now: datetime) -> dict[int, StateInWords]:
    """The state of each event of a list, by its id. One query, however many they are."""
    listed = list(events)
    taken = dict(
        Registration.objects.filter(event__in=listed, event__capacity__isnull=False)
        .taking_a_place()
        .order_by()
        .values_list("event")
        .annotate(taken=Count("pk"))
    )
    states = {}
    for event in listed:
        left = None if event.capacity is None else max(event.capacity - taken.get(event.pk, 0), 0)
        state = policy.event_state(event, policy.windows(event), now=now, places_left=left)
        states[event.pk] = StateInWords(state.value, state_words(state))
    return states


@register.filter
def status_of(registration: Registration) -> str:
    """A place's status in words; one given back once it was binding says so."""
    return status_words(registration.status, still_owed=registration.still_owed)


@register.filter
def state_of(states: dict[int, StateInWords], event: Event) -> StateInWords | None:
    return states.get(event.pk)


@register.inclusion_tag("registration/_municipalities.html")
def municipality_suggestions(event: Event) -> dict[str, Any]:
    """What the field *Municipality* suggests, where the event asks for it. Once on a page, however many fields."""
    return {"municipalities": MUNICIPALITIES if event.asks_municipality else ()}


@register.inclusion_tag("registration/_errors.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Every error of a form with a link to its field, in the order of the fields. Takes the focus."""
    errors = [("", str(error)) for error in form.non_field_errors()]
    errors += [(field.id_for_label, str(error)) for field in form for error in field.errors]
    return {"errors": errors}
