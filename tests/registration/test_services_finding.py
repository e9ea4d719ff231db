from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from programme.models import Event
from registration import tasks
from registration.models import HistoryEntry, OwedMail
from registration.policy import Reason
from registration.services import cancelling, delivering, finding
from registration.services.acts import CONTACT, Refused
from registration.services.booking import SignedUp
from tests.cast import BO, EMIL, OPEN, STARTED, at

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


def find(event: Event, email: str, now: Any = OPEN) -> None:
    finding.mail_links(event=event, email=email, now=now)


def asked() -> list[str]:
    return list(OwedMail.objects.filter(kind="links").order_by("pk").values_list("to_email", flat=True))


def sent(now: Any = OPEN) -> list[tuple[str, str]]:
    """What became of the mails that were asked for, once a worker has been by."""
    delivering.send_due(clock=lambda: now)
    return list(OwedMail.objects.filter(kind="links").order_by("pk").values_list("to_email", "status"))


@pytest.mark.parametrize("email", ["anne.mette@example.org", " BO@Example.org "])
def test_contact_and_attendee_get_their_links_by_mail(email: str, sign_up: SignUp, event: Event) -> None:
    made = sign_up(BO, language="en")
    find(event, email)
    assert sent() == [(email.strip().lower(), "sent")]
    mail = OwedMail.objects.get(kind="links")
    assert (mail.booking, mail.language) == (made.booking, "en")
    assert (mail.registration is None) is (email == "anne.mette@example.org")
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.verb, entry.booking, entry.registration) == ("links_asked", mail.booking, mail.registration)
    assert not any("@" in key for key in OwedMail.objects.values_list("key", flat=True))


def test_an_unknown_address_is_sent_nothing(sign_up: SignUp, event: Event) -> None:
    sign_up(BO, EMIL)
    entries = HistoryEntry.objects.count()
    find(event, "ukendt@example.org")
    assert sent() == [("ukendt@example.org", "dropped")]
    assert HistoryEntry.objects.count() == entries


@pytest.mark.parametrize("email", ["", "  "])
def test_no_address_is_asked_about(email: str, sign_up: SignUp, event: Event) -> None:
    sign_up(BO, EMIL)
    find(event, email)
    assert asked() == []


def test_the_address_of_another_event_is_unknown(
    sign_up: SignUp, event: Event, make_event: Callable[..., Event]
) -> None:
    sign_up(BO, event=make_event(slug="en-anden"))
    find(event, "bo@example.org")
    assert sent() == [("bo@example.org", "dropped")]


def test_somebody_whose_place_has_ended_has_no_link(sign_up: SignUp, event: Event) -> None:
    made = sign_up(BO)
    cancelling.cancel(registration_id=made.registrations[0].pk, now=OPEN, actor=CONTACT)
    find(event, "bo@example.org")
    find(event, "anne.mette@example.org")
    assert sent() == [("bo@example.org", "dropped"), ("anne.mette@example.org", "sent")]


@pytest.mark.parametrize("email", ["bo@example.org", "ukendt@example.org"])
def test_one_mail_is_owed_however_often_somebody_asks_within_ten_minutes(
    email: str, sign_up: SignUp, event: Event
) -> None:
    sign_up(BO)
    for time in ("12:09:59", "12:10:00", "12:15:00", "12:19:58"):
        now = at(f"2026-06-01 {time}")
        with time_machine.travel(now, tick=False):
            find(event, email, now)
            tasks.sweep()
    find(event, "anne.mette@example.org", at("2026-06-01 12:19:58"))
    assert asked() == [email, "anne.mette@example.org"]
    find(event, email, at("2026-06-01 12:19:59"))
    assert asked() == [email, "anne.mette@example.org", email]


def test_what_was_asked_is_noted_once_however_often_the_mail_is_sent(sign_up: SignUp, event: Event) -> None:
    sign_up(BO)
    find(event, "bo@example.org")
    sent()
    mail = OwedMail.objects.get(kind="links")
    assert delivering.send_again(mail_id=mail.pk, now=OPEN, actor=CONTACT)
    assert sent(OPEN + timedelta(hours=1)) == [("bo@example.org", "sent")]
    entries = HistoryEntry.objects.filter(verb="links_asked")
    assert list(entries.values_list("at", "actor", "event")) == [(OPEN, "system", event.pk)]


def test_an_address_that_has_nothing_here_is_forgotten_after_ten_minutes(
    sign_up: SignUp, event: Event
) -> None:
    sign_up(BO)
    for email in ("bo@example.org", "ukendt@example.org"):
        find(event, email)
    sent()
    assert finding.forget_unknown(now=OPEN + timedelta(minutes=10) - timedelta(microseconds=1)) == 0
    assert asked() == ["bo@example.org", "ukendt@example.org"]
    with time_machine.travel(OPEN + timedelta(minutes=10), tick=False):
        tasks.sweep()
    assert asked() == ["bo@example.org"]


def test_links_are_found_until_the_event_begins(sign_up: SignUp, event: Event) -> None:
    sign_up(BO)
    find(event, "bo@example.org", STARTED - timedelta(microseconds=1))
    with pytest.raises(Refused) as refused:
        find(event, "bo@example.org", STARTED)
    assert refused.value.reason is Reason.OVER
    assert asked() == ["bo@example.org"]
