"""What people do in the random weeks."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from registration.models import Booking, ContactRequest, Invitation
from registration.services import (
    adding,
    answers,
    cancelling,
    choosing,
    contact_handover,
    naming,
    substituting,
)
from registration.services.acts import ATTENDEE, CONTACT
from registration.services.acts import organiser as by_organiser
from registration.services.booking import sign_up
from registration.services.people import Contact, Person
from registration.services.room import WhenFull
from tests.registration.weeks.reading import CONFIRMED, TAKING, WAITING, Place, folded
from tests.registration.weeks.wishers import PICK, ByWishers

HOW = st.sampled_from(WhenFull)
SPELLINGS = (
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f" {text.replace(' ', '  ')}",
)


class ByPeople(ByWishers):
    def person(self) -> Person:
        self.memory.number += 1
        number = self.memory.number
        return self._person(f"Åse Gæst {number}", email=f"g{number}@example.org" if number % 3 else "")

    def _person(self, name: str, *, email: str) -> Person:
        memory = self.memory
        return Person(
            name=name,
            price=memory.prices.chosen_by(name, number=memory.number, now=memory.at),
            email=email,
            answers=((self.world.hat, f"{name}: grøn"), (self.world.bus, "det spørges ingen person om")),
        )

    def again(self, place: Place) -> Person:
        """Somebody who is there already, as she is typed once more."""
        spelled = SPELLINGS[self.memory.number % len(SPELLINGS)]
        return self._person(spelled(place.name), email=place.email.upper())

    def people(self, *, size: int, known: int, nameless: int) -> list[Person]:
        """Perhaps with somebody who is there already, and with places whose names follow."""
        people = [self.person() for _ in range(size)]
        holders = [one for one in self.state.current if one.email]
        if known == 1 and holders:
            holder = self.again(self.one_of(holders, self.memory.number))
            # What is answered for somebody who has a place already is not kept.
            people.insert(0, replace(holder, answers=((self.world.hat, "en anden"),)))
        return people + [Person(name="")] * nameless

    def picked(self, numbers: Collection[int]) -> tuple[int, ...]:
        return tuple(self.world.items[number] for number in sorted(numbers))

    # ------------------------------------------------------------------ they come

    @rule(
        size=st.integers(1, 3),
        how=HOW,
        known=st.integers(0, 3),
        items=st.sets(st.integers(0, 3), max_size=2),
        nameless=st.integers(0, 1),
        wishes=st.sampled_from([(), (), (4,), (4, 8), (7, 5, 4), (6, 8, 7)]),
    )
    def somebody_signs_up(
        self,
        size: int,
        how: WhenFull,
        known: int = 0,
        items: Collection[int] = (),
        nameless: int = 0,
        wishes: Sequence[int] = (),
    ) -> None:
        people = self.people(size=size, known=known, nameless=nameless)
        chooses = 1 if known == 1 and len(people) > size + nameless else 0
        chooser = replace(
            people[chooses],
            sessions=self.picked(items),
            wishes=tuple(self.world.items[number] for number in wishes),
        )
        people[chooses] = chooser
        number = self.memory.number
        contact = Contact(name=f"Kontakt {number}", email=f"k{number}@example.org")
        terms = self.terms(waits=how is not WhenFull.REFUSE)
        if self.let_in(
            lambda: sign_up(
                event_id=self.world.event_id, contact=contact, people=people, terms=terms, key=f"key-{number}",
                language="da", now=self.memory.at, actor=CONTACT, when_full=how,
                answers=((self.world.bus, contact.name),),
            )
        ):  # fmt: skip
            place = next(one for one in self.state.current if one.name == chooser.name)
            # Whoever waits chooses and wishes once she has a place.
            has_one = place.status == CONFIRMED and place.since is None
            self.she_has(place.pk, chooser.sessions if has_one else ())
            self.she_wishes_for(place.pk, chooser.wishes if has_one else ())

    @precondition(lambda self: self.state.places)
    @rule(pick=PICK, size=st.integers(0, 2), how=HOW, known=st.integers(0, 3), nameless=st.integers(0, 1))
    def people_are_added(self, pick: int, size: int, how: WhenFull, known: int, nameless: int) -> None:
        place = self.one_of(list(self.state.places.values()), pick)
        people = self.people(size=size, known=known, nameless=nameless)
        if not people:
            return
        terms = self.terms(waits=how is not WhenFull.REFUSE)
        self.memory.number += 1
        key = f"added-{self.memory.number}"
        self.let_in(
            lambda: adding.add_people(
                booking_id=place.booking, people=people, terms=terms, key=key, now=self.memory.at,
                actor=CONTACT, when_full=how,
            )
        )  # fmt: skip

    @precondition(lambda self: Invitation.objects.exists())
    @rule(size=st.integers(1, 2), pick=PICK, waits=st.booleans())
    def an_invitation_is_used(self, size: int, pick: int, waits: bool) -> None:
        """Perhaps by somebody in line, who leaves it for the new place and is asked anew."""
        one = self.one_of(list(Invitation.objects.order_by("pk")), pick)
        people, about = [self.person() for _ in range(size)], set()
        line = [place for place in self.state.of(WAITING) if place.email]
        if waits and line:
            place = self.one_of(line, pick)
            people[0], about = self.again(place), {place.pk}
        terms, number = self.terms(), self.memory.number
        contact = Contact(name=f"Inviteret {number}", email=f"i{number}@example.org")
        self.do(
            lambda: sign_up(
                event_id=self.world.event_id, contact=contact, people=people, terms=terms, key=f"i-{number}",
                language="da", now=self.memory.at, actor=CONTACT, invitation_id=one.pk,
            ),
            about=about, overtakes=True,
        )  # fmt: skip

    @precondition(lambda self: self.state.left and self.state.of(WAITING))
    @rule(size=st.integers(1, 2))
    def somebody_is_let_in_before_others(self, size: int) -> None:
        """By an organiser, with a reason."""
        people, number = [self.person() for _ in range(size)], self.memory.number
        contact = Contact(name=f"Kontakt {number}", email=f"k{number}@example.org")
        terms, actor = self.terms(), by_organiser(self.world.dorte, reason="Oplægsholder")
        self.do(
            lambda: sign_up(
                event_id=self.world.event_id, contact=contact, people=people, terms=terms, key=f"o-{number}",
                language="da", now=self.memory.at, actor=actor, answers=((self.world.bus, contact.name),),
            ),
            overtakes=True,
        )  # fmt: skip

    @precondition(lambda self: [one for one in self.state.current if not one.name])
    @rule(pick=PICK, most=st.integers(1, 2), known=st.sampled_from([0, 1, 1, 2]))
    def names_are_written(self, pick: int, most: int, known: int = 0) -> None:
        place = self.one_of([one for one in self.state.current if not one.name], pick)
        mine = [one for one in self.state.current if one.booking == place.booking]
        free = [one.pk for one in mine if not one.name][:most]
        people = [self.person() for _ in free]
        # Whoever waits leaves the list for the place; whoever has one is refused.
        there = [one for one in self.state.current if one.email and (known > 1 or one.status == WAITING)]
        if known and there:
            people[0] = self.again(self.one_of(there, pick))
        # What was answered for the place before is not hers.
        told = [replace(person, answers=((self.world.hat, person.name),)) for person in people]
        names = dict(zip(free, told, strict=False))
        left = {
            one.pk
            for one in self.state.of(WAITING)
            if one.folded in {folded(person.name) for person in names.values()}
        }
        self.do(
            lambda: naming.name_places(
                booking_id=place.booking, names=names, now=self.memory.at, actor=CONTACT
            ),
            about=left,
        )

    # ------------------------------------------------------------------ they change

    @precondition(lambda self: self.state.current)
    @rule(
        pick=PICK,
        items=st.sets(st.sampled_from([0, 1, 2, 3, 0, 1, 2, 3, 4, 6, 8, 9]), min_size=1, max_size=3),
        waits=st.booleans(),
    )
    def items_are_chosen(self, pick: int, items: Collection[int], waits: bool = False) -> None:
        """By whoever has a place, or perhaps by somebody who `waits` for one."""
        some = self.state.of(WAITING) if waits else self.state.of(CONFIRMED)
        place = self.one_of(some or self.state.current, pick)
        if self.do(
            lambda: choosing.choose(
                registration_id=place.pk, sessions=self.picked(items), now=self.memory.at, actor=CONTACT
            )
        ):
            self.she_has(place.pk, self.picked(items))

    @precondition(lambda self: self.state.places)
    @rule(pick=PICK, how=st.sampled_from(["accepted", "withdrawn", "at once"]))
    def the_contact_becomes_another(self, pick: int, how: str) -> None:
        booking = self.one_of(list(self.state.places.values()), pick).booking
        self.memory.number += 1
        number, at = self.memory.number, self.memory.at
        name, email = f"Kontakt {number}", f"k{number}@example.org"
        before = Booking.objects.values("contact_name", "contact_email", "link_key").get(pk=booking)
        if how == "at once":
            actor = by_organiser(self.world.dorte)
            done = self.do(
                lambda: contact_handover.hand_over(
                    booking_id=booking, name=name, email=email, phone="", now=at, actor=actor
                )
            )
        else:
            self.do(
                lambda: contact_handover.ask_colleague(
                    booking_id=booking, name=name, email=email, now=at, actor=CONTACT
                )
            )
            done = self._request_ends(booking, how)
        after = Booking.objects.values("contact_name", "contact_email", "link_key").get(pk=booking)
        if not done:
            assert after == before
            return
        # There is one contact, and the link of the one before her opens nothing.
        assert (after["contact_name"], after["contact_email"]) == (name, email)
        assert after["link_key"] != before["link_key"]
        assert not ContactRequest.objects.filter(booking=booking, ended_at=None).exists()

    def _request_ends(self, booking: int, how: str) -> bool:
        """Whether the colleague is the contact now."""
        asked = ContactRequest.objects.filter(booking=booking, ended_at=None).first()
        if asked is None:
            return False
        now = self.memory.at
        if how == "withdrawn":
            self.do(lambda: contact_handover.withdraw(booking_id=booking, now=now, actor=CONTACT))
            return False
        return self.do(
            lambda: contact_handover.accept(request_id=asked.pk, key=asked.link_key, now=now, actor=CONTACT)
        )

    @precondition(lambda self: self.state.current)
    @rule(pick=PICK, waits=st.booleans())
    def somebody_comes_instead(self, pick: int, waits: bool = False) -> None:
        """Perhaps somebody in line, who leaves it in the same act."""
        line = [one for one in self.state.of(WAITING) if one.email]
        takers = [one for one in self.state.current if one.takes]
        place = self.one_of(takers if waits and takers else self.state.current, pick)
        person, about = self.person(), {place.pk}
        if waits and line:
            other = self.one_of(line, pick)
            person, about = self.again(other), {place.pk, other.pk}
        self.do(
            lambda: substituting.substitute(
                registration_id=place.pk, person=person, now=self.memory.at, actor=CONTACT
            ),
            about=about,
        )

    @precondition(lambda self: self.state.current)
    @rule(pick=PICK, most=st.integers(1, 2), waits=st.booleans())
    def somebody_leaves(self, pick: int, most: int = 1, waits: bool = False) -> None:
        """Freely or for what it costs; and where the place is bound, by giving it back."""
        for _one in range(most):
            some = [one for one in self.state.current if waits or one.status in TAKING]
            if not some:
                return
            place = self.one_of(some, pick)
            for leave in (cancelling.cancel, cancelling.give_back):
                if self.do(
                    lambda leave=leave, place=place: leave(
                        registration_id=place.pk, now=self.memory.at, actor=CONTACT
                    ),
                    about={place.pk},
                ):
                    break

    @precondition(lambda self: self.state.current)
    @rule(pick=PICK, colour=st.sampled_from(["blå", "rød", ""]))
    def somebody_answers_again(self, pick: int, colour: str) -> None:
        place = self.one_of(self.state.current, pick)
        if not colour and not self.memory.was_retired:
            return
        hat = self.world.hat
        given = {hat: f"{place.name}: {colour}" if colour else ""}
        self.do(
            lambda: answers.answer(
                registration_id=place.pk, given=given, among=[hat], now=self.memory.at, actor=ATTENDEE
            )
        )
