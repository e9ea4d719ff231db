"""The places of the two days that are kept for hosts and speakers, who are invited, and one of whom has come."""

from datetime import datetime, timedelta

from django.utils import translation

from programme.models import Event
from registration import sentences
from registration.demo.prices import payer_of
from registration.demo.questions import answers_at_sign_up
from registration.models import HistoryEntry, Invitation, Question
from registration.services import inviting
from registration.services.acts import CONTACT, Actor
from registration.services.booking import sign_up
from registration.services.people import Contact, Person

RESERVED = 6
ORGANISER = Actor(HistoryEntry.Actor.ORGANISER)
WORKPLACE = "Borgmesterkontoret, Kystby"
HOST = Person(
    name="Tine Øllgaard",
    job_title="Protokolchef",
    organisation=WORKPLACE,
    email="tine.oellgaard@example.org",
)


def reserve(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(reserved_places=RESERVED)
    event.refresh_from_db()


def invite(event: Event, *, now: datetime) -> None:
    """Four hosts by a link that is passed on, of whom one has signed up, and a speaker by mail."""
    then = now - timedelta(days=6)
    hosts = inviting.invite(
        event_id=event.pk,
        whom="Værter fra kommunen",
        places=4,
        also_when_closed=True,
        now=then,
        actor=ORGANISER,
    )
    inviting.invite(
        event_id=event.pk,
        whom="Thorvald Æbelholt",
        email="thorvald@example.org",
        valid_until=event.starts_on - timedelta(days=7),
        now=then,
        actor=ORGANISER,
    )
    _come(event, hosts, now=now - timedelta(days=5))


def _come(event: Event, invitation: Invitation, *, now: datetime) -> None:
    with translation.override(event.language):
        terms = sentences.terms(event, now=now)
    person = Person(
        name=HOST.name,
        job_title=HOST.job_title,
        organisation=WORKPLACE,
        email=HOST.email,
        answers=answers_at_sign_up(event, 0, asked=Question.Asked.SIGN_UP),
    )
    sign_up(
        event_id=event.pk,
        contact=Contact(name=HOST.name, email=HOST.email, organisation=WORKPLACE),
        people=[person],
        terms=terms,
        key=f"demo-{event.pk}-invited",
        language=event.language,
        now=now,
        actor=CONTACT,
        payer=payer_of(event, 99, workplace=WORKPLACE),
        invitation_id=invitation.pk,
    )
