"""A secretary signs up herself and two colleagues, at a desk and on a phone."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from programme.models import Event
from registration.models import Booking
from tests.cast import statuses
from tests.e2e.conftest import DESK, PHONE, SUMMER, Visitor, accept, go_to_the_check_page

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_three_people_are_signed_up_and_their_mails_come(
    visitor: Visitor, event: Event, post: Callable[[], dict[str, str]], size: tuple[int, int]
) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.open("/")
    visitor.follow(event.title)
    visitor.follow("Tilmeld")
    visitor.write(count="3")
    visitor.press("Opdater antal")
    assert visitor.focused.get_attribute("name") == "contact_name"
    visitor.write(contact_name="Anne Mette Sørensen", job_title="Sekretær", organisation="Øby Bibliotek")
    visitor.write(municipality="Ærø", contact_email="anne.mette@example.org")
    visitor.write(p1_name="Bo Ågård", p1_job_title="Leder", p1_email="bo@example.org", p2_name="Clara Æbelø")
    visitor.take_time()
    visitor.press("Fortsæt")
    assert visitor.heading == "Se tilmeldingen igennem"
    assert Booking.objects.count() == 0
    visitor.page.get_by_label("Jeg accepterer disse betingelser").check()
    visitor.press("Tilmeld 3 personer – bindende efter 2. september 2026")
    assert visitor.heading == "Tak – tilmeldingen er modtaget"
    booking = Booking.objects.get()
    assert f"tilmeldingsnummer er {booking.number}" in visitor.text
    assert statuses(event.pk) == [
        ("Anne Mette Sørensen", "confirmed"),
        ("Bo Ågård", "confirmed"),
        ("Clara Æbelø", "confirmed"),
    ]
    assert sorted(post()) == ["anne.mette@example.org", "bo@example.org"]


def test_one_person_signs_up_with_the_keyboard_alone(visitor: Visitor, event: Event) -> None:
    keys = visitor.page.keyboard

    def tab_to(selector: str) -> None:
        for _step in range(30):
            keys.press("Tab")
            if visitor.page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(selector)

    visitor.open(f"/{event.slug}/")
    keys.press("Tab")
    assert visitor.focused.inner_text() == "Gå til indholdet"
    keys.press("Enter")
    tab_to("a.button")
    keys.press("Enter")
    visitor.page.wait_for_url("**/tilmelding/")
    for name, value in {
        "contact_name": "Anne Mette Sørensen",
        "contact_email": "anne.mette@example.org",
    }.items():
        tab_to(f"[name={name}]")
        keys.type(value)
    visitor.take_time()
    keys.press("Enter")
    visitor.page.wait_for_selector("#id_accept")
    keys.press("Tab")
    tab_to("#id_accept")
    keys.press("Space")
    tab_to("main form .actions .button")
    keys.press("Enter")
    visitor.page.wait_for_url("**/kvittering/**")
    assert statuses(event.pk) == [("Anne Mette Sørensen", "confirmed")]


def test_three_people_are_signed_up_without_javascript(
    browser: Browser, browser_context_args: dict[str, Any], visitor: Visitor, event: Event
) -> None:
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        plain = Visitor(context.new_page(), visitor.site, visitor.clock)
        plain.open(f"/{event.slug}/tilmelding/")
        plain.page.locator("summary").click()
        plain.write(pasted="Bo Ågård <bo@example.org>; Clara Æbelø <clara@example.org>")
        plain.press("Indsæt listen")
        plain.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
        plain.take_time()
        plain.press("Fortsæt")
        accept(plain, people=3)
    assert plain.complaints == []
    assert [name for name, _status in statuses(event.pk)] == [
        "Anne Mette Sørensen",
        "Bo Ågård",
        "Clara Æbelø",
    ]


def test_typed_text_survives_errors_the_back_button_and_a_lunch(visitor: Visitor, event: Event) -> None:
    def typed() -> list[str]:
        names = ("contact_name", "contact_email", "p1-name", "p1-email")
        return [visitor.page.locator(f"[name={name}]").input_value() for name in names]

    visitor.open(f"/{event.slug}/tilmelding/")
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette")
    visitor.press("Tilføj en kollega")
    assert visitor.focused.get_attribute("name") == "p1-name"
    visitor.write(p1_name="Bo Ågård", p1_email="bo")
    visitor.press("Fortsæt")
    assert typed() == ["Anne Mette Sørensen", "anne.mette", "Bo Ågård", "bo"]
    assert visitor.focused.get_attribute("class") == "error-summary"
    visitor.page.get_by_role("link", name="Person 2: Det er ikke en e-mailadresse.").click()
    assert visitor.focused.get_attribute("name") == "p1-email"
    visitor.write(contact_email="anne.mette@example.org", p1_email="bo@example.org")
    right = ["Anne Mette Sørensen", "anne.mette@example.org", "Bo Ågård", "bo@example.org"]
    visitor.take_time(hours=2)
    visitor.page.context.clear_cookies()
    visitor.press("Fortsæt")
    assert visitor.heading == "Se tilmeldingen igennem"
    assert "Alt, hvad du skrev, står her stadig" in visitor.text
    visitor.page.go_back()
    assert typed() == right
    visitor.page.go_forward()
    visitor.press("Tilbage til formularen")
    assert typed() == right
    visitor.press("Fortsæt")
    accept(visitor, people=2)
    visitor.page.go_back()
    accept(visitor, people=2)
    assert Booking.objects.count() == 1


def test_a_double_press_makes_one_booking_and_two_tabs_make_two(visitor: Visitor, event: Event) -> None:
    go_to_the_check_page(visitor, event)
    other = Visitor(visitor.page.context.new_page(), visitor.site, visitor.clock)
    go_to_the_check_page(other, event, email="en-anden@example.org")
    visitor.page.locator("#id_accept").check()
    visitor.page.locator(".actions .button").dblclick()
    visitor.page.wait_for_url("**/kvittering/**")
    assert "anne.mette@example.org" in visitor.text
    assert Booking.objects.count() == 1
    accept(other)
    assert "en-anden@example.org" in other.text
    assert Booking.objects.count() == 2
    visitor.page.reload()
    assert "anne.mette@example.org" in visitor.text
    visitor.page.emulate_media(media="print")
    assert not visitor.page.get_by_role("link", name="Ret din egen adresse").is_visible()
    assert visitor.page.get_by_text("Anne Mette Sørensen").first.is_visible()
    assert len(PdfReader(BytesIO(visitor.page.pdf())).pages) == 1


def test_whoever_signs_up_faster_than_anybody_types_is_asked_one_question(
    visitor: Visitor, event: Event
) -> None:
    visitor.clock.move_to(SUMMER, tick=False)
    visitor.open(f"/{event.slug}/tilmelding/")
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
    visitor.press("Fortsæt")
    question = visitor.page.locator("label[for=id_answer]").inner_text()
    numbers = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7}
    visitor.write(answer=str(sum(numbers.get(word, 0) for word in question.replace("?", "").split())))
    accept(visitor)


def test_too_few_places_ask_who_is_to_have_them(visitor: Visitor, event: Event) -> None:
    Event.objects.update(capacity=2)
    go_to_the_check_page(visitor, event, people=3)
    assert visitor.heading == "For få pladser"
    assert visitor.focused.get_attribute("role") == "alert"
    visitor.page.get_by_label("Bo Ågård, Leder").uncheck()
    visitor.page.get_by_label("Clara Æbelø").check()
    visitor.press("Fortsæt med de valgte")
    accept(visitor, people=2)
    assert [name for name, _status in statuses(event.pk)] == ["Anne Mette Sørensen", "Clara Æbelø"]
