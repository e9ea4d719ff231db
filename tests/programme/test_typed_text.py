"""What had been typed is shown again under the names its fields have on the page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from programme.models import Event
from tests.pages import text_of

pytestmark = pytest.mark.django_db

LONG = "Æblegrød til alle"


def shown_again(path: str, typed: dict[str, str]) -> str:
    answer = Client().post(path, typed)
    assert answer.status_code == 403
    return text_of(answer.content.decode())


def test_an_events_fields_are_called_as_on_its_page(make_event: Callable[..., Event]) -> None:
    said = shown_again(
        reverse("admin:programme_event_change", args=[make_event().pk]),
        {"subtitle": LONG, "mail_paragraph": LONG, "title": "Kort", "unknown": LONG},
    )
    assert f"Undertitel {LONG}" in said
    assert f"Jeres eget afsnit i mails {LONG}" in said
    assert f"Unknown {LONG}" in said
    assert "Titel" not in said


def test_a_programmes_lines_are_numbered(make_event: Callable[..., Event]) -> None:
    said = shown_again(
        reverse("admin:programme_event_programme", args=[make_event().pk]),
        {"r0-title": LONG, "r2-by": "Åse Ægir, forfatter"},
    )
    assert f"Programpunkt 1: Titel {LONG}" in said
    assert "Programpunkt 3: Ved Åse Ægir, forfatter" in said


def test_the_addresss_field_of_the_login_is_called_so_and_no_password_is_shown() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        reverse("admin:login"), {"username": "dorte@example.org", "password": "et-langt-kodeord"}
    )
    said = text_of(answer.content.decode())
    assert answer.status_code == 403
    assert "E-mail dorte@example.org" in said
    assert "et-langt-kodeord" not in said
