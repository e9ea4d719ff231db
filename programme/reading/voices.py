"""*Ved*: who is on a programme item, one person on each line as "Navn, titel, sted" → plain persons, and back.

Pure: no Django. No text makes it fail, and no word of it is lost: what is not understood stands in the title, as typed.
The time it takes grows with the length of the text."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, replace
from itertools import dropwhile

from programme.folding import tidy

SPEAKER, MODERATOR, HOST = "speaker", "moderator", "host"
ROLE_WORDS = {SPEAKER: "", MODERATOR: "Ordstyrer: ", HOST: "Vært: "}


@dataclass(frozen=True)
class Voice:
    """`is_bare` when nothing but the name was typed, so that what is known of her may be added; a comma after the
    name asks for the name alone."""

    name: str
    title: str = ""
    affiliation: str = ""
    role: str = SPEAKER
    is_bare: bool = False


@dataclass(frozen=True)
class Hint:
    """What somebody should look at. The codes:

    several: one line was read as these persons · maybe_several: one line could be more persons than one · sentences:
    more than a title and a place, kept as the title · nobody: no name in this line, left out · again: the same person
    again, left out"""

    code: str
    text: str


@dataclass(frozen=True)
class Voices:
    people: tuple[Voice, ...] = ()
    hints: tuple[Hint, ...] = ()


def read_voices(text: str, *, known: Container[str] = ()) -> Voices:
    """The persons of the lines, in order. `known` holds folded names: a known name is always a name."""
    people: list[Voice] = []
    hints: list[Hint] = []
    for typed in text.splitlines():
        line = _tidy(typed)
        if not line:
            continue
        found, said = _read_line(line, known)
        hints += said
        for voice in found:
            if any(fold_name(voice.name) == fold_name(one.name) and voice.role == one.role for one in people):
                hints.append(Hint("again", voice.name))
            else:
                people.append(voice)
    return Voices(tuple(people), tuple(hints))


def line_of(voice: Voice) -> str:
    """The line that is read as this person again: with commas, or with upright strokes where a comma would mislead."""
    start = ROLE_WORDS[voice.role] + voice.name
    plain = ", ".join(filter(None, (start, voice.title, voice.affiliation)))
    if _same(read_voices(plain).people, voice):
        return plain
    return " | ".join((start, voice.title, voice.affiliation) if voice.affiliation else (start, voice.title))


def fold_name(name: str) -> str:
    """What is the same for two spellings of one name: case, spaces, full stops and kinds of dash do not count."""
    plain = unicodedata.normalize("NFKC", name).translate(_DASHES).casefold().replace(".", " ")
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _same(people: tuple[Voice, ...], voice: Voice) -> bool:
    return len(people) == 1 and replace(people[0], is_bare=voice.is_bare) == voice


# ------------------------------------------------------------------ a line

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_BULLET = re.compile(r"[-–—*•·▪◦‣●○]\s+|[•·▪◦‣●○]")
_BY = re.compile(
    r"(?:(?:oplæg|foredrag|indlæg|keynote|workshop)\s+)?(?:ved\b:?|by\b:?|v/|v\.)\s*"
    r"|(?:oplægsholdere?|medvirkende|speakers?)\s*:\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:(?P<moderator>ordstyrere?|moderatore?r?)|(?P<host>værte?r?|hosts?))(?:\s*:\s*|\s+ved\s+|\s+(?-i:(?=[^\W\d_a-zæøå])))",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(r"\s*\((?:(?P<moderator>ordstyrer|moderator)|(?P<host>vært|host))\)", re.IGNORECASE)


def _tidy(line: str) -> str:
    line = tidy(line)
    while found := _BULLET.match(line):
        line = line[found.end() :]
    return line


def _read_line(line: str, known: Container[str]) -> tuple[list[Voice], list[Hint]]:
    if "|" in line:
        role, rest = _role(line)
        return _fields([part.strip() for part in rest.split("|")], role, line)
    if found := _BY.match(line):
        line = line[found.end() :]
    role, line = _role(_without_last_stop(line))
    parts = _people(line, known)
    people = [replace(_person(part), role=role) for part in parts if _has_letters(part)]
    if not people:
        return [], [Hint("nobody", line)] if line else []
    if len(people) > 1:
        people = _with_shared_place(people)
        return people, [Hint("several", "; ".join(voice.name for voice in people))]
    hints = []
    if _sentence_ends(parts[0]):
        hints.append(Hint("sentences", people[0].name))
    elif any(_looks_like_a_name(part) for part in _commas(parts[0])[2:-1]):
        hints.append(Hint("maybe_several", parts[0]))
    return people, hints


def _role(line: str) -> tuple[str, str]:
    """The role that the line begins with, or says in brackets, and the line without it."""
    found = _ROLE.match(line) or _ROLE_AFTER.search(line)
    if not found:
        return SPEAKER, line
    rest = (line[: found.start()] + line[found.end() :]).strip()
    return (MODERATOR if found["moderator"] else HOST), rest


def _fields(parts: list[str], role: str, line: str) -> tuple[list[Voice], list[Hint]]:
    """Name, title and place between upright strokes, exactly as typed."""
    name, title, place = parts[0], ", ".join(filter(None, parts[1:-1])), parts[-1]
    if len(parts) == 2:
        title, place = parts[1], ""
    if not _has_letters(name):
        return [], [Hint("nobody", line)]
    return [Voice(name, title, place, role)], []


def _without_last_stop(line: str) -> str:
    """Without the full stop that ends a sentence; that of an initial stays."""
    line = line.rstrip(";")
    stripped = line.rstrip(".").rstrip()
    last = stripped.rpartition(" ")[2]
    return line if len(last) < 2 or _SHORTENED.fullmatch(last) else stripped


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


# ------------------------------------------------------------------ where one person ends and the next begins

_AND = re.compile(r"(?P<parted>,)?\s+(?:og|samt|and|&)\s+|(?P<semicolon>;)\s*", re.IGNORECASE)
_PARTICLES = {"af", "von", "van", "de", "der", "den", "la", "al", "bin", "el", "da", "di"}
# What the last words of a house's name end in, and what its first word may be.
_HOUSES = re.compile(
    r".*(?:kommuner?|bibliotek(?:et|er|erne)?|forening(?:en)?|universitet(?:et)?|university|skolen?|school|cent(?:er|re|ret)"
    r"|institut(?:tet)?|ministeri(?:et|um)|styrelsen?|muse(?:um|er|et)|selskab(?:et)?|rådet|udvalg(?:et)?|forbund(?:et)?"
    r"|hus(?:et)?|netværk(?:et)?|akademi(?:et)?|fond(?:en)?|forvaltning(?:en)?|forlag(?:et)?|library|council|stiftelsen?"
    r"|kirken?|teater|team|gruppen?|avis(?:en)?|råd)s?-?"
    r"|regions?|danske?|danmarks|det|den|de|the|a/s|aps",
    re.IGNORECASE,
)


def _people(line: str, known: Container[str]) -> list[str]:
    """The line, parted before each further person where it is clear that one begins there."""
    pieces, start = [], 0
    for mark in _AND.finditer(line):
        rest = line[mark.end() :]
        name = _first_words(rest)
        is_known = fold_name(name) in known
        if mark.start() < start or not (is_known or _looks_like_a_name(name)):
            continue
        before = line[start : mark.start()]
        followed = rest[len(name) : len(name) + 1] == ","
        # "formand for Læs Dansk og Fri Debat" names no second person, but "Anne Hansen og Bo Ågård" does.
        if (
            mark["parted"]
            or mark["semicolon"]
            or followed
            or is_known
            or all(map(_looks_like_a_name, _commas(before)))
        ):
            pieces.append(before)
            start = mark.end()
    if pieces and _only_names(pieces[0]):
        pieces[:1] = _commas(pieces[0])
    return [*pieces, line[start:]]


def _of_a_house(word: str) -> bool:
    return _HOUSES.fullmatch(word.strip('.,;:()"”“')) is not None


def _only_names(piece: str) -> bool:
    parts = _commas(piece)
    return len(parts) > 1 and all(map(_looks_like_a_name, parts))


def _first_words(text: str) -> str:
    """Until a comma or the next "og"."""
    end = min(place for place in (text.find(","), text.find(";"), len(text)) if place >= 0)
    following = _AND.search(text)
    return text[: min(end, following.start()) if following else end].strip()


def _looks_like_a_name(text: str) -> bool:
    """Two to six words with capitals, none of which belongs to a house."""
    words = text.split()
    return (
        2 <= len(words) <= 6
        and len(text) <= 80
        and all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and not any(letter.isdigit() or letter in "()/&" for letter in text)
        and not any(len(word) > 2 and word.isupper() for word in words)
        and not any(map(_of_a_house, words))
    )


def _with_shared_place(people: list[Voice]) -> list[Voice]:
    """In "Vibeke, leder, og Lisbet, konsulent, Skanderborg Kommune" the place is that of both; a name alone shares the
    title as well."""
    last = people[-1]
    shared = []
    for voice in people[:-1]:
        if voice.is_bare and last.title:
            shared.append(replace(voice, title=last.title, affiliation=last.affiliation, is_bare=False))
        elif not voice.affiliation and voice.title:
            shared.append(replace(voice, affiliation=last.affiliation))
        else:
            shared.append(voice)
    return [*shared, last]


# ------------------------------------------------------------------ one person

_AT = re.compile(r"\s+(?P<word>ved|hos|fra|i|for|på|af|at|of|from)\s+")
_CLEARLY_AT = {"ved", "hos", "fra", "at", "from"}
_JOINING = {"og", "for", "i", "af", "på", "the", "of", "and", "&", "de", "den", "det", "til"}
_IN_BRACKETS = re.compile(r"(?P<name>[^()]+)\((?P<place>[^()]{4,})\)")
_SHORTENED = re.compile(
    r"ph(?:\.d)?|cand(?:\.\w+)*|dr|prof|stud|adm|fhv|dir|afd|jur|mag|lic|art|phil|scient|polit|pol|oecon|merc|soc|techn"
    r"|pæd|psych|nr|kl|ca|lekt|bibl|m\.fl|jr|sr|st|mrs?|inkl|bl|dvs|kgl",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?P<word>[\w.]+)\.\s+(?=[^\W\d_a-zæøå])")


def _person(part: str) -> Voice:
    name, *about = dropwhile(lambda one: not _has_letters(one), _commas(part))
    if not about:
        return _name_and_place(name)
    said = [one for one in about if one]
    if not said:
        return Voice(name)
    if _sentence_ends(part):
        return Voice(name, ", ".join(said))
    if len(said) == 1:
        title, place = _title_and_place(said[0])
        return Voice(name, title, place)
    if _looks_like_a_place(said[-1]):
        return Voice(name, ", ".join(said[:-1]), said[-1])
    return Voice(name, ", ".join(said))


def _commas(text: str) -> list[str]:
    """The text parted at the commas outside brackets."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth = max(0, depth + (letter in "([") - (letter in ")]"))
        if letter == "," and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]


def _name_and_place(text: str) -> Voice:
    """A name alone, or with the place in brackets or after "fra" or "ved"."""
    if (found := _IN_BRACKETS.fullmatch(text)) and _has_letters(found["name"]):
        return Voice(found["name"].strip(), "", found["place"].strip())
    if (found := _AT.search(text)) and found["word"] in _CLEARLY_AT:
        name, place = text[: found.start()], text[found.end() :]
        if _looks_like_a_name(name) and place[0].isupper():
            return Voice(name, "", place)
    return Voice(text, is_bare=True)


def _title_and_place(text: str) -> tuple[str, str]:
    """ "bibliotekschef ved Ærø Bibliotek" is a title and a place; so is "partner i Copenhagen Economics", because the
    rest is a proper name; "professor i politik" is a title."""
    if _is_house(text):
        return "", text
    found = _AT.search(text)
    strong = next((mark for mark in _AT.finditer(text) if mark["word"] in _CLEARLY_AT), None)
    if strong and _is_one_house(text[strong.end() :]):
        return text[: strong.start()], text[strong.end() :]
    if found and _is_proper(text[found.end() :]):
        return text[: found.start()], text[found.end() :]
    return text, ""


def _is_house(text: str) -> bool:
    """As in "Øby Bibliotek" and "Kulturhuset i Øby": its first words, and not only its last, belong to a house."""
    words = (_AT.split(text, maxsplit=1)[0] if _begins_large(text) else "").split()
    return bool(words) and all(map(_begins_large, words)) and any(map(_of_a_house, words))


def _is_one_house(place: str) -> bool:
    """Not when another title follows the place, as in "Øby Bibliotek og forfatter"."""
    words = place.split()
    after_and = [words[number + 1] for number, word in enumerate(words[:-1]) if word == "og"]
    return not _sentence_ends(place) and all(
        _begins_large(word) and not word[:2].isupper() for word in after_and
    )


def _is_proper(text: str) -> bool:
    words = text.split()
    return _begins_large(words[0]) and all(_begins_large(word) or word in _JOINING for word in words)


def _begins_large(word: str) -> bool:
    first = word.lstrip("(\"“”'")[:1]
    return first.isupper() or first.isdigit()


def _looks_like_a_place(text: str) -> bool:
    return _begins_large(text) or any(map(_of_a_house, text.split()))


def _sentence_ends(text: str) -> list[re.Match[str]]:
    """The full stops inside the text that end a sentence: not those of an initial or a shortened word."""
    return [
        mark
        for mark in _STOP.finditer(text)
        if len(mark["word"]) > 2 and not _SHORTENED.fullmatch(mark["word"]) and "." not in mark["word"]
    ]
