"""Pages and mails print dates, times and money in the house style, in the language of the page."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

CONFERENCE = SimpleNamespace(
    starts_on=date(2015, 9, 16),
    starts_at=time(9),
    ends_on=date(2015, 9, 16),
    ends_at=time(16),
    timezone="Europe/Copenhagen",
    language="en",
)
FACTS = {
    "event": CONFERENCE,
    "moment": datetime(2016, 5, 10, 12, 5, tzinfo=UTC),
    "midnight": time(0),
    "fee": 129_500,
    "nothing": None,
}


def printed(source, language="da"):
    with translation.override(language):
        return Template("{% load dates %}" + source).render(Context(FACTS))


@pytest.mark.parametrize(
    ("source", "danish", "english"),
    [
        ("{{ event.starts_on|day }}", "onsdag den 16. september 2015", "Wednesday 16 September 2015"),
        ("{{ event.starts_on|short_day }}", "16. september 2015", "16 September 2015"),
        ("{{ event.starts_at|clock }}", "9.00", "9:00"),
        ("{{ midnight|clock }}", "0.00", "0:00"),
        ("{{ event|span }}", "kl. 9.00-16.00", "9:00–16:00"),
        (
            "{{ event|period }}",
            "onsdag den 16. september 2015 kl. 9.00-16.00",
            "Wednesday 16 September 2015, 9:00–16:00",
        ),
        (
            "{% with block=event.starts_on|day_block %}"
            "{{ block.weekday }} {{ block.number }} {{ block.month }} {{ block.year }}{% endwith %}",
            "onsdag 16 september 2015",
            "Wednesday 16 September 2015",
        ),
        (
            "{% instant_phrase moment event.timezone %}",
            "tirsdag den 10. maj 2016 kl. 14.05",
            "Tuesday 10 May 2016, 14:05",
        ),
        ("{{ fee|money }}", "1.295 kr.", "DKK 1,295"),
    ],
)
def test_the_active_language_is_spoken(source, danish, english):
    assert (printed(source, "da"), printed(source, "en")) == (danish, english)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ event.starts_on|day:event.language }}", "Wednesday 16 September 2015"),
        ("{{ event.starts_at|clock:event.language }}", "9:00"),
        ("{{ event|period:event.language }}", "Wednesday 16 September 2015, 9:00–16:00"),
        ('{{ event|period:"da" }}', "onsdag den 16. september 2015 kl. 9.00-16.00"),
        ("{% instant_phrase moment event.timezone event.language %}", "Tuesday 10 May 2016, 14:05"),
        ("{% instant_phrase moment event.timezone language=event.language %}", "Tuesday 10 May 2016, 14:05"),
        ("{{ fee|money:event.language }}", "DKK 1,295"),
    ],
)
def test_the_language_of_the_event_may_be_spoken_instead(source, text):
    assert printed(source, "en" if '"da"' in source else "da") == text


@pytest.mark.parametrize(
    "source",
    [
        "{{ nothing|day }}",
        "{{ nothing|short_day }}",
        "{{ nothing|clock }}",
        "{{ nothing|span }}",
        "{{ nothing|period }}",
        "{{ nothing|money }}",
        "{{ missing|day }}",
        "{% instant_phrase nothing event.timezone %}",
        "{% with block=nothing|day_block %}{{ block.weekday }}{% endwith %}",
    ],
)
def test_nothing_is_printed_for_what_is_missing(source):
    assert printed(source) == ""


def test_an_amount_of_nothing_is_printed():
    with translation.override("da"):
        assert Template("{% load dates %}{{ 0|money }}").render(Context()) == "0 kr."


def test_the_hours_of_a_day_are_not_parted_and_nothing_typed_becomes_markup() -> None:
    source = "{% load dates %}{{ text|unparted }}"
    shown = Template(source).render(Context({"text": "<b> onsdag kl. 9.00-16.00"}))
    assert shown == '&lt;b&gt; onsdag <span class="nowrap">kl. 9.00-16.00</span>'


@pytest.mark.parametrize(
    "words",
    [
        *("16. september", "1 May", "kl. 9.30", "9.00-16.00"),
        *("1.295 kr.", "1.187,50 kr.", "75 kr.", "DKK 1,295", "DKK 1,187.50"),
    ],
)
def test_a_day_an_hour_and_an_amount_are_not_parted(words: str) -> None:
    shown = Template("{% load dates %}{{ text|unparted }}").render(Context({"text": f"(i alt {words})"}))
    assert shown == f'(i alt <span class="nowrap">{words}</span>)'
