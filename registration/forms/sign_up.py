"""The whole sign-up: contact, number and cards."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext

from programme.form_errors import told_errors
from programme.models import Event
from registration import cards
from registration.cards import PRICE
from registration.forms import items
from registration.forms.base import PeopleForm
from registration.forms.contact import ContactForm, contact_of
from registration.forms.items import ItemsForm
from registration.forms.payer import PayerForm
from registration.forms.people import PersonForm, person_of, tell_who_stands_twice
from registration.forms.questions import QuestionsForm, initial_typed
from registration.models import Question
from registration.payer_facts import PayerFacts
from registration.prices import offers
from registration.questions import Given, asked_of
from registration.services.people import Contact, Person


class SignUpForm:
    """The whole form: who signs up, whether she comes herself, and a card for each of the others.

    `typed` is what the browser sent, or what was typed before cards were added or removed; it is only judged when
    `judged`, and room in programme items not at the last button (`confirms`), where the service knows. Nothing typed is
    ever dropped, so there may be more cards than were asked for."""

    def __init__(
        self,
        event: Event,
        typed: Mapping[str, str],
        *,
        now: datetime,
        judged: bool = False,
        confirms: bool = False,
    ) -> None:
        self.event = event
        self.asked = cards.asked(typed)
        self.typed = cards.settled(typed)
        self.attends = cards.comes(self.typed)
        self.count = int(self.typed["count"])
        # For so many of them the names follow.
        self.later = cards.nameless(self.typed)
        numbers = range(1, self.count - self.attends - self.later + 1)
        options: dict[str, Any] = {"data": self.typed} if judged else {}

        def initial(prefix: str = "") -> dict[str, str]:
            return {
                key.removeprefix(prefix): value for key, value in self.typed.items() if key.startswith(prefix)
            }

        self.contact_form = ContactForm(
            event=event,
            attends=self.attends,
            alone=self.attends and self.count == 1,
            now=now,
            initial=initial(),
            **options,
        )
        self.cards = [
            PersonForm(event=event, now=now, prefix=f"p{i}", initial=initial(f"p{i}-"), **options)
            for i in numbers
        ]
        of_each = asked_of(event, Question.Asked.SIGN_UP)
        of_booking = asked_of(event, Question.Asked.BOOKING)

        def asking(questions: list[Question], prefix: str = "") -> QuestionsForm:
            first = initial_typed(questions, self.typed, prefix=prefix)
            return QuestionsForm(questions, prefix=prefix or None, initial=first, **options)

        # What is asked of the contact about herself, of each of the others, and once for all of them.
        self.own_questions = asking(of_each if self.attends else [])
        self.card_questions = [asking(of_each, f"p{i}") for i in numbers]
        self.booking_questions = asking(of_booking)
        # Only where there is something to pay; whoever pays nothing may leave it.
        self.payer_form = (
            None
            if event.is_free
            else PayerForm(prefix="payer", required=self._costs(now), initial=initial("payer-"), **options)
        )

        # Whoever waits, and whoever signs up when the choice has closed, chooses nothing here.
        self.offer = items.offer_on_page(event, self.typed)
        choosing_items = partial(
            items.items_on_page, self.offer, self.typed, event=event, judges_room=not confirms, **options
        )
        self.own_items = choosing_items(herself=True) if self.attends else None
        self.card_items = [choosing_items(prefix=f"p{i}") for i in numbers]
        self.judged = judged
        if judged:
            self._judge_together()

    @property
    def forms(self) -> list[PeopleForm]:
        of_each = zip(self.cards, self.card_questions, self.card_items, strict=True)
        of_cards = [form for of_one in of_each for form in of_one]
        own = [self.own_questions, *([self.own_items] if self.own_items else [])]
        payer = [self.payer_form] if self.payer_form else []
        return [self.contact_form, *own, *of_cards, self.booking_questions, *payer]

    def _costs(self, now: datetime) -> bool:
        """Whether anybody's price, as it was chosen, is more than nothing."""
        ore = {offer.key: offer.ore for offer in offers(self.event, now=now)}
        first = next(iter(ore.values()))
        names = [PRICE] if self.attends else []
        names += [f"p{i}-{PRICE}" for i in range(1, len(self.cards) + 1)]
        return any(ore.get(self.typed.get(name, ""), first) for name in names)

    def is_valid(self) -> bool:
        return self.judged and self._each_is_valid()

    def _each_is_valid(self) -> bool:
        """Every form is asked, so that every error is found at once."""
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def errors(self) -> Iterator[tuple[str, str]]:
        """The id of each field in error and what is wrong with whom, in the order they are laid out."""
        yield from told_errors(self.contact_form)
        yield from told_errors(self.own_questions)
        if self.own_items:
            yield from told_errors(self.own_items)
        for title, card, questions, chosen in self.titled_cards:
            for form in (card, questions, chosen):
                yield from told_errors(form, whom=title)
        yield from told_errors(self.booking_questions)
        if self.payer_form:
            yield from told_errors(self.payer_form)

    @property
    def first_number(self) -> int:
        """The number of the first card: the contact is number one when she comes herself."""
        return 2 if self.attends else 1

    @property
    def numbers(self) -> list[int]:
        """One for each person in the order of `people`: 0 is the contact herself, the cards count from 1, and on from
        there those whose names follow."""
        return list(range(0 if self.attends else 1, len(self.cards) + self.later + 1))

    @staticmethod
    def title(number: int) -> str:
        return gettext("Person %(number)d") % {"number": number}

    @property
    def titled_cards(self) -> list[tuple[str, PersonForm, QuestionsForm, ItemsForm]]:
        of_each = zip(self.cards, self.card_questions, self.card_items, strict=True)
        numbered = enumerate(of_each, start=self.first_number)
        return [(self.title(number), *of_one) for number, of_one in numbered]

    def focus_card(self, number: int) -> None:
        """The page opens at this card, from 1; at the contact's own fields when there is none."""
        form = (
            self.cards[min(number, len(self.cards)) - 1] if self.cards and number > 0 else self.contact_form
        )
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True

    def focus_first_empty(self) -> None:
        """The page opens at the first name that is not written yet, else at the first field."""
        names = [form.add_prefix(next(iter(form.fields))) for form in (self.contact_form, *self.cards)]
        empty = [number for number, name in enumerate(names) if not self.typed.get(name, "").strip()]
        self.focus_card(empty[0] if empty else 0)

    def number_notice(self) -> str:
        """Why there are other cards than the number asked for; "" where there are just those."""
        said = []
        most = {"most": cards.MOST_PEOPLE}
        if self.asked is None:
            sentence = gettext("Write a number from 1 to %(most)d. The number is still %(count)d.")
            said.append(sentence % (most | {"count": self.count}))
        elif self.asked < self.count and self.later:
            sentence = gettext(
                "With those whose names follow there are %(count)d people, so the number is %(count)d."
            )
            said.append(sentence % {"count": self.count})
        elif self.asked < self.count:
            sentence = gettext("You have filled in %(count)d people, so the number is %(count)d.")
            said.append(sentence % {"count": self.count})
        if max(self.asked or 0, self.count) > cards.MOST_PEOPLE:
            said.append(gettext("At most %(most)d people can be signed up at a time.") % most)
        if (self.asked or self.count) < self.count or self.count > cards.MOST_PEOPLE:
            said.append(gettext("Press “Remove this person” at anybody who is not to be signed up."))
        return " ".join(said)

    @property
    def shape(self) -> str:
        """How many and whether she comes herself, as the page shows it: a page answered with another shape has too many
        fields or too few."""
        return f"{self.count}-{int(self.attends)}-{self.later}"

    def answers_another_page(self) -> bool:
        """Whether the page that was answered had other fields than this one."""
        if not self.typed.get("shape"):
            return False
        return cards.shape_of(self.typed) != (len(self.cards), self.attends)

    @property
    def empty_cards(self) -> int:
        return cards.empty_cards(self.typed)

    def _judge_together(self) -> None:
        """The same person twice in one booking is a slip of the hand, told at the second card."""
        if not self._each_is_valid():
            return
        forms_of_people = [self.contact_form, *self.cards] if self.attends else self.cards
        named = self.people()[: len(forms_of_people)]
        tell_who_stands_twice(forms_of_people, named, contact=self.contact())
        items.tell_who_has_no_room([one for one in (self.own_items, *self.card_items) if one])

    def contact(self) -> Contact:
        return contact_of(self.contact_form)

    def people(self) -> list[Person]:
        """Everybody who is to have a place, the contact first when she comes herself, those whose names follow last."""
        shared = self.contact_form.cleaned_data
        common = {fact: shared.get(fact, "") for fact in ("organisation", "municipality")}
        of_each = zip(self.cards, self.card_questions, self.card_items, strict=True)
        people = [person_of(*of_one, **common) for of_one in of_each]
        if self.attends:
            themself = Person(
                name=shared["contact_name"],
                job_title=shared.get("job_title", ""),
                email=shared["contact_email"],
                phone=shared.get("contact_phone", ""),
                answers=self.own_questions.given(),
                price=shared.get(PRICE, ""),
                sessions=self.own_items.chosen() if self.own_items else (),
                wishes=self.own_items.wishes() if self.own_items else (),
                **common,
            )
            people.insert(0, themself)
        return people + [Person(name="", **common) for _place in range(self.later)]

    def payer(self) -> PayerFacts | None:
        """Who is sent the invoice; None where there is none, or nobody was asked."""
        return self.payer_form.facts() if self.payer_form else None

    def booking_answers(self) -> Given:
        """What was answered once for everybody."""
        return self.booking_questions.given()

    def answers(self) -> dict[str, str]:
        """Everything typed that belongs to this form, to travel in a page."""
        plain = [self.contact_form, *self.cards, *filter(None, [self.payer_form])]
        names = [form.add_prefix(name) for form in plain for name in form.fields]
        kept = {name: self.typed.get(name, "") for name in names}
        for form in (self.own_questions, *self.card_questions, self.booking_questions):
            kept |= form.typed_in(self.typed)
        for one in (*([self.own_items] if self.own_items else []), *self.card_items):
            kept |= one.typed_in(self.typed)
        if items.NO_ITEMS in self.typed:
            kept[items.NO_ITEMS] = self.typed[items.NO_ITEMS]
        return kept | {
            "count": str(self.count),
            "attends": "1" if self.attends else "",
            "later": str(self.later) if self.later else "",
        }
