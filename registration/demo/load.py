"""The whole demo, in the order it is written."""

from datetime import datetime
from pathlib import Path

from programme import dates
from programme.models import Event
from registration.demo import coming, may_2016, september_2015
from registration.demo.institutions import AALBORG, ASSOCIATION
from registration.demo.writing import announce, organisation_of, organisers_login, write_login

ZONE = "Europe/Copenhagen"


def load(*, now: datetime, login_file: Path) -> list[Event]:
    """Writes the demo into an empty database, and the organiser's login into `login_file`; inside the caller's
    transaction."""
    association = organisation_of(ASSOCIATION)
    user, password = organisers_login([association, organisation_of(AALBORG)])
    announcements = [
        september_2015.ANNOUNCEMENT,
        may_2016.ANNOUNCEMENT,
        coming.announcement(dates.day_in(now, ZONE)),
    ]
    events = [announce(announcement, owner=association) for announcement in announcements]
    write_login(login_file, email=user.email, password=password)
    return events
