"""An organiser lets a place be shared, and changes who of the two comes on which day."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programme.presenting import in_a_row
from registration import policy, sentences, share_sentences, sharing
from registration.admin.forms import BendForm
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
from registration.admin.place.answering import answers_that_may_not_fit
from registration.admin.place.told import who_hears_of_a_substitute
from registration.forms.questions import QuestionsForm
from registration.forms.sharing import DaysForm, ShareForm
from registration.line_sentences import turn_ends
from registration.models import Question, Registration
from registration.policy import By, Reason
from registration.questions import asked_of
from registration.services import passing_on, whole_place
from registration.services import sharing as service
from registration.services.acts import Refused, both_addresses
from registration.services.substituting import turn_of
from registration.views.edge import acts as may_act
from registration.views.substituting import field_of


def share(request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime) -> Answer:
    event = registration.event
    title = _("Share the place of %(name)s with another") % {"name": name_of(registration)}
    decision = service.decide(registration, now=at, by=By.ORGANISER)
    if decision.reason is not None and not decision.bendable:
        return refused_page(request, registration, decision.reason, site=site, title=title, at=at)
    posted = request.POST if request.method == "POST" else None
    inherited = {"organisation": registration.organisation, "municipality": registration.municipality}
    form = ShareForm(posted, initial=inherited, event=event, needs_address=False, by_organiser=True)
    of_her = asked_of(event, Question.Asked.SIGN_UP)
    questions = QuestionsForm(of_her, posted, by_organiser=True)
    shown: list[forms.Form] = [form, questions] if of_her else [form]
    told = [
        _("It stays one place with one price. %(name)s comes on the days that you do not tick.")
        % {"name": name_of(registration)},
        _("The other person is mailed a link of her own, too. %(mails)s")
        % {"mails": _who_hears(registration)},
    ]
    if event.has_choices:
        told.append(_("What is chosen of the programme follows the day."))
    facts: dict[str, Any] = {"title": title, "button": _("Share the place"), "told": told, "forms": shown}
    bend: BendForm | None = None
    if decision.reason is not None:
        why = sentences.why(decision.reason, event, now=at, registration=registration, bendable=True)
        told.insert(0, why)
        bend = bend_form(request)
        shown.append(bend)
    if may_act(request) and bend is None and form.is_valid():
        other = service.may_share_with(form.person(), place=registration, by=By.ORGANISER)
        if other.reason is Reason.OTHER_ORGANISATION:
            # Only now is it known that there is a rule to set aside.
            told.insert(0, sentences.why(other.reason, event, now=at))
            bend = BendForm(request.POST if "reason" in request.POST else None)
            shown.append(bend)
    if not may_act(request) or not all_valid(shown):
        return act_page(request, registration, site=site, **facts)
    person = form.person()
    passes = _what_passes(registration, None, person.name, form.cleaned_data["days"])
    if turn_of(person, place=registration) is not None:
        passes.insert(0, turn_ends(person.name, shares=True))
    if not _was_seen(request, passes):
        return act_page(request, registration, site=site, **facts, **_shown_first(passes))
    try:
        second = service.share(
            registration_id=registration.pk,
            person=replace(person, answers=questions.given() if of_her else ()),
            days=form.cleaned_data["days"],
            now=at,
            actor=actor_of(request, bend),
        )
    except Refused as no:
        if no.reason not in policy.NOT_SHE:
            return refused_page(request, registration, no.reason, site=site, title=title, at=at)
        form.add_error(field_of(no.reason), sentences.why(no.reason, event, now=at))
        return act_page(request, registration, site=site, **facts)
    answers_that_may_not_fit(request, registration, at=at)
    return done_with(request, second, _("%(name)s shares the place now."))


def change_days(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Change who comes on which day")
    decision = service.decide_days(registration, now=at, by=By.ORGANISER)
    other = registration.shares_with
    if other is None or (decision.reason is not None and not decision.bendable):
        reason = decision.reason or Reason.NOT_SHARED
        return refused_page(request, registration, reason, site=site, title=title, at=at)
    posted = request.POST if request.method == "POST" else None
    form = DaysForm(posted, event=registration.event, name=other.name, days=sharing.from_text(other.days))
    bend = bend_form(request) if decision.bendable else None
    shown: list[forms.Form] = [form, *([bend] if bend else [])]
    told = [
        share_sentences.who_comes_when(registration, own=False),
        _("%(name)s comes on the days that you do not tick. %(mails)s")
        % {"name": name_of(registration), "mails": _who_hears(registration, other.reached_at)},
    ]
    if registration.event.has_choices:
        told.append(_("What is chosen of the programme follows the day."))
    if decision.reason is not None:
        why = sentences.why(
            decision.reason, registration.event, now=at, registration=registration, bendable=True
        )
        told.insert(0, why)
    facts: dict[str, Any] = {"title": title, "button": _("Save the days"), "told": told, "forms": shown}
    if not may_act(request) or not all_valid(shown):
        return act_page(request, registration, site=site, **facts)
    passes = _what_passes(registration, other, other.name, form.cleaned_data["days"])
    if not _was_seen(request, passes):
        return act_page(request, registration, site=site, **facts, **_shown_first(passes))
    try:
        service.change_days(
            registration_id=registration.pk,
            days=form.cleaned_data["days"],
            now=at,
            actor=actor_of(request, bend),
        )
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    answers_that_may_not_fit(request, registration, other, at=at)
    return done_with(request, registration, _("The days of %(name)s are changed."))


def give_all_days(
    request: HttpRequest, registration: Registration, *, site: admin.AdminSite, at: datetime
) -> Answer:
    title = _("Let the other have all days")
    decision, other = service.decide_days(registration, now=at, by=By.ORGANISER), registration.shares_with
    if other is None or (decision.reason is not None and not decision.bendable):
        reason = decision.reason or Reason.NOT_SHARED
        return refused_page(request, registration, reason, site=site, title=title, at=at)
    bend = bend_form(request) if decision.bendable else None
    shown: list[forms.Form] = [bend] if bend else []
    passed = whole_place.what_passes(registration, other)
    told = [
        _("The place of %(name)s passes to %(other)s, who comes on all days. %(mails)s")
        % {
            "name": name_of(registration),
            "other": other.name,
            "mails": who_hears_of_a_substitute(registration),
        },
        *share_sentences.what_passes(passed, registration, other.name, own=False),
    ]
    if decision.reason is not None:
        why = sentences.why(
            decision.reason, registration.event, now=at, registration=registration, bendable=True
        )
        told.insert(0, why)
    facts: dict[str, Any] = {"title": title, "button": title, "told": told, "forms": shown}
    facts["hidden"] = {"seen": passing_on.fingerprint(registration, other, passed)}
    if not may_act(request) or not all_valid(shown):
        return act_page(request, registration, site=site, **facts)
    try:
        new = whole_place.give_all_days(
            registration_id=registration.pk,
            now=at,
            actor=actor_of(request, bend),
            seen=request.POST.get("seen", ""),
        )
    except passing_on.Changed:
        notice = share_sentences.changed_meanwhile()
        return act_page(request, registration, site=site, **facts, notice=notice, status=409)
    except Refused as no:
        return refused_page(request, registration, no.reason, site=site, title=title, at=at)
    return done_with(request, new, _("%(name)s has the place now."))


def _what_passes(
    registration: Registration, second: Registration | None, name: str, days: Iterable[date]
) -> list[str]:
    """What of the programme goes over with these days, and what does not."""
    passed = service.what_passes(registration, second, days)
    return share_sentences.what_passes(passed, registration, name, own=False)


def _was_seen(request: HttpRequest, lines: Sequence[str]) -> bool:
    """Whether all that has to be said was shown before the button was pressed."""
    return not lines or request.POST.get("seen") == _digest(lines)


def _shown_first(lines: Sequence[str]) -> dict[str, Any]:
    again = _("Press the button once more if that is right.")
    return {"notice": " ".join([*lines, again]), "hidden": {"seen": _digest(lines)}}


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24]


def _who_hears(registration: Registration, *others: str) -> str:
    told = list(dict.fromkeys([*others, *both_addresses(registration).values()]))
    return _("A mail about it is sent to %(address)s.") % {"address": in_a_row(told)}
