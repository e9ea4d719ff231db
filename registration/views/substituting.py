"""The pages on which a place is handed over: to be written, checked and then done."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conference.clock import now
from registration import policy, sentences, share_sentences
from registration.forms.place import SubstituteForm
from registration.forms.questions import QuestionsForm, initial_typed
from registration.line_sentences import turn_ends
from registration.models import Question
from registration.questions import asked_of
from registration.services import passing_on, substituting
from registration.services.acts import Refused
from registration.views.doors import Door, through_a_door
from registration.views.edge import acts, keeps_typed_text, personal
from registration.views.place import page, possibilities, refused

# Why this very person may not come instead of another.
ABOUT_THE_PERSON = policy.NOT_SHE | {policy.Reason.OTHER_ORGANISATION}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def substitute(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """*Hand the place over*: the one who leaves, or the contact, writes who comes instead."""
    return _substitute(request, door, new_person=False, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def new_person(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    """*I am the new person*: the one who comes instead was given the link and writes her own facts."""
    return _substitute(request, door, new_person=True, at=at)


def field_of(reason: policy.Reason) -> str:
    """Which field of the form a no about the new person stands at."""
    of_the_workplace = {policy.Reason.OTHER_ORGANISATION, policy.Reason.WORKPLACE_STAYS}
    return "organisation" if reason in of_the_workplace else "name"


def _substitute(request: HttpRequest, door: Door, *, new_person: bool, at: datetime) -> HttpResponse:
    place = door.registration
    decision = possibilities(place, at=at)["substitute"]
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    form, questions, is_judged = _forms(request, door, new_person=new_person)
    shown = partial(
        page,
        request,
        door,
        at=at,
        form=form,
        questions=questions,
        new_person=new_person,
        act_url=request.path,
    )
    if not is_judged or not all([form.is_valid(), questions.is_valid()]):
        return shown("substitute")
    person = replace(form.person(), answers=questions.given())
    reason = substituting.may_take(person, place=place).reason
    if reason is None and request.POST.get("action") == "confirm" and acts(request):
        try:
            substituting.substitute(
                registration_id=place.pk, person=person, now=at, actor=door.actor, herself=new_person
            )
        except Refused as no:
            reason = no.reason
        else:
            return redirect(door.done_url("new_person" if new_person else "substitute"))
        if reason not in ABOUT_THE_PERSON:
            return refused(request, door, reason, at=at)
    if reason is not None:
        form.add_error(field_of(reason), sentences.explain(reason, door.event, now=at))
        return shown("substitute")
    typed = {name: request.POST.get(name, "") for name in form.fields}
    return shown(
        "substitute_check",
        person=person,
        typed=typed | questions.typed_in(request.POST.dict()),
        hear=substituting.addresses(place, person=person),
        organiser_hears=sentences.organiser_hears(door.event),
        goes_along=share_sentences.what_goes_along(passing_on.goes_along(place), name=place.name),
        turn_ends=(
            turn_ends(person.name, shares=place.is_shared, own=new_person)
            if substituting.turn_of(person, place=place) is not None
            else ""
        ),
    )


def _forms(
    request: HttpRequest, door: Door, *, new_person: bool
) -> tuple[SubstituteForm, QuestionsForm, bool]:
    """What is written of the person who comes, what is asked of each at sign-up and so of her afresh, and whether they
    were sent to be judged; not where what was written is to be changed."""
    place = door.registration
    asked: dict[str, Any] = {
        "event": door.event,
        "by_contact": door.by_contact,
        "needs_address": not door.by_contact,
        "is_herself": new_person,
        "price_class": None if place.is_second else place.promised_class,
    }
    of_her = asked_of(door.event, Question.Asked.SIGN_UP)
    typed = request.POST.dict()
    if typed.get("action") == "edit":
        questions = QuestionsForm(of_her, initial=initial_typed(of_her, typed), for_another=not new_person)
        return SubstituteForm(initial=typed, **asked), questions, False
    posted = request.POST if request.method == "POST" else None
    inherited = {field: getattr(place, field) for field in ("organisation", "municipality")}
    form = SubstituteForm(posted, initial=inherited, **asked)
    return form, QuestionsForm(of_her, posted, for_another=not new_person), posted is not None
