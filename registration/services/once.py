"""A sign-up is made once, on the terms that were shown: the key of its page, and what it holds."""

import hashlib
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Q

from registration.models import Booking
from registration.models.booking import new_number
from registration.services.people import Contact, Person
from registration.services.room import WhenFull

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


def hash_of(*, event_id: int, contact: Contact, people: Sequence[Person], when_full: WhenFull) -> str:
    content: list[Any] = [event_id, asdict(contact), [asdict(person) for person in people]]
    if when_full is not WhenFull.REFUSE:
        content.append(when_full)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def made_before_or_free_number(key: str) -> tuple[Booking | None, str]:
    """The booking that was made with this key, and a booking number that nobody has: six digits, or more when those
    are nearly used up."""
    candidates = [*(new_number() for _ in range(4)), new_number() + new_number()]
    found = Booking.objects.filter(Q(idempotency_key=key) | Q(number__in=candidates)).order_by()
    rows = {number: (pk, used) for pk, number, used in found.values_list("pk", "number", "idempotency_key")}
    made = next((pk for pk, used in rows.values() if used == key), None)
    return (
        Booking.objects.get(pk=made) if made else None,
        next(number for number in candidates if number not in rows),
    )
