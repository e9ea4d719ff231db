"""The line of deadlines: which stations it has, in which order, and what holds between them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from programme import ribbon
from programme.cancellation import Rule, terms_of
from programme.models import Event
from programme.ribbon import Holds, Kind

pytestmark = pytest.mark.django_db
FREE_DAY = date(2026, 9, 2)


def free_to(day, substitutes_until=None):
    """The terms of a place that is free to the end of a day and bound from then."""
    rule = Rule(free_until=day, substitutes_until=substitutes_until)
    return terms_of(rule, rule, fee=129_500, starts_on=date(2026, 9, 16))


def test_the_line_runs_from_the_opening_over_the_deadlines_to_the_day_itself(make_event):
    event, terms = make_event(), free_to(FREE_DAY, date(2026, 9, 14))
    assert ribbon.stations(event, language="da", terms=terms, is_free=False) == [
        ribbon.Station(
            kind=Kind.OPENS,
            at=datetime(2026, 4, 30, 22, tzinfo=UTC),
            before=Holds.FREE,
            words="Frit afbud",
            label="Tilmeldingen åbner",
            day="fredag den 1. maj 2026",
            on=date(2026, 5, 1),
        ),
        ribbon.Station(
            kind=Kind.FREE_UNTIL,
            at=datetime(2026, 9, 2, 22, tzinfo=UTC),
            before=Holds.FREE,
            words="Frit afbud",
            label="Frit afbud til og med",
            day="onsdag den 2. september 2026",
            on=FREE_DAY,
        ),
        ribbon.Station(
            kind=Kind.CLOSES,
            at=datetime(2026, 9, 9, 22, tzinfo=UTC),
            before=Holds.BINDING,
            words="Bindende, men kan overdrages",
            label="Sidste dag for tilmelding",
            day="onsdag den 9. september 2026",
            on=date(2026, 9, 9),
        ),
        ribbon.Station(
            kind=Kind.SUBSTITUTES_UNTIL,
            at=datetime(2026, 9, 14, 22, tzinfo=UTC),
            before=Holds.BINDING,
            words="Bindende, men kan overdrages",
            label="Kan overdrages til og med",
            day="mandag den 14. september 2026",
            on=date(2026, 9, 14),
        ),
        ribbon.Station(
            kind=Kind.BEGINS,
            at=datetime(2026, 9, 16, 7, tzinfo=UTC),
            before=Holds.FIXED,
            words="Kan ikke længere overdrages",
            label="Selve dagen",
            day="onsdag den 16. september 2026 kl. 9.00-16.00",
            on=date(2026, 9, 16),
        ),
    ]


@pytest.mark.parametrize(
    ("last_day", "free_until", "expected"),
    [
        (None, None, [Holds.FREE] * 3),
        (date(2026, 9, 14), None, [Holds.FREE] * 4),
        # A promise that outlives the last day for substitutes: then nothing is left to do.
        (
            date(2026, 9, 3),
            date(2026, 9, 5),
            [Holds.FREE, Holds.FREE, Holds.FREE, Holds.FIXED, Holds.FIXED],
        ),
    ],
)
def test_what_holds_along_the_line_follows_what_is_passed(make_event, last_day, free_until, expected):
    terms = free_to(free_until, last_day)
    assert [
        one.before for one in ribbon.stations(make_event(), language="da", terms=terms, is_free=False)
    ] == expected


@pytest.mark.parametrize(
    ("day", "is_there"), [(date(2026, 9, 15), True), (date(2026, 9, 16), False)], ids=["before", "on the day"]
)
def test_a_last_day_that_ends_after_the_beginning_is_no_station_of_its_own(make_event, day, is_there):
    event = make_event(registration_closes_on=day)
    kinds = [
        one.kind for one in ribbon.stations(event, language="da", terms=free_to(FREE_DAY), is_free=False)
    ]
    assert (Kind.CLOSES in kinds) is is_there
    assert kinds[-1] is Kind.BEGINS


@pytest.mark.parametrize(
    ("is_free", "holds", "danish", "english"),
    [
        (False, Holds.FREE, "Frit afbud", "Free cancellation"),
        (True, Holds.FREE, "Du kan melde afbud", "You can cancel"),
        (False, Holds.BINDING, "Bindende, men kan overdrages", "Binding, but can be handed over"),
        (
            True,
            Holds.BINDING,
            "Vi regner med dig, men en anden kan komme i stedet",
            "We count on you, but another person may come instead",
        ),
        (False, Holds.FIXED, "Kan ikke længere overdrages", "Can no longer be handed over"),
    ],
)
def test_a_stretch_is_named_in_both_languages(is_free, holds, danish, english):
    assert ribbon.stretch_words(holds, is_free=is_free, language="da") == danish
    assert ribbon.stretch_words(holds, is_free=is_free, language="en") == english


@pytest.mark.parametrize(
    ("sign_up", "binding_after", "shown"),
    [
        (Event.SignUp.HERE, None, True),
        (Event.SignUp.ELSEWHERE, FREE_DAY, True),
        (Event.SignUp.ELSEWHERE, None, False),
        (Event.SignUp.NONE, FREE_DAY, False),
    ],
)
def test_the_line_is_drawn_where_rules_for_places_are_announced(sign_up, binding_after, shown):
    assert ribbon.is_shown(Event(sign_up=sign_up, binding_after=binding_after)) is shown


@pytest.mark.parametrize(("days", "label"), [(0, "Selve dagen"), (1, "Selve dagene")])
def test_an_event_of_several_days_ends_with_its_days(days, label, make_event):
    event = make_event(ends_on=date(2026, 9, 16) + timedelta(days=days))
    assert ribbon.stations(event, language="da", terms=free_to(FREE_DAY), is_free=False)[-1].label == label
