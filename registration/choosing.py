"""Which items of the programme somebody may choose: pure functions of what is offered, what is chosen and the instant.
An item is judged by the plan: two at the same time are two whose wall-clock times overlap on their days."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from programme import dates
from programme.models import ChoiceGroup, Event, Session
from registration import policy, sharing
from registration.models import Registration, SessionChoice
from registration.models.session_wish import MOST_WISHES
from registration.policy import YES, By, Decision, Reason


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The items of an event that need signing up, as printed, and how many of the places in each are taken."""

    sessions: tuple[Session, ...] = ()
    taken: dict[int, int]
    # Of an event where somebody shares her place: the items on the days that are not hers.
    of_others: frozenset[int] = frozenset()

    @property
    def groups(self) -> list[tuple[ChoiceGroup | None, list[Session]]]:
        """What there is to choose between, each with its items; last those that stand by themselves."""
        found: dict[int, tuple[ChoiceGroup | None, list[Session]]] = {}
        offered = [one for one in self.sessions if not one.is_cancelled and one.pk not in self.of_others]
        for session in offered:
            if session.choice is not None:
                found.setdefault(session.choice.pk, (session.choice, []))[1].append(session)
        alone = [one for one in offered if one.choice is None]
        return [*found.values(), *([(None, alone)] if alone else [])]

    def on_days_of(self, place: Registration) -> "Offer":
        """The same for one person: of a shared place only her own days are offered."""
        if not place.days:
            return self
        days = sharing.days_of(place)
        return replace(self, of_others=frozenset(one.pk for one in self.sessions if one.day not in days))

    @property
    def gathering(self) -> dict[int, tuple[ChoiceGroup, list[Session]]]:
        """By their ids, the choices in which people wish now and nobody takes a place, each with its items."""
        return {
            group.pk: (group, items)
            for group, items in self.groups
            if group is not None and group.gathers_wishes
        }

    def by_id(self) -> dict[int, Session]:
        return {one.pk: one for one in self.sessions}

    def is_full(self, session: Session) -> bool:
        return session.places is not None and self.taken.get(session.pk, 0) >= session.places

    def too_many(self, session: Session) -> int:
        """How many more have chosen an item than it has places: they were lowered, and nobody lost it. Of one that is
        called off nothing is too many."""
        if session.places is None or session.is_cancelled:
            return 0
        return max(self.taken.get(session.pk, 0) - session.places, 0)

    def left(self, session: Session) -> int | None:
        """How many places are left in an item, never less than nothing; None where as many may come as like."""
        return None if session.places is None else max(session.places - self.taken.get(session.pk, 0), 0)


@dataclass(frozen=True, kw_only=True)
class Objection:
    """Why something cannot be chosen, and the items it is about."""

    reason: Reason
    items: tuple[Session, ...] = ()


def last_day(event: Event) -> date:
    """The last day on which items are chosen and changed."""
    return event.last_day_of_choosing


def ends(event: Event) -> datetime:
    """The first instant at which items are no longer chosen."""
    return min(event.begins, dates.end_of(last_day(event), event.timezone))


def is_asked(event: Event, *, waits: bool, now: datetime) -> bool:
    """Whether whoever is signed up now chooses in the same act: who waits chooses once she has a place."""
    return event.has_choices and not waits and now < ends(event)


def may_choose(event: Event, *, status: str, now: datetime, by: By = By.ATTENDEE) -> Decision:
    """Whether somebody may choose now; whoever waits chooses once she has a place. An organiser may choose for her
    until the event begins."""
    if status not in Registration.CURRENT:
        return Decision(Reason.PLACE_ENDED)
    allowed = policy.event_allows(policy.windows(event), now=now)
    if not allowed:
        return allowed
    if status != Registration.Status.CONFIRMED:
        return Decision(Reason.HAS_NO_PLACE_YET)
    if now >= ends(event):
        return Decision(Reason.CHOICE_CLOSED, bendable=by is By.ORGANISER)
    return YES


def objection(offer: Offer, chosen: Collection[int], *, held: Collection[int] = ()) -> Objection | None:
    """What is wrong with these items together; None where they may be had. Of `held` she has a place already, so they
    are not full for her."""
    known = offer.by_id()
    if any(pk not in known or known[pk].is_cancelled for pk in chosen):
        return Objection(reason=Reason.NO_SUCH_ITEM)
    items = [one for one in offer.sessions if one.pk in set(chosen)]
    if elsewhere := tuple(one for one in items if one.pk in offer.of_others):
        return Objection(reason=Reason.NOT_ON_HER_DAYS, items=elsewhere)
    wished = tuple(one for one in items if one.pk not in held and is_wished_for(one))
    if wished:
        return Objection(reason=Reason.ITEM_BY_WISHES, items=wished)
    full = tuple(one for one in items if one.pk not in held and offer.is_full(one))
    if full:
        return Objection(reason=Reason.ITEM_FULL, items=full)
    for group in {one.choice for one in items if one.choice is not None}:
        of_it = tuple(one for one in items if one.choice_id == group.pk)
        if group.most is not None and len(of_it) > group.most:
            return Objection(reason=Reason.TOO_MANY_ITEMS, items=of_it)
    clashing = first_clash(items)
    return Objection(reason=Reason.ITEMS_CLASH, items=clashing) if clashing else None


def is_wished_for(session: Session) -> bool:
    """Whether people wish for an item now, and nobody takes a place in it."""
    return session.choice is not None and session.choice.gathers_wishes


def wish_objection(offer: Offer, wishes: Sequence[int]) -> Objection | None:
    """What is wrong with these wishes, the first of each choice foremost; None where they can be written. Items at the
    same time may be wished for: nobody gets two that are."""
    known = offer.by_id()
    if any(pk not in known or known[pk].is_cancelled for pk in wishes):
        return Objection(reason=Reason.NO_SUCH_ITEM)
    items = [known[pk] for pk in wishes]
    if elsewhere := tuple(one for one in items if one.pk in offer.of_others):
        return Objection(reason=Reason.NOT_ON_HER_DAYS, items=elsewhere)
    done = tuple(one for one in items if not is_wished_for(one))
    if done:
        return Objection(reason=Reason.WISHES_DISTRIBUTED, items=done)
    twice = tuple(one for one in known.values() if wishes.count(one.pk) > 1)
    if twice:
        return Objection(reason=Reason.WISHED_TWICE, items=twice)
    for group, _items in offer.gathering.values():
        of_it = tuple(one for one in items if one.choice_id == group.pk)
        if len(of_it) > MOST_WISHES:
            return Objection(reason=Reason.TOO_MANY_WISHES, items=of_it)
    return None


def first_clash(items: Sequence[Session]) -> tuple[Session, Session] | None:
    """The first two of the items that are at the same time."""
    for number, one in enumerate(items):
        for other in items[number + 1 :]:
            if at_the_same_time(one, other):
                return one, other
    return None


def at_the_same_time(one: Session, other: Session) -> bool:
    """Whether nobody can be at both. An item without a time clashes with nothing, one without an end only with what
    goes on when it begins; a talk shares the time of the group it stands in."""
    inside = {(one.parent_id, other.pk), (other.parent_id, one.pk)}
    if any(group is not None and group == pk for group, pk in inside):
        return False
    first, second = _span(one), _span(other)
    return bool(first and second and first[0] < second[1] and second[0] < first[1])


def _span(session: Session) -> tuple[datetime, datetime] | None:
    if session.starts_at is None:
        return None
    begins = datetime.combine(session.day, session.starts_at)
    if session.ends_at is None:
        return begins, begins + timedelta(minutes=1)
    past_midnight = session.ends_at < session.starts_at
    return begins, datetime.combine(session.day + timedelta(days=past_midnight), session.ends_at)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """An item somebody chose, as it stands now. `trouble`: it is "gone" from the programme, "called_off", "moved" since
    she chose it, or "clash" with another she chose; "" where all is well. Times are those of the item now, `before`
    those it had when she chose it."""

    pk: int | None
    title: str
    day: date
    starts_at: time | None
    ends_at: time | None
    room: str
    trouble: str
    before: tuple[date, time | None, time | None]


def chosen_now(choices: Iterable[SessionChoice]) -> list[Chosen]:
    """Each choice of one person with what became of its item; they come with their sessions."""
    rows = list(choices)
    found = by_choice(rows).values()
    return sorted(found, key=lambda one: (one.day, one.starts_at or time.max, one.title))


def by_choice(rows: Sequence[SessionChoice]) -> dict[int, Chosen]:
    """The same by the ids of the choices."""
    living = [row.session for row in rows if row.session is not None and not row.session.is_cancelled]
    return {row.pk: _chosen(row, living) for row in rows}


def _chosen(row: SessionChoice, living: Sequence[Session]) -> Chosen:
    before = (row.day, row.starts_at, row.ends_at)
    session = row.session
    if session is None:
        return Chosen(
            pk=None, title=row.title, day=row.day, starts_at=row.starts_at, ends_at=row.ends_at, room="",
            trouble="gone", before=before,
        )  # fmt: skip
    clashes = any(other.pk != session.pk and at_the_same_time(session, other) for other in living)
    if session.is_cancelled:
        trouble = "called_off"
    elif clashes:
        trouble = "clash"
    elif (session.day, session.starts_at, session.ends_at) != before:
        trouble = "moved"
    else:
        trouble = ""
    return Chosen(
        pk=session.pk, title=session.title, day=session.day, starts_at=session.starts_at,
        ends_at=session.ends_at, room=session.room, trouble=trouble, before=before,
    )  # fmt: skip


def still_to_choose(offer: Offer, chosen: Collection[int], wished: Collection[int] = ()) -> list[ChoiceGroup]:
    """What she must choose and has not: the choices that everybody makes, none of whose items she has, or wishes for
    while they are wished for."""
    return [
        group
        for group, items in offer.groups
        if group is not None
        and group.required
        and not any(one.pk in chosen or (group.gathers_wishes and one.pk in wished) for one in items)
    ]


def may_distribute(event: Event, *, now: datetime) -> Decision:
    """Whether an organiser may distribute what people wish for now: also before the last day of wishing, and until the
    event begins."""
    return policy.event_allows(policy.windows(event), now=now)
