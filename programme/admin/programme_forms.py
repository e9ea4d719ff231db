"""From typed rows to the items of a programme and back: the shape of each field, the persons of each line, and which
rows somebody has touched."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme import dates
from programme.admin.programme_rows import Row, heads, tidy_lines
from programme.editing import Item, Known, Seen
from programme.fields import DayField
from programme.languages import reader_language
from programme.models import Appearance, Event, Session, Speaker
from programme.models.session import ENDS_BEFORE_IT_BEGINS, must_be_turned_round
from programme.outline import arrange
from programme.reading.kinds import kind_of
from programme.reading.times import Span, UnreadableSpan, read_span, written
from programme.reading.voices import Hint, Voice, Voices, fold_name, line_of, read_voices


class SpanField(forms.CharField):
    """Both times of an item in one field, read by `reading.times.read_span`."""

    default_error_messages = {
        code: gettext_lazy(sentence) for code, sentence in UnreadableSpan.sentences.items()
    }

    def clean(self, value: Any) -> Span:
        span = read_span(super().clean(value))
        if span.problem is not None:
            words = span.problem.words(reader_language())
            raise ValidationError(self.error_messages[span.problem.code], params=words)
        return span


def longest(model: type[Model], name: str) -> int:
    """How many characters a column holds."""
    return int(model._meta.get_field(name).max_length or 0)  # type: ignore[union-attr]


def at_most(most: int, sentence: Any) -> dict[str, Any]:
    """How long the text of a field may be, in a sentence that names it: a row has several."""
    return {"max_length": most, "error_messages": {"max_length": sentence}}


class RowForm(forms.Form):
    """The shape of one row. A row with anything in it has a title; its day is one of the event's."""

    day = DayField(required=False)
    time = SpanField(required=False)
    title = forms.CharField(
        required=False,
        **at_most(
            longest(Session, "title"),
            gettext_lazy("The title may have at most %(limit_value)d characters; it has %(show_value)d."),
        ),
    )
    kind = forms.ChoiceField(required=False, choices=Session.Kind.choices)
    text = forms.CharField(
        required=False,
        **at_most(
            20_000,
            gettext_lazy("The text may have at most %(limit_value)d characters; it has %(show_value)d."),
        ),
    )
    by = forms.CharField(
        required=False,
        **at_most(
            4_000,
            gettext_lazy(
                "The lines of the speakers may have at most %(limit_value)d characters; they have %(show_value)d."
            ),
        ),
    )
    room = forms.CharField(
        required=False,
        **at_most(
            longest(Session, "room"),
            gettext_lazy("The room may have at most %(limit_value)d characters; it has %(show_value)d."),
        ),
    )

    def __init__(self, row: Row, event: Event) -> None:
        super().__init__({name: getattr(row, name) for name in self.base_fields})
        self.event = event

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not title:
            raise ValidationError(_("Write a title."))
        return title

    def clean_time(self) -> Span:
        span: Span = self.cleaned_data["time"]
        if must_be_turned_round(self.event, starts_at=span.starts_at, ends_at=span.ends_at):
            raise ValidationError(ENDS_BEFORE_IT_BEGINS)
        return span

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.event.starts_on
        if not self.event.starts_on <= day <= self.event.ends_on:
            raise ValidationError(_("This day is outside the event."))
        return day


# ------------------------------------------------------------------ stored rows


def stored_rows(sessions: Iterable[Session]) -> list[Row]:
    """The programme as the editor shows it: talks after their group, each row with its version."""
    rows = []
    for day in arrange(sessions, []).days:
        for item in day.items:
            rows.append(stored_row(item.session, is_inside=False))
            rows += [stored_row(talk.session, is_inside=True) for talk in item.talks]
    return rows


def stored_row(session: Session, *, is_inside: bool) -> Row:
    row = Row(
        day=dates.numeric_day_phrase(session.day),
        time=written(session.starts_at, session.ends_at),
        title=" ".join(session.title.split()),
        kind=session.kind,
        text="\n".join(session.abstract.splitlines()).strip(),
        by=lines_of(session),
        room=" ".join(session.room.split()),
        inside="1" if is_inside else "",
    )
    return replace(row, seen=f"{session.pk}.{session.version}.{fingerprint(row)}")


def lines_of(session: Session) -> str:
    """The persons of a stored item, one on each line. Its appearances come with their speakers."""
    return tidy_lines("\n".join(line_of(voice_of(one)) for one in session.appearances.all()))


def voice_of(one: Appearance) -> Voice:
    return Voice(one.speaker.name, one.title, one.affiliation, one.role)


def fingerprint(row: Row) -> str:
    """The same for two rows that say the same, however their times are typed."""
    span = read_span(row.time)
    typed = row.time if span.problem else written(span.starts_at, span.ends_at)
    said = [row.day, typed, row.title, row.kind, row.text, row.by, row.room, row.inside]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=6).hexdigest()


def seen_of(row: Row) -> tuple[Seen | None, str]:
    """Which version of which item the row shows, and the fingerprint it had then."""
    pk, _stop, rest = row.seen.partition(".")
    version, _stop, print_ = rest.partition(".")
    if all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (pk, version)):
        return Seen(int(pk), int(version)), print_
    return None, ""


# ------------------------------------------------------------------ the whole sheet


@dataclass(frozen=True)
class Problem:
    """What keeps a row from being saved, at one of its fields."""

    index: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Split:
    """How the lines of a row were read. `is_known` tells for each person whether the organisation knows her."""

    index: int
    people: tuple[Voice, ...]
    is_known: tuple[bool, ...]
    hints: tuple[Hint, ...]
    is_new: bool


@dataclass(frozen=True)
class Sheet:
    """The typed programme, read: `items` by the index of their row, complete where there are no problems."""

    items: dict[int, Item]
    removed: tuple[Seen, ...]
    problems: tuple[Problem, ...]
    splits: tuple[Split, ...]
    heads: Sequence[int | None]


def read_sheet(
    rows: Sequence[Row], event: Event, *, stored: Mapping[int, Session], known: Mapping[str, Known]
) -> Sheet:
    """Everything the rows say. A person without title and place gets those she has further up in the programme, else
    those she had the last time."""
    above = heads(list(rows))
    latest = dict(known)
    items: dict[int, Item] = {}
    problems: list[Problem] = []
    splits: list[Split] = []
    for index, row in enumerate(rows):
        if row.gone or row.is_blank:
            continue
        form = RowForm(row, event)
        problems += [
            Problem(index, name, str(sentence)) for name, found in form.errors.items() for sentence in found
        ]
        seen, before = seen_of(row)
        session = stored.get(seen.pk) if seen is not None else None
        read = read_voices(row.by[:4_000], known=latest)
        voices = tuple(_completed(voice, latest, session) for voice in read.people)
        problems += [Problem(index, "by", sentence) for sentence in _too_long(voices)]
        if row.by:
            is_new = session is None or row.by != lines_of(session)
            splits.append(_split(index, Voices(voices, read.hints), latest, is_new=is_new))
        for voice in voices:
            _remember(voice, latest)
        kind = row.kind or kind_of(row.title, has_voices=bool(voices))
        if kind == Session.Kind.TALK and index in above:
            kind = Session.Kind.GROUP
        if not form.errors:
            items[index] = _item(row, form, kind, voices, is_inside=above[index] is not None, seen=seen)
            is_touched = seen is None or fingerprint(replace(row, kind=kind)) != before
            items[index] = replace(items[index], is_touched=is_touched)
    removed = tuple(seen for row in rows if row.gone and (seen := seen_of(row)[0]) is not None)
    return Sheet(items, removed, tuple(problems), tuple(splits), above)


def _item(
    row: Row, form: RowForm, kind: str, voices: tuple[Voice, ...], *, is_inside: bool, seen: Seen | None
) -> Item:
    said = form.cleaned_data
    return Item(
        title=said["title"],
        day=said["day"],
        starts_at=said["time"].starts_at,
        ends_at=said["time"].ends_at,
        kind=kind,
        abstract=row.text,
        room=row.room,
        voices=voices,
        is_inside=is_inside,
        seen=seen,
    )


def _completed(voice: Voice, latest: Mapping[str, Known], session: Session | None) -> Voice:
    """A known person under the name she has; with her latest title and place where only her name was typed, unless
    she stands on the item without them already."""
    one = latest.get(fold_name(voice.name))
    if one is None:
        return voice
    voice = replace(voice, name=one.name)
    stands_bare = session is not None and any(
        fold_name(app.speaker.name) == fold_name(voice.name) and app.role == voice.role and not app.described
        for app in session.appearances.all()
    )
    if not voice.is_bare or stands_bare:
        return voice
    return replace(voice, title=one.title, affiliation=one.affiliation, is_bare=False)


def _remember(voice: Voice, latest: dict[str, Known]) -> None:
    folded = fold_name(voice.name)
    one = latest.get(folded, Known(0, voice.name))
    if voice.title or voice.affiliation or folded not in latest:
        latest[folded] = replace(one, title=voice.title, affiliation=voice.affiliation)


def _split(index: int, voices: Voices, latest: Mapping[str, Known], *, is_new: bool) -> Split:
    is_known = tuple(bool((one := latest.get(fold_name(voice.name))) and one.pk) for voice in voices.people)
    return Split(index, voices.people, is_known, voices.hints, is_new)


def _too_long(voices: Iterable[Voice]) -> list[str]:
    limits = [
        ("name", Speaker, _("The name %(text)s is longer than %(most)s characters.")),
        ("title", Appearance, _("The title “%(text)s” is longer than %(most)s characters.")),
        ("affiliation", Appearance, _("The place “%(text)s” is longer than %(most)s characters.")),
    ]
    sentences = []
    for voice in voices:
        for name, model, sentence in limits:
            said, most = getattr(voice, name), longest(model, name)
            if len(said) > most:
                sentences.append(sentence % {"text": f"{said[:40]}…", "most": most})
    return sentences
