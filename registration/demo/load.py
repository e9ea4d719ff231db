"""The whole demo, in the order it is written."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from programme import dates
from programme.models import Event
from programme.publishing import programme_changed
from registration.demo import (
    abroad,
    coming,
    crowd,
    evenings,
    invited,
    items,
    may_2016,
    people,
    prices,
    questions,
    september_2015,
    shared,
    states,
    two_days,
)
from registration.demo.afterwards import come_and_go, mails_went_out, reminders_went_out, tell_needs
from registration.demo.institutions import AALBORG, ASSOCIATION, COOPERATION, SMALL_LIBRARY
from registration.demo.shapes import Staged
from registration.demo.signing_up import sign_up_everybody
from registration.demo.writing import (
    announce,
    change,
    first_shown,
    organisation_of,
    organisers_login,
    write_login,
)


def load(*, now: datetime, login_file: Path) -> list[Event]:
    """Writes the demo into an empty database, and the organiser's login into `login_file`; inside the caller's
    transaction."""
    today = dates.day_in(now, settings.TIME_ZONE)
    association = organisation_of(ASSOCIATION)
    owners = [organisation_of(one) for one in (ASSOCIATION, AALBORG, COOPERATION, SMALL_LIBRARY)]
    user, password = organisers_login(owners)
    events = [
        announce(announcement, owner=association)
        for announcement in (september_2015.ANNOUNCEMENT, may_2016.ANNOUNCEMENT, coming.announcement(today))
    ]
    for event in events:
        programme_changed(event, now=first_shown(event, now=now))
    edition = events[-1]
    sign_up_everybody(edition, people.GROUPS, now=now)
    tell_needs(edition, people.NEEDS, now=now)
    events += stage_everything(today, now=now)
    reminders_went_out(now=now)
    write_login(login_file, email=user.email, password=password)
    return events


def stage_everything(today: date, *, now: datetime) -> list[Event]:
    """The invented events, with different people at each. What was mailed about them is mailed already, so that the
    visitor's own mails are not among the mails of hundreds; except in English, to have some of those."""
    events, known = [], 0
    english = abroad.staged(today)
    for one in (*states.staged(today), two_days.staged(today), english, *evenings.staged(today)):
        events.append(stage(one, start=known, now=now))
        known += one.people + one.waiting
        if one is not english:
            mails_went_out(events[-1])
    return events


def stage(staged: Staged, *, start: int, now: datetime) -> Event:
    owner, _role = staged.announcement.organisers[0]
    event = announce(staged.announcement, owner=organisation_of(owner))
    if staged.is_rich:
        questions.ask(event)
        items.offer(event)
        prices.offer(event, now=now)
        invited.reserve(event)
        shared.let_places_be_shared(event)
    programme_changed(event, now=first_shown(event, now=now))
    groups = crowd.groups(
        start,
        staged.people + staged.waiting,
        at_work=owner is not SMALL_LIBRARY,
        first_days_ago=staged.first_days_ago,
        last_days_ago=staged.last_days_ago,
    )
    sign_up_everybody(event, [*groups, crowd.DEPARTMENT] if staged.is_rich else groups, now=now)
    if staged.is_rich:
        items.choose(event, now=now)
        invited.invite(event, now=now)
        shared.share(event, now=now)
    if staged.comings_and_goings:
        come_and_go(event, now=now)
    if staged.change:
        change(event, staged.change, now=now)
        programme_changed(event, now=now)
    return event
