"""A place raced for by those who would share it, and ended while it is being shared: two at most have it, and both are
gone with it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from programme.models import Event, Session
from programme.publishing import programme_changed
from registration.models import Registration, SessionChoice
from registration.services import cancelling, choosing, sharing, substituting
from registration.services.acts import ATTENDEE
from registration.services.booking import SignedUp
from registration.services.people import Person
from tests.cast import BO
from tests.services.test_choosing_races import comes
from tests.services.test_races import at_once

pytestmark = pytest.mark.services
SignUp = Callable[..., SignedUp]


@pytest.fixture
def shared(coming: Event) -> Event:
    Event.objects.filter(pk=coming.pk).update(
        ends_on=coming.starts_on + timedelta(days=1), places_may_be_shared=True
    )
    coming.refresh_from_db()
    return coming


def shares(place: Registration, number: int, event: Event) -> Callable[[], Registration]:
    person = Person(name=f"Deler {number} Ærø", email=f"d{number}@example.org")
    act: dict[str, Any] = {"person": person, "days": event.days[1:], "now": timezone.now(), "actor": ATTENDEE}
    return partial(sharing.share, registration_id=place.pk, **act)


def test_one_of_many_shares_a_place(sign_up: SignUp, shared: Event) -> None:
    place = comes(sign_up, shared, 0)().registrations[0]
    outcomes = at_once(*(shares(place, number, shared) for number in range(6)))
    told = Counter(str(one) if isinstance(one, str) else type(one).__name__ for one in outcomes)
    assert told == {"Registration": 1, "already_shared": 5}
    assert Registration.objects.filter(shares_place_of=place).count() == 1


@pytest.mark.parametrize("ends", [cancelling.cancel, partial(substituting.substitute, person=BO)])
def test_whatever_ends_while_it_is_shared_nobody_is_left_with_half_a_place(
    ends: Callable[..., Any], sign_up: SignUp, shared: Event
) -> None:
    for number in range(6):
        place = comes(sign_up, shared, number)().registrations[0]
        act = partial(ends, registration_id=place.pk, now=timezone.now(), actor=ATTENDEE)
        at_once(shares(place, number, shared), act)
        halves = Registration.objects.filter(event=shared).shared()
        for one in halves:
            other = one.shares_with
            assert other is not None
            assert (other.status, {one.days, other.days}) == (
                "confirmed",
                {day.isoformat() for day in shared.days},
            )
        for one in Registration.objects.filter(event=shared).current().order_by("shares_place_of"):
            one.refresh_from_db()
            if one.is_current:
                cancelling.cancel(registration_id=one.pk, now=timezone.now(), actor=ATTENDEE)
        assert not Registration.objects.filter(event=shared).current().exists()


def test_an_item_that_goes_over_is_free_at_no_instant(sign_up: SignUp, shared: Event) -> None:
    """While it goes to the second person, from her to the holder and back, those who want its one place get none."""
    first, second = shared.days
    item = Session.objects.create(
        event=shared, title="Læsning på tværs", day=second, needs_sign_up=True, places=1
    )
    programme_changed(shared, now=timezone.now())
    place = comes(sign_up, shared, 0, sessions=(item.pk,))().registrations[0]
    others = [comes(sign_up, shared, number)().registrations[0] for number in range(1, 4)]

    def want() -> list[Callable[[], Any]]:
        facts: dict[str, Any] = {"sessions": (item.pk,), "now": timezone.now(), "actor": ATTENDEE}
        return [partial(choosing.choose, registration_id=one.pk, **facts) for one in others]

    def held_by() -> list[str]:
        return list(SessionChoice.objects.values_list("registration__name", flat=True))

    name = place.name
    acts: list[tuple[Callable[[], Any], str]] = [(shares(place, 9, shared), "Deler 9 Ærø")]
    for days, has_it in (((first,), name), ((second,), "Deler 9 Ærø")):
        facts: dict[str, Any] = {"days": days, "now": timezone.now(), "actor": ATTENDEE}
        acts.append((partial(sharing.change_days, registration_id=place.pk, **facts), has_it))
    for act, has_it in acts:
        outcomes = at_once(act, *want())
        assert [str(one) for one in outcomes[1:]] == ["item_full"] * 3
        assert held_by() == [has_it]
    sharer = Registration.objects.get(shares_place_of=place)
    leaves = partial(cancelling.cancel, registration_id=sharer.pk, now=timezone.now(), actor=ATTENDEE)
    outcomes = at_once(leaves, *want())
    assert [str(one) for one in outcomes[1:]] == ["item_full"] * 3
    assert held_by() == [name]
