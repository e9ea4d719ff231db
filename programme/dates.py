"""Civil days and wall clocks in a zone → instants; dates, times and money in Danish and English; and back
from what people type. Pure: the language is an argument; neither the machine's locale nor Django is asked.

Windows are half-open, from `start_of(first, zone)` to `end_of(last, zone)`. Every instant answered here is in
UTC, because Python compares two datetimes of one zone by their wall clocks.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2199
SATURDAY = 5  # as `date.weekday` counts

WEEKDAYS: dict[str, tuple[str, ...]] = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: dict[str, tuple[str, ...]] = {
    "da": (
        "januar", "februar", "marts", "april", "maj", "juni",
        "juli", "august", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


# ------------------------------------------------------------------ days and instants


def start_of(day: date, zone: str | ZoneInfo) -> datetime:
    """The first instant of a civil day, in UTC; after the gap where midnight is skipped."""
    return instant(day, time(0), zone)


def end_of(day: date, zone: str | ZoneInfo) -> datetime:
    """The first instant of the next day, in UTC: the day itself is everything before it."""
    return start_of(day + timedelta(days=1), zone)


@lru_cache(maxsize=4096)
def instant(day: date, at: time, zone: str | ZoneInfo) -> datetime:
    """The instant, in UTC, at which the clocks of a zone show a wall time on a civil day.

    A wall time that comes twice means the first; one that does not exist, the first instant after the gap.
    """
    if isinstance(day, datetime) or at.tzinfo is not None:
        raise ValueError("A civil day and a wall time are wanted here, not an instant.")
    place = _zone(zone)
    wall = datetime.combine(day, at.replace(fold=0), tzinfo=place)
    moment = wall.astimezone(UTC)
    if moment.astimezone(place).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    return _end_of_gap(wall, place)


def day_in(now: datetime, zone: str | ZoneInfo) -> date:
    """The civil day on which an instant falls in a zone."""
    return _wall(now, zone).date()


def after_weekdays(start: datetime, span: timedelta, zone: str | ZoneInfo) -> datetime:
    """The instant, in UTC, at which `span` has run since `start` where only Monday to Friday count, as the days are in
    the zone. A span that runs out with a Friday runs out at its midnight."""
    at, left = start.astimezone(UTC), span
    while True:
        day = day_in(at, zone)
        if day.weekday() < SATURDAY:
            until = end_of(day, zone) - at
            if left <= until:
                return at + left
            left -= until
        at = end_of(day, zone)


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)


def _wall(moment: datetime, zone: str | ZoneInfo) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("An instant must know its zone.")
    return moment.astimezone(_zone(zone))


def _end_of_gap(wall: datetime, place: ZoneInfo) -> datetime:
    """The instant at which the clocks jump over `wall`: there the offset of the zone changes."""
    before = wall.replace(fold=1, microsecond=0).astimezone(UTC)
    after = wall.replace(fold=0, microsecond=0).astimezone(UTC)
    old_offset = before.astimezone(place).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(place).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after


# ------------------------------------------------------------------ phrases


class DayBlock(NamedTuple):
    """The parts of a date that a page sets as a block of their own."""

    weekday: str
    number: str
    month: str
    year: str


def weekday_name(day: date, language: str) -> str:
    return _in(WEEKDAYS, language)[day.weekday()]


def month_name(day: date, language: str) -> str:
    return _in(MONTHS, language)[day.month - 1]


def day_block(day: date, language: str) -> DayBlock:
    return DayBlock(weekday_name(day, language), str(day.day), month_name(day, language), str(day.year))


def day_phrase(day: date, language: str, *, year: bool = True) -> str:
    """onsdag den 16. september 2015 / Wednesday 16 September 2015."""
    link = " den " if language == "da" else " "
    return f"{weekday_name(day, language)}{link}{short_day_phrase(day, language, year=year)}"


def short_day_phrase(day: date, language: str, *, year: bool = True) -> str:
    """16. september 2015 / 16 September 2015."""
    stop = "." if language == "da" else ""
    return f"{day.day}{stop} {month_name(day, language)}" + (f" {day.year}" if year else "")


def numeric_day_phrase(day: date) -> str:
    """16-09-2015, as a form shows it."""
    return f"{day.day:02}-{day.month:02}-{day.year}"


def time_phrase(at: time, language: str) -> str:
    """9.00 in Danish; 9:00 in English, where 9.00 would be read as a number. Hours run from 0 to 23."""
    _in(MONTHS, language)
    return f"{at.hour}{'.' if language == 'da' else ':'}{at.minute:02}"


def short_instant_phrase(moment: datetime, zone: str | ZoneInfo, language: str) -> str:
    """16. september 2015 kl. 9.05 / 16 September 2015, 9:05, as the clocks of a zone show it, for a table."""
    wall = _wall(moment, zone)
    day = short_day_phrase(wall.date(), language)
    return _joined(day, span_phrase(wall.time(), None, language), language)


def span_phrase(starts_at: time, ends_at: time | None, language: str) -> str:
    """kl. 9.00-16.00 / 9:00–16:00; without an end kl. 9.00 / 9:00."""
    start = time_phrase(starts_at, language)
    if language == "da":
        return f"kl. {start}" + (f"-{time_phrase(ends_at, language)}" if ends_at is not None else "")
    return start + (f"–{time_phrase(ends_at, language)}" if ends_at is not None else "")


def period_phrase(
    starts_on: date, starts_at: time | None, ends_on: date | None, ends_at: time | None, language: str
) -> str:
    """onsdag den 16. september 2015 kl. 9.00-16.00, or for several days
    mandag den 23. maj kl. 9.00 – tirsdag den 24. maj 2016 kl. 15.00. What is not known is left out."""
    if ends_on is None or ends_on == starts_on:
        day = day_phrase(starts_on, language)
        if starts_at is not None:
            return _joined(day, span_phrase(starts_at, ends_at, language), language)
        if ends_at is not None:
            until = f"indtil kl. {time_phrase(ends_at, language)}"
            return f"{day} {until}" if language == "da" else f"{day}, until {time_phrase(ends_at, language)}"
        return day
    first = day_phrase(starts_on, language, year=starts_on.year != ends_on.year)
    last = day_phrase(ends_on, language)
    if starts_at is not None:
        first = _joined(first, span_phrase(starts_at, None, language), language)
    if ends_at is not None:
        last = _joined(last, span_phrase(ends_at, None, language), language)
    return f"{first} – {last}"


def instant_phrase(moment: datetime, zone: str | ZoneInfo, language: str) -> str:
    """tirsdag den 10. maj 2016 kl. 14.05, by the clocks of the zone."""
    wall = _wall(moment, zone)
    return _joined(day_phrase(wall.date(), language), span_phrase(wall.time(), None, language), language)


def latest_phrase(ends: datetime, zone: str | ZoneInfo, language: str) -> str:
    """By when at the latest, of a window that ends before this instant: the day, where it ends with one, or else the
    instant."""
    day = day_in(ends - timedelta(seconds=1), zone)
    return day_phrase(day, language) if ends == end_of(day, zone) else instant_phrase(ends, zone, language)


def money_phrase(ore: int, language: str, *, exact: bool = False) -> str:
    """1.295 kr. or 1.295,50 kr. / DKK 1,295 or DKK 1,295.50, from a whole number of øre; `exact`: 1.295,00 kr., beside
    amounts that have øre."""
    _in(MONTHS, language)
    kroner, rest = divmod(abs(ore), 100)
    amount = ("-" if ore < 0 else "") + f"{kroner:,}" + (f".{rest:02}" if rest or exact else "")
    if language == "da":
        return amount.translate({ord(","): ".", ord("."): ","}) + " kr."
    return f"DKK {amount}"


def language_of(code: str | None) -> str:
    """The language to speak for a code such as Django's active one: en for en-gb, Danish when in doubt."""
    language = (code or "").partition("-")[0]
    return language if language in MONTHS else "da"


def _in(names: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    if language not in names:
        raise ValueError(f"No words for the language {language!r}; known are {', '.join(names)}.")
    return names[language]


def _joined(day: str, clock: str, language: str) -> str:
    return f"{day} {clock}" if language == "da" else f"{day}, {clock}"


# ------------------------------------------------------------------ reading what people type


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue; whoever shows it translates it."""
    return sentence


class Unreadable(ValueError):
    """Typed text that cannot be read: `code` says why, `sentences[code]` says it to a person."""

    sentences: dict[str, str] = {}

    def __init__(self, code: str, typed: str, *, day: date | None = None, weekday: int | None = None) -> None:
        super().__init__(code, typed)
        self.code = code
        self.typed = typed
        self.day = day
        self.weekday = weekday

    def words(self, language: str) -> dict[str, str]:
        """What the sentence leaves open, in a language."""
        words = {"typed": self.typed}
        if self.day is not None:
            words["numbers"] = numeric_day_phrase(self.day)
            words["day"] = short_day_phrase(self.day, language)
            words["weekday"] = weekday_name(self.day, language)
        if self.weekday is not None:
            words["typed_weekday"] = _in(WEEKDAYS, language)[self.weekday]
        return words

    def __str__(self) -> str:
        return self.sentences[self.code] % self.words("en")


class UnreadableDay(Unreadable):
    sentences = {
        "invalid": gettext_noop("Write the date as day, month and year, for example 16-09-2015."),
        "no_year": gettext_noop("Write the year as well, for example 16-09-2015."),
        "short_year": gettext_noop("Write the year with four digits: %(numbers)s."),
        "far_year": gettext_noop("Check the year: it must be between 1900 and 2199."),
        "no_such_day": gettext_noop("%(typed)s is not in the calendar. Check the day and the month."),
        "weekday": gettext_noop(
            "%(day)s is a %(weekday)s, not a %(typed_weekday)s. Correct the weekday or the date."
        ),
    }


class UnreadableTime(Unreadable):
    sentences = {
        "invalid": gettext_noop("Write one time of day as hours and minutes, for example 9.00."),
        "no_such_time": gettext_noop(
            "%(typed)s is not a time of day. Hours run from 0 to 23, minutes from 00 to 59."
        ),
        "midnight": gettext_noop("Write midnight as 0.00. It belongs to the next day."),
    }


_LEADING_WEEKDAY = re.compile(r"(?P<word>[a-zæøå]{3,})[.,]?(?:,? |$)")
_LEADING_ARTICLE = re.compile(r"(?:den |the |d\. ?|d )")
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_BY_YEAR = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})")
_BY_NUMBERS = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?: ?[-/.] ?| )(?P<month>[0-9]{{1,2}})(?:(?: ?[-/.] ?|[.,]? ){_YEAR})?"
)
_BY_NAME = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\. ?|(?:st|nd|rd|th) (?:of )?| |-)?(?P<name>[a-z]{3,})(?:[.,]?[ -]?"
    + _YEAR
    + r")?"
)
_BY_ENGLISH_NAME = re.compile(
    r"(?P<name>[a-z]{3,})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:(?:, ?| )(?P<year>[0-9]{4}|[0-9]{2}))?"
)
_CLOCK = re.compile(
    r"(?:(?:klokken|kl\.?) ?)?(?P<hour>[0-9]{1,2})(?:[.:,]?(?P<minute>[0-9]{2})(?:[.:]00)?)?"
)  # seconds come with times that a program wrote


def parse_day(text: str) -> date:
    """The day that a person typed: 16-09-2015, 16/9-2015, 16/9 2015, 16.9.2015, 16. september 2015,
    16. sept. 2015, onsdag den 16. september 2015, 2015-09-16, and the English forms; day before month always.

    Raises UnreadableDay. A year of two digits is refused with the whole date to type, because half a year
    ("20" of "2026") must not become a promise in another decade. So is a weekday that is not the date's.
    """
    typed = _tidy(text)
    rest = typed.casefold().rstrip(".,;")
    weekday = None
    if (leading := _LEADING_WEEKDAY.match(rest)) and (weekday := _weekday(leading["word"])) is not None:
        rest = rest[leading.end() :]
    if article := _LEADING_ARTICLE.match(rest):
        rest = rest[article.end() :]
    found = next(filter(None, (shape.fullmatch(rest) for shape in _DAY_SHAPES)), None)
    if found is None:
        raise UnreadableDay("invalid", typed)
    parts = found.groupdict()
    month = _month(parts["name"]) if parts.get("name") else int(parts["month"])
    if month is None:
        raise UnreadableDay("invalid", typed)
    if parts["year"] is None:
        raise UnreadableDay("no_year", typed)
    is_short = len(parts["year"]) == 2
    year = int(parts["year"]) + (2000 if is_short else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDay("far_year", typed)
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        raise UnreadableDay("no_such_day", typed) from None
    if is_short:
        raise UnreadableDay("short_year", typed, day=day)
    if weekday is not None and weekday != day.weekday():
        raise UnreadableDay("weekday", typed, day=day, weekday=weekday)
    return day


def parse_time(text: str) -> time:
    """The time of day that a person typed: 9.00, 9:00, 9,00, 09.00, 0900, 900, 9, kl. 9.30, klokken 16.

    Raises UnreadableTime; 24.00 is refused with the way to write midnight.
    """
    typed = _tidy(text)
    found = _CLOCK.fullmatch(typed.casefold().rstrip(".,;"))
    if found is None:
        raise UnreadableTime("invalid", typed)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if (hour, minute) == (24, 0):
        raise UnreadableTime("midnight", typed)
    if hour > 23 or minute > 59:
        raise UnreadableTime("no_such_time", typed)
    return time(hour, minute)


_DAY_SHAPES = (_BY_YEAR, _BY_NUMBERS, _BY_NAME, _BY_ENGLISH_NAME)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


def _tidy(text: str) -> str:
    """One form of every character, single spaces, one kind of dash."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def _plain(word: str) -> str:
    """Lower case without ø, so that lørdag, loerdag and lordag are one word."""
    return word.casefold().replace("ø", "o").replace("oe", "o")


def _weekday(word: str) -> int | None:
    """The number of a weekday from its Danish or English name or the first three letters or more of it."""
    return _place_of(word, WEEKDAYS)


def _month(word: str) -> int | None:
    place = _place_of(word, MONTHS)
    return None if place is None else place + 1


def _place_of(word: str, names: dict[str, tuple[str, ...]]) -> int | None:
    plain = _plain(word)
    for words in names.values():
        for place, name in enumerate(words):
            if _plain(name).startswith(plain):
                return place
    return None
