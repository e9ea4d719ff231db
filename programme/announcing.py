"""The announced deadlines in plain words, for page, PDF, form and mail. Only facts are said here, none is compared with
the clock: what may be done now is for the policy."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from programme import dates
from programme.cancellation import Cost, Spell, Terms
from programme.models import Event
from programme.models.price import Vat
from programme.pricing import price_phrase


def deadlines(event: Event, language: str) -> list[str]:
    """All that is announced about signing up, cancelling and handing over, one sentence or two for each rule."""
    if event.sign_up == Event.SignUp.NONE:
        with override(language):
            return [_("No sign-up is needed.")]
    said = [sign_up_sentence(event, language), *place_rules(event, language)]
    return [sentence for sentence in said if sentence]


def place_rules(event: Event, language: str) -> list[str]:
    """Until when a place may be cancelled and handed over; nothing where nobody has one from here."""
    if not has_place_rules(event):
        return []
    said = [
        leaving_sentence(event.terms, is_free=event.is_free, language=language),
        substitutes_sentence(event.terms.substitutes_until, language),
    ]
    return [sentence for sentence in said if sentence]


def printed_place_rules(event: Event, language: str) -> list[str]:
    """The same in words that are as true on paper once the days are past: nobody is told what she can do."""
    if not has_place_rules(event):
        return []
    said = [leaving_sentence(event.terms, is_free=event.is_free, language=language, on_paper=True)]
    if event.substitutes_until:
        with override(language):
            said.append(
                _("A place can be handed over to another person up to and including %(day)s.")
                % {"day": dates.day_phrase(event.substitutes_until, language)}
            )
    return said


def wishes_line(last_day: date, language: str) -> str:
    """Of an item that is distributed by wishes, as true on paper once it is."""
    with override(language):
        return _("Distributed by wishes, which are written no later than %(day)s") % {
            "day": dates.day_phrase(last_day, language, year=False)
        }


def has_place_rules(event: Event) -> bool:
    """Whether people sign up, and the rules for their places are announced here."""
    return event.sign_up == Event.SignUp.HERE or (
        event.sign_up == Event.SignUp.ELSEWHERE and has_a_rule(event)
    )


def sign_up_period(event: Event, language: str, *, is_limited: bool) -> str:
    """From when until when people sign up, in words that are as true on paper years later: nobody is asked to."""
    with override(language):
        if event.status == Event.Status.CANCELLED:
            return _("The event is called off, and there is no sign-up.")
        if event.sign_up == Event.SignUp.NONE:
            return _("No sign-up is needed.")
        days = {
            "first": dates.day_phrase(event.registration_opens_on, language)
            if event.registration_opens_on
            else "",
            "last": dates.day_phrase(event.registration_closes_on, language)
            if event.registration_closes_on
            else "",
        }
        match bool(days["first"]), bool(days["last"]):
            case True, True:
                said = _("From %(first)s up to and including %(last)s.")
            case True, False:
                said = _("From %(first)s until the event begins.")
            case False, True:
                said = _("Up to and including %(last)s.")
            case _:
                said = _("Until the event begins.")
        said %= days
        return f"{said} {_('The number of places is limited.')}" if is_limited else said


def sign_up_sentence(event: Event, language: str) -> str:
    """From when until when people sign up; the last day counts whole."""
    said = []
    if event.registration_opens_on:
        with override(language):
            day = dates.day_phrase(event.registration_opens_on, language)
            said.append(_("Sign-up opens on %(day)s.") % {"day": day})
    said.append(closing_sentence(event.registration_closes_on, language))
    return " ".join(filter(None, said))


def closing_sentence(registration_closes_on: date | None, language: str) -> str:
    """The last day to sign up; nothing where that is possible until it begins."""
    if registration_closes_on is None:
        return ""
    with override(language):
        day = dates.day_phrase(registration_closes_on, language)
        return _("Sign up no later than %(day)s.") % {"day": day}


def has_a_rule(event: Event) -> bool:
    """Whether anything is announced about leaving a place, beside that one may."""
    return event.binding_after is not None or event.cancellation != Event.Cancellation.UNTIL_A_DAY


def leaving_sentence(terms: Terms, *, is_free: bool, language: str, on_paper: bool = False) -> str:
    """The whole rule for leaving a place, whatever its shape."""
    with override(language):
        if terms.is_classic:
            say = binding_periods if on_paper else binding_sentence
            rule = say(terms.free_until, is_free=is_free, language=language)
        elif terms.is_bound_at_once:
            rule = " ".join(filter(None, [bound_at_once(terms, is_free=is_free), another_may_come()]))
        else:
            rule = f"{steps_sentence(terms, terms.spells, language=language)} {another_may_come()}"
        said = [rule, no_show_sentence(terms, language=language), same_organisation_sentence(terms)]
        return " ".join(filter(None, said))


def another_may_come() -> str:
    return _("Another person may come instead.")


def bound_at_once(terms: Terms, *, is_free: bool) -> str:
    """Of a place that binds with the sign-up, in the active language."""
    if is_free:
        return _("We count on you as soon as you have signed up.")
    said = _("The sign-up is binding at once.")
    if not terms.releases:
        return said
    lapses = _("If you give the place back and somebody from the waiting list gets it, you owe nothing.")
    return f"{said} {lapses}"


def steps_sentence(terms: Terms, spells: Sequence[Spell], *, language: str) -> str:
    """What leaving costs by these terms, from the first of the spells on, in the active language. Where the last one
    binds, that is said after the others."""
    open_ones = [one for one in spells if not one.bound]
    parts = []
    for place, one in enumerate(open_ones):
        words = {"cost": cost_words(one.cost, terms, language=language)}
        if one.until is not None:
            words["day"] = dates.day_phrase(one.until, language)
            parts.append(_("%(cost)s up to and including %(day)s") % words)
        else:
            parts.append((_("after that %(cost)s") if place else "%(cost)s") % words)
    costs = " ".join([", ".join(parts[:-1]), _("and"), parts[-1]]) if len(parts) > 1 else parts[0]
    if len(open_ones) < len(spells):
        return _("Cancelling costs %(costs)s. After that the sign-up is binding.") % {"costs": costs}
    return _("You can cancel until it begins. It costs %(costs)s.") % {"costs": costs}


def cost_words(cost: Cost, terms: Terms, *, language: str) -> str:
    """Nothing, half the fee, or an amount; with what it comes to where the fee is known. In the active language."""
    if cost.is_nothing:
        return _("nothing")
    amount = _amount(cost.of(terms.fee), terms, language)
    if cost.percent is None:
        return amount
    words = _("the whole fee") if cost.percent == 100 else _("%(percent)d %% of the fee")
    words %= {"percent": cost.percent}
    return words if terms.fee is None else f"{words} ({amount})"


def short_cost(cost: Cost, terms: Terms, *, language: str) -> str:
    """The percentage alone, or the amount, where there is little room."""
    return f"{cost.percent} %" if cost.percent is not None else _amount(cost.of(terms.fee), terms, language)


def _amount(ore: int, terms: Terms, language: str) -> str:
    """With the VAT that comes to it, where any does."""
    if terms.vat == Vat.EXCLUDED:
        return price_phrase(ore, terms.vat, language)
    return dates.money_phrase(ore, language)


def no_show_sentence(terms: Terms, *, language: str) -> str:
    """What staying away costs; "" where that is nothing."""
    if terms.no_show_ore is None:
        return ""
    with override(language):
        return _("It costs %(amount)s to stay away without having cancelled.") % {
            "amount": _amount(terms.no_show_ore, terms, language)
        }


def same_organisation_sentence(terms: Terms) -> str:
    """Who may come instead, in the active language; "" for anybody."""
    return (
        _("The person who comes instead must be from the same workplace.") if terms.same_organisation else ""
    )


def binding_sentence(binding_after: date | None, *, is_free: bool, language: str) -> str:
    """Until when one may cancel, and what holds then. The day is the last free one, or None: free until it begins."""
    with override(language):
        if binding_after is None:
            if is_free:
                return _("You can cancel until it begins, and another person may come instead.")
            return _("You can cancel free of charge until it begins, and another person may come instead.")
        if is_free:
            sentence = _(
                "You can cancel up to and including %(day)s. "
                "After that we count on you – another person may come instead."
            )
        else:
            sentence = _(
                "You can cancel free of charge up to and including %(day)s. "
                "After that your sign-up is binding, but another person may come instead."
            )
        return sentence % {"day": dates.day_phrase(binding_after, language)}


def binding_periods(binding_after: date | None, *, is_free: bool, language: str) -> str:
    """From when until when a place is free to give up, and from when it binds."""
    with override(language):
        if binding_after is None:
            if is_free:
                return _("Until the event begins, and another person may come instead.")
            return _("Free of charge until the event begins, and another person may come instead.")
        if is_free:
            sentence = _(
                "Up to and including %(last)s. "
                "From %(first)s we count on everybody who has signed up, but another person may come instead."
            )
        else:
            sentence = _(
                "Free of charge up to and including %(last)s. "
                "From %(first)s a sign-up is binding, but another person may come instead."
            )
        return sentence % {
            "last": dates.day_phrase(binding_after, language),
            "first": dates.day_phrase(binding_after + timedelta(days=1), language),
        }


def substitutes_sentence(substitutes_until: date | None, language: str) -> str:
    """Until when a place may be handed over; nothing where that is possible until it begins."""
    if substitutes_until is None:
        return ""
    with override(language):
        return _("Your place can be handed over to another person up to and including %(day)s.") % {
            "day": dates.day_phrase(substitutes_until, language)
        }
