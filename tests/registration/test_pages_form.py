"""The form: cards, errors and what is typed, through the real pages."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from programme.models import Event
from registration.models import Booking, OwedMail, Registration
from tests.registration.pages import (
    ANNE,
    BO,
    CLARA,
    SIGN_UP,
    confirm,
    fields,
    fill,
    own_page,
    people,
    sign_up_three,
    summary,
    text,
)


@pytest.mark.long
def test_a_secretary_signs_up_herself_and_two_colleagues(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE | BO | CLARA, count=3)
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


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        (
            "bo ågård",
            "Bo Ågård står på listen mere end én gang: Er det én og samme person, så gå tilbage og fjern",
        ),
        ("Bo Ågårdsen", ""),
    ],
)
def test_a_name_that_stands_twice_is_asked_about_and_stands_in_nobodys_way(
    name: str, asked: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    check = fill(client, summer, ANNE | BO | {"p2-name": name, "p2-email": ""}, count=3)
    assert asked in text(check)
    assert ("mere end én gang" in text(check)) is bool(asked)
    assert "Tilmeld 3 personer" in text(check)
    assert confirm(client, check).status_code == 302
    assert [one for one, _email, _status in people(event)] == ["Anne Mette Ærø", "Bo Ågård", name]


def test_a_name_that_stands_twice_is_asked_about_in_english(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(f"/en{SIGN_UP}", {"antal": "2"})
    summer.shift(timedelta(seconds=40))
    typed = ANNE | {"p1-name": ANNE["contact_name"], "p1-email": "aeroe@example.org", "action": "check"}
    check = client.post(f"/en{SIGN_UP}", fields(page) | typed)
    told = "Anne Mette Ærø stands on the list more than once: if that is one and the same person, go back and remove"
    assert told in text(check)


@pytest.mark.long
def test_four_people_take_at_most_fourteen_fields(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    def typed() -> set[str]:
        apart = {"count", "started", "fax", "attends", "pasted", "shape", "listed"}
        return set(fields(client.get(SIGN_UP, {"antal": "4"}))) - apart

    priced = typed()
    Event.objects.update(fee_ore=None)
    assert len(typed()) == 14
    # Where it costs something there is the payer beside, of whose fields only those of the kind chosen are shown.
    assert priced - typed() == {
        *("payer-gln", "payer-cvr", "payer-name", "payer-address"),
        *("payer-buyer_reference", "payer-order_reference", "payer-account_string"),
    }
    assert typed() < priced


@pytest.mark.long
def test_somebody_signs_up_others_without_coming_herself(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    without = {name: value for name, value in fields(page).items() if name != "attends"}
    page = client.post(SIGN_UP, without | {"count": "2", "action": "people"})
    summer.shift(timedelta(seconds=40))
    check = client.post(SIGN_UP, fields(page) | ANNE | BO | CLARA | {"action": "check"})
    confirm(client, check)
    assert people(event) == [("Bo Ågård", "bo@example.org", "confirmed"), ("Clara Øst", "", "confirmed")]


@pytest.mark.long
def test_errors_are_listed_with_links_and_the_text_is_kept(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    wrong = ANNE | BO | {"contact_email": "anne.example.org", "p1-name": "", "p1-job_title": "010190-1234"}
    page = fill(client, summer, wrong, count=2)
    assert {name: fields(page)[name] for name in wrong} == wrong
    summary = page.content.decode().split('class="error-summary"')[1].split("</div>")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == ["id_contact_email", "id_p1-name", "id_p1-job_title"]
    assert "CPR-nummer" in text(page)
    for field in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{field}"' in page.content.decode()


def test_the_same_person_twice_is_told_at_the_second_card(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = fill(client, summer, ANNE | BO | {"p2-name": "bo  ågård", "p2-email": "BO@example.org"}, count=3)
    assert 'href="#id_p2-name"' in page.content.decode()


@pytest.mark.long
def test_cards_are_added_and_removed_and_nothing_typed_is_lost(
    event: Event, client: Client, summer: time_machine.Traveller
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
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP)
    page = client.post(SIGN_UP, fields(page) | ANNE | {"count": "2", "action": "check"})
    assert "Du har ændret, hvor mange du tilmelder." in text(page)
    assert "error-summary" not in page.content.decode()
    assert (fields(page)["contact_name"], fields(page)["p1-name"]) == ("Anne Mette Ærø", "")
    summer.shift(timedelta(seconds=40))
    check = client.post(SIGN_UP, fields(page) | BO | {"action": "check"})
    assert "Tilmeld 2 personer" in text(check)


@pytest.mark.parametrize(
    ("action", "focused"),
    [("add", "id_p2-name"), ("remove-1", "id_contact_name"), ("people", "id_p1-name")],
)
def test_the_page_opens_at_the_fields_that_were_asked_for(
    event: Event, client: Client, summer: time_machine.Traveller, action: str, focused: str
) -> None:
    page = client.get(SIGN_UP, {"antal": "2"})
    page = client.post(SIGN_UP, fields(page) | ANNE | {"action": action})
    inputs = re.findall(r"<[^>]+ autofocus[^>]*>", page.content.decode())
    assert [re.search(r'id="([^"]+)"', one)[1] for one in inputs] == [focused]  # type: ignore[index]


def test_an_error_in_a_card_says_whose(event: Event, client: Client, summer: time_machine.Traveller) -> None:
    page = fill(client, summer, ANNE | BO | {"p2-name": ""}, count=3)
    assert re.findall(r'<a href="#(id_[^"]+)">([^<]+)</a>', page.content.decode()) == [
        ("id_p2-name", "Person 3, Navn: Skriv navnet.")
    ]


@pytest.mark.long
def test_every_error_on_top_names_its_field(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    number = "Det ligner et CPR-nummer. Slet det – vi har ikke brug for det."
    wrong = ANNE | BO | {"contact_email": "", "organisation": "010190-1234", "p1-job_title": "010190-1234"}
    assert summary(fill(client, summer, wrong, count=2)) == [
        ("id_organisation", f"Arbejdsplads: {number}"),
        ("id_contact_email", "Din e-mail: Skriv e-mailadressen."),
        ("id_p1-job_title", f"Person 2, Stilling: {number}"),
    ]
    sign_up_three(client, summer)
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
    event: Event, client: Client, summer: time_machine.Traveller, asks: bool
) -> None:
    Event.objects.update(asks_municipality=asks)
    assert client.get(SIGN_UP).content.decode().count("<option>") == (98 if asks else 0)


@pytest.mark.parametrize(("length", "is_kept"), [(254, True), (255, False)])
def test_an_address_is_as_long_as_its_column(
    event: Event, client: Client, summer: time_machine.Traveller, length: int, is_kept: bool
) -> None:
    domain = ".".join(["a" * 60] * 3) + ".dk"
    address = f"{'b' * (length - len(domain) - 1)}@{domain}"
    page = fill(client, summer, ANNE | {"contact_email": address}, count=1)
    assert ("Se tilmeldingen igennem" in text(page)) is is_kept
    assert fields(page)["contact_email"] == address


def test_a_name_carries_no_link_into_the_mails_of_others(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    for name in ("Vind på https://ondt.example", "Se WWW.ondt.example"):
        page = fill(client, summer, ANNE | {"contact_name": name}, count=1)
        assert "Skriv det uden en webadresse." in text(page)
    assert "Se tilmeldingen igennem" in text(
        fill(client, summer, ANNE | {"contact_name": "Åse Www"}, count=1)
    )


def test_a_form_being_filled_in_is_kept_by_this_browser_alone_so_that_one_can_go_back_to_it(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    for page in (client.get(SIGN_UP), fill(client, summer, ANNE, count=1)):
        assert page.headers["Cache-Control"] == "private, no-cache, max-age=0"
        assert "Cookie" not in page.headers["Vary"]
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.long
@pytest.mark.parametrize(("number", "told"), [("20", False), ("21", True), ("9" * 30, True)])
def test_more_people_than_fit_a_form_are_told_so(
    event: Event, client: Client, summer: time_machine.Traveller, number: str, told: bool
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
    event: Event, client: Client, summer: time_machine.Traveller, name: str, refused: bool
) -> None:
    page = fill(client, summer, ANNE | {"p1-name": name, "p1-email": ""}, count=2)
    assert ('href="#id_p1-name"' in page.content.decode()) is refused


@pytest.mark.long
@pytest.mark.parametrize("length", [200, 201])
def test_a_text_too_long_is_kept_whole_and_told_how_long_it_may_be(
    event: Event, client: Client, summer: time_machine.Traveller, length: int
) -> None:
    assert "maxlength" not in client.get(SIGN_UP, {"antal": "2"}).content.decode()
    name = "Bo " + "å" * (length - 3)
    page = fill(client, summer, ANNE | {"p1-name": name, "p1-email": ""}, count=2)
    assert fields(page)["p1-name"] == name
    assert ("Skriv højst 200 tegn. Der er 201 nu." in text(page)) is (length == 201)


@pytest.mark.parametrize("action", ["people", "check"])
@pytest.mark.parametrize("number", ["", "0", "abc", "3,5", "-1"])
def test_what_is_no_number_is_told_and_keeps_the_cards(
    number: str, action: str, event: Event, client: Client, summer: time_machine.Traveller
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


@pytest.mark.long
@pytest.mark.parametrize("action", ["people", "check"])
@pytest.mark.parametrize(("number", "count", "told"), [("3", "3", False), ("2", "3", True), ("1", "3", True)])
def test_a_number_below_those_filled_in_drops_nobody(
    number: str,
    count: str,
    told: bool,
    action: str,
    event: Event,
    client: Client,
    summer: time_machine.Traveller,
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
    summer.shift(timedelta(seconds=40))
    assert "Tilmeld 3 personer" in text(client.post(SIGN_UP, fields(page) | {"action": "check"}))


def test_twenty_colleagues_and_the_contact_are_one_too_many_and_all_are_kept(
    event: Event, client: Client, summer: time_machine.Traveller
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
