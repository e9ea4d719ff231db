"""Items of the programme that need signing up: an item never has more people than places, nobody is at two at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from programme.models import ChoiceGroup, Event, Session
from programme.publishing import programme_changed
from registration import choosing
from registration.models import HistoryEntry, Registration, SessionChoice
from registration.policy import Reason
from registration.services import cancelling, substituting
from registration.services.acts import ATTENDEE, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.choosing import (
    NotChosen,
    choices_of,
    choose,
    delete_expired_choices,
    offer_of,
)
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at
from tests.registration.items import ids, item

SignUp = Callable[..., SignedUp]
LAST = at("2026-09-15 23:59")
OVER = at("2026-09-16 00:00")


@pytest.fixture
def group(event: Event, items: dict[str, Session]) -> ChoiceGroup:
    return ChoiceGroup.objects.get()


def chosen(registration: Registration) -> list[str]:
    return [row.title for row in choices_of(registration)]


def test_an_event_knows_whether_there_is_something_to_choose(event: Event, items: dict[str, Session]) -> None:
    assert event.has_choices
    Session.objects.filter(event=event).update(needs_sign_up=False, places=None, choice=None)
    programme_changed(event, now=OPEN)
    event.refresh_from_db()
    assert not event.has_choices


def test_items_are_chosen_when_signing_up(sign_up: SignUp, items: dict[str, Session]) -> None:
    wanted = ids(items["læsning"], items["aften"])
    made = sign_up(replace(ANNE, sessions=wanted), BO)
    assert [chosen(one) for one in made.registrations] == [["Læsning på tværs", "Aftensang"], []]


def test_the_last_place_in_an_item_is_given_once(sign_up: SignUp, items: dict[str, Session]) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"])))
    with pytest.raises(NotChosen) as no:
        sign_up(replace(BO, sessions=ids(items["læsning"])))
    assert (no.value.reason, no.value.objection.items) == (Reason.ITEM_FULL, (items["læsning"],))
    assert Registration.objects.count() == 1


def test_two_of_one_booking_cannot_share_the_last_place(sign_up: SignUp, items: dict[str, Session]) -> None:
    wanted = ids(items["læsning"])
    with pytest.raises(NotChosen):
        sign_up(replace(ANNE, sessions=wanted), replace(BO, sessions=wanted))
    assert (Registration.objects.count(), SessionChoice.objects.count()) == (0, 0)


def test_two_of_one_booking_have_the_last_two(
    sign_up: SignUp, event: Event, items: dict[str, Session]
) -> None:
    wanted = ids(items["aften"])
    sign_up(replace(ANNE, sessions=wanted), replace(BO, sessions=wanted))
    assert offer_of(event).taken == {items["aften"].pk: 2}


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["læsning", "spil"], Reason.TOO_MANY_ITEMS),
        (["spil", "tur"], Reason.ITEMS_CLASH),
        (["tur", "aften"], None),
        (["spil", "aften"], None),
    ],
)
def test_what_goes_together(
    sign_up: SignUp, items: dict[str, Session], names: list[str], reason: Reason | None
) -> None:
    place = sign_up().registrations[0]
    wanted = ids(*(items[name] for name in names))
    if reason is None:
        choose(registration_id=place.pk, sessions=wanted, now=OPEN, actor=ATTENDEE)
        assert set(chosen(place)) == {items[name].title for name in names}
        return
    with pytest.raises(NotChosen) as no:
        choose(registration_id=place.pk, sessions=wanted, now=OPEN, actor=ATTENDEE)
    assert no.value.reason is reason
    assert chosen(place) == []


def test_a_choice_of_two_takes_two_and_not_three(event: Event, group: ChoiceGroup, sign_up: SignUp) -> None:
    group.most = 2
    group.save()
    three = [item(event, f"Hold {n}", f"1{n}:00", f"1{n}:30", choice=group) for n in range(3)]
    programme_changed(event, now=OPEN)
    place = sign_up().registrations[0]
    choose(registration_id=place.pk, sessions=ids(*three[:2]), now=OPEN, actor=ATTENDEE)
    with pytest.raises(NotChosen):
        choose(registration_id=place.pk, sessions=ids(*three), now=OPEN, actor=ATTENDEE)
    assert chosen(place) == ["Hold 0", "Hold 1"]


def test_items_of_two_days_do_not_clash_but_one_past_midnight_does() -> None:
    def planned(day: int, starts: str, ends: str) -> Session:
        return Session(
            day=date(2026, 9, day), starts_at=time.fromisoformat(starts), ends_at=time.fromisoformat(ends)
        )

    evening, early = planned(16, "22:00", "01:00"), planned(17, "00:59", "02:00")
    assert choosing.at_the_same_time(evening, early)
    assert not choosing.at_the_same_time(evening, planned(17, "01:00", "02:00"))
    assert not choosing.at_the_same_time(planned(16, "13:00", "14:00"), planned(17, "13:00", "14:00"))
    assert not choosing.at_the_same_time(planned(16, "13:00", "14:00"), planned(16, "14:00", "15:00"))


def test_an_item_without_an_end_clashes_where_it_begins() -> None:
    day = date(2026, 9, 16)
    first, same = (Session(day=day, starts_at=time(13)) for _ in range(2))
    assert choosing.at_the_same_time(first, same)
    assert not choosing.at_the_same_time(first, Session(day=day, starts_at=time(13, 1)))
    assert not choosing.at_the_same_time(first, Session(day=day))


def test_a_choice_is_changed_to_the_last_second_of_its_last_day(
    sign_up: SignUp, event: Event, items: dict[str, Session]
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["læsning"]))).registrations[0]
    choose(registration_id=place.pk, sessions=ids(items["spil"]), now=LAST, actor=ATTENDEE)
    assert (chosen(place), offer_of(event).taken) == (["Spil og æventyr"], {items["spil"].pk: 1})
    with pytest.raises(Refused) as no:
        choose(registration_id=place.pk, sessions=(), now=OVER, actor=ATTENDEE)
    assert no.value.reason is Reason.CHOICE_CLOSED


def test_the_organiser_sets_the_last_day(sign_up: SignUp, event: Event, items: dict[str, Session]) -> None:
    Event.objects.filter(pk=event.pk).update(choices_until=date(2026, 9, 10))
    place = sign_up().registrations[0]
    choose(registration_id=place.pk, sessions=ids(items["spil"]), now=at("2026-09-10 23:59"), actor=ATTENDEE)
    with pytest.raises(Refused):
        choose(registration_id=place.pk, sessions=(), now=at("2026-09-11 00:00"), actor=ATTENDEE)


def test_an_organiser_chooses_for_somebody_with_a_reason(
    sign_up: SignUp, dorte: Any, items: dict[str, Session]
) -> None:
    place = sign_up().registrations[0]
    with pytest.raises(Refused):
        choose(registration_id=place.pk, sessions=ids(items["spil"]), now=OVER, actor=organiser(dorte))
    choose(
        registration_id=place.pk,
        sessions=ids(items["spil"]),
        now=OVER,
        actor=organiser(dorte, reason="Ringede"),
    )
    entry = HistoryEntry.objects.get(verb="chose_sessions")
    assert (entry.bent, entry.reason, entry.personal) == (
        "choice_closed",
        "Ringede",
        {"items": ["Spil og æventyr"]},
    )


def test_a_cancelled_place_frees_its_items(sign_up: SignUp, event: Event, items: dict[str, Session]) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["læsning"]))).registrations[0]
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    assert (offer_of(event).taken, SessionChoice.objects.count()) == ({}, 0)
    sign_up(replace(BO, sessions=ids(items["læsning"])))


def test_items_follow_a_substitute_who_may_change_them(
    sign_up: SignUp, event: Event, items: dict[str, Session]
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["læsning"]))).registrations[0]
    new = substituting.substitute(registration_id=place.pk, person=BO, now=OPEN, actor=ATTENDEE)
    assert (chosen(place), chosen(new)) == ([], ["Læsning på tværs"])
    choose(registration_id=new.pk, sessions=ids(items["spil"]), now=OPEN, actor=ATTENDEE)
    assert offer_of(event).taken == {items["spil"].pk: 1}


def test_whoever_waits_chooses_when_she_has_her_place(
    make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(slug="lille", capacity=1)
    one = item(event, "Læsning", "13:00", "14:00")
    programme_changed(event, now=OPEN)
    first = sign_up(CLARA, event=event).registrations[0]
    terms = {"when_full": WhenFull.TOGETHER, "terms": _waiting_terms(event)}
    place = sign_up(replace(BO, sessions=ids(one)), event=event, **terms).registrations[0]
    assert (place.status, chosen(place)) == ("waiting", [])
    with pytest.raises(Refused) as no:
        choose(registration_id=place.pk, sessions=ids(one), now=OPEN, actor=ATTENDEE)
    assert no.value.reason is Reason.HAS_NO_PLACE_YET
    cancelling.cancel(registration_id=first.pk, now=OPEN, actor=ATTENDEE)
    choose(registration_id=place.pk, sessions=ids(one), now=OPEN, actor=ATTENDEE)
    assert chosen(place) == ["Læsning"]


def _waiting_terms(event: Event) -> str:
    from django.utils import translation

    from registration import sentences

    with translation.override("da"):
        return sentences.terms(event, now=OPEN, waits=True)


def test_lowering_the_places_of_an_item_takes_nobodys(
    sign_up: SignUp, event: Event, items: dict[str, Session]
) -> None:
    places = sign_up(ANNE, BO).registrations
    for place in places:
        choose(registration_id=place.pk, sessions=ids(items["aften"]), now=OPEN, actor=ATTENDEE)
    Session.objects.filter(pk=items["aften"].pk).update(places=1)
    choose(
        registration_id=places[0].pk, sessions=ids(items["aften"], items["spil"]), now=OPEN, actor=ATTENDEE
    )
    assert offer_of(event).taken == {items["aften"].pk: 2, items["spil"].pk: 1}


def test_what_became_of_a_chosen_item_is_known(
    sign_up: SignUp, event: Event, items: dict[str, Session]
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["spil"], items["aften"]))).registrations[0]

    def troubles() -> dict[str, str]:
        return {one.title: one.trouble for one in choosing.chosen_now(choices_of(place))}

    assert troubles() == {"Spil og æventyr": "", "Aftensang": ""}
    Session.objects.filter(pk=items["aften"].pk).update(starts_at=time(16), ends_at=time(17))
    assert troubles() == {"Spil og æventyr": "", "Aftensang": "moved"}
    Session.objects.filter(pk=items["aften"].pk).update(starts_at=time(13, 30))
    assert troubles() == {"Spil og æventyr": "clash", "Aftensang": "clash"}
    Session.objects.filter(pk=items["aften"].pk).update(status="cancelled")
    assert troubles() == {"Spil og æventyr": "", "Aftensang": "called_off"}
    Session.objects.get(pk=items["aften"].pk).delete()
    assert troubles() == {"Spil og æventyr": "", "Aftensang": "gone"}
    choose(registration_id=place.pk, sessions=ids(items["spil"]), now=OPEN, actor=ATTENDEE)
    assert troubles() == {"Spil og æventyr": ""}


def test_a_moved_item_is_kept_by_saving_it_again(
    sign_up: SignUp, event: Event, items: dict[str, Session]
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["spil"]))).registrations[0]
    Session.objects.filter(pk=items["spil"].pk).update(day=date(2026, 9, 17))
    assert choosing.chosen_now(choices_of(place))[0].trouble == "moved"
    choose(registration_id=place.pk, sessions=ids(items["spil"]), now=OPEN, actor=ATTENDEE)
    assert choosing.chosen_now(choices_of(place))[0].trouble == ""


def test_what_is_still_to_be_chosen(event: Event, items: dict[str, Session], group: ChoiceGroup) -> None:
    offer = offer_of(event)
    assert choosing.still_to_choose(offer, ids(items["tur"])) == [group]
    assert choosing.still_to_choose(offer, ids(items["spil"])) == []
    ChoiceGroup.objects.update(required=False)
    assert choosing.still_to_choose(offer_of(event), ()) == []


def test_an_item_that_is_called_off_or_of_another_event_cannot_be_chosen(
    sign_up: SignUp, make_event: Callable[..., Event], items: dict[str, Session]
) -> None:
    place = sign_up(ANNE, EMIL).registrations[0]
    elsewhere = item(make_event(slug="andet"), "Andetsteds", "13:00")
    Session.objects.filter(pk=items["spil"].pk).update(status="cancelled")
    for one in (elsewhere, items["spil"]):
        with pytest.raises(NotChosen) as no:
            choose(registration_id=place.pk, sessions=ids(one), now=OPEN, actor=ATTENDEE)
        assert no.value.reason is Reason.NO_SUCH_ITEM


def test_what_was_chosen_is_deleted_six_months_after_the_event(
    sign_up: SignUp, event: Event, items: dict[str, Session]
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"], items["aften"])))
    last = date(2027, 3, 18)
    assert delete_expired_choices(today=last, now=OPEN) == 0
    assert delete_expired_choices(today=last + timedelta(days=1), now=OPEN) == 2
    entry = HistoryEntry.objects.get(verb="choices_deleted")
    assert (entry.fields, SessionChoice.objects.count()) == (["count:1"], 0)
