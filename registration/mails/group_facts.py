"""What a mail tells of names that follow, of people added, and of a colleague who is asked to take a booking over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from programme import dates
from programme.languages import reader_language
from registration import links
from registration.mails.booking_facts import person_facts
from registration.mails.place_facts import fee, own_page, rule
from registration.mails.rows import Rows
from registration.models import OwedMail, Registration

Kind = OwedMail.Kind


def told_of(mail: OwedMail, *, rows: Rows) -> list[Registration]:
    """Those of whom the mail tells that they were named or added, as far as it still holds."""
    ids = mail.facts.get("people", [])
    return [place for place in rows.places if place.pk in ids]


def group_facts(mail: OwedMail, *, rows: Rows, now: datetime) -> dict[str, Any]:
    booking = mail.booking
    if booking is None or mail.kind not in OwedMail.OF_GROUPS:
        return {}
    if mail.kind == Kind.CONTACT_ASKED:
        return _asked(mail, rows=rows)
    told = told_of(mail, rows=rows)
    here = {place.pk for place in told}
    context: dict[str, Any] = {
        "named": [person_facts(place, booking) for place in told if not place.is_in_line],
        "named_wait": [place.called for place in told if place.is_in_line],
        "people": len(told),
        "names_url": links.names_url(booking, language=mail.language),
        "own_pages": [
            own_page(place, booking=booking, language=mail.language)
            for place in rows.own
            if place.pk in here or place.booking_id != booking.pk
        ],
    }
    if mail.kind == Kind.PLACES_ADDED and told:
        context |= _promised(told, now=now)
    if mail.kind == Kind.NAMES_MISSING:
        context["names_to_follow"] = [place.called for place in rows.places if place.is_to_be_named]
    return context


def _promised(told: Sequence[Registration], *, now: datetime) -> dict[str, Any]:
    """What holds for those who were added, not for those before them."""
    return {"fee": fee(told, told[0].event, now=now), "rule": rule(told, now=now)}


def _asked(mail: OwedMail, *, rows: Rows) -> dict[str, Any]:
    assert mail.booking is not None  # noqa: S101
    asked = getattr(mail.booking, "contact_request", None)
    if asked is None:
        return {}
    until = dates.instant_phrase(asked.until, mail.event.timezone, reader_language())
    return {
        "asked_name": asked.name,
        "until": until,
        "take_over_url": links.take_over_url(asked, language=mail.language),
        "people": len(rows.places),
    }
