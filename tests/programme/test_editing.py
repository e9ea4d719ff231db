"""A whole programme is written in one go, and nobody's newer version is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from programme import editing
from programme.editing import Item, Known, Newer, Seen, known_people, publish
from programme.models import Appearance, Event, Organisation, Session, Speaker
from programme.outline import outline_of
from programme.reading.voices import Voice

NOW = datetime(2026, 8, 1, 10, tzinfo=UTC)
DAY = date(2026, 9, 16)
ASE = Voice("Åse Dam", "redaktør", "Ærø Avis")


def item(title: str, begins: str = "", **more: Any) -> Item:
    return Item(title, more.pop("day", DAY), time.fromisoformat(begins) if begins else None, **more)


def seen(session: Session) -> Seen:
    return Seen(session.pk, session.version)


def write(event: Event, *items: Item, removed: tuple[Seen, ...] = ()) -> editing.Written:
    return editing.write(event.pk, items, removed=removed, now=NOW)


def printed(event: Event) -> list[tuple[str, list[str]]]:
    return [
        (one.session.title, [talk.session.title for talk in one.talks])
        for day in outline_of(event).days
        for one in day.items
    ]


def voices() -> list[tuple[str, str, str, str, str]]:
    rows = Appearance.objects.order_by("session__order", "order")
    return list(rows.values_list("session__title", "speaker__name", "title", "affiliation", "role"))


@pytest.fixture
def two(event: Event) -> tuple[Session, Session]:
    write(event, item("Ål", "09:00", voices=(ASE,)), item("Øl", "10:00", abstract="Om øl"))
    first, second = Session.objects.order_by("order")
    return first, second


# ------------------------------------------------------------------ writing


def test_a_whole_programme_is_written_at_once(event: Event) -> None:
    done = write(
        event,
        item("Velkomst", "09:00", ends_at=time(9, 15), kind="welcome", room="Salen", voices=(ASE,)),
        item("To biblioteker", "10:00", kind="group"),
        item("På udebane", is_inside=True, voices=(Voice("Bo Ågård", role="moderator"), ASE)),
        item("Fra filial", is_inside=True, abstract="Om *byen*"),
        item("Tak", "15:00"),
    )
    assert done.added == ["Velkomst", "To biblioteker", "På udebane", "Fra filial", "Tak"]
    assert printed(event) == [("Velkomst", []), ("To biblioteker", ["På udebane", "Fra filial"]), ("Tak", [])]
    first = Session.objects.get(title="Velkomst")
    assert (first.day, first.starts_at, first.ends_at, first.kind, first.room) == (
        DAY, time(9), time(9, 15), "welcome", "Salen",
    )  # fmt: skip
    assert Session.objects.get(title="Fra filial").abstract == "Om *byen*"
    assert voices() == [
        ("Velkomst", "Åse Dam", "redaktør", "Ærø Avis", "speaker"),
        ("På udebane", "Bo Ågård", "", "", "moderator"),
        ("På udebane", "Åse Dam", "redaktør", "Ærø Avis", "speaker"),
    ]


def test_an_item_that_stays_keeps_its_ids_and_what_is_not_typed_here(
    event: Event, two: tuple[Session, Session]
) -> None:
    first, second = two
    Session.objects.filter(pk=first.pk).update(track="Spor A", note="Flyttet", status="cancelled")
    before = Appearance.objects.get().pk
    new_title = Voice("Åse Dam", "chefredaktør", "Ærø Avis")
    done = write(
        event,
        item("Ål og ørred", "09:30", seen=seen(first), voices=(new_title,)),
        item("Øl", "10:00", seen=seen(second), is_touched=False),
    )
    assert done == editing.Written(changed=[("Ål og ørred", ["starts_at", "title", "speakers"])])
    again = Session.objects.get(pk=first.pk)
    assert (again.guid, again.title, again.version) == (first.guid, "Ål og ørred", 1)
    assert (again.track, again.note, again.status) == ("Spor A", "Flyttet", "cancelled")
    assert (Appearance.objects.get().pk, Appearance.objects.get().title) == (before, "chefredaktør")
    assert Session.objects.get(pk=second.pk).version == 0


def test_what_was_removed_is_deleted_and_what_was_not_shown_stays(
    event: Event, two: tuple[Session, Session]
) -> None:
    other = Session.objects.create(event=event, day=DAY, starts_at=time(14), title="Bos nye punkt")
    done = write(event, item("Øl", "10:00", seen=seen(two[1]), is_touched=False), removed=(seen(two[0]),))
    assert (done.removed, done.changed) == (["Ål"], [])
    assert list(Session.objects.in_order()) == [two[1], other]
    assert Speaker.objects.filter(name="Åse Dam").exists()


def test_talks_stand_by_themselves_when_only_their_group_goes(event: Event) -> None:
    write(event, item("Gruppe", "10:00", kind="group"), item("Oplæg", is_inside=True))
    group, talk = Session.objects.order_by("order")
    late = Session.objects.create(event=event, day=DAY, parent=group, title="Bos oplæg")
    write(event, item("Oplæg", seen=seen(talk), is_touched=False), removed=(seen(group),))
    assert printed(event) == [("Oplæg", []), ("Bos oplæg", [])]
    assert set(Session.objects.values_list("pk", flat=True)) == {talk.pk, late.pk}


def test_a_talk_that_others_put_into_a_group_is_printed_when_the_group_goes_into_another(
    event: Event,
) -> None:
    write(event, item("Stor gruppe", "10:00"), item("Lille gruppe", "11:00"))
    big, small = Session.objects.order_by("order")
    Session.objects.create(event=event, day=DAY, parent=small, title="Bos oplæg")
    write(
        event,
        item("Stor gruppe", "10:00", seen=seen(big), is_touched=False),
        item("Lille gruppe", "11:00", seen=seen(small), is_inside=True),
    )
    assert printed(event) == [("Stor gruppe", ["Lille gruppe"]), ("Bos oplæg", [])]


def test_the_order_is_that_of_the_rows_and_a_talk_is_on_the_day_of_its_group(
    event: Event, two: tuple[Session, Session]
) -> None:
    event.ends_on = date(2026, 9, 17)
    event.save()
    done = write(
        event,
        item("Øl", "10:00", seen=seen(two[1]), abstract="Om øl", day=event.ends_on),
        item("Ål", "10:00", seen=seen(two[0]), is_inside=True, voices=(ASE,)),
    )
    assert printed(event) == [("Øl", ["Ål"])]
    assert set(Session.objects.values_list("day", flat=True)) == {event.ends_on}
    assert done.moved
    assert done.changed == [("Øl", ["day"]), ("Ål", ["day", "starts_at", "parent"])]


def test_a_change_of_order_alone_is_told_and_takes_no_version(event: Event) -> None:
    write(event, item("Ål", "10:00"), item("Øl", "10:00"))
    first, second = Session.objects.order_by("order")
    rows = (item("Øl", seen=seen(second), is_touched=False), item("Ål", seen=seen(first), is_touched=False))
    assert write(event, *rows) == editing.Written(moved=True)
    assert printed(event) == [("Øl", []), ("Ål", [])]
    assert set(Session.objects.values_list("version", flat=True)) == {0}
    assert not write(event, *rows)


def test_a_save_makes_the_printed_programme_a_new_one(event: Event, two: tuple[Session, Session]) -> None:
    event.refresh_from_db()
    before = event.programme_hash
    write(event, item("Ål!", "09:00", seen=seen(two[0])), item("Øl", seen=seen(two[1]), is_touched=False))
    event.refresh_from_db()
    assert before not in {"", event.programme_hash}
    assert event.programme_changed_at == NOW


# ------------------------------------------------------------------ persons


def test_one_name_is_one_person_in_all_programmes_of_an_organisation(
    event: Event, library: Organisation, make_event: Callable[..., Event]
) -> None:
    stranger = Speaker.objects.create(owner=library, name="Åse Dam")
    write(event, item("Ål", voices=(ASE,)), item("Øl", voices=(Voice("ÅSE  DAM", "forfatter"),)))
    write(make_event(slug="nummer-to"), item("Is", voices=(Voice("åse dam."),)))
    mine = Speaker.objects.exclude(pk=stranger.pk).get()
    assert set(Appearance.objects.values_list("speaker", flat=True)) == {mine.pk}
    assert (mine.owner, mine.name) == (event.owner, "Åse Dam")


def test_who_is_taken_off_an_item_stays_known(event: Event, two: tuple[Session, Session]) -> None:
    done = write(event, item("Ål", "09:00", seen=seen(two[0])))
    assert done.changed == [("Ål", ["speakers"])]
    assert voices() == []
    assert known_people(event.owner_id) == {"åse dam": Known(Speaker.objects.get().pk, "Åse Dam")}


def test_a_known_person_is_called_what_she_was_called_last(
    event: Event, add_session: Callable[..., Session], django_assert_num_queries: Callable
) -> None:
    add_session(event, "I år", time(9), by=[("Åse Dam", "chefredaktør")])
    add_session(event, "Sidste år", time(9), day=date(2025, 9, 16), by=[("Åse Dam", "redaktør")])
    add_session(event, "Næste år", time(9), day=date(2027, 9, 16), by=[("Åse Dam", "")])
    with django_assert_num_queries(2):
        known = known_people(event.owner_id)
    assert known == {"åse dam": Known(Speaker.objects.get().pk, "Åse Dam", "chefredaktør")}


def test_one_person_may_have_two_roles_on_an_item(event: Event, two: tuple[Session, Session]) -> None:
    both = (ASE, Voice("Åse Dam", "redaktør", "Ærø Avis", "moderator"))
    write(event, item("Ål", "09:00", seen=seen(two[0]), voices=both))
    assert [row[4] for row in voices()] == ["speaker", "moderator"]


# ------------------------------------------------------------------ two people at once


def test_a_touched_item_that_somebody_changed_meanwhile_is_refused_and_nothing_is_written(
    event: Event, two: tuple[Session, Session]
) -> None:
    Session.objects.filter(pk=two[0].pk).update(title="Bos ål", version=1)
    rows = [item("Min ål", "09:00", seen=seen(two[0])), item("Mit nye", "12:00")]
    with pytest.raises(Newer) as refused:
        write(event, *rows)
    assert refused.value.keys == {two[0].pk}
    assert set(Session.objects.values_list("title", flat=True)) == {"Bos ål", "Øl"}
    rows[0] = item("Min ål", "09:00", seen=Seen(two[0].pk, 1))
    write(event, *rows)
    assert Session.objects.get(pk=two[0].pk).version == 2


def test_an_untouched_item_that_somebody_changed_meanwhile_stays_as_it_is_now(
    event: Event, two: tuple[Session, Session]
) -> None:
    Session.objects.filter(pk=two[0].pk).update(title="Bos ål", starts_at=time(9, 30), version=1)
    write(event, item("Ål", "09:00", seen=seen(two[0]), is_touched=False), item("Nyt", "12:00"))
    assert printed(event) == [("Bos ål", []), ("Øl", []), ("Nyt", [])]
    assert Session.objects.get(pk=two[0].pk).version == 1


@pytest.mark.parametrize("is_touched", [True, False])
def test_an_item_that_somebody_deleted_meanwhile(
    event: Event, two: tuple[Session, Session], is_touched: bool
) -> None:
    gone = seen(two[0])
    two[0].delete()
    row = item("Ål", "09:00", seen=gone, is_touched=is_touched)
    if is_touched:
        with pytest.raises(Newer):
            write(event, row)
    else:
        assert not write(event, row, removed=(gone,))
    assert list(Session.objects.all()) == [two[1]]


def test_an_item_that_is_removed_here_and_was_changed_there_is_refused(
    event: Event, two: tuple[Session, Session]
) -> None:
    Session.objects.filter(pk=two[0].pk).update(version=1)
    with pytest.raises(Newer):
        write(event, removed=(seen(two[0]),))
    write(event, removed=(Seen(two[0].pk, 1),))
    assert list(Session.objects.all()) == [two[1]]


def test_items_of_another_event_are_out_of_reach(
    event: Event, two: tuple[Session, Session], make_event: Callable[..., Event]
) -> None:
    other = make_event(slug="en-anden")
    with pytest.raises(Newer):
        write(other, item("Overtaget", seen=seen(two[0])))
    write(other, removed=(seen(two[0]),))
    assert list(Session.objects.order_by("order").values_list("title", "event")) == [
        ("Ål", event.pk),
        ("Øl", event.pk),
    ]


# ------------------------------------------------------------------ publishing


def test_only_a_draft_is_published(make_event: Callable[..., Event]) -> None:
    draft = make_event(status=Event.Status.DRAFT)
    assert [publish(draft.pk), publish(draft.pk)] == [True, False]
    draft.refresh_from_db()
    assert (draft.status, draft.version) == ("published", 1)
