"""Putting a person's or a contact's facts right. Another person is never written over the one who has the place: that
is a substitution."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from programme.folding import search_text, tidy
from registration import policy
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.models.booking import new_link_key
from registration.persons import fold_email, person_key, shares_a_word
from registration.policy import Decision, Reason
from registration.services.acts import (
    Actor,
    Refused,
    ask,
    locked_event,
    locked_place,
    record,
    refuse_a_flood,
    write,
)
from registration.services.booking import Person
from registration.services.owing import owe, ring_when_committed

FIELDS = ("name", "job_title", "organisation", "municipality", "email", "phone")


class AnotherPerson(Exception):
    """The new facts look like those of somebody else: ask, and hand over if so."""


def looks_like_another(old: Registration, new: Person) -> bool:
    """Name and address both changed, or a name that shares no word with the old one."""
    if not old.name or old.name == new.name:
        return False
    address_changed = bool(old.email) and fold_email(new.email) != old.email
    return address_changed or not shares_a_word(old.name, new.name)


def correct(
    *, registration_id: int, person: Person, same_person: bool, now: datetime, actor: Actor
) -> Registration:
    """Writes the facts of the person who has the place. A new address ends the old link and is sent a new one.
    Raises `Refused`, or `AnotherPerson` unless somebody has said that it is the `same_person`."""
    person = person.tidied()
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        ask(policy.may_correct(policy.windows(event), status=registration.status, now=now), actor=actor)
        if not same_person and looks_like_another(registration, person):
            raise AnotherPerson
        before = {field: getattr(registration, field) for field in FIELDS}
        changed = {field: value for field, value in asdict(person).items() if value != before[field]}
        if not changed:
            return registration
        refuse_a_flood(registration.booking, now=now, actor=actor)
        old_address = registration.reached_at
        for field, value in changed.items():
            setattr(registration, field, value)
        registration.set_person_columns(contact_email=registration.booking.contact_email)
        if registration.reached_at != old_address:
            registration.link_key = new_link_key()
        _save(registration)
        entry = record(
            HistoryEntry.Verb.CORRECTED,
            actor=actor,
            now=now,
            event=event,
            booking=registration.booking,
            registration=registration,
            fields=changed,
            personal={"before": {field: before[field] for field in changed}},
        )
        write(history=[entry], mails=_mails(registration, old_address=old_address, now=now, actor=actor))
        ring_when_committed()
    return registration


def _save(registration: Registration) -> None:
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as error:
        if "person" not in str(error):
            raise
        raise Refused(Decision(Reason.ALREADY_HAS_A_PLACE)) from error


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
        mails = [owe(Kind.PLACE_CONFIRMED, about=registration, to=person, occasion=occasion, now=now)]
    if contact != person:
        mails.append(corrected(contact, "contact"))
    if old_address not in {person, contact}:
        mails.append(corrected(old_address, "old", closed=True))
    return mails


def correct_contact(
    *, booking_id: int, name: str, email: str, phone: str, now: datetime, actor: Actor
) -> Booking:
    """Puts the contact's facts right. A new address ends the old link and is sent the confirmation; the old address is
    told that its link is closed. The contact's own place follows her to the new address. Raises `Refused`."""
    name, email, phone = tidy(name), fold_email(email), tidy(phone)
    with transaction.atomic():
        event = locked_event(Booking.objects.values_list("event_id", flat=True).get(pk=booking_id))
        booking = Booking.objects.get(pk=booking_id)
        booking.event = event
        ask(policy.may_correct_contact(policy.windows(event), now=now), actor=actor)
        before = {
            "name": booking.contact_name,
            "email": booking.contact_email,
            "phone": booking.contact_phone,
        }
        after = {"name": name, "email": email, "phone": phone}
        changed = {field for field in before if before[field] != after[field]}
        if not changed:
            return booking
        refuse_a_flood(booking, now=now, actor=actor)
        herself = _place_of_contact(booking) if "email" in changed and name == before["name"] else None
        booking.contact_name, booking.contact_email, booking.contact_phone = name, email, phone
        booking.search_text = search_text(name, email, booking.organisation)
        mails = []
        if "email" in changed:
            booking.link_key = new_link_key()
            _move_shared_keys(booking)
            if herself is not None:
                _move_to(herself, booking=booking, email=email)
            occasion = now.isoformat()
            mails = [
                owe(OwedMail.Kind.BOOKING_CONFIRMED, about=booking, to=email, occasion=occasion, now=now),
                owe(
                    OwedMail.Kind.PLACE_CORRECTED,
                    about=booking,
                    to=before["email"],
                    occasion=f"{occasion}:old",
                    now=now,
                    facts={"by": actor.role, "closed": True},
                ),
            ]
        booking.save()

        def corrected(fields: set[str], values: set[str], place: Registration | None = None) -> HistoryEntry:
            return record(
                HistoryEntry.Verb.CORRECTED,
                actor=actor,
                now=now,
                event=event,
                booking=booking,
                registration=place,
                fields=fields,
                personal={"before": {field: before[field] for field in values}},
            )

        history = [corrected({f"contact_{field}" for field in changed}, changed)]
        if herself is not None:
            history.append(corrected({"email"}, {"email"}, herself))
        write(history=history, mails=mails)
        ring_when_committed()
    return booking


def _place_of_contact(booking: Booking) -> Registration | None:
    """The place the contact took for herself under her own address, if she has one."""
    key = person_key(
        name=booking.contact_name, email=booking.contact_email, contact_email=booking.contact_email
    )
    return booking.registrations.current().exclude(email="").filter(person_key=key).first()


def _move_shared_keys(booking: Booking) -> None:
    """People without an address of their own are told apart by the contact's; their links went to the old one."""
    for registration in booking.registrations.current().filter(email=""):
        _move_to(registration, booking=booking, email="")


def _move_to(registration: Registration, *, booking: Booking, email: str) -> None:
    """The place under a new address; the link that went to the old one ends."""
    registration.email = email
    registration.set_person_columns(contact_email=booking.contact_email)
    registration.link_key = new_link_key()
    _save(registration)


def renew_link(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """Ends the person's old link and mails her a new one."""
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        ask(policy.may_correct(policy.windows(event), status=registration.status, now=now), actor=actor)
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
            OwedMail.Kind.PLACE_CONFIRMED,
            about=registration,
            to=registration.reached_at,
            occasion=now.isoformat(),
            now=now,
            facts={"renewed": True},
        )
        write(history=[entry], mails=[mail])
        ring_when_committed()
    return registration
