"""What an organiser may do with a place."""

from datetime import datetime

from registration import choosing, policy
from registration import waiting as waiting_rule
from registration.models import Registration
from registration.policy import By, Decision, Reason
from registration.questions import OF_PERSONS, asked_of
from registration.services import sharing
from registration.services.places import places_left


def decisions(registration: Registration, *, at: datetime) -> dict[str, Decision]:
    """What an organiser may do with the place now."""
    event, status, nameless = registration.event, registration.status, registration.is_nameless
    facts = policy.windows(event)
    terms, zone = registration.terms, event.timezone
    bound = policy.bound_from(terms, zone=zone)
    cancel = policy.may_cancel(facts, status=status, bound=bound, now=at, by=By.ORGANISER)
    costs = policy.cost_of_leaving(terms, status=status, zone=zone, now=at)
    let_off = policy.may_let_off(facts, status=status, bound=bound, costs=costs, now=at, by=By.ORGANISER)
    absence = policy.may_mark_as_not_come(facts, status=status, now=at)
    is_marked = registration.no_show_at is not None
    choose_items = (
        choosing.may_choose(event, status=status, now=at, by=By.ORGANISER)
        if event.has_choices
        else Decision(Reason.NO_SUCH_ITEM)
    )
    return {
        "write_name": policy.may_name(facts, status=status, nameless=nameless, now=at, by=By.ORGANISER),
        "correct": policy.may_correct(facts, status=status, nameless=nameless, now=at),
        "price_class": policy.may_change_class(
            facts, status=status, has_classes=event.has_prices and not registration.is_second, by=By.ORGANISER
        ),
        "choose_items": choose_items,
        "hand_over": policy.may_substitute(
            facts,
            status=status,
            until=policy.substitutes_end(terms, event),
            nameless=nameless,
            now=at,
            by=By.ORGANISER,
        ),
        "share": sharing.decide(registration, now=at, by=By.ORGANISER),
        "share_days": sharing.decide_days(registration, now=at, by=By.ORGANISER),
        "all_days": sharing.decide_days(registration, now=at, by=By.ORGANISER),
        "cancel": cancel,
        "give_back": policy.may_give_back(facts, status=status, bound=bound, now=at),
        "release": policy.YES if let_off.bendable else let_off,
        "did_not_come": absence if not is_marked else Decision(Reason.PLACE_ENDED),
        "came_after_all": absence if is_marked else Decision(Reason.PLACE_ENDED),
        "answers": (
            policy.may_answer(facts, status=status, now=at, by=By.ORGANISER)
            if asked_of(event, *OF_PERSONS) and not nameless
            else Decision(Reason.PLACE_ENDED)
        ),
        "new_link": policy.may_correct(facts, status=status, nameless=nameless, now=at),
        "give_place": waiting_rule.may_give(
            facts,
            status=status,
            now=at,
            places_left=places_left(event) if status == Registration.Status.WAITING else 0,
        ),
    }
