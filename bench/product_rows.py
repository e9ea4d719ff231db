"""The product's rows, made in a process of its own: `create NUMBER`, `reset CAPACITY`, `names`, each answering JSON."""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import content
import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
os.environ["COLLECT_STATIC"] = "1"
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from conference.clock import now
from conference.prepare import prepare
from programme.dates import day_in
from programme.models import (
    Appearance,
    Event,
    Membership,
    Organisation,
    Organiser,
    Session,
    Speaker,
    User,
    Venue,
)
from registration import sentences
from registration.models import Booking, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.services.acts import CONTACT
from registration.services.booking import sign_up
from registration.services.people import Contact, Person
from registration.views import traps

EVENT = "konference"
LONG_LIST = "lang-liste"


def organisation(name: str) -> Organisation:
    return Organisation.objects.create(name=name, website="https://example.org/", email=content.CONTACT_EMAIL)


def announce(slug: str, *, owner: Organisation, partner: Organisation, speakers: list[Speaker]) -> Event:
    day = day_in(now(), settings.TIME_ZONE) + timedelta(days=60)
    street, _, town = content.VENUE_ADDRESS.partition(", ")
    postal_code, _, city = town.partition(" ")
    directions, _, access = content.VENUE_DIRECTIONS.partition(" Der er parkering")
    event = Event(
        owner=owner,
        slug=slug,
        title=content.TITLE,
        subtitle=content.SUBTITLE,
        introduction=content.INTRODUCTION,
        description=content.DESCRIPTION,
        audience=content.AUDIENCE,
        starts_on=day,
        starts_at=content.TALKS[0].starts_at,
        ends_on=day,
        ends_at=content.TALKS[-1].ends_at,
        registration_closes_on=day - timedelta(days=10),
        binding_after=day - timedelta(days=14),
        venue=Venue.objects.create(
            owner=owner,
            name=content.VENUE,
            street_address=street,
            postal_code=postal_code,
            city=city,
            directions=directions,
            access_notes=f"Der er parkering{access}",
        ),
        contact_email=content.CONTACT_EMAIL,
        capacity=1_000_000,
        status=Event.Status.PUBLISHED,
    )
    event.full_clean()
    event.save()
    Organiser.objects.create(event=event, organisation=owner)
    Organiser.objects.create(event=event, organisation=partner, role=Organiser.Role.CO_ORGANISER, order=1)
    for order, talk in enumerate(content.TALKS):
        add_talk(event, talk, order=order, speakers=speakers)
    return event


def add_talk(event: Event, talk: content.Talk, *, order: int, speakers: list[Speaker]) -> None:
    session = Session(
        event=event,
        day=event.starts_on,
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        title=talk.title,
        abstract=talk.abstract,
        room=talk.room,
        order=order,
        kind=Session.Kind.TALK if talk.speakers else Session.Kind.BREAK,
    )
    session.full_clean()
    session.save()
    for place, number in enumerate(talk.speakers):
        person = content.SPEAKERS[number]
        Appearance.objects.create(
            session=session,
            speaker=speakers[number],
            title=person.title,
            affiliation=person.affiliation,
            order=place,
        )


def fill(event: Event, rows: int) -> None:
    """So many attendees, each with a booking of her own: the first through the service, the others after its rows."""
    at = now()
    first = content.attendee(0)
    made = sign_up(
        event_id=event.pk,
        contact=Contact(name=first.name, email=first.email, organisation=first.workplace),
        people=[Person(name=first.name, email=first.email, job_title=first.job_title)],
        terms=sentences.terms(event, now=at),
        key="long-list-0",
        language="da",
        now=at,
        actor=CONTACT,
    )
    pattern = made.registrations[0]
    people = [content.attendee(number) for number in range(1, rows)]
    bookings = Booking.objects.bulk_create(
        [
            Booking(
                event=event,
                number=f"L{number}",
                contact_name=person.name,
                contact_email=person.email,
                organisation=person.workplace,
                idempotency_key=f"long-list-{number}",
                created_at=at,
            )
            for number, person in enumerate(people, start=1)
        ],
        batch_size=1000,
    )
    registrations = [
        Registration(
            booking=booking,
            event=event,
            name=person.name,
            email=person.email,
            organisation=person.workplace,
            job_title=person.job_title,
            promised_binding_after=pattern.promised_binding_after,
            promised_fee_ore=pattern.promised_fee_ore,
            promised_rule=pattern.promised_rule,
            accepted_terms=pattern.accepted_terms,
            accepted_at=at,
            created_at=at,
            confirmed_at=at,
        )
        for booking, person in zip(bookings, people, strict=True)
    ]
    for one in registrations:
        one.set_person_columns(contact_email=one.email)
    Registration.objects.bulk_create(registrations, batch_size=1000)


def organisers_session(owner: Organisation) -> str:
    """The session of an organiser who has logged in."""
    user = User.objects.create_user("dorte@example.org", name="Dorte Ørsted", is_staff=True)
    Membership.objects.create(user=user, organisation=owner, role=Membership.Role.ADMINISTRATOR)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def create(rows: int) -> dict[str, object]:
    """Two events with the same programme: one without attendees, and one with so many."""
    prepare()
    with transaction.atomic():
        owner, partner = map(organisation, content.ORGANISERS.split(" i samarbejde med "))
        speakers = [
            Speaker.objects.create(owner=owner, name=person.name, biography=person.biography)
            for person in content.SPEAKERS
        ]
        announce(EVENT, owner=owner, partner=partner, speakers=speakers)
        long_list = announce(LONG_LIST, owner=owner, partner=partner, speakers=speakers)
        fill(long_list, rows)
        session = organisers_session(owner)
    return {
        "long_list": long_list.pk,
        "session": session,
        # What a form that was opened just now carries: read at leisure, it is no trap.
        "started": traps.start(),
        "made_at": time.time(),
    }


@transaction.atomic
def reset(capacity: int) -> None:
    event = Event.objects.get(slug=EVENT)
    needs = f"DELETE FROM {PersonalNeeds._meta.db_table} WHERE registration_id IN "
    needs += f"(SELECT id FROM {Registration._meta.db_table} WHERE event_id = %s)"
    # In SQL, since the history refuses to be deleted.
    with connection.cursor() as cursor:
        cursor.execute(needs, [event.pk])
        for model in (HistoryEntry, OwedMail, Registration, Booking):
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE event_id = %s", [event.pk])
    Event.objects.filter(pk=event.pk).update(capacity=capacity)


def names() -> list[str]:
    return list(
        Registration.objects.filter(event__slug=EVENT).taking_a_place().values_list("name", flat=True)
    )


if __name__ == "__main__":
    verb, *numbers = sys.argv[1:]
    act = {"create": create, "reset": reset, "names": names}[verb]
    print(json.dumps(act(*map(int, numbers))))
