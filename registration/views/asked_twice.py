"""A page that has no check page after it asks once whether a name that stands on a booking twice is one person."""

from collections.abc import Mapping, Sequence

from registration.services import once

FIELD = "names_asked"


def asked(names: Sequence[str]) -> str:
    """Tells in the page which names were asked about."""
    return once.fingerprint("\n".join(names))


def unasked(names: Sequence[str], typed: Mapping[str, str]) -> list[str]:
    """The names, unless the page that came back has asked about just these."""
    return [] if typed.get(FIELD) == asked(names) else list(names)
