"""What people have chosen or wished for is not destroyed by an organiser who does not know of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import ChoiceGroup, Event, Session
from registration.models import Registration, SessionWish
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, CLARA, OPEN
from tests.forms import shown
from tests.registration.items import ids
from tests.registration.pages import fields, text

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def two(sign_up: SignUp, wished: dict[str, Session]) -> list[Registration]:
    """Anne Mette and Bo want the same most of all; Clara wishes for nothing."""
    wishes = ids(wished["læsning"])
    return sign_up(replace(ANNE, wishes=wishes), replace(BO, wishes=wishes), CLARA).registrations


def admin(event: Event, end: str) -> str:
    return f"/admin/programme/event/{event.pk}/{end}/"


def choices_sent(desk: Client, event: Event, **typed: str) -> Any:
    """The event's page saved with something else in the first row of its choices; "" takes a tick away."""
    address = f"/admin/programme/event/{event.pk}/change/"
    sent = shown(desk.get(address)) | {f"choices-0-{name}": value for name, value in typed.items()}
    return desk.post(address, {name: value for name, value in sent.items() if value})


def test_a_choice_in_which_people_wish_is_neither_deleted_nor_left_to_come_first(
    desk: Client, event: Event, two: list[Registration]
) -> None:
    answer = choices_sent(desk, event, DELETE="on")
    assert (
        "2 personer har valgt eller ønsket et punkt i »Værksteder kl. 13«, så det slettes ikke. Aflys i stedet "
        "punkterne på hver deres side; så står det, hvad der blev af dem."
    ) in text(answer)
    answer = choices_sent(desk, event, by_wishes="")
    assert "2 personer har skrevet ønsker, som ville gå tabt. Fordel først punkterne" in text(answer)
    assert (ChoiceGroup.objects.get().by_wishes, SessionWish.objects.count()) == (True, 2)
    ChoiceGroup.objects.update(distributed_at=OPEN)
    assert choices_sent(desk, event, by_wishes="").status_code == 302
    SessionWish.objects.all().delete()
    assert choices_sent(desk, event, DELETE="on").status_code == 302
    assert not ChoiceGroup.objects.exists()


def test_a_choice_of_which_people_have_items_is_not_distributed_by_wishes(
    desk: Client, event: Event, items: dict[str, Session], sign_up: SignUp
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"])))
    answer = choices_sent(desk, event, by_wishes="on")
    assert (
        "1 person har allerede plads på et af valgets punkter, så punkterne kan ikke længere fordeles efter ønsker."
        in text(answer)
    )
    assert not ChoiceGroup.objects.get().by_wishes
    # Where it was ticked before that was refused, the pages tell of her.
    ChoiceGroup.objects.update(by_wishes=True)
    assert "1 har plads allerede" in text(desk.get(admin(event, "punkter")))
    of_item = text(desk.get(admin(event, f"punkter/{items['læsning'].pk}")))
    assert "1 har allerede plads og er mærket med en streg." in of_item
    assert "Ingen har plads" not in of_item
    assert "1 plads. 1 har plads allerede." in text(desk.get(admin(event, "program")))


def test_an_item_that_people_wish_for_is_called_off_before_it_is_deleted(
    desk: Client, event: Event, two: list[Registration], wished: dict[str, Session]
) -> None:
    why = "2 personer har valgt eller ønsket »Læsning på tværs«, så det slettes ikke. Aflys det i stedet"
    address = f"/admin/programme/session/{wished['læsning'].pk}/delete/"
    assert why in text(desk.get(address))
    desk.post(address, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [str(wished["læsning"].pk)], "post": "yes"}
    assert f"Intet er slettet: {why}" in text(desk.post("/admin/programme/session/", chosen))
    program = admin(event, "program")
    opened = fields(desk.get(program))
    row = next(name.partition("-")[0] for name, value in opened.items() if value == "Læsning på tværs")
    removed = fields(desk.post(program, opened | {"do": f"gone.{row[1:]}"}))
    assert why in text(desk.post(program, removed | {"do": "save"}))
    assert Session.objects.filter(pk=wished["læsning"].pk).exists()
    Session.objects.filter(pk=wished["læsning"].pk).update(status="cancelled")
    desk.post(address, {"post": "yes"})
    assert not Session.objects.filter(pk=wished["læsning"].pk).exists()
