"""Rules about a person's name, address and telephone number as text. Pure: text in, text out; no Django."""

import hashlib
import re
import unicodedata

from programme.folding import DASHES, fold_email, spellings, tidy, words

PERSON_KEY_LENGTH = 600
"""`person_key` is never longer, in characters."""


def name_key(name: str) -> str | None:
    """What tells whether two names are the same, written as they may be; None for no name."""
    return person_key(name=name, email="", contact_email="")


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
    parts = (part for word in words(name) for part in _NOT_A_LETTER.split(word))
    return {
        spelling for part in parts if len(part) > 1 and part not in _PARTICLES for spelling in spellings(part)
    }


# --- Civil registration numbers

_DAY, _MONTH = r"(?P<day>[0-3]\d)", r"(?P<month>[01]\d)"
_NOTHING_BEFORE = rf"(?:(?<![^\W_])|(?<=cpr)|(?<=nr))(?<!\d[{DASHES}.])"
_NOTHING_AFTER = rf"(?!\d|[{DASHES}.]\d)"
_CPR_SHAPES = tuple(
    re.compile(_NOTHING_BEFORE + shape + _NOTHING_AFTER, re.IGNORECASE)
    for shape in (
        rf"{_DAY}{_MONTH}\d\d[\s.]{{0,2}}[{DASHES}]?\s{{0,2}}\d{{4}}",
        rf"{_DAY}{_MONTH}(?:18|19|20)\d\d\s?[{DASHES}]\s?\d{{4}}",
        rf"{_DAY}[.{DASHES}/]{_MONTH}[.{DASHES}/]\d\d\s?[{DASHES}]\s?\d{{4}}",
        rf"(?<!\d\s){_DAY}\s{_MONTH}\s\d\d\s?[{DASHES}]?\s?\d{{4}}",
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


_ASKS_FOR_CPR = re.compile(
    r"\bcpr(?![a-zæøå])|\bcpr(?:nr|num|regist)|\bperson[\s-]?num(?:mer|ber)|\bcivil registration number",
    re.IGNORECASE,
)


def asks_for_cpr(question: str) -> bool:
    """Whether a question names the civil registration number, however it is written."""
    return _ASKS_FOR_CPR.search(question) is not None


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


_PHONE_GAPS = re.compile(rf"[\s.()/{DASHES}]+")
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
