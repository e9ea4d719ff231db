"""An organiser chooses programme items for somebody."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration import choosing, item_sentences
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
from registration.forms.items import choice_form
from registration.models import Registration
from registration.policy import By
from registration.services import choosing as service
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


def choose_items(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    event = registration.event
    title = _("Programme items of %(name)s") % {"name": name_of(registration)}
    decision = choosing.may_choose(event, status=registration.status, now=at, by=By.ORGANISER)
    if decision.reason is not None and not decision.bendable:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    form, is_outdated = choice_form(
        registration,
        request.POST if request.method == "POST" else None,
        held=[row.session_id for row in service.choices_of(registration) if row.session_id is not None],
        herself=False,
        is_closed=decision.reason is not None,
    )
    bend = bend_form(request) if decision.bendable else None
    shown: list[forms.Form] = [form, *([bend] if bend else [])]
    told = [item_sentences.why(decision.reason, event)] if decision.reason else []

    def shown_again(status: int = 200) -> Answer:
        return act_page(
            request, registration, site=site, title=title, button=_("Save the choice"), told=told,
            forms=shown, status=status,
        )  # fmt: skip

    if is_outdated:
        told.insert(0, item_sentences.changed_meanwhile(name_of(registration)))
        return shown_again(409)
    if not may_act(request) or not all_valid(shown):
        return shown_again()
    try:
        service.choose(
            registration_id=registration.pk,
            sessions=form.chosen(),
            wishes=form.wishes(),
            now=at,
            actor=actor_of(request, bend),
        )
    except service.NotChosen as no:
        form.add_error(next(iter(form.fields)), item_sentences.objection_said(no.objection, event))
        return shown_again(409)
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    said = _("The programme items of %(name)s are saved.")
    if form.has_gap:
        said = f"{said} {item_sentences.moved_up()}"
    return done_with(request, registration, said)
