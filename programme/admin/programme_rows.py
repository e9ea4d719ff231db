"""The rows of the programme editor as they are typed, and what the buttons beside them do to the rows. Nothing here
knows the database: a row may be half finished, and its text is kept whatever it is."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time

from django.utils.translation import gettext as _

from programme import dates
from programme.narrowing import whole_number
from programme.reading.times import read_span, written

MOST_ROWS = 400
_BULLET = re.compile(r"[-–—•*]\s+")


@dataclass
class Row:
    """One line of the editor. `seen` is the item it shows, in the version it shows; a row that is `gone` is removed
    with the next save and can be fetched back until then."""

    seen: str = ""
    day: str = ""
    time: str = ""
    title: str = ""
    kind: str = ""
    text: str = ""
    by: str = ""
    room: str = ""
    inside: str = ""
    gone: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.seen or self.time or self.title or self.text or self.by or self.room)


@dataclass
class Edited:
    """The rows after an act: where the cursor goes, which row's menu stays open, and what there is to say at a row."""

    rows: list[Row]
    at: int | None = None
    focus: str = ""
    notes: dict[int, str] = field(default_factory=dict)
    # The minutes as they were typed, where the rows cannot be shifted by them; `notes` says why.
    refused_minutes: str | None = None


# ------------------------------------------------------------------ reading and keeping


def typed_rows(data: Mapping[str, str], *, first_day: date) -> list[Row]:
    """The rows of a sent form, each with its day, in the order of the days. A known person who was picked is one more
    line; a title that begins with a dash is a talk inside the item above."""
    rows = []
    for index in range(min(whole_number(data.get("rows", "")) or 0, MOST_ROWS)):
        row = Row(**{one.name: data.get(f"r{index}-{one.name}", "") for one in fields(Row)})
        row.time, row.title, row.room = (" ".join(text.split()) for text in (row.time, row.title, row.room))
        row.text = "\n".join(row.text.splitlines()).strip()
        row.by = tidy_lines(f"{row.by}\n{data.get(f'r{index}-add', '')}")
        if bullet := _BULLET.match(row.title):
            row.title, row.inside = row.title[bullet.end() :], "1"
        rows.append(row)
    return by_days(rows, first_day=first_day)


def tidy_lines(text: str) -> str:
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def by_days(rows: Iterable[Row], *, first_day: date) -> list[Row]:
    """In the order of the days, otherwise as they stand. Talks are on the day of their group; a day that cannot be
    read stays where it was typed."""
    day = first_day
    placed: list[tuple[date, Row]] = []
    for row in rows:
        if row.inside and placed:
            row.day = placed[-1][1].day
        elif not row.day:
            row.day = dates.numeric_day_phrase(first_day)
        day = read_day(row.day) or day
        placed.append((day, row))
    return [row for _day, row in sorted(placed, key=lambda pair: pair[0])]


def read_day(text: str) -> date | None:
    try:
        return dates.parse_day(text)
    except dates.UnreadableDay:
        return None


def heads(rows: list[Row]) -> list[int | None]:
    """For each row the index of the item it stands inside, None where it stands by itself."""
    found: list[int | None] = []
    head: int | None = None
    for index, row in enumerate(rows):
        is_talk = bool(row.inside) and head is not None and rows[head].day == row.day
        found.append(head if is_talk else None)
        if not is_talk and not row.gone and not row.is_blank:
            head = index
    return found


def with_blank_rows(rows: list[Row], *, day: str, at_least: int) -> list[Row]:
    """With so many empty rows at the end of a day."""
    end = _end_of_day(rows, day)
    empty = 0
    while empty < end and rows[end - empty - 1].is_blank and rows[end - empty - 1].day == day:
        empty += 1
    return [*rows[:end], *(Row(day=day) for _number in range(at_least - empty)), *rows[end:]]


# ------------------------------------------------------------------ the acts


def add(rows: list[Row], day: str) -> Edited:
    """One more row at the end of a day."""
    end = _end_of_day(rows, day)
    return Edited([*rows[:end], Row(day=day), *rows[end:]], end, "time")


def insert(rows: list[Row], index: int) -> Edited:
    """A row below this one and its talks; below a talk, another talk."""
    end = _block_end(rows, index)
    new = Row(day=rows[index].day, inside=rows[index].inside)
    return Edited([*rows[:end], new, *rows[end:]], end, "time")


def remove(rows: list[Row], index: int) -> Edited:
    """Takes the row and its talks out; what was typed can be fetched back until the programme is saved."""
    if rows[index].is_blank:
        left = [*rows[:index], *rows[index + 1 :]]
        return Edited(left, min(index, len(left) - 1) if left else None, "time")
    end = _block_end(rows, index)
    taken = [replace(row, gone="1") for row in rows[index:end]]
    return Edited([*rows[:index], *taken, *rows[end:]], index, "back")


def fetch_back(rows: list[Row], index: int) -> Edited:
    """Undoes the removal of the row and its talks. A talk whose group stays removed stands by itself."""
    end = _block_end(rows, index)
    back = [replace(row, gone="") for row in rows[index:end]]
    head = _head_of(rows, index)
    if back[0].inside and (head is None or rows[head].gone):
        back[0].inside = ""
    return Edited([*rows[:index], *back, *rows[end:]], index, "title")


def indent(rows: list[Row], index: int) -> Edited:
    """Makes the row a talk inside the item above it."""
    if _block_end(rows, index) > index + 1:
        return Edited(rows, index, "in", {index: _("There are talks inside this item already.")})
    above = [row for row in rows[:index] if not row.gone and not row.is_blank and row.day == rows[index].day]
    if not above:
        return Edited(rows, index, "in", {index: _("There is no item above it.")})
    return Edited([*rows[:index], replace(rows[index], inside="1"), *rows[index + 1 :]], index, "out")


def outdent(rows: list[Row], index: int) -> Edited:
    """Takes a talk out of its group; it stands after the group's other talks."""
    end = index + 1
    while end < len(rows) and rows[end].inside:
        end += 1
    out = replace(rows[index], inside="")
    return Edited([*rows[:index], *rows[index + 1 : end], out, *rows[end:]], end - 1, "in")


def move_up(rows: list[Row], index: int) -> Edited:
    above = _neighbour(rows, index, step=-1)
    if above is None:
        return Edited(rows, index, "up", {index: _("It is the first one already.")})
    return _change_places(rows, above, index, moved="lower")


def move_down(rows: list[Row], index: int) -> Edited:
    below = _neighbour(rows, index, step=1)
    if below is None:
        return Edited(rows, index, "down", {index: _("It is the last one already.")})
    return _change_places(rows, index, below, moved="upper")


def shift(rows: list[Row], index: int, minutes: str) -> Edited:
    """This row and everything after it on its day so many minutes later, or earlier; all of them or none."""
    by = read_minutes(minutes)
    if not by:
        sentence = _("Write by how many minutes, for example 10 or -10.")
        return Edited(rows, index, "minutes", {index: sentence}, minutes)
    shifted = list(rows)
    for place in range(index, len(rows)):
        if rows[place].day == rows[index].day and not rows[place].gone:
            later = _later(rows[place].time, by)
            if later is None:
                sentence = _("“%(title)s” would be on another day. Nothing is moved.")
                return Edited(
                    rows, index, "minutes", {index: sentence % {"title": rows[place].title}}, minutes
                )
            shifted[place] = replace(rows[place], time=later)
    return Edited(shifted, index, "minutes")


ACTS: dict[str, Callable[[list[Row], int], Edited]] = {
    "insert": insert,
    "up": move_up,
    "down": move_down,
    "in": indent,
    "out": outdent,
    "gone": remove,
    "back": fetch_back,
}


# ------------------------------------------------------------------ rows and their talks


def _end_of_day(rows: list[Row], day: str) -> int:
    wanted = read_day(day)
    later = (
        index
        for index, row in enumerate(rows)
        if wanted is not None and (on := read_day(row.day)) is not None and on > wanted
    )
    return next(later, len(rows))


def _block_end(rows: list[Row], index: int) -> int:
    """Where the row ends together with its talks."""
    end = index + 1
    while (
        not rows[index].inside and end < len(rows) and rows[end].inside and rows[end].day == rows[index].day
    ):
        end += 1
    return end


def _head_of(rows: list[Row], index: int) -> int | None:
    return next((place for place in range(index - 1, -1, -1) if not rows[place].inside), None)


def _neighbour(rows: list[Row], index: int, *, step: int) -> int | None:
    """The nearest row of the same rank that is neither removed nor empty; a talk stays in its group."""
    place = index + step
    while 0 <= place < len(rows):
        row = rows[place]
        if rows[index].inside and not row.inside:
            return None
        if bool(row.inside) == bool(rows[index].inside) and not row.gone and not row.is_blank:
            return place
        place += step
    return None


def _change_places(rows: list[Row], upper: int, lower: int, *, moved: str) -> Edited:
    """The two items, each with its talks, change places and times; on different days one joins the other's day."""
    index = lower if moved == "lower" else upper
    if rows[upper].day != rows[lower].day:
        day = rows[upper if moved == "lower" else lower].day
        block = range(index, _block_end(rows, index))
        joined = [replace(row, day=day) if place in block else row for place, row in enumerate(rows)]
        return Edited(joined, index, "up" if moved == "lower" else "down")
    first = rows[upper : _block_end(rows, upper)]
    second = rows[lower : _block_end(rows, lower)]
    between = rows[upper + len(first) : lower]
    above, below = _exchange_times(first, second)
    end = lower + len(second)
    changed = [*rows[:upper], *above, *between, *below, *rows[end:]]
    at = upper if moved == "lower" else upper + len(above) + len(between)
    notes = {}
    if changed[at].time and changed[at].time != rows[index].time:
        notes[at] = _("It is at %(time)s now.") % {"time": changed[at].time}
    return Edited(changed, at, "up" if moved == "lower" else "down", notes)


# ------------------------------------------------------------------ minutes

_DAY = 24 * 60
_MINUTES = re.compile(r"(?P<sign>[-+]?) ?(?P<number>[0-9]{1,4}) ?(?:min(?:\.|utter|utes)?)?", re.IGNORECASE)


def read_minutes(text: str) -> int | None:
    """A number of minutes, also a negative one; None for anything else."""
    found = _MINUTES.fullmatch(" ".join(re.sub("[‐‑‒–—−]", "-", text).split()))
    if found is None:
        return None
    return int(found["number"]) * (-1 if found["sign"] == "-" else 1)


def _span(text: str) -> tuple[int | None, int | None]:
    """Begin and end in minutes of the day; an end past midnight is more than a day's minutes."""
    span = read_span(text)
    if span.starts_at is None:
        return None, None
    begin = span.starts_at.hour * 60 + span.starts_at.minute
    if span.ends_at is None:
        return begin, None
    end = span.ends_at.hour * 60 + span.ends_at.minute
    return begin, end if end > begin else end + _DAY


def _clock(begin: int, end: int | None) -> str | None:
    """The two times as typed; None where it does not begin on this day."""
    if not 0 <= begin < _DAY:
        return None
    return written(_time(begin), None if end is None else _time(end))


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _later(text: str, by: int) -> str | None:
    """The text with both times so many minutes later; as it is where no time can be read."""
    begin, end = _span(text)
    if begin is None:
        return text
    return _clock(begin + by, None if end is None else end + by)


def _exchange_times(first: list[Row], second: list[Row]) -> tuple[list[Row], list[Row]]:
    """The second item in the place of the first, and the first after it with the pause that was between them. Each
    keeps its length; without two different times both keep their time."""
    (one, one_end), (other, other_end) = _span(first[0].time), _span(second[0].time)
    if one is None or other is None or one >= other:
        return second, first
    if other_end is None:
        after = other
    else:
        after = one + (other_end - other) + (0 if one_end is None else max(0, other - one_end))
    above, below = _moved(second, one - other), _moved(first, after - one)
    return (second, first) if above is None or below is None else (above, below)


def _moved(block: list[Row], by: int) -> list[Row] | None:
    times = [_later(row.time, by) for row in block]
    if None in times:
        return None
    return [replace(row, time=later or "") for row, later in zip(block, times, strict=True)]
