"""Which characters the printed programme can show, what stands in for the others, and saying so to whoever typed them.
An accessible PDF must not hold a single one that its fonts do not have."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from programme import fonts, printed

# What says the same to a reader, and is in the fonts. Word pastes bullets from symbol fonts of its own.
LOOKALIKES = {
    one: stands
    for stands, several in [
        ("✓", "✅☑"),
        ("✗", "❌❎☒"),
        ("→", "➡➜➔"),
        ("←", "⬅"),
        ("↑", "⬆"),
        ("↓", "⬇"),
        ("*", "★☆⭐🌟"),
        ("•", "🔹🔸🔵\uf0b7\uf0a7\uf0d8\uf076\uf02d"),
        ("!", "⚠❗"),
        ("?", "❓"),
        ("♥", "❤♡"),
        (":-)", "😀😃😄😊🙂☺"),
        (";-)", "😉"),
        (":-(", "🙁☹"),
    ]
    for one in several
}
# Stands where nothing of a text can be printed, so that no heading is empty.
NOTHING_LEFT = "–"
# So many words on either side of a character are quoted with it, and so many letters at most.
WORDS_AROUND = 2
MOST_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Missing:
    """A character no font has, the words in which it stands first, and what is printed instead, perhaps nothing."""

    character: str
    words: str
    printed: str

    @property
    def code(self) -> str:
        return f"U+{ord(self.character):04X}"

    def sentence(self) -> str:
        facts = {
            "character": self.character,
            "code": self.code,
            "words": self.words,
            "printed": self.printed,
        }
        if self.printed:
            return (
                _(
                    "The printed programme cannot show %(character)s (%(code)s) in “%(words)s”: "
                    "“%(printed)s” is printed instead."
                )
                % facts
            )
        return (
            _(
                "The printed programme cannot show %(character)s (%(code)s) in “%(words)s”: it is left out there."
            )
            % facts
        )


def missing(facts: printed.Facts) -> list[Missing]:
    """The characters that are not printed as they were typed, each once, in the order in which they come."""
    found: dict[str, Missing] = {}
    for text in _texts(facts):
        composed = unicodedata.normalize("NFC", text)
        for place, one in enumerate(composed):
            if one not in found and _is_lost(one):
                found[one] = Missing(one, _around(composed, place), printable(one))
    return list(found.values())


def _around(text: str, place: int) -> str:
    before, after = text[:place].split(" "), text[place:].split(" ")
    quoted = " ".join(before[-WORDS_AROUND - 1 :])[-MOST_QUOTED // 2 :]
    quoted += " ".join(after[: WORDS_AROUND + 1])[: MOST_QUOTED // 2]
    return " ".join("".join(one if one.isprintable() else " " for one in quoted).split())


def legible(facts: printed.Facts) -> printed.Facts:
    """The same facts in characters that the fonts have."""
    return _each_text(facts, _legible)


def _legible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    said = "".join(map(printable, unicodedata.normalize("NFC", text)))
    return said if said.strip() or not text.strip() else NOTHING_LEFT


@cache
def printable(character: str) -> str:
    """The character itself, or what is printed instead: what looks like it, its plain form, its letter without the
    accent, "?" for another letter, nothing for a picture."""
    if character in "\n\r\t" or (character.isprintable() and fonts.can_print(character)):
        return character
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    for plain in (
        unicodedata.normalize("NFKC", character),
        unicodedata.normalize("NFKD", character)[:1],
    ):
        if plain != character and plain and all(map(fonts.can_print, plain)):
            return plain
    if unicodedata.category(character) in {"Zl", "Zp", "Cc"}:
        return " "
    return "?" if unicodedata.category(character)[0] in "LN" else ""


def _is_lost(character: str) -> bool:
    """Whether a letter, a figure, a mark or a picture is printed as "?" or not at all. What is printed as its like is
    as good as printed, and what only joins or steers others is never seen."""
    if character == "?" or character in LOOKALIKES or unicodedata.category(character)[0] not in "LNPS":
        return False
    return printable(character) in {"", "?"}


def _texts(facts: Any) -> Iterable[str]:
    match facts:
        case str():
            yield facts
        case dict() | list():
            for value in facts.values() if isinstance(facts, dict) else facts:
                yield from _texts(value)


def _each_text(facts: Any, change: Callable[[str], str]) -> Any:
    match facts:
        case str():
            return change(facts)
        case dict():
            return {name: _each_text(value, change) for name, value in facts.items()}
        case list():
            return [_each_text(value, change) for value in facts]
        case _:
            return facts
