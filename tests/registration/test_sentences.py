from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event
from registration import leaving, sentences
from registration.models import Registration
from registration.policy import Reason
from registration.services.booking import SignedUp
from tests.cast import BO, BOUND, OPEN, at

pytestmark = pytest.mark.django_db
WRITE = "Spørgsmål? Skriv til Dorte Ørsted, dorte@example.org."


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
        assert sentence in sentences.explain(reason, event, now=OPEN)


@pytest.mark.parametrize(
    ("signs_up", "bendable", "sentence"),
    [
        (False, False, "så det kan ikke længere ændres her."),
        (True, False, "så man kan ikke længere tilmelde sig."),
        (
            False,
            True,
            "så deltagerne kan ikke længere ændre det selv. "
            "Du kan stadig gøre det, hvis du fraviger reglen og skriver hvorfor.",
        ),
        (
            True,
            True,
            "så man kan ikke længere selv tilmelde sig. "
            "Du kan stadig gøre det for andre, hvis du fraviger reglen og skriver hvorfor.",
        ),
    ],
)
def test_an_organiser_who_may_set_the_rule_aside_is_told_so_beside_what_holds_for_others(
    signs_up: bool, bendable: bool, sentence: str, make_event: Callable[..., Event]
) -> None:
    event = make_event()
    with translation.override("da"):
        said = sentences.why(Reason.OVER, event, now=OPEN, signs_up=signs_up, bendable=bendable)
        other = sentences.why(Reason.CLOSED, event, now=OPEN, bendable=bendable)
    assert said == f"Arrangementet begyndte onsdag den 16. september 2026, {sentence}"
    assert other == "Tilmeldingen lukkede efter onsdag den 9. september 2026."


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("reason", Reason)
def test_every_no_is_a_sentence_of_its_own_and_says_whom_to_write_to(
    reason: Reason, language: str, make_event: Callable[..., Event]
) -> None:
    event = make_event(substitutes_until=date(2026, 9, 14))
    with translation.override(language):
        said = {other: sentences.explain(other, event, now=OPEN) for other in Reason}
        assert said[reason].endswith(sentences.contact_line(event))
        assert [other for other, sentence in said.items() if sentence == said[reason]] == [reason]
        # The sentence for what was forgotten must be nobody's.
        assert "This is not possible now" not in said[reason]
        assert "Det kan ikke lade sig gøre nu" not in said[reason]


def test_too_few_places_say_how_many_are_left(event: Event) -> None:
    with translation.override("en"):
        said = [sentences.explain(Reason.FULL, event, now=OPEN, places_left=left) for left in (None, 0, 1, 2)]
    write = "Questions? Write to Dorte Ørsted, dorte@example.org."
    assert said == [
        f"All places are taken. {write}",
        f"All places are taken. {write}",
        f"Only 1 place is left, so we have signed nobody up yet. {write}",
        f"Only 2 places are left, so we have signed nobody up yet. {write}",
    ]


def test_an_address_without_a_name_is_enough_to_write_to(make_event: Callable[..., Event]) -> None:
    with translation.override("da"):
        assert (
            sentences.contact_line(make_event(contact_name="")) == "Spørgsmål? Skriv til dorte@example.org."
        )
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
    with translation.override("da"):
        paid = leaving.binding_rule(event, event.terms, is_free=event.is_free, now=BOUND)
        event.fee_ore = None
        free = leaving.binding_rule(event, event.terms, is_free=event.is_free, now=BOUND)
    assert "bindende" in paid
    assert "onsdag den 2. september 2026" in paid
    assert "regner med dig" in free
    assert "bindende" not in free


LAST_HOUR = at("2026-09-14 23:59")
NO_LONGER = at("2026-09-15 00:00")


@pytest.mark.parametrize(
    ("fee", "binding_after", "language", "until", "after"),
    [
        (
            129_500,
            date(2026, 9, 2),
            "da",
            "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026. "
            "En anden person kan deltage i stedet. "
            "Pladsen kan overdrages til en anden til og med mandag den 14. september 2026.",
            "Tilmeldingen er bindende, fordi sidste dag for frit afbud var onsdag den 2. september 2026. "
            "Sidste dag for at overdrage pladsen var mandag den 14. september 2026.",
        ),
        (
            None,
            date(2026, 9, 2),
            "en",
            "The last day to cancel was Wednesday 2 September 2026. "
            "We count on you – another person may come instead. "
            "Your place can be handed over to another person up to and including Monday 14 September 2026.",
            "The last day to cancel was Wednesday 2 September 2026. We count on you. "
            "The last day to hand the place over was Monday 14 September 2026.",
        ),
        (
            None,
            None,
            "en",
            "You can cancel until it begins, and another person may come instead. "
            "Your place can be handed over to another person up to and including Monday 14 September 2026.",
            "You can cancel until it begins. The last day to hand the place over was Monday 14 September 2026.",
        ),
    ],
)
def test_after_the_last_day_for_substitutes_nobody_is_promised_one(
    make_event: Callable[..., Event],
    fee: int | None,
    binding_after: date | None,
    language: str,
    until: str,
    after: str,
) -> None:
    event = make_event(substitutes_until=date(2026, 9, 14), fee_ore=fee, binding_after=binding_after)
    with translation.override(language):
        assert sentences.place_rules(event, now=LAST_HOUR) == until
        assert sentences.place_rules(event, now=NO_LONGER) == after


def test_a_bound_place_is_not_told_of_a_substitute_who_may_not_come(make_event: Callable[..., Event]) -> None:
    event = make_event(substitutes_until=date(2026, 9, 14))
    with translation.override("da"):
        said = [sentences.why(Reason.BINDING, event, now=now) for now in (LAST_HOUR, NO_LONGER)]
    bound = "Pladsen er bindende, fordi sidste dag for afbud var onsdag den 2. september 2026."
    assert said == [
        f"{bound} En anden person kan deltage i stedet.",
        f"{bound} Sidste dag for at overdrage pladsen var mandag den 14. september 2026.",
    ]


def test_a_promise_that_outlives_the_last_day_for_substitutes_is_still_told(
    sign_up: Callable[..., SignedUp], event: Event
) -> None:
    """Of a place that an earlier version of the program wrote, which promised no day for it."""
    place = sign_up(BO).registrations[0]
    place.promised_rule.pop("substitutes_until")
    place.save()
    Event.objects.update(binding_after=date(2026, 8, 1), substitutes_until=date(2026, 8, 10))
    place = Registration.objects.select_related("event", "booking").get(pk=place.pk)
    with translation.override("da"):
        said = [sentences.what_holds(place, now=now) for now in (at("2026-09-02 23:59"), BOUND)]
    last = "Sidste dag for at overdrage pladsen var mandag den 10. august 2026."
    assert said == [
        f"Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. {last}",
        last,
    ]
