"""The price classes most tests use: Deltager, Medlem and Studerende."""

from datetime import date
from typing import Any

from programme import pricing
from programme.models import Event, Price
from registration.payer_facts import PayerFacts

# Made up, with right check digits.
GLN, OTHER_GLN, CVR = "5798000000018", "5798001234566", "12345674"
MUNICIPALITY = PayerFacts(
    kind="public", gln=GLN, name="Øby Kommune", buyer_reference="Åse Ørum", order_reference="R-17"
)
COMPANY = PayerFacts(kind="company", cvr=CVR, name="Æblehaven ApS")
PRIVATE = PayerFacts(kind="private", name="Bo Ågård", address="Søndre Allé 1, 9999 Øby")
EARLY_DAY = date(2026, 6, 30)
CLASSES: tuple[dict[str, Any], ...] = (
    {"name": "Deltager", "amount_ore": 129_500, "early_ore": 99_500, "early_until": EARLY_DAY},
    {"name": "Medlem", "amount_ore": 89_950, "vat": "excluded"},
    {"name": "Studerende", "amount_ore": 25_000, "vat": "exempt", "reason": "Undervisning, momslovens § 13"},
    {"name": "Oplægsholder", "amount_ore": 0, "reason": "Holder oplæg"},
)


def priced(event: Event, *classes: dict[str, Any]) -> dict[str, Price]:
    """The event with these prices, by their names."""
    made = {
        one["name"]: Price.objects.create(event=event, order=order, **one)
        for order, one in enumerate(classes or CLASSES)
    }
    pricing.settle(event)
    return made
