"""Places before names and another contact, on the organisers' pages and lists."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from programme.models import Event
from registration.exports import people
from registration.exports.addresses import addresses
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.services import cancelling, contact_handover
from registration.services.acts import CONTACT
from registration.services.people import Person
from tests.answers import fields, said
from tests.cast import ANNE, OPEN

NOBODY = Person(name="")


@pytest.fixture
def three(sign_up: Callable[..., Any]) -> Booking:
    return sign_up(ANNE, NOBODY, NOBODY).booking


def nameless(booking: Booking) -> list[Registration]:
    return list(booking.registrations.without_a_name().order_by("pk"))


def place(registration: Registration, act: str = "change") -> str:
    return reverse(f"admin:registration_registration_{act}", args=[registration.pk])


def test_places_without_names_stand_last_on_the_list_and_say_which_they_are(
    organiser: Client, three: Booking
) -> None:
    page = said(organiser.get(reverse("admin:registration_registration_changelist")))
    assert "Plads 2 af 3, navn følger" in page
    assert page.index("Anne Mette Sørensen") < page.index("Plads 2 af 3") < page.index("Plads 3 af 3")


@pytest.mark.long
def test_the_list_asks_no_more_of_many_places(
    organiser: Client, three: Booking, sign_up: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    for _again in range(3):
        sign_up(NOBODY, NOBODY)
    with django_assert_max_num_queries(12):
        organiser.get(reverse("admin:registration_registration_changelist"))


def test_lists_to_take_along_mark_places_without_names(
    three: Booking, django_assert_num_queries: Any
) -> None:
    cancelling.cancel(registration_id=nameless(three)[1].pk, now=OPEN, actor=CONTACT)
    rows = list(people.table(Registration.objects.all()).rows)
    assert [row[1] for row in rows] == ["Anne Mette Sørensen", "Plads 2 af 3, navn følger", "Plads 3 af 3"]
    with django_assert_num_queries(1):
        found = addresses(Registration.objects.all())
    assert (found.recipients, found.without) == ([("Anne Mette Sørensen", "anne.mette@example.org")], [])


@pytest.mark.long
def test_excel_marks_them_too(organiser: Client, three: Booking) -> None:
    answer = organiser.get(reverse("admin:registration_registration_excel"))
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert [cell.value for cell in sheet["B"]][1:] == [
        "Anne Mette Sørensen",
        "Plads 2 af 3, navn følger",
        "Plads 3 af 3, navn følger",
    ]


def test_an_organiser_writes_who_comes(organiser: Client, three: Booking) -> None:
    first = nameless(three)[0]
    page = organiser.get(place(first))
    assert "Skriv, hvem der kommer" in said(page)
    # Nobody is there to be replaced, put right or sent a link.
    for word in ("Overdrag til en anden", "Send et nyt link"):
        assert word not in said(page)
    page = organiser.get(place(first, "write_name"))
    assert fields(page)["organisation"] == "Øby Bibliotek"
    typed = fields(page) | {"name": "Bo Ågård", "email": "bo@example.org"}
    done = organiser.post(place(first, "write_name"), typed, follow=True)
    assert "Bo Ågård har pladsen nu." in said(done)
    entry = HistoryEntry.objects.get(verb="named")
    assert (entry.actor, entry.registration) == ("organiser", first)
    assert list(OwedMail.objects.filter(booking=three).order_by("pk").values_list("kind", "to_email"))[
        1:
    ] == [
        ("places_named", "anne.mette@example.org"),
        ("place_confirmed", "bo@example.org"),
    ]


def test_an_organiser_is_told_of_somebody_who_has_a_place(
    organiser: Client, three: Booking, sign_up: Callable[..., Any]
) -> None:
    sign_up(Person(name="Bo Ågård", email="bo@example.org"))
    first = nameless(three)[0]
    page = organiser.post(place(first, "write_name"), {"name": "Bo Ågård", "email": "bo@example.org"})
    assert "Denne person har allerede en plads og kan ikke få en til." in said(page)
    assert len(nameless(three)) == 2


def test_a_named_place_is_not_written_over(organiser: Client, three: Booking) -> None:
    anne = three.registrations.get(name=ANNE.name)
    page = organiser.post(place(anne, "write_name"), {"name": "Bo Ågård"})
    assert page.status_code == 409
    assert "Der er i mellemtiden kommet et navn på pladsen." in said(page)


@pytest.mark.parametrize("act", ["write_name"])
def test_others_do_not_reach_the_place(outsider: Client, three: Booking, act: str) -> None:
    assert outsider.get(place(nameless(three)[0], act)).status_code in {302, 403, 404}
    outsider.post(place(nameless(three)[0], act), {"name": "Bo Ågård"})
    assert len(nameless(three)) == 2


def booking_url(booking: Booking, act: str = "change") -> str:
    return reverse(f"admin:registration_booking_{act}", args=[booking.pk])


def test_an_organiser_gives_a_booking_another_contact_at_once(organiser: Client, three: Booking) -> None:
    contact_handover.ask_colleague(
        booking_id=three.pk, name="Clara Æbelø", email="clara@example.org", now=OPEN, actor=CONTACT
    )
    page = organiser.get(booking_url(three))
    assert "Kontaktpersonen har bedt Clara Æbelø, clara@example.org, om at overtage" in said(page)
    assert booking_url(three, "hand_over") in page.content.decode()
    typed = {"name": "Bo Ågård", "email": "bo@example.org", "phone": ""}
    done = organiser.post(booking_url(three, "hand_over"), typed, follow=True)
    assert "Bo Ågård er nu kontaktperson for tilmeldingen." in said(done)
    assert "Kontaktpersonen har bedt" not in said(done)
    three.refresh_from_db()
    assert (three.contact_name, three.made_by) == ("Bo Ågård", "Anne Mette Sørensen")
    assert HistoryEntry.objects.get(verb="contact_handed_over").actor == "organiser"


def test_the_contact_it_has_is_no_other(organiser: Client, three: Booking) -> None:
    typed = {"name": "Anne Mette Sørensen", "email": "anne.mette@example.org", "phone": ""}
    page = organiser.post(booking_url(three, "hand_over"), typed)
    assert "Det er den kontaktperson, tilmeldingen har." in said(page)
    assert not HistoryEntry.objects.filter(verb="contact_handed_over").exists()


def test_others_do_not_hand_a_booking_over(outsider: Client, three: Booking) -> None:
    typed = {"name": "Bo Ågård", "email": "bo@example.org", "phone": ""}
    assert outsider.post(booking_url(three, "hand_over"), typed).status_code in {302, 403, 404}
    three.refresh_from_db()
    assert three.contact_name == "Anne Mette Sørensen"


def test_an_organiser_books_places_whose_names_follow(organiser: Client, event: Event) -> None:
    address = reverse("admin:programme_event_sign_up", args=[event.pk])
    typed = fields(organiser.get(address)) | {
        "contact_name": "Anne Mette Sørensen",
        "contact_email": "anne.mette@example.org",
        "later": "6",
        "action": "check",
    }
    check = organiser.post(address, typed)
    assert "Plads 6 af 6, navn følger" in said(check)
    assert "Tilmeld 6 personer" in said(check)
    organiser.post(address, fields(check) | {"action": "confirm"})
    assert list(Registration.objects.values_list("name", flat=True)) == [""] * 6
    assert Booking.objects.get().size == 6
