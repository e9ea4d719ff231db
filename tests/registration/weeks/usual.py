"""The usual week: what chance tries first, one thing after the other."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from hypothesis.stateful import rule

from registration.services.room import WhenFull
from tests.registration.weeks.calling_off import TRIED, ByCallingOff
from tests.registration.weeks.core import NobodyThereError
from tests.registration.weeks.organisers import INSTANT

TOGETHER, AS_THEY_COME = WhenFull.TOGETHER, WhenFull.AS_THEY_COME
Acts = list[Callable[[], None]]


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

    def usual_week(self) -> list[Acts]:
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
            [
                *(partial(self.an_offer_is_answered, pick=0, no=no) for no in ({1}, {0})),
                *self.plan(self.two_share_a_place, "early", "late"),
            ],
            [
                partial(self.somebody_signs_up, size=1, how=AS_THEY_COME, known=1, items={0}, nameless=1),
                partial(self.the_contact_becomes_another, pick=0, how="at once"),
            ],
            [
                partial(self.the_hour_has_come, pick=0, by=INSTANT),
                leave,
                *self.plan(self.many_wish_for_the_same, "early", "roomy"),
            ],
            [
                partial(self.the_number_of_places_is_changed, capacity=2),
                partial(self.the_number_of_places_is_changed, capacity=5),
            ],
            [
                *self.plan(self.the_workshops_are_by_wishes, "late", "roomy"),
                *self.plan(self.it_is_called_off_and_on_again, "late", "last"),
            ],
            [
                partial(self.what_is_wished_for_is_distributed),
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
                *self.plan(self.some_stay_away, "early", "last"),
            ],
        ]

    def plan(self, acts: Callable[[], Acts], *starts: str) -> Acts:
        """What would take too long from each of the starts, and is gone through from some."""
        return acts() if self.memory.start in {"", *starts} else []

    def two_share_a_place(self) -> Acts:
        """Their days are changed, another comes instead of each, and the second leaves."""
        days = partial(self.the_days_are_changed, pick=0)
        return [
            partial(self.items_are_chosen, pick=0, items={3, 9}),
            partial(self.something_is_wished_for, pick=0, wishes=[6, 8, 7]),
            partial(self.a_place_is_shared, pick=0, days=(1,)),
            partial(self.a_place_is_shared, pick=0, days=(1,)),
            partial(self.a_place_is_shared, pick=0, days=(1,), turns=True),
            partial(self.a_second_chooses, items={1}),
            partial(days, pick=-1, days=(0,)),
            *(partial(days, days=to) for to in ((0,), (0,), (0, 1))),
            partial(self.somebody_comes_instead, pick=0),
            *(partial(self.the_second_of_two_leaves, instead=instead) for instead in (True, False)),
        ]

    def many_wish_for_the_same(self) -> Acts:
        """Another comes instead of the first of them, and two share a place, before it is distributed."""
        wish = self.something_is_wished_for
        return [
            partial(self.items_are_chosen, pick=1, items={6}),
            partial(wish, pick=0, wishes=[8, 5, 4]),
            *(partial(wish, pick=pick, wishes=[5, 6, 8]) for pick in (0, 1, 2)),
            partial(wish, pick=-1, wishes=[4, 7, 5]),
            partial(wish, pick=0, wishes=[4, 0]),
            partial(self.somebody_comes_instead, pick=0),
            *(partial(self.a_place_is_shared, pick=pick, days=(1,), waits=bool(pick)) for pick in (0, 1)),
            *(partial(self.what_is_wished_for_is_distributed, is_late=is_late) for is_late in (True, False)),
            partial(self.items_are_chosen, pick=0, items={7}),
            partial(self.a_second_chooses, items={8}),
            self.the_second_of_two_leaves,
        ]

    def the_workshops_are_by_wishes(self) -> Acts:
        """One of them is full by then, and whoever has it keeps it."""
        return [
            *(partial(self.items_are_chosen, pick=0, items=items, waits=2 in items) for items in ({0}, {2})),
            self.the_workshops_are_wished_for_from_now,
            *(
                partial(self.something_is_wished_for, pick=pick, wishes=[0, 1], keeps=False)
                for pick in (0, 1, 2)
            ),
        ]

    def it_is_called_off_and_on_again(self) -> Acts:
        """For so long that people would be reminded; or that an offer is over, and whatever else may be tried."""
        if self.memory.start == "last":
            return [partial(self.the_event_is_called_off, tried=(), hours=26)]
        return [partial(self.the_event_is_called_off, tried=range(TRIED), hours=60)]

    def some_stay_away(self) -> Acts:
        """Two are let in at the desk. One stays away, for less than was promised, and another comes after all. Once
        it is called off, nothing of it is owed."""
        no_show, away = partial(self.the_rule_is_changed, kind="no show"), self.somebody_stays_away
        paid = partial(self.something_is_paid, pick=-1, ore=0)
        return [
            partial(self.the_number_of_places_is_changed, capacity=None),
            no_show,
            partial(self.somebody_is_let_in_before_others, size=2),
            partial(away, pick=-1),
            self.it_is_over,
            partial(no_show, no_show=12_500),
            partial(away, pick=-1),
            partial(no_show, no_show=30_000),
            *(partial(away, pick=pick) for pick in (-1, -2, 0)),
            partial(away, pick=-2, came=True),
            *(partial(paid, what=what) for what in ("public", "fetch")),
            partial(self.the_event_is_called_off, tried=(), for_good=True),
            partial(away, pick=-1, came=True),
            partial(paid, what="fetch"),
        ]
