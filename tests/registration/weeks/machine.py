"""The random weeks, and where they begin."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from registration.services.room import WhenFull
from tests.registration.weeks.organisers import MOMENTS
from tests.registration.weeks.people import HOW
from tests.registration.weeks.reading import OFFERED
from tests.registration.weeks.usual import Weeks
from tests.registration.weeks.world import Memory, World

TOGETHER, AS_THEY_COME, REFUSE = WhenFull.TOGETHER, WhenFull.AS_THEY_COME, WhenFull.REFUSE
LATE, LAST = MOMENTS[3], MOMENTS[4]


class WeeksFromTheBeginning(Weeks):
    """At any time, and any groups are in line."""

    @initialize(moment=st.sampled_from(MOMENTS), line=st.lists(st.tuples(st.integers(1, 3), HOW), max_size=3))
    def it_is_full(self, moment: datetime, line: list[tuple[int, WhenFull]]) -> None:
        self.somebody_signs_up(size=3, how=REFUSE)
        self.it_is_soon(moment=moment)
        for size, how in line:
            self.somebody_signs_up(size=size, how=how)


# ------------------------------------------------------------------ where they begin


def early(weeks: Weeks) -> None:
    """Places are free to cancel, and one has no name yet. One is left, which is too few for two groups in line."""
    weeks.the_number_of_places_is_changed(capacity=5)
    weeks.places_are_reserved(pick=1, places=1, what="invite")
    weeks.somebody_signs_up(size=2, how=REFUSE, items={3}, nameless=1, wishes=(6, 4))
    weeks.somebody_signs_up(size=2, how=TOGETHER)
    weeks.somebody_signs_up(size=2, how=TOGETHER)


def late(weeks: Weeks) -> None:
    """Places are bound; some gave theirs back before anybody waited, and owe; somebody is offered a place that a group
    before her could not use, and others wait. She and the first of these came instead of others."""
    weeks.places_are_reserved(pick=1, places=1, what="invite")
    weeks.somebody_signs_up(size=3, how=REFUSE, wishes=(4, 5, 8))
    weeks.it_is(LATE)
    weeks.somebody_leaves(pick=0, most=2)
    weeks.somebody_signs_up(size=2, how=REFUSE)
    weeks.somebody_signs_up(size=2, how=TOGETHER)
    weeks.somebody_signs_up(size=1, how=TOGETHER)
    weeks.somebody_signs_up(size=2, how=AS_THEY_COME)
    weeks.somebody_comes_instead(pick=-2)
    weeks.somebody_leaves(pick=0)
    offered = [one.status for one in weeks.state.current].index(OFFERED)
    weeks.somebody_comes_instead(pick=offered)
    weeks.it_is(weeks.memory.at + timedelta(hours=1))


def last(weeks: Weeks) -> None:
    """A place is free to the first yes, of a group or of somebody alone, and to nobody new. One free before was
    too few for the group, and somebody new had it. Who gave them back is not let off for that."""
    weeks.the_rule_is_changed(kind="until a day", releases=False)
    weeks.somebody_signs_up(size=2, how=REFUSE, nameless=1)
    weeks.somebody_signs_up(size=2, how=TOGETHER)
    weeks.it_is(LAST)
    weeks.somebody_leaves(pick=0)
    weeks.somebody_signs_up(size=1, how=REFUSE)
    weeks.somebody_signs_up(size=1, how=AS_THEY_COME)
    weeks.somebody_leaves(pick=0)
    weeks.somebody_signs_up(size=1, how=REFUSE)


def roomy(weeks: Weeks) -> None:
    """Places are free, items are chosen, and more was promised to some than is announced now."""
    weeks.the_number_of_places_is_changed(capacity=6)
    weeks.somebody_signs_up(size=2, how=REFUSE, items={0}, wishes=(4, 7))
    weeks.it_is(MOMENTS[1])
    weeks.the_rule_is_changed(kind="steps")
    weeks.the_event_is_moved(day=18)
    weeks.places_are_reserved(pick=0, places=3, what="reserve")
    weeks.places_are_reserved(pick=1, places=2, what="invite")
    weeks.somebody_signs_up(size=1, how=REFUSE, items={2})
    weeks.a_place_is_shared(pick=-1, days=(0,))


STARTS: tuple[Callable[[Weeks], None], ...] = (early, late, last, roomy)


def begin(world: World, start: Callable[[Weeks], None] | None) -> Memory:
    """Writes what the weeks begin with, and remembers it."""
    Weeks.world, Weeks.begun = world, Memory(prices=world.prices.untouched())
    if start is None:
        return Weeks.begun
    weeks = Weeks()
    start(weeks)
    weeks.memory.start = start.__name__
    # What was written stays.
    weeks.around.__exit__(None, None, None)
    return deepcopy(weeks.memory)
