"""What an organiser may do with a place."""

from datetime import datetime

from registration import policy
from registration import waiting as waiting_rule
from registration.models import Registration
from registration.policy import By, Decision, Reason
from registration.services.places import places_left


def decisions(registration: Registration, *, at: datetime) -> dict[str, Decision]:
    """What an organiser may do with the place now."""
    event, status = registration.event, registration.status
    facts = policy.windows(event)
    bound = policy.bound_from(event, registration.promised_binding_after)
    cancel = policy.may_cancel(facts, status=status, bound=bound, now=at, by=By.ORGANISER)
    return {
        "correct": policy.may_correct(facts, status=status, now=at),
        "hand_over": policy.may_substitute(facts, status=status, now=at, by=By.ORGANISER),
        "cancel": cancel,
        "give_back": policy.may_give_back(facts, status=status, bound=bound, now=at),
        "release": policy.YES if cancel.bendable else Decision(cancel.reason or Reason.NOT_YET_BINDING),
        "new_link": policy.may_correct(facts, status=status, now=at),
        "give_place": waiting_rule.may_give(
            facts,
            status=status,
            now=at,
            places_left=places_left(event) if status == Registration.Status.WAITING else 0,
        ),
    }
