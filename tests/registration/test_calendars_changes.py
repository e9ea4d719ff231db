"""What stands in people's calendars when the event is changed, read by icalendar and by a small strict reader of
RFC 5545 that knows nothing of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import icalendar
import pytest
from django.test import Client

from programme.models import Event
from registration import links, mails
from registration.models import OwedMail, Registration
from registration.services import cancelling, changes, moving, substituting
from registration.services.acts import ATTENDEE, organiser
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at

pytestmark = pytest.mark.django_db
SignUp = Callable[..., Any]
NAME = re.compile(r"[A-Za-z0-9-]+")
# What must stand in an entry, and what may stand there once at most (RFC 5545, 3.6.1).
MUST = {"UID", "DTSTAMP", "DTSTART"}
ONCE = MUST | {
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "URL",
    "ORGANIZER",
    "DTEND",
    "TRANSP",
}
SECOND = at("2026-06-01 12:00:01")


class Unreadable(AssertionError):
    pass


def strictly(file: bytes) -> dict[str, Any]:
    """The calendar's own lines, its one entry by name, and the zones it brings; raises for whatever the standard does
    not allow."""
    if not file.endswith(b"\r\n") or b"\n" in file.replace(b"\r\n", b""):
        raise Unreadable("lines end in CRLF")
    if any(len(line) > 75 for line in file.split(b"\r\n")):
        raise Unreadable("a line has at most 75 octets")
    stack: list[str] = []
    found: dict[str, Any] = {"entry": {}, "zones": [], "calendar": {}}
    for line in re.sub(rb"\r\n[ \t]", b"", file).decode("utf-8").split("\r\n")[:-1]:
        head, colon, value = _split(line)
        name, *parameters = head.split(";")
        if not colon or not NAME.fullmatch(name) or not all("=" in one for one in parameters):
            raise Unreadable(line)
        if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", value):
            raise Unreadable("a control character")
        if name == "BEGIN":
            stack.append(value)
        elif name == "END":
            if not stack or stack.pop() != value:
                raise Unreadable("what begins ends")
        elif stack == ["VCALENDAR", "VEVENT"]:
            if name in found["entry"] and name in ONCE:
                raise Unreadable(f"{name} stands once")
            found["entry"][name] = (dict(one.split("=", 1) for one in parameters), value)
        elif stack == ["VCALENDAR"]:
            found["calendar"][name] = value
        elif stack == ["VCALENDAR", "VTIMEZONE"] and name == "TZID":
            found["zones"].append(value)
    if stack or not set(found["entry"]) >= MUST or not {"VERSION", "PRODID"} <= set(found["calendar"]):
        raise Unreadable("something is missing")
    zone = found["entry"]["DTSTART"][0].get("TZID")
    if zone is not None and zone not in found["zones"]:
        raise Unreadable("a zone that is not described")
    return found


def _split(line: str) -> tuple[str, str, str]:
    """At the first colon outside quotes."""
    quoted = False
    for place, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[:place], ":", line[place + 1 :]
    return line, "", ""


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def read(file: bytes) -> dict[str, Any]:
    """What both readers find, who must agree."""
    mine = strictly(file)
    entry = {name: value for name, (_parameters, value) in mine["entry"].items()}
    calendar = icalendar.Calendar.from_ical(file)
    (theirs,) = calendar.walk("VEVENT")
    start = theirs.decoded("dtstart")
    facts = {
        "method": mine["calendar"]["METHOD"],
        "uid": entry["UID"],
        "sequence": int(entry["SEQUENCE"]),
        "status": entry["STATUS"],
        "start": entry["DTSTART"],
        "title": unescaped(entry["SUMMARY"]),
        "place": unescaped(entry.get("LOCATION", "")),
    }
    assert facts == {
        "method": str(calendar["method"]),
        "uid": str(theirs["uid"]),
        "sequence": int(theirs["sequence"]),
        "status": str(theirs["status"]),
        "start": start.strftime("%Y%m%dT%H%M%S" if isinstance(start, datetime) else "%Y%m%d"),
        "title": str(theirs["summary"]),
        "place": str(theirs.get("location", "")),
    }
    return facts


def files(kind: str, to: str) -> list[dict[str, Any]]:
    """The calendar files of the mails of a kind to an address, in the order they were owed."""
    rows = OwedMail.objects.filter(kind=kind, to_email=f"{to}@example.org").order_by("pk")
    rows = rows.select_related("event__venue", "event__owner", "booking", "registration__booking")
    parts = (part for mail in rows for part in mails.build(mail, now=OPEN).message().walk())
    return [
        read(part.get_payload(decode=True)) for part in parts if part.get_content_type() == "text/calendar"
    ]


def change(event: Event, **facts: Any) -> Event:
    """As the organiser saves it."""
    before, after = Event.objects.get(pk=event.pk), Event.objects.get(pk=event.pk)
    for name, value in facts.items():
        setattr(after, name, value)
    after.save()
    moving.move(before=before, after=after, by=None, reason="", now=SECOND)
    return Event.objects.get(pk=event.pk)


def tell(event: Event, dorte: Any) -> int:
    return changes.tell(event_id=event.pk, words="", now=SECOND, actor=organiser(dorte))


@pytest.mark.long
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"starts_on": date(2026, 9, 23), "ends_on": date(2026, 9, 23)}, {"start": "20260923T090000"}),
        ({"starts_at": time(10, 30)}, {"start": "20260916T103000"}),
        ({"venue": None}, {"place": ""}),
        ({"title": "Læring, på tværs; igen"}, {"title": "Læring, på tværs; igen"}),
    ],
    ids=["day", "time", "place", "title"],
)
def test_a_change_reaches_the_entry_that_people_have(
    facts: dict[str, Any], expected: dict[str, Any], event: Event, sign_up: SignUp, dorte: Any
) -> None:
    bo = sign_up(BO).registrations[0]
    (first,) = files("place_confirmed", "bo")
    assert (first["uid"], first["sequence"], first["method"]) == (f"{event.uid}-{bo.pk}", 0, "PUBLISH")
    assert tell(change(event, **facts), dorte) == 2
    (second,) = files("event_moved", "bo")
    assert second == first | {"sequence": 1} | expected


def test_each_change_counts_one_further_and_is_told_once(event: Event, sign_up: SignUp, dorte: Any) -> None:
    sign_up(BO)
    for number, hour in enumerate((10, 11, 12), start=1):
        changed = change(event, starts_at=time(hour))
        assert (tell(changed, dorte), tell(changed, dorte)) == (2, 0)
        assert files("event_moved", "bo")[-1]["sequence"] == number
    assert OwedMail.objects.filter(kind="event_moved").count() == 6


def test_what_stands_in_no_calendar_counts_nothing(event: Event, sign_up: SignUp, dorte: Any) -> None:
    sign_up(BO)
    changed = change(event, capacity=5, description="Ny tekst", binding_after=date(2026, 9, 1))
    assert (changed.sequence, changed.changed_at, tell(changed, dorte)) == (0, None, 0)


@pytest.mark.long
def test_an_event_called_off_is_taken_out_of_the_calendar_and_put_in_again(
    event: Event, sign_up: SignUp, dorte: Any
) -> None:
    sign_up(BO)
    (first,) = files("place_confirmed", "bo")
    assert tell(change(event, status=Event.Status.CANCELLED), dorte) == 2
    (off,) = files("event_called_off", "bo")
    assert off == first | {"method": "CANCEL", "status": "CANCELLED", "sequence": 1}
    assert tell(change(event, status=Event.Status.PUBLISHED), dorte) == 2
    (again,) = files("event_moved", "bo")
    assert again == first | {"sequence": 2}


@pytest.mark.long
def test_a_place_that_ended_is_cancelled_under_its_own_identity(event: Event, sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    clara = substituting.substitute(registration_id=bo.pk, person=CLARA, now=OPEN, actor=ATTENDEE)
    (first,) = files("place_confirmed", "bo")
    (gone,) = files("substitute_goodbye", "bo")
    (new,) = files("substitute_welcome", "clara")
    assert gone == first | {"method": "CANCEL", "status": "CANCELLED", "sequence": 1}
    assert new == first | {"uid": f"{event.uid}-{clara.pk}"}
    cancelling.cancel(registration_id=clara.pk, now=OPEN, actor=ATTENDEE)
    (left,) = files("place_cancelled", "clara")
    assert left == new | {"method": "CANCEL", "status": "CANCELLED", "sequence": 1}


@pytest.mark.long
def test_the_contact_has_a_file_for_her_own_place_only(event: Event, sign_up: SignUp, dorte: Any) -> None:
    anne, _emil = sign_up(ANNE, EMIL).registrations
    assert tell(change(event, starts_at=time(10)), dorte) == 1
    assert [one["uid"] for one in files("event_moved", "anne.mette")] == [f"{event.uid}-{anne.pk}"]


@pytest.mark.parametrize(
    ("kind", "changed"),
    [("event_moved", {"starts_at": time(10)}), ("event_called_off", {"status": "cancelled"})],
)
def test_the_contact_hears_of_those_who_have_mails_of_their_own(
    event: Event, sign_up: SignUp, dorte: Any, kind: str, changed: dict[str, Any]
) -> None:
    sign_up(BO)
    sign_up(CLARA, EMIL, replace(BO, name="Øjvind Æbelø", email="oejvind@example.org"))
    assert tell(change(event, **changed), dorte) == 5
    rows = OwedMail.objects.filter(kind=kind, registration=None).order_by("pk")
    alone, several = (mails.build(row, now=OPEN).body for row in rows)
    assert "Denne person, som du tilmeldte, har selv fået en mail om det:\n- Bo Ågård\n" in alone
    assert "- Emil Uden-Mail\n" in several
    assert (
        "Disse personer, som du tilmeldte, har hver fået en mail om det:\n- Clara Æbelø\n- Øjvind Æbelø\n"
        in several
    )


def test_who_waits_is_told_without_a_file(event: Event, sign_up: SignUp, dorte: Any) -> None:
    bo = sign_up(BO).registrations[0]
    Registration.objects.filter(pk=bo.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    assert tell(change(event, starts_at=time(10)), dorte) == 2
    assert files("event_moved", "bo") == []


def test_a_mail_about_a_change_goes_only_to_whom_it_concerns(
    event: Event, sign_up: SignUp, dorte: Any
) -> None:
    bo = sign_up(BO).registrations[0]
    tell(change(event, starts_at=time(10)), dorte)
    mail = OwedMail.objects.select_related("event", "booking").get(kind="event_moved", registration=bo)
    assert changes.is_still_true(mail, now=OPEN)
    assert not changes.is_still_true(mail, now=event.ends)
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=ATTENDEE)
    assert not changes.is_still_true(OwedMail.objects.get(pk=mail.pk), now=OPEN)


# ------------------------------------------------------------------ the own page's file


def page_file(client: Client, place: Registration) -> Any:
    return client.get(f"/plads/{links.place_token(Registration.objects.get(pk=place.pk))}/kalender.ics")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("status", ["waiting", "offered"])
def test_who_waits_has_nothing_to_write_into_a_calendar(
    status: str, client: Client, event: Event, sign_up: SignUp
) -> None:
    bo = sign_up(BO).registrations[0]
    assert page_file(client, bo).status_code == 200
    rows = Registration.objects.filter(pk=bo.pk)
    rows.update(status=status, waits_since=OPEN, offer_until=at("2026-06-02 12:00"), confirmed_at=None)
    assert page_file(client, bo).status_code == 404
    rows.update(status="cancelled", ended_at=OPEN, person_key=None)
    assert page_file(client, bo).status_code == 404
    rows.update(confirmed_at=OPEN)
    assert read(page_file(client, bo).content)["method"] == "CANCEL"


# ------------------------------------------------------------------ the strict reader itself


GOOD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    b"DTSTAMP:20260601T100000Z\r\nDTSTART:20260916T070000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\r\n", b"\n"),
        (b"UID:1", b"UID:" + b"x" * 80),
        (b"UID:1\r\n", b""),
        (b"UID:1", b"UID:1\r\nUID:2"),
        (b"END:VEVENT\r\n", b""),
        (b"DTSTART:", b"DTSTART;TZID=Europe/Copenhagen:"),
        (b"UID:1", b"UID 1"),
        (b"UID:1", b"UID:\x01"),
    ],
)
def test_the_strict_reader_refuses_what_the_standard_does(old: bytes, new: bytes) -> None:
    assert strictly(GOOD)["entry"]["UID"] == ({}, "1")
    with pytest.raises(Unreadable):
        strictly(GOOD.replace(old, new))


def test_the_stamp_is_an_instant(event: Event, sign_up: SignUp) -> None:
    sign_up(BO)
    (mail,) = OwedMail.objects.filter(kind="place_confirmed").select_related("event", "registration__booking")
    raw = mails.build(mail, now=OPEN).message().walk()
    (file,) = [one.get_payload(decode=True) for one in raw if one.get_content_type() == "text/calendar"]
    assert strictly(file)["entry"]["DTSTAMP"][1] == OPEN.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
