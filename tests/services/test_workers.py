"""Real worker processes, a Redis and a mail server of the tests' own, and `kill -9`."""

import email
import email.policy
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from programme.models import Event
from registration.models import OwedMail
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.services.conftest import Processes
from tests.sink import Sink, free_port, wait_until

pytestmark = pytest.mark.services
SignUp = Callable[..., SignedUp]


def sign_up_alone(sign_up: SignUp, event: Event, number: int | str) -> str:
    """Somebody signs herself up, and is owed one mail."""
    address = f"gaest-{number}@example.org"
    person = Person(name=f"Gæst {number}", email=address)
    sign_up(person, event=event, contact=Contact(name=person.name, email=address), now=datetime.now(UTC))
    return address


def states() -> dict[str, str]:
    return dict(OwedMail.objects.values_list("to_email", "status"))


def test_after_kill_minus_nine_every_mail_arrives_and_only_those_in_flight_twice(
    coming: Event, sign_up: SignUp, processes: Processes, own_redis: str, postgresql: str
) -> None:
    addresses = {sign_up_alone(sign_up, coming, number) for number in range(60)}
    ids = dict(OwedMail.objects.values_list("to_email", "message_id"))
    with Sink(seconds=0.3) as sink:
        around: dict[str, Any] = {
            "DATABASE_URL": postgresql,
            "REDIS_URL": own_redis,
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        }
        names = ("worker0", "worker1", "worker2")
        workers = processes.workers(*names, schedule="worker0", **around)
        assert wait_until(lambda: len(sink.received) >= 15 and sink.busiest >= 3, seconds=60), processes.log(
            "worker0"
        )
        for worker in workers:
            processes.kill(worker)
        in_flight = OwedMail.objects.filter(status="claimed").count()
        assert 1 <= in_flight <= 3
        arrived = len(sink.received)
        assert 15 <= arrived < 60
        processes.workers(*names, schedule="worker0", **around)
        sink.seconds = 0.0
        assert wait_until(lambda: set(states().values()) == {"sent"}, seconds=60), Counter(states().values())
    times = Counter(sink.to())
    assert set(times) == addresses
    assert max(times.values()) <= 2
    assert len(sink.received) - len(addresses) <= in_flight
    assert {(str(mail["To"]), str(mail["Message-ID"])) for mail in sink.received} == set(ids.items())


def test_a_worker_sends_what_a_mail_server_refused_for_a_while_and_gives_up_what_it_refuses_for_good(
    coming: Event, sign_up: SignUp, processes: Processes, own_redis: str, postgresql: str
) -> None:
    bo, clara, emil = (sign_up_alone(sign_up, coming, name) for name in ("bo", "clara", "emil"))
    port = free_port()
    processes.workers(
        "worker",
        schedule="worker",
        DATABASE_URL=postgresql,
        REDIS_URL=own_redis,
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
    )

    def errors() -> list[str]:
        return list(OwedMail.objects.exclude(last_error="").values_list("last_error", flat=True))

    assert wait_until(lambda: len(errors()) == 3, seconds=30), processes.log("worker")
    assert all(error.startswith("ConnectionRefusedError") for error in errors())
    assert states() == {bo: "owed", clara: "owed", emil: "owed"}
    with Sink(port=port) as sink:
        sink.recipient = {bo: "550 ukendt", clara: "450 senere"}
        OwedMail.objects.filter(status="owed").update(due_at=timezone.now())
        assert wait_until(
            lambda: states() == {bo: "failed", clara: "owed", emil: "sent"} and "450" in str(errors()),
            seconds=30,
        ), states()
        sink.recipient = {bo: "550 ukendt"}
        OwedMail.objects.filter(status="owed").update(due_at=timezone.now())
        assert wait_until(lambda: states()[clara] == "sent", seconds=30), states()
    assert states() == {bo: "failed", clara: "sent", emil: "sent"}
    assert Counter(sink.to()) == {clara: 1, emil: 1}


def test_without_redis_the_file_queue_wakes_a_worker_that_writes_the_mail(
    coming: Event, processes: Processes, postgresql: str
) -> None:
    """The worker has no schedule, so only the ring of the process that signed up can have woken it."""
    processes.workers("site", DATABASE_URL=postgresql)
    folder = processes.folder / "site" / "mail"
    signed_up = processes.run(
        "site",
        "-m",
        "tests.services.racer",
        str(coming.pk),
        "oeby",
        "1",
        "0",
        DATABASE_URL=postgresql,
    )
    assert signed_up == '["yes"]'

    def files() -> list[Path]:
        return sorted(folder.glob("*.log"))

    assert wait_until(lambda: set(states().values()) == {"sent"}, seconds=30), processes.log("site")
    (written,) = files()
    text = written.read_bytes().rpartition(b"\n-------")[0]
    message = email.message_from_bytes(text, policy=email.policy.default)
    assert (message["To"], message["Message-ID"]) == (
        "oeby-0@example.org",
        OwedMail.objects.get().message_id,
    )
    body = message.get_body(("plain",))
    assert body is not None
    assert "Åbent hus på Ærø" in body.get_content()
