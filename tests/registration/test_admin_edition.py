"""*Ny udgave*: an organiser makes a draft of an event for a new day."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client

from programme.models import Event, Membership, Organisation, User
from tests.cast import OPEN
from tests.registration.pages import fields, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


def url(event: Event) -> str:
    return f"/admin/programme/event/{event.pk}/ny-udgave/"


def press(client: Client, event: Event, act: str, **typed: str):  # type: ignore[no-untyped-def]
    return client.post(url(event), fields(client.get(url(event))) | typed | {"act": act})


@pytest.mark.long
def test_the_event_s_page_leads_to_a_page_that_proposes_the_next_year(desk: Client, event: Event) -> None:
    Event.objects.update(title="Læring på tværs 2026")
    assert url(event) in desk.get(f"/admin/programme/event/{event.pk}/change/").content.decode()
    page = desk.get(url(event))
    assert (fields(page)["starts_on"], fields(page)["title"]) == ("15-09-2027", "Læring på tværs 2027")
    said = text(page)
    assert "Det begynder på den samme ugedag: onsdag. Alle dage ligger 364 dage senere end før." in said
    assert "Sidste dag for frit afbud onsdag den 2. september 2026 onsdag den 1. september 2027" in said
    assert "falder i en weekend" not in said
    assert Event.objects.count() == 1


def test_the_days_are_shown_before_the_draft_is_made(desk: Client, event: Event) -> None:
    page = press(desk, event, "look", starts_on="18. september 2027")
    said = text(page)
    assert "Det begynder på en anden ugedag: lørdag i stedet for onsdag." in said
    assert "Alle dage ligger 367 dage senere end før." in said
    assert "Disse dage falder i en weekend: Sidste dag for frit afbud, Tilmeldingsfrist." in said
    assert "lørdag den 4. september 2027 – weekend" in said
    unseen = press(desk, event, "make", starts_on="19-09-2027")
    assert "Dagen er ændret. Se på dagene herunder, og tryk på knappen igen." in text(unseen)
    assert "søndag" in text(unseen)
    assert Event.objects.count() == 1
    done = desk.post(url(event), fields(unseen) | {"act": "make"})
    made = Event.objects.get(starts_on=date(2027, 9, 19))
    assert done["Location"] == f"/admin/programme/event/{made.pk}/change/"
    said = text(desk.get(done["Location"]))
    assert "Den nye udgave er en kladde." in said
    assert "Læs teksterne igennem" in said
    assert LogEntry.objects.filter(object_id=str(made.pk), action_flag=1).count() == 1


def test_pressing_twice_leads_to_the_draft_that_is_there(desk: Client, event: Event) -> None:
    sent = fields(desk.get(url(event))) | {"act": "make"}
    desk.post(url(event), sent)
    made = Event.objects.exclude(pk=event.pk).get()
    again = desk.post(url(event), sent)
    assert "Der er allerede et arrangement med den titel den dag:" in text(again)
    assert f'href="/admin/programme/event/{made.pk}/change/"' in again.content.decode()
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Skriv den dag, det begynder."),
        ("den 31. februar 2027", "31. februar"),
        ("1. juni 2026", "Skriv en dag, der ikke er kommet endnu."),
        ("1. januar 2037", "Det er mere end ti år ude i fremtiden. Se på årstallet."),
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_field_and_kept(
    typed: str, sentence: str, desk: Client, event: Event
) -> None:
    page = press(desk, event, "make", starts_on=typed, title="Ål og æbler")
    assert sentence in text(page)
    assert (fields(page)["starts_on"], fields(page)["title"]) == (typed, "Ål og æbler")
    assert Event.objects.count() == 1


@pytest.mark.long
@pytest.mark.parametrize("typed", ["2. juni 2026", "31. december 2036"])
def test_the_first_and_the_last_day_there_may_be(typed: str, desk: Client, event: Event) -> None:
    seen = press(desk, event, "look", starts_on=typed)
    assert desk.post(url(event), fields(seen) | {"act": "make"}).status_code == 302


def test_what_is_over_already_and_what_was_called_off_is_told(desk: Client, event: Event) -> None:
    event.sessions.create(day=event.starts_on, title="Ål", status="cancelled")
    said = text(press(desk, event, "look", starts_on="10-06-2026"))
    assert "onsdag den 27. maj 2026 – er allerede forbi" in said
    assert "Aflyst og derfor ikke med: Ål." in said
    assert "Alle dage ligger 98 dage tidligere end før." in said


@pytest.mark.parametrize("role", ["administrator", "organiser", "desk", "reader"])
def test_whoever_may_change_the_event_makes_an_edition(
    role: str, event: Event, association: Organisation
) -> None:
    other = User.objects.create_user("frede@example.org", "et-langt-kodeord", name="Frede Ø")
    Membership.objects.create(user=other, organisation=association, role=role)
    client = Client()
    client.force_login(other)
    may = role in {"administrator", "organiser"}
    change = client.get(f"/admin/programme/event/{event.pk}/change/").content.decode()
    assert (url(event) in change) is may
    assert client.get(url(event)).status_code == (200 if may else 403)
    sent = {"starts_on": "15-09-2027", "shown": "2027-09-15", "title": "Ny", "act": "make"}
    assert client.post(url(event), sent).status_code == (302 if may else 403)
    assert Event.objects.count() == 1 + may


def test_the_events_of_others_are_not_there(event: Event, library: Organisation) -> None:
    other = User.objects.create_user("frede@example.org", "et-langt-kodeord", name="Frede Ø")
    Membership.objects.create(user=other, organisation=library)
    client = Client()
    client.force_login(other)
    sent = {"starts_on": "15-09-2027", "shown": "2027-09-15", "title": "Ny", "act": "make"}
    assert (client.get(url(event)).status_code, client.post(url(event), sent).status_code) == (404, 404)
    assert Event.objects.count() == 1
