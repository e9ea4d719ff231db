"""The demo's mailbox: what was sent, read from the folder that Django's file backend writes to. Only in a demo; a real
installation sends its mails and shows no links to anybody."""

import email
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.policy import default
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from registration import flowed

# Django ends each message of a file with a line of dashes; the next one begins with a header.
DIVIDER = re.compile(rb"\n-{79}\n(?=[A-Za-z-]+: |\Z)")
FILE = re.compile(r"\d{8}-\d{6}-\d+\.log")
NAME = re.compile(r"(?P<file>\d{8}-\d{6}-\d+)-(?P<number>[1-9]\d{0,5})")
NEWEST_FILES = 200
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Attachment:
    number: int
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A sent mail as its reader sees it. `at` is when it was written."""

    name: str
    sender: str
    to: str
    subject: str
    at: datetime
    text: str
    attachments: tuple[Attachment, ...]


def sent_mails(folder: Path) -> list[Mail]:
    """The mails of the newest files, the latest first: as they were sent, since the demo's clock may have been set back
    meanwhile."""
    files = [path for path in folder.glob("*.log") if FILE.fullmatch(path.name)]
    files.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [mail for path in files[:NEWEST_FILES] for mail in reversed(_mails_of(path))]


def mail_named(name: str, *, folder: Path) -> Mail | None:
    """None for a name that no mail of the folder has."""
    parts = NAME.fullmatch(name)
    path = folder / f"{parts['file']}.log" if parts else None
    if path is None or not path.is_file():
        return None
    return next((mail for mail in _mails_of(path) if mail.name == name), None)


def _mails_of(path: Path) -> list[Mail]:
    """The messages of a file; the last piece is none, or one that is still being written."""
    pieces = DIVIDER.split(path.read_bytes())[:-1]
    return [_read(piece, name=f"{path.stem}-{number}") for number, piece in enumerate(pieces, 1)]


def _read(raw: bytes, *, name: str) -> Mail:
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101
    body = message.get_body(("plain",))
    date = message["Date"]
    return Mail(
        name=name,
        sender=_line(message["From"]),
        to=_line(message["To"]),
        subject=_line(message["Subject"]),
        at=date.datetime if date is not None and date.datetime else datetime.min.replace(tzinfo=UTC),
        text=_text(body) if body is not None else "",
        attachments=tuple(
            Attachment(
                number,
                part.get_filename() or f"{number}",
                part.get_content_type(),
                bytes(part.get_payload(decode=True) or b""),
            )
            for number, part in enumerate(message.iter_attachments(), 1)
        ),
    )


def _text(body: MIMEPart) -> str:
    text: str = body.get_content()
    return flowed.read(text) if body.get_param("format") == "flowed" else text


def _line(header: object) -> str:
    """A header without the line breaks it travelled with."""
    return " ".join(str(header or "").split())


# ------------------------------------------------------------------ pages


def only_in_a_demo(view: View) -> View:
    """404 elsewhere; never kept and never indexed here."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


@require_safe
@only_in_a_demo
def mailbox(request: HttpRequest) -> HttpResponse:
    return render(
        request, "registration/mailbox.html", {"mails": sent_mails(folder()), "zone": settings.TIME_ZONE}
    )


@require_safe
@only_in_a_demo
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(
        request, "registration/mailbox_mail.html", {"mail": _found(name), "zone": settings.TIME_ZONE}
    )


@require_safe
@only_in_a_demo
def attachment(_request: HttpRequest, name: str, number: int) -> HttpResponse:
    """To keep, whatever its kind: nothing of it is shown in the browser."""
    file = next((one for one in _found(name).attachments if one.number == number), None)
    if file is None:
        raise Http404
    response = HttpResponse(file.content, content_type=file.content_type)
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", file.name)
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    return response


def _found(name: str) -> Mail:
    found = mail_named(name, folder=folder())
    if found is None:
        raise Http404
    return found
