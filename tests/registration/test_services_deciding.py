"""An event with a smallest number: its organiser is reminded, says that it takes place once, and nothing happens by
itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event, User
from registration import deciding, links
from registration.models import HistoryEntry, OwedMail
from registration.policy import Reason
from registration.services import deciding as service
from registration.services import delivering
from registration.services.acts import Refused, organiser
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, EMIL, OPEN, STARTED, at

SignUp = Callable[..., SignedUp]


@pytest.fixture
def small(make_event: Callable[..., Event]) -> Event:
    """At least four people, to be decided on 1 September."""
    return make_event(slug="smaa", minimum_people=4, decide_on=date(2026, 9, 1))


def owed() -> list[tuple[str, str]]:
    rows = OwedMail.objects.filter(kind__in=["decision_ahead", "decision_today", "goes_ahead"]).order_by("pk")
    return [(row.kind, row.to_email) for row in rows]


def test_its_organiser_is_reminded_three_days_before_and_on_the_day_once_each(small: Event) -> None:
    for moment, kinds in (
        ("2026-08-28 23:59", []),
        ("2026-08-29 00:00", ["decision_ahead"]),
        ("2026-08-31 23:59", ["decision_ahead"]),
        ("2026-09-01 00:00", ["decision_ahead", "decision_today"]),
        ("2026-09-02 12:00", ["decision_ahead", "decision_today"]),
    ):
        service.owe_reminders(now=at(moment))
        service.owe_reminders(now=at(moment))
        assert [kind for kind, _to in owed()] == kinds, moment
    assert {to for _kind, to in owed()} == {"dorte@example.org"}


def test_a_day_that_was_moved_is_reminded_of_again(small: Event) -> None:
    service.owe_reminders(now=at("2026-08-30 12:00"))
    Event.objects.filter(pk=small.pk).update(decide_on=date(2026, 9, 10))
    service.owe_reminders(now=at("2026-09-07 12:00"))
    assert [kind for kind, _to in owed()] == ["decision_ahead", "decision_ahead"]


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "draft"},
        {"status": "cancelled"},
        {"goes_ahead_at": OPEN},
        {"minimum_people": None, "decide_on": None},
    ],
)
def test_nobody_is_reminded_of_what_is_not_to_be_decided(small: Event, facts: dict[str, Any]) -> None:
    Event.objects.filter(pk=small.pk).update(**facts)
    assert service.owe_reminders(now=at("2026-09-01 12:00")) == 0


def test_a_reminder_is_not_sent_once_it_is_decided(small: Event, dorte: User, mailoutbox: list[Any]) -> None:
    now = at("2026-09-01 12:00")
    service.owe_reminders(now=now)
    service.goes_ahead(event_id=small.pk, now=now, actor=organiser(dorte))
    delivering.send_due(clock=lambda: now)
    assert (mailoutbox, OwedMail.objects.get().status) == ([], "dropped")


def test_the_mail_says_the_count_against_the_number(
    small: Event, sign_up: SignUp, mailoutbox: list[Any]
) -> None:
    sign_up(ANNE, BO, event=small)
    OwedMail.objects.all().delete()
    now = at("2026-08-30 12:00")
    service.owe_reminders(now=now)
    delivering.send_due(clock=lambda: now)
    assert mailoutbox[0].subject == "Skal besluttes tirsdag den 1. september 2026: Læring på tværs"
    said = " ".join(mailoutbox[0].body.split())
    assert "2 personer har plads til »Læring på tværs«, og det mindste antal er 4." in said
    assert f"/admin/programme/event/{small.pk}/beslutning/" in said


def test_everybody_is_told_that_it_takes_place_once(
    small: Event, sign_up: SignUp, dorte: User, mailoutbox: list[Any]
) -> None:
    sign_up(ANNE, BO, EMIL, event=small)
    OwedMail.objects.all().delete()
    said = {"event_id": small.pk, "text": "Vi glæder os på Ærø.", "now": OPEN, "actor": organiser(dorte)}
    assert service.goes_ahead(**said)
    assert not service.goes_ahead(**said)
    assert owed() == [("goes_ahead", "anne.mette@example.org"), ("goes_ahead", "bo@example.org")]
    assert HistoryEntry.objects.filter(verb="goes_ahead").count() == 1
    delivering.send_due(clock=lambda: OPEN)
    assert [one.subject for one in mailoutbox] == ["Gennemføres: Læring på tværs"] * 2
    assert all("Vi glæder os på Ærø." in one.body for one in mailoutbox)


def test_whoever_is_alone_has_the_same_link_in_every_mail(
    small: Event, sign_up: SignUp, dorte: User, mailoutbox: list[Any]
) -> None:
    alone = sign_up(ANNE, event=small).registrations[0]
    service.goes_ahead(event_id=small.pk, text="Vi glæder os.", now=OPEN, actor=organiser(dorte))
    delivering.send_due(clock=lambda: OPEN)
    link = links.place_url(alone, language="da")
    assert [link in one.body.split() for one in mailoutbox] == [True, True]
    assert not any("/samlet/" in one.body for one in mailoutbox)


def test_without_a_text_nobody_is_written_to(small: Event, sign_up: SignUp, dorte: User) -> None:
    sign_up(ANNE, event=small)
    service.goes_ahead(event_id=small.pk, now=OPEN, actor=organiser(dorte))
    small.refresh_from_db()
    assert (owed(), small.goes_ahead_at) == ([], OPEN)


def test_what_has_begun_is_not_decided(small: Event, dorte: User) -> None:
    with pytest.raises(Refused) as no:
        service.goes_ahead(event_id=small.pk, now=STARTED, actor=organiser(dorte))
    assert no.value.reason is Reason.OVER


def test_what_has_no_smallest_number_is_not_decided(event: Event, sign_up: SignUp, dorte: User) -> None:
    sign_up(ANNE, event=event)
    OwedMail.objects.all().delete()
    assert not service.goes_ahead(event_id=event.pk, text="Vi ses.", now=OPEN, actor=organiser(dorte))
    event.refresh_from_db()
    assert (owed(), event.goes_ahead_at) == ([], None)
    assert not HistoryEntry.objects.filter(verb="goes_ahead").exists()


def test_the_public_page_says_what_holds(small: Event) -> None:
    with translation.override("da"):
        asked = "Det gennemføres, hvis mindst 4 tilmelder sig. Det afgøres tirsdag den 1. september 2026."
        assert deciding.announced(small, now=at("2026-09-01 23:59")) == asked
        assert deciding.announced(small, now=at("2026-09-02 00:00")) == ""
        small.goes_ahead_at = OPEN
        said = "Det er besluttet: Arrangementet gennemføres."
        assert deciding.announced(small, now=at("2026-09-02 00:00")) == said
        small.status = Event.Status.CANCELLED
        assert deciding.announced(small, now=OPEN) == ""
