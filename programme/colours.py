"""The colour an organiser may give her event: reading it, how well text can be read on it, and the shades that go with
it. Nothing here knows the database or a page."""

import re
from dataclasses import dataclass

# What the house prints and shows where an event has no colour of its own.
DEEP = "#0c4453"
ACCENT = "#d9622b"
WHITE = "#ffffff"
# The least ratio at which ordinary text can be read by most (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = 4.5

_TYPED = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Palette:
    """A band with white text, headings on white and on the tint, a tint that is seen on paper, a line, an accent."""

    band: str
    heading: str
    tint: str
    line: str
    accent: str


def read(text: str) -> str | None:
    """#0b4f5c for what was typed: with or without #, of three digits or six, in either case. None: no colour."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(one * 2 for one in digits))


def contrast(one: str, other: str) -> float:
    """The ratio between two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def carries_white(colour: str) -> bool:
    """Whether white text can be read on it."""
    return contrast(colour, WHITE) >= LEAST_CONTRAST


def readable(colour: str, *, on: str) -> str:
    """The colour itself, or the lightest darker shade of it that can be read on a light ground."""
    for share in range(101):
        shade = mixed(colour, "#000000", share / 100)
        if contrast(shade, on) >= LEAST_CONTRAST:
            return shade
    raise ValueError(f"Nothing can be read on {on}.")


def mixed(colour: str, other: str, share: float) -> str:
    """The colour with a share of the other, from 0 to 1."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def palette(colour: str) -> Palette:
    """The shades for an event's colour; the house's for an empty one, and for one that does not carry white text."""
    own = read(colour)
    band = own if own is not None and carries_white(own) else DEEP
    tint = mixed(band, WHITE, 0.88)
    return Palette(
        band=band,
        heading=readable(band, on=tint),
        tint=tint,
        line=mixed(band, WHITE, 0.62),
        accent=ACCENT if band == DEEP else mixed(band, WHITE, 0.45),
    )


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
