from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event
from registration import sentences
from registration.models import Registration
from registration.policy import Reason
from registration.services.booking import SignedUp
from tests.cast import BO, BOUND, OPEN

pytestmark = pytest.mark.django_db
WRITE = "Skriv til Dorte Ørsted, dorte@example.org."


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason.NOT_YET_OPEN, "fredag den 1. maj 2026"),
        (Reason.CLOSED, "onsdag den 9. september 2026"),
        (Reason.OVER, "onsdag den 16. september 2026"),
        (Reason.EVENT_CANCELLED, "onsdag den 16. september 2026"),
        (Reason.BINDING, "onsdag den 2. september 2026"),
        (Reason.TOO_LATE, "mandag den 14. september 2026"),
    ],
)
def test_a_no_says_the_day_it_stands_on(
    reason: Reason, sentence: str, make_event: Callable[..., Event]
) -> None:
    event = make_event(substitutes_until=date(2026, 9, 14))
    with translation.override("da"):
        assert sentence in sentences.explain(reason, event)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("reason", Reason)
def test_every_no_is_a_sentence_of_its_own_and_says_whom_to_write_to(
    reason: Reason, language: str, make_event: Callable[..., Event]
) -> None:
    event = make_event(substitutes_until=date(2026, 9, 14))
    with translation.override(language):
        said = {other: sentences.explain(other, event) for other in Reason}
        assert said[reason].endswith(sentences.contact_line(event))
        assert [other for other, sentence in said.items() if sentence == said[reason]] == [reason]
        # The sentence for what was forgotten must be nobody's.
        assert "This is not possible now" not in said[reason]
        assert "Det kan ikke lade sig gøre nu" not in said[reason]


def test_too_few_places_say_how_many_are_left(event: Event) -> None:
    with translation.override("en"):
        said = [sentences.explain(Reason.FULL, event, places_left=left) for left in (None, 0, 1, 2)]
    write = "Write to Dorte Ørsted, dorte@example.org."
    assert said == [
        f"All places are taken. {write}",
        f"All places are taken. {write}",
        f"Only 1 place is left, so we have signed nobody up yet. {write}",
        f"Only 2 places are left, so we have signed nobody up yet. {write}",
    ]


def test_an_address_without_a_name_is_enough_to_write_to(make_event: Callable[..., Event]) -> None:
    with translation.override("da"):
        assert sentences.contact_line(make_event(contact_name="")) == "Skriv til dorte@example.org."
        assert sentences.contact_line(make_event(slug="to")) == WRITE


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "til og med onsdag den 2. september 2026. Derefter"),
        ({"binding_after": date(2026, 8, 1)}, "til og med onsdag den 2. september 2026. Derefter"),
        ({"binding_after": date(2026, 9, 8)}, "til og med tirsdag den 8. september 2026. Derefter"),
        ({"binding_after": None}, "indtil det begynder"),
        (
            {"starts_on": date(2026, 8, 20), "ends_on": date(2026, 8, 20), "binding_after": date(2026, 8, 6)}
            | {"registration_closes_on": date(2026, 8, 6)},
            "indtil det begynder",
        ),
    ],
)
def test_a_place_is_told_the_promise_that_holds_for_it(
    changes: dict[str, Any], rule: str, sign_up: Callable[..., SignedUp], event: Event
) -> None:
    place = sign_up(BO).registrations[0]
    Event.objects.filter(pk=event.pk).update(**changes)
    with translation.override("da"):
        said = sentences.place_rule(Registration.objects.select_related("event").get(pk=place.pk), now=OPEN)
    assert rule in said


def test_a_bound_place_is_told_since_when_and_a_free_event_counts_on_people(event: Event) -> None:
    day = event.binding_after
    with translation.override("da"):
        paid = sentences.binding_rule(event, free_until=day, now=BOUND)
        event.fee_ore = None
        free = sentences.binding_rule(event, free_until=day, now=BOUND)
    assert "bindende" in paid
    assert "onsdag den 2. september 2026" in paid
    assert "regner med dig" in free
    assert "bindende" not in free
