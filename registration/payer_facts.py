"""Who is sent an invoice, as plain facts: the one list of what is known of a payer, and what is asked of each kind."""

from dataclasses import asdict, dataclass, fields

from programme.folding import tidy

# What is asked of each kind, in the order it is laid out; the first ones must be there.
ASKED: dict[str, tuple[str, ...]] = {
    "public": ("gln", "name", "buyer_reference", "order_reference", "account_string"),
    "company": ("cvr", "name", "buyer_reference", "order_reference"),
    "private": ("name", "address"),
    "later": (),
}


@dataclass(frozen=True, kw_only=True)
class PayerFacts:
    """Who pays, as typed; what is not asked of its kind is empty."""

    kind: str
    name: str = ""
    address: str = ""
    gln: str = ""
    cvr: str = ""
    buyer_reference: str = ""
    order_reference: str = ""
    account_string: str = ""

    def tidied(self) -> "PayerFacts":
        asked = {"kind", *ASKED.get(self.kind, ())}
        return PayerFacts(
            **{name: tidy(text) if name in asked else "" for name, text in asdict(self).items()}
        )


# All but the kind.
FACTS = tuple(one.name for one in fields(PayerFacts) if one.name != "kind")
