"""What cannot well be true of a programme: two items in one room at a time, a person in two places, an item outside
the event's hours or outside the item it stands inside, or one that ends before it begins. These are warnings: the
organiser may have her reasons. Stored items and items that are still being typed are looked at alike."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Literal

from programme import dates
from programme.models import Event, Session
from programme.reading.voices import fold_name

HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Slot:
    """What of an item can clash. `group` is the key of the item it stands inside; `people` are names by their folded
    form."""

    key: Hashable
    title: str
    day: date
    starts_at: time | None = None
    ends_at: time | None = None
    room: str = ""
    group: Hashable = None
    people: dict[str, str] = field(default_factory=dict)
    is_workshop: bool = False
    # Of the choice of which each person has at most one.
    one_of: Hashable = None


@dataclass(frozen=True)
class Clash:
    """`second` is the other item, or the one that `first` stands inside; None where there is but one. `what` is the
    room or the person that is there twice."""

    kind: Literal["room", "time", "speaker", "hours", "backwards", "inside"]
    first: Slot
    second: Slot | None = None
    what: str = ""


def slots(sessions: Iterable[Session]) -> list[Slot]:
    """Those of the sessions that are not called off. They come with their appearances and speakers."""
    return [
        Slot(
            key=row.pk,
            title=row.title,
            day=row.day,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            room=row.room,
            group=row.parent_id,
            people=people(one.speaker.name for one in row.appearances.all()),
            is_workshop=row.kind == Session.Kind.WORKSHOP,
            one_of=one_of(row),
        )
        for row in sessions
        if not row.is_cancelled
    ]


def one_of(session: Session) -> int | None:
    """The choice of an item, where each person has at most one of it."""
    choice = session.choice
    return choice.pk if choice is not None and choice.most == 1 else None


def people(names: Iterable[str]) -> dict[str, str]:
    return {fold_name(name): name for name in names}


def clashes(event: Event, slots: Iterable[Slot]) -> list[Clash]:
    """The clashes of a programme in its order. Where no room is named, there is one room; workshops have their own."""
    rows = list(slots)
    found = [clash for row in rows if (clash := _untimely(event, row))]
    by_key = {row.key: row for row in rows}
    found += [
        Clash("inside", row, group)
        for row in rows
        if (group := by_key.get(row.group)) and _sticks_out(event, row, group)
    ]
    names_rooms = any(row.room for row in rows)
    timed = [(row, span) for row in rows if (span := span_of(event, row))]
    for (first, one), (second, other) in combinations(timed, 2):
        if one[0] < other[1] and other[0] < one[1] and not _is_inside(first, second):
            found.extend(_shared(first, second))
            if not (
                names_rooms or (first.is_workshop and second.is_workshop) or _are_alternatives(first, second)
            ):
                found.append(Clash("time", first, second))
    return found


def span_of(event: Event, slot: Slot) -> tuple[datetime, datetime] | None:
    """From when to when it lasts; None unless both times are known. An end before the start is after midnight."""
    if slot.starts_at is None or slot.ends_at is None:
        return None
    last_day = slot.day + timedelta(days=1) if slot.ends_at < slot.starts_at else slot.day
    return (
        dates.instant(slot.day, slot.starts_at, event.timezone),
        dates.instant(last_day, slot.ends_at, event.timezone),
    )


def _untimely(event: Event, slot: Slot) -> Clash | None:
    """An item that is at no time it can well be at. Few items last past midnight, and none for half a day."""
    is_outside, span = _is_outside(event, slot), span_of(event, slot)
    if span is not None and slot.ends_at < slot.starts_at and (is_outside or span[1] - span[0] > HALF_A_DAY):  # type: ignore[operator]
        return Clash("backwards", slot)
    return Clash("hours", slot) if is_outside else None


def _sticks_out(event: Event, slot: Slot, group: Slot) -> bool:
    """Whether it begins or ends outside the item it stands inside."""
    around, span = span_of(event, group), span_of(event, slot)
    if around is None or slot.starts_at is None:
        return False
    begins = dates.instant(slot.day, slot.starts_at, event.timezone)
    ends = span[1] if span is not None else begins
    return begins < around[0] or ends > around[1]


def _is_outside(event: Event, slot: Slot) -> bool:
    if slot.starts_at is None:
        return False
    begins = dates.instant(slot.day, slot.starts_at, event.timezone)
    span = span_of(event, slot)
    return begins < event.begins or begins > event.ends or (span is not None and span[1] > event.ends)


def _is_inside(first: Slot, second: Slot) -> bool:
    """A group and its talks share their time."""
    return first.key == second.group or second.key == first.group


def _are_alternatives(first: Slot, second: Slot) -> bool:
    """Whether nobody is at both: they are to be chosen between."""
    return first.one_of is not None and first.one_of == second.one_of


def _shared(first: Slot, second: Slot) -> Iterator[Clash]:
    if first.room and first.room.casefold() == second.room.casefold():
        yield Clash("room", first, second, first.room)
    for key in second.people:
        if key in first.people:
            yield Clash("speaker", first, second, first.people[key])
