"""The demo's invented events: one in every state, a library's evenings and a conference of two days."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from programme import dates
from programme.admin.cancellation_fields import contradictions
from programme.cancellation import steps_from_json
from programme.models import Event
from registration import policy
from registration.demo import abroad, coming, crowd, days, evenings, states, two_days
from registration.demo.load import load
from registration.demo.shapes import Staged
from registration.event_states import EventState, event_state
from tests.registration.demo_states import STATES, states_at

ZONE = "Europe/Copenhagen"
NOON = datetime(2026, 2, 3, 11, tzinfo=UTC)


@pytest.mark.long
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


def every_nth_day(nth: int) -> list[date]:
    """Four years; with every third day, a leap day among them."""
    return [date(2026, 1, 1) + timedelta(days=n) for n in range(0, 4 * 366, nth)]


def state_without_database(staged: Staged, *, now: datetime) -> EventState:
    event = Event(status=Event.Status.PUBLISHED)
    for name, value in (staged.announcement.fields | (staged.change.fields if staged.change else {})).items():
        setattr(event, name, value)
    left = None if event.capacity is None else event.capacity - staged.people
    return event_state(event, policy.windows(event), now=now, places_left=left)


@pytest.mark.long
@pytest.mark.parametrize("nth", [25, pytest.param(3, marks=pytest.mark.long)])
def test_every_event_is_in_its_state_whatever_day_the_demo_is_loaded(nth: int) -> None:
    for today in every_nth_day(nth):
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
        and not contradictions(
            steps_from_json(fields.get("cancellation_steps")), fee=fields.get("fee_ore"), starts_on=starts
        )
    )


def test_the_announced_days_agree_and_lie_on_days_when_people_come() -> None:
    for today in every_nth_day(3):
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
    for today in every_nth_day(3):
        fields = coming.announcement(today).fields
        assert today < fields["binding_after"] < fields["registration_closes_on"] < fields["starts_on"], today


# ------------------------------------------------------------------ a small library's evenings


def test_the_evenings_are_ten_different_days_whatever_day_it_is() -> None:
    for today in every_nth_day(3):
        found = days.evenings(today)
        assert found == sorted(set(found)), today
        assert len(found) == 10, today
        assert timedelta(days=5) <= found[0] - today, today
        assert found[-1] - today < timedelta(weeks=13), today


# ------------------------------------------------------------------ a conference of two days


# ------------------------------------------------------------------ what became of some


# ------------------------------------------------------------------ the people


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
