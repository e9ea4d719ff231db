"""Who pays, in words: on the check page, on the contact's page, in mails and on the organisers' pages."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext

from registration.models import Payer
from registration.payer_facts import PayerFacts


def payer_lines(payer: Payer | PayerFacts | Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What is known of who pays, each fact with its name; one line that it follows where nothing is."""
    if payer is None:
        facts: Mapping[str, Any] = {"kind": Payer.Kind.LATER}
    elif isinstance(payer, Payer):
        facts = payer.facts()
    else:
        facts = asdict(payer) if isinstance(payer, PayerFacts) else payer
    if facts["kind"] == Payer.Kind.LATER:
        return [(gettext("Payer"), gettext("follows later"))]
    words = {
        "name": gettext("Payer"),
        "address": gettext("Address"),
        "gln": gettext("EAN number"),
        "cvr": gettext("CVR number"),
        "buyer_reference": gettext("Att. or person reference"),
        "order_reference": gettext("Requisition number"),
        "account_string": gettext("Account string"),
    }
    return [(label, facts[name]) for name, label in words.items() if facts.get(name)]
