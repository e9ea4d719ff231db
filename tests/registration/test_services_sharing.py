from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event, User
from registration import sentences, words
from registration.kitchen import needs_of
from registration.models import Answer, HistoryEntry, PersonalNeeds, Registration, SessionChoice
from registration.policy import Reason
from registration.services import (
    absence,
    cancelling,
    choosing,
    invoicing,
    moving,
    places,
    sharing,
    substituting,
    whole_place,
)
from registration.services.acts import ATTENDEE, CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.people import Person
from registration.services.room import WhenFull
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, ENDED, OPEN, STARTED, at, history, owed, statuses
from tests.registration.items import ids, workshops
from tests.registration.shared import FIRST, SECOND, THIRD, days_of, dinner, over_days, share

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
Wait = Callable[[Person], Registration]
JUST_BEFORE = timedelta(microseconds=1)
DORTES = Person(name="Ditte Ørsted", email="ditte@example.org")


@pytest.fixture
def event(event: Event) -> Event:
    return over_days(event)


@pytest.fixture
def place(sign_up: SignUp) -> Registration:
    """Bo's, whom Anne Mette signed up."""
    return sign_up(BO).registrations[0]


@pytest.fixture
def wait(sign_up: SignUp, event: Event) -> Callable[[Person], Registration]:
    def do(person: Person) -> Registration:
        with translation.override("da"):
            terms = sentences.terms(event, now=OPEN, waits=True)
        return sign_up(person, when_full=WhenFull.TOGETHER, terms=terms).registrations[0]

    return do


def refused(act: Callable[[], Any]) -> Reason:
    with pytest.raises(Refused) as error:
        act()
    return error.value.reason


def mails_since(number: int) -> list[tuple[str, str]]:
    return [(kind, to.partition("@")[0]) for kind, to, _facts in owed()[number:]]


def test_a_place_is_shared_each_on_her_own_days(place: Registration, event: Event) -> None:
    second = share(place)
    assert days_of(event) == [
        ("Bo Ågård", "confirmed", "2026-09-16"),
        ("Clara Æbelø", "confirmed", "2026-09-17"),
    ]
    columns = (
        "shares_place_of",
        "substitute_for",
        "promised_fee_ore",
        "booking",
        "organisation",
        "place_number",
    )
    of_hers = dict(zip(columns, Registration.objects.values_list(*columns).get(pk=second.pk), strict=True))
    assert of_hers == {
        "shares_place_of": place.pk,
        "substitute_for": None,
        "promised_fee_ore": None,
        "booking": place.booking_id,
        "organisation": "Øby Bibliotek",
        "place_number": 1,
    }
    facts = {"by": "attendee"}
    assert owed()[2:] == [
        ("share_welcome", "clara@example.org", facts | {"other": "Bo Ågård", "with": place.pk}),
        ("place_shared", "bo@example.org", facts | {"other": "Clara Æbelø", "with": second.pk}),
        ("place_shared", "anne.mette@example.org", facts | {"other": "Clara Æbelø", "with": second.pk}),
    ]
    assert history()[1:] == [
        {
            "at": OPEN,
            "verb": "shared",
            "actor": "attendee",
            "user": None,
            "fields": [],
            "personal": {"with": "Clara Æbelø"},
            "bent": "",
            "reason": "",
        }
    ]


def counts(event: Event) -> dict[str, Any]:
    """Everything that is counted of places and of what is owed for them."""
    event.refresh_from_db()
    return {
        "taken": places.places_taken(event),
        "left and waiting": places.left_and_waiting(event),
        "reserved left": places.reserved_left(event),
        "by event": places.by_event([event], new=Registration.TAKES),
        "on a list of events": Event.objects.annotate(n=places.taken_here()).values_list("n", flat=True)[0],
        "invoice lines": len(invoicing.unfetched(event).lines),
        "without payer": [
            (booking.pk, asdict(amount)) for booking, amount in invoicing.unfetched(event).without_payer
        ],
    }


@pytest.mark.parametrize("fields", [{}, {"capacity": 1}, {"capacity": None}, {"reserved_places": 3}])
def test_a_shared_place_changes_no_count_of_places(
    fields: dict[str, Any], place: Registration, event: Event
) -> None:
    Event.objects.update(**fields)
    before = counts(event)
    second = share(place)
    assert counts(event) == before
    assert places.people_coming(event) == 2
    assert needs_of(event).people == 2
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    assert counts(event) == before
    assert places.people_coming(event) == 1


def test_a_full_event_is_shared_and_stays_full(sign_up: SignUp, event: Event, wait: Wait) -> None:
    Event.objects.update(capacity=1)
    place = sign_up(BO).registrations[0]
    wait(EMIL)
    second = share(place)
    cancelling.cancel(registration_id=second.pk, now=OPEN, actor=ATTENDEE)
    # Nothing has become free for who waits.
    assert statuses(event.pk)[1:] == [("Emil Uden-Mail", "waiting"), ("Clara Æbelø", "cancelled")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"days": ()}, Reason.NO_DAYS_LEFT),
        ({"days": (FIRST, SECOND)}, Reason.NO_DAYS_LEFT),
        ({"days": (THIRD,)}, Reason.NO_DAYS_LEFT),
        ({"person": BO}, Reason.SAME_PERSON),
        ({"person": ANNE}, Reason.ALREADY_HAS_A_PLACE),
        # The same person at another address.
        ({"person": Person(name="bo  Ågård", email="bo.aagaard@example.org")}, Reason.SAME_PERSON),
        ({"now": STARTED}, Reason.OVER),
    ],
)
def test_what_cannot_be_shared_is_refused_and_nothing_written(
    changes: dict[str, Any], reason: Reason, sign_up: SignUp, event: Event
) -> None:
    place = sign_up(BO, ANNE).registrations[0]
    before = days_of(event), len(owed())
    assert refused(lambda: share(place, **changes)) is reason
    assert (days_of(event), len(owed())) == before


def test_a_place_is_shared_only_where_the_organiser_has_it_so(place: Registration) -> None:
    Event.objects.update(places_may_be_shared=False)
    assert refused(lambda: share(place)) is Reason.NOT_SHARED_HERE


def test_a_place_is_shared_by_two_and_the_second_shares_nothing(place: Registration) -> None:
    second = share(place)
    assert refused(lambda: share(place, DORTES)) is Reason.ALREADY_SHARED
    assert refused(lambda: share(second, DORTES)) is Reason.ALREADY_SHARED
    assert refused(lambda: share(place)) is Reason.ALREADY_SHARED


@pytest.mark.parametrize("until", [date(2026, 9, 10), None])
def test_a_place_is_shared_as_long_as_it_may_be_handed_over(until: date | None, sign_up: SignUp) -> None:
    Event.objects.update(substitutes_until=until)
    end, reason = (at("2026-09-11 00:00"), Reason.TOO_LATE) if until else (STARTED, Reason.OVER)
    place, other = sign_up(BO, EMIL).registrations
    share(place, now=end - JUST_BEFORE)
    assert refused(lambda: share(other, DORTES, now=end)) is reason
    change = {"registration_id": place.pk, "days": (FIRST,), "actor": ATTENDEE}
    assert refused(lambda: sharing.change_days(now=end, **change)) is reason
    assert sharing.change_days(now=end - JUST_BEFORE, **change)


def test_an_organiser_lets_a_place_be_shared_at_the_desk(place: Registration, dorte: User) -> None:
    late = STARTED + timedelta(hours=1)
    assert refused(lambda: share(place, now=late, actor=organiser(dorte))) is Reason.OVER
    share(place, now=late, actor=organiser(dorte, reason="Ringede"))
    assert [(one["bent"], one["reason"]) for one in history()[1:]] == [("over", "Ringede")]


def test_a_workplace_of_its_own_is_asked_for_as_of_a_substitute(sign_up: SignUp) -> None:
    Event.objects.update(substitutes_from_same_organisation=True)
    place = sign_up(BO).registrations[0]
    stranger = Person(name="Clara Æbelø", email="clara@example.org", organisation="Samsø Bibliotek")
    colleague = Person(name="Clara Æbelø", email="clara@example.org", organisation="Ærø Bibliotek")
    assert refused(lambda: share(place, stranger)) is Reason.OTHER_ORGANISATION
    second = share(place, colleague)
    elsewhere = Person(name="Ditte Ørsted", email="ditte@example.org", organisation="Samsø Bibliotek")
    # It holds for who comes instead of the second, too.
    assert refused(lambda: hand_over(second, elsewhere)) is Reason.OTHER_ORGANISATION


def hand_over(place: Registration, person: Person) -> Registration:
    return substituting.substitute(registration_id=place.pk, person=person, now=BOUND, actor=CONTACT)


def test_whoever_waits_leaves_the_list_when_she_shares_a_place(
    sign_up: SignUp, event: Event, wait: Wait
) -> None:
    Event.objects.update(capacity=1)
    place = sign_up(BO).registrations[0]
    waits = wait(CLARA)
    share(place)
    # It was not she who left it.
    entry = HistoryEntry.objects.get(registration=waits, verb="left_list")
    assert (entry.fields, entry.personal, entry.actor) == (["instead:shares"], {"of": "Bo Ågård"}, "attendee")
    with translation.override("da"):
        said = (words.what_was_done(entry), words.done_by(entry))
    assert said == (
        "forlod ventelisten, fordi en plads blev delt med hende",
        "deltageren på den anden plads",
    )
    assert statuses(event.pk) == [
        ("Bo Ågård", "confirmed"),
        ("Clara Æbelø", "cancelled"),
        ("Clara Æbelø", "confirmed"),
    ]


def test_somebody_in_line_has_no_place_to_share(sign_up: SignUp, wait: Wait) -> None:
    Event.objects.update(capacity=1)
    sign_up(BO)
    waits = wait(EMIL)
    assert refused(lambda: share(waits)) is Reason.NOTHING_TO_SHARE


def test_the_second_gives_her_days_up_and_the_place_is_the_firsts_again(
    place: Registration, event: Event
) -> None:
    second, before = share(place), len(owed())
    # Bound for whoever has the place, and free for the other.
    cancelling.cancel(registration_id=second.pk, now=BOUND, actor=ATTENDEE)
    assert days_of(event) == [("Bo Ågård", "confirmed", ""), ("Clara Æbelø", "cancelled", "2026-09-17")]
    second.refresh_from_db()
    assert (second.still_owed, second.owed_ore) == (False, None)
    assert mails_since(before) == [
        ("place_cancelled", "clara"),
        ("place_cancelled", "anne.mette"),
        ("share_ended", "bo"),
    ]
    assert [one["verb"] for one in history()[2:]] == ["cancelled", "share_ended"]
    # And may be shared once more, by the same two.
    again = share(place)
    assert days_of(event)[2:] == [("Clara Æbelø", "confirmed", "2026-09-17")]
    assert again.pk != second.pk


@pytest.mark.parametrize(
    ("act", "now", "kind", "owes"),
    [
        (cancelling.cancel, OPEN, "place_cancelled", None),
        (cancelling.give_back, BOUND, "place_given_back", 129_500),
    ],
)
def test_with_the_place_both_are_gone_and_told(
    act: Callable[..., Registration],
    now: Any,
    kind: str,
    owes: int | None,
    place: Registration,
    event: Event,
) -> None:
    second, before = share(place), len(owed())
    act(registration_id=place.pk, now=now, actor=ATTENDEE)
    assert statuses(event.pk) == [("Bo Ågård", "cancelled"), ("Clara Æbelø", "cancelled")]
    assert mails_since(before) == [(kind, "bo"), (kind, "anne.mette"), ("place_cancelled", "clara")]
    assert list(Registration.objects.order_by("pk").values_list("owed_ore", flat=True)) == [owes, None]
    assert refused(lambda: act(registration_id=second.pk, now=now, actor=ATTENDEE)) is Reason.PLACE_ENDED


@pytest.mark.parametrize("which", ["holder", "second"])
def test_one_half_is_handed_over_and_the_other_stays(which: str, place: Registration, event: Event) -> None:
    second = share(place)
    new = hand_over(place if which == "holder" else second, DORTES)
    holder, other = (new, second) if which == "holder" else (place, new)
    other.refresh_from_db()
    assert (other.shares_place_of_id, other.days) == (holder.pk, "2026-09-17")
    assert Registration.objects.get(pk=holder.pk).days == "2026-09-16"
    assert places.places_taken(event) == 1
    assert (new.promised_fee_ore, new.other_class) == (129_500 if which == "holder" else None, "")
    # And it still ends as one.
    cancelling.give_back(registration_id=holder.pk, now=BOUND, actor=CONTACT)
    assert places.people_coming(event) == 0


@pytest.mark.parametrize("other", [CLARA, EMIL])
def test_nobody_gets_both_halves_at_whatever_address(other: Person, place: Registration) -> None:
    second = share(place, other)
    again = Person(name=other.name.upper(), email="anden@example.org")
    holder = Person(name="Bo Ågård", email="anden@example.org")
    assert refused(lambda: hand_over(place, again)) is Reason.SHARES_THE_PLACE
    assert refused(lambda: hand_over(second, holder)) is Reason.SHARES_THE_PLACE


def test_the_other_gets_the_whole_place_and_keeps_what_is_hers(
    place: Registration, event: Event, sign_up: SignUp
) -> None:
    items = workshops(event)
    items["aften"].day = SECOND
    items["aften"].save()
    # Whoever has the place came instead of another, and later than the one who shares it.
    second = share(place)
    holder = hand_over(place, DORTES)
    for whose, item in ((holder, "læsning"), (second, "aften")):
        choosing.choose(registration_id=whose.pk, sessions=ids(items[item]), now=OPEN, actor=ATTENDEE)
    PersonalNeeds.objects.create(registration=second, dietary_needs="Nødder", consent="Ja", consented_at=OPEN)
    dinner(event, second)
    before = counts(event)
    new = give_all_days(holder)
    assert days_of(event)[1:] == [
        ("Clara Æbelø", "substituted", "2026-09-17"),
        ("Ditte Ørsted", "substituted", "2026-09-16"),
        ("Clara Æbelø", "confirmed", ""),
    ]
    new.refresh_from_db()
    assert (new.substitute_for_id, new.shares_place_of_id) == (holder.pk, None)
    kept = (*Registration.TERMS_FIELDS, "place_number", "accepted_terms", "invitation_id")
    assert [getattr(new, name) for name in kept] == [getattr(holder, name) for name in kept]
    chosen = SessionChoice.objects.filter(registration=new).order_by("day").values_list("title", flat=True)
    assert list(chosen) == ["Læsning på tværs", "Aftensang"]
    assert PersonalNeeds.objects.get().registration_id == new.pk
    assert Answer.objects.get().registration_id == new.pk
    assert counts(event)["taken"] == before["taken"]
    assert [line.seat_id for line in invoicing.unfetched(event).lines] == (
        [place.pk] if before["invoice lines"] else []
    )
    ends = HistoryEntry.objects.exclude(verb="items_passed").order_by("-pk")[:2]
    said = [(row.verb, row.registration_id, row.personal) for row in ends]
    assert said == [
        ("share_ended", second.pk, {"with": "Ditte Ørsted"}),
        ("substituted", new.pk, {"from": "Ditte Ørsted", "to": "Clara Æbelø"}),
    ]
    with translation.override("da"):
        assert words.what_was_done(ends[0]) == "har nu pladsen alle dagene"
        assert words.status_of(Registration.objects.get(pk=second.pk)) == "har nu pladsen alle dagene"
    # Pressed twice it is one change.
    with pytest.raises(Refused) as error:
        give_all_days(holder)
    assert error.value.reason is Reason.PLACE_ENDED


def test_with_all_days_the_place_is_kept_to_the_workplace_it_was_taken_for(sign_up: SignUp) -> None:
    Event.objects.update(substitutes_from_same_organisation=True)
    place = sign_up(BO).registrations[0]
    share(place, Person(name="Clara Æbelø", email="clara@example.org", organisation="Ærø Biblioteker"))
    assert give_all_days(place).kept_to == "Ærø Bibliotek"


def test_only_whoever_has_the_place_gives_all_days_as_long_as_it_may_be_handed_over(
    place: Registration,
) -> None:
    assert refused(lambda: give_all_days(place)) is Reason.NOT_SHARED
    second = share(place)
    assert refused(lambda: give_all_days(second)) is Reason.HOLDER_CHANGES_DAYS
    assert refused(lambda: give_all_days(place, now=STARTED)) is Reason.OVER


def give_all_days(place: Registration, now: Any = BOUND) -> Registration:
    return whole_place.give_all_days(registration_id=place.pk, now=now, actor=ATTENDEE)


def test_who_comes_on_which_day_is_changed_and_told(event: Event, place: Registration) -> None:
    over_days(event, until=THIRD)
    second, before = share(place, days=(SECOND,)), len(owed())
    act: dict[str, Any] = {"registration_id": place.pk, "now": BOUND, "actor": CONTACT}
    assert sharing.change_days(days=(SECOND, THIRD), **act)
    assert days_of(event) == [
        ("Bo Ågård", "confirmed", "2026-09-16"),
        ("Clara Æbelø", "confirmed", "2026-09-17 2026-09-18"),
    ]
    assert mails_since(before) == [
        ("share_days", "clara"),
        ("share_days", "bo"),
        ("share_days", "anne.mette"),
    ]
    # Pressed twice it is one change.
    assert not sharing.change_days(days=(SECOND, THIRD), **act)
    assert len(owed()) == before + 3
    assert refused(lambda: sharing.change_days(days=(), **act)) is Reason.NO_DAYS_LEFT
    of_second = act | {"registration_id": second.pk}
    assert refused(lambda: sharing.change_days(days=(FIRST,), **of_second)) is Reason.HOLDER_CHANGES_DAYS


def test_each_chooses_only_of_her_own_days(event: Event, sign_up: SignUp) -> None:
    items = workshops(event)
    evening = items["aften"]
    evening.day = SECOND
    evening.save()
    place = sign_up(BO).registrations[0]
    second = share(place)
    for whose, item in ((place, evening), (second, items["læsning"])):
        chosen = {"registration_id": whose.pk, "sessions": ids(item), "now": OPEN, "actor": ATTENDEE}
        assert refused(lambda chosen=chosen: choosing.choose(**chosen)) is Reason.NOT_ON_HER_DAYS  # type: ignore[misc]
    hers = choosing.choose(registration_id=second.pk, sessions=ids(evening), now=OPEN, actor=ATTENDEE)
    assert [one.title for one in hers] == ["Aftensang"]


# ------------------------------------------------------------------ an event with other dates


def move(event: Event, **fields: Any) -> Event:
    before = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=event.pk).update(**fields)
    after = Event.objects.get(pk=event.pk)
    moving.move(before=before, after=after, by=None, reason="", now=OPEN)
    return after


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        # As long as before: the days move along, also onto days that were the event's before.
        ((date(2026, 10, 7), date(2026, 10, 8)), ("2026-10-07", "2026-10-08")),
        ((SECOND, THIRD), ("2026-09-17", "2026-09-18")),
        # Longer: a new day is the one's who has the place.
        ((FIRST, THIRD), ("2026-09-16 2026-09-18", "2026-09-17")),
        ((date(2026, 9, 15), SECOND), ("2026-09-15 2026-09-16", "2026-09-17")),
    ],
)
def test_the_days_move_with_the_event(
    dates: tuple[date, date], days: tuple[str, str], place: Registration, event: Event
) -> None:
    share(place)
    move(event, starts_on=dates[0], ends_on=dates[1])
    assert tuple(one for _name, _status, one in days_of(event)) == days


def test_an_event_that_leaves_one_of_the_two_no_day_names_them(place: Registration, event: Event) -> None:
    over_days(event, until=THIRD)
    share(place, days=(THIRD,))
    after = Event.objects.get(pk=event.pk)
    assert sharing.settled(event, after) == []
    after.ends_on = SECOND
    assert [one.name for one in sharing.settled(event, after)] == ["Bo Ågård"]
    after.ends_on, after.starts_on = THIRD, THIRD
    assert [one.name for one in sharing.settled(event, after)] == ["Bo Ågård"]


def test_whoever_of_the_two_stayed_away_owes_as_the_place_says(event: Event, sign_up: SignUp) -> None:
    Event.objects.update(fee_ore=None, binding_after=None, cancellation="no_show", no_show_fee_ore=30_000)
    place = sign_up(BO).registrations[0]
    second = share(place)
    after = ENDED + timedelta(days=1)
    for one in (place, second):
        absence.mark(registration_id=one.pk, now=after, actor=CONTACT)
    assert list(Registration.objects.order_by("pk").values_list("owed_ore", flat=True)) == [30_000, None]
