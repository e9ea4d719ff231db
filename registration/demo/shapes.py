"""How the demo's data is written down, before it becomes rows."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from programme.models import Appearance, Organiser, Session


@dataclass(frozen=True)
class Institution:
    name: str
    short_name: str = ""
    website: str = ""
    email: str = ""


@dataclass(frozen=True)
class Place:
    name: str
    street_address: str
    postal_code: str
    city: str
    room_note: str = ""
    directions: str = ""
    access_notes: str = ""


@dataclass(frozen=True)
class By:
    """A speaker on an item, with title and place of work as printed there."""

    name: str
    title: str = ""
    affiliation: str = ""
    role: Appearance.Role = Appearance.Role.SPEAKER


@dataclass(frozen=True)
class Item:
    """A programme item; `hours` as in "9.00–9.15", empty when none are printed."""

    hours: str
    title: str
    kind: Session.Kind = Session.Kind.TALK
    by: tuple[By, ...] = ()
    abstract: str = ""
    room: str = ""
    track: str = ""
    talks: tuple["Item", ...] = ()
    # The first day of the event is 1.
    day: int = 1

    @property
    def times(self) -> tuple[time | None, time | None]:
        if not self.hours:
            return None, None
        begins, ends = (wall_clock(text) for text in self.hours.split("–"))
        return begins, ends


def wall_clock(text: str) -> time:
    """`9.15` as a time of day."""
    hours, minutes = text.split(".")
    return time(int(hours), int(minutes))


@dataclass(frozen=True)
class Moved:
    """Where an event was announced first; the place is the same."""

    day: date
    slug: str
    at: datetime


@dataclass(frozen=True)
class Announcement:
    """An event with everything announced about it, published unless `fields`, columns of the event, say otherwise; the
    first organiser stands first in print."""

    fields: dict[str, Any]
    place: Place
    organisers: tuple[tuple[Institution, Organiser.Role], ...]
    programme: tuple[Item, ...] = ()
    moved_from: Moved | None = None
    target_groups: tuple[str, ...] = ()
    # What is told about a speaker, by name.
    biographies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What becomes of an announced event, and why it was moved."""

    fields: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True)
class Staged:
    """An invented event, the invented people who take its places between two days, both so many days ago, and what
    becomes of it when they have; as many as are `waiting` come after them. `comings_and_goings`: also some who do not
    come after all. `is_rich`: it has all that an event can have: questions of its own, items that are
    chosen, several prices, invitations, and places whose names follow."""

    announcement: Announcement
    people: int = 0
    waiting: int = 0
    first_days_ago: int = 14
    last_days_ago: int = 1
    change: Change | None = None
    comings_and_goings: bool = False
    is_rich: bool = False
