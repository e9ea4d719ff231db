"""Forms read a day and a time as organisers type them, and show them as they would write them."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.contrib import admin
from django.db import models
from django.test import RequestFactory
from django.utils import translation

from programme.fields import DANISH_OVERRIDES, DayField, DayInput, TimeField, TimeInput
from programme.models import Event


class Plan(forms.Form):
    day = DayField()
    at = TimeField()
    until = TimeField(required=False)


def errors(form):
    return {
        name: [(error.code, *error.messages) for error in form.errors.as_data()[name]] for name in form.errors
    }


@pytest.fixture(autouse=True, params=["da", "en"])
def language(request):
    """What is typed is understood, and shown, alike in both languages."""
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("day", "at"),
    [
        ("16-09-2015", "9.00"),
        ("16/9-2015", "9:00"),
        ("16. september 2015", "kl. 9"),
        ("onsdag den 16. september 2015", "0900"),
        (" 2015-09-16 ", " 09:00:00 "),
    ],
)
def test_what_organisers_type_is_understood(day, at):
    form = Plan({"day": day, "at": at, "until": " "})
    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2015, 9, 16), "at": time(9), "until": None}


def test_what_is_missing_is_asked_for():
    assert [[code for code, _ in told] for told in errors(Plan({"day": " "})).values()] == [
        ["required"],
        ["required"],
    ]


@pytest.mark.parametrize(
    ("typed", "code", "danish", "english"),
    [
        (
            "i morgen",
            "invalid",
            "Skriv datoen med dag, måned og år, for eksempel 16-09-2015.",
            "Write the date as day, month and year, for example 16-09-2015.",
        ),
        (
            "16. september",
            "no_year",
            "Skriv også årstallet, for eksempel 16-09-2015.",
            "Write the year as well, for example 16-09-2015.",
        ),
        (
            "16/9-26",
            "short_year",
            "Skriv årstallet med fire cifre: 16-09-2026.",
            "Write the year with four digits: 16-09-2026.",
        ),
        (
            "16-09-0215",
            "far_year",
            "Se efter, om årstallet er rigtigt: Det skal ligge mellem 1900 og 2199.",
            "Check the year: it must be between 1900 and 2199.",
        ),
        (
            "31-06-2026",
            "no_such_day",
            "31-06-2026 findes ikke i kalenderen. Se efter, om dag og måned er rigtige.",
            "31-06-2026 is not in the calendar. Check the day and the month.",
        ),
        (
            "søndag den 7. marts 2026",
            "weekday",
            "Den 7. marts 2026 er en lørdag, ikke en søndag. Ret ugedagen eller datoen.",
            "7 March 2026 is a Saturday, not a Sunday. Correct the weekday or the date.",
        ),
    ],
)
def test_a_refused_day_says_what_to_type(language, typed, code, danish, english):
    form = Plan({"day": typed, "at": "9"})
    assert errors(form) == {"day": [(code, danish if language == "da" else english)]}
    assert f'value="{typed}"' in str(form["day"])


@pytest.mark.parametrize(
    ("typed", "code", "danish", "english"),
    [
        (
            "9.00-16.00",
            "invalid",
            "Skriv ét klokkeslæt med timer og minutter, for eksempel 9.00.",
            "Write one time of day as hours and minutes, for example 9.00.",
        ),
        (
            "9.75",
            "no_such_time",
            "9.75 er ikke et klokkeslæt. Timer går fra 0 til 23, minutter fra 00 til 59.",
            "9.75 is not a time of day. Hours run from 0 to 23, minutes from 00 to 59.",
        ),
        (
            "24.00",
            "midnight",
            "Skriv midnat som 0.00. Det klokkeslæt hører til den næste dag.",
            "Write midnight as 0.00. It belongs to the next day.",
        ),
    ],
)
def test_a_refused_time_says_what_to_type(language, typed, code, danish, english):
    form = Plan({"day": "16-09-2026", "at": typed})
    assert errors(form) == {"at": [(code, danish if language == "da" else english)]}


def test_a_form_may_say_it_in_its_own_words():
    field = DayField(error_messages={"weekday": "%(day)s: %(weekday)s"})
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean("torsdag 16/9-2015")
    assert refusal.value.messages in (["16. september 2015: onsdag"], ["16 September 2015: Wednesday"])


@pytest.mark.parametrize("localize", [False, True])
def test_values_are_shown_in_plain_text_inputs_in_one_way(localize):
    class Localized(forms.Form):
        day = DayField(localize=localize)
        at = TimeField(localize=localize)

    form = Localized(initial={"day": date(2015, 9, 6), "at": time(9, 0)})
    assert str(form["day"]) == (
        '<input type="text" name="day" value="06-09-2015" autocomplete="off" size="24" required'
        ' aria-describedby="id_day_helptext" id="id_day">'
    )
    assert str(form["at"]) == (
        '<input type="text" name="at" value="9.00" autocomplete="off" inputmode="decimal" size="8" required'
        ' aria-describedby="id_at_helptext" id="id_at">'
    )


def test_an_instant_as_first_value_shows_its_day_and_its_time():
    moment = datetime(2015, 9, 16, 9, 5, 30, tzinfo=UTC)
    form = Plan(initial={"day": moment, "at": moment})
    assert (form["day"].value(), form["at"].value()) == (moment, moment.replace(microsecond=0))
    assert 'value="16-09-2015"' in str(form["day"])
    assert 'value="9.05"' in str(form["at"])


def test_help_is_an_example_unless_something_else_is_said(language):
    examples = ("For eksempel 16-09-2015.", "For eksempel 9.00.")
    if language == "en":
        examples = ("For example 16-09-2015.", "For example 9.00.")
    assert (str(DayField().help_text), str(TimeField().help_text)) == examples
    assert DayField(help_text="Sidste dag for frit afbud.").help_text == "Sidste dag for frit afbud."


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (date(2015, 9, 16), "16-09-2015", False),
        (date(2015, 9, 16), "onsdag den 16. september 2015", False),
        (date(2015, 9, 16), "17-09-2015", True),
        (date(2015, 9, 16), "", True),
        (date(2015, 9, 16), "snart", True),
        ("2015-09-16", "16/9-2015", False),
        (datetime(2015, 9, 16, 9, tzinfo=UTC), "16/9-2015", False),
        (None, "", False),
        (None, None, False),
        (None, "16-09-2015", True),
    ],
)
def test_a_day_has_changed_when_another_day_is_meant(initial, typed, changed):
    assert DayField().has_changed(initial, typed) is changed
    assert DayField(disabled=True).has_changed(initial, typed) is False


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (time(9), "9.00", False),
        (time(9), "kl. 9", False),
        (time(9), "09:00:00", False),
        (time(9), "9.01", True),
        (time(0), "", True),
        (time(0), "0.00", False),
        (None, "0.00", True),
        (None, "", False),
        (time(9), "24.00", True),
    ],
)
def test_a_time_has_changed_when_another_time_is_meant(initial, typed, changed):
    assert TimeField().has_changed(initial, typed) is changed


@pytest.mark.parametrize("localize", [False, True])
def test_a_hidden_first_value_is_not_a_change(localize):
    class Hidden(forms.Form):
        day = DayField(initial=date(2015, 9, 16), show_hidden_initial=True, localize=localize)
        at = TimeField(initial=time(9), show_hidden_initial=True, localize=localize)

    shown = Hidden()
    hidden = {bound.html_initial_name: _hidden_value(bound) for bound in shown}
    assert Hidden({"day": "16-09-2015", "at": "9.00"} | hidden).changed_data == []
    assert Hidden({"day": "17-09-2015", "at": "9.01"} | hidden).changed_data == ["day", "at"]


def _hidden_value(bound):
    return str(bound.as_hidden(only_initial=True)).partition('value="')[2].partition('"')[0]


def test_the_admin_reads_and_shows_days_and_times_in_the_same_way(make_event):
    class EventAdmin(admin.ModelAdmin):
        fields = ["starts_on", "starts_at", "ends_on", "ends_at"]
        formfield_overrides = DANISH_OVERRIDES

    event = make_event()
    form_class = EventAdmin(Event, admin.AdminSite()).get_form(RequestFactory().get("/"), event)
    assert [(type(field), type(field.widget)) for field in form_class.base_fields.values()] == 2 * [
        (DayField, DayInput),
        (TimeField, TimeInput),
    ]
    form = form_class(
        {
            "starts_on": "16/9 2026",
            "starts_at": "kl. 9",
            "ends_on": "onsdag 16. sept. 2026",
            "ends_at": "16.30",
        },
        instance=event,
    )
    assert form.is_valid(), form.errors
    assert form.changed_data == ["ends_at"]
    assert form.cleaned_data == {
        "starts_on": date(2026, 9, 16),
        "starts_at": time(9),
        "ends_on": date(2026, 9, 16),
        "ends_at": time(16, 30),
    }
    assert str(form.media).count("Shortcuts") == 0


def test_the_admin_keeps_its_own_input_for_instants():
    class InstantAdmin(admin.ModelAdmin):
        formfield_overrides = DANISH_OVERRIDES

    field = InstantAdmin(Event, admin.AdminSite()).formfield_for_dbfield(
        models.DateTimeField(name="created_at"), RequestFactory().get("/")
    )
    assert type(field) is forms.SplitDateTimeField
