"""What is read by SQL that was written once is what Django itself reads."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.db import models
from django.db.models import F

from programme.event_rows import event_at, organisers_of
from programme.fixed_query import FixedQuery, FixedValues
from programme.models import (
    Appearance,
    ChoiceGroup,
    Event,
    Organisation,
    Organiser,
    Session,
    Speaker,
    SpeakerPhoto,
    Venue,
)
from programme.outline import outline_of, rows_of


def columns(record: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def test_an_event_is_read_with_every_column_its_owner_and_its_venue(
    event: Event, django_assert_num_queries: Callable[..., Any]
) -> None:
    Event.objects.filter(pk=event.pk).update(
        cancellation="steps",
        binding_after=None,
        cancellation_steps=[{"until": "2026-09-01", "percent": 50}],
        asked_facts={"job_title": "no"},
        reminder_days={},
        published_at=datetime(2026, 5, 1, 10, 30, tzinfo=UTC),
        releases_when_refilled=True,
    )
    with django_assert_num_queries(1):
        found = event_at("laering-paa-tvaers")
        assert found is not None
        owner, venue = found.owner, found.venue
    assert venue is not None
    assert columns(found) == columns(Event.objects.get())
    assert columns(owner) == columns(Organisation.objects.get())
    assert columns(venue) == columns(Venue.objects.get())
    assert (found, found._state.adding, found._state.db) == (event, False, "default")


def test_an_event_without_a_venue_has_none(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(venue=None)
    found = event_at("laering-paa-tvaers")
    assert found is not None
    assert found.venue is None


@pytest.mark.parametrize("slug", ["laering", "Laering-paa-tvaers", "", "laering-paa-tvaers'--", "%s"])
def test_at_another_address_there_is_none(event: Event, slug: str) -> None:
    assert event_at(slug) is None


def test_organisers_are_read_in_their_order(event: Event, library: Organisation) -> None:
    Organiser.objects.create(event=event, organisation=library, role="supporter", order=0)
    Organiser.objects.filter(organisation=event.owner).update(order=1)
    found = organisers_of(event)
    assert [columns(one) for one in found] == [columns(one) for one in Organiser.objects.all()]
    assert [one.organisation.name for one in found] == ["Ærø Bibliotek", "Foreningen for Læsning"]


def test_a_programme_is_read_with_every_column(
    programme: Event, add_session: Callable[..., Session], django_assert_num_queries: Callable[..., Any]
) -> None:
    choice = ChoiceGroup.objects.create(event=programme, name="Værksteder kl. 13")
    add_session(programme, "Uden tid", None, order=2, by=[("Søren Ågård", "vært", "host")])
    Session.objects.filter(title="Fælles sprog").update(needs_sign_up=True, choice=choice, places=7)
    Appearance.objects.filter(title="professor").update(order=9)
    SpeakerPhoto.objects.create(speaker=Speaker.objects.get(name="Lærke Ø"), content_hash="abc", data=b"")
    with django_assert_num_queries(1):
        items = outline_of(programme).items
        found: list[Any] = [(one.session.choice, *one.appearances) for one in items]
        speakers = [one.speaker for item in items for one in item.appearances]
    assert sorted(columns(one.session)["id"] for one in items) == sorted(
        Session.objects.values_list("pk", flat=True)
    )
    for item, (choice_of_item, *appearances) in zip(items, found, strict=True):
        assert columns(item.session) == columns(Session.objects.get(pk=item.session.pk))
        named = item.session.title == "Fælles sprog"
        assert (choice_of_item and columns(choice_of_item)) == (columns(choice) if named else None)
        ordered = Appearance.objects.filter(session=item.session)
        assert [columns(one) for one in appearances] == [columns(one) for one in ordered]
    assert [columns(one) for one in speakers] == [columns(Speaker.objects.get(pk=one.pk)) for one in speakers]
    photos = {one.speaker.name: getattr(one, "photo_hash", "?") for item in items for one in item.appearances}
    assert {name for name, photo in photos.items() if photo} == {"Lærke Ø"}
    assert [one.speaker.name for one in items[2].appearances] == ["Lærke Ø", "Søren Ågård"]


def test_rows_are_equal_until_something_of_the_programme_changes(programme: Event) -> None:
    assert rows_of(programme) == rows_of(programme) != []
    before = rows_of(programme)
    Speaker.objects.filter(name="Jens Ål").update(biography="Født på Fyn.")
    assert rows_of(programme) != before


def test_another_event_has_rows_of_its_own(programme: Event, make_event: Callable[..., Event]) -> None:
    other = make_event(slug="en-anden-dag")
    assert rows_of(programme) != []
    assert rows_of(other) == []


def test_whatever_else_a_query_holds_stays_as_it_is(
    event: Event, make_event: Callable[..., Event], django_assert_num_queries: Callable[..., Any]
) -> None:
    other = make_event(slug="en-anden-dag", title="Sang")
    query = FixedValues(
        lambda pk: Event.objects.filter(pk=pk, status__in=["published", "cancelled"]).values_list("title")
    )
    with django_assert_num_queries(3):
        assert [query.rows(pk) for pk in (event.pk, other.pk, 0)] == [[("Læring på tværs",)], [("Sang",)], []]
    Event.objects.update(status="draft")
    assert query.rows(other.pk) == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda title: Event.objects.filter(status="published", title=title),
        lambda title: Event.objects.filter(title=title, subtitle=title),
    ],
)
def test_a_query_whose_value_is_not_the_first_or_stands_twice_is_refused(
    event: Event, ask: Callable[[str], Any]
) -> None:
    with pytest.raises(ValueError, match="first parameter"):
        FixedQuery(ask).rows("Læring på tværs")


def test_records_know_each_other_without_a_query(
    association: Organisation, django_assert_num_queries: Callable[..., Any]
) -> None:
    aase = Speaker.objects.create(owner=association, name="Åse Thygesen")
    photo = SpeakerPhoto.objects.create(speaker=aase, content_hash="abc", data=b"jpeg")
    query = FixedQuery(lambda pk: Speaker.objects.filter(pk=pk).order_by(), "photo", "owner")
    with django_assert_num_queries(1):
        found = query.first(aase.pk)
        assert (found.photo, found.owner) == (photo, association)
        assert found.photo.speaker is found
    assert bytes(found.photo.data) == b"jpeg"
    photo.delete()
    with django_assert_num_queries(1):
        assert not hasattr(query.first(aase.pk), "photo")
    assert query.first(0) is None


def test_further_columns_stand_last(event: Event, add_session: Callable[..., Session]) -> None:
    add_session(event, "Ål", time(9))
    query = FixedQuery(lambda pk: Session.objects.filter(event=pk).order_by(F("pk")), also=("event__title",))
    ((session, title),) = (list(query.records(row)) for row in query.rows(event.pk))
    assert (session.title, title) == ("Ål", "Læring på tværs")
