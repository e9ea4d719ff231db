"""Who stayed away: written down by the organiser once the event is over, and taken back as easily. What her rule has
her owe for it is stored with the place."""

from datetime import datetime

from django.db import transaction

from registration import policy
from registration.models import HistoryEntry, Registration
from registration.services.acts import Actor, ask, locked_place, record, write


def mark(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """Writes down that the person did not come, with what was promised for that. Twice is once. Raises `Refused`."""
    return _write(registration_id, came=False, now=now, actor=actor)


def unmark(*, registration_id: int, now: datetime, actor: Actor) -> Registration:
    """She came after all, and owes nothing for having stayed away. Raises `Refused`."""
    return _write(registration_id, came=True, now=now, actor=actor)


def _write(registration_id: int, *, came: bool, now: datetime, actor: Actor) -> Registration:
    with transaction.atomic():
        event, registration = locked_place(registration_id)
        facts = policy.windows(event)
        ask(policy.may_mark_as_not_come(facts, status=registration.status, now=now), actor=actor)
        marked_at, owed_ore = (None, None) if came else (now, registration.terms.no_show_ore)
        rows = Registration.objects.filter(
            pk=registration.pk, status=registration.status, no_show_at__isnull=not came
        )
        if rows.update(no_show_at=marked_at, owed_ore=owed_ore):
            registration.no_show_at, registration.owed_ore = marked_at, owed_ore
            verb = HistoryEntry.Verb.NO_SHOW_UNDONE if came else HistoryEntry.Verb.NO_SHOW
            entry = record(
                verb,
                actor=actor,
                now=now,
                event=event,
                booking=registration.booking,
                registration=registration,
            )
            write(history=[entry], mails=[])
    return registration
