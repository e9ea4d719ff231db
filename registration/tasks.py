"""Thin: each task reads the clock and calls a service that may be called twice."""

from functools import partial

from celery import shared_task
from django.conf import settings

from conference.clock import now
from programme import dates
from registration.demo import clock as demo_clock
from registration.services import (
    answers,
    choosing,
    contact_handover,
    deciding,
    delivering,
    finding,
    invoicing,
    needs,
    receipts,
    reminders,
    substituting,
    waiting,
)
from registration.services.apart import each_apart


@shared_task
def send_owed() -> int:
    """Sends what is owed; rung for by every act that owes a mail."""
    return delivering.send_due(clock=now)


@shared_task
def sweep() -> int:
    """Finds what no ring announced: mails put off, and those of a worker that died; in a demo also those of an hour
    that its clock was set back from. Addresses that were asked about and have nothing here are forgotten."""
    if settings.DEMO:
        demo_clock.catch_up(now=now())
    finding.forget_unknown(now=now())
    return delivering.send_due(clock=now)


@shared_task
def move_waiting_lists() -> int:
    """Passes on offers that nobody answered in time, and begins what begins at an instant."""
    return waiting.move_all(now=now())


@shared_task
def daily_notices() -> int:
    """Tells the organisers who want it once a day of the substitutes until the end of yesterday, and reminds those who
    are to decide whether their event takes place."""
    at = now()
    today = dates.day_in(at, settings.TIME_ZONE)
    return each_apart(
        [
            (
                "organisers are told of substitutes",
                partial(substituting.owe_daily_notices, today=today, now=at),
            ),
            ("organisers are reminded to decide", partial(deciding.owe_reminders, now=at)),
        ]
    )


@shared_task
def remind() -> int:
    """Owes the reminders that are due."""
    return reminders.owe_reminders(now=now())


@shared_task
def delete_expired() -> int:
    """Deletes health data 14 days after the event, answers to its own questions and chosen programme items after six
    months, invoice facts at the end of the fifth year, what was typed for receipts that are no longer shown, and whom a
    request was sent to that nobody answered."""
    at = now()
    today = dates.day_in(at, settings.TIME_ZONE)
    return each_apart(
        [
            ("needs are deleted", partial(needs.delete_expired_needs, today=today, now=at)),
            ("answers are deleted", partial(answers.delete_expired_answers, today=today, now=at)),
            ("choices are deleted", partial(choosing.delete_expired_choices, today=today, now=at)),
            ("invoice facts are deleted", partial(invoicing.forget_old, today=today)),
            ("receipts are emptied", partial(receipts.forget_named, now=at)),
            ("requests are emptied", partial(contact_handover.forget_lapsed, now=at)),
        ]
    )
