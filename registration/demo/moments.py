"""The moments a visitor of the demo chooses between, each counted from what the main edition has announced."""

import enum
from datetime import date, datetime, time, timedelta

from django.conf import settings

from programme import dates
from programme.models import Event

# The main edition's calendar identity, by which it is found whatever an organiser makes of its title and address.
MAIN_EDITION = "6f0a4c1e-5d0b-4f43-9a52-2f0b7d6c9e11"
ONE_DAY = timedelta(days=1)


class Moment(enum.StrEnum):
    TODAY = "today"
    DAY_BEFORE_DEADLINE = "day-before-deadline"
    LAST_SECOND = "last-second"
    DAY_AFTER = "day-after"
    DAY_BEFORE = "day-before"
    ON_THE_DAY = "on-the-day"
    MAY_2016 = "may-2016"


def main_edition() -> Event | None:
    return Event.objects.filter(uid=MAIN_EDITION).first()


def instant_of(moment: Moment, edition: Event | None) -> datetime | None:
    """None for today, when the clock runs, and for what cannot be counted because there is no such edition. The
    deadline is the last day of free cancellation; where there is none, of sign-up, or else the eve of the event."""
    if moment is Moment.MAY_2016:
        # The first day on which the places of that conference were binding.
        return dates.instant(date(2016, 5, 11), time(9), settings.TIME_ZONE)
    if moment is Moment.TODAY or edition is None:
        return None
    eve = edition.starts_on - ONE_DAY
    deadline = edition.binding_after or min(edition.registration_closes_on or eve, eve)
    match moment:
        case Moment.DAY_BEFORE_DEADLINE:
            return dates.instant(deadline - ONE_DAY, time(12), edition.timezone)
        case Moment.LAST_SECOND:
            return dates.end_of(deadline, edition.timezone) - timedelta(seconds=1)
        case Moment.DAY_AFTER:
            return dates.end_of(deadline, edition.timezone)
        case Moment.DAY_BEFORE:
            return dates.instant(eve, time(12), edition.timezone)
        case Moment.ON_THE_DAY:
            return edition.begins + timedelta(hours=1)
