"""The programme and those who speak in it as HTML, set once and kept: setting it is the largest part of the event's
page. What is kept goes by every value it was set from, read in the same request. So no write can be missed, and nobody
has to remember to throw anything away. `_set` is given these values only: no clock, no user, nothing else of the event.
"""

import hashlib
import threading
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from programme import presenting_programme as presenting
from programme.fixed_query import Values
from programme.languages import reader_language
from programme.outline import outline_from
from programme.presenting import lang_attribute

# So many characters are kept in a process: the programmes of some fifty conferences.
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class ProgrammeHtml:
    """The items, day by day, and the people who are on; of a programme without people "" is said of them."""

    items: SafeString
    people: SafeString

    def __len__(self) -> int:
        return len(self.items) + len(self.people)


class _Kept:
    """By the digest of what it was set from; where there is no room, the oldest is the first to go."""

    def __init__(self) -> None:
        self.found: dict[bytes, ProgrammeHtml] = {}
        self.characters = 0
        self.lock = threading.Lock()

    def keep(self, key: bytes, html: ProgrammeHtml) -> None:
        with self.lock:
            if key in self.found or len(html) > MOST_CHARACTERS:
                return
            self.found[key] = html
            self.characters += len(html)
            while self.characters > MOST_CHARACTERS:
                self.characters -= len(self.found.pop(next(iter(self.found))))


_kept = _Kept()


def programme_html(
    rows: Sequence[Values], *, language: str, full: AbstractSet[int], wishes_until: date | None
) -> ProgrammeHtml:
    """The programme in the reader's language, from the `rows` that `outline.rows_of` has read. `language` is that of
    the organiser's texts, `full` are the ids of the items in which no place is left, `wishes_until` the last day on
    which people wish for those that are distributed by wishes, None where nobody does any longer."""
    read = (get_language(), language, sorted(full), wishes_until, rows)
    key = hashlib.blake2b(repr(read).encode(), digest_size=16).digest()
    html = _kept.found.get(key)
    if html is None:
        html = _set(rows, language, full, wishes_until)
        _kept.keep(key, html)
    return html


def _set(
    rows: Sequence[Values], language: str, full: AbstractSet[int], wishes_until: date | None
) -> ProgrammeHtml:
    outline = outline_from(rows)
    reads = reader_language()
    people = presenting.people(outline, reads)
    facts = {
        "lang": lang_attribute(language),
        "days": presenting.programme_rows(outline, reads, wishes_until=wishes_until),
        "room": presenting.only_room(outline),
        "people": people,
        "full": full,
        "read_more": _("Read about it"),
        "about": pgettext("a speaker", "About"),
    }
    return ProgrammeHtml(
        items=render_to_string("programme/_items.html", facts),
        people=render_to_string("programme/_people.html", facts) if people else SafeString(""),
    )
