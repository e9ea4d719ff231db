"""The mails about a shared place, as `registration.mail_preview` shows them."""

from collections.abc import Callable, Iterator
from copy import copy

from programme.models import Event
from registration import sharing
from registration.mails import Rows
from registration.models import Booking, OwedMail, Registration

Kind = OwedMail.Kind
Recipe = tuple[str, OwedMail, Rows]


def recipes(
    booking: Booking, holder: Registration, other: Registration, mail: Callable[..., OwedMail]
) -> Iterator[Recipe]:
    """As if the holder shared her place with somebody who comes on the last day."""
    first, second = _sharing(holder, other, event=booking.event)
    rows = Rows(places=[first, second])
    own, hers = {"other": second.name}, {"other": first.name}
    yield str(Kind.SHARE_WELCOME.label), mail(Kind.SHARE_WELCOME, second.reached_at, second, **hers), rows
    yield str(Kind.PLACE_SHARED.label), mail(Kind.PLACE_SHARED, first.reached_at, first, **own), rows
    yield str(Kind.SHARE_DAYS.label), mail(Kind.SHARE_DAYS, second.reached_at, second, **hers), rows
    alone = copy(holder)
    alone.days = ""
    ended = mail(Kind.SHARE_ENDED, alone.reached_at, alone, **own)
    yield str(Kind.SHARE_ENDED.label), ended, Rows(places=[alone])
    handed = mail(Kind.SHARE_HANDED, first.reached_at, first, old="Emil Eksempel", new=second.name)
    yield str(Kind.SHARE_HANDED.label), handed, rows


def _sharing(holder: Registration, other: Registration, *, event: Event) -> tuple[Registration, Registration]:
    first, second = copy(holder), copy(other)
    found = sharing.halves(event, event.days[-1:])
    first.days, second.days = sharing.as_text(found.holder), sharing.as_text(found.other)
    # Neither is saved, so each is given the other.
    first.shares_place_of, second.shares_place_of, second.substitute_for = None, first, None
    second.promised_fee_ore, second.promised_class = None, ""
    first.shares_with, second.shares_with = second, first
    return first, second
