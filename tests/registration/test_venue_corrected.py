"""A venue's own name or address is put right after people signed up: calendars are current once they are fetched."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client

from programme.models import Event, Membership, Organisation, Rescheduling, User, Venue
from registration import links
from registration.models import OwedMail
from registration.services import changes, moving
from registration.services.acts import organiser
from tests.cast import ANNE, BO, ENDED, OPEN
from tests.forms import shown
from tests.registration.pages import text

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LATER = OPEN + timedelta(days=1)


def correct(venue: Venue, *, now: datetime = LATER, **facts: str) -> list[int]:
    before = venue.full_place
    for name, value in facts.items():
        setattr(venue, name, value)
    venue.save()
    return [event.pk for event in moving.venue_corrected(venue, place_before=before, now=now)]


def counted(event: Event) -> tuple[int, datetime | None]:
    return Event.objects.values_list("sequence", "changed_at").get(pk=event.pk)


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Kulturhuset Ø"},
        {"street_address": "Søndre Allé 11"},
        {"postal_code": "9990"},
        {"city": "Ærøby"},
        {"room_note": "4. sal"},
    ],
)
def test_every_part_of_the_place_counts_one_further(
    event: Event, venue: Venue, facts: dict[str, str]
) -> None:
    assert correct(venue, **facts) == [event.pk]
    assert counted(event) == (1, LATER)


@pytest.mark.parametrize(
    "facts", [{}, {"directions": "Ti minutter fra stationen."}, {"access_notes": "Elevator."}]
)
def test_what_stands_in_no_calendar_counts_nothing(event: Event, venue: Venue, facts: dict[str, str]) -> None:
    assert correct(venue, **facts) == []
    assert counted(event) == (0, None)


@pytest.mark.parametrize(
    ("now", "counts"), [(ENDED - SECOND, True), (ENDED, False)], ids=["last second", "over"]
)
def test_only_what_is_not_over_counts(event: Event, venue: Venue, now: datetime, counts: bool) -> None:
    assert (correct(venue, now=now, name="Kulturhuset Ø") == [event.pk]) is counts
    assert counted(event)[0] == int(counts)


def test_drafts_events_called_off_and_other_houses_count_nothing(
    make_event: Callable[..., Event], venue: Venue
) -> None:
    elsewhere = Venue.objects.create(owner=venue.owner, name="Ærøhus")
    others = [
        make_event(slug="kladde", status="draft"),
        make_event(slug="aflyst", status="cancelled", cancellation_note="For få."),
        make_event(slug="andetsteds", venue=elsewhere),
        make_event(slug="uden", venue=None),
    ]
    here = [make_event(slug="en"), make_event(slug="to")]
    assert correct(venue, city="Ærøby") == [event.pk for event in here]
    assert [counted(event)[0] for event in others] == [0] * 4


def test_nothing_has_moved_and_nobody_is_mailed(
    event: Event, venue: Venue, sign_up: Callable[..., Any], dorte: User
) -> None:
    sign_up(ANNE, BO)
    mails = OwedMail.objects.count()
    correct(venue, city="Ærøby")
    assert (Rescheduling.objects.count(), OwedMail.objects.count()) == (0, mails)
    event.refresh_from_db()
    assert len(changes.to_be_told(event)) == 2
    assert changes.tell(event_id=event.pk, words="", now=LATER, actor=organiser(dorte)) == 2


def entry_of(file: bytes) -> tuple[str, int, str]:
    (entry,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    return str(entry["uid"]), int(entry["sequence"]), str(entry["location"])


def test_the_files_that_are_fetched_say_so(
    event: Event, venue: Venue, sign_up: Callable[..., Any], client: Client, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO).registrations[0]
    addresses = [f"/plads/{links.place_token(place)}/kalender.ics", "/laering-paa-tvaers/kalender.ics"]
    before = [entry_of(client.get(one).content) for one in addresses]
    correct(venue, street_address="Søndre Allé 11")
    after = [entry_of(client.get(one).content) for one in addresses]
    assert [(uid, sequence + 1) for uid, sequence, _where in before] == [
        (uid, sequence) for uid, sequence, _where in after
    ]
    assert {where for _uid, _sequence, where in after} == {
        "Kulturhuset Åen, 3. sal, Søndre Allé 11, 9999 Øby"
    }


def save(client: Client, venue: Venue, **typed: str) -> str:
    page = f"/admin/programme/venue/{venue.pk}/change/"
    answer = client.post(page, shown(client.get(page)) | typed)
    assert answer.status_code == 302
    return text(client.get(answer["Location"]))


def test_the_venue_s_page_says_what_it_means(
    event: Event,
    venue: Venue,
    sign_up: Callable[..., Any],
    client: Client,
    dorte: User,
    clock: time_machine.Traveller,
) -> None:
    sign_up(ANNE, BO)
    client.force_login(dorte)
    clock.shift(timedelta(hours=1))
    said = save(client, venue, city="Ærøby")
    assert "1 kommende arrangement finder sted her." in said
    assert "Der sendes ingen mail af sig selv." in said
    assert "Læring på tværs (16. september 2026): fortæl det til 2 personer" in said
    assert counted(event)[0] == 1
    assert "kommende arrangement" not in save(client, venue, directions="Ti minutter.")
    assert counted(event)[0] == 1


def test_whoever_keeps_only_the_house_is_not_led_to_the_events_of_others(
    event: Event,
    venue: Venue,
    library: Organisation,
    sign_up: Callable[..., Any],
    client: Client,
    clock: time_machine.Traveller,
) -> None:
    sign_up(ANNE)
    Venue.objects.update(owner=library)
    frede = User.objects.create_user("frede@example.org", "et-langt-kodeord", name="Frede Ø")
    Membership.objects.create(user=frede, organisation=library)
    client.force_login(frede)
    clock.shift(timedelta(hours=1))
    said = save(client, venue, city="Ærøby")
    assert "1 kommende arrangement finder sted her." in said
    assert "Læring på tværs" not in said
    assert counted(event)[0] == 1


def test_a_new_venue_counts_nothing(
    event: Event, client: Client, dorte: User, clock: time_machine.Traveller
) -> None:
    client.force_login(dorte)
    page = "/admin/programme/venue/add/"
    answer = client.post(page, shown(client.get(page)) | {"name": "Nyt hus"})
    assert answer.status_code == 302
    assert counted(event) == (0, None)
