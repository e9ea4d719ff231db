"""Who is sent the invoice for a booking: told later, or put right, by the contact."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import newer, sentences
from registration.forms.payer import PayerForm
from registration.models import Booking, Payer
from registration.payer_words import payer_lines
from registration.services import acts as service_acts
from registration.services.acts import Refused
from registration.services.payers import may_save_payer, payer_of, save_payer
from registration.views.doors import Closed, closed_page, own_booking
from registration.views.edge import acts, expired_notice, keeps_typed_text, personal


def facts_of(payer: Payer | None) -> dict[str, str]:
    """What the form begins with: as it is known, and nothing chosen where it follows."""
    return payer.facts() if payer is not None and payer.is_known else {}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
def payer(request: HttpRequest, token: str) -> HttpResponse:
    at = now()
    try:
        found = own_booking(token)
    except Closed as closed:
        return closed_page(request, closed, now=at)
    known = payer_of(found)
    facts = facts_of(known)
    home = reverse("registration:booking", args=[token])
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
    decision = may_save_payer(found.event, known, now=at)
    if decision.reason is not None:
        why = sentences.explain(decision.reason, found.event, now=at)
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
