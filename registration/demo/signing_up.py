"""The invented people sign up through the same door as everybody else."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import translation

from programme.models import Event
from registration import sentences
from registration.demo.people import Group
from registration.demo.prices import payer_of, price_of
from registration.demo.questions import answers_at_sign_up
from registration.models import Question
from registration.services.acts import CONTACT
from registration.services.booking import sign_up
from registration.services.people import Contact, Person
from registration.services.places import places_left
from registration.services.room import WhenFull


def sign_up_everybody(event: Event, groups: Sequence[Group], *, now: datetime) -> None:
    """One booking for each group, on the day and at a minute of its own; mails are owed as after any sign-up.
    Those for whom there is no place wait, each for the first that comes."""
    for number, group in enumerate(groups):
        then = now - timedelta(days=group.signed_up_days_ago, minutes=37 * (len(groups) - number))
        with translation.override(event.language):
            left = places_left(event)
            full = left is not None and left < len(group.people)
            terms = sentences.terms(event, now=then, waits=full)
        sign_up(
            event_id=event.pk,
            contact=Contact(
                name=group.contact_name, email=group.contact_email, organisation=group.organisation
            ),
            people=[
                Person(
                    name=person.name,
                    job_title=person.job_title,
                    municipality=group.municipality,
                    email=person.email,
                    price=price_of(event, 20 * number + place),
                    answers=answers_at_sign_up(event, 20 * number + place, asked=Question.Asked.SIGN_UP),
                )
                if person.name
                else Person(name="")
                for place, person in enumerate(group.people)
            ],
            terms=terms,
            key=f"demo-{event.pk}-{number}",
            language=event.language,
            now=then,
            actor=CONTACT,
            answers=answers_at_sign_up(event, number, asked=Question.Asked.BOOKING),
            payer=payer_of(event, number, workplace=group.organisation),
            when_full=WhenFull.AS_THEY_COME if full else WhenFull.REFUSE,
        )
