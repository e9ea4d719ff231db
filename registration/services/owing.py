"""Writing the mails an act owes. They are sent by `registration.services.delivering` when the act is committed."""

from datetime import datetime
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.db import transaction

from programme.models import Event
from programme.queue import ring
from registration.models import Booking, OwedMail, Registration

Kind = OwedMail.Kind


def owe(
    kind: OwedMail.Kind,
    *,
    about: Registration | Booking | Event,
    to: str,
    occasion: str,
    now: datetime,
    facts: dict[str, Any] | None = None,
) -> OwedMail:
    """A mail owed once per kind, row and occasion; not yet saved. It is in the booking's language, or in the event's
    where it goes to the organiser. Its Message-ID is settled now, so that a mail sent twice after a crash is recognised
    as one."""
    registration = about if isinstance(about, Registration) else None
    booking = about if isinstance(about, Booking) else registration.booking if registration else None
    event = about if isinstance(about, Event) else about.event
    return OwedMail(
        kind=kind,
        event=event,
        booking=booking,
        registration=registration,
        key=f"{kind}:{type(about).__name__.lower()}{about.pk}:{occasion}",
        to_email=to,
        language=booking.language if booking and kind != Kind.SUBSTITUTE_ORGANISER else event.language,
        facts=facts or {},
        created_at=now,
        due_at=now,
        message_id=new_message_id(),
    )


def new_message_id() -> str:
    return make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost")


def ring_when_committed() -> None:
    """Wakes a worker once the act is committed. Whatever becomes of the ring, the sweep finds the mail."""

    def wake() -> None:
        ring("registration.tasks.send_owed")

    transaction.on_commit(wake, robust=True)
