"""Which mails an event sends by itself, and telling people that it has been changed."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.test import Client

from programme.models import Event
from registration.models import HistoryEntry, OwedMail
from registration.services import changes, delivering, moving
from registration.services.reminders import owe_reminders
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at

pytestmark = pytest.mark.django_db
SignUp = Callable[..., Any]


def url(event: Event, page: str) -> str:
    return f"/admin/programme/event/{event.pk}/{page}/"


def text_of(answer: Any) -> str:
    """The page as it is read: without tags, with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def posted(answer: Any, **changes: str) -> dict[str, str]:
    """What the form on the page sends."""
    form = answer.context["forms"][0]
    sent = {name: str(form[name].value() or "") for name in form.fields}
    return sent | answer.context.get("hidden", {}) | changes


# ------------------------------------------------------------------ reminders


@pytest.mark.long
def test_the_page_says_when_each_goes_out_and_to_how_many(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    sign_up(ANNE, EMIL, BO)
    page = text_of(organiser.get(url(event, "reminders")))
    assert "Sendes søndag den 30. august 2026 kl. 9.00: 2 mails, som det ser ud nu." in page
    assert "Sendes tirsdag den 15. september 2026 kl. 9.00: 2 mails, som det ser ud nu." in page
    assert "Sendes ikke, fordi der ikke er nogen tekst endnu." in page
    assert "Kære Bo Ågård, vi glæder os til at se dig til »Læring på tværs«" in page
    assert "Svar mangler" not in page


def test_what_went_out_is_told(
    organiser: Client, event: Event, sign_up: SignUp, clock: time_machine.Traveller
) -> None:
    sign_up(BO)
    clock.move_to(at("2026-08-30 10:00"))
    owe_reminders(now=at("2026-08-30 10:00"))
    page = text_of(organiser.get(url(event, "reminders")))
    assert "Sendt fra søndag den 30. august 2026 kl. 9.00: 1 mail." in page


def test_nothing_is_promised_of_an_event_that_is_called_off(organiser: Client, event: Event) -> None:
    Event.objects.update(status=Event.Status.CANCELLED)
    rows = organiser.get(url(event, "reminders")).context["rows"]
    said = {line for row in rows for line in row.lines}
    assert said == {"Sendes ikke, fordi arrangementet er aflyst."}


@pytest.mark.long
def test_nothing_need_be_changed_and_nothing_is(organiser: Client, event: Event) -> None:
    answer = organiser.get(url(event, "reminders"))
    done = organiser.post(url(event, "reminders"), posted(answer))
    assert (done.status_code, done["Location"]) == (302, url(event, "reminders"))
    event.refresh_from_db()
    assert (event.reminder_days, event.practical_information) == (None, "")


def test_a_reminder_is_switched_off_moved_and_written(organiser: Client, event: Event) -> None:
    answer = organiser.get(url(event, "reminders"))
    changes = {
        "last_free_day": "",
        "day_before": "2",
        "payer": "14 og 7, 2",
        "practical_information": "Døren åbnes kl. 8.30.\n\nTag høreværn med.",
    }
    done = organiser.post(url(event, "reminders"), posted(answer, **changes), follow=True)
    event.refresh_from_db()
    assert event.reminder_days == {"last_free_day": [], "day_before": [2], "payer": [14, 7, 2]}
    assert event.practical_information == "Døren åbnes kl. 8.30.\n\nTag høreværn med."
    page = text_of(done)
    assert "Påmindelserne for »Læring på tværs« er gemt." in page
    assert "Er slået fra." in page
    assert "Sendes mandag den 14. september 2026 kl. 9.00" in page
    assert "Døren åbnes kl. 8.30. Tag høreværn med." in page
    assert 'value="14, 7 og 2"' in done.content.decode()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0", "Skriv et antal dage fra 1 til 90."),
        ("91", "Skriv et antal dage fra 1 til 90."),
        ("tre", "Skriv et antal dage, for eksempel 3."),
        ("-3", "Skriv et antal dage, for eksempel 3."),
        ("3 og 2", "Skriv ét tal: Mailen sendes én gang."),
    ],
)
def test_what_is_no_number_of_days_is_refused_and_stays(
    typed: str, why: str, organiser: Client, event: Event
) -> None:
    answer = organiser.get(url(event, "reminders"))
    again = organiser.post(
        url(event, "reminders"), posted(answer, last_free_day=typed, practical_information="Æøå.")
    )
    page = again.content.decode()
    assert again.status_code == 200
    assert why in page
    assert f'value="{typed}"' in page
    assert "Æøå." in page
    event.refresh_from_db()
    assert event.reminder_days is None


@pytest.mark.long
@pytest.mark.parametrize(("days", "ok"), [("1", True), ("90", True)])
def test_the_outermost_days_are_taken(days: str, ok: bool, organiser: Client, event: Event) -> None:
    answer = organiser.get(url(event, "reminders"))
    done = organiser.post(url(event, "reminders"), posted(answer, last_free_day=days))
    assert (done.status_code == 302) is ok


@pytest.mark.long
def test_what_a_colleague_saved_meanwhile_is_not_saved_over_unseen(organiser: Client, event: Event) -> None:
    answer = organiser.get(url(event, "reminders"))
    Event.objects.update(reminder_days={"day_before": [4]})
    again = organiser.post(url(event, "reminders"), posted(answer, day_before="2"))
    assert again.status_code == 409
    event.refresh_from_db()
    assert event.reminder_days == {"day_before": [4]}
    organiser.post(url(event, "reminders"), posted(again, day_before="2"))
    event.refresh_from_db()
    assert event.reminder_days == {"day_before": [2]}


@pytest.mark.parametrize("page", ["reminders", "tell"])
def test_only_those_who_may_change_the_event_come_here(
    page: str, outsider: Client, colleague: Callable[[str], Client], event: Event
) -> None:
    assert outsider.get(url(event, page)).status_code == 404
    assert outsider.post(url(event, page)).status_code == 404
    for role, status in (("desk", 403), ("reader", 403), ("organiser", 200)):
        assert colleague(role).get(url(event, page)).status_code == status


@pytest.mark.long
def test_many_people_cost_no_more_questions(
    organiser: Client, event: Event, sign_up: SignUp, django_assert_max_num_queries: Any
) -> None:
    Event.objects.update(practical_information="Tag høreværn med.", capacity=None)
    sign_up(*(ANNE, BO, CLARA, EMIL))
    with django_assert_max_num_queries(32):
        organiser.get(url(event, "reminders"))


# ------------------------------------------------------------------ an event that has been changed


@pytest.fixture
def moved(organiser: Client, event: Event, sign_up: SignUp) -> Event:
    """Bo and Emil had signed up when the event was moved by a week."""
    sign_up(EMIL, BO)
    OwedMail.objects.all().delete()
    after = Event.objects.get(pk=event.pk)
    after.starts_on = after.ends_on = date(2026, 9, 23)
    after.save()
    moving.move(before=event, after=after, by=None, reason="Salen var optaget", now=at("2026-06-01 12:00:01"))
    return after


def test_a_change_is_told_with_one_press(moved: Event, organiser: Client) -> None:
    answer = organiser.get(url(moved, "tell"))
    page = text_of(answer)
    assert "2 personer har plads eller venter" in page
    assert "Flyttet til onsdag den 23. september 2026: Læring på tværs" in page
    assert "Før: onsdag den 16. september 2026 kl. 9.00-16.00, Kulturhuset Åen" in page
    assert OwedMail.objects.count() == 0
    done = organiser.post(url(moved, "tell"), {"words": "Vi beklager ulejligheden."}, follow=True)
    assert "2 mails er på vej." in text_of(done)
    rows = list(OwedMail.objects.order_by("pk").values_list("kind", "to_email"))
    assert rows == [("event_moved", "bo@example.org"), ("event_moved", "anne.mette@example.org")]
    delivering.send_due(clock=lambda: OPEN)
    texts = {message.to[0]: message for message in django_mail.outbox}
    assert set(texts) == {"bo@example.org", "anne.mette@example.org"}
    bo = texts["bo@example.org"]
    assert "Vi beklager ulejligheden." in bo.body
    assert "Begrundelse: Salen var optaget" in bo.body
    assert [part.get_filename() for part in bo.attachments] == ["kalender.ics"]  # type: ignore[union-attr]
    assert texts["anne.mette@example.org"].attachments == []
    entry = HistoryEntry.objects.get(verb="told_of_change")
    assert (entry.actor, entry.fields) == ("organiser", ["count:2"])


@pytest.mark.long
def test_a_change_is_told_once(moved: Event, organiser: Client) -> None:
    organiser.post(url(moved, "tell"), {"words": ""})
    again = organiser.post(url(moved, "tell"), {"words": ""}, follow=True)
    assert "Alle har allerede fået det at vide." in text_of(again)
    assert OwedMail.objects.count() == 2
    assert "Der er ingen at fortælle det til" in text_of(organiser.get(url(moved, "tell")))


@pytest.mark.long
def test_whoever_signed_up_after_the_change_is_not_told(moved: Event, sign_up: SignUp) -> None:
    sign_up(CLARA, now=at("2026-06-01 12:00:02"))
    assert [place.name for place in changes.to_be_told(moved)] == [EMIL.name, BO.name]


@pytest.mark.long
def test_the_warning_after_a_change_leads_to_the_mail(moved: Event, organiser: Client) -> None:
    page = organiser.get(f"/admin/programme/event/{moved.pk}/change/").content.decode()
    assert f'href="{url(moved, "tell")}"' in page
    assert f'href="{url(moved, "reminders")}"' in page


def test_an_event_that_has_not_been_changed_has_nothing_to_tell(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    sign_up(BO)
    before = OwedMail.objects.count()
    page = organiser.get(f"/admin/programme/event/{event.pk}/change/").content.decode()
    assert url(event, "tell") not in page
    organiser.post(url(event, "tell"), {"words": ""})
    assert OwedMail.objects.count() == before
