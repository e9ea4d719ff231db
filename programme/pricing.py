"""What a place costs, in plain words and in øre: for page, PDF, form, mail and invoice facts. Nothing is compared with
the clock here: on which day something is read is told by whoever asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from programme import dates
from programme.models import Event
from programme.models.price import Price, Vat


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Øre without VAT, the VAT of it, and both together."""

    net: int = 0
    vat: int = 0

    @property
    def total(self) -> int:
        return self.net + self.vat

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(net=self.net + other.net, vat=self.vat + other.vat)


def amount_of(ore: int, vat: str) -> Amount:
    """The amount announced as so many øre. VAT is 25 %; it is rounded to a whole øre for each place, half an øre
    upwards, and sums are sums of what was rounded."""
    match vat:
        case Vat.INCLUDED:
            part = (2 * ore + 5) // 10
            return Amount(net=ore - part, vat=part)
        case Vat.EXCLUDED:
            return Amount(net=ore, vat=(ore + 2) // 4)
        case _:
            return Amount(net=ore)


def early_ore_on(price: Price, day: date | None) -> int | None:
    """The early amount where there is one that holds on a civil day of the event, to the end of its last day; without a
    day, where there is one at all."""
    if price.early_until is None or (day is not None and day > price.early_until):
        return None
    return price.early_ore


def ore_on(price: Price, day: date) -> int:
    """What a price is on a civil day of its event."""
    early = early_ore_on(price, day)
    return price.amount_ore if early is None else early


def sum_of(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, Amount())


def settle(event: Event) -> None:
    """Makes the event's own columns say what its price rows do; whoever writes these calls it in the same transaction.
    Without rows any longer, the fee that was shown stays as the only one."""
    speak_of(event, list(event.prices.all()))
    event.save(update_fields=["has_prices", "fee_ore"])


def speak_of(event: Event, rows: Sequence[Price]) -> None:
    """The event, without saving it, as it is with these prices, which may not be saved either."""
    event.__dict__["price_list"] = list(rows)
    event.has_prices = bool(rows)
    if rows:
        event.fee_ore = next((one.amount_ore for one in rows if one.amount_ore), None)


# ------------------------------------------------------------------ words


def price_phrase(ore: int, vat: str, language: str, *, brief: bool = False) -> str:
    """As in "1.295 kr. plus moms (i alt 1.618,75 kr.)", or without the sum where it is to be `brief`."""
    with override(language):
        if not ore:
            return _("free of charge")
        words = {"amount": dates.money_phrase(ore, language)}
        match vat:
            case Vat.INCLUDED:
                return _("%(amount)s incl. VAT") % words
            case Vat.EXCLUDED if brief:
                return _("%(amount)s plus VAT") % words
            case Vat.EXCLUDED:
                words["total"] = dates.money_phrase(amount_of(ore, vat).total, language)
                return _("%(amount)s plus VAT (%(total)s in all)") % words
            case _:
                return _("%(amount)s, no VAT") % words


def announced(event: Event, language: str, *, day: date | None = None) -> list[str]:
    """What a place costs, a line for each price; nothing where it is free of charge. Read on `day`, an early price that
    is over is no longer said; without one it is true on any day, as print must be."""
    if len(event.price_list) > 1:
        return [f"{name}: {said}" for name, said in by_name(event, language, day=day)]
    if event.price_list:
        return [said for _name, said in by_name(event, language, day=day)]
    if event.fee_ore is None:
        return []
    return [dates.money_phrase(event.fee_ore, language)]


def by_name(event: Event, language: str, *, day: date | None = None) -> list[tuple[str, str]]:
    """To whom, and what it costs, for each of the event's prices."""
    return [(price.name, _announced(price, language, day=day)) for price in event.price_list]


def _announced(price: Price, language: str, *, day: date | None) -> str:
    later = price_phrase(price.amount_ore, price.vat, language)
    early = early_ore_on(price, day)
    if early is None or price.early_until is None:
        return later
    with override(language):
        return _("%(early)s up to and including %(day)s, then %(later)s") % {
            "early": price_phrase(early, price.vat, language),
            "day": dates.day_phrase(price.early_until, language),
            "later": later,
        }


def fee_line(event: Event, language: str, *, day: date | None = None) -> str:
    """The same in one line; "" where it is free of charge."""
    lines = announced(event, language, day=day)
    if event.has_prices:
        return "; ".join(lines)
    return lines[0] if lines else ""
