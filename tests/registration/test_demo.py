from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django import Settings

from programme.models import (
    Event,
    Organiser,
    Rescheduling,
    User,
)
from programme.outline import Item, outline_of
from registration import sentences
from registration.demo import coming, may_2016, september_2015
from registration.demo.afterwards import tell_needs
from registration.demo.institutions import ASSOCIATION
from registration.demo.people import GROUPS, NEEDS
from registration.demo.shapes import Announcement
from registration.demo.shapes import Item as Written
from registration.demo.signing_up import sign_up_everybody
from registration.demo.writing import announce, new_password, organisation_of
from registration.models import Booking, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.services.places import places_left

NOON = datetime(2026, 2, 3, 11, tzinfo=UTC)
HAVE = "Bodil Have: Bibliotekschef, Aalborg Bibliotekerne"

SEPTEMBER_2015 = [
    ("9.00–9.15", "break", "Morgenbrød og te/kaffe", []),
    ("9.15–9.30", "welcome", "Velkomst og indledning", [HAVE]),
    (
        "9.30–11.00",
        "talk",
        "Fra New Public Management til New Public Governance",
        [
            "Jacob Torfing: Professor i politik og offentlig styring, "
            "leder af Center for Demokratisk Netværksstyring, RUC"
        ],
    ),
    ("11.00–11.10", "break", "Strække ben pause", []),
    (
        "11.10–11.45",
        "talk",
        "Folkebibliotekernes samfundsøkonomiske værdi",
        ["Christian Jervelund: partner, Copenhagen Economics"],
    ),
    (
        "11.45–12.30",
        "talk",
        "Kend fremtiden, forstå værdien og placer biblioteket strategisk",
        ["Michel Steen-Hansen: Direktør, Danmarks Biblioteksforening"],
    ),
    ("12.30–13.15", "meal", "Frokost", []),
    (
        "13.15–14.00",
        "talk",
        "Kommunen 3.0.",
        [
            "Vibeke Guldborg Breuerbach: Playmaker og projektleder, Skanderborg Kommune",
            "Lisbet Jensen: konsulent, Skanderborg Kommune",
        ],
    ),
    ("14.00–14.15", "break", "Kaffe", []),
    (
        "14.15–14.35",
        "talk",
        "Den politiske vinkel",
        [
            "Steen B. Andersen: "
            "Kulturudvalgsformand i Århus Kommune og formand for Danmarks Biblioteksforening"
        ],
    ),
    ("14.35–15.40", "group", "2 biblioteker om tværgående kommunalt samarbejde i praksis", []),
    ("15.40–16.00", "welcome", "Opsamling – dialog – afslutning", [HAVE]),
]

TALKS_OF_TWO_LIBRARIES = [
    (
        "",
        "talk",
        "Biblioteket på udebane – eksempler på tværgående samarbejde fra den virkelige verden i Brønderslev Kommune "
        "med Brønderslev Bibliotek som medspiller",
        ["Bente Kristoffersen: Bibliotekschef og MPG (master of public governance), Brønderslev Bibliotek"],
    ),
    (
        "",
        "talk",
        "Fra filial til platform for samskabende byudvikling",
        ["Katrine Winther Adelssparre: leder, bibliotek- og medborgercenter Hedemarken"],
    ),
]


@pytest.fixture
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def edition(db: None) -> Event:
    """The coming edition alone, with its people, counted from 3 February 2026."""
    event = announce(coming.announcement(date(2026, 2, 3)), owner=organisation_of(ASSOCIATION))
    sign_up_everybody(event, GROUPS, now=NOON)
    tell_needs(event, NEEDS, now=NOON)
    return event


def announced(announcement: Announcement) -> Event:
    return announce(announcement, owner=organisation_of(ASSOCIATION))


def printed(item: Item) -> tuple[str, str, str, list[str]]:
    session = item.session
    hours = "–".join(f"{at.hour}.{at:%M}" for at in (session.starts_at, session.ends_at) if at)
    return (
        hours,
        session.kind,
        session.title,
        [f"{one.speaker}: {one.described}" for one in item.appearances],
    )


def facts(event: Event, *names: str) -> dict[str, object]:
    return {name: getattr(event, name) for name in names}


def organisers(event: Event) -> list[tuple[str, str]]:
    return [(str(one.organisation), one.role) for one in Organiser.objects.filter(event=event)]


@pytest.mark.long
def test_the_programme_of_september_2015_stands_as_announced(db: None) -> None:
    (day,) = outline_of(announced(september_2015.ANNOUNCEMENT)).days
    assert day.date == date(2015, 9, 16)
    assert [printed(item) for item in day.items] == SEPTEMBER_2015
    assert [[printed(talk) for talk in item.talks] for item in day.items if item.talks] == [
        TALKS_OF_TWO_LIBRARIES
    ]
    assert all(appearance.role == "speaker" for item in day.items for appearance in item.appearances)


@pytest.mark.long
def test_the_conference_of_june_2015_was_moved_to_september_and_kept_its_old_address(db: None) -> None:
    event = announced(september_2015.ANNOUNCEMENT)
    assert str(event.title) == "Styrk det strategiske samarbejde i kommunen"
    begins_and_ends = (event.starts_on, f"{event.starts_at}", event.ends_on, f"{event.ends_at}")
    assert begins_and_ends == (date(2015, 9, 16), "09:00:00", date(2015, 9, 16), "16:00:00")
    moved = Rescheduling.objects.get()
    assert (
        moved.event,
        moved.old_starts_on,
        f"{moved.old_starts_at}",
        moved.old_ends_on,
        f"{moved.old_ends_at}",
    ) == (event, date(2015, 6, 17), "09:00:00", date(2015, 6, 17), "16:00:00")
    assert moved.old_place == "Nordkraft, 6. etage, Kjellerupstorv 1, 9000 Aalborg"
    assert moved.old_slug == "styrk-samarbejdet-17-juni-2015"
    assert moved.at < event.begins - timedelta(days=91)


@pytest.mark.long
def test_september_2015_names_place_organisers_contact_and_where_one_signed_up(db: None) -> None:
    event = announced(september_2015.ANNOUNCEMENT)
    assert event.venue is not None
    assert event.venue.full_place == "Nordkraft, 6. etage, Kjellerupstorv 1, 9000 Aalborg"
    assert organisers(event) == [
        ("Aalborg Bibliotekerne", "organiser"),
        ("Danmarks Biblioteksforening", "organiser"),
    ]
    assert facts(event, "status", "sign_up", "sign_up_url", "contact_name", "contact_email") == {
        "status": "published",
        "sign_up": "elsewhere",
        "sign_up_url": "https://centralbibliotek.dk/",
        "contact_name": "Anne Mette Pedersen",
        "contact_email": "konference-2015@example.org",
    }
    assert all(facts(event, "introduction", "description", "audience").values())


@pytest.mark.long
def test_may_2016_has_what_was_announced_and_nothing_invented(db: None) -> None:
    event = announced(may_2016.ANNOUNCEMENT)
    assert facts(
        event,
        "title",
        "starts_on",
        "starts_at",
        "ends_on",
        "ends_at",
        "status",
        "sign_up",
        "registration_opens_on",
        "binding_after",
        "substitutes_until",
        "capacity",
        "fee_ore",
        "contact_name",
        "contact_email",
    ) == {
        "title": "Styrk det strategiske samarbejde i kommunen",
        "starts_on": date(2016, 5, 23),
        "starts_at": None,
        "ends_on": date(2016, 5, 23),
        "ends_at": None,
        "status": "published",
        "sign_up": "here",
        "registration_opens_on": None,
        "binding_after": date(2016, 5, 10),
        "substitutes_until": None,
        "capacity": None,
        "fee_ore": None,
        "contact_name": "",
        "contact_email": "db@db.dk",
    }
    # The page of 18 April says that it is closed.
    assert event.registration_closes_on == date(2016, 4, 17)
    assert event.venue is not None
    assert event.venue.full_place == "Den Blå Planet, Jacob Fortlingsvej 1, 2770 Kastrup"
    assert organisers(event) == [
        ("Danmarks Biblioteksforening", "organiser"),
        ("Bibliotekschefforeningen", "co_organiser"),
        ("Centralbibliotekerne i Roskilde og Gentofte", "co_organiser"),
        ("Tårnby Kommune", "co_organiser"),
    ]
    assert outline_of(event).days == []
    assert all(facts(event, "introduction", "description", "audience").values())


@pytest.mark.long
def test_the_coming_edition_has_a_full_day_with_three_rooms_at_once(edition: Event) -> None:
    assert facts(
        edition,
        "title",
        "slug",
        "starts_on",
        "registration_opens_on",
        "registration_closes_on",
        "binding_after",
        "capacity",
        "fee_ore",
        "contact_email",
    ) == {
        "title": "Fælles om borgeren 2026",
        "slug": "faelles-om-borgeren-2026",
        "starts_on": date(2026, 4, 1),
        "registration_opens_on": date(2026, 1, 20),
        "registration_closes_on": date(2026, 3, 24),
        "binding_after": date(2026, 3, 11),
        "capacity": 120,
        "fee_ore": 129_500,
        "contact_email": "dorte@example.org",
    }
    items = outline_of(edition).days[0].items
    spans = [(item.session.starts_at, item.session.ends_at) for item in items]
    assert (spans[0][0], spans[-1][1]) == (edition.starts_at, edition.ends_at)
    at_once = [item.session.room for item in items if spans.count(spans[items.index(item)]) > 1]
    assert at_once == ["Sal 1", "Sal 2", "Biografen"]
    one_after_another = list(dict.fromkeys(spans))
    assert all(end == begin for (_, end), (begin, _) in pairwise(one_after_another))


@pytest.mark.long
def test_forty_invented_people_have_signed_up_for_the_coming_edition(edition: Event) -> None:
    places = list(Registration.objects.filter(event=edition).by_name())
    assert sorted(place.name for place in places) == sorted(
        person.name for group in GROUPS for person in group.people
    )
    assert {(place.status, place.promised_binding_after) for place in places} == {
        ("confirmed", date(2026, 3, 11))
    }
    with translation.override("da"):
        terms = sentences.terms(edition, now=NOON)
    assert "onsdag den 11. marts 2026" in terms
    assert {place.accepted_terms for place in places} == {terms}
    bookings = list(Booking.objects.order_by("created_at"))
    assert [(one.contact_name, one.organisation, one.registrations.count()) for one in bookings] == [
        (group.contact_name, group.organisation, len(group.people)) for group in GROUPS
    ]
    opens = datetime(2026, 1, 19, 23, tzinfo=UTC)
    assert opens <= bookings[0].created_at < bookings[-1].created_at <= NOON
    signed_up = HistoryEntry.objects.filter(verb=HistoryEntry.Verb.SIGNED_UP)
    assert (signed_up.count(), places_left(edition)) == (40, 80)


@pytest.mark.long
def test_some_of_them_have_told_what_they_eat_and_how_they_get_in(edition: Event) -> None:
    told = PersonalNeeds.objects.values_list("registration__name", "dietary_needs", "access_needs")
    assert {name: (food, access) for name, food, access in told} == NEEDS
    assert {needs.consent[:14] for needs in PersonalNeeds.objects.all()} == {"Jeg giver samt"}


@pytest.mark.long
def test_everybody_who_signed_up_for_the_edition_is_owed_the_mails_of_a_sign_up(edition: Event) -> None:
    owed = OwedMail.objects.owed()
    written_to = {person.email for group in GROUPS for person in group.people if person.email}
    contacts = {group.contact_email for group in GROUPS}
    assert set(owed.filter(kind="booking_confirmed").values_list("to_email", flat=True)) == contacts
    assert (
        set(owed.filter(kind="place_confirmed").values_list("to_email", flat=True)) == written_to - contacts
    )
    assert owed.count() == len(contacts | written_to)


def every_day() -> Iterator[date]:
    """Four years, a leap day among them."""
    return (date(2026, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1))


def test_the_coming_edition_is_open_and_free_to_leave_whatever_day_it_is() -> None:
    for today in every_day():
        fields = coming.announcement(today).fields
        day = fields["starts_on"]
        assert day.weekday() == 2, today
        assert timedelta(weeks=8) <= day - today <= timedelta(weeks=15), today
        assert day.month != 7, today
        assert not (day.month == 12 and day.day in range(21, 32)), today
        assert (day.month, day.day) not in [(1, 1), (6, 5)], today
        assert (
            fields["registration_opens_on"]
            < today
            < fields["binding_after"]
            < fields["registration_closes_on"]
            < day
        ), today
        assert str(day.year) in fields["slug"], today


def test_one_user_is_enough_to_be_left_alone(db: None, data_dir: Path) -> None:
    User.objects.create_superuser("bo@example.org", "et-langt-kodeord")
    call_command("load_demo", "--if-empty")
    assert (Event.objects.count(), User.objects.count(), (data_dir / "demo-login").exists()) == (0, 1, False)


@pytest.mark.parametrize("options", [[], ["--if-empty"]])
def test_without_the_demo_switch_nothing_is_loaded(
    db: None, data_dir: Path, settings: Settings, options: list[str]
) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="switched off"):
        call_command("load_demo", *options)
    assert (Event.objects.count(), User.objects.count(), (data_dir / "demo-login").exists()) == (0, 0, False)


def test_a_day_that_is_none_is_refused_with_a_sentence(db: None, data_dir: Path) -> None:
    with pytest.raises(CommandError, match="must be a day like 2026-09-16, not '16/9'"):
        call_command("load_demo", "--today", "16/9")


@pytest.mark.long
def test_a_load_that_fails_leaves_nothing_behind(db: None, data_dir: Path) -> None:
    (data_dir / "demo-login").mkdir()
    with pytest.raises(IsADirectoryError):
        call_command("load_demo")
    models = [
        *apps.get_app_config("programme").get_models(),
        *apps.get_app_config("registration").get_models(),
    ]
    assert {model.__name__: model._default_manager.count() for model in models} == {
        model.__name__: 0 for model in models
    }


def test_every_password_is_a_new_one() -> None:
    assert len({new_password() for _ in range(100)}) == 100


def test_the_invented_people_are_forty_and_live_at_example_org() -> None:
    people = [person for group in GROUPS for person in group.people]
    addresses = [person.email for person in people if person.email]
    contacts = [group.contact_email for group in GROUPS]
    assert len(people) == len({person.name for person in people}) == 40
    assert len(addresses) == len(set(addresses))
    assert len(contacts) == len(set(contacts))
    assert all(address.endswith("@example.org") for address in addresses + contacts)
    assert {len(group.people) for group in GROUPS} == {1, 2, 3, 4, 5}
    assert all(0 <= group.signed_up_days_ago < 14 for group in GROUPS)
    assert {letter for person in people for letter in person.name} >= set("æøåÅØÆ") - {"Æ"}


def test_hours_are_written_as_the_programme_prints_them() -> None:
    assert Written("9.00–9.15", "Kaffe").times == (time(9), time(9, 15))
    assert Written("", "Kaffe").times == (None, None)
