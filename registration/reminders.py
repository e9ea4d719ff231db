"""Which reminders an event sends by itself, and when each goes out. Pure functions of facts and the instant they are
asked at, as in `registration.policy`. A further reminder is one more in `REMINDERS`.

An occasion is due from nine in the morning of its day, where the event takes place, until it has lost its use: until
the day it speaks of is over, the next of its kind is due, or the event begins. Nobody is reminded at night."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from programme import dates
from programme.models import Event
from registration import policy, sharing
from registration.models import OwedMail, Registration

Kind = OwedMail.Kind
AT, UNTIL = time(9), time(21)
MOST_DAYS = 90
MOST_TIMES = 3


class Before(enum.StrEnum):
    """The day a reminder counts back from."""

    FREE_DAY = "free"
    BINDING = "binding"
    ANSWERS = "answers"
    EVENT = "event"


@dataclass(frozen=True)
class Reminder:
    """A row of an event's settings: so many days `before` a day a mail of the `kind` goes out, where no organiser has
    chosen otherwise."""

    name: str
    kind: OwedMail.Kind
    before: Before
    usual: tuple[int, ...]

    @property
    def is_repeated(self) -> bool:
        """Whether it may go out several times before the same day."""
        return len(self.usual) > 1


REMINDERS = (
    Reminder("last_free_day", Kind.LAST_FREE_DAY, Before.FREE_DAY, (3,)),
    Reminder("payer", Kind.PAYER_MISSING, Before.BINDING, (10, 3)),
    Reminder("payer_event", Kind.PAYER_MISSING, Before.EVENT, (3,)),
    Reminder("names", Kind.NAMES_MISSING, Before.BINDING, (10, 3)),
    Reminder("names_event", Kind.NAMES_MISSING, Before.EVENT, (3,)),
    Reminder("answers", Kind.ANSWERS_MISSING, Before.ANSWERS, (3,)),
    Reminder("practical", Kind.PRACTICAL, Before.EVENT, (5,)),
    Reminder("day_before", Kind.DAY_BEFORE, Before.EVENT, (1,)),
)
KINDS = tuple(dict.fromkeys(one.kind for one in REMINDERS))


@dataclass(frozen=True)
class Occasion:
    """One time that a kind of mail is due. Its name holds the day it speaks of, so that what was said of an old day may
    be said of a new one, and how often it comes after this one, whatever the organiser makes of the days between."""

    name: str
    day: date
    begins: datetime
    ends: datetime


def days_ahead(event: Event, reminder: Reminder) -> tuple[int, ...]:
    """How many days ahead it goes out, the first time first; none where it is switched off."""
    chosen = (event.reminder_days or {}).get(reminder.name, reminder.usual)
    return tuple(sorted({int(one) for one in chosen}, reverse=True))


def is_of_use(event: Event, kind: OwedMail.Kind) -> bool:
    """Whether the event has what the mail is about at all."""
    match kind:
        case Kind.PRACTICAL:
            return bool((event.practical_information or "").strip())
        case Kind.ANSWERS_MISSING:
            return bool(event.has_questions)
        case Kind.PAYER_MISSING:
            return not event.is_free or event.has_prices
        case _:
            return True


def last_free_day(place: Registration) -> date | None:
    """The last day on which she may cancel freely by what she was promised; None: there is no such day."""
    return place.terms.free_until


def own_first_day(place: Registration) -> date | None:
    """Of somebody who shares a place the first of her days; None: she comes from the beginning."""
    first = sharing.days_of(place)[0] if place.days else place.event.starts_on
    return None if first == place.event.starts_on else first


def own_day(place: Registration, kind: str) -> date | None:
    """The day a mail of the kind speaks of, where that is a day of her own."""
    match kind:
        case Kind.LAST_FREE_DAY:
            return last_free_day(place)
        case Kind.DAY_BEFORE:
            return own_first_day(place)
        case _:
            return None


def day_spoken_of(event: Event, before: Before, *, day_of_hers: date | None = None) -> date | None:
    match before:
        case Before.FREE_DAY:
            return day_of_hers
        case Before.BINDING:
            return event.terms.free_until
        case Before.ANSWERS:
            return policy.last_day_for_answers(event)
        case Before.EVENT:
            return day_of_hers or event.starts_on


def occasions(event: Event, kind: OwedMail.Kind, *, day_of_hers: date | None = None) -> list[Occasion]:
    """When mails of the kind are due, in order, none of them while another is. `day_of_hers`: as `own_day` says."""
    if event.status != Event.Status.PUBLISHED or not is_of_use(event, kind):
        return []
    zone, latest, found = event.timezone, event.begins, []
    if kind == Kind.DAY_BEFORE and day_of_hers is not None:
        # She comes later than the others.
        latest = dates.start_of(day_of_hers, zone)
    for reminder in REMINDERS:
        if reminder.kind != kind:
            continue
        day = day_spoken_of(event, reminder.before, day_of_hers=day_of_hers)
        if day is None:
            continue
        ends = latest if reminder.before is Before.EVENT else dates.end_of(day, zone)
        ahead = days_ahead(event, reminder)
        for number, days in enumerate(ahead):
            begins = dates.instant(day - timedelta(days=days), AT, zone)
            name = f"{reminder.before}:{day.isoformat()}:{len(ahead) - number}"
            found.append(Occasion(name, day, begins, min(ends, latest)))
    found.sort(key=lambda one: one.begins)
    following = [*(one.begins for one in found[1:]), latest]
    cut = [
        Occasion(one.name, one.day, one.begins, min(one.ends, next_begins))
        for one, next_begins in zip(found, following, strict=False)
    ]
    return [one for one in cut if one.begins < one.ends]


def due(found: Iterable[Occasion], *, zone: str, now: datetime) -> Occasion | None:
    """The one that is to be owed now: none at night."""
    if not is_daytime(now, zone=zone):
        return None
    return next((one for one in found if one.begins <= now < one.ends), None)


def is_daytime(now: datetime, *, zone: str) -> bool:
    day = dates.day_in(now, zone)
    return dates.instant(day, AT, zone) <= now < dates.instant(day, UNTIL, zone)


def comes_since(place: Registration) -> datetime:
    """Since when this person has had the place: whoever has it later than a reminder was due is not reminded by it."""
    return max(place.created_at, place.confirmed_at or place.created_at)
