"""What a list is read into: people, and what to look at."""

from dataclasses import dataclass, field

from registration.persons import person_key, without_cpr

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

    @property
    def line(self) -> str:
        """All that is known of her, on a line that is read as she is."""
        return ", ".join(filter(None, [self.shown, self.job_title, self.organisation]))

    @property
    def shown(self) -> str:
        """Name and address."""
        return " ".join(filter(None, [self.name, f"<{self.email}>" if self.email else ""]))


@dataclass(frozen=True)
class PasteWarning:
    """What somebody should look at. `line_number` counts from 1; `text` is the words in question, never a civil
    registration number. The codes:

    address: not an e-mail address, left out · column: a column that is not asked for, left out · cpr: a civil
    registration number, left out · duplicate: the same person again, left out · more: so many further warnings
    · name_guessed: the name was made from the address · name_missing: an address without a name
    · name_turned: "Efternavn, Fornavn" was read as the second before the first · left_out: words or numbers beside
    a person that have no field · limit: a person beyond the limit, left out · long: longer than we read
    · need: diet or access, which each person writes herself, left out · rest: nothing was read from this line on
    · unreadable: no person was found in this line"""

    line_number: int
    code: str
    text: str


@dataclass(frozen=True)
class Pasted:
    people: tuple[PastedPerson, ...] = ()
    warnings: tuple[PasteWarning, ...] = ()


@dataclass
class Reading:
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
        key = person_key(name=person.name, email=person.email, contact_email="") or person.email
        unsure = guessed or not person.name
        if key in self.keys or (unsure and person.email in self.addresses):
            self.warn("duplicate", person.line)
        elif len(self.people) >= self.limit:
            self.warn("limit", person.line)
        else:
            if unsure:
                self.warn("name_guessed" if guessed else "name_missing", person.shown)
            self.people.append(person)
            self.keys.add(key)
            self.addresses |= {person.email} - {""}
