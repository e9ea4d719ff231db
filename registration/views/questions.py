"""The event's own questions are answered, and answers put right, through a person's link and through the contact's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conference.clock import now
from programme.languages import reader_language
from registration import newer, policy, sentences
from registration.forms.questions import QuestionsForm
from registration.models import Booking, Question
from registration.questions import asked_of, words_of
from registration.services import acts as service_acts
from registration.services import answers
from registration.services.acts import Refused
from registration.views.answered import asked_here
from registration.views.contact import booking_page
from registration.views.doors import Door, through_a_door, through_the_contacts_door
from registration.views.edge import acts, expired_notice, keeps_typed_text, personal
from registration.views.place import page, refused

Asked = Question.Asked


def questions_form(
    request: HttpRequest, asked: Sequence[Question], given: Mapping[int, str]
) -> QuestionsForm:
    return QuestionsForm(asked, request.POST if request.method == "POST" else None, answered=given)


def seen(asked: Sequence[Question], given: Mapping[int, str]) -> dict[str, str]:
    """What the page was opened with, so that another's newer answer is not written over unseen."""
    language = reader_language()
    return {
        f"q{one.pk}": words_of(one, given[one.pk], language=language) if given.get(one.pk) else ""
        for one in asked
    }


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_a_door(now)
def of_person(request: HttpRequest, *, door: Door, at: datetime) -> HttpResponse:
    registration = door.registration
    decision = policy.may_answer(policy.windows(door.event), status=registration.status, now=at)
    asked = asked_here(door.event, by_contact=door.by_contact)
    if decision.reason is not None:
        return refused(request, door, decision.reason, at=at)
    if not asked:
        return redirect(door.home)
    given = answers.answers_of_place(registration)
    form = questions_form(request, asked, given)
    facts = seen(asked, given)
    context: dict[str, Any] = {"form": form, "carried": newer.seen(facts), "back": door.home}
    if request.method == "POST" and (changed := newer.changed_since(request.POST, facts)):
        return page(request, door, "questions", at=at, **context, notice=changed, status=409)
    if not acts(request) or not form.is_valid():
        return page(request, door, "questions", at=at, **context)
    try:
        answers.answer(
            registration_id=registration.pk,
            given=dict(form.given()),
            among=[one.pk for one in asked],
            now=at,
            actor=door.actor,
        )
    except Refused as no:
        return refused(request, door, no.reason, at=at)
    return redirect(door.done_url("answers"))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed_text
@personal
@through_the_contacts_door(now)
def of_booking(request: HttpRequest, token: str, *, found: Booking, at: datetime) -> HttpResponse:
    decision = policy.may_answer_for_booking(policy.windows(found.event), now=at)
    asked = asked_of(found.event, Asked.BOOKING)
    if decision.reason is not None:
        # That page says itself whom to write to, and that the event is called off.
        is_called_off = decision.reason is policy.Reason.EVENT_CANCELLED
        why = "" if is_called_off else sentences.why(decision.reason, found.event, now=at)
        return booking_page(request, found, token, at=at, notice=why, status=409)
    home = reverse("registration:booking", args=[token])
    if not asked:
        return redirect(home)
    given = answers.answers_of(found).get(None, {})
    form = questions_form(request, asked, given)
    facts = seen(asked, given)
    context: dict[str, Any] = {
        "booking": found,
        "event": found.event,
        "now": at,
        "form": form,
        "carried": newer.seen(facts),
        "back": home,
        "notice": expired_notice(request),
        "contact_line": sentences.contact_line(found.event),
    }
    if request.method == "POST" and (changed := newer.changed_since(request.POST, facts)):
        return render(request, "registration/questions.html", context | {"notice": changed}, status=409)
    if not acts(request) or not form.is_valid():
        return render(request, "registration/questions.html", context)
    try:
        answers.answer_for_booking(
            booking_id=found.pk,
            given=dict(form.given()),
            among=[one.pk for one in asked],
            now=at,
            actor=service_acts.CONTACT,
        )
    except Refused as no:
        why = sentences.explain(no.reason, found.event, now=at)
        return booking_page(request, found, token, at=at, notice=why, status=409)
    return redirect(f"{home}?ok=answers")
