"""What a mail tells of the waiting list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from programme import dates
from programme.languages import reader_language
from registration import policy, sentences
from registration.line_sentences import list_rule
from registration.mails.booking_facts import person_facts
from registration.mails.place_facts import own_page
from registration.mails.readers import is_contact_herself
from registration.mails.rows import Rows
from registration.models import OwedMail, Registration

Kind = OwedMail.Kind


def waiting_facts(mail: OwedMail, *, rows: Rows, now: datetime) -> dict[str, Any]:
    """Who waits, whom the mail tells of, until when an offer stands, and how the list moves."""
    event, booking = mail.event, mail.booking
    waiting = [place for place in rows.places if place.is_in_line]
    told = _told(mail, rows=rows)
    if not told and mail.registration is not None:
        told = [mail.registration]
    offered = next((one.offer_until for one in told if one.offer_until is not None), None)
    language = reader_language()

    def is_contact(places: Sequence[Registration]) -> bool:
        return booking is not None and [is_contact_herself(one, booking) for one in places] == [True]

    context = _given(mail, told, rows=rows) if mail.kind == Kind.PLACES_GIVEN else {}
    return context | {
        "waiting": [place.called for place in waiting],
        "only_you_wait": is_contact(waiting),
        "told": [one.called for one in told],
        "told_only_you": is_contact(told),
        "until": dates.instant_phrase(offered, event.timezone, language) if offered else "",
        "waiting_rule": str(list_rule(event, now=now)),
        "waits_as_group": booking is not None and booking.waits_together and len(waiting) > 1,
        "binds_at_once": policy.binds_at_once(policy.windows(event), now=now),
        # Where a yes does not bind, but leaving afterwards costs something.
        "yes_binds": _yes_binds([*told, *waiting], now=now),
    }


def _given(mail: OwedMail, told: Sequence[Registration], *, rows: Rows) -> dict[str, Any]:
    """What a contact is told of those who have places now, as with a sign-up: where each one's mail goes, the links
    that are hers, and those that are hers to send on."""
    if mail.booking is None:
        return {}
    here = {place.pk for place in told}
    own = [place for place in rows.own if place.pk in here]
    return {
        "given": [person_facts(place, mail.booking) for place in told],
        "own_pages": [own_page(place, booking=mail.booking, language=mail.language) for place in own],
    }


def _yes_binds(places: Sequence[Registration], *, now: datetime) -> str:
    has_steps = bool(places) and places[0].terms.has_steps
    return sentences.place_rule(places[0], now=now) if has_steps else ""


def _told(mail: OwedMail, *, rows: Rows) -> list[Registration]:
    """Those whom a mail to the contact tells of, as far as it still holds for them."""
    ids = mail.facts.get("people", [])
    if mail.kind == Kind.OFFER_EXPIRED:
        return list(Registration.objects.filter(pk__in=ids).order_by("pk"))
    is_given = mail.kind == Kind.PLACES_GIVEN
    return [place for place in rows.places if place.pk in ids and place.is_in_line != is_given]
