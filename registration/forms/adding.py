"""Who is added to a booking: cards, with what is asked of each and chosen for her, and places whose names follow."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from registration.forms import items
from registration.forms.cards import CardsForm
from registration.forms.people import tell_who_stands_twice
from registration.models import Booking
from registration.services.adding import contact_of
from registration.services.people import Person, names_twice, people_keys


class AddForm(CardsForm):
    """The cards of the people who are added. Once the page's act `is_done`, it has itself taken what room there was in
    programme items."""

    def __init__(
        self,
        booking: Booking,
        typed: Mapping[str, str],
        *,
        now: datetime,
        judged: bool = False,
        is_done: bool = False,
    ) -> None:
        alone = {**typed, "attends": ""}
        super().__init__(booking.event, alone, now=now, judged=judged, judges_room=not is_done)
        self.booking = booking
        if judged and self.each_is_valid():
            named = self.people()[: len(self.cards)]
            # Once it is done, those of the page are on the booking by itself.
            there = set() if is_done else people_keys(booking)
            tell_who_stands_twice(
                [card.facts for card in self.cards], named, contact=contact_of(booking), on_booking=there
            )
            items.tell_who_has_no_room([card.asked.items for card in self.cards])

    def errors(self) -> Iterator[tuple[str, str]]:
        for card in self.cards:
            yield from card.errors()

    def names_twice(self) -> list[str]:
        """The names that would stand on the booking more than once."""
        there = self.booking.registrations.current().exclude(name="").order_by("pk")
        return names_twice(self.people(), beside=list(there.values_list("name", flat=True)))

    def people(self) -> list[Person]:
        """Everybody who is added, those whose names follow last. They work where the booking says; the municipality is
        that of those who were signed up with it."""
        first = self.booking.registrations.order_by("pk").first()
        common: dict[str, Any] = {
            "organisation": self.booking.organisation,
            "municipality": first.municipality if first else "",
        }
        later = [Person(name="", **common) for _place in range(self.later)]
        return [card.person(**common) for card in self.cards] + later
