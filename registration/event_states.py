"""Where an announced event stands, as everybody is told it."""

import enum
from datetime import datetime

from programme.models import Event
from registration import policy

FEW_PLACES = 10


class EventState(enum.StrEnum):
    """Where an announced event stands, as said in one word on a page."""

    DRAFT = "draft"
    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    FEW_PLACES = "few_places"
    FULL = "full"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    NO_SIGN_UP = "no_sign_up"
    RUNNING = "running"
    HELD = "held"
    CANCELLED = "cancelled"


def event_state(
    event: Event, facts: policy.Windows, *, now: datetime, places_left: int | None, others_wait: bool = False
) -> EventState:
    """Full is also where somebody in line can use what is free: who comes now joins the waiting list."""
    decision = policy.may_sign_up(facts, now=now, places_left=places_left, others_wait=others_wait)
    match decision.reason:
        case None:
            few = places_left is not None and places_left <= FEW_PLACES
            return EventState.FEW_PLACES if few else EventState.OPEN
        case policy.Reason.NOT_PUBLISHED:
            return EventState.DRAFT
        case policy.Reason.EVENT_CANCELLED:
            return EventState.CANCELLED
        case policy.Reason.OVER:
            return EventState.HELD if policy.is_over(facts, now=now) else EventState.RUNNING
        case policy.Reason.NOT_HERE:
            return EventState.ELSEWHERE if event.sign_up == Event.SignUp.ELSEWHERE else EventState.NO_SIGN_UP
        case policy.Reason.NOT_YET_OPEN:
            return EventState.NOT_YET_OPEN
        case policy.Reason.FULL | policy.Reason.OTHERS_WAIT:
            return EventState.FULL
        case _:
            return EventState.CLOSED
