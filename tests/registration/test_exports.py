"""Lists to take along: what stands in them, in which order, and what never does."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from programme.cancellation import as_json
from programme.models import Event
from registration import policy
from registration.exports import people
from registration.exports.addresses import addresses
from registration.exports.tables import csv_lines, excel_file
from registration.models import Booking, PersonalNeeds, Registration
from tests.rules import BY_STEPS

HEADINGS = [
    "Nr.",
    "Navn",
    "Stilling",
    "Arbejdsplads",
    "Kommune",
    "E-mail",
    "Telefon",
    "Status",
    "Tilmeldt",
    "Bindende fra",
    "Deltager i stedet for",
    "Samlet tilmelding",
    "Kontaktperson",
    "Kontaktpersonens e-mail",
    "Nyheder",
]
# Beside them where it costs something.
PRICED = [*HEADINGS, "Prisklasse", "Pris i kroner", "Moms"]
FREE = ["", "0,00", ""]
SIGNED_UP = datetime(2026, 6, 1, 7, 5, 31, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_danish() -> Any:
    with translation.override("da"):
        yield


@pytest.fixture
def booking(event: Event) -> Booking:
    return Booking.objects.create(
        event=event,
        number="482913",
        contact_name="Anne Mette Sørensen",
        contact_email="anne.mette@example.org",
        organisation="Øby Bibliotek",
        idempotency_key="k1",
        content_hash="h1",
        created_at=SIGNED_UP,
    )


@pytest.fixture
def come(booking: Booking) -> Callable[..., Registration]:
    """Gives somebody a place, as the services would."""

    def come(name: str, **facts: Any) -> Registration:
        one = Registration(
            **{
                "booking": booking,
                "event": booking.event,
                "name": name,
                "status": "confirmed",
                "created_at": SIGNED_UP,
                "confirmed_at": SIGNED_UP,
                "promised_binding_after": booking.event.binding_after,
            }
            | facts
        )
        one.set_person_columns(contact_email=one.booking.contact_email)
        if one.status in Registration.ENDED:
            one.ended_at, one.person_key = SIGNED_UP + timedelta(days=1), None
        one.save()
        return one

    return come


def read_csv() -> list[list[str]]:
    text = "".join(csv_lines(people.table(Registration.objects.all())))
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def read_excel() -> list[tuple[Any, ...]]:
    with excel_file(people.table(Registration.objects.all())) as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    sheet = book.active
    assert sheet is not None
    assert (sheet.title, sheet.freeze_panes) == ("Deltagere", "C2")
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.rows for cell in row)
    return list(sheet.iter_rows(values_only=True))


def test_a_list_tells_of_each_person_in_danish_order(come: Callable[..., Registration]) -> None:
    old = come("Åse Ægidius", status="substituted")
    come(
        "Bo Østergård",
        job_title="Børnebibliotekar",
        organisation="Øby Bibliotek",
        municipality="Ærø",
        email="bo@example.org",
        phone="12 34 56 78",
        newsletter_consent=True,
        substitute_for=old,
        promised_class="Medlem",
        promised_fee_ore=129_550,
        promised_vat="excluded",
    )
    come("Zenia Holm", status="cancelled", still_owed=True)
    since = ["01-06-2026 9.05", "03-09-2026"]
    contact = ["482913", "Anne Mette Sørensen", "anne.mette@example.org"]
    bo = ["Bo Østergård", "Børnebibliotekar", "Øby Bibliotek", "Ærø", "bo@example.org", "12 34 56 78"]
    assert read_csv() == [
        PRICED,
        ["1", *bo, "kommer", *since, "Åse Ægidius", *contact, "ja", "Medlem", "1295,50", "plus moms"],
        ["2", "Zenia Holm", *[""] * 5, "plads givet tilbage", *since, "", *contact, "nej", *FREE],
        ["3", "Åse Ægidius", *[""] * 5, "afløst af en anden", *since, "", *contact, "nej", *FREE],
    ]


def test_a_list_of_a_free_event_says_nothing_of_prices(come: Callable[..., Registration]) -> None:
    come("Åse Ægidius")
    Event.objects.update(fee_ore=None)
    assert read_csv()[0] == HEADINGS
    assert [len(row) for row in read_csv()] == [len(HEADINGS)] * 2


def test_excel_holds_the_same_with_real_days(come: Callable[..., Registration]) -> None:
    come("Åse Ægidius", job_title="Leder", promised_fee_ore=129_550)
    assert read_excel() == [
        tuple(PRICED),
        (
            *(1, "Åse Ægidius", "Leder", None, None, None, None, "kommer"),
            *(datetime(2026, 6, 1, 9, 5), datetime(2026, 9, 3), None),
            *("482913", "Anne Mette Sørensen", "anne.mette@example.org", "nej"),
            *(None, 1295.5, "inkl. moms"),
        ),
    ]


def test_an_empty_list_has_its_headings(event: Event) -> None:
    assert read_csv() == [HEADINGS]
    assert read_excel() == [tuple(HEADINGS)]


def test_danish_excel_is_given_marks_and_line_ends_it_knows(come: Callable[..., Registration]) -> None:
    come("Bo; den anden")
    raw = "".join(csv_lines(people.table(Registration.objects.all()))).encode()
    assert raw.startswith(b"\xef\xbb\xbfNr.;Navn;Stilling;")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    assert b'1;"Bo; den anden";;' in raw


@pytest.mark.parametrize(
    "typed", ["=1+1", "+45", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x";"Å")', "＝1+1"]
)
def test_nothing_typed_is_a_live_formula(come: Callable[..., Registration], typed: str) -> None:
    come(typed, job_title=typed, organisation=typed, municipality=typed, phone=typed)
    row = read_csv()[1]
    assert [row[column] for column in (1, 2, 3, 4, 6)] == [f"'{typed}"] * 5
    # Excel's own file says of each cell that it is a text; read_excel holds that none is a formula.
    assert read_excel()[1][2] in {typed, typed.replace("\r", "\n"), typed.replace("\r", "_x000D_")}


def test_a_harmless_sign_inside_a_name_stays(come: Callable[..., Registration]) -> None:
    come("Anne-Mette = @ +")
    assert read_csv()[1][1] == "Anne-Mette = @ +"


def test_no_list_tells_of_food_or_access(come: Callable[..., Registration]) -> None:
    PersonalNeeds.objects.create(
        registration=come("Åse"),
        dietary_needs="ingen nødder",
        access_needs="teleslynge",
        consent="Ja",
        consented_at=SIGNED_UP,
    )
    told = str(read_csv()) + str(read_excel())
    assert "nødder" not in told
    assert "teleslynge" not in told


def test_the_clock_is_that_of_the_event_summer_and_winter(come: Callable[..., Registration]) -> None:
    come("A", created_at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    come("B", created_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert [row[8] for row in read_csv()[1:]] == ["01-02-2026 0.30", "01-07-2026 0.30"]


def test_a_promise_binds_no_earlier_than_it_said(come: Callable[..., Registration], event: Event) -> None:
    come("A", promised_binding_after=date(2026, 9, 5))
    come("B", promised_binding_after=date(2026, 8, 1))
    come("C", promised_binding_after=None)
    assert [row[9] for row in read_csv()[1:]] == ["06-09-2026", "03-09-2026", ""]


@pytest.mark.parametrize(
    ("promised", "binding"),
    [
        ({"promised_class": "Oplægsholder", "promised_fee_ore": None}, ""),
        ({"promised_class": "Deltager", "promised_fee_ore": 129_500}, ""),
        ({"promised_class": "", "promised_fee_ore": None}, "03-09-2026"),
    ],
)
def test_the_list_says_of_each_class_what_her_own_page_says(
    come: Callable[..., Registration], event: Event, promised: dict[str, Any], binding: str
) -> None:
    place = come("Bo Ågård", promised_rule=as_json(event.cancellation_rule), **promised)
    # Now leaving costs an amount and never binds, which is the better rule for whoever owes less than the whole fee.
    steps = [{"until": "2026-09-02", "ore": 0}, {"until": None, "ore": 20_000}]
    Event.objects.update(**BY_STEPS | {"cancellation_steps": steps})
    place = Registration.objects.select_related("event").get(pk=place.pk)
    bound = policy.bound_from(place.terms, zone=event.timezone)
    assert (bound is None) is (binding == "")
    assert read_csv()[1][HEADINGS.index("Bindende fra")] == binding


def test_the_terms_of_a_place_are_read_from_the_columns_that_are_listed_for_it(
    come: Callable[..., Registration], django_assert_num_queries: Callable[..., Any]
) -> None:
    come("Bo Ågård")
    (place,) = Registration.objects.select_related("event").only("event", *Registration.TERMS_FIELDS)
    assert place.event.starts_on
    with django_assert_num_queries(0):
        assert place.terms.free_until == date(2026, 9, 2)


def test_a_list_of_several_events_says_which(
    come: Callable[..., Registration], make_event: Callable[..., Event]
) -> None:
    other = make_event(title="Ældre og læsning", slug="aeldre")
    come("A")
    come("B", event=other)
    rows = read_csv()
    assert rows[0] == [*PRICED, "Arrangement"]
    assert [row[-1] for row in rows[1:]] == [
        "Læring på tværs (16. september 2026)",
        "Ældre og læsning (16. september 2026)",
    ]


def test_a_person_who_was_forgotten_is_named_deleted(come: Callable[..., Registration]) -> None:
    old = come("", status="substituted")
    come("Bo", substitute_for=old)
    assert {row[1]: row[10] for row in read_csv()[1:]} == {"": "", "Bo": "(slettet)"}


def test_addresses_reach_everybody_once_and_those_without_through_their_contact(
    come: Callable[..., Registration],
) -> None:
    come("Åse Ægidius", email="aase@example.org")
    come("Bo, Østergård; <chef>", email="bo@example.org")
    come("Carl", email="bo@example.org")
    come("Ditte Åby")
    found = addresses(Registration.objects.all())
    assert found.for_outlook() == (
        "Bo Østergård chef <bo@example.org>; Anne Mette Sørensen <anne.mette@example.org>; "
        "Åse Ægidius <aase@example.org>"
    )
    assert found.contacts == []
    assert found.without == ["Ditte Åby"]
    Registration.objects.filter(email="").delete()
    found = addresses(Registration.objects.all())
    assert found.for_outlook() == "Bo Østergård chef <bo@example.org>; Åse Ægidius <aase@example.org>"
    assert found.contacts_for_outlook() == "Anne Mette Sørensen <anne.mette@example.org>"


def test_a_long_list_costs_two_queries(
    come: Callable[..., Registration], django_assert_num_queries: Any
) -> None:
    come("A")
    come("B")
    with django_assert_num_queries(2):
        read_csv()
