"""An event is saved over what it was: what follows for those who have signed up, whoever saves it."""

from datetime import datetime

from programme.models import Event, User
from registration.services import moving, substituting, waiting
from registration.services.owing import ring_when_committed


def saved(*, before: Event, after: Event, by: User | None, reason: str, now: datetime) -> None:
    """Keeps what an announced event was where it moved, owes the organiser the substitutes she was to hear of in
    another way, and gives those in line what there is room for now.

    To be called inside the transaction that saves `after`, with the event locked; `before` is the row as it was in that
    transaction."""
    moving.move(before=before, after=after, by=by, reason=reason, now=now)
    daily = Event.Notice.DAILY
    if before.substitute_notice == daily and after.substitute_notice != daily:
        substituting.owe_waiting_notice(after, now=now)
    waiting.serve(after, now=now)
    ring_when_committed()
