"""One field for both times of a programme item: what organisers type there → when it begins and ends, and back.

Pure: no Django. No text makes it fail; what cannot be read comes back as a problem that says what to type instead."""

import re
from datetime import time
from typing import NamedTuple

from programme import dates

# Longer than any span; what comes after is somebody's title in the wrong field.
LONGEST = 60


class Span(NamedTuple):
    """Both times may be missing: an item without a time, or one whose end is open. An end before the start is after
    midnight."""

    starts_at: time | None = None
    ends_at: time | None = None
    problem: dates.UnreadableTime | None = None


class UnreadableSpan(dates.UnreadableTime):
    sentences = {
        **dates.UnreadableTime.sentences,
        "invalid": dates.gettext_noop(
            "Write the time as for example 9.00-9.30, or only when it begins: 9.00."
        ),
        "no_length": dates.gettext_noop("It ends at the minute it begins: look at the two times."),
    }


_PREFIX = re.compile(r"(?:fra|from|ca\.?|cirka)\s+|(?:klokken|kl\.?)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[-‐‑‒–—−/]|\b(?:til|to)\b|→)\s*", re.IGNORECASE)
_MIDNIGHT = re.compile(r"24(?:[.:,]?00)?")


def read_span(text: str) -> Span:
    """The times in `9-9.15`, `9.00 – 9.15`, `9:00-9:15`, `kl. 13.15-14`, `fra 9 til 10`, `18-24`; in `9.30` or
    `9.30-` the end is open; an empty text has no time."""
    typed = " ".join(text.split())
    if not typed:
        return Span()
    parts = [_without_prefix(part) for part in _BETWEEN.split(_without_prefix(typed.rstrip(".,;")))]
    if len(parts) > 2 or len(typed) > LONGEST:
        return Span(problem=UnreadableSpan("invalid", typed[:LONGEST]))
    try:
        starts_at = dates.parse_time(parts[0])
        ends_at = _end(parts[1]) if len(parts) == 2 and parts[1] else None
    except dates.UnreadableTime as error:
        return Span(problem=UnreadableSpan(error.code, error.typed if error.code != "invalid" else typed))
    if starts_at == ends_at:
        return Span(problem=UnreadableSpan("no_length", typed))
    return Span(starts_at, ends_at)


def written(starts_at: time | None, ends_at: time | None) -> str:
    """9.00-9.15, or 9.00, or nothing: what `read_span` reads as the same two times."""
    if starts_at is None:
        return ""
    start = dates.time_phrase(starts_at, "da")
    return start if ends_at is None else f"{start}-{dates.time_phrase(ends_at, 'da')}"


def _without_prefix(part: str) -> str:
    while found := _PREFIX.match(part):
        part = part[found.end() :]
    return part.strip()


def _end(part: str) -> time:
    """A programme may end at 24.00, which is 0.00 of the next day."""
    return time(0) if _MIDNIGHT.fullmatch(part) else dates.parse_time(part)
