"""From the check page to the booking: once, on the terms shown, while there are places."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from programme.models import Event, Rescheduling
from registration import links
from registration.models import Booking, OwedMail, Registration
from registration.services import delivering
from tests.registration.pages import (
    ANNE,
    BO,
    CLARA,
    FIRST_BOUND,
    SIGN_UP,
    SUMMER,
    confirm,
    fields,
    fill,
    people,
    sign_up_three,
    summary,
    text,
)

ONLY_CHOSEN = {"when_full": "only_chosen", "action": "choose"}


def test_a_double_press_makes_one_booking(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE | BO, count=2)
    first, second = confirm(client, check), confirm(client, check)
    assert first.url == second.url
    assert Booking.objects.count() == 1


@pytest.mark.long
def test_a_second_press_after_sign_up_has_closed_leads_to_the_booking_of_the_first(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    summer.move_to(datetime(2026, 9, 9, 21, 58, tzinfo=UTC))
    check = fill(client, summer, ANNE, count=1)
    late = fill(client, summer, ANNE | {"contact_email": "for.sent@example.org"}, count=1)
    summer.move_to(datetime(2026, 9, 9, 21, 59, 59, tzinfo=UTC))
    first = confirm(client, check)
    summer.shift(timedelta(seconds=1))
    assert confirm(client, check).url == first.url
    assert "Tilmeldingen lukkede" in text(confirm(client, late))
    assert Booking.objects.count() == 1


def test_going_back_and_sending_something_else_is_asked_about(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE | BO, count=2)
    confirm(client, check)
    again = confirm(client, check, **{"p1-name": "Clara Øst", "p1-email": "clara@example.org"})
    assert again.status_code == 200
    assert "er allerede sendt" in text(again)
    assert fields(again)["key"] != fields(check)["key"]
    assert confirm(client, again).status_code == 302
    assert Booking.objects.count() == 2


@pytest.mark.long
@pytest.mark.parametrize("key", ["", "\x00", "nøgle", "k" * 65])
def test_a_key_that_no_page_made_is_made_anew(
    key: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE, count=1)
    again = confirm(client, check, key=key)
    assert (again.status_code, Booking.objects.count()) == (200, 0)
    assert confirm(client, again).status_code == 302


def test_the_terms_must_be_accepted(event: Event, client: Client, summer: time_machine.Traveller) -> None:
    check = fill(client, summer, ANNE, count=1)
    page = client.post(SIGN_UP, fields(check) | {"action": "confirm"})
    assert 'href="#id_accept"' in page.content.decode()
    assert Booking.objects.count() == 0


def test_terms_that_changed_in_between_are_shown_before_they_are_accepted(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE, count=1)
    Event.objects.update(binding_after=date(2026, 8, 20))
    page = confirm(client, check)
    assert "20. august 2026" in text(page)
    assert Booking.objects.count() == 0
    confirm(client, page)
    assert Registration.objects.get().promised_binding_after == date(2026, 8, 20)


@pytest.mark.long
def test_too_few_places_let_her_choose_who(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    Event.objects.update(capacity=2)
    page = fill(client, summer, ANNE | BO | CLARA, count=3)
    assert "Der er kun 2 pladser tilbage" in text(page)
    kept = {name: value for name, value in fields(page).items() if not name.startswith("keep-")}
    check = client.post(SIGN_UP, kept | {"keep-0": "1", "keep-2": "1"} | ONLY_CHOSEN)
    confirm(client, check)
    assert [name for name, _email, _status in people(event)] == ["Anne Mette Ærø", "Clara Øst"]


@pytest.mark.long
def test_who_has_a_place_already_does_not_count_against_the_places_left(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    other = {
        "payer-kind": "later",
        "contact_name": "Dan Ø",
        "contact_email": "dan@example.org",
        "organisation": "",
    }
    Event.objects.update(capacity=4)
    assert confirm(client, fill(client, summer, other | BO, count=2)).status_code == 302
    assert [row[0] for row in people(event)] == ["Anne Mette Ærø", "Bo Ågård", "Clara Øst", "Dan Ø"]
    other = {
        "payer-kind": "later",
        "contact_name": "Emil Ø",
        "contact_email": "emil@example.org",
        "organisation": "",
    }
    Event.objects.update(capacity=5)
    two_more = {"p1-name": "Gorm Ås", "p1-email": ""}
    assert "Der er kun 1 plads tilbage" in text(fill(client, summer, other | two_more, count=2))


def test_places_gone_while_she_typed_are_told_and_the_text_is_kept(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE | BO, count=2)
    Event.objects.update(capacity=0)
    page = confirm(client, check)
    assert "Alle pladser er taget" in text(page)
    assert fields(page)["p1-name"] == "Bo Ågård"
    assert Booking.objects.count() == 0


def test_an_expired_token_costs_nobody_her_text(event: Event, summer: time_machine.Traveller) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(SIGN_UP, {"antal": "2"})
    again = client.post(SIGN_UP, fields(page) | ANNE | BO | {"action": "check"})
    assert "havde været åben længe" in text(again)
    assert "Bo Ågård" in text(again) or fields(again)["p1-name"] == "Bo Ågård"
    assert Booking.objects.count() == 0


def test_an_expired_token_never_books(event: Event, client: Client, summer: time_machine.Traveller) -> None:
    check = fill(client, summer, ANNE, count=1)
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(SIGN_UP, fields(check) | {"accept": "1", "action": "confirm"})
    assert (page.status_code, Booking.objects.count()) == (200, 0)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token is not None
    answers = fields(page) | {"accept": "1", "action": "confirm", "csrfmiddlewaretoken": token[1]}
    assert strict.post(SIGN_UP, answers).status_code == 302


@pytest.mark.parametrize(("seconds", "asked"), [(2, True), (4, False)])
def test_a_form_sent_faster_than_anybody_types_is_asked_one_question(
    event: Event, client: Client, summer: time_machine.Traveller, seconds: int, asked: bool
) -> None:
    page = client.get(SIGN_UP)
    summer.shift(timedelta(seconds=seconds))
    check = client.post(SIGN_UP, fields(page) | ANNE | {"action": "check"})
    assert ("answer" in fields(check)) is asked


def test_a_question_that_was_not_asked_before_is_no_error(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE, count=1)
    first = client.post(SIGN_UP, fields(check) | {"fax": "12345678", "accept": "1", "action": "confirm"})
    assert "Et spørgsmål, før det sendes: svar nedenfor, og tryk på knappen igen." in text(first)
    assert "Hvor meget er" in text(first)
    assert ["error-summary" in first.content.decode(), Booking.objects.count()] == [False, 0]
    again = client.post(SIGN_UP, fields(first) | {"accept": "1", "action": "confirm"})
    assert ['href="#id_answer"' in again.content.decode(), Booking.objects.count()] == [True, 0]


def test_a_sprung_trap_lets_a_person_through(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE | {"fax": "12345678"}, count=1)
    wrong = confirm(client, check, answer="hundrede")
    assert 'href="#id_answer"' in wrong.content.decode()
    assert fields(wrong)["contact_name"] == "Anne Mette Ærø"
    names = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7}
    first, second = re.search(r"Hvor meget er (\w+) plus (\w+)\?", text(wrong)).groups()  # type: ignore[union-attr]
    right = confirm(client, wrong, answer=str(names[first] + names[second]))
    assert right.status_code == 302


@pytest.mark.parametrize(
    ("at", "word"),
    [
        (datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), "Tilmeldingen åbner fredag den 1. maj 2026."),
        (datetime(2026, 9, 9, 22, tzinfo=UTC), "Tilmeldingen lukkede"),
        (datetime(2026, 9, 16, 7, tzinfo=UTC), "begyndte onsdag den 16. september 2026"),
    ],
)
def test_outside_its_days_the_form_says_why_and_whom_to_write_to(
    event: Event, client: Client, summer: time_machine.Traveller, at: datetime, word: str
) -> None:
    summer.move_to(at)
    page = client.get(SIGN_UP)
    assert word in text(page)
    assert "dorte@example.org" in text(page)
    assert "contact_name" not in fields(page)


def test_a_sign_up_after_the_binding_day_says_that_it_binds_at_once(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    summer.move_to(FIRST_BOUND)
    check = fill(client, summer, ANNE, count=1)
    assert "Tilmeld 1 person – bindende med det samme" in text(check)


def test_drafts_have_no_form_and_moved_events_lead_on(event: Event, client: Client) -> None:
    Rescheduling.objects.create(
        event=event,
        old_slug="juni",
        old_starts_on=date(2026, 6, 17),
        old_ends_on=date(2026, 6, 17),
        at=SUMMER,
    )
    assert client.get("/juni/tilmelding/?antal=2").url == "/laering-paa-tvaers/tilmelding/?antal=2"  # type: ignore[attr-defined]
    Event.objects.update(status="draft")
    assert client.get(SIGN_UP).status_code == 404


@pytest.mark.long
def test_somebody_already_signed_up_gets_no_second_place(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    sign_up_three(client, summer)
    other = {
        "payer-kind": "later",
        "contact_name": "Dan Ø",
        "contact_email": "dan@example.org",
        "organisation": "",
    }
    receipt = client.get(confirm(client, fill(client, summer, other | BO, count=2)).url)
    assert [row[0] for row in people(event)] == ["Anne Mette Ærø", "Bo Ågård", "Clara Øst", "Dan Ø"]
    assert "allerede" not in text(receipt)
    assert "Bo Ågård" in text(receipt)
    kinds = OwedMail.objects.filter(booking__in=Booking.objects.all(), kind="already_signed_up")
    assert list(kinds.values_list("to_email", flat=True)) == ["bo@example.org"]


@pytest.mark.long
@pytest.mark.parametrize("action", ["check", "confirm"])
@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("Bo Ågård", "bo@example.org", "har allerede en plads"),
        ("clara  øst", "", "Det er den person, der allerede har pladsen."),
    ],
)
def test_nobody_who_has_a_place_is_promised_another(
    action: str,
    name: str,
    email: str,
    said: str,
    event: Event,
    client: Client,
    summer: time_machine.Traveller,
) -> None:
    booking = sign_up_three(client, summer)
    clara = Registration.objects.get(name="Clara Øst")
    door = f"/samlet/{links.booking_token(booking)}/{clara.pk}/overdrag/"
    page = client.post(door, {"name": name, "email": email, "action": action})
    assert [field for field, _words in summary(page)] == ["id_name"]
    assert said in text(page)
    assert fields(page)["name"] == name
    assert Registration.objects.get(pk=clara.pk).status == "confirmed"
    other = client.post(door, {"name": "Bo Ågård", "email": "en.anden.bo@example.org", "action": "check"})
    assert "Overdrag pladsen til Bo Ågård" in text(other)


def test_the_pages_speak_english_too(event: Event, client: Client, summer: time_machine.Traveller) -> None:
    page = client.get("/en" + SIGN_UP)
    assert "How many do you sign up?" in text(page)
    summer.shift(timedelta(seconds=40))
    check = client.post("/en" + SIGN_UP, fields(page) | ANNE | {"action": "check"})
    client.post("/en" + SIGN_UP, fields(check) | {"accept": "1", "action": "confirm"})
    assert Booking.objects.get().language == "en"
    assert "Wednesday 2 September 2026" in Registration.objects.get().accepted_terms


@pytest.mark.long
def test_a_sign_up_of_one_person_takes_few_queries(
    event: Event,
    client: Client,
    summer: time_machine.Traveller,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    check = fill(client, summer, ANNE, count=1)
    with django_assert_max_num_queries(13):
        assert confirm(client, check).status_code == 302


@pytest.mark.long
def test_mails_go_out_and_their_links_open_the_pages(
    event: Event, client: Client, summer: time_machine.Traveller, mailoutbox: list[Any]
) -> None:
    sign_up_three(client, summer)
    assert delivering.send_due(clock=lambda: datetime.now(UTC)) == 2
    found = [re.findall(r"http://testserver(/\S+)", str(mail.body)) for mail in mailoutbox]
    assert all(found)
    for paths in found:
        for path in paths:
            assert client.get(path).status_code == 200


def test_whoever_comes_too_late_to_sign_up_is_told_that_nobody_can(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    too_late = (
        "begyndte onsdag den 16. september 2026, så man kan ikke længere tilmelde sig. Spørgsmål? Skriv til"
    )
    summer.move_to(datetime(2026, 9, 16, 6, 59, tzinfo=UTC))
    Event.objects.update(registration_closes_on=None)
    check = fill(client, summer, ANNE, count=1)
    assert too_late not in text(check)
    summer.move_to(datetime(2026, 9, 16, 7, tzinfo=UTC))
    assert too_late in text(client.get(SIGN_UP))
    assert too_late in text(confirm(client, check))
    assert Booking.objects.count() == 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "last_day"),
    [
        (SUMMER, "Pladsen kan overdrages til en anden til og med fredag den 11. september 2026."),
        (
            datetime(2026, 9, 11, 22, tzinfo=UTC),
            "Sidste dag for at overdrage pladsen var fredag den 11. september 2026.",
        ),
    ],
    ids=["to come", "over"],
)
def test_the_last_day_for_substitutes_stands_alike_from_form_to_receipt(
    now: datetime, last_day: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    Event.objects.update(substitutes_until=date(2026, 9, 11), registration_closes_on=None)
    summer.move_to(now)
    form = client.get(SIGN_UP)
    check = fill(client, summer, ANNE, count=1)
    receipt = client.get(confirm(client, check).url)
    assert [last_day in text(page) for page in (form, check, receipt)] == [True] * 3


def test_somebody_must_be_chosen_and_everybody_is_there_to_choose_from(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    Event.objects.update(capacity=1)
    page = fill(client, summer, ANNE | BO | CLARA, count=3)
    assert [name for name in fields(page) if name.startswith("keep-")] == ["keep-0"]
    kept = {name: value for name, value in fields(page).items() if not name.startswith("keep-")}
    for chosen in ({}, {"keep-7": "1"}):
        nobody = client.post(SIGN_UP, kept | chosen | ONLY_CHOSEN)
        assert "Vælg mindst én." in text(nobody)
        assert [name in text(nobody) for name in ("Anne Mette Ærø", "Bo Ågård", "Clara Øst")] == [True] * 3
        assert [name for name in fields(nobody) if name.startswith("keep-")] == []
    many = client.post(SIGN_UP, kept | {"keep-1": "1", "keep-2": "1"} | ONLY_CHOSEN)
    assert "Du har sat 2 krydser, og kun 1 plads er ledig" in text(many)
    assert "Anne Mette Ærø" in text(many)
    assert [name for name in fields(many) if name.startswith("keep-")] == ["keep-1", "keep-2"]
    assert fields(many)["when_full"] == "only_chosen"
    kept = {name: value for name, value in fields(many).items() if not name.startswith("keep-")}
    check = client.post(SIGN_UP, kept | {"keep-2": "1"} | ONLY_CHOSEN)
    confirm(client, check)
    assert [row[0] for row in people(event)] == ["Clara Øst"]
