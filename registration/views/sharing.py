"""The pages on which a place is shared with another, and on which it is changed who comes on which day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import policy, sentences, share_sentences, sharing
from registration.forms.questions import QuestionsForm, initial_typed
from registration.forms.sharing import DaysForm, ShareForm
from registration.line_sentences import turn_ends
from registration.models import Question, Registration
from registration.questions import asked_of
from registration.services import passing_on, whole_place
from registration.services import sharing as service
from registration.services.acts import Refused
from registration.services.passing_on import Changed
from registration.services.substituting import turn_of
from registration.views.doors import Door, through_a_door
from registration.views.edge import acts, keeps_typed_text, personal
from registration.views.place import page, refused
from registration.views.substituting import ABOUT_THE_PERSON, field_of


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def share(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """*Share the place*: whoever has it, or the contact, says who comes on which days."""
    place, event = door.registration, door.event
    decision = service.decide(place, now=at)
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    asked: dict[str, Any] = {
        "event": event,
        "by_contact": door.by_contact,
        "needs_address": not door.by_contact,
    }
    inherited = {field: getattr(place, field) for field in ("organisation", "municipality")}
    posted = request.POST if request.method == "POST" else None
    of_her = asked_of(event, Question.Asked.SIGN_UP)
    form = ShareForm(posted, initial=inherited, **asked)
    questions = QuestionsForm(of_her, posted, for_another=True)
    shown = partial(page, request, door, "share", at=at)
    if request.POST.get("action") == "edit":
        typed = request.POST.dict()
        days = {"days": [value for name, value in typed.items() if name.startswith("days.")]}
        form = ShareForm(initial=typed | days, **asked)
        again = QuestionsForm(of_her, initial=initial_typed(of_her, typed), for_another=True)
        return shown(form=form, questions=again)
    if posted is None or not all([form.is_valid(), questions.is_valid()]):
        return shown(form=form, questions=questions)
    person, days = replace(form.person(), answers=questions.given()), form.cleaned_data["days"]
    reason = service.may_share_with(person, place=place).reason
    if reason is None and request.POST.get("action") == "confirm" and acts(request):
        try:
            service.share(registration_id=place.pk, person=person, days=days, now=at, actor=door.actor)
        except Refused as no:
            reason = no.reason
        else:
            return redirect(door.done_url("share"))
        if reason not in ABOUT_THE_PERSON:
            return refused(request, door, reason, at=at)
    if reason is not None:
        form.add_error(field_of(reason), sentences.explain(reason, event, now=at))
        return shown(form=form, questions=questions)
    typed = {name: str(value) for name, value in request.POST.items()}
    for name in ("action", "csrfmiddlewaretoken"):
        typed.pop(name, None)
    told = _told(door, None, person.name, days)
    hear = service.addresses(place, email=person.email)
    if turn_of(person, place=place) is not None:
        told["turn_ends"] = turn_ends(person.name, shares=True)
    return page(request, door, "share_check", at=at, person=person, typed=typed, hear=hear, **told)


def _told(door: Door, second: Registration | None, name: str, days: Sequence[date]) -> dict[str, Any]:
    """What a page for checking says: the days of both, and what is chosen of the programme and goes over."""
    place = door.registration
    found = sharing.halves(place.event, days)
    passed = service.what_passes(place, second, days)
    return {
        "days": share_sentences.days_phrase(found.other),
        "own_days": share_sentences.days_phrase(found.holder),
        "passes": share_sentences.what_passes(passed, place, name, own=not door.by_contact),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def share_days(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """Who of the two comes on which day, changed by whoever has the place or the contact, who checks it first."""
    place = door.registration
    decision, other = service.decide_days(place, now=at), place.shares_with
    if decision.reason is not None or other is None:
        return refused(request, door, decision.reason or policy.Reason.NOT_SHARED, at=at)
    posted = request.POST if request.method == "POST" else None
    form = DaysForm(posted, event=door.event, name=other.name, days=sharing.from_text(other.days))
    action = request.POST.get("action", "")
    if posted is None or not form.is_valid() or action == "edit":
        return page(request, door, "share_days", at=at, form=form, other=other)
    days = form.cleaned_data["days"]
    if sharing.as_text(days) == other.days:
        return redirect(door.done_url("unchanged"))
    typed = {name: value for name, value in request.POST.items() if name.startswith("days.")}
    if action != "confirm" or not acts(request):
        return _check_days(request, door, other, days, typed=typed, at=at)
    try:
        service.change_days(
            registration_id=place.pk,
            days=days,
            now=at,
            actor=door.actor,
            seen=request.POST.get("seen", ""),
        )
    except Changed:
        return _check_days(
            request,
            door,
            other,
            days,
            typed=typed,
            at=at,
            notice=share_sentences.changed_meanwhile(),
            status=409,
        )
    except Refused as no:
        return refused(request, door, no.reason, at=at)
    return redirect(door.done_url("share_days"))


def _check_days(
    request: HttpRequest, door: Door, other: Registration, days: Sequence[date], **context: Any
) -> HttpResponse:
    """The page carries what it shows, so that nothing else is done than that."""
    place = door.registration
    hear, told = service.addresses_of_both(place, other), _told(door, other, other.name, days)
    seen = passing_on.fingerprint(place, other, service.what_passes(place, other, days))
    return page(request, door, "share_days_check", other=other, hear=hear, seen=seen, **told, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def all_days(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """Whoever has a place that she shares, or the contact, lets the other have it on all days."""
    place = door.registration
    decision, other = service.decide_days(place, now=at), place.shares_with
    if decision.reason is not None or other is None:
        return refused(request, door, decision.reason or policy.Reason.NOT_SHARED, at=at)
    passed = whole_place.what_passes(place, other)
    context: dict[str, Any] = {
        "other": other,
        "hear": whole_place.who_hears(place, other),
        "passes": share_sentences.what_passes(passed, place, other.name, own=not door.by_contact),
        "organiser_hears": sentences.organiser_hears(door.event),
        "seen": passing_on.fingerprint(place, other, passed),
    }
    if not acts(request):
        return page(request, door, "all_days", at=at, **context)
    seen = request.POST.get("seen", "")
    try:
        whole_place.give_all_days(registration_id=place.pk, now=at, actor=door.actor, seen=seen)
    except Changed:
        return page(
            request,
            door,
            "all_days",
            at=at,
            status=409,
            **context,
            notice=share_sentences.changed_meanwhile(),
        )
    except Refused as no:
        return refused(request, door, no.reason, at=at)
    return redirect(door.done_url("substitute"))
