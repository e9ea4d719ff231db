"""The organisers' lists, and that they hold no English."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from programme.models import (
    Appearance,
    Event,
    Membership,
    Organisation,
    Session,
    Speaker,
    User,
    Venue,
)
from tests.programme.admin_pages import address


@pytest.mark.parametrize("model", ["event", "session", "venue", "speaker", "organisation"])
def test_a_list_asks_as_much_for_five_rows_as_for_one(
    dorte: User,
    dorte_client: Client,
    make_event: Callable[..., Event],
    speaker: Speaker,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    model: str,
) -> None:
    def one_more(number: int) -> None:
        event = make_event(slug=f"nummer-{number}", title=f"Nummer {number}")
        item = Session.objects.create(event=event, day=event.starts_on, title=f"Punkt {number}")
        person = Speaker.objects.create(owner=event.owner, name=f"Person {number}")
        Appearance.objects.create(session=item, speaker=person)
        Venue.objects.create(owner=event.owner, name=f"Hus {number}")
        house = Organisation.objects.create(name=f"Forening {number}")
        Membership.objects.create(user=dorte, organisation=house)

    one_more(1)
    with django_assert_max_num_queries(30) as few:
        dorte_client.get(address(model, "changelist"))
    for number in range(2, 6):
        one_more(number)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = dorte_client.get(address(model, "changelist")).content.decode()
    assert len(few.captured_queries) <= 12
    expected = {"event": "Nummer 5", "session": "Punkt 5", "venue": "Hus 5", "speaker": "Person 5"}
    assert expected.get(model, "Forening 5") in page


def test_the_list_tells_day_place_and_number_of_items(
    dorte_client: Client, event: Event, session: Session
) -> None:
    page = dorte_client.get(address("event", "changelist")).content.decode()
    assert "onsdag den 16. september 2026 kl. 9.00-16.00" in page
    assert "Kulturhuset Åen, Øby" in page
    assert '<td class="field-item_count">1</td>' in page


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({"tid": "kommende"}, ["Slutter i dag"]),
        ({"tid": "tidligere"}, ["Sluttede i går"]),
        ({"status__exact": "draft"}, []),
        ({"q": "sluttede"}, ["Sluttede i går"]),
        ({"q": "kulturhuset"}, ["Slutter i dag", "Sluttede i går"]),
        ({"tid": "vrøvl"}, ["Slutter i dag", "Sluttede i går"]),
    ],
)
def test_events_are_found_by_time_status_and_words(
    dorte_client: Client,
    make_event: Callable[..., Event],
    time_machine: TimeMachineFixture,
    chosen: dict[str, str],
    titles: list[str],
) -> None:
    # A quarter past midnight in Denmark, where the day before is over.
    time_machine.move_to("2026-09-16 22:15:00+00:00")
    today, yesterday = date(2026, 9, 17), date(2026, 9, 16)
    make_event(title="Slutter i dag", slug="i-dag", starts_on=today, ends_on=today)
    make_event(title="Sluttede i går", slug="i-gaar", starts_on=yesterday, ends_on=yesterday)
    rows = dorte_client.get(address("event", "changelist"), chosen).context["cl"].result_list
    assert [event.title for event in rows] == titles


@pytest.mark.long
def test_the_organisation_filter_holds_ones_own_and_only_when_there_are_several(
    dorte: User, dorte_client: Client, event: Event, library: Organisation
) -> None:
    Organisation.objects.create(name="Fremmed forening")
    page = dorte_client.get(address("event", "changelist")).content.decode()
    assert "?organisation=" not in page
    Membership.objects.create(user=dorte, organisation=library)
    page = dorte_client.get(address("event", "changelist")).content.decode()
    assert ("Ærø Bibliotek" in page, "Fremmed forening" in page) == (True, False)
    found = dorte_client.get(address("event", "changelist"), {"organisation": library.pk}).context["cl"]
    assert list(found.result_list) == []


ENGLISH = re.compile(
    r"\b(the|of|and|is|are|not|you|add|change|save|delete|view|events?|speakers?|sessions?|none)\b", re.I
)


@pytest.mark.long
def test_the_pages_of_an_organiser_hold_no_english(
    dorte_client: Client, event: Event, session: Session, appearance: Appearance
) -> None:
    rows = {"event": event, "session": session, "venue": event.venue, "speaker": appearance.speaker}
    urls = [reverse("admin:index"), reverse("admin:password_change"), address("event", "programme", event.pk)]
    for model, row in rows.items():
        urls += [address(model, view) for view in ("changelist", "add")]
        urls += [address(model, view, row.pk) for view in ("change", "delete", "history")]
    found = {}
    for url in urls:
        text = re.sub(
            r'<(script|style|svg).*?</\1>|<p lang="en">.*?</p>|<[^>]*>',
            " ",
            dorte_client.get(url).content.decode(),
            flags=re.S,
        )
        if words := ENGLISH.findall(text):
            found[url] = words
    assert found == {}
