"""An organiser tells who pays for a booking, also once it is fetched: the difference then stands in the next facts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from registration import newer, sentences
from registration.admin.base import Step, page
from registration.forms.payer import PayerForm
from registration.models import Booking
from registration.services import acts
from registration.services.payers import payer_of, save_payer
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice
from registration.views.paying import facts_of


def payer_page(
    request: HttpRequest,
    booking: Booking,
    *,
    site: admin.AdminSite,
    way: Sequence[Step],
    back: str,
    at: datetime,
) -> HttpResponse:
    known = payer_of(booking)
    facts = facts_of(known)
    form = PayerForm(
        request.POST if request.method == "POST" else None,
        prefix="payer",
        initial=facts,
        workplace_is_payer=False,
    )
    told = []
    if known is not None and known.fetched_at is not None:
        told.append(_("This booking is on invoice facts already. The next ones tell the difference."))
    shown: dict[str, Any] = {
        "site": site,
        "title": _("Who pays for booking %(number)s") % {"number": booking.number},
        "way": way,
        "back": back,
        "button": _("Save"),
        "told": told,
        "forms": [form],
        "hidden": newer.seen(facts),
    }
    if request.method == "POST" and (notice := newer.changed_since(request.POST, facts)):
        return page(request, "payer", **shown, notice=notice, status=409)
    if not may_act(request) or not form.is_valid():
        return page(request, "payer", **shown, notice=expired_notice(request))
    typed = form.facts()
    assert typed is not None  # noqa: S101
    try:
        save_payer(booking_id=booking.pk, facts=typed, now=at, actor=acts.organiser(request.user))  # type: ignore[arg-type]
    except acts.Refused as no:
        form.add_error("kind", sentences.why(no.reason, booking.event, now=at))
        return page(request, "payer", **shown)
    messages.success(request, _("Who pays is saved."))
    return redirect(back)
