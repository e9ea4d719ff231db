"""The programme is set once and kept, and whatever is written shows at the next request, whoever wrote it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme import programme_html
from programme.models import (
    Appearance,
    ChoiceGroup,
    Event,
    Organisation,
    Organiser,
    Session,
    Speaker,
    SpeakerPhoto,
    User,
    Venue,
)
from tests.pages import read

PAGE = "/laering-paa-tvaers/"
ITEMS, PEOPLE = "programme/_items.html", "programme/_people.html"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 8, 1, 10, tzinfo=UTC), tick=False):
        programme_html._kept = programme_html._Kept()
        yield


def was_set(client: Client, path: str = PAGE) -> bool:
    """Whether the programme was set for this request; it is set whole or not at all."""
    used = [template.name for template in client.get(path).templates]
    assert (ITEMS in used) == (PEOPLE in used)
    return ITEMS in used


@pytest.mark.long
def test_a_programme_is_set_once_for_each_language(client: Client, programme: Event) -> None:
    assert [was_set(client) for _ in range(3)] == [True, False, False]
    assert [was_set(client, f"/en{PAGE}") for _ in range(2)] == [True, False]
    assert not was_set(client)


@pytest.mark.long
def test_what_was_kept_is_what_is_set_anew(client: Client, programme: Event) -> None:
    kept = [client.get(path).content for path in (PAGE, PAGE, f"/en{PAGE}", f"/en{PAGE}")]
    programme_html._kept = programme_html._Kept()
    anew = [client.get(path).content for path in (PAGE, f"/en{PAGE}")]
    assert kept == [anew[0], anew[0], anew[1], anew[1]]


# Each writes past everything that this process could notice, as another process does, and what the page then says.
WRITES: dict[str, tuple[Callable[[Event], object], str]] = {
    "an item's title": (lambda event: items(event).update(title="Nyt om Ærø"), "Nyt om Ærø"),
    "an item's time": (lambda event: items(event).update(starts_at=time(8, 50)), "8.50"),
    "an item's end": (lambda event: items(event).update(ends_at=time(9, 14)), "9.14"),
    "an item's day": (lambda event: items(event).update(day=date(2026, 9, 17)), "Torsdag den 17. september"),
    "an item's kind": (lambda event: items(event).update(kind="talk"), '<h3 class="title">Kaffe'),
    "an item's text": (lambda event: items(event).update(abstract="Om små skridt."), "Om små skridt."),
    "an item's room": (lambda event: items(event).update(room="Ålesalen"), "Ålesalen"),
    "an item's track": (lambda event: items(event).update(track="Børn og unge"), "Børn og unge"),
    "an item's note": (lambda event: items(event).update(note="Kun i år."), "Kun i år."),
    "an item called off": (lambda event: items(event).update(status="cancelled"), "Aflyst"),
    "an item that needs signing up": (
        lambda event: items(event).update(needs_sign_up=True),
        "Kræver tilmelding",
    ),
    "a choice": (
        lambda event: items(event).update(
            needs_sign_up=True, choice=ChoiceGroup.objects.create(event=event, name="Værksteder")
        ),
        "Værksteder",
    ),
    "an item more": (
        lambda event: Session.objects.create(event=event, title="Sang", day=event.starts_on),
        "Sang",
    ),
    "a speaker's name": (lambda _event: speakers().update(name="Åse Ny"), "Åse Ny"),
    "a speaker's biography": (lambda _event: speakers().update(biography="Fra Fyn."), "Fra Fyn."),
    "a speaker's web address": (
        lambda _event: speakers().update(website="https://aase.example.org/"),
        "https://aase.example.org/",
    ),
    "a photograph": (
        lambda _event: SpeakerPhoto.objects.create(speaker=speakers()[0], content_hash="abc123", data=b""),
        "/medvirkende/abc123.jpg",
    ),
    "another photograph": (
        lambda _event: SpeakerPhoto.objects.update(content_hash="fedcba"),
        "/medvirkende/fedcba.jpg",
    ),
    "a title in print": (lambda _event: on().update(title="direktør"), "direktør"),
    "a place of work": (lambda _event: on().update(affiliation="Ålykke"), "Ålykke"),
    "a role": (lambda _event: on().update(role="host"), "Vært:"),
    "somebody more": (
        lambda event: Appearance.objects.create(
            session=items(event)[0], speaker=Speaker.objects.create(owner=event.owner, name="Ib Kær")
        ),
        "Ib Kær",
    ),
    "the event's title": (lambda _event: Event.objects.update(title="Ny dag"), "Ny dag"),
    "the event's language": (lambda _event: Event.objects.update(language="en"), 'class="title" lang="en"'),
    "the event called off": (lambda _event: Event.objects.update(status="cancelled"), "er aflyst"),
    "the venue": (lambda _event: Venue.objects.update(name="Borgernes Hus"), "Borgernes Hus"),
    "an organisation": (lambda _event: Organisation.objects.update(name="Ny forening"), "Ny forening"),
    "an organiser more": (
        lambda event: Organiser.objects.create(
            event=event, organisation=Organisation.objects.create(name="Øby Kommune"), order=3
        ),
        "Øby Kommune",
    ),
}


def items(event: Event) -> Any:
    return Session.objects.filter(event=event, title__startswith="Kaffe")


def speakers() -> Any:
    return Speaker.objects.filter(name="Åse Thygesen")


def on() -> Any:
    return Appearance.objects.filter(speaker__name="Åse Thygesen")


@pytest.mark.parametrize("write", WRITES)
def test_what_was_written_shows_at_the_next_request(client: Client, programme: Event, write: str) -> None:
    if write == "another photograph":
        SpeakerPhoto.objects.create(speaker=speakers()[0], content_hash="abc123", data=b"")
    act, words = WRITES[write]
    for _ in range(2):
        before = client.get(PAGE).content.decode()
        assert words not in before
    act(programme)
    assert words in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda: Session.objects.filter(title="Fælles sprog").delete(), "Fælles sprog"),
        (lambda: on().delete(), "Åse Thygesen"),
        (lambda: SpeakerPhoto.objects.all().delete(), "abc123"),
    ],
)
def test_what_was_taken_out_is_gone_at_the_next_request(
    client: Client, programme: Event, write: Callable[[], object], words: str
) -> None:
    SpeakerPhoto.objects.create(speaker=speakers()[0], content_hash="abc123", data=b"")
    for _ in range(2):
        assert words in client.get(PAGE).content.decode()
    write()
    assert words not in client.get(PAGE).content.decode()


def test_the_order_of_two_who_speak_shows_at_the_next_request(client: Client, programme: Event) -> None:
    for _ in range(2):
        assert "Ved Søren Ågård, professor og Lærke Ø" in read(client, PAGE)
    Appearance.objects.filter(speaker__name="Søren Ågård").update(order=9)
    assert "Ved Lærke Ø og Søren Ågård, professor" in read(client, PAGE)


def test_two_events_with_the_same_words_have_each_their_own(
    client: Client, make_event: Callable[..., Event], add_session: Callable[..., Session]
) -> None:
    for slug in ("den-ene", "den-anden"):
        add_session(make_event(slug=slug), "Kaffe", time(9), by=[("Åse", "vært")])
    for _ in range(2):
        found = [client.get(f"/{slug}/").content.decode() for slug in ("den-ene", "den-anden")]
        assert [
            f'id="p{pk}"' in page for pk in Session.objects.values_list("pk", flat=True) for page in found
        ] == [True, False, False, True]


def test_what_is_kept_shows_a_draft_to_nobody(client: Client, programme: Event, dorte: User) -> None:
    client.get(PAGE)
    Event.objects.update(status="draft")
    assert client.get(PAGE).status_code == 404
    User.objects.update(is_staff=True)
    client.force_login(dorte)
    Session.objects.filter(title="Fælles sprog").update(title="Fælles mål")
    assert "Fælles mål" in read(client, PAGE)


def test_only_so_much_is_kept_and_the_oldest_goes_first(
    client: Client, programme: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(PAGE)
    one = programme_html._kept.characters
    assert one > 1000
    monkeypatch.setattr(programme_html, "MOST_CHARACTERS", int(2.5 * one))
    for title in ("Ål", "Øl"):
        items(programme).update(title=f"Kaffe og {title}")
        assert was_set(client)
    assert programme_html._kept.characters <= 2.5 * one
    assert len(programme_html._kept.found) == 2
    assert not was_set(client)
    items(programme).update(title="Kaffe og Ål")
    assert not was_set(client)
    items(programme).update(title="Kaffe og rundstykker")
    assert was_set(client)


def test_a_programme_too_long_to_keep_is_shown_all_the_same(
    client: Client, programme: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programme_html, "MOST_CHARACTERS", 100)
    for _ in range(2):
        assert was_set(client)
        assert "Fælles sprog" in read(client, PAGE)
    assert programme_html._kept.characters == 0
