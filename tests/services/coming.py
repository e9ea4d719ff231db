"""The facts of an event that people can sign up for today, whatever day the tests are run on."""

from datetime import UTC, datetime, time, timedelta
from typing import Any


def coming_facts() -> dict[str, Any]:
    today = datetime.now(UTC).date()
    return {
        "title": "Åbent hus på Ærø",
        "slug": "aabent-hus",
        "status": "published",
        "contact_name": "Dorte Ørsted",
        "contact_email": "dorte@example.org",
        "starts_on": today + timedelta(days=60),
        "starts_at": time(9),
        "ends_on": today + timedelta(days=60),
        "ends_at": time(16),
        "registration_opens_on": today - timedelta(days=10),
        "registration_closes_on": today + timedelta(days=50),
        "binding_after": today + timedelta(days=40),
    }
