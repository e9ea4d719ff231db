"""An owed mail as subject, text and message."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, engines
from django.utils import translation

from programme.models import Event
from registration.flowed import flowed
from registration.log import masked
from registration.mails.calendar_files import calendar_file, calendar_place, has_left
from registration.mails.facts import facts
from registration.mails.rows import Rows, rows_of
from registration.models import OwedMail


class Text(NamedTuple):
    """Subject and body, each paragraph of the body one line."""

    subject: str
    body: str


class FlowedMessage(EmailMessage):
    """A mail whose paragraphs fit themselves to the reader's screen."""

    def message(self, **how: Any) -> Any:
        message = super().message(**how)
        for part in message.walk():
            if part.get_content_type() == "text/plain":
                part.set_param("format", "flowed")
        return message


def build(mail: OwedMail, *, now: datetime) -> EmailMessage:
    """The message as it goes to the mail server."""
    rows = rows_of(mail)
    text = text_of(mail, rows=rows, now=now)
    message = FlowedMessage(
        subject=text.subject,
        body=flowed(text.body),
        from_email=sender(mail.event),
        to=[mail.to_email],
        reply_to=[mail.event.contact_email],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
        },
    )
    if (place := calendar_place(mail, rows=rows)) is not None:
        message.attach(calendar_file(place, event=mail.event, now=now, is_cancelled=has_left(mail)))
    return message


def staff_text(mail: OwedMail, *, now: datetime) -> Text:
    """Subject and text as staff may see them: no personal link opens."""
    text = text_of(mail, rows=rows_of(mail), now=now)
    return Text(text.subject, masked(text.body))


def text_of(mail: OwedMail, *, rows: Rows, now: datetime) -> Text:
    with translation.override(mail.language):
        context = facts(mail, rows=rows, now=now)
        subject = " ".join(_rendered(f"{mail.kind}.subject.txt", context).split())
        return Text(subject, composed(_rendered(f"{mail.kind}.txt", context)))


def sender(event: Event) -> str:
    """The installation's address under the organiser's name."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()
    return str(Address(display_name=" ".join(event.owner.name.split()), addr_spec=address))


def _rendered(name: str, context: dict[str, Any]) -> str:
    """Without HTML's escapes: a name comes out as it was typed."""
    template = engines["django"].get_template(f"registration/mail/{name}").template  # type: ignore[attr-defined]
    return template.render(Context(context, autoescape=False))


def composed(text: str) -> str:
    """One line for each paragraph, and one blank line where a template leaves several."""
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"
