"""An event is called off in the random weeks, and perhaps announced again."""

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.db.models import QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import rule

from programme.models import Event
from registration.models import OwedMail
from registration.services import changes, delivering
from registration.services.acts import organiser as by_organiser
from registration.services.room import WhenFull
from tests.registration.weeks.core import NobodyThereError
from tests.registration.weeks.organisers import INSTANT, ByOrganisers, ByThoseInLine, ByTime
from tests.registration.weeks.rule import ends
from tests.registration.weeks.sharers import BySharers

# Of the mails written before, those that tell of what was done and are true still.
RECEIPTS = {"place_cancelled", "place_given_back", "place_released", "place_corrected"} | {
    "substitute_contact",
    "substitute_goodbye",
    "substitute_organiser",
}
TRIED = 16


class ByCallingOff(BySharers, ByThoseInLine, ByOrganisers, ByTime):
    @rule(
        tried=st.sets(st.integers(0, TRIED - 1), max_size=3),
        hours=st.integers(1, 60),
        for_good=st.sampled_from([False, False, True]),
    )
    def the_event_is_called_off(self, tried: Collection[int], hours: int = 1, for_good: bool = False) -> None:
        """Everybody is told, once. Whatever is tried, and however long it is, nothing moves, until it is announced
        again, and everybody is told of that."""
        # Whoever signs up at the very instant has read of it.
        self.memory.at += INSTANT
        if not self.state.is_called_off:
            self.change(status=Event.Status.CANCELLED)
        self.everybody_is_told_once(OwedMail.Kind.EVENT_CALLED_OFF)
        self.nothing_else_is_sent()
        for number in sorted(tried):
            with suppress(NobodyThereError):
                self.what_is_tried()[number]()
        self.it_is(self.memory.at + timedelta(hours=hours))
        # Saved once more.
        self.change()
        self.nobody_is_told_again()
        if not for_good:
            self.change(status=Event.Status.PUBLISHED)
            self.everybody_is_told_once(OwedMail.Kind.EVENT_MOVED)
            self.what_is_no_longer_so_is_not_sent()

    def what_is_tried(self) -> list[Callable[[], None]]:
        found = [
            partial(self.somebody_signs_up, size=1, how=WhenFull.AS_THEY_COME),
            partial(self.people_are_added, pick=0, size=1, how=WhenFull.TOGETHER, known=0, nameless=0),
            partial(self.somebody_leaves, pick=0, waits=True),
            partial(self.somebody_leaves, pick=-1, waits=True),
            partial(self.somebody_comes_instead, pick=0),
            partial(self.an_offer_is_answered, pick=0, no=()),
            partial(self.a_free_place_is_taken, pick=0, most=1),
            partial(self.a_place_is_given_before_others, pick=0),
            partial(self.names_are_written, pick=0, most=1),
            partial(self.an_invitation_is_used, size=1, pick=0, waits=True),
            partial(self.something_is_wished_for, pick=0, wishes=[1]),
            partial(self.items_are_chosen, pick=0, items={9}),
            partial(self.what_is_wished_for_is_distributed),
            partial(self.somebody_is_let_off, pick=0),
            partial(self.a_place_is_shared, pick=0, days=(1,)),
            partial(self.the_number_of_places_is_changed, capacity=6),
        ]
        assert len(found) == TRIED
        return found

    # ------------------------------------------------------------------ who is told

    def everybody_is_told_once(self, kind: OwedMail.Kind) -> None:
        """Whoever came before it was so: each at her own address, and each contact of all her people in one mail."""
        event, at = self.state.event, self.memory.at
        assert event.changed_at is not None
        people = [
            one
            for one in self.state.current
            if one.created_at < event.changed_at
            and at < ends(event)
            and (event.sequence, one.pk) not in self.memory.news
        ]
        self.tell()
        mails = self.act.mails if people else []
        assert {mail.kind for mail in mails} <= {kind}
        told = Counter((mail.to, mail.place) for mail in mails if mail.place is not None)
        assert told == Counter((one.email, one.pk) for one in people if one.reached_at != one.contact_email)
        contacts = [
            (mail.booking, mail.to, {*mail.facts["people"]}, {*mail.facts.get("elsewhere", ())})
            for mail in mails
            if mail.place is None
        ]
        by_booking: dict[tuple[int, str], tuple[set[int], set[int]]] = {}
        for one in people:
            here, elsewhere = by_booking.setdefault((one.booking, one.contact_email), (set(), set()))
            (here if one.reached_at == one.contact_email else elsewhere).add(one.pk)
        assert sorted(contacts) == sorted((*whom, *which) for whom, which in by_booking.items())
        self.memory.news |= {(event.sequence, one.pk) for one in people}

    def tell(self) -> int:
        actor, found = by_organiser(self.world.dorte), []
        self.do(
            lambda: found.append(
                changes.tell(event_id=self.world.event_id, words="Desværre", now=self.memory.at, actor=actor)
            )
        )
        return found[0]

    def nobody_is_told_again(self) -> None:
        assert self.tell() == 0

    def nothing_else_is_sent(self) -> None:
        for mail in _mails().exclude(kind__in=RECEIPTS):
            is_news = mail.kind == OwedMail.Kind.EVENT_CALLED_OFF
            assert is_news or not delivering.still_holds(mail, now=self.memory.at), mail.kind

    def what_is_no_longer_so_is_not_sent(self) -> None:
        for mail in _mails().filter(kind=OwedMail.Kind.EVENT_CALLED_OFF):
            assert not delivering.still_holds(mail, now=self.memory.at)


def _mails() -> QuerySet[OwedMail]:
    rows = OwedMail.objects.select_related("event", "booking", "registration__booking")
    return rows.prefetch_related("booking__registrations")
