"""The yardstick's tables and rows: `rows create NUMBER`, `rows reset CAPACITY`, `rows names`."""

import json
from argparse import ArgumentParser
from datetime import datetime, timedelta

import content
from django.core.management import BaseCommand, call_command
from django.db import transaction
from django.utils import timezone

from yardstick.models import Event, Registration, Session, Speaker

EVENT = "konference"
LONG_LIST = "lang-liste"


def announce(slug: str, *, capacity: int) -> Event:
    day = (timezone.localtime() + timedelta(days=60)).date()
    zone = timezone.get_current_timezone()
    event = Event.objects.create(
        slug=slug,
        title=content.TITLE,
        subtitle=content.SUBTITLE,
        introduction=content.INTRODUCTION,
        description=content.DESCRIPTION,
        audience=content.AUDIENCE,
        starts_at=datetime.combine(day, content.TALKS[0].starts_at, zone),
        ends_at=datetime.combine(day, content.TALKS[-1].ends_at, zone),
        closes_on=day - timedelta(days=10),
        binding_after=day - timedelta(days=14),
        venue=content.VENUE,
        venue_address=content.VENUE_ADDRESS,
        venue_directions=content.VENUE_DIRECTIONS,
        organisers=content.ORGANISERS,
        contact_email=content.CONTACT_EMAIL,
        capacity=capacity,
    )
    speakers = [
        Speaker.objects.create(
            name=person.name, title=person.title, affiliation=person.affiliation, biography=person.biography
        )
        for person in content.SPEAKERS
    ]
    for talk in content.TALKS:
        session = Session.objects.create(
            event=event,
            starts_at=talk.starts_at,
            ends_at=talk.ends_at,
            title=talk.title,
            abstract=talk.abstract,
            room=talk.room,
        )
        session.speakers.set(speakers[number] for number in talk.speakers)
    return event


@transaction.atomic
def create(rows: int) -> None:
    announce(EVENT, capacity=1_000_000)
    event = announce(LONG_LIST, capacity=1_000_000)
    people = (content.attendee(number) for number in range(rows))
    Registration.objects.bulk_create(
        [
            Registration(
                event=event,
                name=person.name,
                email=person.email,
                workplace=person.workplace,
                job_title=person.job_title,
            )
            for person in people
        ],
        batch_size=1000,
    )


@transaction.atomic
def reset(capacity: int) -> None:
    Registration.objects.filter(event__slug=EVENT).delete()
    Event.objects.filter(slug=EVENT).update(capacity=capacity)


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["create", "reset", "names"])
        parser.add_argument("number", type=int, nargs="?", default=0)

    def handle(self, *, verb: str, number: int, **_options: object) -> None:
        if verb == "create":
            call_command("migrate", run_syncdb=True, verbosity=0)
            create(number)
        elif verb == "reset":
            reset(number)
        else:
            names = Registration.objects.filter(event__slug=EVENT).values_list("name", flat=True)
            self.stdout.write(json.dumps(list(names)))
