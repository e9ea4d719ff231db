"""What the printed programme says, as plain facts: `content` writes them down, `read` makes records of them again. The
PDF is made of nothing else, so whatever is printed is also in the hash, and the child process that prints needs no
database."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models

from programme.markup import ended
from programme.models import Appearance, Event, Organisation, Organiser, Session, Speaker, Venue
from programme.outline import Day, Item, Outline, outline_of

# The fields that are printed, for each record.
EVENT = [
    *("title", "subtitle", "introduction", "description", "audience", "language"),
    *("starts_on", "starts_at", "ends_on", "ends_at", "contact_name", "contact_email", "contact_phone"),
    *("fee_ore", "sign_up", "sign_up_url", "registration_opens_on", "registration_closes_on"),
    *("binding_after", "substitutes_until"),
]
VENUE = ["name", "street_address", "postal_code", "city", "room_note", "directions", "access_notes"]
SESSION = ["day", "starts_at", "ends_at", "kind", "title", "abstract", "room", "track", "status", "note"]
APPEARANCE = ["role", "title", "affiliation"]
SPEAKER = ["name", "biography"]

Facts = dict[str, Any]
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Printed:
    """What the template is given: records that were never saved and hold the printed fields only."""

    event: Event
    venue: Venue | None
    organisers: list[Organiser]
    outline: Outline
    moved_from: date | None


def content(event: Event) -> Facts:
    """Everything that is printed of the event, as JSON knows it; five queries whatever its size."""
    outline = outline_of(event)
    cancelled = event.status == Event.Status.CANCELLED
    people = {speaker.pk: number for number, (speaker, _on) in enumerate(outline.speakers)}
    return {
        "event": _facts(event, EVENT),
        "cancelled": cancelled,
        "cancellation_note": ended(event.cancellation_note) if cancelled else "",
        "moved_from": _moved_from(event),
        "venue": _facts(event.venue, VENUE) if event.venue else None,
        "organisers": [
            {"name": one.organisation.name, "role": one.role}
            for one in Organiser.objects.filter(event=event).select_related("organisation")
        ],
        "speakers": [_facts(speaker, SPEAKER) for speaker, _on in outline.speakers],
        "sessions": [_item_facts(item, people) for day in outline.days for item in day.items],
    }


def digest(facts: Facts) -> str:
    """The same for the same facts, on every machine."""
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read(facts: Facts) -> Printed:
    """The records that `facts` were written from, as far as they are printed."""
    event = _record(Event, facts["event"])
    event.status = Event.Status.CANCELLED if facts["cancelled"] else Event.Status.PUBLISHED
    event.cancellation_note = facts["cancellation_note"]
    speakers = [_record(Speaker, one, pk=number) for number, one in enumerate(facts["speakers"])]
    days: dict[date, list[Item]] = {}
    for one in facts["sessions"]:
        item = _item(one, speakers)
        days.setdefault(item.session.day, []).append(item)
    return Printed(
        event=event,
        venue=_record(Venue, facts["venue"]) if facts["venue"] else None,
        organisers=[
            Organiser(organisation=Organisation(name=one["name"]), role=one["role"])
            for one in facts["organisers"]
        ],
        outline=Outline([Day(day, items) for day, items in days.items()]),
        moved_from=date.fromisoformat(facts["moved_from"]) if facts["moved_from"] else None,
    )


def _moved_from(event: Event) -> str | None:
    before = event.reschedulings.exclude(old_starts_on=event.starts_on).values_list(
        "old_starts_on", flat=True
    )
    first = before.first()
    return first.isoformat() if first else None


def _item_facts(item: Item, people: dict[int, int]) -> Facts:
    return {
        **_facts(item.session, SESSION),
        "speakers": [
            {**_facts(one, APPEARANCE), "number": people[one.speaker_id]} for one in item.appearances
        ],
        "talks": [_item_facts(talk, people) for talk in item.talks],
    }


def _item(facts: Facts, speakers: list[Speaker]) -> Item:
    return Item(
        session=_record(Session, {name: facts[name] for name in SESSION}),
        appearances=[
            _record(Appearance, {name: one[name] for name in APPEARANCE}, speaker=speakers[one["number"]])
            for one in facts["speakers"]
        ],
        talks=[_item(talk, speakers) for talk in facts["talks"]],
    )


def _facts(row: models.Model, names: Iterable[str]) -> Facts:
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


def _record(model: type[Row], facts: Facts, **more: Any) -> Row:
    fields = {field.name: field for field in model._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in facts.items()}
    return model(**values, **more)
