"""Programme items of those who are added to a booking, and of those an organiser signs up on behalf of others."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from programme.models import ChoiceGroup, Event, Session, User
from registration import links, sentences
from registration.choosing import still_to_choose
from registration.models import Booking, Registration, SessionChoice
from registration.policy import Reason
from registration.services.acts import CONTACT
from registration.services.adding import Added, add_people
from registration.services.booking import SignedUp
from registration.services.choosing import NotChosen, offer_of
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at
from tests.registration.items import ids
from tests.registration.pages import fields, text

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
LAST_MINUTE = at("2026-09-15 23:59")
TOO_LATE = at("2026-09-16 00:00")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def made(sign_up: SignUp) -> Booking:
    return sign_up(ANNE).booking


def door(booking: Booking) -> str:
    return f"/samlet/{links.booking_token(booking)}/tilfoej/"


def group(items: dict[str, Session], prefix: str = "p1-") -> str:
    return f"{prefix}i{items['læsning'].choice_id}"


def chosen() -> list[tuple[str, str]]:
    rows = SessionChoice.objects.select_related("registration").order_by(
        "registration_id", "day", "starts_at"
    )
    return [(row.registration.name, row.title) for row in rows]


# ------------------------------------------------------------------ added to a booking


@pytest.fixture
def add(client: Client, made: Booking) -> Callable[..., Any]:
    """The adding page, opened with so many cards, filled in and sent."""

    def do(*, count: int = 1, **typed: str) -> Any:
        opened = client.get(door(made))
        if count > 1:
            opened = client.post(door(made), fields(opened) | {"count": str(count), "action": "people"})
        more = {"accept": "1", "action": "save"}
        return client.post(
            door(made), fields(opened) | more | {k.replace("_", "-"): v for k, v in typed.items()}
        )

    return do


@pytest.mark.long
def test_who_is_added_chooses_what_the_form_offers(
    client: Client, items: dict[str, Session], made: Booking, add: Callable[..., Any]
) -> None:
    page = text(client.get(door(made)))
    assert "Værksteder kl. 13" in page
    assert "Læsning på tværs – 1 plads tilbage" in page
    assert "Vælger selv på sin egen side, senest tirsdag den 15. september 2026" in page
    answers = {group(items): str(items["læsning"].pk), "p1-i0.1": str(items["aften"].pk)}
    answer = add(p1_name="Bo Ågård", **answers)
    assert answer.status_code == 302
    assert chosen() == [("Bo Ågård", "Læsning på tværs"), ("Bo Ågård", "Aftensang")]


@pytest.mark.long
def test_who_is_added_may_leave_it_to_herself_also_where_everybody_chooses(
    items: dict[str, Session], event: Event, add: Callable[..., Any]
) -> None:
    ChoiceGroup.objects.update(required=True)
    assert add(p1_name="Bo Ågård").status_code == 302
    assert (Registration.objects.count(), chosen()) == (2, [])
    to_choose = still_to_choose(offer_of(event), chosen=[])
    assert [one.name for one in to_choose] == ["Værksteder kl. 13"]


@pytest.mark.long
def test_who_presses_twice_has_the_last_place_once(
    client: Client, items: dict[str, Session], made: Booking
) -> None:
    typed = {"p1-name": "Bo Ågård", group(items): str(items["læsning"].pk), "accept": "1", "action": "save"}
    sent = fields(client.get(door(made))) | typed
    for _press in range(2):
        assert client.post(door(made), sent).status_code == 302
    assert (made.registrations.count(), chosen()) == (2, [("Bo Ågård", "Læsning på tværs")])


@pytest.mark.long
def test_a_full_item_is_shown_as_full_and_cannot_be_added(
    client: Client, items: dict[str, Session], made: Booking, add: Callable[..., Any], sign_up: SignUp
) -> None:
    sign_up(replace(CLARA, sessions=ids(items["læsning"])))
    page = client.get(door(made)).content.decode()
    assert "Læsning på tværs – fuldt" in page
    assert page.count("disabled") == 1
    answer = add(p1_name="Bo Ågård", **{group(items): str(items["læsning"].pk)})
    assert "»Læsning på tværs« er fuldt. Vælg noget andet." in text(answer)
    assert fields(answer)["p1-name"] == "Bo Ågård"
    assert made.registrations.count() == 1


def test_two_at_the_same_time_are_refused_with_what_was_typed(
    items: dict[str, Session], made: Booking, add: Callable[..., Any]
) -> None:
    both = {group(items): str(items["spil"].pk), "p1-i0.0": str(items["tur"].pk)}
    answer = add(p1_name="Bo Ågård", **both)
    assert "»Spil og æventyr« og »Tur i byen« ligger på samme tid. Vælg en af dem." in text(answer)
    left = fields(answer)
    assert (left["p1-name"], left[group(items)], left["p1-i0.0"]) == (
        "Bo Ågård",
        str(items["spil"].pk),
        str(items["tur"].pk),
    )
    assert made.registrations.count() == 1


@pytest.mark.long
def test_the_last_place_of_an_item_is_not_for_two_who_are_added(
    items: dict[str, Session], made: Booking, add: Callable[..., Any]
) -> None:
    wanted = str(items["læsning"].pk)
    two = {group(items): wanted, group(items, "p2-"): wanted}
    answer = add(count=2, p1_name="Bo Ågård", p2_name="Clara Æbelø", **two)
    assert "Der er kun 1 plads tilbage på »Læsning på tværs«, og du har valgt det til flere." in text(answer)
    assert made.registrations.count() == 1


@pytest.mark.long
def test_another_number_of_cards_keeps_what_was_chosen(
    client: Client, items: dict[str, Session], made: Booking
) -> None:
    typed = {"p1-name": "Bo Ågård", group(items): str(items["spil"].pk), "p1-i0.1": str(items["aften"].pk)}
    more = client.post(
        door(made), fields(client.get(door(made))) | typed | {"count": "2", "action": "people"}
    )
    assert {name: fields(more)[name] for name in typed} == typed
    assert group(items, "p2-") in more.content.decode()


@pytest.mark.parametrize("late", [False, True])
def test_items_are_offered_to_who_is_added_until_the_last_day_to_choose(
    late: bool, client: Client, items: dict[str, Session], made: Booking, clock: time_machine.Traveller
) -> None:
    Event.objects.update(registration_closes_on=None)
    clock.move_to(TOO_LATE if late else LAST_MINUTE)
    assert ("Værksteder kl. 13" in text(client.get(door(made)))) is not late


def test_what_was_chosen_on_a_page_that_was_opened_in_time_is_told_of_when_it_is_too_late(
    client: Client, items: dict[str, Session], made: Booking, clock: time_machine.Traveller
) -> None:
    Event.objects.update(registration_closes_on=None)
    clock.move_to(LAST_MINUTE)
    opened = fields(client.get(door(made)))
    clock.move_to(TOO_LATE)
    typed = {"p1-name": "Bo Ågård", group(items): str(items["spil"].pk), "accept": "1", "action": "save"}
    answer = client.post(door(made), opened | typed)
    assert "Sidste dag for at vælge programpunkter var tirsdag den 15. september 2026." in text(answer)
    assert (fields(answer)["p1-name"], made.registrations.count()) == ("Bo Ågård", 1)
    assert client.post(door(made), fields(answer) | {"accept": "1", "action": "save"}).status_code == 302
    assert (made.registrations.count(), chosen()) == (2, [])


@pytest.mark.long
def test_of_a_full_event_nothing_is_chosen_for_who_is_added(
    client: Client, items: dict[str, Session], made: Booking
) -> None:
    Event.objects.update(capacity=1)
    page = client.get(door(made))
    assert "Programpunkter, der kræver tilmelding, vælges, når der er en plads" in text(page)
    assert "Værksteder kl. 13" not in text(page)
    answer = client.post(door(made), fields(page) | {"p1-name": "Bo Ågård", "accept": "1", "action": "save"})
    assert answer.status_code == 302
    assert Registration.objects.get(name="Bo Ågård").status == "waiting"


@pytest.mark.long
def test_of_some_who_are_added_only_those_with_a_place_have_chosen(
    client: Client, items: dict[str, Session], made: Booking, add: Callable[..., Any]
) -> None:
    Event.objects.update(capacity=2)
    evening = {"p1-i0.1": str(items["aften"].pk), "p2-i0.1": str(items["aften"].pk)}
    few = add(count=2, p1_name="Bo Ågård", p2_name="Clara Æbelø", **evening)
    assert "Den, der venter, vælger programpunkter, når der er en plads" in text(few)
    answer = client.post(
        door(made), fields(few) | {"when_full": "as_they_come", "accept": "1", "action": "save"}
    )
    assert answer.status_code == 302
    assert chosen() == [("Bo Ågård", "Aftensang")]


def test_the_adding_page_offers_items_in_english(
    client: Client, items: dict[str, Session], made: Booking
) -> None:
    page = text(client.get(f"/en{door(made)}"))
    assert "Chosen by the person, on a page of their own, no later than Tuesday 15 September 2026" in page


@pytest.fixture
def add_at_once(event: Event, made: Booking) -> Callable[..., Added]:
    def do(*people: Any, **changes: Any) -> Added:
        how = changes.get("when_full", WhenFull.REFUSE)
        with translation.override("da"):
            terms = sentences.terms(event, now=OPEN, waits=how is not WhenFull.REFUSE)
        act: dict[str, Any] = {"people": people, "key": "en-nøgle", "now": OPEN, "actor": CONTACT}
        return add_people(booking_id=made.pk, terms=terms, **(act | changes))

    return do


def test_the_service_gives_nobody_a_place_in_a_full_item(
    items: dict[str, Session], made: Booking, add_at_once: Callable[..., Added]
) -> None:
    reading = ids(items["læsning"])
    add_at_once(replace(BO, sessions=reading))
    with pytest.raises(NotChosen) as refused:
        add_at_once(replace(EMIL, sessions=reading), key="en-anden")
    assert refused.value.reason is Reason.ITEM_FULL
    assert (made.registrations.count(), chosen()) == (2, [("Bo Ågård", "Læsning på tværs")])


def test_the_button_pressed_twice_chooses_once(
    items: dict[str, Session], add_at_once: Callable[..., Added]
) -> None:
    person = replace(BO, sessions=ids(items["læsning"]))
    assert not add_at_once(person).repeated
    assert add_at_once(person).repeated
    assert chosen() == [("Bo Ågård", "Læsning på tværs")]


# ------------------------------------------------------------------ on behalf of others

TYPED = {
    "contact_name": "Tove Ålund", "contact_email": "tove@example.org", "attends": "on", "rows": "2",
    "p1-name": "Gerda Yde", "p1-email": "gerda@example.org", "p2-name": "Hans Bæk", "p2-email": "",
}  # fmt: skip


@pytest.fixture
def behalf(event: Event) -> str:
    return f"/admin/programme/event/{event.pk}/sign-up/"


@pytest.mark.long
def test_an_organiser_chooses_for_those_she_signs_up(
    desk: Client, items: dict[str, Session], behalf: str
) -> None:
    opened = text(desk.get(behalf))
    assert "Kontakten, hvis kontakten selv kommer" in opened
    assert "Værksteder kl. 13" in opened
    rows = desk.post(behalf, fields(desk.get(behalf)) | TYPED | {"action": "rows"})
    picks = {
        group(items, ""): str(items["læsning"].pk),
        group(items): str(items["spil"].pk),
        "p1-i0.1": str(items["aften"].pk),
    }
    checked = desk.post(behalf, fields(rows) | picks | {"action": "check"})
    said = text(checked)
    assert "Har valgt: Læsning på tværs, kl. 13.00-14.00." in said
    assert "Har valgt: Spil og æventyr, kl. 13.00-14.00; Aftensang, kl. 15.00-16.00." in said
    assert said.count("Vælger programpunkter på sin egen side, senest tirsdag den 15. september 2026.") == 1
    again = desk.post(behalf, fields(checked) | {"action": "edit"})
    assert {name: fields(again)[name] for name in picks} == picks
    assert desk.post(behalf, fields(checked) | {"action": "confirm"}).status_code == 302
    assert chosen() == [
        ("Tove Ålund", "Læsning på tværs"),
        ("Gerda Yde", "Spil og æventyr"),
        ("Gerda Yde", "Aftensang"),
    ]


@pytest.mark.long
def test_an_organiser_is_told_at_the_field_what_cannot_be_had(
    desk: Client, items: dict[str, Session], behalf: str, sign_up: SignUp
) -> None:
    wanted = str(items["læsning"].pk)
    both = TYPED | {group(items, ""): wanted, group(items): wanted, "action": "check"}
    answer = desk.post(behalf, both)
    assert "Der er kun 1 plads tilbage på »Læsning på tværs«, og du har valgt det til flere." in text(answer)
    sign_up(replace(BO, sessions=ids(items["læsning"])))
    answer = desk.post(behalf, TYPED | {group(items): wanted, "action": "check"})
    assert "»Læsning på tværs« er fuldt. Vælg noget andet." in text(answer)
    assert "<details open><summary>1. Gerda Yde" in answer.content.decode()
    clash = {group(items): str(items["spil"].pk), "p1-i0.0": str(items["tur"].pk)}
    answer = desk.post(behalf, TYPED | clash | {"action": "check"})
    assert "»Spil og æventyr« og »Tur i byen« ligger på samme tid. Vælg en af dem." in text(answer)
    assert {name: fields(answer)[name] for name in clash} == clash
    assert not Registration.objects.filter(name="Gerda Yde").exists()


def test_an_item_that_filled_up_meanwhile_is_told_of_at_the_last_button(
    desk: Client, items: dict[str, Session], behalf: str, sign_up: SignUp
) -> None:
    checked = desk.post(behalf, TYPED | {group(items): str(items["læsning"].pk), "action": "check"})
    sign_up(replace(BO, sessions=ids(items["læsning"])))
    answer = desk.post(behalf, fields(checked) | {"action": "confirm"})
    assert "»Læsning på tværs« er fuldt. Vælg noget andet." in text(answer)
    assert fields(answer)["p1-name"] == "Gerda Yde"
    assert not Registration.objects.filter(name="Gerda Yde").exists()


@pytest.mark.long
def test_an_organiser_who_presses_twice_signs_up_once(
    desk: Client, items: dict[str, Session], behalf: str
) -> None:
    Event.objects.update(capacity=3)
    checked = desk.post(behalf, TYPED | {group(items): str(items["læsning"].pk), "action": "check"})
    for _press in range(2):
        assert desk.post(behalf, fields(checked) | {"action": "confirm"}).status_code == 302
    assert (Booking.objects.count(), chosen()) == (1, [("Gerda Yde", "Læsning på tværs")])


@pytest.mark.long
@pytest.mark.parametrize("late", [False, True])
def test_an_organiser_is_offered_items_until_the_last_day_to_choose(
    late: bool,
    desk: Client,
    dorte: User,
    items: dict[str, Session],
    behalf: str,
    clock: time_machine.Traveller,
) -> None:
    Event.objects.update(registration_closes_on=None)
    clock.move_to(TOO_LATE if late else LAST_MINUTE)
    desk.force_login(dorte)
    assert ("Værksteder kl. 13" in text(desk.get(behalf))) is not late


def test_of_a_full_event_an_organiser_chooses_nothing_for_those_who_wait(
    desk: Client, items: dict[str, Session], behalf: str, sign_up: SignUp
) -> None:
    sign_up(ANNE)
    Event.objects.update(capacity=1)
    assert "Værksteder kl. 13" not in text(desk.get(behalf))
    typed = fields(desk.get(behalf)) | TYPED | {group(items): str(items["spil"].pk), "action": "check"}
    checked = desk.post(behalf, typed)
    assert "Den, der venter, vælger programpunkter, når der er en plads" in text(checked)
    desk.post(behalf, fields(checked) | {"action": "wait_apart"})
    assert (Registration.objects.get(name="Gerda Yde").status, chosen()) == ("waiting", [])
