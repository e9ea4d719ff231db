"""Attendee lists to take along: CSV for Danish Excel, Excel itself, and addresses for a mail. In Danish order, and
never with anything about food or access. Rows are read in portions, so that a long list takes little memory."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from programme import dates
from programme.models import ChoiceGroup, Event
from programme.models.price import Vat
from registration import export_answers, policy
from registration.models import Registration, SessionChoice, SessionWish
from registration.models.registration import RegistrationQuerySet, called_without_a_name
from registration.share_sentences import days_phrase
from registration.sharing import from_text
from registration.words import status_words

PORTION = 2000
CSV_LINES_AT_A_TIME = 500
# What a spreadsheet takes for the beginning of a formula, the wide forms too.
_LIVE = frozenset("=+-@\t\r\n＝＋－＠")
_COLUMNS = (
    "pk", "booking_id",
    "event_id", "name", "job_title", "organisation", "municipality", "email", "phone", "status", "still_owed",
    "at_a_cost",
    "created_at", "no_show_at",
    "substitute_for_id", "substitute_for__name",
    "booking__number", "booking__contact_name", "booking__contact_email", "newsletter_consent",
    "place_number", "booking__size", "days",
    *Registration.TERMS_FIELDS,
)  # fmt: skip

Cell = str | int | Decimal | date | datetime | None
Row = tuple[Cell, ...]


def headings(
    *, with_event: bool, with_prices: bool, with_days: bool, with_items: bool, with_wishes: bool
) -> list[str]:
    names = [
        gettext("no."),
        gettext("name"),
        gettext("job title"),
        gettext("workplace"),
        gettext("municipality"),
        gettext("e-mail"),
        gettext("telephone"),
        gettext("status"),
        pgettext("heading", "signed up"),
        gettext("binding from"),
        gettext("comes instead of"),
        gettext("booking"),
        gettext("contact person"),
        gettext("the contact's e-mail"),
        gettext("News"),
    ]
    if with_prices:
        names += [gettext("price class"), gettext("price in kroner"), gettext("VAT")]
    if with_days:
        names.append(gettext("days"))
    if with_items:
        names.append(gettext("programme items"))
    if with_wishes:
        names.append(gettext("wishes for programme items"))
    return [capfirst(name) for name in ([*names, gettext("event")] if with_event else names)]


@dataclass(frozen=True)
class Table:
    """Headings, and rows that can be read once; for a workbook the name of its sheet and how wide its columns are."""

    headings: list[str]
    rows: Iterator[Row]
    sheet: str = ""
    widths: tuple[int, ...] = ()


def table(registrations: RegistrationQuerySet) -> Table:
    """The people in Danish order, counted from 1. Where they come to several events, the last column says which; of one
    event the last columns are the answers to its own questions."""
    events = {
        event.pk: event for event in Event.objects.filter(pk__in=registrations.order_by().values("event"))
    }
    shape = {
        "with_event": len(events) > 1,
        "with_prices": any(not event.is_free or event.has_prices for event in events.values()),
        "with_days": _has_days(registrations, events.values()),
        "with_items": any(event.has_choices for event in events.values()),
        "with_wishes": _gather_wishes(event for event in events.values() if event.has_choices),
    }
    widths = (
        *_WIDTHS,
        *((16, 12, 14) if shape["with_prices"] else ()),
        *((32,) if shape["with_days"] else ()),
        *((40,) if shape["with_items"] else ()),
        *((40,) if shape["with_wishes"] else ()),
    )
    names, rows = headings(**shape), _rows(registrations, events, **shape)
    if len(events) == 1 and export_answers.has_columns(event := next(iter(events.values()))):
        more = export_answers.headings(event)
        widths = (*widths, *(export_answers.WIDTH for _heading in more))
        return Table([*names, *more], export_answers.beside(event, rows), widths=widths)
    return Table(names, (row for _key, row in rows), widths=(*widths, 40))


def _has_days(registrations: RegistrationQuerySet, events: Iterable[Event]) -> bool:
    """Whether places may be shared, or are, by people who come on different days."""
    lasting = [event for event in events if event.ends_on > event.starts_on]
    may = any(event.places_may_be_shared for event in lasting)
    return may or (bool(lasting) and registrations.exclude(days="").exists())


def _items_of(events: Iterable[Event]) -> dict[int, str]:
    """What each person has chosen of the programme, by the id of her place."""
    ids = [event.pk for event in events]
    chosen: dict[int, list[str]] = {}
    rows = SessionChoice.objects.filter(event__in=ids).order_by("day", "starts_at", "pk")
    for place, title in rows.values_list("registration_id", Coalesce("session__title", "title")):
        chosen.setdefault(place, []).append(title)
    return {place: "; ".join(titles) for place, titles in chosen.items()}


def _gather_wishes(events: Iterable[Event]) -> bool:
    """Whether something is or was distributed by wishes; no query where none of the events has anything to choose."""
    ids = [event.pk for event in events]
    return bool(ids) and ChoiceGroup.objects.filter(event__in=ids, by_wishes=True).exists()


def _wishes_of(events: Iterable[Event]) -> dict[int, str]:
    """What each person wished for, which wish each was and of which choice, by the id of her place."""
    wished: dict[int, dict[str, list[str]]] = {}
    rows = SessionWish.objects.filter(event__in=[event.pk for event in events])
    for place, choice, title, rank in rows.order_by("choice", "rank").values_list(
        "registration_id", "choice__name", Coalesce("session__title", "title"), "rank"
    ):
        wished.setdefault(place, {}).setdefault(choice, []).append(f"{rank}. {title}")
    return {
        place: " / ".join(f"{choice}: {'; '.join(lines)}" for choice, lines in of_each.items())
        for place, of_each in wished.items()
    }


def _rows(
    registrations: RegistrationQuerySet,
    events: dict[int, Event],
    *,
    with_event: bool,
    with_prices: bool,
    with_days: bool,
    with_items: bool,
    with_wishes: bool,
) -> Iterator[tuple[export_answers.Key, Row]]:
    words = {
        (status, owed, cost, away): status_words(status, still_owed=owed, at_a_cost=cost, stayed_away=away)
        for status in Registration.Status.values
        for owed in (False, True)
        for cost in (False, True)
        for away in (False, True)
    }
    vat_words = {one.value: str(one.label) for one in Vat}
    items = _items_of(event for event in events.values() if event.has_choices) if with_items else {}
    wishes = _wishes_of(events.values()) if with_wishes else {}
    all_days = gettext("all days")
    forgotten, yes, no = gettext("(deleted)"), gettext("yes"), gettext("no")
    zones = {pk: ZoneInfo(event.timezone) for pk, event in events.items()}

    days: dict[tuple[int, str], date | None] = {}

    def binding_from(event_id: int, promise: dict[str, Any]) -> date | None:
        key = event_id, json.dumps(promise, default=str)
        if key not in days:
            place = Registration(event=events[event_id], **promise)
            days[key] = _binding_from(place, zone=zones[event_id])
        return days[key]

    found = registrations.by_name().values_list(*_COLUMNS).iterator(chunk_size=PORTION)
    for number, row in enumerate(found, start=1):
        (
            place, booking_id, event_id, name, job_title, organisation, municipality, email, phone, status, still_owed,
            at_a_cost, created_at, away, replaced, replaced_name, booking, contact, contact_email, news,
            place_number, size, days_text, *promised,
        ) = row  # fmt: skip
        promise = dict(zip(Registration.TERMS_FIELDS, promised, strict=True))
        cells: Row = (
            number,
            # A place whose name is to follow is told from one whose name was deleted.
            name or (called_without_a_name(place_number, of=size, status=status) if place_number else ""),
            job_title,
            organisation,
            municipality,
            email,
            phone,
            words[status, still_owed, at_a_cost, away is not None],
            created_at.astimezone(zones[event_id]).replace(tzinfo=None, second=0, microsecond=0),
            binding_from(event_id, promise),
            (replaced_name or forgotten) if replaced else "",
            booking,
            contact,
            contact_email,
            yes if news else no,
        )
        if with_prices:
            fee = promise["promised_fee_ore"] or 0
            vat = vat_words[promise["promised_vat"]] if fee else ""
            cells = (*cells, promise["promised_class"], Decimal(fee) / 100, vat)
        if with_days:
            cells = (*cells, days_phrase(from_text(days_text)) if days_text else all_days)
        if with_items:
            cells = (*cells, items.get(place, ""))
        if with_wishes:
            cells = (*cells, wishes.get(place, ""))
        yield (place, booking_id), ((*cells, str(events[event_id])) if with_event else cells)


def _binding_from(place: Registration, *, zone: ZoneInfo) -> date | None:
    """The first day on which the place is binding. What binds at once binds from the day of the sign-up, which stands
    in its own column."""
    instant = policy.bound_from(place.terms, zone=zone)
    return None if instant is None or instant == policy.ALWAYS else dates.day_in(instant, zone)


def file_name(registrations: RegistrationQuerySet, ending: str) -> str:
    """With the event's web address in it, where the list is one event's."""
    slugs = list(registrations.order_by().values_list("event__slug", flat=True).distinct()[:2])
    return f"deltagere-{slugs[0]}.{ending}" if len(slugs) == 1 else f"deltagere.{ending}"


# ------------------------------------------------------------------ CSV


def csv_lines(table: Table) -> Iterator[str]:
    """UTF-8 with a byte order mark, semicolons and CRLF: what Danish Excel opens by a double click."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(map(_text, table.headings))
    for number, row in enumerate(table.rows, start=1):
        writer.writerow(map(_text, row))
        if number % CSV_LINES_AT_A_TIME == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _text(cell: Cell) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    match cell:
        case str():
            return f"'{cell}" if cell[:1] in _LIVE or cell.lstrip()[:1] in _LIVE else cell
        case None:
            return ""
        case Decimal():
            # As Danish Excel reads an amount: 1295,50.
            return f"{cell:.2f}".replace(".", ",")
        case datetime():
            return f"{dates.numeric_day_phrase(cell)} {dates.time_phrase(cell.time(), 'da')}"
        case date():
            return dates.numeric_day_phrase(cell)
    return str(cell)


# ------------------------------------------------------------------ Excel

_WIDTHS = (5, 28, 24, 30, 16, 30, 15, 18, 17, 13, 26, 12, 26, 30, 10)


def excel_file(table: Table) -> IO[bytes]:
    """A workbook in a temporary file, to be closed by whoever takes it. Every text is a text: no formulas, no links."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(table.sheet or gettext("Attendees"))
        sheet.freeze_panes(1, 2)
        for column, width in enumerate((table.widths or _WIDTHS)[: len(table.headings)]):
            sheet.set_column(column, column, width)
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
        amount = book.add_format({"num_format": "#,##0.00"})
        moment = book.add_format({"num_format": 'dd-mm-yyyy h"."mm', "align": "left"})
        for column, heading in enumerate(table.headings):
            sheet.write_string(0, column, heading, bold)
        last = 0
        for last, row in enumerate(table.rows, start=1):
            _write(sheet, last, row, day=day, moment=moment, amount=amount)
        sheet.autofilter(0, 0, last, len(table.headings) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    file.seek(0)
    return file


def _write(sheet: Any, number: int, row: Sequence[Cell], *, day: Any, moment: Any, amount: Any) -> None:
    write_string: Callable[..., Any] = sheet.write_string
    for column, cell in enumerate(row):
        match cell:
            case None | "":
                continue
            case str():
                write_string(number, column, cell)
            case int():
                sheet.write_number(number, column, cell)
            case Decimal():
                sheet.write_number(number, column, float(cell), amount)
            case datetime():
                sheet.write_datetime(number, column, cell, moment)
            case _:
                sheet.write_datetime(number, column, cell, day)


# ------------------------------------------------------------------ addresses


Recipient = tuple[str, str]


@dataclass(frozen=True)
class Addresses:
    """Who can be written to, each address once: `recipients` reach every person, `contacts` are those who signed others
    up and do not stand there already. `without` are the people who are reached through their contact."""

    recipients: list[Recipient] = field(default_factory=list)
    contacts: list[Recipient] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def for_outlook(self) -> str:
        return _for_outlook(self.recipients)

    def contacts_for_outlook(self) -> str:
        return _for_outlook(self.contacts)


def addresses(registrations: RegistrationQuerySet) -> Addresses:
    """The addresses the people are reached at, in Danish order; two who share one stand under the first one's name, and
    whoever has none of her own under her contact's."""
    recipients: dict[str, str] = {}
    contacts: dict[str, str] = {}
    without: list[str] = []
    columns = ("name", "email", "booking__contact_name", "booking__contact_email")
    for name, email, contact, contact_email in (
        registrations.by_name().values_list(*columns).iterator(chunk_size=PORTION)
    ):
        contacts.setdefault(contact_email, contact)
        if email:
            recipients.setdefault(email, name)
        else:
            recipients.setdefault(contact_email, contact)
            without += [name] if name else []
    return Addresses(
        [(name, email) for email, name in recipients.items()],
        [(name, email) for email, name in contacts.items() if email not in recipients],
        without,
    )


def _for_outlook(recipients: Sequence[Recipient]) -> str:
    return "; ".join(f"{_mailbox_name(name)} <{email}>" for name, email in recipients)


def _mailbox_name(name: str) -> str:
    """The name without what would end it: Outlook parts recipients at semicolons and commas."""
    kept = "".join(" " if letter in '<>;,"' else letter for letter in name)
    return " ".join(kept.split())
