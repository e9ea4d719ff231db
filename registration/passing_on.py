"""What becomes of what two who share a place have chosen of the programme and wish for, once the days of the two are
others: it follows the day to whoever comes then, as far as she can have it. Pure functions of what the two have."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from programme.models import ChoiceGroup, Session
from registration.choosing import at_the_same_time
from registration.models import SessionChoice, SessionWish


@dataclass(frozen=True, kw_only=True)
class Has:
    """What one person has chosen and what she still wishes for, with their items and choices, and the days on which she
    comes from now on: on none once she has left."""

    days: Collection[date]
    choices: Sequence[SessionChoice] = ()
    wishes: Sequence[SessionWish] = ()


@dataclass(frozen=True, kw_only=True)
class Passing:
    """What one of the two had on days that are the other's now: what goes over to the other, and what does not, because
    she cannot have it beside what she has. A wish takes no place."""

    over: tuple[SessionChoice, ...] = ()
    freed: tuple[SessionChoice, ...] = ()
    wishes_over: tuple[SessionWish, ...] = ()
    wishes_gone: tuple[SessionWish, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.over or self.freed or self.wishes_over or self.wishes_gone)


NOTHING = Passing()


def passing(giver: Has, receiver: Has) -> Passing:
    """What the one no longer has, as she does not come on its day."""
    held = [row.session for row in receiver.choices if _stays(row, receiver) and row.session is not None]
    held = [one for one in held if not one.is_cancelled]
    over, freed = [], []
    for row in giver.choices:
        if _stays(row, giver):
            continue
        if row.session is not None and row.session.day in receiver.days and _can_have(row.session, held):
            over.append(row)
            held.append(row.session)
        else:
            freed.append(row)
    has_some = {one.choice_id for one in held}
    has_some |= {wish.choice_id for wish in receiver.wishes if _keeps(wish, receiver)}
    leaving = [wish for wish in giver.wishes if not _keeps(wish, giver)]
    wishes_over = [wish for wish in leaving if wish.choice_id not in has_some and _can_be_had(wish, receiver)]
    return Passing(
        over=tuple(over),
        freed=tuple(freed),
        wishes_over=tuple(wishes_over),
        wishes_gone=tuple(wish for wish in leaving if wish not in wishes_over),
    )


def _stays(row: SessionChoice, person: Has) -> bool:
    return (row.session.day if row.session is not None else row.day) in person.days


def _keeps(wish: SessionWish, person: Has) -> bool:
    """Of an item that was taken out of the programme it is told for as long as she comes at all."""
    return wish.session.day in person.days if wish.session is not None else bool(person.days)


def _can_be_had(wish: SessionWish, person: Has) -> bool:
    """Whether it is for an item that is still distributed with its choice, on a day of hers."""
    session = wish.session
    if session is None or session.is_cancelled or session.choice_id != wish.choice_id:
        return False
    return session.day in person.days


def _can_have(session: Session, held: Iterable[Session]) -> bool:
    """Whether an item goes with what somebody has: its place is taken already, so it is never full for her."""
    rows = list(held)
    if session.is_cancelled or any(one.pk == session.pk for one in rows):
        return False
    group: ChoiceGroup | None = session.choice
    of_it = [one for one in rows if group is not None and one.choice_id == group.pk]
    if group is not None and group.most is not None and len(of_it) >= group.most:
        return False
    return not any(at_the_same_time(session, one) for one in rows)
