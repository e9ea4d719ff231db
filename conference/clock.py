"""The edge's clock. Views, admin actions and tasks call `now()` once and pass the value inward by keyword;
policy and services have no clock of their own."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, in UTC; in a demo whose clock has been set, that one."""
    return stands_at() or timezone.now()


def stands_at() -> datetime | None:
    """The instant a demo's clock has been set to, the first word of its file: every process of the one machine a demo
    runs on asks it each time. None while the clock runs, for a file that says no instant, and outside a demo."""
    if not settings.DEMO:
        return None
    try:
        at = datetime.fromisoformat(file().read_text(encoding="ascii").split()[0])
        return at.astimezone(UTC) if at.tzinfo is not None else None
    except (OSError, ValueError, IndexError, OverflowError):
        return None


def file() -> Path:
    return settings.DATA_DIR / "demo-clock"
