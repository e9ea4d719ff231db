"""A secretary signs up herself and two colleagues, at a desk and on a phone."""

from collections.abc import Callable

import pytest

from programme.models import Event
from registration.models import Booking
from tests.cast import statuses
from tests.e2e.conftest import DESK, PHONE, Visitor

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
