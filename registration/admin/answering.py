"""Answers as an organiser reads them, and those of a whole booking put right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from programme.languages import reader_language
from registration import asking, policy, sentences
from registration.admin.base import Step, page
from registration.forms.questions import QuestionsForm
from registration.models import Booking, Question, Registration
from registration.policy import By
from registration.questions import OF_PERSONS, InWords, asked_of, in_words, questions_of, unanswered
from registration.services import acts, answers
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice


def booking_answers_in_words(booking: Booking) -> list[InWords]:
    """What was answered once for the booking."""
    asked = [one for one in questions_of(booking.event) if one.is_of_the_booking]
    return in_words(asked, answers.answers_of(booking).get(None, {}), language=reader_language())


def answers_in_words(registration: Registration) -> list[InWords]:
    """Her answers and those of her booking, in the order of the questions."""
    given = answers.answers_of(registration.booking)
    of_her = given.get(None, {}) | given.get(registration.pk, {})
    return in_words(questions_of(registration.event), of_her, language=reader_language())


def what_is_missing(registration: Registration) -> str:
    """Facts that the event must have and questions that must be answered, which are not yet; "" of an ended place."""
    if not registration.is_current:
        return ""
    asked = asked_of(registration.event, *OF_PERSONS)
    lacking = unanswered(asked, answers.answers_of_place(registration)) if asked else []
    return ", ".join([*asking.missing(registration), *(one.label for one in lacking)])


def correct_booking_answers(
    request: HttpRequest, booking: Booking, *, site: admin.AdminSite, way: Sequence[Step], at: datetime
) -> HttpResponse:
    event, back = booking.event, reverse("admin:registration_booking_change", args=[booking.pk])
    shown: dict[str, Any] = {"site": site, "title": _("Correct the answers"), "way": way, "back": back}
    shown |= {"button": _("Save"), "told": []}
    decision = policy.may_answer_for_booking(policy.windows(event), now=at, by=By.ORGANISER)
    if decision.reason is not None:
        why = sentences.why(decision.reason, event, now=at)
        return page(request, "act", **shown | {"told": [why], "button": ""}, status=409)
    asked = asked_of(event, Question.Asked.BOOKING)
    given = answers.answers_of(booking).get(None, {})
    form = QuestionsForm(
        asked,
        request.POST if request.method == "POST" else None,
        answered=given,
        by_organiser=True,
    )
    if not may_act(request) or not form.is_valid():
        return page(request, "act", **shown, forms=[form], notice=expired_notice(request))
    try:
        answers.answer_for_booking(
            booking_id=booking.pk,
            given=dict(form.given()),
            among=[one.pk for one in asked],
            now=at,
            actor=acts.organiser(request.user),  # type: ignore[arg-type]
        )
    except acts.Refused as no:
        why = sentences.why(no.reason, event, now=at)
        return page(request, "act", **shown | {"told": [why], "button": ""}, status=409)
    messages.success(request, _("The answers are saved."))
    return redirect(back)
