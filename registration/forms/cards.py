"""A card for each person who is signed up by another, and places whose names follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from programme.form_errors import told_errors
from programme.models import Event
from registration import cards
from registration.forms.asked import Asked, AskedOfEach
from registration.forms.base import PeopleForm
from registration.forms.items import say_rule_once, told_of_distribution
from registration.forms.people import PersonForm
from registration.services.people import Person


@dataclass(frozen=True)
class Card:
    """One person: what she is called on the page, her facts, and what is asked of her."""

    title: str
    facts: PersonForm
    asked: Asked

    @property
    def forms(self) -> list[PeopleForm]:
        return [self.facts, *self.asked]

    def person(self, **common: str) -> Person:
        """Who stands on a valid card."""
        return self.facts.person(**common, **self.asked.given())

    def errors(self) -> Iterator[tuple[str, str]]:
        for form in self.forms:
            yield from told_errors(form, whom=self.title)


class CardsForm:
    """The cards of a page. `typed` is what the browser sent, or what was typed before cards were added or removed; it
    is only judged when `judged`. Nothing typed is ever dropped, so there may be more cards than were asked for."""

    def __init__(
        self, event: Event, typed: Mapping[str, str], *, now: datetime, judged: bool, judges_room: bool
    ) -> None:
        self.event, self.judged = event, judged
        # The number asked for, and the number there is.
        self.asked = cards.asked(typed)
        self.typed = cards.settled(typed)
        self.count = int(self.typed["count"])
        # The contact has no card; for so many of them the names follow.
        self.attends, self.later = cards.comes(self.typed), cards.nameless(self.typed)
        self.of_each = AskedOfEach(event, self.typed, judged=judged, judges_room=judges_room)
        self.offer = self.of_each.offer
        data: dict[str, Any] = {"data": self.typed} if judged else {}
        self.cards = [
            Card(
                self.title(number + self.attends),
                PersonForm(
                    event=event, now=now, prefix=f"p{number}", initial=self.initial(f"p{number}-"), **data
                ),
                self.of_each.of_one(f"p{number}"),
            )
            for number in range(1, self.count - self.attends - self.later + 1)
        ]

        say_rule_once(card.asked.items for card in self.cards)

    @staticmethod
    def title(number: int) -> str:
        return gettext("Person %(number)d") % {"number": number}

    def initial(self, prefix: str = "") -> dict[str, str]:
        """What was typed in the fields under a prefix, by their own names."""
        return {
            key.removeprefix(prefix): value for key, value in self.typed.items() if key.startswith(prefix)
        }

    @property
    def forms(self) -> list[PeopleForm]:
        return [form for card in self.cards for form in card.forms]

    def is_valid(self) -> bool:
        return self.judged and self.each_is_valid()

    def each_is_valid(self) -> bool:
        """Every form is asked, so that every error is found at once."""
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    @property
    def empty_cards(self) -> int:
        return cards.empty_cards(self.typed)

    @property
    def shape(self) -> str:
        """How many and whether the contact comes herself, as the page shows it: a page answered with another shape has
        too many fields or too few."""
        return f"{self.count}-{int(self.attends)}-{self.later}"

    def answers_another_page(self) -> bool:
        """Whether the page that was answered had other fields than this one."""
        if not self.typed.get("shape"):
            return False
        return cards.shape_of(self.typed) != (len(self.cards), self.attends)

    def told_of_distribution(self) -> str:
        """That programme items have been distributed since the page was shown; "" where they have not."""
        return told_of_distribution(self.offer, self.typed)

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
