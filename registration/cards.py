"""What was typed about the people of a sign-up, rearranged: more cards or fewer, one removed, a pasted list read in.
Nothing that is filled in is ever dropped."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from programme.folding import tidy
from registration.pasting import PastedPerson

MOST_PEOPLE = 20
FIELDS = ("name", "job_title", "email")
# Chosen for each card, also for one that nobody has filled in.
PRICE = "price"
# A field of an event's own question or of a choice of programme items, with a number behind it for each box that may be
# ticked.
ANSWER = re.compile(r"[qi]\d+(\.\d+)?")
ITEM = re.compile(r"i\d+")
# The answer to a choice of items that chooses nothing now, which a new card has already.
LATER = "0"

Card = dict[str, str]
EMPTY: Card = dict.fromkeys(FIELDS, "")
Typed = Mapping[str, str]


def whole(text: str | None, *, least: int, most: int, default: int) -> int:
    """The number typed, drawn inside the bounds; the default for anything else."""
    text = (text or "").strip()
    if not text.isascii() or not text.isdecimal():
        return default
    return min(max(int(text[:6]), least), most)


def asked(typed: Typed) -> int | None:
    """How many people the field asks for, however many that is; None where no number of people stands in it."""
    return whole(typed.get("count"), least=0, most=999_999, default=0) or None


def comes(typed: Typed) -> bool:
    """Whether the contact is one of them."""
    return typed.get("attends") == "1"


def nameless(typed: Typed) -> int:
    """For how many of the people the names are to follow; they have no cards."""
    return whole(typed.get("later"), least=0, most=MOST_PEOPLE, default=0)


def shape_of(typed: Typed) -> tuple[int, bool]:
    """How many cards the page had that was answered, and whether the contact was one of the people on it."""
    count, attends, later = (
        whole(part, least=0, most=999, default=0) for part in f"{typed.get('shape', '')}---".split("-")[:3]
    )
    return count - attends - later, attends == 1


def settled(typed: Typed) -> Card:
    """What was typed, with the cards as they are to be shown: so many as the number asks for beside those whose names
    follow, or as there were where no number can be read, and always all that are filled in."""
    cards = _all_cards(typed)
    without_card = comes(typed) + nameless(typed)
    wanted = max(min(_number(typed), MOST_PEOPLE) - without_card, 0)
    if any(map(_is_filled, cards[wanted:])):
        filled = [card for card in cards if _is_filled(card)]
        cards = filled + [EMPTY] * (wanted - len(filled))
    else:
        cards = cards[:wanted]
    return _with_cards(typed, cards, count=len(cards) + without_card)


def with_one_more(typed: Typed) -> Card:
    """What was typed, with one empty card more."""
    now = settled(typed)
    return now | {"count": str(int(now["count"]) + 1)}


def empty_cards(typed: Typed) -> int:
    """How many cards there are that nothing is written in."""
    now = settled(typed)
    shown = int(now["count"]) - comes(now) - nameless(now)
    return sum(not _is_filled(card) for card in _all_cards(now)[:shown])


def with_names_to_follow(typed: Typed) -> Card:
    """What was typed, with places whose names follow instead of the cards that nothing is written in."""
    now = settled(typed)
    later = nameless(now) + empty_cards(now)
    kept = [card for card in _all_cards(now) if _is_filled(card)]
    return _with_cards(now, kept, count=int(now["count"])) | {"later": str(later)}


def without_card(typed: Typed, number: int) -> Card:
    """What was typed, without the card of that number, from 1."""
    cards = _all_cards(typed)
    kept = [card for i, card in enumerate(cards, start=1) if i != number]
    fewer = _number(typed) - (len(kept) < len(cards))
    return settled(_with_cards(typed, kept, count=fewer))


def only_chosen(typed: Typed, *, attends: bool, numbers: set[int]) -> Card:
    """What was typed, with only the chosen people: the contact herself, and those of these numbers: of the
    cards, and after them of the places whose names follow."""
    kept = [card for i, card in enumerate(_all_cards(typed), start=1) if i in numbers and _is_filled(card)]
    later = len(numbers - {0}) - len(kept)
    chosen = _with_cards(typed, kept, count=len(kept) + attends + later)
    return chosen | {"attends": "1" if attends else "", "later": str(later)}


def _number(typed: Typed) -> int:
    """How many people there are to be: the number asked for, else that of the page it was typed on."""
    before = typed.get("shape", "").partition("-")[0]
    return asked(typed) or whole(before, least=1, most=MOST_PEOPLE, default=1)


def _all_cards(typed: Typed) -> list[Card]:
    """Each with her three fields, and whatever was answered for her."""
    cards = [dict(EMPTY) for _ in range(MOST_PEOPLE)]
    for key, value in typed.items():
        if _is_of_a_card(key):
            prefix, _dash, field = key.partition("-")
            number = whole(prefix[1:], least=0, most=MOST_PEOPLE + 1, default=0)
            if 1 <= number <= MOST_PEOPLE:
                cards[number - 1][field] = value
    return cards


def _is_filled(card: Card) -> bool:
    return any(value.strip() for field, value in card.items() if not _is_given(field, value))


def _is_given(field: str, value: str) -> bool:
    """Whether this is what a card says before anybody has written in it."""
    return field == PRICE or (value == LATER and ITEM.fullmatch(field) is not None)


def _with_cards(typed: Typed, cards: Sequence[Card], *, count: int) -> Card:
    rest = {key: value for key, value in typed.items() if not _is_of_a_card(key)}
    for i, card in enumerate(cards, start=1):
        rest |= {f"p{i}-{field}": value for field, value in card.items()}
    return rest | {"count": str(max(count, 1))}


def _is_of_a_card(key: str) -> bool:
    prefix, dash, field = key.partition("-")
    is_of_one = bool(dash) and prefix[:1] == "p" and prefix[1:].isdecimal()
    return is_of_one and (field in FIELDS or field == PRICE or is_an_answer(field))


def is_an_answer(field: str) -> bool:
    """Whether a field of a page holds what is answered to an event's own question."""
    return ANSWER.fullmatch(field) is not None


# --- A pasted list


def list_mark(typed: Typed) -> str:
    """Tells the text in the box for a list from another one, however its lines are broken; "" where it is empty."""
    text = " ".join(typed.get("pasted", "").split())
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def has_unread_list(typed: Typed) -> bool:
    """Whether a list stands in the box that was not read into the cards on the page before."""
    return list_mark(typed) not in {"", typed.get("listed", "")}


def after_reading(typed: Typed, *, is_done: bool) -> Card:
    """What was typed once the list is read: the box is emptied, or keeps a text that must be looked at."""
    text = "" if is_done else typed.get("pasted", "")
    return {**typed, "pasted": text, "listed": list_mark({"pasted": text})}


def with_pasted(typed: Typed, people: Sequence[PastedPerson]) -> tuple[Card, list[PastedPerson]]:
    """What was typed, with the people of a pasted list; and those there is no room for. Names that were to follow, and
    do now, are no further people."""
    now = settled(typed)
    if not people:
        return now, []
    cards = [card for card in _all_cards(now) if _is_filled(card)]
    rows, left_out = merged(cards, people, fields=FIELDS, most=MOST_PEOPLE - comes(typed))
    later = max(nameless(now) - (len(rows) - len(cards)), 0)
    later = min(later, MOST_PEOPLE - comes(typed) - len(rows))
    with_list = _with_cards(now, rows, count=len(rows) + comes(typed) + later)
    return with_list | {"later": str(later)}, left_out


def merged(
    rows: Sequence[Card], people: Sequence[PastedPerson], *, fields: Sequence[str], most: int
) -> tuple[list[Card], list[PastedPerson]]:
    """The filled rows and after them the people of a list, at most so many in all, and those there is no room for. Who
    stands in a row already is not put in once more: what the list knows beside goes into her empty fields, as when a
    list is put right and read again."""
    old, left_out = [dict(row) for row in rows], []
    new: list[Card] = []
    for person in people:
        known = {field: asdict(person)[field] for field in fields}
        row = next((row for row in old if _is_same(row, known)), None)
        if row is not None:
            row.update({field: value for field, value in known.items() if not row[field].strip()})
        elif len(old) + len(new) < most:
            new.append(known)
        else:
            left_out.append(person)
    return [*old, *new], left_out


def _is_same(row: Card, known: Card) -> bool:
    """Whether a row tells of this person: name or address in common, and nothing that contradicts."""
    pairs = {field: (tidy(row[field]).casefold(), tidy(value).casefold()) for field, value in known.items()}
    in_common = any(one and one == other for one, other in (pairs["name"], pairs["email"]))
    return in_common and all(not one or not other or one == other for one, other in pairs.values())
