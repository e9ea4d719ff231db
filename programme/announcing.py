"""The announced deadlines in plain words, for page, PDF, form and mail. Only facts are said here, none is compared with
the clock: what may be done now is for the policy."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from programme import dates
from programme.models import Event


def deadlines(event: Event, language: str) -> list[str]:
    """All that is announced about signing up, cancelling and handing over, one sentence or two for each rule."""
    if event.sign_up == Event.SignUp.NONE:
        with override(language):
            return [_("No sign-up is needed.")]
    said = [sign_up_sentence(event, language), *place_rules(event, language)]
    return [sentence for sentence in said if sentence]


def place_rules(event: Event, language: str) -> list[str]:
    """Until when a place may be cancelled and handed over; nothing where nobody has one from here."""
    if event.sign_up == Event.SignUp.HERE or (
        event.sign_up == Event.SignUp.ELSEWHERE and event.binding_after
    ):
        said = [
            binding_sentence(event.binding_after, is_free=event.is_free, language=language),
            substitutes_sentence(event.substitutes_until, language),
        ]
        return [sentence for sentence in said if sentence]
    return []


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


def substitutes_sentence(substitutes_until: date | None, language: str) -> str:
    """Until when a place may be handed over; nothing where that is possible until it begins."""
    if substitutes_until is None:
        return ""
    with override(language):
        return _("Your place can be handed over to another person up to and including %(day)s.") % {
            "day": dates.day_phrase(substitutes_until, language)
        }
