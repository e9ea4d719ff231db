"""The demo as it lies in the database once loaded: 3 February 2026, read by every test here and changed by none."""

import re
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Exists, Model
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from programme import dates, printed, publishing
from programme.models import (
    Appearance,
    Event,
    Membership,
    Organiser,
    Rescheduling,
    Session,
    Speaker,
    User,
    Venue,
)
from programme.outline import outline_of
from registration.demo import evenings
from registration.event_states import EventState
from registration.models import Booking, HistoryEntry, InvoiceBasis, OwedMail, Registration
from registration.services import inviting, invoicing
from registration.services.payers import payable, payer_missing
from tests.registration.demo_states import STATES, states_at

pytestmark = pytest.mark.long

ZONE = "Europe/Copenhagen"
NOON = datetime(2026, 2, 3, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo, loaded once beneath the transactions of the tests; and its folder."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(DEMO=True, DATA_DIR=folder), transaction.atomic():
        call_command("load_demo", today=date(2026, 2, 3))
        with django_db_blocker.block():
            yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: Path, db: None) -> Path:
    return loaded


def counts() -> dict[type[Model], int]:
    kinds: list[type[Model]] = [
        Event,
        Session,
        Appearance,
        Speaker,
        Venue,
        Organiser,
        Rescheduling,
        User,
        Membership,
        Booking,
        Registration,
        OwedMail,
    ]
    return {kind: kind._default_manager.count() for kind in kinds}


def test_a_second_load_leaves_an_installation_as_it_is(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, login = counts(), (demo / "demo-login").read_text()
    call_command("load_demo", "--if-empty")
    assert counts() == before
    assert (demo / "demo-login").read_text() == login
    assert capsys.readouterr().out.endswith(
        "The database already holds events or users; the demo was not loaded.\n"
    )


def test_a_database_that_holds_something_is_refused_without_the_flag(demo: Path) -> None:
    before = counts()
    with pytest.raises(CommandError, match="needs an empty one"):
        call_command("load_demo")
    assert counts() == before


def test_the_demo_has_an_event_in_every_state(demo: Path) -> None:
    assert states_at(NOON) == STATES
    assert {state for state, _left in STATES.values()} == set(EventState)


def test_dorte_administers_every_organisation_that_has_events_with_a_password_made_here(demo: Path) -> None:
    email, password, *rest = (demo / "demo-login").read_text().split("\n")
    dorte = User.objects.get()
    assert (email, rest, dorte.email) == ("dorte@example.org", [""], "dorte@example.org")
    assert re.fullmatch(r"([a-km-z2-9]{4}-){3}[a-km-z2-9]{4}", password)
    assert dorte.check_password(password)
    assert (dorte.is_staff, dorte.is_superuser, dorte.is_active) == (True, False, True)
    assert sorted(Membership.objects.values_list("organisation__name", "role")) == [
        ("Aalborg Bibliotekerne", "administrator"),
        ("Danmarks Biblioteksforening", "administrator"),
        ("Søengens Bibliotek", "administrator"),
        ("Åens Bibliotekssamarbejde", "administrator"),
    ]
    assert stat.S_IMODE((demo / "demo-login").stat().st_mode) == 0o600
    assert [path.name for path in demo.iterdir()] == ["demo-login"]


def test_every_demo_event_and_its_speakers_are_dortes_to_work_with(demo: Path) -> None:
    dorte = User.objects.get()
    assert Event.objects.visible_to(dorte).count() == Event.objects.count() == 24
    assert Speaker.objects.visible_to(dorte).count() == Speaker.objects.count()
    assert Venue.objects.visible_to(dorte).count() == Venue.objects.count()


def test_visitors_find_the_demos_events_by_words_and_audience(demo: Path) -> None:
    found = Event.objects.announced().filter(target_groups__name="Borgere").matching("SOEENGEN sang")
    assert [event.title for event in found] == ["Sangaften med byens kor"]
    speaker = Event.objects.announced().matching("torfing")
    assert [event.starts_on for event in speaker] == [date(2015, 9, 16)]


def test_the_leaflets_are_of_the_day_an_event_was_shown_and_not_of_the_day_the_demo_was_loaded(
    demo: Path,
) -> None:
    shown = {event.slug: event for event in Event.objects.announced()}
    days = {
        slug: (publishing.changed_on(event), publishing.published_on(event)) for slug, event in shown.items()
    }
    late = [slug for slug, event in shown.items() if days[slug][0] >= event.starts_on]
    opened = [event for event in shown.values() if days[event.slug] == (event.registration_opens_on, None)]
    assert (late, len(opened)) == ([], 15)
    assert days["styrk-samarbejdet-2015"] == (date(2015, 6, 1), None)
    assert days["styrk-samarbejdet-2016"] == (date(2016, 3, 14), None)
    assert days["tal-for-begyndere"] == (date(2026, 2, 3), date(2025, 12, 30))
    contents = {slug: printed.digest(printed.content(event)) for slug, event in shown.items()}
    assert contents == {slug: event.programme_hash for slug, event in shown.items()}


def test_a_small_library_has_ten_free_evenings_spread_over_three_months(demo: Path) -> None:
    series = list(
        Event.objects.filter(owner__name="Søengens Bibliotek", starts_at=evenings.time(19)).order_by(
            "starts_on"
        )
    )
    assert [event.title for event in series] == [evening.title for evening in evenings.EVENINGS]
    assert len({event.starts_on for event in series}) == 10
    assert all(event.is_free and event.venue and event.venue.name == "Søengens Bibliotek" for event in series)
    assert series[0].starts_on - date(2026, 2, 3) < timedelta(weeks=3)
    assert timedelta(weeks=9) < series[-1].starts_on - date(2026, 2, 3) <= timedelta(weeks=13)
    capacities = [event.capacity for event in series if event.sign_up == Event.SignUp.HERE]
    assert all(capacity is not None and 20 <= capacity <= 40 for capacity in capacities)
    people = Registration.objects.filter(event__in=series)
    assert people.count() == sum(evening.people for evening in evenings.EVENINGS)
    assert set(people.values_list("job_title", "organisation")) == {("", "")}


def test_the_conference_of_two_days_has_three_rooms_at_once_and_a_dinner(demo: Path) -> None:
    event = Event.objects.get(slug="biblioteket-midt-i-byen")
    first, second = outline_of(event).days
    assert (first.date, second.date) == (event.starts_on, event.ends_on)
    rooms = {
        (day.date, starts): [item.session.room for item in items]
        for day in (first, second)
        for starts, items in (
            (starts, list(group))
            for starts, group in groupby(day.items, key=lambda item: item.session.starts_at)
        )
        if len(items) > 1
    }
    assert list(rooms.values()) == [["Sal Nord", "Sal Syd", "Loftet"]] * 3
    assert [(when == event.ends_on, str(starts)) for when, starts in rooms] == [
        (False, "13:30:00"),
        (False, "15:15:00"),
        (True, "10:15:00"),
    ]
    kinds = set(Session.objects.filter(event=event).values_list("kind", flat=True))
    assert kinds == set(Session.Kind.values)
    dinner = Session.objects.get(event=event, kind=Session.Kind.SOCIAL)
    assert (dinner.title, str(dinner.starts_at), str(dinner.ends_at)) == (
        "Middag med taler, sange og dans",
        "19:00:00",
        "23:00:00",
    )
    moderated = Appearance.objects.filter(session__event=event, role=Appearance.Role.MODERATOR)
    assert moderated.count() == 3
    assert [(str(one.organisation), one.role) for one in Organiser.objects.filter(event=event)] == [
        ("Åens Bibliotekssamarbejde", "organiser"),
        ("Kystby Kommune", "co_organiser"),
        ("Søengens Bibliotek", "supporter"),
    ]


def test_the_event_called_off_says_why_and_the_moved_one_from_when(demo: Path) -> None:
    off = Event.objects.get(slug="lyd-lys-og-levende-billeder")
    assert off.cancellation_note.startswith("Oplægsholderen er blevet syg")
    assert off.sequence == 1
    moved = Event.objects.get(slug="tal-for-begyndere")
    (move,) = Rescheduling.objects.filter(event=moved)
    assert (move.old_starts_on, moved.starts_on) == (date(2026, 2, 25), date(2026, 4, 15))
    assert (move.reason, move.at) == ("Salen skal males, og håndværkerne kunne ikke flyttes.", NOON)
    promised = set(Registration.objects.filter(event=moved).values_list("promised_binding_after", flat=True))
    assert promised == {date(2026, 2, 11)}
    assert moved.binding_after == date(2026, 4, 1)


def test_where_places_are_bound_one_was_cancelled_in_time_one_handed_over_and_one_given_back(
    demo: Path,
) -> None:
    event = Event.objects.get(slug="byens-rum-bibliotekets-rum")
    ended = Registration.objects.filter(event=event).exclude(status="confirmed").order_by("ended_at")
    assert [(place.status, place.still_owed) for place in ended] == [
        ("cancelled", False),
        ("substituted", False),
        ("cancelled", True),
        ("cancelled", False),
    ]
    assert event.binding_after is not None
    bound = dates.end_of(event.binding_after, ZONE)
    assert [place.ended_at is not None and place.ended_at >= bound for place in ended] == [
        *(False, True, True, True),
    ]
    substitute = Registration.objects.get(event=event, substitute_for__isnull=False)
    assert (substitute.name, substitute.is_current) == ("Ebbe Næsgaard-Holt", True)
    verbs = HistoryEntry.objects.filter(event=event).exclude(verb=HistoryEntry.Verb.SIGNED_UP).order_by("at")
    assert [entry.verb for entry in verbs] == [
        *("cancelled", "substituted", "invoice_fetched", "gave_back", "cancelled"),
    ]


def test_what_changed_after_the_invoice_facts_were_fetched_stands_as_a_credit(demo: Path) -> None:
    event = Event.objects.get(slug="byens-rum-bibliotekets-rum")
    fetched = InvoiceBasis.objects.get(event=event)
    assert (fetched.number, fetched.fetched_by_name, fetched.lines.count() > 20) == (1, "Dorte Ørsted", True)
    assert [line.credits is not None for line in invoicing.unfetched(event).lines] == [True]


def test_a_department_has_six_places_of_which_two_have_names(demo: Path) -> None:
    (booking,) = Booking.objects.filter(registrations__name="", registrations__status="confirmed").distinct()
    assert (booking.event.slug, booking.size) == ("biblioteket-midt-i-byen", 6)
    assert [place.name for place in booking.registrations.order_by("pk")] == [
        *("Dan Ørnsholt", "Merete Kvist", "", "", "", ""),
    ]


def test_one_invited_host_has_come_and_a_speaker_is_invited_by_mail(demo: Path) -> None:
    event = Event.objects.get(slug="biblioteket-midt-i-byen")
    assert sorted((one.whom, one.places, one.used) for one in inviting.invitations_of(event)) == [  # type: ignore[attr-defined]
        ("Thorvald Æbelholt", 1, 0),
        ("Værter fra kommunen", 4, 1),
    ]
    assert inviting.unpromised(event, now=NOON) == 1


def test_nearly_everybody_who_owes_something_has_told_who_pays(demo: Path) -> None:
    missing = payer_missing().values_list("event__slug", flat=True).distinct()
    assert "faelles-om-borgeren-2026" in missing
    paying = Booking.objects.filter(Exists(payable()))
    assert 0 < payer_missing().count() * 4 < paying.count()


def test_only_the_coming_edition_and_the_english_event_owe_their_mails_the_others_sent_them(
    demo: Path,
) -> None:
    owed = OwedMail.objects.owed()
    assert set(owed.values_list("event__slug", "language")) == {
        ("faelles-om-borgeren-2026", "da"),
        ("libraries-across-borders", "en"),
    }
    sent = OwedMail.objects.exclude(pk__in=owed)
    assert {mail.status for mail in sent} == {"sent"}
    assert all(mail.sent_at == mail.created_at <= NOON for mail in sent)


def test_one_event_asks_for_the_municipality_and_one_is_in_english(demo: Path) -> None:
    assert list(Event.objects.filter(asks_municipality=True).values_list("slug", flat=True)) == [
        "faelles-om-borgeren-2026"
    ]
    assert list(Event.objects.filter(language="en").values_list("slug", flat=True)) == [
        "libraries-across-borders"
    ]
    assert set(Booking.objects.filter(event__language="en").values_list("language", flat=True)) == {"en"}


def test_nobody_is_there_twice_and_everybody_lives_at_example_org(demo: Path) -> None:
    names = list(Registration.objects.exclude(name="").values_list("name", flat=True))
    assert len(names) == len(set(names)) > 300
    addresses = set(Registration.objects.values_list("email", flat=True)) | set(
        Booking.objects.values_list("contact_email", flat=True)
    )
    assert {address.rpartition("@")[2] for address in addresses} == {"", "example.org"}
    contacts = set(Event.objects.exclude(contact_email="db@db.dk").values_list("contact_email", flat=True))
    assert {address.rpartition("@")[2] for address in contacts} == {"example.org"}
    spoke = set(
        Appearance.objects.filter(session__event__starts_on__year=2015).values_list(
            "speaker__name", flat=True
        )
    )
    elsewhere = Appearance.objects.exclude(session__event__starts_on__year=2015)
    assert spoke.isdisjoint(elsewhere.values_list("speaker__name", flat=True))
    assert spoke.isdisjoint(names)
