"""Places before names, people added, and another contact, as the pages show them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from programme.models import Event
from registration import links
from registration.models import Answer, Booking, ContactRequest, HistoryEntry, OwedMail, Registration
from registration.services import contact_handover, questions
from registration.services.acts import CONTACT
from registration.services.people import Contact, Person
from registration.services.questions import Wording
from tests.answers import fields as shown
from tests.answers import said as text
from tests.cast import ANNE, BO, BOUND, CLARA, OPEN, STARTED

NOBODY = Person(name="")
SIGN_UP = "/laering-paa-tvaers/tilmelding/"
CONTACT_FACTS = {
    "contact_name": "Anne Mette Sørensen",
    "organisation": "Øby Bibliotek",
    "contact_email": "anne.mette@example.org",
    "job_title": "Bibliotekar",
    "payer-kind": "later",
}


@pytest.fixture
def summer(event: Event, settings: Any) -> Any:
    settings.SITE_URL = "http://testserver"
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


def url(name: str, booking: Booking) -> str:
    booking.refresh_from_db()
    return reverse(f"registration:{name}", args=[links.booking_token(booking)])


def pressed(client: Client, address: str, page: Any, action: str, **typed: str) -> Any:
    return client.post(address, shown(page) | typed | {"action": action})


# ------------------------------------------------------------------ the form


def six_places(client: Client, summer: time_machine.Traveller) -> Any:
    """The check page of six places, of which only Anne Mette's has a name."""
    page = client.get(SIGN_UP)
    summer.shift(10)
    page = pressed(client, SIGN_UP, page, "people", count="6", **CONTACT_FACTS)
    assert "Navnene på de 5 tomme pladser følger senere" in text(page)
    page = pressed(client, SIGN_UP, page, "later")
    assert "Og 5 pladser, hvor navnene følger" in text(page)
    return pressed(client, SIGN_UP, page, "check")


@pytest.mark.long
def test_six_places_are_booked_of_which_five_have_no_names_yet(
    client: Client, summer: time_machine.Traveller, event: Event
) -> None:
    check = six_places(client, summer)
    said = text(check)
    assert "6 personer får en plads" in said
    assert "5 pladser, navne følger" in said
    assert "Plads" not in said.partition("6 personer får en plads")[2].partition("Hvad gælder")[0]
    receipt = client.post(SIGN_UP, shown(check) | {"accept": "1", "action": "confirm"}, follow=True)
    said = text(receipt)
    assert "5 pladser, navne følger" in said
    assert said.count("Du skriver navnene på siden med din tilmelding. Linket står i mailen til dig.") == 1
    assert said.count("Ret adressen") == 0
    assert list(Registration.objects.order_by("pk").values_list("name", "place_number")) == [
        ("Anne Mette Sørensen", 1),
        *(("", number) for number in range(2, 7)),
    ]


def test_an_empty_card_is_no_place_until_she_says_so(client: Client, summer: time_machine.Traveller) -> None:
    page = client.get(SIGN_UP)
    page = pressed(client, SIGN_UP, page, "people", count="2", **CONTACT_FACTS)
    page = pressed(client, SIGN_UP, page, "check")
    assert "Person 2, Navn: Skriv navnet." in text(page)
    assert "Navnet på den tomme plads følger senere" in text(page)
    assert not Registration.objects.exists()


@pytest.mark.long
def test_what_is_written_on_a_card_stays_when_the_empty_ones_follow_later(
    client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    page = pressed(client, SIGN_UP, page, "people", count="4", **CONTACT_FACTS)
    page = pressed(client, SIGN_UP, page, "later", **{"p2-name": "Bo Ågård"})
    typed = shown(page)
    assert (typed["count"], typed["later"], typed["p1-name"]) == ("4", "2", "Bo Ågård")
    assert "p2-name" not in typed
    page = pressed(client, SIGN_UP, page, "people", later="1")
    typed = shown(page)
    assert (typed["count"], typed["later"], typed["p1-name"], typed["p2-name"]) == ("4", "1", "Bo Ågård", "")


@pytest.mark.long
def test_a_pasted_list_fills_places_whose_names_were_to_follow(
    client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    page = pressed(client, SIGN_UP, page, "people", count="4", **CONTACT_FACTS)
    page = pressed(client, SIGN_UP, page, "later")
    page = pressed(
        client, SIGN_UP, page, "paste", pasted="Bo Ågård <bo@example.org>\nClara Æbelø <clara@example.org>"
    )
    typed = shown(page)
    assert (typed["count"], typed["later"]) == ("4", "1")
    assert (typed["p1-name"], typed["p2-name"]) == ("Bo Ågård", "Clara Æbelø")


def test_of_too_few_places_those_without_names_are_chosen_among(
    client: Client, summer: time_machine.Traveller
) -> None:
    Event.objects.update(capacity=3)
    choose = six_places(client, summer)
    said = text(choose)
    assert "Plads 2 af 6, navn følger" in said
    chosen = {"keep-0": "1", "keep-1": "1", "keep-2": "1", "when_full": "only_chosen", "action": "choose"}
    typed = {name: value for name, value in shown(choose).items() if not name.startswith("keep-")}
    check = client.post(SIGN_UP, typed | chosen)
    assert "3 personer får en plads" in text(check)
    assert "2 pladser, navne følger" in text(check)
    client.post(SIGN_UP, shown(check) | {"accept": "1", "action": "confirm"})
    assert list(Registration.objects.order_by("pk").values_list("name", "status")) == [
        ("Anne Mette Sørensen", "confirmed"),
        ("", "confirmed"),
        ("", "confirmed"),
    ]


# ------------------------------------------------------------------ the names


@pytest.fixture
def six(sign_up: Callable[..., Any], summer: Any) -> Booking:
    return sign_up(ANNE, *[NOBODY] * 5).booking


def places(booking: Booking) -> list[Registration]:
    return list(booking.registrations.without_a_name().order_by("pk"))


def test_the_contacts_page_says_what_is_missing(client: Client, six: Booking) -> None:
    page = client.get(url("booking", six))
    said = text(page)
    assert "Du har 6 pladser." in said
    assert "5 pladser mangler navne" in said
    assert "5 pladser, navne følger Kommer Pris for hver: 1.295 kr. Vælg én af dem Plads 2" in said
    assert "Plads 3 af 6, navn følger" in said
    assert page.content.decode().count('<li class="card') == 2
    assert url("names", six) in page.content.decode()
    # Nobody is replaced or put right where there is nobody.
    assert page.content.decode().count("/overdrag/") == page.content.decode().count("/ret/") - 1 == 1
    assert page.content.decode().count("/afbud/") == 6


@pytest.mark.long
def test_some_names_are_written_and_the_others_follow(client: Client, six: Booking) -> None:
    address, (second, third, *_rest) = url("names", six), places(six)
    page = client.get(address)
    typed = {
        f"n{second.pk}-name": "Bo Ågård",
        f"n{second.pk}-email": "Bo@Example.org",
        f"n{third.pk}-name": "Emil Uden-Mail",
    }
    done = client.post(address, shown(page) | typed | {"action": "save"}, follow=True)
    said = text(done)
    assert "Navnene er gemt." in said
    assert "3 pladser mangler navne" in said
    assert "Bo Ågård" in said
    assert list(six.registrations.exclude(name="").order_by("pk").values_list("name", "email")) == [
        ("Anne Mette Sørensen", "anne.mette@example.org"),
        ("Bo Ågård", "bo@example.org"),
        ("Emil Uden-Mail", ""),
    ]
    assert list(OwedMail.objects.order_by("pk").values_list("kind", "to_email")) == [
        ("booking_confirmed", "anne.mette@example.org"),
        ("places_named", "anne.mette@example.org"),
        ("place_confirmed", "bo@example.org"),
    ]


def test_a_card_that_is_begun_needs_a_name_and_nothing_is_lost(client: Client, six: Booking) -> None:
    address, (second, third, *_rest) = url("names", six), places(six)
    typed = {f"n{second.pk}-email": "bo@example.org", f"n{third.pk}-name": "Clara Æbelø"}
    page = client.post(address, shown(client.get(address)) | typed | {"action": "save"})
    assert "Plads 2 af 6, navn følger, Navn: Skriv navnet." in text(page)
    kept = shown(page)
    assert (kept[f"n{second.pk}-email"], kept[f"n{third.pk}-name"]) == ("bo@example.org", "Clara Æbelø")
    assert len(places(six)) == 5


def test_a_list_is_pasted_among_the_names(client: Client, six: Booking) -> None:
    address, (second, third, fourth, *_rest) = url("names", six), places(six)
    typed = {f"n{third.pk}-name": "Emil Uden-Mail", "pasted": "Bo Ågård <bo@example.org>; Clara Æbelø"}
    # Whatever is pressed, the list is not left behind.
    page = client.post(address, shown(client.get(address)) | typed | {"action": "save"})
    kept = shown(page)
    assert [kept[f"n{place.pk}-name"] for place in (second, third, fourth)] == [
        "Bo Ågård",
        "Emil Uden-Mail",
        "Clara Æbelø",
    ]
    client.post(address, kept | {"action": "save"})
    assert len(places(six)) == 2


def test_who_has_no_room_in_a_pasted_list_is_told(client: Client, six: Booking) -> None:
    address = url("names", six)
    names = [f"Bo Ågård-{letter}" for letter in "abcdefg"]
    page = client.post(address, shown(client.get(address)) | {"pasted": "\n".join(names), "action": "paste"})
    assert "Kun 5 pladser mangler navn. De øvrige fra listen står nedenfor." in text(page)
    assert page.context["left_over"].splitlines() == names[5:]


def test_somebody_who_has_a_place_is_told_of_at_her_name(
    client: Client, six: Booking, sign_up: Callable[..., Any]
) -> None:
    sign_up(BO)
    address, (second, *_rest) = url("names", six), places(six)
    typed = {f"n{second.pk}-name": "Bo Ågård", f"n{second.pk}-email": "bo@example.org"}
    page = client.post(address, shown(client.get(address)) | typed | {"action": "save"})
    assert "Denne person har allerede en plads og kan ikke få en til." in text(page)
    assert shown(page)[f"n{second.pk}-name"] == "Bo Ågård"


def test_one_person_on_two_places_stands_on_the_list_twice(client: Client, six: Booking) -> None:
    address, (second, third, *_rest) = url("names", six), places(six)
    typed = {f"n{second.pk}-name": "Åse Ørum", f"n{third.pk}-name": "åse  ørum"}
    page = client.post(address, shown(client.get(address)) | typed | {"action": "save"})
    assert "Plads 3 af 6, navn følger, Navn: Denne person står allerede på din liste." in text(page)
    assert "har allerede en plads" not in text(page)
    assert len(places(six)) == 5


def test_a_name_that_is_on_the_booking_already_is_asked_about_once(client: Client, six: Booking) -> None:
    address, (second, third, *_rest) = url("names", six), places(six)
    typed = {f"n{second.pk}-name": ANNE.name, f"n{second.pk}-email": "den-anden@example.org"}
    page = client.post(address, shown(client.get(address)) | typed | {"action": "save"})
    assert f"{ANNE.name} kommer til at stå på din tilmelding mere end én gang" in text(page)
    assert len(places(six)) == 5
    other = {f"n{third.pk}-name": "Bo Ågård", f"n{second.pk}-name": "Bo Ågård"}
    page = client.post(address, shown(page) | other | {"action": "save"})
    assert "Bo Ågård kommer til at stå" in text(page)
    done = client.post(address, shown(page) | {"action": "save"}, follow=True)
    assert "Navnene er gemt." in text(done)
    assert len(places(six)) == 3


def test_a_name_for_a_place_that_got_one_meanwhile_is_not_lost(client: Client, six: Booking) -> None:
    address, (second, third, *_rest) = url("names", six), places(six)
    opened = shown(client.get(address))
    client.post(address, opened | {f"n{second.pk}-name": "Bo Ågård", "action": "save"})
    typed = {f"n{second.pk}-name": "Clara Æbelø", f"n{third.pk}-name": "Emil Uden-Mail"}
    page = client.post(address, opened | typed | {"action": "save"})
    assert page.status_code == 409
    assert "Clara Æbelø" in text(page)
    assert shown(page)[f"n{third.pk}-name"] == "Emil Uden-Mail"
    assert not Registration.objects.filter(name="Emil Uden-Mail").exists()


def test_names_are_written_once_it_binds_but_not_once_it_began(
    client: Client, six: Booking, summer: time_machine.Traveller
) -> None:
    address, (second, third, *_rest) = url("names", six), places(six)
    opened = shown(client.get(address))
    summer.move_to(BOUND)
    client.post(address, opened | {f"n{second.pk}-name": "Bo Ågård", "action": "save"})
    assert Registration.objects.filter(name="Bo Ågård", substitute_for=None).exists()
    summer.move_to(STARTED)
    page = client.post(address, opened | {f"n{third.pk}-name": "Clara Æbelø", "action": "save"})
    assert page.status_code == 409
    assert "Arrangementet begyndte onsdag den 16. september 2026" in text(page)
    assert "Clara Æbelø" in text(page)
    assert url("names", six) not in client.get(url("booking", six)).content.decode()


def test_no_link_opens_a_place_without_a_name(client: Client, six: Booking) -> None:
    assert client.get(f"/plads/{links.place_token(places(six)[0])}/").status_code == 404


def test_a_place_without_a_name_is_cancelled_by_the_contact(client: Client, six: Booking) -> None:
    second = places(six)[0]
    address = reverse("registration:contact_cancel", args=[links.booking_token(six), second.pk])
    sentence = "Du er ved at melde afbud for plads 2 af 6, som ikke har noget navn endnu."
    assert sentence in text(client.get(address))
    done = client.post(address, follow=True)
    assert "Plads 2 af 6 – afmeldt" in text(done)
    assert len(places(six)) == 4
    # As by the browser's way back.
    again = text(client.get(address))
    assert "Pladsen er afmeldt, så der kan ikke ændres noget. Spørgsmål?" in again
    assert "person" not in again


def test_a_place_of_which_something_differs_has_a_card_of_its_own(
    client: Client, six: Booking, event: Event
) -> None:
    hat = questions.add(event.pk, Wording(label="Hvilken hat?"))
    second = places(six)[0]
    Answer.objects.create(question=hat, booking=six, registration=second, value="Grøn")
    Registration.objects.filter(pk=places(six)[1].pk).update(promised_fee_ore=0)
    said = text(client.get(url("booking", six)))
    assert "Plads 2 af 6, navn følger Kommer" in said
    assert "Plads 3 af 6, navn følger Kommer" in said
    assert "3 pladser, navne følger Kommer" in said


def test_a_place_without_a_name_is_spoken_of_in_the_middle_of_a_sentence(
    client: Client, six: Booking, summer: time_machine.Traveller
) -> None:
    second = places(six)[0]
    token = links.booking_token(six)
    Registration.objects.filter(pk=second.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    page = client.get(reverse("registration:contact_cancel", args=[token, second.pk]))
    assert "Du er ved at tage plads 2 af 6, som ikke har noget navn endnu, af ventelisten." in text(page)
    Registration.objects.filter(pk=second.pk).update(status="confirmed", confirmed_at=OPEN)
    summer.move_to(BOUND)
    page = client.get(reverse("registration:contact_give_back", args=[token, second.pk]))
    assert "Du er ved at give plads 2 af 6, som ikke har noget navn endnu, tilbage." in text(page)


def test_the_contacts_page_asks_no_more_of_many_places(
    client: Client, six: Booking, django_assert_max_num_queries: Any
) -> None:
    contact_handover.ask_colleague(
        booking_id=six.pk, name="Clara Æbelø", email="clara@example.org", now=OPEN, actor=CONTACT
    )
    with django_assert_max_num_queries(12):
        client.get(url("booking", six))


# ------------------------------------------------------------------ people are added


@pytest.fixture
def made(sign_up: Callable[..., Any], summer: Any) -> Booking:
    return sign_up(ANNE).booking


def test_people_are_added_on_the_terms_of_today(client: Client, made: Booking) -> None:
    Event.objects.update(fee_ore=150_000)
    address = url("add", made)
    page = client.get(address)
    assert "1.500 kr." in text(page)
    page = pressed(client, address, page, "people", count="2")
    page = pressed(client, address, page, "later", **{"p1-name": "Bo Ågård", "p1-email": "bo@example.org"})
    page = pressed(client, address, page, "save")
    assert "Sæt kryds ved, at du accepterer" in text(page)
    assert made.registrations.count() == 1
    done = client.post(address, shown(page) | {"accept": "1", "action": "save"}, follow=True)
    assert "De er tilføjet." in text(done)
    assert "Plads 3 af 3, navn følger" in text(done)
    assert list(
        made.registrations.order_by("pk").values_list("name", "organisation", "promised_fee_ore")
    ) == [
        ("Anne Mette Sørensen", "Øby Bibliotek", 129_500),
        ("Bo Ågård", "Øby Bibliotek", 150_000),
        ("", "Øby Bibliotek", 150_000),
    ]


@pytest.mark.long
def test_the_button_pressed_twice_adds_one(client: Client, made: Booking) -> None:
    address = url("add", made)
    typed = shown(client.get(address)) | {"p1-name": "Bo Ågård", "accept": "1", "action": "save"}
    for _again in range(2):
        assert client.post(address, typed).status_code == 302
    assert made.registrations.count() == 2


def test_terms_that_changed_are_shown_before_they_are_accepted(client: Client, made: Booking) -> None:
    address = url("add", made)
    typed = shown(client.get(address)) | {"p1-name": "Bo Ågård", "accept": "1", "action": "save"}
    Event.objects.update(fee_ore=150_000)
    page = client.post(address, typed)
    assert "Betingelserne er ændret" in text(page)
    assert shown(page)["p1-name"] == "Bo Ågård"
    assert "accept" not in shown(page)
    assert made.registrations.count() == 1


def test_too_few_places_lead_to_the_waiting_list(client: Client, made: Booking) -> None:
    Event.objects.update(capacity=2)
    address = url("add", made)
    page = pressed(client, address, client.get(address), "people", count="2")
    typed = {"p1-name": "Bo Ågård", "p2-name": "Clara Æbelø", "accept": "1"}
    page = pressed(client, address, page, "save", **typed)
    assert "Der er kun 1 plads tilbage" in text(page)
    assert made.registrations.count() == 1
    page = pressed(client, address, page, "save", accept="1")
    assert "Vælg, hvad du helst vil" in text(page)
    done = client.post(
        address, shown(page) | {"accept": "1", "when_full": "as_they_come", "action": "save"}, follow=True
    )
    assert "De er tilføjet." in text(done)
    assert list(made.registrations.order_by("pk").values_list("name", "status")) == [
        ("Anne Mette Sørensen", "confirmed"),
        ("Bo Ågård", "confirmed"),
        ("Clara Æbelø", "waiting"),
    ]


def test_one_more_of_a_full_event_joins_the_list(client: Client, made: Booking) -> None:
    Event.objects.update(capacity=1)
    address = url("add", made)
    page = client.get(address)
    assert "Du skriver dig på ventelisten" in text(page)
    assert "Skriv 1 person på ventelisten" in text(page)
    client.post(address, shown(page) | {"p1-name": "Bo Ågård", "accept": "1", "action": "save"})
    assert made.registrations.get(name="Bo Ågård").status == "waiting"


def test_nobody_is_added_once_sign_up_has_closed(
    client: Client, made: Booking, summer: time_machine.Traveller
) -> None:
    address = url("add", made)
    typed = shown(client.get(address)) | {"p1-name": "Bo Ågård", "accept": "1", "action": "save"}
    assert address in client.get(url("booking", made)).content.decode()
    summer.move_to(BOUND + timedelta(days=7))
    page = client.post(address, typed)
    assert page.status_code == 409
    assert "Tilmeldingen lukkede" in text(page)
    assert "Bo Ågård" in text(page)
    assert address not in client.get(url("booking", made)).content.decode()


@pytest.mark.long
def test_the_same_person_twice_is_a_slip_of_the_hand(client: Client, made: Booking) -> None:
    address = url("add", made)
    page = pressed(client, address, client.get(address), "people", count="2")
    page = pressed(client, address, page, "save", accept="1", **{"p1-name": "Bo", "p2-name": "bo"})
    assert "Denne person står allerede på din liste." in text(page)


def test_somebody_who_is_on_the_booking_is_told_of_at_her_card(client: Client, made: Booking) -> None:
    address = url("add", made)
    page = pressed(client, address, client.get(address), "people", count="2")
    people = {"p1-name": "anne mette SØRENSEN", "p1-email": ANNE.email, "p2-name": "Bo Ågård"}
    page = pressed(client, address, page, "save", accept="1", **people)
    assert "Person 1, Navn: anne mette SØRENSEN står allerede på din tilmelding." in text(page)
    assert "samme navn" not in text(page)
    assert made.registrations.count() == 1
    page = pressed(client, address, page, "save", accept="1", **{"p1-email": ""})
    assert "Er det en anden med samme navn, så skriv hendes eller hans egen e-mailadresse." in text(page)


def test_whoever_had_a_place_elsewhere_is_named_when_the_others_are_added(
    client: Client, made: Booking, sign_up: Callable[..., Any]
) -> None:
    sign_up(BO, contact=Contact(name="Clara Æbelø", email="clara@example.org"))
    address = url("add", made)
    page = pressed(client, address, client.get(address), "people", count="2")
    people = {"p1-name": BO.name, "p1-email": BO.email, "p2-name": "Dagny Ørum"}
    done = client.post(address, shown(page) | people | {"accept": "1", "action": "save"}, follow=True)
    assert (
        "1 person er tilføjet. Der er en mail på vej til vedkommende og til dig. "
        "Havde en plads i forvejen og beholder den: Bo Ågård."
    ) in text(done)
    alone = shown(client.get(address)) | {"p1-name": BO.name, "p1-email": BO.email, "accept": "1"}
    done = client.post(address, alone | {"action": "save"}, follow=True)
    assert "Ingen nye er tilføjet. Havde en plads i forvejen og beholder den: Bo Ågård." in text(done)


def test_a_name_that_is_on_the_booking_is_asked_about_before_anybody_is_added(
    client: Client, made: Booking
) -> None:
    address = url("add", made)
    typed = {"p1-name": ANNE.name, "p1-email": "den-anden@example.org"}
    page = pressed(client, address, client.get(address), "save", accept="1", **typed)
    assert f"{ANNE.name} kommer til at stå på din tilmelding mere end én gang" in text(page)
    assert made.registrations.count() == 1
    done = client.post(address, shown(page) | {"accept": "1", "action": "save"}, follow=True)
    assert "De er tilføjet." in text(done)
    assert made.registrations.count() == 2


# ------------------------------------------------------------------ another contact


def test_a_colleague_takes_the_booking_over(client: Client, six: Booking) -> None:
    old = url("booking", six)
    page = client.get(url("ask_contact", six))
    typed = shown(page) | {"name": "Clara Æbelø", "email": "clara@example.org"}
    done = client.post(url("ask_contact", six), typed, follow=True)
    assert "Du har bedt en kollega om at overtage tilmeldingen" in text(done)
    assert "Clara Æbelø, clara@example.org, kan svare ja indtil mandag den 15. juni 2026" in text(done)
    asked = ContactRequest.objects.get()
    address = reverse("registration:take_over", args=[links.contact_request_token(asked)])
    page = client.get(address)
    said = text(page)
    assert "Anne Mette Sørensen beder dig overtage en tilmelding med 6 pladser." in said
    six.refresh_from_db()
    assert six.contact_name == "Anne Mette Sørensen"
    done = client.post(address, shown(page), follow=True)
    assert "Tilmeldingen er nu din." in text(done)
    six.refresh_from_db()
    assert six.contact_email == "clara@example.org"
    closed = client.get(old)
    assert closed.status_code == 410
    assert "En anden overtog tilmeldingen" in text(closed)
    assert "Clara" not in text(closed)
    again = client.get(address)
    assert again.status_code == 410
    assert "Tilmeldingen er overtaget." in text(again)


def test_a_request_is_taken_back_on_the_page(client: Client, six: Booking) -> None:
    asked = contact_handover.ask_colleague(
        booking_id=six.pk, name="Clara Æbelø", email="clara@example.org", now=OPEN, actor=CONTACT
    )
    address = reverse("registration:take_over", args=[links.contact_request_token(asked)])
    # A mail scanner that follows the link takes nothing back.
    client.get(url("withdraw_contact", six))
    assert client.get(address).status_code == 200
    done = client.post(url("withdraw_contact", six), follow=True)
    assert "Forespørgslen er trukket tilbage." in text(done)
    page = client.post(address)
    assert page.status_code == 410
    assert "så tilmeldingen bliver, hvor den var" in text(page)
    assert not HistoryEntry.objects.filter(verb="contact_handed_over").exists()


def test_an_earlier_request_says_that_a_newer_took_its_place(client: Client, six: Booking) -> None:
    earlier, _later = [
        contact_handover.ask_colleague(booking_id=six.pk, name=name, email=email, now=OPEN, actor=CONTACT)
        for name, email in ((CLARA.name, CLARA.email), (BO.name, BO.email))
    ]
    page = client.get(reverse("registration:take_over", args=[links.contact_request_token(earlier)]))
    assert page.status_code == 410
    assert "Der er sendt en nyere forespørgsel" in text(page)


def test_a_request_nobody_answered_says_so(
    client: Client, six: Booking, summer: time_machine.Traveller
) -> None:
    asked = contact_handover.ask_colleague(
        booking_id=six.pk, name="Clara Æbelø", email="clara@example.org", now=OPEN, actor=CONTACT
    )
    address = reverse("registration:take_over", args=[links.contact_request_token(asked)])
    summer.move_to(OPEN + timedelta(days=14))
    assert "Ingen svarede i tide" in text(client.get(address))
    assert "Du har bedt en kollega" not in text(client.get(url("booking", six)))


@pytest.mark.parametrize(("status", "stands"), [("published", True), ("cancelled", False)])
def test_no_page_says_that_a_colleague_can_say_yes_to_what_is_called_off(
    client: Client, organiser: Client, six: Booking, status: str, stands: bool
) -> None:
    asked = contact_handover.ask_colleague(
        booking_id=six.pk, name="Clara Æbelø", email="clara@example.org", now=OPEN, actor=CONTACT
    )
    Event.objects.update(status=status)
    hers = client.get(reverse("registration:take_over", args=[links.contact_request_token(asked)]))
    assert (hers.status_code == 200) is stands
    assert ("kan svare ja indtil" in text(client.get(url("booking", six)))) is stands
    organisers = organiser.get(reverse("admin:registration_booking_change", args=[six.pk]))
    assert ("Clara Æbelø, clara@example.org, om at overtage" in text(organisers)) is stands


def test_her_own_address_is_no_colleagues(client: Client, six: Booking) -> None:
    page = client.post(url("ask_contact", six), {"name": "Anne Mette", "email": "anne.mette@example.org"})
    assert "Det er din egen adresse. Skriv din kollegas." in text(page)
    assert not ContactRequest.objects.exists()
