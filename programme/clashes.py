"""What cannot well be true of a programme: two items in one room at a time, a person in two places, an item outside
the event's hours. These are warnings: the organiser may have her reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Literal

from programme import dates
from programme.models import Event, Session


@dataclass(frozen=True)
class Clash:
    """`second` is None for an item outside the hours; `what` is the room or the person that is there twice."""

    kind: Literal["room", "speaker", "hours"]
    first: Session
    second: Session | None = None
    what: str = ""


def clashes(event: Event, sessions: Iterable[Session]) -> list[Clash]:
    """The clashes of a programme in its order. Sessions come with their appearances and speakers."""
    rows = [row for row in sessions if not row.is_cancelled]
    found = [Clash("hours", row) for row in rows if _is_outside(event, row)]
    timed = [(row, span) for row in rows if (span := span_of(event, row))]
    for (first, one), (second, other) in combinations(timed, 2):
        if one[0] < other[1] and other[0] < one[1] and not _is_inside(first, second):
            found.extend(_shared(first, second))
    return found


def span_of(event: Event, session: Session) -> tuple[datetime, datetime] | None:
    """From when to when it lasts; None unless both times are known. An end before the start is after midnight."""
    if session.starts_at is None or session.ends_at is None:
        return None
    last_day = session.day + timedelta(days=1) if session.ends_at < session.starts_at else session.day
    return (
        dates.instant(session.day, session.starts_at, event.timezone),
        dates.instant(last_day, session.ends_at, event.timezone),
    )


def _is_outside(event: Event, session: Session) -> bool:
    if session.starts_at is None:
        return False
    begins = dates.instant(session.day, session.starts_at, event.timezone)
    span = span_of(event, session)
    return begins < event.begins or begins > event.ends or (span is not None and span[1] > event.ends)


def _is_inside(first: Session, second: Session) -> bool:
    """A group and its talks share their time."""
    return first.parent_id == second.pk or second.parent_id == first.pk


def _shared(first: Session, second: Session) -> Iterator[Clash]:
    if first.room and first.room.casefold() == second.room.casefold():
        yield Clash("room", first, second, first.room)
    people = {one.speaker_id: one.speaker.name for one in first.appearances.all()}
    for speaker_id in dict.fromkeys(one.speaker_id for one in second.appearances.all()):
        if speaker_id in people:
            yield Clash("speaker", first, second, people[speaker_id])
