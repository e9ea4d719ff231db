"""What every act on a place has in common: who acts, the lock, the history and the mails that belong to it.

Each act runs in one transaction that first locks its event row (on SQLite the immediate transaction is the lock), then
looks, asks the policy, and writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from programme.models import Event, User
from registration.models import (
    Booking,
    HistoryEntry,
    OwedMail,
    PersonalNeeds,
    Registration,
    SessionChoice,
    SessionWish,
)
from registration.policy import By, Decision, Reason

# Three for each of the twenty people of the longest booking.
CHANGES_IN_AN_HOUR = 60
MAILS_SOMEBODY = (
    HistoryEntry.Verb.CORRECTED,
    HistoryEntry.Verb.SUBSTITUTED,
    HistoryEntry.Verb.SHARED,
    HistoryEntry.Verb.SHARE_CHANGED,
    HistoryEntry.Verb.NAMED,
    HistoryEntry.Verb.CONTACT_ASKED,
)


@dataclass(frozen=True)
class Actor:
    """Who does it, and, where an organiser sets a rule aside, why."""

    role: HistoryEntry.Actor
    user: User | None = None
    reason: str = ""

    @property
    def by(self) -> By:
        return By.ORGANISER if self.role == HistoryEntry.Actor.ORGANISER else By.ATTENDEE


CONTACT = Actor(HistoryEntry.Actor.CONTACT)
ATTENDEE = Actor(HistoryEntry.Actor.ATTENDEE)
SYSTEM = Actor(HistoryEntry.Actor.SYSTEM)


def organiser(user: User, *, reason: str = "") -> Actor:
    return Actor(HistoryEntry.Actor.ORGANISER, user, reason)


class Refused(Exception):
    """The policy said no; nothing was written. `places_left` is told where places are the reason."""

    def __init__(self, decision: Decision, *, places_left: int | None = None) -> None:
        super().__init__(decision.reason)
        self.decision = decision
        self.places_left = places_left

    @property
    def reason(self) -> Reason:
        assert self.decision.reason is not None  # noqa: S101
        return self.decision.reason


def ask(decision: Decision, *, actor: Actor, places_left: int | None = None) -> str:
    """The rule an organiser sets aside, or "" where none stands in the way. Raises `Refused` for any other no."""
    if decision.reason is None:
        return ""
    if decision.bendable and actor.reason:
        return decision.reason
    raise Refused(decision, places_left=places_left)


def locked_event(event_id: int) -> Event:
    """The event's row, locked until the transaction ends. Every act that changes a place begins here."""
    return Event.objects.select_for_update(no_key=True).select_related(None).get(pk=event_id)


def locked_place(registration_id: int) -> tuple[Event, Registration]:
    """A place as it is once its event is locked."""
    event_id = Registration.objects.values_list("event_id", flat=True).get(pk=registration_id)
    event = locked_event(event_id)
    registration = Registration.objects.select_related("booking").get(pk=registration_id)
    registration.event = registration.booking.event = event
    return event, registration


def locked_booking(booking_id: int) -> tuple[Event, Booking]:
    """A booking as it is once its event is locked."""
    event = locked_event(Booking.objects.values_list("event_id", flat=True).get(pk=booking_id))
    booking = Booking.objects.get(pk=booking_id)
    booking.event = event
    return event, booking


def refuse_a_flood(booking: Booking, *, now: datetime, actor: Actor) -> None:
    """Every correction, hand-over and name mails somebody, so a booking takes only so many of them in an hour, unless
    an organiser makes them."""
    if actor.by is By.ORGANISER:
        return
    recent = HistoryEntry.objects.filter(
        booking=booking,
        verb__in=MAILS_SOMEBODY,
        at__gt=now - timedelta(hours=1),
    )
    # An act that concerns several places is one, with one instant.
    if recent.order_by().values("at").distinct().count() >= CHANGES_IN_AN_HOUR:
        raise Refused(Decision(Reason.TOO_OFTEN))


def both_addresses(registration: Registration) -> dict[str, str]:
    """The person's address and the contact's, once where they share one: each hears what the other did."""
    person, contact = registration.reached_at, registration.booking.contact_email
    return {"person": person} if person == contact else {"person": person, "contact": contact}


def leave(
    registration: Registration,
    *,
    to: Registration.Status,
    now: datetime,
    still_owed: bool = False,
    at_a_cost: bool = False,
    owed_ore: int | None = None,
) -> bool:
    """Ends a place by asking for its present status in the same UPDATE, with what it owes then; what the person needs
    is deleted with it, and the items she chose are free again and her wishes gone, unless they follow somebody who
    comes instead: what goes over to whoever shares the place is to have gone before. False when it had already left
    it."""
    left = Registration.objects.filter(pk=registration.pk, status=registration.status).update(
        status=to,
        ended_at=now,
        person_key=None,
        still_owed=still_owed,
        at_a_cost=at_a_cost,
        owed_ore=owed_ore,
        no_show_at=None,
    )
    if left:
        registration.owed_ore, registration.no_show_at = owed_ore, None
        registration.status, registration.ended_at = to, now
        registration.person_key, registration.still_owed = None, still_owed
        registration.at_a_cost = at_a_cost
        PersonalNeeds.objects.filter(registration=registration).delete()
        if to != Registration.Status.SUBSTITUTED:
            SessionChoice.objects.filter(registration=registration).delete()
            SessionWish.objects.filter(registration=registration).delete()
            _end_share(registration, now=now)
    return bool(left)


def _end_share(registration: Registration, *, now: datetime) -> None:
    """With the place of a shared one both are gone; where the second person leaves, the first has all days again."""
    if not registration.days:
        return
    if registration.is_second:
        Registration.objects.filter(
            pk=registration.shares_place_of_id or 0, status=Registration.Status.CONFIRMED
        ).update(days="", days_changed=F("days_changed") + 1)
        return
    seconds = Registration.objects.filter(
        shares_place_of=registration, status=Registration.Status.CONFIRMED
    ).select_related("booking")
    for second in seconds:
        leave(second, to=Registration.Status.CANCELLED, now=now)


def record(
    verb: HistoryEntry.Verb,
    *,
    actor: Actor,
    now: datetime,
    event: Event,
    booking: Booking | None = None,
    registration: Registration | None = None,
    fields: Iterable[str] = (),
    personal: dict[str, Any] | None = None,
    bent: str = "",
) -> HistoryEntry:
    """A history entry, not yet saved."""
    return HistoryEntry(
        at=now,
        verb=verb,
        actor=actor.role,
        user=actor.user,
        event=event,
        booking=booking,
        registration=registration,
        fields=sorted(fields),
        personal=personal or {},
        bent=bent,
        reason=actor.reason if bent else "",
    )


def write(*, history: Iterable[HistoryEntry], mails: Iterable[OwedMail]) -> None:
    """Saves what an act leaves behind. A mail already owed for the same occasion is not owed twice."""
    HistoryEntry.objects.bulk_create(history)
    owed = {mail.key: mail for mail in reversed(list(mails))}
    if owed:
        # Not by ignoring conflicts: SQLite would then ignore a row that contradicts itself as well.
        OwedMail.objects.bulk_create(
            reversed(owed.values()), update_conflicts=True, unique_fields=["key"], update_fields=["key"]
        )
