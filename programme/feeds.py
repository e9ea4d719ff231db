"""Events as calendar entries (RFC 5545). One identity for ever, and a sequence number that grows with each
announced change, so that an entry already in somebody's calendar moves instead of doubling."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

from programme.models import Event

PRODUCT = "-//Conference registration//DA"
# How often a calendar program is asked to look for what is new.
REFRESHED = timedelta(hours=6)


def absolute(path: str) -> str:
    """The address of a page of ours, whole, for a reader outside the browser."""
    return f"{settings.SITE_URL}{path}"


def event_calendar(
    event: Event,
    *,
    now: datetime,
    method: str = "PUBLISH",
    uid: str | None = None,
    sequence: int | None = None,
    description: str | None = None,
    is_cancelled: bool | None = None,
    days: Sequence[date] = (),
) -> icalendar.Calendar:
    """A calendar with the one entry and the rules of its time zone. What is not given is the event's own: a personal
    entry gives its own identity, sequence and text, and the only `days` of the event on which the person comes.
    Written in UTF-8 by `to_ical()`."""
    calendar = _calendar(method)
    entry = _entry(event, now=now, description=description, is_cancelled=is_cancelled, days=days)
    if uid is not None:
        entry["uid"] = icalendar.vText(uid)
    if sequence is not None:
        entry["sequence"] = icalendar.vInt(sequence)
    calendar.add_component(entry)
    calendar.add_missing_timezones(event.starts_on, event.ends_on + timedelta(days=1))
    return calendar


def events_calendar(events: Iterable[Event], *, now: datetime, name: str) -> icalendar.Calendar:
    """One calendar with an entry for each event, to subscribe to: programs ask for it again by themselves. The entries
    are those of the events' own calendars, so that nobody gets one twice."""
    rows = list(events)
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESHED))
    for event in rows:
        calendar.add_component(_entry(event, now=now))
    if rows:
        first, last = min(event.starts_on for event in rows), max(event.ends_on for event in rows)
        calendar.add_missing_timezones(first, last + timedelta(days=1))
    return calendar


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _entry(
    event: Event,
    *,
    now: datetime,
    url: str | None = None,
    description: str | None = None,
    is_cancelled: bool | None = None,
    days: Sequence[date] = (),
) -> icalendar.Event:
    cancelled = event.status == Event.Status.CANCELLED if is_cancelled is None else is_cancelled
    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", now)
    if days:
        _add_days(entry, days)
    else:
        _add_times(entry, event)
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    address = url or absolute(event.get_absolute_url())
    entry.add("url", address)
    entry.add("description", described(event, address) if description is None else description)
    if event.venue is not None:
        entry.add("location", event.venue.full_place)
    entry.add("organizer", _organiser(event))
    return entry


def _add_times(entry: icalendar.Event, event: Event) -> None:
    """From its first time to its last; whole days where no time is known."""
    if event.starts_at is None:
        entry.add("dtstart", event.starts_on)
        entry.add("dtend", event.ends_on + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        return
    zone = ZoneInfo(event.timezone)
    # Django's instants are UTC; a calendar keeps the wall clock of the place.
    entry.add("dtstart", event.begins.astimezone(zone))
    if event.ends_at is not None or event.ends_on > event.starts_on:
        entry.add("dtend", event.ends.astimezone(zone))


def _add_days(entry: icalendar.Event, days: Sequence[date]) -> None:
    """Some days of an event, whole ones, since its times are those of its first and last day; days between that are not
    among them are left out of what is repeated daily."""
    first, last = min(days), max(days)
    run = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    left_out = [day for day in run if day not in days]
    entry.add("dtstart", first)
    entry.add("dtend", (first if left_out else last) + timedelta(days=1))
    if left_out:
        entry.add("rrule", {"freq": "daily", "until": last})
        entry.add("exdate", left_out, parameters={"VALUE": "DATE"})
    entry.add("transp", "OPAQUE")


def described(event: Event, address: str = "") -> str:
    """What an entry says of the event, with the address of its page."""
    address = address or absolute(event.get_absolute_url())
    return "\n\n".join(part for part in (event.subtitle, event.introduction, address) if part)


def _organiser(event: Event) -> icalendar.vCalAddress:
    organiser = icalendar.vCalAddress(f"mailto:{event.contact_email}")
    organiser.params["CN"] = event.owner.name
    return organiser
