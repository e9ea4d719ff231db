"""What the two days ask of their own, and what the invented people answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from programme.models import Event
from registration.models import Question
from registration.questions import Given, asked_of, settled
from registration.services import questions
from registration.services.questions import Wording

Kind, Asked = Question.Kind, Question.Asked
DINNER = Wording(
    label="Kommer du til middagen den første aften?",
    help_text="Køkkenet skal kende antallet.",
    kind=Kind.YES_NO,
    is_required=True,
)
# Asked only of those who come to the dinner.
BOAT = Wording(
    label="Vil du med båden over fjorden?",
    help_text="Den sejler kl. 18.30 og tager et kvarter. Bussen kører samtidig.",
    kind=Kind.YES_NO,
    is_required=True,
)
QUESTIONS = (
    Wording(
        label="Hvordan kommer du til Kystby?",
        kind=Kind.ONE_OF,
        options=("Med tog", "Med bus", "I bil", "På cykel"),
    ),
    Wording(
        label="Hvor mange parkeringspladser har I brug for?",
        help_text="Der er plads til 60 biler i gården.",
        kind=Kind.NUMBER,
        asked=Asked.BOOKING,
        least=0,
        most=20,
    ),
    Wording(
        label="Hvilke rum vil du helst besøge på rundvisningen?",
        help_text="Vi deler jer i hold efter svarene.",
        kind=Kind.SEVERAL_OF,
        options=("Bogtårnet", "Lydværkstedet", "Køkkenhaven", "Loftet"),
        asked=Asked.OWN_PAGE,
        is_required=True,
    ),
)


def ask(event: Event) -> None:
    """The questions, and a week before the first day as the last one for answers."""
    dinner = questions.add(event.pk, DINNER)
    questions.add(event.pk, replace(BOAT, depends_on=dinner.pk, depends_value="yes"))
    for wording in QUESTIONS:
        questions.add(event.pk, wording)
    Event.objects.filter(pk=event.pk).update(answers_until=event.starts_on - timedelta(days=7))
    event.refresh_from_db()


def answers_at_sign_up(event: Event, number: int, *, asked: str) -> Given:
    """What the person, or the booking, of a number answers: each in turn something else; nothing where nothing is
    asked."""
    found = asked_of(event, asked)
    return settled(found, _answers(found, number))


def _answers(asked: Iterable[Question], number: int) -> dict[int, str]:
    found = {}
    for question in asked:
        turn = number + question.order
        if question.offered:
            found[question.pk] = question.offered[turn * turn % 7 % len(question.offered)]
        elif question.kind == Kind.NUMBER:
            found[question.pk] = str(turn % 3)
    return found
