"""A page says just those to whom the mails of an act are owed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import OwedMail, Registration
from registration.services.booking import SignedUp
from registration.services.people import Person
from tests.answers import fields, said
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


@pytest.fixture(autouse=True)
def _noon(clock: time_machine.Traveller) -> None:
    """Sign-up is open."""


def own(place: Registration, act: str = "") -> str:
    place.refresh_from_db()
    return f"/plads/{links.place_token(place)}/{act}"


def contacts(made: SignedUp, act: str = "") -> str:
    made.booking.refresh_from_db()
    return f"/samlet/{links.booking_token(made.booking)}/{act}"


def done(client: Client, url: str, typed: dict[str, str] | None = None) -> str:
    """What the page says once the act is done."""
    answer: Any = client.post(url, typed or {})
    assert answer.status_code == 302
    return said(client.get(answer.url))


def newest(before: int) -> list[str]:
    return list(OwedMail.objects.filter(pk__gt=before).order_by("pk").values_list("to_email", flat=True))


def last_mail() -> int:
    return OwedMail.objects.latest("pk").pk


@pytest.mark.long
@pytest.mark.parametrize(
    ("person", "whom"),
    [
        (BO, "bo@example.org og anne.mette@example.org"),
        (EMIL, "anne.mette@example.org"),
        (ANNE, "anne.mette@example.org"),
    ],
)
@pytest.mark.parametrize("by_contact", [True, False])
@pytest.mark.parametrize(
    ("act", "moment", "sentences"),
    [
        ("afbud", None, ("Pladsen er afmeldt.", "Du har meldt afbud.")),
        ("giv-tilbage", BOUND, ("Pladsen er givet tilbage.", "Du har givet din plads tilbage.")),
    ],
)
def test_who_leaves_is_told_to_whom_the_mails_go(
    person: Person,
    whom: str,
    by_contact: bool,
    act: str,
    moment: Any,
    sentences: tuple[str, str],
    sign_up: SignUp,
    client: Client,
    clock: time_machine.Traveller,
) -> None:
    made = sign_up(person, CLARA)
    place = made.registrations[0]
    if moment:
        clock.move_to(moment)
    before = last_mail()
    url = contacts(made, f"{place.pk}/{act}/") if by_contact else own(place, f"{act}/")
    sentence = sentences[0] if by_contact else sentences[1]
    assert f"{sentence} En mail om det er på vej til {whom}. " in done(client, url)
    assert " og ".join(newest(before)) == whom


@pytest.mark.parametrize(
    ("old", "new", "whom"),
    [
        (BO, CLARA, "clara@example.org, bo@example.org og anne.mette@example.org"),
        (EMIL, CLARA, "clara@example.org og anne.mette@example.org"),
        (EMIL, Person(name="Åse Ø"), "anne.mette@example.org"),
        (ANNE, CLARA, "clara@example.org og anne.mette@example.org"),
    ],
)
@pytest.mark.parametrize(
    ("notice", "organiser"),
    [
        ("at_once", "Arrangøren får besked med mail med det samme."),
        ("daily", "Arrangøren får besked i en mail med alle dagens stedfortrædere."),
        ("never", ""),
    ],
)
def test_a_contact_who_hands_a_place_over_is_told_to_whom_the_mails_go(
    old: Person, new: Person, whom: str, notice: str, organiser: str, sign_up: SignUp, client: Client
) -> None:
    Event.objects.update(substitute_notice=notice)
    made = sign_up(old)
    url = contacts(made, f"{made.registrations[0].pk}/overdrag/")
    typed = {"name": new.name, "email": new.email}
    check = said(client.post(url, typed | {"action": "check"}))
    assert (organiser in check, "Arrangøren får besked" in check) == (True, bool(organiser))
    assert ("og det fortæller en mail til bo@example.org." in check) == (old is BO)
    assert ("En mail til dig på anne.mette@example.org bekræfter det." in check) == (
        old is not ANNE and bool(new.email)
    )
    before = last_mail()
    assert f"Pladsen er overdraget. En mail om det er på vej til {whom}. " in done(
        client, url, typed | {"action": "confirm"}
    )
    attendees = OwedMail.objects.filter(pk__gt=before).exclude(kind="substitute_organiser").order_by("pk")
    assert list(attendees.values_list("to_email", flat=True)) == whom.replace(" og ", ", ").split(", ")


@pytest.mark.long
@pytest.mark.parametrize(("old", "you_too"), [(BO, True), (EMIL, False)])
def test_who_hands_her_own_place_over_is_told_who_hears_of_it(
    old: Person, you_too: bool, sign_up: SignUp, client: Client
) -> None:
    made = sign_up(old, CLARA)
    place = made.registrations[0]
    url = own(place, "overdrag/")
    typed = {"name": "Åse Ø", "email": "aase@example.org"}
    check = said(client.post(url, typed | {"action": "check"}))
    assert "Anne Mette Sørensen, som er kontaktperson, får besked med mail." in check
    answer: Any = client.post(url, typed | {"action": "confirm"})
    page = said(client.get(answer.url, follow=True))
    assert "Den nye person får en mail med sit eget link. Dit link er lukket nu." in page
    assert ("Du får også besked med mail." in page) == you_too
    assert "Tilmeldingens kontaktperson får også besked med mail." in page
    closed = said(client.get(url.replace("overdrag/", "")))
    assert ("Den, der havde pladsen, har fået besked med mail." in closed) == you_too


@pytest.mark.long
def test_a_correction_is_said_to_be_mailed_where_it_is(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    made = sign_up(BO, EMIL)
    bo, emil = made.registrations
    page = fields(client.get(own(bo, "ret/")))
    said_now = done(client, own(bo, "ret/"), page | {"email": "bo.ny@example.org"})
    assert (
        "Det er rettet. En mail om det er på vej til bo.ny@example.org, anne.mette@example.org og bo@example.org."
        in said_now
    )
    clock.shift(timedelta(minutes=1))
    page = fields(client.get(contacts(made, f"{emil.pk}/ret/")))
    said_now = done(client, contacts(made, f"{emil.pk}/ret/"), page | {"job_title": "Leder"})
    assert "Det er rettet. En mail om det er på vej til anne.mette@example.org." in said_now
    before = last_mail()
    page = fields(client.get(own(bo, "ret/")))
    assert "Der stod allerede det, du skrev, så intet er ændret." in done(client, own(bo, "ret/"), page)
    assert newest(before) == []


@pytest.mark.long
def test_of_two_corrections_the_page_names_whom_the_last_was_mailed_to(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    made = sign_up(BO)
    place = made.registrations[0]
    for email in ("bo.en@example.org", "bo.to@example.org"):
        clock.shift(timedelta(minutes=1))
        url = own(place, "ret/")
        page = done(client, url, fields(client.get(url)) | {"email": email})
    assert "bo.to@example.org" in page
    assert "bo@example.org" not in page.replace("bo.to@example.org", "")


@pytest.mark.parametrize("done", ["cancel", "give_back", "substitute", "offer_no"])
def test_an_address_makes_no_news_of_what_has_not_been_done(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller, done: str
) -> None:
    made = sign_up(BO, CLARA)
    bo = made.registrations[0]
    contacts = f"/samlet/{links.booking_token(made.booking)}/"
    for address in (
        f"{own(bo)}?ok={done}",
        *(f"{contacts}?ok={done}{which}" for which in ("", f"&plads={bo.pk}")),
    ):
        assert "notice-good" not in client.get(address).content.decode()


@pytest.mark.parametrize("done", ["offer_yes", "taken"])
def test_nobody_who_waits_is_told_that_the_place_is_hers(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller, done: str
) -> None:
    bo = sign_up(BO).registrations[0]
    assert "notice-good" in client.get(f"{own(bo)}?ok={done}").content.decode()
    Registration.objects.update(status="waiting", waits_since=OPEN, confirmed_at=None)
    assert "notice-good" not in client.get(f"{own(bo)}?ok={done}").content.decode()


def test_a_page_that_is_opened_again_later_names_nobody(
    sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    made = sign_up(BO)
    bo = made.registrations[0]
    client.post(own(bo, "afbud/"))
    clock.shift(timedelta(minutes=30) - timedelta(microseconds=1))
    assert "Du har meldt afbud." in said(client.get(f"{own(bo)}?ok=cancel"))
    clock.shift(timedelta(microseconds=1))
    page = said(client.get(f"{own(bo)}?ok=cancel"))
    assert "Du har meldt afbud." not in page
    assert "på vej til" not in page


def test_no_row_of_buttons_is_empty(sign_up: SignUp, client: Client, clock: time_machine.Traveller) -> None:
    made = sign_up(BO)
    assert 'class="actions' in client.get(contacts(made)).content.decode()
    Event.objects.update(status="cancelled")
    assert 'class="actions' not in client.get(contacts(made)).content.decode()
