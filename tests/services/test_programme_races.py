"""Programmes that are saved at the same instant: one name is one person, one version wins, nobody waits for ever."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from programme import editing
from programme.editing import Item, Newer, Seen
from programme.models import Event, Session, Speaker
from programme.reading.voices import Voice
from tests.services.coming import coming_facts
from tests.services.test_races import at_once

pytestmark = pytest.mark.services


def write(event: Event, title: str, seen: Seen | None = None) -> editing.Written:
    voices = tuple(Voice(f"Åse Ægir {number}") for number in range(3))
    item = Item(title, event.starts_on, voices=voices, seen=seen)
    return editing.write(event.pk, [item], now=datetime.now(UTC))


def test_programmes_of_one_organisation_never_make_the_same_person_twice(
    make_event: Callable[..., Event], postgresql: str
) -> None:
    events = [make_event(**coming_facts() | {"slug": f"nummer-{number}"}) for number in range(5)]
    outcomes = at_once(*(partial(write, event, "Ål") for event in events))
    assert [type(one) for one in outcomes] == [editing.Written] * 5
    assert (Speaker.objects.count(), Session.objects.count()) == (3, 5)


def test_of_many_who_save_one_item_one_wins_and_the_others_are_told(coming: Event) -> None:
    write(coming, "Ål")
    session = Session.objects.get()
    seen = Seen(session.pk, session.version)
    outcomes = at_once(*(partial(write, coming, f"Ål {number}", seen) for number in range(5)))
    assert Counter(type(one) for one in outcomes) == {editing.Written: 1, Newer: 4}
    assert Session.objects.get().version == 1
