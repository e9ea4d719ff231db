"""Names for the places of a booking that have none yet, all in one form."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from programme.form_errors import told_errors
from registration import cards
from registration.cards import PRICE
from registration.forms.people import PersonForm, tell_who_stands_twice
from registration.forms.price import ask_price_of
from registration.forms.questions import QuestionsForm, initial_typed
from registration.models import Booking, Question, Registration
from registration.pasting import PastedPerson
from registration.questions import asked_of
from registration.services.adding import contact_of
from registration.services.people import Person, names_twice

Typed = Mapping[str, str]


class Card:
    """The fields of one place, with the questions that are asked of each person. Only what is filled in is judged."""

    def __init__(self, place: Registration, typed: Typed, *, now: datetime, judged: bool) -> None:
        prefix, event = prefix_of(place.pk), place.event
        asked = asked_of(event, Question.Asked.SIGN_UP)
        self.place = place
        # A price alone is nobody.
        self.is_filled = any(
            value.strip()
            for key, value in typed.items()
            if key.startswith(f"{prefix}-") and key != f"{prefix}-{PRICE}"
        )
        data: dict[str, Any] = {"data": typed} if judged and self.is_filled else {}
        written = written_on(typed, place.pk)
        self.person = PersonForm(event=event, now=now, prefix=prefix, initial=written, **data)
        # What it costs was promised when it was booked: of another class, what that cost then.
        self.person.fields.pop(PRICE, None)
        ask_price_of(self.person, place)
        if PRICE in self.person.fields and (chosen := typed.get(f"{prefix}-{PRICE}")):
            self.person.initial[PRICE] = chosen
        first = initial_typed(asked, typed, prefix=prefix)
        self.questions = QuestionsForm(asked, prefix=prefix, initial=first, **data)


class NamesForm:
    """A card for each place. Whatever stands empty follows later; what is begun needs a name."""

    def __init__(
        self, places: Sequence[Registration], typed: Typed, *, now: datetime, judged: bool = False
    ) -> None:
        self.typed, self.judged = typed, judged
        self.cards = {place.pk: Card(place, typed, now=now, judged=judged) for place in places}

    @property
    def _filled(self) -> list["Card"]:
        return [card for card in self.cards.values() if card.is_filled]

    def is_valid(self) -> bool:
        """Nobody is written on two of the places."""
        answers = [form.is_valid() for card in self._filled for form in (card.person, card.questions)]
        if not self.judged or not all(answers):
            return False
        if filled := self._filled:
            people = [card.person.person() for card in filled]
            contact = contact_of(filled[0].place.booking)
            tell_who_stands_twice([card.person for card in filled], people, contact=contact)
        return all(card.person.is_valid() for card in filled)

    def errors(self) -> Iterator[tuple[str, str]]:
        for card in self._filled:
            for form in (card.person, card.questions):
                yield from told_errors(form, whom=card.place.called)

    def names(self) -> dict[int, Person]:
        """Who is written on which place; only those that are filled in."""
        return {card.place.pk: card.person.person(answers=card.questions.given()) for card in self._filled}

    def names_twice(self, booking: Booking) -> list[str]:
        """The names that would stand on the booking more than once."""
        there = booking.registrations.coming().exclude(name="").order_by("pk").values_list("name", flat=True)
        return names_twice(list(self.names().values()), beside=list(there))

    def refuse(self, place: int, why: str) -> None:
        """The name on this place cannot be taken."""
        if place in self.cards:
            self.cards[place].person.add_error("name", why)

    def lost(self) -> list[tuple[str, str]]:
        """What was typed for places that have a name by now, or have ended."""
        prefixes = {key.partition("-")[0] for key in self.typed if _is_of_a_place(key)}
        shown = {prefix_of(pk) for pk in self.cards}
        return [
            (str(field.label), value)
            for prefix in sorted(prefixes - shown)
            for name, field in PersonForm.base_fields.items()
            if (value := self.typed.get(f"{prefix}-{name}", "").strip())
        ]


def prefix_of(place: int) -> str:
    return f"n{place}"


def _is_of_a_place(key: str) -> bool:
    prefix, dash, field = key.partition("-")
    return bool(dash) and prefix[:1] == "n" and prefix[1:].isdecimal() and field in cards.FIELDS


def written_on(typed: Typed, place: int) -> dict[str, str]:
    return {field: typed.get(f"{prefix_of(place)}-{field}", "") for field in cards.FIELDS}


def with_pasted(
    typed: Typed, places: Sequence[int], people: Sequence[PastedPerson]
) -> tuple[dict[str, str], list[PastedPerson]]:
    """What was typed, with the people of a pasted list on the places nothing is written on yet; and those there is no
    room for."""
    rows = {pk: written_on(typed, pk) for pk in places}
    filled = [pk for pk, row in rows.items() if any(map(str.strip, row.values()))]
    empty = [pk for pk in rows if pk not in filled]
    written, left_out = cards.merged([rows[pk] for pk in filled], people, fields=cards.FIELDS, most=len(rows))
    new = dict(typed)
    for pk, row in zip([*filled, *empty], written, strict=False):
        new |= {f"{prefix_of(pk)}-{field}": value for field, value in row.items()}
    return new, left_out
