"""An event's own questions as they are asked now, and their answers in words. Answers are text, as `Answer.value`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import pgettext

from programme import dates
from programme.models import Event
from registration.models import Answer, Question
from registration.models.question import YES

Given = tuple[tuple[int, str], ...]
"""What is answered: the key of each question and its value, in order; nothing for those left empty."""

OF_PERSONS = (Question.Asked.SIGN_UP, Question.Asked.OWN_PAGE)


def questions_of(event: Event) -> list[Question]:
    """All of the event's questions in their order, those that depend on another behind it, also retired ones. Asked of
    the database once for each event object, and never for an event that has none."""
    if not event.has_questions:
        return []
    known: list[Question] | None = event.__dict__.get("_questions")
    if known is None:
        found = list(Question.objects.filter(event_id=event.pk).in_order())
        for question in found:
            question.event = event
        known = _with_dependents(found)
        event.__dict__["_questions"] = known
    return known


def forget_known(event: Event) -> None:
    """To be called where the questions of the event have been changed."""
    event.__dict__.pop("_questions", None)


def _with_dependents(found: Sequence[Question]) -> list[Question]:
    by_parent: dict[int | None, list[Question]] = {}
    keys = {question.pk for question in found}
    for question in found:
        parent = question.depends_on_id if question.depends_on_id in keys else None
        by_parent.setdefault(parent, []).append(question)
    return [one for top in by_parent.get(None, []) for one in (top, *by_parent.get(top.pk, []))]


def asked_of(event: Event, *when: str) -> list[Question]:
    """Those asked now, of the kinds of `Question.Asked` named. One that depends on a retired one is not asked."""
    asked = [one for one in questions_of(event) if not one.is_retired and (not when or one.asked in when)]
    keys = {one.pk for one in asked}
    return [one for one in asked if one.depends_on_id is None or one.depends_on_id in keys]


@dataclass(frozen=True)
class Branch:
    """Questions that are asked only where the answer to another is `value`."""

    value: str
    questions: list[Question]


@dataclass(frozen=True)
class Asked:
    """A question, and what is asked because of its answer."""

    question: Question
    branches: list[Branch] = field(default_factory=list)


def laid_out(questions: Iterable[Question]) -> list[Asked]:
    tops: dict[int, Asked] = {}
    for question in questions:
        parent = tops.get(question.depends_on_id or 0)
        if parent is None:
            tops[question.pk] = Asked(question)
            continue
        branch = next((one for one in parent.branches if one.value == question.depends_value), None)
        if branch is None:
            branch = Branch(question.depends_value, [])
            parent.branches.append(branch)
        branch.questions.append(question)
    return list(tops.values())


def is_asked(question: Question, given: Mapping[int, str]) -> bool:
    """Whether the answers make the question one that is asked."""
    if question.depends_on_id is None:
        return True
    return question.depends_value in given.get(question.depends_on_id, "").split("\n")


def settled(questions: Sequence[Question], given: Mapping[int, str]) -> Given:
    """The answers of the questions that are asked, in their order; what was answered to others is left out."""
    return tuple(
        (one.pk, given[one.pk]) for one in questions if given.get(one.pk, "") and is_asked(one, given)
    )


def unanswered(questions: Iterable[Question], given: Mapping[int, str]) -> list[Question]:
    """Those that must be answered and are not."""
    return [one for one in questions if one.is_required and is_asked(one, given) and not given.get(one.pk)]


# --- In words


def words_of(question: Question, value: str, *, language: str) -> str:
    """An answer as it is read: Ja, 12, onsdag den 16. september 2026, or the options with commas between."""
    Kind = Question.Kind
    match question.kind:
        case Kind.YES_NO:
            return option_words(question, value)
        case Kind.SEVERAL_OF:
            return ", ".join(value.split("\n"))
        case Kind.DATE:
            return dates.day_phrase(date.fromisoformat(value), dates.language_of(language))
    return value


def option_words(question: Question, value: str) -> str:
    """A value that may be chosen as it is read."""
    if question.kind != Question.Kind.YES_NO:
        return value
    return pgettext("answer", "Yes") if value == YES else pgettext("answer", "No")


@dataclass(frozen=True)
class InWords:
    """A question and its answer as they are read. `own` when the answer's words are the event's and not ours."""

    question: Question
    words: str

    @property
    def own(self) -> bool:
        return self.question.kind not in {Question.Kind.YES_NO, Question.Kind.DATE, Question.Kind.NUMBER}


def in_words(questions: Iterable[Question], given: Mapping[int, str], *, language: str) -> list[InWords]:
    """What is answered, in the order of the questions."""
    return [
        InWords(one, words_of(one, given[one.pk], language=language))
        for one in questions
        if given.get(one.pk, "")
    ]


def by_owner(answers: Iterable[Answer]) -> dict[int | None, dict[int, str]]:
    """Answers by registration, those of the whole booking under None, each by question."""
    found: dict[int | None, dict[int, str]] = {}
    for answer in answers:
        found.setdefault(answer.registration_id, {})[answer.question_id] = answer.value
    return found
