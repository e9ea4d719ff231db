"""The shape of what an organiser writes about the form: which facts it asks for, and a question of the event's own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.fields import DayField
from programme.folding import tidy
from programme.models import Event
from registration import asking
from registration.forms.base import PeopleForm
from registration.forms.fields import PlainField
from registration.models import Question
from registration.persons import asks_for_cpr
from registration.questions import option_words
from registration.services.questions import Wording, possible_parents, words_are_taken

FACT_LABELS = {
    "job_title": gettext_lazy("Job title"),
    "organisation": gettext_lazy("Workplace"),
    "municipality": gettext_lazy("Municipality"),
    "phone": gettext_lazy("Telephone"),
    "needs": gettext_lazy("Food and access"),
    "list": gettext_lazy("The list of attendees"),
    "news": gettext_lazy("News"),
}
FACT_HELP = {
    "phone": gettext_lazy("Of the one who signs up. A colleague writes hers on her own page."),
    "needs": gettext_lazy(
        "Asked of each person on her own page, and never shown to the one who signed her up."
    ),
    "list": gettext_lazy(
        "Each says yes or no on her own page; the answer is a column in Excel. Silence is no."
    ),
    "news": gettext_lazy("Each says yes or no on her own page. Silence is no."),
}
MOST_OPTIONS, LONGEST_OPTION = 40, 200
MOST_EVENTS = 100


class FactsForm(PeopleForm):
    """Which facts are asked for: name and e-mail always are."""

    marks_optional = False

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        levels = asking.all_of(event)
        initial = {fact: str(level) for fact, level in levels.items()} | {
            "answers_until": event.answers_until
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.event = event
        for fact, choices in asking.CHOICES.items():
            self.fields[fact] = forms.ChoiceField(
                label=FACT_LABELS[fact],
                choices=[(str(level), asking.LABELS[level]) for level in choices],
                help_text=FACT_HELP.get(fact, ""),
            )
        self.fields["answers_until"] = DayField(
            label=_("Last day for answers"),
            required=False,
            help_text=_(
                "Until and including that day people can answer, and put their answers right themselves. "
                "Empty: until it begins."
            ),
        )

    def clean_answers_until(self) -> date | None:
        day: date | None = self.cleaned_data["answers_until"]
        if day is not None and day > self.event.starts_on:
            raise forms.ValidationError(_("The last day for answers cannot be after the first day."))
        return day

    def levels(self) -> dict[str, asking.Ask]:
        return {fact: asking.Ask(self.cleaned_data[fact]) for fact in asking.CHOICES}


class QuestionForm(PeopleForm):
    """A question of the event's own. `fixed`: somebody has answered, so its kind and whom it asks stay."""

    label = PlainField(
        label=gettext_lazy("Question"),
        max_length=200,
        widget=forms.TextInput(attrs={"size": "60"}),
        error_messages={"required": gettext_lazy("Write the question.")},
    )
    help_text = forms.CharField(
        label=gettext_lazy("Help under the question"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Write what the answer is used for. Ask for no more than you need, never for a CPR number, and not about "
            "illness, allergies or disabilities: food and access have fields of their own that are kept apart."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=Question.Kind.choices)
    options = forms.CharField(
        label=gettext_lazy("Options"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One on each line, in the order they are shown. Only where one or several are chosen. An option you take "
            "away stays readable where it was chosen."
        ),
    )
    least = forms.IntegerField(label=gettext_lazy("Smallest number"), required=False)
    most = forms.IntegerField(
        label=gettext_lazy("Largest number"), required=False, help_text=gettext_lazy("Only for a number.")
    )
    asked = forms.ChoiceField(
        label=gettext_lazy("Asked"),
        choices=Question.Asked.choices,
        help_text=gettext_lazy(
            "At sign-up the one who signs others up answers for them. What only the person herself knows is better "
            "asked on her own page: she gets the link by mail, and you can see who has not answered."
        ),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    only_if = forms.ChoiceField(
        label=gettext_lazy("Shown"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("That can no longer be chosen. Choose again.")},
        help_text=gettext_lazy(
            "It then stands under that answer, and is asked only of those who give it. The two must be asked of the "
            "same."
        ),
    )

    def __init__(self, *args: Any, question: Question, fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=facts_of(question), **kwargs)
        self.question, self.parents = question, list(possible_parents(question).in_order())
        always = [("", _("always"))]
        self.fields["only_if"].choices = always + [  # type: ignore[attr-defined]
            (
                f"{parent.pk}:{value}",
                _("only if the answer to “%(question)s” is “%(answer)s”")
                % {"question": parent.label, "answer": option_words(parent, value)},
            )
            for parent in self.parents
            for value in parent.offered
        ]
        if fixed:
            for name in ("kind", "asked"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Somebody has answered, so this stays as it is.")

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if asks_for_cpr(label):
            raise forms.ValidationError(
                _(
                    "You cannot ask for CPR numbers here: an answer that looks like one is refused. Ask for what you "
                    "need instead, such as the year of birth."
                ),
                code="cpr",
            )
        if not self.question.is_retired and words_are_taken(self.question, label):
            raise forms.ValidationError(
                _(
                    "This event asks that already. Correct that question instead, or write this one so that they can "
                    "be told apart."
                ),
                code="twice",
            )
        return label

    def clean_options(self) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(filter(None, map(tidy, self.cleaned_data["options"].splitlines()))))
        if len(found) > MOST_OPTIONS:
            raise forms.ValidationError(_("Write at most %(most)d options.") % {"most": MOST_OPTIONS})
        if any(len(one) > LONGEST_OPTION for one in found):
            raise forms.ValidationError(
                _("An option may have at most %(most)d characters.") % {"most": LONGEST_OPTION}
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("kind") in Question.WITH_OPTIONS and len(cleaned.get("options", (1, 2))) < 2:
            self.add_error("options", _("Write at least two options, one on each line."))
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", _("The largest number is smaller than the smallest."))
        parent = self._parent(cleaned.get("only_if", ""))
        if parent is not None and parent.asked != cleaned.get("asked", parent.asked):
            self.add_error(
                "only_if", _("That question is not asked of the same. Choose the same under “Asked”.")
            )
        self._keep_what_others_depend_on(cleaned)
        return cleaned

    def _keep_what_others_depend_on(self, cleaned: Mapping[str, Any]) -> None:
        """Another question stands under one of the answers, so that answer stays."""
        if not self.question.pk or self.errors:
            return
        needed = list(self.question.dependents.all())
        if not needed:
            return
        after = Question(kind=cleaned["kind"], options="\n".join(cleaned["options"]))
        gone = [one for one in needed if one.depends_value not in after.offered]
        if gone:
            field = "options" if cleaned["kind"] in Question.WITH_OPTIONS else "kind"
            words = option_words(self.question, gone[0].depends_value)
            self.add_error(
                field,
                _("“%(question)s” is shown only if the answer is “%(answer)s”. Change that question first.")
                % {"question": gone[0].label, "answer": words},
            )
        if cleaned["asked"] != self.question.asked:
            self.add_error("asked", _("Other questions depend on this one. Change them first."))
        if cleaned.get("only_if"):
            self.add_error("only_if", _("Other questions depend on this one, so it is always shown."))

    def _parent(self, chosen: str) -> Question | None:
        key = chosen.partition(":")[0]
        return next((one for one in self.parents if str(one.pk) == key), None)

    def wording(self) -> Wording:
        cleaned = self.cleaned_data
        parent = self._parent(cleaned["only_if"])
        return Wording(
            label=cleaned["label"],
            help_text=tidy(cleaned["help_text"]),
            kind=cleaned["kind"],
            asked=cleaned["asked"],
            is_required=cleaned["is_required"],
            options=cleaned["options"],
            least=cleaned["least"],
            most=cleaned["most"],
            depends_on=parent.pk if parent is not None else None,
            depends_value=cleaned["only_if"].partition(":")[2] if parent is not None else "",
        )


def facts_of(question: Question) -> dict[str, Any]:
    """A stored question as the form shows it."""
    facts = {name: getattr(question, name) for name in QuestionForm.base_fields if name != "only_if"}
    only_if = f"{question.depends_on_id}:{question.depends_value}" if question.depends_on_id else ""
    return facts | {"only_if": only_if}


class CopyForm(PeopleForm):
    """Another event whose form is to be taken over."""

    source = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("The form of"),
        error_messages={"required": gettext_lazy("Choose an event.")},
    )

    def __init__(self, *args: Any, user: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Event.objects.visible_to(user).filter(has_questions=True).exclude(pk=event.pk)
        self.known = [(one.pk, str(one)) for one in own.order_by("-starts_on", "pk")[:MOST_EVENTS]]
        self.fields["source"].choices = [("", _("Choose an event")), *self.known]  # type: ignore[attr-defined]
