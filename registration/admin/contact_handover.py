"""An organiser makes somebody else the contact of a booking, at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registration import policy, sentences
from registration.admin.base import Step, page
from registration.admin.forms import ContactFactsForm
from registration.models import Booking
from registration.services import acts, contact_handover
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice


def hand_over_page(
    request: HttpRequest,
    booking: Booking,
    *,
    site: admin.AdminSite,
    way: Sequence[Step],
    back: str,
    at: datetime,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "site": site,
        "title": _("Give booking %(number)s another contact") % {"number": booking.number},
        "way": way,
        "back": back,
        "button": _("Hand the booking over"),
        "told": [
            _(
                "The link to the booking is sent to the new contact, and the old one is closed. Both are told."
            ),
            _(
                "Places, prices and turns on the waiting list stay as they are. A place of her own stays hers."
            ),
        ],
    }
    decision = policy.may_correct_contact(policy.windows(booking.event), now=at)
    if decision.reason is not None:
        why = sentences.why(decision.reason, booking.event, now=at)
        return page(request, "act", **shown | {"told": [why], "button": ""}, status=409)
    form = ContactFactsForm(request.POST if request.method == "POST" else None)
    shown["forms"] = [form]
    if not may_act(request) or not form.is_valid():
        return page(request, "act", **shown, notice=expired_notice(request))
    try:
        contact_handover.hand_over(
            booking_id=booking.pk,
            **form.cleaned_data,
            now=at,
            actor=acts.organiser(request.user),  # type: ignore[arg-type]
        )
    except acts.Refused as no:
        said = (
            _("This is the contact the booking has.")
            if no.reason is policy.Reason.SAME_PERSON
            else sentences.why(no.reason, booking.event, now=at)
        )
        form.add_error("email", said)
        return page(request, "act", **shown)
    name = form.cleaned_data["name"]
    messages.success(request, _("%(name)s is the contact of the booking now.") % {"name": name})
    return redirect(back)
