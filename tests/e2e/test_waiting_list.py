"""The waiting list as people meet it in a browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event
from registration import links, sentences
from registration.models import Registration
from registration.services import cancelling
from registration.services.acts import ATTENDEE
from registration.services.booking import Contact, Person, SignedUp, WhenFull
from tests.cast import ANNE, BO, CLARA, OPEN, at
from tests.e2e.inspector import Inspector

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OFFERED_AT, LAST_DAYS = at("2026-09-03 10:00"), at("2026-09-14 09:00")
GROUP = ("Dagny Ørum", "Egil Ås")


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event(capacity=3)


@pytest.fixture
def full(sign_up: Callable[..., SignedUp]) -> list[Registration]:
    return sign_up(ANNE, BO, CLARA).registrations


@pytest.fixture
def wait(sign_up: Callable[..., SignedUp], event: Event, full: Any) -> Callable[..., list[Registration]]:
    """Invented people join the list of the full event, the first of them as their contact."""

    def join(*names: str, how: WhenFull = WhenFull.TOGETHER, minutes: int = 0) -> list[Registration]:
        instant = OPEN + timedelta(minutes=minutes)
        with translation.override("da"):
            terms = sentences.terms(event, now=instant, waits=True)
        people = [Person(name=name, email=address_of(name)) for name in names]
        contact = Contact(name=names[0], email=address_of(names[0]))
        return sign_up(*people, contact=contact, when_full=how, now=instant, terms=terms).registrations

    return join


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@example.org"


def own(place: Registration) -> str:
    place.refresh_from_db()
    return f"/plads/{links.place_token(place)}/"


def contacts(place: Registration) -> str:
    return f"/samlet/{links.booking_token(place.booking)}/"


def test_the_pages_of_those_who_wait_look_well_at_every_stage(
    inspector: Inspector, wait: Any, full: list[Registration], event: Event
) -> None:
    clock = inspector.visitor.clock
    dagny, egil = wait(*GROUP)
    gerda = wait("Gerda Yde", minutes=5)[0]
    clock.move_to(OPEN + timedelta(days=1))
    cancelling.cancel(registration_id=full[0].pk, now=OPEN + timedelta(days=1), actor=ATTENDEE)
    hans = wait("Hans Bæk", minutes=7)[0]
    for path in (own(egil), contacts(dagny), contacts(gerda), f"{own(egil)}afbud/", f"{own(egil)}overdrag/"):
        inspector.open(path)
    clock.move_to(OFFERED_AT)
    for place in (full[1], full[2], gerda):
        cancelling.give_back(registration_id=place.pk, now=OFFERED_AT, actor=ATTENDEE)
    for path in (own(egil), contacts(dagny)):
        inspector.open(path)
    inspector.press("Nej tak for dem alle")
    inspector.open(own(hans))
    inspector.open(contacts(hans))
    inspector.press("Ja tak")
    inspector.open(own(egil))
    Event.objects.update(capacity=1)
    ivar, jens = wait("Ivar Åby", "Jens Ø", minutes=9)
    clock.move_to(LAST_DAYS)
    cancelling.give_back(registration_id=hans.pk, now=LAST_DAYS, actor=ATTENDEE)
    inspector.open(own(jens))
    inspector.open(contacts(ivar))
    inspector.press("Ja, jeg tager en plads til de afkrydsede")
