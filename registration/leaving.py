"""The rule for leaving a place as whole sentences, in the active language: what holds now, what it costs now, and
what is owed by somebody who has left. `registration.sentences` tells the rest."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext

from programme import announcing, dates, narrowing
from programme.cancellation import Cost, Terms
from programme.languages import reader_language
from programme.models import Event
from programme.models.price import Vat
from programme.pricing import price_phrase
from registration import policy
from registration.models import Registration
from registration.owed import owed_ore


def _day(day: date) -> str:
    return dates.day_phrase(day, reader_language())


def binding_rule(event: Event, terms: Terms, *, is_free: bool, now: datetime) -> str:
    """What holds for a place that is free to cancel to the end of a day, or never binds. Another person is promised no
    longer than one may come; `is_free` when the place costs nothing."""
    free_until = terms.free_until
    bound_from = policy.bound_from(terms, zone=event.timezone)
    bound = bound_from is not None and now >= bound_from
    if substitutes_have_ended(event, terms, now=now):
        told = _bound_words(is_free) if bound else _free_words(free_until, is_free=is_free)
        return (
            f"{told % {'day': _day(free_until) if free_until else ''}} {last_substitute_day(terms)}".strip()
        )
    if not bound or free_until is None:
        return announcing.binding_sentence(free_until, is_free=is_free, language=reader_language())
    if is_free:
        sentence = gettext(
            "The last day to cancel was %(day)s. We count on you – another person may come instead."
        )
    else:
        sentence = gettext(
            "The sign-up is binding, because the last day of free cancellation was %(day)s. "
            "Another person may come instead."
        )
    return sentence % {"day": _day(free_until)}


def _bound_words(is_free: bool) -> str:
    """Of a place that is bound and can no longer be handed over."""
    if is_free:
        return gettext("The last day to cancel was %(day)s. We count on you.")
    return gettext("The sign-up is binding, because the last day of free cancellation was %(day)s.")


def _free_words(free_until: date | None, *, is_free: bool) -> str:
    """Of a place that may still be cancelled and can no longer be handed over."""
    if free_until is None:
        return (
            gettext("You can cancel until it begins.")
            if is_free
            else gettext("You can cancel free of charge until it begins.")
        )
    if is_free:
        return gettext("You can cancel up to and including %(day)s.")
    return gettext("You can cancel free of charge up to and including %(day)s.")


def substitutes_have_ended(event: Event, terms: Terms, *, now: datetime) -> bool:
    """Whether the last day for substitutes, where there is one, is over."""
    return terms.substitutes_until is not None and now >= policy.substitutes_end(terms, event)


def last_substitute_day(terms: Terms) -> str:
    """The last day to hand a place over, once it is over; "" where there is none."""
    if terms.substitutes_until is None:
        return ""
    return gettext("The last day to hand the place over was %(day)s.") % {
        "day": _day(terms.substitutes_until)
    }


def leaving_rule(event: Event, terms: Terms, *, is_free: bool, now: datetime) -> str:
    """What holds now for leaving a place with these terms, whatever the shape of its rule."""
    ended = substitutes_have_ended(event, terms, now=now)
    if terms.is_classic:
        rule = binding_rule(event, terms, is_free=is_free, now=now)
    else:
        ahead = policy.spells_ahead(terms, zone=event.timezone, now=now)
        if terms.is_bound_at_once:
            rule = announcing.bound_at_once(terms, is_free=is_free)
        elif ahead[0].bound:
            rule = gettext("The sign-up is binding, and the whole fee is owed.")
        else:
            rule = announcing.steps_sentence(terms, ahead, language=reader_language())
        rule = f"{rule} {last_substitute_day(terms) if ended else announcing.another_may_come()}".strip()
    same = "" if ended else announcing.same_organisation_sentence(terms)
    said = [rule, announcing.no_show_sentence(terms, language=reader_language()), same]
    return " ".join(filter(None, said))


def still_owed(registration: Registration) -> str:
    """What remains to be paid for a place that was left; "" where that is nothing, is let off, or the event is
    called off."""
    return left_owing(registration) if registration.still_owed and owed_ore(registration) else ""


def left_owing(registration: Registration) -> str:
    """What a place owed when it was left, as it is told in the mail about that; "" for nothing."""
    owed = registration.owed_ore
    if owed is None and registration.still_owed:
        # Given back to a version of the program that kept no amount.
        owed = registration.promised_fee_ore
    if not owed:
        return ""
    terms = registration.terms
    amount = amount_phrase(registration, owed)
    if registration.at_a_cost:
        return gettext("The cancellation costs %(amount)s, which is to be paid.") % {"amount": amount}
    if terms.is_classic and terms.free_until is not None:
        return gettext(
            "Because the last day of free cancellation was %(free_until)s, the fee of %(fee)s is still to be paid."
        ) % {"free_until": _day(terms.free_until), "fee": amount}
    return gettext("Because the sign-up is binding, the fee of %(fee)s is still to be paid.") % {
        "fee": amount
    }


def cost_now(registration: Registration, *, now: datetime) -> str:
    """What cancelling now costs, and what it costs later, before it is pressed; "" where it never costs anything."""
    event, terms = registration.event, registration.terms
    if not terms.has_steps:
        return ""
    here, *later = policy.spells_ahead(terms, zone=event.timezone, now=now)
    said = [gettext("Cancelling today costs %(cost)s.") % {"cost": _cost(here.cost, terms)}]
    if here.until is not None and later and not later[0].bound:
        said.append(
            gettext("That holds up to and including %(day)s; after that it costs %(cost)s.")
            % {"day": _day(here.until), "cost": _cost(later[0].cost, terms)}
        )
    return " ".join(said)


def cost_of_giving_back(registration: Registration, *, now: datetime) -> str:
    """What is still owed for a binding place that is given back, before it is pressed; "" where that is nothing."""
    costs = cost_of(registration, now=now)
    if not costs:
        return ""
    said = [
        gettext(
            "Because the place is binding, the fee of %(fee)s is still owed when it is given back. "
            "It is not owed twice if another person comes instead."
        )
        % {"fee": amount_phrase(registration, costs)}
    ]
    if registration.terms.releases:
        said.append(
            gettext(
                "If somebody from the waiting list gets the place, nothing is owed any longer, and a mail says so."
            )
        )
    return " ".join(said)


def cost_of(registration: Registration, *, now: datetime) -> int:
    """What leaving the place now costs, in øre."""
    return policy.cost_of_leaving(
        registration.terms, status=registration.status, zone=registration.event.timezone, now=now
    )


def agreed_ore(posted: Mapping[str, str]) -> int:
    """What the page that was pressed had shown leaving to cost; nothing, where it carries nothing that can be read."""
    return narrowing.whole_number(posted.get("costs", "")) or 0


def costs_more() -> str:
    return gettext("Cancelling costs more now than when you saw this page. Nothing is cancelled yet.")


def staying_away_costs(registration: Registration) -> str:
    """What her rule has somebody owe who did not come, for the organiser who writes it down."""
    fee = registration.terms.no_show_ore
    if fee is None:
        return gettext("The rule for the place says nothing of staying away, so it costs nothing more.")
    return gettext("By the rule for the place she owes %(amount)s for staying away.") % {
        "amount": amount_phrase(registration, fee)
    }


def stayed_away(registration: Registration, *, own: bool) -> str:
    """To whoever is written down as not having come, on her `own` page, or to the contact: that she is, and what it
    costs; "" for everybody else, and of an event called off."""
    if registration.no_show_at is None or registration.event.status == Event.Status.CANCELLED:
        return ""
    if own:
        said = gettext("The organiser has written down that you did not come.")
    else:
        said = gettext("It is written down that %(name)s did not come.") % {"name": registration.called}
    if not registration.owed_ore:
        return said
    costs = gettext("By the rule for the place that costs %(amount)s, which is to be paid.")
    return f"{said} {costs % {'amount': amount_phrase(registration, registration.owed_ore)}}"


def amount_phrase(place: Registration, ore: int) -> str:
    """An amount as the place's price is told: of one plain fee nothing is said of VAT, which is in it."""
    if not place.promised_class and place.promised_vat == Vat.INCLUDED:
        return dates.money_phrase(ore, reader_language())
    return price_phrase(ore, place.promised_vat, reader_language())


def _cost(cost: Cost, terms: Terms) -> str:
    return announcing.cost_words(cost, terms, language=reader_language())


def why_bound(event: Event, registration: Registration | None, *, now: datetime) -> str:
    """Why a bound place cannot be cancelled, and whether another may come instead."""
    terms = registration.terms if registration else event.terms
    ended = substitutes_have_ended(event, terms, now=now)
    instead = last_substitute_day(terms) if ended else announcing.another_may_come()
    if terms.free_until is None:
        return f"{gettext('The place is binding.')} {instead}"
    bound = gettext("The place is binding, because the last day to cancel was %(day)s.")
    return f"{bound % {'day': _day(terms.free_until)}} {instead}"
