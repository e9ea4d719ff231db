"""What Django prints and reads by itself follows the house style too."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("source", "danish"),
    [
        ("{{ day }}", "16. september 2015"),
        ("{{ day|date:'SHORT_DATE_FORMAT' }}", "16.9.2015"),
        ("{{ day|date:'MONTH_DAY_FORMAT' }}", "16. september"),
        ("{{ day|date:'YEAR_MONTH_FORMAT' }}", "september 2015"),
        ("{{ at }}", "9.00"),
        ("{{ moment }}", "16. september 2015 kl. 9.05"),
        ("{{ moment|date:'SHORT_DATETIME_FORMAT' }}", "16.9.2015 kl. 9.05"),
        ("{{ 1295.5 }}", "1295,5"),
    ],
)
def test_django_prints_the_house_style(source, danish):
    facts = {"day": date(2015, 9, 16), "at": time(9), "moment": datetime(2015, 9, 16, 7, 5, tzinfo=UTC)}
    with translation.override("da"):
        assert Template(source).render(Context(facts)) == danish


def test_thousands_have_a_full_stop_and_the_week_begins_on_monday():
    with translation.override("da"):
        assert formats.number_format(1_234_567.5, force_grouping=True) == "1.234.567,5"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    "text",
    [
        "16-09-2015",
        "16-9-2015",
        "16/9-2015",
        "16/9 2015",
        "16/9/2015",
        "16.9.2015",
        "16. 9. 2015",
        "2015-09-16",
    ],
)
def test_djangos_own_date_field_reads_numbers_as_danes_write_them(text):
    with translation.override("da"):
        assert forms.DateField().clean(text) == date(2015, 9, 16)
        assert forms.DateTimeField().clean(f"{text} 9.00") == forms.DateTimeField().clean(f"{text} kl. 9:00")


@pytest.mark.parametrize("text", ["9.00", "9:00", "09.00", "09:00:00", "9", "kl. 9", "Kl. 9.00"])
def test_djangos_own_time_field_reads_a_full_stop(text):
    with translation.override("da"):
        assert forms.TimeField().clean(text) == time(9)


@pytest.mark.parametrize("text", ["161", "24.00", "9.75"])
def test_djangos_own_time_field_misreads_nothing(text):
    with translation.override("da"), pytest.raises(forms.ValidationError):
        forms.TimeField().clean(text)


def test_djangos_own_inputs_print_what_they_read():
    with translation.override("da"):
        assert forms.DateInput().format_value(date(2015, 9, 6)) == "06-09-2015"
        assert forms.TimeInput().format_value(time(9)) == "09.00"


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("{{ day }}", "16 September 2015"),
        ("{{ day|date:'SHORT_DATE_FORMAT' }}", "16 Sep 2015"),
        ("{{ at }}", "9:00"),
        ("{{ moment }}", "16 September 2015, 9:05"),
    ],
)
def test_english_pages_put_the_day_before_the_month(source, english):
    facts = {"day": date(2015, 9, 16), "at": time(9), "moment": datetime(2015, 9, 16, 7, 5, tzinfo=UTC)}
    with translation.override("en"):
        assert Template(source).render(Context(facts)) == english


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_language_reads_the_month_first(language):
    with translation.override(language):
        assert forms.DateField().clean("09/10/2015") == date(2015, 10, 9)
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
