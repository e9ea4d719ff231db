"""The prices of the random weeks: what each was offered is what she is promised, and what is fetched adds up to what is
owed."""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from programme import pricing
from programme.models import Event, Price, User
from registration.models import InvoiceLine, Payer
from registration.payer_facts import PayerFacts
from registration.services import invoicing
from registration.services.acts import CONTACT, organiser
from registration.services.payers import FOLLOWS, save_payer
from tests.prices import EARLY_DAY, MUNICIPALITY, PRIVATE, priced
from tests.registration.weeks import rule
from tests.registration.weeks.reading import Place, State, folded

PAYERS = {"public": MUNICIPALITY, "private": PRIVATE, "later": FOLLOWS}


class Prices:
    """Three classes: one with an early price, one plus VAT, one without."""

    def __init__(self, event_id: int) -> None:
        self.event_id = event_id
        made = priced(
            Event.objects.get(pk=event_id),
            {"name": "Deltager", "amount_ore": 129_500, "early_ore": 99_500, "early_until": EARLY_DAY},
            {"name": "Medlem", "amount_ore": 89_950, "vat": "excluded", "reason": "Kan være 0"},
            {"name": "Studerende", "amount_ore": 25_000, "vat": "exempt", "reason": "Undervisning"},
        )
        self.classes = [row.pk for row in made.values()]
        self.begin()

    def begin(self) -> None:
        self.offered: dict[str, tuple[Any, ...]] = {}
        self.chosen: dict[str, int] = {}
        self.fetched: dict[int, tuple[Any, ...]] = {}

    def untouched(self) -> "Prices":
        """The same classes, before anybody was offered one."""
        fresh = copy(self)
        fresh.begin()
        return fresh

    def chosen_by(self, name: str, *, number: int, now: datetime) -> str:
        """The class of somebody new, and what it costs her now."""
        pk = self.classes[number % len(self.classes)]
        self.offered[folded(name)], self.chosen[folded(name)] = self.costs(pk, now=now), pk
        return "" if pk == self.classes[0] else str(pk)

    def costs(self, pk: int, *, now: datetime) -> tuple[Any, ...]:
        row = Price.objects.get(pk=pk)
        is_early = (
            row.early_ore is not None and now.astimezone(ZoneInfo("Europe/Copenhagen")).date() <= EARLY_DAY
        )
        return ((row.early_ore if is_early else row.amount_ore) or None, row.name, row.vat)

    def are_as_they_were_offered(self, new: Iterable[Place]) -> None:
        """Each new place costs what it was offered for, one without a name what the first class costs now."""
        for place in new:
            if place.instead_of is None and place.shares is None:
                offered = (
                    self.offered[place.folded]
                    if place.name
                    else self.costs(self.classes[0], now=place.created_at)
                )
                assert (place.fee, place.price, place.vat) == offered, place

    def are_as_they_were_chosen(self, changed: Iterable[tuple[Place, Place]]) -> None:
        """Whoever is written on a place without a name has it at the price of her class on the day it was taken; its
        own class stays as it was promised."""
        for old, one in changed:
            if not one.name or old.name:
                continue
            pk = self.chosen[one.folded]
            costs = self.costs(pk, now=old.created_at)
            # Nothing is typed for the first class.
            stays = pk == self.classes[0] or costs[1] == old.price
            expected = (old.fee, old.price, old.vat) if stays else costs
            assert (one.fee, one.price, one.vat) == expected, one

    def change(self, pick: int, ore: int) -> None:
        Price.objects.filter(pk=self.classes[pick]).update(
            amount_ore=ore, early_ore=None, early_until=None, reason="Kan være 0"
        )
        pricing.settle(Event.objects.get(pk=self.event_id))

    def payer_is(self, booking_id: int, kind: str, *, now: datetime) -> None:
        facts: PayerFacts = PAYERS[kind]
        if kind == "private":
            facts = replace(facts, name=f"Betaler {booking_id}")
        save_payer(booking_id=booking_id, facts=facts, now=now, actor=CONTACT)

    def fetch(self, state: State, *, by: User, now: datetime) -> None:
        """What was fetched before stays, what is fetched in all is what is owed by those who are known to pay, and at
        once again there is nothing more."""
        invoicing.fetch(event_id=self.event_id, now=now, actor=organiser(by))
        lines = {line.pk: (line.seat_id, line.total_ore, line.name) for line in InvoiceLine.objects.all()}
        assert {pk: line for pk, line in lines.items() if pk in self.fetched} == self.fetched
        self.fetched = lines
        assert sum(total for _seat, total, _name in lines.values()) == self.owed(state)
        assert invoicing.fetch(event_id=self.event_id, now=now, actor=organiser(by)) is None

    def owed(self, state: State) -> int:
        """In øre with VAT, reckoned in fractions."""
        known = set(Payer.objects.exclude(kind="later").values_list("booking", flat=True))
        total = 0
        for place in state.places.values():
            if place.booking in known:
                ore = rule.owes(place, state.event)
                vat = Fraction(ore, 4) if place.vat == "excluded" else Fraction(0)
                total += ore + int(vat + Fraction(1, 2))
        return total
