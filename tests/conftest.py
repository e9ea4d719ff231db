"""The small cast: Anne Mette signs up, Bo comes instead, Clara is too late, Dorte organises."""

import ctypes
import gc
from collections.abc import Callable, Iterator
from datetime import date, time
from itertools import count
from typing import Any

import pytest
from django.utils import translation
from hypothesis import settings

from programme.models import Event, Membership, Organisation, Organiser, User, Venue
from registration import sentences
from registration.services import booking
from registration.services.acts import CONTACT
from registration.services.people import Person
from tests.cast import ANNE, ANNE_METTE, OPEN


def has_pango() -> bool:
    try:
        for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What takes long begins first, so that no worker is left alone with it at the end.
    items.sort(key=lambda item: not (item.get_closest_marker("long") or item.get_closest_marker("early")))
    if has_pango():
        return
    skip = pytest.mark.skip(reason="Pango is missing, so no PDF can be made here")
    for item in items:
        if item.get_closest_marker("pango"):
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, so it is not looked through again by every collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


# Machines are shared: no example fails for having taken long. Chance is given less time where the long tests are left
# out.
settings.register_profile("unhurried", deadline=None)
settings.register_profile("short", deadline=None, max_examples=30)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("short" if "not long" in config.option.markexpr else "unhurried")


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page that was read in English leaves its language to no other test."""
    yield
    translation.deactivate()


@pytest.fixture
def association(db: None) -> Organisation:
    return Organisation.objects.create(
        name="Foreningen for Læsning", short_name="FfL", email="kontakt@example.org"
    )


@pytest.fixture
def library(db: None) -> Organisation:
    return Organisation.objects.create(name="Ærø Bibliotek", short_name="Ærø")


@pytest.fixture
def dorte(association: Organisation) -> User:
    user = User.objects.create_user("dorte@example.org", "et-langt-kodeord", name="Dorte Ørsted")
    Membership.objects.create(user=user, organisation=association)
    return user


@pytest.fixture
def venue(association: Organisation) -> Venue:
    return Venue.objects.create(
        owner=association,
        name="Kulturhuset Åen",
        street_address="Søndre Allé 1",
        postal_code="9999",
        city="Øby",
        room_note="3. sal",
        directions="Fem minutter fra stationen.",
    )


@pytest.fixture
def make_event(association: Organisation, venue: Venue) -> Callable[..., Event]:
    """An event on Wednesday 16 September 2026 at 9.00–16.00, free until 2 September and binding after."""

    def make(**fields: Any) -> Event:
        facts: dict[str, Any] = {
            "owner": association,
            "title": "Læring på tværs",
            "slug": "laering-paa-tvaers",
            "starts_on": date(2026, 9, 16),
            "starts_at": time(9),
            "ends_on": date(2026, 9, 16),
            "ends_at": time(16),
            "venue": venue,
            "contact_name": "Dorte Ørsted",
            "contact_email": "dorte@example.org",
            "status": Event.Status.PUBLISHED,
            "capacity": 10,
            "fee_ore": 129_500,
            "registration_opens_on": date(2026, 5, 1),
            "registration_closes_on": date(2026, 9, 9),
            "binding_after": date(2026, 9, 2),
        } | fields
        event = Event(**facts)
        event.save()
        Organiser.objects.create(event=event, organisation=association)
        return event

    return make


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event()


@pytest.fixture
def sign_up(event: Event) -> Callable[..., booking.SignedUp]:
    """Anne Mette signs people up at noon on 1 June 2026, herself when nobody is named."""
    keys = count(1)

    def do(*people: Person, event: Event = event, **changes: Any) -> booking.SignedUp:
        act: dict[str, Any] = {
            "contact": ANNE_METTE,
            "people": people or [ANNE],
            "key": f"key-{next(keys)}",
            "language": "da",
            "now": OPEN,
            "actor": CONTACT,
        } | changes
        if "terms" not in act:
            event.refresh_from_db()
            with translation.override(act["language"]):
                act["terms"] = sentences.terms(event, now=act["now"])
        return booking.sign_up(event_id=event.pk, **act)

    return do
