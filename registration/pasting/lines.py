"""A list read line by line, each parted at the strongest mark it has."""

import re
from itertools import takewhile

from programme.folding import tidy
from registration.pasting.cells import read_cells
from registration.pasting.headers import end_form, read_columns, read_form_line, read_header
from registration.pasting.headings import is_heading, is_sum
from registration.pasting.needs import without_needs
from registration.pasting.parts import without_meant_address
from registration.pasting.reading import (
    LONGEST_LINE,
    MOST_CELLS,
    MOST_ENTRIES,
    MOST_WARNINGS,
    Pasted,
    PasteWarning,
    Reading,
)
from registration.pasting.words import kind_of
from registration.persons import has_cpr_shape, without_cpr


def read_people(text: str, *, limit: int = 20) -> Pasted:
    """The people in a pasted text, in their order and at most `limit` of them, and what to look at."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    telling = sum(not is_heading(line) and not is_sum(line) for _number, line in lines)
    reading = Reading(limit=limit, alone=telling == 1)
    signed = False
    for number, line in lines:
        reading.line_number = number
        if reading.entries >= MOST_ENTRIES:
            reading.warn("rest", line)
            break
        reading.entries += 1
        # Whoever sent the list signs beneath it; a list that stands below the signature is read all the same.
        signed = signed or bool(reading.people and _SIGNATURE.match(line.strip().casefold()))
        if len(line) > LONGEST_LINE:
            reading.warn("long", line)
        elif signed and "@" not in line:
            end_form(reading)
            reading.warn("unreadable", tidy(line))
        else:
            _read_line(reading, line)
    end_form(reading)
    return Pasted(people=tuple(reading.people), warnings=_few(reading.warnings))


def _few(warnings: list[PasteWarning]) -> tuple[PasteWarning, ...]:
    """The first warnings, and how many more there were; "rest" is always told."""
    if len(warnings) <= MOST_WARNINGS:
        return tuple(warnings)
    first, others = warnings[: MOST_WARNINGS - 1], warnings[MOST_WARNINGS - 1 :]
    more = PasteWarning(others[0].line_number, "more", str(len(others)))
    return (*first, more, *(warning for warning in others if warning.code == "rest"))


_RECIPIENTS = re.compile(
    r"(?:til|to|cc|bcc|kopi|fra|from|deltagere|navne|tilmeldte|tilmeldinger|participants|names)\s?:\s?(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-–—*•·▪◦‣●○o]|\(?[0-9]{1,3}[.)])(?:\s|$)|[•·▪◦‣●○]|\(?[0-9]{1,3}[.)](?=\D)")
_DASH = re.compile(r" [-–—] ")


def _read_line(reading: Reading, line: str) -> None:
    if line.count("\t") >= MOST_CELLS:
        reading.warn("long", line)
        return
    if is_sum(line):
        end_form(reading)
        reading.warn("unreadable", tidy(line))
        return
    if "\t" in line:
        cells = [_safe(reading, cell) for cell in line.split("\t")]
        separator = "\t"
    else:
        whole = _safe(reading, line)
        prefix = _RECIPIENTS.match(whole)
        if not prefix and read_form_line(reading, whole):
            return
        whole = whole[prefix.end() :] if prefix else whole
        separator, cells = _cells(reading, whole)
    if read_header(reading, cells, separator):
        end_form(reading)
    elif is_heading(tidy(line)):
        end_form(reading)
        reading.warn("unreadable", tidy(line))
    elif reading.columns and separator == reading.separator:
        read_columns(reading, cells)
    elif separator == "\t":
        end_form(reading)
        read_cells(reading, [_words(reading, cell) for cell in cells])
    else:
        end_form(reading)
        cells = [_words(reading, cell) for cell in cells]
        entries = _entries(reading, cells, separator)
        reading.entries += len(entries) - 1
        for entry in entries:
            read_cells(reading, entry)


def _words(reading: Reading, cell: str) -> str:
    """The cell without what nothing is made of, of which is told."""
    return without_meant_address(reading, without_needs(reading, cell))


def _safe(reading: Reading, text: str) -> str:
    """The tidy text without civil registration numbers."""
    if not has_cpr_shape(text):
        return tidy(text)
    kept = without_cpr(text)
    reading.warn("cpr", kept)
    return kept


def _cells(reading: Reading, line: str) -> tuple[str, list[str]]:
    """The line parted at the strongest mark it has, and that mark."""
    if "|" in line:
        return "|", _parted(line.strip("| "), "|")
    bare = line if reading.columns and line[:1].isdigit() else line[_bullet(line) :]
    for separator in ";,":
        cells = _parted(bare, separator)
        if len(cells) > 1:
            return separator, cells
    return "-", _DASH.split(bare)


def _bullet(line: str) -> int:
    hit = _BULLET.match(line)
    return hit.end() if hit else 0


def _parted(line: str, separator: str) -> list[str]:
    """The line parted at the separators outside quotation marks; an odd number of marks quotes nothing."""
    quoting = '"' in line and line.count('"') % 2 == 0
    if not quoting:
        return [cell.strip() for cell in line.split(separator)]
    cells, start, quoted = [], 0, False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == separator and not quoted:
            cells.append(line[start:place].strip())
            start = place + 1
    return [*cells, line[start:].strip()]


def _entries(reading: Reading, cells: list[str], separator: str) -> list[list[str]]:
    """One list of cells for each person that the line is about."""
    cells = [cell for cell in cells if cell]
    with_address = sum("@" in cell for cell in cells)
    told = any(map(kind_of, cells))
    if len(cells) < 2:
        return [cells]
    if separator == ";":
        if with_address > 1 or (
            with_address and any("<" in cell and "@" in cell for cell in cells) and not told
        ):
            return [[entry] for cell in cells for entry in _after_each_address(cell)]
        if not with_address and reading.alone and not told:
            return [[cell] for cell in cells]
    if separator == ",":
        if with_address > 1:
            return [[entry] for entry in _after_each_address(", ".join(cells))]
        if with_address and any("<" in cell for cell in cells) and not told:
            first = len(list(takewhile(lambda cell: "@" not in cell, cells))) + 1
            return [[", ".join(cells[:first])], *([cell] for cell in cells[first:])]
        surname_first = len(cells) == 2 and " " not in cells[0] and not with_address
        if surname_first and not told:
            return [[", ".join(cells)]]
        if not with_address and reading.alone and not told:
            return [[cell] for cell in cells]
        if with_address and " " not in cells[0] and "@" not in cells[0] and "@" not in cells[1]:
            return [[", ".join(cells[:2]), *cells[2:]]] if not kind_of(cells[1]) else [cells]
    return [cells]


def _after_each_address(text: str) -> list[str]:
    """The text parted at each comma that follows an address."""
    entries, current = [], ""
    for piece in _parted(text, ","):
        current = f"{current}, {piece}" if current else piece
        if "@" in current:
            entries.append(current)
            current = ""
    return [*entries, current] if current else entries


_SIGNATURE = re.compile(
    r"(?:(?:med |de )?(?:venlig|bedste|mange|kærlig)e? )?hils(?:en|ner)\b|mvh\b|vh\b|(?:kind|best) regards\b|--$"
)
