"""An event's own questions on the sign-up form: asked, answered, checked and kept, without a script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programme.models import Event
from registration.asking import Ask
from registration.models import Answer, Booking, Question, Registration
from registration.services import questions
from registration.services.booking import SignedUp
from registration.services.questions import Wording
from tests.cast import BO, CLARA, OPEN
from tests.registration.pages import fields, text

pytestmark = pytest.mark.django_db
PAGE = "/laering-paa-tvaers/tilmelding/"
Kind, Asked = Question.Kind, Question.Asked
ANNE = {"payer-kind": "later", "contact_name": "Anne Mette Ærø", "contact_email": "anne@example.org"}
BO_TYPED = {"p1-name": "Bo Ågård", "p1-email": "bo@example.org"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(OPEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def add(event: Event) -> Callable[..., Question]:
    def question(label: str, **facts: Any) -> Question:
        return questions.add(event.pk, Wording(label=label, **facts))

    return question


@pytest.fixture
def typed(clock: time_machine.Traveller, client: Client) -> Callable[..., Any]:
    """The form filled in by hand and sent on."""

    def fill(answers: dict[str, str], *, count: int = 1, page: str = PAGE) -> Any:
        shown = fields(client.get(page, {"antal": str(count)}))
        clock.shift(40)
        return client.post(page, shown | answers | {"action": "check"})

    return fill


@pytest.fixture
def confirmed(client: Client) -> Callable[[Any], Any]:
    def press(checked: Any) -> Any:
        return client.post(PAGE, fields(checked) | {"accept": "1", "action": "confirm"}, follow=True)

    return press


def said() -> list[tuple[str, str | None, str]]:
    rows = Answer.objects.select_related("question", "registration").order_by("question__order", "pk")
    return [
        (row.question.label, row.registration.name if row.registration else None, row.value) for row in rows
    ]


@pytest.mark.long
def test_each_person_is_asked_and_the_booking_once(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any]
) -> None:
    hat, town = add("Hvilken hat?"), add("Hvilken by?", kind=Kind.ONE_OF, options=("Øby", "Åby"))
    bus = add("Hvor mange kommer i bus?", kind=Kind.NUMBER, asked=Asked.BOOKING)
    own = add("Hvad glæder du dig til?", asked=Asked.OWN_PAGE)
    answers = {
        f"q{hat.pk}": " Grøn  hat ", f"p1-q{hat.pk}": "Blå", f"p1-q{town.pk}": "Åby", f"q{bus.pk}": "2",
        f"q{own.pk}": "Intet",
    }  # fmt: skip
    checked = typed(ANNE | BO_TYPED | answers, count=2)
    for words in (
        "Hvilken hat? Grøn hat",
        "Hvilken hat? Blå",
        "Hvilken by? Åby",
        "Hvor mange kommer i bus? 2",
    ):
        assert words in text(checked)
    assert "glæder" not in text(checked)
    assert Answer.objects.count() == 0
    confirmed(checked)
    assert said() == [
        ("Hvilken hat?", "Anne Mette Ærø", "Grøn hat"),
        ("Hvilken hat?", "Bo Ågård", "Blå"),
        ("Hvilken by?", "Bo Ågård", "Åby"),
        ("Hvor mange kommer i bus?", None, "2"),
    ]


def test_who_does_not_come_is_asked_nothing_about_herself(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any], client: Client
) -> None:
    hat = add("Hvilken hat?", is_required=True)
    shown = fields(client.get(PAGE)) | {"attends": "", "action": "people"}
    assert [name for name in fields(client.post(PAGE, shown)) if name.endswith(f"q{hat.pk}")] == [
        f"p1-q{hat.pk}"
    ]


def test_what_must_be_answered_is_asked_for_with_all_text_kept(
    add: Callable[..., Question], typed: Callable[..., Any]
) -> None:
    hat = add("Hvilken hat?", is_required=True)
    foods = add("Hvad spiser du?", kind=Kind.SEVERAL_OF, options=("Fisk", "Ærter", "Brød"), is_required=True)
    page = typed(ANNE | BO_TYPED | {f"q{hat.pk}": "Grøn", f"p1-q{foods.pk}.1": "Ærter"}, count=2)
    assert "Hvad spiser du? Vælg mindst ét svar." in text(page)
    assert "Person 2, Hvilken hat? Skriv et svar." in text(page)
    assert text(page).count("Skriv et svar.") == text(page).count("Vælg mindst ét svar.") == 2
    kept = fields(page)
    assert (kept[f"q{hat.pk}"], kept[f"p1-q{foods.pk}.1"]) == ("Grøn", "Ærter")
    assert f"p1-q{foods.pk}.0" not in kept
    assert f'href="#id_q{foods.pk}_0"' in page.content.decode()
    assert f'id="id_q{foods.pk}_0"' in page.content.decode()


def test_several_answers_travel_to_the_check_page_and_back(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any], client: Client
) -> None:
    foods = add("Hvad spiser du?", kind=Kind.SEVERAL_OF, options=("Fisk", "Ærter", "Brød"))
    checked = typed(ANNE | {f"q{foods.pk}.0": "Fisk", f"q{foods.pk}.2": "Brød"})
    assert "Hvad spiser du? Fisk, Brød" in text(checked)
    again = fields(client.post(PAGE, fields(checked) | {"action": "edit"}))
    assert [again.get(f"q{foods.pk}.{n}") for n in range(3)] == ["Fisk", None, "Brød"]
    # The organiser writes them in another order meanwhile: nobody answers anything else by it.
    questions.change(foods.pk, Wording(label="Hvad?", kind=Kind.SEVERAL_OF, options=("Brød", "Is", "Fisk")))
    confirmed(checked)
    assert said() == [("Hvad?", "Anne Mette Ærø", "Brød\nFisk")]


@pytest.mark.long
def test_an_option_that_is_gone_meanwhile_is_asked_again(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any]
) -> None:
    town = add("Hvilken by?", kind=Kind.ONE_OF, options=("Øby", "Åby"))
    checked = typed(ANNE | {f"q{town.pk}": "Øby"})
    questions.change(town.pk, Wording(label="Hvilken by?", kind=Kind.ONE_OF, options=("Åby", "Ærø")))
    page = confirmed(checked)
    assert "»Øby« kan ikke længere vælges. Vælg en af de andre." in text(page)
    assert (fields(page)["contact_name"], Booking.objects.count()) == ("Anne Mette Ærø", 0)


def dinner(add: Callable[..., Question], **facts: Any) -> tuple[Question, Question]:
    first = add("Kommer du til middagen?", kind=Kind.YES_NO, is_required=True)
    fish = {"kind": Kind.ONE_OF, "options": ("Fisk", "Ærter"), "is_required": True} | facts
    return first, add("Fisk eller ærter?", depends_on=first.pk, depends_value="yes", **fish)


@pytest.mark.parametrize(
    ("comes", "eats", "kept"),
    [
        ("yes", "Fisk", [("Kommer du til middagen?", "yes"), ("Fisk eller ærter?", "Fisk")]),
        ("yes", "", None),
        ("no", "", [("Kommer du til middagen?", "no")]),
        # Answered though it was not asked.
        ("no", "Fisk", [("Kommer du til middagen?", "no")]),
        ("no", "Kød", [("Kommer du til middagen?", "no")]),
        ("", "Fisk", None),
    ],
)
def test_what_depends_on_an_answer_is_asked_only_where_it_is_given(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any], comes: str,
    eats: str, kept: list[tuple[str, str]] | None,
) -> None:  # fmt: skip
    first, second = dinner(add)
    page = typed(ANNE | {f"q{first.pk}": comes, f"q{second.pk}": eats})
    if kept is None:
        assert "Vælg et svar." in text(page)
        assert fields(page).get(f"q{second.pk}", "") == eats
        return
    confirmed(page)
    assert [(label, value) for label, _name, value in said()] == kept


def test_the_page_says_when_a_question_is_for_her(add: Callable[..., Question], client: Client) -> None:
    dinner(add)
    page = client.get(PAGE)
    assert "Kommer du til middagen? Ja Nej Hvis svaret er »Ja«: Fisk eller ærter? Fisk Ærter" in text(page)


@pytest.mark.long
def test_it_may_depend_on_one_of_several_answers(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any]
) -> None:
    days = add("Hvilke dage?", kind=Kind.SEVERAL_OF, options=("Mandag", "Tirsdag"))
    late = add("Hvornår går du tirsdag?", depends_on=days.pk, depends_value="Tirsdag", is_required=True)
    only_monday = {f"q{days.pk}.0": "Mandag"}
    assert "Skriv et svar." in text(typed(ANNE | only_monday | {f"q{days.pk}.1": "Tirsdag"}))
    confirmed(typed(ANNE | only_monday | {f"q{late.pk}": "Kl. 14"}))
    assert said() == [("Hvilke dage?", "Anne Mette Ærø", "Mandag")]


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (Kind.TEXT, "010190-1234", "Det ligner et CPR-nummer"),
        (Kind.LONG_TEXT, "Jeg er\nfødt 010190-1234", "Det ligner et CPR-nummer"),
        (Kind.NUMBER, "0101901234", "Det ligner et CPR-nummer"),
        (Kind.TEXT, "æ" * 301, "Skriv højst 300 tegn."),
        (Kind.TEXT, "æ" * 300, ""),
        (Kind.NUMBER, "1", "Skriv 2 eller mere."),
        (Kind.NUMBER, "2", ""),
        (Kind.NUMBER, "5", ""),
        (Kind.NUMBER, "6", "Skriv 5 eller mindre."),
        (Kind.NUMBER, "to", "Skriv et helt tal"),
        (Kind.NUMBER, "2,5", "Skriv et helt tal"),
        (Kind.NUMBER, "²", "Skriv et helt tal"),
        (Kind.DATE, "16/9-2026", ""),
        (Kind.DATE, "16. september 2026", ""),
        (Kind.DATE, "31-9-2026", "31-9-2026 findes ikke i kalenderen."),
        (Kind.DATE, "snart", "Skriv datoen med dag, måned og år, for eksempel 16-09-2026."),
        (Kind.DATE, "16. september", "Skriv også årstallet, for eksempel 16-09-2026."),
    ],
)
def test_an_answer_has_the_shape_that_was_asked_for(
    add: Callable[..., Question], typed: Callable[..., Any], kind: str, value: str, told: str
) -> None:
    question = add("Hvad?", kind=kind, least=2, most=5)
    page = typed(ANNE | {f"q{question.pk}": value})
    assert ("Se tilmeldingen igennem" in text(page)) is not bool(told)
    assert told in text(page)
    assert fields(page)[f"q{question.pk}"] == value


def test_a_day_is_kept_as_a_day_and_read_in_the_readers_language(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any]
) -> None:
    day = add("Hvornår kommer du?", kind=Kind.DATE)
    answers = ANNE | {f"q{day.pk}": "15/9-2026"}
    assert "Tuesday 15 September 2026" in text(typed(answers, page=f"/en{PAGE}"))
    checked = typed(answers)
    assert "Hvornår kommer du? tirsdag den 15. september 2026" in text(checked)
    confirmed(checked)
    assert said() == [("Hvornår kommer du?", "Anne Mette Ærø", "2026-09-15")]


def test_the_example_of_a_day_is_the_events_own(add: Callable[..., Question], client: Client) -> None:
    add("Hvornår kommer du?", kind=Kind.DATE)
    assert "Hvornår kommer du? (valgfrit) For eksempel 16-09-2026." in text(client.get(PAGE))


def test_the_events_words_carry_its_language(add: Callable[..., Question], client: Client) -> None:
    add("Hvilken hat?", help_text="Fx en høj hat.")
    add("Hvilken by?", kind=Kind.ONE_OF, options=("Øby", "Åby"))
    danish, english = client.get(PAGE).content.decode(), client.get(f"/en{PAGE}").content.decode()
    for words in ("Hvilken hat?", "Hvilken by?"):
        assert f'<span lang="da">{words}</span>' in english
        assert f'<span lang="da">{words}</span>' not in danish
    assert 'lang="da">Fx en høj hat.' in english
    assert '<div class="form-check" lang="da">' in english


@pytest.mark.long
def test_a_card_that_is_removed_takes_its_answers_along(add: Callable[..., Question], client: Client) -> None:
    hat = add("Hvilken hat?")
    foods = add("Hvad?", kind=Kind.SEVERAL_OF, options=("Fisk", "Ærter"))
    shown = fields(client.get(PAGE, {"antal": "3"})) | ANNE | BO_TYPED
    shown |= {
        "p2-name": "Clara Æbelø",
        f"p1-q{hat.pk}": "Blå",
        f"p2-q{hat.pk}": "Rød",
        f"p2-q{foods.pk}.1": "Ærter",
    }
    page = fields(client.post(PAGE, shown | {"action": "remove-1"}))
    assert (page["p1-name"], page[f"p1-q{hat.pk}"], page[f"p1-q{foods.pk}.1"]) == (
        "Clara Æbelø",
        "Rød",
        "Ærter",
    )
    assert f"p2-q{hat.pk}" not in page


@pytest.mark.long
def test_answers_survive_the_choice_of_who_comes(
    add: Callable[..., Question], typed: Callable[..., Any], confirmed: Callable[[Any], Any],
    sign_up: Callable[..., SignedUp], client: Client,
) -> None:  # fmt: skip
    Event.objects.update(capacity=3)
    hat = add("Hvilken hat?", is_required=True)
    sign_up(CLARA, BO)
    answers = {f"q{hat.pk}": "Grøn", f"p1-q{hat.pk}": "Gul"}
    others = {"p1-name": "Egil Ås", "p1-email": "egil@example.org"}
    chosen = fields(typed(ANNE | others | answers, count=2)) | {
        "when_full": "only_chosen",
        "action": "choose",
    }
    chosen.pop("keep-0", None)
    checked = client.post(PAGE, chosen | {"keep-1": "1"})
    confirmed(checked)
    assert said() == [("Hvilken hat?", "Egil Ås", "Gul")]


@pytest.mark.long
def test_twenty_people_with_ten_questions_each_are_signed_up_in_few_queries(
    add: Callable[..., Question], typed: Callable[..., Any], client: Client
) -> None:
    Event.objects.update(capacity=30)
    keys = [add(f"Spørgsmål {number}", is_required=True).pk for number in range(9)]
    several = add("Hvilke?", kind=Kind.SEVERAL_OF, options=("Æbler", "Øl", "Ål"), is_required=True).pk
    facts = {f"p{n}-name": f"Gæst Ågård {n}" for n in range(1, 20)}
    for prefix in ("", *(f"p{n}-" for n in range(1, 20))):
        facts |= {f"{prefix}q{key}": f"{prefix} svarer på {key}" for key in keys}
        facts |= {f"{prefix}q{several}.0": "Æbler", f"{prefix}q{several}.2": "Ål"}
    checked = typed(ANNE | facts, count=20)
    sent = fields(checked) | {"accept": "1", "action": "confirm"}
    with CaptureQueriesContext(connection) as asked:
        assert client.post(PAGE, sent).status_code == 302
    assert len(asked) <= 40, len(asked)
    assert (Registration.objects.count(), Answer.objects.count()) == (20, 200)
    for row in Registration.objects.filter(name__startswith="Gæst"):
        prefix = f"p{row.name.split()[-1]}-"
        given = dict(row.answers.values_list("question", "value"))
        assert given == {key: f"{prefix} svarer på {key}" for key in keys} | {several: "Æbler\nÅl"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("level", "typed_title", "kept"),
    [(Ask.NO, "Leder", ""), (Ask.MAY, "", ""), (Ask.MAY, "Leder", "Leder"), (Ask.MUST, "Leder", "Leder")],
)
def test_facts_are_asked_as_the_event_says(
    event: Event, typed: Callable[..., Any], confirmed: Callable[[Any], Any], level: Ask, typed_title: str,
    kept: str,
) -> None:  # fmt: skip
    facts = {"job_title": level, "organisation": Ask.NO, "municipality": Ask.MUST, "phone": Ask.NO}
    questions.write_facts(event.pk, asked=facts, answers_until=None)
    typed_facts = {
        "job_title": typed_title,
        "p1-job_title": typed_title,
        "organisation": "Øby",
        "municipality": "Ærø",
    }
    confirmed(typed(ANNE | BO_TYPED | typed_facts | {"contact_phone": "12345678"}, count=2))
    rows = Registration.objects.order_by("pk")
    assert [(row.job_title, row.organisation, row.municipality, row.phone) for row in rows] == [
        (kept, "", "Ærø", "")
    ] * 2


def test_what_must_be_filled_in_is_asked_for(event: Event, typed: Callable[..., Any]) -> None:
    facts = dict.fromkeys(["job_title", "organisation", "municipality", "phone"], Ask.MUST)
    questions.write_facts(event.pk, asked=facts, answers_until=None)
    page = typed(ANNE | BO_TYPED, count=2)
    summary = page.content.decode().partition("error-summary")[2].partition("</ul>")[0]
    assert summary.count("Udfyld dette.") == 5
    assert (Registration.objects.count(), fields(page)["p1-name"]) == (0, "Bo Ågård")


def test_a_list_with_what_is_not_asked_says_what_was_left_out(event: Event, client: Client) -> None:
    facts = {"job_title": Ask.NO, "organisation": Ask.NO}
    questions.write_facts(event.pk, asked=facts, answers_until=None)
    pasted = "Navn\tStilling\tArbejdsplads\tE-mail\nBo Ågård\tLeder\tØby Bibliotek\tbo@example.org"
    page = client.post(PAGE, fields(client.get(PAGE)) | {"pasted": pasted, "action": "paste"})
    assert "Stillinger er udeladt: arrangementet spørger ikke om dem." in text(page)
    assert "Arbejdspladser er udeladt: arrangementet spørger ikke om dem." in text(page)
    assert fields(page)["p1-name"] == "Bo Ågård"
    assert not {"p1-job_title", "organisation"} & fields(page).keys()
