"""Keeping the printed programme up to date: what has changed, which PDF belongs to it, and making the one that is
missing. WeasyPrint runs in a child process, so that neither its crash nor its slowness is the caller's."""

import json
import logging
import os
import subprocess
import sys
import threading
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from programme import dates, pdf, printed, queue, searching
from programme.models import Event, ProgrammePdf, Session

# How long a visitor waits for a PDF that is missing, and how long the worker does.
VISITOR_SECONDS = 20.0
WORKER_SECONDS = 180.0

logger = logging.getLogger(__name__)
_printing = threading.Lock()


class NotMade(RuntimeError):
    """There is no PDF now; asking again later may help."""


class Busy(NotMade):
    """This process is making another PDF already."""


class NoPango(NotMade):
    """This installation cannot make PDFs."""


def programme_changed(event: Event, *, now: datetime) -> bool:
    """Call after every save of an event, its programme, its venue, its organisers or its target groups. The words it
    is found by are written again. When a printed word differs from last time, the event says so; when anything printed
    does, a worker is asked for the new PDF. Answers whether a word did."""
    with transaction.atomic():
        # The lock: of two who save at once the second sees what both wrote.
        fresh = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        digest = printed.digest(printed.content(fresh))
        changed = (
            Event.objects.filter(pk=event.pk)
            .exclude(programme_hash=digest)
            .update(programme_hash=digest, programme_changed_at=now)
        ) == 1
        if fresh.is_announced and fresh.published_at is None:
            fresh.published_at = now
        fresh.has_choices = Session.objects.filter(event=event, needs_sign_up=True).exists()
        fresh.dress_hash = printed.digest(printed.dress(fresh))
        Event.objects.filter(pk=event.pk).update(
            published_at=fresh.published_at, dress_hash=fresh.dress_hash, has_choices=fresh.has_choices
        )
        _write_search_text(fresh)
        event.programme_hash, event.dress_hash = digest, fresh.dress_hash
        event.programme_changed_at = now if changed else fresh.programme_changed_at
        event.published_at, event.has_choices = fresh.published_at, fresh.has_choices
        if fresh.is_announced and stored(event) is None:

            def ring() -> None:
                queue.ring("programme.tasks.make_programme", event.pk)

            transaction.on_commit(ring, robust=True)
    return changed


def _write_search_text(event: Event) -> None:
    words = searching.text_of(event)
    if words != event.search_text:
        Event.objects.filter(pk=event.pk).update(search_text=words)


def changed_on(event: Event) -> date:
    """The day on which the programme last changed, where the event takes place."""
    if event.programme_changed_at is None:
        raise ValueError("Nothing is known of this programme yet: call programme_changed first.")
    return dates.day_in(event.programme_changed_at, event.timezone)


def published_on(event: Event) -> date | None:
    """The day on which it was first published, where the programme has changed after that; else nothing."""
    if event.published_at is None or event.programme_changed_at is None:
        return None
    if event.programme_changed_at <= event.published_at:
        return None
    return dates.day_in(event.published_at, event.timezone)


def key(event: Event) -> str:
    """Names the PDF that belongs to the event now: its content, the days and the address on it, and the layout."""
    published = published_on(event)
    return printed.digest(
        {
            "content": event.programme_hash,
            "dress": event.dress_hash,
            "changed_on": changed_on(event).isoformat(),
            "published_on": published.isoformat() if published else None,
            "address": address(event),
            "layout": pdf.layout(),
        }
    )


def address(event: Event) -> str:
    """The event's page, in the event's language."""
    with translation.override(event.language):
        return settings.SITE_URL + event.get_absolute_url()


def stored(event: Event) -> ProgrammePdf | None:
    """The PDF that belongs to the event now, if it is made."""
    return event.pdfs.filter(content_hash=key(event)).first()


def make(event: Event, *, now: datetime, limit: float) -> ProgrammePdf:
    """Makes and stores the event's PDF within `limit` seconds, or raises NotMade. One at a time in each process."""
    if not _printing.acquire(blocking=False):
        raise Busy(event.pk)
    try:
        facts, dress = _facts(event, now=now)
        name = key(event)
        data = in_child(
            facts,
            dress=dress,
            changed_on=changed_on(event),
            published_on=published_on(event),
            address=address(event),
            limit=limit,
        )
    finally:
        _printing.release()
    made = ProgrammePdf(event=event, content_hash=name, data=data, made_at=now)
    ProgrammePdf.objects.bulk_create([made], ignore_conflicts=True)
    event.pdfs.filter(made_at__lt=now).exclude(content_hash=name).delete()
    return made


def _facts(event: Event, *, now: datetime) -> tuple[printed.Facts, printed.Facts]:
    """The words and the dress that are to be printed, after noticing a change that nobody reported."""
    facts, dress = printed.content(event), printed.dress(event)
    if not _are_known(event, facts, dress):
        event.refresh_from_db()
        programme_changed(event, now=now)
        facts, dress = printed.content(event), printed.dress(event)
    if not _are_known(event, facts, dress):
        raise NotMade("The programme is being changed at this moment.")
    return facts, printed.with_pictures(dress, event)


def _are_known(event: Event, facts: printed.Facts, dress: printed.Facts) -> bool:
    return (printed.digest(facts), printed.digest(dress)) == (event.programme_hash, event.dress_hash)


def in_child(
    facts: printed.Facts,
    *,
    dress: printed.Facts | None = None,
    changed_on: date,
    published_on: date | None = None,
    address: str,
    limit: float,
) -> bytes:
    """The PDF, made by a process of its own that is ended after `limit` seconds."""
    job = {
        "facts": facts,
        "dress": dress,
        "changed_on": changed_on.isoformat(),
        "published_on": published_on.isoformat() if published_on else None,
        "address": address,
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "render_programme"]
    try:
        child = subprocess.run(  # noqa: S603 (nobody's words are in the command)
            command,
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=limit,
            check=False,
            # One content has one file: fonts carry the time at which they were made smaller.
            env=os.environ | {"SOURCE_DATE_EPOCH": "0", "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise NotMade(f"No PDF in {limit} seconds.") from error
    if child.returncode == pdf.NO_PANGO:
        raise NoPango("WeasyPrint's system libraries are not installed.")
    if child.returncode != 0 or not child.stdout.startswith(b"%PDF-"):
        said = child.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NotMade(f"Printing ended with {child.returncode}: {' '.join(said)}")
    return child.stdout


def without_pdf() -> list[Event]:
    """The announced events whose PDF is missing, the coming ones first; two queries."""
    made = set(ProgrammePdf.objects.values_list("event_id", "content_hash"))
    known = Event.objects.announced().exclude(Q(programme_hash="") | Q(programme_changed_at=None))
    return [event for event in known.order_by("-starts_on") if (event.pk, key(event)) not in made]
