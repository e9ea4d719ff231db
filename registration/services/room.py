"""Who of the people would have a place now, and who would wait."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from programme.models import Event
from registration import inviting, policy
from registration.models import Invitation
from registration.services.inviting import left_by
from registration.services.line import others_wait
from registration.services.people import Person
from registration.services.places import left_and_waiting, places_left

JOINS_THE_LIST = frozenset({policy.Reason.FULL, policy.Reason.OTHERS_WAIT})


class WhenFull(enum.StrEnum):
    """What the contact wants where there are too few places for everybody."""

    REFUSE = "refuse"
    TOGETHER = "together"
    AS_THEY_COME = "as_they_come"


@dataclass(frozen=True, kw_only=True)
class Room:
    """Who of the people would have a place now and who would wait; why neither may be, in `decision`. `others_wait`:
    what is free is for others in line. `is_for_the_line`: those in line are concerned when this is written, who may
    have been asked for what is free, or are joined."""

    decision: policy.Decision
    left: int | None
    placed: list[Person]
    waiting: list[Person]
    others_wait: bool = False
    is_for_the_line: bool = False


def judged_by(
    *,
    named: Sequence[Person],
    arriving: Sequence[Person],
    has_holders: bool,
    event: Event,
    when_full: WhenFull,
    by: policy.By,
) -> Sequence[Person]:
    """Those by whom it is judged whether there is room: those who are new. Of a full event, and where they are ready to
    wait, everybody who is named, so that nobody but an organiser learns who has a place already (`has_holders`),
    whatever page she comes from."""
    if by is policy.By.ORGANISER:
        return arriving
    may_tell = when_full is WhenFull.REFUSE and not (has_holders and places_left(event) == 0)
    return arriving if may_tell else named


def room_for(
    people: Sequence[Person],
    *,
    event: Event,
    when_full: WhenFull,
    now: datetime,
    by: policy.By = policy.By.ATTENDEE,
    invitation: Invitation | None = None,
) -> Room:
    """Asked before the check page, and again by `sign_up` when the event is locked. Where others in line can use what
    is free, nobody who comes now has it. By an `invitation` people take reserved places, and nobody waits."""
    if invitation is not None:
        left_for_them = left_by(invitation, event)
        may = inviting.may_use(
            invitation, event, policy.windows(event), now=now, left=left_for_them, people=len(people)
        )
        return Room(decision=may, left=left_for_them, placed=list(people), waiting=[], is_for_the_line=True)
    left, in_line = left_and_waiting(event)
    facts = policy.windows(event)
    others = bool(in_line) and others_wait(event, left=left)
    decision = policy.may_sign_up(
        facts, now=now, places_left=left, people=len(people), others_wait=others, by=by
    )
    if when_full is WhenFull.REFUSE or decision.reason not in JOINS_THE_LIST:
        return Room(
            decision=decision,
            left=left,
            placed=list(people),
            waiting=[],
            others_wait=others,
            is_for_the_line=bool(in_line),
        )
    at_once = 0 if others or when_full is WhenFull.TOGETHER else left or 0
    return Room(
        decision=policy.may_wait(facts, now=now, by=by),
        left=left,
        placed=list(people[:at_once]),
        waiting=list(people[at_once:]),
        others_wait=others,
        is_for_the_line=True,
    )
