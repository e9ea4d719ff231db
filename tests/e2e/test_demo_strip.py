"""The strip that sets the demo's clock."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from programme.models import Event, User
from registration.demo.moments import MAIN_EDITION
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_demos_pages(
    inspector: Inspector, event: Event, dorte: User, settings: Any, tmp_path: Path
) -> None:
    settings.DEMO, settings.DATA_DIR, settings.EMAIL_FILE_PATH = True, tmp_path, tmp_path / "mail"
    Event.objects.update(uid=MAIN_EDITION)
    for path in ("/", f"/{event.slug}/", f"/en/{event.slug}/tilmelding/", "/demo/mails/", "/admin/login/"):
        inspector.open(path)
    inspector.open("/findes-ikke/", status=404)
    inspector.press("fristens sidste sekund", status=404)
    assert "Demo: uret står på onsdag den 2. september 2026 kl. 23.59.59." in inspector.page.inner_text(
        "body"
    )
    inspector.page.emulate_media(media="print")
    assert not inspector.page.locator(".demo").is_visible()


def test_the_demos_clock_is_set_with_the_keyboard_and_without_javascript(
    browser: Browser,
    browser_context_args: dict[str, Any],
    visitor: Visitor,
    event: Event,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    Event.objects.update(uid=MAIN_EDITION)
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        plain = Visitor(context.new_page(), visitor.site, visitor.clock)
        plain.open(f"/{event.slug}/")
        for _step in range(30):
            plain.page.keyboard.press("Tab")
            if plain.page.locator(".demo button:focus", has_text="på dagen").count():
                break
        plain.page.keyboard.press("Enter")
        plain.page.wait_for_selector("text=Demo: uret står på onsdag den 16. september 2026 kl. 10.00.")
        assert plain.page.url == f"{visitor.site}/{event.slug}/"
        assert "I gang nu" in plain.text
        assert plain.page.context.cookies() == []
        assert plain.complaints == []
