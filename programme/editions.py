"""A new edition of an event: what was announced once, as a draft for new days. Every day is as many days later as the
first; who came, what was written to them and what became of the old edition stay with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, cast

from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programme import pricing
from programme.addresses import is_free
from programme.models import Appearance, ChoiceGroup, Event, Organiser, Price, Session
from programme.publishing import programme_changed
from programme.slugs import event_slug

# Each column of an event is in one of these.
COPIED = frozenset(
    {
        "owner", "subtitle", "introduction", "description", "audience", "language", "colour", "starts_at", "ends_at",
        "timezone", "venue", "contact_name", "contact_email", "contact_phone", "capacity", "fee_ore", "sign_up",
        "sign_up_url", "cancellation", "cancellation_steps", "no_show_fee_ore", "substitutes_from_same_organisation",
        "places_may_be_shared", "reserved_places", "minimum_people", "asks_municipality", "asked_facts",
        "mail_paragraph", "practical_information", "reminder_days", "releases_when_refilled", "substitute_notice",
    }
)  # fmt: skip
# Days that are as much later as the first; those named here besides it are deadlines.
DEADLINES = (
    "registration_opens_on", "registration_closes_on", "binding_after", "decide_on", "choices_until", "answers_until",
    "substitutes_until",
)  # fmt: skip
MOVED = frozenset({"starts_on", "ends_on", *DEADLINES})
# The edition's own, or written by whoever writes what they are made of.
OWN = frozenset(
    {
        "id", "version", "title", "slug", "status", "cancellation_note", "goes_ahead_at", "uid", "sequence",
        "changed_at", "published_at", "programme_hash", "programme_changed_at", "dress_hash", "search_text",
        "has_prices", "has_choices", "has_questions",
    }
)  # fmt: skip
ITEM = (
    "starts_at",
    "ends_at",
    "kind",
    "title",
    "abstract",
    "room",
    "track",
    "order",
    "needs_sign_up",
    "places",
)
LAST_WORKDAY = 4  # Friday


class AlreadyThere(Exception):
    """The organisation has an event of this title on that day."""

    def __init__(self, event: Event) -> None:
        super().__init__(event.pk)
        self.event = event


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One of the days of an edition, and the day it becomes."""

    column: str
    name: str
    old: date
    new: date

    def is_missed(self, *, today: date) -> bool:
        """Whether the new day is over before the draft is made. That sign-up has opened is nothing missed."""
        return self.new < today and self.column != "registration_opens_on"

    @property
    def is_on_a_weekend(self) -> bool:
        return self.new.weekday() > LAST_WORKDAY


def deadlines(event: Event, *, by: timedelta) -> list[Deadline]:
    """Every day that is announced besides those of the event itself, in the order they come."""
    named = [(one, _label(one), getattr(event, one)) for one in DEADLINES]
    named += [
        ("cancellation_steps", _("A step of what leaving costs"), _day(one))
        for one in event.cancellation_steps or ()
    ]
    named += [
        ("early_until", _("Early price for %(whom)s") % {"whom": price.name}, price.early_until)
        for price in event.price_list
    ]
    found = [
        Deadline(column=column, name=name, old=day, new=day + by)
        for column, name, day in named
        if day is not None
    ]
    return sorted(found, key=lambda one: one.old)


def _label(column: str) -> str:
    field = cast("models.Field[Any, Any]", Event._meta.get_field(column))
    return capfirst(str(field.verbose_name))


def left_out(event: Event) -> list[Session]:
    """The items that are not taken along: those called off, with the talks inside them."""
    rows = list(Session.objects.filter(event=event).in_order())
    off = {row.pk for row in rows if row.is_cancelled}
    return [row for row in rows if row.pk in off or row.parent_id in off]


def copy(source: Event, *, starts_on: date, title: str, now: datetime) -> Event:
    """A draft with what the source announces, for a new first day. To be called while the source is locked. Raises
    `AlreadyThere`."""
    same = Event.objects.filter(owner=source.owner_id, title=title, starts_on=starts_on).first()
    if same is not None:
        raise AlreadyThere(same)
    by = starts_on - source.starts_on
    made = _event(source, by=by, title=title)
    _copy_each(Organiser.objects.filter(event=source), made, ("organisation_id", "role", "order"))
    made.target_groups.set(source.target_groups.all())
    _copy_prices(source, made, by=by)
    # Nobody has wished for anything in the new edition, so nothing is distributed there.
    facts = ("name", "most", "required", "by_wishes")
    choices = _copy_each(ChoiceGroup.objects.filter(event=source), made, facts)
    _copy_items(source, made, by=by, choices=choices)
    pricing.settle(made)
    programme_changed(made, now=now)
    return made


def _event(source: Event, *, by: timedelta, title: str) -> Event:
    facts: dict[str, Any] = {name: getattr(source, name) for name in COPIED}
    for name in MOVED:
        day = getattr(source, name)
        facts[name] = None if day is None else day + by
    steps = source.cancellation_steps
    facts["cancellation_steps"] = None if steps is None else [_later(one, by=by) for one in steps]
    for slug in _slugs(title, year=facts["starts_on"].year):
        made = Event(title=title, slug=slug, status=Event.Status.DRAFT, **facts)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            # Somebody took the address at this moment; anything else is a fault.
            if is_free(slug):
                raise
        else:
            return made
    raise AssertionError("There is no end of addresses.")


def _slugs(title: str, *, year: int) -> Iterator[str]:
    """The free addresses that are proposed for a title, with its year."""
    base = event_slug(title)
    if str(year) not in base:
        base = f"{base[:70].strip('-')}-{year}".strip("-")
    for number in count(1):
        slug = base if number == 1 else f"{base[:74]}-{number}"
        if is_free(slug):
            yield slug


def _copy_prices(source: Event, made: Event, *, by: timedelta) -> None:
    rows = list(Price.objects.filter(event=source))
    Price.objects.bulk_create(
        Price(
            event=made,
            order=row.order,
            name=row.name,
            amount_ore=row.amount_ore,
            early_ore=row.early_ore,
            early_until=None if row.early_until is None else row.early_until + by,
            vat=row.vat,
            reason=row.reason,
        )
        for row in rows
    )


def _copy_items(source: Event, made: Event, *, by: timedelta, choices: Mapping[int, int]) -> None:
    """The items with their speakers, groups before the talks inside them. None is called off, or has a note."""
    off = {row.pk for row in left_out(source)}
    rows = Session.objects.filter(event=source).exclude(pk__in=off).prefetch_related("appearances")
    copies: dict[int, int] = {}
    speakers: list[Appearance] = []
    for row in sorted(rows, key=lambda one: (one.parent_id is not None, one.pk)):
        copied = Session.objects.create(
            event=made,
            day=row.day + by,
            parent_id=copies.get(row.parent_id or 0),
            choice_id=choices.get(row.choice_id or 0),
            **{name: getattr(row, name) for name in ITEM},
        )
        copies[row.pk] = copied.pk
        speakers += [
            Appearance(
                session=copied,
                speaker_id=one.speaker_id,
                role=one.role,
                title=one.title,
                affiliation=one.affiliation,
                order=one.order,
            )
            for one in row.appearances.all()
        ]
    Appearance.objects.bulk_create(speakers)


def _copy_each(rows: models.QuerySet[Any], made: Event, names: Iterable[str]) -> dict[int, int]:
    """The same rows for the new event; which became which."""
    copies = {}
    for row in rows.order_by("pk"):
        copied = type(row).objects.create(event=made, **{name: getattr(row, name) for name in names})
        copies[row.pk] = copied.pk
    return copies


def _day(step: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(step["until"]) if step.get("until") else None


def _later(step: Mapping[str, Any], *, by: timedelta) -> dict[str, Any]:
    day = _day(step)
    return {**step, "until": None if day is None else (day + by).isoformat()}
