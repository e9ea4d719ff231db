from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.models import Event
from registration.mail_preview import previews
from registration.models import Booking, OwedMail, Registration
from registration.services import cancelling
from registration.services.acts import ATTENDEE
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]


def rows() -> list[int]:
    return [model.objects.count() for model in (Booking, Registration, OwedMail)]


@pytest.mark.long
def test_every_mail_can_be_read_before_anybody_has_signed_up(event: Event) -> None:
    shown = previews(event, now=OPEN)
    assert list(dict.fromkeys(one.kind for one in shown)) == list(OwedMail.Kind)
    assert len({one.label for one in shown}) == len(shown)
    name_nobody = {"invitation", "decision_ahead", "decision_today"}
    assert all(
        "Læring på tværs" in one.subject and ("Eksempel" in one.body) is (one.kind not in name_nobody)
        for one in shown
        if one.kind != "place_corrected"
    )
    assert rows() == [0, 0, 0]


@pytest.mark.long
def test_the_previews_speak_of_those_who_have_signed_up(sign_up: SignUp, event: Event) -> None:
    sign_up(CLARA)
    sign_up(ANNE, BO, EMIL)
    before = rows()
    shown = {one.kind: one for one in previews(event, now=OPEN)}
    assert shown["place_confirmed"].body.startswith("Kære Bo Ågård, du er tilmeldt »Læring på tværs«.\n")
    assert shown["substitute_welcome"].subject == "Du deltager i stedet for Bo Ågård: Læring på tværs"
    assert "- Anne Mette Sørensen\n- Ditte Eksempel\n- Emil Uden-Mail\n" in shown["substitute_contact"].body
    assert rows() == before


@pytest.mark.long
def test_those_who_left_are_not_in_the_previews(sign_up: SignUp, event: Event) -> None:
    cancelling.cancel(registration_id=sign_up(BO).registrations[0].pk, now=OPEN, actor=ATTENDEE)
    assert not [one for one in previews(event, now=OPEN) if "Ågård" in one.body + one.subject]


def test_those_who_wait_are_not_shown_as_if_they_came(sign_up: SignUp, event: Event) -> None:
    sign_up(ANNE)
    clara = sign_up(CLARA).registrations[0]
    Registration.objects.filter(pk=clara.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    shown = {one.kind: one for one in previews(event, now=OPEN)}
    assert shown["booking_confirmed"].body.startswith("Kære Anne Mette Sørensen, du er tilmeldt")
    assert not [one for one in shown.values() if "Æbelø" in one.body]


@pytest.mark.long
@pytest.mark.parametrize("people", [(), (ANNE, BO, EMIL)])
def test_no_link_in_a_preview_opens_a_page(people: tuple[Any, ...], sign_up: SignUp, event: Event) -> None:
    if people:
        sign_up(*people)
    shown = previews(event, now=OPEN)
    lines = [
        line for one in shown for line in one.body.split("\n") if "/plads/" in line or "/samlet/" in line
    ]
    assert lines
    assert {line.removeprefix("http://testserver") for line in lines} == {
        "/plads/…/",
        "/samlet/…/",
        "/samlet/…/navne/",
        "/samlet/…/overtag/",
    }


@pytest.mark.long
@pytest.mark.parametrize("now", [OPEN, BOUND])
def test_an_english_event_without_hours_place_or_fee_is_previewed_in_english(
    now: Any, make_event: Callable[..., Event]
) -> None:
    event = make_event(
        language="en",
        starts_at=None,
        ends_at=None,
        venue=None,
        fee_ore=None,
        binding_after=None,
        contact_name="",
    )
    shown = previews(event, now=now)
    assert {one.kind for one in shown} == set(OwedMail.Kind)
    assert not [one for one in shown if "Kære" in one.body or "None" in one.body]


@pytest.mark.long
def test_previews_of_many_places_ask_no_more_than_those_of_few(sign_up: SignUp, event: Event) -> None:
    counts = []
    for people in ((ANNE,), (BO, CLARA, EMIL)):
        sign_up(*people)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            previews(Event.objects.select_related("venue", "owner").get(pk=event.pk), now=OPEN)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3
