"""An organiser writes the event's form: which facts are asked, and questions of its own. The only writer of `Question`
and of the event's columns about it. A question that somebody has answered is retired, never deleted, and stays what it
was: its kind and whom it asks are fixed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from programme.folding import tidy
from programme.models import Event
from registration import asking
from registration.models import Answer, Question
from registration.models.question import QuestionQuerySet
from registration.questions import asked_of, forget_known
from registration.services.acts import locked_event

MOST_QUESTIONS = 40


class Fixed(Exception):
    """What may not be changed any more, because somebody has answered, or another question depends on it."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What an organiser writes of a question."""

    label: str
    help_text: str = ""
    kind: str = Question.Kind.TEXT
    asked: str = Question.Asked.SIGN_UP
    is_required: bool = False
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    depends_on: int | None = None
    depends_value: str = ""


def write_facts(event_id: int, *, asked: Mapping[str, asking.Ask], answers_until: date | None) -> None:
    """Which facts the event asks for, and until when answers are put right."""
    with transaction.atomic():
        event = locked_event(event_id)
        event.asked_facts = {fact: str(level) for fact, level in asked.items()}
        # Read by an older version of the program, which knows no more than that.
        event.asks_municipality = asked.get("municipality", asking.Ask.NO) is not asking.Ask.NO
        event.answers_until = answers_until
        event.save(update_fields=["asked_facts", "asks_municipality", "answers_until"])


def add(event_id: int, wording: Wording) -> Question:
    """A new question, last in the order. Raises `Fixed` where the event has as many as there may be, or asks it now."""
    with transaction.atomic():
        event = locked_event(event_id)
        known = Question.objects.filter(event=event)
        if known.count() >= MOST_QUESTIONS:
            raise Fixed
        last = known.aggregate(last=Max("order"))["last"] or 0
        question = Question(event=event, order=last + 1)
        if words_are_taken(question, wording.label):
            raise Fixed
        _write(question, wording)
        question.save()
        _know(event)
    return question


def change(question_id: int, wording: Wording) -> Question:
    """Raises `Fixed` where its kind, or whom it asks, is changed though somebody has answered; where another depends on
    what is taken away; where it would depend on one that depends on another; and where another asks the same."""
    with transaction.atomic():
        question = _locked(question_id)
        if has_answers(question) and (question.kind, question.asked) != (wording.kind, wording.asked):
            raise Fixed
        if not question.is_retired and words_are_taken(question, wording.label):
            raise Fixed
        dependents = list(question.dependents.all())
        _write(question, wording)
        if dependents and (
            wording.depends_on is not None
            or any(
                one.asked != question.asked or one.depends_value not in question.offered for one in dependents
            )
        ):
            raise Fixed
        question.save()
    return question


def _write(question: Question, wording: Wording) -> None:
    question.label, question.help_text = wording.label, wording.help_text
    question.kind, question.asked = wording.kind, wording.asked
    question.is_required = wording.is_required
    with_options = wording.kind in Question.WITH_OPTIONS
    question.options = "\n".join(wording.options) if with_options else ""
    is_number = wording.kind == Question.Kind.NUMBER
    question.least = wording.least if is_number else None
    question.most = wording.most if is_number else None
    question.depends_on, question.depends_value = None, ""
    if wording.depends_on is not None:
        parent = possible_parents(question).filter(pk=wording.depends_on).first()
        if parent is None or parent.asked != question.asked or wording.depends_value not in parent.offered:
            raise Fixed
        question.depends_on, question.depends_value = parent, wording.depends_value


def possible_parents(question: Question) -> QuestionQuerySet:
    """The questions of its event that it may depend on: a choice that depends on nothing itself, and is asked still."""
    found = Question.objects.filter(
        event=question.event, kind__in=Question.CHOICES, depends_on=None, retired_at=None
    )
    return found.exclude(pk=question.pk) if question.pk else found


def has_answers(question: Question) -> bool:
    return Answer.objects.filter(question=question).exists()


def is_fixed(question: Question) -> bool:
    """Whether it can be retired and not deleted: somebody has answered it, or another depends on it."""
    return has_answers(question) or question.dependents.exists()


def chosen(question: Question) -> Counter[str]:
    """How many have chosen each option of a question, also one that is offered no longer."""
    values = Answer.objects.filter(question=question).order_by("pk").values_list("value", flat=True)
    return Counter(one for value in values for one in value.split("\n"))


def words_are_taken(question: Question, label: str) -> bool:
    """Whether a question that is to have these words from now on would say what another at its event asks now."""
    words = tidy(label).casefold()
    if question.pk and not question.is_retired and tidy(question.label).casefold() == words:
        return False
    others = Question.objects.filter(event=question.event).asked().exclude(pk=question.pk)
    return any(tidy(one).casefold() == words for one in others.values_list("label", flat=True))


def rests(question: Question) -> bool:
    """Whether it is not asked because the one it depends on is retired."""
    if question.is_retired or question.depends_on_id is None:
        return False
    return question not in asked_of(question.event)


def retire(question_id: int, *, now: datetime) -> Question:
    """It is asked no longer; what was answered stays. Those that depend on it are not asked meanwhile."""
    with transaction.atomic():
        question = _locked(question_id)
        if question.retired_at is None:
            question.retired_at = now
            question.save(update_fields=["retired_at"])
    return question


def ask_again(question_id: int) -> Question:
    """Raises `Fixed` where another question with the same words is asked now."""
    with transaction.atomic():
        question = _locked(question_id)
        if words_are_taken(question, question.label):
            raise Fixed
        question.retired_at = None
        question.save(update_fields=["retired_at"])
    return question


def delete(question_id: int) -> None:
    """Only what nobody has answered, and nothing depends on. Raises `Fixed`."""
    with transaction.atomic():
        question = _locked(question_id)
        if is_fixed(question):
            raise Fixed
        question.delete()
        _know(question.event)


def move(question_id: int, *, by: int) -> None:
    """Exchanges places with the one before (-1) or after (1); those that depend on one question, among themselves."""
    with transaction.atomic():
        question = _locked(question_id)
        rows = list(
            Question.objects.filter(event=question.event, depends_on=question.depends_on_id).in_order()
        )
        here = [row.pk for row in rows].index(question.pk)
        there = here + by
        if not 0 <= there < len(rows):
            return
        # Two that stand alike, as copied rows may, are told apart on the way.
        orders = sorted(row.order for row in rows)
        if len(set(orders)) < len(orders):
            orders = list(range(orders[0], orders[0] + len(orders)))
        rows[here], rows[there] = rows[there], rows[here]
        for row, order in zip(rows, orders, strict=True):
            row.order = order
        Question.objects.bulk_update(rows, ["order"])


def copy_form(*, source_id: int, target_id: int) -> int:
    """Gives an event the facts another asks for and its questions that are asked still, behind its own; how many.
    One of the same wording and kind is not copied again."""
    with transaction.atomic():
        target = locked_event(target_id)
        source = Event.objects.get(pk=source_id)
        if source.pk == target.pk:
            return 0
        if not target.asked_facts:
            target.asked_facts = source.asked_facts
            target.asks_municipality = source.asks_municipality
            target.save(update_fields=["asked_facts", "asks_municipality"])
        have = {(one.label, one.kind, one.asked): one for one in Question.objects.filter(event=target)}
        order = max((one.order for one in have.values()), default=0)
        copies: dict[int, Question] = {}
        copied = 0
        found = Question.objects.filter(event=source, retired_at=None).order_by("depends_on", "order", "pk")
        for question in sorted(found, key=lambda one: one.depends_on_id is not None):
            key = (question.label, question.kind, question.asked)
            if key in have:
                copies[question.pk] = have[key]
                continue
            if question.depends_on_id is not None and question.depends_on_id not in copies:
                continue
            if len(have) + copied >= MOST_QUESTIONS:
                break
            old = question.pk
            parent = copies.get(question.depends_on_id or 0)
            order += 1
            question.pk, question._state.adding = None, True
            question.event, question.depends_on, question.order = target, parent, order
            question.save()
            copies[old] = question
            copied += 1
        _know(target)
    return copied


def _locked(question_id: int) -> Question:
    """A question as it is once its event is locked."""
    event = locked_event(Question.objects.values_list("event_id", flat=True).get(pk=question_id))
    question = Question.objects.select_related("depends_on").get(pk=question_id)
    question.event = event
    return question


def _know(event: Event) -> None:
    """Whether the event has questions, in the column that spares all others the question."""
    has = Question.objects.filter(event=event).exists()
    Event.objects.filter(pk=event.pk).update(has_questions=has)
    event.has_questions = has
    forget_known(event)
