"""The contact puts her own facts right, and nobody writes over what somebody else changed meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import Booking, OwedMail, Registration
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.answers import fields, hrefs, said
from tests.cast import ANNE, BO, EMIL, ENDED, at

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


@pytest.fixture(autouse=True)
def _noon(clock: time_machine.Traveller) -> None:
    """Sign-up is open."""


def door(booking: Booking, act: str = "") -> str:
    booking.refresh_from_db()
    return f"/samlet/{links.booking_token(booking)}/{act}"


def own(registration: Registration, act: str = "") -> str:
    registration.refresh_from_db()
    return f"/plads/{links.place_token(registration)}/{act}"


def contact_of(booking: Booking) -> tuple[str, str, str, str | None]:
    row = Booking.objects.get(pk=booking.pk)
    return row.contact_name, row.contact_email, row.contact_phone, row.made_by_name


ANNES = ("Anne Mette Sørensen", "anne.mette@example.org", "12 34 56 78", None)


def test_a_contact_puts_her_own_facts_right_on_her_own_page(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(ANNE, BO).booking
    old = door(booking)
    assert f"{old}ret/" in hrefs(client.get(old))
    page = client.get(f"{old}ret/")
    assert {name: fields(page)[name] for name in ("name", "email", "phone")} == {
        "name": "Anne Mette Sørensen",
        "email": "anne.mette@example.org",
        "phone": "12 34 56 78",
    }
    assert "Din egen plads bliver også rettet." in said(page)
    answer = client.post(f"{old}ret/", fields(page) | {"name": "Anne Mette Sørensen-Ærø"})
    assert answer.url == f"{old}?ok=contact"  # type: ignore[attr-defined]
    assert "Det er rettet. Anne Mette Sørensen-Ærø, " in said(client.get(answer.url))  # type: ignore[attr-defined]
    assert contact_of(booking)[:2] == ("Anne Mette Sørensen-Ærø", "anne.mette@example.org")
    assert Registration.objects.get(email="anne.mette@example.org").name == "Anne Mette Sørensen-Ærø"


def test_a_new_address_ends_the_old_link_and_leaves_nobody_stranded(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    old = door(booking)
    answer = client.post(f"{old}ret/", fields(client.get(f"{old}ret/")) | {"email": "anne@example.org"})
    assert answer.url == f"{door(booking)}?ok=contact_moved"  # type: ignore[attr-defined]
    page = client.get(answer.url)  # type: ignore[attr-defined]
    assert page.status_code == 200
    assert "Et nyt link til denne side er på vej til anne@example.org, og det, du havde, er lukket." in said(
        page
    )
    assert client.get(old).status_code == 410
    assert OwedMail.objects.filter(kind="booking_confirmed", to_email="anne@example.org").count() == 1


def test_another_name_is_asked_about_and_a_new_contact_gets_the_link(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(ANNE, BO).booking
    old = door(booking)
    gerda = {"name": "Gerda Ny", "email": "gerda@example.org", "phone": ""}
    asked = client.post(f"{old}ret/", fields(client.get(f"{old}ret/")) | gerda)
    assert "Kontaktpersonen er Anne Mette Sørensen, og du har skrevet Gerda Ny." in said(asked)
    assert contact_of(booking) == ANNES
    done = client.post(f"{old}ret/", fields(asked) | {"other_person": "yes"})
    assert "En mail med linket til tilmeldingen er på vej til gerda@example.org." in said(done)
    assert "Din egen plads er, som den var" in said(done)
    assert door(booking) not in done.content.decode()
    assert client.get(old).status_code == 410
    assert contact_of(booking) == ("Gerda Ny", "gerda@example.org", "", "Anne Mette Sørensen")
    bo = Registration.objects.get(name="Bo Ågård")
    assert "Tilmeldt af Anne Mette Sørensen Kontaktperson Gerda Ny, tilmeldingsnummer" in said(
        client.get(own(bo))
    )


def test_the_same_person_under_another_name_is_put_right_with_her_place(
    sign_up: SignUp, client: Client
) -> None:
    booking = sign_up(ANNE, BO).booking
    typed = {"name": "A.M. Ærø", "email": "anne@example.org", "phone": "", "other_person": "no"}
    assert client.post(door(booking, "ret/"), typed).status_code == 302
    assert contact_of(booking) == ("A.M. Ærø", "anne@example.org", "", None)
    anne = Registration.objects.get(email="anne@example.org")
    assert anne.name == "A.M. Ærø"
    assert "Tilmeldt af A.M. Ærø, tilmeldingsnummer" in said(client.get(own(anne)))


def test_an_answer_that_was_not_asked_for_makes_nobody_another(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    typed = {"name": "Anne Mette Ærø", "email": "anne.mette@example.org", "other_person": "yes"}
    client.post(door(booking, "ret/"), typed)
    assert contact_of(booking)[3] is None


@pytest.mark.parametrize("by_contact", [True, False])
def test_a_contact_who_puts_her_own_place_right_finds_her_way_home(
    by_contact: bool, sign_up: SignUp, client: Client
) -> None:
    made = sign_up(ANNE, BO)
    anne = made.registrations[0]
    act = door(made.booking, f"{anne.pk}/ret/") if by_contact else own(anne, "ret/")
    answer = client.post(act, fields(client.get(act)) | {"email": "anne@example.org"})
    assert client.get(answer.url).status_code == 200  # type: ignore[attr-defined]
    assert answer.url == (
        f"{door(made.booking)}?ok=correct&plads={anne.pk}" if by_contact else f"{own(anne)}?ok=correct"
    )  # type: ignore[attr-defined]
    assert contact_of(made.booking)[1] == "anne@example.org"


def test_errors_keep_what_was_typed(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    page = client.post(door(booking, "ret/"), {"name": "Anne Mette Ø", "email": "anne.mette", "phone": "12"})
    assert {name: fields(page)[name] for name in ("name", "email", "phone")} == {
        "name": "Anne Mette Ø",
        "email": "anne.mette",
        "phone": "12",
    }
    assert 'href="#id_email"' in page.content.decode()
    assert contact_of(booking) == ANNES


def test_an_address_that_makes_two_people_one_is_told(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(EMIL).booking
    sign_up(EMIL, contact=Contact(name="Åse", email="aase@example.org"))
    typed = {"name": "Anne Mette Sørensen", "email": "aase@example.org"}
    page = client.post(door(booking, "ret/"), typed)
    assert (
        "En af dem, du har tilmeldt, har allerede en plads med denne adresse. Spørgsmål? Skriv til Dorte"
        in said(page)
    )
    assert contact_of(booking) == ANNES


@pytest.mark.parametrize("over", [False, True])
def test_a_contact_is_corrected_until_the_event_is_over(
    over: bool, sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up(BO).booking
    clock.move_to(ENDED if over else at("2026-09-16 15:59"))
    assert (f"{door(booking)}ret/" in hrefs(client.get(door(booking)))) is not over
    page = client.get(door(booking, "ret/"))
    assert (page.status_code, "name" in fields(page)) == ((409, False) if over else (200, True))
    typed = {"name": "Anne Mette Ø", "email": "anne.mette@example.org"}
    assert client.post(door(booking, "ret/"), typed).status_code == (409 if over else 302)


def test_a_closed_link_corrects_nobody(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    old = door(booking, "ret/")
    client.post(old, {"name": "Anne Mette Sørensen", "email": "anne@example.org"})
    assert client.post(old, {"name": "Ond", "email": "ond@example.org"}).status_code == 410
    assert contact_of(booking)[1] == "anne@example.org"


def test_a_contacts_page_speaks_english(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    act = f"/en{door(booking, 'ret/')}"
    assert "If you write a new e-mail address, a new link to the booking is sent there" in said(
        client.get(act)
    )
    gerda = {"name": "Gerda Ny", "email": "gerda@example.org"}
    assert "Yes – Gerda Ny becomes the contact person" in said(client.post(act, gerda))
    assert "Gerda Ny is the contact person now." in said(client.post(act, gerda | {"other_person": "yes"}))


# ------------------------------------------------------------------ changed meanwhile

CHANGED = "Ikke gemt endnu: Oplysningerne er ændret, siden du åbnede siden."


def facts_of(registration: Registration) -> dict[str, str]:
    columns = ("name", "job_title", "organisation", "email", "phone")
    return dict(Registration.objects.values(*columns).get(pk=registration.pk))


@pytest.mark.parametrize("changed", [True, False])
@pytest.mark.parametrize("by_contact", [True, False])
def test_what_was_changed_while_the_form_was_open_is_not_written_over_unseen(
    by_contact: bool, changed: bool, sign_up: SignUp, client: Client
) -> None:
    made = sign_up(BO)
    bo = made.registrations[0]
    contacts, persons = door(made.booking, f"{bo.pk}/ret/"), own(bo, "ret/")
    mine, other = (contacts, persons) if by_contact else (persons, contacts)
    opened = fields(client.get(mine))
    if changed:
        client.post(other, fields(client.get(other)) | {"name": "Bo Aagaard"})
    before = facts_of(bo)
    answer = client.post(mine, opened | {"job_title": "Områdeleder"})
    if not changed:
        assert answer.status_code == 302
        assert facts_of(bo) == before | {"job_title": "Områdeleder"}
        return
    assert answer.status_code == 409
    assert f"{CHANGED} Nu står der: Bo Aagaard, Leder, Ærø Bibliotek, bo@example.org. Tryk" in said(answer)
    assert {name: fields(answer)[name] for name in ("name", "job_title")} == {
        "name": "Bo Ågård",
        "job_title": "Områdeleder",
    }
    assert facts_of(bo) == before
    assert client.post(mine, fields(answer)).status_code == 302
    assert facts_of(bo) == before | {"name": "Bo Ågård", "job_title": "Områdeleder"}


def test_a_typing_error_does_not_hide_what_was_changed_meanwhile(sign_up: SignUp, client: Client) -> None:
    bo = sign_up(BO).registrations[0]
    opened = fields(client.get(own(bo, "ret/")))
    client.post(own(bo, "ret/"), opened | {"name": "Bo Aagaard"})
    wrong = client.post(own(bo, "ret/"), opened | {"phone": "1"})
    assert CHANGED in said(wrong)
    again = client.post(own(bo, "ret/"), opened | {"phone": "12 34 56 78"})
    assert CHANGED in said(again)
    assert (facts_of(bo)["name"], facts_of(bo)["phone"]) == ("Bo Aagaard", "")


def test_the_contact_is_told_nothing_that_she_is_not_asked_for(sign_up: SignUp, client: Client) -> None:
    made = sign_up(BO)
    bo = made.registrations[0]
    act = door(made.booking, f"{bo.pk}/ret/")
    opened = fields(client.get(act))
    client.post(own(bo, "ret/"), fields(client.get(own(bo, "ret/"))) | {"phone": "87 65 43 21"})
    assert client.post(act, opened | {"job_title": "Områdeleder"}).status_code == 302
    opened = fields(client.get(act))
    client.post(own(bo, "ret/"), fields(client.get(own(bo, "ret/"))) | {"name": "Bo Aagaard"})
    assert "87 65 43 21" not in said(client.post(act, opened))


def test_what_was_asked_about_is_looked_at_again_before_it_is_written(
    sign_up: SignUp, client: Client
) -> None:
    bo = sign_up(BO).registrations[0]
    asked = client.post(own(bo, "ret/"), fields(client.get(own(bo, "ret/"))) | {"name": "Clara Æbelø"})
    assert "Er det en anden person?" in said(asked)
    client.post(own(bo, "ret/"), fields(client.get(own(bo, "ret/"))) | {"job_title": "Chef"})
    answer = client.post(own(bo, "ret/"), fields(asked) | {"same_person": "1"})
    assert (answer.status_code, facts_of(bo)["name"]) == (409, "Bo Ågård")


@pytest.mark.parametrize("changed", [True, False])
def test_a_contacts_own_facts_are_not_written_over_either(
    changed: bool, sign_up: SignUp, client: Client
) -> None:
    booking = sign_up(Person(name="Bo Ågård", email="bo@example.org")).booking
    act = door(booking, "ret/")
    opened = fields(client.get(act))
    if changed:
        client.post(act, opened | {"name": "Anne Mette Ærø"})
    answer: Any = client.post(act, opened | {"phone": "87 65 43 21"})
    assert answer.status_code == (409 if changed else 302)
    name = "Anne Mette Ærø" if changed else "Anne Mette Sørensen"
    phone = "12 34 56 78" if changed else "87 65 43 21"
    assert contact_of(booking) == (name, "anne.mette@example.org", phone, None)
    assert not changed or CHANGED in said(answer)


def test_who_was_asked_whether_it_is_another_contact_is_told_of_changes_too(
    sign_up: SignUp, client: Client, event: Event
) -> None:
    booking = sign_up(BO).booking
    act = door(booking, "ret/")
    gerda = {"name": "Gerda Ny", "email": "gerda@example.org"}
    asked = client.post(act, fields(client.get(act)) | gerda)
    client.post(act, fields(client.get(act)) | {"phone": "87 65 43 21"})
    assert client.post(act, fields(asked) | {"other_person": "yes"}).status_code == 409
    assert contact_of(booking)[0] == "Anne Mette Sørensen"
