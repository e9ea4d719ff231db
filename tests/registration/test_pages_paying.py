"""Prices and payer on the public pages: chosen, shown with sums, kept through every page, put right until fetched."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from programme.models import Event
from registration import links
from registration.mails import build
from registration.models import Booking, OwedMail, Payer, Registration
from registration.services import cancelling
from registration.services.acts import ATTENDEE
from registration.services.payers import FOLLOWS
from tests.answers import said
from tests.cast import ANNE as CONTACT_HERSELF
from tests.cast import BO as COLLEAGUE
from tests.cast import BOUND, OPEN, at
from tests.cast import CLARA as CLARA_ALONE
from tests.prices import CVR, GLN, MUNICIPALITY, priced
from tests.registration.pages import ANNE, BO, CLARA, SIGN_UP, confirm, fields, fill, own_page
from tests.registration.shared import over_days, share

pytestmark = pytest.mark.django_db
PAGE = "registration/payer.html"
PUBLIC = {"payer-kind": "public", "payer-gln": "5798 0000 0001 8", "payer-order_reference": "R-17 æøå"}


@pytest.fixture
def summer() -> Any:
    with time_machine.travel("2026-08-01T10:00Z", tick=False) as traveller:
        yield traveller


def promised() -> list[tuple[str, str, int | None]]:
    return list(Registration.objects.order_by("pk").values_list("name", "promised_class", "promised_fee_ore"))


@pytest.mark.long
def test_each_person_has_a_price_the_sums_are_shown_and_it_is_promised(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    rows = {name: str(row.pk) for name, row in priced(event).items()}
    chosen = {"p1-price": rows["Medlem"], "p2-price": rows["Studerende"]}
    check = fill(client, summer, ANNE | BO | CLARA | PUBLIC | chosen, count=3)
    page = said(check)
    assert "Pris: Deltager, 1.295 kr. inkl. moms" in page
    assert "Pris: Medlem, 899,50 kr. plus moms (i alt 1.124,38 kr.)" in page
    assert "Pris: Studerende, 250 kr. uden moms" in page
    # 1.295 of which 259, 899,50 and 224,88 of VAT, 250 without.
    assert "I alt 2.669,38 kr., heraf moms 483,88 kr." in page
    assert f"EAN-nummer {GLN}" in page
    assert "Rekvisitionsnummer R-17 æøå" in page
    assert confirm(client, check).status_code == 302
    assert promised() == [
        ("Anne Mette Ærø", "Deltager", 129_500),
        ("Bo Ågård", "Medlem", 89_950),
        ("Clara Øst", "Studerende", 25_000),
    ]
    assert Payer.objects.get().facts() == {
        "kind": "public", "gln": GLN, "order_reference": "R-17 æøå",
        "name": "", "address": "", "cvr": "", "buyer_reference": "", "account_string": "",
    }  # fmt: skip


def test_the_receipt_and_the_contacts_mail_say_the_sum_and_who_pays_as_the_check_page_does(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    rows = {name: str(row.pk) for name, row in priced(event).items()}
    chosen = {"p1-price": rows["Medlem"], "p2-price": rows["Studerende"]}
    check = fill(client, summer, ANNE | BO | CLARA | PUBLIC | chosen, count=3)
    total = "I alt 2.669,38 kr., heraf moms 483,88 kr."
    receipt = said(client.get(confirm(client, check)["Location"]))
    for page in (said(check), receipt):
        assert f"Pris og faktura {total} EAN-nummer {GLN} Rekvisitionsnummer R-17 æøå" in page
        assert "Pris: Medlem, 899,50 kr. plus moms (i alt 1.124,38 kr.)" in page
    # What is announced afterwards changes nothing of what was pressed.
    event.prices.all().delete()
    booking = Booking.objects.get()
    assert total in said(client.get(reverse("registration:receipt", args=[event.slug, booking.number])))
    mail = {one.to_email: build(one, now=at("2026-08-01 12:00")).body for one in OwedMail.objects.all()}
    to_contact, to_bo = mail[booking.contact_email], mail["bo@example.org"]
    assert f"{total}\nEAN-nummer: {GLN}\nRekvisitionsnummer: R-17 æøå\nTilmeldingsnummer:" in to_contact
    assert total in said(client.get(f"/samlet/{links.booking_token(booking)}/"))
    assert [word in to_bo for word in ("I alt", "EAN", "R-17")] == [False] * 3


def test_the_sum_is_that_of_those_who_have_a_place_and_waiting_costs_nothing(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    Event.objects.update(capacity=1)
    choose = fill(client, summer, ANNE | BO | PUBLIC, count=2)
    check = client.post(SIGN_UP, fields(choose) | {"when_full": "as_they_come", "action": "choose"})
    receipt = said(client.get(confirm(client, check)["Location"]))
    waits = "Den, der venter, betaler først, når der er en plads, og da den pris, der står her."
    for page in (said(check), receipt):
        assert f"I alt 1.295 kr., heraf moms 259 kr. {waits}" in page
    body = build(OwedMail.objects.get(kind="booking_confirmed"), now=at("2026-08-01 12:00")).body
    assert f"I alt 1.295 kr., heraf moms 259 kr. {waits} EAN-nummer:" in " ".join(body.split())


@pytest.mark.long
def test_one_price_is_not_chosen_and_its_sum_is_shown(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(SIGN_UP, {"antal": "2"})
    assert b'name="price"' not in page.content
    assert b'name="p1-price"' not in page.content
    check = fill(client, summer, ANNE | BO, count=2)
    assert "I alt 2.590 kr., heraf moms 518 kr." in said(check)
    priced(event, {"name": "Deltager", "amount_ore": 100_000, "vat": "excluded"})
    assert b'name="price"' not in client.get(SIGN_UP).content
    assert "I alt 2.500 kr., heraf moms 500 kr." in said(fill(client, summer, ANNE | BO, count=2))


def test_a_free_event_asks_neither_price_nor_payer(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    Event.objects.update(fee_ore=None)
    page = client.get(SIGN_UP)
    assert "payer-kind" not in page.content.decode()
    check = fill(client, summer, ANNE, count=1)
    assert "Pris" not in said(check)
    confirm(client, check)
    assert not Payer.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Hvem skal have fakturaen? Vælg, hvem der betaler, eller at betaler følger."),
        ({"kind": "public"}, "EAN-nummer: Skriv EAN-nummeret, eller vælg, at betaler følger."),
        (
            {"kind": "public", "gln": "5798000000019"},
            "EAN-nummer: Det er ikke et EAN-nummer: det sidste ciffer",
        ),
        ({"kind": "public", "gln": "579800000001"}, "Et EAN-nummer har 13 cifre. Her er der 12."),
        (
            {"kind": "public", "gln": "0000000000000"},
            "EAN-nummer: En dansk offentlig myndigheds EAN-nummer begynder med 5798. Se efter en slåfejl, eller vælg, "
            "at betaler følger.",
        ),
        ({"kind": "public", "gln": CVR}, "Det er et CVR-nummer. EAN-nummeret har 13 cifre"),
        ({"kind": "company", "cvr": GLN}, "Det er et EAN-nummer. CVR-nummeret har 8 cifre."),
        ({"kind": "company", "cvr": "12345675"}, "CVR-nummer: Det er ikke et CVR-nummer"),
        ({"kind": "company"}, "Skriv CVR-nummeret, eller vælg, at betaler følger."),
        ({"kind": "private", "name": "Bo Ågård"}, "Vej, postnummer og by: Skriv vej, postnummer og by."),
        ({"kind": "private", "address": "Øvej 1"}, "Skriv navnet på den, der betaler."),
    ],
)
def test_what_is_wrong_with_the_payer_is_told_and_the_text_is_kept(
    typed: dict[str, str], sentence: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    answers = {key: value for key, value in ANNE.items() if key != "payer-kind"}
    answers |= {f"payer-{name}": value for name, value in typed.items()}
    page = fill(client, summer, answers, count=1)
    assert sentence in said(page)
    assert {name: fields(page)[f"payer-{name}"] for name in typed} == typed
    assert not Booking.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize("name", ["name", "buyer_reference", "order_reference", "account_string"])
@pytest.mark.parametrize("number", ["010190-1234", "0101901234", "010190 1234"])
def test_a_cpr_number_is_refused_kindly_in_every_text_of_a_payer(
    name: str, number: str, event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    page = fill(client, summer, ANNE | PUBLIC | {f"payer-{name}": f"Åse {number}"}, count=1)
    assert "Det ligner et CPR-nummer." in said(page)
    private = {"payer-kind": "private", "payer-name": "Bo", "payer-address": f"Øvej 1, {number}"}
    assert "Det ligner et CPR-nummer." in said(fill(client, summer, ANNE | private, count=1))
    assert fill(client, summer, ANNE | PUBLIC | {f"payer-{name}": "12-3456-78 Ø"}, count=1).context["terms"]


def test_what_is_written_for_another_kind_is_neither_judged_nor_kept(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    stray = {"payer-cvr": "nonsens", "payer-address": "010190-1234"}
    check = fill(client, summer, ANNE | PUBLIC | stray, count=1)
    assert confirm(client, check).status_code == 302
    assert (Payer.objects.get().cvr, Payer.objects.get().address) == ("", "")


def test_what_may_be_left_empty_of_a_payer_says_so_for_the_kinds_it_holds_for(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    body = client.get(SIGN_UP).content.decode()
    said_optional = {
        name: re.findall(r'<span class="([^"]*)">\(valgfrit\)', label)
        for name, label in re.findall(r'<label for="id_payer-(\w+)"[^>]*>(.*?)</label>', body, re.DOTALL)
    }
    assert {name: kinds for name, kinds in said_optional.items() if not name.startswith("kind")} == {
        "gln": [],
        "cvr": [],
        "name": ["optional of-kind of-public of-company"],
        "address": [],
        "buyer_reference": ["optional"],
        "order_reference": ["optional"],
        "account_string": ["optional"],
    }


def test_whoever_pays_nothing_may_leave_the_payer_out(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    rows = priced(event)
    nobody = {key: value for key, value in ANNE.items() if key != "payer-kind"}
    free = fill(client, summer, nobody | {"price": str(rows["Oplægsholder"].pk)}, count=1)
    assert confirm(client, free).status_code == 302
    assert not Payer.objects.exists()
    dear = fill(client, summer, nobody | {"price": str(rows["Medlem"].pk)}, count=1)
    assert "Vælg, hvem der betaler" in said(dear)


@pytest.mark.long
def test_prices_and_payer_come_back_to_the_form_and_to_cards_that_move(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    rows = {name: str(row.pk) for name, row in priced(event).items()}
    chosen = {"price": rows["Medlem"], "p1-price": rows["Studerende"], "p2-price": rows["Oplægsholder"]}
    check = fill(client, summer, ANNE | BO | CLARA | PUBLIC | chosen, count=3)
    back = client.post(SIGN_UP, fields(check) | {"action": "edit"})
    body = back.content.decode()
    for value in (rows["Medlem"], rows["Studerende"], rows["Oplægsholder"]):
        assert f'<option value="{value}" selected>' in body
    assert fields(back)["payer-gln"] == "5798 0000 0001 8"
    assert fields(back)["payer-kind"] == "public"
    fewer = client.post(SIGN_UP, fields(check) | {"action": "remove-1"}).content.decode()
    of_clara = re.search(r'<select name="p1-price".*?</select>', fewer, re.DOTALL)
    assert of_clara is not None
    assert f'<option value="{rows["Oplægsholder"]}" selected>' in of_clara[0]
    # A card of which only the price is chosen is nobody yet.
    more = client.post(
        SIGN_UP, fields(back) | chosen | {"count": "4", "p3-price": rows["Medlem"], "action": "people"}
    )
    shrunk = client.post(
        SIGN_UP, fields(more) | {"p3-price": rows["Medlem"], "count": "3", "action": "people"}
    )
    assert fields(shrunk)["count"] == "3"


@pytest.mark.long
def test_a_price_that_rises_before_the_last_button_is_shown_first(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    rows = priced(event)
    summer.move_to("2026-06-30T21:59:00Z")
    check = fill(client, summer, ANNE, count=1)
    assert "Pris: Deltager, 995 kr. inkl. moms" in said(check)
    summer.move_to("2026-06-30T22:00:00Z")
    again = confirm(client, check)
    assert "Betingelserne er ændret, siden du så denne side." in said(again)
    assert "Pris: Deltager, 1.295 kr. inkl. moms" in said(again)
    assert confirm(client, again).status_code == 302
    assert promised() == [("Anne Mette Ærø", "Deltager", 129_500)]
    assert rows["Deltager"].early_ore == 99_500


@pytest.mark.long
def test_a_class_that_is_gone_leads_back_to_the_form(
    event: Event, client: Client, summer: time_machine.Traveller
) -> None:
    rows = priced(event)
    check = fill(client, summer, ANNE | {"price": str(rows["Medlem"].pk)}, count=1)
    rows["Medlem"].delete()
    page = confirm(client, check)
    assert "Den pris kan ikke længere vælges. Vælg en anden." in said(page)
    assert not Booking.objects.exists()


# ------------------------------------------------------------------ afterwards


@pytest.fixture
def made(event: Event, sign_up: Callable[..., Any]) -> Booking:
    priced(event)
    booking: Booking = sign_up(CONTACT_HERSELF, COLLEAGUE, payer=MUNICIPALITY).booking
    return booking


def address(booking: Booking, end: str = "") -> str:
    return f"/samlet/{links.booking_token(booking)}/{end}"


@pytest.mark.parametrize(
    ("classes", "common"), [(("Medlem", "Medlem", "Oplægsholder"), True), (("Medlem", "Oplægsholder"), False)]
)
def test_what_holds_for_most_stands_once_and_the_exception_at_its_card(
    classes: tuple[str, ...],
    common: bool,
    event: Event,
    sign_up: Callable[..., Any],
    client: Client,
    summer: Any,
) -> None:
    rows = priced(event)
    people = (CONTACT_HERSELF, COLLEAGUE, CLARA_ALONE)
    booking = sign_up(
        *(replace(one, price=str(rows[name].pk)) for one, name in zip(people, classes, strict=False))
    ).booking
    page = said(client.get(address(booking)))
    paid = "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026."
    free = "Du kan melde afbud til og med onsdag den 2. september 2026."
    assert (page.count(paid), page.count(free)) == (1, 1)
    once = f"Det gælder Hvor der ikke står andet ved den enkelte, gælder dette: {paid}"
    assert (once in page) is common
    if common:
        card = page.partition("Pris: Oplægsholder, gratis")[2]
        assert free in card.partition("Ret ")[0]
        alike = sign_up(
            *(replace(one, email=f"{n}@example.org") for n, one in enumerate(people, start=1))
        ).booking
        assert f"Det gælder {paid}" in said(client.get(address(alike)))


@pytest.mark.long
def test_the_contact_sees_what_is_owed_and_who_pays_and_puts_it_right(
    made: Booking, client: Client, summer: time_machine.Traveller
) -> None:
    page = said(client.get(address(made)))
    assert "Pris: Deltager, 995 kr. inkl. moms" in page
    assert "I alt 1.990 kr., heraf moms 398 kr." in page
    assert f"EAN-nummer {GLN}" in page
    form = client.get(address(made, "betaler/"))
    assert fields(form)["payer-gln"] == GLN
    saved = client.post(
        address(made, "betaler/"),
        fields(form) | {"payer-kind": "company", "payer-cvr": CVR, "payer-name": "Æblehaven ApS"},
    )
    assert saved.status_code == 302
    after = said(client.get(saved["Location"]))
    assert "Det er gemt, hvem der skal have fakturaen." in after
    assert f"CVR-nummer {CVR}" in after
    assert GLN not in after


@pytest.mark.long
def test_a_payer_that_follows_is_asked_for(
    made: Booking, client: Client, summer: time_machine.Traveller
) -> None:
    Payer.objects.all().delete()
    page = said(client.get(address(made)))
    assert "Betaler følger senere Skriv, hvem der skal have fakturaen" in page
    form = client.get(address(made, "betaler/"))
    assert "payer-kind" not in fields(form)
    wrong = client.post(address(made, "betaler/"), {"payer-kind": "public", "payer-gln": "123"})
    assert "Et EAN-nummer har 13 cifre. Her er der 3." in said(wrong)
    assert not Payer.objects.exists()


def test_once_it_is_fetched_the_page_says_whom_to_write_to(
    made: Booking, client: Client, summer: time_machine.Traveller
) -> None:
    form = client.get(address(made, "betaler/"))
    Payer.objects.update(fetched_at="2026-07-01T10:00Z")
    assert "Ret, hvem der skal have fakturaen" not in said(client.get(address(made)))
    typed = fields(form) | {"payer-name": "Ærø Kommune"}
    for answer in (client.get(address(made, "betaler/")), client.post(address(made, "betaler/"), typed)):
        assert answer.status_code == 409
        assert (
            "Arrangøren har hentet oplysningerne til fakturaen, så de kan ikke længere ændres her."
            in said(answer)
        )
        assert "dorte@example.org" in said(answer)
    assert Payer.objects.get().name == "Øby Kommune"


def test_of_an_event_called_off_there_is_nothing_to_pay_and_nobody_is_asked_who_does(
    made: Booking, client: Client, summer: time_machine.Traveller
) -> None:
    form = client.get(address(made, "betaler/"))
    summer.move_to(BOUND)
    bo = made.registrations.order_by("pk")[1]
    assert client.post(own_page(bo, "giv-tilbage/")).status_code == 302
    left = said(client.get(address(made)))
    assert "plads givet tilbage, torsdag den 3. september 2026 kl. 0.00." in left
    assert "deltagergebyret på 995 kr. inkl. moms skal derfor stadig betales." in left
    assert "deltagergebyret på 995 kr. inkl. moms skal derfor stadig betales." in said(
        client.get(own_page(bo))
    )
    Event.objects.update(status="cancelled", cancellation_note="Salen på øen er brændt.")
    page = said(client.get(address(made)))
    assert "Der er ikke noget at betale." in page
    assert [word in page for word in ("faktura", "Pris:", "I alt", "stadig betales")] == [False] * 4
    assert "stadig betales" not in said(client.get(own_page(bo)))
    typed = fields(form) | {"payer-name": "Ærø Kommune"}
    for answer in (client.get(address(made, "betaler/")), client.post(address(made, "betaler/"), typed)):
        assert answer.status_code == 409
        assert "er aflyst" in said(answer)
    assert Payer.objects.get().name == "Øby Kommune"


def test_a_payer_changed_meanwhile_is_not_written_over_unseen(
    made: Booking, client: Client, summer: time_machine.Traveller
) -> None:
    form = client.get(address(made, "betaler/"))
    Payer.objects.update(name="Ærø Kommune")
    answer = client.post(address(made, "betaler/"), fields(form) | {"payer-name": "Thy"})
    assert (answer.status_code, Payer.objects.get().name) == (409, "Ærø Kommune")
    assert fields(answer)["payer-name"] == "Thy"
    assert client.post(address(made, "betaler/"), fields(answer)).status_code == 302
    assert Payer.objects.get().name == "Thy"


@pytest.fixture
def alone(event: Event, sign_up: Callable[..., Any]) -> Registration:
    """Anne Mette comes alone, and does not know yet who pays."""
    priced(event)
    place: Registration = sign_up(CONTACT_HERSELF, payer=FOLLOWS).registrations[0]
    return place


def test_who_comes_alone_says_who_pays_on_her_own_page(
    alone: Registration, client: Client, summer: time_machine.Traveller
) -> None:
    page = client.get(own_page(alone))
    assert (
        "Pris og faktura I alt 995 kr., heraf moms 199 kr. Betaler følger senere Skriv, hvem der skal have fakturaen"
        in said(page)
    )
    assert f'href="{own_page(alone, "betaler/")}"' in page.content.decode()
    assert "/samlet/" not in page.content.decode()
    form = client.get(own_page(alone, "betaler/"))
    typed = {"payer-kind": "company", "payer-cvr": CVR, "payer-name": "Æblehaven ApS"}
    saved = client.post(own_page(alone, "betaler/"), fields(form) | typed)
    assert saved["Location"] == own_page(alone, "?ok=payer")
    after = said(client.get(saved["Location"]))
    assert "Det er gemt, hvem der skal have fakturaen." in after
    assert f"CVR-nummer {CVR}" in after
    assert "Ret, hvem der skal have fakturaen" in after


@pytest.mark.long
def test_who_comes_alone_says_who_pays_also_once_she_shares_her_place(
    alone: Registration, client: Client, summer: time_machine.Traveller
) -> None:
    summer.move_to(OPEN)
    over_days(alone.event)
    second = share(alone, CLARA_ALONE)
    words = "Skriv, hvem der skal have fakturaen"
    assert [words in said(client.get(own_page(one))) for one in (alone, second)] == [True, False]
    assert client.get(own_page(second, "betaler/")).status_code == 404
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    assert words in said(client.get(own_page(alone)))
    assert client.get(own_page(alone, "betaler/")).status_code == 200


def test_who_comes_alone_and_cancels_at_a_cost_still_says_who_pays(
    alone: Registration, client: Client, summer: time_machine.Traveller
) -> None:
    summer.move_to(BOUND)
    assert client.post(own_page(alone, "giv-tilbage/")).status_code == 302
    page = said(client.get(own_page(alone)))
    assert (
        "I alt 995 kr., heraf moms 199 kr. Betaler følger senere Skriv, hvem der skal have fakturaen" in page
    )
    assert client.get(own_page(alone, "betaler/")).status_code == 200


@pytest.mark.long
def test_who_comes_alone_and_cancels_freely_owes_nothing_and_is_asked_for_no_payer(
    alone: Registration, client: Client, summer: time_machine.Traveller
) -> None:
    assert client.post(own_page(alone, "afbud/")).status_code == 302
    assert "faktura" not in said(client.get(own_page(alone)))


@pytest.mark.long
def test_nobody_but_the_contact_who_comes_alone_reads_who_pays(
    event: Event, sign_up: Callable[..., Any], client: Client, summer: time_machine.Traveller
) -> None:
    with_others = sign_up(CONTACT_HERSELF, COLLEAGUE, payer=MUNICIPALITY).registrations
    signed_up_by_another = sign_up(CLARA_ALONE, payer=MUNICIPALITY).registrations
    for place in [*with_others, *signed_up_by_another]:
        page = said(client.get(own_page(place)))
        assert "faktura" not in page
        assert GLN not in page
        assert client.get(own_page(place, "betaler/")).status_code == 404


def test_who_puts_herself_right_as_the_contact_reads_nothing_of_the_contacts(
    event: Event, sign_up: Callable[..., Any], client: Client, summer: time_machine.Traveller
) -> None:
    clara = sign_up(CLARA_ALONE, payer=MUNICIPALITY).registrations[0]
    typed = {"name": CONTACT_HERSELF.name, "email": CONTACT_HERSELF.email, "same_person": "1"}
    back = client.post(own_page(clara, "ret/"), fields(client.get(own_page(clara, "ret/"))) | typed)
    clara.refresh_from_db()
    assert clara.booking.is_contact(name=clara.name, email=clara.email)
    assert GLN not in said(client.get(back["Location"]))
    assert client.get(own_page(clara, "betaler/")).status_code == 404


def test_the_contact_who_comes_alone_and_puts_herself_right_still_says_who_pays(
    alone: Registration, client: Client, summer: time_machine.Traveller
) -> None:
    typed = {"name": "Anne Mette Sørensen Ærø", "email": CONTACT_HERSELF.email}
    client.post(own_page(alone, "ret/"), fields(client.get(own_page(alone, "ret/"))) | typed)
    alone.refresh_from_db()
    assert alone.name == "Anne Mette Sørensen Ærø"
    assert "Skriv, hvem der skal have fakturaen" in said(client.get(own_page(alone)))


@pytest.mark.long
def test_the_own_page_says_the_price_promised(
    made: Booking, client: Client, summer: time_machine.Traveller
) -> None:
    place = made.registrations.order_by("pk").last()
    assert place is not None
    page = said(client.get(f"/plads/{links.place_token(place)}/"))
    assert "Pris Deltager, 995 kr. inkl. moms" in page


def test_whoever_takes_a_place_over_says_her_class_and_the_place_keeps_its_price(
    made: Booking, client: Client, summer: time_machine.Traveller
) -> None:
    place = made.registrations.get(name="Bo Ågård")
    rows = {row.name: row for row in made.event.prices.all()}
    door = f"/plads/{links.place_token(place)}/overdrag/"
    page = client.get(door)
    assert "Pladsen beholder sin pris." in said(page)
    typed = {"name": "Clara Æbelø", "email": "clara@example.org", "price": str(rows["Studerende"].pk)}
    check = client.post(door, typed | {"action": "check"})
    client.post(door, fields(check) | {"action": "confirm"})
    new = Registration.objects.get(substitute_for=place)
    assert (new.promised_class, new.promised_fee_ore) == ("Deltager", 99_500)
    assert (new.other_class, new.other_class_ore) == ("Studerende", 25_000)


@pytest.mark.long
@pytest.mark.parametrize("classes", [0, 4])
def test_the_check_page_and_the_sign_up_ask_few_questions_of_the_database(
    classes: int,
    event: Event,
    client: Client,
    summer: time_machine.Traveller,
    django_assert_max_num_queries: Any,
) -> None:
    Event.objects.update(capacity=40)
    if classes:
        priced(event)
    with django_assert_max_num_queries(6):
        page = client.get(SIGN_UP, {"antal": "20"})
    people = {f"p{i}-name": f"Gæst {i}" for i in range(1, 20)}
    summer.shift(timedelta(seconds=40))
    check = client.post(SIGN_UP, fields(page) | ANNE | PUBLIC | people | {"action": "check"})
    with django_assert_max_num_queries(20):
        assert confirm(client, check).status_code == 302
    booking = Booking.objects.get()
    with django_assert_max_num_queries(12):
        client.get(address(booking))
