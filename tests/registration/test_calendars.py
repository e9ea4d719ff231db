"""A person's calendar, fed with the files of her mails and her page, read as text and by icalendar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client

from programme.models import Event, Session
from registration import links, mails
from registration.calendars import own_calendar
from registration.models import OwedMail, Registration
from registration.services import cancelling, correcting, moving, substituting
from registration.services.acts import ATTENDEE, SYSTEM
from registration.services.booking import SignedUp
from registration.services.people import Contact
from tests.cast import ANNE, BO, CLARA, OPEN, at
from tests.registration.items import ids, workshops

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


@pytest.fixture(autouse=True)
def _noon(clock: time_machine.Traveller) -> None:
    """Sign-up is open."""


def lines(file: bytes) -> dict[str, str]:
    """The entry's lines by name, read without the library that wrote them (RFC 5545, 3.1)."""
    text = file.decode("utf-8")
    assert text.count("\r\n") == text.count("\n")
    unfolded = text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")
    entry = unfolded[unfolded.index("BEGIN:VEVENT") + 1 : unfolded.index("END:VEVENT")]
    named = dict(line.split(":", 1) for line in entry)
    method = next(line for line in unfolded if line.startswith("METHOD:"))
    return {name.split(";")[0]: value for name, value in named.items()} | {
        "METHOD": method.removeprefix("METHOD:")
    }


class Calendar:
    """What a calendar program does: an entry is known by its UID, and one that counts lower than what is known is
    ignored, be it alive or cancelled (RFC 5546, 2.1.5)."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, str]] = {}

    def take(self, file: bytes) -> None:
        entry = lines(file)
        (read,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
        assert (str(read["uid"]), str(read["sequence"]), str(read["status"])) == (
            entry["UID"],
            entry["SEQUENCE"],
            entry["STATUS"],
        )
        before = self.known.get(entry["UID"])
        if before is None or int(entry["SEQUENCE"]) >= int(before["SEQUENCE"]):
            self.known[entry["UID"]] = entry

    @property
    def shown(self) -> list[str]:
        """The beginnings of what stands in it."""
        return sorted(one["DTSTART"] for one in self.known.values() if one["STATUS"] != "CANCELLED")


def files(to: str) -> list[bytes]:
    """The calendar files of the mails to an address, in the order they were owed."""
    rows = OwedMail.objects.filter(to_email=f"{to}@example.org").order_by("pk")
    rows = rows.select_related("event__venue", "event__owner", "booking", "registration__booking")
    parts = (part for mail in rows for part in mails.build(mail, now=OPEN).message().walk())
    return [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/calendar"]


def calendar_of(to: str) -> Calendar:
    calendar = Calendar()
    for file in files(to):
        calendar.take(file)
    return calendar


NINE = "20260916T090000"


@pytest.mark.long
def test_who_cancels_and_signs_up_again_has_the_event_in_her_calendar(sign_up: SignUp) -> None:
    first = sign_up(BO).registrations[0]
    calendar = Calendar()
    # As each mail was sent: before the next act.
    sent: list[bytes] = files("bo")
    cancelling.cancel(registration_id=first.pk, now=OPEN, actor=ATTENDEE)
    sent.append(files("bo")[-1])
    sign_up(BO)
    sent.append(files("bo")[-1])
    shown = []
    for file in sent:
        calendar.take(file)
        shown.append(calendar.shown)
    assert shown == [[NINE], [], [NINE]]


@pytest.mark.long
def test_the_contact_who_cancels_and_signs_up_again_has_it_too(sign_up: SignUp) -> None:
    place = sign_up(ANNE).registrations[0]
    sent = files("anne.mette")
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    sent.append(files("anne.mette")[-1])
    sign_up(ANNE)
    sent.append(files("anne.mette")[-1])
    calendar = Calendar()
    for file in sent:
        calendar.take(file)
    assert calendar.shown == [NINE]


@pytest.mark.long
def test_a_substitute_who_hands_back_leaves_each_with_her_own_entry(sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    clara = substituting.substitute(registration_id=bo.pk, person=CLARA, now=OPEN, actor=ATTENDEE)
    assert (calendar_of("bo").shown, calendar_of("clara").shown) == ([], [NINE])
    substituting.substitute(registration_id=clara.pk, person=BO, now=OPEN, actor=ATTENDEE)
    assert (calendar_of("bo").shown, calendar_of("clara").shown) == ([NINE], [])


@pytest.mark.long
def test_a_contact_replaced_on_her_own_place_loses_only_that_entry(sign_up: SignUp) -> None:
    anne = sign_up(ANNE, contact=Contact(name=ANNE.name, email=ANNE.email)).registrations[0]
    sent = files("anne.mette")
    substituting.substitute(registration_id=anne.pk, person=CLARA, now=OPEN, actor=ATTENDEE)
    calendar = Calendar()
    for file in [*sent, *files("anne.mette")[-1:]]:
        calendar.take(file)
    assert calendar.shown == []
    assert calendar_of("clara").shown == [NINE]


@pytest.mark.long
def test_an_event_that_moves_moves_the_entry_and_a_new_link_brings_no_second(
    sign_up: SignUp, event: Event
) -> None:
    bo = sign_up(BO).registrations[0]
    calendar = calendar_of("bo")
    after = Event.objects.get(pk=event.pk)
    after.starts_on = after.ends_on = date(2026, 10, 7)
    after.save()
    moving.move(before=event, after=after, by=None, reason="", now=OPEN)
    correcting.renew_link(registration_id=bo.pk, now=OPEN, actor=SYSTEM)
    calendar.take(files("bo")[-1])
    assert calendar.shown == ["20261007T090000"]
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=ATTENDEE)
    calendar.take(files("bo")[-1])
    assert calendar.shown == []


# ------------------------------------------------------------------ the own page


def page_file(client: Client, registration: Registration, now: datetime = OPEN) -> Any:
    token = links.place_token(Registration.objects.get(pk=registration.pk))
    with time_machine.travel(now, tick=False):
        return client.get(f"/plads/{token}/kalender.ics")


@pytest.mark.long
def test_the_own_pages_file_is_the_mails_entry_and_no_second(sign_up: SignUp, client: Client) -> None:
    bo = sign_up(BO).registrations[0]
    answer = page_file(client, bo)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/calendar; charset=utf-8",
        'attachment; filename="laering-paa-tvaers.ics"',
    )
    assert "no-store" in answer["Cache-Control"]
    assert "/plads/" not in answer.content.decode()
    calendar = calendar_of("bo")
    calendar.take(answer.content)
    assert (len(calendar.known), calendar.shown) == (1, [NINE])
    page = client.get(f"/plads/{links.place_token(bo)}/").content.decode()
    assert page.count("kalender.ics") == 1
    assert f'href="/plads/{links.place_token(bo)}/kalender.ics"' in page


@pytest.mark.long
def test_the_public_file_is_another_entry(sign_up: SignUp, client: Client, event: Event) -> None:
    bo = sign_up(BO).registrations[0]
    public = lines(client.get("/laering-paa-tvaers/kalender.ics").content)
    own = lines(page_file(client, bo).content)
    assert (public["UID"], own["UID"]) == (event.uid, f"{event.uid}-{bo.pk}")
    assert {name for name in own if own[name] != public[name]} == {"UID"}


@pytest.mark.long
def test_the_own_pages_file_takes_the_entry_away_once_the_place_has_ended(
    sign_up: SignUp, client: Client
) -> None:
    bo = sign_up(BO).registrations[0]
    calendar = Calendar()
    calendar.take(page_file(client, bo).content)
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=ATTENDEE)
    gone = page_file(client, bo).content
    calendar.take(gone)
    assert (lines(gone)["METHOD"], calendar.shown) == ("CANCEL", [])


@pytest.mark.parametrize(("status", "shown"), [("published", [NINE]), ("cancelled", [])])
def test_the_own_pages_file_says_that_an_event_is_called_off(
    status: str, shown: list[str], sign_up: SignUp, client: Client
) -> None:
    bo = sign_up(BO).registrations[0]
    Event.objects.update(status=status)
    calendar = Calendar()
    calendar.take(page_file(client, bo).content)
    assert calendar.shown == shown


@pytest.mark.long
def test_a_link_that_is_closed_gives_no_file(sign_up: SignUp, client: Client) -> None:
    bo = sign_up(BO).registrations[0]
    token = links.place_token(bo)
    substituting.substitute(registration_id=bo.pk, person=CLARA, now=at("2026-06-01 12:30"), actor=ATTENDEE)
    answer = client.get(f"/plads/{token}/kalender.ics")
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/html; charset=utf-8")


def test_an_entry_names_what_was_chosen_and_nothing_that_is_called_off(event: Event, sign_up: SignUp) -> None:
    items = workshops(event)
    event.refresh_from_db()
    place = sign_up(replace(BO, sessions=ids(items["aften"])), event=event).registrations[0]

    def described() -> str:
        entry = own_calendar(Registration.objects.get(pk=place.pk), event=event, now=OPEN, is_cancelled=False)
        return str(entry.walk("VEVENT")[0]["description"])

    assert "Valgte programpunkter:\n- " in described()
    Session.objects.filter(title="Aftensang").update(status=Session.Status.CANCELLED)
    assert "Valgte programpunkter" not in described()
