"""Programme items on the sign-up form, the own page and the contact's, without a script."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from programme.models import Event, Session
from registration import links, sentences
from registration.models import Registration, SessionChoice
from registration.services.booking import SignedUp
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at
from tests.registration.items import ids
from tests.registration.pages import fields, text

pytestmark = pytest.mark.django_db
PAGE = "/laering-paa-tvaers/tilmelding/"
TYPED = {"contact_name": "Anne Mette Ærø", "contact_email": "anne@example.org", "payer-kind": "later"}
BO_TYPED = {"p1-name": "Bo Ågård", "p1-email": "bo@example.org"}
SignUp = Callable[..., SignedUp]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def typed(clock: time_machine.Traveller, client: Client) -> Callable[..., Any]:
    def fill(answers: dict[str, str], *, count: int = 1, page: str = PAGE) -> Any:
        shown = fields(client.get(page, {"antal": str(count)}))
        clock.shift(40)
        return client.post(page, shown | answers | {"action": "check"})

    return fill


def group_name(items: dict[str, Session]) -> str:
    return f"i{items['læsning'].choice_id}"


def confirm(client: Client, checked: Any) -> Any:
    return client.post(PAGE, fields(checked) | {"accept": "1", "action": "confirm"}, follow=True)


def chosen() -> list[tuple[str, str]]:
    rows = SessionChoice.objects.select_related("registration").order_by("registration", "day", "starts_at")
    return [(row.registration.name, row.title) for row in rows]


@pytest.mark.long
def test_each_person_chooses_and_the_choice_is_checked_and_kept(
    client: Client, items: dict[str, Session], typed: Callable[..., Any]
) -> None:
    name = group_name(items)
    answers = {
        name: str(items["læsning"].pk),
        f"p1-{name}": str(items["spil"].pk),
        "p1-i0.1": str(items["aften"].pk),
    }
    checked = typed(TYPED | BO_TYPED | answers, count=2)
    assert "Har valgt: Læsning på tværs, kl. 13.00-14.00." in text(checked)
    assert "Har valgt: Spil og æventyr, kl. 13.00-14.00; Aftensang, kl. 15.00-16.00." in text(checked)
    confirm(client, checked)
    assert chosen() == [
        ("Anne Mette Ærø", "Læsning på tværs"),
        ("Bo Ågård", "Spil og æventyr"),
        ("Bo Ågård", "Aftensang"),
    ]


@pytest.mark.long
def test_a_colleague_chooses_herself_unless_something_is_chosen_for_her(
    client: Client, items: dict[str, Session], typed: Callable[..., Any]
) -> None:
    checked = typed(TYPED | BO_TYPED | {group_name(items): "0"}, count=2)
    assert (
        text(checked).count("Vælger programpunkter på sin egen side, senest tirsdag den 15. september 2026.")
        == 2
    )
    confirm(client, checked)
    assert (Registration.objects.count(), chosen()) == (2, [])


def test_whoever_comes_herself_says_what_she_chooses_or_that_it_is_later(
    items: dict[str, Session], typed: Callable[..., Any]
) -> None:
    answer = typed(TYPED)
    assert "Vælg et punkt, eller »Jeg vælger senere«." in text(answer)
    assert 'value="Anne Mette Ærø"' in answer.content.decode()


def test_two_at_the_same_time_are_refused_at_the_field(
    items: dict[str, Session], typed: Callable[..., Any]
) -> None:
    answer = typed(TYPED | {group_name(items): str(items["spil"].pk), "i0.0": str(items["tur"].pk)})
    assert "»Spil og æventyr« og »Tur i byen« ligger på samme tid. Vælg en af dem." in text(answer)


@pytest.mark.long
def test_what_is_full_is_shown_as_full_and_cannot_be_had(
    client: Client, items: dict[str, Session], typed: Callable[..., Any], sign_up: SignUp
) -> None:
    sign_up(replace(BO, sessions=ids(items["læsning"])))
    page = client.get(PAGE).content.decode()
    assert "Kl. 13.00-14.00" in page
    assert "Læsning på tværs – fuldt" in page
    assert page.count("disabled") == 1
    answer = typed(TYPED | {group_name(items): str(items["læsning"].pk)})
    assert "»Læsning på tværs« er fuldt. Vælg noget andet." in text(answer)


def test_whoever_is_too_late_by_a_second_keeps_what_she_typed(
    client: Client, items: dict[str, Session], typed: Callable[..., Any], sign_up: SignUp
) -> None:
    checked = typed(TYPED | {group_name(items): str(items["læsning"].pk)})
    sign_up(replace(BO, sessions=ids(items["læsning"])))
    answer = confirm(client, checked)
    assert "»Læsning på tværs« er fuldt. Vælg noget andet." in text(answer)
    assert 'value="Anne Mette Ærø"' in answer.content.decode()
    assert chosen() == [("Bo Ågård", "Læsning på tværs")]


@pytest.mark.long
def test_who_presses_twice_has_the_last_place_of_an_item_once(
    client: Client, items: dict[str, Session], typed: Callable[..., Any]
) -> None:
    checked = typed(TYPED | {group_name(items): str(items["læsning"].pk)})
    sent = fields(checked) | {"accept": "1", "action": "confirm"}
    for _press in range(2):
        assert client.post(PAGE, sent).status_code == 302
    assert chosen() == [("Anne Mette Ærø", "Læsning på tværs")]


def test_the_last_place_is_not_for_two_of_one_booking(
    items: dict[str, Session], typed: Callable[..., Any]
) -> None:
    name, wanted = group_name(items), str(items["læsning"].pk)
    answer = typed(TYPED | BO_TYPED | {name: wanted, f"p1-{name}": wanted}, count=2)
    assert "Der er kun 1 plads tilbage på »Læsning på tværs«, og du har valgt det til flere." in text(answer)


@pytest.mark.long
def test_a_removed_card_takes_its_choice_along(
    client: Client, items: dict[str, Session], typed: Callable[..., Any], clock: time_machine.Traveller
) -> None:
    name = group_name(items)
    shown = fields(client.get(PAGE, {"antal": "3"}))
    answers = {
        "p1-name": "Bo Ågård", "p2-name": "Clara Æbelø",
        f"p1-{name}": str(items["læsning"].pk), f"p2-{name}": str(items["spil"].pk),
    }  # fmt: skip
    answer = client.post(PAGE, shown | TYPED | answers | {"action": "remove-1"})
    left = fields(answer)
    assert (left["p1-name"], left[f"p1-{name}"]) == ("Clara Æbelø", str(items["spil"].pk))


def test_of_a_full_event_nothing_is_chosen_yet(
    client: Client, items: dict[str, Session], typed: Callable[..., Any], sign_up: SignUp
) -> None:
    Event.objects.update(capacity=1)
    sign_up(BO)
    page = client.get(PAGE)
    assert "Programpunkter, der kræver tilmelding, vælges, når der er en plads" in text(page)
    assert "Værksteder kl. 13" not in text(page)
    checked = typed(TYPED)
    assert "Vælger programpunkter, når der er en plads." in text(checked)
    confirm(client, checked)
    assert Registration.objects.get(name="Anne Mette Ærø").status == "waiting"


def test_after_the_last_day_nothing_is_asked(
    client: Client, items: dict[str, Session], typed: Callable[..., Any], clock: time_machine.Traveller
) -> None:
    Event.objects.update(registration_closes_on=None)
    clock.move_to(at("2026-09-15 23:50"))
    assert "Værksteder kl. 13" in text(client.get(PAGE))
    clock.move_to(at("2026-09-16 00:00"))
    assert "Værksteder kl. 13" not in text(client.get(PAGE))
    confirm(client, typed(TYPED))
    assert Registration.objects.filter(name="Anne Mette Ærø").exists()


def test_the_own_page_shows_the_choice_and_changes_it(
    client: Client, items: dict[str, Session], sign_up: SignUp
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["læsning"]))).registrations[0]
    home = f"/plads/{links.place_token(place)}/"
    assert "Dine programpunkter Læsning på tværs, kl. 13.00-14.00 Ændr valget" in text(client.get(home))
    page = client.get(f"{home}programpunkter/")
    assert fields(page)[group_name(items)] == str(items["læsning"].pk)
    answer = client.post(
        f"{home}programpunkter/",
        {group_name(items): str(items["spil"].pk), "i0.1": str(items["aften"].pk)},
        follow=True,
    )
    assert "Dit valg er gemt." in text(answer)
    assert chosen() == [("Anne Mette Sørensen", "Spil og æventyr"), ("Anne Mette Sørensen", "Aftensang")]


def test_the_own_page_says_what_is_still_to_be_chosen(
    client: Client, items: dict[str, Session], sign_up: SignUp
) -> None:
    place = sign_up().registrations[0]
    said = text(client.get(f"/plads/{links.place_token(place)}/"))
    assert "Mangler at blive valgt, senest tirsdag den 15. september 2026: Værksteder kl. 13" in said


@pytest.mark.long
def test_a_called_off_item_is_told_to_whoever_chose_it(
    client: Client, items: dict[str, Session], sign_up: SignUp
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["læsning"]))).registrations[0]
    home = f"/plads/{links.place_token(place)}/"
    Session.objects.filter(pk=items["læsning"].pk).update(status="cancelled")
    said = text(client.get(home))
    assert "Læsning på tværs, kl. 13.00-14.00 – aflyst" in said
    assert (
        "Programmet er ændret, siden der blev valgt. Se på det, og vælg igen senest tirsdag den 15. september"
        in said
    )
    Session.objects.filter(pk=items["læsning"].pk).update(
        status="planned", starts_at=time(12), ends_at=time(13)
    )
    assert "Læsning på tværs, kl. 12.00-13.00 – har fået en ny tid" in text(client.get(home))


def test_after_the_last_day_the_own_page_shows_and_changes_nothing(
    client: Client, items: dict[str, Session], sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["læsning"]))).registrations[0]
    home = f"/plads/{links.place_token(place)}/"
    clock.move_to(at("2026-09-16 00:00"))
    assert "Ændr valget" not in text(client.get(home))
    answer = client.post(f"{home}programpunkter/", {group_name(items): str(items["spil"].pk)})
    assert answer.status_code == 409
    assert "Sidste dag for at vælge programpunkter var tirsdag den 15. september 2026." in text(answer)
    assert chosen() == [("Anne Mette Sørensen", "Læsning på tværs")]


@pytest.mark.long
def test_the_contact_sees_and_chooses_for_her_people(
    client: Client, items: dict[str, Session], sign_up: SignUp
) -> None:
    made = sign_up(replace(ANNE, sessions=ids(items["læsning"])), EMIL)
    home = f"/samlet/{links.booking_token(made.booking)}/"
    assert "Læsning på tværs, kl. 13.00-14.00" in text(client.get(home))
    answer = client.post(
        f"{home}{made.registrations[1].pk}/programpunkter/",
        {group_name(items): str(items["spil"].pk)},
        follow=True,
    )
    assert "Valget er gemt." in text(answer)
    assert chosen()[1] == ("Emil Uden-Mail", "Spil og æventyr")


def test_the_event_page_says_what_needs_signing_up_and_what_is_full(
    client: Client, items: dict[str, Session], sign_up: SignUp
) -> None:
    said = text(client.get("/laering-paa-tvaers/"))
    assert "Læsning på tværs Kræver tilmelding · Værksteder kl. 13 13.00-14.00 Spil" in said
    sign_up(replace(ANNE, sessions=ids(items["læsning"])))
    said = text(client.get("/laering-paa-tvaers/"))
    assert "Læsning på tværs Kræver tilmelding · Værksteder kl. 13 Fuldt 13.00-14.00 Spil" in said


def test_in_english(client: Client, items: dict[str, Session], typed: Callable[..., Any]) -> None:
    checked = typed(TYPED | {group_name(items): str(items["læsning"].pk)}, page="/en" + PAGE)
    assert "Has chosen: Læsning på tværs, 13:00–14:00." in text(checked)


def test_an_event_without_such_items_asks_nothing_more_of_the_database(
    client: Client, event: Event, sign_up: SignUp
) -> None:
    place = sign_up(CLARA).registrations[0]
    home = f"/plads/{links.place_token(place)}/"
    with CaptureQueriesContext(connection) as without:
        client.get(home)
        client.get("/laering-paa-tvaers/")
        client.get(PAGE)
    assert not [one["sql"] for one in without if "sessionchoice" in one["sql"]]


def test_a_big_booking_with_items_is_written_in_few_queries(
    event: Event, items: dict[str, Session], sign_up: SignUp, django_assert_max_num_queries: Any
) -> None:
    Event.objects.update(capacity=None)
    people = [
        replace(BO, name=f"Gæst {n}", email=f"g{n}@example.org", sessions=ids(items["spil"]))
        for n in range(20)
    ]
    with django_assert_max_num_queries(22):
        sign_up(*people)
    assert SessionChoice.objects.count() == 20


def test_whoever_waits_is_told_when_she_chooses(
    client: Client, items: dict[str, Session], sign_up: SignUp, event: Event
) -> None:
    Event.objects.update(capacity=1)
    sign_up(BO)
    with translation.override("da"):
        event.refresh_from_db()
        terms = sentences.terms(event, now=OPEN, waits=True)
    place = sign_up(CLARA, when_full=WhenFull.TOGETHER, terms=terms).registrations[0]
    answer = client.get(f"/plads/{links.place_token(place)}/programpunkter/")
    assert answer.status_code == 409
    assert "Du vælger programpunkter, når du har en plads." in text(answer)
