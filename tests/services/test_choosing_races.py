"""Items of the programme and reserved places raced for: no item has more people than places, no invitation more than it
has, and the public never a reserved place."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from django.utils import timezone, translation

from programme.models import ChoiceGroup, Event, Session, User
from programme.publishing import programme_changed
from registration import sentences
from registration.models import OwedMail, Registration, SessionChoice
from registration.services import cancelling, choosing, inviting, substituting
from registration.services.acts import ATTENDEE, organiser
from registration.services.booking import SignedUp
from registration.services.distributing import answer_of, distribute, fingerprint
from registration.services.people import Contact, Person
from tests.cast import BO
from tests.services.test_races import at_once

pytestmark = pytest.mark.services
SignUp = Callable[..., SignedUp]


@pytest.fixture
def item(coming: Event) -> Session:
    made = Session.objects.create(
        event=coming, title="Læsning på tværs", day=coming.starts_on, needs_sign_up=True, places=2
    )
    programme_changed(coming, now=timezone.now())
    return made


def guest(number: int) -> Person:
    return Person(name=f"Gæst {number} Ærø", email=f"g{number}@example.org")


def comes(sign_up: SignUp, event: Event, number: int, **facts: object) -> Callable[[], SignedUp]:
    """The sign-up of one guest, ready to be made: her terms are read before."""
    now = timezone.now()
    with translation.override("da"):
        terms = sentences.terms(Event.objects.get(pk=event.pk), now=now)
    person = replace(guest(number), sessions=facts.pop("sessions", ()))
    return partial(
        sign_up,
        person,
        event=event,
        contact=Contact(name=person.name, email=person.email),
        terms=terms,
        key=f"løb-{number}",
        now=now,
        **facts,
    )


def test_the_last_places_in_an_item_are_given_once(sign_up: SignUp, coming: Event, item: Session) -> None:
    acts = [comes(sign_up, coming, number, sessions=(item.pk,)) for number in range(6)]
    outcomes = at_once(*acts)
    assert Counter(str(one) if isinstance(one, str) else type(one).__name__ for one in outcomes) == {
        "SignedUp": 2,
        "item_full": 4,
    }
    assert (Registration.objects.count(), SessionChoice.objects.count()) == (2, 2)


def test_two_who_change_at_once_do_not_share_the_last_place(
    sign_up: SignUp, coming: Event, item: Session
) -> None:
    places = [comes(sign_up, coming, number)().registrations[0] for number in range(6)]
    acts = [
        partial(
            choosing.choose, registration_id=one.pk, sessions=(item.pk,), now=timezone.now(), actor=ATTENDEE
        )
        for one in places
    ]
    outcomes = at_once(*acts)
    assert Counter(isinstance(one, list) for one in outcomes) == {True: 2, False: 4}
    assert SessionChoice.objects.count() == 2


def test_items_are_chosen_or_the_place_is_left_but_no_choice_is_left_behind(
    sign_up: SignUp, coming: Event, item: Session
) -> None:
    for number in range(6):
        place = comes(sign_up, coming, number)().registrations[0]
        now = timezone.now()
        at_once(
            partial(choosing.choose, registration_id=place.pk, sessions=(item.pk,), now=now, actor=ATTENDEE),
            partial(cancelling.cancel, registration_id=place.pk, now=now, actor=ATTENDEE)
            if number % 2
            else partial(
                substituting.substitute, registration_id=place.pk, person=BO, now=now, actor=ATTENDEE
            ),
        )
        place.refresh_from_db()
        assert not SessionChoice.objects.exclude(registration__status="confirmed").exists()
        Registration.objects.filter(name=BO.name).update(status="cancelled", ended_at=now, person_key=None)
        SessionChoice.objects.all().delete()


def test_wishes_are_distributed_once_and_to_nobody_who_leaves_meanwhile(
    sign_up: SignUp, coming: Event, item: Session, dorte: User
) -> None:
    group = ChoiceGroup.objects.create(event=coming, name="Værksteder", by_wishes=True)
    Session.objects.filter(pk=item.pk).update(choice=group)
    programme_changed(coming, now=timezone.now())
    places = [comes(sign_up, coming, number)().registrations[0] for number in range(3)]
    now = timezone.now()
    for one in places:
        choosing.choose(registration_id=one.pk, sessions=(), wishes=(item.pk,), now=now, actor=ATTENDEE)
    seen = fingerprint(answer_of(coming))
    act = partial(distribute, event_id=coming.pk, seen=seen, now=now, actor=organiser(dorte))
    outcomes = at_once(act, act, act)
    assert sum(isinstance(one, list) for one in outcomes) == 1
    assert set(SessionChoice.objects.values_list("registration", flat=True)) == {one.pk for one in places[:2]}
    assert OwedMail.objects.filter(kind="wishes_distributed").count() == 3
    ChoiceGroup.objects.update(distributed_at=None)
    SessionChoice.objects.all().delete()
    at_once(act, partial(cancelling.cancel, registration_id=places[0].pk, now=now, actor=ATTENDEE))
    # Either all was distributed before she left, or nothing is.
    left = set(SessionChoice.objects.values_list("registration", flat=True))
    assert left in ({places[1].pk}, set())


def test_an_invitation_is_used_as_often_as_it_says_and_the_public_has_the_rest(
    sign_up: SignUp, coming: Event, dorte: User
) -> None:
    Event.objects.filter(pk=coming.pk).update(capacity=4, reserved_places=3)
    one = inviting.invite(
        event_id=coming.pk, whom="Oplægsholdere", places=2, now=timezone.now(), actor=organiser(dorte)
    )
    acts = [comes(sign_up, coming, number, invitation_id=one.pk) for number in range(4)]
    acts += [comes(sign_up, coming, number) for number in range(4, 7)]
    outcomes = at_once(*acts)
    assert sum(isinstance(one, SignedUp) for one in outcomes[:4]) == 2
    assert sum(isinstance(one, SignedUp) for one in outcomes[4:]) == 1
    assert {str(one) for one in outcomes if not isinstance(one, SignedUp)} == {"invitation_used", "full"}
