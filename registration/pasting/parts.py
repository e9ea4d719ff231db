"""The parts of one person: her address, and her name in its written order."""

import re

from programme.folding import fold_email, tidy
from registration.pasting.reading import PastedPerson, Reading
from registration.pasting.words import kind_of

_DASH = re.compile(r" [-–—] ")
EDGES = " \t,;:*\"'’‘`´“”„«»<>[]…"
_TOKEN = re.compile(r"[^\s<>()\[\],;\"“”„]*@[^\s<>()\[\],;\"“”„]*")
_ADDRESS = re.compile(r"[^\s@]{1,64}@(?:[^\s@.]{1,63}\.){1,8}[^\s@.]{2,63}")
# What was meant for an address: celine(at)example.org, or without any sign where the @ was: ole.example.org. The web
# address of a workplace begins with www or has one dot.
_MEANT = re.compile(
    r"[\w.+-]+ ?(?:[(\[{] ?(?:at|a|snabel-?a) ?[)\]}]|\*at\*) ?[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@/-])(?!www\.)[\w-]+(?:\.[\w-]+)+\.(?:dk|org|com|net|eu|se|no|de)(?![\w.@/-])",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_EMPTY = re.compile(r"<[\s,;]*>|\([\s,;]*\)|\[[\s,;]*\]")


def add_person(
    reading: Reading, name: str, email: str, job_title: str, organisation: str, *, whole: str
) -> None:
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


def read_address(reading: Reading, cell: str) -> tuple[str, str]:
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


def without_meant_address(reading: Reading, cell: str) -> str:
    """The cell without what was meant for an address and is none, of which is told."""
    if "@" in cell:
        return cell
    for meant in _MEANT.findall(cell):
        reading.warn("address", meant)
    return tidy(_EMPTY.sub(" ", _MEANT.sub(" ", cell)))


def read_name(reading: Reading, text: str, *, quoted: bool) -> tuple[str, list[str]]:
    """The name in its written order, and what stands beside it: "2. Pedersen, Anne Mette (Køge)"."""
    text, beside = _NUMBER.sub("", text), []
    for inner in filter(None, map(plain, _BRACKETS.findall(text))):
        if inner.isupper() and len(inner) <= 5 and not kind_of(inner):
            reading.warn("left_out", inner)
        else:
            beside.append(inner)
    parts = [part for part in map(plain, _BRACKETS.sub(" ", text).split(",")) if part]
    clear = len(parts) == 2 and (quoted or " " not in parts[0])
    if clear and not kind_of(parts[1]) and all(len(part.split()) <= 3 for part in parts):
        if not quoted:
            reading.warn("name_turned", ", ".join(parts))
        parts = [f"{parts[1]} {parts[0]}"]
    by_dash = _DASH.split(_without_phone(reading, parts[0])) if parts else [""]
    return plain(by_dash[0]), [*map(plain, by_dash[1:]), *parts[1:], *beside]


_NUMBER = re.compile(r"^\W{0,3}[0-9]{1,3}(?:[.):]+\s*|\s+)(?=[^\W\d])")
_PHONE_LABELS = ("tlf", "tlf.", "tlf:", "tel", "tel.", "mobil", "mobil:", "telefon", "telefon:")


def _without_phone(reading: Reading, text: str) -> str:
    """The text without a telephone number at its end."""
    before = text.rstrip("0123456789 +-")
    if sum(map(str.isdigit, text[len(before) :])) < 7:
        return text
    reading.warn("left_out", text[len(before) :].strip(" -"))
    words = before.split()
    return " ".join(words[:-1] if words and words[-1].casefold() in _PHONE_LABELS else words)


def plain(text: str) -> str:
    """The text without quotation marks and brackets around it."""
    text = tidy(text.replace("<", " ").replace(">", " ")).strip(EDGES)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip(EDGES)
    words = text.split()
    return text.rstrip(".").strip(EDGES) if words and len(words[-1]) > 4 else text


_GREETING = re.compile(
    r"(?:hej|kære|hilsen|venlig hilsen|med venlig|de bedste|bedste|mvh|vh|tak for|på forhånd"
    r"|hermed|følgende|emne|sendt|subject|tilmeldte|tilmeldinger|deltagere|deltagerliste)\b"
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
