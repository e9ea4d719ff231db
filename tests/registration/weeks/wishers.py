"""What people wish for of the programme, and that an organiser distributes it, in the random weeks."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from programme.models import ChoiceGroup, Event
from registration.services import choosing, distributing
from registration.services.acts import CONTACT
from registration.services.acts import organiser as by_organiser
from tests.registration.weeks.core import Core
from tests.registration.weeks.dealing import gathering, ranks_in, taking_part
from tests.registration.weeks.reading import CONFIRMED, is_untouched

PICK = st.integers(0, 50)
# By number: mostly of the two choices that are distributed by wishes from the beginning.
WISHES = st.lists(st.sampled_from([4, 5, 6, 7, 8, 4, 5, 6, 7, 8, 0, 1]), max_size=5, unique=True)


class ByWishers(Core):
    @precondition(lambda self: self.state.of(CONFIRMED))
    @rule(pick=PICK, wishes=WISHES, keeps=st.booleans())
    def something_is_wished_for(self, pick: int, wishes: Sequence[int], keeps: bool = True) -> None:
        """Or taken, once it is distributed. Whoever `keeps` what she has leaves nothing of it in the same act."""
        place = self.one_of(self.state.of(CONFIRMED), pick)
        held = {item for pk, item in self.state.chosen if pk == place.pk} if keeps else set()
        asked = [self.world.items[number] for number in wishes]
        if not gathering(self.state, self.world.choices):
            held, asked = held | {*asked}, []
        if self.do(
            lambda: choosing.choose(
                registration_id=place.pk, sessions=held, wishes=asked, now=self.memory.at, actor=CONTACT
            )
        ):
            self.she_has(place.pk, held)
            self.she_wishes_for(place.pk, asked)

    def she_has(self, place: int, asked: Collection[int]) -> None:
        """What she asked, and what she has already of what people wish for."""
        kept = {item for one in gathering(self.state, self.world.choices) for item in one.items}
        assert {item for pk, item in self.state.chosen if pk == place and item not in kept} == {*asked} - kept

    def she_wishes_for(self, place: int, asked: Sequence[int]) -> None:
        """In each choice in which people wish now for what she asked, in her order."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for one in self.state.wishes:
            if one.place == place:
                found[one.choice][one.rank] = one.item
        for choice in gathering(self.state, self.world.choices):
            wanted = [item for item in asked if item in choice.items]
            assert found[choice.pk] == dict(enumerate(wanted, start=1))

    @rule(_same=st.just(0))
    def the_workshops_are_wished_for_from_now(self, _same: int = 0) -> None:
        """Those who have one keep it, and take no part."""

        def save() -> None:
            ChoiceGroup.objects.filter(pk=self.world.choices[-1].pk).update(by_wishes=True)

        self.do(save)
        self.state, _entries, _mails = self.read(anew=True)

    @rule(is_late=st.booleans())
    def what_is_wished_for_is_distributed(self, is_late: bool = False) -> None:
        """By an organiser who has seen who would get what; `is_late` if somebody wishes otherwise meanwhile."""
        event_id, now = self.world.event_id, self.memory.at
        event, actor = Event.objects.get(pk=event_id), by_organiser(self.world.dorte)
        seen, wishes = distributing.fingerprint(distributing.answer_of(event)), self.wishes_that_count()
        if is_late and self.state.of(CONFIRMED):
            self.something_is_wished_for(pick=0, wishes=[] if self.state.wishes else [4, 8])
        is_to_be_done = bool(gathering(self.state, self.world.choices))
        has_changed = wishes != self.wishes_that_count()
        try:
            done = self.do(
                lambda: distributing.distribute(event_id=event_id, seen=seen, now=now, actor=actor)
            )
        except distributing.AlreadyDistributed:
            assert not is_to_be_done
        except distributing.HasChanged:
            assert has_changed
        else:
            assert not done or (is_to_be_done and not has_changed)
            return
        assert is_untouched(self.state)

    def wishes_that_count(self) -> list[tuple[int, dict[int, dict[int, int]]]]:
        """Of those who have no item of a choice yet."""
        return [
            (
                one.pk,
                {
                    place.pk: ranks
                    for place in taking_part(self.state, one)
                    if (ranks := ranks_in(self.state, one).get(place.pk))
                },
            )
            for one in gathering(self.state, self.world.choices)
        ]
