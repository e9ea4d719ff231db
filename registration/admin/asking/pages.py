"""The pages behind *Tilmeldingsformularen* on an event's page."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from conference.clock import now
from programme.models import Event
from programme.presenting import in_a_row
from registration import sentences
from registration.admin.answer_filter import PARAMETER, value_of
from registration.admin.asking.fields import CopyForm, FactsForm, QuestionForm
from registration.admin.base import Step, page
from registration.answer_counts import numbers_of
from registration.asking import asks
from registration.forms.needs import NeedsForm
from registration.forms.questions import QuestionsForm
from registration.forms.sign_up import SignUpForm
from registration.models import Question
from registration.questions import asked_of, option_words, questions_of
from registration.services import questions
from registration.services.questions import MOST_QUESTIONS, Fixed
from registration.views.edge import acts as may_act
from registration.views.edge import expired_notice


class FormOfEvent(admin.ModelAdmin):
    """For the event's admin class: it has `event_of` and `way`."""

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
            ("form/", "form", self.form_view),
            ("form/preview/", "form_preview", self.form_preview_view),
            ("form/question/", "question_add", self.question_add_view),
            ("answers/", "answers", self.answers_view),
        ]
        wrap = self.admin_site.admin_view
        return [
            *(
                path(f"<int:pk>/{end}", wrap(view), name=f"programme_event_{name}")
                for end, name, view in pages
            ),
            path(
                "question/<int:pk>/",
                wrap(self.question_change_view),
                name="registration_question_change",
            ),
            path(
                "question/<int:pk>/delete/",
                wrap(self.question_delete_view),
                name="registration_question_delete",
            ),
            *super().get_urls(),
        ]

    def form_way(self, event: Event) -> list[Step]:
        return [*self.way(event), (_("The sign-up form"), form_url(event))]  # type: ignore[attr-defined]

    def event_to_change(self, request: HttpRequest, pk: int) -> Event:
        event: Event = self.event_of(request, pk)  # type: ignore[attr-defined]
        if not self.has_change_permission(request, event):
            raise PermissionDenied
        return event

    # ------------------------------------------------------------------ the form

    def form_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event: Event = self.event_of(request, pk)  # type: ignore[attr-defined]
        may_change = self.has_change_permission(request, event)
        what = request.POST.get("what", "") if request.method == "POST" else ""
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        facts = FactsForm(request.POST if what == "facts" else None, event=event)
        copy = CopyForm(request.POST if what == "copy" else None, user=request.user, event=event)
        if may_act(request):
            if what == "facts" and facts.is_valid():
                return self.write_facts(request, event, facts)
            if what == "copy" and copy.is_valid():
                return self.copy_form(request, event, source=copy.cleaned_data["source"])
            if what == "question":
                return self.act_on(request, event)
        rows = [
            {"question": one, "answers": answers, "condition": _condition(one), "rests": questions.rests(one)}
            for one, answers in _with_answers(event)
        ]
        return page(
            request,
            "form",
            site=self.admin_site,
            title=_("The sign-up form"),
            way=self.way(event),  # type: ignore[attr-defined]
            event=event,
            facts=facts,
            copy=copy,
            rows=rows,
            may_change=may_change,
            may_add=len(rows) < MOST_QUESTIONS,
            forms=[facts, copy],
            notice=expired_notice(request),
            urls={
                name: reverse(f"admin:programme_event_{name}", args=[event.pk])
                for name in ("question_add", "form_preview", "answers")
            },
        )

    form_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def write_facts(self, request: HttpRequest, event: Event, form: FactsForm) -> HttpResponse:
        questions.write_facts(event.pk, asked=form.levels(), answers_until=form.cleaned_data["answers_until"])
        if form.changed_data:
            self.log_change(request, event, [{"changed": {"fields": ["the sign-up form"]}}])
        messages.success(request, _("The form is saved."))
        return redirect(form_url(event))

    def copy_form(self, request: HttpRequest, event: Event, *, source: int) -> HttpResponse:
        copied = questions.copy_form(source_id=source, target_id=event.pk)
        self.log_change(request, event, [{"changed": {"fields": ["the sign-up form"]}}])
        told = ngettext("%(number)d question is copied.", "%(number)d questions are copied.", copied)
        messages.success(request, told % {"number": copied})
        return redirect(form_url(event))

    def act_on(self, request: HttpRequest, event: Event) -> HttpResponse:
        """A button beside a question: up-7, down-7, retire-7, again-7."""
        act, _dash, key = request.POST.get("act", "").partition("-")
        question = next((one for one in questions_of(event) if str(one.pk) == key), None)
        if question is None:
            messages.warning(request, _("The question is no longer there."))
            return redirect(form_url(event))
        match act:
            case "up" | "down":
                questions.move(question.pk, by=-1 if act == "up" else 1)
            case "retire":
                questions.retire(question.pk, now=now())
                messages.success(request, _retired(question))
            case "again":
                return self._ask_again(request, question)
        self.log_change(request, event, [{"changed": {"fields": ["the sign-up form"]}}])
        return redirect(form_url(event))

    def _ask_again(self, request: HttpRequest, question: Question) -> HttpResponse:
        try:
            questions.ask_again(question.pk)
        except Fixed:
            told = _("“%(question)s” is not asked again: another question with the same words is asked now.")
            messages.warning(request, told % {"question": question.label})
        else:
            messages.success(request, _("“%(question)s” is asked again.") % {"question": question.label})
            self.log_change(request, question.event, [{"changed": {"fields": ["the sign-up form"]}}])
        return redirect(form_url(question.event))

    def question_delete_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks before a question that nobody has answered is gone."""
        found = self._question(request, pk)
        event, fixed = found.event, questions.is_fixed(found)
        if may_act(request):
            self._delete(request, found)
            return redirect(form_url(event))
        return page(
            request,
            "act",
            site=self.admin_site,
            title=_("Delete “%(question)s”") % {"question": found.label},
            way=self.form_way(event),
            event=event,
            told=[_undeletable(found)]
            if fixed
            else [_("Nobody has answered it. It cannot be fetched back.")],
            button="" if fixed else _("Delete the question"),
            dangerous=True,
            back=form_url(event),
            notice=expired_notice(request),
        )

    def _delete(self, request: HttpRequest, question: Question) -> None:
        try:
            questions.delete(question.pk)
        except Fixed:
            messages.warning(request, _undeletable(question))
        else:
            messages.success(request, _("“%(question)s” is deleted.") % {"question": question.label})
            self.log_change(request, question.event, [{"changed": {"fields": ["the sign-up form"]}}])

    # ------------------------------------------------------------------ one question

    def question_add_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.question_page(request, Question(event=self.event_to_change(request, pk)))

    def question_change_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.question_page(request, self._question(request, pk))

    def _question(self, request: HttpRequest, pk: int) -> Question:
        found = Question.objects.visible_to(request.user).filter(pk=pk).first()
        if found is None:
            raise Http404
        found.event = self.event_to_change(request, found.event_id)
        return found

    question_add_view.keeps_typed_text = True  # type: ignore[attr-defined]
    question_change_view.keeps_typed_text = True  # type: ignore[attr-defined]

    def question_page(self, request: HttpRequest, shown: Question) -> HttpResponse:
        event = shown.event
        fixed = shown.pk is not None and questions.has_answers(shown)
        form = QuestionForm(request.POST if request.method == "POST" else None, question=shown, fixed=fixed)
        if may_act(request) and form.is_valid():
            gone = _chosen_and_gone(shown, form.cleaned_data["options"])
            try:
                if shown.pk is None:
                    questions.add(event.pk, form.wording())
                else:
                    questions.change(shown.pk, form.wording())
            except Fixed:
                form.add_error(
                    None, _("Somebody has changed the form meanwhile. Look at it again before you save.")
                )
            else:
                self.log_change(request, event, [{"changed": {"fields": ["the sign-up form"]}}])
                messages.success(request, _("The question is saved."))
                for sentence in gone:
                    messages.warning(request, sentence)
                again = "_again" in request.POST
                return redirect(_question_add_url(event) if again else form_url(event))
        return page(
            request,
            "question",
            site=self.admin_site,
            title=_("Correct the question") if shown.pk else _("A question of your own"),
            way=self.form_way(event),
            event=event,
            form=form,
            forms=[form],
            is_new=shown.pk is None,
            back=form_url(event),
            notice=" ".join([*form.non_field_errors(), expired_notice(request)]).strip(),
        )

    # ------------------------------------------------------------------ preview and numbers

    def form_preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form as visitors see it, in the event's language. It cannot be sent: there is no form on the page."""
        event: Event = self.event_of(request, pk)  # type: ignore[attr-defined]
        several = request.GET.get("antal") == "2"
        with override(event.language):
            context: dict[str, Any] = {
                "event": event,
                "now": now(),
                "form": SignUpForm(event, {"count": "2" if several else "1", "attends": "1"}, now=now()),
                "own": QuestionsForm(asked_of(event, Question.Asked.OWN_PAGE), prefix="own"),
                "needs": NeedsForm(event=event, consent_sentence="") if asks(event, "needs") else None,
                "terms": sentences.terms(event, now=now()),
                "back": form_url(event),
                "several": several,
                "language": event.language,
            }
            return render(request, "registration/form_preview.html", context)

    def answers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        event: Event = self.event_of(request, pk)  # type: ignore[attr-defined]
        people = f"{reverse('admin:registration_registration_changelist')}?event={event.pk}"
        shown = [
            {
                "numbers": numbers,
                "counted": [
                    (one, f"{people}&{query(numbers.question, one.value)}") for one in numbers.counted
                ],
            }
            for numbers in numbers_of(event)
        ]
        return page(
            request,
            "answers",
            site=self.admin_site,
            title=_("Answers in numbers"),
            way=self.form_way(event),
            event=event,
            shown=shown,
            excel_url=reverse("admin:programme_event_excel", args=[event.pk]),
        )


def query(question: Question, value: str) -> str:
    """What narrows the list of attendees to those who gave this answer; it leads nowhere where that cannot be done."""
    return urlencode({PARAMETER: value_of(question, value)}) if question.kind in Question.CHOICES else ""


def form_url(event: Event) -> str:
    return reverse("admin:programme_event_form", args=[event.pk])


def _question_add_url(event: Event) -> str:
    return reverse("admin:programme_event_question_add", args=[event.pk])


def _with_answers(event: Event) -> list[tuple[Question, int]]:
    known = questions_of(event)
    counts = dict(
        Question.objects.filter(event=event).annotate(number=Count("answers")).values_list("pk", "number")
        if known
        else ()
    )
    return [(one, counts.get(one.pk, 0)) for one in known]


def _condition(question: Question) -> str:
    if question.depends_on_id is None:
        return ""
    parent = next(one for one in questions_of(question.event) if one.pk == question.depends_on_id)
    return _("If the answer is “%(answer)s”:") % {"answer": option_words(parent, question.depends_value)}


def _retired(question: Question) -> str:
    told = _("“%(question)s” is asked no longer. What was answered stays.") % {"question": question.label}
    with_it = [one.label for one in question.dependents.filter(retired_at=None).in_order()]
    if not with_it:
        return told
    more = ngettext(
        "Nor is the question under it asked meanwhile: %(questions)s.",
        "Nor are the questions under it asked meanwhile: %(questions)s.",
        len(with_it),
    )
    named = in_a_row([_("“%(item)s”") % {"item": label} for label in with_it])
    return f"{told} {more % {'questions': named}}"


def _undeletable(question: Question) -> str:
    told = _(
        "“%(question)s” is not deleted: somebody has answered it, or another question depends on it. "
        "You can retire it."
    )
    return told % {"question": question.label}


def _chosen_and_gone(question: Question, options: Sequence[str]) -> list[str]:
    """Of each option that is taken away and somebody has chosen, how many have."""
    if question.pk is None or question.kind not in Question.WITH_OPTIONS:
        return []
    return [
        ngettext(
            "“%(option)s” can no longer be chosen. %(number)d has chosen it, and it stays what was answered.",
            "“%(option)s” can no longer be chosen. %(number)d have chosen it, and it stays what was answered.",
            number,
        )
        % {"option": option, "number": number}
        for option, number in questions.chosen(question).items()
        if option in question.offered and option not in options
    ]
