from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from programme.models import Event
from registration import tasks
from registration.models import HistoryEntry, PersonalNeeds, Registration
from registration.policy import Reason
from registration.services import cancelling, needs
from registration.services.acts import ATTENDEE, Refused
from registration.services.booking import SignedUp
from tests.cast import ANNE, BO, OPEN, STARTED, at, history, owed

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
JUST_BEFORE = timedelta(microseconds=1)


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    return sign_up(BO).registrations[0]


def save(registration: Registration, **changes: Any) -> Registration:
    act: dict[str, Any] = {
        "dietary_needs": "Ingen nødder",
        "access_needs": "",
        "consent": "Jeg siger ja.",
        "newsletter_consent": False,
        "now": OPEN,
        "actor": ATTENDEE,
    } | changes
    return needs.save_needs(registration_id=registration.pk, **act)


def stated() -> list[tuple[Any, ...]]:
    columns = ("dietary_needs", "access_needs", "consent", "consented_at")
    return list(PersonalNeeds.objects.order_by("pk").values_list(*columns))


def test_needs_are_stored_with_the_sentence_consented_to_and_not_in_the_history(place: Registration) -> None:
    mails = owed()
    save(place, access_needs=" Teleslynge  forrest ")
    assert stated() == [("Ingen nødder", "Teleslynge forrest", "Jeg siger ja.", OPEN)]
    assert history()[1:] == [
        {
            "at": OPEN,
            "verb": "needs_saved",
            "actor": "attendee",
            "user": None,
            "fields": [],
            "personal": {},
            "bent": "",
            "reason": "",
        }
    ]
    assert owed() == mails


def test_needs_are_replaced_and_emptied(place: Registration) -> None:
    later = OPEN + timedelta(days=1)
    save(place)
    save(place, dietary_needs="Vegetar", now=later, consent="Stadig ja.")
    assert stated() == [("Vegetar", "", "Stadig ja.", later)]
    save(place, dietary_needs=" ", consent="", now=later)
    assert stated() == []


def test_nothing_is_stored_without_a_consent(place: Registration) -> None:
    before = history()
    with pytest.raises(needs.ConsentMissing):
        save(place, consent="", newsletter_consent=True)
    assert (stated(), history()) == ([], before)
    assert not Registration.objects.get().newsletter_consent


def test_needs_are_told_until_the_event_begins_and_taken_back_at_any_time(place: Registration) -> None:
    save(place, now=STARTED - JUST_BEFORE, newsletter_consent=True)
    with pytest.raises(Refused) as refused:
        save(place, dietary_needs="Vegetar", now=STARTED)
    assert refused.value.reason is Reason.OVER
    nothing: dict[str, Any] = {"dietary_needs": "", "consent": "", "now": STARTED}
    save(place, newsletter_consent=True, **nothing)
    assert (stated(), Registration.objects.get().newsletter_consent) == ([], True)
    save(place, newsletter_consent=False, **nothing)
    assert not Registration.objects.get().newsletter_consent
    with pytest.raises(Refused):
        save(place, newsletter_consent=True, **nothing)


def test_an_ended_place_states_no_needs(place: Registration) -> None:
    save(place)
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    with pytest.raises(Refused) as refused:
        save(place)
    assert refused.value.reason is Reason.PLACE_ENDED
    assert stated() == []


# ------------------------------------------------------------------ fourteen days after


def test_needs_are_kept_to_the_end_of_the_fourteenth_day_after_the_event(
    sign_up: SignUp, event: Event
) -> None:
    for registration in sign_up(BO, ANNE).registrations:
        save(registration)
    assert needs.last_day_kept(event.ends_on) == date(2026, 9, 30)
    before = history()
    with time_machine.travel(at("2026-09-30 23:59:59"), tick=False):
        # The receipt of the sign-up is emptied by then.
        assert tasks.delete_expired() == 1
    assert (len(stated()), history()) == (2, before)
    now = at("2026-10-01 00:00")
    with time_machine.travel(now, tick=False):
        assert tasks.delete_expired() == 2
        assert tasks.delete_expired() == 0
    assert stated() == []
    assert history()[len(before) :] == [
        {
            "at": now,
            "verb": "needs_deleted",
            "actor": "system",
            "user": None,
            "fields": ["count:2"],
            "personal": {},
            "bent": "",
            "reason": "",
        }
    ]
    assert HistoryEntry.objects.latest("pk").registration is None


def test_a_moved_event_keeps_the_needs_until_fourteen_days_after_its_new_last_day(
    place: Registration,
) -> None:
    save(place)
    Event.objects.update(ends_on=date(2026, 9, 17))
    assert needs.delete_expired_needs(today=date(2026, 10, 1), now=at("2026-10-01 03:15")) == 0
    assert needs.delete_expired_needs(today=date(2026, 10, 2), now=at("2026-10-02 03:15")) == 1


def test_each_event_notes_its_own_number(sign_up: SignUp, make_event: Callable[..., Event]) -> None:
    early = make_event(slug="tidlig", starts_on=date(2026, 9, 15), ends_on=date(2026, 9, 15))
    for registration in [*sign_up(BO, ANNE).registrations, *sign_up(BO, event=early).registrations]:
        save(registration)
    assert needs.delete_expired_needs(today=date(2026, 9, 30), now=at("2026-09-30 03:15")) == 1
    assert needs.delete_expired_needs(today=date(2026, 10, 1), now=at("2026-10-01 03:15")) == 2
    notes = HistoryEntry.objects.filter(verb="needs_deleted").order_by("pk")
    assert [(note.event.slug, note.fields) for note in notes] == [
        ("tidlig", ["count:1"]),
        ("laering-paa-tvaers", ["count:2"]),
    ]
