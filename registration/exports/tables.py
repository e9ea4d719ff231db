"""A list to take along, and the two files it becomes: CSV for Danish Excel, and Excel itself. Rows are written as they
are read, so that a long list takes little memory."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from programme import dates

CSV_LINES_AT_A_TIME = 500
# What a spreadsheet takes for the beginning of a formula, the wide forms too.
_LIVE = frozenset("=+-@\t\r\n＝＋－＠")

Cell = str | int | Decimal | date | datetime | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Headings, and rows that can be read once; for a workbook the name of its sheet and how wide its columns are."""

    headings: Sequence[str]
    rows: Iterator[Row]
    sheet: str
    widths: Sequence[int]


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
        sheet = book.add_worksheet(table.sheet)
        sheet.freeze_panes(1, 2)
        for column, width in enumerate(table.widths):
            sheet.set_column(column, column, width)
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, heading in enumerate(table.headings):
            sheet.write_string(0, column, heading, bold)
        last = _write_rows(book, sheet, table.rows)
        sheet.autofilter(0, 0, last, len(table.headings) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    file.seek(0)
    return file


def _write_rows(book: Any, sheet: Any, rows: Iterator[Row]) -> int:
    """How many there were."""
    day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    amount = book.add_format({"num_format": "#,##0.00"})
    moment = book.add_format({"num_format": 'dd-mm-yyyy h"."mm', "align": "left"})
    last = 0
    for last, row in enumerate(rows, start=1):
        _write(sheet, last, row, day=day, moment=moment, amount=amount)
    return last


def _write(sheet: Any, number: int, row: Row, *, day: Any, moment: Any, amount: Any) -> None:
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
