"""What an organiser does with places under each rule: lets somebody off, and writes down who stayed away."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from programme.models import Event
from registration.models import HistoryEntry, Registration
from registration.owed import owed_ore
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, CLARA, ENDED, OPEN, at
from tests.pages import text_of
from tests.registration.pages import fields
from tests.rules import AT_ONCE, BY_STEPS, NO_SHOW

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
MakeEvent = Callable[..., Event]


def url(act: str, place: Registration) -> str:
    return reverse(f"admin:registration_registration_{act}", args=[place.pk])


def read(client: Client, address: str) -> str:
    return text_of(client.get(address).content.decode())


@pytest.fixture
def free_place(make_event: MakeEvent, sign_up: SignUp) -> Registration:
    """Bo's at an event that is free but for those who stay away."""
    return sign_up(BO, event=make_event(**NO_SHOW, slug="gratis")).registrations[0]


def test_under_steps_the_organiser_sees_the_cost_and_may_let_it_off(
    organiser: Client, make_event: MakeEvent, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    paying, let_off = sign_up(BO, CLARA, event=make_event(**BY_STEPS, slug="trin")).registrations
    clock.move_to(at("2026-09-03 00:00"))
    page = read(organiser, url("change", paying))
    assert "Meld afbud uden betaling" in page
    assert "Afbud i dag koster 50 % af deltagergebyret (647,50 kr.)." in read(
        organiser, url("cancel", paying)
    )
    assert organiser.post(url("cancel", paying), {"costs": "64750"}).status_code == 302
    assert organiser.post(url("release", let_off), {"set_aside": "on", "reason": "Sygdom"}).status_code == 302
    owing = [owed_ore(row) for row in Registration.objects.order_by("pk")]
    assert owing == [64_750, 0]
    assert HistoryEntry.objects.get(bent="costs").reason == "Sygdom"


@pytest.mark.long
def test_an_organiser_cancels_for_no_more_than_the_page_showed(
    organiser: Client, make_event: MakeEvent, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO, event=make_event(**BY_STEPS, slug="trin")).registrations[0]
    clock.move_to(at("2026-09-02 23:59"))
    free = fields(organiser.get(url("cancel", place)))
    clock.move_to(at("2026-09-03 00:00"))
    anew = organiser.post(url("cancel", place), free)
    assert anew.status_code == 409
    told = text_of(anew.content.decode())
    assert "Afbud koster mere nu, end da du så siden. Der er ikke meldt afbud endnu." in told
    assert "Afbud i dag koster 50 % af deltagergebyret (647,50 kr.)." in told
    # Whatever else is sent as agreed to is nothing agreed to.
    for typed in ("", "ja", "-1", "1" * 40, "²"):
        assert organiser.post(url("cancel", place), {"costs": typed}).status_code == 409
    place.refresh_from_db()
    assert (place.status, place.owed_ore) == ("confirmed", None)
    clock.move_to(at("2026-09-09 23:59"))
    assert organiser.post(url("cancel", place), fields(anew)).status_code == 302
    place.refresh_from_db()
    assert (place.status, place.owed_ore) == ("cancelled", 64_750)


def test_a_page_opened_for_a_turn_cancels_no_place_that_costs_something(
    organiser: Client, make_event: MakeEvent, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO, event=make_event(**BY_STEPS, slug="trin")).registrations[0]
    Registration.objects.filter(pk=place.pk).update(status="waiting", waits_since=OPEN)
    clock.move_to(at("2026-09-03 00:00"))
    turn = fields(organiser.get(url("cancel", place)))
    Registration.objects.filter(pk=place.pk).update(status="confirmed", confirmed_at=OPEN)
    assert organiser.post(url("cancel", place), turn).status_code == 409
    Registration.objects.filter(pk=place.pk).update(status="waiting", waits_since=OPEN)
    assert organiser.post(url("cancel", place), turn).status_code == 302
    place.refresh_from_db()
    assert (place.status, place.owed_ore) == ("cancelled", None)


@pytest.mark.long
def test_while_it_costs_nothing_there_is_nothing_to_let_off(
    organiser: Client, make_event: MakeEvent, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    place = sign_up(BO, event=make_event(**BY_STEPS, slug="trin")).registrations[0]
    clock.move_to(at("2026-09-02 23:59"))
    assert "Meld afbud uden betaling" not in read(organiser, url("change", place))
    assert organiser.get(url("release", place)).status_code == 409


@pytest.mark.long
def test_what_binds_at_once_can_be_given_back_or_released_at_once(
    organiser: Client, make_event: MakeEvent, sign_up: SignUp
) -> None:
    place = sign_up(BO, event=make_event(**AT_ONCE, slug="straks")).registrations[0]
    page = read(organiser, url("change", place))
    assert "Tilmeldingen er bindende med det samme." in page
    assert organiser.get(url("give_back", place)).status_code == 200
    assert organiser.get(url("release", place)).status_code == 200
    assert organiser.get(url("cancel", place)).status_code == 409


def test_who_stayed_away_is_written_down_and_taken_back(
    organiser: Client, free_place: Registration, clock: time_machine.Traveller
) -> None:
    clock.move_to(at("2026-09-16 15:59"))
    refused = organiser.get(url("did_not_come", free_place))
    assert refused.status_code == 409
    assert "Arrangementet slutter onsdag den 16. september 2026." in text_of(refused.content.decode())
    clock.move_to(ENDED)
    assert "Efter reglen for pladsen skyldes der 200 kr. for at udeblive." in read(
        organiser, url("did_not_come", free_place)
    )
    # The page shows, only the button writes.
    assert Registration.objects.get().no_show_at is None
    assert organiser.post(url("did_not_come", free_place)).status_code == 302
    page = read(organiser, url("change", free_place))
    assert "Udeblev" in page
    assert "Kom alligevel" in page
    assert owed_ore(Registration.objects.get()) == 20_000
    assert organiser.post(url("came_after_all", free_place)).status_code == 302
    assert owed_ore(Registration.objects.get()) == 0
    assert list(HistoryEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "signed_up",
        "no_show",
        "no_show_undone",
    ]


@pytest.mark.long
def test_several_are_written_down_from_the_list(
    organiser: Client,
    make_event: MakeEvent,
    sign_up: SignUp,
    clock: time_machine.Traveller,
    free_place: Registration,
) -> None:
    others = sign_up(ANNE, CLARA, event=Event.objects.get(pk=free_place.event_id)).registrations
    listed = reverse("admin:registration_registration_changelist")
    chosen: dict[str, Any] = {"action": "did_not_come", "_selected_action": [free_place.pk, others[0].pk]}
    clock.move_to(at("2026-09-16 15:59"))
    told = text_of(organiser.post(listed, chosen, follow=True).content.decode())
    assert "Om 2 personer er der intet skrevet op. Arrangementet slutter" in told
    assert not Registration.objects.filter(no_show_at__isnull=False).exists()
    clock.move_to(ENDED)
    told = text_of(organiser.post(listed, chosen, follow=True).content.decode())
    assert "2 personer er skrevet op som udeblevet." in told
    assert Registration.objects.filter(no_show_at=ENDED, owed_ore=20_000).count() == 2
    assert Registration.objects.get(pk=others[1].pk).no_show_at is None


def test_a_place_that_ends_while_the_list_is_written_down_keeps_no_other_from_it(
    organiser: Client,
    sign_up: SignUp,
    clock: time_machine.Traveller,
    free_place: Registration,
) -> None:
    other = sign_up(CLARA, event=Event.objects.get(pk=free_place.event_id)).registrations[0]
    clock.move_to(ENDED)

    def ends_before_it_is_locked(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('SELECT "registration_registration"."event_id" AS'):
            place = Registration.objects.filter(pk=free_place.pk, status="confirmed")
            place.update(status="cancelled", ended_at=ENDED, person_key=None)
        return execute(sql, params, many, context)

    chosen: dict[str, Any] = {"action": "did_not_come", "_selected_action": [free_place.pk, other.pk]}
    with connection.execute_wrapper(ends_before_it_is_locked):
        answer = organiser.post(reverse("admin:registration_registration_changelist"), chosen)
    assert answer.status_code == 302
    told = read(organiser, answer.url)
    assert "Én person er skrevet op som udeblevet." in told
    assert "Om én person er der intet skrevet op." in told
    marked = Registration.objects.filter(no_show_at=ENDED)
    assert list(marked.values_list("pk", flat=True)) == [other.pk]


@pytest.mark.parametrize(("role", "marked"), [("reader", False), ("desk", True)])
def test_who_only_reads_writes_nothing_down(
    colleague: Callable[[str], Client],
    clock: time_machine.Traveller,
    free_place: Registration,
    role: str,
    marked: bool,
) -> None:
    clock.move_to(ENDED)
    client = colleague(role)
    assert client.post(url("did_not_come", free_place)).status_code == (302 if marked else 403)
    Registration.objects.update(no_show_at=None, owed_ore=None)
    listed = reverse("admin:registration_registration_changelist")
    client.post(listed, {"action": "did_not_come", "_selected_action": [free_place.pk]})
    assert (Registration.objects.get().no_show_at is not None) is marked


@pytest.mark.long
def test_others_do_not_reach_it(
    outsider: Client, free_place: Registration, clock: time_machine.Traveller
) -> None:
    clock.move_to(ENDED)
    assert outsider.post(url("did_not_come", free_place)).status_code == 404
    listed = reverse("admin:registration_registration_changelist")
    outsider.post(listed, {"action": "did_not_come", "_selected_action": [free_place.pk]})
    assert Registration.objects.get().no_show_at is None


def test_lists_to_take_along_say_who_stayed_away_and_since_when_places_bind(
    organiser: Client, make_event: MakeEvent, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    events = [
        make_event(**AT_ONCE, slug="straks"),
        make_event(**BY_STEPS, slug="trin"),
        make_event(slug="dag"),
    ]
    for event in events:
        sign_up(BO, event=event, now=OPEN)
    clock.move_to(ENDED)
    place = Registration.objects.get(event__slug="dag")
    organiser.post(url("did_not_come", place))
    answer = organiser.get(reverse("admin:registration_registration_csv") + "?status=alle")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    rows = [line.split(";") for line in lines[1:]]
    heads = lines[0].split(";")
    status, binding = heads.index("Status"), heads.index("Bindende fra")
    assert sorted((row[status], row[binding]) for row in rows) == [
        ("kommer", ""),
        ("kommer", ""),
        ("udeblev", "03-09-2026"),
    ]
