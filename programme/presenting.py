"""An event as its page shows it: words and dates in the reader's language, ready to print, so that the
templates only set them. Nothing here asks the clock or the database beyond the rows it is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from programme import dates, markup, pricing
from programme.models import Appearance, Event, Organisation, Organiser, Rescheduling, Session, Speaker
from programme.outline import Item, Outline

# An abstract longer than this many characters is folded; sooner in the narrow column of one room among several.
FOLDED_FROM = 700
FOLDED_IN_A_ROOM_FROM = 200

# The same text gives the same HTML for ever, so keeping it can never show anything stale.
_html = lru_cache(maxsize=2048)(markup.html)


def reader_language() -> str:
    return dates.language_of(get_language())


def lang_attribute(event: Event) -> SafeString:
    """` lang="da"` for the organiser's texts on a page in another language; nothing on a page in theirs."""
    return (
        SafeString("") if event.language == reader_language() else format_html(' lang="{}"', event.language)
    )


def in_a_row(words: Sequence[str]) -> str:
    """As in "Aalborg, Brønderslev og Albertslund". Safe where every word is safe."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {_('and')} {words[-1]}"


# ------------------------------------------------------------------ date, place, organisers


def when_phrase(event: Event, language: str) -> str:
    return dates.period_phrase(event.starts_on, event.starts_at, event.ends_on, event.ends_at, language)


def date_block(starts_on: date, ends_on: date, language: str) -> dates.DayBlock:
    """The picture of an event: its day, or the span of its days with weekdays and months cut to three letters."""
    first, last = dates.day_block(starts_on, language), dates.day_block(ends_on, language)
    if starts_on == ends_on:
        return first
    month = first.month if first.month == last.month else f"{first.month[:3]}–{last.month[:3]}"
    return dates.DayBlock(
        f"{first.weekday[:3]}–{last.weekday[:3]}", f"{first.number}–{last.number}", month, last.year
    )


@dataclass(frozen=True, slots=True)
class Part:
    """The organisations with one role: `label` ("in cooperation with", empty for the organisers) and names."""

    label: str
    names: SafeString


def organiser_parts(organisers: Iterable[Organiser], *, linked: bool) -> list[Part]:
    labels = {
        Organiser.Role.ORGANISER: "",
        Organiser.Role.CO_ORGANISER: _("in cooperation with"),
        Organiser.Role.SUPPORTER: _("with support from"),
    }
    by_role: dict[str, list[str]] = {role: [] for role in labels}
    for organiser in organisers:
        by_role[organiser.role].append(_organisation(organiser.organisation, linked=linked))
    return [
        # Every name was escaped above and the joining word is ours.
        Part(labels[Organiser.Role(role)], mark_safe(in_a_row(names)))  # noqa: S308
        for role, names in by_role.items()
        if names
    ]


def owner_part(event: Event, *, linked: bool) -> Part:
    """An event without organisers is its owner's."""
    return Part("", SafeString(_organisation(event.owner, linked=linked)))


def _organisation(organisation: Organisation, *, linked: bool) -> str:
    if linked and organisation.website:
        return format_html('<a href="{}">{}</a>', organisation.website, organisation.name)
    return format_html("{}", organisation.name)


# ------------------------------------------------------------------ the programme


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
    # The id of one that needs signing up, and what is said of that: that it does, and what it is a choice of.
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
    level: int
    says_rooms: bool


def programme_rows(outline: Outline, language: str) -> list[DayRows]:
    several = len(outline.days) > 1
    words = _Words(
        language=language,
        by={
            Appearance.Role.SPEAKER: (pgettext("before a speaker's name", "By"), _("and")),
            Appearance.Role.MODERATOR: (_("Moderator:"), _("and")),
            Appearance.Role.HOST: (_("Host:"), _("and")),
        },
        called_off=_("Called off"),
        needs_sign_up=_("Needs signing up"),
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
        abstract=_html(session.abstract, heading=level + 1) if session.abstract else SafeString(""),
        is_folded=len(session.abstract) > (FOLDED_FROM if says_room else FOLDED_IN_A_ROOM_FROM),
        chosen=session.pk if session.needs_sign_up else 0,
        sign_up=_sign_up(session, words) if session.needs_sign_up else "",
    )


def _sign_up(session: Session, words: _Words) -> str:
    return " · ".join(filter(None, (words.needs_sign_up, session.choice.name if session.choice else "")))


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


def sentence(words: str) -> str:
    """With a capital, as a sentence begins."""
    return words[:1].upper() + words[1:]


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
        biography=_html(speaker.biography, heading=4) if speaker.biography else SafeString(""),
        website=speaker.website,
        moments=mark_safe(", ".join(moments.values())),  # noqa: S308
    )


# ------------------------------------------------------------------ moves


@dataclass(frozen=True, slots=True)
class Move:
    before: str
    after: str
    reason: str


def moves_of(event: Event, reschedulings: Iterable[Rescheduling], language: str) -> list[Move]:
    """Where and when it was before and came to be, the latest move first; a new address alone is no move."""
    place = event.venue.full_place if event.venue is not None else ""
    now_when, now_place = when_phrase(event, language), place
    found = []
    for move in reschedulings:
        when = dates.period_phrase(
            move.old_starts_on, move.old_starts_at, move.old_ends_on, move.old_ends_at, language
        )
        before, after = [], []
        if when != now_when:
            before.append(when)
            after.append(now_when)
        if move.old_place and move.old_place != now_place:
            before.append(move.old_place)
            after.append(now_place)
        if before:
            found.append(Move(", ".join(before), ", ".join(filter(None, after)), move.reason))
        now_when, now_place = when, move.old_place
    return found


# ------------------------------------------------------------------ the page


@dataclass(frozen=True, slots=True)
class EventPage:
    """Everything the event's page prints of the event itself."""

    lang: SafeString
    block: dates.DayBlock
    when: str
    fee: str
    prices: list[tuple[str, str]]
    organisers: list[Part]
    moves: list[Move]
    description: SafeString
    days: list[DayRows]
    room: str
    people: list[Person]
    read_more: str
    about: str


def event_page(
    event: Event, *, outline: Outline, organisers: Iterable[Organiser], reschedulings: Iterable[Rescheduling]
) -> EventPage:
    language = reader_language()
    parts = organiser_parts(organisers, linked=True)
    return EventPage(
        lang=lang_attribute(event),
        block=date_block(event.starts_on, event.ends_on, language),
        when=sentence(when_phrase(event, language)),
        fee=pricing.fee_line(event, language),
        prices=pricing.by_name(event, language) if len(event.price_list) > 1 else [],
        organisers=parts or [owner_part(event, linked=True)],
        moves=moves_of(event, reschedulings, language),
        description=_html(event.description, heading=3) if event.description else SafeString(""),
        days=programme_rows(outline, language),
        room=only_room(outline),
        people=people(outline, language),
        read_more=_("Read about it"),
        about=pgettext("a speaker", "About"),
    )
