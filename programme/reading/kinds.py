"""The kind of a programme item from its title, where nobody has chosen one. Pure: no Django."""

import re

KINDS = (
    (
        "meal",
        r"frokost\w*|middag\w*|morgenmad\w*|morgenbrød\w*|aftensmad|brunch|buffet|lunch|dinner|breakfast",
    ),
    (
        "break",
        r"ankomst|indskrivning|check-?in|arrival|"
        r"\w*pauser?|\w*kaffe|te|kage|rundstykker|forfriskninger|frisk luft|break|coffee",
    ),
    ("welcome", r"velkomst\w*|velkommen|åbning|afslutning|opsamling|afrunding|tak for i dag|welcome|closing"),
    ("workshop", r"workshops?|værksted(?:er)?"),
    ("social", r"udflugt|rundvisning|byvandring|koncert|fest"),
)
# So begins the title of a break: "Kaffens historie" and "Te-samlingen på museet" are talks.
_SHAPES = [(kind, re.compile(rf"(?:{words})(?:$|[\s,:;/.–-])", re.IGNORECASE)) for kind, words in KINDS]
_REST = re.compile(r"strække?\s+ben\b", re.IGNORECASE)


def kind_of(title: str, *, has_voices: bool) -> str:
    """What the title begins with; nobody speaks in a break or at a meal, so an item with speakers is none."""
    found = next((kind for kind, shape in _SHAPES if shape.match(title)), "talk")
    if found == "talk" and _REST.match(title):
        found = "break"
    return "talk" if has_voices and found in {"break", "meal", "social"} else found
