"""An event's own questions as fields. Those that depend on another's answer are always on the page, under a heading
that says when they are for; answers that turn out not to be asked for are left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme import dates
from programme.fields import DayField
from programme.folding import tidy
from programme.languages import reader_language
from registration import questions as asked
from registration.asking import left_to_her, may_be_left
from registration.forms.base import PeopleForm
from registration.forms.fields import TOO_LONG, refuse_cpr
from registration.models import Question
from registration.questions import Given

# More than these are chosen from a list that folds out.
MOST_BUTTONS = 7
# So many characters of options all together stand in one row.
LONGEST_ROW = 40
LONGEST_LINE, LONGEST_TEXT = 300, 2000
# What fits in the column of a number's limits.
LARGEST = 2_147_483_647


def field_name(question: Question) -> str:
    return f"q{question.pk}"


class Buttons(forms.RadioSelect):
    """An error leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index or "0") if id_ else ""


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes with a name for each, because what was typed travels from page to page as one value for each name. A value
    is known by its words, so that another order of the options changes nobody's answer."""

    def create_option(
        self, name: str, value: Any, label: Any, selected: Any, index: int, *rest: Any, **kw: Any
    ) -> Any:
        option = super().create_option(name, value, label, selected, index, *rest, **kw)
        option["name"] = f"{name}.{index}"
        return option

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:  # noqa: ARG002
        return [str(data[key]) for key in data if key.startswith(f"{name}.")]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index or "0") if id_ else ""


class TextAnswer(forms.CharField):
    """Free text; refuses a civil registration number kindly."""

    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, *, is_long: bool, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4}) if is_long else forms.TextInput()
        super().__init__(max_length=LONGEST_TEXT if is_long else LONGEST_LINE, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        lines = [tidy(line) for line in str(value or "").splitlines()]
        text = super().clean("\n".join(lines).strip())
        return refuse_cpr(text)


class NumberAnswer(forms.CharField):
    """A whole number between two limits; its value is a text."""

    def __init__(self, *, least: int | None, most: int | None, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}), **kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> str:
        text = refuse_cpr(super().clean(tidy(str(value or ""))))
        if not text:
            return ""
        plain = text.replace(" ", "").replace("−", "-")
        try:
            number = int(plain) if plain.lstrip("-").isascii() else None
        except ValueError:
            number = None
        if number is None or abs(number) > LARGEST:
            raise ValidationError(_("Write a whole number, such as 12."), code="number")
        if self.least is not None and number < self.least:
            raise ValidationError(_("Write %(least)d or more."), code="least", params={"least": self.least})
        if self.most is not None and number > self.most:
            raise ValidationError(_("Write %(most)d or less."), code="most", params={"most": self.most})
        return str(number)


class DateAnswer(DayField):
    """A day in any of the Danish ways; its value is a text such as 2026-09-16. The `example` fits what is asked."""

    def __init__(self, *, example: date, help_text: str = "", **options: Any) -> None:
        day = {"day": dates.numeric_day_phrase(example)}
        super().__init__(help_text=help_text or gettext("For example %(day)s.") % day, **options)
        said = {
            "invalid": gettext("Write the date as day, month and year, for example %(day)s."),
            "no_year": gettext("Write the year as well, for example %(day)s."),
        }
        self.error_messages |= {code: sentence % day for code, sentence in said.items()}

    def clean(self, value: Any) -> str:
        text = refuse_cpr(tidy(str(value or "")))
        day = super().clean(text)
        return day.isoformat() if day else ""


class OneAnswer(forms.ChoiceField):
    """One of what is offered now."""

    default_error_messages = {
        "invalid_choice": _("“%(value)s” can no longer be chosen. Choose one of the others.")
    }


class SeveralAnswer(forms.MultipleChoiceField):
    """Some of what is offered now; its value is a line for each, in the order they are offered."""

    default_error_messages = {
        "invalid_choice": _("“%(value)s” can no longer be chosen. Choose among the others.")
    }

    def clean(self, value: Any) -> str:
        chosen = set(super().clean(value))
        offered: Any = self.choices
        return "\n".join(one for one, _label in offered if one in chosen)


def field_for(
    question: Question,
    *,
    lang: str = "",
    by_organiser: bool = False,
    for_another: bool = False,
    answered: str = "",
) -> forms.Field:
    """`lang`: the language of the event's words, where the page is in another. What was `answered` before can be chosen
    still, also where it is offered no longer."""
    Kind, may_leave = Question.Kind, by_organiser or for_another
    what: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help_text,
        # One that depends on another is looked at when both are known.
        "required": question.is_required and question.depends_on_id is None and not may_leave,
        "error_messages": {"required": _missing(question)},
    }
    if by_organiser and question.is_required:
        what["help_text"] = may_be_left(question.help_text)
    elif for_another and question.is_required:
        what["help_text"] = left_to_her(question.help_text)
    field: forms.Field
    match question.kind:
        case Kind.LONG_TEXT | Kind.TEXT:
            field = TextAnswer(is_long=question.kind == Kind.LONG_TEXT, **what)
        case Kind.NUMBER:
            field = NumberAnswer(least=question.least, most=question.most, **what)
        case Kind.DATE:
            field = DateAnswer(example=question.event.starts_on, **what)
        case Kind.SEVERAL_OF:
            field = SeveralAnswer(choices=_choices(question, answered), widget=Boxes, **what)
        case _:
            field = _one_answer(question, what, answered)
    # Read by the template of a field: whose words they are, and that it must be filled in where it is asked.
    field.lang = lang  # type: ignore[attr-defined]
    field.options_lang = lang if question.kind in Question.WITH_OPTIONS else ""  # type: ignore[attr-defined]
    field.own_help = question.help_text  # type: ignore[attr-defined]
    field.is_asked_for = question.is_required and not may_leave  # type: ignore[attr-defined]
    return field


def _missing(question: Question) -> str:
    if question.kind == Question.Kind.SEVERAL_OF:
        return gettext("Choose at least one answer.")
    return gettext("Choose an answer.") if question.kind in Question.CHOICES else gettext("Write an answer.")


def _one_answer(question: Question, what: dict[str, Any], answered: str) -> forms.Field:
    choices = _choices(question, answered)
    if len(choices) > MOST_BUTTONS:
        return OneAnswer(choices=[("", gettext("Choose")), *choices], widget=forms.Select, **what)
    field = OneAnswer(choices=choices, widget=Buttons, **what)
    # So few words stand beside each other.
    field.is_brief = sum(len(label) for _value, label in choices) <= LONGEST_ROW  # type: ignore[attr-defined]
    return field


def _choices(question: Question, answered: str) -> list[tuple[str, str]]:
    offered = question.offered
    choices = [(value, asked.option_words(question, value)) for value in offered]
    if question.kind not in Question.WITH_OPTIONS:
        return choices
    before = [value for value in answered.split("\n") if value and value not in offered]
    said = gettext("%(answer)s (the answer until now; offered to nobody else)")
    return choices + [(value, said % {"answer": value}) for value in before]


@dataclass(frozen=True)
class LaidOut:
    """A field of the form, and those that are for one answer to it: what is said above them, and which answer where it
    is yes or no."""

    field: forms.BoundField
    branches: list[tuple[str, list[forms.BoundField], str]]


class QuestionsForm(PeopleForm):
    """The questions of one person, or of a booking. An organiser may leave those empty that must be answered; so
    may whoever answers `for_another`, who is asked herself afterwards."""

    is_part = True

    def __init__(
        self,
        questions: Sequence[Question],
        *args: Any,
        by_organiser: bool = False,
        for_another: bool = False,
        answered: Mapping[int, str] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """`answered`: what was answered before and is put right here."""
        if answered:
            kwargs["initial"] = initial_answers(questions, answered)
        super().__init__(*args, **kwargs)
        self.questions, self.by_organiser = list(questions), by_organiser
        for question in self.questions:
            written_in = question.event.language
            lang = "" if written_in == reader_language() else written_in
            field = field_for(
                question,
                lang=lang,
                by_organiser=by_organiser,
                for_another=for_another,
                answered=answered.get(question.pk, ""),
            )
            field.widget.attrs.pop("maxlength", None)
            self.fields[field_name(question)] = field

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for question in self.questions:
            name, parent = field_name(question), question.depends_on_id
            if parent is None or f"q{parent}" in self.errors:
                continue
            if not asked.is_asked(question, self._values()):
                self.errors.pop(name, None)
                cleaned[name] = ""
            elif self.fields[name].is_asked_for and name not in self.errors and not cleaned.get(name):  # type: ignore[attr-defined]
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def _values(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data.get(field_name(one)) or "" for one in self.questions}

    def given(self) -> Given:
        """The answers of a valid form."""
        return asked.settled(self.questions, self._values())

    @property
    def laid_out(self) -> list[LaidOut]:
        found = []
        for one in asked.laid_out(self.questions):
            branches = [
                (
                    self._if_so(one.question, branch.value),
                    [self[field_name(question)] for question in branch.questions],
                    branch.value if one.question.kind == Question.Kind.YES_NO else "",
                )
                for branch in one.branches
            ]
            found.append(LaidOut(self[field_name(one.question)], branches))
        return found

    @staticmethod
    def _if_so(question: Question, value: str) -> str:
        return gettext("If the answer is “%(answer)s”:") % {"answer": asked.option_words(question, value)}

    def typed_in(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What was typed that belongs to this form, by the names it has on a page."""
        names = {self.add_prefix(name) for name in self.fields}
        return {key: value for key, value in typed.items() if key.partition(".")[0] in names}


def initial_typed(
    questions: Sequence[Question], typed: Mapping[str, str], *, prefix: str = ""
) -> dict[str, Any]:
    """What was typed on another page, for a form that is shown and not judged."""
    at = f"{prefix}-" if prefix else ""
    found: dict[str, Any] = {}
    for question in questions:
        name = at + field_name(question)
        if question.kind == Question.Kind.SEVERAL_OF:
            found[field_name(question)] = Boxes().value_from_datadict(typed, None, name)
        else:
            found[field_name(question)] = typed.get(name, "")
    return found


def initial_answers(questions: Sequence[Question], given: Mapping[int, str]) -> dict[str, Any]:
    """What was answered before, for a form to put it right."""
    found: dict[str, Any] = {}
    for question in questions:
        value: Any = given.get(question.pk, "")
        if question.kind == Question.Kind.SEVERAL_OF:
            value = value.split("\n") if value else []
        elif question.kind == Question.Kind.DATE and value:
            value = date.fromisoformat(value)
        found[field_name(question)] = value
    return found
