"""A new edition of an event: everything that is announced, and nobody who has signed up."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import models

from programme import editions, pricing
from programme.models import (
    Appearance,
    ChoiceGroup,
    Event,
    Organisation,
    Organiser,
    Price,
    Rescheduling,
    Session,
    Speaker,
    TargetGroup,
)
from registration.models import Booking, HistoryEntry, Invitation, OwedMail, Question, Registration
from registration.services import questions
from registration.services.editions import new_edition
from registration.services.questions import Wording
from tests.cast import BO, OPEN

A_YEAR = date(2027, 9, 15)
BY = A_YEAR - date(2026, 9, 16)


def make(event: Event, *, starts_on: date = A_YEAR, title: str = "Læring på tværs") -> Event:
    return new_edition(event.pk, starts_on=starts_on, title=title, now=OPEN)


@pytest.fixture
def full(event: Event, library: Organisation, sign_up: Callable[..., Any]) -> Event:
    """An event with everything there is to announce, and with people in it."""
    Event.objects.update(
        subtitle="Årets dag", introduction="Kom og hør.", capacity=80, reserved_places=5, decide_on="2026-08-20",
        minimum_people=20, choices_until="2026-09-10", answers_until="2026-09-01", substitutes_until="2026-09-14",
        mail_paragraph="Tag madpakke med.", practical_information="Bus 2 kører hertil.", colour="#1f4e8c",
        reminder_days={"day_before": [2]}, asked_facts={"phone": "required"}, sequence=4, version=7,
        substitutes_from_same_organisation=True, goes_ahead_at=OPEN,
    )  # fmt: skip
    event.refresh_from_db()
    Organiser.objects.create(event=event, organisation=library, role="supporter", order=1)
    event.target_groups.add(TargetGroup.objects.create(name="Skolebibliotekarer"))
    group = ChoiceGroup.objects.create(
        event=event, name="Værksteder kl. 13", most=1, required=False, by_wishes=True, distributed_at=OPEN
    )
    outer = Session.objects.create(
        event=event,
        day=event.starts_on,
        starts_at=time(10),
        ends_at=time(12),
        title="Tre korte",
        kind="group",
    )
    talk = Session.objects.create(
        event=event,
        day=event.starts_on,
        starts_at=time(10),
        title="Øer",
        parent=outer,
        order=1,
        abstract="Om øer.",
    )
    Session.objects.create(
        event=event, day=event.starts_on, starts_at=time(13), title="Værksted", room="Sal Ø", track="A",
        needs_sign_up=True, places=12, choice=group, kind="workshop",
    )  # fmt: skip
    speaker = Speaker.objects.create(owner=event.owner, name="Åse Ægirsdatter")
    Appearance.objects.create(
        session=talk, speaker=speaker, role="moderator", title="Chef", affiliation="Øby", order=2
    )
    Price.objects.create(
        event=event,
        name="Deltager",
        amount_ore=150_000,
        early_ore=100_000,
        early_until=date(2026, 8, 1),
        vat="excluded",
    )
    Price.objects.create(event=event, name="Medlem", amount_ore=0, reason="Medlemmer er gæster", order=1)
    pricing.settle(event)
    dinner = questions.add(
        event.pk, Wording(label="Kommer du til middagen?", kind="yes_no", is_required=True)
    )
    questions.add(event.pk, Wording(label="Fisk?", depends_on=dinner.pk, depends_value="yes"))
    sign_up(BO)
    Invitation.objects.create(event=event, whom="Værten", places=2, created_at=OPEN)
    return Event.objects.get(pk=event.pk)


def columns(event: Event, names: frozenset[str]) -> dict[str, Any]:
    return {name: getattr(event, name) for name in names}


def test_every_column_of_an_event_is_copied_moved_or_its_own() -> None:
    known = {one.name for one in Event._meta.concrete_fields}
    assert known == editions.COPIED | editions.MOVED | editions.OWN
    assert len(known) == len(editions.COPIED) + len(editions.MOVED) + len(editions.OWN)


def test_every_column_of_an_item_is_copied_or_its_own() -> None:
    own = {"id", "version", "event", "parent", "guid", "day", "status", "note", "choice"}
    assert {one.name for one in Session._meta.concrete_fields} == {*editions.ITEM, *own}


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Organiser, {"id", "event", "organisation", "role", "order"}),
        (
            ChoiceGroup,
            # When it was distributed is not copied.
            {"id", "event", "name", "most", "required", "by_wishes", "distributed_at"},
        ),
        (Appearance, {"id", "session", "speaker", "role", "title", "affiliation", "order"}),
        (
            Price,
            {"id", "event", "order", "name", "amount_ore", "early_ore", "early_until", "vat", "reason"},
        ),
    ],
)
def test_what_is_copied_with_it_has_no_other_columns(model: type[models.Model], names: set[str]) -> None:
    assert {one.name for one in model._meta.concrete_fields} == names


def test_what_is_announced_is_taken_along(full: Event) -> None:
    made = make(full)
    assert columns(made, editions.COPIED - {"fee_ore"}) == columns(full, editions.COPIED - {"fee_ore"})
    assert (made.fee_ore, made.has_prices, made.has_choices, made.has_questions) == (
        150_000,
        True,
        True,
        True,
    )
    assert list(made.target_groups.values_list("name", flat=True)) == ["Skolebibliotekarer"]
    organisers = Organiser.objects.filter(event=made).values_list("organisation__short_name", "role")
    assert list(organisers) == [("FfL", "organiser"), ("Ærø", "supporter")]
    prices = made.prices.values_list("name", "amount_ore", "early_ore", "early_until", "vat", "reason")
    assert list(prices) == [
        ("Deltager", 150_000, 100_000, date(2026, 8, 1) + BY, "excluded", ""),
        ("Medlem", 0, None, None, "included", "Medlemmer er gæster"),
    ]
    choices = made.choices.values_list("name", "most", "required", "by_wishes", "distributed_at")
    assert list(choices) == [("Værksteder kl. 13", 1, False, True, None)]
    asked = (
        Question.objects.filter(event=made)
        .in_order()
        .values_list("label", "depends_on__label", "is_required")
    )
    assert list(asked) == [
        ("Kommer du til middagen?", None, True),
        ("Fisk?", "Kommer du til middagen?", False),
    ]
    assert Question.objects.filter(event=made, depends_on__event=full).count() == 0


def test_the_programme_is_taken_along_with_its_speakers_and_what_needs_signing_up(full: Event) -> None:
    made = make(full)
    rows = (
        Session.objects.filter(event=made)
        .in_order()
        .values_list(
            "title", "day", "starts_at", "parent__title", "room", "places", "choice__name", "abstract"
        )
    )
    assert list(rows) == [
        ("Tre korte", A_YEAR, time(10), None, "", None, None, ""),
        ("Øer", A_YEAR, time(10), "Tre korte", "", None, None, "Om øer."),
        ("Værksted", A_YEAR, time(13), None, "Sal Ø", 12, "Værksteder kl. 13", ""),
    ]
    assert not Session.objects.filter(event=made, parent__event=full).exists()
    assert not Session.objects.filter(event=made, choice__event=full).exists()
    said = Appearance.objects.filter(session__event=made)
    assert list(said.values_list("speaker__name", "role", "title", "affiliation", "order")) == [
        ("Åse Ægirsdatter", "moderator", "Chef", "Øby", 2)
    ]
    guids = Session.objects.values_list("guid", flat=True)
    assert len(set(guids)) == 6


def test_every_day_is_as_much_later(full: Event) -> None:
    made = make(full)
    assert (A_YEAR - full.starts_on).days == 364
    assert {name: getattr(made, name) - getattr(full, name) for name in editions.MOVED} == dict.fromkeys(
        editions.MOVED, BY
    )


def test_the_days_of_steps_move_along(make_event: Callable[..., Event]) -> None:
    steps = [
        {"until": "2026-08-01", "percent": 0},
        {"until": "2026-09-01", "ore": 50_000},
        {"until": None, "percent": 100},
    ]
    event = make_event(slug="trin", cancellation="steps", cancellation_steps=steps, binding_after=None)
    made = make(event)
    assert made.cancellation_steps == [
        {"until": "2027-07-31", "percent": 0},
        {"until": "2027-08-31", "ore": 50_000},
        {"until": None, "percent": 100},
    ]
    assert event.cancellation_steps == steps


def test_nobody_no_mail_and_no_state_is_taken_along(full: Event) -> None:
    Event.objects.update(status="cancelled", cancellation_note="For få.")
    before = [model.objects.count() for model in (Booking, Registration, OwedMail, HistoryEntry, Invitation)]
    made = make(full)
    assert before == [
        model.objects.count() for model in (Booking, Registration, OwedMail, HistoryEntry, Invitation)
    ]
    assert (made.status, made.cancellation_note, made.goes_ahead_at, made.published_at) == (
        "draft",
        "",
        None,
        None,
    )
    assert (made.sequence, made.version, made.changed_at) == (0, 0, None)
    assert made.uid != full.uid
    assert Event.objects.get(pk=full.pk).status == "cancelled"


def test_what_was_called_off_stays_behind_with_its_talks(full: Event) -> None:
    Session.objects.filter(title="Tre korte").update(status="cancelled", note="Syg")
    assert [one.title for one in editions.left_out(full)] == ["Tre korte", "Øer"]
    made = make(full)
    assert list(made.sessions.values_list("title", "status", "note")) == [("Værksted", "planned", "")]


def test_pressing_twice_makes_one(full: Event) -> None:
    made = make(full)
    with pytest.raises(editions.AlreadyThere) as there:
        make(full, title=" Læring  på tværs ")
    assert (there.value.event.pk, Event.objects.count()) == (made.pk, 2)
    assert make(full, starts_on=A_YEAR + timedelta(days=1)).slug == "laering-paa-tvaers-2027-2"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Læring på tværs", "laering-paa-tvaers-2027"),
        ("Læring på tværs 2027", "laering-paa-tvaers-2027"),
        ("Æ" * 150, f"{'ae' * 35}-2027"),
        ("日本", "2027"),
    ],
)
def test_its_address_has_its_year(title: str, slug: str, event: Event) -> None:
    assert make(event, title=title).slug == slug


def test_an_address_that_leads_to_an_event_that_moved_is_not_taken(event: Event) -> None:
    Rescheduling.objects.create(
        event=event,
        old_starts_on=event.starts_on,
        old_ends_on=event.ends_on,
        old_slug="laering-paa-tvaers-2027",
        at=OPEN,
    )
    assert make(event).slug == "laering-paa-tvaers-2027-2"


def test_an_edition_of_an_edition_is_as_whole(full: Event) -> None:
    again = make(make(full), starts_on=date(2028, 9, 13))
    assert (again.sessions.count(), again.prices.count(), Question.objects.filter(event=again).count()) == (
        3,
        2,
        2,
    )
    assert again.full_clean() is None


@pytest.mark.parametrize(("by", "weekend"), [(0, False), (1, False), (2, True), (3, True), (4, False)])
def test_deadlines_that_fall_on_a_weekend_are_known(by: int, weekend: bool, event: Event) -> None:
    """Free until Wednesday 2 September 2026."""
    found = editions.deadlines(event, by=timedelta(days=by + 1))
    binding = next(one for one in found if one.column == "binding_after")
    assert (binding.new, binding.is_on_a_weekend) == (date(2026, 9, 3) + timedelta(days=by), weekend)


@pytest.mark.parametrize(("today", "missed"), [(date(2026, 9, 2), False), (date(2026, 9, 3), True)])
def test_a_deadline_that_is_over_is_missed_and_an_opened_sign_up_is_not(
    today: date, missed: bool, event: Event
) -> None:
    found = {one.column: one.is_missed(today=today) for one in editions.deadlines(event, by=timedelta(0))}
    assert (found["binding_after"], found["registration_opens_on"]) == (missed, False)


def test_all_that_has_a_day_is_a_deadline(full: Event) -> None:
    assert [one.column for one in editions.deadlines(full, by=BY)] == [
        "registration_opens_on", "early_until", "decide_on", "answers_until", "binding_after",
        "registration_closes_on", "choices_until", "substitutes_until",
    ]  # fmt: skip
