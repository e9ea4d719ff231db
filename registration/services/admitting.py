"""Who of the people named comes in, whichever door they come by: everything a sign-up and an addition ask, and the
places they write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from programme.cancellation import as_json
from programme.models import Event
from registration import policy, sentences
from registration.models import Booking, HistoryEntry, Invitation, Registration
from registration.prices import Offer, UnknownPrice, chosen, offers, promise
from registration.services.acts import Actor, ask, leave, record, write
from registration.services.choosing import choose_at_sign_up
from registration.services.floods import refuse_a_flood_of_sign_ups
from registration.services.once import TermsChanged
from registration.services.people import Contact, Person, distinct, holders_among, newcomers_among
from registration.services.room import WhenFull, judged_by, room_for

Status = Registration.Status


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """`named` is everybody once; `arriving` those of them who are new, `waiting` those who are said to wait; `already`
    are the people who had a place before. `prices` are those of the keys they chose; `bent` is why a rule was bent;
    `is_for_the_line` as `Room` has it."""

    named: list[Person]
    arriving: list[Person]
    waiting: list[Person]
    already: list[Registration]
    prices: dict[str, Offer]
    terms: str
    invitation: Invitation | None
    bent: str
    is_for_the_line: bool

    def is_new(self, person: Person) -> bool:
        return _is_among(person, self.arriving)

    def waits(self, person: Person) -> bool:
        return _is_among(person, self.waiting)

    @property
    def new_in_line(self) -> list[Person]:
        return [person for person in self.arriving if self.waits(person)]


def _is_among(person: Person, others: Sequence[Person]) -> bool:
    """Itself, not somebody like her: people without a name are told apart by nothing else."""
    return any(person is one for one in others)


def admit(
    people: Sequence[Person],
    *,
    event: Event,
    contact: Contact,
    terms: str,
    language: str,
    when_full: WhenFull,
    now: datetime,
    actor: Actor,
    invitation: Invitation | None = None,
) -> Admitted:
    """Asked when the event is locked. Raises `Refused` with the reason, `TermsChanged` when `terms` is not what holds
    now, `TooMany`. Whether there is room is judged by everybody who is named where the answer must tell nobody who of
    them has a place already."""
    with translation.override(language):
        if terms != sentences.terms(event, now=now, waits=when_full is not WhenFull.REFUSE):
            raise TermsChanged
    prices = _prices_of(people, event=event, now=now)
    holders = holders_among(event, contact=contact, people=people)
    if invitation is not None:
        holders = _without_those_who_wait(holders, now=now, actor=actor)
    named = distinct(people, contact=contact)
    arriving = newcomers_among(people, contact=contact, holders=holders)
    judged = judged_by(
        named=named,
        arriving=arriving,
        has_holders=bool(holders),
        event=event,
        when_full=when_full,
        by=actor.by,
    )
    room = room_for(judged, event=event, when_full=when_full, now=now, by=actor.by, invitation=invitation)
    bent = ask(room.decision, actor=actor, places_left=room.left)
    if actor.by is not policy.By.ORGANISER:
        refuse_a_flood_of_sign_ups(event, contact=contact, people=people, now=now)
    return Admitted(
        named=named,
        arriving=arriving,
        waiting=room.waiting,
        already=list(holders.values()),
        prices=prices,
        terms=terms,
        invitation=invitation,
        bent=bent,
        is_for_the_line=room.is_for_the_line,
    )


def _prices_of(people: Sequence[Person], *, event: Event, now: datetime) -> dict[str, Offer]:
    """The price of each key that was chosen, as it holds now."""
    among = offers(event, now=now)
    try:
        return {key: chosen(among, key) for key in {person.price for person in people}}
    except UnknownPrice as error:
        raise TermsChanged from error


def _without_those_who_wait(
    holders: dict[str, Registration], *, now: datetime, actor: Actor
) -> dict[str, Registration]:
    """Whoever waits and is invited leaves the list, and is to have a place."""
    for holder in holders.values():
        if holder.is_in_line:
            leave(holder, to=Status.CANCELLED, now=now)
            entry = record(
                HistoryEntry.Verb.LEFT_LIST,
                actor=actor,
                now=now,
                event=holder.event,
                booking=holder.booking,
                registration=holder,
            )
            write(history=[entry], mails=[])
    return {key: holder for key, holder in holders.items() if holder.is_current}


def write_places(
    admitted: Admitted, *, booking: Booking, numbers: Sequence[int], now: datetime
) -> list[Registration]:
    """The new places, in the order of those who arrive, and what each chose of the programme and wishes for. `numbers`:
    which of the booking's places each is."""
    places = Registration.objects.bulk_create(
        _new_place(person, admitted=admitted, booking=booking, now=now, number=number)
        for person, number in zip(admitted.arriving, numbers, strict=True)
    )
    choose_at_sign_up(zip(places, admitted.arriving, strict=True), event=booking.event, now=now)
    return places


def _new_place(
    person: Person, *, admitted: Admitted, booking: Booking, now: datetime, number: int
) -> Registration:
    """A place, not yet saved, with what the event promises now."""
    event, waits = booking.event, admitted.waits(person)
    registration = Registration(
        booking=booking,
        event=event,
        status=Status.WAITING if waits else Status.CONFIRMED,
        waits_since=now if waits else None,
        invitation=admitted.invitation,
        promised_binding_after=event.binding_after,
        promised_rule=as_json(event.cancellation_rule),
        accepted_terms=admitted.terms,
        accepted_at=now,
        created_at=now,
        confirmed_at=None if waits else now,
        **promise(admitted.prices[person.price]),
        place_number=number,
        **person.facts(),
    )
    registration.organisation = registration.organisation or booking.organisation
    registration.set_person_columns(contact_email=booking.contact_email)
    return registration


def entries_of(
    registrations: Sequence[Registration], *, actor: Actor, now: datetime, bent: str
) -> list[HistoryEntry]:
    """That these new places were given, or joined the waiting list."""
    return [
        record(
            HistoryEntry.Verb.JOINED_LIST if one.status == Status.WAITING else HistoryEntry.Verb.SIGNED_UP,
            actor=actor,
            now=now,
            event=one.event,
            booking=one.booking,
            registration=one,
            bent=bent,
        )
        for one in registrations
    ]
