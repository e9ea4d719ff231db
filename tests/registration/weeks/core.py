"""An act, and what must hold after it."""

from collections.abc import Callable, Collection, Sequence
from copy import deepcopy
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.utils import translation
from hypothesis.stateful import RuleBasedStateMachine

from registration import sentences
from registration.services.acts import Refused
from registration.services.floods import TooMany
from registration.services.inviting import TooFewReserved
from tests.registration.weeks import holds, passing, promises, rule, shared, told, wished
from tests.registration.weeks.holds import Act
from tests.registration.weeks.reading import State, folded, is_untouched, most_by_invitation, read
from tests.registration.weeks.world import Memory, World

T = TypeVar("T")


class NobodyThereError(Exception):
    """Whoever would do it, or whom it would be done to, is not there now."""


class Core(RuleBasedStateMachine):
    """One event of few places, from where the weeks begin to its first minute."""

    world: ClassVar[World]
    begun: ClassVar[Memory]
    # The last that was done.
    act: Act

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.memory = deepcopy(self.begun)
        self.state, _entries, _mails = self.read(anew=True)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    def read(self, *, anew: bool = False) -> tuple[State, list[Any], list[Any]]:
        memory, before = self.memory, None if anew else self.state
        return read(self.world.event_id, entry=memory.last_entry, mail=memory.last_mail, before=before)

    @staticmethod
    def one_of(among: Sequence[T], pick: int) -> T:
        if not among:
            raise NobodyThereError
        return among[pick % len(among)]

    def terms(self, *, waits: bool = False) -> str:
        with translation.override("da"):
            return sentences.terms(self.state.event, now=self.memory.at, waits=waits)

    def do(self, act: Callable[[], Any], *, about: Collection[int] = (), overtakes: bool = False) -> bool:
        """Whether it was done, and not refused."""
        try:
            act()
        except (Refused, TooMany, TooFewReserved):
            assert is_untouched(self.state)
            return False
        before = self.state
        self.state, entries, mails = self.read()
        self.memory.last_entry, self.memory.last_mail = self.state.last_entry, self.state.last_mail
        self.act = Act(
            before=before, after=self.state, entries=entries, mails=mails, at=self.memory.at, about=about,
            overtakes=overtakes,
        )  # fmt: skip
        self.holds(self.act)
        return True

    def holds(self, act: Act) -> None:
        holds.no_place_is_given_that_is_not_there(act)
        holds.nobody_comes_or_goes_once_it_has_begun(act)
        holds.nobody_is_in_two_places(act)
        holds.nobody_loses_a_place_by_what_others_do(act)
        holds.each_place_has_a_number_of_its_own(act)
        holds.items_have_no_more_people_than_places(
            act, items=self.world.places_in_items, clashes=self.world.clashes
        )
        shared.two_share_each_on_her_own_days(act)
        shared.half_a_place_costs_nothing(act)
        shared.days_change_with_an_act_that_is_written_down(act)
        shared.with_the_place_both_are_gone(act)
        shared.whoever_shares_chooses_on_her_own_days(act, world=self.world)
        passing.what_is_chosen_follows_the_day(act, world=self.world)
        wished.wishes_are_in_order(act, world=self.world)
        wished.wishes_are_changed_by_whoever_has_them(act)
        wished.nobody_takes_what_is_wished_for(act, world=self.world)
        wished.what_is_wished_for_is_distributed_once(act, world=self.world)
        holds.whoever_comes_instead_has_turn_promise_and_items(act)
        promises.what_holds_is_promised_and_kept(act)
        promises.leaving_costs_what_was_promised(act)
        promises.staying_away_costs_what_was_promised(act)
        holds.nothing_moves_while_it_is_called_off(act)
        promises.the_product_reckons_so_too(act.after.event, act)
        holds.nobody_waits_for_what_is_free(act)
        holds.places_are_given_as_the_hour_says(act)
        holds.who_waits_together_comes_together(act)
        holds.nobody_is_overtaken(act)
        told.everything_is_written_down(act, self.memory.written)
        told.whoever_left_first_is_released_first(act)
        told.everything_is_told_once(act)
        self.answers_belong_to_whom_they_were_given_for()
        self.memory.prices.are_as_they_were_offered(act.new)
        self.memory.prices.are_as_they_were_chosen(act.changed)
        if act.after.by_invitation != act.before.by_invitation:
            most = most_by_invitation()
            assert all(used <= most[pk] for pk, used in act.after.by_invitation.items())

    def answers_belong_to_whom_they_were_given_for(self) -> None:
        memory, answered = self.memory, []
        for question, value, place, name, booking, contact in self.state.answers:
            if place is None:
                assert question == self.world.bus
                # Whoever is the contact later, the answer is that of the one who gave it.
                assert value == memory.answered_by.setdefault(booking, contact)
            else:
                assert question == self.world.hat
                assert folded(value.partition(":")[0]) == folded(name)
                answered.append(place)
        if not memory.was_retired:
            # Whoever got a place under a name has answered, once; a place without one may have an answer too.
            assert len(answered) == len(set(answered))
            assert {pk for pk, one in self.state.places.items() if one.name} <= set(answered)

    def let_in(self, act: Callable[[], Any]) -> bool:
        """Somebody new comes, and has a place only where nobody in line could use it. In the last hours places are free
        while people wait; a big group is then no reason to keep them from anybody."""
        known, is_for_the_line = set(self.state.places), bool(rule.could_use(self.state)) and self.state.left
        is_last = rule.giving(self.state, at=self.memory.at) is rule.FIRST_YES
        done = self.do(act, overtakes=is_last)
        if is_for_the_line:
            assert not [one for pk, one in self.state.places.items() if one.takes and pk not in known]
        return done
