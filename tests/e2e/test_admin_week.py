"""What an organiser does every week, from the start page and by the keys alone: wherever they come, it is seen."""

import pytest
from playwright.sync_api import Page

from programme.models import Session
from registration.models import OwedMail, Registration
from tests.cast import BOUND
from tests.e2e.hands import Keys, led_by
from tests.e2e.inspector import Inspector
from tests.e2e.visitor import Way

# Of a field with several lines the browser shows the one that is written; here there is room for all of them.
TALL = (1280, 1200)
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        "visitor",
        [Way(TALL, hands=Keys), Way(TALL, hands=Keys, scripts=False)],
        ids=["with JavaScript", "without JavaScript"],
        indirect=True,
    ),
]

EVENT = "(Læring på tværs)"


@pytest.fixture
def page(desk: Inspector) -> Page:
    desk.visitor.open("/admin/")
    return desk.page


def test_somebody_telephones_and_her_link_is_sent_again(
    people: list[Registration], desk: Inspector, page: Page
) -> None:
    visitor = desk.visitor
    visitor.write(q="12 34 56 78")
    led_by(page, lambda: page.keyboard.press("Enter"))
    visitor.follow("Bo Ågård")
    assert visitor.heading == "Bo Ågård – Læring på tværs"
    visitor.follow("Send nyt link")
    visitor.press("Send nyt link")
    assert page.locator(".messagelist .success").count() == 1
    assert OwedMail.objects.filter(registration=people[1]).latest("pk").to_email == "bo@example.org"


def test_a_list_from_a_mail_is_signed_up(people: list[Registration], desk: Inspector, page: Page) -> None:
    visitor = desk.visitor
    visitor.follow(f"Tilmeld på vegne af andre {EVENT}")
    field = page.get_by_label("En liste fra en mail eller Excel")
    visitor.hands.reach(field)  # type: ignore[attr-defined]
    page.keyboard.insert_text("Åse Ægir <aase@example.org>\nIb Holm <ib@example.org>")
    visitor.press("Læs listen")
    visitor.hands.write(page.get_by_label("Kontaktpersonens navn"), "Tove Ålund")
    visitor.hands.write(page.get_by_label("Kontaktpersonens e-mail"), "tove@example.org")
    visitor.press("Se, hvad der vil ske")
    visitor.press("Tilmeld 2 personer")
    assert page.get_by_text("2 personer er tilmeldt.").is_visible()
    names = Registration.objects.filter(booking__contact_name="Tove Ålund").order_by("pk")
    assert list(names.values_list("name", flat=True)) == ["Åse Ægir", "Ib Holm"]


def test_a_bound_place_is_handed_over(people: list[Registration], desk: Inspector, page: Page) -> None:
    visitor = desk.visitor
    visitor.clock.move_to(BOUND)
    visitor.open("/admin/")
    visitor.follow(f"Deltagere {EVENT}")
    visitor.follow("Bo Ågård")
    visitor.follow("Overdrag til en anden")
    visitor.hands.write(page.get_by_label("Navn"), "Ditte Østergård")
    visitor.hands.write(page.get_by_label("E-mail"), "ditte@example.org")
    visitor.press("Overdrag pladsen")
    assert page.get_by_text("Ditte Østergård har pladsen nu.").is_visible()
    assert visitor.heading == "Ditte Østergård – Læring på tværs"


def test_the_programme_is_mended(people: list[Registration], desk: Inspector, page: Page) -> None:
    visitor, event = desk.visitor, people[0].event
    Session.objects.create(event=event, day=event.starts_on, title="Kaffe og rundstykker")
    visitor.follow(f"Programmet {EVENT}")
    title = page.locator("main input[value='Kaffe og rundstykker']")
    visitor.hands.reach(title)  # type: ignore[attr-defined]
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Kaffe og æblekage")
    visitor.press("Gem")
    assert Session.objects.filter(title="Kaffe og æblekage").count() == 1


def test_the_addresses_are_copied(people: list[Registration], desk: Inspector, page: Page) -> None:
    desk.visitor.follow(f"Kopiér adresser {EVENT}")
    # The field gets the focus by itself, so that two keys copy it.
    page.locator("#addresses:focus").wait_for()
    page.keyboard.press("Control+A")
    chosen = page.evaluate("getSelection().toString()")
    assert "bo@example.org" in chosen
    assert "anne.mette@example.org" in chosen


def test_the_list_is_taken_along_in_excel(people: list[Registration], desk: Inspector, page: Page) -> None:
    link = page.get_by_role("link", name=f"Hent som Excel {EVENT}", exact=True)
    desk.visitor.hands.reach(link)  # type: ignore[attr-defined]
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_draft_is_shown_on_the_website(people: list[Registration], desk: Inspector, page: Page) -> None:
    event = people[0].event
    type(event).objects.create(
        owner=event.owner,
        title="Ordenes hus",
        slug="ordenes-hus",
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        contact_email="dorte@example.org",
    )
    desk.visitor.open("/admin/")
    desk.visitor.press("Vis på hjemmesiden (Ordenes hus)")
    assert page.get_by_text("»Ordenes hus (16. september 2026)« er nu på hjemmesiden.").is_visible()
