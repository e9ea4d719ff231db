"""The organisers' pages about those who come, in Debian's Chromium: nobody is shut out, and nothing is blocked."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from programme.models import Event, User
from registration.models import OwedMail, PersonalNeeds, Registration
from registration.services import acts, delivering, substituting
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, CLARA, EMIL

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
COMPLAINTS: list[str] = []
# Where pictures of the pages are put, when somebody wants to look at them.
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def people(make_event: Callable[..., Event], sign_up: Callable[..., SignedUp]) -> list[Registration]:
    """Four people at an event in two months, one of them come instead of another, one with a need."""
    now = timezone.now()
    day = timezone.localdate() + timedelta(days=60)
    event = make_event(
        title="Læselyst på landet",
        slug="laeselyst",
        starts_on=day,
        ends_on=day,
        registration_opens_on=None,
        registration_closes_on=day - timedelta(days=7),
        binding_after=day - timedelta(days=14),
    )
    anne, bo, clara = sign_up(ANNE, BO, CLARA, event=event, now=now).registrations
    emil = substituting.substitute(registration_id=clara.pk, person=EMIL, now=now, actor=acts.CONTACT)
    PersonalNeeds.objects.create(
        registration=bo, dietary_needs="Vegetar", access_needs="Teleslynge", consent="Ja", consented_at=now
    )
    delivering.send_due(clock=timezone.now)
    return [anne, bo, emil]


@pytest.fixture
def desk(page: Page, live_server: LiveServer, dorte: User) -> Iterator[Page]:
    """Dorte's browser, logged in; it must have had no complaint when all is done."""
    client = Client()
    client.force_login(dorte)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
    page.context.add_cookies([{**cookie, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}])  # type: ignore[typeddict-item]
    COMPLAINTS.clear()
    page.on("console", lambda message: COMPLAINTS.append(message.text))
    page.on("pageerror", lambda error: COMPLAINTS.append(str(error)))
    yield page
    heard()


def heard() -> None:
    """The browser has had no complaint, but that an act was refused with 409."""
    assert [one for one in COMPLAINTS if "409" not in one] == []


def look_at(page: Page, name: str) -> None:
    """No page shuts anybody out or is wider than the screen, on a desk or on a telephone."""
    heard()
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        found: Any = Axe().run(page)
        broken = [
            (one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found.response["violations"]
        ]
        assert broken == [], f"{name} at {width}"
        # Axe tries styles that the page forbids.
        COMPLAINTS.clear()
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spill <= 0, f"{name} at {width} is {spill} too wide"


def test_no_page_about_people_shuts_anybody_out(
    desk: Page, live_server: LiveServer, people: list[Registration]
) -> None:
    _anne, bo, emil = people
    place = f"/admin/registration/registration/{bo.pk}"
    event = f"/admin/programme/event/{bo.event_id}"
    mail = OwedMail.objects.filter(registration=bo).earliest("pk")
    pages = {
        "start": "/admin/",
        "list": "/admin/registration/registration/",
        "person": f"{place}/change/",
        "substitute": f"/admin/registration/registration/{emil.pk}/change/",
        "correct": f"{place}/correct/",
        "hand-over": f"{place}/hand-over/",
        "cancel": f"{place}/cancel/",
        "give-back-refused": f"{place}/give-back/",
        "new-link": f"{place}/new-link/",
        "bookings": "/admin/registration/booking/",
        "booking": f"/admin/registration/booking/{bo.booking_id}/change/",
        "contact": f"/admin/registration/booking/{bo.booking_id}/contact/",
        "mails": "/admin/registration/owedmail/",
        "mail": f"/admin/registration/owedmail/{mail.pk}/change/",
        "history": "/admin/registration/historyentry/",
        "addresses": "/admin/registration/registration/addresses/",
        "events": "/admin/programme/event/",
        "event": f"{event}/change/",
        "kitchen": f"{event}/kitchen/",
        "mail-previews": f"{event}/mails/",
        "on-behalf": f"{event}/sign-up/",
    }
    for name, address in pages.items():
        desk.goto(live_server.url + address)
        look_at(desk, name)


def test_an_organiser_releases_a_bound_place_after_a_slip(
    desk: Page, live_server: LiveServer, people: list[Registration]
) -> None:
    bo = people[1]
    yesterday = timezone.localdate() - timedelta(days=1)
    Event.objects.filter(pk=bo.event_id).update(binding_after=yesterday)
    Registration.objects.filter(pk=bo.pk).update(promised_binding_after=yesterday)
    desk.goto(f"{live_server.url}/admin/registration/registration/?q=aagaard")
    desk.get_by_role("link", name="Bo Ågård").click()
    desk.get_by_role("link", name="Frigiv bindende plads").click()
    look_at(desk, "release")
    desk.get_by_role("button", name="Frigiv pladsen").click()
    look_at(desk, "release-errors")
    desk.get_by_label("Jeg fraviger reglen denne gang").check()
    desk.get_by_label("Begrundelse").fill("Hun er blevet syg")
    desk.get_by_role("button", name="Frigiv pladsen").click()
    assert desk.get_by_text("Pladsen for Bo Ågård er frigivet.").is_visible()
    look_at(desk, "released")


def test_an_organiser_is_asked_whether_it_is_another_person(
    desk: Page, live_server: LiveServer, people: list[Registration]
) -> None:
    desk.goto(f"{live_server.url}/admin/registration/registration/{people[1].pk}/correct/")
    desk.get_by_label("Navn").fill("Ditte Østergård")
    desk.get_by_role("button", name="Gem").click()
    look_at(desk, "another-person")
    desk.get_by_role("button", name="En anden person: overdrag til Ditte Østergård").click()
    assert desk.get_by_label("Navn").input_value() == "Ditte Østergård"
    desk.get_by_role("button", name="Overdrag pladsen").click()
    assert desk.get_by_text("Ditte Østergård har pladsen nu.").is_visible()


def test_an_organiser_signs_up_a_list_from_a_mail(
    desk: Page, live_server: LiveServer, people: list[Registration]
) -> None:
    desk.goto(f"{live_server.url}/admin/programme/event/{people[0].event_id}/change/")
    desk.get_by_role("link", name="Tilmeld på vegne af andre").click()
    desk.get_by_label("Kontaktpersonens navn").fill("Tove Ålund")
    desk.get_by_label("En liste fra en mail eller Excel").fill(
        "Åse Ægir <aase@example.org>; Ib Holm <ib@example.org>;\nOle Olsen, Leder, ole(at)example.org"
    )
    desk.get_by_role("button", name="Læs listen").click()
    look_at(desk, "on-behalf-pasted")
    desk.get_by_role("button", name="Se, hvad der vil ske").last.click()
    look_at(desk, "on-behalf-errors")
    desk.get_by_label("Kontaktpersonens e-mail").fill("tove@example.org")
    desk.keyboard.press("Enter")
    look_at(desk, "on-behalf-check")
    desk.get_by_role("button", name="Tilmeld 3 personer").click()
    assert desk.get_by_text("3 personer er tilmeldt.").is_visible()
    look_at(desk, "on-behalf-done")
