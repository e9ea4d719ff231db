"""Distributing the items people wish for, by one act for all choices of an event in which they wish now."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from programme.models import ChoiceGroup, Event, Session
from programme.publishing import programme_changed
from registration import choosing, distributing, sharing
from registration.choosing import Offer
from registration.distributing import Wisher
from registration.models import HistoryEntry, OwedMail, Registration, SessionChoice, SessionWish
from registration.models.session_wish import MOST_WISHES
from registration.services.acts import Actor, Refused, locked_event, record, write
from registration.services.choosing import offer_of, row_of
from registration.services.owing import owe, ring_when_committed

NOTHING = 0


class HasChanged(Exception):
    """The answer is no longer the one that was shown."""


class AlreadyDistributed(Exception):
    """There is nothing to distribute: it has been done, or nothing is distributed by wishes."""


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A wish for an item that nobody can get: it was called off, or else is no longer in the choice."""

    title: str
    rank: int
    called_off: bool


@dataclass(frozen=True, kw_only=True)
class Got:
    """What one person gets of one choice: the item, and which of her wishes it is; `wished` False where she wrote no
    wish. An item of None: nothing. `lost`: what she wanted more, and nobody can get."""

    person: Registration
    item: Session | None = None
    rank: int = NOTHING
    wished: bool = True
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How the items of one choice are distributed: each person who can have an item of it and has none, in the order
    she signed up, how many wish for each item as each wish, and how many places were left before."""

    group: ChoiceGroup
    items: Sequence[Session]
    left: dict[int, int | None]
    wished: dict[tuple[int, int], int]
    got: Sequence[Got]

    @property
    def number_by_rank(self) -> list[int]:
        """How many get their first wish, their second and their third."""
        found = Counter(one.rank for one in self.got if one.item is not None)
        return [found[rank] for rank in range(1, MOST_WISHES + 1)]

    @property
    def with_nothing(self) -> list[Registration]:
        return [one.person for one in self.got if one.wished and one.item is None]

    @property
    def without_wishes(self) -> list[Registration]:
        """Those who could have written a wish; nobody can for a place whose name is to follow."""
        return [one.person for one in self.got if not one.wished and one.person.name]

    @property
    def names_to_follow(self) -> int:
        return sum(not one.wished and not one.person.name for one in self.got)

    def given(self, item: Session) -> int:
        return sum(one.item is not None and one.item.pk == item.pk for one in self.got)

    def left_after(self, item: Session) -> int | None:
        left = self.left[item.pk]
        return None if left is None else max(left - self.given(item), 0)


def answer_of(event: Event) -> list[Answer]:
    """How the items would be distributed now, for each choice in which people wish; four queries, however many
    people there are. Nothing is written."""
    offer = offer_of(event)
    if not offer.gathering:
        return []
    people = _people(event)
    held: dict[int, set[int]] = defaultdict(set)
    for person, item in SessionChoice.objects.filter(event=event, session__isnull=False).values_list(
        "registration", "session"
    ):
        held[person].add(item)
    ranks: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    lost: dict[tuple[int, int], list[Lost]] = defaultdict(list)
    by_pk, known = {one.pk: one for one in people}, offer.by_id()
    rows = SessionWish.objects.filter(event=event, choice__in=list(offer.gathering)).order_by("rank")
    for group, person, item, rank, title, status in rows.values_list(
        "choice", "registration", "session", "rank", "title", "session__status"
    ):
        if person not in by_pk:
            continue
        # An item that was called off, or is of another choice now, nobody can get; and one on a day that is not hers,
        # nobody who shares her place.
        if not any(one.pk == item for one in offer.gathering[group][1]):
            called_off = status == Session.Status.CANCELLED
            lost[group, person].append(Lost(title=title, rank=rank, called_off=called_off))
        elif sharing.comes_on(by_pk[person], known[item].day):
            ranks[group, person][item] = rank
    sessions = _all_sessions(event, offer, held)
    return _answers(offer, people, held=held, ranks=ranks, lost=lost, sessions=sessions)


def _people(event: Event) -> list[Registration]:
    """Those who have a place, in the order they signed up: a substitute in the turn of the place she took over."""
    rows = Registration.objects.filter(event=event, status=Registration.Status.CONFIRMED)
    rows = rows.select_related("booking").order_by("pk")
    return sorted(
        rows, key=lambda one: (one.accepted_at or one.created_at, one.booking_id, one.place_number, one.pk)
    )


def _all_sessions(event: Event, offer: Offer, held: dict[int, set[int]]) -> dict[int, Session]:
    """The items by their ids, with any that somebody still holds although it needs no signing up any longer."""
    known = offer.by_id()
    others = set().union(*held.values()) - set(known)
    return known | (
        {one.pk: one for one in Session.objects.filter(pk__in=others, event=event)} if others else {}
    )


def _answers(
    offer: Offer,
    people: Sequence[Registration],
    *,
    held: dict[int, set[int]],
    ranks: dict[tuple[int, int], dict[int, int]],
    lost: dict[tuple[int, int], list[Lost]],
    sessions: dict[int, Session],
) -> list[Answer]:
    taking_part = {
        pk: [
            one
            for one in people
            if not held[one.pk] & {item.pk for item in items}
            # Whoever shares her place can have what is on her own days.
            and any(sharing.comes_on(one, item.day) for item in items)
        ]
        for pk, (_group, items) in offer.gathering.items()
    }
    left = {one.pk: offer.left(one) for one in offer.sessions}
    given = distributing.distribute_all(
        [
            [Wisher(person=one.pk, ranks=ranks[pk, one.pk]) for one in taking_part[pk]]
            for pk in offer.gathering
        ],
        places=left,
        # Nobody is kept from anything by an item that was called off.
        held={
            person: {pk for pk in items if not sessions[pk].is_cancelled} for person, items in held.items()
        },
        clash=lambda one, other: choosing.at_the_same_time(sessions[one], sessions[other]),
    )
    return [
        Answer(
            group=group,
            items=items,
            left={one.pk: left[one.pk] for one in items},
            wished=dict(
                Counter((item, rank) for one in taking_part[pk] for item, rank in ranks[pk, one.pk].items())
            ),
            got=[
                _got(one, got.get(one.pk), ranks[pk, one.pk], lost=lost[pk, one.pk], sessions=sessions)
                for one in taking_part[pk]
            ],
        )
        for (pk, (group, items)), got in zip(offer.gathering.items(), given, strict=True)
    ]


def _got(
    person: Registration,
    item: int | None,
    ranks: dict[int, int],
    *,
    lost: Sequence[Lost],
    sessions: dict[int, Session],
) -> Got:
    if item is None:
        return Got(person=person, wished=bool(ranks or lost), lost=tuple(lost))
    better = tuple(one for one in lost if one.rank < ranks[item])
    return Got(person=person, item=sessions[item], rank=ranks[item], lost=better)


def fingerprint(answers: Iterable[Answer]) -> str:
    """Tells in a page which answer was shown."""
    content = [
        [
            one.group.pk,
            sorted(one.left.items()),
            sorted(one.wished.items()),
            [
                [got.person.pk, got.item and got.item.pk, got.rank, got.wished, *map(asdict, got.lost)]
                for got in one.got
            ],
        ]
        for one in answers
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]


def distribute(*, event_id: int, seen: str, now: datetime, actor: Actor) -> list[Answer]:
    """Gives everybody what the answer that was `seen` says, and owes each whom it concerns one mail. Done once: raises
    `AlreadyDistributed` where nothing is wished for any longer, `HasChanged` where the answer is another now, and
    `Refused`."""
    with transaction.atomic():
        event = locked_event(event_id)
        allowed = choosing.may_distribute(event, now=now)
        if not allowed:
            raise Refused(allowed)
        answers = answer_of(event)
        if not answers:
            raise AlreadyDistributed
        if fingerprint(answers) != seen:
            raise HasChanged
        groups = [one.group.pk for one in answers]
        left = ChoiceGroup.objects.filter(pk__in=groups, distributed_at=None)
        if left.update(distributed_at=now) != len(groups):
            raise AlreadyDistributed
        for one in answers:
            one.group.distributed_at = now
        SessionChoice.objects.bulk_create(
            row_of(got.person, got.item, now=now)
            for one in answers
            for got in one.got
            if got.item is not None
        )
        write(
            history=_history(event, answers, now=now, actor=actor),
            mails=_mails(event, answers, now=now),
        )
        # What is printed of them until then holds no longer.
        programme_changed(event, now=now)
        ring_when_committed()
    return answers


def _history(event: Event, answers: Sequence[Answer], *, now: datetime, actor: Actor) -> list[HistoryEntry]:
    """One for the event that says how many got what, and one for each person who got something."""
    items: dict[Registration, list[str]] = defaultdict(list)
    for one in answers:
        for got in one.got:
            if got.item is not None:
                items[got.person].append(got.item.title)
    whole = record(
        HistoryEntry.Verb.DISTRIBUTED_SESSIONS,
        actor=actor,
        now=now,
        event=event,
        fields=[f"count:{len(items)}"],
    )
    return [
        whole,
        *(
            record(
                HistoryEntry.Verb.GOT_WISH,
                actor=actor,
                now=now,
                event=event,
                booking=person.booking,
                registration=person,
                personal={"items": titles},
            )
            for person, titles in items.items()
        ),
    ]


def _mails(event: Event, answers: Sequence[Answer], *, now: datetime) -> list[OwedMail]:
    """One to each person of all the choices together, if she wrote a wish, or was to have written one and is known by
    name."""
    told: dict[Registration, list[dict[str, Any]]] = defaultdict(list)
    for one in answers:
        for got in one.got:
            if got.wished or (one.group.required and got.person.name):
                item = got.item.pk if got.item is not None else None
                line = {"choice": one.group.pk, "item": item, "rank": got.rank, "wished": got.wished}
                lost = {"lost": [asdict(wish) for wish in got.lost]} if got.lost else {}
                told[got.person].append(line | lost)
    occasion = "-".join(str(one.group.pk) for one in answers)
    mails = []
    for person, lines in told.items():
        person.event = event
        mails.append(
            owe(
                OwedMail.Kind.WISHES_DISTRIBUTED,
                about=person,
                to=person.reached_at,
                occasion=occasion,
                now=now,
                facts={"distributed": lines},
            )
        )
    return mails
