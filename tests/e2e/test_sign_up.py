"""A secretary at the sign-up form: what she types is kept, and nothing happens twice."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from programme.models import Event
from registration.models import Booking
from tests.cast import statuses
from tests.e2e.conftest import SUMMER
from tests.e2e.hands import Keys, led_by
from tests.e2e.visitor import Visitor, Way, accept, go_to_the_check_page

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("visitor", [Way(scripts=False)], ids=["no JavaScript"], indirect=True)
def test_a_pasted_list_is_read_without_javascript(visitor: Visitor, event: Event) -> None:
    visitor.open(f"/{event.slug}/tilmelding/")
    visitor.page.locator("summary").click()
    visitor.write(pasted="Bo Ågård <bo@example.org>; Clara Æbelø <clara@example.org>")
    visitor.press("Indsæt listen")
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
    visitor.pays_later()
    visitor.take_time()
    visitor.press("Fortsæt")
    accept(visitor, people=3)
    assert [name for name, _status in statuses(event.pk)] == [
        "Anne Mette Sørensen",
        "Bo Ågård",
        "Clara Æbelø",
    ]


@pytest.mark.parametrize("visitor", [Way(hands=Keys)], ids=["keys"], indirect=True)
def test_enter_in_a_field_continues(visitor: Visitor, event: Event) -> None:
    visitor.open(f"/{event.slug}/tilmelding/")
    visitor.pays_later()
    visitor.write(contact_name="Anne Mette Sørensen", contact_email="anne.mette@example.org")
    visitor.take_time()
    led_by(visitor.page, lambda: visitor.page.keyboard.press("Enter"))
    assert visitor.heading == "Se tilmeldingen igennem"
    visitor.tick("Jeg accepterer disse betingelser")
    led_by(visitor.page, lambda: visitor.page.keyboard.press("Enter"))
    assert visitor.heading == "Tak – tilmeldingen er modtaget"
    assert statuses(event.pk) == [("Anne Mette Sørensen", "confirmed")]


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
    visitor.page.get_by_role("link", name="Person 2, E-mail: Det er ikke en e-mailadresse.").click()
    assert visitor.focused.get_attribute("name") == "p1-email"
    visitor.write(contact_email="anne.mette@example.org", p1_email="bo@example.org")
    visitor.pays_later()
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
    visitor.pays_later()
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
    visitor.page.get_by_label("Tilmeld kun de afkrydsede herunder, og ingen til ventelisten").check()
    visitor.page.get_by_label("Bo Ågård, Leder").uncheck()
    visitor.page.get_by_label("Clara Æbelø").check()
    visitor.press("Fortsæt")
    accept(visitor, people=2)
    assert [name for name, _status in statuses(event.pk)] == ["Anne Mette Sørensen", "Clara Æbelø"]
