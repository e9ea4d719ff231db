"""An organiser puts right of which price class a place is."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration.admin.place.act_page import (
    Answer,
    act_page,
    actor_of,
    all_valid,
    bend_form,
    done_with,
    name_of,
    refused_page,
)
from registration.admin.place.may import decisions
from registration.forms.base import PeopleForm
from registration.forms.price import ask_price_of
from registration.models import Registration
from registration.policy import Reason
from registration.price_sentences import place_price
from registration.services import classes
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


def price_class(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Put the price class of %(name)s right") % {"name": name_of(registration)}
    decision = decisions(registration, at=at)["price_class"]
    form = PeopleForm(request.POST if request.method == "POST" else None)
    ask_price_of(form, registration)
    if not decision.bendable or not form.fields:
        reason = Reason.NO_CLASSES if decision.bendable else decision.reason or Reason.NO_CLASSES
        return refused_page(request, registration, reason, site=site, title=title, at=at)
    bend = bend_form(request)
    shown: list[forms.Form] = [form, bend]
    told = [
        _("The place was promised at: %(price)s. A promise is changed only with a reason.")
        % {"price": place_price(registration) or _("free of charge")},
        _(
            "Each class stands at its price on the day the place was taken. What was fetched for an invoice before "
            "comes as a difference next time."
        ),
        _("A mail about it is sent to %(address)s.") % {"address": registration.booking.contact_email},
    ]
    if not may_act(request) or not all_valid(shown):
        button = _("Save the class")
        return act_page(request, registration, site=site, title=title, button=button, told=told, forms=shown)
    before = registration.promised_class
    try:
        put_right = classes.set_class(
            registration_id=registration.pk,
            key=form.cleaned_data["price"],
            now=at,
            actor=actor_of(request, bend),
        )
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    if put_right.promised_class == before:
        return done_with(request, put_right, _("%(name)s was of that class already, so nothing is changed."))
    return done_with(request, put_right, _("The price class of %(name)s is put right."))
