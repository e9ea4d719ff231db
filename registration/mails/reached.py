"""What a reminder, or a mail about a changed event, tells of those it is about: all who are reached at its address."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from programme import dates
from programme.languages import reader_language
from programme.models import Rescheduling
from programme.pricing import sum_of
from registration import links, missing, reminders, share_sentences
from registration.leaving import amount_phrase
from registration.mails.place_facts import days_line, fee, rule
from registration.mails.readers import is_contact_herself
from registration.mails.rows import Rows
from registration.models import OwedMail, Registration
from registration.owed import owed_amount, owed_ore
from registration.price_sentences import common_price, place_price, sum_sentence
from registration.reaching import elsewhere_in, told_of

Kind = OwedMail.Kind


def reached_in(mail: OwedMail, *, rows: Rows) -> list[Registration]:
    """Those whom the mail tells of, as far as it still holds: a reminder those who come, the others also who wait."""
    told = told_of(mail, rows.places)
    if mail.kind in OwedMail.OF_CHANGES:
        return told
    return [place for place in told if place.status == Registration.Status.CONFIRMED]


def reached_facts(mail: OwedMail, *, rows: Rows, now: datetime) -> dict[str, Any]:
    """Nothing for mails of other kinds."""
    booking, event = mail.booking, mail.event
    kinds = OwedMail.OF_CHANGES | frozenset(reminders.KINDS) - {Kind.NAMES_MISSING}
    if booking is None or mail.kind not in kinds:
        return {}
    told, elsewhere = reached_in(mail, rows=rows), elsewhere_in(mail, rows.places)
    language = reader_language()
    alone = _alone(mail, told)
    context: dict[str, Any] = {
        "told": [share_sentences.with_days(place) for place in told],
        "elsewhere": [share_sentences.with_days(place) for place in elsewhere],
        "to_you": alone is not None,
        "dear": alone.name if alone is not None else booking.contact_name,
        "all_wait": bool(told) and all(place.is_in_line for place in told),
        "rule": rule(told or elsewhere, now=now),
        "fee": fee(told, event, now=now),
        "page_url": "",
        "days_line": days_line(alone, own=True) if alone is not None else "",
        "starts": dates.day_phrase(_first_day(mail, told), language),
        "practical": event.practical_information or "",
        "called_off_because": event.cancellation_note,
        "had_a_price": any(place.promised_fee_ore for place in [*told, *elsewhere] if place.had_a_place),
    }
    if alone is not None:
        context["page_url"] = links.place_url(alone, language=mail.language)
    elif mail.to_email == booking.contact_email:
        context["page_url"] = links.booking_url(booking, language=mail.language)
    return context | _of_the_kind(mail, told, rows=rows, language=language)


def _first_day(mail: OwedMail, told: Sequence[Registration]) -> date:
    """The day before which those are reminded whom the mail tells of: the first on which one of them comes."""
    own = [reminders.own_first_day(place) or mail.event.starts_on for place in told]
    return min(own, default=mail.event.starts_on) if mail.kind == Kind.DAY_BEFORE else mail.event.starts_on


def _alone(mail: OwedMail, told: Sequence[Registration]) -> Registration | None:
    """The one person it speaks to about her own place; None where it speaks to the contact about others."""
    if mail.registration is not None:
        return mail.registration
    is_herself = len(told) == 1 and is_contact_herself(told[0], told[0].booking)
    return told[0] if is_herself else None


def _of_the_kind(
    mail: OwedMail, told: Sequence[Registration], *, rows: Rows, language: str
) -> dict[str, Any]:
    match mail.kind:
        case Kind.LAST_FREE_DAY:
            day = next(filter(None, map(reminders.last_free_day, told)), None)
            return {"last_day": dates.day_phrase(day, language) if day else ""}
        case Kind.DAY_BEFORE:
            return {} if any(map(_came_too_late_for_it, told)) else {"practical": ""}
        case Kind.ANSWERS_MISSING:
            return _missing(mail, told, language=language)
        case Kind.PAYER_MISSING:
            return _costs(rows.owing)
        case Kind.EVENT_MOVED | Kind.EVENT_CALLED_OFF:
            return _before(mail, language=language)
        case _:
            return {}


def _costs(owing: Sequence[Registration]) -> dict[str, Any]:
    """What the booking costs, as its page says: the price of each place, or what was left at a cost, and the sum."""
    amounts = [
        f"{place.called}: {place_price(place) if place.is_current else amount_phrase(place, owed_ore(place))}"
        for place in owing
    ]
    common = common_price(owing) if all(place.is_current for place in owing) else ""
    return {
        "fee": common,
        "fees": [] if common else amounts,
        "fee_sum": sum_sentence(sum_of(map(owed_amount, owing))),
    }


def _came_too_late_for_it(place: Registration) -> bool:
    """Whether somebody has her place since the practical information went out, and so has not had it."""
    went_out = reminders.occasions(place.event, Kind.PRACTICAL)
    return any(reminders.comes_since(place) >= one.begins for one in went_out)


def _missing(mail: OwedMail, told: Sequence[Registration], *, language: str) -> dict[str, Any]:
    found = mail.facts.get("missing") or missing.missing_in(mail, told)
    until = mail.event.answers_until
    return {
        "last_day": dates.day_phrase(until, language) if until else "",
        "missing": [
            {"name": place.called if place is not None else "", "questions": questions}
            for place, questions in found
        ],
        "count": sum(len(questions) for _place, questions in found),
    }


def _before(mail: OwedMail, *, language: str) -> dict[str, Any]:
    """What day and place were before, and the reason, where one of them is another now."""
    event, moved = mail.event, mail.facts.get("moved")
    if moved is None and mail.facts.get("before") is not None:
        moved = Rescheduling.objects.filter(pk=mail.facts["before"]).first()
    if moved is None:
        return {"moved": False}
    period = dates.period_phrase(
        moved.old_starts_on, moved.old_starts_at, moved.old_ends_on, moved.old_ends_at, language
    )
    place = event.venue.full_place if event.venue else ""
    when = dates.period_phrase(event.starts_on, event.starts_at, event.ends_on, event.ends_at, language)
    return {
        "moved": (period, moved.old_place) != (when, place),
        "new_day": event.starts_on != moved.old_starts_on,
        "before": ", ".join(filter(None, [period, moved.old_place])),
        "reason": moved.reason,
    }
