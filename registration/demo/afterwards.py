"""What the invented people do once they have their places."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import translation

from programme.models import Event, User
from registration.demo.writing import ORGANISER_EMAIL
from registration.models import HistoryEntry, OwedMail, Registration
from registration.reminders import KINDS
from registration.services import cancelling, invoicing, needs, reminders, substituting
from registration.services.acts import ATTENDEE, CONTACT, Actor
from registration.services.people import Person
from registration.views.needs import consent_sentence


def tell_needs(event: Event, told: Mapping[str, tuple[str, str]], *, now: datetime) -> None:
    """Some write what they eat and how they get in, each on her own page."""
    with translation.override(event.language):
        consent = consent_sentence()
    for place in Registration.objects.filter(event=event, name__in=told).order_by("pk"):
        dietary, access = told[place.name]
        needs.save_needs(
            registration_id=place.pk,
            dietary_needs=dietary,
            access_needs=access,
            consent=consent,
            newsletter_consent=False,
            now=now,
            actor=ATTENDEE,
        )


def come_and_go(event: Event, *, now: datetime) -> None:
    """While it was free one cancelled; since the places are binding one has sent a colleague, the invoice facts were
    fetched, one has given hers back, and one was released. For an event that has been binding for five days."""
    early, replaced, ill, moving = Registration.objects.filter(event=event).current().order_by("pk")[:13:4]
    dorte = User.objects.filter(email=ORGANISER_EMAIL).first()
    cancelling.cancel(registration_id=early.pk, now=now - timedelta(days=20), actor=CONTACT)
    colleague = Person(
        name="Ebbe Næsgaard-Holt",
        job_title="Souschef",
        email="ebbe@example.org",
        organisation=replaced.organisation,
    )
    substituting.substitute(
        registration_id=replaced.pk, person=colleague, now=now - timedelta(days=4), actor=ATTENDEE
    )
    organiser = Actor(HistoryEntry.Actor.ORGANISER, dorte, reason="Er flyttet til et andet bibliotek.")
    invoicing.fetch(event_id=event.pk, now=now - timedelta(days=3), actor=organiser)
    cancelling.give_back(registration_id=ill.pk, now=now - timedelta(days=2), actor=ATTENDEE)
    cancelling.cancel(registration_id=moving.pk, now=now - timedelta(days=1), actor=organiser)


def mails_went_out(event: Event) -> None:
    """Everything owed about the event was sent when it was written."""
    OwedMail.objects.owed().filter(event=event).update(status=OwedMail.Status.SENT, sent_at=F("due_at"))


def reminders_went_out(*, now: datetime) -> None:
    """Whoever was to be reminded until now has been, so that the visitor's own mails are not among hundreds."""
    reminders.owe_reminders(now=now)
    owed = OwedMail.objects.owed().filter(kind__in=KINDS)
    owed.update(status=OwedMail.Status.SENT, sent_at=F("due_at"))
