"""Whoever finds an event full joins the waiting list from the form. The event of these tests has three places."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from programme.models import Event
from registration import mails as letters
from registration import sentences
from registration.models import Booking, OwedMail, Registration
from registration.services import cancelling
from registration.services.acts import ATTENDEE
from registration.services.booking import SignedUp
from registration.services.people import Person
from registration.services.room import WhenFull
from tests.answers import fields
from tests.cast import ANNE, BO, CLARA, OPEN, at, statuses
from tests.registration.pages import text
from tests.registration.test_receipt import plain

pytestmark = pytest.mark.django_db
PAGE = "/laering-paa-tvaers/tilmelding/"
LAST_DAYS = at("2026-09-14 09:00")
GROUP = {"payer-kind": "later", "contact_name": "Dagny Ørum", "contact_email": "dagny@example.org"}
EGIL = {"p1-name": "Egil Ås", "p1-email": "egil@example.org"}
FRODE = {"p2-name": "Frode Æbelø", "p2-email": "frode@example.org"}


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event(capacity=3)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def full(sign_up: Callable[..., SignedUp]) -> list[Registration]:
    return sign_up(ANNE, BO, CLARA).registrations


@pytest.fixture
def continued(clock: time_machine.Traveller, client: Client) -> Callable[..., Any]:
    """The form filled in by hand and sent on."""

    def fill(answers: dict[str, str], *, count: int, who: Client = client) -> Any:
        page = who.get(PAGE, {"antal": str(count)})
        clock.shift(timedelta(seconds=40))
        return who.post(PAGE, fields(page) | answers | {"action": "check"})

    return fill


def chosen(client: Client, page: Any, how: str, *ticked: int) -> Any:
    kept = {name: value for name, value in fields(page).items() if not name.startswith("keep-")}
    boxes = {f"keep-{number}": "1" for number in ticked}
    return client.post(PAGE, kept | boxes | {"when_full": how, "action": "choose"})


def confirmed(client: Client, check: Any) -> Any:
    return client.post(PAGE, fields(check) | {"accept": "1", "action": "confirm"}, follow=True)


def status(event: Event) -> dict[str, str]:
    return dict(statuses(event.pk))


def test_a_full_event_offers_the_list_and_says_how_many_wait(
    client: Client, event: Event, full: Any, continued: Any
) -> None:
    page = text(client.get("/laering-paa-tvaers/"))
    assert "Fuldt – venteliste" in page
    assert "Alle pladser er taget. Du kan komme på ventelisten. Der er ingen på den endnu." in page
    assert "Kom på ventelisten" in page
    confirmed(client, continued(GROUP, count=1))
    assert "Én person står der allerede." in text(client.get("/laering-paa-tvaers/"))
    assert "Fuldt – venteliste" in text(client.get("/"))
    english = text(client.get("/en/laering-paa-tvaers/"))
    assert "You can join the waiting list. One person waits already." in english


@pytest.mark.long
def test_one_person_joins_straight_on(client: Client, event: Event, full: Any, continued: Any) -> None:
    form = text(client.get(PAGE))
    assert "Du skriver dig på ventelisten Alle pladser er taget." in form
    check = continued(GROUP, count=1)
    with translation.override("da"):
        terms = sentences.terms(event, now=OPEN, waits=True)
    assert terms in text(check)
    assert "Én person kommer på ventelisten" in text(check)
    assert "Skriv 1 person på ventelisten" in text(check)
    assert status(event).get("Dagny Ørum") is None
    receipt = text(confirmed(client, check))
    assert "På ventelisten" in receipt
    assert status(event)["Dagny Ørum"] == "waiting"
    assert Registration.objects.get(name="Dagny Ørum").accepted_terms == terms
    assert confirmed(client, check).status_code == 200
    assert Booking.objects.filter(contact_email="dagny@example.org").count() == 1


def test_a_group_chooses_to_wait_together_or_as_places_come(
    client: Client, event: Event, full: Any, continued: Any
) -> None:
    page = continued(GROUP | EGIL, count=2)
    assert "<h1>Ingen ledige pladser</h1>" in page.content.decode()
    assert "Vent samlet: begge på ventelisten, indtil der er pladser til jer begge" in text(page)
    assert "Begge på ventelisten, og pladser efterhånden som de kommer" in text(page)
    assert "keep-" not in page.content.decode()
    assert "Vælg, hvad du helst vil" in text(client.post(PAGE, fields(page) | {"action": "choose"}))
    together = chosen(client, page, "together")
    assert "I venter på alle jeres pladser samlet." in text(together)
    apart = chosen(client, page, "as_they_come")
    assert "I tager pladser, efterhånden som de kommer." in text(apart)
    assert "Skriv 2 personer på ventelisten" in text(apart)
    assert "gruppe venter" not in text(confirmed(client, apart))
    booking = Booking.objects.get(contact_email="dagny@example.org")
    assert not booking.waits_together
    assert (status(event)["Dagny Ørum"], status(event)["Egil Ås"]) == ("waiting", "waiting")


@pytest.mark.long
def test_the_receipt_says_that_a_group_waits_together(
    client: Client, event: Event, full: Any, continued: Any
) -> None:
    together = chosen(client, continued(GROUP | EGIL, count=2), "together")
    assert "Din gruppe venter på alle sine pladser samlet." in text(confirmed(client, together))
    alone = continued(GROUP | {"contact_name": "Gerda Æ", "contact_email": "gerda@example.org"}, count=1)
    assert "gruppe venter" not in text(confirmed(client, alone))


def test_those_ticked_take_the_free_places_and_the_rest_wait(
    client: Client, event: Event, sign_up: Any, continued: Any
) -> None:
    sign_up(ANNE, BO)
    page = continued(GROUP | EGIL | FRODE, count=3)
    assert "<h1>For få pladser</h1>" in page.content.decode()
    assert "Vent samlet: alle 3 på ventelisten, indtil der er pladser til jer alle" in text(page)
    assert "Tag den ene ledige plads nu, og vent med resten" in text(page)
    together = text(chosen(client, page, "together"))
    assert "Der er kun 1 plads tilbage. Du kan komme på ventelisten. Der er ingen på den endnu." in together
    many = chosen(client, page, "as_they_come", 1, 2)
    assert "Du har sat 2 krydser, og kun 1 plads er ledig: Sæt kryds ved den, der skal have den." in text(
        many
    )
    assert {name for name in fields(many) if name.startswith("keep-")} == {"keep-1", "keep-2"}
    check = chosen(client, page, "as_they_come", 2)
    assert "I får den sidste plads. Du kan komme på ventelisten. Der er ingen på den endnu." in text(check)
    assert "Tilmeld 1 person, 2 på venteliste" in text(check)
    assert text(check).index("Frode Æbelø") < text(check).index("kommer på ventelisten")
    receipt = text(confirmed(client, check))
    assert "Frode Æbelø Får en plads" in receipt
    assert "Dagny Ørum På ventelisten" in receipt
    assert [status(event)[name] for name in ("Frode Æbelø", "Dagny Ørum", "Egil Ås")] == [
        "confirmed",
        "waiting",
        "waiting",
    ]


def test_a_group_bigger_than_the_event_is_not_offered_to_wait_together(
    client: Client, event: Event, full: Any, continued: Any
) -> None:
    Event.objects.update(capacity=2)
    page = continued(GROUP | EGIL | FRODE, count=3)
    assert "Vent samlet" not in text(page)
    assert "Alle 3 på ventelisten, og pladser efterhånden som de kommer" in text(page)
    assert 'value="as_they_come" checked' in page.content.decode()
    Event.objects.update(capacity=3)
    assert "Vent samlet: alle 3 på ventelisten" in text(continued(GROUP | EGIL | FRODE, count=3))


@pytest.mark.long
def test_only_those_chosen_sign_up_and_nobody_waits(
    client: Client, event: Event, sign_up: Any, continued: Any
) -> None:
    sign_up(ANNE, BO)
    check = chosen(client, continued(GROUP | EGIL, count=2), "only_chosen", 1)
    assert "Tilmeld 1 person – bindende efter" in text(check)
    confirmed(client, check)
    assert status(event)["Egil Ås"] == "confirmed"
    assert "Dagny Ørum" not in status(event)


@pytest.mark.long
def test_places_taken_since_the_check_page_lead_to_the_list_and_the_text_is_kept(
    client: Client, event: Event, continued: Any, sign_up: Any
) -> None:
    check = continued(GROUP, count=1)
    sign_up(ANNE, BO, CLARA)
    again = confirmed(client, check)
    assert "Alle pladser er taget. Du kan komme på ventelisten." in text(again)
    assert fields(again)["contact_name"] == "Dagny Ørum"
    assert "Skriv 1 person på ventelisten" in text(again)
    assert "Dagny Ørum" not in status(event)
    confirmed(client, again)
    assert status(event)["Dagny Ørum"] == "waiting"


@pytest.mark.long
def test_places_that_came_free_since_the_check_page_are_given_at_once(
    client: Client, event: Event, continued: Any, full: Any
) -> None:
    check = continued(GROUP, count=1)
    cancelling.cancel(registration_id=full[0].pk, now=OPEN, actor=ATTENDEE)
    receipt = text(confirmed(client, check))
    assert status(event)["Dagny Ørum"] == "confirmed"
    assert "På ventelisten" not in receipt


@pytest.mark.long
def test_shortly_before_a_free_place_is_for_those_who_wait_already(
    client: Client, event: Event, continued: Any, full: Any, clock: Any, sign_up: Any
) -> None:
    confirmed(client, continued(GROUP, count=1))
    Event.objects.update(registration_closes_on=None)
    clock.move_to(LAST_DAYS)
    cancelling.give_back(registration_id=full[0].pk, now=LAST_DAYS, actor=ATTENDEE)
    page = text(client.get("/laering-paa-tvaers/"))
    assert "De ledige pladser er til dem, der allerede står på ventelisten." in page
    assert "Fuldt – venteliste" in text(client.get("/"))
    check = continued(
        {"payer-kind": "later", "contact_name": "Ib Ø", "contact_email": "ib@example.org"}, count=1
    )
    assert "Skriv 1 person på ventelisten" in text(check)
    confirmed(client, check)
    assert status(event)["Ib Ø"] == "waiting"


@pytest.mark.long
def test_a_group_is_offered_no_place_that_those_who_wait_already_may_take(
    client: Client, event: Event, continued: Any, full: Any, clock: Any
) -> None:
    confirmed(client, continued(GROUP, count=1))
    Event.objects.update(registration_closes_on=None)
    clock.move_to(LAST_DAYS)
    cancelling.give_back(registration_id=full[0].pk, now=LAST_DAYS, actor=ATTENDEE)
    two = {"payer-kind": "later", "contact_name": "Ib Ø", "contact_email": "ib@example.org"} | EGIL
    page = continued(two, count=2)
    assert "<h1>Ingen ledige pladser</h1>" in page.content.decode()
    assert "De ledige pladser er til dem, der allerede står på ventelisten." in text(page)
    assert "plads tilbage" not in text(page)
    again = client.post(PAGE, fields(page) | {"action": "choose"})
    assert "<h1>Ingen ledige pladser</h1>" in again.content.decode()


def test_how_many_places_are_free_is_asked_once_in_an_answer(
    client: Client, event: Event, continued: Any, sign_up: Any
) -> None:
    sign_up(ANNE, BO)
    with CaptureQueriesContext(connection) as asked:
        page = continued(GROUP | EGIL | FRODE, count=3)
    assert "Tag den ene ledige plads nu, og vent med resten" in text(page)
    # Once for the form, and for everybody and for those who are new when it is sent.
    counted = [one for one in asked.captured_queries if "COUNT(" in one["sql"]]
    assert len(counted) == 3, counted


def test_after_closing_nobody_joins_the_list(client: Client, event: Event, full: Any, clock: Any) -> None:
    clock.move_to(at("2026-09-10 12:00"))
    assert "Kom på ventelisten" not in text(client.get("/laering-paa-tvaers/"))
    assert "Du skriver dig på ventelisten" not in text(client.get(PAGE))


# ------------------------------------------------------------------ what nobody is told


@pytest.mark.long
@pytest.mark.parametrize(("capacity", "how"), [(4, "as_they_come"), (4, "together"), (3, "together")])
def test_the_receipt_of_the_list_tells_nobody_who_has_a_place_already(
    event: Event, full: Any, clock: Any, capacity: int, how: str
) -> None:
    Event.objects.update(capacity=capacity)
    knows = (BO, Person(name="Egil Ås", email="egil@example.org"), Person(name="Frode Æ"))
    fresh = (
        Person(name="Ib Østerå", email="ib@example.org"),
        Person(name="Per Ø", email="per@example.org"),
        Person(name="Lis Å"),
    )
    pages = []
    for people, contact in ((knows, "frede@example.org"), (fresh, "frida@example.org")):
        taken = Registration.objects.filter(status__in=Registration.TAKING).count()
        Event.objects.update(capacity=taken + capacity - 3)
        Registration.objects.filter(status="waiting").update(
            status="cancelled", ended_at=OPEN, person_key=None
        )
        browser = Client()
        typed = fields(browser.get(PAGE, {"antal": "3"})) | {
            "contact_name": "Frede Fremmed", "contact_email": contact, "count": "3", "attends": "",
            "when_full": how, "first": "", "payer-kind": "later",
        }  # fmt: skip
        del typed["shape"]
        for number, person in enumerate(people, start=1):
            typed |= {f"p{number}-name": person.name, f"p{number}-email": person.email}
        clock.shift(timedelta(seconds=40))
        check = browser.post(PAGE, typed | {"action": "check"})
        receipt = browser.post(PAGE, fields(check) | {"accept": "1", "action": "confirm"}, follow=True)
        booking = Booking.objects.get(contact_email=contact)
        pages.append(plain(receipt, booking, people))
    assert pages[0] == pages[1]
    assert "På ventelisten" in pages[0]


def test_a_place_that_somebody_did_not_need_is_given_by_the_list_in_the_same_act(
    event: Event, sign_up: Any, full: Any
) -> None:
    Event.objects.update(capacity=4)
    with translation.override("da"):
        terms = sentences.terms(Event.objects.get(), now=OPEN, waits=True)
    egil = Person(name="Egil Ås", email="egil@example.org")
    made = sign_up(BO, egil, terms=terms, when_full=WhenFull.AS_THEY_COME)
    assert [(one["name"], one["waits"]) for one in made.booking.named] == [
        ("Bo Ågård", False),
        ("Egil Ås", True),
    ]
    assert status(event)["Egil Ås"] == "confirmed"
    kinds = list(OwedMail.objects.filter(booking=made.booking).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["booking_waits", "place_waits", "places_given", "place_given"]


@pytest.mark.long
def test_who_waits_already_and_is_signed_up_again_is_told_of_her_turn(
    client: Client, event: Event, full: Any, continued: Any, clock: Any
) -> None:
    confirmed(client, continued(GROUP, count=1))
    before = OwedMail.objects.count()
    other = {"payer-kind": "later", "contact_name": "Ib Ø", "contact_email": "ib@example.org", "attends": ""}
    person = {"p1-name": "Dagny Ørum", "p1-email": "dagny@example.org"}
    page = Client().get(PAGE)
    typed = fields(page) | other | person | {"count": "1"}
    del typed["shape"]
    clock.shift(timedelta(seconds=40))
    check = client.post(PAGE, typed | {"action": "check"})
    client.post(PAGE, fields(check) | {"accept": "1", "action": "confirm"})
    mails = OwedMail.objects.order_by("pk")[before:]
    assert [mail.kind for mail in mails] == ["booking_confirmed", "place_waits"]
    assert "Dagny Ørum" in letters.staff_text(mails[0], now=OPEN).body
    assert statuses(event.pk).count(("Dagny Ørum", "waiting")) == 1
