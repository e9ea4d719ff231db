"""What is done by those in line, and by the organiser for them: each ends with the list moving."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from programme.models import Event
from registration import policy, waiting
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.policy import Decision, Reason
from registration.services.acts import (
    Actor,
    Refused,
    ask,
    both_addresses,
    leave,
    locked_booking,
    locked_place,
    record,
    write,
)
from registration.services.owing import owe, ring_when_committed
from registration.services.places import places_left
from registration.services.waiting import confirm, entry_about, serve

Kind = OwedMail.Kind
Status = Registration.Status
Verb = HistoryEntry.Verb


def answer(
    *,
    booking_id: int,
    accepted: Collection[int],
    asked: Collection[int] | None = None,
    now: datetime,
    actor: Actor,
) -> list[Registration]:
    """The one answer to an offer: of those who are `asked`, or of all who are offered places, the `accepted` have
    theirs, and the others leave the list. Who has a place now. Raises `Refused` where nothing is offered any longer,
    and where somebody answers for herself what is offered to several."""
    with transaction.atomic():
        event, rows = _locked_line(booking_id)
        offers = {row.pk: row.offer_until for row in rows if row.status == Status.OFFERED}
        rows = [row for row in rows if asked is None or row.pk in asked]
        facts = policy.windows(event)
        decisions = {
            row.pk: waiting.may_answer(
                facts,
                status=row.status,
                until=row.offer_until,
                now=now,
                is_hers=actor.role != HistoryEntry.Actor.ATTENDEE or waiting.answers_herself(row.pk, offers),
            )
            for row in rows
        }
        offered = [row for row in rows if decisions[row.pk]]
        if not offered:
            reasons = [no.reason for no in decisions.values() if no.reason not in {None, Reason.NOT_OFFERED}]
            raise Refused(Decision(next(iter(reasons), Reason.NOT_OFFERED)))
        coming = [row for row in offered if row.pk in accepted]
        if coming:
            confirm(coming, verb=Verb.GIVEN_PLACE, now=now, actor=actor)
        for row in offered:
            if row.pk not in accepted:
                _decline(row, now=now, actor=actor)
        serve(event, now=now)
        ring_when_committed()
    return coming


def take(*, booking_id: int, places: Collection[int], now: datetime, actor: Actor) -> list[Registration]:
    """The first yes to a free place, shortly before the event: those of the booking in `places` have theirs, the others
    wait on. Raises `Refused`, with how many are left where they are too few."""
    with transaction.atomic():
        event, rows = _locked_line(booking_id)
        wanted = [row for row in rows if row.status == Status.WAITING and row.pk in places]
        if not wanted:
            raise Refused(Decision(Reason.PLACE_ENDED))
        left = places_left(event)
        decision = waiting.may_take(policy.windows(event), now=now, places_left=left, people=len(wanted))
        ask(decision, actor=actor, places_left=left)
        confirm(wanted, verb=Verb.GIVEN_PLACE, now=now, actor=actor)
        serve(event, now=now)
        ring_when_committed()
    return wanted


def give(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """An organiser gives somebody who waits a free place before those in front of her, with a reason. Raises
    `Refused`."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        left = places_left(event)
        decision = waiting.may_give(
            policy.windows(event), status=registration.status, now=now, places_left=left
        )
        bent = ask(decision, actor=actor, places_left=left)
        confirm([registration], verb=Verb.GIVEN_PLACE, now=now, actor=actor, bent=bent)
        serve(event, now=now)
        ring_when_committed()
    return registration


def wait_apart(*, booking_id: int, now: datetime, actor: Actor) -> None:
    """From now on the people of the booking take places as they come, in the same turn. Raises `Refused`."""
    with transaction.atomic():
        event, rows = _locked_line(booking_id)
        if not any(row.status == Status.WAITING for row in rows):
            raise Refused(Decision(Reason.PLACE_ENDED))
        ask(policy.event_allows(policy.windows(event), now=now), actor=actor)
        if not Booking.objects.filter(pk=booking_id, waits_together=True).update(
            waits_together=False, passed_over_at=None
        ):
            return
        entry = record(Verb.WAITS_APART, actor=actor, now=now, event=event, booking=rows[0].booking)
        write(history=[entry], mails=[])
        serve(event, now=now)
        ring_when_committed()


def _decline(row: Registration, *, now: datetime, actor: Actor) -> None:
    leave(row, to=Status.CANCELLED, now=now)
    mails = [
        owe(
            Kind.PLACE_CANCELLED,
            about=row,
            to=to,
            occasion=whose,
            now=now,
            facts={"by": actor.role, "waited": True},
        )
        for whose, to in both_addresses(row).items()
    ]
    write(history=[entry_about(Verb.DECLINED, row, now=now, actor=actor)], mails=mails)


def _locked_line(booking_id: int) -> tuple[Event, list[Registration]]:
    """The rows of a booking that are still in force, as they are once its event is locked."""
    event, booking = locked_booking(booking_id)
    rows = list(booking.registrations.current().order_by("pk"))
    for row in rows:
        row.event, row.booking = event, booking
    return event, rows
