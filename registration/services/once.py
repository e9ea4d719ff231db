"""A sign-up is made once, on the terms that were shown: the key of its page, and what it holds."""

import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from registration.models import Booking
from registration.models.booking import new_number
from registration.payer_facts import PayerFacts
from registration.questions import Given
from registration.services.people import Contact, Person
from registration.services.room import WhenFull


class OtherContent(Exception):
    """The key was used for something with other content."""


class TermsChanged(Exception):
    """The conditions are no longer those that were shown and accepted."""


_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_key() -> str:
    """Made on the check page; two acts with the same key are one."""
    return secrets.token_urlsafe(18)


def read_key(typed: str) -> str:
    """A key that came back with a page; "" for anything that is none."""
    return typed if _KEY.fullmatch(typed) else ""


def fingerprint(terms: str) -> str:
    """Tells in the page which terms were shown."""
    return hashlib.sha256(terms.encode()).hexdigest()[:16]


def hash_of(
    *,
    event_id: int,
    contact: Contact,
    people: Sequence[Person],
    when_full: WhenFull,
    answers: Given = (),
    payer: PayerFacts | None = None,
) -> str:
    content: list[Any] = [event_id, asdict(contact), [person.facts() for person in people]]
    if any(person.price for person in people):
        content.append([person.price for person in people])
    if answers or any(person.answers for person in people):
        content.append([answers, *(person.answers for person in people)])
    if any(person.sessions for person in people):
        content.append([person.sessions for person in people])
    if any(person.wishes for person in people):
        content.append(["wishes", *(person.wishes for person in people)])
    if when_full is not WhenFull.REFUSE:
        content.append(when_full)
    if payer is not None:
        content.append(asdict(payer))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def hash_of_invited(content_hash: str, *, invitation_id: int) -> str:
    """The same people by an invitation are another sign-up."""
    return hashlib.sha256(f"{content_hash}:{invitation_id}".encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Before:
    """What a new booking finds: the one that was made with its key, and a number that nobody has."""

    made: Booking | None
    number: str


def before(*, key: str) -> Before:
    """Asked in one query. The number has six digits, or more when those are nearly used up."""
    candidates = [*(new_number() for _ in range(4)), new_number() + new_number()]
    found = Booking.objects.filter(Q(idempotency_key=key) | Q(number__in=candidates)).order_by()
    rows = list(found.values_list("pk", "number", "idempotency_key"))
    made = next((pk for pk, _number, used in rows if used == key), None)
    taken = {number for _pk, number, _used in rows}
    return Before(
        made=Booking.objects.get(pk=made) if made else None,
        number=next(number for number in candidates if number not in taken),
    )
