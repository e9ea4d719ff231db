"""Debian's own Chromium, in Denmark; nothing is downloaded for it."""

import os
from typing import Any

import pytest

# Playwright keeps an event loop in this thread; Django's database calls beside it are synchronous and meant to be.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "da-DK", "timezone_id": "Europe/Copenhagen"}
