"""What stands between two who save at once, between a user and the organisations of others, and between a stranger and
a password."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from programme.admin import login
from programme.admin.rights import changeable_organisations
from programme.admin.versions import SavedMeanwhile, claim_next_version
from programme.models import Event, FailedLogin, Membership, Organisation, User
from tests.cast import OPEN

pytestmark = pytest.mark.django_db


def test_of_two_who_save_the_same_version_one_comes_too_late(event: Event) -> None:
    first, second = (Event.objects.get(pk=event.pk) for _ in range(2))
    claim_next_version(first)
    with pytest.raises(SavedMeanwhile):
        claim_next_version(second)
    assert (first.version, second.version) == (event.version + 1, event.version)
    claim_next_version(first)
    assert Event.objects.get(pk=event.pk).version == first.version == event.version + 2


@pytest.mark.parametrize(
    ("role", "mine"),
    [("administrator", True), ("organiser", True), ("desk", False), ("reader", False), (None, False)],
)
def test_who_writes_for_an_organisation_is_told_by_her_role_there(
    role: str | None, mine: bool, association: Organisation, library: Organisation
) -> None:
    user = User.objects.create_user("asta@example.org", "et-langt-kodeord", name="Asta Ø")
    if role:
        Membership.objects.create(user=user, organisation=association, role=role)
    request: Any = RequestFactory().get("/")
    request.user = user
    assert list(changeable_organisations(request)) == ([association] if mine else [])


def test_a_superuser_writes_for_everybody_and_a_stranger_for_nobody(
    association: Organisation, library: Organisation
) -> None:
    found = []
    for user in (User(is_superuser=True), AnonymousUser()):
        request: Any = RequestFactory().get("/")
        request.user = user
        found.append(set(changeable_organisations(request)))
    assert found == [{association, library}, set()]


def test_ten_tries_are_the_most_for_one_address_in_a_quarter_of_an_hour() -> None:
    def tries(email: str, *, seconds: float = 0) -> bool:
        return login.take_try(email, now=OPEN + timedelta(seconds=seconds))

    assert [tries("Dorte@example.org", seconds=number) for number in range(10)] == [True] * 10
    # A refused one is not counted.
    assert [tries("dorte@example.org", seconds=10) for _ in range(3)] == [False] * 3
    assert tries("bo@example.org", seconds=10)
    quarter = login.WINDOW.total_seconds()
    assert not tries("dorte@example.org", seconds=quarter - 0.000001)
    assert tries("dorte@example.org", seconds=quarter)
    assert not tries("dorte@example.org", seconds=quarter)
    login.forget_tries("DORTE@example.org")
    assert tries("dorte@example.org", seconds=quarter)
    assert FailedLogin.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 404), ("colleague", 200), ("other house", 404), ("no staff", 404), ("superuser", 200)],
)
@pytest.mark.parametrize("page", ["", "kalender.ics"])
def test_a_draft_is_there_for_those_who_work_with_it_alone(
    who: str,
    status: int,
    page: str,
    client: Client,
    make_event: Callable[..., Event],
    dorte: User,
    library: Organisation,
) -> None:
    draft = make_event(status=Event.Status.DRAFT)
    if who == "other house":
        Membership.objects.filter(user=dorte).update(organisation=library)
    elif who == "no staff":
        User.objects.update(is_staff=False)
    elif who == "superuser":
        Membership.objects.all().delete()
        User.objects.update(is_superuser=True)
    if who != "nobody":
        client.force_login(dorte)
    assert client.get(f"/{draft.slug}/{page}").status_code == status


def test_no_other_site_s_form_brings_the_cookies_along(client: Client, dorte: User) -> None:
    client.get("/admin/login/")
    answer = client.post(
        "/admin/login/", {"username": "dorte@example.org", "password": "et-langt-kodeord", "next": "/admin/"}
    )
    assert answer.status_code == 302
    cookies = {name: (one["samesite"], one["httponly"]) for name, one in client.cookies.items()}
    assert cookies == {"csrftoken": ("Lax", ""), "sessionid": ("Lax", True)}


@pytest.mark.parametrize(
    ("email", "password"), [("dorte", "forkert"), ("ukendt", "forkert"), ("asta", "et-langt-kodeord")]
)
def test_a_refused_login_says_one_thing_to_everybody_and_whom_to_write_to(
    email: str, password: str, client: Client, dorte: User
) -> None:
    User.objects.create_user("asta@example.org", "et-langt-kodeord", name="Asta Ø", is_staff=False)
    page = client.post("/admin/login/", {"username": f"{email}@example.org", "password": password})
    assert page.context["form"].non_field_errors() == [
        "E-mail og adgangskode passer ikke sammen. Prøv igen, eller skriv til tilmelding@example.org."
    ]


def test_a_draft_leads_back_to_where_it_is_written(
    client: Client, make_event: Callable[..., Event], dorte: User
) -> None:
    draft = make_event(status=Event.Status.DRAFT)
    client.force_login(dorte)
    link = (
        f'<a href="/admin/programme/event/{draft.pk}/change/">Tilbage til arrangementet på skrivebordet</a>'
    )
    assert link in client.get(f"/{draft.slug}/").content.decode()
