from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from programme.models import Event

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_front_page_shows_the_event_and_the_browser_has_no_complaint(
    live_server: LiveServer, page: Page, make_event: Callable[..., Event]
) -> None:
    day = timezone.localdate() + timedelta(days=60)
    event = make_event(
        starts_on=day,
        ends_on=day,
        registration_opens_on=None,
        registration_closes_on=day - timedelta(days=7),
        binding_after=day - timedelta(days=14),
    )
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    answer = page.goto(live_server.url)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.get_by_role("link", name=event.title).count() == 1
    assert complaints == []
