"""Which people have answered what, as conditions on the list of attendees."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from programme.models import Event
from registration.asking import OF_A_PERSON, Ask, ask
from registration.models import Answer, Question
from registration.questions import OF_PERSONS, asked_of


def says(question: Question, value: str) -> Q:
    """The answer is this value, or it is one of the several that were chosen."""
    if question.kind != Question.Kind.SEVERAL_OF:
        return Q(value=value)
    return (
        Q(value=value)
        | Q(value__startswith=f"{value}\n")
        | Q(value__endswith=f"\n{value}")
        | Q(value__contains=f"\n{value}\n")
    )


def answered(question: Question, value: str) -> Q:
    """The people for whom, or for whose booking, it was answered so."""
    rows = Answer.objects.filter(says(question, value), question=question)
    if question.is_of_the_booking:
        return Q(Exists(rows.filter(booking=OuterRef("booking"), registration=None)))
    return Q(Exists(rows.filter(registration=OuterRef("pk"))))


def lacks(event: Event) -> Q:
    """The people who have not given a fact that the event must have, or not answered what must be answered of each."""
    found = [Q(**{fact: ""}) for fact in OF_A_PERSON if ask(event, fact) is Ask.MUST]
    asked = asked_of(event, *OF_PERSONS)
    by_key = {question.pk: question for question in asked}
    for question in asked:
        if not question.is_required:
            continue
        unanswered = ~Exists(Answer.objects.filter(question=question, registration=OuterRef("pk")))
        parent = by_key.get(question.depends_on_id or 0)
        condition = Q(unanswered)
        if parent is not None:
            condition &= answered(parent, question.depends_value)
        found.append(condition)
    return reduce(or_, found) if found else Q(pk__in=[])


def may_lack(event: Event) -> bool:
    """Whether there is anything that people must tell."""
    return any(ask(event, fact) is Ask.MUST for fact in OF_A_PERSON) or any(
        question.is_required for question in asked_of(event, *OF_PERSONS)
    )
