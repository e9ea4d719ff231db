"""Where the people of a booking who are in line stand now, as their own page and the contact's show it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from registration import line_sentences, policy, sentences, waiting
from registration.models import Booking, Registration
from registration.services.line import line_of, parties_of
from registration.services.places import places_left

OFFERED, WAITING = Registration.Status.OFFERED, Registration.Status.WAITING


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`waiting` and `offered` are the booking's people; `numbers` their numbers on the list. `is_free`: a place is free
    to whoever of the list says yes first."""

    booking: Booking
    waiting: list[Registration]
    offered: list[Registration]
    numbers: dict[int, int]
    is_free: bool

    @property
    def is_group(self) -> bool:
        """Whether several wait for all their places at once."""
        return self.booking.waits_together and len(self.waiting) > 1

    @property
    def was_passed_over(self) -> bool:
        return self.is_group and self.booking.passed_over_at is not None

    @property
    def people(self) -> list[Registration]:
        return [*self.offered, *self.waiting]

    def answers_herself(self, place: Registration) -> bool:
        """Whether somebody is alone in the offer: a group's is answered once, by the contact."""
        return waiting.answers_herself(place.pk, {one.pk: one.offer_until for one in self.offered})


def standing_of(booking: Booking, *, now: datetime) -> Standing:
    """Asked only where somebody of the booking is in line."""
    event = booking.event
    rows = line_of(event)
    mine = [row for row in rows if row.booking_id == booking.pk]
    parties = parties_of(rows)
    numbers = {row.pk: waiting.position(row.pk, parties) for row in mine}
    how = waiting.giving(policy.windows(event), now=now)
    left = places_left(event) if how is waiting.Giving.FIRST_YES else 0
    return Standing(
        booking=booking,
        waiting=[row for row in mine if row.status == WAITING],
        offered=[row for row in mine if row.status == OFFERED],
        numbers={pk: number for pk, number in numbers.items() if number is not None},
        is_free=left is None or left > 0,
    )


def offers_of(people: Iterable[Registration], *, now: datetime) -> list[dict[str, Any]]:
    """What is offered, one for each instant at which an offer ends: to whom, what is said of it, and why it can no
    longer be answered."""
    by_end: dict[datetime | None, list[Registration]] = {}
    for one in people:
        by_end.setdefault(one.offer_until, []).append(one)
    said = []
    for until, group in by_end.items():
        first = group[0]
        may = waiting.may_answer(policy.windows(first.event), status=first.status, until=until, now=now)
        late = may.reason is not None
        said.append(
            {
                "people": group,
                "stands": line_sentences.offer_stands(until, first.event, places=len(group))
                if until is not None and not late
                else "",
                "why": sentences.explain(may.reason, first.event, now=now, registration=first)
                if may.reason is not None
                else "",
                "binds": sentences.yes_binds(first, now=now),
            }
        )
    return said


def taken_meanwhile(left: int | None, asked: Collection[int]) -> str:
    """To somebody who said yes to a free place after others did."""
    if left:
        return gettext(
            "Fewer places are free than the %(asked)d you asked for, so nobody has one yet: choose again. "
            "You are still on the waiting list."
        ) % {"asked": len(asked)}
    return gettext(
        "Somebody else said yes before you, so the place is taken. You are still on the waiting list."
    )
