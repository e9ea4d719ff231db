"""*Fakturagrundlag* and prices on the organisers' pages."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from programme.models import Event, Price, User
from registration.admin.invoicing import _shown
from registration.models import InvoiceBasis, InvoiceLine, Payer, Registration
from registration.services import invoicing
from registration.services.booking import SignedUp
from tests.answers import fields, said
from tests.cast import ANNE, BO, CLARA
from tests.forms import shown
from tests.prices import COMPANY, CVR, GLN, MUNICIPALITY, priced
from tests.typed import sentences_of, typed_into_table

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


def page(event: Event, name: str = "invoices", *args: Any) -> str:
    return reverse(f"admin:programme_event_{name}", args=[event.pk, *args])


def fetched(organiser: Client, event: Event) -> InvoiceBasis:
    assert organiser.post(page(event)).status_code == 302
    return InvoiceBasis.objects.latest("number")


@pytest.mark.parametrize(
    ("vat", "sums"),
    [
        (25_910, ["5.182,00 kr.", "1.295,50 kr.", "6.477,50 kr."]),
        (25_900, ["5.180 kr.", "1.295 kr.", "6.475 kr."]),
    ],
)
def test_the_amounts_of_one_payer_are_all_with_ore_or_all_without(vat: int, sums: list[str]) -> None:
    net = 103_640 if vat % 100 else 103_600
    line = InvoiceLine(what=InvoiceLine.What.PLACE, net_ore=net, vat_ore=vat, total_ore=net + vat)
    payer = {"kind": "company", "name": "Øby Kommune", "gln": "", "cvr": "", "order_reference": ""}
    group = _shown(invoicing.Group(payer=payer, lines=[line] * 5))
    assert [group["net"], group["vat"], group["total"]] == sums


@pytest.mark.long
def test_what_is_owed_is_shown_by_payer_and_fetched(organiser: Client, event: Event, sign_up: SignUp) -> None:
    sign_up(ANNE, BO, payer=MUNICIPALITY)
    sign_up(CLARA, key="to", contact=COMPANY and sign_contact("b@example.org"), payer=COMPANY)
    before = said(organiser.get(page(event)))
    assert "Øby Kommune – rekvisition R-17" in before
    assert f"EAN-nummer {GLN}" in before
    assert f"CVR-nummer {CVR}" in before
    assert "I alt 3.885 kr., heraf moms 777 kr." in before
    assert "Hent som fakturagrundlag nr. 1" in before
    assert not InvoiceBasis.objects.exists()
    answer = organiser.post(page(event), follow=True)
    after = said(answer)
    assert "Fakturagrundlag nr. 1 er hentet og ændres ikke mere." in after
    assert "mandag den 1. juni 2026 kl. 12.00 af Dorte Ørsted" in after
    assert "Bo Ågård Plads" in after
    assert "1.036 kr. 259 kr. 1.295 kr." in after
    again = said(organiser.get(page(event)))
    assert "Der er ikke noget nyt at hente." in again
    assert "Hent som" not in again
    assert "Fakturagrundlag nr. 1" in again


def sign_contact(email: str) -> Any:
    from registration.services.people import Contact

    return Contact(name="Bente Ås", email=email)


def test_a_second_press_fetches_nothing_more(organiser: Client, event: Event, sign_up: SignUp) -> None:
    sign_up(payer=MUNICIPALITY)
    fetched(organiser, event)
    assert "Der er ikke noget nyt at hente." in said(organiser.post(page(event), follow=True))
    assert (InvoiceBasis.objects.count(), InvoiceLine.objects.count()) == (1, 1)


@pytest.mark.long
def test_the_lines_are_taken_along_in_csv(organiser: Client, event: Event, sign_up: SignUp) -> None:
    rows = priced(event)
    sign_up(
        type(BO)(**{**BO.__dict__, "name": "=Bo Ågård", "price": str(rows["Medlem"].pk)}), payer=MUNICIPALITY
    )
    number = Registration.objects.get().booking.number
    basis = fetched(organiser, event)
    answer = organiser.get(page(event, "invoice_csv", basis.number))
    assert "fakturagrundlag-laering-paa-tvaers-1.csv" in answer["Content-Disposition"]
    text = b"".join(answer).decode()
    assert text.startswith("\ufeff")
    head, line, end = text.removeprefix("\ufeff").split("\r\n")
    assert head == (
        "Nr.;Linje;Arrangement;Dag;Betaler;Hvem betaler;EAN-nummer;CVR-nummer;Att. eller personreference;"
        "Rekvisitionsnummer;Kontostreng;Samlet tilmelding;"
        "Navn;Hvad;Klasse;Moms;Hvorfor uden moms;Uden moms;Heraf moms;I alt;"
        "Kontaktperson;Kontaktpersonens e-mail;Adresse"
    )
    assert line == (
        f"1;1;Læring på tværs;16-09-2026;Øby Kommune;offentlig myndighed (EAN);{GLN};;Åse Ørum;R-17;;{number};"
        "'=Bo Ågård;plads;Medlem;plus moms;;899,50;224,88;1124,38;Anne Mette Sørensen;anne.mette@example.org;"
    )
    assert end == ""


@pytest.mark.long
def test_the_lines_are_taken_along_in_excel_as_amounts_and_texts(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    made = sign_up(type(BO)(**{**BO.__dict__, "name": "=1+1"}), ANNE, payer=MUNICIPALITY)
    fetched(organiser, event)
    Registration.objects.filter(pk=made.registrations[0].pk).update(
        status="cancelled", ended_at="2026-06-02T10:00Z", person_key=None
    )
    second = fetched(organiser, event)
    answer = organiser.get(page(event, "invoice_excel", second.number))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    assert sheet.title == "Fakturagrundlag nr. 2"
    cells = [cell.value for cell in sheet[2]]
    assert cells[2:4] == ["Læring på tværs", datetime(2026, 9, 16)]
    assert cells[12:14] == ["=1+1", "kredit: plads"]
    assert sheet.cell(2, 13).data_type == "s"
    assert cells[17:20] == [-1036, -259, -1295]
    assert sheet.cell(2, 20).number_format == "#,##0.00"
    assert sheet.max_row == 2


def test_bookings_without_a_payer_are_named_and_the_organiser_tells_it(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    booking = sign_up().booking
    told = said(organiser.get(page(event)))
    assert "De kommer først med, når nogen har skrevet, hvem der skal have fakturaen." in told
    assert "Betaler mangler" in told
    assert f"Anne Mette Sørensen, {booking.number} – 1.295 kr." in told
    address = reverse("admin:registration_booking_payer", args=[booking.pk])
    wrong = organiser.post(address, {"payer-kind": "public", "payer-gln": "123"})
    assert "Et EAN-nummer har 13 cifre. Her er der 3." in said(wrong)
    organiser.post(address, {"payer-kind": "public", "payer-gln": GLN})
    assert Payer.objects.get().gln == GLN
    assert "Betaler mangler" not in said(organiser.get(page(event)))
    of_booking = said(organiser.get(reverse("admin:registration_booking_change", args=[booking.pk])))
    assert f"EAN-nummer {GLN}" in of_booking
    assert "1.295 kr." in of_booking
    assert "Gemte, hvem der betaler" in of_booking
    assert "EAN-nummer, hvem betaler" in of_booking


def test_a_payer_put_right_after_it_was_fetched_is_a_difference(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    booking = sign_up(payer=MUNICIPALITY).booking
    fetched(organiser, event)
    address = reverse("admin:registration_booking_payer", args=[booking.pk])
    form = organiser.get(address)
    assert "Tilmeldingen står allerede på et fakturagrundlag." in said(form)
    organiser.post(address, fields(form) | {"payer-name": "Thy Kommune"})
    told = said(organiser.get(page(event)))
    assert "Kredit: plads" in told
    assert "-1.295 kr." in told
    assert "Thy Kommune" in told


@pytest.mark.long
def test_an_event_free_of_charge_has_none(
    organiser: Client, make_event: Callable[..., Event], event: Event
) -> None:
    free = make_event(slug="gratis", fee_ore=None)
    assert "Arrangementet er gratis, så der er ikke noget at fakturere." in said(organiser.get(page(free)))
    ways = said(organiser.get(reverse("admin:programme_event_change", args=[free.pk])))
    assert "Fakturagrundlag" not in ways
    assert "Fakturagrundlag" in said(organiser.get(reverse("admin:programme_event_change", args=[event.pk])))


@pytest.mark.parametrize(
    ("role", "sees", "fetches"), [("organiser", 200, 302), ("desk", 200, 403), ("reader", 403, 403)]
)
def test_who_may_see_and_who_may_fetch(
    role: str,
    sees: int,
    fetches: int,
    colleague: Callable[[str], Client],
    event: Event,
    sign_up: SignUp,
    clock: Any,
) -> None:
    sign_up(payer=MUNICIPALITY)
    client = colleague(role)
    assert client.get(page(event)).status_code == sees
    assert client.post(page(event)).status_code == fetches
    assert InvoiceBasis.objects.exists() == (fetches == 302)


def test_nobody_sees_those_of_another_organisation(
    organiser: Client, outsider: Client, event: Event, others_event: Event, sign_up: SignUp
) -> None:
    sign_up(payer=MUNICIPALITY)
    basis = fetched(organiser, event)
    ends = [page(event), *(page(event, f"invoice_{end}", basis.number) for end in ("basis", "csv", "excel"))]
    for address in ends:
        assert outsider.get(address).status_code == 404, address
        answer = organiser.get(address)
        assert answer.status_code == 200, address
        assert b"".join(answer)
    assert outsider.post(page(event)).status_code == 404
    assert organiser.get(page(event, "invoice_basis", 2)).status_code == 404
    booking = Registration.objects.get().booking
    address = reverse("admin:registration_booking_payer", args=[booking.pk])
    assert outsider.get(address).status_code == 404
    assert list(InvoiceBasis.objects.visible_to(event.owner.staff.get())) == [basis]
    assert not InvoiceBasis.objects.visible_to(others_event.owner.staff.get()).exists()


@pytest.mark.long
@pytest.mark.parametrize("people", [1, 12])
def test_however_many_lines_there_are_few_questions(
    people: int, organiser: Client, event: Event, sign_up: SignUp, django_assert_max_num_queries: Any
) -> None:
    Event.objects.update(capacity=None)
    for number in range(people):
        sign_up(
            type(BO)(name=f"Gæst {number}", email=f"g{number}@example.org"),
            contact=sign_contact(f"k{number}@example.org"),
            payer=MUNICIPALITY if number % 2 else None,
        )
    with django_assert_max_num_queries(14):
        organiser.get(page(event))


# ------------------------------------------------------------------ the table of prices


CHANGE = "admin:programme_event_change"


PRICE = {"order": "1", "name": "Deltager", "amount_ore": "1.295", "vat": "included"}


def save(organiser: Client, event: Event, *rows: dict[str, str], **more: str) -> Any:
    address = reverse(CHANGE, args=[event.pk])
    data = shown(organiser.get(address))
    first = int(data["prices-INITIAL_FORMS"])
    for number, row in enumerate(rows, start=first):
        data |= {f"prices-{number}-{name}": value for name, value in row.items()}
    data["prices-TOTAL_FORMS"] = str(first + len(rows))
    return organiser.post(address, data | more)


def test_prices_are_written_on_the_events_page(organiser: Client, event: Event) -> None:
    saved = save(
        organiser,
        event,
        {"order": "1", "name": "Deltager", "amount_ore": "1.295,00", "vat": "excluded", "early_ore": "995",
         "early_until": "30/6-2026"},
        {"order": "2", "name": "Oplægsholder", "amount_ore": "0", "vat": "included", "reason": "Holder oplæg"},
    )  # fmt: skip
    assert saved.status_code == 302
    columns = ("name", "amount_ore", "vat", "reason", "early_ore", "early_until")
    assert list(Price.objects.values_list(*columns)) == [
        ("Deltager", 129_500, "excluded", "", 99_500, date(2026, 6, 30)),
        ("Oplægsholder", 0, "included", "Holder oplæg", None, None),
    ]
    event = Event.objects.get()
    assert (event.has_prices, event.fee_ore) == (True, 129_500)
    again = organiser.get(reverse(CHANGE, args=[event.pk]))
    assert "Hvad det koster, står i tabellen med priser nedenfor." in said(again)
    cleared = save(organiser, event, **{"prices-0-DELETE": "on", "prices-1-DELETE": "on"})
    assert cleared.status_code == 302
    event = Event.objects.get()
    assert (event.has_prices, event.fee_ore, Price.objects.count()) == (False, 129_500, 0)


def test_prices_stand_in_the_order_they_are_written(organiser: Client, event: Event) -> None:
    """A row that a script adds has no number; one that is left empty is none."""
    rows = [
        {"order": order, "name": name, "amount_ore": "1.295", "vat": "included"}
        for order, name in (("1", "Deltager"), ("", "Medlem på Ærø"), ("", "Studerende"))
    ]
    empty = {"order": "", "name": "", "amount_ore": "", "vat": "included"}
    assert save(organiser, event, *rows, empty).status_code == 302
    assert list(Price.objects.values_list("name", "order")) == [
        ("Deltager", 1),
        ("Medlem på Ærø", 2),
        ("Studerende", 3),
    ]
    late = PRICE | {"order": "", "name": "Sent skrevet"}
    assert save(organiser, event, late, **{"prices-0-order": "9"}).status_code == 302
    names = ["Medlem på Ærø", "Studerende", "Deltager", "Sent skrevet"]
    assert list(Price.objects.values_list("name", flat=True)) == names
    blank = organiser.get(reverse(CHANGE, args=[event.pk])).content.decode()
    assert 'name="prices-__prefix__-order"' in blank
    assert not re.search(r'name="prices-__prefix__-order"[^>]* value=', blank)


@pytest.mark.parametrize(
    ("fee", "amount", "is_taken"), [(129_500, "1.295", True), (129_500, "300", False), (None, "300", True)]
)
def test_the_one_fee_is_one_of_the_prices_or_there_is_none(
    fee: int | None, amount: str, is_taken: bool, dorte: User, event: Event
) -> None:
    event.fee_ore = fee
    assert typed_into_table(event, Price, PRICE | {"amount_ore": amount}, by=dorte).is_valid() is is_taken


@pytest.mark.long
def test_the_one_fee_is_among_the_prices_that_come_instead_of_it_or_is_emptied(
    organiser: Client, event: Event
) -> None:
    student = PRICE | {"name": "Studerende – også på Ærø", "amount_ore": "300"}
    answer = save(organiser, event, student)
    assert answer.status_code == 200
    assert (
        "Gebyret på 1.295 kr. er ingen af disse priser. Skriv det som en af dem, eller tøm feltet med gebyret ovenfor."
        in said(answer)
    )
    assert shown(answer)["prices-0-name"] == "Studerende – også på Ærø"
    assert not Price.objects.exists()
    assert save(organiser, event, student, PRICE | {"order": "2"}).status_code == 302
    assert Event.objects.get().fee_ore == 30_000
    Price.objects.all().delete()
    Event.objects.update(has_prices=False, fee_ore=129_500)
    assert save(organiser, event, student, fee_ore="").status_code == 302
    assert Event.objects.get().fee_ore == 30_000


def test_a_price_of_which_nothing_is_wrong_is_taken(dorte: User, event: Event) -> None:
    assert typed_into_table(event, Price, PRICE, by=dorte).is_valid()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"amount_ore": "0"}, "Skriv, hvorfor der ikke er moms, eller hvorfor prisen er 0."),
        ({"vat": "exempt"}, "Skriv, hvorfor der ikke er moms, eller hvorfor prisen er 0."),
        ({"early_ore": "900"}, "En tidlig pris har et beløb og en sidste dag."),
        ({"early_ore": "1.300", "early_until": "30/6-2026"}, "Den tidlige pris er højere end den senere."),
        ({"amount_ore": ""}, "Udfyld feltet."),
        ({"amount_ore": "12,345"}, "Skriv beløbet i kroner, for eksempel 1.295 eller 1.295,50."),
    ],
)
def test_what_is_wrong_with_a_price_is_told(
    row: dict[str, str], sentence: str, dorte: User, event: Event
) -> None:
    table = typed_into_table(event, Price, PRICE | row, by=dorte)
    assert not table.is_valid()
    (told,) = (sentences_of(form).values() for form in table.forms)
    assert [sentence] in list(told)


@pytest.mark.long
def test_a_price_that_is_wrong_is_told_on_the_page_and_is_not_kept(organiser: Client, event: Event) -> None:
    answer = save(organiser, event, PRICE | {"early_ore": "900"})
    assert answer.status_code == 200
    assert "En tidlig pris har et beløb og en sidste dag." in said(answer)
    assert shown(answer)["prices-0-early_ore"] == "900"
    assert not Price.objects.exists()


def test_the_list_shows_and_finds_the_price_class(organiser: Client, event: Event, sign_up: SignUp) -> None:
    rows = priced(event)
    sign_up(ANNE, type(BO)(**{**BO.__dict__, "price": str(rows["Medlem"].pk)}))
    address = reverse("admin:registration_registration_changelist")
    listed = said(organiser.get(address, {"event": str(event.pk)}))
    assert "Medlem, 899,50 kr. plus moms" in listed
    assert "Anne Mette Sørensen" in listed
    only = said(organiser.get(address, {"event": str(event.pk), "priskategori": "Medlem"}))
    assert "Bo Ågård" in only
    assert "Anne Mette Sørensen" not in only


@pytest.mark.long
def test_the_person_shows_the_difference_to_her_own_class(
    organiser: Client, event: Event, sign_up: SignUp
) -> None:
    place = sign_up().registrations[0]
    Registration.objects.filter(pk=place.pk).update(
        promised_class="Studerende", promised_fee_ore=25_000, other_class="Deltager", other_class_ore=129_500
    )
    told = said(organiser.get(reverse("admin:registration_registration_change", args=[place.pk])))
    assert (
        "Hører til prisklassen Deltager, der kostede 1.045 kr. mere end pladsen (Studerende). "
        "Pladsen beholder sin pris." in told
    )
    assert "Pris Studerende, 250 kr. inkl. moms" in told


# ------------------------------------------------------------------ on behalf of others


def test_people_are_signed_up_at_their_prices_with_a_payer(organiser: Client, event: Event) -> None:
    rows = {name: str(row.pk) for name, row in priced(event).items()}
    address = page(event, "sign_up")
    form = organiser.get(address)
    assert "Pris" in said(form)
    typed = {
        "contact_name": "Tove Ålund", "contact_email": "tove@example.org", "rows": "3",
        "p1-name": "Gerda Yde", "p1-price": rows["Medlem"], "p2-name": "Hans Bæk", "p2-price": rows["Deltager"],
        "p3-name": "", "p3-price": rows["Studerende"],
        "payer-kind": "public", "payer-gln": GLN, "payer-order_reference": "Æ-9",
    }  # fmt: skip
    check = organiser.post(address, typed | {"action": "check"})
    told = said(check)
    assert "– Medlem, 899,50 kr. plus moms (i alt 1.124,38 kr.)" in told
    assert "I alt 2.119,38 kr., heraf moms 423,88 kr." in told
    assert "Rekvisitionsnummer Æ-9" in told
    back = organiser.post(address, fields(check) | {"action": "edit"})
    assert fields(back)["payer-gln"] == GLN
    assert f'<option value="{rows["Medlem"]}" selected>' in back.content.decode()
    assert organiser.post(address, fields(check) | {"action": "confirm"}).status_code == 302
    promised = Registration.objects.order_by("pk").values_list("name", "promised_class", "promised_fee_ore")
    assert list(promised) == [("Gerda Yde", "Medlem", 89_950), ("Hans Bæk", "Deltager", 99_500)]
    assert Payer.objects.get().order_reference == "Æ-9"


@pytest.mark.long
def test_whoever_pays_may_follow_when_an_organiser_signs_people_up(organiser: Client, event: Event) -> None:
    typed = {
        "contact_name": "Tove Ålund",
        "contact_email": "tove@example.org",
        "rows": "1",
        "p1-name": "Åse Yde",
    }
    check = organiser.post(page(event, "sign_up"), typed | {"action": "check"})
    assert "Betaler følger senere" in said(check)
    organiser.post(page(event, "sign_up"), fields(check) | {"action": "confirm"})
    assert (Registration.objects.count(), Payer.objects.count()) == (1, 0)
    wrong = organiser.post(
        page(event, "sign_up"), typed | {"payer-kind": "company", "payer-cvr": "1", "action": "check"}
    )
    assert "Et CVR-nummer har 8 cifre. Her er der 1." in said(wrong)
