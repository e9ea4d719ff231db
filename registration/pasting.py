"""Reads the lists that people paste: lines from Outlook, cells from Excel, a plain list of names.

Text in, people and warnings out; no Django, and no text makes it fail. What is not understood comes back as a
warning with its line, so that nothing is lost in silence. The time it takes grows with the length of the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from programme.folding import tidy
from registration.persons import fold_email, has_cpr_shape, person_key, without_cpr

MOST_ENTRIES = 1000
LONGEST_LINE = 10_000
LONGEST_ENTRY = 500
MOST_CELLS = 60
MOST_WARNINGS = 50
_SHOWN = 200


@dataclass(frozen=True)
class PastedPerson:
    name: str = ""
    email: str = ""
    job_title: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class PasteWarning:
    """What somebody should look at. `line_number` counts from 1; `text` is the words in question, never a civil
    registration number. The codes:

    address: not an e-mail address, left out · column: a column that is not asked for, left out · cpr: a civil
    registration number, left out · duplicate: the same person again, left out · more: so many further warnings
    · name_guessed: the name was made from the address · name_missing: an address without a name
    · name_turned: "Efternavn, Fornavn" was read as the second before the first · left_out: words or numbers beside
    a person that have no field · limit: a person beyond the limit, left out · long: longer than we read
    · rest: nothing was read from this line on · unreadable: no person was found in this line"""

    line_number: int
    code: str
    text: str


@dataclass(frozen=True)
class Pasted:
    people: tuple[PastedPerson, ...] = ()
    warnings: tuple[PasteWarning, ...] = ()


@dataclass
class _Reading:
    """A list half read."""

    limit: int
    alone: bool
    people: list[PastedPerson] = field(default_factory=list)
    warnings: list[PasteWarning] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    columns: list[str] = field(default_factory=list)
    separator: str = ""
    form: dict[str, str] = field(default_factory=dict)
    line_number: int = 0
    entries: int = 0

    def warn(self, code: str, text: str) -> None:
        if len(self.warnings) > MOST_WARNINGS and code != "rest":
            self.warnings.append(PasteWarning(self.line_number, code, ""))
            return
        shown = without_cpr(text[: 2 * _SHOWN])
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        self.warnings.append(PasteWarning(self.line_number, code, shown))

    def add(self, person: PastedPerson, *, guessed: bool = False) -> None:
        """Keeps the person, unless she is there already or there is no more room."""
        shown = " ".join(filter(None, [person.name, f"<{person.email}>" if person.email else ""]))
        whole = ", ".join(filter(None, [shown, person.job_title, person.organisation]))
        key = person_key(name=person.name, email=person.email, contact_email="") or person.email
        unsure = guessed or not person.name
        if key in self.keys or (unsure and person.email in self.addresses):
            self.warn("duplicate", whole)
        elif len(self.people) >= self.limit:
            self.warn("limit", whole)
        else:
            if unsure:
                self.warn("name_guessed" if guessed else "name_missing", shown)
            self.people.append(person)
            self.keys.add(key)
            self.addresses |= {person.email} - {""}


def read_people(text: str, *, limit: int = 20) -> Pasted:
    """The people in a pasted text, in their order and at most `limit` of them, and what to look at."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    reading = _Reading(limit=limit, alone=len(lines) == 1)
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
            _end_form(reading)
            reading.warn("unreadable", tidy(line))
        else:
            _read_line(reading, line)
    _end_form(reading)
    return Pasted(people=tuple(reading.people), warnings=_few(reading.warnings))


def _few(warnings: list[PasteWarning]) -> tuple[PasteWarning, ...]:
    """The first warnings, and how many more there were; "rest" is always told."""
    if len(warnings) <= MOST_WARNINGS:
        return tuple(warnings)
    first, others = warnings[: MOST_WARNINGS - 1], warnings[MOST_WARNINGS - 1 :]
    more = PasteWarning(others[0].line_number, "more", str(len(others)))
    return (*first, more, *(warning for warning in others if warning.code == "rest"))


# --- Lines

_RECIPIENTS = re.compile(r"(?:til|to|cc|bcc|kopi|fra|from|deltagere|navne)\s?:\s?(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-–—*•·▪◦‣●○o]|\(?[0-9]{1,3}[.)])(?:\s|$)|[•·▪◦‣●○]|\(?[0-9]{1,3}[.)](?=\D)")
_BULLET_CELL = re.compile(r"[-–—*•·▪◦‣●○o]|\(?[0-9]{1,4}[.)]?")
_DASH = re.compile(r" [-–—] ")
_LABELLED = re.compile(r"([^:@]{1,40}):\s?(.*)")


def _read_line(reading: _Reading, line: str) -> None:
    if line.count("\t") >= MOST_CELLS:
        reading.warn("long", line)
        return
    if "\t" in line:
        cells = [_safe(reading, cell) for cell in line.split("\t")]
        separator = "\t"
    else:
        whole = _safe(reading, line)
        prefix = _RECIPIENTS.match(whole)
        if not prefix and _read_form_line(reading, whole):
            return
        whole = whole[prefix.end() :] if prefix else whole
        separator, cells = _cells(reading, whole)
    if _read_header(reading, cells, separator):
        _end_form(reading)
    elif reading.columns and separator == reading.separator:
        _read_columns(reading, cells)
    elif separator == "\t":
        _end_form(reading)
        _read_cells(reading, cells)
    else:
        _end_form(reading)
        entries = _entries(reading, cells, separator)
        reading.entries += len(entries) - 1
        for entry in entries:
            _read_cells(reading, entry)


def _safe(reading: _Reading, text: str) -> str:
    """The tidy text without civil registration numbers."""
    if not has_cpr_shape(text):
        return tidy(text)
    kept = without_cpr(text)
    reading.warn("cpr", kept)
    return kept


def _cells(reading: _Reading, line: str) -> tuple[str, list[str]]:
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


def _entries(reading: _Reading, cells: list[str], separator: str) -> list[list[str]]:
    """One list of cells for each person that the line is about."""
    cells = [cell for cell in cells if cell]
    with_address = sum("@" in cell for cell in cells)
    told = any(map(_kind, cells))
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
            return [[", ".join(cells[:2]), *cells[2:]]] if not _kind(cells[1]) else [cells]
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


# --- Headers

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
        "municipality afdeling adresse postnr postnummer by allergi allergier kost diæt bemærkninger bemærkning "
        "kommentar kommentarer cpr cprnr cprnummer ean eannr eannummer",
    }.items()
    for word in words.split()
}
_OF_A_PERSON = {"name", "first", "last", "email"}
_NOT_IN_A_HEADER = re.compile(r"[\W_0-9]+")


def _header(cell: str) -> str:
    return _HEADERS.get(_NOT_IN_A_HEADER.sub("", cell.casefold()), "") if len(cell) <= 40 else ""


def _read_header(reading: _Reading, cells: list[str], separator: str) -> bool:
    """Whether the line names columns; then the lines after it that are parted alike are read by them."""
    kinds = [_header(cell) for cell in cells]
    named = sum(map(bool, kinds))
    if not _OF_A_PERSON & set(kinds) or (named < 2 and any(cell for cell in cells if not _header(cell))):
        return False
    if any("@" in cell for cell in cells):
        return False
    once = [kind if kind not in kinds[:place] else "unasked" for place, kind in enumerate(kinds)]
    for cell, kind in zip(cells, once, strict=True):
        if cell and kind in ("", "unasked"):
            reading.warn("column", cell)
    reading.columns, reading.separator = (once, separator) if len(once) > 1 else ([], "")
    return True


def _read_columns(reading: _Reading, cells: list[str]) -> None:
    whole = " ".join(filter(None, cells))
    if len(whole) > LONGEST_ENTRY:
        reading.warn("long", whole)
        return
    if not any(map(str.isalnum, whole)):
        if whole:
            reading.warn("unreadable", whole)
        return
    values = dict(zip(reading.columns, cells, strict=False))
    for cell in filter(None, cells[len(reading.columns) :]):
        reading.warn("left_out", cell)
    _read_named(reading, values, whole=whole)


def _read_named(reading: _Reading, values: dict[str, str], *, whole: str) -> None:
    """A person whose parts were named by a header or by labels."""
    name_cell, first, last = (values.get(key, "") for key in ("name", "first", "last"))
    if not name_cell or (last and not first):
        name_cell = " ".join(filter(None, [name_cell or first, last]))
    email, beside = _address(reading, values.get("email", ""))
    if "@" in name_cell and not email:
        email, name_cell = _address(reading, name_cell)
    name, more = _name(reading, name_cell, quoted=True)
    for left in filter(None, [beside, *more]):
        reading.warn("left_out", left)
    described = [_plain(values.get(key, "")) for key in ("job_title", "organisation")]
    _add(reading, name, email, *described, whole=whole)


def _read_form_line(reading: _Reading, line: str) -> bool:
    """Whether the line is one of "Navn: …", "Stilling: …", as a filled-in form has them."""
    hit = _LABELLED.fullmatch(line)
    kind = _header(hit[1]) if hit else ""
    if not hit or not kind or not hit[2]:
        return False
    if kind in reading.form:
        _end_form(reading)
    if kind in ("unasked", "number"):
        reading.warn("column", line)
    else:
        reading.form[kind] = hit[2]
    return True


def _end_form(reading: _Reading) -> None:
    if reading.form:
        values, reading.form = reading.form, {}
        _read_named(reading, values, whole=" ".join(values.values()))


# --- Cells

_EDGES = " \t,;:*\"'’‘`´“”„«»<>[]…"
_TOKEN = re.compile(r"[^\s<>()\[\],;\"“”„]*@[^\s<>()\[\],;\"“”„]*")
_ADDRESS = re.compile(r"[^\s@]{1,64}@(?:[^\s@.]{1,63}\.){1,8}[^\s@.]{2,63}")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_EMPTY = re.compile(r"<[\s,;]*>|\([\s,;]*\)|\[[\s,;]*\]")


def _read_cells(reading: _Reading, cells: list[str]) -> None:
    """A person in cells that nothing names: the one with @ is the address, the first with letters the name."""
    whole = " ".join(filter(None, cells))
    if len(whole) > LONGEST_ENTRY:
        reading.warn("long", whole)
        return
    cells = [cell for cell in cells if cell.strip(_EDGES)]
    if len(cells) > 1 and _BULLET_CELL.fullmatch(cells[0]):
        cells = cells[1:]
    email, texts = "", []
    for cell in cells:
        found, text = _address(reading, cell) if "@" in cell else ("", cell)
        if found and email:
            reading.warn("left_out", found)
        email = email or found
        if text.strip(_EDGES):
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
    name, beside = _name(reading, first, quoted=bool(email) or _is_quoted(first))
    job_title, organisation = _described(reading, [*beside, *map(_plain, others)])
    _add(reading, name, email, job_title, organisation, whole=whole)


def _is_no_person(text: str) -> bool:
    """Whether the words are a job or a workplace: "Leder af børneafdelingen", "Køge Bibliotek"."""
    words = text.split()
    return _kind(words[0]) == "job" or any(_kind(word) == "place" for word in words)


def _add(reading: _Reading, name: str, email: str, job_title: str, organisation: str, *, whole: str) -> None:
    if name and not _may_be_a_name(name):
        if not email:
            reading.warn("unreadable", whole)
            return
        reading.warn("left_out", name)
        name = ""
    if not name and not email:
        if whole.strip():
            reading.warn("unreadable", whole)
        return
    guess = "" if name else _name_from(email)
    person = PastedPerson(name=name or guess, email=email, job_title=job_title, organisation=organisation)
    reading.add(person, guessed=bool(guess))


def _has_letters(text: str) -> bool:
    """Whether the text is words rather than a number."""
    return sum(map(str.isalpha, text)) > sum(map(str.isdigit, text))


def _address(reading: _Reading, cell: str) -> tuple[str, str]:
    """The first address in the cell, and what stands beside it."""
    found: dict[str, None] = {}
    for token in _TOKEN.findall(cell):
        address = fold_email(token).removeprefix("mailto:").strip(".:'’‘`´«»")
        if _ADDRESS.fullmatch(address) and len(address) <= 254:
            found[address] = None
        else:
            reading.warn("address", token)
    beside = _TOKEN.sub(" ", cell).replace("mailto:", " ")
    beside = tidy(_EMPTY.sub(" ", beside))
    first, *others = found or [""]
    for address in others:
        reading.warn("left_out", address)
    return first, beside


def _is_quoted(text: str) -> bool:
    return text[:1] in "\"'“„«" and text[:1] != ""


def _name(reading: _Reading, text: str, *, quoted: bool) -> tuple[str, list[str]]:
    """The name in its written order, and what stands beside it: "Pedersen, Anne Mette (Køge)"."""
    beside = []
    for inner in filter(None, map(_plain, _BRACKETS.findall(text))):
        if inner.isupper() and len(inner) <= 5 and not _kind(inner):
            reading.warn("left_out", inner)
        else:
            beside.append(inner)
    parts = [part for part in map(_plain, _BRACKETS.sub(" ", text).split(",")) if part]
    clear = len(parts) == 2 and (quoted or " " not in parts[0])
    if clear and not _kind(parts[1]) and all(len(part.split()) <= 3 for part in parts):
        if not quoted:
            reading.warn("name_turned", ", ".join(parts))
        parts = [f"{parts[1]} {parts[0]}"]
    by_dash = _DASH.split(_without_phone(reading, parts[0])) if parts else [""]
    return _plain(by_dash[0]), [*map(_plain, by_dash[1:]), *parts[1:], *beside]


_PHONE_LABELS = ("tlf", "tlf.", "tlf:", "tel", "tel.", "mobil", "mobil:", "telefon", "telefon:")


def _without_phone(reading: _Reading, text: str) -> str:
    """The text without a telephone number at its end."""
    before = text.rstrip("0123456789 +-")
    if sum(map(str.isdigit, text[len(before) :])) < 7:
        return text
    reading.warn("left_out", text[len(before) :].strip(" -"))
    words = before.split()
    return " ".join(words[:-1] if words and words[-1].casefold() in _PHONE_LABELS else words)


def _plain(text: str) -> str:
    """The text without quotation marks and brackets around it."""
    text = tidy(text.replace("<", " ").replace(">", " ")).strip(_EDGES)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip(_EDGES)
    words = text.split()
    return text.rstrip(".").strip(_EDGES) if words and len(words[-1]) > 4 else text


_CLUE = re.compile(
    r"(?P<job>bibliotekar|leder|chef|konsulent|direktør|assistent|medarbejder|koordinator|formidler|sekretær|formand"
    "|formænd|borgmester|rådmand|udvalgs|byråd|specialist|udvikler|pædagog|lærer|studerende|praktikant|redaktør"
    r"|journalist|fuldmægtig|rådgiver|kurator|manager|librarian|projekt|ansvarlig|elev\b|inspektør)"
    r"|(?P<place>bibliotek|kommune(?!s?.?konsulent)|forening|forbund|universitet|skolen?\b|gymnasi|museum|museet|arkiv"
    r"|styrelse|ministeri|a/s\b|aps\b|kulturhus|library|region\b|center\b|centret\b|forvaltning)"
)


def _kind(text: str) -> str:
    """Whether the words tell of a job or of a workplace: the last clue in the first word that has one."""
    small = text[:LONGEST_ENTRY].casefold()
    for word in small.split() if _CLUE.search(small) else ():
        kinds = [hit.lastgroup or "" for hit in _CLUE.finditer(word)]
        if kinds:
            return kinds[-1]
    return ""


def _described(reading: _Reading, texts: Iterable[str]) -> tuple[str, str]:
    """Job title and workplace, in that order unless the words say otherwise."""
    texts = [text for text in texts if text]
    described = texts[:2]
    kinds = [*map(_kind, described)]
    if kinds in (["place"], ["place", ""], ["place", "job"], ["", "job"]):
        described = [described[1] if len(described) > 1 else "", described[0]]
    for text in texts[2:]:
        reading.warn("left_out", text)
    job_title, organisation = [*described, "", ""][:2]
    return job_title, organisation


def _is_surname(first: str, second: str, email: str) -> bool:
    """Whether two cells are one name: Anne | Hansen."""
    if " " in second or "," in first or _kind(second) or not second[:1].isupper() or len(first.split()) > 2:
        return False
    if " " not in first and not _kind(first) and first[:1].isupper():
        return True
    local = email.partition("@")[0]
    return len(second) > 2 and second.casefold() in re.split(r"[._-]", local)


_GREETING = re.compile(
    r"(?:hej|kære|hilsen|venlig hilsen|med venlig|de bedste|bedste|mvh|vh|tak for|på forhånd"
    r"|hermed|følgende|emne|sendt|subject)\b"
)
_SIGNATURE = re.compile(
    r"(?:(?:med |de )?(?:venlig|bedste|mange|kærlig)e? )?hils(?:en|ner)\b|mvh\b|vh\b|(?:kind|best) regards\b|--$"
)
_SENTENCE = re.compile(r"(?:vi|jeg|her|tak|god|dato|sent|date|det|der|så) \w")


def _may_be_a_name(text: str) -> bool:
    """Whether the words could be a person's name rather than a greeting, a heading or a sentence."""
    words = text.split()
    if not 1 <= len(words) <= 7 or len(text) > 150 or text[-1] in ":!?":
        return False
    if sum(map(str.isalpha, text)) * 2 < len(text.replace(" ", "")) or "://" in text or "@" in text:
        return False
    if len(words) > 2 and text[-1] == "." and len(words[-1]) > 4:
        return False
    small = text.casefold()
    is_sentence = _SENTENCE.match(small) and words[1][:1].islower() and not text.islower()
    return not (is_sentence or _GREETING.match(small))


_NOT_IN_A_NAME = re.compile(r"[^\W\d_]+")


def _name_from(email: str) -> str:
    """A name made from an address of at least two words: anne.mette.pedersen@… is Anne Mette Pedersen."""
    local = email.partition("@")[0].partition("+")[0]
    words = _NOT_IN_A_NAME.findall(local)
    if len(words) < 2 or not all(len(word) > 1 for word in (words[0], words[-1])):
        return ""
    return " ".join(word[:1].upper() + word[1:] for word in words)
