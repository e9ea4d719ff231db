"""What people do on the pages, through the real forms."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from programme.models import Event, Rescheduling
from registration import links
from registration.models import Booking, HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.services import delivering

SUMMER = datetime(2026, 8, 1, 10, tzinfo=UTC)
LAST_FREE = datetime(2026, 9, 2, 21, 59, 59, tzinfo=UTC)
FIRST_BOUND = datetime(2026, 9, 2, 22, tzinfo=UTC)
SIGN_UP = "/laering-paa-tvaers/tilmelding/"
ONLY_CHOSEN = {"when_full": "only_chosen", "action": "choose"}


class Fields(HTMLParser):
    """The inputs of the page's forms, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name = facts.get("name")
        if tag == "textarea" and name:
            self.area = name
            self.values[name] = ""
        if tag != "input" or not name or name == "csrfmiddlewaretoken":
            return
        if facts.get("type") not in {"checkbox", "radio"} or "checked" in facts:
            self.values[name] = facts.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


def fields(response: Any) -> dict[str, str]:
    parser = Fields()
    parser.feed(response.content.decode())
    return parser.values


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUMMER, tick=False) as traveller:
        yield traveller


ANNE = {
    "contact_name": "Anne Mette Ærø",
    "contact_email": "Anne@Example.org",
    "organisation": "Ærø Bibliotek",
}
BO = {"p1-name": "Bo Ågård", "p1-email": "bo@example.org", "p1-job_title": "Bibliotekar"}
CLARA = {"p2-name": "Clara Øst", "p2-email": "", "p2-job_title": ""}


def fill(client: Client, clock: time_machine.Traveller, answers: dict[str, str], *, count: int) -> Any:
    """The form filled in by hand: opened, typed for a while, sent to the check page."""
    page = client.get(SIGN_UP, {"antal": str(count)})
    clock.shift(timedelta(seconds=40))
    return client.post(SIGN_UP, fields(page) | answers | {"action": "check"})


def confirm(client: Client, check: Any, **more: str) -> Any:
    return client.post(SIGN_UP, fields(check) | {"accept": "1", "action": "confirm"} | more)


def sign_up_three(client: Client, clock: time_machine.Traveller) -> Booking:
    check = fill(client, clock, ANNE | BO | CLARA, count=3)
    assert confirm(client, check).status_code == 302
    return Booking.objects.get()


def own_page(registration: Registration, act: str = "") -> str:
    return f"/plads/{links.place_token(registration)}/{act}"


def people(event: Event) -> list[tuple[str, str, str]]:
    rows = Registration.objects.filter(event=event).order_by("pk")
    return list(rows.values_list("name", "email", "status"))


def test_a_secretary_signs_up_herself_and_two_colleagues(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    check = fill(client, clock, ANNE | BO | CLARA, count=3)
    assert "Tilmeld 3 personer – bindende efter 2. september 2026" in text(check)
    assert people(event) == []
    receipt = client.get(confirm(client, check).url)
    booking = Booking.objects.get()
    assert people(event) == [
        ("Anne Mette Ærø", "anne@example.org", "confirmed"),
        ("Bo Ågård", "bo@example.org", "confirmed"),
        ("Clara Øst", "", "confirmed"),
    ]
    assert set(Registration.objects.values_list("organisation", "promised_binding_after")) == {
        ("Ærø Bibliotek", date(2026, 9, 2))
    }
    assert list(OwedMail.objects.order_by("pk").values_list("kind", "to_email")) == [
        ("booking_confirmed", "anne@example.org"),
        ("place_confirmed", "bo@example.org"),
    ]
    assert booking.number in text(receipt)
    assert "Clara Øst" in text(receipt)
    assert "/plads/" not in receipt.content.decode()
    assert "/samlet/" not in receipt.content.decode()


def test_four_people_take_at_most_fourteen_fields(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP, {"antal": "4"})
    typed = [
        name
        for name in fields(page)
        if name not in {"count", "started", "fax", "attends", "pasted", "shape", "listed"}
    ]
    assert len(typed) == 14


def test_somebody_signs_up_others_without_coming_herself(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    without = {name: value for name, value in fields(page).items() if name != "attends"}
    page = client.post(SIGN_UP, without | {"count": "2", "action": "people"})
    clock.shift(timedelta(seconds=40))
    check = client.post(SIGN_UP, fields(page) | ANNE | BO | CLARA | {"action": "check"})
    confirm(client, check)
    assert people(event) == [("Bo Ågård", "bo@example.org", "confirmed"), ("Clara Øst", "", "confirmed")]


def test_errors_are_listed_with_links_and_the_text_is_kept(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    wrong = ANNE | BO | {"contact_email": "anne.example.org", "p1-name": "", "p1-job_title": "010190-1234"}
    page = fill(client, clock, wrong, count=2)
    assert {name: fields(page)[name] for name in wrong} == wrong
    summary = page.content.decode().split('class="error-summary"')[1].split("</div>")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == ["id_contact_email", "id_p1-name", "id_p1-job_title"]
    assert "CPR-nummer" in text(page)
    for field in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{field}"' in page.content.decode()


def test_the_same_person_twice_is_told_at_the_second_card(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = fill(client, clock, ANNE | BO | {"p2-name": "bo  ågård", "p2-email": "BO@example.org"}, count=3)
    assert 'href="#id_p2-name"' in page.content.decode()


def test_cards_are_added_and_removed_and_nothing_typed_is_lost(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.post(
        SIGN_UP, fields(client.get(SIGN_UP, {"antal": "3"})) | ANNE | BO | CLARA | {"action": "add"}
    )
    assert fields(page)["count"] == "4"
    assert {name: fields(page)[name] for name in (ANNE | BO | CLARA)} == ANNE | BO | CLARA
    page = client.post(SIGN_UP, fields(page) | {"action": "remove-1"})
    assert (fields(page)["count"], fields(page)["p1-name"], fields(page)["contact_name"]) == (
        "3",
        "Clara Øst",
        "Anne Mette Ærø",
    )


def test_a_number_changed_without_asking_for_the_fields_shows_them_before_anything_is_judged(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    page = client.post(SIGN_UP, fields(page) | ANNE | {"count": "2", "action": "check"})
    assert "Du har ændret, hvor mange du tilmelder." in text(page)
    assert "error-summary" not in page.content.decode()
    assert (fields(page)["contact_name"], fields(page)["p1-name"]) == ("Anne Mette Ærø", "")
    clock.shift(timedelta(seconds=40))
    check = client.post(SIGN_UP, fields(page) | BO | {"action": "check"})
    assert "Tilmeld 2 personer" in text(check)


@pytest.mark.parametrize(
    ("action", "focused"),
    [("add", "id_p2-name"), ("remove-1", "id_contact_name"), ("people", "id_p1-name")],
)
def test_the_page_opens_at_the_fields_that_were_asked_for(
    event: Event, client: Client, clock: time_machine.Traveller, action: str, focused: str
) -> None:
    page = client.get(SIGN_UP, {"antal": "2"})
    page = client.post(SIGN_UP, fields(page) | ANNE | {"action": action})
    inputs = re.findall(r"<[^>]+ autofocus[^>]*>", page.content.decode())
    assert [re.search(r'id="([^"]+)"', one)[1] for one in inputs] == [focused]  # type: ignore[index]


def test_an_error_in_a_card_says_whose(event: Event, client: Client, clock: time_machine.Traveller) -> None:
    page = fill(client, clock, ANNE | BO | {"p2-name": ""}, count=3)
    assert re.findall(r'<a href="#(id_[^"]+)">([^<]+)</a>', page.content.decode()) == [
        ("id_p2-name", "Person 3, Navn: Skriv navnet.")
    ]


def summary(page: Any) -> list[tuple[str, str]]:
    """What stands on top of a page with errors: the field each one leads to, and its words."""
    told = page.content.decode().partition('class="error-summary"')[2].partition("</div>")[0]
    return [(field, text) for field, text in re.findall(r'<a href="#([^"]+)">([^<]+)</a>', told)]


def test_every_error_on_top_names_its_field(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    number = "Det ligner et CPR-nummer. Slet det – vi har ikke brug for det."
    wrong = ANNE | BO | {"contact_email": "", "organisation": "010190-1234", "p1-job_title": "010190-1234"}
    assert summary(fill(client, clock, wrong, count=2)) == [
        ("id_organisation", f"Arbejdsplads: {number}"),
        ("id_contact_email", "Din e-mail: Skriv e-mailadressen."),
        ("id_p1-job_title", f"Person 2, Stilling: {number}"),
    ]
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    page = client.post(own_page(bo, "overdrag/"), {"name": "Else Å", "email": ""})
    assert summary(page) == [("id_email", "E-mail: Skriv e-mailadressen.")]
    # A box to tick, whose label is a sentence, and the only field of a form speak for themselves.
    page = client.post(own_page(bo, "behov/"), {"dietary_needs": "nødder"})
    assert [text.partition(" ")[0] for _field, text in summary(page)] == ["Sæt"]
    page = client.post("/laering-paa-tvaers/find-min-tilmelding/", {"email": ""})
    assert summary(page) == [("id_email", "Skriv e-mailadressen.")]


@pytest.mark.parametrize("asks", [True, False])
def test_the_municipalities_are_suggested_where_the_event_asks(
    event: Event, client: Client, clock: time_machine.Traveller, asks: bool
) -> None:
    Event.objects.update(asks_municipality=asks)
    assert client.get(SIGN_UP).content.decode().count("<option>") == (98 if asks else 0)


def test_a_pasted_list_becomes_cards_with_what_was_doubtful_said(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    pasted = "Bo Ågård <bo@example.org>; Clara Øst <clara@example.org>\n010190-1234 Dan Ø"
    page = client.post(SIGN_UP, fields(client.get(SIGN_UP)) | ANNE | {"pasted": pasted, "action": "paste"})
    assert [fields(page)[f"p{i}-name"] for i in (1, 2, 3)] == ["Bo Ågård", "Clara Øst", "Dan Ø"]
    assert "CPR-nummer" in text(page)
    assert fields(page)["contact_name"] == "Anne Mette Ærø"


@pytest.mark.parametrize(
    ("written", "listed", "kept", "told"),
    [
        ("", ["Ærø Bibliotek", "Ærø Bibliotek"], "Ærø Bibliotek", False),
        ("Ærø Bibliotek", ["Ærø Bibliotek", ""], "Ærø Bibliotek", False),
        ("Ærø Bibliotek", ["Øby Bibliotek", ""], "Ærø Bibliotek", True),
        ("", ["Ærø Bibliotek", "Øby Bibliotek"], "", True),
    ],
)
def test_a_lists_workplace_holds_for_everybody_or_is_told_as_left_out(
    written: str, listed: list[str], kept: str, told: bool, event: Event, client: Client
) -> None:
    lines = ["Navn\tE-mail\tArbejdsplads"]
    lines += [f"Bo Å{i}\tbo{i}@example.org\t{place}" for i, place in enumerate(listed)]
    page = client.post(
        SIGN_UP,
        {"count": "1", "attends": "", "organisation": written, "pasted": "\n".join(lines), "action": "paste"},
    )
    assert fields(page)["organisation"] == kept
    assert ("Arbejdspladser er udeladt" in text(page)) is told
    assert [fields(page)[f"p{i}-email"] for i in (1, 2)] == ["bo0@example.org", "bo1@example.org"]


def test_a_double_press_makes_one_booking(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    check = fill(client, clock, ANNE | BO, count=2)
    first, second = confirm(client, check), confirm(client, check)
    assert first.url == second.url
    assert Booking.objects.count() == 1


def test_a_second_press_after_sign_up_has_closed_leads_to_the_booking_of_the_first(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 9, 9, 21, 58, tzinfo=UTC))
    check = fill(client, clock, ANNE, count=1)
    late = fill(client, clock, ANNE | {"contact_email": "for.sent@example.org"}, count=1)
    clock.move_to(datetime(2026, 9, 9, 21, 59, 59, tzinfo=UTC))
    first = confirm(client, check)
    clock.shift(timedelta(seconds=1))
    assert confirm(client, check).url == first.url
    assert "Tilmeldingen lukkede" in text(confirm(client, late))
    assert Booking.objects.count() == 1


def test_going_back_and_sending_something_else_is_asked_about(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    check = fill(client, clock, ANNE | BO, count=2)
    confirm(client, check)
    again = confirm(client, check, **{"p1-name": "Clara Øst", "p1-email": "clara@example.org"})
    assert again.status_code == 200
    assert "er allerede sendt" in text(again)
    assert fields(again)["key"] != fields(check)["key"]
    assert confirm(client, again).status_code == 302
    assert Booking.objects.count() == 2


@pytest.mark.parametrize("key", ["", "\x00", "nøgle", "k" * 65])
def test_a_key_that_no_page_made_is_made_anew(
    key: str, event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    check = fill(client, clock, ANNE, count=1)
    again = confirm(client, check, key=key)
    assert (again.status_code, Booking.objects.count()) == (200, 0)
    assert confirm(client, again).status_code == 302


def test_the_terms_must_be_accepted(event: Event, client: Client, clock: time_machine.Traveller) -> None:
    check = fill(client, clock, ANNE, count=1)
    page = client.post(SIGN_UP, fields(check) | {"action": "confirm"})
    assert 'href="#id_accept"' in page.content.decode()
    assert Booking.objects.count() == 0


def test_terms_that_changed_in_between_are_shown_before_they_are_accepted(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    check = fill(client, clock, ANNE, count=1)
    Event.objects.update(binding_after=date(2026, 8, 20))
    page = confirm(client, check)
    assert "20. august 2026" in text(page)
    assert Booking.objects.count() == 0
    confirm(client, page)
    assert Registration.objects.get().promised_binding_after == date(2026, 8, 20)


def test_too_few_places_let_her_choose_who(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    Event.objects.update(capacity=2)
    page = fill(client, clock, ANNE | BO | CLARA, count=3)
    assert "Der er kun 2 pladser tilbage" in text(page)
    kept = {name: value for name, value in fields(page).items() if not name.startswith("keep-")}
    check = client.post(SIGN_UP, kept | {"keep-0": "1", "keep-2": "1"} | ONLY_CHOSEN)
    confirm(client, check)
    assert [name for name, _email, _status in people(event)] == ["Anne Mette Ærø", "Clara Øst"]


def test_who_has_a_place_already_does_not_count_against_the_places_left(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    other = {"contact_name": "Dan Ø", "contact_email": "dan@example.org", "organisation": ""}
    Event.objects.update(capacity=4)
    assert confirm(client, fill(client, clock, other | BO, count=2)).status_code == 302
    assert [row[0] for row in people(event)] == ["Anne Mette Ærø", "Bo Ågård", "Clara Øst", "Dan Ø"]
    other = {"contact_name": "Emil Ø", "contact_email": "emil@example.org", "organisation": ""}
    Event.objects.update(capacity=5)
    two_more = {"p1-name": "Gorm Ås", "p1-email": ""}
    assert "Der er kun 1 plads tilbage" in text(fill(client, clock, other | two_more, count=2))


@pytest.mark.parametrize(("length", "is_kept"), [(254, True), (255, False)])
def test_an_address_is_as_long_as_its_column(
    event: Event, client: Client, clock: time_machine.Traveller, length: int, is_kept: bool
) -> None:
    domain = ".".join(["a" * 60] * 3) + ".dk"
    address = f"{'b' * (length - len(domain) - 1)}@{domain}"
    page = fill(client, clock, ANNE | {"contact_email": address}, count=1)
    assert ("Se tilmeldingen igennem" in text(page)) is is_kept
    assert fields(page)["contact_email"] == address


def test_a_name_carries_no_link_into_the_mails_of_others(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    for name in ("Vind på https://ondt.example", "Se WWW.ondt.example"):
        page = fill(client, clock, ANNE | {"contact_name": name}, count=1)
        assert "Skriv det uden en webadresse." in text(page)
    assert "Se tilmeldingen igennem" in text(fill(client, clock, ANNE | {"contact_name": "Åse Www"}, count=1))


def test_places_gone_while_she_typed_are_told_and_the_text_is_kept(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    check = fill(client, clock, ANNE | BO, count=2)
    Event.objects.update(capacity=0)
    page = confirm(client, check)
    assert "Alle pladser er taget" in text(page)
    assert fields(page)["p1-name"] == "Bo Ågård"
    assert Booking.objects.count() == 0


def test_an_expired_token_costs_nobody_her_text(event: Event, clock: time_machine.Traveller) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(SIGN_UP, {"antal": "2"})
    again = client.post(SIGN_UP, fields(page) | ANNE | BO | {"action": "check"})
    assert "havde været åben længe" in text(again)
    assert "Bo Ågård" in text(again) or fields(again)["p1-name"] == "Bo Ågård"
    assert Booking.objects.count() == 0


def test_an_expired_token_never_books(event: Event, client: Client, clock: time_machine.Traveller) -> None:
    check = fill(client, clock, ANNE, count=1)
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(SIGN_UP, fields(check) | {"accept": "1", "action": "confirm"})
    assert (page.status_code, Booking.objects.count()) == (200, 0)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token is not None
    answers = fields(page) | {"accept": "1", "action": "confirm", "csrfmiddlewaretoken": token[1]}
    assert strict.post(SIGN_UP, answers).status_code == 302


@pytest.mark.parametrize(("seconds", "asked"), [(2, True), (4, False)])
def test_a_form_sent_faster_than_anybody_types_is_asked_one_question(
    event: Event, client: Client, clock: time_machine.Traveller, seconds: int, asked: bool
) -> None:
    page = client.get(SIGN_UP)
    clock.shift(timedelta(seconds=seconds))
    check = client.post(SIGN_UP, fields(page) | ANNE | {"action": "check"})
    assert ("answer" in fields(check)) is asked


def test_a_sprung_trap_lets_a_person_through(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    check = fill(client, clock, ANNE | {"fax": "12345678"}, count=1)
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
    event: Event, client: Client, clock: time_machine.Traveller, at: datetime, word: str
) -> None:
    clock.move_to(at)
    page = client.get(SIGN_UP)
    assert word in text(page)
    assert "dorte@example.org" in text(page)
    assert "contact_name" not in fields(page)


def test_a_sign_up_after_the_binding_day_says_that_it_binds_at_once(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(FIRST_BOUND)
    check = fill(client, clock, ANNE, count=1)
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


def test_somebody_already_signed_up_gets_no_second_place(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    other = {"contact_name": "Dan Ø", "contact_email": "dan@example.org", "organisation": ""}
    receipt = client.get(confirm(client, fill(client, clock, other | BO, count=2)).url)
    assert [row[0] for row in people(event)] == ["Anne Mette Ærø", "Bo Ågård", "Clara Øst", "Dan Ø"]
    assert "allerede" not in text(receipt)
    assert "Bo Ågård" in text(receipt)
    kinds = OwedMail.objects.filter(booking__in=Booking.objects.all(), kind="already_signed_up")
    assert list(kinds.values_list("to_email", flat=True)) == ["bo@example.org"]


def test_the_receipt_is_shown_for_half_an_hour_in_this_browser_only(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    url = f"{SIGN_UP}kvittering/{booking.number}/"
    clock.shift(timedelta(minutes=29, seconds=59))
    assert client.get(url).status_code == 200
    assert Client().get(url).status_code == 410
    clock.shift(timedelta(seconds=1))
    assert client.get(url).status_code == 410


def test_an_address_is_corrected_from_the_receipt_and_the_wrong_link_dies(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    astray = own_page(bo)
    url = f"{SIGN_UP}kvittering/{booking.number}/ret/2/"
    assert client.post(url, {"email": "bo.agaard@example.org"}).status_code == 302
    bo.refresh_from_db()
    assert (bo.email, client.get(astray).status_code, client.get(own_page(bo)).status_code) == (
        "bo.agaard@example.org",
        410,
        200,
    )
    assert OwedMail.objects.filter(kind="place_confirmed", to_email="bo.agaard@example.org").count() == 1


def test_the_own_page_cancels_on_the_last_free_second(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    clock.move_to(LAST_FREE)
    page = client.get(own_page(bo, "afbud/"))
    assert "til og med onsdag den 2. september 2026" in text(page)
    assert Registration.objects.get(pk=bo.pk).status == "confirmed"
    assert client.post(own_page(bo, "afbud/")).status_code == 302
    bo.refresh_from_db()
    assert (bo.status, bo.still_owed) == ("cancelled", False)
    assert "meldt afbud" in text(client.get(own_page(bo))).lower() or "afmeldt" in text(
        client.get(own_page(bo))
    )


def test_a_bound_place_is_given_back_but_not_cancelled(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    clock.move_to(FIRST_BOUND)
    refused = client.post(own_page(bo, "afbud/"))
    assert refused.status_code == 409
    assert "bindende" in text(refused)
    assert "dorte@example.org" in text(refused)
    assert client.post(own_page(bo, "giv-tilbage/")).status_code == 302
    owed = "Sidste dag for frit afbud var onsdag den 2. september 2026, og deltagergebyret på 1.295 kr. skal derfor"
    assert owed in text(client.get(own_page(bo)))
    bo.refresh_from_db()
    assert (bo.status, bo.still_owed) == ("cancelled", True)


def test_a_bound_place_passes_to_a_substitute(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    old_link = own_page(bo)
    clock.move_to(FIRST_BOUND)
    dorthe = {"name": "Dorthe Sø", "email": "dorthe@example.org", "organisation": "Ærø Bibliotek"}
    check = client.post(own_page(bo, "overdrag/"), dorthe | {"action": "check"})
    assert "Overdrag pladsen til Dorthe Sø" in text(check)
    assert Registration.objects.count() == 3
    client.post(own_page(bo, "overdrag/"), fields(check) | {"action": "confirm"})
    new = Registration.objects.get(name="Dorthe Sø")
    assert (new.substitute_for, new.status, new.promised_binding_after, new.booking) == (
        bo,
        "confirmed",
        date(2026, 9, 2),
        bo.booking,
    )
    closed = client.get(old_link)
    assert closed.status_code == 410
    assert "Dorthe" not in text(closed)
    assert client.get(own_page(new)).status_code == 200


def test_the_new_person_takes_the_place_with_the_link_she_was_given(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    clara = Registration.objects.get(name="Clara Øst")
    page = client.post(own_page(clara, "ny-person/"), {"name": "Else Å", "email": "", "action": "check"})
    assert 'href="#id_email"' in page.content.decode()
    assert ["Dit eget link sendes hertil." in text(page), "Fortryd" in text(page)] == [True, True]
    leaver = client.get(own_page(clara, "overdrag/"))
    assert ["Den nye persons eget link sendes hertil." in text(leaver), "Behold pladsen" in text(leaver)] == [
        True,
        True,
    ]
    done = client.post(
        own_page(clara, "ny-person/"), {"name": "Else Å", "email": "else@example.org", "action": "confirm"}
    )
    assert Registration.objects.get(name="Else Å").substitute_for == clara
    assert heading(client.get(done.url)) == (200, "Pladsen er din")  # type: ignore[attr-defined]
    assert heading(client.get(own_page(clara))) == (410, "Linket er lukket")
    clock.shift(timedelta(minutes=29, seconds=59))
    assert heading(client.get(done.url)) == (200, "Pladsen er din")  # type: ignore[attr-defined]
    clock.shift(timedelta(seconds=1))
    assert heading(client.get(done.url)) == (410, "Linket er lukket")  # type: ignore[attr-defined]


def heading(page: Any) -> tuple[int, str]:
    """A page's status and what it is called."""
    return page.status_code, re.findall(r"<h1>(.*?)</h1>", page.content.decode())[0]


def test_who_hands_her_place_over_reads_that_it_is_done(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    typed = {"name": "Else Å", "email": "else@example.org", "action": "confirm"}
    done = client.get(client.post(own_page(bo, "overdrag/"), typed).url)  # type: ignore[attr-defined]
    assert heading(done) == (200, "Pladsen er overdraget")
    assert ["Dit link er lukket nu." in text(done), "Else" in text(done)] == [True, False]


def test_a_contact_who_hands_over_a_place_that_is_gone_reads_who_has_it_and_keeps_what_she_typed(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    contacts = f"/samlet/{links.booking_token(booking)}/"
    typed = {"name": "Finn Øe", "job_title": "Sekretær", "organisation": "", "email": "finn@example.org"}
    check = client.post(f"{contacts}{bo.pk}/overdrag/", typed | {"action": "check"})
    client.post(
        own_page(bo, "overdrag/"), {"name": "Else Å", "email": "else@example.org", "action": "confirm"}
    )
    late = client.post(f"{contacts}{bo.pk}/overdrag/", fields(check) | {"action": "confirm"})
    assert heading(late) == (409, "Pladsen er allerede overdraget")
    assert "Nu har Else Å den. Det, du har skrevet nu, er ikke gemt." in text(late)
    assert "Navn Finn Øe Stilling Sekretær E-mail finn@example.org" in text(late)
    assert f'href="{contacts}"' in late.content.decode()
    assert Registration.objects.filter(name="Finn Øe").count() == 0
    else_aa = Registration.objects.get(name="Else Å")
    assert f'action="{contacts}{else_aa.pk}/overdrag/"' in late.content.decode()
    form = client.post(f"{contacts}{else_aa.pk}/overdrag/", fields(late) | {"action": "edit"})
    assert {name: fields(form)[name] for name in typed} == typed
    # What has no answers in it leads back all the same.
    gone = client.get(f"{contacts}{bo.pk}/afbud/")
    assert heading(gone) == (409, "Pladsen er allerede overdraget")
    assert ["ikke gemt" in text(gone), f'href="{contacts}"' in gone.content.decode()] == [False, True]


def test_a_hand_over_of_a_place_cancelled_meanwhile_shows_what_was_typed(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    client.post(own_page(bo, "afbud/"))
    typed = {"name": "Finn Øe", "email": "finn@example.org", "action": "confirm"}
    late = client.post(own_page(bo, "overdrag/"), typed)
    assert (late.status_code, "Navn Finn Øe E-mail finn@example.org" in text(late)) == (409, True)


@pytest.mark.parametrize("action", ["check", "confirm"])
@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("Bo Ågård", "bo@example.org", "har allerede en plads"),
        ("clara  øst", "", "Det er den person, der allerede har pladsen."),
    ],
)
def test_nobody_who_has_a_place_is_promised_another(
    action: str, name: str, email: str, said: str, event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    clara = Registration.objects.get(name="Clara Øst")
    door = f"/samlet/{links.booking_token(booking)}/{clara.pk}/overdrag/"
    page = client.post(door, {"name": name, "email": email, "action": action})
    assert [field for field, _words in summary(page)] == ["id_name"]
    assert said in text(page)
    assert fields(page)["name"] == name
    assert Registration.objects.get(pk=clara.pk).status == "confirmed"
    other = client.post(door, {"name": "Bo Ågård", "email": "en.anden.bo@example.org", "action": "check"})
    assert "Overdrag pladsen til Bo Ågård" in text(other)


def test_a_name_and_an_address_changed_at_once_ask_whether_it_is_another_person(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    typed = {"name": "Bo Aagaard", "email": "boa@example.org"}
    page = client.post(own_page(bo, "ret/"), typed)
    assert "Er det en anden person?" in text(page)
    assert Registration.objects.get(pk=bo.pk).email == "bo@example.org"
    assert client.post(own_page(bo, "ret/"), typed | {"same_person": "1"}).status_code == 302
    assert Registration.objects.get(pk=bo.pk).name == "Bo Aagaard"


def test_needs_are_stored_only_with_consent_and_the_contact_never_sees_them(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    page = client.post(own_page(bo, "behov/"), {"dietary_needs": "ingen nødder"})
    assert 'href="#id_consent"' in page.content.decode()
    assert fields(page)["dietary_needs"] == "ingen nødder"
    assert PersonalNeeds.objects.count() == 0
    client.post(own_page(bo, "behov/"), {"dietary_needs": "ingen nødder", "consent": "on"})
    needs = PersonalNeeds.objects.get()
    assert (needs.registration, needs.dietary_needs) == (bo, "ingen nødder")
    assert "14 dage" in needs.consent
    assert "nødder" in text(client.get(own_page(bo)))
    assert "nødder" not in text(client.get(f"/samlet/{links.booking_token(booking)}/"))
    client.post(own_page(bo, "behov/"), {})
    assert PersonalNeeds.objects.count() == 0


TOO_LATE = "Sidste dag for at overdrage pladsen var fredag den 11. september 2026. Skriv til Dorte Ørsted, "
BEGUN = "Arrangementet begyndte onsdag den 16. september 2026"


@pytest.mark.parametrize(
    ("now", "said", "offers"),
    [
        (FIRST_BOUND, "En anden person kan deltage i stedet. Pladsen kan overdrages til", [True, True, True]),
        (datetime(2026, 9, 11, 22, tzinfo=UTC), TOO_LATE, [False, False, True]),
        (datetime(2026, 9, 16, 7, tzinfo=UTC), BEGUN, [False, False, False]),
    ],
    ids=["bound", "no more substitutes", "begun"],
)
def test_own_page_and_contacts_page_say_what_can_still_be_done(
    now: datetime, said: str, offers: list[bool], event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    Event.objects.update(substitutes_until=date(2026, 9, 11))
    clock.move_to(now)
    bo = Registration.objects.get(name="Bo Ågård")
    for url in (own_page(bo), f"/samlet/{links.booking_token(booking)}/"):
        page = client.get(url)
        assert said in text(page)
        html = page.content.decode()
        assert ["/overdrag/" in html, "deltage i stedet" in html, "/giv-tilbage/" in html] == offers
    assert ("/overdrag/" in client.get(own_page(bo, "giv-tilbage/")).content.decode()) is offers[0]


def test_a_contact_corrects_neither_telephone_nor_what_the_event_no_longer_asks(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    Registration.objects.filter(name="Bo Ågård").update(phone="12 34 56 78", municipality="Ærø")
    bo = Registration.objects.get(name="Bo Ågård")
    door = f"/samlet/{links.booking_token(booking)}/{bo.pk}/"
    assert [set(fields(client.get(f"{door}{act}/"))) - {"seen"} for act in ("ret", "overdrag")] == [
        {"name", "job_title", "organisation", "email"}
    ] * 2
    assert "12 34 56 78" in text(client.get(own_page(bo)))
    typed = {"name": "Bo Aagaard", "email": "bo@example.org", "phone": "87 65 43 21"}
    assert client.post(f"{door}ret/", typed).status_code == 302
    bo.refresh_from_db()
    assert (bo.name, bo.phone, bo.municipality) == ("Bo Aagaard", "12 34 56 78", "Ærø")


@pytest.mark.parametrize(
    ("by_contact", "shown"), [(True, [False, False]), (False, [True, True])], ids=["contact", "herself"]
)
def test_a_contact_who_turns_a_link_towards_herself_does_not_read_the_needs(
    by_contact: bool,
    shown: list[bool],
    event: Event,
    client: Client,
    clock: time_machine.Traveller,
) -> None:
    booking = sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    client.post(own_page(bo, "behov/"), {"dietary_needs": "selleri", "consent": "on"})
    clock.shift(timedelta(hours=1))
    typed = {"name": "Bo Ågård", "email": "bo.aagaard@example.org"}
    door = f"/samlet/{links.booking_token(booking)}/{bo.pk}/ret/" if by_contact else own_page(bo, "ret/")
    assert client.post(door, typed).status_code == 302
    bo.refresh_from_db()
    pages = [client.get(own_page(bo)), client.get(own_page(bo, "behov/"))]
    assert ["selleri" in page.content.decode() for page in pages] == shown
    assert PersonalNeeds.objects.get().dietary_needs == "selleri"
    clock.shift(timedelta(hours=1))
    client.post(own_page(bo, "behov/"), {"dietary_needs": "vegetar", "consent": "on"})
    assert "vegetar" in text(client.get(own_page(bo)))


def test_the_contact_sees_and_acts_on_everybody(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    url = f"/samlet/{links.booking_token(booking)}/"
    page = client.get(url)
    assert [name in text(page) for name in ("Anne Mette Ærø", "Bo Ågård", "Clara Øst")] == [True] * 3
    clara = Registration.objects.get(name="Clara Øst")
    client.post(f"{url}{clara.pk}/afbud/")
    clara.refresh_from_db()
    assert clara.status == "cancelled"
    assert HistoryEntry.objects.latest("pk").actor == "contact"


def test_a_contact_reaches_only_her_own_places(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    first = sign_up_three(client, clock)
    other = {"contact_name": "Dan Ø", "contact_email": "dan@example.org"}
    confirm(client, fill(client, clock, other, count=1))
    dan = Registration.objects.get(name="Dan Ø")
    assert client.post(f"/samlet/{links.booking_token(first)}/{dan.pk}/afbud/").status_code == 404
    dan.refresh_from_db()
    assert dan.status == "confirmed"


@pytest.mark.parametrize("known", [True, False])
def test_lost_links_are_mailed_and_the_answer_tells_nothing(
    event: Event, client: Client, clock: time_machine.Traveller, known: bool
) -> None:
    sign_up_three(client, clock)
    email = "anne@example.org" if known else "ukendt@example.org"
    page = client.post("/laering-paa-tvaers/find-min-tilmelding/", {"email": email})
    assert text(page).replace(email, "X").count("X") == 1
    assert "Se i din mail" in text(page)
    delivering.send_due(clock=lambda: datetime.now(UTC))
    assert [mail.status for mail in OwedMail.objects.filter(kind="links")] == ["sent" if known else "dropped"]


def test_asking_for_links_is_the_same_work_for_an_address_that_has_none(
    event: Event, client: Client, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up_three(client, clock)
    rung: list[str] = []
    monkeypatch.setattr("registration.services.owing.ring", rung.append)
    work = []
    for email in ("anne@example.org", "bo@example.org", "ukendt@example.org"):
        with CaptureQueriesContext(connection) as queries, TestCase.captureOnCommitCallbacks(execute=True):
            for _time in range(2):
                client.post("/laering-paa-tvaers/find-min-tilmelding/", {"email": email})
        done = [query["sql"].split("VALUES")[0].replace(email, "X") for query in queries]
        work.append([re.sub(r'"s\d+_x\d+"', "", statement) for statement in done])
    assert work[0] == work[1] == work[2]
    assert rung == ["registration.tasks.send_owed"] * 3


@pytest.mark.parametrize(
    ("now", "offers"),
    [
        (datetime(2026, 9, 9, 21, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 9, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 11, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 16, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 16, 7, 0, tzinfo=UTC), False),
    ],
    ids=["open", "closed", "no more substitutes", "last minute", "begun"],
)
def test_the_events_page_offers_to_find_ones_sign_up_until_it_begins(
    now: datetime, offers: bool, make_event: Callable[..., Event], client: Client
) -> None:
    make_event(substitutes_until=date(2026, 9, 11))
    with time_machine.travel(now, tick=False):
        page = client.get("/laering-paa-tvaers/").content.decode()
    assert page.count('href="/laering-paa-tvaers/find-min-tilmelding/"') == int(offers)


@pytest.mark.parametrize(
    "path", ["/plads/1~abc.xyz/", "/samlet/1~abc.xyz/", "/plads/..%2F/", "/plads/x/afbud/"]
)
def test_a_link_we_did_not_sign_is_not_found(event: Event, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_personal_pages_are_neither_cached_nor_indexed(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    receipt = f"{SIGN_UP}kvittering/{booking.number}/"
    for url in (own_page(bo), f"/samlet/{links.booking_token(booking)}/", receipt, own_page(bo, "overdrag/")):
        headers = client.get(url).headers
        assert "no-store" in headers["Cache-Control"], url
        assert "noindex" in headers["X-Robots-Tag"], url


def test_a_form_being_filled_in_is_kept_by_this_browser_alone_so_that_one_can_go_back_to_it(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    for page in (client.get(SIGN_UP), fill(client, clock, ANNE, count=1)):
        assert page.headers["Cache-Control"] == "private, no-cache, max-age=0"
        assert "Cookie" not in page.headers["Vary"]
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_pages_speak_english_too(event: Event, client: Client, clock: time_machine.Traveller) -> None:
    page = client.get("/en" + SIGN_UP)
    assert "How many do you sign up?" in text(page)
    clock.shift(timedelta(seconds=40))
    check = client.post("/en" + SIGN_UP, fields(page) | ANNE | {"action": "check"})
    client.post("/en" + SIGN_UP, fields(check) | {"accept": "1", "action": "confirm"})
    assert Booking.objects.get().language == "en"
    assert "Wednesday 2 September 2026" in Registration.objects.get().accepted_terms


def test_a_sign_up_of_one_person_takes_few_queries(
    event: Event,
    client: Client,
    clock: time_machine.Traveller,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    check = fill(client, clock, ANNE, count=1)
    with django_assert_max_num_queries(13):
        assert confirm(client, check).status_code == 302


def test_mails_go_out_and_their_links_open_the_pages(
    event: Event, client: Client, clock: time_machine.Traveller, mailoutbox: list[Any]
) -> None:
    sign_up_three(client, clock)
    assert delivering.send_due(clock=lambda: datetime.now(UTC)) == 2
    found = [re.findall(r"http://testserver(/\S+)", str(mail.body)) for mail in mailoutbox]
    assert all(found)
    for paths in found:
        for path in paths:
            assert client.get(path).status_code == 200


@pytest.mark.parametrize(("number", "told"), [("20", False), ("21", True), ("9" * 30, True)])
def test_more_people_than_fit_a_form_are_told_so(
    event: Event, client: Client, clock: time_machine.Traveller, number: str, told: bool
) -> None:
    page = client.post(SIGN_UP, fields(client.get(SIGN_UP)) | {"count": number, "action": "people"})
    assert ("Der kan højst tilmeldes 20 personer ad gangen" in text(page)) is told
    assert fields(page)["count"] == "20"


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("Åse Brøndum aaseexample.org", True),
        ("Bo bo@example.org", True),
        ("J.P.Hansen", False),
        ("A. P. Øst", False),
    ],
)
def test_an_address_in_a_name_is_asked_to_move(
    event: Event, client: Client, clock: time_machine.Traveller, name: str, refused: bool
) -> None:
    page = fill(client, clock, ANNE | {"p1-name": name, "p1-email": ""}, count=2)
    assert ('href="#id_p1-name"' in page.content.decode()) is refused


@pytest.mark.parametrize("length", [200, 201])
def test_a_text_too_long_is_kept_whole_and_told_how_long_it_may_be(
    event: Event, client: Client, clock: time_machine.Traveller, length: int
) -> None:
    assert "maxlength" not in client.get(SIGN_UP, {"antal": "2"}).content.decode()
    name = "Bo " + "å" * (length - 3)
    page = fill(client, clock, ANNE | {"p1-name": name, "p1-email": ""}, count=2)
    assert fields(page)["p1-name"] == name
    assert ("Skriv højst 200 tegn. Der er 201 nu." in text(page)) is (length == 201)


@pytest.mark.parametrize(
    "here",
    [
        {},
        {"sign_up": "none", "capacity": None},
        {"sign_up": "elsewhere", "sign_up_url": "https://example.org/"},
    ],
    ids=["here", "none", "elsewhere"],
)
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 9, 16, 7, tzinfo=UTC), "Arrangementet er begyndt."),
        (datetime(2026, 9, 16, 13, 59, tzinfo=UTC), "Arrangementet er begyndt."),
        (
            datetime(2026, 9, 16, 14, tzinfo=UTC),
            "Arrangementet er afholdt og sluttede onsdag den 16. september 2026.",
        ),
    ],
    ids=["begun", "last minute", "held"],
)
def test_an_event_that_has_begun_says_so_and_no_deadline(
    here: dict[str, Any], now: datetime, said: str, make_event: Callable[..., Event], client: Client
) -> None:
    event = make_event(binding_after=None, registration_closes_on=None, **here)
    with time_machine.travel(now, tick=False):
        page = client.get(event.get_absolute_url())
        panel = (
            page.content.decode().partition('<section class="panel sign-up"')[2].partition("</section>")[0]
        )
        # The line of deadlines beside it shows what has been.
        beside_the_line = re.sub(r'<div class="ribbon">.*?</ol>', "", panel, flags=re.DOTALL)
        words = " ".join(re.sub(r"<[^>]+>", " ", beside_the_line).split())
    assert f"{said} Skriv til Dorte Ørsted, dorte@example.org ." in words
    assert [word in words for word in ("afbud", "begyndte", "senest", "ændres")] == [False] * 4


def test_whoever_comes_too_late_to_sign_up_is_told_that_nobody_can(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    too_late = "begyndte onsdag den 16. september 2026, så man kan ikke længere tilmelde sig. Skriv til"
    clock.move_to(datetime(2026, 9, 16, 6, 59, tzinfo=UTC))
    Event.objects.update(registration_closes_on=None)
    check = fill(client, clock, ANNE, count=1)
    assert too_late not in text(check)
    clock.move_to(datetime(2026, 9, 16, 7, tzinfo=UTC))
    assert too_late in text(client.get(SIGN_UP))
    assert too_late in text(confirm(client, check))
    assert Booking.objects.count() == 0


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
    now: datetime, last_day: str, event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    Event.objects.update(substitutes_until=date(2026, 9, 11), registration_closes_on=None)
    clock.move_to(now)
    form = client.get(SIGN_UP)
    check = fill(client, clock, ANNE, count=1)
    receipt = client.get(confirm(client, check).url)
    assert [last_day in text(page) for page in (form, check, receipt)] == [True] * 3


UNSEEN = "Arrangøren ser det som antal uden navne"


def test_needs_are_said_to_be_seen_as_they_are_and_news_stands_in_the_heading(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    pages = [client.get(own_page(bo)), client.get(own_page(bo, "behov/")), client.get("/persondata/")]
    assert [text(page).count(UNSEEN) for page in pages] == [1, 1, 1]
    assert ["Kun køkkenet" in text(page) or "kun af arrangøren" in text(page) for page in pages] == [
        False
    ] * 3
    assert ["Kost, særlige behov og nyheder" in text(page) for page in pages] == [True, True, False]
    assert "Du får ikke nyheder om andre arrangementer." in text(pages[0])
    client.post(own_page(bo, "behov/"), {"newsletter_consent": "on"})
    assert "Du har bedt om nyheder om andre arrangementer." in text(client.get(own_page(bo)))


@pytest.mark.parametrize("act", ["afbud/", "giv-tilbage/", "ret/", "behov/", "overdrag/"])
def test_whoever_does_something_with_a_place_reads_once_whom_to_write_to(
    act: str, event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    clock.move_to(FIRST_BOUND if act == "giv-tilbage/" else LAST_FREE)
    page = client.get(own_page(bo, act))
    assert (page.status_code, text(page).count("Skriv til Dorte Ørsted, dorte@example.org")) == (200, 1)
    if act == "giv-tilbage/":
        Event.objects.update(substitutes_until=date(2026, 9, 2))
        assert text(client.get(own_page(bo, act))).count("Skriv til Dorte Ørsted, dorte@example.org") == 1


@pytest.mark.parametrize("note", ["For få tilmeldte på øen", "For få tilmeldte på øen."])
def test_the_own_page_of_an_event_called_off_says_so_and_asks_for_nothing(
    note: str, event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    booking = sign_up_three(client, clock)
    bo = Registration.objects.get(name="Bo Ågård")
    coming = client.get(own_page(bo))
    assert ["Du har en plads." in text(coming), "kalender.ics" in coming.content.decode()] == [True, True]
    Event.objects.update(status="cancelled", cancellation_note=note)
    page = client.get(own_page(bo))
    main = page.content.decode().partition('<div class="wrap page">')[2].partition("</main>")[0]
    assert " ".join(re.sub(r"<[^>]+>", " ", main).split()) == (
        "Arrangementet onsdag den 16. september 2026 er aflyst. For få tilmeldte på øen. Du skal ikke gøre noget. "
        f"Dit tilmeldingsnummer var {booking.number}. Skriv til Dorte Ørsted, dorte@example.org ."
    )
    assert re.findall(r'href="([^"]+)"', main) == ["mailto:dorte@example.org"]
    contacts = client.get(f"/samlet/{links.booking_token(booking)}/")
    words = text(contacts)
    assert [words.count(said) for said in ("er aflyst", "har plads", "Bo Ågård", "Skriv til")] == [1, 0, 1, 1]


LIST = "Bo Ågård <bo@example.org>; Clara Øst <clara@example.org>"


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("paste", False),
        ("check", True),
        ("people", True),
        ("add", True),
        ("remove-1", True),
    ],
)
def test_a_pasted_list_is_read_whatever_is_pressed(
    action: str, said: bool, event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP, {"antal": "3"})
    there = {"p1-name": "Dan Ø", "p2-name": "Else Å"}
    page = client.post(SIGN_UP, fields(page) | ANNE | there | {"pasted": LIST, "action": action})
    kept = ["Else Å"] if action == "remove-1" else ["Dan Ø", "Else Å"]
    names = [fields(page)[f"p{i}-name"] for i in range(1, int(fields(page)["count"]))]
    assert names == [*kept, "Bo Ågård", "Clara Øst"]
    sentence = "Vi har læst den liste, du havde sat ind: 2 personer fra den står i felterne nedenfor."
    assert (sentence in text(page)) is said
    assert (fields(page)["pasted"], fields(page)["contact_name"]) == ("", "Anne Mette Ærø")
    clock.shift(timedelta(seconds=40))
    check = client.post(SIGN_UP, fields(page) | {"action": "check"})
    assert f"Tilmeld {len(names) + 1} personer" in text(check)


def test_a_list_with_something_to_look_at_stays_in_its_box_and_is_not_read_twice(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    doubtful = "\nBo Ågård <bo@example>\n<Clara & co>\n010190-1234 Dan Ø"
    page = client.get(SIGN_UP)
    page = client.post(SIGN_UP, fields(page) | ANNE | {"pasted": doubtful, "action": "check"})
    assert "er ikke en e-mailadresse" in text(page)
    again = client.post(SIGN_UP, fields(page) | {"contact_email": "nej", "action": "check"})
    assert summary(again) != []
    for shown in (page, again):
        assert fields(shown)["pasted"].split() == doubtful.split()
        assert [fields(shown)[f"p{i}-name"] for i in (1, 2, 3)] == ["Bo Ågård", "Clara & co", "Dan Ø"]
        assert fields(shown)["count"] == "4"
    # Put right in the box, it fills in what was missing.
    right = {"pasted": doubtful.replace("@example>", "@example.org>"), "action": "check"}
    page = client.post(SIGN_UP, fields(page) | right)
    assert [fields(page)[f"p1-{field}"] for field in ("name", "email")] == ["Bo Ågård", "bo@example.org"]
    assert fields(page)["count"] == "4"
    clock.shift(timedelta(seconds=40))
    assert "Tilmeld 4 personer" in text(client.post(SIGN_UP, fields(page) | {"action": "check"}))


def test_a_list_without_names_stays_in_its_box(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    page = client.post(SIGN_UP, fields(page) | ANNE | {"pasted": "12345", "action": "check"})
    assert "vi fandt ingen person i »12345«" in text(page)
    assert (fields(page)["pasted"], fields(page)["count"]) == ("12345", "1")


def test_those_of_a_list_who_are_too_many_are_named_and_nobody_filled_in_makes_room(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP, {"antal": "19"})
    there = {f"p{i}-name": f"Dan Ø{i}" for i in range(1, 19)}
    page = client.post(SIGN_UP, fields(page) | there | {"pasted": LIST, "action": "paste"})
    assert [fields(page)[f"p{i}-name"] for i in (1, 18, 19)] == ["Dan Ø1", "Dan Ø18", "Bo Ågård"]
    assert "Ikke kommet med: Clara Øst." in text(page)
    assert "Clara Øst" in fields(page)["pasted"]


@pytest.mark.parametrize("action", ["people", "check"])
@pytest.mark.parametrize("number", ["", "0", "abc", "3,5", "-1"])
def test_what_is_no_number_is_told_and_keeps_the_cards(
    number: str, action: str, event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP, {"antal": "4"})
    page = client.post(SIGN_UP, fields(page) | ANNE | BO | {"count": number, "action": action})
    assert "Skriv et tal fra 1 til 20. Antallet er stadig 4." in text(page)
    assert [fields(page)[name] for name in ("count", "p1-name", "p2-name", "p3-name")] == [
        "4",
        "Bo Ågård",
        "",
        "",
    ]


@pytest.mark.parametrize("action", ["people", "check"])
@pytest.mark.parametrize(("number", "count", "told"), [("3", "3", False), ("2", "3", True), ("1", "3", True)])
def test_a_number_below_those_filled_in_drops_nobody(
    number: str,
    count: str,
    told: bool,
    action: str,
    event: Event,
    client: Client,
    clock: time_machine.Traveller,
) -> None:
    page = client.get(SIGN_UP, {"antal": "4"})
    there = {"p1-name": "Bo Ågård", "p3-name": "Clara Øst", "p3-email": "clara@example.org"}
    page = client.post(SIGN_UP, fields(page) | ANNE | there | {"count": number, "action": action})
    sentence = (
        "Du har udfyldt 3 personer, så antallet er 3. Tryk på »Fjern denne person« ved dem, der ikke skal"
    )
    assert (sentence in text(page)) is told
    assert [fields(page)[name] for name in ("count", "p1-name", "p2-name", "p2-email")] == [
        count,
        "Bo Ågård",
        "Clara Øst",
        "clara@example.org",
    ]
    assert "Fjern denne person" in text(page)
    clock.shift(timedelta(seconds=40))
    assert "Tilmeld 3 personer" in text(client.post(SIGN_UP, fields(page) | {"action": "check"}))


def test_twenty_colleagues_and_the_contact_are_one_too_many_and_all_are_kept(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    there = {f"p{i}-name": f"Dan Ø{i}" for i in range(1, 21)}
    typed = ANNE | there | {"count": "20", "attends": "1", "shape": "20-0", "action": "check"}
    page = client.post(SIGN_UP, typed)
    assert "Der kan højst tilmeldes 20 personer ad gangen. Tryk på »Fjern denne person«" in text(page)
    assert [fields(page)[name] for name in ("count", "p20-name")] == ["21", "Dan Ø20"]
    page = client.post(SIGN_UP, fields(page) | {"action": "check"})
    assert fields(page)["p20-name"] == "Dan Ø20"
    page = client.post(SIGN_UP, fields(page) | {"action": "remove-20"})
    assert fields(page)["count"] == "20"


def test_somebody_must_be_chosen_and_everybody_is_there_to_choose_from(
    event: Event, client: Client, clock: time_machine.Traveller
) -> None:
    Event.objects.update(capacity=1)
    page = fill(client, clock, ANNE | BO | CLARA, count=3)
    assert [name for name in fields(page) if name.startswith("keep-")] == ["keep-0"]
    kept = {name: value for name, value in fields(page).items() if not name.startswith("keep-")}
    for chosen in ({}, {"keep-7": "1"}):
        nobody = client.post(SIGN_UP, kept | chosen | ONLY_CHOSEN)
        assert "Vælg mindst én." in text(nobody)
        assert [name in text(nobody) for name in ("Anne Mette Ærø", "Bo Ågård", "Clara Øst")] == [True] * 3
        assert [name for name in fields(nobody) if name.startswith("keep-")] == []
    many = client.post(SIGN_UP, kept | {"keep-1": "1", "keep-2": "1"} | ONLY_CHOSEN)
    assert "Der er kun 1 plads tilbage" in text(many)
    assert "Anne Mette Ærø" in text(many)
    assert [name for name in fields(many) if name.startswith("keep-")] == ["keep-1", "keep-2"]
    assert fields(many)["when_full"] == "only_chosen"
    kept = {name: value for name, value in fields(many).items() if not name.startswith("keep-")}
    check = client.post(SIGN_UP, kept | {"keep-2": "1"} | ONLY_CHOSEN)
    confirm(client, check)
    assert [row[0] for row in people(event)] == ["Clara Øst"]
