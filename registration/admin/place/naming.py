"""Somebody is written on a place whose name was to follow."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration import sentences
from registration.admin.place.act_page import Answer, act_page, actor_of, done_with, name_of, refused_page
from registration.admin.place.may import decisions
from registration.forms.place import PlaceForm
from registration.forms.price import ask_price_of
from registration.models import Registration
from registration.policy import Reason
from registration.services import naming
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


def write_name(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Write who comes: %(name)s") % {"name": name_of(registration)}
    decision = decisions(registration, at=at)["write_name"]
    if decision.reason is not None:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        initial={"organisation": registration.organisation, "municipality": registration.municipality},
        event=registration.event,
    )
    ask_price_of(form, registration)
    contact = registration.booking.contact_email
    shown: dict[str, Any] = {
        "title": title,
        "button": _("Save the name"),
        "told": [
            _("The person gets a mail of her own with her link, and the contact a receipt at %(address)s.")
            % {"address": contact}
        ],
        "forms": [form],
        "site": site,
    }
    if not may_act(request) or not form.is_valid():
        return act_page(request, registration, **shown)
    try:
        named = naming.name_places(
            booking_id=registration.booking_id,
            names={registration.pk: form.person()},
            now=at,
            actor=actor_of(request),
        )
    except Refused as no:
        if no.reason is not Reason.ALREADY_HAS_A_PLACE:
            return refused_page(request, registration, no.reason, site=site, title=title, at=at)
        form.add_error("name", sentences.why(no.reason, registration.event, now=at))
        return act_page(request, registration, **shown)
    return done_with(request, named[0] if named else registration, _("%(name)s has the place now."))
