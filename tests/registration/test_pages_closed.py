"""What the pages of a booking say once nothing can be changed any longer: each sentence once."""

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import Booking, Registration
from tests.cast import ENDED, STARTED
from tests.registration.pages import SUMMER, fields, own_page, sign_up_three, text

BOOKING = ("navne/", "tilfoej/", "ny-kontaktperson/", "ret/", "spoergsmaal/", "betaler/")
PLACE = (
    "ret/",
    "behov/",
    *(pytest.param(act, marks=pytest.mark.long) for act in ("overdrag/", "afbud/", "ny-person/")),
)
WRITE = "Skriv til Dorte Ørsted, dorte@example.org"


def page_of_contact(booking: Booking, act: str) -> str:
    return f"/samlet/{links.booking_token(booking)}/{act}"


def said(client: Client, url: str) -> str:
    return text(client.get(url))


@pytest.mark.parametrize("act", BOOKING)
def test_a_closed_page_of_a_booking_that_is_called_off_says_so_once(
    act: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    Event.objects.update(status="cancelled", cancellation_note="Underviseren er syg æøå.")
    words = said(client, page_of_contact(booking, act))
    assert [words.count(one) for one in (" aflyst.", "Underviseren er syg æøå.", WRITE)] == [1, 1, 1]


@pytest.mark.parametrize("act", PLACE)
def test_a_closed_page_of_a_place_that_is_called_off_says_so_once(
    act: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    Event.objects.update(status="cancelled", cancellation_note="Underviseren er syg æøå.")
    words = said(client, own_page(Registration.objects.get(name="Clara Øst"), act))
    assert [words.count(one) for one in (" aflyst.", "Underviseren er syg æøå.", WRITE)] == [1, 1, 1]


@pytest.mark.parametrize("act", BOOKING)
def test_a_page_of_a_booking_says_once_whom_to_write_to(
    act: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    for now in (STARTED, ENDED):
        summer.move_to(now)
        assert said(client, page_of_contact(booking, act)).count(WRITE) == 1


def test_whoever_is_asked_if_it_is_another_person_reads_whom_to_write_to(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    clara = Registration.objects.get(name="Clara Øst")
    own, contacts = own_page(clara, "ret/"), page_of_contact(booking, f"{clara.pk}/ret/")
    for now in (SUMMER, STARTED):
        summer.move_to(now)
        for url in (own, contacts):
            asked = text(client.post(url, fields(client.get(url)) | {"name": "Else Ågård"}))
            assert ["Er det en anden person?" in asked, asked.count(WRITE)] == [True, 1]


def test_a_contact_who_is_asked_if_it_is_another_person_reads_whom_to_write_to(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    url = page_of_contact(booking, "ret/")
    for now in (SUMMER, STARTED):
        summer.move_to(now)
        form = client.get(url)
        assert text(form).count(WRITE) == 1
        typed = fields(form) | {"name": "Else Ågård", "email": "else@example.org"}
        asked = text(client.post(url, typed))
        assert ["Er det en anden person?" in asked, asked.count(WRITE)] == [True, 1]
