"""Whoever races whom: never one place too many, never two who win one place, never a deadlock."""

import json
import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from programme.models import Event, User
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.services import cancelling, correcting, delivering, finding, substituting
from registration.services.acts import ATTENDEE, CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.floods import TooMany
from registration.services.people import Contact, Person
from tests.cast import BO, CLARA
from tests.services.conftest import Processes

pytestmark = pytest.mark.services
SignUp = Callable[..., SignedUp]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Lets the acts begin at the same instant, each in a thread with a connection of its own; what each returned, or
    the reason it was refused, or the error it raised."""
    outcomes: list[Any] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(20)
            outcomes[number] = acts[number]()
        except Refused as refused:
            outcomes[number] = refused.reason
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_sixty_threads_on_postgresql_get_exactly_twenty_places(
    coming: Event, postgresql: str, processes: Processes
) -> None:
    Event.objects.update(capacity=20)
    outcomes = processes.race(coming.pk, processes=3, threads=20, DATABASE_URL=postgresql)
    assert Counter(outcomes) == {"yes": 20, "full": 40}
    assert Registration.objects.filter(status="confirmed").count() == 20
    assert (Booking.objects.count(), HistoryEntry.objects.count(), OwedMail.objects.count()) == (20, 20, 20)


def test_sixty_threads_on_sqlite_get_exactly_twenty_places(processes: Processes, tmp_path: Path) -> None:
    place = tmp_path / "løb.sqlite3"
    url = f"sqlite:///{place}"
    processes.run("migrate", "manage.py", "migrate", "--verbosity", "0", DATABASE_URL=url)
    announced = processes.run("announce", "-m", "tests.services.racer", "announce", "20", DATABASE_URL=url)
    outcomes = processes.race(json.loads(announced), processes=3, threads=20, DATABASE_URL=url)
    assert Counter(outcomes) == {"yes": 20, "full": 40}
    database = sqlite3.connect(place)
    tables = ("registration_registration", "registration_booking", "registration_owedmail")
    counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    database.close()
    assert counts == [20, 20, 20]


@pytest.fixture
def bound(coming: Event) -> Event:
    """The event once places bind at once: yesterday was the last free day."""
    Event.objects.update(binding_after=timezone.localdate() - timedelta(days=2))
    return coming


def test_one_place_is_cancelled_given_back_or_handed_over_once(
    bound: Event, sign_up: SignUp, dorte: User
) -> None:
    winners: Counter[str] = Counter()
    for number in range(20):
        now = datetime.now(UTC)
        person = Person(name=f"Gæst {number}", email=f"gaest-{number}@example.org")
        contact = Contact(name="Åse Øst", email=f"kontakt-{number}@example.org")
        place = sign_up(person, event=bound, contact=contact, now=now).registrations[0]
        instead = Person(name=f"Afløser {number}", email=f"afloeser-{number}@example.org")
        release = organiser(dorte, reason="Sygdom")
        act: dict[str, Any] = {"registration_id": place.pk, "now": now}
        outcomes = at_once(
            partial(cancelling.cancel, actor=release, **act),
            partial(cancelling.give_back, actor=ATTENDEE, **act),
            partial(substituting.substitute, person=instead, actor=CONTACT, **act),
            partial(cancelling.cancel, actor=release, **act),
        )
        lost = [outcome for outcome in outcomes if outcome == "place_ended"]
        won = [outcome for outcome in outcomes if isinstance(outcome, Registration)]
        assert (len(won), len(lost)) == (1, 3), outcomes
        place.refresh_from_db()
        winners[f"{place.status}, {place.still_owed}"] += 1
        ended = HistoryEntry.objects.filter(booking=place.booking).exclude(verb="signed_up")
        assert ended.count() == 1
        assert Registration.objects.filter(booking=place.booking).taking_a_place().count() == (
            1 if place.status == "substituted" else 0
        )
    assert sum(winners.values()) == 20


def test_one_key_sent_by_six_at_once_makes_one_booking(coming: Event, sign_up: SignUp) -> None:
    now = datetime.now(UTC)
    outcomes = at_once(*[lambda: sign_up(BO, event=coming, key="én", now=now)] * 6)
    assert Counter(outcome.repeated for outcome in outcomes) == {False: 1, True: 5}
    assert (Booking.objects.count(), Registration.objects.count()) == (1, 1)


def test_one_person_signed_up_by_six_at_once_gets_one_place(coming: Event, sign_up: SignUp) -> None:
    now = datetime.now(UTC)
    outcomes = at_once(*[lambda: sign_up(BO, event=coming, now=now)] * 6)
    assert sorted(len(outcome.registrations) for outcome in outcomes) == [0, 0, 0, 0, 0, 1]
    assert Registration.objects.count() == 1


def test_six_who_are_corrected_into_one_person_leave_one_of_her(coming: Event, sign_up: SignUp) -> None:
    now = datetime.now(UTC)
    people = [Person(name=f"Clara {number}", email=f"clara-{number}@example.org") for number in range(6)]
    places = sign_up(*people, event=coming, now=now).registrations

    def correction(place: Registration) -> Callable[[], Registration]:
        return lambda: correcting.correct(
            registration_id=place.pk, person=CLARA, same_person=True, now=now, actor=CONTACT
        )

    outcomes = at_once(*map(correction, places))
    refusals = [outcome for outcome in outcomes if outcome == "already_has_a_place"]
    assert len(refusals) == 5, outcomes
    assert Registration.objects.filter(name="Clara Æbelø").count() == 1


def test_a_mail_is_claimed_by_one_of_six_workers_at_once(coming: Event, sign_up: SignUp) -> None:
    sign_up(
        *(Person(name=f"G{n}", email=f"g{n}@example.org") for n in range(20)),
        event=coming,
        now=timezone.now(),
    )
    pks = list(OwedMail.objects.values_list("pk", flat=True))
    now = timezone.now()
    taken = at_once(*[lambda: [pk for pk in pks if delivering.claim(pk, now=now) is not None]] * 6)
    assert sorted(pk for each in taken for pk in each) == sorted(pks)
    assert set(OwedMail.objects.values_list("status", "attempts")) == {("claimed", 1)}


def test_everything_at_once_on_two_events_ends_without_a_deadlock(
    coming: Event, make_event: Callable[..., Event], sign_up: SignUp, dorte: User
) -> None:
    """Six hands do forty things each, in any order, for the same few people."""
    other = make_event(
        slug="en-anden",
        starts_on=coming.starts_on,
        ends_on=coming.ends_on,
        registration_opens_on=coming.registration_opens_on,
        registration_closes_on=coming.registration_closes_on,
        binding_after=coming.binding_after,
    )
    Event.objects.update(capacity=4)
    events = [coming, other]
    people = [Person(name=f"Gæst {n}", email=f"gaest-{n}@example.org") for n in range(8)]
    seed = random.randrange(10**6)

    def hand(number: int) -> Callable[[], Counter[str]]:
        def work() -> Counter[str]:
            chance, done = random.Random(seed + number), Counter[str]()
            for _turn in range(40):
                now, event, person = datetime.now(UTC), chance.choice(events), chance.choice(people)
                places = list(Registration.objects.values_list("pk", flat=True))
                place = chance.choice(places) if places else 0
                act = chance.choice(["sign_up", "cancel", "substitute", "correct", "find", "again", "send"])
                try:
                    match act:
                        case "sign_up":
                            contact = Contact(name="Åse", email=f"{number}-{_turn}@example.org")
                            sign_up(person, event=event, contact=contact, now=now, key=f"{number}-{_turn}")
                        case "cancel" if place:
                            cancelling.cancel(registration_id=place, now=now, actor=CONTACT)
                        case "substitute" if place:
                            substituting.substitute(
                                registration_id=place, person=person, now=now, actor=CONTACT
                            )
                        case "correct" if place:
                            correcting.correct(
                                registration_id=place, person=person, same_person=True, now=now, actor=CONTACT
                            )
                        case "find":
                            finding.mail_links(event=event, email=person.email, now=now)
                        case "again":
                            mail = OwedMail.objects.filter(status="sent").first()
                            if mail:
                                delivering.send_again(mail_id=mail.pk, now=now, actor=organiser(dorte))
                        case "send":
                            delivering.send_due(clock=timezone.now, most=5)
                    done[act] += 1
                except (Refused, TooMany):
                    done["refused"] += 1
                for each in events:
                    taken = Registration.objects.filter(event=each).taking_a_place().count()
                    assert taken <= 4, taken
            return done

        return work

    outcomes = at_once(*(hand(number) for number in range(6)))
    assert all(isinstance(outcome, Counter) for outcome in outcomes), (seed, outcomes)
    assert sum(map(Counter.total, outcomes)) == 240
    twice = Counter(Registration.objects.filter(person_key__isnull=False).values_list("event", "person_key"))
    assert not twice or max(twice.values()) == 1
