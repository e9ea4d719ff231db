"""Until when another person may come instead is promised with the place: a day set later never makes it worse."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import translation

from programme.models import Event, User
from registration import links, policy, ribbon, sentences
from registration.models import Registration
from registration.policy import Reason
from registration.services import substituting
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, CLARA, STARTED, at
from tests.registration.pages import text

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
INSTANT = timedelta(microseconds=1)
EARLY, LATE = date(2026, 9, 10), date(2026, 9, 14)
EARLY_ENDS, LATE_ENDS = at("2026-09-11 00:00"), at("2026-09-15 00:00")


def announce(event: Event, day: date | None, **facts: Any) -> None:
    Event.objects.filter(pk=event.pk).update(substitutes_until=day, **facts)


@pytest.fixture
def promised(event: Event, sign_up: SignUp) -> Callable[..., Registration]:
    """A place that was promised one day, at an event that announces another now."""

    def place(was: date | None, now: date | None, **facts: Any) -> Registration:
        announce(event, was)
        made = sign_up(BO).registrations[0]
        announce(event, now, **facts)
        return read(made)

    return place


def read(place: Registration) -> Registration:
    return Registration.objects.select_related("event__venue", "event__owner", "booking").get(pk=place.pk)


DAYS = pytest.mark.parametrize(
    ("was", "now", "holds", "ends"),
    [
        (LATE, EARLY, LATE, LATE_ENDS),
        (EARLY, LATE, LATE, LATE_ENDS),
        (LATE, LATE, LATE, LATE_ENDS),
        (None, EARLY, None, STARTED),
        (EARLY, None, None, STARTED),
    ],
    ids=["earlier now", "later now", "the same", "a day set", "the day lifted"],
)


@pytest.mark.long
@DAYS
def test_the_later_of_both_days_holds_to_its_last_instant(
    was: date | None,
    now: date | None,
    holds: date | None,
    ends: datetime,
    promised: Callable[..., Registration],
) -> None:
    place = promised(was, now)
    assert place.terms.substitutes_until == holds
    assert policy.substitutes_end(place.terms, place.event) == ends
    with pytest.raises(Refused) as refused:
        substituting.substitute(registration_id=place.pk, person=CLARA, now=ends, actor=CONTACT)
    assert refused.value.reason is (Reason.TOO_LATE if holds else Reason.OVER)
    new = substituting.substitute(registration_id=place.pk, person=CLARA, now=ends - INSTANT, actor=CONTACT)
    # Whoever comes instead has the same promise.
    assert read(new).terms.substitutes_until == holds


@DAYS
def test_the_sentences_come_from_what_holds_for_the_place(
    was: date | None,
    now: date | None,
    holds: date | None,
    ends: datetime,
    promised: Callable[..., Registration],
) -> None:
    place = promised(was, now)
    said = {None: "", LATE: "til og med mandag den 14. september 2026", EARLY: "10. september 2026"}[holds]
    with translation.override("da"):
        before = sentences.place_rule(place, now=ends - INSTANT)
        assert said in before
        assert "10. september" not in before
        after = sentences.what_holds(place, now=ends)
        line = ribbon.line(place.event, terms=place.terms, is_free=place.is_free, now=ends - INSTANT)
    assert ("overdrages til en anden til og med" in before) is (holds is not None)
    assert after == (
        "Sidste dag for at overdrage pladsen var mandag den 14. september 2026." if holds else ""
    )
    assert line is not None
    days = [stop.day for stop in line.stops if stop.label == "Kan overdrages til og med"]
    assert days == (["mandag den 14. september 2026"] if holds else [])


def test_who_signs_up_now_is_promised_the_day_of_now(
    promised: Callable[..., Registration], sign_up: SignUp
) -> None:
    before = promised(LATE, EARLY)
    new = read(sign_up(ANNE).registrations[0])
    assert [read(one).promised_rule["substitutes_until"] for one in (before, new)] == [
        "2026-09-14",
        "2026-09-10",
    ]
    assert "10. september 2026" in new.accepted_terms
    with pytest.raises(Refused) as refused:
        substituting.substitute(registration_id=new.pk, person=CLARA, now=EARLY_ENDS, actor=CONTACT)
    assert refused.value.reason is Reason.TOO_LATE


def test_a_day_after_the_beginning_of_an_event_that_moved_ends_nothing(
    promised: Callable[..., Registration],
) -> None:
    moved = {"starts_on": date(2026, 9, 12), "ends_on": date(2026, 9, 12), "registration_closes_on": None}
    place = promised(LATE, EARLY, **moved)
    assert place.terms.substitutes_until is None
    assert policy.substitutes_end(place.terms, place.event) == at("2026-09-12 09:00")


@pytest.mark.parametrize("late", [False, True])
def test_the_own_page_offers_it_as_long_as_it_was_promised(
    late: bool, promised: Callable[..., Registration], client: Client, clock: time_machine.Traveller
) -> None:
    place = promised(LATE, EARLY)
    clock.move_to(LATE_ENDS if late else LATE_ENDS - INSTANT)
    own = f"/plads/{links.place_token(place)}/"
    assert (f"{own}overdrag/" in client.get(own).content.decode()) is not late
    page = client.get(f"{own}overdrag/")
    assert page.status_code == (409 if late else 200)
    if late:
        assert "Sidste dag for at overdrage pladsen var mandag den 14. september 2026." in text(page)
    # Everybody reads what holds for a place that is taken now.
    assert "til og med mandag den 14. september 2026" not in text(client.get("/laering-paa-tvaers/"))


@pytest.mark.long
def test_an_organiser_is_told_the_day_she_sets_aside(
    promised: Callable[..., Registration], client: Client, dorte: User, clock: time_machine.Traveller
) -> None:
    place = promised(LATE, EARLY)
    client.force_login(dorte)
    page = f"/admin/registration/registration/{place.pk}/hand-over/"
    clock.move_to(LATE_ENDS - INSTANT)
    assert "Sidste dag for at overdrage" not in text(client.get(page))
    clock.move_to(LATE_ENDS)
    assert "Sidste dag for at overdrage pladsen var mandag den 14. september 2026." in text(client.get(page))
    actor = organiser(dorte, reason="Sygdom")
    new = substituting.substitute(registration_id=place.pk, person=CLARA, now=LATE_ENDS, actor=actor)
    assert new.name == "Clara Æbelø"


def without_the_day(place: Registration) -> Registration:
    """As an earlier version of the program wrote it."""
    rule = {name: value for name, value in place.promised_rule.items() if name != "substitutes_until"}
    Registration.objects.filter(pk=place.pk).update(promised_rule=rule)
    return read(place)


@pytest.mark.parametrize("day", [EARLY, LATE, None])
def test_where_no_day_is_stored_the_announced_one_holds(
    day: date | None, promised: Callable[..., Registration]
) -> None:
    place = without_the_day(promised(LATE, day))
    assert place.terms.substitutes_until == day
    Registration.objects.filter(pk=place.pk).update(promised_rule=None)
    assert read(place).terms.substitutes_until == day


def test_what_is_announced_is_promised_to_those_who_have_places(
    promised: Callable[..., Registration], make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    place = without_the_day(promised(LATE, LATE))
    free = without_the_day(sign_up(ANNE, event=make_event(slug="frit")).registrations[0])
    kept = sign_up(CLARA).registrations[0]
    Registration.objects.filter(pk=kept.pk).update(
        promised_rule=kept.promised_rule | {"substitutes_until": None}
    )
    (path,) = (settings.BASE_DIR / "registration" / "migrations").glob("*_fill_promised_substitutes.py")
    import_module(f"registration.migrations.{path.stem}").fill(apps, None)
    found = [read(one).promised_rule["substitutes_until"] for one in (place, free, kept)]
    assert found == ["2026-09-14", None, None]
    announce(place.event, EARLY)
    assert read(place).terms.substitutes_until == LATE
