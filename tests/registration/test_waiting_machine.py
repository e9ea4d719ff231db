"""Random weeks of an event with a waiting list: whatever people, organisers and time do, in whatever order, nobody is
given a place that is not there, nobody is overtaken against the rule, and everything is told and written down once."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from programme.cancellation import terms_of
from programme.models import ChoiceGroup, Event, Organisation, Session, User
from programme.publishing import programme_changed
from registration import policy, sentences
from registration import waiting as list_rule
from registration.choosing import at_the_same_time
from registration.models import (
    Answer,
    ContactRequest,
    HistoryEntry,
    Invitation,
    OwedMail,
    Question,
    Registration,
    SessionChoice,
)
from registration.owed import owed_ore
from registration.services import (
    adding,
    answering,
    answers,
    cancelling,
    choosing,
    contact_handover,
    inviting,
    naming,
    questions,
    substituting,
    waiting,
)
from registration.services.acts import ATTENDEE, CONTACT, Refused, locked_event
from registration.services.acts import organiser as by_organiser
from registration.services.booking import sign_up
from registration.services.choosing import seats_taken
from registration.services.floods import TooMany
from registration.services.inviting import TooFewReserved
from registration.services.line import line_of, parties_of
from registration.services.people import Contact, Person
from registration.services.places import places_left, places_taken
from registration.services.questions import Wording
from registration.services.room import WhenFull
from registration.waiting import Party
from tests.cast import OPEN, STARTED
from tests.registration.priced import Prices
from tests.registration.reminded import everybody_is_reminded_once, remind
from tests.rules import RULES

Status = Registration.Status
# What each act makes of the place it is written at.
MADE_BY = {
    "signed_up": Status.CONFIRMED,
    "joined_list": Status.WAITING,
    "offered": Status.OFFERED,
    "given_place": Status.CONFIRMED,
    "declined": Status.CANCELLED,
    "left_list": Status.CANCELLED,
    "cancelled": Status.CANCELLED,
    "gave_back": Status.CANCELLED,
    "offer_expired": Status.EXPIRED,
}
MOMENTS = [
    OPEN,
    *(datetime.fromisoformat(f"2026-{day}T10:00+00:00") for day in ("08-30", "09-01", "09-04", "09-14")),
]


class World:
    """What is there before each of the weeks: one event of few places, with items, prices and questions."""

    def __init__(self) -> None:
        owner = Organisation.objects.create(name="Foreningen for Læsning")
        self.dorte = User.objects.create_user("dorte@example.org", "et-langt-kodeord", name="Dorte")
        event = Event.objects.create(
            owner=owner, title="Læring på tværs", slug="laering", status=Event.Status.PUBLISHED,
            starts_on=date(2026, 9, 16), starts_at=time(9), ends_on=date(2026, 9, 16), ends_at=time(16),
            contact_email="dorte@example.org", capacity=4, reserved_places=1, fee_ore=129_500,
            binding_after=date(2026, 9, 2), releases_when_refilled=True, practical_information="Tag høreværn med.",
        )  # fmt: skip
        self.event_id = event.pk
        group = ChoiceGroup.objects.create(event=event, name="Værksteder")
        self.items = [
            Session.objects.create(
                event=event, title=title, day=date(2026, 9, 16), starts_at=time(hour, minute),
                ends_at=time(hour + 1, minute), needs_sign_up=True, places=places, choice=choice,
            ).pk
            for title, hour, minute, places, choice in (
                ("Læsning", 13, 0, 1, group), ("Spil", 13, 0, None, group), ("Tur", 13, 30, 2, None),
                ("Sang", 15, 0, 1, None),
            )
        ]  # fmt: skip
        programme_changed(event, now=OPEN)
        self.prices = Prices(self.event_id)
        self.hat = questions.add(self.event_id, Wording(label="Hvilken hat?")).pk
        self.bus = questions.add(self.event_id, Wording(label="Bus?", asked=Question.Asked.BOOKING)).pk


class Weeks(RuleBasedStateMachine):
    """One event of few places, from sign-up to its first minute."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.at, self.number, self.was_retired = OPEN, 0, False
        self.answered_by: dict[int, str] = {}
        self.promised: dict[int, tuple[Any, ...]] = {}
        self.forget()
        self.dorte, self.event_id, self.items = self.world.dorte, self.world.event_id, self.world.items
        self.hat, self.bus = self.world.hat, self.world.bus
        self.prices = self.world.prices.untouched()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    # ------------------------------------------------------------------ what there is

    def forget(self) -> None:
        """What was read is read anew, once, when it is asked for."""
        self.read_event: Event | None = None
        self.read_rows: list[Registration] | None = None

    @property
    def event(self) -> Event:
        if self.read_event is None:
            self.read_event = Event.objects.get(pk=self.event_id)
        return self.read_event

    def rows(self, *statuses: str) -> list[Registration]:
        """Every place as the last act left it, or those of these states."""
        if self.read_rows is None:
            found = Registration.objects.select_related("booking", "substitute_for").order_by("pk")
            self.read_rows = list(found)
        return [row for row in self.read_rows if not statuses or row.status in statuses]

    def one_of(self, rows: list[Any], pick: int) -> Any:
        return rows[pick % len(rows)] if rows else None

    def snapshot(self) -> dict[int, str]:
        return dict(Registration.objects.order_by("pk").values_list("pk", "status"))

    # ------------------------------------------------------------------ an act, and what must hold after it

    def do(self, act: Callable[[], Any], *, overtakes: bool = False) -> None:
        before, taken = self.snapshot(), places_taken(self.event)
        publics, seats = self.taken_by_the_public(), seats_taken(self.event)
        owed, known = OwedMail.objects.count(), HistoryEntry.objects.count()
        self.forget()
        try:
            act()
        except (Refused, TooMany, TooFewReserved):
            assert (self.snapshot(), OwedMail.objects.count()) == (before, owed)
            return
        finally:
            self.forget()
        after, event = self.snapshot(), self.event
        if event.capacity is not None:
            assert places_taken(event) <= max(event.capacity, taken)
        if event.capacity is not None and self.taken_by_the_public() > publics:
            assert places_taken(event) + self.reserved_and_unused(event) <= event.capacity
        self.items_have_no_more_people_than_places(seats)
        self.nobody_is_in_two_places()
        self.whoever_comes_instead_keeps_the_turn()
        self.each_place_has_a_number_of_its_own()
        self.no_promise_is_broken()
        self.nobody_owes_more_than_was_promised(before)
        entries = list(HistoryEntry.objects.order_by("pk").values_list("registration_id", "verb"))
        self.everything_is_written_down(entries)
        self.whoever_left_first_is_released_first(entries[known:])
        self.everything_is_told_once(entries)
        self.answers_belong_to_whom_they_were_given_for()
        self.prices.are_as_they_were_offered()
        if not overtakes:
            self.nobody_is_overtaken(before, after, event)

    def whoever_comes_instead_keeps_the_turn(self) -> None:
        rows = {row.pk: row for row in self.rows()}
        came = [
            (row, rows[row.substitute_for_id]) for row in rows.values() if row.substitute_for_id is not None
        ]
        assert not [
            new for new, old in came if (new.waits_since, new.booking_id) != (old.waits_since, old.booking_id)
        ]

    def nobody_is_in_two_places(self) -> None:
        names = Counter(row.name for row in self.rows(*Registration.CURRENT) if row.name)
        assert not [name for name, number in names.items() if number > 1]

    def taken_by_the_public(self) -> int:
        return sum(row.invitation_id is None for row in self.rows(*Registration.TAKING))

    def reserved_and_unused(self, event: Event) -> int:
        invited = sum(row.invitation_id is not None for row in self.rows(*Registration.TAKING))
        return max(event.reserved_places - invited, 0)

    def items_have_no_more_people_than_places(self, before: dict[int, int]) -> None:
        """Nor is anybody at two at a time; and whoever has no place has none in an item."""
        rows = list(SessionChoice.objects.select_related("session", "registration"))
        taken = Counter(row.session_id for row in rows)
        for session in Session.objects.exclude(places=None):
            assert taken[session.pk] <= max(session.places or 0, before.get(session.pk, 0))
        invited = Counter(row.invitation_id for row in self.rows(*Registration.TAKING))
        for one in Invitation.objects.all():
            assert invited[one.pk] <= one.places
        assert {row.registration.status for row in rows} <= {Status.CONFIRMED}
        for row, other in combinations(rows, 2):
            if row.registration_id == other.registration_id and row.session and other.session:
                assert not at_the_same_time(row.session, other.session)
                assert row.session.choice_id is None or row.session.choice_id != other.session.choice_id

    def no_promise_is_broken(self) -> None:
        for row in self.rows():
            promise = (
                row.promised_binding_after,
                *(row.promised_fee_ore, row.promised_class, row.promised_vat, row.promised_vat_reason),
                row.promised_rule,
                row.accepted_terms,
                row.waits_since,
            )
            assert self.promised.setdefault(row.pk, promise) == promise
            if row.substitute_for_id is not None:
                assert self.promised[row.substitute_for_id] == promise

    def nobody_owes_more_than_was_promised(self, before: dict[int, str]) -> None:
        """Of a place that is held, leaving costs no more than the promised rule says, nor than the present one, and it
        is handed over as long; of one that was left just now, what is owed is just that, or nothing where it was let
        off."""
        event = self.event
        for row in self.rows():
            row.event = event
            zone, fee, starts = event.timezone, row.promised_fee_ore, event.starts_on
            alone = [
                terms_of(one, one, fee=fee, starts_on=starts)
                for one in (row.rule_promised, event.cancellation_rule)
            ]
            costs = [
                policy.cost_of_leaving(terms, status=Status.CONFIRMED, zone=zone, now=self.at)
                for terms in (row.terms, *alone)
            ]
            assert costs[0] == min(costs[1:])
            ends = [policy.substitutes_end(terms, event) for terms in (row.terms, *alone)]
            assert ends[0] == max(ends[1:])
            if row.status == Status.CANCELLED and before.get(row.pk) == Status.CONFIRMED:
                assert (row.owed_ore or 0) in {0, costs[0]}
            assert owed_ore(row) <= (fee or 0)

    def everything_is_written_down(self, entries: list[tuple[int | None, str]]) -> None:
        written: dict[int, str] = {}
        for pk, verb in entries:
            if verb in MADE_BY:
                written[pk] = MADE_BY[verb]
        came_instead = Counter(row.substitute_for_id for row in self.rows())
        for row in self.rows():
            if row.status == Status.SUBSTITUTED:
                assert came_instead[row.pk] == 1
            elif row.substitute_for_id is None or row.pk in written:
                assert written[row.pk] == row.status
        verbs = Counter(verb for _pk, verb in entries)
        owing = {row.pk for row in self.rows() if row.owed_ore is not None}
        left_owing = verbs["gave_back"] + sum(verb == "cancelled" and pk in owing for pk, verb in entries)
        assert verbs["released"] + sum(row.still_owed for row in self.rows()) == left_owing

    def whoever_left_first_is_released_first(self, entries: list[tuple[int | None, str]]) -> None:
        """As many as got a place from the list in this act, and nobody else, as long as anybody owes hers whose rule
        says so."""
        verbs = Counter(verb for _pk, verb in entries)
        assert verbs["released"] <= verbs["given_place"]
        owing = [row for row in self.rows() if row.still_owed]
        for row in owing:
            row.event = self.event
        waiting = [(row.ended_at, row.pk) for row in owing if row.terms.releases]
        if verbs["released"] < verbs["given_place"]:
            assert waiting == []
        ids = [pk for pk, verb in entries if verb == "released"]
        released = [(row.ended_at, row.pk) for row in self.rows() if row.pk in ids]
        if released and waiting:
            assert max(released) < min(waiting)

    def everything_is_told_once(self, entries: list[tuple[int | None, str]]) -> None:
        kinds = {"places_given": "given_place", "places_offered": "offered", "places_named": "named"}
        told: dict[str, Counter[int]] = {kind: Counter() for kind in (*kinds, "places_added")}
        heard = 0
        mails = OwedMail.objects.filter(kind__in=(*told, "place_corrected")).values_list("kind", "facts")
        for kind, facts in mails:
            if kind == "place_corrected":
                heard += facts.get("other_contact") is True
            # What is offered is told again to somebody else who becomes the contact.
            elif not (kind == "places_offered" and facts.get("again")):
                told[kind].update(facts["people"])
        for kind, verb in kinds.items():
            assert Counter(pk for pk, written in entries if written == verb) == told[kind]
        # Names and newcomers are told once.
        for kind in ("places_named", "places_added"):
            assert all(number == 1 for number in told[kind].values())
        assert heard == sum(verb == "contact_handed_over" for _pk, verb in entries)
        self.what_lapsed_is_told_once(entries)

    def what_lapsed_is_told_once(self, entries: list[tuple[int | None, str]]) -> None:
        """Each person's offer to the contact, who has one mail for all of the booking that lapsed at an instant."""
        mails = OwedMail.objects.filter(kind="offer_expired", registration=None)
        told = Counter(pk for facts in mails.values_list("facts", flat=True) for pk in facts["people"])
        assert told == Counter(pk for pk, verb in entries if verb == "offer_expired")
        assert all(number == 1 for number in told.values())
        instants = Counter(mails.values_list("booking", "created_at"))
        assert all(number == 1 for number in instants.values())

    def each_place_has_a_number_of_its_own(self) -> None:
        """Places whose names follow are told apart by it, also once others were added or handed over."""
        first = [(row.booking_id, row.place_number) for row in self.rows() if row.substitute_for_id is None]
        assert all(times == 1 for times in Counter(first).values())
        for row in self.rows():
            assert 1 <= row.place_number <= row.booking.size
            if row.substitute_for is not None:
                assert row.place_number == row.substitute_for.place_number

    def answers_belong_to_whom_they_were_given_for(self) -> None:
        of_people = Answer.objects.exclude(registration=None)
        for value, name in of_people.values_list("value", "registration__name"):
            assert value.partition(":")[0] == name
        of_bookings = Answer.objects.filter(registration=None)
        for value, booking, contact in of_bookings.values_list("value", "booking", "booking__contact_name"):
            # Whoever is the contact later, the answer is that of the one who gave it.
            assert value == self.answered_by.setdefault(booking, contact)
        assert {*of_people.values_list("question", flat=True)} <= {self.hat}
        assert {*of_bookings.values_list("question", flat=True)} <= {self.bus}
        is_asked = not Question.objects.get(pk=self.hat).is_retired
        if is_asked and not self.was_retired:
            # Whoever got a place under a name has answered, once; a place without one may have an answer too.
            answered = list(of_people.values_list("registration", flat=True))
            assert len(answered) == len(set(answered))
            assert {row.pk for row in self.rows() if row.name} <= set(answered)

    def nobody_is_overtaken(self, before: dict[int, str], after: dict[int, str], event: Event) -> None:
        """Of those who waited, whoever is passed while another gets something could not have used it."""
        parties = parties_of(line_of(event))
        how = list_rule.giving(policy.windows(event), now=self.at)
        if how is None:
            return
        free = places_left(event)
        if free is None:
            assert not parties
        if how is not list_rule.Giving.FIRST_YES:
            assert not list_rule.can_use(parties, free=free)
        moved = [
            pk for pk, status in after.items() if before.get(pk) != status and status in Registration.TAKING
        ]
        given = [row for row in self.rows() if row.pk in moved and row.waits_since is not None]
        since = [row for row in given if before.get(row.pk) == Status.WAITING]
        came_instead = {row.pk for row in self.rows() if row.substitute_for_id is not None}
        new = [pk for pk in moved if pk not in before and pk not in came_instead]
        for party in parties:
            later = [row for row in since if (row.waits_since, row.pk) > party.turn]
            could_use = len(later) + len(new) + (free or 0)
            if (later or new) and set(party.people) <= set(before):
                assert self.may_be_passed(party, could_use), (party, later, new, free)

    @staticmethod
    def may_be_passed(party: Party, places: int) -> bool:
        return party.together and len(party.people) > places

    def let_in(self, act: Callable[[], Any]) -> None:
        """Somebody new comes, and has a place only where nobody in line could use it. In the last hours places are free
        while people wait; a big group is then no reason to keep them from anybody."""
        before, event = self.snapshot(), self.event
        is_for_the_line = list_rule.can_use(parties_of(line_of(event)), free=places_left(event))
        is_last = list_rule.giving(policy.windows(event), now=self.at) is list_rule.Giving.FIRST_YES
        self.do(act, overtakes=is_last)
        if is_for_the_line:
            assert not [row for row in self.rows(*Registration.TAKING) if row.pk not in before]

    # ------------------------------------------------------------------ what people do

    def person(self) -> Person:
        self.number += 1
        name = f"Gæst {self.number}"
        return Person(
            name=name,
            price=self.prices.chosen_by(name, number=self.number, now=self.at),
            email=f"g{self.number}@example.org" if self.number % 3 else "",
            answers=((self.hat, f"{name}: grøn"), (self.bus, "det spørges ingen person om")),
        )

    def people(self, *, size: int, known: int, nameless: int) -> list[Person]:
        """Perhaps with somebody who is there already, and with places whose names follow."""
        people = [self.person() for _ in range(size)]
        holders = [row for row in self.rows(*Registration.CURRENT) if row.email]
        if known == 1 and holders:
            holder = self.one_of(holders, self.number)
            # What is answered for somebody who has a place already is not kept.
            people.insert(0, Person(name=holder.name, email=holder.email, answers=((self.hat, "en anden"),)))
        return people + [Person(name="")] * nameless

    @rule(
        size=st.integers(1, 4),
        how=st.sampled_from(WhenFull),
        known=st.integers(0, 3),
        items=st.sets(st.integers(0, 3), max_size=2),
        nameless=st.integers(0, 2),
    )
    def somebody_signs_up(
        self, size: int, how: WhenFull, known: int, items: set[int] = frozenset(), nameless: int = 0
    ) -> None:
        people = self.people(size=size, known=known, nameless=nameless)
        chooses = 1 if known == 1 and len(people) > size + nameless else 0
        people[chooses] = replace(people[chooses], sessions=self.picked(items))
        contact = Contact(name=f"Kontakt {self.number}", email=f"k{self.number}@example.org")
        with translation.override("da"):
            terms = sentences.terms(self.event, now=self.at, waits=how is not WhenFull.REFUSE)
        key = f"key-{self.number}"
        self.let_in(
            lambda: sign_up(
                event_id=self.event_id, contact=contact, people=people, terms=terms, key=key, language="da",
                now=self.at, actor=CONTACT, when_full=how, answers=((self.bus, contact.name),),
            )
        )  # fmt: skip

    def picked(self, numbers: Collection[int]) -> tuple[int, ...]:
        return tuple(self.items[number] for number in sorted(numbers))

    @rule(size=st.integers(1, 2), pick=st.integers(0, 50), waits=st.booleans())
    def an_invitation_is_used(self, size: int, pick: int, waits: bool) -> None:
        one = self.one_of(list(Invitation.objects.order_by("pk")), pick)
        if one is None:
            return
        people = [self.person() for _ in range(size)]
        line = [row for row in self.rows(Status.WAITING) if row.email]
        if waits and line:
            row = self.one_of(line, pick)
            # She leaves the list for the new place, and is asked anew.
            people[0] = Person(
                name=row.name,
                email=row.email,
                price=self.prices.chosen_by(row.name, number=self.number, now=self.at),
                answers=((self.hat, row.name),),
            )
        with translation.override("da"):
            terms = sentences.terms(self.event, now=self.at)
        contact = Contact(name=f"Inviteret {self.number}", email=f"i{self.number}@example.org")
        self.do(
            lambda: sign_up(
                event_id=self.event_id, contact=contact, people=people, terms=terms, key=f"i-{self.number}",
                language="da", now=self.at, actor=CONTACT, invitation_id=one.pk,
            ),
            overtakes=True,
        )  # fmt: skip

    @rule(pick=st.integers(0, 50), items=st.sets(st.integers(0, 3)))
    def items_are_chosen(self, pick: int, items: set[int]) -> None:
        place = self.one_of(self.rows(*Registration.CURRENT), pick)
        if place is not None:
            self.do(
                lambda: choosing.choose(
                    registration_id=place.pk, sessions=self.picked(items), now=self.at, actor=CONTACT
                )
            )

    @rule(
        pick=st.integers(0, 50),
        size=st.integers(0, 2),
        how=st.sampled_from(WhenFull),
        known=st.integers(0, 3),
        nameless=st.integers(0, 2),
    )
    def people_are_added(self, pick: int, size: int, how: WhenFull, known: int, nameless: int) -> None:
        place = self.one_of(self.rows(), pick)
        people = self.people(size=size, known=known, nameless=nameless)
        if place is None or not people:
            return
        with translation.override("da"):
            terms = sentences.terms(self.event, now=self.at, waits=how is not WhenFull.REFUSE)
        self.number += 1
        key = f"added-{self.number}"
        self.let_in(
            lambda: adding.add_people(
                booking_id=place.booking_id, people=people, terms=terms, key=key, now=self.at, actor=CONTACT,
                when_full=how,
            )
        )  # fmt: skip

    @rule(pick=st.integers(0, 50), most=st.integers(1, 3), known=st.integers(0, 3))
    def names_are_written(self, pick: int, most: int, known: int) -> None:
        place = self.one_of([row for row in self.rows(*Registration.CURRENT) if not row.name], pick)
        if place is None:
            return
        mine = [row for row in self.rows(*Registration.CURRENT) if row.booking_id == place.booking_id]
        free = [row.pk for row in mine if not row.name][:most]
        people = self.people(size=len(free), known=known, nameless=0)
        # Somebody who waits leaves the list for the place, and what is answered for her there is hers.
        told = [replace(person, answers=((self.hat, person.name),)) for person in people]
        names = dict(zip(free, told, strict=False))
        self.do(
            lambda: naming.name_places(booking_id=place.booking_id, names=names, now=self.at, actor=CONTACT)
        )

    @rule(pick=st.integers(0, 50), how=st.sampled_from(["asked", "accepted", "withdrawn", "at once"]))
    def the_contact_becomes_another(self, pick: int, how: str) -> None:
        place = self.one_of(self.rows(), pick)
        if place is None:
            return
        self.number += 1
        who = {"name": f"Kontakt {self.number}", "email": f"k{self.number}@example.org"}
        booking = place.booking_id
        if how == "at once":
            actor = by_organiser(self.dorte)
            self.do(
                lambda: contact_handover.hand_over(
                    booking_id=booking, **who, phone="", now=self.at, actor=actor
                )
            )
            return
        before = self.snapshot()
        self.do(lambda: contact_handover.ask_colleague(booking_id=booking, **who, now=self.at, actor=CONTACT))
        asked = ContactRequest.objects.filter(booking=booking, ended_at=None).first()
        if asked is not None and how == "accepted":
            self.do(
                lambda: contact_handover.accept(
                    request_id=asked.pk, key=asked.link_key, now=self.at, actor=CONTACT
                )
            )
        elif how == "withdrawn":
            self.do(lambda: contact_handover.withdraw(booking_id=booking, now=self.at, actor=CONTACT))
        assert self.snapshot() == before

    @rule(pick=st.integers(0, 50), back=st.booleans(), most=st.integers(1, 2))
    def somebody_leaves(self, pick: int, back: bool, most: int) -> None:
        leave = cancelling.give_back if back else cancelling.cancel
        for _one in range(most):
            place = self.one_of(self.rows(*Registration.CURRENT), pick)
            if place is not None:
                self.do(partial(leave, registration_id=place.pk, now=self.at, actor=CONTACT))

    @rule(pick=st.integers(0, 50), kind=st.sampled_from(["public", "private", "later"]))
    def somebody_tells_who_pays(self, pick: int, kind: str) -> None:
        place = self.one_of(self.rows(), pick)
        if place is not None:
            self.do(lambda: self.prices.payer_is(place.booking_id, kind, now=self.at))

    @rule(pick=st.integers(0, 2), ore=st.integers(0, 200_000))
    def a_price_is_changed(self, pick: int, ore: int) -> None:
        self.do(lambda: self.prices.change(pick, ore))

    @rule()
    def invoice_facts_are_fetched(self) -> None:
        self.do(lambda: self.prices.fetch(by=self.dorte, now=self.at))

    @rule(pick=st.integers(0, 50))
    def somebody_comes_instead(self, pick: int) -> None:
        place = self.one_of(self.rows(*Registration.CURRENT), pick)
        if place is not None:
            new = self.person()
            self.do(
                lambda: substituting.substitute(
                    registration_id=place.pk, person=new, now=self.at, actor=CONTACT
                )
            )

    @rule(pick=st.integers(0, 50), yes=st.sets(st.integers(0, 3)))
    def an_offer_is_answered(self, pick: int, yes: set[int]) -> None:
        place = self.one_of(self.rows(Status.OFFERED), pick)
        if place is None:
            return
        offered = [row.pk for row in self.rows(Status.OFFERED) if row.booking_id == place.booking_id]
        accepted = {pk for number, pk in enumerate(offered) if number in yes}
        self.do(
            lambda: answering.answer(
                booking_id=place.booking_id, accepted=accepted, now=self.at, actor=CONTACT
            )
        )

    @rule(pick=st.integers(0, 50), most=st.integers(1, 3))
    def a_free_place_is_taken(self, pick: int, most: int) -> None:
        place = self.one_of(self.rows(Status.WAITING), pick)
        if place is None:
            return
        mine = [row.pk for row in self.rows(Status.WAITING) if row.booking_id == place.booking_id]
        self.do(
            lambda: answering.take(
                booking_id=place.booking_id, places=set(mine[:most]), now=self.at, actor=CONTACT
            ),
            overtakes=True,
        )

    @rule(pick=st.integers(0, 50))
    def a_group_takes_places_as_they_come(self, pick: int) -> None:
        place = self.one_of(self.rows(Status.WAITING), pick)
        if place is not None:
            self.do(lambda: answering.wait_apart(booking_id=place.booking_id, now=self.at, actor=CONTACT))

    @rule(pick=st.integers(0, 50), colour=st.sampled_from(["blå", "rød", ""]))
    def somebody_answers_again(self, pick: int, colour: str) -> None:
        place = self.one_of(self.rows(*Registration.CURRENT), pick)
        if place is None or (not colour and not self.was_retired):
            return
        given = {self.hat: f"{place.name}: {colour}" if colour else ""}
        self.do(
            lambda: answers.answer(
                registration_id=place.pk, given=given, among=[self.hat], now=self.at, actor=ATTENDEE
            )
        )

    # ------------------------------------------------------------------ what organisers and time do

    @rule()
    def the_question_is_retired_or_asked_again(self) -> None:
        self.was_retired = True
        if Question.objects.get(pk=self.hat).is_retired:
            self.do(lambda: questions.ask_again(self.hat))
        else:
            self.do(lambda: questions.retire(self.hat, now=self.at))

    @rule(pick=st.integers(0, 50))
    def a_place_is_given_before_others(self, pick: int) -> None:
        place = self.one_of(self.rows(Status.WAITING), pick)
        if place is not None:
            actor = by_organiser(self.dorte, reason="Oplægsholder")
            self.do(
                lambda: answering.give(registration_id=place.pk, now=self.at, actor=actor), overtakes=True
            )

    @rule(pick=st.integers(0, 50))
    def somebody_is_let_off(self, pick: int) -> None:
        place = self.one_of(self.rows(Status.CONFIRMED), pick)
        if place is not None:
            actor = by_organiser(self.dorte, reason="Sygdom")
            self.do(lambda: cancelling.cancel(registration_id=place.pk, now=self.at, actor=actor))

    @rule(
        kind=st.sampled_from([*RULES]),
        day=st.integers(1, 12),
        instead=st.sampled_from([None, date(2026, 9, 12), date(2026, 9, 14)]),
    )
    def the_rule_is_changed(self, kind: str, day: int, instead: date | None) -> None:
        """Any of the four, the usual one with another day, and another last day for substitutes; the fee stays."""
        usual = {"binding_after": date(2026, 9, day), "cancellation_steps": None, "no_show_fee_ore": None}

        def change() -> None:
            columns = usual | RULES[kind] | {"fee_ore": 129_500, "substitutes_until": instead}
            Event.objects.filter(pk=self.event_id).update(**columns)
            with transaction.atomic():
                waiting.serve(locked_event(self.event_id), now=self.at)

        self.do(change)

    @rule(places=st.integers(1, 3), also=st.booleans())
    def somebody_is_invited(self, places: int, also: bool) -> None:
        self.do(
            lambda: inviting.invite(
                event_id=self.event_id, whom="Æva", places=places, also_when_closed=also, now=self.at,
                actor=by_organiser(self.dorte),
            )
        )  # fmt: skip

    @rule(pick=st.integers(0, 50))
    def an_invitation_is_withdrawn(self, pick: int) -> None:
        one = self.one_of(list(Invitation.objects.order_by("pk")), pick)
        if one is not None:
            self.do(
                lambda: inviting.withdraw(invitation_id=one.pk, now=self.at, actor=by_organiser(self.dorte))
            )

    @rule(places=st.integers(1, 2))
    def reserved_places_are_released(self, places: int) -> None:
        self.do(
            lambda: inviting.release_reserved(
                event_id=self.event_id, places=places, now=self.at, actor=by_organiser(self.dorte)
            )
        )

    @rule(number=st.integers(0, 3))
    def the_number_of_reserved_places_is_changed(self, number: int) -> None:
        def change() -> None:
            capacity = self.event.capacity
            reserved = number if capacity is None else min(number, capacity)
            Event.objects.filter(pk=self.event_id).update(reserved_places=reserved)
            with transaction.atomic():
                waiting.serve(locked_event(self.event_id), now=self.at)

        self.do(change)

    @rule(capacity=st.one_of(st.none(), st.integers(0, 6)))
    def the_number_of_places_is_changed(self, capacity: int | None) -> None:
        def change() -> None:
            reserved = (
                self.event.reserved_places if capacity is None else min(self.event.reserved_places, capacity)
            )
            Event.objects.filter(pk=self.event_id).update(capacity=capacity, reserved_places=reserved)
            with transaction.atomic():
                waiting.serve(locked_event(self.event_id), now=self.at)

        self.do(change)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.it_is(self.at + timedelta(hours=hours))

    @rule(moment=st.sampled_from(MOMENTS))
    def it_is_soon(self, moment: datetime) -> None:
        self.it_is(max(moment, self.at))

    def it_is(self, moment: datetime) -> None:
        self.at = min(moment, STARTED)
        self.do(lambda: waiting.move_all(now=self.at))
        if self.at < STARTED:
            assert not [row for row in self.rows(Status.OFFERED) if row.offer_until <= self.at]
        remind(now=self.at)
        everybody_is_reminded_once(now=self.at)
        # Twice at one instant moves nothing more.
        before, owed = self.snapshot(), OwedMail.objects.count()
        waiting.move_all(now=self.at)
        assert (self.snapshot(), OwedMail.objects.count()) == (before, owed)

    @initialize(
        moment=st.sampled_from(MOMENTS),
        line=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(WhenFull)), max_size=2),
    )
    def it_is_full(self, moment: datetime, line: list[tuple[int, WhenFull]]) -> None:
        """At any time, and groups are in line."""
        self.somebody_signs_up(3, WhenFull.REFUSE, 0)
        self.it_is_soon(moment)
        for size, how in line:
            self.somebody_signs_up(size, how, 0)


def run(*, examples: int, steps: int) -> None:
    with transaction.atomic():
        Weeks.world = World()
        run_state_machine_as_test(
            Weeks,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.mark.early
@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_the_list_keeps_its_rule() -> None:
    run(examples=20, steps=10)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("_part", range(8))
def test_the_list_keeps_its_rule_through_many_weeks(_part: int) -> None:
    """Each part at random, so that several workers share them."""
    run(examples=25, steps=50)
