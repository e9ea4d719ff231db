"""Mails as they are owed, claimed, sent, put off, given up and sent again, over a real connection where it matters."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import get_connection
from django.db import IntegrityError
from pytest_django import Settings

from programme.models import Event, User
from registration.models import Booking, OwedMail, Registration
from registration.services import acts, cancelling, correcting, delivering, finding, substituting
from registration.services.acts import ATTENDEE, CONTACT, organiser
from registration.services.booking import SignedUp
from registration.services.owing import owe
from tests.cast import ANNE, BO, BOUND, CLARA, OPEN, STARTED, history
from tests.sink import Sink, free_port

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
SECOND = timedelta(seconds=1)
LEASE = timedelta(minutes=5)


def send(now: datetime = OPEN, most: int = 200) -> int:
    """One round of a worker, at an instant that stands still."""
    return delivering.send_due(clock=lambda: now, most=most)


def states() -> list[tuple[str, str, int]]:
    return list(OwedMail.objects.order_by("pk").values_list("to_email", "status", "attempts"))


def sent_to() -> list[str]:
    return [message.to[0] for message in django_mail.outbox]


@pytest.fixture
def two(sign_up: SignUp) -> list[OwedMail]:
    """The mails of Bo's place: to Anne Mette and to him."""
    sign_up(BO)
    return list(OwedMail.objects.order_by("pk"))


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server, and settings that send there."""
    with Sink() as server:
        use(settings, server.port)
        yield server


def use(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2


# ------------------------------------------------------------------ sending


@pytest.mark.long
def test_what_is_owed_is_sent_once(two: list[OwedMail]) -> None:
    assert send() == 2
    assert sent_to() == ["anne.mette@example.org", "bo@example.org"]
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [
        mail.message_id for mail in two
    ]
    assert (
        list(OwedMail.objects.order_by("pk").values("status", "sent_at", "attempts", "claim", "last_error"))
        == [{"status": "sent", "sent_at": OPEN, "attempts": 1, "claim": None, "last_error": ""}] * 2
    )
    assert (send(), send(OPEN + timedelta(days=9)), len(django_mail.outbox)) == (0, 0, 2)


@pytest.mark.long
def test_a_mail_reaches_a_real_server_as_it_was_written(two: list[OwedMail], sink: Sink) -> None:
    assert send() == 2
    message = sink.received[1]
    assert {
        name: str(message[name]) for name in ("To", "From", "Reply-To", "Message-ID", "Auto-Submitted")
    } == {
        "To": "bo@example.org",
        "From": "Foreningen for Læsning <tilmelding@example.org>",
        "Reply-To": "dorte@example.org",
        "Message-ID": two[1].message_id,
        "Auto-Submitted": "auto-generated",
    }
    body = message.get_body(("plain",))
    assert body is not None
    assert "Læring på tværs" in body.get_content()
    assert sink.connections == 1


def test_a_round_takes_the_oldest_first_and_no_more_than_it_is_told(two: list[OwedMail]) -> None:
    OwedMail.objects.filter(pk=two[1].pk).update(due_at=OPEN - SECOND)
    assert send(most=1) == 1
    assert sent_to() == ["bo@example.org"]


def test_a_mail_is_not_sent_before_it_is_due(two: list[OwedMail]) -> None:
    due = OPEN + timedelta(minutes=1)
    OwedMail.objects.update(due_at=due)
    assert send(due - timedelta(microseconds=1)) == 0
    assert send(due) == 2


def test_a_mail_is_owed_once_for_one_occasion(two: list[OwedMail], event: Event) -> None:
    place = Registration.objects.get()

    def again(occasion: str) -> OwedMail:
        return owe(OwedMail.Kind.PLACE_CONFIRMED, about=place, to=place.email, occasion=occasion, now=OPEN)

    acts.write(history=[], mails=[again("made"), again("made"), again("another")])
    assert OwedMail.objects.count() == 3
    with pytest.raises(IntegrityError):
        again("made").save()


# ------------------------------------------------------------------ claims


def test_a_mail_is_claimed_by_one_of_two_workers(two: list[OwedMail]) -> None:
    first, second = (delivering.claim(two[0].pk, now=OPEN) for _ in range(2))
    assert first is not None
    assert second is None
    assert (first.status, first.attempts, first.claimed_until) == ("claimed", 1, OPEN + LEASE)


def test_a_claim_lapses_when_its_lease_ends_and_not_before(two: list[OwedMail]) -> None:
    first = delivering.claim(two[0].pk, now=OPEN)
    assert first is not None
    assert delivering.claim(two[0].pk, now=OPEN + LEASE - timedelta(microseconds=1)) is None
    second = delivering.claim(two[0].pk, now=OPEN + LEASE)
    assert second is not None
    assert (second.attempts, second.claim != first.claim) == (2, True)
    assert second.message_id == first.message_id


def test_the_mails_of_a_worker_that_died_are_sent_by_another(two: list[OwedMail]) -> None:
    delivering.claim(two[0].pk, now=OPEN)
    assert (send(), sent_to()) == (1, ["bo@example.org"])
    assert send(OPEN + LEASE - SECOND) == 0
    assert (send(OPEN + LEASE), sent_to()[1:]) == (1, ["anne.mette@example.org"])
    assert states() == [("anne.mette@example.org", "sent", 2), ("bo@example.org", "sent", 1)]


def test_a_worker_that_lost_its_claim_changes_nothing_of_the_next_ones(two: list[OwedMail]) -> None:
    slow = delivering.claim(two[0].pk, now=OPEN)
    quick = delivering.claim(two[0].pk, now=OPEN + LEASE)
    assert slow is not None
    assert quick is not None
    delivering.deliver(slow, connection=get_connection(), now=OPEN + LEASE + SECOND)
    row = OwedMail.objects.get(pk=two[0].pk)
    assert (row.status, row.claim) == ("claimed", quick.claim)
    delivering.deliver(quick, connection=get_connection(), now=OPEN + LEASE + 2 * SECOND)
    row.refresh_from_db()
    assert (row.status, row.sent_at) == ("sent", OPEN + LEASE + 2 * SECOND)
    assert len({message.extra_headers["Message-ID"] for message in django_mail.outbox}) == 1


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("where", "answer", "said"),
    [
        ("recipient", "550 ukendt", "SMTPRecipientsRefused"),
        ("content", "554 nej", "SMTPDataError: (554, b'nej')"),
    ],
)
def test_a_mail_that_is_refused_for_good_has_failed_and_the_others_are_sent(
    where: str, answer: str, said: str, two: list[OwedMail], sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    setattr(sink, where, {"anne.mette@example.org": answer})
    assert send() == 1
    assert states() == [("anne.mette@example.org", "failed", 1), ("bo@example.org", "sent", 1)]
    assert OwedMail.objects.get(pk=two[0].pk).last_error.startswith(said)
    assert send(OPEN + timedelta(days=9)) == 0
    assert sink.to() == ["bo@example.org"]
    assert [record.getMessage() for record in caplog.records if record.name.startswith("registration")] == [
        f"Mail {two[0].pk} was not sent: {said.partition(':')[0]}"
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    ("where", "answer"), [("recipient", "450 senere"), ("content", "451 senere"), ("recipient", "421 senere")]
)
def test_a_mail_that_is_refused_for_now_is_put_off_and_the_others_are_sent(
    where: str, answer: str, two: list[OwedMail], sink: Sink
) -> None:
    setattr(sink, where, {"anne.mette@example.org": answer})
    assert send() == 1
    row = OwedMail.objects.get(pk=two[0].pk)
    assert (row.status, row.due_at, row.claim, row.attempts) == ("owed", OPEN + timedelta(minutes=1), None, 1)
    setattr(sink, where, {})
    assert send(OPEN + timedelta(minutes=1) - SECOND) == 0
    assert send(OPEN + timedelta(minutes=1)) == 1
    assert [message["Message-ID"] for message in sink.received] == [two[1].message_id, two[0].message_id]
    assert OwedMail.objects.get(pk=two[0].pk).last_error == ""


@pytest.mark.long
def test_a_server_that_refuses_the_sender_puts_mails_off_and_fails_none(
    two: list[OwedMail], sink: Sink
) -> None:
    sink.sender = "550 hvem er du"
    assert send() == 0
    assert states() == [("anne.mette@example.org", "owed", 1), ("bo@example.org", "owed", 0)]
    sink.sender = "250 OK"
    assert send(OPEN + timedelta(minutes=1)) == 2


@pytest.mark.long
def test_a_server_that_hangs_up_ends_the_round_and_is_tried_again(two: list[OwedMail], sink: Sink) -> None:
    sink.dead = True
    assert send() == 0
    assert states() == [("anne.mette@example.org", "owed", 1), ("bo@example.org", "owed", 0)]
    sink.dead = False
    assert send(OPEN + timedelta(minutes=1)) == 2


@pytest.mark.parametrize("listens", [False, True], ids=["refused", "silent"])
def test_a_server_that_is_away_ends_the_round_and_nothing_is_lost(
    listens: bool, two: list[OwedMail], settings: Settings
) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if listens:
            server.listen()
        use(settings, server.getsockname()[1])
        settings.EMAIL_TIMEOUT = 0.3
        assert send() == 0
    assert states() == [("anne.mette@example.org", "owed", 1), ("bo@example.org", "owed", 0)]
    with Sink(port=free_port()) as sink:
        use(settings, sink.port)
        assert send(OPEN + timedelta(minutes=1)) == 2


@pytest.mark.long
def test_each_wait_is_longer_and_after_the_last_the_mail_has_failed(two: list[OwedMail], sink: Sink) -> None:
    OwedMail.objects.filter(pk=two[1].pk).delete()
    sink.content = {"anne.mette@example.org": "451 senere"}
    now, waited = OPEN, []
    for _attempt in range(50):
        send(now)
        row = OwedMail.objects.get()
        if row.status != "owed":
            break
        waited.append((row.due_at - now) // timedelta(minutes=1))
        assert send(row.due_at - SECOND) == 0
        now = row.due_at
    assert waited == [1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 1440]
    assert states() == [("anne.mette@example.org", "failed", 12)]


def test_a_mail_to_nobody_is_not_called_sent(two: list[OwedMail], sink: Sink) -> None:
    OwedMail.objects.filter(pk=two[0].pk).update(
        to_email="", kind="substitute_organiser", registration=Registration.objects.get()
    )
    assert send() == 1
    row = OwedMail.objects.get(pk=two[0].pk)
    assert (row.status, row.last_error) == ("owed", "NotTaken: ")


def test_a_mail_whose_template_is_broken_never_blocks_the_others(
    two: list[OwedMail], settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "registration" / "mail"
    folder.mkdir(parents=True)
    (folder / "booking_confirmed.txt").write_text("{% ødelagt %}", encoding="utf-8")
    usual = settings.TEMPLATES
    settings.TEMPLATES = [usual[0] | {"DIRS": [tmp_path, *usual[0]["DIRS"]]}]
    assert send() == 1
    assert states() == [("anne.mette@example.org", "owed", 1), ("bo@example.org", "sent", 1)]
    assert OwedMail.objects.get(pk=two[0].pk).last_error.startswith("TemplateSyntaxError")
    settings.TEMPLATES = usual
    assert send(OPEN + timedelta(minutes=1)) == 1


# ------------------------------------------------------------------ no longer true


def dropped() -> set[tuple[str, str]]:
    return set(OwedMail.objects.filter(status="dropped").values_list("kind", "to_email"))


@pytest.mark.long
def test_a_confirmation_does_not_outlive_its_place(two: list[OwedMail]) -> None:
    cancelling.cancel(registration_id=Registration.objects.get().pk, now=OPEN, actor=ATTENDEE)
    assert send() == 2
    assert dropped() == {
        ("booking_confirmed", "anne.mette@example.org"),
        ("place_confirmed", "bo@example.org"),
    }
    assert sent_to() == ["bo@example.org", "anne.mette@example.org"]


@pytest.mark.long
def test_a_booking_is_confirmed_as_long_as_one_of_its_places_is_left(sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO)
    cancelling.cancel(registration_id=made.registrations[1].pk, now=OPEN, actor=CONTACT)
    send()
    assert dropped() == {("place_confirmed", "bo@example.org")}


@pytest.mark.long
def test_a_booking_of_people_who_had_places_already_is_confirmed(sign_up: SignUp) -> None:
    sign_up(BO)
    sign_up(BO)
    send()
    assert dropped() == set()


@pytest.mark.long
def test_a_link_is_not_sent_to_an_address_that_was_corrected(two: list[OwedMail]) -> None:
    place = Registration.objects.get()
    for hours, email in ((1, "forkert@example.org"), (2, "bo.aagaard@example.org")):
        person = correcting.Person(name=BO.name, email=email)
        correcting.correct(
            registration_id=place.pk,
            person=person,
            same_person=True,
            now=OPEN + timedelta(hours=hours),
            actor=CONTACT,
        )
    send(OPEN + timedelta(hours=3))
    assert dropped() == {("place_confirmed", "bo@example.org"), ("place_confirmed", "forkert@example.org")}
    closed = [m for m in django_mail.outbox if m.to in (["bo@example.org"], ["forkert@example.org"])]
    assert len(closed) == 2
    assert not any("/plads/" in message.body for message in closed)


@pytest.mark.long
def test_a_contact_whose_address_was_corrected_gets_the_confirmation_there(two: list[OwedMail]) -> None:
    correcting.correct_contact(
        booking_id=Booking.objects.get().pk,
        name="Anne Mette Sørensen",
        email="am@example.org",
        phone="",
        now=OPEN,
        actor=CONTACT,
    )
    send()
    assert dropped() == {("booking_confirmed", "anne.mette@example.org")}
    texts = {message.to[0]: message.body for message in django_mail.outbox}
    assert set(texts) == {"bo@example.org", "am@example.org", "anne.mette@example.org"}
    assert "/samlet/" in texts["am@example.org"]
    assert "/samlet/" not in texts["anne.mette@example.org"]


@pytest.mark.long
def test_what_became_of_a_place_is_not_told_to_an_address_the_contact_no_longer_has(sign_up: SignUp) -> None:
    bo, clara = sign_up(BO, CLARA).registrations
    send()
    ditte = correcting.Person(name="Ditte Ø", email="ditte@example.org")
    substituting.substitute(registration_id=bo.pk, person=ditte, now=OPEN, actor=ATTENDEE)
    cancelling.cancel(registration_id=clara.pk, now=OPEN, actor=ATTENDEE)
    correcting.correct_contact(
        booking_id=Booking.objects.get().pk,
        name="Åse Øst",
        email="aase@example.org",
        phone="",
        other_person=True,
        now=OPEN,
        actor=CONTACT,
    )
    send()
    assert dropped() == {
        ("place_cancelled", "anne.mette@example.org"),
        ("substitute_contact", "anne.mette@example.org"),
    }


@pytest.mark.long
def test_a_substitute_who_handed_on_is_not_welcomed_any_longer(two: list[OwedMail]) -> None:
    place = Registration.objects.get()
    clara = substituting.substitute(registration_id=place.pk, person=CLARA, now=BOUND, actor=CONTACT)
    substituting.substitute(registration_id=clara.pk, person=ANNE, now=BOUND, actor=CONTACT)
    send(BOUND)
    assert ("substitute_welcome", "clara@example.org") in dropped()
    assert ("substitute_goodbye", "clara@example.org") not in dropped()


@pytest.mark.long
@pytest.mark.parametrize(
    ("status", "now", "is_sent"),
    [
        ("published", STARTED - timedelta(microseconds=1), True),
        ("published", STARTED, False),
        ("draft", OPEN, False),
        ("cancelled", OPEN, False),
    ],
)
def test_links_asked_for_do_not_outlive_the_event_they_open(
    status: str, now: datetime, is_sent: bool, two: list[OwedMail], event: Event
) -> None:
    send()
    finding.mail_links(event=event, email="bo@example.org", now=OPEN)
    Event.objects.update(status=status)
    assert send(now) == int(is_sent)
    assert dropped() == (set() if is_sent else {("links", "bo@example.org")})


@pytest.mark.long
def test_links_asked_for_before_the_last_place_was_left_are_not_sent_after(
    two: list[OwedMail], event: Event
) -> None:
    send()
    for email in ("bo@example.org", "anne.mette@example.org"):
        finding.mail_links(event=event, email=email, now=OPEN)
    cancelling.cancel(registration_id=Registration.objects.get().pk, now=OPEN, actor=ATTENDEE)
    send()
    assert dropped() == {("links", "bo@example.org")}


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_nobody_is_told_of_a_place_at_an_event_that_is_called_off(status: str, two: list[OwedMail]) -> None:
    Event.objects.update(status=status)
    assert (send(), len(dropped())) == (0, 2)


# ------------------------------------------------------------------ once more


@pytest.mark.long
def test_a_mail_is_sent_again_as_a_new_one(two: list[OwedMail], dorte: User) -> None:
    send()
    later = OPEN + timedelta(days=1)
    assert delivering.send_again(mail_id=two[1].pk, now=later, actor=organiser(dorte))
    assert not delivering.send_again(mail_id=two[1].pk, now=later, actor=organiser(dorte))
    assert send(later) == 1
    row = OwedMail.objects.get(pk=two[1].pk)
    assert (row.status, row.sent_at, row.attempts, row.key) == ("sent", later, 1, two[1].key)
    assert django_mail.outbox[-1].extra_headers["Message-ID"] == row.message_id != two[1].message_id
    assert history()[-1] == {
        "at": later,
        "verb": "mail_again",
        "actor": "organiser",
        "user": dorte.pk,
        "fields": ["place_confirmed"],
        "personal": {},
        "bent": "",
        "reason": "",
    }


@pytest.mark.long
@pytest.mark.parametrize("status", ["failed", "dropped"])
def test_a_mail_that_was_given_up_can_be_sent_again(status: str, two: list[OwedMail], dorte: User) -> None:
    OwedMail.objects.update(status=status, attempts=12, last_error="550")
    for mail in two:
        assert delivering.send_again(mail_id=mail.pk, now=OPEN, actor=organiser(dorte))
    assert (send(), [state[1:] for state in states()]) == (2, [("sent", 1), ("sent", 1)])


def test_a_mail_on_its_way_is_not_sent_again(two: list[OwedMail], dorte: User) -> None:
    delivering.claim(two[0].pk, now=OPEN)
    before: list[Any] = list(OwedMail.objects.order_by("pk").values())
    for mail in two:
        assert not delivering.send_again(mail_id=mail.pk, now=OPEN, actor=organiser(dorte))
    assert list(OwedMail.objects.order_by("pk").values()) == before
    assert len(history()) == 1


@pytest.mark.long
def test_a_mail_sent_again_is_asked_for_its_truth_again(two: list[OwedMail], dorte: User) -> None:
    send()
    cancelling.cancel(registration_id=Registration.objects.get().pk, now=OPEN, actor=ATTENDEE)
    delivering.send_again(mail_id=two[1].pk, now=OPEN, actor=organiser(dorte))
    send()
    assert dropped() == {("place_confirmed", "bo@example.org")}
