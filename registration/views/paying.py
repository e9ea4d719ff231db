"""Who is sent the invoice for a booking: told later, or put right, by the contact."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.models import Event
from programme.pricing import sum_of
from registration import newer, sentences
from registration.forms.payer import PayerForm
from registration.models import Booking, Payer, Registration
from registration.owed import owed_amount, owed_ore
from registration.payer_words import payer_lines
from registration.price_sentences import sum_sentence
from registration.services import acts as service_acts
from registration.services.acts import Refused
from registration.services.payers import may_save, payer_of, place_of_contact_alone, save_payer
from registration.views.doors import Door, through_a_door, through_the_contacts_door
from registration.views.edge import acts, expired_notice, keeps_typed_text, personal


def facts_of(payer: Payer | None) -> dict[str, str]:
    """What the form begins with: as it is known, and nothing chosen where it follows."""
    return payer.facts() if payer is not None and payer.is_known else {}


def costs_on_page(
    booking: Booking, rows: Sequence[Registration], *, payer_url: str, at: datetime
) -> dict[str, Any]:
    """What the places cost, the sum that is owed, and who pays; nothing where it is free of charge, and of an event
    called off only that nothing is to be paid."""
    of_current = any(row.promised_fee_ore and row.is_current for row in rows)
    if booking.event.status == Event.Status.CANCELLED:
        return {"nothing_to_pay": True} if of_current or any(row.still_owed for row in rows) else {}
    if not of_current and not any(owed_ore(row) for row in rows):
        return {}
    known = payer_of(booking)
    return {
        "is_priced": True,
        "sum_sentence": sum_sentence(sum_of(owed_amount(row) for row in rows)),
        "payer_lines": payer_lines(known),
        "payer_is_known": known is not None and known.is_known,
        "payer_url": payer_url if may_save(booking.event, known, now=at) else "",
    }


def costs_of_contact_alone(door: Door, *, at: datetime) -> dict[str, Any]:
    """The same on the own page of a contact who comes alone, which is all the page she has; nothing on anybody
    else's."""
    place = door.registration
    costs = costs_on_page(door.booking, [place], payer_url=door.url("place_payer"), at=at)
    return costs if costs and place_of_contact_alone(door.booking) == place else {}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def payer_of_place(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """The same form by the own link of a contact who comes alone."""
    if place_of_contact_alone(door.booking) != door.registration:
        raise Http404
    return _payer(request, door.booking, home=door.home, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_the_contacts_door(now)
def payer(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    return _payer(request, found, home=reverse("registration:booking", args=[token]), at=at)


def _payer(request: HttpRequest, found: Booking, *, home: str, at: datetime) -> HttpResponse:
    known = payer_of(found)
    facts = facts_of(known)
    form = PayerForm(request.POST if request.method == "POST" else None, prefix="payer", initial=facts)
    context: dict[str, Any] = {
        "booking": found,
        "event": found.event,
        "now": at,
        "home": home,
        "form": form,
        "carried": newer.seen(facts),
        "notice": expired_notice(request),
        "payer_lines": payer_lines(known),
        "contact_line": sentences.contact_line(found.event),
    }
    decision = may_save(found.event, known, now=at)
    if decision.reason is not None:
        why = sentences.why_closed(decision.reason, found.event, now=at)
        return render(request, "registration/payer.html", context | {"why": why}, status=409)
    if request.method == "POST" and (changed := newer.changed_since(request.POST, facts)):
        return render(request, "registration/payer.html", context | {"notice": changed}, status=409)
    if not acts(request) or not form.is_valid():
        return render(request, "registration/payer.html", context)
    return _saved(request, found, form, context, home=home)


def _saved(
    request: HttpRequest, found: Booking, form: PayerForm, context: dict[str, Any], *, home: str
) -> HttpResponse:
    facts = form.facts()
    assert facts is not None  # noqa: S101
    at = context["now"]
    try:
        save_payer(booking_id=found.pk, facts=facts, now=at, actor=service_acts.CONTACT)
    except Refused as no:
        why = sentences.explain(no.reason, found.event, now=at)
        return render(request, "registration/payer.html", context | {"why": why}, status=409)
    return redirect(f"{home}?ok=payer")
