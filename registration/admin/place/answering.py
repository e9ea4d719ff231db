"""A person's answers put right by an organiser, who may leave those empty that must be answered."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from registration.admin.place.act_page import (
    Answer,
    act_page,
    act_url,
    actor_of,
    done_with,
    name_of,
    refused_page,
)
from registration.admin.place.may import decisions
from registration.forms.questions import QuestionsForm
from registration.models import Registration
from registration.questions import OF_PERSONS, asked_of
from registration.services import answers
from registration.services.acts import Refused
from registration.views.edge import acts as may_act


def answers_that_may_not_fit(request: HttpRequest, *people: Registration, at: datetime) -> None:
    """Says of those who come on other days now where their answers are put right, as long as that can be done."""
    for one in people:
        if decisions(one, at=at)["answers"] and answers.answers_of_place(one):
            words = _("Look whether the answers of %(name)s still fit the days.") % {"name": name_of(one)}
            way = format_html('<a href="{}">{}</a>', act_url(one, "answers"), _("Correct the answers"))
            messages.info(request, format_html("{} {}", words, way))


def correct_answers(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Correct the answers of %(name)s") % {"name": name_of(registration)}
    decision = decisions(registration, at=at)["answers"]
    if decision.reason is not None:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    asked = asked_of(registration.event, *OF_PERSONS)
    form = QuestionsForm(
        asked,
        request.POST if request.method == "POST" else None,
        answered=answers.answers_of_place(registration),
        by_organiser=True,
    )
    shown: dict[str, Any] = {"title": title, "button": _("Save"), "told": [], "forms": [form], "site": site}
    if not may_act(request) or not form.is_valid():
        return act_page(request, registration, **shown)
    try:
        answers.answer(
            registration_id=registration.pk,
            given=dict(form.given()),
            among=[one.pk for one in asked],
            now=at,
            actor=actor_of(request),
        )
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    return done_with(request, registration, _("The answers of %(name)s are saved."))
