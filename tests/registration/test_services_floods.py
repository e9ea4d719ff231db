"""How much one address sets in motion in an hour, the same at every door, on both sides of each limit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event, User
from registration import sentences
from registration.models import Booking, Registration
from registration.policy import Reason
from registration.services import adding, naming
from registration.services.acts import CONTACT, Actor, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.floods import BOOKINGS_PER_CONTACT, PLACES_PER_ADDRESS, TooMany
from registration.services.people import Person
from tests.cast import OPEN

SignUp = Callable[..., SignedUp]
NOBODY = Person(name="")
AN_HOUR_LATER = OPEN + timedelta(hours=1)
LAST = AN_HOUR_LATER - timedelta(microseconds=1)


class Doors:
    """One contact's ways to places at an event where as many may come as like; each call is one act."""

    def __init__(self, event: Event, sign_up: SignUp) -> None:
        self.event, self.sign, self.number = event, sign_up, 0

    def sign_up(self, *people: Person, now: Any = OPEN, actor: Actor = CONTACT) -> Booking:
        return self.sign(*people, now=now, actor=actor).booking

    def add(self, *people: Person, now: Any = OPEN, actor: Actor = CONTACT) -> Booking:
        with translation.override("da"):
            terms = sentences.terms(self.event, now=now)
        self.number += 1
        return adding.add_people(
            booking_id=Booking.objects.order_by("pk")[0].pk,
            people=people,
            terms=terms,
            key=f"key-{self.number}",
            now=now,
            actor=actor,
        ).booking

    def name(self, person: Person, now: Any = OPEN, actor: Actor = CONTACT) -> None:
        place = Registration.objects.without_a_name().order_by("pk")[0]
        naming.name_places(booking_id=place.booking_id, names={place.pk: person}, now=now, actor=actor)


@pytest.fixture
def doors(event: Event, sign_up: SignUp) -> Doors:
    Event.objects.update(capacity=None)
    event.refresh_from_db()
    return Doors(event, sign_up)


@pytest.mark.parametrize("door", ["sign_up", "add"])
def test_bookings_and_additions_are_counted_together_at_either_door(
    door: str, doors: Doors, dorte: User
) -> None:
    act = getattr(doors, door)
    doors.sign_up(NOBODY)
    for _number in range(9):
        doors.sign_up(NOBODY)
        doors.add(NOBODY)
    # The twentieth, and one too many.
    act(NOBODY, now=LAST)
    before = Registration.objects.count()
    assert before == BOOKINGS_PER_CONTACT
    with pytest.raises(TooMany):
        act(NOBODY, now=LAST)
    assert Registration.objects.count() == before
    act(NOBODY, now=LAST, actor=organiser(dorte))
    act(NOBODY, now=AN_HOUR_LATER)
    assert Registration.objects.count() == before + 2


@pytest.mark.parametrize("door", ["sign_up", "add", "name"])
def test_places_signed_up_added_and_named_are_counted_together_at_every_door(
    door: str, doors: Doors, dorte: User
) -> None:
    def bo(number: int) -> Person:
        return Person(name=f"Bo {number}", email="bo@example.org")

    act = getattr(doors, door)
    # Booked too long ago to count, named within the hour.
    doors.sign_up(*[NOBODY] * 10, now=OPEN - timedelta(hours=1))
    doors.sign_up(*(bo(number) for number in range(19)))
    doors.add(*(bo(number) for number in range(19, 38)))
    doors.name(bo(38))
    act(bo(39), now=LAST)
    assert Registration.objects.filter(email="bo@example.org").count() == PLACES_PER_ADDRESS
    with pytest.raises((TooMany, Refused)) as no:
        act(bo(40), now=LAST)
    assert getattr(no.value, "reason", Reason.TOO_OFTEN) is Reason.TOO_OFTEN
    assert Registration.objects.filter(email="bo@example.org").count() == PLACES_PER_ADDRESS
    act(Person(name="Anne Mette Sørensen", email="anne.mette@example.org"), now=LAST)
    act(bo(41), now=LAST, actor=organiser(dorte))
    act(bo(42), now=AN_HOUR_LATER)
    assert Registration.objects.filter(email="bo@example.org").count() == PLACES_PER_ADDRESS + 2
