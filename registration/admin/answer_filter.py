"""The list of attendees of one event narrowed to an answer, or to those who have not answered."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.presenting import before_what_follows
from registration.admin.filters import event_of_list
from registration.answer_conditions import answered, lacks, may_lack
from registration.answer_counts import chosen_and_gone
from registration.models import Question
from registration.models.registration import RegistrationQuerySet
from registration.questions import option_words, questions_of

PARAMETER = "svar"
LACKING = "mangler"
# So many answers stand beside the list; every one of them leads here from the page of answers.
MOST_CHOICES = 30


def value_of(question: Question, value: str) -> str:
    return f"{question.pk}:{value}"


def _named(question: Question, value: str) -> str:
    return f"{before_what_follows(question.label)} {option_words(question, value)}"


class AnswerFilter(admin.SimpleListFilter):
    """Only where the list is one event's, and the event has questions or facts that must be told."""

    title = gettext_lazy("answers")
    parameter_name = PARAMETER

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.event = event_of_list(request)
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        if self.event is None:
            return []
        found = [(LACKING, _("Something is missing"))] if may_lack(self.event) else []
        chosen = self.used_parameters.get(self.parameter_name) or ""
        gone = chosen_and_gone(questions_of(self.event))
        choices = [
            (value_of(question, value), _named(question, value))
            for question in questions_of(self.event)
            if question.kind in Question.CHOICES
            for value in [*question.offered, *gone.get(question.pk, [])]
        ]
        shown = choices[:MOST_CHOICES]
        picked = self._picked(chosen)
        if picked is not None and chosen not in {value for value, _label in shown}:
            shown.append((chosen, _named(*picked)))
        return [*found, *shown]

    def _picked(self, chosen: str) -> tuple[Question, str] | None:
        """A question of the event and an answer to it; None for anything else."""
        key, _colon, value = chosen.partition(":")
        questions = questions_of(self.event) if self.event is not None else []
        question = next((one for one in questions if str(one.pk) == key), None)
        return (
            (question, value)
            if question is not None and value and question.kind in Question.CHOICES
            else None
        )

    def queryset(self, request: HttpRequest, queryset: Any) -> RegistrationQuerySet | None:  # noqa: ARG002
        chosen = self.value() or ""
        if not chosen or self.event is None:
            return queryset.none() if chosen else None
        if chosen == LACKING:
            return queryset.filter(lacks(self.event))
        picked = self._picked(chosen)
        return queryset.filter(answered(*picked)) if picked is not None else queryset.none()
