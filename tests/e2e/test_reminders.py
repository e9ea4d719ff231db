"""Reminders: an organiser looks at them and tells of a change, and a visitor of the demo gets them by its clock."""

import pytest

from conference import clock
from programme.models import Event
from registration import tasks
from registration.models import OwedMail, Registration
from registration.services import moving
from tests.e2e.demo_sentences import DANISH
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.test_demo_clock import EDITION, Guest, guest, signs_up
from tests.e2e.visitor import PHONE, Way

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
__all__ = ["guest"]

by_mouse_and_keys = pytest.mark.parametrize(
    "visitor",
    [Way(), Way(PHONE, hands=Keys)],
    ids=["by mouse", "by keys"],
    indirect=True,
)


def test_an_organiser_moves_a_reminder_and_writes_what_is_practical(
    people: list[Registration], desk: Inspector
) -> None:
    visitor, event = desk.visitor, people[0].event
    visitor.open(f"/admin/programme/event/{event.pk}/change/")
    visitor.follow("Påmindelser")
    assert visitor.heading == "Påmindelser"
    desk.look("reminders")
    field = desk.page.locator("[name=practical_information]")
    visitor.hands.write(field, "Dørene åbnes kl. 8.30. Tag høreværn med.")
    visitor.hands.write(desk.page.locator("[name=day_before]"), "2")
    visitor.hands.write(desk.page.locator("[name=last_free_day]"), "tre")
    desk.press("Gem")
    assert desk.page.locator(".people-errors li").count() == 1
    visitor.hands.write(desk.page.locator("[name=last_free_day]"), "")
    desk.press("Gem")
    assert "Er slået fra." in desk.page.locator("main").inner_text()
    assert "mandag den 14. september 2026 kl. 9.00" in desk.page.locator("main").inner_text()
    kept = Event.objects.get(pk=event.pk)
    assert kept.reminder_days == {"last_free_day": [], "day_before": [2]}
    assert kept.practical_information == "Dørene åbnes kl. 8.30. Tag høreværn med."


@by_mouse_and_keys
def test_an_organiser_tells_of_a_move_with_one_press(people: list[Registration], desk: Inspector) -> None:
    visitor, event = desk.visitor, people[0].event
    before, after = Event.objects.get(pk=event.pk), Event.objects.get(pk=event.pk)
    after.starts_on = after.ends_on = before.starts_on.replace(day=23)
    after.save()
    moving.move(before=before, after=after, by=None, reason="Salen var optaget", now=clock.now())
    visitor.open(f"/admin/programme/event/{event.pk}/change/")
    visitor.follow("Fortæl om ændringen")
    desk.look("tell of a change")
    visitor.hands.write(desk.page.get_by_label("Dine egne ord i mailen"), "Vi beklager ulejligheden.")
    visitor.press("Send mailen til dem alle")
    assert desk.page.locator(".messagelist .success").count() == 1
    assert OwedMail.objects.filter(kind="event_moved").exists()


def test_the_clock_of_the_demo_brings_the_reminders(guest: Guest) -> None:
    guest.open(EDITION)
    signs_up(guest, DANISH.rows[0], DANISH, "Ida Ærø")
    for moment, subject, said in (
        ("dagen før fristen", "Sidste dag for afbud er", "Kommer du, skal du ikke gøre noget."),
        ("dagen før", "Vi ses", "vi glæder os til at se dig"),
    ):
        guest.open(EDITION)
        guest.choose(moment)
        tasks.remind()
        while tasks.send_owed():
            pass
        guest.open("/demo/mails/")
        mine = guest.page.locator(".card").filter(has_text="Til ida@example.org").filter(has_text=subject)
        assert mine.count() == 1
        mine.get_by_role("link").first.click()
        assert said in guest.page.locator("main .card").inner_text()
    wanted = ["day_before", "last_free_day", "practical"]
    rows = OwedMail.objects.filter(to_email="ida@example.org", kind__in=wanted).order_by("kind")
    assert list(rows.values_list("kind", flat=True)) == wanted
