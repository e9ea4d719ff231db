"""Diet and access: each person writes her own on her own page, so a list has no field for them."""

import re

from registration.pasting.reading import LONGEST_ENTRY, Reading
from registration.pasting.words import kind_of

_NEED = re.compile(
    # Words that begin so, …
    r"(?:vegetar|vegan|pes[ck]etar|gluten|la[ck]tose|allerg|diabetes|diabetiker|cøliak|coe?liac|halal|kosher|diæt"
    r"|kørestol|wheelchair|rollator|teleslynge|hørehæmm|svagtseende|tegnsprogstolkning|skrivetolkning)\w*"
    # … that end so, …
    r"|\w*(?:allerg(?:i|ier|iker|isk|y|ies|ic)|intoleran(?:s|t|ce)|(?:mælke|nødde|sukker|ægge|gær)fri|kosthensyn)"
    # … and whole ones.
    r"|svinekød|skaldyr|nødder|jordnødder|peanuts?|mælk|æg|pork|shellfish|førerhund|handicap(?:parkering|toilet)"
)
_TITLE = re.compile(r"\w*(?:ist|kok|læge|log|forsker|sygeplejerske|terapeut)")
# What leads to a need: "er vegetar", "spiser ikke svinekød", "svær nøddeallergi".
_LEAD = re.compile(
    r"er|har|spiser|spis|tåler|bruger|ønsker|kun|ikke|ingen|uden|med|og|eller|samt|lidt|meget|svær|mild|kost|mad|obs|nb"
    r"|en|et|overfølsom|over|for|mod|i|is|has|eats?|uses|needs|only|not?|without|with|and|or|very|severe|diet|food|nut"
    r"|am|a|the|"
)
_MARKS = " \t-–—:+&*.!?"
# What parts a cell: commas, brackets, and an address.
_PARTS = re.compile(r"([,;/()\[\]<>]|[^\s,;()\[\]<>]*@[^\s,;()\[\]<>]*)")
_EMPTY = re.compile(r"\([,;/\s]*\)|\[[,;/\s]*\]")


def without_needs(reading: Reading, cell: str) -> str:
    """The cell without what it says of diet and access, which is told. A title or a workplace that only begins like
    it stays: "allergikonsulent", "Dansk Vegetarisk Forening"."""
    if len(cell) > LONGEST_ENTRY or not any(map(_is_need, re.split(r"[\s,;/()\[\]<>]+", cell))):
        return cell
    parts = _PARTS.split(cell)
    # Every second one is what parts them.
    kept = [part if place % 2 else _kept(reading, part) for place, part in enumerate(parts)]
    if kept == parts:
        return cell
    # Of brackets that a comma has parted, each cell has one.
    return _EMPTY.sub(" ", "".join(kept)).lstrip(" ,;/)]").rstrip(" ,;/([")


def _kept(reading: Reading, part: str) -> str:
    """What stands before the need."""
    words = part.split()
    first = next((place for place, word in enumerate(words) if _is_need(word)), None)
    if first is None or kind_of(" ".join(words[first:])):
        return part
    while first and _leads(words[first - 1], words[first]):
        first -= 1
    reading.warn("need", " ".join(words[first:]).strip(_MARKS))
    # An address may stand on either side of it.
    return f" {' '.join(words[:first]).rstrip(_MARKS)} "


def _leads(word: str, following: str) -> bool:
    """Whether the word belongs to the need that follows: "spiser ikke svinekød", "mælke- og ægallergi"."""
    is_half = word.endswith("-") and following.casefold() in {"og", "eller", "and", "or"}
    return is_half or bool(_LEAD.fullmatch(word.casefold().strip(_MARKS)))


def _is_need(word: str) -> bool:
    """Whether the word tells of diet or access; of "gluten-fri" and "vegetar-kok" the last part says what it is."""
    parts = re.findall(r"\w+", word.casefold())
    if not any(map(_NEED.fullmatch, parts)):
        return False
    return not _TITLE.fullmatch(parts[-1]) and not kind_of(word)
