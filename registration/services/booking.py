"""Signing up: one contact, one or more people, all or none."""

import enum
import hashlib
import json
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from programme.dates import day_in
from programme.folding import search_text, tidy
from programme.models import Event
from registration import policy, sentences
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.models.booking import new_number
from registration.persons import fold_email, person_key
from registration.services.acts import Actor, ask, locked_event, places_left, record, write
from registration.services.owing import owe, ring_when_committed
from registration.services.waiting import left_and_waiting, others_wait, serve

# A town hall is one network, so strangers are held back by address and event: bookings by one contact in an hour.
BOOKINGS_PER_CONTACT = 20
# New places whose mails go to one address, unless it is the contact's own: nobody is mailed without end.
PLACES_PER_ADDRESS = 40
WAITING = Registration.Status.WAITING
JOINS_THE_LIST = frozenset({policy.Reason.FULL, policy.Reason.OTHERS_WAIT})
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is known of one person when her place is written."""

    name: str
    job_title: str = ""
    organisation: str = ""
    municipality: str = ""
    email: str = ""
    phone: str = ""

    def tidied(self) -> "Person":
        values = {field: tidy(value) for field, value in asdict(self).items()}
        return Person(**(values | {"email": fold_email(self.email)}))


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who signs up, and is written to about all of them."""

    name: str
    email: str
    phone: str = ""
    organisation: str = ""

    def tidied(self) -> "Contact":
        values = {field: tidy(value) for field, value in asdict(self).items()}
        return Contact(**(values | {"email": fold_email(self.email)}))


class WhenFull(enum.StrEnum):
    """What the contact wants where there are too few places for everybody."""

    REFUSE = "refuse"
    TOGETHER = "together"
    AS_THEY_COME = "as_they_come"


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


class TooMany(Exception):
    """One address makes more bookings in an hour than any secretary does."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """Who of the people would have a place now and who would wait; why neither may be, in `decision`."""

    decision: policy.Decision
    left: int | None
    placed: list[Person]
    waiting: list[Person]


def room_for(
    people: Sequence[Person],
    *,
    event: Event,
    when_full: WhenFull,
    now: datetime,
    by: policy.By = policy.By.ATTENDEE,
) -> Room:
    """Asked before the check page, and again by `sign_up` when the event is locked. Where others in line can use what
    is free, nobody who comes now has it."""
    left, in_line = left_and_waiting(event)
    facts = policy.windows(event)
    others = bool(in_line) and others_wait(event, left=left)
    decision = policy.may_sign_up(
        facts, now=now, places_left=left, people=len(people), others_wait=others, by=by
    )
    if when_full is WhenFull.REFUSE or decision.reason not in JOINS_THE_LIST:
        return Room(decision=decision, left=left, placed=list(people), waiting=[])
    at_once = 0 if others or when_full is WhenFull.TOGETHER else left or 0
    return Room(
        decision=policy.may_wait(facts, now=now, by=by),
        left=left,
        placed=list(people[:at_once]),
        waiting=list(people[at_once:]),
    )


def new_key() -> str:
    """Made on the check page; two acts with the same key are one."""
    return secrets.token_urlsafe(18)


def read_key(typed: str) -> str:
    """A key that came back with a page; "" for anything that is none."""
    return typed if _KEY.fullmatch(typed) else ""


def fingerprint(terms: str) -> str:
    """Tells in the page which terms were shown."""
    return hashlib.sha256(terms.encode()).hexdigest()[:16]


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
) -> SignedUp:
    """Gives each person a place and owes the mails, or raises and writes nothing: `Refused` with the reason,
    `OtherContent` for a used key, `TermsChanged` when `terms` is not what holds now, `TooMany`.

    Where there are too few places, or somebody in line could use them, they join the end of the waiting list in the
    same transaction if `when_full` says so: all of them, or those for whom there is no place. Whether there is room is
    then judged by everybody who is named, so that what is shown tells nobody who of them has a place already; what that
    leaves free is given by `serve`, whose mails go to those whom it concerns.

    The same key with the same content answers with the booking it made. A person who has a place keeps it and gets
    no second one: only her own mail and the contact's say so. A person who is named twice gets one place."""
    if not people:
        raise ValueError("A booking is for somebody.")
    contact = contact.tidied()
    people = [person.tidied() for person in people]
    content_hash = _content_hash(event_id=event_id, contact=contact, people=people, when_full=when_full)
    with transaction.atomic():
        event = locked_event(event_id)
        made, number = _made_before_or_free_number(key)
        if made:
            if made.content_hash != content_hash:
                raise OtherContent
            return SignedUp(made, list(made.registrations.order_by("pk")), [], repeated=True)
        with translation.override(language):
            if terms != sentences.terms(event, now=now, waits=when_full is not WhenFull.REFUSE):
                raise TermsChanged
        holders = _holders(event, contact=contact, people=people)
        arriving = _newcomers(people, contact=contact, holders=holders)
        by_organiser = actor.by is policy.By.ORGANISER
        named = distinct(people, contact=contact)
        # Of a full event nobody learns here who has a place already, whatever page she comes from.
        may_tell = when_full is WhenFull.REFUSE and not (holders and places_left(event) == 0)
        room = room_for(
            arriving if by_organiser or may_tell else named,
            event=event,
            when_full=when_full,
            now=now,
            by=actor.by,
        )
        bent = ask(room.decision, actor=actor, places_left=room.left)
        _refuse_a_flood(event, contact=contact, people=people, now=now, actor=actor)
        booking = Booking.objects.create(
            event=event,
            number=number,
            contact_name=contact.name,
            contact_email=contact.email,
            contact_phone=contact.phone,
            organisation=contact.organisation,
            language=language,
            door=Booking.Door.ORGANISER if by_organiser else Booking.Door.PAGE,
            # An organiser is shown no receipt.
            named=None if by_organiser else _as_typed(named, arriving=arriving, waiting_for=room.waiting),
            idempotency_key=key,
            content_hash=content_hash,
            waits_together=when_full is not WhenFull.AS_THEY_COME,
            created_at=now,
            search_text=search_text(contact.name, contact.email, contact.organisation),
        )
        registrations = Registration.objects.bulk_create(
            [
                _place(
                    person,
                    booking=booking,
                    event=event,
                    terms=terms,
                    now=now,
                    waits=_is_among(person, room.waiting),
                )
                for person in arriving
            ]
        )
        already = list(holders.values())
        history = [
            record(
                HistoryEntry.Verb.JOINED_LIST if one.status == WAITING else HistoryEntry.Verb.SIGNED_UP,
                actor=actor,
                now=now,
                event=event,
                booking=booking,
                registration=one,
                bent=bent,
            )
            for one in registrations
        ]
        write(history=history, mails=_mails(booking, registrations=registrations, already=already, now=now))
        if room.waiting:
            serve(event, now=now)
        ring_when_committed()
    return SignedUp(booking, registrations, [holder.name for holder in already])


def _content_hash(*, event_id: int, contact: Contact, people: Sequence[Person], when_full: WhenFull) -> str:
    content: list[Any] = [event_id, asdict(contact), [asdict(person) for person in people]]
    if when_full is not WhenFull.REFUSE:
        content.append(when_full)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def newcomers(*, event: Event, contact: Contact, people: Sequence[Person]) -> list[Person]:
    """Those of the people who would get a place now: who has one keeps it. Asked before the check page; `sign_up` asks
    it again when the event is locked."""
    contact, people = contact.tidied(), [person.tidied() for person in people]
    return _newcomers(people, contact=contact, holders=_holders(event, contact=contact, people=people))


def _key(person: Person, *, contact: Contact) -> str | None:
    return person_key(name=person.name, email=person.email, contact_email=contact.email)


def _newcomers(
    people: Sequence[Person], *, contact: Contact, holders: Mapping[str, Registration]
) -> list[Person]:
    """Those who are to have a place, each once. People without a name cannot be told apart and count one by one."""
    newcomers, seen = [], set(holders)
    for person in people:
        key = _key(person, contact=contact)
        if key is not None and key in seen:
            continue
        if key is not None:
            seen.add(key)
        newcomers.append(person)
    return newcomers


def distinct(people: Sequence[Person], *, contact: Contact) -> list[Person]:
    """Everybody who is named, each once. People without a name cannot be told apart and count one by one."""
    once, seen = [], set()
    for person in people:
        key = _key(person, contact=contact)
        if key is not None and key in seen:
            continue
        seen.add(key)
        once.append(person)
    return once


def _as_typed(
    people: Sequence[Person], *, arriving: Sequence[Person], waiting_for: Sequence[Person]
) -> list[dict[str, Any]]:
    """What the receipt shows: everybody once, as typed, and who of them is said to wait; and for `services.receipts`
    who of them is new."""
    return [
        {
            "name": person.name,
            "email": person.email,
            "is_new": _is_among(person, arriving),
            "waits": _is_among(person, waiting_for),
        }
        for person in people
    ]


def _is_among(person: Person, others: Sequence[Person]) -> bool:
    return any(person is one for one in others)


def _made_before_or_free_number(key: str) -> tuple[Booking | None, str]:
    """The booking that was made with this key, and a booking number that nobody has: six digits, or more when those
    are nearly used up."""
    candidates = [*(new_number() for _ in range(4)), new_number() + new_number()]
    found = Booking.objects.filter(Q(idempotency_key=key) | Q(number__in=candidates)).order_by()
    rows = {number: (pk, used) for pk, number, used in found.values_list("pk", "number", "idempotency_key")}
    made = next((pk for pk, used in rows.values() if used == key), None)
    return (
        Booking.objects.get(pk=made) if made else None,
        next(number for number in candidates if number not in rows),
    )


def _holders(event: Event, *, contact: Contact, people: Sequence[Person]) -> dict[str, Registration]:
    """Those of the people who already have a place, by person key."""
    keys = [key for person in people if (key := _key(person, contact=contact))]
    rows = Registration.objects.filter(event=event, person_key__in=keys).select_related("booking")
    # There are hardly ever any, and asking so is much less work.
    if not rows.exists():
        return {}
    for row in rows:
        row.event = event
    return {str(row.person_key): row for row in rows}


def _refuse_a_flood(
    event: Event, *, contact: Contact, people: Sequence[Person], now: datetime, actor: Actor
) -> None:
    if actor.by is policy.By.ORGANISER:
        return
    an_hour_ago = now - timedelta(hours=1)
    recent = Booking.objects.filter(event=event, contact_email=contact.email, created_at__gt=an_hour_ago)
    if recent.count() >= BOOKINGS_PER_CONTACT:
        raise TooMany
    addresses = {person.email for person in people} - {"", contact.email}
    if not addresses:
        return
    places = Registration.objects.filter(event=event, email__in=addresses, created_at__gt=an_hour_ago)
    if max(Counter(places.values_list("email", flat=True)).values(), default=0) >= PLACES_PER_ADDRESS:
        raise TooMany


def _place(
    person: Person, *, booking: Booking, event: Event, terms: str, now: datetime, waits: bool
) -> Registration:
    registration = Registration(
        booking=booking,
        event=event,
        status=WAITING if waits else Registration.Status.CONFIRMED,
        waits_since=now if waits else None,
        promised_binding_after=event.binding_after,
        promised_fee_ore=event.fee_ore,
        accepted_terms=terms,
        accepted_at=now,
        created_at=now,
        confirmed_at=None if waits else now,
        **asdict(person),
    )
    registration.organisation = registration.organisation or booking.organisation
    registration.set_person_columns(contact_email=booking.contact_email)
    return registration


def _mails(
    booking: Booking, *, registrations: Sequence[Registration], already: Sequence[Registration], now: datetime
) -> list[OwedMail]:
    """One to the contact, and one to each person who is reached elsewhere: those signed up and those who already had
    a place."""
    Kind = OwedMail.Kind
    all_wait = bool(registrations) and all(one.status == WAITING for one in registrations)
    told = [told_of(holder) for holder in already]
    return [
        owe(
            Kind.BOOKING_WAITS if all_wait else Kind.BOOKING_CONFIRMED,
            about=booking,
            to=booking.contact_email,
            occasion="made",
            now=now,
            facts={"already": told} if told else None,
        ),
        *(
            owe(
                Kind.PLACE_WAITS if one.status == WAITING else Kind.PLACE_CONFIRMED,
                about=one,
                to=one.email,
                occasion="made",
                now=now,
            )
            for one in registrations
            if one.email and one.email != booking.contact_email
        ),
        *links_to_holders(booking, already, now=now),
    ]


def told_of(holder: Registration) -> dict[str, Any]:
    """What the contact's mail tells of somebody who had a place before, or a turn on the waiting list."""
    return {"name": holder.name, "email": holder.email} | ({"waits": True} if holder.is_in_line else {})


def links_to_holders(booking: Booking, holders: Iterable[Registration], *, now: datetime) -> list[OwedMail]:
    """To each who has a place already and is reached elsewhere than the contact of this booking, her own link; once a
    day, whoever names her and however often."""
    day = day_in(now, booking.event.timezone).isoformat()
    return [
        owe(
            OwedMail.Kind.PLACE_WAITS if holder.is_in_line else OwedMail.Kind.ALREADY_SIGNED_UP,
            about=holder,
            to=holder.reached_at,
            occasion=day,
            now=now,
        )
        for holder in holders
        if holder.reached_at != booking.contact_email
    ]
