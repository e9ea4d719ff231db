"""The waiting list moves. Whatever frees a place, adds one or adds somebody to the line ends with `serve`, in its own
transaction and with its event locked; `move_all` does what only time does. Each step leaves a status by asking for it
in the same UPDATE, so it happens once, whichever of task, page and organiser comes first."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

from django.db import transaction

from programme.models import Event
from registration import policy, waiting
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.policy import Decision, Reason
from registration.services.acts import (
    SYSTEM,
    Actor,
    Refused,
    both_addresses,
    leave,
    locked_event,
    record,
    write,
)
from registration.services.apart import each_apart
from registration.services.line import line_of, parties_of
from registration.services.owing import owe, ring_when_committed
from registration.services.places import places_left
from registration.waiting import Giving

Kind = OwedMail.Kind
Status = Registration.Status
Verb = HistoryEntry.Verb


def serve(event: Event, *, now: datetime) -> None:
    """Passes on what was not answered in time, and gives what is free to whoever is next. The event is locked; of one
    that is called off nothing moves, so that whoever was offered a place is told once it is announced again."""
    facts = policy.windows(event)
    rows = [] if facts.cancelled else line_of(event)
    if not rows:
        return
    _pass_on(rows, now=now)
    how = waiting.giving(facts, now=now)
    parties = parties_of(rows)
    if how is None or not parties:
        return
    free = places_left(event)
    # Where as many may come as like, nobody has to be first: everybody has a place or an offer, and nobody waits.
    if how is Giving.FIRST_YES and free is not None:
        _ask_everybody(event, rows, free=free, now=now)
        return
    # Asked before the event was moved to a later day: in its new last hours they are to be asked again.
    asked = {row.booking_id for row in rows if row.booking.asked_at is not None}
    if asked:
        Booking.objects.filter(pk__in=asked).update(asked_at=None)
    by_id = {row.pk: row for row in rows}
    for turn in waiting.turns(parties, free=free):
        people = [by_id[pk] for pk in turn.people]
        if how is Giving.AT_ONCE:
            confirm(people, verb=Verb.GIVEN_PLACE, now=now, actor=SYSTEM)
        else:
            _offer(event, people, now=now)
    passed = [party.booking for party in waiting.passed_over(parties, free=free)]
    if passed:
        Booking.objects.filter(pk__in=passed, passed_over_at=None).update(passed_over_at=now)


def move_all(*, now: datetime) -> int:
    """Serves every list that time may have moved; how many events that was. Twice at one instant moves nothing more.
    A list that cannot be served keeps no other waiting, and is tried again next time."""
    ids = Registration.objects.in_line().order_by().values_list("event_id", flat=True).distinct()
    return each_apart(
        (f"the waiting list of event {event.pk} is served", partial(_move_if_coming, event, now=now))
        for event in Event.objects.filter(pk__in=list(ids), status=Event.Status.PUBLISHED)
    )


def _move_if_coming(event: Event, *, now: datetime) -> bool:
    if now >= event.begins:
        return False
    with transaction.atomic():
        serve(locked_event(event.pk), now=now)
        ring_when_committed()
    return True


def confirm(
    people: Sequence[Registration], *, verb: Verb, now: datetime, actor: Actor, bent: str = ""
) -> None:
    """Gives waiting people of one booking, or those who were offered one, their places; and tells them. As many
    who left a place that was still owed, and whose rule says so, owe nothing any longer."""
    _move(people, to=Status.CONFIRMED, confirmed_at=now, offer_until=None)
    booking = people[0].booking
    _release_those_who_gave_back(booking.event, most=len(people), now=now)
    history = [entry_about(verb, row, now=now, actor=actor, bent=bent) for row in people]
    mails = [
        owe(
            Kind.PLACES_GIVEN,
            about=booking,
            to=booking.contact_email,
            occasion=_occasion(people),
            now=now,
            facts={"people": [row.pk for row in people]},
        ),
        *(
            owe(Kind.PLACE_GIVEN, about=row, to=row.reached_at, occasion="given", now=now)
            for row in people
            if row.reached_at != booking.contact_email
        ),
    ]
    write(history=history, mails=mails)


def _release_those_who_gave_back(event: Event, *, most: int, now: datetime) -> None:
    """Whoever gave a place back first is released first; each once, and told with her contact."""
    owing_still = Registration.objects.filter(event=event, still_owed=True).select_related("booking")
    rows = list(owing_still.order_by("ended_at", "pk"))
    for row in rows:
        row.event = row.booking.event = event
    for row in [row for row in rows if row.terms.releases][:most]:
        if not Registration.objects.filter(pk=row.pk, still_owed=True).update(still_owed=False):
            continue
        write(
            history=[entry_about(Verb.RELEASED, row, now=now, actor=SYSTEM)],
            mails=[
                owe(Kind.PLACE_RELEASED, about=row, to=to, occasion=whose, now=now)
                for whose, to in both_addresses(row).items()
            ],
        )


def _offer(event: Event, people: Sequence[Registration], *, now: datetime) -> None:
    """Keeps places for people of one booking until the contact answers, once for all of them. Somebody who waits alone
    may answer herself."""
    until = waiting.answer_by(policy.windows(event), now=now, zone=event.timezone)
    _move(people, to=Status.OFFERED, offer_until=until)
    booking = people[0].booking
    history = [entry_about(Verb.OFFERED, row, now=now, actor=SYSTEM) for row in people]
    ids = [row.pk for row in people]
    mails = [
        owe(
            Kind.PLACES_OFFERED,
            about=booking,
            to=booking.contact_email,
            occasion=_occasion(people),
            now=now,
            facts={"people": ids},
        )
    ]
    if len(people) == 1 and people[0].reached_at != booking.contact_email:
        one = people[0]
        mails.append(owe(Kind.PLACE_OFFERED, about=one, to=one.reached_at, occasion="offered", now=now))
    write(history=history, mails=mails)


def _pass_on(rows: list[Registration], *, now: datetime) -> None:
    """Ends the offers that nobody answered in time."""
    late = [
        row
        for row in rows
        if row.status == Status.OFFERED and row.offer_until is not None and now >= row.offer_until
    ]
    # Whoever came instead of somebody is a later row than those of the bookings after hers.
    late.sort(key=lambda row: (row.booking_id, row.pk))
    for _booking, group in groupby(late, key=lambda row: row.booking_id):
        people = list(group)
        for row in people:
            leave(row, to=Status.EXPIRED, now=now)
        booking = people[0].booking
        addresses = {booking.contact_email: "contact"}
        if len(people) == 1:
            addresses.setdefault(people[0].reached_at, "person")
        write(
            history=[entry_about(Verb.OFFER_EXPIRED, row, now=now, actor=SYSTEM) for row in people],
            mails=[
                owe(
                    Kind.OFFER_EXPIRED,
                    about=booking if whose == "contact" else people[0],
                    to=address,
                    occasion=_occasion(people),
                    now=now,
                    facts={"people": [row.pk for row in people]},
                )
                for address, whose in addresses.items()
            ],
        )


def _ask_everybody(event: Event, rows: Iterable[Registration], *, free: int, now: datetime) -> None:
    """Shortly before the event: tells everybody in line that a place is free, once each time there is one; and that it
    is taken, once there is none any more."""
    bookings = {row.booking_id: row.booking for row in rows if row.status == Status.WAITING}
    is_free = free > 0
    told = [one for one in bookings.values() if (one.asked_at is None) == is_free]
    if not told:
        return
    Booking.objects.filter(pk__in=[one.pk for one in told]).update(asked_at=now if is_free else None)
    kind = Kind.FREE_PLACE if is_free else Kind.FREE_PLACE_TAKEN
    # Counted, because a demo's clock stands still while a place comes free, is taken, and comes free again.
    occasion = f"{now.isoformat()}:{OwedMail.objects.filter(event=event, kind=kind).count()}"
    mails = [owe(kind, about=one, to=one.contact_email, occasion=occasion, now=now) for one in told]
    mails += [
        owe(kind, about=row, to=row.reached_at, occasion=occasion, now=now)
        for row in rows
        if row.status == Status.WAITING
        and row.booking in told
        and row.reached_at != row.booking.contact_email
    ]
    write(history=[], mails=mails)


def _move(people: Sequence[Registration], *, to: Status, **columns: datetime | None) -> None:
    """Changes the status of people who are all in one; they are locked, so all of them or the act is undone."""
    old = people[0].status
    moved = Registration.objects.filter(pk__in=[row.pk for row in people], status=old).update(
        status=to, **columns
    )
    if moved != len(people):
        raise Refused(Decision(Reason.PLACE_ENDED))
    for row in people:
        row.status = to
        for name, value in columns.items():
            setattr(row, name, value)


def entry_about(
    verb: Verb, row: Registration, *, now: datetime, actor: Actor, bent: str = ""
) -> HistoryEntry:
    return record(
        verb, actor=actor, now=now, event=row.event, booking=row.booking, registration=row, bent=bent
    )


def _occasion(people: Sequence[Registration]) -> str:
    """Each person is offered a place once, and given one once."""
    return str(people[0].pk)
