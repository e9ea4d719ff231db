"""Places without a name of which nothing differs, gathered to be shown as one."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from django.utils.translation import ngettext

Row = TypeVar("Row")


def gathered(rows: Iterable[Row], *, alike: Callable[[Row], Hashable]) -> list[list[Row]]:
    """The rows in their order, those together that are `alike` by the key of it; whoever has the key None stands by
    herself."""
    found: list[list[Row]] = []
    by_key: dict[Hashable, list[Row]] = {}
    for row in rows:
        key = alike(row)
        if key is not None and key in by_key:
            by_key[key].append(row)
            continue
        found.append([row])
        if key is not None:
            by_key[key] = found[-1]
    return found


def places_called(number: int) -> str:
    """What so many of them are called together."""
    said = ngettext("%(number)d place, name to follow", "%(number)d places, names to follow", number)
    return said % {"number": number}
