"""What each person of a page with several is asked beside her name: the event's own questions, and the items she
chooses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from programme.models import Event
from registration.forms import items
from registration.forms.base import PeopleForm
from registration.forms.items import ItemsForm
from registration.forms.questions import QuestionsForm, initial_typed
from registration.models import Question
from registration.questions import asked_of


@dataclass(frozen=True)
class Asked:
    """What one person is asked."""

    questions: QuestionsForm
    items: ItemsForm

    def __iter__(self) -> Iterator[PeopleForm]:
        return iter((self.questions, self.items))

    def given(self) -> dict[str, Any]:
        """What is answered and chosen in valid forms, as facts of a person."""
        return {
            "answers": self.questions.given(),
            "sessions": self.items.chosen(),
            "wishes": self.items.wishes(),
        }

    def typed_in(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What was typed that belongs to these forms, by the names it has on the page."""
        return self.questions.typed_in(typed) | self.items.typed_in(typed)


class AskedOfEach:
    """Makes what is asked of each person on a page with these answers, once they are `judged` with what is wrong. There
    is no `offer` of items on a page that was shown without; room in them is not judged where the page's act may have
    taken it itself (`judges_room`)."""

    def __init__(
        self,
        event: Event,
        typed: Mapping[str, str],
        *,
        judged: bool,
        judges_room: bool,
        by_organiser: bool = False,
    ) -> None:
        self.event, self.typed = event, typed
        self.judges_room, self.by_organiser = judges_room, by_organiser
        self.offer = items.offer_on_page(event, typed)
        self.questions = asked_of(event, Question.Asked.SIGN_UP)
        self._data: dict[str, Any] = {"data": typed} if judged else {}

    def of_one(self, prefix: str = "", *, herself: bool = False) -> Asked:
        """`herself`: she answers, and not whoever signs her up."""
        chosen = items.items_on_page(
            self.offer,
            self.typed,
            event=self.event,
            judges_room=self.judges_room,
            prefix=prefix,
            herself=herself,
            **self._data,
        )
        return Asked(self._asking(self.questions, prefix), chosen)

    def of_booking(self) -> QuestionsForm:
        """What is asked once for all of them."""
        return self._asking(asked_of(self.event, Question.Asked.BOOKING))

    def _asking(self, questions: list[Question], prefix: str = "") -> QuestionsForm:
        first = initial_typed(questions, self.typed, prefix=prefix)
        return QuestionsForm(
            questions, prefix=prefix or None, initial=first, by_organiser=self.by_organiser, **self._data
        )
