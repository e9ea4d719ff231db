"""When an invitation holds: pure functions of facts and the instant."""

from datetime import datetime

from programme import dates
from programme.models import Event
from registration import policy
from registration.models import Invitation
from registration.policy import YES, Decision, Reason, Windows

# What an invitation may set aside, where its maker said so.
BENT_BY_INVITATION = frozenset({Reason.NOT_YET_OPEN, Reason.CLOSED})


def ends(invitation: Invitation, event: Event) -> datetime:
    """The first instant at which it no longer holds, unless it is withdrawn before."""
    facts = policy.windows(event)
    if invitation.valid_until is not None:
        return min(dates.end_of(invitation.valid_until, event.timezone), facts.begins)
    return facts.begins if invitation.also_when_closed else facts.closes


def last_use(invitation: Invitation, event: Event) -> datetime:
    """The first instant from which nobody can use it, for a day written in it or because people sign up no longer."""
    end = ends(invitation, event)
    return end if invitation.also_when_closed else min(end, policy.windows(event).closes)


def keeps_places(invitation: Invitation, event: Event, *, now: datetime) -> bool:
    """Whether it keeps places for those who are to use it, also while the event is called off or a draft: either may
    be undone."""
    return invitation.withdrawn_at is None and now < ends(invitation, event)


def is_open(invitation: Invitation, event: Event, *, now: datetime) -> bool:
    """Whether its link leads to a place now, as far as one is left."""
    allowed = policy.event_allows(policy.windows(event), now=now)
    return bool(allowed) and keeps_places(invitation, event, now=now)


def may_use(
    invitation: Invitation, event: Event, facts: Windows, *, now: datetime, left: int, people: int = 1
) -> Decision:
    """Whether `people` may take reserved places by it; `left`: how many it has for them."""
    decision = policy.may_sign_up(facts, now=now, places_left=None)
    bends = invitation.also_when_closed and decision.reason in BENT_BY_INVITATION
    if decision.reason in {Reason.NOT_PUBLISHED, Reason.EVENT_CANCELLED, Reason.OVER}:
        return decision
    if not keeps_places(invitation, event, now=now):
        return Decision(Reason.INVITATION_OVER)
    if decision.reason is not None and not bends:
        return decision
    if left < 1:
        return Decision(Reason.INVITATION_USED)
    return Decision(Reason.FULL) if people > left else YES
