from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from programme.models import Event, User
from registration.models import OwedMail, PersonalNeeds, Registration
from registration.policy import Decision, Reason
from registration.services import acts, cancelling
from registration.services.acts import ATTENDEE, CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.places import places_taken
from tests.cast import ANNE, BO, BOUND, EMIL, OPEN, STARTED, at, history, owed, statuses

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
JUST_BEFORE = timedelta(microseconds=1)
ACTS = pytest.mark.parametrize("act", [cancelling.cancel, cancelling.give_back])


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    """Bo's confirmed place, booked by Anne Mette."""
    return sign_up(BO).registrations[0]


def needs_of(registration: Registration) -> None:
    PersonalNeeds.objects.create(
        registration=registration, dietary_needs="Ingen nødder", consent="Ja", consented_at=OPEN
    )


def row(registration: Registration) -> dict[str, Any]:
    columns = ("status", "ended_at", "person_key", "still_owed", "name", "confirmed_at")
    return Registration.objects.values(*columns).get(pk=registration.pk)


def entry(**changes: Any) -> dict[str, Any]:
    return {"user": None, "fields": [], "personal": {}, "bent": "", "reason": ""} | changes


def test_a_place_is_cancelled_to_the_last_free_instant(place: Registration, event: Event) -> None:
    needs_of(place)
    now = BOUND - JUST_BEFORE
    answer = cancelling.cancel(registration_id=place.pk, now=now, actor=ATTENDEE)
    assert (answer.status, answer.ended_at, answer.person_key) == ("cancelled", now, None)
    assert row(place) == {
        "status": "cancelled",
        "ended_at": now,
        "person_key": None,
        "still_owed": False,
        "name": "Bo Ågård",
        "confirmed_at": OPEN,
    }
    assert not PersonalNeeds.objects.exists()
    assert places_taken(event) == 0
    assert history()[1:] == [entry(at=now, verb="cancelled", actor="attendee")]
    assert owed()[2:] == [
        ("place_cancelled", "bo@example.org", {"by": "attendee"}),
        ("place_cancelled", "anne.mette@example.org", {"by": "attendee"}),
    ]
    assert list(
        OwedMail.objects.filter(kind="place_cancelled").order_by("pk").values_list("key", flat=True)
    ) == [
        f"place_cancelled:registration{place.pk}:person",
        f"place_cancelled:registration{place.pk}:contact",
    ]


def test_a_bound_place_is_not_cancelled_and_nothing_is_written(place: Registration) -> None:
    before = row(place), history(), owed()
    needs_of(place)
    with pytest.raises(Refused) as refused:
        cancelling.cancel(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    assert refused.value.decision == Decision(Reason.BINDING)
    assert (row(place), history(), owed()) == before
    assert PersonalNeeds.objects.exists()


def test_a_bound_place_is_given_back_and_what_was_promised_is_still_owed(
    place: Registration, event: Event
) -> None:
    needs_of(place)
    cancelling.give_back(registration_id=place.pk, now=BOUND, actor=CONTACT)
    assert row(place) == {
        "status": "cancelled",
        "ended_at": BOUND,
        "person_key": None,
        "still_owed": True,
        "name": "Bo Ågård",
        "confirmed_at": OPEN,
    }
    assert not PersonalNeeds.objects.exists()
    assert places_taken(event) == 0
    assert history()[1:] == [entry(at=BOUND, verb="gave_back", actor="contact")]
    assert owed()[2:] == [
        ("place_given_back", "bo@example.org", {"by": "contact"}),
        ("place_given_back", "anne.mette@example.org", {"by": "contact"}),
    ]


def test_a_place_that_is_still_free_is_not_given_back(place: Registration) -> None:
    with pytest.raises(Refused) as refused:
        cancelling.give_back(registration_id=place.pk, now=BOUND - JUST_BEFORE, actor=CONTACT)
    assert refused.value.reason is Reason.NOT_YET_BINDING
    assert row(place)["status"] == "confirmed"


def test_an_organiser_releases_a_bound_place_with_a_reason_and_nothing_is_owed(
    place: Registration, dorte: User
) -> None:
    with pytest.raises(Refused) as refused:
        cancelling.cancel(registration_id=place.pk, now=BOUND, actor=organiser(dorte))
    assert refused.value.decision == Decision(Reason.BINDING, bendable=True)
    cancelling.cancel(registration_id=place.pk, now=BOUND, actor=organiser(dorte, reason="Sygdom"))
    assert (row(place)["status"], row(place)["still_owed"]) == ("cancelled", False)
    assert history()[1:] == [
        entry(at=BOUND, verb="cancelled", actor="organiser", user=dorte.pk, bent="binding", reason="Sygdom")
    ]


@ACTS
def test_nobody_leaves_a_place_once_the_event_has_begun(
    act: Callable[..., Registration], place: Registration, dorte: User
) -> None:
    for actor in (ATTENDEE, organiser(dorte, reason="Kom ikke")):
        with pytest.raises(Refused) as refused:
            act(registration_id=place.pk, now=STARTED, actor=actor)
        assert refused.value.reason is Reason.OVER
    cancelling.give_back(registration_id=place.pk, now=STARTED - JUST_BEFORE, actor=ATTENDEE)


@ACTS
@pytest.mark.parametrize(
    ("status", "reason"), [("draft", Reason.NOT_PUBLISHED), ("cancelled", Reason.EVENT_CANCELLED)]
)
def test_nobody_leaves_a_place_at_an_event_that_is_called_off(
    status: str, reason: Reason, act: Callable[..., Registration], place: Registration
) -> None:
    Event.objects.update(status=status)
    with pytest.raises(Refused) as refused:
        act(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    assert refused.value.reason is reason
    assert row(place)["status"] == "confirmed"


@pytest.mark.parametrize(
    ("first", "second", "now"),
    [
        (cancelling.cancel, cancelling.cancel, OPEN),
        (cancelling.cancel, cancelling.give_back, OPEN),
        (cancelling.give_back, cancelling.give_back, BOUND),
        (cancelling.give_back, cancelling.cancel, BOUND),
    ],
)
def test_a_place_is_left_once(
    first: Callable[..., Registration], second: Callable[..., Registration], now: Any, place: Registration
) -> None:
    first(registration_id=place.pk, now=now, actor=ATTENDEE)
    before = row(place), history(), owed()
    with pytest.raises(Refused) as refused:
        second(registration_id=place.pk, now=now + timedelta(hours=1), actor=ATTENDEE)
    assert refused.value.reason is Reason.PLACE_ENDED
    assert (row(place), history(), owed()) == before


def test_a_status_that_was_left_meanwhile_is_not_left_again(place: Registration) -> None:
    seen_before = Registration.objects.get(pk=place.pk)
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    before = row(place)
    assert not acts.leave(seen_before, to=Registration.Status.SUBSTITUTED, now=BOUND)
    assert (seen_before.status, row(place)) == ("confirmed", before)


def test_who_shares_an_address_with_the_contact_gets_one_receipt(sign_up: SignUp) -> None:
    made = sign_up(ANNE, EMIL)
    for registration in made.registrations:
        cancelling.cancel(registration_id=registration.pk, now=OPEN, actor=CONTACT)
    assert owed()[1:] == [("place_cancelled", "anne.mette@example.org", {"by": "contact"})] * 2


def test_a_very_long_address_has_room_in_the_outbox(sign_up: SignUp) -> None:
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.dk"
    made = sign_up(type(BO)(name="Bo Ågård", email=long))
    cancelling.cancel(registration_id=made.registrations[0].pk, now=OPEN, actor=ATTENDEE)
    keys = OwedMail.objects.values_list("key", flat=True)
    assert max(map(len, keys)) < 100
    assert not any(long in key for key in keys)


def test_who_waits_may_leave_the_list_also_after_the_binding_day(place: Registration) -> None:
    Registration.objects.filter(pk=place.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    cancelling.cancel(registration_id=place.pk, now=BOUND, actor=ATTENDEE)
    assert row(place)["status"] == "cancelled"


# ------------------------------------------------------------------ promises


@pytest.mark.parametrize(
    ("changes", "free_at", "bound_at"),
    [
        ({"binding_after": date(2026, 8, 1)}, "2026-09-02 23:59:59.999999", "2026-09-03 00:00"),
        ({"binding_after": date(2026, 9, 8)}, "2026-09-08 23:59:59.999999", "2026-09-09 00:00"),
        ({"binding_after": None}, "2026-09-16 08:59:59.999999", None),
        (
            {"starts_on": date(2027, 1, 20), "ends_on": date(2027, 1, 20), "binding_after": date(2027, 1, 6)},
            "2027-01-06 23:59:59.999999",
            "2027-01-07 00:00",
        ),
        (
            {
                "starts_on": date(2026, 8, 20),
                "ends_on": date(2026, 8, 20),
                "binding_after": date(2026, 8, 6),
                "registration_closes_on": date(2026, 8, 6),
            },
            "2026-08-20 08:59:59.999999",
            None,
        ),
    ],
    ids=["day earlier", "day later", "day removed", "event later", "event before the promised day"],
)
def test_a_promise_is_kept_whatever_the_organiser_moves(
    changes: dict[str, Any], free_at: str, bound_at: str | None, sign_up: SignUp, event: Event
) -> None:
    bo, anne = sign_up(BO, ANNE).registrations
    Event.objects.filter(pk=event.pk).update(**changes)
    cancelling.cancel(registration_id=bo.pk, now=at(free_at), actor=ATTENDEE)
    if bound_at is not None:
        with pytest.raises(Refused) as refused:
            cancelling.cancel(registration_id=anne.pk, now=at(bound_at), actor=ATTENDEE)
        assert refused.value.reason is Reason.BINDING
    assert statuses(event.pk) == [
        ("Bo Ågård", "cancelled"),
        ("Anne Mette Sørensen", "confirmed"),
    ]
