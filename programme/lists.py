"""Lists of events under their months, a page at a time, with links to the months further on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from programme import dates, presenting
from programme.event_rows import or_owner
from programme.languages import reader_language
from programme.models import Event, Organiser, Rescheduling
from programme.models.event import EventQuerySet
from programme.narrowing import Asked
from programme.presenting import Part

# So many events are sent at a time: a page of them is light to fetch.
PER_PAGE = 40
PAGE = "side"
# A list this short needs no links to its months.
FEW = 12

Month = tuple[int, int]


def listed(events: EventQuerySet) -> EventQuerySet:
    """With what a row of a list shows, in two queries however many they are."""
    moved = Rescheduling.objects.filter(event=OuterRef("pk")).exclude(old_starts_on=OuterRef("starts_on"))
    return (
        events.select_related("venue", "owner")
        .annotate(was_moved=Exists(moved))
        .prefetch_related(
            Prefetch(
                "organiser_set", Organiser.objects.select_related("organisation"), to_attr="listed_organisers"
            )
        )
    )


# ------------------------------------------------------------------ pages


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its months, the events in them, how many there are in all, and the way to the rest."""

    months: list["Group"]
    events: list[Event]
    total: int
    number: int
    last: int
    before: str
    after: str
    further: list[Link]


def page_of(
    events: EventQuerySet,
    *,
    asked: Asked,
    number: int,
    path: str,
    since: date | None = None,
    kept: Mapping[str, object] | None = None,
) -> Page:
    """Three queries, however many events there are. Those that began before the month of `since` stand first, as going
    on already. A number past the last page is the last. Links keep what was `asked` and `kept`."""
    first_day = since.replace(day=1) if since else None
    days = list(events.values_list("starts_on", flat=True))
    last = max(-(-len(days) // PER_PAGE), 1)
    number = min(max(number, 1), last)
    first = (number - 1) * PER_PAGE
    shown = list(listed(events)[first : first + PER_PAGE]) if days else []
    goes_on = bool(first) and _month(days[first - 1], first_day) == _month(days[first], first_day)

    def url(page: int) -> str:
        return asked.address(path, **(kept or {}), **({PAGE: page} if page > 1 else {}))

    return Page(
        months=rows_by_month(shown, first_day=first_day, goes_on=goes_on),
        events=shown,
        total=len(days),
        number=number,
        last=last,
        before=url(number - 1) if number > 1 else "",
        after=url(number + 1) if number < last else "",
        further=[
            Link(heading(month), f"{url(place // PER_PAGE + 1)}#{anchor(month)}", count)
            for month, place, count in _months(days, first_day)
        ]
        if len(days) > FEW
        else [],
    )


def _months(days: list[date], first_day: date | None) -> Iterator[tuple[Month, int, int]]:
    """Each month, the place of its first event in the list, and how many events it has."""
    counts = Counter(_month(day, first_day) for day in days)
    place = 0
    for month, count in counts.items():
        yield month, place, count
        place += count


def _month(day: date, first_day: date | None) -> Month:
    return (0, 0) if first_day is not None and day < first_day else (day.year, day.month)


def heading(month: Month) -> str:
    """Oktober 2026; (0, 0) is what goes on already."""
    if month == (0, 0):
        return _("Going on already")
    year, number = month
    return f"{presenting.sentence(dates.month_name(date(year, number, 1), reader_language()))} {year}"


def anchor(month: Month) -> str:
    return f"m{month[0]}-{month[1]:02}"


# ------------------------------------------------------------------ rows


@dataclass(frozen=True, slots=True)
class Row:
    """An event in a list."""

    event: Event
    url: str
    lang: SafeString
    block: dates.DayBlock
    when: str
    place: str
    organisers: list[Part]
    moved: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one month; `goes_on` where it began on the page before."""

    heading: str
    anchor: str
    goes_on: bool
    rows: list[Row]


def rows_by_month(events: Iterable[Event], *, first_day: date | None, goes_on: bool) -> list[Group]:
    """Listed events under their months, in the order given."""
    language = reader_language()
    moved_words = _("Moved to another day")
    address = reverse("programme:event", args=["SLUG"])
    found: list[Group] = []
    for month, inside in groupby(events, key=lambda event: _month(event.starts_on, first_day)):
        rows = [_row(event, language, address, moved_words) for event in inside]
        found.append(Group(heading(month), anchor(month), goes_on and not found, rows))
    return found


def _row(event: Event, language: str, address: str, moved_words: str) -> Row:
    organisers = or_owner(event, event.listed_organisers)  # type: ignore[attr-defined]
    moved = event.was_moved and event.status == Event.Status.PUBLISHED  # type: ignore[attr-defined]
    return Row(
        event=event,
        url=address.replace("SLUG", event.slug),
        lang=presenting.lang_attribute(event.language),
        block=presenting.date_block(event.starts_on, event.ends_on, language),
        when=presenting.sentence(presenting.when_phrase(event, language)),
        place=str(event.venue) if event.venue is not None else "",
        organisers=presenting.organiser_parts(organisers, linked=False),
        moved=moved_words if moved else "",
    )
