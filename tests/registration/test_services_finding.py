from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from programme.models import Event
from registration.models import HistoryEntry, OwedMail
from registration.policy import Reason
from registration.services import cancelling, finding
from registration.services.acts import CONTACT, SYSTEM, Refused
from registration.services.booking import SignedUp
from tests.cast import BO, EMIL, OPEN, STARTED, at, owed

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


def find(event: Event, email: str, now: Any = OPEN) -> bool:
    return finding.mail_links(event=event, email=email, now=now, actor=SYSTEM)


@pytest.mark.parametrize("email", ["anne.mette@example.org", " BO@Example.org "])
def test_contact_and_attendee_get_their_links_by_mail(email: str, sign_up: SignUp, event: Event) -> None:
    sign_up(BO)
    already = len(owed())
    assert find(event, email)
    assert owed()[already:] == [("links", email.strip().lower(), {})]
    assert HistoryEntry.objects.latest("pk").verb == "links_asked"
    assert not any("@" in key for key in OwedMail.objects.values_list("key", flat=True))


@pytest.mark.parametrize("email", ["ukendt@example.org", "", "  "])
def test_an_unknown_address_is_sent_nothing(email: str, sign_up: SignUp, event: Event) -> None:
    sign_up(BO, EMIL)
    before = owed(), HistoryEntry.objects.count()
    assert not find(event, email)
    assert (owed(), HistoryEntry.objects.count()) == before


def test_the_address_of_another_event_is_unknown(
    sign_up: SignUp, event: Event, make_event: Callable[..., Event]
) -> None:
    sign_up(BO, event=make_event(slug="en-anden"))
    assert not find(event, "bo@example.org")


def test_somebody_whose_place_has_ended_has_no_link(sign_up: SignUp, event: Event) -> None:
    made = sign_up(BO)
    cancelling.cancel(registration_id=made.registrations[0].pk, now=OPEN, actor=CONTACT)
    assert not find(event, "bo@example.org")
    assert find(event, "anne.mette@example.org")


def test_one_mail_is_sent_however_often_somebody_asks_within_ten_minutes(
    sign_up: SignUp, event: Event
) -> None:
    sign_up(BO)
    already = len(owed())
    for minute in (0, 5, 9):
        assert find(event, "bo@example.org", at(f"2026-06-01 12:0{minute}"))
    assert find(event, "anne.mette@example.org", at("2026-06-01 12:09"))
    assert [to for _kind, to, _facts in owed()[already:]] == ["bo@example.org", "anne.mette@example.org"]
    assert HistoryEntry.objects.filter(verb="links_asked").count() == 2
    assert find(event, "bo@example.org", at("2026-06-01 12:10"))
    assert len(owed()) == already + 3


def test_links_are_found_until_the_event_begins(sign_up: SignUp, event: Event) -> None:
    sign_up(BO)
    assert find(event, "bo@example.org", STARTED - timedelta(microseconds=1))
    with pytest.raises(Refused) as refused:
        find(event, "bo@example.org", STARTED)
    assert refused.value.reason is Reason.OVER
