"""What organisers see and do of the waiting list, and who is released when it takes a place that was given back."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from programme.models import Event
from registration import links, mails, sentences
from registration.models import HistoryEntry, OwedMail, Registration
from registration.services import answering, cancelling
from registration.services.acts import ATTENDEE, CONTACT, Refused
from registration.services.acts import organiser as by_organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from tests.answers import fields
from tests.cast import ANNE, BO, BOUND, CLARA, OPEN, at, statuses
from tests.forms import shown
from tests.registration.test_admin_place import buttons, text, told, url

pytestmark = pytest.mark.django_db
OFFERED_AT = at("2026-09-03 10:00")
LAST_DAYS = at("2026-09-14 09:00")
REASON = {"set_aside": "on", "reason": "Oplægsholder"}


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event(capacity=3)


@pytest.fixture
def full(sign_up: Callable[..., SignedUp]) -> list[Registration]:
    return sign_up(ANNE, BO, CLARA).registrations


@pytest.fixture
def wait(sign_up: Callable[..., SignedUp], event: Event, full: Any) -> Callable[..., list[Registration]]:
    def join(*names: str, how: WhenFull = WhenFull.AS_THEY_COME, now: Any = OPEN) -> list[Registration]:
        with translation.override("da"):
            terms = sentences.terms(event, now=now, waits=True)
        people = [Person(name=name, email=f"{name.lower()}@example.org") for name in names]
        contact = Contact(name=names[0], email=f"{names[0].lower()}@example.org")
        return sign_up(*people, contact=contact, when_full=how, now=now, terms=terms).registrations

    return join


def status(event: Event) -> dict[str, str]:
    return dict(statuses(event.pk))


def give_back(place: Registration, *, now: Any) -> None:
    cancelling.give_back(registration_id=place.pk, now=now, actor=ATTENDEE)


# ------------------------------------------------------------------ the lists and a person's page


def test_the_list_of_those_who_wait_tells_each_number(organiser: Client, event: Event, wait: Any) -> None:
    wait("Dagny", "Egil")
    wait("Frode", now=OPEN + timedelta(minutes=1))
    page = organiser.get("/admin/registration/registration/", {"event": event.pk, "status": "waiting"})
    shown = page.context["cl"].result_list
    admin = page.context["cl"].model_admin
    assert {row.name: admin.status_in_words(row) for row in shown} == {
        "Dagny": "på venteliste, nr. 1",
        "Egil": "på venteliste, nr. 2",
        "Frode": "på venteliste, nr. 3",
    }
    taken = b"".join(
        organiser.get(
            "/admin/registration/registration/deltagere.csv", {"event": event.pk, "status": "waiting"}
        ).streaming_content
    ).decode("utf-8-sig")
    assert [line.split(";")[7] for line in taken.split("\r\n")[1:-1]] == ["på venteliste"] * 3


@pytest.mark.long
def test_the_page_of_who_waits_speaks_of_a_turn(organiser: Client, event: Event, wait: Any) -> None:
    dagny = wait("Dagny")[0]
    response = organiser.get(url(dagny))
    assert "Nummer 1 på ventelisten, i kø siden mandag den 1. juni 2026 kl. 12.00." in text(response)
    assert buttons(response) == ["Ret", "Giv turen videre", "Tag af ventelisten", "Send nyt link"]
    short, _details, whole = response.content.decode().partition("<details>")
    assert "Ledige pladser gives i den rækkefølge, man er kommet på ventelisten. Til og med" in short
    assert "Reglen for pladsen" not in short
    assert "<li>Ledige pladser gives i den rækkefølge, man er kommet på ventelisten.</li>" in whole
    page = text(organiser.get(url(dagny, "cancel")))
    assert "Turen går tabt, og det personlige link viser så kun, hvad der er sket." in page
    assert "afbud" not in page
    assert told(organiser, organiser.post(url(dagny, "cancel"))) == [
        "Dagny står ikke længere på ventelisten."
    ]
    assert status(event)["Dagny"] == "cancelled"


# ------------------------------------------------------------------ a place now


def test_a_place_is_given_before_others_only_while_one_is_free_and_with_a_reason(
    organiser: Client, event: Event, wait: Any, full: Any, clock: time_machine.Traveller
) -> None:
    wait("Dagny")
    egil = wait("Egil", now=OPEN + timedelta(minutes=1))[0]
    assert organiser.get(url(egil, "give-place")).status_code == 409
    clock.move_to(LAST_DAYS)
    give_back(full[0], now=LAST_DAYS)
    assert "Giv plads nu" in buttons(organiser.get(url(egil)))
    for typed in ({}, {"set_aside": "on"}, {"reason": "Oplægsholder"}):
        assert organiser.post(url(egil, "give-place"), typed).status_code == 200
    assert status(event)["Egil"] == "waiting"
    assert told(organiser, organiser.post(url(egil, "give-place"), REASON)) == ["Egil har nu en plads."]
    assert (status(event)["Dagny"], status(event)["Egil"]) == ("waiting", "confirmed")
    entry = HistoryEntry.objects.get(verb="given_place")
    assert (entry.bent, entry.reason, entry.actor) == ("others_wait", "Oplægsholder", "organiser")
    assert organiser.post(url(egil, "give-place"), REASON).status_code == 409


def test_nobody_but_an_organiser_gives_a_place_before_others(
    event: Event, wait: Any, full: Any, dorte: Any
) -> None:
    dagny = wait("Dagny")[0]
    give_back(full[0], now=LAST_DAYS)
    for actor in (CONTACT, by_organiser(dorte)):
        with pytest.raises(Refused):
            answering.give(registration_id=dagny.pk, now=LAST_DAYS, actor=actor)
    assert status(event)["Dagny"] == "waiting"


# ------------------------------------------------------------------ on behalf of others


TYPED = {
    "contact_name": "Tove Ålund", "contact_email": "tove@example.org", "rows": "2", "action": "check",
    "p1-name": "Gerda Yde", "p1-email": "gerda@example.org", "p2-name": "Hans Bæk", "p2-email": "",
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("button", "together"), [("wait_together", True), ("wait_apart", False)])
def test_people_are_put_on_the_list_on_behalf_of_others(
    organiser: Client, event: Event, full: Any, button: str, together: bool
) -> None:
    page_url = f"/admin/programme/event/{event.pk}/sign-up/"
    page = organiser.post(page_url, TYPED)
    assert "2 personer ønsker en plads" in text(page)
    assert "Skriv begge på ventelisten, samlet" in text(page)
    assert "Ledige pladser gives i den rækkefølge" in text(page)
    answer = organiser.post(page_url, fields(page) | {"action": button})
    assert told(organiser, answer) == [
        "2 personer står på ventelisten. Mailen om det er på vej til tove@example.org."
    ]
    assert (status(event)["Gerda Yde"], status(event)["Hans Bæk"]) == ("waiting", "waiting")
    assert Registration.objects.get(name="Gerda Yde").booking.waits_together is together


def test_of_a_group_bigger_than_the_event_each_waits_for_herself(
    organiser: Client, event: Event, full: Any
) -> None:
    Event.objects.update(capacity=1)
    page = text(organiser.post(f"/admin/programme/event/{event.pk}/sign-up/", TYPED))
    assert "ventelisten, samlet" not in page
    assert "Pladser efterhånden som de kommer, resten på ventelisten" in page


@pytest.mark.long
def test_on_behalf_of_others_the_free_places_are_taken_and_the_rest_wait(
    organiser: Client, event: Event, sign_up: Any
) -> None:
    sign_up(ANNE, BO)
    page_url = f"/admin/programme/event/{event.pk}/sign-up/"
    page = organiser.post(page_url, TYPED)
    assert "Der er kun 1 plads tilbage. De kan komme på ventelisten. Der er ingen på den endnu." in text(page)
    organiser.post(page_url, fields(page) | {"action": "wait_apart"})
    assert (status(event)["Gerda Yde"], status(event)["Hans Bæk"]) == ("confirmed", "waiting")


def test_more_places_say_how_many_of_the_list_got_one(organiser: Client, event: Event, wait: Any) -> None:
    wait("Dagny", "Egil", "Frode")
    page_url = f"/admin/programme/event/{event.pk}/change/"
    page = organiser.get(page_url)
    answer = organiser.post(page_url, shown(page) | {"capacity": "5"})
    said = [str(message) for message in organiser.get(answer["Location"]).context["messages"]]
    assert "2 personer fra ventelisten har nu en plads og får besked i en mail." in said
    assert [status(event)[name] for name in ("Dagny", "Egil", "Frode")] == [
        "confirmed",
        "confirmed",
        "waiting",
    ]


# ------------------------------------------------------------------ released when the list takes the place


def owing_still(event: Event) -> list[str]:
    rows = Registration.objects.filter(event=event, still_owed=True).order_by("ended_at", "pk")
    return list(rows.values_list("name", flat=True))


@pytest.mark.long
@pytest.mark.parametrize("releases", [True, False])
def test_who_gave_back_is_released_once_the_list_has_the_place_if_the_event_says_so(
    event: Event, wait: Any, full: Any, releases: bool
) -> None:
    Event.objects.update(releases_when_refilled=releases)
    dagny = wait("Dagny")[0]
    wait("Egil", now=OPEN + timedelta(minutes=1))
    give_back(full[1], now=OFFERED_AT)
    assert owing_still(event) == [BO.name]  # offered is not yet taken
    give_back(full[2], now=OFFERED_AT + timedelta(minutes=1))
    for _press in range(2):
        with contextlib.suppress(Refused):
            answering.answer(booking_id=dagny.booking_id, accepted={dagny.pk}, now=OFFERED_AT, actor=CONTACT)
    assert owing_still(event) == ([CLARA.name] if releases else [BO.name, CLARA.name])
    mails = OwedMail.objects.filter(kind="place_released").order_by("pk")
    assert list(mails.values_list("to_email", flat=True)) == (
        ["bo@example.org", "anne.mette@example.org"] if releases else []
    )
    assert HistoryEntry.objects.filter(verb="released").count() == releases


@pytest.mark.long
def test_a_place_that_nobody_gave_back_releases_nobody(event: Event, wait: Any, full: Any) -> None:
    Event.objects.update(releases_when_refilled=True)
    wait("Dagny")
    cancelling.cancel(registration_id=full[0].pk, now=BOUND - timedelta(days=30), actor=ATTENDEE)
    assert status(event)["Dagny"] == "confirmed"
    assert not HistoryEntry.objects.filter(verb="released").exists()


@pytest.mark.long
def test_the_page_and_the_mail_of_a_give_back_say_which_holds(
    client: Client, event: Event, full: Any, clock: time_machine.Traveller
) -> None:
    said = "Får en fra ventelisten pladsen, skyldes der ikke længere noget"
    clock.move_to(OFFERED_AT)
    page = f"/plads/{links.place_token(full[1])}/giv-tilbage/"
    assert said not in client.get(page).content.decode()
    Event.objects.update(releases_when_refilled=True)
    assert said in client.get(page).content.decode()
    give_back(full[1], now=OFFERED_AT)
    mail = OwedMail.objects.filter(kind="place_given_back").earliest("pk")
    assert said in mails.staff_text(mail, now=OFFERED_AT).body
    Event.objects.update(releases_when_refilled=None)
    mail = OwedMail.objects.get(pk=mail.pk)
    assert said not in mails.staff_text(mail, now=OFFERED_AT).body
