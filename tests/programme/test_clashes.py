"""What cannot well be true of a programme."""

from collections.abc import Callable
from datetime import date, time

import pytest

from programme.clashes import Clash, Slot, clashes, people, slots
from programme.editing import with_people
from programme.models import ChoiceGroup, Event, Session

DAY = date(2026, 9, 16)


def slot(key: str, begins: str, ends: str = "", **more: object) -> Slot:
    times = [time.fromisoformat(text) if text else None for text in (begins, ends)]
    return Slot(key, key, DAY, *times, **more)  # type: ignore[arg-type]


def found(event: Event, *rows: Slot) -> list[tuple[str, str, str, str]]:
    return [
        (one.kind, one.first.title, one.second.title if one.second else "", one.what)
        for one in clashes(event, rows)
    ]


def test_items_that_follow_each_other_do_not_clash(event: Event) -> None:
    rows = [slot("Åbning", "09:00", "09:30"), slot("Oplæg", "09:30", "11:00"), slot("Tak", "16:00")]
    assert found(event, *rows) == []


@pytest.mark.parametrize(
    ("begins", "outside"), [("08:59", True), ("09:00", False), ("16:00", False), ("16:01", True)]
)
def test_an_item_outside_the_hours_of_the_event(event: Event, begins: str, outside: bool) -> None:
    assert found(event, slot("Kaffe", begins)) == ([("hours", "Kaffe", "", "")] if outside else [])


@pytest.mark.parametrize(("ends", "outside"), [("16:00", False), ("16:01", True)])
def test_an_item_that_lasts_longer_than_the_event(event: Event, ends: str, outside: bool) -> None:
    assert found(event, slot("Debat", "15:00", ends)) == ([("hours", "Debat", "", "")] if outside else [])


@pytest.mark.parametrize(
    ("begins", "ends", "is_doubtful"),
    [
        ("15:00", "14:59", True),
        ("15:00", "15:00", False),
        ("20:00", "08:00", False),
        ("20:00", "08:01", True),
    ],
)
def test_an_item_that_ends_before_it_begins(
    make_event: Callable[..., Event], begins: str, ends: str, is_doubtful: bool
) -> None:
    long = make_event(ends_on=date(2026, 9, 18))
    assert found(long, slot("Debat", begins, ends)) == (
        [("backwards", "Debat", "", "")] if is_doubtful else []
    )
    assert found(make_event(slug="en-dag"), slot("Debat", "15:00", "08:00")) == [
        ("backwards", "Debat", "", "")
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "sticks_out"),
    [("13:00", "14:30", False), ("12:59", "14:00", True), ("14:00", "14:31", True), ("14:31", "", True)],
)
def test_a_talk_is_within_the_time_of_its_group(
    event: Event, begins: str, ends: str, sticks_out: bool
) -> None:
    group = slot("Værksteder", "13:00", "14:30")
    assert found(event, group, slot("Ål", begins, ends, group="Værksteder")) == (
        [("inside", "Ål", "Værksteder", "")] if sticks_out else []
    )


def test_one_room_holds_one_item_at_a_time(event: Event) -> None:
    one = slot("Ørens lyst", "10:00", "11:00", room="Salen")
    assert found(event, one, slot("Øjnenes lyst", "10:59", "12:00", room="salen")) == [
        ("room", "Ørens lyst", "Øjnenes lyst", "Salen")
    ]
    assert found(event, one, slot("Øjnenes lyst", "10:59", "12:00", room="Loftet")) == []
    assert found(event, one, slot("Øjnenes lyst", "11:00", "12:00", room="Salen")) == []


def test_where_no_room_is_named_there_is_one(event: Event) -> None:
    one, other = slot("Ål", "10:00", "11:00"), slot("Øl", "10:30", "11:30")
    assert found(event, one, other) == [("time", "Ål", "Øl", "")]
    assert found(event, one, other, slot("Ro", "14:00", "15:00", room="Salen")) == []


def test_workshops_side_by_side_need_no_rooms(event: Event) -> None:
    one, other = (slot(name, "10:00", "11:00", is_workshop=True) for name in ("Ål", "Øl"))
    assert found(event, one, other) == []
    assert found(event, one, slot("Oplæg", "10:00", "11:00")) == [("time", "Ål", "Oplæg", "")]


def test_items_of_one_choice_are_at_the_same_time_where_each_has_one_of_them(event: Event) -> None:
    first, second = slot("Læsning", "13:00", "14:00", one_of=1), slot("Spil", "13:00", "14:00", one_of=1)
    assert found(event, first, second) == []
    assert found(event, first, slot("Sang", "13:30", "14:00", one_of=2)) == [("time", "Læsning", "Sang", "")]
    group = ChoiceGroup.objects.create(event=event, name="Værksteder på åen")
    for title in ("Læsning", "Spil"):
        Session.objects.create(
            event=event,
            day=DAY,
            title=title,
            starts_at=time(13),
            ends_at=time(14),
            needs_sign_up=True,
            choice=group,
        )
    assert clashes(event, slots(with_people(event))) == []
    group.most = 2
    group.save()
    assert [one.kind for one in clashes(event, slots(with_people(event)))] == ["time"]


def test_a_person_is_in_one_place_at_a_time_however_the_name_is_spelled(event: Event) -> None:
    one = slot("Ål", "10:00", "11:00", room="A", people=people(["Åse Dam", "Bo B. Ø"]))
    other = slot("Øl", "10:30", "11:30", room="B", people=people(["bo b ø"]))
    assert found(event, one, other) == [("speaker", "Ål", "Øl", "Bo B. Ø")]


def test_a_talk_shares_the_time_of_its_group(event: Event) -> None:
    group = slot("Gruppe", "10:00", "11:00", room="A", people=people(["Åse Dam"]))
    talk = slot("Oplæg", "10:00", "10:30", room="A", people=people(["Åse Dam"]), group="Gruppe")
    assert found(event, group, talk) == []


def test_stored_items_clash_as_typed_ones_and_called_off_ones_do_not(
    event: Event, add_session: Callable[..., Session], django_assert_num_queries: Callable
) -> None:
    for title in ("Ål", "Øl"):
        add_session(event, title, time(10), ends_at=time(11), room="Salen", by=[("Åse Dam", "")])
    with django_assert_num_queries(3):
        clash, person = clashes(event, slots(with_people(event)))
    assert [clash.kind, person] == ["room", Clash("speaker", clash.first, clash.second, "Åse Dam")]
    Session.objects.filter(title="Øl").update(status=Session.Status.CANCELLED)
    assert clashes(event, slots(with_people(event))) == []
