"""The programme editor's rows and days as its template sets them, and what of the rows can clash."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programme import dates
from programme.admin.programme_forms import Problem, Sheet, Split, fingerprint, seen_of
from programme.admin.programme_rows import Edited, Row
from programme.clashes import Slot, one_of, people
from programme.models import Session


@dataclass
class RowView:
    """One row with what the template needs to know of it."""

    index: int
    row: Row
    note: str
    errors: list[str]
    wrong: set[str]
    focus: str
    is_saved: bool
    # What was typed as minutes and cannot be; `note` says why.
    refused_minutes: str | None = None
    # How many have chosen it, where it needs signing up.
    sign_up: str = ""

    @classmethod
    def of(cls, index: int, row: Row, edited: Edited, problems: list[Problem]) -> "RowView":
        return cls(
            index=index,
            row=row,
            note=edited.notes.get(index, ""),
            errors=[one.sentence for one in problems],
            wrong={one.field for one in problems},
            focus=edited.focus if edited.at == index else "",
            is_saved=seen_of(row)[0] is not None,
            refused_minutes=edited.refused_minutes if edited.at == index else None,
        )

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def is_open(self) -> bool:
        return self.focus in {"up", "down", "in", "out", "minutes"} or "day" in self.wrong

    @property
    def is_pause(self) -> bool:
        return self.row.kind in {Session.Kind.BREAK, Session.Kind.MEAL}

    @property
    def is_bare(self) -> bool:
        """A break as most are: nobody speaks, and there is no more to say than its title."""
        return self.is_pause and not (self.row.by or self.row.text or self.errors)

    @property
    def called(self) -> str:
        return self.row.title or self.row.time or _("Programme item %(number)s") % {"number": self.number}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a removed row carries along, so that it can be fetched back."""
        return [(name, value) for name, value in vars(self.row).items() if value]

    @property
    def by_rows(self) -> int:
        return max(1, self.row.by.count("\n") + 1)

    @property
    def text_rows(self) -> int:
        lines = self.row.text.split("\n")
        return min(10, max(1, sum(1 + len(line) // 60 for line in lines)))


@dataclass
class DayView:
    day: str
    heading: str
    rows: list[RowView] = field(default_factory=list)

    @classmethod
    def of(cls, day: date | None, typed: str = "") -> "DayView":
        if day is None:
            return cls(typed, typed)
        return cls(dates.numeric_day_phrase(day), capfirst(dates.day_phrase(day, "da", year=False)))


def shown_print(rows: list[Row], splits: Iterable[Split]) -> str:
    """Names the lines whose reading is shown, so that a save right after needs no second look."""
    lines = "\n".join(sorted({line for split in splits for line in rows[split.index].by.split("\n")}))
    return fingerprint(Row(by=lines))


def slots_of(sheet: Sheet, stored: Mapping[int, Session]) -> list[Slot]:
    """What can clash: everything that is read and not called off."""
    return [
        Slot(
            key=index,
            title=item.title,
            day=item.day,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            room=item.room,
            group=sheet.heads[index],
            people=people(voice.name for voice in item.voices),
            is_workshop=item.kind == Session.Kind.WORKSHOP,
            one_of=one_of(stored[item.seen.pk]) if item.seen is not None and item.seen.pk in stored else None,
        )
        for index, item in sorted(sheet.items.items())
        if item.seen is None or item.seen.pk not in stored or not stored[item.seen.pk].is_cancelled
    ]
