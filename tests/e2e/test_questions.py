"""An event's own questions as people meet them in a browser, from the form to the own page."""

from collections.abc import Callable
from typing import Any

import pytest

from programme.models import Event
from registration.models import Answer, Question
from registration.services import questions
from registration.services.questions import Wording
from tests.e2e.hands import Keys
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import PHONE, Way, link_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Kind, Asked = Question.Kind, Question.Asked


@pytest.fixture
def event(make_event: Callable[..., Event], live_server: Any, settings: Any) -> Event:
    settings.SITE_URL = live_server.url
    return make_event(fee_ore=None)


@pytest.fixture
def asked(event: Event) -> dict[str, int]:
    """The keys of the questions, each by a word of it."""
    dinner = questions.add(
        event.pk, Wording(label="Kommer du til middagen?", kind=Kind.YES_NO, is_required=True)
    )
    boat = Wording(
        label="Med båden eller bussen?",
        kind=Kind.ONE_OF,
        options=("Båden", "Bussen"),
        is_required=True,
        depends_on=dinner.pk,
        depends_value="yes",
    )
    cars = Wording(label="Hvor mange biler?", kind=Kind.NUMBER, asked=Asked.BOOKING, most=4)
    rooms = Wording(
        label="Hvilke rum vil du se?", kind=Kind.SEVERAL_OF, options=("Tårnet", "Køkkenet", "Øen"),
        asked=Asked.OWN_PAGE, is_required=True,
    )  # fmt: skip
    keys = {"dinner": dinner.pk}
    return keys | {
        name: questions.add(event.pk, wording).pk
        for name, wording in (("boat", boat), ("cars", cars), ("rooms", rooms))
    }


@pytest.mark.parametrize("visitor", [Way(), Way(PHONE, Keys)], ids=["mouse 1280", "keys 390"], indirect=True)
def test_questions_are_answered_on_the_form_and_on_the_own_page(
    inspector: Inspector, event: Event, asked: dict[str, int], post: Callable[[], dict[str, str]]
) -> None:
    visitor, page = inspector.visitor, inspector.page

    def tick(question: str, option: int) -> None:
        visitor.hands.tick(page.locator(f"#id_q{asked[question]}_{option}"))

    inspector.open(f"/{event.slug}/tilmelding/")
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
    boat = page.get_by_text("Med båden eller bussen?")
    # Asked only of those who come, and not in the way of others where the browser can tell.
    assert not boat.is_visible()
    tick("dinner", 0)
    assert boat.is_visible()
    visitor.write(**{f"q{asked['cars']}": "fire"})
    visitor.take_time()
    inspector.press("Fortsæt")
    assert visitor.focused.get_attribute("class") == "error-summary"
    errors = page.locator(".error-summary li").all_inner_texts()
    assert [" ".join(one.split()) for one in errors] == [
        "Med båden eller bussen? Vælg et svar.",
        "Hvor mange biler? Skriv et helt tal, fx 12.",
    ]
    visitor.hands.write(page.locator(f"#id_q{asked['cars']}"), "2")
    tick("boat", 0)
    inspector.press("Fortsæt")
    for words in ("Kommer du til middagen? Ja", "Med båden eller bussen? Båden", "Hvor mange biler? 2"):
        assert words in visitor.text
    visitor.tick("Jeg accepterer disse betingelser")
    inspector.press("Tilmeld 1 person")
    letter = post()["anne.mette@example.org"]
    assert "senest onsdag den 16. september 2026 kl. 9.00" in " ".join(letter.split())
    inspector.open(link_in(letter, "plads"))
    assert "Ikke besvaret endnu: Hvilke rum vil du se?" in visitor.text
    visitor.follow("Svar på spørgsmålene")
    inspector.look("the questions")
    inspector.press("Gem")
    tick("rooms", 0)
    tick("rooms", 2)
    inspector.press("Gem")
    assert "Dine svar er gemt." in visitor.text
    assert "Tårnet, Øen" in visitor.text
    assert dict(Answer.objects.values_list("question", "value")) == {
        asked["dinner"]: "yes",
        asked["boat"]: "Båden",
        asked["cars"]: "2",
        asked["rooms"]: "Tårnet\nØen",
    }
