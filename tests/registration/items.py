"""Programme items that need signing up, for the tests."""

from datetime import time
from typing import Any

from programme.models import ChoiceGroup, Event, Session
from programme.publishing import programme_changed
from tests.cast import OPEN


def item(event: Event, title: str, starts: str, ends: str | None = None, **more: Any) -> Session:
    facts: dict[str, Any] = {"day": event.starts_on, "needs_sign_up": True} | more
    return Session.objects.create(
        event=event,
        title=title,
        starts_at=time.fromisoformat(starts),
        ends_at=time.fromisoformat(ends) if ends else None,
        **facts,
    )


def workshops(event: Event, **of_group: Any) -> dict[str, Session]:
    """Two workshops at one o'clock to choose between, the first with one place, and two items by themselves."""
    group = ChoiceGroup.objects.create(event=event, name="Værksteder kl. 13", **of_group)
    found = {
        "læsning": item(event, "Læsning på tværs", "13:00", "14:00", places=1, choice=group),
        "spil": item(event, "Spil og æventyr", "13:00", "14:00", choice=group),
        "tur": item(event, "Tur i byen", "13:30", "15:00"),
        "aften": item(event, "Aftensang", "15:00", "16:00", places=2),
    }
    programme_changed(event, now=OPEN)
    return found


def wished_workshops(event: Event, **of_group: Any) -> dict[str, Session]:
    """Two workshops with one place each and one with room for all, distributed by wishes, and an item at their time."""
    group = ChoiceGroup.objects.create(event=event, name="Værksteder kl. 13", by_wishes=True, **of_group)
    found = {
        "læsning": item(event, "Læsning på tværs", "13:00", "14:00", places=1, choice=group),
        "spil": item(event, "Spil og æventyr", "13:00", "14:00", places=1, choice=group),
        "sang": item(event, "Sang i åen", "13:00", "14:00", choice=group),
        "tur": item(event, "Tur i byen", "13:30", "15:00"),
    }
    programme_changed(event, now=OPEN)
    return found


def ids(*sessions: Session) -> tuple[int, ...]:
    return tuple(one.pk for one in sessions)
