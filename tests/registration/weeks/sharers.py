"""Two share a place in the random weeks, each on her own days."""

from collections.abc import Collection
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from registration.services import sharing
from registration.services.acts import CONTACT
from tests.registration.weeks.people import ByPeople
from tests.registration.weeks.reading import CONFIRMED, TAKING, WAITING, Place
from tests.registration.weeks.rule import days_of
from tests.registration.weeks.wishers import PICK

INSTANT = timedelta(microseconds=1)
# The first day, the second, and what is no half.
DAYS = st.sampled_from([(1,), (0,), (1,), (0,), (), (0, 1)])


class BySharers(ByPeople):
    @precondition(lambda self: self.state.current)
    @rule(pick=PICK, days=DAYS, waits=st.booleans(), turns=st.sampled_from([False, False, False, True]))
    def a_place_is_shared(
        self, pick: int, days: tuple[int, ...], waits: bool = False, turns: bool = False
    ) -> None:
        """Perhaps with somebody in line, who leaves it in the same act; but a turn in line is not shared."""
        some = self.state.of(WAITING) if turns else self.state.of(*TAKING)
        place, about, person = self.one_of(some or self.state.current, pick), set(), self.person()
        line = [one for one in self.state.of(WAITING) if one.email]
        if waits and line:
            other = self.one_of(line, pick)
            person, about = self.again(other), {other.pk}
        event = self.state.event
        hers = [(event.starts_on, event.ends_on)[day] for day in days]
        if not self.do(
            lambda: sharing.share(
                registration_id=place.pk, person=person, days=hers, now=self.memory.at, actor=CONTACT
            ),
            about=about,
        ):
            return
        assert len(days) == 1
        assert (place.status, place.days) == (CONFIRMED, "")
        assert place.name
        second = self.state.other_of(place)
        assert second is not None
        assert days_of(second, self.state.event) == {*hers}

    @precondition(lambda self: [one for one in self.state.current if one.days])
    @rule(pick=PICK, days=DAYS)
    def the_days_are_changed(self, pick: int, days: tuple[int, ...]) -> None:
        """By whoever has the place. The same once more changes nothing, and tells nobody. What is changed twice at
        one instant is told once, so it is never the same here."""
        self.memory.at += INSTANT
        place = self.one_of([one for one in self.state.current if one.days], pick)
        event = self.state.event
        hers = [(event.starts_on, event.ends_on)[day] for day in days]
        was = self.shared_days(place)
        done = self.do(
            lambda: sharing.change_days(
                registration_id=place.pk, days=hers, now=self.memory.at, actor=CONTACT
            )
        )
        assert not done or (place.shares is None and len(days) == 1)
        now = self.shared_days(self.state.places[place.pk])
        assert now == ({*hers} if done else was)
        assert not done or bool(self.act.entries) == (now != was)

    @precondition(lambda self: [one for one in self.state.of(CONFIRMED) if one.shares])
    @rule(pick=PICK, instead=st.booleans())
    def the_second_of_two_leaves(self, pick: int = 0, instead: bool = False) -> None:
        """Or another comes `instead` of her."""
        seconds = [one for one in self.state.current if one.shares is not None]
        at = self.state.current.index(self.one_of(seconds, pick))
        if instead:
            self.somebody_comes_instead(pick=at)
        else:
            self.somebody_leaves(pick=at, waits=True)

    @precondition(lambda self: [one for one in self.state.of(CONFIRMED) if one.shares])
    @rule(pick=PICK, items=st.sets(st.sampled_from([1, 3, 4, 8, 9]), min_size=1, max_size=2))
    def a_second_chooses(self, items: Collection[int], pick: int = 0) -> None:
        confirmed = self.state.of(CONFIRMED)
        second = self.one_of([one for one in confirmed if one.shares is not None], pick)
        self.items_are_chosen(pick=confirmed.index(second), items=items)

    def shared_days(self, place: Place) -> set[object]:
        """The days of the second of the two."""
        second = place if place.shares is not None else self.state.other_of(place)
        assert second is not None
        return {*days_of(second, self.state.event)}
