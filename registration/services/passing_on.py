"""What two who share a place have chosen follows the day, when the days of the two are changed or one of them leaves.
An item that goes over keeps its row, so that its place is free at no instant; the event is locked."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from registration import sharing
from registration.models import HistoryEntry, Registration, SessionChoice, SessionWish
from registration.passing_on import NOTHING, Has, Passing, passing
from registration.services.acts import Actor, record


def between(
    one: Registration, other: Registration | None, *, days: Sequence[date], others_days: Sequence[date]
) -> tuple[Passing, Passing]:
    """What goes over from the one to the other, and back, once these are their days; two queries, none for an event
    that has nothing to choose. An `other` of None has nothing yet. Nothing is written."""
    if not one.event.has_choices:
        return NOTHING, NOTHING
    places = [one.pk] + ([other.pk] if other is not None else [])
    choices = list(
        SessionChoice.objects.filter(registration__in=places)
        .select_related("session__choice")
        .order_by("day", "starts_at", "pk")
    )
    # Of wishes that are distributed already it stays what became of them.
    gathering = {"choice__by_wishes": True, "choice__distributed_at": None}
    wishes = list(
        SessionWish.objects.filter(registration__in=places, **gathering)
        .select_related("session")
        .order_by("choice", "rank")
    )

    def has(place: Registration | None, days: Sequence[date]) -> Has:
        if place is None:
            return Has(days=days)
        return Has(
            days=days,
            choices=[row for row in choices if row.registration_id == place.pk],
            wishes=[row for row in wishes if row.registration_id == place.pk],
        )

    first, second = has(one, days), has(other, others_days)
    return passing(first, second), passing(second, first)


def goes_along(place: Registration) -> Passing:
    """What goes along with the place, or the half of one, when it is handed over to another person."""
    days = sharing.days_of(place)
    return between(place, None, days=(), others_days=days)[0]


def pass_on(one: Registration, other: Registration, found: tuple[Passing, Passing]) -> None:
    """Makes it so."""
    wishes: list[SessionWish] = []
    for receiver, leaves in ((other, found[0]), (one, found[1])):
        if leaves.over:
            rows = SessionChoice.objects.filter(pk__in=[row.pk for row in leaves.over])
            rows.update(registration=receiver)
        wishes += [_wish_of(receiver, wish) for wish in leaves.wishes_over]
    freed = [row.pk for leaves in found for row in leaves.freed]
    if freed:
        SessionChoice.objects.filter(pk__in=freed).delete()
    gone = [wish.pk for leaves in found for wish in (*leaves.wishes_over, *leaves.wishes_gone)]
    if gone:
        # Written anew, because each of the two may have had a first wish of the same choice.
        SessionWish.objects.filter(pk__in=gone).delete()
        SessionWish.objects.bulk_create(wishes)


def _wish_of(receiver: Registration, wish: SessionWish) -> SessionWish:
    kept = ("event_id", "choice_id", "session_id", "title", "rank", "wished_at")
    return SessionWish(registration=receiver, **{name: getattr(wish, name) for name in kept})


class Changed(Exception):
    """Something of what two who share a place were shown is no longer so; nothing was written."""


def fingerprint(holder: Registration, second: Registration, found: tuple[Passing, Passing]) -> str:
    """What a page for checking showed of the two, their days as they are, and what would go over: the same as long as
    nothing of it has become another."""
    said = [[holder.pk, holder.days], [second.pk, second.name, second.days]]
    for leaves in found:
        parts = (leaves.over, leaves.freed, leaves.wishes_over, leaves.wishes_gone)
        said += [[row.title for row in rows] for rows in parts]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def told(mine: Passing, others: Passing) -> dict[str, Any]:
    """What a mail to one of the two tells of it; {} where nothing was chosen on the days that changed."""
    facts = {
        "gave": [row.title for row in mine.over],
        "gave_wishes": [wish.title for wish in mine.wishes_over],
        "got": [row.title for row in others.over],
        "got_wishes": [wish.title for wish in others.wishes_over],
        "dropped": [row.title for row in mine.freed],
        "dropped_wishes": [wish.title for wish in mine.wishes_gone],
        "other_dropped": [row.title for row in others.freed],
        "other_dropped_wishes": [wish.title for wish in others.wishes_gone],
    }
    return {name: titles for name, titles in facts.items() if titles}


def entries(
    one: Registration, other: Registration, found: tuple[Passing, Passing], *, now: datetime, actor: Actor
) -> list[HistoryEntry]:
    """The history of both: of whom what was chosen went, and of whom it came to."""

    def entry(about: Registration, personal: dict[str, Any]) -> HistoryEntry:
        return record(
            HistoryEntry.Verb.ITEMS_PASSED,
            actor=actor,
            now=now,
            event=about.event,
            booking=about.booking,
            registration=about,
            personal=personal,
        )

    made = []
    for giver, receiver, leaves in ((one, other, found[0]), (other, one, found[1])):
        over = [row.title for row in leaves.over] + [wish.title for wish in leaves.wishes_over]
        freed = [row.title for row in leaves.freed] + [wish.title for wish in leaves.wishes_gone]
        if leaves:
            made.append(entry(giver, {"to": receiver.name, "over": over, "freed": freed}))
        if over:
            made.append(entry(receiver, {"from": giver.name, "over": over}))
    return made
