"""The calendar entry, read back as a calendar program reads it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from programme.feeds import event_calendar
from programme.models import Event

NOW = datetime(2026, 8, 1, 10, tzinfo=UTC)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    with override("da"):
        yield


def entry_of(calendar: icalendar.Calendar) -> dict[str, Any]:
    """The one entry, from the bytes that are sent."""
    [entry] = icalendar.Calendar.from_ical(calendar.to_ical()).walk("VEVENT")
    plain = {}
    for name, value in entry.items():
        plain[name] = value.dt if hasattr(value, "dt") else str(value)
    return plain


def test_the_entry_says_what_when_and_where(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(introduction="Kom, lær; og lyt på Ærø.", sequence=3)
    event.refresh_from_db()
    assert entry_of(event_calendar(event, now=NOW)) == {
        "UID": event.uid,
        "SEQUENCE": "3",
        "DTSTAMP": NOW,
        "DTSTART": datetime(2026, 9, 16, 9, tzinfo=COPENHAGEN),
        "DTEND": datetime(2026, 9, 16, 16, tzinfo=COPENHAGEN),
        "SUMMARY": "Læring på tværs",
        "STATUS": "CONFIRMED",
        "URL": "http://testserver/laering-paa-tvaers/",
        "DESCRIPTION": "Kom, lær; og lyt på Ærø.\n\nhttp://testserver/laering-paa-tvaers/",
        "LOCATION": "Kulturhuset Åen, 3. sal, Søndre Allé 1, 9999 Øby",
        "ORGANIZER": "mailto:dorte@example.org",
    }


def test_the_hours_are_wall_clock_hours_with_the_rules_of_their_zone(event: Event) -> None:
    said = event_calendar(event, now=NOW).to_ical().decode()
    assert "DTSTART;TZID=Europe/Copenhagen:20260916T090000\r\n" in said
    [zone] = icalendar.Calendar.from_ical(said).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Copenhagen"
    offsets = {str(part["TZNAME"]): part["TZOFFSETTO"].td for part in zone.subcomponents}
    assert offsets["CEST"] == timedelta(hours=2)


def test_winter_and_the_day_the_clocks_change_keep_their_hours(make_event: Callable[..., Event]) -> None:
    for day in (date(2026, 12, 1), date(2026, 10, 25)):
        event = make_event(slug=f"e{day:%m}", starts_on=day, ends_on=day)
        times = entry_of(event_calendar(event, now=NOW))
        assert times["DTSTART"].utcoffset() == timedelta(hours=1)
        assert (times["DTSTART"].time(), times["DTEND"].time()) == (time(9), time(16))


@pytest.mark.parametrize(
    ("facts", "starts", "ends"),
    [
        ({"starts_at": None, "ends_at": None}, date(2026, 9, 16), date(2026, 9, 17)),
        (
            {"starts_at": None, "ends_at": None, "ends_on": date(2026, 9, 18)},
            date(2026, 9, 16),
            date(2026, 9, 19),
        ),
        ({"ends_at": None}, datetime(2026, 9, 16, 9, tzinfo=COPENHAGEN), None),
        (
            {"ends_at": None, "ends_on": date(2026, 9, 17)},
            datetime(2026, 9, 16, 9, tzinfo=COPENHAGEN),
            datetime(2026, 9, 18, tzinfo=COPENHAGEN),
        ),
        (
            {"ends_on": date(2026, 9, 17)},
            datetime(2026, 9, 16, 9, tzinfo=COPENHAGEN),
            datetime(2026, 9, 17, 16, tzinfo=COPENHAGEN),
        ),
    ],
)
def test_whole_days_and_open_ends(
    make_event: Callable[..., Event], facts: dict[str, Any], starts: date, ends: date | None
) -> None:
    entry = entry_of(event_calendar(make_event(**facts), now=NOW))
    assert (entry["DTSTART"], entry.get("DTEND")) == (starts, ends)


def test_a_cancelled_event_is_cancelled_in_the_calendar_too(make_event: Callable[..., Event]) -> None:
    event = make_event(status="cancelled")
    assert entry_of(event_calendar(event, now=NOW))["STATUS"] == "CANCELLED"


def test_a_personal_entry_has_its_own_identity_and_text(event: Event) -> None:
    entry = entry_of(
        event_calendar(
            event,
            now=NOW,
            uid="plads-7@example.org",
            sequence=2,
            description="Åse deltager i stedet for dig.",
            is_cancelled=True,
        )
    )
    assert {name: entry[name] for name in ("UID", "SEQUENCE", "DESCRIPTION", "STATUS", "SUMMARY")} == {
        "UID": "plads-7@example.org",
        "SEQUENCE": "2",
        "DESCRIPTION": "Åse deltager i stedet for dig.",
        "STATUS": "CANCELLED",
        "SUMMARY": "Læring på tværs",
    }


def test_the_address_in_the_entry_is_in_the_readers_language(event: Event) -> None:
    with override("en"):
        assert entry_of(event_calendar(event, now=NOW))["URL"] == "http://testserver/en/laering-paa-tvaers/"


@time_machine.travel(NOW)
def test_the_file_is_fetched_from_the_events_page(client: Client, event: Event) -> None:
    answer = client.get("/laering-paa-tvaers/kalender.ics")
    assert (answer["Content-Type"], answer["Content-Disposition"], answer["Cache-Control"]) == (
        "text/calendar; charset=utf-8",
        'attachment; filename="laering-paa-tvaers.ics"',
        "no-cache",
    )
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert (calendar["METHOD"], [str(one["UID"]) for one in calendar.walk("VEVENT")]) == (
        "PUBLISH",
        [event.uid],
    )
    assert 'href="/laering-paa-tvaers/kalender.ics"' in client.get("/laering-paa-tvaers/").content.decode()


# ------------------------------------------------------------------ all that is coming, to subscribe to


def entries(calendar: bytes) -> dict[str, dict[str, Any]]:
    """Title, status and number of each entry, by its identity."""
    found = icalendar.Calendar.from_ical(calendar.decode()).walk("VEVENT")
    return {
        str(entry["UID"]): {
            "title": str(entry["SUMMARY"]), "status": str(entry["STATUS"]), "sequence": int(entry["SEQUENCE"])
        }
        for entry in found
    }  # fmt: skip


@pytest.fixture
def coming(make_event: Callable[..., Event]) -> list[Event]:
    """Three announced events, a draft and one that is over."""
    no_deadlines = {"registration_opens_on": None, "registration_closes_on": None, "binding_after": None}
    over = {"starts_on": date(2026, 7, 31), "ends_on": date(2026, 7, 31)} | no_deadlines
    make_event(slug="kladde", title="Kladde", status="draft")
    make_event(slug="over", title="Overstået", **over)
    return [
        make_event(slug="a", title="Læring på Ærø", search_text="laering"),
        make_event(slug="b", title="Aflyst, desværre", status="cancelled", search_text="aflyst"),
        make_event(slug="c", title="Krimi", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)),
    ]


@time_machine.travel(NOW, tick=False)
def test_the_calendar_holds_what_is_coming_with_one_identity_for_each(
    client: Client, coming: list[Event]
) -> None:
    Event.objects.filter(slug="b").update(sequence=4)
    answer = client.get("/kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    a, b, c = coming
    assert entries(answer.content) == {
        a.uid: {"title": "Læring på Ærø", "status": "CONFIRMED", "sequence": 0},
        b.uid: {"title": "Aflyst, desværre", "status": "CANCELLED", "sequence": 4},
        c.uid: {"title": "Krimi", "status": "CONFIRMED", "sequence": 0},
    }
    alone = client.get("/a/kalender.ics").content
    assert entries(alone) == {a.uid: {"title": "Læring på Ærø", "status": "CONFIRMED", "sequence": 0}}


@time_machine.travel(NOW, tick=False)
def test_the_calendar_is_narrowed_as_the_list_is(client: Client, coming: list[Event]) -> None:
    found = entries(client.get("/kalender.ics?q=LÆRING&sted=Øby").content)
    assert [entry["title"] for entry in found.values()] == ["Læring på Ærø"]
    nothing = client.get("/kalender.ics?sted=Skagen").content
    assert entries(nothing) == {}
    assert b"END:VCALENDAR" in nothing


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("given", "name"), [("Arrangementer på Ærø", "Arrangementer på Ærø"), ("", "Tilmelding til konferencer")]
)
def test_the_calendar_has_a_name_and_says_how_often_to_look_again(
    client: Client, coming: list[Event], settings: Any, given: str, name: str
) -> None:
    settings.SITE_NAME = given
    said = client.get("/kalender.ics").content.decode()
    for line in (
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "DTSTART;TZID=Europe/Copenhagen:20261201T090000",
    ):
        assert f"{line}\r\n" in said
    assert len(icalendar.Calendar.from_ical(said).walk("VTIMEZONE")) == 1


def test_an_unchanged_calendar_is_not_sent_again(client: Client, coming: list[Event]) -> None:
    with time_machine.travel(NOW, tick=False):
        first = client.get("/kalender.ics")
    with time_machine.travel(NOW + timedelta(hours=6), tick=False):
        known = {"If-None-Match": first["ETag"]}
        assert client.get("/kalender.ics", headers=known).status_code == 304
        Event.objects.filter(slug="c").update(title="Krimiaften")
        assert client.get("/kalender.ics", headers=known).status_code == 200
    assert first["Cache-Control"] == "no-cache"


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("site", "link"),
    [
        ("https://tilmelding.example.org", "webcal://tilmelding.example.org/kalender.ics?q=l%C3%A6r"),
        ("http://127.0.0.1:8000", "webcal://127.0.0.1:8000/kalender.ics?q=l%C3%A6r"),
    ],
)
def test_the_front_page_leads_to_the_calendar_of_what_was_chosen(
    client: Client, coming: list[Event], settings: Any, site: str, link: str
) -> None:
    settings.SITE_URL = site
    html = client.get("/?q=lær").content.decode()
    assert f'href="{link}"' in html
    assert f"{site}/kalender.ics?q=l%C3%A6r<" in html
    assert "webcal" not in client.get("/tidligere/").content.decode()
