"""What the printed programme says, as plain facts: `content` writes the words down and `dress` what is printed beside
them, `read` makes records of them again. The PDF is made of nothing else, so whatever is printed is also in a hash, and
the child process that prints needs no database."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, TypeVar

from django.db import models

from programme.event_rows import organisers_of
from programme.markup import ended
from programme.models import (
    Appearance,
    Event,
    Organisation,
    Organiser,
    Price,
    Session,
    Speaker,
    SpeakerPhoto,
    Venue,
)
from programme.outline import Day, Item, Outline, outline_of

# The fields that are printed, for each record.
EVENT = [
    *("title", "subtitle", "introduction", "description", "audience", "language"),
    *("starts_on", "starts_at", "ends_on", "ends_at", "contact_name", "contact_email", "contact_phone"),
    *("fee_ore", "sign_up", "sign_up_url", "registration_opens_on", "registration_closes_on"),
    *("binding_after", "substitutes_until"),
]
RULE = ["cancellation", "cancellation_steps", "no_show_fee_ore"]
SAME = "substitutes_from_same_organisation"
VENUE = ["name", "street_address", "postal_code", "city", "room_note", "directions", "access_notes"]
PRICE = ["name", "amount_ore", "early_ore", "early_until", "vat"]
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
    """Everything that is printed of the event, as JSON knows it; four queries whatever its size."""
    outline = outline_of(event)
    cancelled = event.status == Event.Status.CANCELLED
    prices = {"prices": [_facts(one, PRICE) for one in event.price_list]} if event.has_prices else {}
    people = {speaker.pk: number for number, (speaker, _on) in enumerate(outline.speakers)}
    return {
        "event": _facts(event, EVENT) | _rule(event),
        **prices,
        "cancelled": cancelled,
        "cancellation_note": ended(event.cancellation_note) if cancelled else "",
        "moved_from": _moved_from(event),
        "venue": _facts(event.venue, VENUE) if event.venue else None,
        "organisers": [{"name": one.organisation.name, "role": one.role} for one in organisers_of(event)],
        "speakers": [_facts(speaker, SPEAKER) for speaker, _on in outline.speakers],
        "sessions": [_item_facts(item, people) for day in outline.days for item in day.items],
    }


def dress(event: Event) -> Facts:
    """What is printed beside the words: the colour, whether the places are numbered, whose photograph is printed, each
    by its address, and until when people wish for which items, by the numbers that `read` gives them: distributing
    these is no change of the programme. One query, and one more where there is something to choose."""
    photos = (
        Appearance.objects.filter(session__event=event, speaker__photo__isnull=False)
        .order_by("speaker_id")
        .values_list("speaker_id", "speaker__photo__content_hash")
        .distinct()
    )
    return {
        "colour": event.colour or "",
        "is_limited": event.capacity is not None,
        "photos": [list(one) for one in photos],
        **_wishes(event),
    }


def _wishes(event: Event) -> Facts:
    """Only where people wish now, so that other programmes stay as they were printed."""
    asks = event.has_choices and event.status != Event.Status.CANCELLED
    items = enumerate(outline_of(event).items, start=1) if asks else ()
    wished = [number for number, one in items if one.session.choice and one.session.choice.gathers_wishes]
    return {"wished": wished, "wishes_until": event.last_day_of_choosing.isoformat()} if wished else {}


def with_pictures(worn: Facts, event: Event) -> Facts:
    """The dress with the photographs themselves, each under the number that `content` gives its speaker."""
    if not worn["photos"]:
        return {**worn, "photos": {}}
    names = dict(worn["photos"])
    data = dict(SpeakerPhoto.objects.filter(speaker__in=names).values_list("speaker_id", "data"))
    return {
        **worn,
        "photos": {
            str(number): base64.b64encode(data[speaker.pk]).decode()
            for number, (speaker, _on) in enumerate(outline_of(event).speakers)
            if speaker.pk in data
        },
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
    event.price_list = [_record(Price, one) for one in facts.get("prices", [])]
    event.has_prices = bool(event.price_list)
    speakers = [_record(Speaker, one, pk=number) for number, one in enumerate(facts["speakers"])]
    days: dict[date, list[Item]] = {}
    numbers = count(1)
    for one in facts["sessions"]:
        item = _item(one, speakers, numbers)
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


def _rule(event: Event) -> Facts:
    """What the rule for leaving a place is made of beside its day; nothing of the usual one, so that its
    programmes stay as they were printed."""
    names = [] if event.cancellation == Event.Cancellation.UNTIL_A_DAY else [*RULE]
    if event.substitutes_from_same_organisation:
        names.append(SAME)
    return _facts(event, names)


def _moved_from(event: Event) -> str | None:
    before = event.reschedulings.exclude(old_starts_on=event.starts_on).values_list(
        "old_starts_on", flat=True
    )
    first = before.first()
    return first.isoformat() if first else None


def _item_facts(item: Item, people: dict[int, int]) -> Facts:
    return {
        **_facts(item.session, SESSION),
        # Only where it does, so that other programmes keep their hash.
        **({"needs_sign_up": True} if item.session.needs_sign_up else {}),
        "speakers": [
            {**_facts(one, APPEARANCE), "number": people[one.speaker_id]} for one in item.appearances
        ],
        "talks": [_item_facts(talk, people) for talk in item.talks],
    }


def _item(facts: Facts, speakers: list[Speaker], numbers: Iterator[int]) -> Item:
    return Item(
        session=_record(
            Session,
            {name: facts[name] for name in SESSION},
            pk=next(numbers),
            needs_sign_up=facts.get("needs_sign_up", False),
        ),
        appearances=[
            _record(Appearance, {name: one[name] for name in APPEARANCE}, speaker=speakers[one["number"]])
            for one in facts["speakers"]
        ],
        talks=[_item(talk, speakers, numbers) for talk in facts["talks"]],
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
