"""What the own page is called in each state of a place, and what it says once the event is over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from programme.models import Event
from registration import headings, links
from registration.models import Registration
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, ENDED, OPEN
from tests.pages import text_of

SignUp = Callable[..., SignedUp]


@pytest.mark.parametrize(
    ("facts", "is_offered", "expected"),
    [
        ({"status": "confirmed", "confirmed_at": OPEN}, False, "Din plads"),
        ({"status": "waiting"}, False, "Du står på ventelisten"),
        ({"status": "offered"}, True, "Du får tilbudt en plads"),
        ({"status": "offered"}, False, "Du står på ventelisten"),
        ({"status": "expired"}, False, "Tilbuddet er udløbet"),
        ({"status": "cancelled"}, False, "Ikke længere på ventelisten"),
        ({"status": "cancelled", "confirmed_at": OPEN}, False, "Der er meldt afbud"),
        (
            {"status": "cancelled", "confirmed_at": OPEN, "still_owed": True},
            False,
            "Pladsen er givet tilbage",
        ),
    ],
)
def test_the_own_page_is_called_by_what_has_become_of_the_place(
    facts: dict[str, Any], is_offered: bool, expected: str
) -> None:
    with translation.override("da"):
        for status, said in (("published", expected), ("cancelled", "Arrangementet er aflyst")):
            place = Registration(event=Event(status=status), **facts)
            assert headings.own_page(place, is_offered=is_offered) == said


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "over"),
    [(ENDED - timedelta(microseconds=1), False), (ENDED, True)],
    ids=["the last instant", "over"],
)
def test_once_it_is_over_both_pages_speak_of_a_place_somebody_had(
    now: Any, over: bool, sign_up: SignUp, event: Event, client: Client
) -> None:
    anne, _bo = sign_up(ANNE, BO).registrations
    with time_machine.travel(now, tick=False):
        own = client.get(f"/plads/{links.place_token(anne)}/").content.decode()
        contacts = text_of(client.get(f"/samlet/{links.booking_token(anne.booking)}/").content.decode())
    said = ("Du havde en plads.", "Du har en plads.", "Hvis du ikke kan komme", "Læg det i din kalender")
    assert [words in text_of(own) for words in said] == [over, not over, not over, not over]
    sentence = "Arrangementet sluttede onsdag den 16. september 2026, så pladsen kan ikke længere ændres."
    assert (sentence in text_of(own)) is over
    assert ("2 personer havde en plads." in contacts, "2 personer har en plads." in contacts) == (
        over,
        not over,
    )
    began = "Arrangementet begyndte onsdag den 16. september 2026, så"
    still = "der kan ikke længere meldes afbud eller overdrages pladser. Navne og adresser kan stadig rettes"
    assert contacts.count(f"{began} {still}, indtil det slutter.") == (0 if over else 1)
    assert contacts.count(f"{began} pladserne kan ikke længere ændres.") == (1 if over else 0)
    assert contacts.count("Skriv til Dorte Ørsted") == 1
    assert contacts.count("Kommer") == (0 if over else 2)
