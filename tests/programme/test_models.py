from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from programme.models import Event, Membership, Organisation, ProgrammePdf, Rescheduling, Session, User


def test_a_september_day_begins_at_seven_in_utc(event: Event) -> None:
    assert (event.begins, event.ends) == (
        datetime(2026, 9, 16, 7, tzinfo=UTC),
        datetime(2026, 9, 16, 14, tzinfo=UTC),
    )


def test_an_event_without_times_lasts_its_whole_days(make_event: Callable[..., Event]) -> None:
    event = make_event(starts_at=None, ends_at=None)
    assert (event.begins, event.ends) == (
        datetime(2026, 9, 15, 22, tzinfo=UTC),
        datetime(2026, 9, 16, 22, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"ends_on": date(2026, 9, 15)}, "event_ends_after_it_starts"),
        ({"ends_at": time(9)}, "event_ends_later_the_same_day"),
        ({"binding_after": date(2026, 9, 16)}, "event_binds_before_it_starts"),
        ({"registration_closes_on": date(2026, 9, 17)}, "event_closes_before_it_starts"),
        ({"registration_opens_on": date(2026, 9, 10)}, "event_opens_before_it_closes"),
        ({"substitutes_until": date(2026, 9, 17)}, "event_substitutes_before_it_starts"),
        ({"substitutes_until": date(2026, 9, 1)}, "event_substitutes_once_it_binds"),
        ({"sign_up": "elsewhere"}, "event_sign_up_elsewhere_has_an_address"),
        ({"fee_ore": 0}, "event_fee_is_more_than_nothing"),
        ({"status": "udkast"}, "event_status_known"),
    ],
)
def test_dates_that_contradict_each_other_are_refused_by_the_database(
    event: Event, fields: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**fields)


def test_the_last_agreeing_dates_are_accepted(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(
        binding_after=date(2026, 9, 15),
        registration_closes_on=date(2026, 9, 16),
        substitutes_until=date(2026, 9, 16),
        ends_at=time(9, 1),
    )
    event.refresh_from_db()
    assert event.binding_after == date(2026, 9, 15)


def test_a_record_that_contradicts_nothing_is_asked_about_once(
    event: Event, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # And the three of the transaction in which a check is made.
    with django_assert_num_queries(3) as asked:
        event.validate_constraints()
    assert [one["sql"].split()[0] for one in asked.captured_queries] == ["SAVEPOINT", "SELECT", "RELEASE"]


def test_each_contradiction_is_said_at_its_own_field(event: Event) -> None:
    event.ends_on = date(2026, 9, 15)
    event.fee_ore = 0
    event.sign_up = Event.SignUp.ELSEWHERE
    event.decide_on = date(2026, 9, 1)
    with translation.override("da"), pytest.raises(ValidationError) as refused:
        event.validate_constraints()
    assert refused.value.message_dict == {
        "ends_on": ["Den sidste dag ligger før den første."],
        "sign_up_url": ["Skriv adressen, hvor man tilmelder sig."],
        "decide_on": ["Angiv både det mindste antal og den dag, hvor I beslutter jer."],
        NON_FIELD_ERRORS: ["Begrænsning “event_fee_is_more_than_nothing” er overtrådt."],
    }


@pytest.mark.long
def test_a_field_that_is_left_out_hides_no_other_contradiction(event: Event) -> None:
    event.ends_on = date(2026, 9, 15)
    event.sign_up = Event.SignUp.ELSEWHERE
    with pytest.raises(ValidationError) as refused:
        event.validate_constraints(exclude={"ends_on"})
    assert list(refused.value.message_dict) == ["sign_up_url"]
    event.validate_constraints(exclude={"ends_on", "sign_up"})


def test_a_fact_that_is_not_known_contradicts_nothing(event: Event) -> None:
    """As the database takes it, also beside one that is false."""
    event.starts_on = None
    event.validate_constraints()
    event.sign_up = Event.SignUp.ELSEWHERE
    with pytest.raises(ValidationError) as refused:
        event.validate_constraints()
    assert list(refused.value.message_dict) == ["sign_up_url"]


@pytest.mark.parametrize(
    ("ends_at", "last_day", "wrong"),
    [
        (time(5, 59), date(2026, 9, 16), set()),
        (time(6), date(2026, 9, 16), {"ends_at"}),
        (time(19, 59), date(2026, 9, 16), {"ends_at"}),
        (time(20, 1), date(2026, 9, 16), set()),
        (time(6), date(2026, 9, 17), set()),
        (None, date(2026, 9, 16), set()),
    ],
)
def test_an_item_that_ends_before_it_begins_runs_past_midnight_or_is_a_slip(
    event: Event, ends_at: time | None, last_day: date, wrong: set[str]
) -> None:
    event.ends_on = last_day
    item = Session(event=event, day=event.starts_on, starts_at=time(20), ends_at=ends_at, title="Fest")
    found: set[str] = set()
    try:
        item.full_clean()
    except ValidationError as error:
        found = set(error.message_dict)
    assert found == wrong


@pytest.mark.parametrize("slug", ["admin", "en", "static"])
def test_an_address_of_the_site_itself_is_not_an_event(event: Event, slug: str) -> None:
    event.full_clean()
    event.slug = slug
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert set(refused.value.message_dict) == {"slug"}


def test_the_old_address_of_a_moved_event_is_not_given_to_another(
    event: Event, make_event: Callable[..., Event]
) -> None:
    Rescheduling.objects.create(
        event=event,
        old_slug="juni",
        old_starts_on=date(2026, 6, 17),
        old_ends_on=date(2026, 6, 17),
        at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    other = make_event(slug="maj")
    other.full_clean()
    other.slug = "juni"
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert set(refused.value.message_dict) == {"slug"}


def test_staff_see_the_events_of_their_organisations_only(
    event: Event, make_event: Callable[..., Event], library: Organisation, dorte: User
) -> None:
    other = make_event(slug="aeroe", owner=library)
    root = User.objects.create_superuser("rod@example.org", "et-langt-kodeord")
    outsider = User.objects.create_user("ude@example.org", "et-langt-kodeord")
    Membership.objects.create(user=dorte, organisation=Organisation.objects.create(name="Tredje"))
    assert list(Event.objects.visible_to(dorte)) == [event]
    assert set(Event.objects.visible_to(root)) == {event, other}
    assert list(Event.objects.visible_to(outsider)) == []


def test_today_is_coming_and_not_past(event: Event) -> None:
    day, after = date(2026, 9, 16), date(2026, 9, 17)
    assert (list(Event.objects.coming(day)), list(Event.objects.past(day))) == ([event], [])
    assert (list(Event.objects.coming(after)), list(Event.objects.past(after))) == ([], [event])


def test_what_is_deleted_with_an_event_is_named_by_its_day() -> None:
    move = Rescheduling(old_starts_on=date(2015, 6, 17))
    made = ProgrammePdf(made_at=datetime(2026, 9, 1, 22, 30, tzinfo=UTC))
    with translation.override("da"):
        assert (str(move), str(made)) == ("fra 17. juni 2015", "2. september 2026 kl. 0.30")
    with translation.override("en"):
        assert str(move) == "from 17 June 2015"
