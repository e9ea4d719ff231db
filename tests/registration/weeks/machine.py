"""The random weeks, and where they begin."""

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from registration.services.room import WhenFull
from tests.registration.weeks.calling_off import TRIED, ByCallingOff
from tests.registration.weeks.core import NobodyThereError
from tests.registration.weeks.organisers import INSTANT, MOMENTS
from tests.registration.weeks.people import HOW
from tests.registration.weeks.reading import OFFERED
from tests.registration.weeks.world import Memory, World

TOGETHER, AS_THEY_COME, REFUSE = WhenFull.TOGETHER, WhenFull.AS_THEY_COME, WhenFull.REFUSE
LATE, LAST = MOMENTS[3], MOMENTS[4]


class Weeks(ByCallingOff):
    """Whatever people, organisers and time do, in whatever order."""

    @rule()
    def a_week_goes_on(self) -> None:
        """One thing after the other. The only act that takes no choice is what chance is tried with first, all through
        a sequence: so each of the starts is gone on from in this way, too."""
        acts = self.usual_week()
        for act in acts[self.memory.usual] if self.memory.usual < len(acts) else ():
            with suppress(NobodyThereError):
                act()
        self.memory.usual += 1

    def usual_week(self) -> list[list[Callable[[], None]]]:
        leave = partial(self.somebody_leaves, pick=0)
        reserved = partial(self.places_are_reserved, pick=1, places=1)
        return [
            [
                *(partial(self.a_free_place_is_taken, pick=0, most=most) for most in (2, 1)),
                partial(reserved, what="release"),
                partial(self.the_event_is_moved, day=17),
            ],
            [
                partial(self.people_are_added, pick=6, size=2, how=AS_THEY_COME, known=0, nameless=0),
                partial(self.somebody_comes_instead, pick=0, waits=True),
                partial(self.names_are_written, pick=0, most=1, known=1),
                partial(self.an_invitation_is_used, size=1, pick=0, waits=True),
            ],
            [partial(self.an_offer_is_answered_too_late, pick=0), leave],
            [partial(self.an_offer_is_answered, pick=0, no=no) for no in ({1}, {0})],
            [
                partial(self.somebody_signs_up, size=1, how=AS_THEY_COME, known=1, items={0}, nameless=1),
                partial(self.the_contact_becomes_another, pick=0, how="at once"),
            ],
            [
                partial(self.the_hour_has_come, pick=0, by=INSTANT),
                leave,
                *(
                    partial(self.something_is_wished_for, pick=0, wishes=wishes)
                    for wishes in ([8, 5], [4, 7, 5])
                ),
                partial(self.something_is_wished_for, pick=1, wishes=[4, 6, 8]),
                partial(self.something_is_wished_for, pick=2, wishes=[5, 4, 6, 7]),
                partial(self.something_is_wished_for, pick=-1, wishes=[4]),
                partial(self.somebody_comes_instead, pick=0),
                partial(self.what_is_wished_for_is_distributed, is_late=True),
                partial(self.what_is_wished_for_is_distributed),
            ],
            [
                partial(self.the_number_of_places_is_changed, capacity=2),
                partial(self.the_number_of_places_is_changed, capacity=5),
            ],
            [
                self.the_workshops_are_wished_for_from_now,
                partial(self.something_is_wished_for, pick=1, wishes=[1, 0], keeps=False),
                partial(self.something_is_wished_for, pick=0, wishes=[1, 0]),
                partial(self.items_are_chosen, pick=0, items={0}),
                partial(self.the_event_is_called_off, tried=range(TRIED)),
                partial(self.what_is_wished_for_is_distributed),
            ],
            [
                partial(reserved, what="reserve"),
                partial(self.an_invitation_is_used, size=1, pick=0, waits=False),
            ],
            [partial(self.the_rule_is_changed, kind="at once")],
            [
                partial(self.the_hour_has_come, pick=-1, by=timedelta(0)),
                leave,
                partial(self.somebody_signs_up, size=2, how=TOGETHER, items={0, 2}),
            ],
            [
                partial(self.time_passes, hours=10_000),
                partial(self.somebody_signs_up, size=1, how=AS_THEY_COME),
                leave,
                *self.at_the_end(),
            ],
        ]

    def at_the_end(self) -> list[Callable[[], None]]:
        """Two are let in at the desk. One stays away, for less than was promised, and another comes after all."""
        no_show = partial(self.the_rule_is_changed, kind="no show")
        return [
            partial(self.the_number_of_places_is_changed, capacity=None),
            no_show,
            partial(self.somebody_is_let_in_before_others, size=2),
            partial(self.somebody_stays_away, pick=-1),
            self.it_is_over,
            partial(no_show, no_show=12_500),
            partial(self.somebody_stays_away, pick=-1),
            partial(no_show, no_show=30_000),
            *(partial(self.somebody_stays_away, pick=pick) for pick in (-1, -2, 0)),
            partial(self.somebody_stays_away, pick=-2, came=True),
            partial(self.something_is_paid, pick=-1, what="public", ore=0),
            partial(self.something_is_paid, pick=-1, what="fetch", ore=0),
        ]


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


STARTS: tuple[Callable[[Weeks], None], ...] = (early, late, last, roomy)


def begin(world: World, start: Callable[[Weeks], None] | None) -> Memory:
    """Writes what the weeks begin with, and remembers it."""
    Weeks.world, Weeks.begun = world, Memory(prices=world.prices.untouched())
    if start is None:
        return Weeks.begun
    weeks = Weeks()
    start(weeks)
    # What was written stays.
    weeks.around.__exit__(None, None, None)
    return deepcopy(weeks.memory)
