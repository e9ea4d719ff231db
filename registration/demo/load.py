"""The whole demo, in the order it is written."""

from datetime import datetime
from pathlib import Path

from programme import dates
from programme.models import Event
from programme.publishing import programme_changed
from registration.demo import coming, may_2016, september_2015
from registration.demo.institutions import AALBORG, ASSOCIATION
from registration.demo.signing_up import sign_up_everybody
from registration.demo.writing import announce, organisation_of, organisers_login, write_login

ZONE = "Europe/Copenhagen"


def load(*, now: datetime, login_file: Path) -> list[Event]:
    """Writes the demo into an empty database, and the organiser's login into `login_file`; inside the caller's
    transaction."""
    association = organisation_of(ASSOCIATION)
    user, password = organisers_login([association, organisation_of(AALBORG)])
    held = [
        announce(announcement, owner=association)
        for announcement in (september_2015.ANNOUNCEMENT, may_2016.ANNOUNCEMENT)
    ]
    edition = announce(coming.announcement(dates.day_in(now, ZONE)), owner=association)
    sign_up_everybody(edition, now=now)
    for event in (*held, edition):
        if event.sessions.exists():
            programme_changed(event, now=now)
    write_login(login_file, email=user.email, password=password)
    return [*held, edition]
