"""The waiting list raced for: each place is given once, an offer is answered once, and nobody waits for another's lock
for ever."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone, translation

from programme.models import Event
from registration import sentences
from registration.models import HistoryEntry, OwedMail, Registration
from registration.services import answering, cancelling, delivering, substituting, waiting
from registration.services.acts import CONTACT, Refused
from registration.services.booking import SignedUp
from registration.services.floods import TooMany
from registration.services.line import line_of, parties_of
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from registration.waiting import can_use
from tests.services.test_races import at_once

pytestmark = pytest.mark.services
Join = Callable[..., SignedUp]
PLACES = 2


@pytest.fixture
def join(coming: Event, sign_up: Callable[..., SignedUp]) -> Join:
    """Invented people of one contact have places now, or join the list together."""

    def do(*names: str, how: WhenFull = WhenFull.TOGETHER) -> SignedUp:
        now = timezone.now()
        people = [Person(name=name, email=f"{name.lower()}@example.org") for name in names]
        contact = Contact(name=names[0], email=f"{names[0].lower()}@example.org")
        with translation.override("da"):
            terms = sentences.terms(
                Event.objects.get(pk=coming.pk), now=now, waits=how is not WhenFull.REFUSE
            )
        return sign_up(
            *people, event=coming, contact=contact, terms=terms, key=contact.email, when_full=how, now=now
        )

    return do


def give_at_once() -> None:
    """Two places, and long until they bind: whoever is next has one."""
    Event.objects.filter(slug="aabent-hus").update(capacity=PLACES)


def offer() -> None:
    """Two places, and they bind at once: whoever is next is offered one."""
    Event.objects.filter(slug="aabent-hus").update(
        capacity=PLACES, binding_after=timezone.localdate() - timedelta(days=2)
    )


def first_yes() -> None:
    """Two places at an event that begins tomorrow: the first yes has what is free."""
    day = timezone.localdate() + timedelta(days=1)
    Event.objects.filter(slug="aabent-hus").update(
        capacity=PLACES, starts_on=day, ends_on=day, registration_closes_on=None, binding_after=None
    )


def status_of(made: SignedUp) -> list[str]:
    return list(made.booking.registrations.order_by("pk").values_list("status", flat=True))


def taken() -> int:
    return Registration.objects.taking_a_place().count()


def leave(made: SignedUp) -> None:
    """Frees every place the booking has, and takes its people off the list."""
    for place in made.booking.registrations.current():
        for act in (cancelling.cancel, cancelling.give_back):
            try:
                act(registration_id=place.pk, now=timezone.now(), actor=CONTACT)
            except Refused:
                continue
            break


def answered(outcomes: list[Any]) -> Counter[str]:
    return Counter("answered" if isinstance(one, list) else one for one in outcomes)


def test_an_offer_that_is_answered_by_four_at_once_is_answered_once(coming: Event, join: Join) -> None:
    offer()
    for number in range(10):
        have = join(f"Anne{number}", f"Bo{number}")
        group = join(f"Dagny{number}", f"Egil{number}")
        leave(have)
        assert status_of(group) == ["offered"] * 2
        ids = {place.pk for place in group.registrations}
        yes, no = (
            partial(
                answering.answer,
                booking_id=group.booking.pk,
                accepted=said,
                now=timezone.now(),
                actor=CONTACT,
            )
            for said in (ids, set[int]())
        )
        assert answered(at_once(yes, no, yes, no)) == {"answered": 1, "not_offered": 3}
        assert status_of(group) in (["confirmed"] * 2, ["cancelled"] * 2)
        told = HistoryEntry.objects.filter(registration__in=ids, verb__in=["given_place", "declined"])
        assert told.count() == 2
        leave(group)


def test_an_answer_and_the_end_of_the_offer_are_not_both_true(coming: Event, join: Join) -> None:
    offer()
    won: Counter[str] = Counter()
    for number in range(20):
        have = join(f"Anne{number}", f"Bo{number}")
        group = join(f"Dagny{number}", f"Egil{number}")
        after = join(f"Frode{number}", f"Gerda{number}")
        leave(have)
        ids = {place.pk for place in group.registrations}
        ends = Registration.objects.filter(pk__in=ids).values_list("offer_until", flat=True)[0]
        assert ends is not None
        in_time = ends - timedelta(microseconds=1)
        yes = partial(answering.answer, booking_id=group.booking.pk, accepted=ids, now=in_time, actor=CONTACT)
        outcomes = at_once(yes, *[partial(waiting.move_all, now=ends)] * 2)
        assert outcomes[1:] == [1, 1], outcomes
        if isinstance(outcomes[0], list):
            assert (status_of(group), status_of(after)) == (["confirmed"] * 2, ["waiting"] * 2)
        else:
            assert outcomes[0] == "not_offered"
            assert (status_of(group), status_of(after)) == (["expired"] * 2, ["offered"] * 2)
        won["answer" if isinstance(outcomes[0], list) else "end"] += 1
        assert taken() == PLACES
        leave(group)
        leave(after)
    assert sum(won.values()) == 20


def test_of_six_who_say_yes_at_once_just_as_many_as_there_are_places_have_one(
    coming: Event, join: Join
) -> None:
    first_yes()
    have = join("Anne", "Bo")
    parties = [join(f"Gæst{number}") for number in range(6)]
    leave(have)
    takes = [
        partial(
            answering.take,
            booking_id=party.booking.pk,
            places={party.registrations[0].pk},
            now=timezone.now(),
            actor=CONTACT,
        )
        for party in parties
    ]
    assert answered(at_once(*takes)) == {"answered": PLACES, "full": 4}
    assert taken() == PLACES
    assert OwedMail.objects.filter(kind="free_place_taken").count() == 4


def test_two_places_that_come_free_while_the_task_runs_are_given_once_each(coming: Event, join: Join) -> None:
    give_at_once()
    have = join("Anne", "Bo")
    parties = [join(f"Gæst{number}") for number in range(3)]
    now = timezone.now()
    cancels = [
        partial(cancelling.cancel, registration_id=place.pk, now=now, actor=CONTACT)
        for place in have.registrations
    ]
    outcomes = at_once(*cancels, *[partial(waiting.move_all, now=now)] * 3)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert [status_of(party) for party in parties] == [["confirmed"], ["confirmed"], ["waiting"]]
    given = OwedMail.objects.filter(kind="places_given").order_by("to_email")
    assert list(given.values_list("to_email", flat=True)) == ["gæst0@example.org", "gæst1@example.org"]


@pytest.mark.parametrize("how", [give_at_once, offer, first_yes])
def test_whatever_is_done_at_once_the_list_keeps_its_rule(
    how: Callable[[], None], coming: Event, join: Join
) -> None:
    """Six hands do thirty things each: never a place too many, never one that stands empty while somebody could use
    it, never a deadlock."""
    how()
    seed = random.randrange(10**6)

    def hand(number: int) -> Callable[[], Counter[str]]:
        def work() -> Counter[str]:
            chance, done = random.Random(seed + number), Counter[str]()
            for turn in range(30):
                act = chance.choice(
                    ["join", "leave", "leave", "answer", "take", "apart", "hand", "move", "send"]
                )
                try:
                    _do(act, chance, f"{number}x{turn}", join)
                    done[act] += 1
                except (Refused, TooMany):
                    done["refused"] += 1
                assert taken() <= PLACES
            return done

        return work

    outcomes = at_once(*(hand(number) for number in range(6)))
    assert all(isinstance(outcome, Counter) for outcome in outcomes), (seed, outcomes)
    assert sum(map(Counter.total, outcomes)) == 180
    if how is not first_yes:
        line = parties_of(line_of(Event.objects.get(pk=coming.pk)))
        assert not can_use(line, free=PLACES - taken()), (seed, line)


def _do(act: str, chance: random.Random, name: str, join: Join) -> None:
    now = timezone.now()
    rows = list(Registration.objects.current())
    row = chance.choice(rows) if rows else None
    match act:
        case "join":
            names = [f"G{name}n{one}" for one in range(chance.choice([1, 2, 3]))]
            join(*names, how=chance.choice([WhenFull.TOGETHER, WhenFull.AS_THEY_COME, WhenFull.REFUSE]))
        case "leave" if row:
            try:
                cancelling.cancel(registration_id=row.pk, now=now, actor=CONTACT)
            except Refused:
                cancelling.give_back(registration_id=row.pk, now=now, actor=CONTACT)
        case "answer" if row:
            accepted = {row.pk} if chance.random() < 0.6 else set[int]()
            answering.answer(booking_id=row.booking_id, accepted=accepted, now=now, actor=CONTACT)
        case "take" if row:
            answering.take(booking_id=row.booking_id, places={row.pk}, now=now, actor=CONTACT)
        case "apart" if row:
            answering.wait_apart(booking_id=row.booking_id, now=now, actor=CONTACT)
        case "hand" if row:
            # Somebody on the list may come instead, and leaves it.
            other = chance.choice(rows)
            person = Person(name=other.name, email=other.email)
            substituting.substitute(registration_id=row.pk, person=person, now=now, actor=CONTACT)
        case "move":
            waiting.move_all(now=now)
        case "send":
            delivering.send_due(clock=timezone.now, most=5)
