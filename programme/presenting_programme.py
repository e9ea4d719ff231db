"""A programme as the event's page shows it: words and times in the reader's language, ready to print, so that the
templates only set them. Nothing here asks the clock or the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programme import announcing, dates, markup
from programme.models import Appearance, Session, Speaker
from programme.outline import Item, Outline
from programme.presenting import sentence

# An abstract longer than this many characters is folded; sooner in the narrow column of one room among several.
FOLDED_FROM = 700
FOLDED_IN_A_ROOM_FROM = 200

# ------------------------------------------------------------------ items


@dataclass(frozen=True, slots=True)
class Voice:
    """One person on one item: "Ved", the name, and ", titel, sted"."""

    prefix: str
    name: str
    described: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, or a talk inside a group. `time` stands here only where it is not the time of the whole slot;
    `is_special` where time, cancellation or note is to be said before the rest."""

    anchor: str
    css: str
    tag: str
    title: str
    is_special: bool
    time: str
    cancelled: str
    note: str
    place: str
    voices: list[Voice]
    abstract: SafeString
    is_folded: bool
    # The id of one that needs signing up, and what is said of that: that it does, or is distributed by wishes, and what
    # it is a choice of.
    chosen: int
    sign_up: str


@dataclass(frozen=True, slots=True)
class Column:
    """What happens in one room; `room` is said only where several rooms run side by side."""

    room: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of the programme: a single item, or several rooms side by side."""

    time: str
    css: str
    columns: list[Column]
    is_parallel: bool


@dataclass(frozen=True, slots=True)
class DayRows:
    anchor: str
    heading: str
    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class _Words:
    """The few words of ours in a programme, looked up once."""

    language: str
    by: dict[str, tuple[str, str]]
    called_off: str
    needs_sign_up: str
    by_wishes: str
    level: int
    says_rooms: bool


def programme_rows(outline: Outline, language: str, *, wishes_until: date | None) -> list[DayRows]:
    several = len(outline.days) > 1
    needs_sign_up = _("Needs signing up")
    words = _Words(
        language=language,
        by={
            Appearance.Role.SPEAKER: (pgettext("before a speaker's name", "By"), _("and")),
            Appearance.Role.MODERATOR: (_("Moderator:"), _("and")),
            Appearance.Role.HOST: (_("Host:"), _("and")),
        },
        called_off=_("Called off"),
        needs_sign_up=needs_sign_up,
        by_wishes=announcing.wishes_line(wishes_until, language) if wishes_until else needs_sign_up,
        level=4 if several else 3,
        says_rooms=len(outline.rooms) > 1,
    )
    return [
        DayRows(
            anchor=f"day-{number}",
            heading=sentence(dates.day_phrase(day.date, language, year=False)) if several else "",
            slots=[_slot(items, words) for items in _side_by_side(day.items)],
        )
        for number, day in enumerate(outline.days, start=1)
    ]


def only_room(outline: Outline) -> str:
    """The room of the whole programme, when there is just one."""
    return outline.rooms[0] if len(outline.rooms) == 1 else ""


def _minutes(session: Session) -> tuple[int, int] | None:
    """Begin and end in minutes of the day; an end before the begin is past midnight; no end is one minute long."""
    if session.starts_at is None:
        return None
    begin = session.starts_at.hour * 60 + session.starts_at.minute
    if session.ends_at is None:
        return begin, begin + 1
    end = session.ends_at.hour * 60 + session.ends_at.minute
    return begin, end if end > begin else end + 24 * 60


def _side_by_side(items: Iterable[Item]) -> list[list[Item]]:
    """Items in order, those that overlap in different rooms together."""
    rows: list[list[Item]] = []
    until = -1
    for item in items:
        span = _minutes(item.session)
        together = (
            span is not None
            and span[0] < until
            and item.session.room
            and all(other.session.room for other in rows[-1])
        )
        if together and span is not None:
            rows[-1].append(item)
            until = max(until, span[1])
        else:
            rows.append([item])
            until = span[1] if span is not None else -1
    return rows


def _slot(items: list[Item], words: _Words) -> Slot:
    first = items[0].session
    if len(items) == 1:
        kind = "pause" if first.is_pause else ""
        column = Column("", _entries(items[0], words, slot_time=_clock(first, words.language)))
        return Slot(_clock(first, words.language), kind, [column], is_parallel=False)
    ends = [item.session for item in items if item.session.ends_at is not None]
    last = max(ends, key=lambda session: (_minutes(session) or (0, 0))[1], default=first)
    whole = _span(first.starts_at, last.ends_at, words.language)
    by_room: dict[str, list[Entry]] = {}
    for item in items:
        by_room.setdefault(item.session.room, []).extend(
            _entries(item, words, slot_time=whole, says_room=False)
        )
    return Slot(
        whole, "", [Column(room, found) for room, found in by_room.items()], is_parallel=len(by_room) > 1
    )


def _entries(item: Item, words: _Words, *, slot_time: str, says_room: bool = True) -> list[Entry]:
    """The item and, after it, the talks inside it."""
    here = _entry(item, words, slot_time=slot_time, says_room=says_room, level=words.level, css="")
    return [
        here,
        *(
            _entry(talk, words, slot_time=slot_time, says_room=says_room, level=words.level + 1, css="nested")
            for talk in item.talks
        ),
    ]


def _entry(item: Item, words: _Words, *, slot_time: str, says_room: bool, level: int, css: str) -> Entry:
    session = item.session
    clock = _clock(session, words.language)
    own_time = "" if clock == slot_time else clock
    room = session.room if says_room and words.says_rooms else ""
    return Entry(
        anchor=_anchor(session),
        css=f"{css} called-off".strip() if session.is_cancelled else css,
        tag="p" if session.is_pause else f"h{level}",
        title=session.title,
        is_special=bool(own_time or session.note or session.is_cancelled),
        time=own_time,
        cancelled=words.called_off if session.is_cancelled else "",
        note=session.note,
        place=" · ".join(filter(None, (room, session.track))),
        voices=_voices(item.appearances, words),
        abstract=markup.html(session.abstract, heading=level + 1) if session.abstract else SafeString(""),
        is_folded=len(session.abstract) > (FOLDED_FROM if says_room else FOLDED_IN_A_ROOM_FROM),
        chosen=session.pk if session.needs_sign_up else 0,
        sign_up=_sign_up(session, words) if session.needs_sign_up else "",
    )


def _sign_up(session: Session, words: _Words) -> str:
    choice = session.choice
    if choice is None:
        return words.needs_sign_up
    return f"{words.by_wishes if choice.gathers_wishes else words.needs_sign_up} · {choice.name}"


def _voices(appearances: Iterable[Appearance], words: _Words) -> list[Voice]:
    """In the order printed; the word before the name changes where the role does."""
    found = []
    role = ""
    for appearance in appearances:
        first, further = words.by[appearance.role]
        described = appearance.described
        found.append(
            Voice(
                further if appearance.role == role else first,
                appearance.speaker.name,
                f", {described}" if described else "",
            )
        )
        role = appearance.role
    return found


def _anchor(session: Session) -> str:
    return f"p{session.pk}"


def _clock(session: Session, language: str) -> str:
    return _span(session.starts_at, session.ends_at, language)


def _span(starts_at: time | None, ends_at: time | None, language: str) -> str:
    """9.00-9.15, as in the time column."""
    return "" if starts_at is None else dates.span_phrase(starts_at, ends_at, language).removeprefix("kl. ")


# ------------------------------------------------------------------ speakers


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    described: str
    photo: str
    biography: SafeString
    website: str
    moments: SafeString


def people(outline: Outline, language: str) -> list[Person]:
    """Everyone in the programme, in the order of first appearance, with where and when to hear them. Who was only on
    items that are called off is left out."""
    several = len(outline.days) > 1
    begins = {
        one.session.pk: one.session.starts_at or item.session.starts_at
        for day in outline.days
        for item in day.items
        for one in (item, *item.talks)
        if not (one.session.is_cancelled or item.session.is_cancelled)
    }
    found = []
    for speaker, appearances in outline.speakers:
        kept = [appearance for appearance in appearances if appearance.session_id in begins]
        if kept:
            found.append(_person(speaker, kept, begins, language, several=several))
    return found


def _person(
    speaker: Speaker,
    appearances: list[Appearance],
    begins: dict[int, time | None],
    language: str,
    *,
    several: bool,
) -> Person:
    described = dict.fromkeys(one.described for one in appearances if one.described)
    # Of two items at the same time only the first is said.
    moments: dict[tuple[date, time], str] = {}
    for one in appearances:
        at = begins[one.session_id]
        if at is not None:
            day = f"{dates.weekday_name(one.session.day, language)} " if several else ""
            # Anchors are made of numbers, and times and weekdays are our own words.
            said = f'<a href="#{_anchor(one.session)}">{day}{dates.span_phrase(at, None, language)}</a>'
            moments.setdefault((one.session.day, at), said)
    return Person(
        name=speaker.name,
        described="; ".join(described),
        photo=getattr(appearances[0], "photo_hash", None) or "",
        biography=markup.html(speaker.biography, heading=4) if speaker.biography else SafeString(""),
        website=speaker.website,
        moments=mark_safe(", ".join(moments.values())),  # noqa: S308
    )
