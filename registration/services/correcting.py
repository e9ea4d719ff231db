"""Putting a person's or a contact's facts right. Another person is never written over the one who has the place: that
is a substitution."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from programme.folding import fold_email, tidy
from registration import policy
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.models.booking import new_link_key
from registration.persons import shares_a_word
from registration.services.acts import Actor, ask, locked_booking, locked_place, record, refuse_a_flood, write
from registration.services.addressing import (
    contact_facts,
    place_of_contact,
    reached_through_contact,
    write_contact,
    write_place,
)
from registration.services.owing import owe, ring_when_committed
from registration.services.people import Person
from registration.services.substituting import is_kept_from, kept_after


class AnotherPerson(Exception):
    """The new facts look like those of somebody else: ask, and hand over if so."""


def looks_like_another(old: Registration, new: Person) -> bool:
    """Name and address both changed, or a name that shares no word with the old one."""
    return _another(old.name, old.email, name=new.name, email=new.email)


def contact_looks_like_another(booking: Booking, *, name: str, email: str) -> bool:
    """By the same signs."""
    return _another(booking.contact_name, booking.contact_email, name=tidy(name), email=email)


def _another(old_name: str, old_email: str, *, name: str, email: str) -> bool:
    if not old_name or old_name == name:
        return False
    address_changed = bool(old_email) and fold_email(email) != old_email
    return address_changed or not shares_a_word(old_name, name)


def correct(
    *, registration_id: int, person: Person, same_person: bool, now: datetime, actor: Actor
) -> Registration:
    """Writes the facts of the person who has the place. A new address ends the old link and is sent a new one. Where
    she is the contact, too, the contact is put right with her. Raises `Refused`, or `AnotherPerson` unless somebody has
    said that it is the `same_person`."""
    person = person.tidied()
    with transaction.atomic():
        _event, registration = locked_place(registration_id)
        booking = registration.booking
        ask(_may_correct(registration, now=now), actor=actor)
        if not same_person and looks_like_another(registration, person):
            raise AnotherPerson
        bent = ask(may_write(person, place=registration, by=actor.by), actor=actor)
        kept_to = kept_after(person, place=registration)
        facts = person.facts()
        if all(getattr(registration, field) == value for field, value in facts.items()):
            return registration
        refuse_a_flood(booking, now=now, actor=actor)
        reached = registration.reached_at
        contact = contact_facts(booking)
        if booking.is_contact(name=registration.name, email=registration.email):
            contact = _contact_as(person, before=registration)
        history, mails = _contact_put_right(
            booking,
            contact,
            herself=(registration, facts),
            other_person=False,
            bent=bent,
            now=now,
            actor=actor,
        )
        if kept_to != registration.kept_to_organisation:
            registration.kept_to_organisation = kept_to
            registration.save(update_fields=["kept_to_organisation"])
        if not mails:
            mails = _mails(registration, old_address=reached, now=now, actor=actor)
        write(history=history, mails=mails)
        ring_when_committed()
    return registration


def may_write(person: Person, *, place: Registration, by: policy.By = policy.By.ATTENDEE) -> policy.Decision:
    """Whether these facts may be written over those of the place's person: no other workplace where the rule of the
    place keeps it to hers, since a substitute of any workplace could come after that."""
    if is_kept_from(person, place=place):
        return policy.Decision(policy.Reason.WORKPLACE_STAYS, bendable=by is policy.By.ORGANISER)
    return policy.YES


def _may_correct(registration: Registration, *, now: datetime) -> policy.Decision:
    return policy.may_correct(
        policy.windows(registration.event),
        status=registration.status,
        nameless=registration.is_nameless,
        now=now,
    )


def _contact_as(person: Person, *, before: Registration) -> dict[str, str]:
    """The facts of the contact who has the place herself, put right as hers are."""
    contact = contact_facts(before.booking)
    phone_is_hers = contact["phone"] == before.phone
    return {
        "name": person.name,
        "email": person.email or contact["email"],
        "phone": person.phone if phone_is_hers else contact["phone"],
    }


def _mails(registration: Registration, *, old_address: str, now: datetime, actor: Actor) -> list[OwedMail]:
    """To the person: her confirmation, where the address is new, since she may have had no mail before. To the
    contact, and to an address no longer used, which is told no more than that its link is closed."""
    Kind = OwedMail.Kind
    person, contact = registration.reached_at, registration.booking.contact_email
    # Every correction is an occasion of its own: the instant tells them apart.
    occasion = now.isoformat()

    def corrected(to: str, whose: str, **facts: bool) -> OwedMail:
        return owe(
            Kind.PLACE_CORRECTED,
            about=registration,
            to=to,
            occasion=f"{occasion}:{whose}",
            now=now,
            facts={"by": actor.role} | facts,
        )

    if person == old_address:
        mails = [corrected(person, "person")]
    else:
        kind = Kind.PLACE_WAITS if registration.is_in_line else Kind.PLACE_CONFIRMED
        mails = [owe(kind, about=registration, to=person, occasion=occasion, now=now)]
    if contact != person:
        mails.append(corrected(contact, "contact"))
    if old_address not in {person, contact}:
        mails.append(corrected(old_address, "old", closed=True))
    return mails


def correct_contact(
    *,
    booking_id: int,
    name: str,
    email: str,
    phone: str,
    other_person: bool | None = None,
    was_asked: bool = False,
    already: Sequence[Mapping[str, Any]] | None = None,
    now: datetime,
    actor: Actor,
) -> Booking:
    """Puts the contact's facts right. A new address ends the old link and is sent the confirmation; the old address is
    told that its link is closed. The contact's own place is put right with her. Where the facts are those of an
    `other_person`, she becomes the contact of what the old one made, and the old one's own place stays as it was; None:
    where they look like it, an organiser makes her that, and for anybody else `AnotherPerson` is raised, since a
    colleague is asked. The old one is told her name where she herself asked the new one (`was_asked`). The confirmation
    tells who had a place `already`, by default those whom the one before it told of. Raises `Refused`."""
    facts = {"name": tidy(name), "email": fold_email(email), "phone": tidy(phone)}
    with transaction.atomic():
        event, booking = locked_booking(booking_id)
        ask(policy.may_correct_contact(policy.windows(event), now=now), actor=actor)
        before = contact_facts(booking)
        if facts == before:
            return booking
        if other_person is None:
            other_person = contact_looks_like_another(booking, name=facts["name"], email=facts["email"])
            if other_person and actor.by is not policy.By.ORGANISER:
                raise AnotherPerson
        refuse_a_flood(booking, now=now, actor=actor)
        place = place_of_contact(booking)
        history, mails = _contact_put_right(
            booking,
            facts,
            herself=(place, _own_place_as(facts, place=place, other_person=other_person)) if place else None,
            other_person=other_person,
            was_asked=was_asked,
            already=already,
            now=now,
            actor=actor,
        )
        write(history=history, mails=mails)
        ring_when_committed()
    return booking


def already_told(booking: Booking) -> list[dict[str, Any]]:
    """Those of whom the contact was told that they had a place before."""
    kinds = [OwedMail.Kind.BOOKING_CONFIRMED, OwedMail.Kind.BOOKING_WAITS]
    told = OwedMail.objects.filter(booking=booking, kind__in=kinds).order_by("-pk")
    facts = told.values_list("facts", flat=True).first() or {}
    return list(facts.get("already", []))


def _own_place_as(facts: dict[str, str], *, place: Registration, other_person: bool) -> dict[str, str]:
    """The facts of the contact's own place, put right as hers are. Once another is the contact, the place is reached
    where it was."""
    if other_person:
        return {"email": place.reached_at}
    phone_is_hers = place.phone == place.booking.contact_phone
    return {
        "name": facts["name"],
        "email": facts["email"] if place.email else "",
        "phone": facts["phone"] if phone_is_hers else place.phone,
    }


def _contact_put_right(
    booking: Booking,
    facts: dict[str, str],
    *,
    herself: tuple[Registration, dict[str, str]] | None,
    other_person: bool,
    was_asked: bool = False,
    already: Sequence[Mapping[str, Any]] | None = None,
    bent: str = "",
    now: datetime,
    actor: Actor,
) -> tuple[list[HistoryEntry], list[OwedMail]]:
    """Writes the contact's facts, those of `herself`, and what both mean for the others; what is left to be saved."""
    old_address, old_name = booking.contact_email, booking.contact_name
    own = herself[0] if herself else None
    own_reached = own.reached_at if own else ""

    def corrected(fields: Iterable[str], before: dict[str, str], place: Registration | None = None) -> None:
        history.append(
            record(
                HistoryEntry.Verb.CORRECTED,
                actor=actor,
                now=now,
                event=booking.event,
                booking=booking,
                registration=place,
                fields=fields,
                personal={"before": before} if before else None,
                bent=bent if place is not None else "",
            )
        )

    history: list[HistoryEntry] = []
    changed = write_contact(booking, facts, other_person=other_person)
    if changed:
        corrected((f"contact_{field}" for field in changed), changed)
    if herself is not None:
        place, its = herself
        before = write_place(place, its, reached=own_reached)
        if before:
            corrected(before, before, place)
    if booking.contact_email == old_address and not other_person:
        return history, []
    for place in reached_through_contact(booking):
        if own is None or place.pk != own.pk:
            write_place(place, {}, reached=old_address)
            corrected(["email"], {}, place)
    return history, _contacts_mails(
        booking,
        old_address=old_address,
        of_other_person=_of_other_person(old_name, booking, was_asked=was_asked) if other_person else {},
        already=already_told(booking) if already is None else already,
        now=now,
        actor=actor,
    )


def _of_other_person(old_name: str, booking: Booking, *, was_asked: bool) -> dict[str, Any]:
    """What the contact until now is told. The name of the one after her is for whoever wrote it herself."""
    told = {"other_contact": True, "old_contact": old_name}
    return told | ({"new_contact": booking.contact_name} if was_asked else {})


def _contacts_mails(
    booking: Booking,
    *,
    old_address: str,
    of_other_person: Mapping[str, Any],
    already: Sequence[Mapping[str, Any]],
    now: datetime,
    actor: Actor,
) -> list[OwedMail]:
    """The confirmation to whoever is the contact now, and to an address no longer used no more than that its link is
    closed."""
    Kind = OwedMail.Kind
    # Every hand-over has a link of its own, also where a demo's clock stands still.
    occasion, by = f"{now.isoformat()}:{booking.link_key}", {"by": actor.role}
    told: dict[str, Any] = {"already": list(already)} if already else {}
    mails = [
        owe(
            Kind.BOOKING_CONFIRMED,
            about=booking,
            to=booking.contact_email,
            occasion=occasion,
            now=now,
            facts=told | (by if of_other_person else {}),
        )
    ]
    if old_address != booking.contact_email:
        closed: dict[str, Any] = {**by, "closed": True, **of_other_person}
        mails.append(
            owe(
                Kind.PLACE_CORRECTED,
                about=booking,
                to=old_address,
                occasion=f"{occasion}:old",
                now=now,
                facts=closed,
            )
        )
    return mails


def renew_link(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """Ends the person's old link and mails her a new one."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        ask(_may_correct(registration, now=now), actor=actor)
        registration.link_key = new_link_key()
        registration.save(update_fields=["link_key"])
        entry = record(
            HistoryEntry.Verb.LINK_RENEWED,
            actor=actor,
            now=now,
            event=event,
            booking=registration.booking,
            registration=registration,
        )
        mail = owe(
            OwedMail.Kind.PLACE_WAITS if registration.is_in_line else OwedMail.Kind.PLACE_CONFIRMED,
            about=registration,
            to=registration.reached_at,
            occasion=now.isoformat(),
            now=now,
            facts={"renewed": True},
        )
        write(history=[entry], mails=[mail])
        ring_when_committed()
    return registration
