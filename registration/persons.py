"""Rules about a person's name, address and telephone number as text. Pure: text in, text out; no Django.

What is stored is what `tidy` gives. The other functions make the columns and answers that a database cannot
make alike everywhere, since SQLite neither folds nor sorts æ, ø and å."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

PERSON_KEY_LENGTH = 600
"""`person_key` is never longer, in characters."""
NAME_SORT_LENGTH = 600
"""`name_sort` is never longer, in characters."""
SEARCH_TERMS = 10
"""A query is read as at most this many terms: each one is a condition in the database."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})
_HIDDEN_LETTERS = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0])
) | frozenset(map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_MARKS_ON_ONE_LETTER = 4
# Before the combining marks there is nothing to put together and no filler: æ, ø, å, é, ü … are plain letters.
_FIRST_MARK = "\u0300"
_DASHES = "\\-\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d\u00ad"


def tidy(text: str) -> str:
    """The text in NFC with single spaces, stripped, and without characters that nobody can see: control
    characters, zero-width and bidirectional marks, lone surrogates, fillers.

    A letter keeps at most four combining marks, so that no text makes normalising slow. Tidying twice
    changes nothing."""
    if text.isprintable() and (text.isascii() or max(text) < _FIRST_MARK):
        pass
    elif not text.isascii():
        seen = _few_marks("".join(letter for letter in text if not _is_hidden(letter)))
        text = _few_marks(unicodedata.normalize("NFC", seen))
    else:
        text = "".join(letter for letter in text if not _is_hidden(letter))
    return " ".join(text.split())


def _is_hidden(letter: str) -> bool:
    if letter.isprintable():
        return letter in _HIDDEN_LETTERS
    return not letter.isspace() and unicodedata.category(letter) in _HIDDEN_CATEGORIES


def _few_marks(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MARKS_ON_ONE_LETTER:
            kept.append(letter)
    return "".join(kept)


def fold_email(text: str) -> str:
    """The address as it is compared and stored: tidy and in lower case, before and after the @ alike."""
    return unicodedata.normalize("NFC", tidy(text).lower())


def person_key(*, name: str, email: str, contact_email: str) -> str | None:
    """What makes a person the same person at one event: the own address, else the contact's, and the name,
    both folded. None without a name.

    The line break between the two cannot stand in a tidy text. A key too long for its column ends in a
    digest."""
    folded = unicodedata.normalize("NFC", tidy(name).casefold())
    if not folded:
        return None
    key = f"{fold_email(email) or fold_email(contact_email)}\n{folded}"
    if len(key) <= PERSON_KEY_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: PERSON_KEY_LENGTH - len(digest) - 1]}\n{digest}"


# --- Danish order

_IN_ORDER = " 0123456789abcdefghijklmnopqrstuvwxyzæøå"
_ALPHABET = {letter: f"{place:02}" for place, letter in enumerate(_IN_ORDER, 10)}
_END_OF_LETTERS = "00"
_FOREIGN = "99"
_SORTED_AS = {"ä": "æ", "ö": "ø", "ő": "ø", "œ": "ø", "ü": "y", "ű": "y", "þ": "th", "ð": "d", "đ": "d"} | {
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ŋ": "n",
    "ŧ": "t",
    "ĸ": "k",
    "ĳ": "ij",
    "ə": "e",
}


def name_sort(name: str) -> str:
    """A key of digits alone that puts names in Danish alphabetical order wherever it is compared: SQLite,
    PostgreSQL under any collation, Python. It needs no `db_collation`; digits sort alike in all of them.

    The name keeps its written order, first name first. Two digits stand for each letter: æ, ø, å last; aa
    as å, ä as æ, ö as ø, ü as y, other accents as the bare letter, capitals as small ones. A hyphen counts
    as a space, a space comes before every letter, other punctuation counts for nothing. Letters of other
    scripts come after å.

    Names alike so far part at the spelling, the plain one first: Åse before Aase, Andre before André. Order
    by (`name_sort`, `pk`) to settle what is left."""
    letters, spelling = [], []
    for letter, rewritten in _sorting_letters(name):
        letters.append(_ALPHABET.get(letter) or f"{_FOREIGN}{ord(letter):07}")
        spelling.append("1" if rewritten else "0")
    key = "".join(letters) + _END_OF_LETTERS + "".join(spelling).rstrip("0")
    return key[:NAME_SORT_LENGTH]


def _sorting_letters(name: str) -> Iterator[tuple[str, bool]]:
    """Each letter to sort by, and whether the name writes it in another way."""
    text = _spaced(_compared(name)).replace("aa", "\0")
    for written in text:
        if written == "\0":
            yield "å", True
            continue
        read = _sorted_as(written)
        for letter in read:
            yield letter, read != written


@cache
def _sorted_as(letter: str) -> str:
    """The letters that this one is sorted as; nothing for punctuation and marks."""
    if letter in _ALPHABET:
        return letter
    if letter in _SORTED_AS:
        return _SORTED_AS[letter]
    bare = _without_last_mark(letter)
    if bare:
        return _sorted_as(bare)
    return letter if letter.isalnum() else ""


def _without_last_mark(letter: str) -> str:
    """The letter with one accent less, or nothing when it bears none: ǻ becomes å, and å becomes a."""
    parts = unicodedata.decomposition(letter).split()
    return chr(int(parts[0], 16)) if parts and not parts[0].startswith("<") else ""


def _compared(text: str) -> str:
    """The text with case and typographic variants (ﬁ, Ａ) put aside."""
    wide = unicodedata.normalize("NFKC", tidy(text)).casefold()
    return tidy(unicodedata.normalize("NFKC", wide))


_HYPHENS = re.compile(f"[{_DASHES}_/]")


def _spaced(text: str) -> str:
    return " ".join(_HYPHENS.sub(" ", text).split())


# --- Searching

_KEPT = frozenset("æøå")
_DANISH_IN_TWO = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_DANISH_IN_ONE = str.maketrans({"æ": "a", "ø": "o", "å": "a"})
_READ_AS = _SORTED_AS | {"ü": "u", "ű": "u"}
_APOSTROPHES = re.compile("['’‘`´\"“”„«»]")


def search_text(*parts: str) -> str:
    """The folded words of all the parts, to look for the terms of `search_terms` in, with `contains`.

    A word stands there with æ, ø and å, with ae, oe and aa, and with a, o and a; other accents are gone,
    hyphens are spaces. A telephone number stands there without spaces too. It has no greatest length."""
    words: dict[str, None] = {}
    for part in parts:
        for word in _words(part):
            words.update(dict.fromkeys(_spellings(word)))
        number = "".join(tidy(part).split())
        if number.removeprefix("+").isdecimal():
            words[number] = None
    return " ".join(words)


def search_terms(query: str) -> list[str]:
    """The terms of a typed query, at most ten, folded like `search_text`: a row is found when it contains
    each.

    Ågård, ågaard and AAGAARD are the same term, and so Åse finds Aase too."""
    return list(dict.fromkeys(word.translate(_DANISH_IN_TWO) for word in _words(query)))[:SEARCH_TERMS]


def _words(text: str) -> list[str]:
    return _spaced("".join(map(_read_as, _APOSTROPHES.sub("", _compared(text))))).split()


@cache
def _read_as(letter: str) -> str:
    if letter in _KEPT or letter.isascii():
        return letter
    if letter in _READ_AS:
        return _READ_AS[letter]
    bare = _without_last_mark(letter)
    if bare:
        return _read_as(bare)
    return "" if unicodedata.combining(letter) else letter


def _spellings(word: str) -> list[str]:
    return list(dict.fromkeys([word, word.translate(_DANISH_IN_TWO), word.translate(_DANISH_IN_ONE)]))


# --- Another person?

_NOT_A_LETTER = re.compile(r"[\W_\d]+")
_PARTICLES = frozenset(
    ["af", "al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le", "van", "von", "zu"]
)


def shares_a_word(old_name: str, new_name: str) -> bool:
    """Whether two names have a word in common, however it is spelled: Ågård and Aagaard, Anne-Mette and
    Anne Mette.

    Initials and particles (von, de) do not count. No common word is a reason to ask whether it is another
    person."""
    return not _telling_words(old_name).isdisjoint(_telling_words(new_name))


def _telling_words(name: str) -> set[str]:
    words = (part for word in _words(name) for part in _NOT_A_LETTER.split(word))
    return {
        spelling
        for word in words
        if len(word) > 1 and word not in _PARTICLES
        for spelling in _spellings(word)
    }


# --- Civil registration numbers

_DAY, _MONTH = r"(?P<day>[0-3]\d)", r"(?P<month>[01]\d)"
_NOTHING_BEFORE = rf"(?:(?<![^\W_])|(?<=cpr)|(?<=nr))(?<!\d[{_DASHES}.])"
_NOTHING_AFTER = rf"(?!\d|[{_DASHES}.]\d)"
_CPR_SHAPES = tuple(
    re.compile(_NOTHING_BEFORE + shape + _NOTHING_AFTER, re.IGNORECASE)
    for shape in (
        rf"{_DAY}{_MONTH}\d\d[\s.]{{0,2}}[{_DASHES}]?\s{{0,2}}\d{{4}}",
        rf"{_DAY}{_MONTH}(?:18|19|20)\d\d\s?[{_DASHES}]\s?\d{{4}}",
        rf"{_DAY}[.{_DASHES}/]{_MONTH}[.{_DASHES}/]\d\d\s?[{_DASHES}]\s?\d{{4}}",
        rf"(?<!\d\s){_DAY}\s{_MONTH}\s\d\d\s?[{_DASHES}]?\s?\d{{4}}",
    )
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_COUNTRY_CODE_BEFORE = re.compile(r"(?:\+|\b00)\d{1,3}\s?$")
_LONGEST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def has_cpr_shape(text: str) -> bool:
    """Whether a value shaped like a civil registration number (DDMMYY-XXXX) stands anywhere in the text: a
    day that a month has, and four more digits, with a dash, spaces or nothing between.

    Telephone numbers, EAN numbers and digits inside a longer run are none. No check digit is asked for:
    numbers issued since 2007 need not have one."""
    return without_cpr(text) != tidy(text)


def without_cpr(text: str, *, replacement: str = "…") -> str:
    """The tidy text with every value of that shape replaced."""
    kept = tidy(text)
    if not _FOUR_DIGITS.search(kept):
        return kept
    digits = _same_length(kept)
    spans = sorted(
        hit.span() for shape in _CPR_SHAPES for hit in shape.finditer(digits) if _is_a_birthday(hit, digits)
    )
    pieces, end = [], 0
    for start, stop in spans:
        if start >= end:
            pieces += [kept[end:start], replacement]
        end = max(end, stop)
    return tidy("".join([*pieces, kept[end:]])) if spans else kept


def _same_length(text: str) -> str:
    """The text with wide and other digits as plain ones, letter for letter."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def _is_a_birthday(hit: re.Match[str], text: str) -> bool:
    day, month = int(hit["day"]), int(hit["month"])
    if not (1 <= month <= 12 and 1 <= day <= _LONGEST_DAY[month - 1]):
        return False
    return not _COUNTRY_CODE_BEFORE.search(text[max(0, hit.start() - 8) : hit.start()])


# --- Telephone


class PhoneError(ValueError):
    """The text is no telephone number; `code` says why: empty, characters, cpr, too_short, too_long,
    no_country (more than eight digits and no + before them)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_PHONE_GAPS = re.compile(rf"[\s.()/{_DASHES}]+")
_PHONE = re.compile(r"\+?[0-9]+")
_TRUNK_ZERO = re.compile(r"\(\s?0\s?\)")
_FOREIGN_DIGITS = (7, 15)


def read_phone(text: str) -> str:
    """The number as it is stored: "12 34 56 78" for a Danish one, with or without +45 or 0045; "+46 70 123
    45 67" for a foreign one, in the groups it was typed in. Raises PhoneError for anything else."""
    typed = _same_length(tidy(text))
    groups = _PHONE_GAPS.sub(" ", _TRUNK_ZERO.sub(" ", typed)).split()
    number = "".join(groups)
    if not typed:
        raise PhoneError("empty")
    if not _PHONE.fullmatch(number):
        raise PhoneError("characters")
    if has_cpr_shape(typed):
        raise PhoneError("cpr")
    if number.startswith("00"):
        number, groups = f"+{number[2:]}", _with_plus(groups)
    if number.startswith("+45"):
        return _danish(number[3:])
    if number.startswith("+"):
        return _foreign(groups)
    if len(number) == 10 and number.startswith("45"):
        return _danish(number[2:])
    if len(number) > 8:
        raise PhoneError("no_country")
    return _danish(number)


def _with_plus(groups: list[str]) -> list[str]:
    """The groups of a number that begins with 00, with + for those two digits."""
    first, *others = groups
    while len(first) < 2 and others:
        first += others.pop(0)
    return [f"+{first[2:]}", *others]


def _danish(digits: str) -> str:
    if len(digits) != 8:
        raise PhoneError("too_short" if len(digits) < 8 else "too_long")
    return " ".join(digits[start : start + 2] for start in range(0, 8, 2))


def _foreign(groups: list[str]) -> str:
    number = " ".join(groups).replace("+ ", "+")
    digits = sum(map(str.isdecimal, number))
    shortest, longest = _FOREIGN_DIGITS
    if not shortest <= digits <= longest:
        raise PhoneError("too_short" if digits < shortest else "too_long")
    if number[1] == "0":
        raise PhoneError("characters")
    return number
