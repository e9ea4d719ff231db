"""The calendar file that goes with a mail."""

from datetime import datetime
from email.mime.text import MIMEText

from programme.models import Event
from registration.calendars import own_calendar
from registration.mails.group_facts import told_of
from registration.mails.reached import reached_in
from registration.mails.readers import is_contact_herself, reader_of, replaces_contact
from registration.mails.rows import Rows
from registration.models import OwedMail, Registration

Kind = OwedMail.Kind
# What one who does not come after all is told.
LEAVING = frozenset({Kind.SUBSTITUTE_GOODBYE, Kind.PLACE_CANCELLED, Kind.PLACE_GIVEN_BACK})


def calendar_of(mail: OwedMail, *, rows: Rows) -> str:
    """Which calendar file belongs to the mail: the "event" for one who comes, the "cancelled" entry for one who does
    not come after all, "" for everybody else."""
    if calendar_place(mail, rows=rows) is None:
        return ""
    return "cancelled" if has_left(mail) or mail.kind == Kind.EVENT_CALLED_OFF else "event"


def has_left(mail: OwedMail) -> bool:
    """Whether the mail tells its reader that she does not come after all."""
    return mail.kind in LEAVING or replaces_contact(mail, reader=reader_of(mail))


def calendar_place(mail: OwedMail, *, rows: Rows) -> Registration | None:
    """The place whose calendar file the mail brings to the person who has or had it; None for a turn on the list."""
    place = _place_in_calendars(mail, rows=rows)
    return place if place is not None and place.had_a_place else None


def _place_in_calendars(mail: OwedMail, *, rows: Rows) -> Registration | None:
    if mail.kind in OwedMail.OF_CHANGES:
        told = [place for place in reached_in(mail, rows=rows) if place.had_a_place]
        return next(
            (one for one in told if is_contact_herself(one, one.booking) or reader_of(mail).own), None
        )
    if mail.kind in {Kind.BOOKING_CONFIRMED, Kind.PLACES_GIVEN}:
        coming = (place for place in rows.places if not place.is_in_line)
        return next((place for place in coming if is_contact_herself(place, place.booking)), None)
    if mail.kind in {Kind.PLACES_NAMED, Kind.PLACES_ADDED}:
        told = [place for place in told_of(mail, rows=rows) if not place.is_in_line]
        return next((place for place in told if is_contact_herself(place, place.booking)), None)
    reader = reader_of(mail)
    if replaces_contact(mail, reader=reader):
        return mail.registration.substitute_for if mail.registration is not None else None
    tells = {Kind.PLACE_CONFIRMED, Kind.PLACE_GIVEN, Kind.SUBSTITUTE_WELCOME} | LEAVING | OwedMail.OF_SHARING
    # Another comes on the other days; her own are as they were.
    tells -= {Kind.SHARE_HANDED}
    return mail.registration if reader.own and mail.kind in tells else None


def calendar_file(place: Registration, *, event: Event, now: datetime, is_cancelled: bool) -> MIMEText:
    calendar = own_calendar(place, event=event, now=now, is_cancelled=is_cancelled)
    part = MIMEText(calendar.to_ical().decode(), "calendar", "utf-8")
    part.set_param("method", str(calendar["method"]))
    part.add_header("Content-Disposition", "attachment", filename="kalender.ics")
    return part
