"""The receipt, which the browser that signed up may see for a while."""

from collections.abc import Hashable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.fixed_query import FixedQuery
from programme.models import Event
from registration import choosing, sentences
from registration.alike import gathered
from registration.line_sentences import list_rule
from registration.models import Booking
from registration.models.registration import place_to_be_named
from registration.payer_words import payer_lines
from registration.services import receipts
from registration.services.answers import answers_of
from registration.services.choosing import offer_of
from registration.services.payers import payer_of
from registration.services.people import Person
from registration.views.edge import View, personal
from registration.views.signing_up.costing import costs_typed, price_typed

RECEIPTS = "receipts"

_BOOKING = FixedQuery(
    lambda number: Booking.objects.filter(number=number).order_by(), "event", "event__venue", "payer"
)


def to_receipt(request: HttpRequest, event: Event, made: Booking, *, at: datetime) -> HttpResponse:
    """Lets this browser see the receipt for half an hour."""
    instant = at.timestamp()
    shown = {number: until for number, until in _shown(request).items() if until > instant}
    shown[made.number] = instant + receipts.LASTS.total_seconds()
    response = redirect("registration:receipt", event.slug, made.number)
    response.set_cookie(
        RECEIPTS,
        signing.dumps(dict(list(shown.items())[-10:]), salt=RECEIPTS),
        max_age=receipts.LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _shown(request: HttpRequest) -> dict[str, float]:
    """The booking numbers whose receipts this browser may see, each with the instant that ends it. A cookie of the
    session's kind: no row is written for people who have no account."""
    try:
        return signing.loads(request.COOKIES.get(RECEIPTS, ""), salt=RECEIPTS)
    except signing.BadSignature:
        return {}


def of_receipt(view: View) -> View:
    """Gives the view the booking whose receipt this browser may see now; anybody else reads that it is gone."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, number: str, **kwargs: Any) -> HttpResponse:
        at = now()
        made = None
        if _shown(request).get(number, 0) > at.timestamp():
            made = _BOOKING.first(number)
        if made is not None and made.event.slug == slug and made.event.is_announced:
            return view(request, made=made, at=at, **kwargs)
        event = get_object_or_404(Event.objects.announced(), slug=slug)
        return render(request, "registration/receipt_gone.html", {"event": event, "now": at}, status=410)

    return wrapped


@require_http_methods(["GET", "HEAD"])
@personal
@of_receipt
def receipt(request: HttpRequest, *, made: Booking, at: datetime) -> HttpResponse:
    event = made.event
    payer = payer_of(made)
    waits = any(one.get("waits") for one in made.people_named)
    is_contact = [made.is_contact(name=one["name"], email=one["email"]) for one in made.people_named]
    # As typed, and no more: whoever reads it may be a stranger to those who had a place before.
    people = [
        one
        | {
            "typed": _as_typed(one),
            "costs": price_typed(one),
            "called": one["name"] or place_to_be_named(number, of=len(made.people_named)),
            "is_contact": is_contact[number - 1],
            "number": number,
        }
        for number, one in enumerate(made.people_named, start=1)
    ]
    context: dict[str, Any] = {
        "event": event,
        "now": at,
        "booking": made,
        "people": people,
        "cards": gathered(people, alike=_without_a_name),
        "offer": offer_of(event),
        "may_choose": choosing.is_asked(event, waits=False, now=at),
        "booking_answers": tuple(answers_of(made).get(None, {}).items()),
        **costs_typed(made.people_named),
        "payer_lines": payer_lines(payer) if payer else [],
        "payer_follows": payer is not None and not payer.is_known,
        "all_wait": all(one.get("waits") for one in made.people_named),
        "only_herself": is_contact == [True],
        "attends": any(is_contact),
        "one_mail": all(one["email"] in {"", made.contact_email} for one in made.people_named),
        "corrected": request.GET.get("ok") == "address",
        "waits": waits,
        "waits_as_group": made.waits_together
        and sum(bool(one.get("waits")) for one in made.people_named) > 1,
        "list_rule": list_rule(event, now=at) if waits else None,
        "rule": sentences.terms(event, now=at),
        "contact_line": sentences.contact_line(event),
        "event_url": reverse("programme:event", args=[event.slug]),
    }
    return render(request, "registration/receipt.html", context)


def _without_a_name(one: dict[str, Any]) -> Hashable:
    return None if one["name"] else (one["typed"], one["costs"], bool(one.get("waits")))


def _as_typed(one: dict[str, Any]) -> Person:
    return Person(
        name=one["name"],
        answers=tuple((key, value) for key, value in one.get("answers", ())),
        sessions=tuple(one.get("sessions", ())),
        wishes=tuple(one.get("wishes", ())),
    )
