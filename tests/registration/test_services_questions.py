"""An organiser writes the event's own questions: asked, changed, retired, never destroyed once answered."""

from collections.abc import Callable
from datetime import date

import pytest

from programme.models import Event
from registration.asking import Ask
from registration.models import Answer, Question
from registration.questions import asked_of, laid_out, questions_of
from registration.services import questions
from registration.services.booking import SignedUp
from registration.services.questions import Fixed, Wording
from tests.cast import OPEN

Kind, Asked = Question.Kind, Question.Asked
DINNER = Wording(label="Kommer du til middagen?", kind=Kind.YES_NO, is_required=True)


def labels(event: Event) -> list[str]:
    return [one.label for one in asked_of(Event.objects.get(pk=event.pk))]


def test_an_event_knows_whether_it_has_questions(event: Event) -> None:
    assert Event.objects.get().has_questions is None
    question = questions.add(event.pk, DINNER)
    assert Event.objects.get().has_questions is True
    questions.delete(question.pk)
    assert (Event.objects.get().has_questions, Question.objects.count()) == (False, 0)


def test_an_event_without_questions_is_not_asked_for_them(
    event: Event, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(0):
        assert questions_of(event) == []


def test_questions_are_read_once_for_each_event(
    event: Event, django_assert_num_queries: Callable[..., object]
) -> None:
    questions.add(event.pk, DINNER)
    event.refresh_from_db()
    with django_assert_num_queries(1):
        assert [one.label for one in questions_of(event)] == [one.label for one in asked_of(event)]


def test_a_question_may_depend_on_the_answer_to_another(event: Event) -> None:
    dinner = questions.add(event.pk, DINNER)
    questions.add(event.pk, Wording(label="Hvad hedder din kommune på øen?"))
    fish = Wording(label="Fisk eller ærter?", depends_on=dinner.pk, depends_value="yes")
    questions.add(event.pk, fish)
    assert labels(event) == [DINNER.label, fish.label, "Hvad hedder din kommune på øen?"]
    event = Event.objects.get()
    first, second = laid_out(asked_of(event))
    assert [(one.value, [q.label for q in one.questions]) for one in first.branches] == [
        ("yes", [fish.label])
    ]
    assert second.branches == []


@pytest.mark.parametrize(
    "changes",
    [
        {"depends_value": "måske"},
        {"depends_value": ""},
        {"depends_on": 0},
        {"asked": Asked.BOOKING},
    ],
)
def test_it_depends_only_on_what_can_be_answered_on_the_same_page(
    event: Event, changes: dict[str, object]
) -> None:
    dinner = questions.add(event.pk, DINNER)
    facts = {"label": "Fisk?", "depends_on": dinner.pk, "depends_value": "yes"} | changes
    with pytest.raises(Fixed):
        questions.add(event.pk, Wording(**facts))  # type: ignore[arg-type]
    assert Question.objects.count() == 1


def test_a_question_depends_on_none_that_depends_on_another(event: Event) -> None:
    dinner = questions.add(event.pk, DINNER)
    fish = Wording(label="Fisk?", kind=Kind.YES_NO, depends_on=dinner.pk, depends_value="yes")
    second = questions.add(event.pk, fish)
    with pytest.raises(Fixed):
        questions.add(event.pk, Wording(label="Sild?", depends_on=second.pk, depends_value="yes"))
    with pytest.raises(Fixed):
        questions.change(
            dinner.pk, Wording(label="?", kind=Kind.YES_NO, depends_on=second.pk, depends_value="yes")
        )
    with pytest.raises(Fixed):
        questions.change(dinner.pk, Wording(label="Middag?", kind=Kind.TEXT))
    with pytest.raises(Fixed):
        questions.delete(dinner.pk)


def answered(event: Event, sign_up: Callable[..., SignedUp], question: Question, value: str) -> Answer:
    done = sign_up()
    return Answer.objects.create(
        question=question, booking=done.booking, registration=done.registrations[0], value=value
    )


def test_what_somebody_answered_is_retired_and_not_destroyed(
    event: Event, sign_up: Callable[..., SignedUp]
) -> None:
    town = questions.add(event.pk, Wording(label="By?", kind=Kind.ONE_OF, options=("Øby", "Åby")))
    given = answered(event, sign_up, town, "Øby")
    with pytest.raises(Fixed):
        questions.delete(town.pk)
    with pytest.raises(Fixed):
        questions.change(town.pk, Wording(label="By?", kind=Kind.TEXT))
    with pytest.raises(Fixed):
        questions.change(
            town.pk, Wording(label="By?", kind=Kind.ONE_OF, options=("Øby",), asked=Asked.BOOKING)
        )
    questions.change(town.pk, Wording(label="Hvilken by?", kind=Kind.ONE_OF, options=("Åby", "Ærø")))
    questions.retire(town.pk, now=OPEN)
    assert labels(event) == []
    given.refresh_from_db()
    assert (given.value, given.question.label, given.question.retired_at) == ("Øby", "Hvilken by?", OPEN)
    questions.ask_again(town.pk)
    assert labels(event) == ["Hvilken by?"]


def test_what_depends_on_a_retired_question_is_not_asked(event: Event) -> None:
    dinner = questions.add(event.pk, DINNER)
    questions.add(event.pk, Wording(label="Fisk?", depends_on=dinner.pk, depends_value="yes"))
    questions.retire(dinner.pk, now=OPEN)
    assert labels(event) == []


def test_questions_change_places(event: Event) -> None:
    first, second, third = (questions.add(event.pk, Wording(label=label)) for label in "æøå")
    questions.move(third.pk, by=-1)
    assert labels(event) == ["æ", "å", "ø"]
    questions.move(first.pk, by=-1)
    questions.move(second.pk, by=1)
    assert labels(event) == ["æ", "å", "ø"]
    questions.move(first.pk, by=1)
    assert labels(event) == ["å", "æ", "ø"]


def test_rows_of_one_number_change_places_too(event: Event) -> None:
    first, _second = (questions.add(event.pk, Wording(label=label)) for label in "æø")
    Question.objects.update(order=4)
    questions.move(first.pk, by=1)
    assert labels(event) == ["ø", "æ"]


def test_a_form_is_copied_to_a_new_edition(event: Event, make_event: Callable[..., Event]) -> None:
    dinner = questions.add(event.pk, DINNER)
    questions.add(event.pk, Wording(label="Fisk?", depends_on=dinner.pk, depends_value="yes"))
    gone = questions.add(event.pk, Wording(label="Forældet?"))
    questions.retire(gone.pk, now=OPEN)
    questions.write_facts(event.pk, asked={"phone": Ask.MUST}, answers_until=date(2026, 9, 1))
    new = make_event(slug="naeste-aar", title="Næste år")
    assert questions.copy_form(source_id=event.pk, target_id=new.pk) == 2
    assert questions.copy_form(source_id=event.pk, target_id=new.pk) == 0
    assert labels(new) == labels(event) == [DINNER.label, "Fisk?"]
    copied = Question.objects.get(event=new, label="Fisk?")
    assert copied.depends_on is not None
    assert (copied.depends_on.event, copied.depends_value) == (new, "yes")
    new.refresh_from_db()
    # A day of the old edition is none of the new one.
    assert (new.asked_facts, new.answers_until) == ({"phone": "must"}, None)


def test_there_are_so_many_questions_and_no_more(event: Event) -> None:
    for number in range(questions.MOST_QUESTIONS):
        questions.add(event.pk, Wording(label=f"Nr. {number}"))
    with pytest.raises(Fixed):
        questions.add(event.pk, Wording(label="Én for meget"))
    assert Question.objects.count() == questions.MOST_QUESTIONS
