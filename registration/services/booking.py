"""Signing up: one contact, one or more people, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from programme.cancellation import as_json
from programme.folding import search_text
from programme.models import Event
from registration import policy, sentences
from registration.models import Booking, HistoryEntry, Invitation, Registration
from registration.payer_facts import PayerFacts
from registration.prices import Offer, UnknownPrice, chosen, offers, promise
from registration.questions import Given
from registration.services.acts import Actor, Refused, ask, leave, locked_event, record, write
from registration.services.answers import keep_answers
from registration.services.choosing import choose_at_sign_up
from registration.services.confirming import mails_of
from registration.services.floods import refuse_a_flood_of_sign_ups
from registration.services.once import before, hash_of, hash_of_invited
from registration.services.owing import ring_when_committed
from registration.services.payers import new_payer
from registration.services.people import Contact, Person, distinct, holders_among, newcomers_among
from registration.services.room import WhenFull, judged_by, room_for
from registration.services.waiting import serve

WAITING = Registration.Status.WAITING


@dataclass(frozen=True)
class SignedUp:
    """A booking as it was written; some of its people, or all, may be on the waiting list. `already` are the people who
    had a place before; `repeated` says that this very booking was made before and nothing was written now."""

    booking: Booking
    registrations: list[Registration]
    already: list[str]
    repeated: bool = False


class OtherContent(Exception):
    """The key was used for a booking with other content."""


class TermsChanged(Exception):
    """The conditions are no longer those that were shown and accepted."""


def sign_up(
    *,
    event_id: int,
    contact: Contact,
    people: Sequence[Person],
    terms: str,
    key: str,
    language: str,
    now: datetime,
    actor: Actor,
    when_full: WhenFull = WhenFull.REFUSE,
    answers: Given = (),
    payer: PayerFacts | None = None,
    invitation_id: int | None = None,
) -> SignedUp:
    """Gives each person a place and owes the mails, or raises and writes nothing: `Refused` with the reason,
    `OtherContent` for a used key, `TermsChanged` when `terms` is not what holds now, `TooMany`.

    Where there are too few places, or somebody in line could use them, they join the end of the waiting list in the
    same transaction if `when_full` says so: all of them, or those for whom there is no place. Whether there is room is
    then judged by everybody who is named, so that what is shown tells nobody who of them has a place already; what that
    leaves free is given by `serve`, whose mails go to those whom it concerns.

    By an invitation they take reserved places, whoever waits and, where it says so, before the sign-up opens and after
    it has closed; whoever of them waited leaves the list in the same act.

    `answers` are the booking's, those of each person stand with her; of somebody who has a place already they are not
    kept. The same key with the same content answers with the booking it made. A person who has a place keeps it and
    gets no second one: only her own mail and the contact's say so. A person who is named twice gets one place."""
    if not people:
        raise ValueError("A booking is for somebody.")
    contact = contact.tidied()
    people = [person.tidied() for person in people]
    payer = payer.tidied() if payer else None
    content_hash = hash_of(
        event_id=event_id,
        contact=contact,
        people=people,
        when_full=when_full,
        answers=answers,
        payer=payer,
    )
    if invitation_id is not None:
        when_full = WhenFull.REFUSE
        content_hash = hash_of_invited(content_hash, invitation_id=invitation_id)
    with transaction.atomic():
        event = locked_event(event_id)
        found = before(key=key)
        if made := found.made:
            if made.content_hash != content_hash:
                raise OtherContent
            return SignedUp(made, list(made.registrations.order_by("pk")), [], repeated=True)
        with translation.override(language):
            if terms != sentences.terms(event, now=now, waits=when_full is not WhenFull.REFUSE):
                raise TermsChanged
        prices = prices_of(people, event=event, now=now)
        invitation = _invitation(invitation_id, event=event)
        holders = holders_among(event, contact=contact, people=people)
        if invitation is not None:
            holders = _without_those_who_wait(holders, now=now, actor=actor)
        arriving = newcomers_among(people, contact=contact, holders=holders)
        by_organiser = actor.by is policy.By.ORGANISER
        named = distinct(people, contact=contact)
        judged = judged_by(
            named=named,
            arriving=arriving,
            has_holders=bool(holders),
            event=event,
            when_full=when_full,
            by=actor.by,
        )
        room = room_for(
            judged,
            event=event,
            when_full=when_full,
            now=now,
            by=actor.by,
            invitation=invitation,
        )
        bent = ask(room.decision, actor=actor, places_left=room.left)
        if not by_organiser:
            refuse_a_flood_of_sign_ups(event, contact=contact, people=people, now=now)
        booking = Booking.objects.create(
            event=event,
            number=found.number,
            contact_name=contact.name,
            contact_email=contact.email,
            contact_phone=contact.phone,
            organisation=contact.organisation,
            language=language,
            door=Booking.Door.ORGANISER if by_organiser else Booking.Door.PAGE,
            # An organiser is shown no receipt.
            named=None if by_organiser else _as_typed(named, arriving=arriving, waiting_for=room.waiting),
            size=len(named),
            idempotency_key=key,
            content_hash=content_hash,
            waits_together=when_full is not WhenFull.AS_THEY_COME,
            created_at=now,
            search_text=search_text(contact.name, contact.email, contact.organisation),
        )
        registrations = Registration.objects.bulk_create(
            [
                new_place(
                    person,
                    booking=booking,
                    event=event,
                    terms=terms,
                    price=prices[person.price],
                    now=now,
                    waits=is_among(person, room.waiting),
                    invitation=invitation,
                    number=number,
                )
                for number, person in enumerate(named, start=1)
                if is_among(person, arriving)
            ]
        )
        keep_answers(
            event,
            booking=booking,
            of_booking=answers,
            people=list(zip(registrations, arriving, strict=True)),
        )
        if payer is not None and not event.is_free:
            new_payer(booking, payer, now=now)
        choose_at_sign_up(
            zip(registrations, [person.sessions for person in arriving], strict=True), event=event, now=now
        )
        already = list(holders.values())
        history = entries_of(registrations, actor=actor, now=now, bent=bent)
        write(history=history, mails=mails_of(booking, registrations=registrations, already=already, now=now))
        if room.waiting or invitation is not None:
            serve(event, now=now)
        ring_when_committed()
    return SignedUp(booking, registrations, [holder.name for holder in already])


def entries_of(
    registrations: Sequence[Registration], *, actor: Actor, now: datetime, bent: str
) -> list[HistoryEntry]:
    """That these new places were given, or joined the waiting list."""
    return [
        record(
            HistoryEntry.Verb.JOINED_LIST if one.status == WAITING else HistoryEntry.Verb.SIGNED_UP,
            actor=actor,
            now=now,
            event=one.event,
            booking=one.booking,
            registration=one,
            bent=bent,
        )
        for one in registrations
    ]


def _invitation(invitation_id: int | None, *, event: Event) -> Invitation | None:
    if invitation_id is None:
        return None
    found = Invitation.objects.filter(pk=invitation_id, event=event).first()
    if found is None:
        raise Refused(policy.Decision(policy.Reason.INVITATION_OVER))
    return found


def _without_those_who_wait(
    holders: dict[str, Registration], *, now: datetime, actor: Actor
) -> dict[str, Registration]:
    """Whoever waits and is invited leaves the list, and is to have a place."""
    for holder in holders.values():
        if holder.is_in_line:
            leave(holder, to=Registration.Status.CANCELLED, now=now)
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


def _as_typed(
    people: Sequence[Person], *, arriving: Sequence[Person], waiting_for: Sequence[Person]
) -> list[dict[str, Any]]:
    """What the receipt shows: everybody once, as typed, and who of them is said to wait; and for `services.receipts`
    who of them is new."""
    return [
        {
            "name": person.name,
            "email": person.email,
            "is_new": is_among(person, arriving),
            "waits": is_among(person, waiting_for),
        }
        for person in people
    ]


def is_among(person: Person, others: Sequence[Person]) -> bool:
    return any(person is one for one in others)


def prices_of(people: Sequence[Person], *, event: Event, now: datetime) -> dict[str, Offer]:
    """The price of each key that was chosen, as it holds now."""
    among = offers(event, now=now)
    try:
        return {key: chosen(among, key) for key in {person.price for person in people}}
    except UnknownPrice as error:
        raise TermsChanged from error


def new_place(
    person: Person,
    *,
    booking: Booking,
    event: Event,
    terms: str,
    price: Offer,
    now: datetime,
    waits: bool,
    invitation: Invitation | None,
    number: int,
) -> Registration:
    """A place, not yet saved, with what the event promises now. `number`: which of the booking's places it is."""
    registration = Registration(
        booking=booking,
        event=event,
        status=WAITING if waits else Registration.Status.CONFIRMED,
        waits_since=now if waits else None,
        invitation=invitation,
        promised_binding_after=event.binding_after,
        promised_rule=as_json(event.cancellation_rule),
        accepted_terms=terms,
        accepted_at=now,
        created_at=now,
        confirmed_at=None if waits else now,
        **promise(price),
        place_number=number,
        **person.facts(),
    )
    registration.organisation = registration.organisation or booking.organisation
    registration.set_person_columns(contact_email=booking.contact_email)
    return registration
