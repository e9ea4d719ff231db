"""Slips and strange requests in the admin are answered, never with a fault."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client

from programme.admin.versions import SavedMeanwhile
from programme.models import Event, Session, User
from registration.models import Registration
from tests.cast import BO, CLARA
from tests.pages import sent_untouched


def typed(desk: Client, event: Event) -> dict[str, Any]:
    """What the event's form sends when nothing is touched."""
    return sent_untouched(desk.get(f"/admin/programme/event/{event.pk}/change/"))


def test_emptied_days_titles_and_addresses_come_back_as_sentences(desk: Client, event: Event) -> None:
    Session.objects.create(event=event, title="Velkomst på Ærø", day=event.starts_on)
    url = f"/admin/programme/event/{event.pk}/change/"
    answers = typed(desk, event)
    for emptied in ({"starts_on": "", "ends_on": ""}, {"title": "", "slug": ""}):
        page = desk.post(url, answers | emptied)
        assert (page.status_code, bool(page.context["errors"])) == (200, True)
    assert desk.post(url, {}).status_code == 200


def test_a_selection_no_list_sends_selects_nothing(desk: Client, event: Event) -> None:
    page = desk.post("/admin/programme/event/", {"action": "delete_selected", "_selected_action": "abc"})
    assert page.status_code == 302
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.mark.long
@pytest.mark.parametrize("day", ["15-09-2026", "23-09-2026"])
def test_whoever_moves_the_first_day_moves_the_whole_event(desk: Client, event: Event, day: str) -> None:
    answers = typed(desk, event) | {"starts_on": day}
    desk.post(f"/admin/programme/event/{event.pk}/change/", answers)
    event.refresh_from_db()
    moved = date(2026, 9, int(day[:2]))
    assert (event.starts_on, event.ends_on) == (moved, moved)


def test_calling_off_tells_the_organiser_who_is_to_be_told(desk: Client, event: Event, sign_up: Any) -> None:
    sign_up()
    response = desk.post(
        f"/admin/programme/event/{event.pk}/change/", typed(desk, event) | {"status": "cancelled"}
    )
    event.refresh_from_db()
    assert (event.status, event.sequence) == ("cancelled", 1)
    people = Registration.objects.filter(event=event).count()
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert any(("Én person" if people == 1 else f"{people} personer") in message for message in told)


def test_what_is_far_too_large_is_answered_in_danish(client: Client, event: Event) -> None:
    page = client.post(
        "/laering-paa-tvaers/tilmelding/",
        "x=" + "å" * 3_000_000,
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status_code == 400
    assert "Det kunne ikke læses" in page.content.decode()


def test_an_event_is_not_hidden_under_somebody_who_signs_up_meanwhile(
    desk: Client, dorte: User, event: Event, sign_up: Any, rf: Any
) -> None:
    url = f"/admin/programme/event/{event.pk}/change/"
    answers = typed(desk, event) | {"status": "draft"}
    request = rf.post(url, answers)
    request.user = dorte
    events = admin.site.get_model_admin(Event)
    form = events.get_form(request, event, change=True)(answers, instance=Event.objects.get(pk=event.pk))
    assert form.is_valid(), form.errors
    sign_up(BO)
    with transaction.atomic(), pytest.raises(SavedMeanwhile):
        events.save_model(request, form.save(commit=False), form, change=True)
    page = desk.post(url, answers)
    assert "Aflys det i stedet" in page.content.decode()
    event.refresh_from_db()
    assert event.status == Event.Status.PUBLISHED


@pytest.mark.parametrize(("capacity", "is_told"), [("1", True), ("2", False)])
def test_a_number_of_places_below_those_taken_is_said_to_take_nobodys(
    desk: Client, event: Event, sign_up: Any, capacity: str, is_told: bool
) -> None:
    sign_up(BO, CLARA)
    answer = desk.post(
        f"/admin/programme/event/{event.pk}/change/", typed(desk, event) | {"capacity": capacity}
    )
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    sentence = "2 har plads, og ingen mister den. Der er lukket for flere, til færre end 1 har plads."
    assert (sentence in told) is is_told
    assert Registration.objects.filter(status="confirmed").count() == 2


@pytest.mark.long
def test_a_title_too_long_is_not_cut_off_but_told(desk: Client, event: Event) -> None:
    url = f"/admin/programme/event/{event.pk}/change/"
    assert "maxlength" not in desk.get(url).content.decode()
    title = "Å" * 201
    page = desk.post(url, typed(desk, event) | {"title": title})
    assert (page.status_code, list(page.context["adminform"].form.errors)) == (200, ["title"])
    assert title in page.content.decode()
