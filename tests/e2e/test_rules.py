"""The rule for leaving a place in a browser: written by the organiser, read by whoever signs up, and paid for by who
comes too late."""

from collections.abc import Callable

import pytest

from programme.models import Event
from registration import links
from registration.models import Registration
from registration.owed import owed_ore
from registration.services.booking import SignedUp
from tests.cast import BO, CLARA, ENDED, at
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Way, go_to_the_check_page
from tests.rules import AT_ONCE, BY_STEPS, NO_SHOW, STEPS

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAYER_FOLLOWS = "Betaler følger – jeg ved det ikke endnu"
JUST_BEFORE, HALF = at("2026-09-02 23:59"), at("2026-09-03 00:00")


def own(place: Registration) -> str:
    place.refresh_from_db()
    return f"/plads/{links.place_token(place)}/"


def test_an_organiser_writes_the_steps_and_sees_how_they_read(desk: Inspector, event: Event) -> None:
    page = desk.visitor.page
    desk.open(f"/admin/programme/event/{event.pk}/change/")
    table = page.locator("table.steps")
    # What belongs to another rule is asked once that is chosen.
    assert not table.is_visible()
    page.locator("#id_cancellation").select_option("steps")
    assert table.is_visible()
    page.locator("#id_binding_after").evaluate("one => one.value = ''")
    typed = [("2. september 2026", "0 %"), ("9/9-2026", "50 %")]
    for number, (day, cost) in enumerate(typed):
        page.locator(f"#id_cancellation_steps-{number}-until").fill(day)
        page.locator(f"#id_cancellation_steps-{number}-cost").fill(cost)
    desk.press("Se teksten")
    assert "Skriv, hvad afbud koster efter den sidste dag" in page.locator("main").inner_text()
    page.locator("#id_cancellation_steps-3-cost").fill("100 %")
    desk.press("Se teksten")
    said = page.locator("#rule-text").inner_text()
    assert "50 % af deltagergebyret (647,50 kr.) til og med onsdag den 9. september 2026" in said
    assert page.locator("#rule-text").evaluate("one => one === document.activeElement")
    assert Event.objects.get(pk=event.pk).cancellation == "until_a_day"
    desk.visitor.press("Gem")
    assert Event.objects.get(pk=event.pk).cancellation_steps == STEPS


@pytest.mark.parametrize("visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True)
def test_somebody_signs_up_under_steps_and_comes_too_late(inspector: Inspector, event: Event) -> None:
    visitor = inspector.visitor
    Event.objects.filter(pk=event.pk).update(**BY_STEPS)
    inspector.open(f"/{event.slug}/")
    go_to_the_check_page(visitor, event)
    if visitor.page.get_by_label(PAYER_FOLLOWS).count():
        visitor.page.get_by_label(PAYER_FOLLOWS).check()
        visitor.press("Fortsæt")
    inspector.look("the check page")
    visitor.tick("Jeg accepterer disse betingelser")
    inspector.press("Tilmeld 1 person – frit afbud til og med 2. september 2026")
    place = Registration.objects.get()
    inspector.open(own(place))
    visitor.clock.move_to(JUST_BEFORE)
    visitor.follow("Meld afbud")
    inspector.look("the last minute for nothing")
    visitor.clock.move_to(HALF)
    inspector.press("Meld afbud", status=409)
    assert "Afbud koster mere nu, end da du så siden." in visitor.text
    assert Registration.objects.get().status == "confirmed"
    inspector.press("Meld afbud, og betal 647,50 kr.")
    assert "Afbuddet koster 647,50 kr., som skal betales." in visitor.text
    assert owed_ore(Registration.objects.select_related("event").get()) == 64_750


def test_the_other_rules_look_well_too(
    desk: Inspector, event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    Event.objects.filter(pk=event.pk).update(**AT_ONCE)
    bo = sign_up(BO).registrations[0]
    for path in (f"/{event.slug}/", own(bo), f"{own(bo)}giv-tilbage/"):
        desk.open(path)
    Event.objects.filter(pk=event.pk).update(**NO_SHOW)
    clara = sign_up(CLARA).registrations[0]
    for path in (f"/{event.slug}/", own(clara), f"{own(clara)}afbud/"):
        desk.open(path)
    desk.visitor.clock.move_to(ENDED)
    desk.open(f"/admin/registration/registration/{clara.pk}/did-not-come/")
    desk.press("Skriv op som udeblevet")
    assert owed_ore(Registration.objects.select_related("event").get(pk=clara.pk)) == 20_000
    desk.open(f"/admin/registration/registration/?event={event.pk}")
