"""What the two days cost whom, and who pays for the invented people wherever something is paid."""

from datetime import datetime, timedelta
from typing import Any

from programme import dates, pricing
from programme.models import Event, Price
from programme.models.price import Vat
from registration.payer_facts import PayerFacts
from registration.payer_numbers import is_gln
from registration.services.payers import FOLLOWS

PRICES: tuple[dict[str, Any], ...] = (
    {"name": "Deltager", "amount_ore": 385_000, "early_ore": 345_000, "vat": Vat.EXCLUDED},
    {"name": "Medlem af foreningen", "amount_ore": 325_000, "vat": Vat.EXCLUDED},
    {"name": "Studerende", "amount_ore": 95_000, "vat": Vat.EXCLUDED},
)
EARLY_FOR = timedelta(days=10)


def offer(event: Event, *, now: datetime) -> None:
    """The prices, the first of them lower for some days more."""
    early_until = dates.day_in(now, event.timezone) + EARLY_FOR
    for order, facts in enumerate(PRICES, start=1):
        early = {"early_until": early_until} if "early_ore" in facts else {}
        Price(event=event, order=order, **facts, **early).save()
    pricing.settle(event)


def price_of(event: Event, number: int) -> str:
    """Most are attendees, some members, few students."""
    if not event.price_list:
        return ""
    place = {0: 1, 3: 1, 5: 2}.get(number % 8, 0)
    return str(event.price_list[place].pk)


def payer_of(event: Event, number: int, *, workplace: str) -> PayerFacts | None:
    """Nearly always a municipality; of every sixth booking who pays follows. None where nothing is paid."""
    if event.is_free:
        return None
    if number % 6 == 4:
        return FOLLOWS
    return PayerFacts(
        kind="public", gln=_gln(number), name=workplace, order_reference=f"R-{4200 + 7 * number}"
    )


def _gln(number: int) -> str:
    """An invented EAN number with the check digit that belongs to it."""
    start = f"5798{number:08}"
    return next(start + digit for digit in "0123456789" if is_gln(start + digit))
