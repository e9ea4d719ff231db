"""A page that was sent once the login or the token had run out costs nobody what she had typed."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from programme.models import Event, Session, User
from tests.forms import shown
from tests.pages import text_of
from tests.programme.admin_pages import NEW, address

pytestmark = pytest.mark.django_db

DORTE = {"again-username": "dorte@example.org", "again-password": "et-langt-kodeord"}


def sent_logged_out(path: str, typed: dict[str, str]) -> tuple[Client, HttpResponse]:
    client = Client()
    answer = client.post(path, typed)
    assert answer.status_code == 403
    return client, answer


def test_whoever_was_logged_out_finds_the_programme_as_she_had_typed_it(
    make_event: Callable[..., Event], dorte: User
) -> None:
    typed = {
        "rows": "1",
        "r0-time": "8.30-9",
        "r0-title": "Morgenmad",
        "r0-text": "Æg\nog rugbrød",
    }
    path = address("event", "programme", make_event().pk)
    client, asked = sent_logged_out(path, typed | {"do": "save"})
    page = client.post(path, shown(asked) | DORTE)
    assert typed.items() <= shown(page).items()
    assert "tryk på knappen igen" in text_of(page.content.decode())
    assert not Session.objects.exists()


def test_whoever_was_logged_out_finds_a_new_event_as_she_had_typed_it(dorte: User) -> None:
    typed = NEW | {"title": "Kort", "starts_on": "1-3-2027"}
    client, asked = sent_logged_out(address("event", "add"), typed)
    page = client.post(asked.wsgi_request.path, shown(asked) | DORTE)
    assert typed.items() <= shown(page).items()
    assert not Event.objects.exists()


def test_a_wrong_password_loses_nothing_and_travels_no_further(dorte: User) -> None:
    client, asked = sent_logged_out(address("event", "add"), {"title": "Kort", "password": "hemmeligt-ord"})
    again = client.post(asked.wsgi_request.path, shown(asked) | DORTE | {"again-password": "forkert-kodeord"})
    assert shown(again)["title"] == "Kort"
    assert "passer ikke sammen" in text_of(again.content.decode())
    assert not {"hemmeligt-ord", "forkert-kodeord"} & set(shown(again).values())
    assert "_auth_user_id" not in client.session


def test_another_site_logs_nobody_in(dorte: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address("event", "add"), {"title": "Fremmed"} | DORTE)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_addresss_field_of_the_login_is_called_so_and_no_password_is_shown() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        reverse("admin:login"), {"username": "dorte@example.org", "password": "et-langt-kodeord"}
    )
    said = text_of(answer.content.decode())
    assert answer.status_code == 403
    assert "E-mail dorte@example.org" in said
    assert "et-langt-kodeord" not in said
