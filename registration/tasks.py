"""Thin: each task reads the clock and calls a service that may be called twice."""

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
    deciding.owe_reminders(now=at)
    return substituting.owe_daily_notices(today=dates.day_in(at, settings.TIME_ZONE), now=at)


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
    receipts.forget_named(now=at)
    contact_handover.forget_lapsed(now=at)
    invoicing.forget_old(today=today)
    answers.delete_expired_answers(today=today, now=at)
    choosing.delete_expired_choices(today=today, now=at)
    return needs.delete_expired_needs(today=today, now=at)
