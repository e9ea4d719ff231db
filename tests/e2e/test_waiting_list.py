"""The waiting list as people meet it in a browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from conference.clock import now
from programme.models import Event
from registration import links, sentences
from registration.models import Registration
from registration.services import cancelling
from registration.services.acts import ATTENDEE
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, CLARA, OPEN, at
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Way

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


@pytest.mark.parametrize("visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True)
def test_a_group_of_three_waits_takes_what_comes_and_says_yes_for_two(
    inspector: Inspector, full: list[Registration], event: Event
) -> None:
    visitor = inspector.visitor
    visitor.clock.move_to(OPEN)
    inspector.open(f"/{event.slug}/")
    visitor.hands.go(visitor.page.locator("main").get_by_role("link", name="Kom på ventelisten").first)
    inspector.look("the form of a full event")
    visitor.open(f"/{event.slug}/tilmelding/?antal=3")
    visitor.write(contact_name="Dagny Ørum", contact_email="dagny@example.org")
    visitor.write(p1_name="Egil Ås", p1_email="egil@example.org", p2_name="Frode Æbelø")
    visitor.pays_later()
    visitor.take_time()
    inspector.press("Fortsæt")
    visitor.hands.tick(visitor.page.get_by_label("Vent samlet: alle 3 på ventelisten"))
    inspector.press("Fortsæt")
    visitor.tick("Jeg accepterer disse betingelser")
    inspector.press("Skriv 3 personer på ventelisten")
    assert visitor.heading == "Tak – tilmeldingen er modtaget"
    assert status(event) == ["confirmed"] * 3 + ["waiting"] * 3
    dagny, egil, _frode = Registration.objects.filter(status="waiting").order_by("pk")
    cancelling.cancel(registration_id=full[0].pk, now=now(), actor=ATTENDEE)
    inspector.open(contacts(dagny))
    assert "for få til jer alle" in visitor.text
    inspector.press("Tag pladser, efterhånden som de kommer")
    assert status(event)[3:] == ["confirmed", "waiting", "waiting"]
    visitor.clock.move_to(OFFERED_AT)
    for place in full[1:]:
        cancelling.give_back(registration_id=place.pk, now=OFFERED_AT, actor=ATTENDEE)
    inspector.open(contacts(dagny))
    visitor.page.get_by_label("Frode Æbelø").press("Space")
    inspector.press("Ja tak for de afkrydsede")
    assert status(event)[3:] == ["confirmed", "confirmed", "cancelled"]
    Event.objects.update(capacity=2, registration_closes_on=None)
    visitor.open(f"/{event.slug}/tilmelding/")
    visitor.write(contact_name="Gerda Yde", contact_email="gerda@example.org")
    visitor.pays_later()
    visitor.take_time()
    inspector.press("Fortsæt")
    visitor.tick("Jeg accepterer disse betingelser")
    inspector.press("Skriv 1 person på ventelisten")
    gerda = Registration.objects.get(name="Gerda Yde")
    visitor.clock.move_to(LAST_DAYS)
    inspector.open(own(gerda))
    cancelling.give_back(registration_id=egil.pk, now=LAST_DAYS, actor=ATTENDEE)
    inspector.open(own(gerda))
    inspector.press("Ja, jeg tager pladsen")
    assert "Pladsen er din." in visitor.text
    assert status(event)[-1] == "confirmed"


def test_what_organisers_see_of_the_list_looks_well(
    desk: Inspector, wait: Any, full: list[Registration], event: Event
) -> None:
    visitor = desk.visitor
    visitor.clock.move_to(OPEN)
    dagny, _egil = wait(*GROUP)
    people = "/admin/registration/registration"
    desk.open(f"/admin/programme/event/{event.pk}/sign-up/")
    visitor.write(contact_name="Tove Ålund", contact_email="tove@example.org", p1_name="Gerda Yde")
    visitor.hands.write(visitor.page.locator("[name=p2-name]"), "Hans Bæk")
    visitor.hands.go(visitor.page.get_by_role("button", name="Se, hvad der vil ske").last)
    desk.press("Skriv begge på ventelisten, samlet")
    desk.open(f"{people}/?event={event.pk}&status=waiting")
    assert visitor.page.get_by_text("nr. 4").count() == 1
    visitor.clock.move_to(LAST_DAYS)
    cancelling.give_back(registration_id=full[0].pk, now=LAST_DAYS, actor=ATTENDEE)
    desk.open(f"{people}/{dagny.pk}/change/")
    desk.open(f"{people}/{dagny.pk}/cancel/")
    desk.open(f"{people}/{dagny.pk}/give-place/")


def status(event: Event) -> list[str]:
    return list(Registration.objects.filter(event=event).order_by("pk").values_list("status", flat=True))
