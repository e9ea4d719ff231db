"""A place handed over, by the person herself, her contact or the new person."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration import links
from registration.models import OwedMail, Registration
from tests.registration.pages import FIRST_BOUND, fields, own_page, sign_up_three, text


@pytest.mark.long
def test_a_bound_place_passes_to_a_substitute(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    old_link = own_page(bo)
    summer.move_to(FIRST_BOUND)
    dorthe = {"name": "Dorthe Sø", "email": "dorthe@example.org", "organisation": "Ærø Bibliotek"}
    check = client.post(own_page(bo, "overdrag/"), dorthe | {"action": "check"})
    assert "Overdrag pladsen til Dorthe Sø" in text(check)
    assert Registration.objects.count() == 3
    client.post(own_page(bo, "overdrag/"), fields(check) | {"action": "confirm"})
    new = Registration.objects.get(name="Dorthe Sø")
    assert (new.substitute_for, new.status, new.promised_binding_after, new.booking) == (
        bo,
        "confirmed",
        date(2026, 9, 2),
        bo.booking,
    )
    closed = client.get(old_link)
    assert closed.status_code == 410
    assert "Dorthe" not in text(closed)
    assert client.get(own_page(new)).status_code == 200


def test_the_new_person_takes_the_place_with_the_link_she_was_given(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    clara = Registration.objects.get(name="Clara Øst")
    page = client.post(own_page(clara, "ny-person/"), {"name": "Else Å", "email": "", "action": "check"})
    assert 'href="#id_email"' in page.content.decode()
    assert ["Dit eget link sendes hertil." in text(page), "Fortryd" in text(page)] == [True, True]
    leaver = client.get(own_page(clara, "overdrag/"))
    assert ["Den nye persons eget link sendes hertil." in text(leaver), "Behold pladsen" in text(leaver)] == [
        True,
        True,
    ]
    done = client.post(
        own_page(clara, "ny-person/"), {"name": "Else Å", "email": "else@example.org", "action": "confirm"}
    )
    assert Registration.objects.get(name="Else Å").substitute_for == clara
    # Only she is told that she wrote it herself.
    wrote = OwedMail.objects.filter(facts__herself=True)
    assert list(wrote.values_list("kind", "to_email")) == [("substitute_welcome", "else@example.org")]
    assert heading(client.get(done.url)) == (200, "Pladsen er din")  # type: ignore[attr-defined]
    assert heading(client.get(own_page(clara))) == (410, "Linket er lukket")
    summer.shift(timedelta(minutes=29, seconds=59))
    assert heading(client.get(done.url)) == (200, "Pladsen er din")  # type: ignore[attr-defined]
    summer.shift(timedelta(seconds=1))
    assert heading(client.get(done.url)) == (410, "Linket er lukket")  # type: ignore[attr-defined]


def heading(page: Any) -> tuple[int, str]:
    """A page's status and what it is called."""
    return page.status_code, re.findall(r"<h1>(.*?)</h1>", page.content.decode())[0]


@pytest.mark.long
def test_who_hands_her_place_over_reads_that_it_is_done(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    typed = {"name": "Else Å", "email": "else@example.org", "action": "confirm"}
    done = client.get(client.post(own_page(bo, "overdrag/"), typed).url)  # type: ignore[attr-defined]
    assert heading(done) == (200, "Pladsen er overdraget")
    assert ["Dit link er lukket nu." in text(done), "Else" in text(done)] == [True, False]


def test_a_contact_who_hands_over_a_place_that_is_gone_reads_who_has_it_and_keeps_what_she_typed(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    contacts = f"/samlet/{links.booking_token(booking)}/"
    typed = {"name": "Finn Øe", "job_title": "Sekretær", "organisation": "", "email": "finn@example.org"}
    check = client.post(f"{contacts}{bo.pk}/overdrag/", typed | {"action": "check"})
    client.post(
        own_page(bo, "overdrag/"), {"name": "Else Å", "email": "else@example.org", "action": "confirm"}
    )
    late = client.post(f"{contacts}{bo.pk}/overdrag/", fields(check) | {"action": "confirm"})
    assert heading(late) == (409, "Pladsen er allerede overdraget")
    assert "Nu har Else Å den. Det, du har skrevet nu, er ikke gemt." in text(late)
    assert "Navn Finn Øe Stilling Sekretær E-mail finn@example.org" in text(late)
    assert f'href="{contacts}"' in late.content.decode()
    assert Registration.objects.filter(name="Finn Øe").count() == 0
    else_aa = Registration.objects.get(name="Else Å")
    assert f'action="{contacts}{else_aa.pk}/overdrag/"' in late.content.decode()
    form = client.post(f"{contacts}{else_aa.pk}/overdrag/", fields(late) | {"action": "edit"})
    assert {name: fields(form)[name] for name in typed} == typed
    # What has no answers in it leads back all the same.
    gone = client.get(f"{contacts}{bo.pk}/afbud/")
    assert heading(gone) == (409, "Pladsen er allerede overdraget")
    assert ["ikke gemt" in text(gone), f'href="{contacts}"' in gone.content.decode()] == [False, True]


@pytest.mark.long
def test_a_hand_over_of_a_place_cancelled_meanwhile_shows_what_was_typed(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    bo = Registration.objects.get(name="Bo Ågård")
    client.post(own_page(bo, "afbud/"))
    typed = {"name": "Finn Øe", "email": "finn@example.org", "action": "confirm"}
    late = client.post(own_page(bo, "overdrag/"), typed)
    assert (late.status_code, "Navn Finn Øe E-mail finn@example.org" in text(late)) == (409, True)
