"""The organiser's pages about the event's own form: written, tried out, and its answers read."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from programme.models import Event
from registration.forms.questions import QuestionsForm, field_name
from registration.models import Answer, HistoryEntry, Question, Registration
from registration.services import questions
from registration.services.booking import SignedUp
from registration.services.questions import Wording
from tests.cast import ANNE, BO, CLARA, OPEN
from tests.forms import shown
from tests.registration.pages import text

pytestmark = pytest.mark.django_db
Kind, Asked = Question.Kind, Question.Asked
SignUp = Callable[..., SignedUp]
PEOPLE = "/admin/registration/registration/"


def url(event: Event, page: str = "form/") -> str:
    return f"/admin/programme/event/{event.pk}/{page}"


def question_url(question: Question) -> str:
    return f"/admin/programme/event/question/{question.pk}/"


@pytest.fixture
def dinner(event: Event) -> Question:
    return questions.add(
        event.pk, Wording(label="Kommer du til middagen?", kind=Kind.YES_NO, is_required=True)
    )


@pytest.fixture
def days(event: Event) -> Question:
    options = ("Mandag", "Mandag aften", "Tirsdag")
    return questions.add(event.pk, Wording(label="Hvilke dage?", kind=Kind.SEVERAL_OF, options=options))


@pytest.fixture
def bus(event: Event) -> Question:
    return questions.add(event.pk, Wording(label="Hvor mange i bus?", kind=Kind.NUMBER, asked=Asked.BOOKING))


@pytest.fixture
def people(sign_up: SignUp, dinner: Question, days: Question, bus: Question) -> list[Registration]:
    """Anne Mette and Bo in one booking, Clara in another; Clara's place is cancelled in no test."""
    anne = replace(ANNE, answers=((dinner.pk, "yes"), (days.pk, "Mandag\nTirsdag")))
    bo = replace(BO, answers=((dinner.pk, "no"), (days.pk, "Mandag aften")))
    first = sign_up(anne, bo, answers=((bus.pk, "2"),)).registrations
    return [*first, *sign_up(CLARA, answers=((bus.pk, "12"),)).registrations]


NEW = {
    "label": "Hvilken by?", "help_text": "Til bussen.", "kind": "one_of", "options": "Øby\n\n Åby \nØby",
    "least": "", "most": "", "asked": "sign_up", "only_if": "",
}  # fmt: skip


def test_a_question_is_written(organiser: Client, event: Event) -> None:
    assert "Der er ingen." in text(organiser.get(url(event)))
    page = organiser.post(url(event, "form/question/"), NEW, follow=True)
    assert "Spørgsmålet er gemt." in text(page)
    question = Question.objects.get()
    assert (question.event, question.label, question.offered) == (event, "Hvilken by?", ["Øby", "Åby"])
    assert (question.is_required, question.asked, question.help_text) == (False, "sign_up", "Til bussen.")
    event.refresh_from_db()
    assert event.has_questions is True
    again = organiser.post(url(event, "form/question/"), NEW | {"label": "Nr. to?", "_again": "1"})
    assert again["Location"] == url(event, "form/question/")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"label": ""}, "Skriv spørgsmålet."),
        ({"label": "Hvad er dit CPR-nummer?"}, "Her kan du ikke spørge om CPR-numre: et svar, der ligner et"),
        ({"options": "Kun én"}, "Skriv mindst to svarmuligheder"),
        ({"options": "\n".join(map(str, range(41)))}, "Skriv højst 40 svarmuligheder."),
        ({"options": f"Øby\n{'å' * 201}"}, "må højst have 200 tegn"),
        ({"kind": "number", "least": "5", "most": "4"}, "Det største tal er mindre"),
        ({"only_if": "999:yes"}, "Det kan ikke længere vælges. Vælg igen."),
    ],
)
def test_what_cannot_be_asked_is_told_with_all_text_kept(
    organiser: Client, event: Event, changes: dict[str, str], told: str
) -> None:
    page = organiser.post(url(event, "form/question/"), NEW | changes)
    assert told in text(page)
    assert (Question.objects.count(), shown(page)["help_text"]) == (0, "Til bussen.")


def test_a_question_may_be_shown_for_one_answer_only(
    organiser: Client, event: Event, dinner: Question
) -> None:
    page = organiser.get(url(event, "form/question/"))
    assert "kun hvis svaret på »Kommer du til middagen?« er »Ja«" in page.content.decode()
    only = {"only_if": f"{dinner.pk}:yes"}
    elsewhere = organiser.post(url(event, "form/question/"), NEW | only | {"asked": "own_page"})
    assert "Det spørgsmål stilles ikke til de samme." in text(elsewhere)
    organiser.post(url(event, "form/question/"), NEW | only)
    question = Question.objects.get(label="Hvilken by?")
    assert (question.depends_on, question.depends_value) == (dinner, "yes")
    # The answer it stands under stays.
    form = shown(organiser.get(question_url(dinner)))
    refused = organiser.post(question_url(dinner), form | {"kind": "text"})
    assert "»Hvilken by?« vises kun, hvis svaret er »Ja«." in text(refused)


def test_what_is_answered_keeps_its_kind(
    organiser: Client, event: Event, dinner: Question, people: list[Registration]
) -> None:
    page = question_url(dinner)
    form = shown(organiser.get(page))
    organiser.post(page, form | {"label": "Middag?", "kind": "text", "asked": "booking"})
    dinner.refresh_from_db()
    assert (dinner.label, dinner.kind, dinner.asked) == ("Middag?", "yes_no", "sign_up")


def press(client: Client, event: Event, act: str, question: Question) -> str:
    sent = {"what": "question", "act": f"{act}-{question.pk}"}
    return text(client.post(url(event), sent, follow=True))


def test_buttons_order_retire_and_delete(
    organiser: Client, event: Event, dinner: Question, days: Question, people: list[Registration]
) -> None:
    press(organiser, event, "up", days)
    assert list(Question.objects.in_order()[:2]) == [days, dinner]
    delete = f"{question_url(days)}delete/"
    assert "er ikke slettet" in text(organiser.post(delete, follow=True))
    assert "stilles ikke længere. Det, der er svaret, bliver stående." in press(
        organiser, event, "retire", days
    )
    days.refresh_from_db()
    assert days.is_retired
    assert "stilles igen" in press(organiser, event, "again", days)
    Answer.objects.filter(question=days).delete()
    assert "Ingen har svaret på det. Det kan ikke hentes tilbage." in text(organiser.get(delete))
    assert Question.objects.filter(pk=days.pk).exists()
    assert "er slettet" in text(organiser.post(delete, follow=True))
    assert not Question.objects.filter(pk=days.pk).exists()
    assert "Spørgsmålet er der ikke længere." in press(organiser, event, "up", days)


def test_what_stands_under_a_retired_question_is_said_to_rest(
    organiser: Client, event: Event, dinner: Question
) -> None:
    under = {"only_if": f"{dinner.pk}:yes", "label": "Fisk eller kød?"}
    organiser.post(url(event, "form/question/"), NEW | under)
    said = press(organiser, event, "retire", dinner)
    assert "Spørgsmålet under det stilles heller ikke imens: »Fisk eller kød?«." in said
    assert "Fisk eller kød? – stilles ikke, fordi spørgsmålet over det er trukket tilbage" in said
    assert "stilles ikke, fordi" not in press(organiser, event, "again", dinner)


def test_two_questions_of_the_same_words_are_not_asked_at_once(
    organiser: Client, event: Event, dinner: Question
) -> None:
    twice = NEW | {"label": "kommer du til  MIDDAGEN?"}
    assert "Det spørger arrangementet allerede om." in text(
        organiser.post(url(event, "form/question/"), twice)
    )
    assert organiser.post(question_url(dinner), shown(organiser.get(question_url(dinner)))).status_code == 302
    press(organiser, event, "retire", dinner)
    organiser.post(url(event, "form/question/"), twice)
    assert Question.objects.count() == 2
    assert "stilles ikke igen" in press(organiser, event, "again", dinner)
    dinner.refresh_from_db()
    assert dinner.is_retired


def test_an_option_taken_away_stays_where_it_was_chosen(
    organiser: Client, event: Event, days: Question, people: list[Registration]
) -> None:
    answer = Answer.objects.filter(question=days).first()
    assert answer is not None
    gone = answer.value.split("\n")[0]
    chosen = sum(gone in one.value.split("\n") for one in Answer.objects.filter(question=days))
    left = "\n".join([one for one in days.offered if one != gone] + ["Øvrige", "Åben"])
    form = shown(organiser.get(question_url(days))) | {"options": left}
    said = text(organiser.post(question_url(days), form, follow=True))
    assert (
        f"»{gone}« kan ikke længere vælges. {chosen} har valgt det, og det bliver stående som svar." in said
    )
    listed = organiser.get(f"/admin/registration/registration/?event={event.pk}")
    assert f"{days.label} {gone}" in text(listed)
    days.refresh_from_db()
    form_of_hers = QuestionsForm([days], answered={days.pk: answer.value})
    assert f"{gone} (svaret hidtil; andre kan ikke vælge det længere)" in str(form_of_hers)
    name = field_name(days)
    sent = QuestionsForm([days], {f"{name}.0": gone, f"{name}.1": "Åben"}, answered={days.pk: answer.value})
    assert sent.is_valid()
    assert sent.given() == ((days.pk, f"Åben\n{gone}"),)
    assert not QuestionsForm([days], {f"{name}.0": gone}).is_valid()


def test_facts_are_chosen(organiser: Client, event: Event) -> None:
    form = shown(organiser.get(url(event)))
    assert (form["job_title"], form["municipality"], form["list"]) == ("may", "no", "no")
    typed = {"phone": "must", "municipality": "may", "answers_until": "1/9-2026", "what": "facts"}
    organiser.post(url(event), form | typed)
    event.refresh_from_db()
    assert event.asked_facts is not None
    assert (event.asked_facts["phone"], event.asks_municipality) == ("must", True)
    assert event.answers_until == date(2026, 9, 1)
    late = organiser.post(url(event), form | typed | {"answers_until": "17-09-2026"})
    assert "Sidste dag for svar kan ikke være efter den første dag." in text(late)


def test_a_form_is_taken_over(
    organiser: Client, event: Event, dinner: Question, make_event: Callable[..., Event], others_event: Event
) -> None:
    questions.add(others_event.pk, Wording(label="Fremmed?"))
    new = make_event(slug="naeste-aar", title="Næste år")
    page = organiser.get(url(new))
    assert "Læring på tværs" in page.content.decode()
    assert "Ældre og læsning" not in page.content.decode()
    refused = organiser.post(url(new), {"what": "copy", "source": str(others_event.pk)})
    assert Question.objects.filter(event=new).count() == 0
    assert refused.status_code == 200
    assert "1 spørgsmål er kopieret." in text(
        organiser.post(url(new), {"what": "copy", "source": str(event.pk)}, follow=True)
    )
    assert [one.label for one in Question.objects.filter(event=new)] == [dinner.label]


def test_the_form_of_others_is_not_there(
    outsider: Client, event: Event, dinner: Question, others_event: Event
) -> None:
    for page in ("form/", "form/preview/", "answers/", "form/question/"):
        assert outsider.get(url(event, page)).status_code in {302, 404}, page
        assert outsider.post(url(event, page), {"what": "question"}).status_code in {302, 404}, page
    assert outsider.get(question_url(dinner)).status_code == 404
    assert outsider.post(question_url(dinner), NEW).status_code == 404
    # Nor through an event of her own.
    press(outsider, others_event, "retire", dinner)
    assert not Question.objects.get().is_retired


def test_whoever_only_reads_changes_nothing(
    clock: object, colleague: Callable[[str], Client], event: Event, dinner: Question
) -> None:
    for role in ("reader", "desk"):
        client = colleague(role)
        page = client.get(url(event))
        assert page.status_code == 200
        assert "Tilføj et spørgsmål" not in text(page)
        assert client.get(url(event, "answers/")).status_code == 200
        assert client.get(url(event, "form/preview/")).status_code == 200
        assert client.get(url(event, "form/question/")).status_code == 403
        assert client.post(question_url(dinner), NEW).status_code == 403
        assert client.post(url(event), {"what": "question", "act": f"retire-{dinner.pk}"}).status_code == 403
    assert not Question.objects.get().is_retired


@pytest.mark.long
def test_a_draft_is_previewed_and_cannot_be_sent(organiser: Client, event: Event, dinner: Question) -> None:
    questions.add(event.pk, Wording(label="Fisk?", depends_on=dinner.pk, depends_value="yes"))
    questions.add(event.pk, Wording(label="Hvilken hat?", asked=Asked.OWN_PAGE))
    questions.add(event.pk, Wording(label="Hvilken bus?", asked=Asked.BOOKING))
    Event.objects.update(status="draft")
    for several in (False, True):
        page = organiser.get(url(event, "form/preview/"), {"antal": "2" if several else "1"})
        for words in (
            "Dette er en forhåndsvisning",
            "Hvis svaret er »Ja«: Fisk?",
            "Hvilken hat?",
            "Hvilken bus?",
        ):
            assert words in text(page)
        body = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "<form" not in body
        assert "<button" not in body
        assert ("Person 2" in text(page)) is several


@pytest.mark.long
def test_answers_are_counted(
    organiser: Client, event: Event, days: Question, dinner: Question, people: list[Registration]
) -> None:
    questions.change(
        days.pk, Wording(label="Hvilke dage?", kind=Kind.SEVERAL_OF, options=("Tirsdag", "Onsdag"))
    )
    page = text(organiser.get(url(event, "answers/")))
    assert "Kommer du til middagen? 2 svar" in page
    assert "Ja 1 Nej 1" in page
    assert (
        "Tirsdag 1 Onsdag 0 Mandag (kan ikke længere vælges) 1 Mandag aften (kan ikke længere vælges) 1"
        in page
    )
    assert "I alt 14 Mindste 2 Største 12" in page
    Registration.objects.filter(pk=people[0].pk).update(status="cancelled", ended_at=OPEN, person_key=None)
    page = text(organiser.get(url(event, "answers/")))
    assert "Ja 0 Nej 1" in page
    # Bo still comes, so his booking counts.
    assert "I alt 14" in page


def names(client: Client, event: Event, svar: str) -> list[str]:
    page = client.get(PEOPLE, {"event": str(event.pk), "svar": svar})
    return [row.name for row in page.context["cl"].result_list]


def test_the_list_is_narrowed_to_an_answer(
    organiser: Client,
    event: Event,
    dinner: Question,
    days: Question,
    bus: Question,
    people: list[Registration],
) -> None:
    assert names(organiser, event, f"{dinner.pk}:yes") == [ANNE.name]
    assert names(organiser, event, f"{dinner.pk}:no") == [BO.name]
    # One option is not taken for another that begins like it.
    assert names(organiser, event, f"{days.pk}:Mandag") == [ANNE.name]
    assert names(organiser, event, f"{days.pk}:Mandag aften") == [BO.name]
    assert names(organiser, event, f"{days.pk}:Tirsdag") == [ANNE.name]
    assert names(organiser, event, f"{bus.pk}:2") == []
    assert names(organiser, event, "mangler") == [CLARA.name]
    page = organiser.get(url(event, "answers/"))
    address = f"{PEOPLE}?event={event.pk}&amp;svar={dinner.pk}%3Ayes"
    assert address in page.content.decode()


def test_the_list_finds_those_of_whom_something_is_missing(
    organiser: Client, event: Event, sign_up: SignUp, dinner: Question
) -> None:
    fish = questions.add(
        event.pk, Wording(label="Fisk?", depends_on=dinner.pk, depends_value="yes", is_required=True)
    )
    sign_up(replace(ANNE, answers=((dinner.pk, "yes"),)), replace(BO, answers=((dinner.pk, "no"),)))
    assert names(organiser, event, "mangler") == [ANNE.name]
    person = organiser.get(f"{PEOPLE}{Registration.objects.get(name=ANNE.name).pk}/change/")
    assert "Mangler endnu: Fisk?" in text(person)
    booking = Registration.objects.get(name=ANNE.name).booking
    Answer.objects.create(
        question=fish, booking=booking, registration=Registration.objects.get(name=ANNE.name), value="Ja tak"
    )
    assert names(organiser, event, "mangler") == []


def test_a_list_without_questions_costs_nothing_more(
    organiser: Client, event: Event, sign_up: SignUp, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    sign_up(ANNE)
    with django_assert_max_num_queries(12) as without:
        organiser.get(PEOPLE, {"event": str(event.pk)})
    questions.add(event.pk, Wording(label="Middag?", kind=Kind.YES_NO, is_required=True))
    with django_assert_max_num_queries(12) as with_one:
        organiser.get(PEOPLE, {"event": str(event.pk)})
    assert len(with_one) == len(without) + 1


def rows(client: Client, event: Event) -> list[dict[str, str]]:
    answer = b"".join(client.get(url(event, "deltagere.csv"))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(answer), delimiter=";"))


@pytest.mark.long
def test_answers_are_columns_of_the_list_to_take_along(
    organiser: Client, event: Event, days: Question, people: list[Registration]
) -> None:
    questions.retire(days.pk, now=OPEN)
    columns = ["Navn", "Kommer du til middagen?", "Hvilke dage?", "Hvor mange i bus? (hele tilmeldingen)"]
    assert [[row[name] for name in columns] for row in rows(organiser, event)] == [
        [ANNE.name, "Ja", "Mandag, Tirsdag", "2"],
        [BO.name, "Nej", "Mandag aften", "2"],
        [CLARA.name, "", "", "12"],
    ]
    assert b"".join(organiser.get(url(event, "deltagere.xlsx"))).startswith(b"PK")


@pytest.mark.long
def test_an_answer_is_never_a_formula(organiser: Client, event: Event, sign_up: SignUp) -> None:
    hat = questions.add(event.pk, Wording(label="=Hat?"))
    sign_up(replace(ANNE, answers=((hat.pk, "=1+1"),)))
    (row,) = rows(organiser, event)
    assert row["'=Hat?"] == "'=1+1"


def test_the_list_of_attendees_is_a_column_where_it_is_asked(
    organiser: Client, event: Event, people: list[Registration]
) -> None:
    assert "Deltagerlisten" not in rows(organiser, event)[0]
    Event.objects.update(asked_facts={"list": "may"})
    Registration.objects.filter(name=BO.name).update(list_consent=True)
    assert [row["Deltagerlisten"] for row in rows(organiser, event)] == ["nej", "ja", "nej"]


def test_an_organiser_puts_a_persons_answers_right(
    organiser: Client, event: Event, dinner: Question, days: Question, people: list[Registration]
) -> None:
    place = people[0]
    page = organiser.get(f"{PEOPLE}{place.pk}/change/")
    for words in (
        "Kommer du til middagen? Ja",
        "Hvilke dage? Mandag, Tirsdag",
        "Hvor mange i bus? 2",
        "Ret svarene",
    ):
        assert words in text(page)
    form = shown(organiser.get(f"{PEOPLE}{place.pk}/answers/"))
    assert form[f"q{days.pk}.2"] == "Tirsdag"
    # She may leave empty what must be answered.
    form.pop(f"q{dinner.pk}")
    done = organiser.post(
        f"{PEOPLE}{place.pk}/answers/", form | {f"q{days.pk}.1": "Mandag aften"}, follow=True
    )
    assert "Svarene for Anne Mette Sørensen er gemt." in text(done)
    given = Answer.objects.filter(registration=place).values_list("question_id", "value")
    assert list(given) == [(days.pk, "Mandag\nMandag aften\nTirsdag")]
    entry = HistoryEntry.objects.get(verb="answered")
    assert (entry.personal, entry.reason, str(entry.user)) == ({}, "", "Dorte Ørsted")
    assert "2 spørgsmål" in text(done)


def test_an_organiser_puts_a_bookings_answers_right(
    organiser: Client, event: Event, bus: Question, people: list[Registration]
) -> None:
    page = f"/admin/registration/booking/{people[0].booking_id}/"
    assert "Hvor mange i bus? 2" in text(organiser.get(f"{page}change/"))
    organiser.post(f"{page}answers/", {f"q{bus.pk}": "3"})
    assert "Hvor mange i bus? 3" in text(organiser.get(f"{page}change/"))


@pytest.mark.long
def test_an_organiser_hands_over_with_what_she_knows(
    organiser: Client, event: Event, dinner: Question, days: Question, people: list[Registration]
) -> None:
    page = f"{PEOPLE}{people[1].pk}/hand-over/"
    form = shown(organiser.get(page))
    typed = {"name": "Dagny Ørum", "email": "dagny@example.org", f"q{days.pk}.0": "Mandag"}
    assert "Andre skal udfylde det; du må lade det stå tomt." in text(organiser.get(page))
    organiser.post(page, form | typed)
    dagny = Registration.objects.get(name="Dagny Ørum")
    assert list(Answer.objects.filter(registration=dagny).values_list("question", "value")) == [
        (days.pk, "Mandag")
    ]


@pytest.mark.long
def test_people_are_signed_up_on_behalf_with_what_is_known(
    organiser: Client, event: Event, dinner: Question, days: Question, bus: Question
) -> None:
    page = url(event, "sign-up/")
    typed = {
        "contact_name": "Tove Ålund", "contact_email": "tove@example.org", "attends": "on",
        "pasted": "Bo Ågård <bo@example.org>\nClara Æbelø <clara@example.org>", "action": "paste",
    }  # fmt: skip
    read = organiser.post(page, shown(organiser.get(page)) | typed)
    assert f'name="p2-q{dinner.pk}"' in read.content.decode()
    assert f'name="p3-q{dinner.pk}"' not in read.content.decode()
    given = {
        f"p2-q{dinner.pk}": "yes",
        f"p1-q{days.pk}.0": "Mandag",
        f"q{dinner.pk}": "no",
        f"q{bus.pk}": "3",
    }
    more = organiser.post(page, shown(read) | given | {"action": "rows"})
    assert {name: shown(more).get(name) for name in given} == given
    checked = organiser.post(page, shown(more) | {"action": "check"})
    assert "Kommer du til middagen? Ja" in text(checked)
    organiser.post(page, shown(checked) | {"action": "confirm"})
    rows = Answer.objects.order_by("registration__name", "question").values_list(
        "registration__name", "value"
    )
    assert sorted(rows, key=str) == sorted(
        [("Bo Ågård", "Mandag"), ("Clara Æbelø", "yes"), ("Tove Ålund", "no"), (None, "3")], key=str
    )
