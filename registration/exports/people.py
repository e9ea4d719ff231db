"""The list of attendees: in Danish order, and never with anything about food or access. Rows are read in portions."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from programme import dates
from programme.models import ChoiceGroup, Event
from programme.models.price import Vat
from registration import policy
from registration.exports import answers
from registration.exports.tables import Cell, Row, Table
from registration.models import Registration, SessionChoice, SessionWish
from registration.models.registration import RegistrationQuerySet, called_without_a_name
from registration.share_sentences import days_phrase
from registration.sharing import from_text
from registration.words import status_words

PORTION = 2000
_READ = (
    "pk", "booking_id",
    "event_id", "name", "job_title", "organisation", "municipality", "email", "phone", "status", "still_owed",
    "at_a_cost",
    "created_at", "no_show_at",
    "substitute_for_id", "substitute_for__name",
    "booking__number", "booking__contact_name", "booking__contact_email", "newsletter_consent",
    "place_number", "booking__size", "days",
    *Registration.TERMS_FIELDS,
)  # fmt: skip
# A row of these columns, each under its name.
Read = Any


@dataclass(frozen=True)
class Column:
    """What stands above it, how wide it is in a workbook, and what it says of one row."""

    heading: str
    width: int
    cell: Callable[[Read], Cell]


def table(registrations: RegistrationQuerySet) -> Table:
    """The people in Danish order, counted from 1. Where they come to several events, the last column says which; of one
    event the last columns are the answers to its own questions."""
    found = Event.objects.filter(pk__in=registrations.order_by().values("event"))
    events = {event.pk: event for event in found}
    columns = _columns(registrations, events)
    headings, widths = [capfirst(one.heading) for one in columns], [one.width for one in columns]
    rows: Iterator[Row]
    if len(events) == 1 and answers.has_columns(event := next(iter(events.values()))):
        more = answers.headings(event)
        headings, widths = [*headings, *more], [*widths, *(answers.WIDTH for _heading in more)]
        rows = answers.beside(event, _rows(registrations, columns))
    else:
        rows = (row for _key, row in _rows(registrations, columns))
    return Table(headings, rows, sheet=gettext("Attendees"), widths=widths)


def file_name(registrations: RegistrationQuerySet) -> str:
    """Without its ending; with the event's web address in it, where the list is one event's."""
    slugs = list(registrations.order_by().values_list("event__slug", flat=True).distinct()[:2])
    return f"deltagere-{slugs[0]}" if len(slugs) == 1 else "deltagere"


def _rows(
    registrations: RegistrationQuerySet, columns: Collection[Column]
) -> Iterator[tuple[answers.Key, Row]]:
    cells = [one.cell for one in columns]
    for read in registrations.by_name().values_list(*_READ, named=True).iterator(chunk_size=PORTION):
        yield (read.pk, read.booking_id), tuple(cell(read) for cell in cells)


# ------------------------------------------------------------------ columns


def _columns(registrations: RegistrationQuerySet, events: dict[int, Event]) -> list[Column]:
    """Those that everybody has, and those that only some events fill."""
    columns = [*_columns_of_all(events)]
    if any(not event.is_free or event.has_prices for event in events.values()):
        columns += _columns_of_prices()
    if _has_days(registrations, events.values()):
        columns.append(_column_of_days())
    with_choices = [event for event in events.values() if event.has_choices]
    if with_choices:
        columns.append(_column_of_items(with_choices))
    if with_choices and ChoiceGroup.objects.filter(event__in=with_choices, by_wishes=True).exists():
        columns.append(_column_of_wishes(with_choices))
    if len(events) > 1:
        names = {pk: str(event) for pk, event in events.items()}
        columns.append(Column(gettext("event"), 40, lambda row: names[row.event_id]))
    return columns


def _columns_of_all(events: dict[int, Event]) -> list[Column]:
    zones = {pk: ZoneInfo(event.timezone) for pk, event in events.items()}
    numbers = count(1)
    forgotten, yes, no = gettext("(deleted)"), gettext("yes"), gettext("no")

    def signed_up(row: Read) -> datetime:
        return row.created_at.astimezone(zones[row.event_id]).replace(tzinfo=None, second=0, microsecond=0)

    def instead_of(row: Read) -> str:
        return (row.substitute_for__name or forgotten) if row.substitute_for_id else ""

    return [
        Column(gettext("no."), 5, lambda _row: next(numbers)),
        Column(gettext("name"), 28, _name),
        Column(gettext("job title"), 24, lambda row: row.job_title),
        Column(gettext("workplace"), 30, lambda row: row.organisation),
        Column(gettext("municipality"), 16, lambda row: row.municipality),
        Column(gettext("e-mail"), 30, lambda row: row.email),
        Column(gettext("telephone"), 15, lambda row: row.phone),
        Column(gettext("status"), 18, _status()),
        Column(pgettext("heading", "signed up"), 17, signed_up),
        Column(gettext("binding from"), 13, _binding_from(events, zones)),
        Column(gettext("comes instead of"), 26, instead_of),
        Column(gettext("booking"), 12, lambda row: row.booking__number),
        Column(gettext("contact person"), 26, lambda row: row.booking__contact_name),
        Column(gettext("the contact's e-mail"), 30, lambda row: row.booking__contact_email),
        Column(gettext("News"), 10, lambda row: yes if row.newsletter_consent else no),
    ]


def _name(row: Read) -> str:
    """A place whose name is to follow is told from one whose name was deleted."""
    if row.name or not row.place_number:
        return row.name
    return called_without_a_name(row.place_number, of=row.booking__size, status=row.status)


def _status() -> Callable[[Read], str]:
    words = cache(status_words)
    return lambda row: words(
        row.status,
        still_owed=row.still_owed,
        at_a_cost=row.at_a_cost,
        stayed_away=row.no_show_at is not None,
    )


def _binding_from(events: dict[int, Event], zones: dict[int, ZoneInfo]) -> Callable[[Read], date | None]:
    """The first day on which the place is binding, which the many who were promised the same have in common. What
    binds at once binds from the day of the sign-up, which stands in its own column."""
    known: dict[tuple[int, str], date | None] = {}

    def cell(row: Read) -> date | None:
        promise = {name: getattr(row, name) for name in Registration.TERMS_FIELDS}
        key = row.event_id, json.dumps(promise, default=str)
        if key not in known:
            place, zone = Registration(event=events[row.event_id], **promise), zones[row.event_id]
            instant = policy.bound_from(place.terms, zone=zone)
            if instant is None or instant == policy.ALWAYS:
                known[key] = None
            else:
                known[key] = dates.day_in(instant, zone)
        return known[key]

    return cell


def _columns_of_prices() -> list[Column]:
    words = {one.value: str(one.label) for one in Vat}
    return [
        Column(gettext("price class"), 16, lambda row: row.promised_class),
        Column(gettext("price in kroner"), 12, lambda row: Decimal(row.promised_fee_ore or 0) / 100),
        Column(gettext("VAT"), 14, lambda row: words[row.promised_vat] if row.promised_fee_ore else ""),
    ]


def _has_days(registrations: RegistrationQuerySet, events: Iterable[Event]) -> bool:
    """Whether places may be shared, or are, by people who come on different days."""
    lasting = [event for event in events if event.ends_on > event.starts_on]
    may = any(event.places_may_be_shared for event in lasting)
    return may or (bool(lasting) and registrations.exclude(days="").exists())


def _column_of_days() -> Column:
    all_days = gettext("all days")

    def cell(row: Read) -> str:
        return days_phrase(from_text(row.days)) if row.days else all_days

    return Column(gettext("days"), 32, cell)


def _column_of_items(events: Collection[Event]) -> Column:
    """What each person has chosen of the programme."""
    chosen: dict[int, list[str]] = {}
    rows = SessionChoice.objects.filter(event__in=events).order_by("day", "starts_at", "pk")
    for place, title in rows.values_list("registration_id", Coalesce("session__title", "title")):
        chosen.setdefault(place, []).append(title)
    return Column(gettext("programme items"), 40, lambda row: "; ".join(chosen.get(row.pk, ())))


def _column_of_wishes(events: Collection[Event]) -> Column:
    """What each person wished for, which wish each was and of which choice."""
    wished: dict[int, dict[str, list[str]]] = {}
    rows = SessionWish.objects.filter(event__in=events).order_by("choice", "rank")
    for place, choice, title, rank in rows.values_list(
        "registration_id", "choice__name", Coalesce("session__title", "title"), "rank"
    ):
        wished.setdefault(place, {}).setdefault(choice, []).append(f"{rank}. {title}")

    def cell(row: Read) -> str:
        return " / ".join(f"{choice}: {'; '.join(lines)}" for choice, lines in wished.get(row.pk, {}).items())

    return Column(gettext("wishes for programme items"), 40, cell)
