"""Who is added to a booking: cards, with what is asked of each and chosen for her, and places whose names follow."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from programme.form_errors import told_errors
from registration import cards
from registration.forms import items
from registration.forms.base import PeopleForm
from registration.forms.items import ItemsForm
from registration.forms.people import PersonForm, person_of, tell_who_stands_twice
from registration.forms.questions import QuestionsForm, initial_typed
from registration.models import Booking, Question
from registration.questions import asked_of
from registration.services.adding import contact_of
from registration.services.people import Person


class AddForm:
    """The cards of the people who are added. Nothing typed is ever dropped, so there may be more than were asked
    for. Once the page's act `is_done`, it has itself taken what room there was in programme items."""

    def __init__(
        self,
        booking: Booking,
        typed: Mapping[str, str],
        *,
        now: datetime,
        judged: bool = False,
        is_done: bool = False,
    ) -> None:
        self.booking, self.judged = booking, judged
        self.asked = cards.asked(typed)
        self.typed = cards.settled({**typed, "attends": ""})
        self.count = int(self.typed["count"])
        # For so many of them the names follow.
        self.later = cards.nameless(self.typed)
        options: dict[str, Any] = {"data": self.typed} if judged else {}
        numbers = range(1, self.count - self.later + 1)
        self.cards = [
            PersonForm(
                event=booking.event, now=now, prefix=f"p{i}", initial=self._initial(f"p{i}-"), **options
            )
            for i in numbers
        ]
        asked = asked_of(booking.event, Question.Asked.SIGN_UP)
        self.card_questions = [
            QuestionsForm(
                asked,
                prefix=f"p{i}",
                initial=initial_typed(asked, self.typed, prefix=f"p{i}"),
                **options,
            )
            for i in numbers
        ]
        # Whoever waits, and whoever is added when the choice has closed, chooses later or not at all.
        self.offer = items.offer_on_page(booking.event, self.typed)
        self.card_items = [
            items.items_on_page(
                self.offer,
                self.typed,
                event=booking.event,
                judges_room=not is_done,
                prefix=f"p{i}",
                **options,
            )
            for i in numbers
        ]
        if judged and self._each_is_valid():
            named = self.people()[: len(self.cards)]
            tell_who_stands_twice(self.cards, named, contact=contact_of(booking))
            items.tell_who_has_no_room(self.card_items)

    def _initial(self, prefix: str) -> dict[str, str]:
        return {
            key.removeprefix(prefix): value for key, value in self.typed.items() if key.startswith(prefix)
        }

    def is_valid(self) -> bool:
        return self.judged and self._each_is_valid()

    def _each_is_valid(self) -> bool:
        """Every card is asked, so that every error is found at once."""
        forms: list[PeopleForm] = [*self.cards, *self.card_questions, *self.card_items]
        answers = [form.is_valid() for form in forms]
        return all(answers)

    def errors(self) -> Iterator[tuple[str, str]]:
        for title, card, questions, chosen in self.titled_cards:
            for form in (card, questions, chosen):
                yield from told_errors(form, whom=title)

    @property
    def titled_cards(self) -> list[tuple[str, PersonForm, QuestionsForm, ItemsForm]]:
        return [
            (gettext("Person %(number)d") % {"number": number}, *of_one)
            for number, of_one in enumerate(self._of_each(), start=1)
        ]

    def _of_each(self) -> Iterator[tuple[PersonForm, QuestionsForm, ItemsForm]]:
        return zip(self.cards, self.card_questions, self.card_items, strict=True)

    @property
    def empty_cards(self) -> int:
        return cards.empty_cards(self.typed)

    @property
    def shape(self) -> str:
        return f"{self.count}-0-{self.later}"

    def answers_another_page(self) -> bool:
        """Whether the page that was answered had other fields than this one."""
        return bool(self.typed.get("shape")) and cards.shape_of(self.typed) != (len(self.cards), False)

    def number_notice(self) -> str:
        """Why there are other cards than the number asked for; "" where there are just those."""
        if max(self.asked or 0, self.count) > cards.MOST_PEOPLE:
            return gettext("At most %(most)d people can be signed up at a time.") % {
                "most": cards.MOST_PEOPLE
            }
        if self.asked is not None and self.asked < self.count:
            return gettext("You have filled in %(count)d people, so the number is %(count)d.") % {
                "count": self.count
            }
        return ""

    def people(self) -> list[Person]:
        """Everybody who is added, those whose names follow last. They work where the booking says; the municipality is
        that of those who were signed up with it."""
        first = self.booking.registrations.order_by("pk").first()
        organisation, municipality = self.booking.organisation, first.municipality if first else ""
        named = [
            person_of(*of_one, organisation=organisation, municipality=municipality)
            for of_one in self._of_each()
        ]
        return named + [
            Person(name="", organisation=organisation, municipality=municipality)
            for _place in range(self.later)
        ]
