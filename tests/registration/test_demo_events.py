"""The demo's invented events: one in every state, a library's evenings and a conference of two days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from programme import dates
from programme.models import Appearance, Event, Organiser, Rescheduling, Session
from programme.outline import outline_of
from registration import policy
from registration.demo import abroad, coming, crowd, days, evenings, states, two_days
from registration.demo.load import load
from registration.demo.shapes import Staged
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.policy import EventState
from registration.services.acts import places_left

ZONE = "Europe/Copenhagen"
NOON = datetime(2026, 2, 3, 11, tzinfo=UTC)

# Every event of the demo on the day it is loaded, with the places that are left.
STATES: dict[str, tuple[str, int | None]] = {
    "styrk-samarbejdet-2015": ("held", None),
    "styrk-samarbejdet-2016": ("held", None),
    "faelles-om-borgeren": ("open", 80),
    "naar-samlingen-bliver-til-samtale": ("few_places", 6),
    "skriv-saa-borgeren-forstaar-det": ("full", 0),
    "byens-rum-bibliotekets-rum": ("closed", 16),
    "ledelse-paa-tvaers-af-fag": ("not_yet_open", 60),
    "laeselyst-i-udskolingen": ("draft", 80),
    "lyd-lys-og-levende-billeder": ("cancelled", 15),
    "tal-for-begyndere": ("open", 26),
    "fortaelleuge-i-soeengen": ("running", 46),
    "aabent-uden-personale": ("held", 32),
    "biblioteket-midt-i-byen": ("open", 132),
    "libraries-across-borders": ("open", 62),
    "strikkeaften": ("few_places", 2),
    "braetspilsaften": ("no_sign_up", None),
    "at-skrive-om-sin-oe": ("few_places", 3),
    "slaegtsforskning-for-begyndere": ("few_places", 2),
    "fuglene-ved-fjorden": ("open", 19),
    "hjaelp-til-digital-post": ("open", 11),
    "sangaften": ("no_sign_up", None),
    "laesekreds-for-nye-laesere": ("open", 14),
    "stumfilm-med-levende-klaver": ("elsewhere", None),
    "hoejtlaesning-i-moerket": ("open", 18),
}


def states_at(now: datetime) -> dict[str, tuple[str, int | None]]:
    return {
        event.slug.removesuffix(f"-{event.starts_on.year}") if event.fee_ore == 129_500 else event.slug: (
            policy.event_state(event, policy.windows(event), now=now, places_left=places_left(event)),
            places_left(event),
        )
        for event in Event.objects.all()
    }


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    call_command("load_demo", today=date(2026, 2, 3))


@pytest.mark.parametrize(
    "now",
    [
        dates.start_of(date(2026, 4, 5), ZONE),  # the clocks went forward on 29 March
        dates.end_of(date(2026, 6, 20), ZONE) - timedelta(seconds=1),  # July lies ahead
        dates.end_of(date(2026, 10, 31), ZONE) - timedelta(seconds=1),  # the clocks went back on the 25th
        dates.start_of(date(2026, 12, 24), ZONE),
    ],
)
def test_the_demo_has_an_event_in_every_state_from_the_first_to_the_last_second_of_a_day(
    db: None, tmp_path: Path, now: datetime
) -> None:
    load(now=now, login_file=tmp_path / "demo-login")
    assert states_at(now) == STATES
    assert {state for state, _left in STATES.values()} == set(EventState)


# ------------------------------------------------------------------ whatever day it is


def every_third_day() -> list[date]:
    """Four years, a leap day among them."""
    return [date(2026, 1, 1) + timedelta(days=n) for n in range(0, 4 * 366, 3)]


def state_without_database(staged: Staged, *, now: datetime) -> EventState:
    event = Event(status=Event.Status.PUBLISHED)
    for name, value in (staged.announcement.fields | (staged.change.fields if staged.change else {})).items():
        setattr(event, name, value)
    left = None if event.capacity is None else event.capacity - staged.people
    return policy.event_state(event, policy.windows(event), now=now, places_left=left)


def test_every_event_is_in_its_state_whatever_day_the_demo_is_loaded() -> None:
    for today in every_third_day():
        now = dates.instant(today, time(0), ZONE)
        everything = [
            *states.staged(today), two_days.staged(today), abroad.staged(today), *evenings.staged(today)
        ]  # fmt: skip
        found = {
            one.announcement.fields["slug"]: state_without_database(one, now=now).value for one in everything
        }
        assert found == {slug: state for slug, (state, _left) in STATES.items() if slug in found}, today
        assert len(found) == len(STATES) - 3


def facts_agree(fields: dict[str, Any], *, today: date) -> bool:
    """What the database would say of the announced days."""
    starts = fields["starts_on"]
    opens, closes = fields.get("registration_opens_on"), fields.get("registration_closes_on")
    binds, handed_over = fields.get("binding_after"), fields.get("substitutes_until")
    return (
        fields["ends_on"] >= starts
        and (binds is None or binds < starts)
        and (closes is None or closes <= starts)
        and (opens is None or closes is None or opens <= closes)
        and (handed_over is None or binds <= handed_over <= starts)
    )


def test_the_announced_days_agree_and_lie_on_days_when_people_come() -> None:
    for today in every_third_day():
        held_and_going_on = {"aabent-uden-personale", "fortaelleuge-i-soeengen"}
        for one in (
            *states.staged(today),
            two_days.staged(today),
            abroad.staged(today),
            *evenings.staged(today),
        ):
            fields = one.announcement.fields
            for facts in (fields, fields | (one.change.fields if one.change else {})):
                assert facts_agree(facts, today=today), (today, facts)
                if fields["slug"] not in held_and_going_on:
                    assert not days.is_quiet(facts["starts_on"]), (today, facts)
                    assert facts["starts_on"].weekday() in {days.TUESDAY, days.WEDNESDAY}, (today, facts)


def test_the_coming_edition_is_the_main_one_and_open_longest_before_it_binds() -> None:
    for today in every_third_day():
        fields = coming.announcement(today).fields
        assert today < fields["binding_after"] < fields["registration_closes_on"] < fields["starts_on"], today


# ------------------------------------------------------------------ a small library's evenings


def test_a_small_library_has_ten_free_evenings_spread_over_three_months(demo: None) -> None:
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


def test_the_evenings_are_ten_different_days_whatever_day_it_is() -> None:
    for today in every_third_day():
        found = days.evenings(today)
        assert found == sorted(set(found)), today
        assert len(found) == 10, today
        assert timedelta(days=5) <= found[0] - today, today
        assert found[-1] - today < timedelta(weeks=13), today


# ------------------------------------------------------------------ a conference of two days


def test_the_conference_of_two_days_has_three_rooms_at_once_and_a_dinner(demo: None) -> None:
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


# ------------------------------------------------------------------ what became of some


def test_the_event_called_off_says_why_and_the_moved_one_from_when(demo: None) -> None:
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
    demo: None,
) -> None:
    event = Event.objects.get(slug="byens-rum-bibliotekets-rum")
    ended = Registration.objects.filter(event=event).exclude(status="confirmed").order_by("ended_at")
    assert [(place.status, place.still_owed) for place in ended] == [
        ("cancelled", False),
        ("substituted", False),
        ("cancelled", True),
    ]
    assert event.binding_after is not None
    bound = dates.end_of(event.binding_after, ZONE)
    assert [place.ended_at is not None and place.ended_at >= bound for place in ended] == [False, True, True]
    substitute = Registration.objects.get(event=event, substitute_for__isnull=False)
    assert (substitute.name, substitute.is_current) == ("Ebbe Næsgaard-Holt", True)
    verbs = HistoryEntry.objects.filter(event=event).exclude(verb=HistoryEntry.Verb.SIGNED_UP).order_by("at")
    assert [entry.verb for entry in verbs] == ["cancelled", "substituted", "gave_back"]


def test_only_the_coming_edition_and_the_english_event_owe_their_mails_the_others_sent_them(
    demo: None,
) -> None:
    owed = OwedMail.objects.owed()
    assert set(owed.values_list("event__slug", "language")) == {
        ("faelles-om-borgeren-2026", "da"),
        ("libraries-across-borders", "en"),
    }
    sent = OwedMail.objects.exclude(pk__in=owed)
    assert {mail.status for mail in sent} == {"sent"}
    assert all(mail.sent_at == mail.created_at <= NOON for mail in sent)


def test_one_event_asks_for_the_municipality_and_one_is_in_english(demo: None) -> None:
    assert list(Event.objects.filter(asks_municipality=True).values_list("slug", flat=True)) == [
        "faelles-om-borgeren-2026"
    ]
    assert list(Event.objects.filter(language="en").values_list("slug", flat=True)) == [
        "libraries-across-borders"
    ]
    assert set(Booking.objects.filter(event__language="en").values_list("language", flat=True)) == {"en"}


# ------------------------------------------------------------------ the people


def test_nobody_is_there_twice_and_everybody_lives_at_example_org(demo: None) -> None:
    names = list(Registration.objects.values_list("name", flat=True))
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


def test_a_crowd_pairs_every_first_name_with_every_surname_once() -> None:
    names = list(crowd.names(0, crowd.MOST))
    assert len(set(names)) == crowd.MOST == 899
    assert len({crowd.address(name) for name in names}) == 899
    assert crowd.address("Ægidius Ålehøj") == "aegidius.aalehoej@example.org"


@pytest.mark.parametrize("number", [0, 1, 5, 13, 14, 48])
def test_a_crowd_comes_in_groups_between_its_first_and_its_last_day(number: int) -> None:
    found = crowd.groups(7, number, at_work=True, first_days_ago=20, last_days_ago=2)
    assert sum(len(group.people) for group in found) == number
    assert all(1 <= len(group.people) <= 4 for group in found)
    ago = [group.signed_up_days_ago for group in found]
    assert ago == sorted(ago, reverse=True)
    assert all(2 <= days_ago <= 20 for days_ago in ago)
    for group in found:
        contact, *others = group.people
        assert (contact.name, contact.email) == (group.contact_name, group.contact_email)
        without = [not other.email for other in others]
        assert without == [len(others) > 1 and other is others[-1] for other in others]
