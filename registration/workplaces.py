"""Whether two names that people wrote mean the same workplace. Pure: text in, an answer out. In doubt it says yes: a no
stops somebody, while the organiser sees both names."""

import re
from collections.abc import Iterator

from programme.folding import tidy

# Words that tell no workplace from another beside its own name.
_KINDS = frozenset({"bibliotek", "kommune", "forvaltning", "afdeling"})
_SMALL = frozenset({"og", "i", "af", "for", "ved", "paa", "of", "the", "and"})
_SHORT = {
    "bib": "bibliotek", "bibl": "bibliotek", "library": "bibliotek", "libraries": "bibliotek", "kom": "kommune",
    "komm": "kommune", "municipality": "kommune", "afd": "afdeling", "forv": "forvaltning", "kbh": "koebenhavn",
    "cph": "koebenhavn", "copenhagen": "koebenhavn", "frb": "frederiksberg",
}  # fmt: skip
_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "é": "e", "ü": "u"})
# Bibliotek, biblioteket, bibliotekerne and Øbybibliotekerne; kommune, kommunes.
_KIND_IN_A_WORD = re.compile(r"(?P<before>\w*?)(?P<kind>bibliotek|kommune|forvaltning|afdeling)\w{0,5}")
_EMPTY_BEFORE = frozenset({"", "hoved", "folke", "central", "by"})
_LEAST_INITIALS = 2
_LEAST_BEFORE_S = 4


def same_workplace(one: str, other: str) -> bool:
    """The same but for case, spaces, hyphens and endings; for words such as library and municipality; for a department
    written after the name; and for initials: GBI is Gladsaxe Bibliotek og Idræt. Of nothing written nothing is known,
    so it is the same."""
    first, second = set(_words(one)), set(_words(other))
    if not first or not second or first <= second or second <= first:
        return True
    told, said = first - _KINDS, second - _KINDS
    if told and told == said:
        return True
    return _is_short_for(one, other) or _is_short_for(other, one)


def _plain(name: str) -> list[str]:
    folded = tidy(name).casefold().translate(_LETTERS)
    return [word for word in re.split(r"[^a-z0-9]+", folded) if word]


def _words(name: str) -> Iterator[str]:
    """Folded and without endings, short forms written out, small words left out."""
    for word in _plain(name):
        if word in _SMALL:
            continue
        found = _KIND_IN_A_WORD.fullmatch(word)
        if found is None:
            yield _bare(_SHORT.get(word, word))
            continue
        if found["before"] not in _EMPTY_BEFORE:
            yield _bare(found["before"])
        yield found["kind"]


def _bare(word: str) -> str:
    """Without the s of Københavns."""
    return word.removesuffix("s") if len(word) > _LEAST_BEFORE_S else word


def _is_short_for(short: str, name: str) -> bool:
    """Whether one word is the initials of the other name's words, with or without its small ones."""
    letters, words = _plain(short), _plain(name)
    if len(letters) != 1 or len(letters[0]) < _LEAST_INITIALS or len(words) < _LEAST_INITIALS:
        return False
    spelled = {"".join(one[0] for one in words), "".join(one[0] for one in words if one not in _SMALL)}
    return letters[0] in spelled
