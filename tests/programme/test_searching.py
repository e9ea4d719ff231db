"""What an event is found by, and that it is written wherever the event changes."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from programme.models import Event, Organisation, Organiser, Session, TargetGroup, User
from programme.publishing import programme_changed
from tests.pages import sent_untouched

NOW = datetime(2026, 8, 1, 10, tzinfo=UTC)


@pytest.fixture
def written(programme: Event, library: Organisation) -> Event:
    """The event with its programme, an organiser more and a target group; another event beside it."""
    Event.objects.filter(pk=programme.pk).update(subtitle="Samskabelse", audience="Ledere og byråd")
    Organiser.objects.create(event=programme, organisation=library, role="supporter", order=1)
    programme.target_groups.add(TargetGroup.objects.create(name="Skolebibliotekarer"))
    programme_changed(programme, now=NOW)
    return programme


@pytest.fixture
def other(make_event: Callable[..., Event]) -> Event:
    other = make_event(title="Højtlæsning", slug="hoejtlaesning", venue=None)
    programme_changed(other, now=NOW)
    return other


@pytest.mark.long
@pytest.mark.parametrize(
    "query",
    [
        "læring",
        "LAERING på",
        "laring",
        "samskab",
        "byraad",
        "skolebibliotekarer",
        "Kulturhuset Øby",
        "oeby",
        "9999",
        "Ærø Bibliotek",
        "aero",
        "Søren Agaard",
        "SØREN ÅGÅRD",
        "ål på tværs øby",
    ],
)
def test_an_event_is_found_by_what_stands_on_its_page_however_it_is_typed(written, other, query):
    assert list(Event.objects.matching(query)) == [written]


@pytest.mark.parametrize("query", ["læring højtlæsning", "dorte", "kaffe"])
def test_every_word_must_be_there_and_only_what_is_announced_of_it_counts(written, other, query):
    assert list(Event.objects.matching(query)) == []


@pytest.mark.parametrize("query", ["", " ", "“”"])
def test_a_query_without_a_word_leaves_nobody_out(written, other, query):
    assert set(Event.objects.matching(query)) == {written, other}


def test_what_is_no_longer_there_is_not_found(written: Event) -> None:
    Session.objects.all().delete()
    assert Event.objects.matching("Søren").exists()
    assert programme_changed(written, now=NOW) is True
    assert not Event.objects.matching("Søren").exists()


def test_what_is_found_by_and_not_printed_changes_no_programme(written: Event) -> None:
    TargetGroup.objects.update(name="Ældre")
    assert programme_changed(written, now=NOW) is False
    assert list(Event.objects.matching("aeldre")) == [written]


@pytest.mark.long
def test_a_renamed_group_is_found_by_its_new_name(client: Client, written: Event) -> None:
    User.objects.create_superuser("øjvind@example.org", "et-langt-kodeord")
    client.force_login(User.objects.get(email="øjvind@example.org"))
    group = TargetGroup.objects.get()
    answers = {"name": "Frivillige", "version_seen": "0"}
    assert client.post(f"/admin/programme/targetgroup/{group.pk}/change/", answers).status_code == 302
    assert list(Event.objects.matching("frivillige")) == [written]


@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_deleted_group_finds_nothing_any_longer(client: Client, written: Event, one_by_one: bool) -> None:
    client.force_login(User.objects.create_superuser("øjvind@example.org", "et-langt-kodeord"))
    group = TargetGroup.objects.get()
    assert list(Event.objects.matching("skolebibliotekarer")) == [written]
    listed = "/admin/programme/targetgroup/"
    if one_by_one:
        answer = client.post(f"{listed}{group.pk}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
        answer = client.post(listed, chosen)
    assert (answer.status_code, TargetGroup.objects.exists()) == (302, False)
    assert not Event.objects.matching("skolebibliotekarer").exists()


def test_events_from_before_get_the_same_words(written: Event, other: Event) -> None:
    TargetGroup.objects.all().delete()
    programme_changed(written, now=NOW)
    before = dict(Event.objects.values_list("slug", "search_text"))
    Event.objects.update(search_text=None)
    import_module("programme.migrations.0005_fill_search_text").fill(apps, None)
    assert dict(Event.objects.values_list("slug", "search_text")) == before


# ------------------------------------------------------------------ target groups


@pytest.mark.parametrize(("role", "status"), [("organiser", 302), ("desk", 403), ("reader", 403)])
def test_who_announces_events_adds_a_target_group(
    client: Client, dorte: User, role: str, status: int
) -> None:
    dorte.membership_set.update(role=role)
    client.force_login(dorte)
    assert client.post("/admin/programme/targetgroup/add/", {"name": "Børn"}).status_code == status
    assert TargetGroup.objects.filter(name="Børn").exists() is (status == 302)


def test_a_word_common_to_all_is_changed_by_an_administrator_of_the_installation_alone(
    client: Client, dorte: User
) -> None:
    group = TargetGroup.objects.create(name="Børn")
    client.force_login(dorte)
    path = f"/admin/programme/targetgroup/{group.pk}"
    assert client.get(f"{path}/change/").status_code == 200
    assert client.post(f"{path}/change/", {"name": "Unge", "version_seen": "0"}).status_code == 403
    assert client.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
    group.refresh_from_db()
    assert group.name == "Børn"


@pytest.mark.long
def test_groups_are_chosen_on_the_events_page(client: Client, event: Event, dorte: User) -> None:
    groups = [TargetGroup.objects.create(name=name) for name in ("Børn", "Ældre")]
    client.force_login(dorte)
    page = client.get(f"/admin/programme/event/{event.pk}/change/")
    field = page.context["adminform"].form["target_groups"]
    answers: dict[str, Any] = dict(sent_untouched(page))
    answers["target_groups"] = [str(groups[1].pk)]
    assert client.post(f"/admin/programme/event/{event.pk}/change/", answers).status_code == 302
    assert [str(one) for one in field.field.queryset] == ["Børn", "Ældre"]
    assert list(event.target_groups.all()) == [groups[1]]
    assert list(Event.objects.matching("ældre")) == [event]
