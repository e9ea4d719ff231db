"""What was answered, as numbers: how many chose what. Only those with a place count, and of booking questions the
bookings in which somebody has one. Never who."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from programme.languages import reader_language
from programme.models import Event
from registration.models import Answer, Question, Registration
from registration.questions import option_words, questions_of, words_of


@dataclass(frozen=True)
class Counted:
    """A value that was chosen, and how often; `is_gone` when it is offered no longer."""

    value: str
    words: str
    number: int
    is_gone: bool = False


@dataclass(frozen=True)
class Numbers:
    """A question's answers. `counted` where something was chosen, or a day; `total`, `least` and `most` of numbers."""

    question: Question
    answered: int
    counted: list[Counted] = field(default_factory=list)
    total: int | None = None
    least: int | None = None
    most: int | None = None


def numbers_of(event: Event) -> list[Numbers]:
    """In the order of the questions; two queries, or none."""
    questions = questions_of(event)
    if not questions:
        return []
    coming = Registration.objects.filter(event=event).coming()
    of_people = Answer.objects.filter(registration__in=coming)
    of_bookings = Answer.objects.filter(registration=None, booking__in=coming.values("booking"))
    values: dict[int, list[str]] = {}
    for rows in (of_people, of_bookings):
        for key, value in rows.order_by("pk").values_list("question_id", "value"):
            values.setdefault(key, []).append(value)
    return [_numbers(question, values.get(question.pk, [])) for question in questions]


def _numbers(question: Question, values: list[str]) -> Numbers:
    Kind = Question.Kind
    answered = len(values)
    if question.kind in Question.CHOICES:
        return Numbers(question, answered, counted=_chosen(question, values))
    if question.kind == Kind.DATE:
        language = reader_language()
        counts = sorted(Counter(values).items())
        days = [
            Counted(value, words_of(question, value, language=language), number) for value, number in counts
        ]
        return Numbers(question, answered, counted=days)
    if question.kind == Kind.NUMBER and values:
        numbers = [int(value) for value in values]
        return Numbers(question, answered, total=sum(numbers), least=min(numbers), most=max(numbers))
    return Numbers(question, answered)


def chosen_and_gone(questions: Sequence[Question]) -> dict[int, list[str]]:
    """The options that somebody has chosen and are offered no longer, by question; in one query, or none."""
    with_options = {one.pk: one for one in questions if one.kind in Question.WITH_OPTIONS}
    if not with_options:
        return {}
    values = Answer.objects.filter(question__in=with_options).values_list("question_id", "value").distinct()
    found: dict[int, set[str]] = {}
    for key, value in values.order_by():
        found.setdefault(key, set()).update(set(value.split("\n")) - set(with_options[key].offered))
    return {key: sorted(gone) for key, gone in found.items()}


def _chosen(question: Question, values: list[str]) -> list[Counted]:
    """Everything that is offered, and behind it what was chosen while it was."""
    counts = Counter(one for value in values for one in value.split("\n"))
    offered = question.offered
    gone = [value for value in counts if value not in offered]
    return [
        Counted(value, option_words(question, value), counts[value], is_gone=value in gone)
        for value in [*offered, *gone]
    ]
