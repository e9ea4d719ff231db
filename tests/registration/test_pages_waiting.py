"""What people on the waiting list see and do on their own page and the contact's. The event of these tests has three
places; it binds after 2 September and begins on 16 September 2026."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from programme.models import Event
from registration import links, sentences
from registration.line_sentences import list_rule
from registration.models import HistoryEntry, OwedMail, Registration
from registration.services import cancelling, waiting
from registration.services.acts import ATTENDEE
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, CLARA, OPEN, at, statuses
from tests.registration.pages import text

pytestmark = pytest.mark.django_db

OFFERED_AT = at("2026-09-03 10:00")  # a Thursday, after the binding day
OFFER_ENDS = at("2026-09-06 15:45")  # a quarter of the time left
LAST_DAYS = at("2026-09-14 09:00")


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event(capacity=3)


@pytest.fixture
def full(sign_up: Callable[..., SignedUp]) -> list[Registration]:
    return sign_up(ANNE, BO, CLARA).registrations


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def wait(sign_up: Callable[..., SignedUp], event: Event, full: Any) -> Callable[..., list[Registration]]:
    """Invented people join the list of the full event, the first of them as their contact."""

    def join(
        *names: str, how: WhenFull = WhenFull.TOGETHER, now: datetime = OPEN, own: bool = True
    ) -> list[Registration]:
        with translation.override("da"):
            terms = sentences.terms(event, now=now, waits=True)
        people = [Person(name=name, email=f"{name.lower()}@example.org" if own else "") for name in names]
        contact = Contact(name=names[0], email=f"{names[0].lower()}@example.org")
        return sign_up(*people, contact=contact, when_full=how, now=now, terms=terms).registrations

    return join


def own(place: Registration, act: str = "", *, english: bool = False) -> str:
    place.refresh_from_db()
    return f"{'/en' if english else ''}/plads/{links.place_token(place)}/{act}"


def contacts(place: Registration, act: str = "") -> str:
    return f"/samlet/{links.booking_token(place.booking)}/{act}"


def leave(place: Registration, *, now: datetime) -> None:
    cancelling.cancel(registration_id=place.pk, now=now, actor=ATTENDEE)


def give_back(place: Registration, *, now: datetime) -> None:
    cancelling.give_back(registration_id=place.pk, now=now, actor=ATTENDEE)


def status(event: Event) -> dict[str, str]:
    return dict(statuses(event.pk))


def numbers(response: Any) -> list[str]:
    return re.findall(r"nummer (\d\d?)\b", text(response).lower())


# ------------------------------------------------------------------ who waits


@pytest.mark.long
def test_who_waits_reads_her_number_counted_in_persons(clock: Any, client: Client, wait: Any) -> None:
    dagny, egil = wait("Dagny", "Egil")
    frode = wait("Frode", now=OPEN + timedelta(minutes=1))[0]
    assert [numbers(client.get(own(one))) for one in (dagny, egil, frode)] == [["1"], ["2"], ["3"]]
    page = text(client.get(own(frode)))
    assert "I kø siden mandag den 1. juni 2026 kl. 12.01." in page
    assert "Forlad ventelisten" in page
    assert "Giv turen videre" in page
    for word in ("Du har en plads", "Meld afbud til pladsen", "Overdrag pladsen", "Læg den i din kalender"):
        assert word not in page
    english = text(client.get(own(frode, english=True)))
    assert "You are number 3 in line" in english
    assert "Leave the waiting list" in english


@pytest.mark.long
def test_whoever_waits_reads_what_holds_now_and_folded_the_whole_rule(
    clock: Any, client: Client, wait: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    with translation.override("da"):
        rule = list_rule(event, now=OPEN)
    for page in (client.get(own(dagny)), client.get(contacts(dagny))):
        before, _details, after = page.content.decode().partition("<details>")
        assert rule.short in before
        assert [f"<li>{sentence}</li>" in after for sentence in rule.whole] == [True] * 5
        assert "line-" not in page.content.decode()


@pytest.mark.long
def test_leaving_the_list_is_said_in_its_own_words(
    clock: Any, client: Client, wait: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    page = text(client.get(own(dagny, "afbud/")))
    assert "Du er ved at tage Dagny af ventelisten." in page
    assert "Behold turen" in page
    assert "Meld afbud" not in page
    done = client.post(own(dagny, "afbud/"), follow=True)
    assert "Du har forladt ventelisten." in text(done)
    assert "Ventelisten blev forladt" in text(done)
    assert "Pladsen blev" not in text(done)
    assert status(event)["Dagny"] == "cancelled"
    assert "Dagny – forlod ventelisten" in text(client.get(contacts(dagny)))


def test_the_contact_takes_somebody_off_the_list(clock: Any, client: Client, wait: Any, event: Event) -> None:
    dagny, egil = wait("Dagny", "Egil")
    done = client.post(contacts(dagny, f"{egil.pk}/afbud/"), follow=True)
    assert "Ventelisten er forladt." in text(done)
    assert (status(event)["Dagny"], status(event)["Egil"]) == ("waiting", "cancelled")


@pytest.mark.long
def test_the_contact_sees_who_waits_and_who_has_a_place(
    clock: Any, client: Client, wait: Any, full: Any, sign_up: Any
) -> None:
    dagny, _egil = wait("Dagny", "Egil", how=WhenFull.AS_THEY_COME)
    leave(full[0], now=OPEN)
    page = text(client.get(contacts(dagny)))
    assert "Én person har en plads. Én person står på ventelisten." in page
    assert numbers(client.get(contacts(dagny))) == ["1"]


def test_a_group_that_was_passed_over_is_told_and_takes_places_as_they_come(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny, egil, frode = wait("Dagny", "Egil", "Frode")
    assert "for få til jer alle" not in text(client.get(contacts(dagny)))
    leave(full[0], now=OPEN)
    told = "Der har været ledige pladser, første gang mandag den 1. juni 2026 kl. 12.00"
    assert told in text(client.get(contacts(dagny)))
    assert told in text(client.get(own(egil)))
    apart = contacts(dagny, "venteliste/enkeltvis/")
    assert client.get(apart).status_code == 302
    assert status(event)["Dagny"] == "waiting"
    done = client.post(apart, follow=True)
    assert "Fra nu af tager I pladser, efterhånden som de kommer." in text(done)
    assert [status(event)[name] for name in ("Dagny", "Egil", "Frode")] == ["confirmed", "waiting", "waiting"]
    client.post(apart)
    assert HistoryEntry.objects.filter(verb="waits_apart").count() == 1
    assert frode.pk


@pytest.mark.long
def test_own_page_of_who_waits_asks_few_queries(
    clock: Any, client: Client, wait: Any, django_assert_max_num_queries: Any
) -> None:
    people = wait("Dagny", "Egil", "Frode")
    with django_assert_max_num_queries(12):
        client.get(own(people[1]))
    with django_assert_max_num_queries(12):
        client.get(contacts(people[0]))


# ------------------------------------------------------------------ what is offered


def test_who_is_offered_a_place_reads_until_when_and_says_yes(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    clock.move_to(OFFERED_AT)
    give_back(full[0], now=OFFERED_AT)
    page = text(client.get(own(dagny)))
    assert "Vil du have pladsen? Vi holder den indtil søndag den 6. september 2026 kl. 15.45." in page
    assert "Siger du ja, gælder dette: Tilmeldingen er bindende" in page
    assert "1.295 kr." in page
    assert "you say yes, this holds" in text(client.get(own(dagny, english=True)))
    assert client.get(own(dagny, "venteliste/svar/")).status_code == 302
    assert status(event)["Dagny"] == "offered"
    for _press in range(2):
        done = client.post(own(dagny, "venteliste/svar/"), {"answer": "yes"}, follow=True)
        assert "Pladsen er din." in text(done)
        assert "En mail om det er på vej til dagny@example.org" in text(done)
    assert HistoryEntry.objects.filter(verb="given_place").count() == 1


@pytest.mark.long
def test_who_says_no_leaves_the_list_and_the_next_is_asked(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    wait("Egil", now=OPEN + timedelta(minutes=1))
    clock.move_to(OFFERED_AT)
    give_back(full[0], now=OFFERED_AT)
    for _press in range(2):
        done = client.post(own(dagny, "venteliste/svar/"), {"answer": "no"}, follow=True)
        assert "Du har sagt nej og har forladt ventelisten." in text(done)
    assert (status(event)["Dagny"], status(event)["Egil"]) == ("cancelled", "offered")
    late = client.post(own(dagny, "venteliste/svar/"), {"answer": "yes"})
    assert late.status_code == 409
    assert status(event)["Dagny"] == "cancelled"


@pytest.mark.parametrize(("late", "shown"), [(timedelta(microseconds=-1), 200), (timedelta(0), 409)])
def test_an_answer_counts_until_the_instant_the_offer_ends(
    late: timedelta, shown: int, clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    give_back(full[0], now=OFFERED_AT)
    clock.move_to(OFFER_ENDS + late)
    done = client.post(own(dagny, "venteliste/svar/"), {"answer": "yes"}, follow=True)
    assert done.status_code == shown
    assert status(event)["Dagny"] == ("confirmed" if shown == 200 else "offered")
    if shown == 409:
        assert "søndag den 6. september 2026 kl. 15.45, så pladsen er gået videre." in text(done)
        assert "Ja tak" not in text(done)


def test_an_offer_that_ran_out_says_so_afterwards(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    give_back(full[0], now=OFFERED_AT)
    clock.move_to(OFFER_ENDS)
    waiting.move_all(now=OFFER_ENDS)
    page = text(client.get(own(dagny)))
    assert "Der kom ikke svar på den tilbudte plads i tide" in page
    assert "afbud" not in page.lower()


def test_a_groups_offer_is_answered_once_by_the_contact(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny, egil, frode = wait("Dagny", "Egil", "Frode")
    clock.move_to(OFFERED_AT)
    for place in full:
        give_back(place, now=OFFERED_AT)
    egils = text(client.get(own(egil)))
    assert "så Dagny svarer for jer alle" in egils
    assert "Ja tak" not in egils
    for said in ("yes", "no"):
        refused = client.post(own(egil, "venteliste/svar/"), {"answer": said})
        assert refused.status_code == 409
        assert "Tilbuddet gælder flere af jer, så kontaktpersonen svarer for jer alle." in text(refused)
    assert status(event)["Egil"] == "offered"
    page = client.get(contacts(dagny))
    assert "Der er tilbudt 3 pladser" in text(page)
    asked = {"asked": [dagny.pk, egil.pk, frode.pk]}
    none = client.post(contacts(dagny, "venteliste/svar/"), asked | {"answer": "yes"})
    assert "Sæt kryds ved mindst én" in text(none)
    said = asked | {"answer": "yes", "people": [dagny.pk, frode.pk]}
    for _press in range(2):
        done = client.post(contacts(dagny, "venteliste/svar/"), said, follow=True)
        assert "De, du sagde ja for, har nu en plads." in text(done)
    assert [status(event)[name] for name in ("Dagny", "Egil", "Frode")] == [
        "confirmed",
        "cancelled",
        "confirmed",
    ]
    kinds = list(OwedMail.objects.filter(kind="places_given").values_list("to_email", flat=True))
    assert kinds == ["dagny@example.org"]


@pytest.mark.parametrize("typed", ["1" + "0" * 30, "9" * 5000, "²", "-1", "Dagny"])
def test_an_answer_about_numbers_that_no_page_of_ours_sends_answers_nothing(
    clock: Any, client: Client, wait: Any, full: Any, event: Event, typed: str
) -> None:
    dagny = wait("Dagny", "Egil")[0]
    clock.move_to(OFFERED_AT)
    for place in full:
        give_back(place, now=OFFERED_AT)
    page = contacts(dagny, "venteliste/svar/")
    for said in ({"asked": typed, "answer": "no"}, {"asked": dagny.pk, "people": typed, "answer": "yes"}):
        assert client.post(page, said).status_code in {200, 302}
    assert client.post(contacts(dagny, "venteliste/tag/"), {"people": typed}).status_code == 200
    assert (status(event)["Dagny"], status(event)["Egil"]) == ("offered", "offered")


@pytest.mark.long
def test_an_answer_is_only_about_those_the_page_asked_for(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny, egil = wait("Dagny", "Egil", how=WhenFull.AS_THEY_COME)
    clock.move_to(OFFERED_AT)
    give_back(full[0], now=OFFERED_AT)
    give_back(full[1], now=OFFERED_AT + timedelta(hours=1))  # offered after her page was fetched
    said = {"answer": "yes", "asked": [dagny.pk], "people": [dagny.pk]}
    client.post(contacts(dagny, "venteliste/svar/"), said)
    assert (status(event)["Dagny"], status(event)["Egil"]) == ("confirmed", "offered")
    client.post(own(egil, "venteliste/svar/"), {"answer": "yes"})
    assert status(event)["Egil"] == "confirmed"


# ------------------------------------------------------------------ the last 48 hours


def test_shortly_before_the_first_yes_has_the_free_place(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    egil = wait("Egil", now=OPEN + timedelta(minutes=1))[0]
    clock.move_to(LAST_DAYS)
    free = "En plads er ledig – den første, der siger ja, får den"
    assert free not in text(client.get(own(egil)))
    give_back(full[0], now=LAST_DAYS)
    assert free in text(client.get(own(egil)))
    assert client.get(own(egil, "venteliste/tag/")).status_code == 302
    for _press in range(2):
        assert "Pladsen er din." in text(client.post(own(egil, "venteliste/tag/"), follow=True))
    late = client.post(own(dagny, "venteliste/tag/"))
    assert late.status_code == 409
    assert "En anden sagde ja før dig, så pladsen er taget. Du står stadig på ventelisten." in text(late)
    assert (status(event)["Dagny"], status(event)["Egil"]) == ("waiting", "confirmed")


def test_the_contact_takes_free_places_for_those_she_ticks(
    clock: Any, client: Client, wait: Any, full: Any, event: Event
) -> None:
    dagny, egil = wait("Dagny", "Egil")
    clock.move_to(LAST_DAYS)
    give_back(full[0], now=LAST_DAYS)
    take = contacts(dagny, "venteliste/tag/")
    assert "Sæt kryds ved mindst én." in text(client.post(take))
    both = client.post(take, {"people": [dagny.pk, egil.pk]})
    assert both.status_code == 409
    assert "Der er færre ledige pladser end de 2, du bad om" in text(both)
    assert "De, du sagde ja for" in text(client.post(take, {"people": [egil.pk]}, follow=True))
    assert (status(event)["Dagny"], status(event)["Egil"]) == ("waiting", "confirmed")


def test_before_the_last_48_hours_nobody_takes_a_place_out_of_turn(
    clock: Any, client: Client, wait: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    clock.move_to(OFFERED_AT)
    assert client.post(own(dagny, "venteliste/tag/")).status_code == 409
    assert status(event)["Dagny"] == "waiting"


def test_a_page_that_had_been_open_too_long_does_nothing_and_comes_again(
    clock: Any, wait: Any, full: Any, event: Event
) -> None:
    dagny = wait("Dagny")[0]
    clock.move_to(OFFERED_AT)
    give_back(full[0], now=OFFERED_AT)
    client = Client(enforce_csrf_checks=True)
    for path in (own(dagny, "venteliste/svar/"), contacts(dagny, "venteliste/svar/")):
        page = client.post(path, {"answer": "no", "asked": [dagny.pk]})
        assert "Ja tak" in text(page)
    assert status(event)["Dagny"] == "offered"


@pytest.mark.long
def test_handing_over_speaks_of_the_turn_and_not_of_a_place(clock: Any, client: Client, wait: Any) -> None:
    dagny = wait("Dagny")[0]
    page = text(client.get(own(dagny, "overdrag/")))
    assert "Giv turen videre" in page
    assert "Overdrag pladsen" not in page
