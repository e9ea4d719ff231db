"""Facts put right, and a new link."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration import sentences
from registration.admin import newer
from registration.admin.base import page
from registration.admin.forms import BendForm
from registration.admin.history import lines_about
from registration.admin.place.act_page import (
    Answer,
    act_page,
    act_url,
    actor_of,
    all_valid,
    done_with,
    name_of,
    person_url,
    refused_page,
)
from registration.admin.place.may import decisions
from registration.forms.place import PlaceForm
from registration.models import Registration
from registration.policy import By
from registration.services import correcting
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


def correct(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Correct %(name)s") % {"name": name_of(registration)}
    decision = decisions(registration, at=at)["correct"]
    if decision.reason is not None:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    facts = PlaceForm.facts_of(registration)
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        initial=facts,
        event=registration.event,
        by_organiser=True,
    )
    told = [_("A new e-mail address ends the old link, and the confirmation is sent to the new one.")]
    shown: dict[str, Any] = {"title": title, "button": _("Save"), "told": told, "forms": [form], "site": site}
    shown["hidden"] = newer.seen(facts)
    if notice := newer.changed_since(request, facts, lines_about(registration=registration)):
        return act_page(request, registration, **shown, notice=notice, status=409)
    bend: BendForm | None = None
    if may_act(request) and form.is_valid():
        kept = correcting.may_write(form.person(corrects=registration), place=registration, by=By.ORGANISER)
        if kept.reason is not None:
            # Only now is it known that there is a rule to set aside.
            told.insert(0, sentences.why(kept.reason, registration.event, now=at, registration=registration))
            bend = BendForm(request.POST if "reason" in request.POST else None)
            shown["forms"].append(bend)
    if not may_act(request) or not all_valid(shown["forms"]):
        return act_page(request, registration, **shown)
    person = form.person(corrects=registration)
    same = request.POST.get("same_person") == "1"
    try:
        changed = correcting.correct(
            registration_id=registration.pk,
            person=person,
            same_person=same,
            now=at,
            actor=actor_of(request, bend),
        )
    except correcting.AnotherPerson:
        return _another_person(request, registration, form, site=site)
    except Refused as no:
        form.add_error("name", sentences.why(no.reason, registration.event, now=at))
        return act_page(request, registration, **shown)
    return done_with(request, changed, _("The facts of %(name)s are saved."))


def _another_person(
    request: HttpRequest, registration: Registration, form: PlaceForm, *, site: admin.AdminSite
) -> Answer:
    return page(
        request,
        "another_person",
        site=site,
        title=_("Is it another person?"),
        way=[(name_of(registration), person_url(registration))],
        old=registration,
        new=form.person(),
        typed={
            name: request.POST[name]
            for name in [*form.fields, *BendForm.base_fields, "seen"]
            if name in request.POST
        },
        hand_over_url=act_url(registration, "hand_over"),
        back=person_url(registration),
    )


def new_link(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Send %(name)s a new link") % {"name": name_of(registration)}
    decision = decisions(registration, at=at)["new_link"]
    if decision.reason is not None:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    if not may_act(request):
        told = [
            _("The confirmation is sent to %(address)s with a new link. The old link no longer works.")
            % {"address": registration.reached_at}
        ]
        return act_page(request, registration, site=site, title=title, button=_("Send a new link"), told=told)
    try:
        correcting.renew_link(registration_id=registration.pk, now=at, actor=actor_of(request))
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    sentence = _("A new link is on its way to %(address)s.") % {"address": registration.reached_at}
    return done_with(request, registration, sentence.replace("%", "%%"))
