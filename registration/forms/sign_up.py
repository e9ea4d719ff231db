"""The whole sign-up: contact, number and cards."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from programme.form_errors import told_errors
from programme.models import Event
from registration.cards import PRICE
from registration.forms import items
from registration.forms.base import PeopleForm
from registration.forms.cards import CardsForm
from registration.forms.contact import ContactForm, contact_as_person, contact_of
from registration.forms.payer import PayerForm
from registration.forms.people import tell_who_stands_twice
from registration.payer_facts import PayerFacts
from registration.prices import offers
from registration.questions import Given
from registration.services.people import Contact, Person


class SignUpForm(CardsForm):
    """The whole form: who signs up, whether she comes herself, and a card for each of the others. Room in programme
    items is not judged at the last button (`confirms`), where the service knows."""

    def __init__(
        self,
        event: Event,
        typed: Mapping[str, str],
        *,
        now: datetime,
        judged: bool = False,
        confirms: bool = False,
    ) -> None:
        super().__init__(event, typed, now=now, judged=judged, judges_room=not confirms)
        data: dict[str, Any] = {"data": self.typed} if judged else {}
        alone = self.attends and self.count == 1
        self.contact_form = ContactForm(
            event=event, attends=self.attends, alone=alone, now=now, initial=self.initial(), **data
        )
        # What is asked of the contact about herself where she comes, and once for all of them.
        self.own = self.of_each.of_one(herself=True) if self.attends else None
        own = [self.own.items] if self.own else []
        items.say_rule_once([*own, *(card.asked.items for card in self.cards)])
        self.booking_questions = self.of_each.of_booking()
        # Only where there is something to pay; whoever pays nothing may leave it.
        self.payer_form = None
        if not event.is_free:
            costs = self._costs(now)
            self.payer_form = PayerForm(
                prefix="payer", required=costs, initial=self.initial("payer-"), **data
            )
        if judged:
            self._judge_together()

    @property
    def forms(self) -> list[PeopleForm]:
        payer = [self.payer_form] if self.payer_form else []
        return [self.contact_form, *(self.own or ()), *super().forms, self.booking_questions, *payer]

    def _costs(self, now: datetime) -> bool:
        """Whether anybody's price, as it was chosen, is more than nothing."""
        ore = {offer.key: offer.ore for offer in offers(self.event, now=now)}
        first = next(iter(ore.values()))
        names = [PRICE] if self.attends else []
        names += [card.facts.add_prefix(PRICE) for card in self.cards]
        return any(ore.get(self.typed.get(name, ""), first) for name in names)

    def errors(self) -> Iterator[tuple[str, str]]:
        """The id of each field in error and what is wrong with whom, in the order they are laid out."""
        for form in (self.contact_form, *(self.own or ())):
            yield from told_errors(form)
        for card in self.cards:
            yield from card.errors()
        yield from told_errors(self.booking_questions)
        if self.payer_form:
            yield from told_errors(self.payer_form)

    @property
    def numbers(self) -> list[int]:
        """One for each person in the order of `people`: 0 is the contact herself, the cards count from 1, and on from
        there those whose names follow."""
        return list(range(0 if self.attends else 1, len(self.cards) + self.later + 1))

    def focus_card(self, number: int) -> None:
        """The page opens at this card, from 1; at the contact's own fields when there is none."""
        form: PeopleForm = self.contact_form
        if self.cards and number > 0:
            form = self.cards[min(number, len(self.cards)) - 1].facts
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True

    def focus_first_empty(self) -> None:
        """The page opens at the first name that is not written yet, else at the first field."""
        forms = (self.contact_form, *(card.facts for card in self.cards))
        names = [form.add_prefix(next(iter(form.fields))) for form in forms]
        empty = [number for number, name in enumerate(names) if not self.typed.get(name, "").strip()]
        self.focus_card(empty[0] if empty else 0)

    def _judge_together(self) -> None:
        """The same person twice in one booking is a slip of the hand, told at the second card."""
        if not self.each_is_valid():
            return
        facts = [card.facts for card in self.cards]
        forms_of_people = [self.contact_form, *facts] if self.attends else facts
        named = self.people()[: len(forms_of_people)]
        tell_who_stands_twice(forms_of_people, named, contact=self.contact())
        own = [self.own.items] if self.own else []
        items.tell_who_has_no_room([*own, *(card.asked.items for card in self.cards)])

    def contact(self) -> Contact:
        return contact_of(self.contact_form)

    def people(self) -> list[Person]:
        """Everybody who is to have a place, the contact first when she comes herself, those whose names follow last."""
        shared = self.contact_form.cleaned_data
        common = {fact: shared.get(fact, "") for fact in ("organisation", "municipality")}
        own = [contact_as_person(self.contact_form, **self.own.given())] if self.own else []
        later = [Person(name="", **common) for _place in range(self.later)]
        return own + [card.person(**common) for card in self.cards] + later

    def payer(self) -> PayerFacts | None:
        """Who is sent the invoice; None where there is none, or nobody was asked."""
        return self.payer_form.facts() if self.payer_form else None

    def booking_answers(self) -> Given:
        """What was answered once for everybody."""
        return self.booking_questions.given()

    def answers(self) -> dict[str, str]:
        """Everything typed that belongs to this form, to travel in a page."""
        plain = [self.contact_form, *(card.facts for card in self.cards), *filter(None, [self.payer_form])]
        names = [form.add_prefix(name) for form in plain for name in form.fields]
        kept = {name: self.typed.get(name, "") for name in names}
        for asked in (*filter(None, [self.own]), *(card.asked for card in self.cards)):
            kept |= asked.typed_in(self.typed)
        kept |= self.booking_questions.typed_in(self.typed)
        if items.NO_ITEMS in self.typed:
            kept[items.NO_ITEMS] = self.typed[items.NO_ITEMS]
        return kept | {
            "count": str(self.count),
            "attends": "1" if self.attends else "",
            "later": str(self.later) if self.later else "",
        }
