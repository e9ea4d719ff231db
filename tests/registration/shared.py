"""A place that Bo and Clara share at an event of two days, for the tests."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from programme.models import Event
from registration.models import Answer, Question, Registration
from registration.services import sharing
from registration.services.acts import ATTENDEE
from registration.services.people import Person
from tests.cast import CLARA, OPEN

FIRST, SECOND, THIRD = (date(2026, 9, day) for day in (16, 17, 18))
ON_THE_FIRST = "onsdag den 16. september 2026"
ON_THE_SECOND = "torsdag den 17. september 2026"


def over_days(event: Event, *, until: date = SECOND, **fields: Any) -> Event:
    """The event until a later day, at which a place may be shared."""
    Event.objects.filter(pk=event.pk).update(ends_on=until, places_may_be_shared=True, **fields)
    event.refresh_from_db()
    return event


def share(
    place: Registration, person: Person = CLARA, *, days: Sequence[date] = (SECOND,), **changes: Any
) -> Registration:
    act: dict[str, Any] = {"now": OPEN, "actor": ATTENDEE} | changes
    return sharing.share(registration_id=place.pk, person=person, days=days, **act)


def days_of(event: Event) -> list[tuple[str, str, str]]:
    """Everybody who ever had a place: name, status and days."""
    rows = Registration.objects.filter(event=event).order_by("pk")
    return list(rows.values_list("name", "status", "days"))


def dinner(event: Event, *answers: Registration) -> None:
    """A question of the event's own, and that these have answered it."""
    Event.objects.filter(pk=event.pk).update(has_questions=True)
    question = Question.objects.create(event=event, label="Spiser du med om aftenen?")
    for place in answers:
        Answer.objects.create(
            question=question, booking_id=place.booking_id, registration=place, value="Ja, gerne"
        )
