"""The programme as it is read: days, the items of each day in order, the talks inside a group, and who is on. Page,
PDF and feeds all print this one outline."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from itertools import groupby

from programme.fixed_query import FixedQuery, Values
from programme.models import Appearance, Event, Session, Speaker


@dataclass(frozen=True)
class Item:
    """A session with its speakers and, for a group, its talks."""

    session: Session
    appearances: list[Appearance]
    talks: list["Item"] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    date: date
    items: list[Item]


@dataclass(frozen=True)
class Outline:
    days: list[Day]

    def __bool__(self) -> bool:
        return bool(self.days)

    @property
    def items(self) -> list[Item]:
        """Every item, talks inside groups after their group."""
        return [one for day in self.days for item in day.items for one in (item, *item.talks)]

    @property
    def rooms(self) -> list[str]:
        return list(dict.fromkeys(item.session.room for item in self.items if item.session.room))

    @property
    def speakers(self) -> list[tuple[Speaker, list[Appearance]]]:
        """Each person once, in the order of first appearance, with all her appearances."""
        found: dict[int, tuple[Speaker, list[Appearance]]] = {}
        for item in self.items:
            for appearance in item.appearances:
                found.setdefault(appearance.speaker_id, (appearance.speaker, []))[1].append(appearance)
        return list(found.values())


# A row for each item, or for each who is on it, in printing order. The photograph is read by its address only.
_PROGRAMME = FixedQuery(
    lambda event_id: Session.objects.filter(event=event_id).in_order("appearances__order", "appearances__pk"),
    "choice",
    "appearances",
    "appearances__speaker",
    also=("appearances__speaker__photo__content_hash",),
)


def rows_of(event: Event) -> list[Values]:
    """All that the event's programme is made of, in one query whatever its size: equal as long as nothing of it has
    changed."""
    return _PROGRAMME.rows(event.pk)


def outline_of(event: Event) -> Outline:
    """The event's programme, in one query."""
    return outline_from(rows_of(event))


def outline_from(rows: Iterable[Values]) -> Outline:
    """The programme that was read. Each appearance brings the address of the speaker's photograph along as
    `photo_hash`."""
    sessions: dict[int, Session] = {}
    speakers: dict[int, Speaker] = {}
    appearances = []
    for row in rows:
        session, _choice, appearance, speaker, photo_hash = _PROGRAMME.records(row)
        sessions.setdefault(session.pk, session)
        if appearance is not None:
            appearance.speaker = speakers.setdefault(speaker.pk, speaker)
            appearance.photo_hash = photo_hash
            appearances.append(appearance)
    return arrange(sessions.values(), appearances)


def arrange(sessions: Iterable[Session], appearances: Iterable[Appearance]) -> Outline:
    """Sessions and appearances in printing order, as an outline. A talk whose group is not among them stands by
    itself."""
    rows = {row.pk: row for row in sessions}
    people: dict[int, list[Appearance]] = {}
    for appearance in appearances:
        if appearance.session_id in rows:
            appearance.session = rows[appearance.session_id]
            people.setdefault(appearance.session_id, []).append(appearance)
    talks: dict[int, list[Session]] = {}
    for row in rows.values():
        if row.parent_id in rows and row.parent_id is not None:
            talks.setdefault(row.parent_id, []).append(row)

    def item(row: Session) -> Item:
        inside = _in_order_of_time(row, talks.get(row.pk, []))
        return Item(row, people.get(row.pk, []), [item(talk) for talk in inside])

    top = [row for row in rows.values() if row.parent_id not in rows]
    return Outline(
        [Day(day, [item(row) for row in group]) for day, group in groupby(top, key=lambda row: row.day)]
    )


def _in_order_of_time(group: Session, talks: Iterable[Session]) -> list[Session]:
    """The talks of a group by time, then by the order given. One without a time stays behind the one it follows. In a
    group that goes on past midnight the small hours come last."""
    is_late = None not in (group.starts_at, group.ends_at) and group.ends_at < group.starts_at  # type: ignore[operator]
    placed: list[tuple[bool, time, Session]] = []
    after = (False, time.min)
    for talk in sorted(talks, key=lambda talk: (talk.order, talk.pk)):
        if talk.starts_at is not None:
            after = (is_late and talk.starts_at < group.starts_at, talk.starts_at)  # type: ignore[operator]
        placed.append((*after, talk))
    return [talk for *_when, talk in sorted(placed, key=lambda one: one[:2])]
