"""A programme with everything in it: a break, two speakers on one item, talks inside a group, rooms side by side."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from programme.models import Appearance, Event, Organisation, Session, Speaker


@pytest.fixture
def add_session(association: Organisation) -> Callable[..., Session]:
    """A session of an event; `by` holds (name, title) or (name, title, role)."""

    def add(event: Event, title: str, starts_at: time | None = None, **fields: Any) -> Session:
        by = fields.pop("by", [])
        session = Session.objects.create(
            **{"event": event, "title": title, "day": event.starts_on, "starts_at": starts_at} | fields
        )
        for order, (name, described, *role) in enumerate(by):
            speaker = Speaker.objects.get_or_create(owner=association, name=name)[0]
            Appearance.objects.create(
                session=session,
                speaker=speaker,
                title=described,
                order=order,
                role=role[0] if role else Appearance.Role.SPEAKER,
            )
        return session

    return add


@pytest.fixture
def programme(event: Event, add_session: Callable[..., Session]) -> Event:
    """The event with a programme of one day."""
    add_session(event, "Kaffe og rundstykker", time(9), ends_at=time(9, 15), kind="break")
    add_session(
        event,
        "Velkommen på Ærø",
        time(9, 15),
        ends_at=time(9, 30),
        kind="welcome",
        by=[("Åse Thygesen", "borgmester, Øby", "moderator")],
    )
    add_session(
        event,
        "Fælles sprog",
        time(9, 30),
        ends_at=time(11),
        by=[("Søren Ågård", "professor"), ("Lærke Ø", "")],
        abstract="Om **sprog**.",
    )
    group = add_session(event, "To biblioteker", time(11), ends_at=time(12), kind="group")
    add_session(event, "Fra filial til platform", parent=group, order=2, by=[("Bente Bæk", "leder")])
    add_session(event, "På udebane", parent=group, order=1, by=[("Jens Ål", "bibliotekschef")])
    return event


@pytest.fixture
def other_day() -> date:
    return date(2026, 9, 17)
