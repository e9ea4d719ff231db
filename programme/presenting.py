"""An event as its page shows it: words and dates in the reader's language, ready to print, so that the
templates only set them. Nothing here asks the clock or the database beyond the rows it is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from programme import dates, markup, pricing
from programme.languages import reader_language
from programme.models import Event, Organisation, Organiser, Rescheduling

# The same text gives the same HTML for ever, so keeping it can never show anything stale.
_html = lru_cache(maxsize=256)(markup.html)


def lang_attribute(language: str) -> SafeString:
    """` lang="da"` for the organiser's texts on a page in another language; nothing on a page in theirs."""
    return SafeString("") if language == reader_language() else format_html(' lang="{}"', language)


def in_a_row(words: Sequence[str]) -> str:
    """As in "Aalborg, Brønderslev og Albertslund". Safe where every word is safe."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {_('and')} {words[-1]}"


def before_what_follows(words: str) -> str:
    """Words that say what stands after them: with a colon, unless they end in a sign of their own, as questions do."""
    return words if not words or words[-1] in "?!.:" else f"{words}:"


def sentence(words: str) -> str:
    """With a capital, as a sentence begins."""
    return words[:1].upper() + words[1:]


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


def _organisation(organisation: Organisation, *, linked: bool) -> str:
    if linked and organisation.website:
        return format_html('<a href="{}">{}</a>', organisation.website, organisation.name)
    return format_html("{}", organisation.name)


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
    """Everything the event's page prints of the event itself, but its programme."""

    lang: SafeString
    block: dates.DayBlock
    when: str
    fee: str
    prices: list[tuple[str, str]]
    organisers: list[Part]
    moves: list[Move]
    description: SafeString


def event_page(
    event: Event, *, organisers: Iterable[Organiser], reschedulings: Iterable[Rescheduling], now: datetime
) -> EventPage:
    day = dates.day_in(now, event.timezone)
    language = reader_language()
    return EventPage(
        lang=lang_attribute(event.language),
        block=date_block(event.starts_on, event.ends_on, language),
        when=sentence(when_phrase(event, language)),
        fee=pricing.fee_line(event, language, day=day),
        prices=pricing.by_name(event, language, day=day) if len(event.price_list) > 1 else [],
        organisers=organiser_parts(organisers, linked=True),
        moves=moves_of(event, reschedulings, language),
        description=_html(event.description, heading=3) if event.description else SafeString(""),
    )
