"""Those who work behind the counter, and those who have nothing to do with it."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from programme.models import Event, Membership, Organisation, Session, User
from tests.cast import OPEN
from tests.registration.items import wished_workshops, workshops
from tests.registration.pages import SUMMER


@pytest.fixture
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    """Noon on 1 June 2026: sign-up is open, and no place is binding. Whoever has logged in stays so all year."""
    settings.SESSION_COOKIE_AGE = 365 * 24 * 3600
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def summer() -> Iterator[time_machine.Traveller]:
    """Noon on 1 August 2026: sign-up is open, and no place is binding."""
    with time_machine.travel(SUMMER, tick=False) as traveller:
        yield traveller


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def colleague(association: Organisation) -> Callable[[str], Client]:
    """Somebody who works for the association in a role."""

    def in_role(role: str) -> Client:
        user = User.objects.create_user(f"{role}@example.org", "et-langt-kodeord", name=f"Grethe {role}")
        Membership.objects.create(user=user, organisation=association, role=role)
        return logged_in(user)

    return in_role


@pytest.fixture
def desk(client: Client, dorte: User) -> Client:
    """The test's own client, with Dorte logged in."""
    client.force_login(dorte)
    return client


@pytest.fixture
def items(event: Event) -> dict[str, Session]:
    """The workshops to choose between."""
    return workshops(event)


@pytest.fixture
def wished(event: Event) -> dict[str, Session]:
    """The workshops that are distributed by wishes."""
    return wished_workshops(event)


@pytest.fixture
def organiser(clock: time_machine.Traveller, dorte: User) -> Client:
    """Dorte, who organises for the association."""
    return logged_in(dorte)


@pytest.fixture
def outsider(clock: time_machine.Traveller, library: Organisation) -> Client:
    """Erik, who organises for Ærø Bibliotek."""
    erik = User.objects.create_user("erik@example.org", "et-langt-kodeord", name="Erik Ærø")
    Membership.objects.create(user=erik, organisation=library)
    return logged_in(erik)


@pytest.fixture
def others_event(make_event: Callable[..., Event], library: Organisation) -> Event:
    """An event of Ærø Bibliotek, with people of its own."""
    return make_event(title="Ældre og læsning", slug="aeldre-og-laesning", owner=library)
