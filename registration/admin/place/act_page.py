"""What the pages of all acts have in common."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst

from registration import sentences
from registration.admin.base import Step, page
from registration.admin.forms import BendForm
from registration.models import Registration
from registration.policy import Reason
from registration.services import acts
from registration.services.acts import Actor
from registration.views.edge import expired_notice

Answer = HttpResponse


def person_url(registration: Registration) -> str:
    return reverse("admin:registration_registration_change", args=[registration.pk])


def act_url(registration: Registration, act: str) -> str:
    return reverse(f"admin:registration_registration_{act}", args=[registration.pk])


def name_of(registration: Registration) -> str:
    return registration.called


def act_page(
    request: HttpRequest,
    registration: Registration,
    *,
    site: admin.AdminSite,
    title: str,
    button: str,
    told: list[str],
    status: int = 200,
    **context: Any,
) -> Answer:
    """An act's page: what will happen, the fields where something is typed, one button, and the way back."""
    opts = Registration._meta
    people: Step = (
        capfirst(str(opts.verbose_name_plural)),
        reverse("admin:registration_registration_changelist"),
    )
    way = [people, (name_of(registration), person_url(registration))]
    facts = {
        "button": button,
        "told": told,
        "back": person_url(registration),
        "forms": context.pop("forms", []),
        "notice": context.pop("notice", "") or expired_notice(request),
    }
    return page(request, "act", site=site, title=title, way=way, status=status, **facts, **context)


def refused_page(
    request: HttpRequest,
    registration: Registration,
    reason: Reason,
    *,
    site: admin.AdminSite,
    title: str,
    at: datetime,
) -> Answer:
    why = sentences.why(reason, registration.event, now=at, registration=registration)
    return act_page(request, registration, site=site, title=title, button="", told=[why], status=409)


def done_with(request: HttpRequest, registration: Registration, sentence: str) -> Answer:
    messages.success(request, sentence % {"name": name_of(registration)})
    return redirect(person_url(registration))


def actor_of(request: HttpRequest, bend: BendForm | None = None) -> Actor:
    reason = bend.cleaned_data["reason"] if bend is not None else ""
    return acts.organiser(request.user, reason=reason)  # type: ignore[arg-type]


def bend_form(request: HttpRequest) -> BendForm:
    return BendForm(request.POST if request.method == "POST" else None)


def all_valid(forms_shown: list[forms.Form]) -> bool:
    answers = [form.is_valid() for form in forms_shown]
    return all(answers)
