"""What is kept of people no longer than it is of use: deleted so many days after the event, and counted."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from programme.models import Event
from registration.models import HistoryEntry
from registration.services.acts import SYSTEM, record, write

# In days, as the privacy page says of answers and choices.
SIX_MONTHS = 183


def delete_expired(
    rows: models.QuerySet[Any], *, event: str, days: int, verb: HistoryEntry.Verb, today: date, now: datetime
) -> int:
    """Deletes the rows whose last day, so many days after the event, is before today, and notes for each event of how
    many people. How many rows. `event`: the way from a row to its event. The day is counted from the event's present
    last day, so that a moved event keeps them as long as it must."""
    over = rows.filter(**{f"{event}__ends_on__lt": today - timedelta(days=days)}).order_by()
    deleted = 0
    for one in Event.objects.filter(pk__in=list(over.values_list(event, flat=True).distinct())):
        with transaction.atomic():
            found = rows.filter(**{event: one}).order_by()
            people = found.exclude(registration=None).values("registration").distinct().count()
            deleted += found.delete()[0]
            entry = record(verb, actor=SYSTEM, now=now, event=one, fields=[f"count:{people}"])
            write(history=[entry], mails=[])
    return deleted
