"""The line of deadlines with today on it, on both sides of every instant."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.utils.translation import override

from programme.cancellation import Rule, terms_of
from registration import links, policy, ribbon
from tests.cast import BINDING_DAY, BO, OPEN, at
from tests.pages import text_of
from tests.prices import priced

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _danish():
    with override("da"):
        yield


@pytest.fixture
def event(make_event):
    """Opens on 1 May, free to and including 2 September, closes after 9 September, substitutes to and including the
    14th, begins on the 16th at 9."""
    return make_event(substitutes_until=date(2026, 9, 14))


def free_to(day, substitutes_until=date(2026, 9, 14)):
    """The terms of a place that is free to the end of a day and bound from then."""
    rule = Rule(free_until=day, substitutes_until=substitutes_until)
    return terms_of(rule, rule, fee=129_500, starts_on=date(2026, 9, 16))


def drawn(event, now, free_until=BINDING_DAY):
    """The stations, those behind with a check mark, and between them what holds, with a star where today is."""
    terms = free_to(free_until, event.substitutes_until)
    line = ribbon.line(event, terms=terms, is_free=False, now=now)
    if line is None:
        return None
    said = []
    for stop in line.stops:
        if stop.label:
            said.append(f"{'✓ ' if stop.is_behind else ''}{stop.label}")
        if stop.stretch:
            words = stop.stretch.words or f"({stop.stretch.css})"
            said.append(
                f"{'✓ ' if stop.stretch.is_behind else ''}{words}{' *' if stop.stretch.today else ''}"
            )
    return [*said, "*"] if line.today else said


WHOLE = [
    "Tilmeldingen åbner", "Frit afbud", "Frit afbud til og med", "Bindende, men kan overdrages",
    "Sidste dag for tilmelding", "(binding)", "Kan overdrages til og med", "Kan ikke længere overdrages",
    "Selve dagen",
]  # fmt: skip


def passed_to(place, *, whole=WHOLE):
    """The whole line, all before this place passed, and today on it."""
    return [f"✓ {one}" if number < place else f"{one} *" if number == place else one
            for number, one in enumerate(whole)]  # fmt: skip


# From 3 September the present stretch is the one that is named.
BINDING_AFTER_CLOSING = [
    one.replace("(binding)", "Bindende, men kan overdrages") if number == 5 else
    one.replace("Bindende, men kan overdrages", "(binding)") if number == 3 else one
    for number, one in enumerate(WHOLE)
]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at("2026-05-01 00:00") - MOMENT, ["Ikke åben endnu *", *WHOLE]),
        (at("2026-05-01 00:00"), passed_to(1)),
        (at("2026-09-03 00:00") - MOMENT, passed_to(1)),
        (at("2026-09-03 00:00"), passed_to(3)),
        (at("2026-09-10 00:00") - MOMENT, passed_to(3)),
        (at("2026-09-10 00:00"), passed_to(5, whole=BINDING_AFTER_CLOSING)),
        (at("2026-09-15 00:00") - MOMENT, passed_to(5, whole=BINDING_AFTER_CLOSING)),
        (at("2026-09-15 00:00"), passed_to(7)),
        (at("2026-09-16 09:00") - MOMENT, passed_to(7)),
        (at("2026-09-16 09:00"), [*passed_to(len(WHOLE) - 1)[:-1], "Selve dagen", "*"]),
        (at("2026-09-16 16:00") - MOMENT, [*passed_to(len(WHOLE) - 1)[:-1], "Selve dagen", "*"]),
        (at("2026-09-16 16:00"), None),
    ],
)
def test_today_stands_between_the_last_station_passed_and_the_next(event, now, expected):
    assert drawn(event, now) == expected


def test_a_line_without_an_opening_begins_with_what_holds_now(make_event):
    event = make_event(registration_opens_on=None, registration_closes_on=None)
    assert drawn(event, at("2026-09-03 00:00") - MOMENT) == [
        "Frit afbud *", "Frit afbud til og med", "Bindende, men kan overdrages", "Selve dagen",
    ]  # fmt: skip
    assert drawn(event, at("2026-09-03 00:00")) == [
        "✓ Frit afbud", "✓ Frit afbud til og med", "Bindende, men kan overdrages *", "Selve dagen",
    ]  # fmt: skip


def test_a_place_with_a_later_promise_has_its_own_line(event):
    assert drawn(event, at("2026-09-10 00:00"), free_until=date(2026, 9, 11)) == [
        "✓ Tilmeldingen åbner", "✓ (free)", "✓ Sidste dag for tilmelding", "Frit afbud *", "Frit afbud til og med",
        "Bindende, men kan overdrages", "Kan overdrages til og med", "Kan ikke længere overdrages", "Selve dagen",
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"sign_up": "none"}])
def test_there_is_no_line_for_what_is_called_off_or_needs_no_sign_up(make_event, change):
    assert drawn(make_event(**change), at("2026-06-01 12:00")) is None


def test_what_holds_is_named_once_for_as_long_as_it_holds(event):
    line = ribbon.line(event, terms=free_to(BINDING_DAY), is_free=False, now=at("2026-06-01 12:00"))
    assert line is not None
    stretches = [stop.stretch for stop in line.stops if stop.stretch]
    assert [(one.css, one.words, one.room, one.goes_on) for one in stretches] == [
        ("free", "Frit afbud", 1, False),
        ("binding", "Bindende, men kan overdrages", 2, False),
        ("binding", "", 1, True),
        ("fixed", "Kan ikke længere overdrages", 1, False),
    ]


@pytest.mark.parametrize(
    ("now", "day", "tenth"),
    [
        (at("2026-05-01 00:00"), "I dag, fredag den 1. maj", 0),
        (at("2026-07-02 12:00"), "I dag, torsdag den 2. juli", 5),
        (at("2026-09-02 23:59"), "I dag, onsdag den 2. september", 9),
    ],
)
def test_today_is_the_day_where_the_event_takes_place_as_far_along_as_it_is(event, now, day, tenth):
    line = ribbon.line(event, terms=free_to(BINDING_DAY), is_free=False, now=now)
    assert line is not None
    [here] = [stop.stretch for stop in line.stops if stop.stretch and stop.stretch.today]
    assert (here.today, here.tenth) == (day, tenth)


def test_the_line_is_said_in_the_readers_language(event):
    with override("en"):
        line = ribbon.line(event, terms=free_to(BINDING_DAY), is_free=False, now=at("2026-04-01 12:00"))
    assert line is not None
    first, second = line.stops[:2]
    assert first.stretch is not None
    assert (first.stretch.words, first.stretch.today) == (
        "Not open for sign-up yet",
        "Today, Wednesday 1 April",
    )
    assert (second.label, second.day) == ("Sign-up opens", "Friday 1 May 2026")


# ------------------------------------------------------------------ the policy


@pytest.mark.parametrize(("moment", "count"), [(-MOMENT, 0), (MOMENT * 0, 1), (MOMENT, 1)])
def test_an_instant_is_passed_from_itself_on(moment, count):
    instants = [at("2026-09-03 00:00"), at("2026-09-10 00:00")]
    assert policy.passed(instants, now=instants[0] + moment) == count
    assert policy.passed(instants, now=instants[1]) == 2


@pytest.mark.parametrize(("moment", "over"), [(-MOMENT, False), (MOMENT * 0, True)])
def test_an_event_is_over_from_the_moment_it_ends(event, moment, over):
    assert policy.is_over(policy.windows(event), now=event.ends + moment) is over


# ------------------------------------------------------------------ on the pages


def test_the_page_says_the_line_in_words(client, event):
    with time_machine.travel(at("2026-09-10 00:00"), tick=False):
        html = client.get(f"/{event.slug}/").content.decode()
    said = text_of(html.partition('<ol class="line')[2].partition(">")[2].partition("</ol>")[0])
    assert said == (
        "Tilmeldingen åbner fredag den 1. maj 2026 – passeret Frit afbud "
        "Frit afbud til og med onsdag den 2. september 2026 – passeret "
        "Sidste dag for tilmelding onsdag den 9. september 2026 – passeret "
        "Nu: Bindende, men kan overdrages I dag, torsdag den 10. september "
        "Kan overdrages til og med mandag den 14. september 2026 Kan ikke længere overdrages "
        "Selve dagen onsdag den 16. september 2026 kl. 9.00-16.00"
    )


@pytest.mark.parametrize(
    ("name", "rule", "line"),
    [
        ("Oplægsholder", "Derefter regner vi med dig", ["Nu: Du kan melde afbud", "Vi regner med dig, men en anden"]),
        ("Deltager", "Derefter er tilmeldingen bindende", ["Nu: Frit afbud", "Bindende, men kan overdrages"]),
    ],
)  # fmt: skip
def test_the_line_says_of_a_place_what_the_rule_above_it_says(client, event, sign_up, name, rule, line):
    rows = priced(event)
    place = sign_up(replace(BO, price=str(rows[name].pk)), event=event).registrations[0]
    with time_machine.travel(OPEN, tick=False):
        said = text_of(client.get(f"/plads/{links.place_token(place)}/").content.decode())
    assert all(words in said for words in (rule, *line))
    others = {"Frit afbud", "Du kan melde afbud"} - {line[0].removeprefix("Nu: ")}
    assert not [words for words in others if f"Nu: {words}" in said]
