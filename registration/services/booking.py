"""Signing up: one contact, one or more people, all or none."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from programme.folding import search_text
from programme.models import Event
from registration import policy
from registration.models import Booking, Invitation, Registration
from registration.payer_facts import PayerFacts
from registration.questions import Given
from registration.services.acts import Actor, Refused, locked_event, write
from registration.services.admitting import Admitted, admit, entries_of, write_places
from registration.services.answers import keep_answers
from registration.services.confirming import mails_of
from registration.services.once import OtherContent, before, hash_of, hash_of_invited
from registration.services.owing import ring_when_committed
from registration.services.payers import new_payer
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from registration.services.waiting import serve

# What a person's receipt shows beside her name and address, where it was typed.
TYPED_MORE = ("answers", "sessions", "wishes")


@dataclass(frozen=True)
class SignedUp:
    """A booking as it was written; some of its people, or all, may be on the waiting list. `already` are the people who
    had a place before; `repeated` says that this very booking was made before and nothing was written now."""

    booking: Booking
    registrations: list[Registration]
    already: list[str]
    repeated: bool = False


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
        event_id=event_id, contact=contact, people=people, when_full=when_full, answers=answers, payer=payer
    )
    if invitation_id is not None:
        when_full = WhenFull.REFUSE
        content_hash = hash_of_invited(content_hash, invitation_id=invitation_id)
    with transaction.atomic():
        event = locked_event(event_id)
        found = before(key=key)
        if found.made:
            return _made_before(found.made, content_hash=content_hash)
        admitted = admit(
            people,
            event=event,
            contact=contact,
            terms=terms,
            language=language,
            when_full=when_full,
            now=now,
            actor=actor,
            invitation=_invitation(invitation_id, event=event),
        )
        booking = _write_booking(
            admitted,
            event=event,
            contact=contact,
            language=language,
            now=now,
            actor=actor,
            number=found.number,
            idempotency_key=key,
            content_hash=content_hash,
            waits_together=when_full is not WhenFull.AS_THEY_COME,
        )
        numbers = [number for number, person in enumerate(admitted.named, start=1) if admitted.is_new(person)]
        places = write_places(admitted, booking=booking, numbers=numbers, now=now)
        keep_answers(
            event,
            booking=booking,
            of_booking=answers,
            people=list(zip(places, admitted.arriving, strict=True)),
        )
        if payer is not None and not event.is_free:
            new_payer(booking, payer, now=now)
        write(
            history=entries_of(places, actor=actor, now=now, bent=admitted.bent),
            mails=mails_of(booking, registrations=places, already=admitted.already, now=now),
        )
        if admitted.is_for_the_line:
            serve(event, now=now)
        ring_when_committed()
    return SignedUp(booking, places, [holder.name for holder in admitted.already])


def _made_before(booking: Booking, *, content_hash: str) -> SignedUp:
    if booking.content_hash != content_hash:
        raise OtherContent
    return SignedUp(booking, list(booking.registrations.order_by("pk")), [], repeated=True)


def _invitation(invitation_id: int | None, *, event: Event) -> Invitation | None:
    if invitation_id is None:
        return None
    found = Invitation.objects.filter(pk=invitation_id, event=event).first()
    if found is None:
        raise Refused(policy.Decision(policy.Reason.INVITATION_OVER))
    return found


def _write_booking(
    admitted: Admitted,
    *,
    event: Event,
    contact: Contact,
    language: str,
    now: datetime,
    actor: Actor,
    **columns: Any,
) -> Booking:
    by_organiser = actor.by is policy.By.ORGANISER
    return Booking.objects.create(
        event=event,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        organisation=contact.organisation,
        language=language,
        door=Booking.Door.ORGANISER if by_organiser else Booking.Door.PAGE,
        # An organiser is shown no receipt.
        named=None if by_organiser else _as_typed(admitted, event=event),
        size=len(admitted.named),
        created_at=now,
        search_text=search_text(contact.name, contact.email, contact.organisation),
        **columns,
    )


def _as_typed(admitted: Admitted, *, event: Event) -> list[dict[str, Any]]:
    """What the receipt shows: everybody once, as typed, with what was answered, chosen and wished for, what her place
    was announced to cost, and who of them is said to wait; and for `services.receipts` who of them is new."""
    return [
        {
            "name": person.name,
            "email": person.email,
            "is_new": admitted.is_new(person),
            "waits": admitted.waits(person),
            **({} if event.is_free else {"price": asdict(admitted.prices[person.price])}),
            **{name: told for name in TYPED_MORE if (told := getattr(person, name))},
        }
        for person in admitted.named
    ]
