"""Columns named by a header, and parts named by labels."""

import re

from registration.pasting.needs import without_needs
from registration.pasting.parts import add_person, plain, read_address, read_name
from registration.pasting.reading import LONGEST_ENTRY, Reading

_LABELLED = re.compile(r"([^:@]{1,40}):\s?(.*)")
_HEADERS = {
    word: kind
    for kind, words in {
        "name": "navn navne name fuldenavn fuldtnavn deltager deltagere deltagernavn deltagersnavn medarbejder "
        "forogefternavn fornavnogefternavn fullname navnogefternavn",
        "first": "fornavn fornavne firstname givenname",
        "last": "efternavn efternavne lastname surname",
        "email": "email emails mail mails emailadresse mailadresse emailadr mailadr epost epostadresse emailaddress "
        "arbejdsmail arbejdsemail",
        "job_title": "stilling titel title jobtitel jobtitle stillingsbetegnelse funktion stillingtitel titelstilling",
        "organisation": "arbejdsplads organisation bibliotek arbejdssted institution firma virksomhed company "
        "workplace ansættelsessted organisationbibliotek arbejdspladsbibliotek",
        "number": "nr nummer no",
        "unasked": "telefon tlf telefonnummer telefonnr tlfnr mobil mobilnummer mobilnr mobiltelefon phone kommune "
        "municipality afdeling adresse postnr postnummer by bemærkninger bemærkning kommentar kommentarer "
        "cpr cprnr cprnummer ean eannr eannummer",
        "need": "allergi allergier kost diæt kosthensyn kostønsker kostallergi allergikost madønsker "
        "særligebehov særligehensyn behov allergies allergy diet dietary dietaryneeds accessneeds",
    }.items()
    for word in words.split()
}
_OF_A_PERSON = {"name", "first", "last", "email"}
_KEPT = _OF_A_PERSON | {"job_title", "organisation"}
_NOT_IN_A_HEADER = re.compile(r"[\W_0-9]+")


def _header(cell: str) -> str:
    return _HEADERS.get(_NOT_IN_A_HEADER.sub("", cell.casefold()), "") if len(cell) <= 40 else ""


def read_header(reading: Reading, cells: list[str], separator: str) -> bool:
    """Whether the line names columns; then the lines after it that are parted alike are read by them."""
    kinds = [_header(cell) for cell in cells]
    named = sum(map(bool, kinds))
    if not _OF_A_PERSON & set(kinds) or (named < 2 and any(cell for cell in cells if not _header(cell))):
        return False
    if any("@" in cell for cell in cells):
        return False
    once = [kind if kind not in kinds[:place] else "unasked" for place, kind in enumerate(kinds)]
    for cell, kind, first in zip(cells, kinds, once, strict=True):
        if cell and (kind == "need" or first in ("", "unasked")):
            reading.warn("need" if kind == "need" else "column", cell)
    reading.columns, reading.separator = (once, separator) if len(once) > 1 else ([], "")
    return True


def read_columns(reading: Reading, cells: list[str]) -> None:
    whole = " ".join(filter(None, cells))
    if len(whole) > LONGEST_ENTRY:
        reading.warn("long", whole)
        return
    if not any(map(str.isalnum, whole)):
        if whole:
            reading.warn("unreadable", whole)
        return
    values = {
        kind: without_needs(reading, cell)
        for kind, cell in zip(reading.columns, cells, strict=False)
        if kind in _KEPT
    }
    beyond = [without_needs(reading, cell) for cell in cells[len(reading.columns) :]]
    for cell in filter(None, beyond):
        reading.warn("left_out", cell)
    _read_named(reading, values, whole=whole)


def _read_named(reading: Reading, values: dict[str, str], *, whole: str) -> None:
    """A person whose parts were named by a header or by labels."""
    name_cell, first, last = (values.get(key, "") for key in ("name", "first", "last"))
    if not name_cell or (last and not first):
        name_cell = " ".join(filter(None, [name_cell or first, last]))
    email, beside = read_address(reading, values.get("email", ""))
    if "@" in name_cell and not email:
        email, name_cell = read_address(reading, name_cell)
    name, more = read_name(reading, name_cell, quoted=True)
    if beside and not email and "@" not in values.get("email", ""):
        reading.warn("address", beside)
        beside = ""
    for left in filter(None, [beside, *more]):
        reading.warn("left_out", left)
    described = [plain(values.get(key, "")) for key in ("job_title", "organisation")]
    add_person(reading, name, email, *described, whole=whole)


def read_form_line(reading: Reading, line: str) -> bool:
    """Whether the line is one of "Navn: …", "Stilling: …", as a filled-in form has them."""
    hit = _LABELLED.fullmatch(line)
    kind = _header(hit[1]) if hit else ""
    if not hit or not kind or not (hit[2] or reading.form):
        return False
    if kind in reading.form:
        end_form(reading)
    if not hit[2]:
        # A field that was left empty.
        return True
    if kind in _KEPT:
        reading.form[kind] = without_needs(reading, hit[2])
    else:
        reading.warn("need" if kind == "need" else "column", line)
    return True


def end_form(reading: Reading) -> None:
    if reading.form:
        values, reading.form = reading.form, {}
        _read_named(reading, values, whole=" ".join(values.values()))
