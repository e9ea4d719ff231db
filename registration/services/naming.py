"""Names for places that were booked before it was known who comes. Nobody is replaced, so it is no substitution, and
goes on until the event begins, bound or not."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from registration import policy
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.policy import By, Decision, Reason
from registration.services.acts import Actor, Refused, ask, locked_booking, record, refuse_a_flood, write
from registration.services.addressing import write_place
from registration.services.answers import replace_answers
from registration.services.classes import put_in_class
from registration.services.confirming import to_people
from registration.services.floods import is_mailed_without_end
from registration.services.owing import owe, ring_when_committed
from registration.services.people import Contact, Person, key_of
from registration.services.substituting import has_no_place, make_room_for
from registration.services.waiting import serve

Verb = HistoryEntry.Verb


class NotNamed(Refused):
    """One of the names cannot be taken, so none was; `place` is the place it was written for."""

    def __init__(self, decision: Decision, *, place: int) -> None:
        super().__init__(decision)
        self.place = place


def name_places(
    *, booking_id: int, names: Mapping[int, Person], now: datetime, actor: Actor
) -> list[Registration]:
    """Writes who comes to places of the booking, by their ids, all or none; those that were named now. Each hears of it
    herself, and the contact has one receipt. Where a price class was chosen for her, the place is of that from now on.
    Somebody who waits for a place leaves the list. The same name for the same place once more changes nothing. Raises
    `NotNamed`, also for somebody who has a place already, and `Refused`."""
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        contact = Contact(name=booking.contact_name, email=booking.contact_email)
        rows = {row.pk: row for row in Registration.objects.filter(booking=booking, pk__in=names)}
        people = {
            pk: tidy
            for pk, person in names.items()
            if not _is_she(rows.get(pk), tidy := person.tidied(), contact=contact)
        }
        if not people:
            return []
        refuse_a_flood(booking, now=now, actor=actor)
        if actor.by is not By.ORGANISER and is_mailed_without_end(
            event, people.values(), contact_email=booking.contact_email, now=now
        ):
            raise Refused(Decision(Reason.TOO_OFTEN))
        named, left_the_list, of_other_class = [], False, set[int]()
        for pk, person in people.items():
            row = rows.get(pk)
            if row is None:
                raise NotNamed(Decision(Reason.PLACE_ENDED), place=pk)
            row.booking, row.event = booking, event
            if put_in_class(row, person.price):
                of_other_class.add(pk)
            try:
                left_the_list |= _name(row, person, now=now, actor=actor)
            except Refused as no:
                raise NotNamed(no.decision, place=pk) from no
            named.append(row)
        replace_answers(event, booking=booking, people=[(row, people[row.pk]) for row in named])
        write(
            history=[
                record(
                    Verb.NAMED,
                    actor=actor,
                    now=now,
                    event=event,
                    booking=booking,
                    registration=row,
                    fields=["promised_class"] if row.pk in of_other_class else [],
                    personal={"to": row.name},
                )
                for row in named
            ],
            mails=_mails(booking, named, now=now, actor=actor),
        )
        if left_the_list:
            serve(event, now=now)
        ring_when_committed()
    return named


def _is_she(row: Registration | None, person: Person, *, contact: Contact) -> bool:
    """Whether the place has got just this name before, as when a button is pressed twice."""
    return row is not None and row.is_current and row.person_key == key_of(person, contact=contact)


def _name(row: Registration, person: Person, *, now: datetime, actor: Actor) -> bool:
    """Writes her to the place. Whether she left the waiting list for it."""
    decision = policy.may_name(
        policy.windows(row.event), status=row.status, nameless=row.is_nameless, now=now, by=actor.by
    )
    ask(decision, actor=actor)
    ask(has_no_place(person, place=row), actor=actor)
    turn = make_room_for(person, old=row, event=row.event, now=now, actor=actor)
    facts = {
        "name": person.name,
        "job_title": person.job_title,
        "email": person.email,
        "phone": person.phone,
        "organisation": person.organisation or row.organisation,
        "municipality": person.municipality or row.municipality,
    }
    # Nobody has had a link to it, so a new key ends none.
    write_place(row, facts, reached=row.reached_at)
    return turn is not None


def _mails(booking: Booking, named: list[Registration], *, now: datetime, actor: Actor) -> list[OwedMail]:
    occasion = now.isoformat()
    receipt = owe(
        OwedMail.Kind.PLACES_NAMED,
        about=booking,
        to=booking.contact_email,
        # Names may be written several times while a demo's clock stands still, never twice for the same place.
        occasion=f"{occasion}:{named[0].pk}",
        now=now,
        facts={"people": [row.pk for row in named], "by": actor.role},
    )
    return [receipt, *to_people(booking, named, occasion="named", now=now)]
