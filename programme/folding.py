"""Text as people write it, folded to be kept, sorted in Danish and searched. Pure: text in, text out; no Django.

What is stored is what `tidy` gives. The other functions make the columns and answers that a database cannot
make alike everywhere, since SQLite neither folds nor sorts æ, ø and å."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

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
DASHES = "\\-\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d\u00ad"


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


def fold_email(text: str) -> str:
    """The address as it is compared and stored: tidy and in lower case, before and after the @ alike."""
    return unicodedata.normalize("NFC", tidy(text).lower())


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


_HYPHENS = re.compile(f"[{DASHES}_/]")


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
    found: dict[str, None] = {}
    for part in parts:
        for word in words(part):
            found.update(dict.fromkeys(spellings(word)))
        number = "".join(tidy(part).split())
        if number.removeprefix("+").isdecimal():
            found[number] = None
    return " ".join(found)


def search_terms(query: str) -> list[str]:
    """The terms of a typed query, at most ten, folded like `search_text`: a row is found when it contains
    each.

    Ågård, ågaard and AAGAARD are the same term, and so Åse finds Aase too."""
    return list(dict.fromkeys(word.translate(_DANISH_IN_TWO) for word in words(query)))[:SEARCH_TERMS]


def words(text: str) -> list[str]:
    """The folded words of a text, with æ, ø and å."""
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


def spellings(word: str) -> list[str]:
    """A folded word with æ, ø and å, with ae, oe and aa, and with a, o and a, each once."""
    return list(dict.fromkeys([word, word.translate(_DANISH_IN_TWO), word.translate(_DANISH_IN_ONE)]))
