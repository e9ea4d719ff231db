"""Lines about a list: what it is called, its parts, and how many they are."""

import re

_SUM_WORDS = frozenset(["alt", "ialt", "total", "antal", "sum", "samlet", "all", "altogether"])
_COUNTED = re.compile(
    r"pers|person(?:er|s)?|people|deltagere?|participants?|attendees?|tilmeld(?:te?|ing|inger)|pladser?|places?|seats?"
    r"|kolleg(?:a|er)|medarbejdere?|voksne|stk|mand"
)
_NUMBER = re.compile(
    r"[0-9]{1,4}|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|one|two|three|four|five|six|seven|eight|nine|ten"
)
# What else such a line is made of: "vi er 3 i alt", "we are 3 people in all".
_BETWEEN = frozenset(
    ["i", "in", "vi", "er", "we", "are", "bliver", "det", "der", "kommer", "of", "af", "på", "the"]
)
_GROUP = re.compile(
    r"(?:workshop|session|hold|gruppe|group|spor|track|modul|dag|day) ?[0-9]{1,3}(?:\W*|\W? ?[:–—-] .*)"
)


def is_heading(line: str) -> bool:
    """Whether a line without an address names what follows: "Deltagere fra Øby:", "Workshop 1"."""
    return "@" not in line and (line.rstrip(" *_").endswith(":") or is_group(line))


def is_group(text: str) -> bool:
    """Whether the words name one of several groups: "Hold 2", "Workshop 1: Øvelser"."""
    return bool(_GROUP.fullmatch(text.casefold()))


def is_sum(text: str) -> bool:
    """Whether the words only say how many there are: "3 personer", "i alt: 3", "vi er tre i alt"."""
    words = re.findall(r"\w+", text.casefold())
    numbers = [bool(_NUMBER.fullmatch(word)) for word in words]
    telling = [word in _SUM_WORDS or bool(_COUNTED.fullmatch(word)) for word in words]
    known = [*map(any, zip(numbers, telling, (word in _BETWEEN for word in words), strict=True))]
    return all(known) and any(numbers) and any(telling)
