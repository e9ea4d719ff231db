"""The contact puts her own facts right, and nobody writes over what somebody else changed meanwhile."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import Booking, ContactRequest, OwedMail, Registration
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.answers import fields, hrefs, said
from tests.cast import ANNE, BO, EMIL, ENDED, STARTED, at

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


@pytest.mark.long
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


@pytest.mark.long
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


GERDA = {"name": "Gerda Ny", "email": "gerda@example.org", "phone": ""}


def forms_of(page: Any) -> list[tuple[str, dict[str, str]]]:
    """Where each form of a page leads, and the facts it carries."""
    parts = page.content.decode().split("<form ")[1:]
    # What the protection against other sites carries is of another time each.
    hidden = r'<input type="hidden" name="((?!csrf)[^"]+)" value="([^"]*)"'
    leads = [re.search(r'action="([^"]+)"', part) for part in parts]
    return [
        (lead[1], dict(re.findall(hidden, part))) for lead, part in zip(leads, parts, strict=True) if lead
    ]


@pytest.mark.long
def test_another_name_is_asked_about_and_she_is_asked_herself(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(ANNE, BO).booking
    old = door(booking)
    asked = client.post(f"{old}ret/", fields(client.get(f"{old}ret/")) | GERDA)
    assert "Kontaktpersonen er Anne Mette Sørensen, og du har skrevet Gerda Ny." in said(asked)
    assert (
        "Skal Gerda Ny have tilmeldingen, sendes der en mail til gerda@example.org med spørgsmålet. "
        "Indtil der er svaret ja i den, er Anne Mette Sørensen kontaktperson, og dit link virker. "
        "Din egen plads bliver, som den er." in said(asked)
    )
    assert contact_of(booking) == ANNES
    where, carried = forms_of(asked)[0]
    assert (where, carried) == (
        f"{old}ny-kontaktperson/",
        {"name": "Gerda Ny", "email": "gerda@example.org"},
    )
    done: Any = client.post(where, carried)
    assert "Der er en mail på vej til Gerda Ny på gerda@example.org." in said(client.get(done.url))
    assert (contact_of(booking), door(booking)) == (ANNES, old)
    request = ContactRequest.objects.get()
    yes = f"/samlet/{links.contact_request_token(request)}/overtag/"
    assert client.post(yes).status_code == 302
    assert client.get(old).status_code == 410
    assert contact_of(booking) == ("Gerda Ny", "gerda@example.org", "", "Anne Mette Sørensen")
    told = OwedMail.objects.filter(kind__in=["booking_confirmed", "place_corrected"]).order_by("-pk")[:2]
    assert {mail.to_email for mail in told} == {"gerda@example.org", "anne.mette@example.org"}
    bo = Registration.objects.get(name="Bo Ågård")
    assert "Tilmeldt af Anne Mette Sørensen Kontaktperson Gerda Ny, tilmeldingsnummer" in said(
        client.get(own(bo))
    )
    anne = said(client.get(own(Registration.objects.get(name="Anne Mette Sørensen"))))
    assert "Kontaktperson Gerda Ny, tilmeldingsnummer" in anne
    assert "Tilmeldt af" not in anne


@pytest.mark.parametrize("answer", ["yes", "1", ""])
def test_no_answer_to_the_question_makes_her_the_contact_unasked(
    answer: str, sign_up: SignUp, client: Client
) -> None:
    booking = sign_up(ANNE, BO).booking
    typed = GERDA | {"other_person": answer}
    assert "Er det en anden person?" in said(client.post(door(booking, "ret/"), typed))
    assert contact_of(booking) == ANNES


def test_a_colleague_with_the_contacts_own_address_is_not_asked(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    gerda = {"name": "Gerda Ny", "email": "anne.mette@example.org"}
    where, carried = forms_of(client.post(door(booking, "ret/"), gerda))[0]
    page = client.post(where, carried)
    assert (
        "Det er din egen adresse. Skriv din kollegas. Deler I én, kan arrangøren overdrage tilmeldingen."
        in said(page)
    )
    assert {name: fields(page)[name] for name in gerda} == gerda
    assert not ContactRequest.objects.exists()


def test_a_request_that_stands_is_named_before_another_is_asked(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    client.post(door(booking, "ny-kontaktperson/"), {"name": "Hans Åby", "email": "hans@example.org"})
    assert "Du har allerede spurgt Hans Åby." in said(client.post(door(booking, "ret/"), GERDA))


@pytest.mark.parametrize("begun", [False, True])
def test_once_the_event_has_begun_a_contact_is_put_right_and_nobody_is_asked(
    begun: bool, sign_up: SignUp, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up(BO).booking
    clock.move_to(STARTED if begun else STARTED - timedelta(seconds=1))
    ask = door(booking, "ny-kontaktperson/")
    assert (ask in hrefs(client.get(door(booking, "ret/")))) is not begun
    page = client.post(door(booking, "ret/"), GERDA)
    assert [where for where, _carried in forms_of(page) if where == ask] == ([] if begun else [ask])
    assert ("Tilmeldingen kan ikke overdrages nu." in said(page)) is begun
    assert client.post(door(booking, "ret/"), GERDA | {"same_person": "1"}).status_code == 302
    assert contact_of(booking)[0] == "Gerda Ny"


def test_the_same_person_under_another_name_is_put_right_with_her_place(
    sign_up: SignUp, client: Client
) -> None:
    booking = sign_up(ANNE, BO).booking
    typed = {"name": "A.M. Ærø", "email": "anne@example.org", "phone": "", "same_person": "1"}
    assert client.post(door(booking, "ret/"), typed).status_code == 302
    assert contact_of(booking) == ("A.M. Ærø", "anne@example.org", "", None)
    anne = Registration.objects.get(email="anne@example.org")
    assert anne.name == "A.M. Ærø"
    bo = Registration.objects.get(name="Bo Ågård")
    assert "Tilmeldt af A.M. Ærø, tilmeldingsnummer" in said(client.get(own(bo)))


@pytest.mark.long
def test_who_signed_up_herself_is_not_told_of_the_one_who_signed_her_up(
    sign_up: SignUp, client: Client
) -> None:
    made = sign_up(ANNE, BO)
    pages = [said(client.get(f"{own(place)}{act}")) for place in made.registrations for act in ("", "behov/")]
    assert ["Den, der tilmeldte dig, ser det ikke" in page for page in pages] == [False, False, True, True]
    assert f"Tilmeldingsnummer {made.booking.number}" in pages[0]
    assert ["Tilmeldt af" in page for page in pages] == [False, False, True, False]


def test_an_answer_that_was_not_asked_for_makes_nobody_another(sign_up: SignUp, client: Client) -> None:
    booking = sign_up(BO).booking
    typed = {"name": "Anne Mette Ærø", "email": "anne.mette@example.org", "same_person": "0"}
    client.post(door(booking, "ret/"), typed)
    assert contact_of(booking)[::3] == ("Anne Mette Ærø", None)


@pytest.mark.long
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
    page = said(client.post(act, gerda))
    assert "If Gerda Ny is to have the booking, she is asked by a mail to gerda@example.org." in page
    assert "Yes – ask Gerda Ny to take the booking over" in page


# ------------------------------------------------------------------ changed meanwhile

CHANGED = "Ikke gemt endnu: Oplysningerne er ændret, siden du åbnede siden."


def facts_of(registration: Registration) -> dict[str, str]:
    columns = ("name", "job_title", "organisation", "email", "phone")
    return dict(Registration.objects.values(*columns).get(pk=registration.pk))


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_who_was_asked_whether_it_is_another_contact_is_told_of_changes_too(
    sign_up: SignUp, client: Client, event: Event
) -> None:
    booking = sign_up(BO).booking
    act = door(booking, "ret/")
    gerda = {"name": "Gerda Ny", "email": "gerda@example.org"}
    asked = client.post(act, fields(client.get(act)) | gerda)
    client.post(act, fields(client.get(act)) | {"phone": "87 65 43 21"})
    _where, carried = forms_of(asked)[1]
    assert client.post(act, carried | {"same_person": "1"}).status_code == 409
    assert contact_of(booking)[0] == "Anne Mette Sørensen"
