"""What a mail tells of a person's place: the facts of it, its price and its rule."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from programme import dates
from programme.languages import reader_language
from programme.models import Event
from programme.presenting import in_a_row
from programme.pricing import fee_line, sum_of
from registration import leaving, links, policy, sentences, share_sentences
from registration.asking import asks
from registration.mails.readers import Reader, contact_has_changed, is_contact_herself
from registration.models import Booking, HistoryEntry, OwedMail, Question, Registration
from registration.persons import name_key
from registration.price_sentences import (
    common_price,
    difference_sentence,
    lines_of,
    place_price,
    sum_sentence,
)
from registration.prices import amount_promised
from registration.questions import OF_PERSONS, asked_of, unanswered
from registration.services.answers import answers_of_place

Actor = HistoryEntry.Actor
# After these somebody comes on other days than before, and what she has answered may fit no longer.
OF_OTHER_DAYS = frozenset({OwedMail.Kind.PLACE_SHARED, OwedMail.Kind.SHARE_DAYS, OwedMail.Kind.SHARE_ENDED})


def place_facts(
    mail: OwedMail, registration: Registration, *, reader: Reader, now: datetime
) -> dict[str, Any]:
    is_theirs = registration.is_current and mail.to_email == registration.reached_at
    is_theirs = is_theirs and not registration.is_nameless
    replaced = registration.substitute_for
    return {
        "name": registration.called,
        "nameless": not registration.name,
        "job_title": registration.job_title,
        "workplace": registration.organisation,
        "municipality": registration.municipality,
        "email": registration.email,
        "price": place_price(registration) or gettext("free of charge"),
        "old": replaced.name if replaced else "",
        "difference": difference_sentence(registration),
        # Whether it is, or was to its end, no more than a turn on the waiting list.
        "only_waits": not registration.had_a_place,
        "told_by": "" if reader.is_contact else _told_by(mail, registration),
        **_giver(mail, registration),
        "given": _given(registration),
        "asked_until": asked_until(registration, now=now) if is_theirs else "",
        "answers_url": _answers_url(mail, registration, now=now) if is_theirs else "",
        "place_url": links.place_url(registration, language=mail.language) if is_theirs else "",
        "owed": leaving.left_owing(registration),
        "releases": registration.terms.releases,
        "is_second": registration.is_second,
        "days_line": days_line(registration, own=reader.own),
        "place_is_free": (registration.shares_place_of or registration).is_free,
    }


def days_line(place: Registration, *, own: bool) -> str:
    """Which days each of two who share a place comes; "" once nobody comes, because the event is called off."""
    if place.event.status == Event.Status.CANCELLED:
        return ""
    return share_sentences.who_comes_when(place, own=own)


def asked_until(place: Registration, *, now: datetime) -> str:
    """By when at the latest she answers what the event asks of each person on her own page, and what must be answered
    at sign-up and was left to her; "" where it asks nothing more, or no longer. Whoever has answered is not asked by
    mail again."""
    event = place.event
    asked, facts = asked_of(event, Question.Asked.OWN_PAGE), policy.windows(event)
    # In a mail that is shown before anybody has signed up nothing was left.
    left = [one for one in asked_of(event, Question.Asked.SIGN_UP) if one.is_required] if place.pk else []
    if not (asked or left) or not policy.may_answer(facts, status=place.status, now=now):
        return ""
    given = answers_of_place(place) if place.pk else {}
    if all(one.pk in given for one in asked) and not unanswered(left, given):
        return ""
    return dates.latest_phrase(facts.answers_end, event.timezone, reader_language())


def _answers_url(mail: OwedMail, place: Registration, *, now: datetime) -> str:
    """Where she changes what she has answered, in a mail that tells of other days; "" while she has answered nothing,
    and once it cannot be changed."""
    if mail.kind not in OF_OTHER_DAYS or not place.pk:
        return ""
    asked, facts = asked_of(place.event, *OF_PERSONS), policy.windows(place.event)
    if not asked or not policy.may_answer(facts, status=place.status, now=now):
        return ""
    return links.questions_url(place, language=mail.language) if answers_of_place(place) else ""


def _told_by(mail: OwedMail, registration: Registration) -> str:
    """From whom we have what we know of a person: the "contact" who made the booking, "organiser" after a message from
    her, whoever "handed" the place over, or "herself" when she took it over with the link of the one replaced; "" when
    she signed up herself, also from elsewhere."""
    booking = registration.booking
    if registration.substitute_for is not None:
        return "herself" if mail.facts.get("herself") else "handed"
    if registration.is_second:
        return "shared"
    if name_key(registration.name) == name_key(booking.made_by):
        return ""
    return "organiser" if booking.door == Booking.Door.ORGANISER else "contact"


def _giver(mail: OwedMail, registration: Registration) -> dict[str, Any]:
    """Who handed the place over, or let it be shared, and whether it was the giver's own; "" where the mail is not
    about that, or it was the contact and another person has become the contact since."""
    old, booking, event = registration.substitute_for, registration.booking, registration.event
    if mail.kind == OwedMail.Kind.SHARE_WELCOME:
        old = registration.shares_place_of
    elif mail.kind != OwedMail.Kind.SUBSTITUTE_WELCOME:
        old = None
    if old is None:
        return {"giver": "", "gave_own": False}
    match mail.facts.get("by"):
        case Actor.ATTENDEE:
            return {"giver": old.name, "gave_own": True}
        case Actor.CONTACT if not contact_has_changed(mail):
            giver = f"{booking.contact_name} ({booking.contact_email})"
            return {"giver": giver, "gave_own": is_contact_herself(old, booking)}
        case Actor.ORGANISER:
            return {"giver": f"{event.owner.name} ({event.contact_email})", "gave_own": False}
        case _:
            return {"giver": "", "gave_own": False}


def _given(registration: Registration) -> str:
    """What we know of a person, as she is told from whom we have it: just the facts that are there."""
    facts = {
        gettext("your name"): registration.name,
        gettext("your job title"): registration.job_title,
        gettext("your place of work"): registration.organisation,
        gettext("your municipality"): registration.municipality,
        gettext("your e-mail address"): registration.email,
        gettext("your telephone number"): registration.phone,
    }
    return in_a_row([words for words, known in facts.items() if known])


def own_page(place: Registration, *, booking: Booking, language: str) -> dict[str, Any]:
    return {
        "name": place.name,
        "yours": is_contact_herself(place, booking),
        "waits": place.is_in_line,
        "url": links.place_url(place, language=language),
    }


def fee(places: Sequence[Registration], event: Event, *, now: datetime) -> str:
    """What each place costs, as it was promised; "" where that is nothing or not the same for all."""
    if places:
        return common_price(places)
    return fee_line(event, reader_language(), day=dates.day_in(now, event.timezone))


def fees(places: Sequence[Registration]) -> tuple[list[str], str]:
    """A line for each place and the sum, where they are not all of one price."""
    lines = lines_of(places)
    return lines, sum_sentence(sum_of(map(amount_promised, places))) if lines else ""


def rule(places: Sequence[Registration], *, now: datetime) -> str:
    """What can be done until when, where that is the same for all the places; nothing once nothing can be done."""
    coming = [place for place in places if not place.is_in_line]
    rules = {sentences.what_holds(place, now=now) for place in coming or places}
    return rules.pop() if len(rules) == 1 else ""


def may_state_needs(place: Registration, *, now: datetime) -> bool:
    if not asks(place.event, "needs"):
        return False
    return bool(policy.may_state_needs(policy.windows(place.event), status=place.status, now=now))
