"""Sending what is owed: claim a row, ask whether it is still true, build, send, say how it went.

A claim is a lease. A worker that dies loses it and the mail is taken again; only the one mail in flight can then go
twice, with the same Message-ID."""

import logging
import smtplib
import uuid
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from registration import mail_truth, mails
from registration.log import masked
from registration.mails import item_facts
from registration.models import HistoryEntry, OwedMail
from registration.models.outbox import WAITS
from registration.reminders import KINDS
from registration.services import changes, finding, reminders
from registration.services.acts import Actor, record, write
from registration.services.owing import new_message_id, ring_when_committed

log = logging.getLogger(__name__)

Status = OwedMail.Status


class ServerAway(Exception):
    """The mail server cannot be reached, so no other mail need be tried now."""


class NotTaken(Exception):
    """The mail was handed over to nobody: it had no recipient."""


def send_due(*, clock: Callable[[], datetime], most: int = 200) -> int:
    """Sends what is due, oldest first, over one connection, and returns how many were sent. The clock is read for each
    mail, since a lease runs from the instant of its claim. A server that cannot be reached ends the round."""
    sent = 0
    connection: BaseEmailBackend = get_connection()
    try:
        for pk in list(
            OwedMail.objects.due(clock()).order_by("due_at", "pk").values_list("pk", flat=True)[:most]
        ):
            mail = claim(pk, now=clock())
            if mail is None:
                continue
            try:
                sent += deliver(mail, connection=connection, now=clock())
            except ServerAway:
                break
    finally:
        _close(connection)
    return sent


def claim(pk: int, *, now: datetime) -> OwedMail | None:
    """The mail, claimed for as long as `MAIL_LEASE` by this call and nobody else; None when it is not to be had."""
    token = uuid.uuid4()
    claimed = (
        OwedMail.objects.due(now)
        .filter(pk=pk)
        .update(
            status=Status.CLAIMED,
            claim=token,
            claimed_until=now + settings.MAIL_LEASE,
            attempts=F("attempts") + 1,
        )
    )
    if not claimed:
        return None
    mails = OwedMail.objects.select_related(
        "event__venue", "event__owner", "booking", "registration__booking", "registration__substitute_for"
    )
    return mails.prefetch_related("booking__registrations").get(pk=pk)


def deliver(mail: OwedMail, *, connection: BaseEmailBackend, now: datetime) -> bool:
    """Sends a claimed mail and leaves its claim: sent, dropped, owed again later, or failed. Raises `ServerAway` after
    putting the mail off when it is the server that is to blame."""
    try:
        if not _is_to_be_sent(mail, now=now):
            _leave_claim(mail, status=Status.DROPPED)
            return False
        message = mails.build(mail, now=now)
        connection.open()
        if not connection.send_messages([message]):
            raise NotTaken
    except Exception as error:
        _close(connection)
        _put_off(mail, error=error, now=now)
        if _server_is_away(error):
            raise ServerAway from error
        return False
    _leave_claim(mail, status=Status.SENT, sent_at=now, last_error="")
    return True


def _is_to_be_sent(mail: OwedMail, *, now: datetime) -> bool:
    """Whether the mail still holds; one that was asked for, whether its address has anything here."""
    if not still_holds(mail, now=now):
        return False
    return mail.kind != OwedMail.Kind.LINKS or finding.look_up(mail)


def still_holds(mail: OwedMail, *, now: datetime) -> bool:
    """Whether what a mail says is true still, and of use."""
    if not (mail_truth.is_still_true(mail, now=now) and item_facts.is_still_true(mail, now=now)):
        return False
    if mail.kind in KINDS:
        return reminders.is_still_due(mail, now=now)
    return mail.kind not in OwedMail.OF_CHANGES or changes.is_still_true(mail, now=now)


def _put_off(mail: OwedMail, *, error: Exception, now: datetime) -> None:
    """After a lasting refusal, or the last wait, the mail has failed; otherwise it is owed again a little later."""
    said = masked(f"{type(error).__name__}: {error}")[:500]
    log.warning("Mail %s was not sent: %s", mail.pk, type(error).__name__)
    if _is_lasting(error) or mail.attempts > len(WAITS):
        _leave_claim(mail, status=Status.FAILED, last_error=said)
    else:
        due_at = now + WAITS[mail.attempts - 1]
        _leave_claim(mail, status=Status.OWED, due_at=due_at, last_error=said)


def _is_lasting(error: Exception) -> bool:
    """Whether the server answered 5xx: it will not take this mail however often it is tried."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    if _server_is_away(error):
        return False
    return isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600


def _server_is_away(error: Exception) -> bool:
    """Whether it is the server's quarrel with us, or its silence, and not this mail."""
    quarrels = (
        smtplib.SMTPServerDisconnected,
        smtplib.SMTPConnectError,
        smtplib.SMTPHeloError,
        smtplib.SMTPAuthenticationError,
        # Every mail has the same sender: whoever refuses it refuses the installation.
        smtplib.SMTPSenderRefused,
    )
    # Every SMTPException is an OSError too.
    return isinstance(error, quarrels) or (
        isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    )


def _leave_claim(mail: OwedMail, **values: object) -> None:
    OwedMail.objects.filter(pk=mail.pk, status=Status.CLAIMED, claim=mail.claim).update(
        claim=None, claimed_until=None, **values
    )


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception:
        log.debug("The connection to the mail server was already gone.", exc_info=True)


def send_again(*, mail_id: int, now: datetime, actor: Actor) -> bool:
    """Owes a sent, failed or dropped mail once more, as a new one to whoever hides the second of two with the same
    Message-ID. False when it is on its way already."""
    with transaction.atomic():
        again = OwedMail.objects.filter(
            pk=mail_id, status__in=[Status.SENT, Status.FAILED, Status.DROPPED]
        ).update(
            status=Status.OWED,
            sent_at=None,
            attempts=0,
            due_at=now,
            last_error="",
            message_id=new_message_id(),
        )
        if again:
            mail = OwedMail.objects.select_related("event", "booking", "registration").get(pk=mail_id)
            entry = record(
                HistoryEntry.Verb.MAIL_AGAIN,
                actor=actor,
                now=now,
                event=mail.event,
                booking=mail.booking,
                registration=mail.registration,
                fields=[mail.kind],
            )
            write(history=[entry], mails=[])
            ring_when_committed()
    return bool(again)
