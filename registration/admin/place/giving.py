"""Somebody from the waiting list has a place before her turn."""

from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration import sentences
from registration.admin.place.act_page import (
    Answer,
    act_page,
    actor_of,
    bend_form,
    done_with,
    name_of,
    refused_page,
)
from registration.admin.place.may import decisions
from registration.admin.place.told import who_hears
from registration.models import Registration
from registration.services import answering
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


def give_place(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    bend = bend_form(request)
    decision = decisions(registration, at=at)["give_place"]
    title = _("Give %(name)s a place now") % {"name": name_of(registration)}
    if decision.reason is not None and not decision.bendable:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    if not may_act(request) or not bend.is_valid():
        told = [
            _("Others may be before on the waiting list. They keep their turn, and wait for the next place."),
            sentences.yes_binds(registration, now=at),
            who_hears(registration),
        ]
        button = _("Give a place now")
        return act_page(request, registration, site=site, title=title, button=button, told=told, forms=[bend])
    try:
        answering.give(registration_id=registration.pk, now=at, actor=actor_of(request, bend))
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    return done_with(request, registration, _("%(name)s has a place now."))
