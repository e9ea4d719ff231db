"""Days become instants in one place, and dates are written and read as Danes do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from programme import dates
from programme.dates import UnreadableDay, UnreadableTime, parse_day, parse_time

COPENHAGEN = "Europe/Copenhagen"
ZONES = [
    COPENHAGEN,
    "UTC",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Havana",
]
SECOND = timedelta(seconds=1)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
languages = st.sampled_from(["da", "en"])


def utc(year, month, day, hour=0, minute=0, second=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


# ------------------------------------------------------------------ days and instants


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2016, 1, 10), utc(2016, 1, 9, 23), utc(2016, 1, 10, 23)),
        (date(2016, 5, 10), utc(2016, 5, 9, 22), utc(2016, 5, 10, 22)),
        (date(2026, 10, 24), utc(2026, 10, 23, 22), utc(2026, 10, 24, 22)),
        (date(2026, 10, 25), utc(2026, 10, 24, 22), utc(2026, 10, 25, 23)),
        (date(2026, 10, 26), utc(2026, 10, 25, 23), utc(2026, 10, 26, 23)),
        (date(2027, 3, 27), utc(2027, 3, 26, 23), utc(2027, 3, 27, 23)),
        (date(2027, 3, 28), utc(2027, 3, 27, 23), utc(2027, 3, 28, 22)),
        (date(2027, 3, 29), utc(2027, 3, 28, 22), utc(2027, 3, 29, 22)),
        (date(2028, 2, 29), utc(2028, 2, 28, 23), utc(2028, 2, 29, 23)),
        (date(2026, 12, 31), utc(2026, 12, 30, 23), utc(2026, 12, 31, 23)),
    ],
)
def test_a_danish_day_is_everything_between_two_midnights(day, first, after):
    assert (dates.start_of(day, COPENHAGEN), dates.end_of(day, COPENHAGEN)) == (first, after)
    around = [dates.day_in(moment, COPENHAGEN) for moment in (first - SECOND, first, after - SECOND, after)]
    assert around == [day - timedelta(days=1), day, day, day + timedelta(days=1)]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 10, 24), 24), (date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2027, 3, 29), 24)],
)
def test_the_day_the_clocks_change_is_an_hour_longer_or_shorter(day, hours):
    assert dates.end_of(day, COPENHAGEN) - dates.start_of(day, COPENHAGEN) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "day", "first"),
    [
        ("America/Sao_Paulo", date(2017, 10, 14), utc(2017, 10, 14, 3)),
        ("America/Sao_Paulo", date(2017, 10, 15), utc(2017, 10, 15, 3)),
        ("America/Sao_Paulo", date(2017, 10, 16), utc(2017, 10, 16, 2)),
        ("America/Sao_Paulo", date(2018, 2, 18), utc(2018, 2, 18, 3)),
        ("Africa/Cairo", date(2026, 4, 24), utc(2026, 4, 23, 22)),
        ("Africa/Cairo", date(2026, 4, 25), utc(2026, 4, 24, 21)),
        ("Africa/Cairo", date(2026, 10, 30), utc(2026, 10, 29, 22)),
        ("America/Havana", date(2026, 11, 1), utc(2026, 11, 1, 4)),
    ],
)
def test_a_day_without_midnight_or_with_two_begins_at_its_first_instant(zone, day, first):
    assert dates.start_of(day, zone) == first
    assert dates.end_of(day - timedelta(days=1), zone) == first
    assert [dates.day_in(moment, zone) for moment in (first - SECOND, first)] == [
        day - timedelta(days=1),
        day,
    ]


def test_a_day_that_a_country_skipped_is_empty():
    skipped = date(2011, 12, 30)
    assert (
        dates.start_of(skipped, "Pacific/Apia")
        == dates.end_of(skipped, "Pacific/Apia")
        == utc(2011, 12, 30, 10)
    )


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2015, 9, 16), time(9), utc(2015, 9, 16, 7)),
        (date(2015, 9, 16), time(16), utc(2015, 9, 16, 14)),
        (date(2016, 1, 16), time(9), utc(2016, 1, 16, 8)),
        (date(2026, 10, 25), time(1, 59), utc(2026, 10, 24, 23, 59)),
        (date(2026, 10, 25), time(2), utc(2026, 10, 25, 0)),
        (date(2026, 10, 25), time(2, 59), utc(2026, 10, 25, 0, 59)),
        (date(2026, 10, 25), time(2, 30, fold=1), utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(3), utc(2026, 10, 25, 2)),
        (date(2027, 3, 28), time(1, 59), utc(2027, 3, 28, 0, 59)),
        (date(2027, 3, 28), time(2), utc(2027, 3, 28, 1)),
        (date(2027, 3, 28), time(2, 0, 0, 1), utc(2027, 3, 28, 1)),
        (date(2027, 3, 28), time(2, 59, 59, 999999), utc(2027, 3, 28, 1)),
        (date(2027, 3, 28), time(3), utc(2027, 3, 28, 1)),
        (date(2027, 3, 28), time(3, 1), utc(2027, 3, 28, 1, 1)),
    ],
)
def test_a_wall_time_is_one_instant_summer_winter_and_when_the_clocks_change(day, at, moment):
    assert dates.instant(day, at, COPENHAGEN) == moment


def test_a_gap_of_half_an_hour_ends_where_it_ends():
    clocks = [time(1, 59), time(2), time(2, 29), time(2, 30)]
    moments = [dates.instant(date(2026, 10, 4), at, "Australia/Lord_Howe") for at in clocks]
    assert moments == [utc(2026, 10, 3, 15, 29), *3 * [utc(2026, 10, 3, 15, 30)]]


def test_instants_are_in_utc_so_that_their_differences_are_real():
    assert dates.instant(date(2015, 9, 16), time(9), COPENHAGEN).tzinfo is UTC
    assert dates.start_of(date(2017, 10, 15), "America/Sao_Paulo").tzinfo is UTC


def test_a_zone_may_be_given_by_name_or_as_itself():
    day = date(2016, 5, 10)
    assert dates.start_of(day, ZoneInfo(COPENHAGEN)) == dates.start_of(day, COPENHAGEN)
    with pytest.raises(KeyError):
        dates.start_of(day, "Europe/Odense")


@pytest.mark.parametrize("moment", [datetime(2016, 5, 10), utc(2016, 5, 10)])
def test_an_instant_is_not_taken_for_a_day(moment):
    for question in (dates.start_of, dates.end_of):
        with pytest.raises(ValueError, match="civil day"):
            question(moment, COPENHAGEN)
    with pytest.raises(ValueError, match="civil day"):
        dates.instant(date(2016, 5, 10), time(9, tzinfo=UTC), COPENHAGEN)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        dates.day_in(datetime(2016, 5, 10, 14, 5), COPENHAGEN)
    with pytest.raises(ValueError, match="zone"):
        dates.instant_phrase(datetime(2016, 5, 10, 14, 5), COPENHAGEN, "da")


@given(st.dates(date(2012, 1, 1), date(2037, 12, 30)), st.sampled_from(ZONES))
@example(date(2017, 10, 14), "America/Sao_Paulo")
@example(date(2026, 4, 23), "Africa/Cairo")
def test_days_adjoin_and_hold_their_own_instants(day, zone):
    first, after = dates.start_of(day, zone), dates.end_of(day, zone)
    assert after == dates.start_of(day + timedelta(days=1), zone)
    assert timedelta(hours=23) <= after - first <= timedelta(hours=25)
    around = [dates.day_in(moment, zone) for moment in (first - SECOND, first, after - SECOND, after)]
    assert around == [day - timedelta(days=1), day, day, day + timedelta(days=1)]


@given(st.dates(date(2012, 1, 1), date(2037, 12, 30)), minutes, st.sampled_from(ZONES))
def test_a_wall_time_that_exists_is_shown_by_the_clocks_at_its_instant(day, at, zone):
    shown = dates.instant(day, at, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert shown == wanted or wanted < shown <= wanted + timedelta(hours=1)


# ------------------------------------------------------------------ phrases


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (date(2015, 9, 14), "mandag den 14. september 2015", "Monday 14 September 2015"),
        (date(2015, 9, 15), "tirsdag den 15. september 2015", "Tuesday 15 September 2015"),
        (date(2015, 9, 16), "onsdag den 16. september 2015", "Wednesday 16 September 2015"),
        (date(2015, 9, 17), "torsdag den 17. september 2015", "Thursday 17 September 2015"),
        (date(2015, 9, 18), "fredag den 18. september 2015", "Friday 18 September 2015"),
        (date(2015, 9, 19), "lørdag den 19. september 2015", "Saturday 19 September 2015"),
        (date(2015, 9, 20), "søndag den 20. september 2015", "Sunday 20 September 2015"),
        (date(2016, 1, 1), "fredag den 1. januar 2016", "Friday 1 January 2016"),
        (date(2016, 2, 29), "mandag den 29. februar 2016", "Monday 29 February 2016"),
        (date(2016, 3, 2), "onsdag den 2. marts 2016", "Wednesday 2 March 2016"),
        (date(2016, 4, 3), "søndag den 3. april 2016", "Sunday 3 April 2016"),
        (date(2016, 5, 10), "tirsdag den 10. maj 2016", "Tuesday 10 May 2016"),
        (date(2016, 6, 11), "lørdag den 11. juni 2016", "Saturday 11 June 2016"),
        (date(2016, 7, 12), "tirsdag den 12. juli 2016", "Tuesday 12 July 2016"),
        (date(2016, 8, 13), "lørdag den 13. august 2016", "Saturday 13 August 2016"),
        (date(2016, 10, 31), "mandag den 31. oktober 2016", "Monday 31 October 2016"),
        (date(2016, 11, 30), "onsdag den 30. november 2016", "Wednesday 30 November 2016"),
        (date(2016, 12, 24), "lørdag den 24. december 2016", "Saturday 24 December 2016"),
    ],
)
def test_a_day_is_written_in_the_house_style(day, danish, english):
    assert (dates.day_phrase(day, "da"), dates.day_phrase(day, "en")) == (danish, english)
    assert dates.short_day_phrase(day, "da") == danish.partition(" den ")[2]
    assert dates.short_day_phrase(day, "en") == english.partition(" ")[2]


def test_a_date_block_has_weekday_number_month_and_year():
    assert dates.day_block(date(2026, 3, 7), "da") == ("lørdag", "7", "marts", "2026")
    assert dates.day_block(date(2026, 3, 7), "en") == ("Saturday", "7", "March", "2026")


@pytest.mark.parametrize(
    ("at", "danish", "english"),
    [
        (time(0), "0.00", "0:00"),
        (time(9), "9.00", "9:00"),
        (time(9, 5), "9.05", "9:05"),
        (time(16), "16.00", "16:00"),
        (time(23, 59), "23.59", "23:59"),
    ],
)
def test_a_time_has_no_leading_zero_and_a_full_stop_in_danish(at, danish, english):
    assert (dates.time_phrase(at, "da"), dates.time_phrase(at, "en")) == (danish, english)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "danish", "english"),
    [
        (time(9), time(16), "kl. 9.00-16.00", "9:00–16:00"),
        (time(9), None, "kl. 9.00", "9:00"),
        (time(18, 30), time(0), "kl. 18.30-0.00", "18:30–0:00"),
        (time(22), time(1), "kl. 22.00-1.00", "22:00–1:00"),
    ],
)
def test_a_span_of_hours_may_pass_midnight_or_have_no_end(starts_at, ends_at, danish, english):
    assert dates.span_phrase(starts_at, ends_at, "da") == danish
    assert dates.span_phrase(starts_at, ends_at, "en") == english


@pytest.mark.parametrize(
    ("facts", "danish", "english"),
    [
        (
            (date(2015, 9, 16), time(9), date(2015, 9, 16), time(16)),
            "onsdag den 16. september 2015 kl. 9.00-16.00",
            "Wednesday 16 September 2015, 9:00–16:00",
        ),
        (
            (date(2015, 9, 16), time(9), None, time(16)),
            "onsdag den 16. september 2015 kl. 9.00-16.00",
            "Wednesday 16 September 2015, 9:00–16:00",
        ),
        (
            (date(2015, 9, 16), time(9), date(2015, 9, 16), None),
            "onsdag den 16. september 2015 kl. 9.00",
            "Wednesday 16 September 2015, 9:00",
        ),
        (
            (date(2015, 9, 16), None, date(2015, 9, 16), time(16)),
            "onsdag den 16. september 2015 indtil kl. 16.00",
            "Wednesday 16 September 2015, until 16:00",
        ),
        (
            (date(2015, 9, 16), None, date(2015, 9, 16), None),
            "onsdag den 16. september 2015",
            "Wednesday 16 September 2015",
        ),
        (
            (date(2016, 5, 23), time(9), date(2016, 5, 24), time(15)),
            "mandag den 23. maj kl. 9.00 – tirsdag den 24. maj 2016 kl. 15.00",
            "Monday 23 May, 9:00 – Tuesday 24 May 2016, 15:00",
        ),
        (
            (date(2016, 5, 23), None, date(2016, 5, 24), None),
            "mandag den 23. maj – tirsdag den 24. maj 2016",
            "Monday 23 May – Tuesday 24 May 2016",
        ),
        (
            (date(2026, 12, 31), time(18), date(2027, 1, 1), time(0)),
            "torsdag den 31. december 2026 kl. 18.00 – fredag den 1. januar 2027 kl. 0.00",
            "Thursday 31 December 2026, 18:00 – Friday 1 January 2027, 0:00",
        ),
    ],
)
def test_a_period_names_each_day_once_and_the_year_once(facts, danish, english):
    assert (dates.period_phrase(*facts, "da"), dates.period_phrase(*facts, "en")) == (danish, english)


def test_what_happened_is_told_by_the_clocks_of_the_event():
    moment = utc(2016, 5, 10, 12, 5)
    assert dates.instant_phrase(moment, COPENHAGEN, "da") == "tirsdag den 10. maj 2016 kl. 14.05"
    assert dates.instant_phrase(moment, COPENHAGEN, "en") == "Tuesday 10 May 2016, 14:05"
    assert dates.instant_phrase(utc(2016, 5, 10, 22), COPENHAGEN, "da") == "onsdag den 11. maj 2016 kl. 0.00"
    assert dates.short_instant_phrase(moment, COPENHAGEN, "da") == "10. maj 2016 kl. 14.05"
    assert dates.short_instant_phrase(moment, COPENHAGEN, "en") == "10 May 2016, 14:05"


def test_what_ends_with_a_day_is_told_by_the_day_and_else_by_the_hour():
    assert dates.latest_phrase(utc(2016, 5, 10, 22), COPENHAGEN, "da") == "tirsdag den 10. maj 2016"
    assert (
        dates.latest_phrase(utc(2016, 5, 10, 21, 59), COPENHAGEN, "da")
        == "tirsdag den 10. maj 2016 kl. 23.59"
    )
    assert dates.latest_phrase(utc(2016, 5, 10, 7), COPENHAGEN, "en") == "Tuesday 10 May 2016, 9:00"


@pytest.mark.parametrize(
    ("ore", "danish", "english"),
    [
        (0, "0 kr.", "DKK 0"),
        (5, "0,05 kr.", "DKK 0.05"),
        (99_900, "999 kr.", "DKK 999"),
        (129_500, "1.295 kr.", "DKK 1,295"),
        (129_550, "1.295,50 kr.", "DKK 1,295.50"),
        (123_456_789, "1.234.567,89 kr.", "DKK 1,234,567.89"),
        (-129_550, "-1.295,50 kr.", "DKK -1,295.50"),
    ],
)
def test_money_is_written_in_kroner_with_ore_only_when_there_are_any(ore, danish, english):
    assert (dates.money_phrase(ore, "da"), dates.money_phrase(ore, "en")) == (danish, english)


def test_beside_amounts_with_ore_money_is_written_with_them():
    assert [dates.money_phrase(ore, "da", exact=True) for ore in (129_500, 129_550)] == [
        "1.295,00 kr.",
        "1.295,50 kr.",
    ]


def test_a_language_without_words_is_refused_and_in_doubt_danish_is_spoken():
    for ask in (
        lambda: dates.day_phrase(date(2016, 5, 10), "de"),
        lambda: dates.time_phrase(time(9), "de"),
        lambda: dates.money_phrase(100, "de"),
    ):
        with pytest.raises(ValueError, match="de"):
            ask()
    codes = ["da", "da-dk", "en", "en-gb", "de", "", None]
    assert [dates.language_of(code) for code in codes] == ["da", "da", "en", "en", "da", "da", "da"]


# ------------------------------------------------------------------ reading

CONFERENCE_DAY = date(2015, 9, 16)


@pytest.mark.parametrize(
    "text",
    [
        "16-09-2015", "16-9-2015", "16/9-2015", "16/09-2015", "16/9 2015", "16/9/2015", "16.9.2015",
        "16.09.2015", "16. 9. 2015", "16.9 2015", "16 9 2015", "16–09–2015", "  16-09-2015 ", "16-09-2015.",
        "2015-09-16", "2015-9-16", "2015/09/16", "16. september 2015", "16.september 2015",
        "16 september 2015", "16. sept. 2015", "16. sep 2015", "16 sep. 2015", "16. SEPTEMBER 2015",
        "16-sep-2015", "16.\u00a0september\u00a02015", "den 16. september 2015", "d. 16. september 2015",
        "d. 16/9-2015", "d.16/9-2015", "onsdag den 16. september 2015", "Onsdag den 16. september 2015.",
        "onsdag, den 16. september 2015", "onsdag d. 16/9-2015", "onsdag 16.9.2015",
        "ons. 16. september 2015", "ons 16/9 2015", "wed 16 Sep 2015", "16 September 2015",
        "16th September 2015", "16th of September 2015", "Wednesday 16 September 2015",
        "Wednesday, 16 September 2015", "Wednesday, September 16, 2015", "Sept. 16, 2015",
        "September 16th, 2015", "Wednesday the 16th of September 2015",
    ],
)  # fmt: skip
def test_a_day_is_read_as_organisers_type_it(text):
    assert parse_day(text) == CONFERENCE_DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/2-2016", date(2016, 2, 1)),
        ("09/10/2015", date(2015, 10, 9)),
        ("lørdag den 7. marts 2026", date(2026, 3, 7)),
        ("loerdag den 7. marts 2026", date(2026, 3, 7)),
        ("LØRDAG 7/3-2026", date(2026, 3, 7)),
        ("lør. 7. mar. 2026", date(2026, 3, 7)),
        ("søn. 8. marts 2026", date(2026, 3, 8)),
        ("10. maj 2016", date(2016, 5, 10)),
        ("10 May 2016", date(2016, 5, 10)),
        ("3. okt. 2016", date(2016, 10, 3)),
        ("3 Oct 2016", date(2016, 10, 3)),
        ("1. jun. 2016", date(2016, 6, 1)),
        ("1. jul. 2016", date(2016, 7, 1)),
        ("29-02-2028", date(2028, 2, 29)),
        ("1-1-1900", date(1900, 1, 1)),
        ("31-12-2199", date(2199, 12, 31)),
    ],
)
def test_the_day_comes_before_the_month_and_names_may_be_short(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("snart", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("16. septober 2015", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("16. se 2015", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("16-09-20155", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("16-09-201", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("160915-1234", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("16092015", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        ("16-09-2015 kl. 9.00", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        (
            "16.-17. september 2015",
            "invalid",
            "Write the date as day, month and year, for example 16-09-2015.",
        ),
        ("onsdag", "invalid", "Write the date as day, month and year, for example 16-09-2015."),
        (
            "16" + "\u2003x" * 5000,
            "invalid",
            "Write the date as day, month and year, for example 16-09-2015.",
        ),
        ("16. september", "no_year", "Write the year as well, for example 16-09-2015."),
        ("16/9", "no_year", "Write the year as well, for example 16-09-2015."),
        ("September 16", "no_year", "Write the year as well, for example 16-09-2015."),
        ("16-09-15", "short_year", "Write the year with four digits: 16-09-2015."),
        ("16/9 15", "short_year", "Write the year with four digits: 16-09-2015."),
        ("16. september 26", "short_year", "Write the year with four digits: 16-09-2026."),
        ("16-09-1899", "far_year", "Check the year: it must be between 1900 and 2199."),
        ("16-09-2200", "far_year", "Check the year: it must be between 1900 and 2199."),
        ("16-09-0215", "far_year", "Check the year: it must be between 1900 and 2199."),
        ("31-06-2015", "no_such_day", "31-06-2015 is not in the calendar. Check the day and the month."),
        ("29/2 2015", "no_such_day", "29/2 2015 is not in the calendar. Check the day and the month."),
        ("9/16/2015", "no_such_day", "9/16/2015 is not in the calendar. Check the day and the month."),
        ("0-9-2015", "no_such_day", "0-9-2015 is not in the calendar. Check the day and the month."),
        ("29-02-15", "no_such_day", "29-02-15 is not in the calendar. Check the day and the month."),
        (
            "torsdag den 16. september 2015",
            "weekday",
            "16 September 2015 is a Wednesday, not a Thursday. Correct the weekday or the date.",
        ),
        (
            "tirs. 16/9-2015",
            "weekday",
            "16 September 2015 is a Wednesday, not a Tuesday. Correct the weekday or the date.",
        ),
        (
            "søndag den 7. marts 2026",
            "weekday",
            "7 March 2026 is a Saturday, not a Sunday. Correct the weekday or the date.",
        ),
    ],
)
def test_a_day_that_is_not_understood_is_refused_with_what_to_do(text, code, sentence):
    with pytest.raises(UnreadableDay) as refusal:
        parse_day(text)
    assert (refusal.value.code, str(refusal.value)) == (code, sentence)
    assert isinstance(refusal.value, ValueError)


def test_the_words_of_a_refusal_are_in_the_language_asked_for():
    with pytest.raises(UnreadableDay) as refusal:
        parse_day("søndag den 7. marts 2026")
    assert refusal.value.words("da") == {
        "typed": "søndag den 7. marts 2026",
        "numbers": "07-03-2026",
        "day": "7. marts 2026",
        "weekday": "lørdag",
        "typed_weekday": "søndag",
    }


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9.00", time(9)),
        ("9:00", time(9)),
        ("9,00", time(9)),
        ("09.00", time(9)),
        ("09:00:00", time(9)),
        ("9", time(9)),
        ("9.", time(9)),
        ("09", time(9)),
        ("16", time(16)),
        ("0900", time(9)),
        ("900", time(9)),
        ("1630", time(16, 30)),
        ("kl. 9", time(9)),
        ("kl.9", time(9)),
        ("kl 9", time(9)),
        ("Kl. 9.30", time(9, 30)),
        ("klokken 16.05", time(16, 5)),
        ("\u00a0kl.\u00a09.30 ", time(9, 30)),
        ("0", time(0)),
        ("0.00", time(0)),
        ("0000", time(0)),
        ("23.59", time(23, 59)),
    ],
)
def test_a_time_is_read_as_organisers_type_it(text, at):
    assert parse_time(text) == at


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("kl.", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("middag", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("9.0", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("9.000", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("-9", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("9.00-16.00", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("9:00:30", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("9 pm", "invalid", "Write one time of day as hours and minutes, for example 9.00."),
        ("24.00", "midnight", "Write midnight as 0.00. It belongs to the next day."),
        ("kl. 24", "midnight", "Write midnight as 0.00. It belongs to the next day."),
        ("2400", "midnight", "Write midnight as 0.00. It belongs to the next day."),
        (
            "24.01",
            "no_such_time",
            "24.01 is not a time of day. Hours run from 0 to 23, minutes from 00 to 59.",
        ),
        ("25", "no_such_time", "25 is not a time of day. Hours run from 0 to 23, minutes from 00 to 59."),
        ("161", "no_such_time", "161 is not a time of day. Hours run from 0 to 23, minutes from 00 to 59."),
        ("9.60", "no_such_time", "9.60 is not a time of day. Hours run from 0 to 23, minutes from 00 to 59."),
    ],
)
def test_a_time_that_is_not_understood_is_refused_with_what_to_do(text, code, sentence):
    with pytest.raises(UnreadableTime) as refusal:
        parse_time(text)
    assert (refusal.value.code, str(refusal.value)) == (code, sentence)
    assert isinstance(refusal.value, ValueError)


@given(days, languages)
def test_every_day_that_is_printed_is_read_back(day, language):
    printed = [
        dates.day_phrase(day, language),
        dates.short_day_phrase(day, language),
        dates.numeric_day_phrase(day),
        day.isoformat(),
        f"{day.day}/{day.month}-{day.year}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ]
    assert [parse_day(text) for text in printed] == [day] * len(printed)


@given(days, st.integers(1, 6), languages)
def test_no_other_weekday_is_accepted(day, shift, language):
    other = dates.weekday_name(day + timedelta(days=shift), language)
    with pytest.raises(UnreadableDay) as refusal:
        parse_day(f"{other} {dates.short_day_phrase(day, language)}")
    assert refusal.value.code == "weekday"


@given(minutes, languages)
def test_every_time_that_is_printed_is_read_back(at, language):
    printed = [
        dates.time_phrase(at, language),
        f"kl. {dates.time_phrase(at, language)}",
        at.isoformat(),
        f"{at:%H%M}",
    ]
    assert [parse_time(text) for text in printed] == [at] * len(printed)


@given(st.text(max_size=80))
@example("den den 1-1-2015")
@example("²-²-2015")
@example("١-١-٢٠١٥")
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text):
    texts = []
    for parse, refusal in ((parse_day, UnreadableDay), (parse_time, UnreadableTime)):
        try:
            parse(text)
        except refusal as error:
            texts.append(str(error))
    assert all(texts)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (utc(2026, 9, 1, 8), 48, utc(2026, 9, 3, 8)),  # Tuesday to Thursday
        (utc(2026, 9, 3, 8), 48, utc(2026, 9, 7, 8)),  # over a weekend
        (utc(2026, 9, 3, 22), 24, utc(2026, 9, 4, 22)),  # out with Friday, at its midnight
        (utc(2026, 9, 3, 22, 0, 1), 24, utc(2026, 9, 6, 22, 0, 1)),
        (utc(2026, 9, 5, 8), 48, utc(2026, 9, 8, 22)),  # from a Saturday: Monday and Tuesday
        (utc(2026, 10, 23, 10), 24, utc(2026, 10, 26, 11)),  # the clocks go back on Sunday
        (utc(2026, 9, 5, 8), 0, utc(2026, 9, 6, 22)),
    ],
)
def test_hours_that_run_on_weekdays_only(start, hours, end):
    assert dates.after_weekdays(start, timedelta(hours=hours), COPENHAGEN) == end
