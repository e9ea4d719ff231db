"""What stands in the database after an act, in few queries and as plain values, so that what holds of it is said
without asking the product."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from programme.cancellation import as_json
from programme.models import ChoiceGroup, Event
from registration.models import (
    Answer,
    HistoryEntry,
    Invitation,
    OwedMail,
    Registration,
    SessionChoice,
    SessionWish,
)

Status = Registration.Status
CONFIRMED, OFFERED, WAITING = Status.CONFIRMED, Status.OFFERED, Status.WAITING
TAKING, CURRENT = frozenset({CONFIRMED, OFFERED}), frozenset({CONFIRMED, OFFERED, WAITING})


class Place(NamedTuple):
    """A row of one person's place, with what its booking says of the contact and of the line."""

    pk: int
    booking: int
    name: str
    email: str
    status: str
    since: datetime | None
    invitation: int | None
    instead_of: int | None
    number: int
    offer_until: datetime | None
    created_at: datetime
    ended_at: datetime | None
    still_owed: bool
    owed_ore: int | None
    fee: int | None
    price: str
    vat: str
    vat_reason: str
    free_until: date | None
    rule: dict[str, Any]
    accepted: str
    contact: str
    contact_email: str
    together: bool
    asked_at: datetime | None
    passed_over_at: datetime | None
    size: int
    no_show_at: datetime | None
    shares: int | None
    days: str

    @property
    def takes(self) -> bool:
        """Of a place that two share, whoever has it."""
        return self.status in TAKING and self.shares is None

    @property
    def is_current(self) -> bool:
        return self.status in CURRENT

    @property
    def folded(self) -> str:
        return folded(self.name)

    @property
    def reached_at(self) -> str:
        return self.email or self.contact_email

    @property
    def promise(self) -> tuple[Any, ...]:
        return (self.fee, self.price, self.vat, self.vat_reason, *self.promise_but_price)

    @property
    def promise_but_price(self) -> tuple[Any, ...]:
        return (self.free_until, str(self.rule), self.accepted, self.since)


COLUMNS = (
    "pk", "booking_id", "name", "email", "status", "waits_since", "invitation_id", "substitute_for_id",
    "place_number", "offer_until", "created_at", "ended_at", "still_owed", "owed_ore", "promised_fee_ore",
    "promised_class", "promised_vat", "promised_vat_reason", "promised_binding_after", "promised_rule",
    "accepted_terms", "booking__contact_name", "booking__contact_email", "booking__waits_together",
    "booking__asked_at", "booking__passed_over_at", "booking__size", "no_show_at", "shares_place_of_id",
    "days",
)  # fmt: skip


WISH = ("registration_id", "choice_id", "rank", "session_id")


class Entry(NamedTuple):
    """What the history says of an act."""

    verb: str
    actor: str
    at: datetime
    place: int | None
    booking: int | None


class Wish(NamedTuple):
    """That somebody wishes for an item of a choice, and which wish it is."""

    place: int
    choice: int
    rank: int
    item: int


class Mail(NamedTuple):
    """What somebody is owed."""

    kind: str
    to: str
    place: int | None
    booking: int | None
    facts: dict[str, Any]
    key: str
    at: datetime


def folded(name: str) -> str:
    """A name as it is the same however it is typed."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass
class State:
    """The event and all its places, what is chosen, wished for and answered, and how far history and mails had come.
    `distributed`: when, of each choice that people wish in."""

    event: Event
    places: dict[int, Place]
    chosen: list[tuple[int, int]]
    wishes: list[Wish]
    distributed: dict[int, datetime | None]
    answers: list[tuple[Any, ...]]
    last_entry: int
    last_mail: int

    def __post_init__(self) -> None:
        self.rule = as_json(self.event.cancellation_rule)

    @property
    def is_called_off(self) -> bool:
        return self.event.status == Event.Status.CANCELLED

    def of_the_programme(self, place: int) -> tuple[set[int], set[tuple[int, int]]]:
        """The items somebody has, and which she wishes for as which wish."""
        wishes = {(one.rank, one.item) for one in self.wishes if one.place == place}
        return {item for pk, item in self.chosen if pk == place}, wishes

    def other_of(self, place: Place) -> Place | None:
        """Who shares a place in force with her."""
        if place.shares is not None:
            return self.places[place.shares]
        return next((one for one in self.of(CONFIRMED) if one.shares == place.pk), None)

    def of(self, *statuses: str) -> list[Place]:
        return [one for one in self.places.values() if one.status in statuses]

    @cached_property
    def current(self) -> list[Place]:
        return [one for one in self.places.values() if one.is_current]

    @cached_property
    def taken(self) -> int:
        return sum(one.takes for one in self.places.values())

    @cached_property
    def by_invitation(self) -> Counter[int]:
        """How many have places by each invitation."""
        return Counter(one.invitation for one in self.places.values() if one.takes and one.invitation)

    @cached_property
    def first(self) -> dict[int, int]:
        """Of each place the one that it was handed over from in the beginning, by whose turn it is reckoned."""
        found: dict[int, int] = {}
        for pk, one in self.places.items():
            found[pk] = pk if one.instead_of is None else found[one.instead_of]
        return found

    @property
    def reserved_and_unused(self) -> int:
        return max(self.event.reserved_places - self.by_invitation.total(), 0)

    @property
    def left(self) -> int | None:
        """How many places are left for the public; None where as many may come as like."""
        if self.event.capacity is None:
            return None
        return max(self.event.capacity - self.taken - self.reserved_and_unused, 0)


def read(
    event_id: int, *, entry: int, mail: int, before: State | None = None
) -> tuple[State, list[Entry], list[Mail]]:
    """The state now, and what history and mails say since those that were the last. What each has chosen, wished for
    and answered is as it was `before` where nothing is written down."""
    event = Event.objects.select_related(None).get(pk=event_id)
    rows = Registration.objects.filter(event=event).order_by("pk").values_list(*COLUMNS)
    written = list(
        HistoryEntry.objects.filter(pk__gt=entry)
        .order_by("pk")
        .values_list("pk", "verb", "actor", "at", "registration_id", "booking_id")
    )
    told = list(
        OwedMail.objects.filter(pk__gt=mail)
        .order_by("pk")
        .values_list("pk", "kind", "to_email", "registration_id", "booking_id", "facts", "key", "created_at")
    )
    more = _of_the_programme(event) if before is None or written else _kept(before)
    state = State(
        event=event,
        places={row[0]: Place(*row) for row in rows},
        **more,
        last_entry=written[-1][0] if written else entry,
        last_mail=told[-1][0] if told else mail,
    )
    return state, [Entry(*row[1:]) for row in written], [Mail(*row[1:]) for row in told]


def _of_the_programme(event: Event) -> dict[str, Any]:
    answers = Answer.objects.order_by().values_list(
        "question_id", "value", "registration_id", "registration__name", "booking_id", "booking__contact_name"
    )
    chosen = SessionChoice.objects.order_by("registration_id", "session_id")
    wishes = SessionWish.objects.order_by("registration_id", "choice_id", "rank")
    groups = ChoiceGroup.objects.filter(event=event, by_wishes=True).order_by("pk")
    return {
        "answers": list(answers),
        "chosen": list(chosen.values_list("registration_id", "session_id")),
        "wishes": [Wish(*row) for row in wishes.values_list(*WISH)],
        "distributed": dict(groups.values_list("pk", "distributed_at")),
    }


def _kept(before: State) -> dict[str, Any]:
    return {name: getattr(before, name) for name in ("answers", "chosen", "wishes", "distributed")}


def is_untouched(state: State) -> bool:
    """Whether nothing was written since."""
    if {*SessionWish.objects.order_by().values_list(*WISH)} != {*state.wishes}:
        return False
    statuses = Registration.objects.filter(event=state.event).values_list("pk", "status")
    last = (
        HistoryEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0,
        OwedMail.objects.order_by("pk").values_list("pk", flat=True).last() or 0,
    )
    return dict(statuses) == {pk: one.status for pk, one in state.places.items()} and last <= (
        state.last_entry,
        state.last_mail,
    )


def most_by_invitation() -> dict[int, int]:
    return dict(Invitation.objects.values_list("pk", "places"))


def names_of(places: Iterable[Place]) -> Counter[str]:
    return Counter(one.folded for one in places if one.name)
