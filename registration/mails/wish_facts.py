"""What a mail tells of the items that were distributed by wishes: what its reader got, and what is still free."""

from typing import Any

from programme.models import ChoiceGroup, Session
from registration import item_sentences
from registration.models import OwedMail
from registration.services.choosing import offer_of

Kind = OwedMail.Kind


def wish_facts(mail: OwedMail) -> dict[str, Any]:
    # A preview invents its own.
    if mail.kind != Kind.WISHES_DISTRIBUTED or "results" in mail.facts:
        return {}
    event, lines = mail.event, mail.facts.get("distributed", [])
    groups = ChoiceGroup.objects.in_bulk([one["choice"] for one in lines])
    items = Session.objects.in_bulk([one["item"] for one in lines if one["item"]])
    offer = offer_of(event)
    results = []
    for one in lines:
        group, item = groups.get(one["choice"]), items.get(one["item"])
        if group is None or (one["item"] and item is None):
            continue
        free = [
            item_sentences.item_line(session, event)
            for choice, sessions in offer.groups
            if choice is not None and choice.pk == group.pk and item is None
            for session in sessions
            if not offer.is_full(session)
        ]
        results.append(
            {
                "choice": group.name,
                "item": item_sentences.item_line(item, event) if item else "",
                "wish": item_sentences.wish_number(one["rank"]) if item else "",
                "wished": one["wished"],
                "free": free,
                "lost": [item_sentences.lost_wish(**wish) for wish in one.get("lost", [])],
            }
        )
    return {"results": results, "last_day_to_choose": item_sentences.last_day(event)}
