"""What those in line, organisers and time do in the random weeks."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from programme.models import Event, Session
from registration.models import Invitation, OwedMail
from registration.services import absence, answering, cancelling, inviting, moving, questions, waiting
from registration.services.acts import CONTACT, locked_event
from registration.services.acts import organiser as by_organiser
from registration.services.places import people_coming, places_left, places_taken
from tests.cast import OPEN
from tests.registration.weeks.core import Core
from tests.registration.weeks.people import PICK
from tests.registration.weeks.reading import CONFIRMED, OFFERED, WAITING, is_untouched
from tests.registration.weeks.reminders import everybody_is_reminded_once, remind
from tests.registration.weeks.rule import FIRST_YES, TWO_DAYS, begins, costs_from, ends, giving
from tests.rules import RULES

MOMENTS = [
    OPEN,
    *(datetime.fromisoformat(f"2026-{day}T10:00+00:00") for day in ("08-30", "09-01", "09-04", "09-14")),
]
INSTANT = timedelta(microseconds=1)
PAPERS = ["public", "private", "later", "price", "fetch"]


class ByThoseInLine(Core):
    @precondition(lambda self: self.state.of(OFFERED))
    @rule(pick=PICK, no=st.sets(st.integers(0, 2)))
    def an_offer_is_answered(self, pick: int, no: set[int]) -> None:
        booking = self.one_of(self.state.of(OFFERED), pick).booking
        offered = [one.pk for one in self.state.of(OFFERED) if one.booking == booking]
        accepted = {pk for number, pk in enumerate(offered) if number not in no}
        self.do(
            lambda: answering.answer(
                booking_id=booking, accepted=accepted, now=self.memory.at, actor=CONTACT
            ),
            about=set(offered),
        )

    @precondition(lambda self: self.state.of(WAITING))
    @rule(pick=PICK, most=st.integers(1, 3))
    def a_free_place_is_taken(self, pick: int, most: int) -> None:
        booking = self.one_of(self.state.of(WAITING), pick).booking
        mine = {*[one.pk for one in self.state.of(WAITING) if one.booking == booking][:most]}
        is_last = giving(self.state, at=self.memory.at) is FIRST_YES
        done = self.do(
            lambda: answering.take(booking_id=booking, places=mine, now=self.memory.at, actor=CONTACT),
            about=mine,
            overtakes=True,
        )
        assert is_last or not done

    @precondition(lambda self: [one for one in self.state.of(WAITING) if one.together])
    @rule(pick=PICK)
    def a_group_takes_places_as_they_come(self, pick: int) -> None:
        place = self.one_of([one for one in self.state.of(WAITING) if one.together], pick)
        self.do(lambda: answering.wait_apart(booking_id=place.booking, now=self.memory.at, actor=CONTACT))

    @precondition(lambda self: self.state.of(WAITING))
    @rule(pick=PICK)
    def a_place_is_given_before_others(self, pick: int) -> None:
        place, actor = (
            self.one_of(self.state.of(WAITING), pick),
            by_organiser(self.world.dorte, reason="Oplægsholder"),
        )
        self.do(
            lambda: answering.give(registration_id=place.pk, now=self.memory.at, actor=actor),
            about={place.pk},
            overtakes=True,
        )


class ByOrganisers(Core):
    def change(self, **columns: Any) -> None:
        """The event's form is saved, and the list is served."""

        def save() -> None:
            before = Event.objects.get(pk=self.world.event_id)
            Event.objects.filter(pk=before.pk).update(**columns)
            after = Event.objects.get(pk=before.pk)
            with transaction.atomic():
                moving.move(before=before, after=after, by=self.world.dorte, reason="", now=self.memory.at)
                waiting.serve(locked_event(before.pk), now=self.memory.at)

        self.do(save)

    @rule(capacity=st.one_of(st.none(), st.integers(0, 6), st.integers(3, 6)))
    def the_number_of_places_is_changed(self, capacity: int | None) -> None:
        reserved = self.state.event.reserved_places
        self.change(
            capacity=capacity, reserved_places=reserved if capacity is None else min(reserved, capacity)
        )

    @rule(
        kind=st.sampled_from([*RULES]),
        day=st.integers(1, 12),
        instead=st.sampled_from([None, date(2026, 9, 12), date(2026, 9, 14)]),
        releases=st.booleans(),
        no_show=st.sampled_from([20_000, 12_500, 30_000]),
    )
    def the_rule_is_changed(
        self,
        kind: str,
        day: int = 2,
        instead: date | None = None,
        releases: bool = True,
        no_show: int = 20_000,
    ) -> None:
        """Any of the four, the usual one with another day, and another last day for substitutes; the fee stays."""
        if instead is not None and instead > self.state.event.starts_on:
            instead = None
        usual = {"binding_after": date(2026, 9, day), "cancellation_steps": None, "no_show_fee_ore": None}
        others = {"fee_ore": 129_500, "substitutes_until": instead, "releases_when_refilled": releases}
        if kind == "no show":
            others["no_show_fee_ore"] = no_show
        self.change(**usual | RULES[kind] | others)

    @rule(day=st.integers(13, 20))
    def the_event_is_moved(self, day: int) -> None:
        """To another day that is still ahead, and its programme with it."""
        to = date(2026, 9, day)
        if begins(Event(starts_on=to)) > self.memory.at and self.memory.at < ends(self.state.event):
            last = self.state.event.substitutes_until
            for item in self.world.items:
                days = int(item in self.world.on_the_second)
                Session.objects.filter(pk=item).update(day=to + timedelta(days=days))
            self.change(
                starts_on=to,
                ends_on=to + timedelta(days=1),
                substitutes_until=min(last, to) if last else None,
            )

    @precondition(lambda self: self.state.of(CONFIRMED))
    @rule(pick=PICK)
    def somebody_is_let_off(self, pick: int) -> None:
        place = self.one_of(self.state.of(CONFIRMED), pick)
        actor = by_organiser(self.world.dorte, reason="Sygdom")
        self.do(
            lambda: cancelling.cancel(registration_id=place.pk, now=self.memory.at, actor=actor),
            about={place.pk},
        )

    @precondition(lambda self: self.state.places)
    @rule(pick=PICK, came=st.booleans())
    def somebody_stays_away(self, pick: int, came: bool = False) -> None:
        """Or `came` after all. Twice is once."""
        place, actor = self.one_of([*self.state.places.values()], pick), by_organiser(self.world.dorte)
        do = absence.unmark if came else absence.mark
        done = self.do(lambda: do(registration_id=place.pk, now=self.memory.at, actor=actor))
        is_over = self.memory.at >= ends(self.state.event) and not self.state.is_called_off
        assert done == (is_over and place.status == CONFIRMED)
        assert not done or (self.state.places[place.pk].no_show_at is None) == came

    @rule(
        pick=PICK,
        places=st.integers(1, 3),
        what=st.sampled_from(["invite", "withdraw", "release", "reserve"]),
    )
    def places_are_reserved(self, pick: int, places: int, what: str) -> None:
        """Somebody is invited, or no longer; reserved places are given to everybody, or are more or fewer."""
        event, actor, now = self.world.event_id, by_organiser(self.world.dorte), self.memory.at
        invitations = list(Invitation.objects.order_by("pk")) if what == "withdraw" else []
        if what == "invite":
            self.do(
                lambda: inviting.invite(
                    event_id=event, whom="Æva", places=places, also_when_closed=bool(pick % 2), now=now, actor=actor
                )
            )  # fmt: skip
        elif invitations:
            one = self.one_of(invitations, pick)
            self.do(lambda: inviting.withdraw(invitation_id=one.pk, now=now, actor=actor))
        elif what == "release":
            self.do(lambda: inviting.release_reserved(event_id=event, places=places, now=now, actor=actor))
        else:
            capacity = self.state.event.capacity
            self.change(reserved_places=places - 1 if capacity is None else min(places - 1, capacity))

    @precondition(lambda self: self.state.places)
    @rule(
        pick=PICK,
        what=st.sampled_from(["public", "private", "later", "price", "fetch"]),
        ore=st.integers(0, 200_000),
    )
    def something_is_paid(self, pick: int, what: str, ore: int) -> None:
        """Somebody tells who pays, a price is changed, or invoice facts are fetched."""
        prices, now = self.memory.prices, self.memory.at
        if what == "price":
            self.do(lambda: prices.change(pick % 3, ore))
        elif what == "fetch":
            self.do(lambda: prices.fetch(self.state, by=self.world.dorte, now=now))
        else:
            booking = self.one_of(list(self.state.places.values()), pick).booking
            self.do(lambda: prices.payer_is(booking, what, now=now))

    @rule(_same=st.just(0))
    def the_question_is_retired_or_asked_again(self, _same: int) -> None:
        memory, hat = self.memory, self.world.hat
        memory.was_retired, memory.is_retired = True, not memory.is_retired
        self.do(
            lambda: questions.retire(hat, now=memory.at) if memory.is_retired else questions.ask_again(hat)
        )


class ByTime(Core):
    @precondition(lambda self: self.state.of(OFFERED))
    @rule(pick=PICK)
    def an_offer_is_answered_too_late(self, pick: int) -> None:
        """At the very instant it is over, before the task has come by."""
        ends = {one.offer_until for one in self.state.of(OFFERED) if one.offer_until is not None}
        first = min(ends, default=None)
        place = self.one_of([one for one in self.state.of(OFFERED) if one.offer_until == first], pick)
        assert place.offer_until is not None
        self.memory.at = max(place.offer_until, self.memory.at)
        assert not self.do(
            lambda: answering.answer(
                booking_id=place.booking, accepted={place.pk}, asked={place.pk}, now=self.memory.at,
                actor=CONTACT,
            ),
            about={place.pk},
        )  # fmt: skip
        self.the_tasks_come_by()

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.it_is(self.memory.at + timedelta(hours=hours))

    @rule(moment=st.sampled_from(MOMENTS[1:]))
    def it_is_soon(self, moment: datetime) -> None:
        if moment > self.memory.at:
            self.it_is(moment)

    @rule(pick=st.integers(0, 2), by=st.sampled_from([-INSTANT, timedelta(0), INSTANT]))
    def the_hour_has_come(self, pick: int, by: timedelta) -> None:
        """An offer is over, places are given in another way from now on; or will be, or were, an instant ago."""
        hours = sorted(one + by for one in self.hours() if one + by > self.memory.at)
        if hours:
            self.it_is(self.one_of(hours, pick))

    def hours(self) -> set[datetime]:
        event = self.state.event
        costs = costs_from(self.state.rule, starts_on=event.starts_on)
        offers = {one.offer_until for one in self.state.of(OFFERED) if one.offer_until is not None}
        last = begins(event) - TWO_DAYS
        return offers | {last} | ({costs - TWO_DAYS} if costs is not None and costs > OPEN else set())

    @rule(_same=st.just(0))
    def it_is_over(self, _same: int = 0) -> None:
        end = ends(self.state.event)
        self.it_is(end, latest=end)

    def it_is(self, moment: datetime, *, latest: datetime | None = None) -> None:
        at = min(moment, latest or begins(self.state.event))
        if at > self.memory.at:
            self.memory.at = at
            self.the_tasks_come_by()

    def the_tasks_come_by(self) -> None:
        at = self.memory.at
        self.do(lambda: waiting.move_all(now=at))
        if at < begins(self.state.event) and not self.state.is_called_off:
            assert not [one for one in self.state.of(OFFERED) if one.offer_until and one.offer_until <= at]
        # Twice at one instant moves nothing more.
        waiting.move_all(now=at)
        assert is_untouched(self.state)
        event = self.state.event
        assert (places_taken(event), places_left(event)) == (self.state.taken, self.state.left)
        assert people_coming(event) == len(self.state.of(CONFIRMED, OFFERED))
        remind(now=at)
        everybody_is_reminded_once(now=at)
        self.memory.last_mail = OwedMail.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        self.state.last_mail = self.memory.last_mail
