"""A person in cells that nothing names."""

import re
from collections.abc import Iterable

from registration.pasting.headings import is_group, is_sum
from registration.pasting.parts import EDGES, add_person, plain, read_address, read_name
from registration.pasting.reading import LONGEST_ENTRY, Reading
from registration.pasting.words import kind_of

_BULLET_CELL = re.compile(r"[-–—*•·▪◦‣●○o]|\(?[0-9]{1,4}[.)]?")


def read_cells(reading: Reading, cells: list[str]) -> None:
    """A person in cells that nothing names: the one with @ is the address, the first with letters the name."""
    whole = " ".join(filter(None, cells))
    if len(whole) > LONGEST_ENTRY:
        reading.warn("long", whole)
        return
    cells = [cell for cell in cells if cell.strip(EDGES)]
    if len(cells) > 1 and _BULLET_CELL.fullmatch(cells[0]):
        cells = cells[1:]
    if len(cells) > 1 and is_group(cells[0]):
        reading.warn("left_out", cells[0])
        cells = cells[1:]
    email, texts = "", []
    for cell in cells:
        found, text = read_address(reading, cell) if "@" in cell else ("", cell)
        if found and email:
            reading.warn("left_out", found)
        email = email or found
        if text.strip(EDGES):
            texts.append(text)
    words = [text for text in texts if _has_letters(text)]
    if not words and not email:
        if texts or cells:
            reading.warn("unreadable", whole)
        return
    for text in texts:
        if not _has_letters(text):
            reading.warn("left_out", text)
    first, others = (words[0], words[1:]) if words else ("", [])
    if others and _is_surname(first, others[0], email):
        first, others = f"{first} {others[0]}", others[1:]
    if not email and _is_no_person(first):
        reading.warn("unreadable", whole)
        return
    name, beside = read_name(reading, first, quoted=bool(email) or _is_quoted(first))
    job_title, organisation = _described(reading, [*beside, *map(plain, others)])
    add_person(reading, name, email, job_title, organisation, whole=whole)


def _is_no_person(text: str) -> bool:
    """Whether the words are a job, a workplace or a sum: "Leder af børneafdelingen", "Køge Bibliotek"."""
    words = text.split()
    return is_sum(text) or kind_of(words[0]) == "job" or any(kind_of(word) == "place" for word in words)


def _has_letters(text: str) -> bool:
    """Whether the text is words rather than a number."""
    return sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))


def _is_quoted(text: str) -> bool:
    return text[:1] in "\"'“„«" and text[:1] != ""


def _described(reading: Reading, texts: Iterable[str]) -> tuple[str, str]:
    """Job title and workplace, in that order unless the words say otherwise."""
    texts = [text for text in texts if text]
    described = texts[:2]
    kinds = [*map(kind_of, described)]
    if kinds in (["place"], ["place", ""], ["place", "job"], ["", "job"]):
        described = [described[1] if len(described) > 1 else "", described[0]]
    for text in texts[2:]:
        reading.warn("left_out", text)
    job_title, organisation = [*described, "", ""][:2]
    return job_title, organisation


def _is_surname(first: str, second: str, email: str) -> bool:
    """Whether two cells are one name: Anne | Hansen."""
    if " " in second or "," in first or kind_of(second) or not second[:1].isupper() or len(first.split()) > 2:
        return False
    if " " not in first and not kind_of(first) and first[:1].isupper():
        return True
    local = email.partition("@")[0]
    return len(second) > 2 and second.casefold() in re.split(r"[._-]", local)
