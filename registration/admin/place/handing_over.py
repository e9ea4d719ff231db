"""Another person has the place."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from registration import policy, sentences, share_sentences
from registration.admin.forms import BendForm
from registration.admin.place.act_page import (
    Answer,
    act_page,
    actor_of,
    all_valid,
    done_with,
    name_of,
    refused_page,
)
from registration.admin.place.may import decisions
from registration.admin.place.told import who_hears_of_a_substitute
from registration.forms.place import SubstituteForm
from registration.forms.questions import QuestionsForm
from registration.models import Question, Registration
from registration.policy import By, Reason
from registration.questions import asked_of
from registration.services import passing_on, substituting
from registration.services.acts import Refused
from registration.services.places import how_many_wait
from registration.views.edge import acts as may_act


def hand_over(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Hand over the place of %(name)s") % {"name": name_of(registration)}
    decision = decisions(registration, at=at)["hand_over"]
    if decision.reason is not None and not decision.bendable:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    # What was typed as a correction comes along when it turned out to be another person.
    arriving = request.POST.get("arriving") == "1"
    form = SubstituteForm(
        request.POST if request.method == "POST" and not arriving else None,
        initial=request.POST.dict() if arriving else _inherited(registration),
        event=registration.event,
        needs_address=False,
        price_class=None if registration.is_second else registration.promised_class,
        by_organiser=True,
    )
    # What is asked of each person at sign-up; an organiser who does not know the answer leaves it empty.
    of_her = asked_of(registration.event, Question.Asked.SIGN_UP)
    questions = QuestionsForm(
        of_her, request.POST if request.method == "POST" and not arriving else None, by_organiser=True
    )
    told = [
        _("The old link is closed, and a link of her own is mailed to the new person. %(mails)s")
        % {"mails": who_hears_of_a_substitute(registration)},
        _("Needs and consents do not come along; the new person is asked afresh."),
    ]
    if along := share_sentences.what_goes_along(
        passing_on.goes_along(registration), name=name_of(registration)
    ):
        told.append(along)
    if how_many_wait(registration.event):
        told.append(_("If the new person is on the waiting list, that turn ends."))
    if half := share_sentences.who_comes_when(registration, own=False):
        only = _("Only the days of %(name)s are handed over.") % {"name": name_of(registration)}
        told.insert(0, f"{half} {only}")
    shown: list[forms.Form] = [form, questions] if of_her else [form]
    bend = None
    if decision.reason is not None:
        why = sentences.why(
            decision.reason, registration.event, now=at, registration=registration, bendable=True
        )
        told.insert(0, why)
        bend = BendForm(request.POST if request.method == "POST" and not arriving else None)
        shown.append(bend)
    facts: dict[str, Any] = {
        "title": title,
        "button": _("Hand the place over"),
        "told": told,
        "forms": shown,
        "site": site,
    }
    acting = may_act(request) and not arriving
    if acting and bend is None and form.is_valid() and _is_of_another_workplace(form, registration):
        # Only now is it known that there is a rule to set aside.
        told.insert(0, sentences.why(Reason.OTHER_ORGANISATION, registration.event, now=at))
        bend = BendForm(request.POST if "reason" in request.POST else None)
        shown.append(bend)
    if not acting or not all_valid(shown):
        return act_page(request, registration, **facts)
    try:
        new = substituting.substitute(
            registration_id=registration.pk,
            person=replace(form.person(), answers=questions.given() if of_her else ()),
            now=at,
            actor=actor_of(request, bend),
        )
    except Refused as no:
        if no.reason not in policy.NOT_SHE:
            return refused_page(request, registration, no.reason, site=site, title=title, at=at)
        form.add_error("name", sentences.why(no.reason, registration.event, now=at))
        return act_page(request, registration, **facts)
    return done_with(request, new, _("%(name)s has the place now."))


def _is_of_another_workplace(form: SubstituteForm, registration: Registration) -> bool:
    decision = substituting.may_take(form.person(), place=registration, by=By.ORGANISER)
    return decision.reason is Reason.OTHER_ORGANISATION


def _inherited(registration: Registration) -> dict[str, str]:
    return {"organisation": registration.organisation, "municipality": registration.municipality}
