"""An organiser makes a new edition of an event: a draft with what was announced and what the form asks, and nobody in
it."""

from datetime import date, datetime

from django.db import transaction

from programme import editions
from programme.folding import tidy
from programme.models import Event
from registration.services import questions
from registration.services.acts import locked_event


def new_edition(event_id: int, *, starts_on: date, title: str, now: datetime) -> Event:
    """The draft. Pressing twice makes one: raises `programme.editions.AlreadyThere` where the organisation has an event
    of this title on that day."""
    with transaction.atomic():
        source = locked_event(event_id)
        made = editions.copy(source, starts_on=starts_on, title=tidy(title), now=now)
        questions.copy_form(source_id=source.pk, target_id=made.pk)
    return Event.objects.get(pk=made.pk)
