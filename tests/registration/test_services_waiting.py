"""The waiting list in the database: who joins it, who is next, what is offered and answered, and that each step happens
once. The event of these tests has three places; it binds after 2 September and begins on 16 September 2026."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from programme.cancellation import as_json
from programme.models import Event
from registration import policy, sentences
from registration.event_states import EventState, event_state
from registration.models import Booking, OwedMail, Registration
from registration.policy import Reason
from registration.services import adding, answering, cancelling, receipts, substituting, waiting
from registration.services.acts import ATTENDEE, CONTACT, Refused, locked_event, organiser
from registration.services.booking import SignedUp
from registration.services.line import has_what_is_free, others_wait
from registration.services.people import Contact, Person
from registration.services.room import WhenFull, room_for
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, OPEN, STARTED, at, history, statuses

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]

JUST_BEFORE = timedelta(microseconds=1)
TOGETHER, APART = WhenFull.TOGETHER, WhenFull.AS_THEY_COME
OFFERED_AT = at("2026-09-03 10:00")  # a Thursday, after the binding day
OFFER_ENDS = at("2026-09-06 15:45")  # a quarter of the time left
LAST_DAYS = at("2026-09-14 09:00")


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event(capacity=3)


@pytest.fixture
def full(sign_up: SignUp) -> list[Registration]:
    return sign_up(ANNE, BO, CLARA).registrations


@pytest.fixture
def wait(sign_up: SignUp, event: Event) -> Callable[..., SignedUp]:
    """Invented people of one contact join the list, or have places if they may."""

    def join(*names: str, how: WhenFull = TOGETHER, now: datetime = OPEN, **changes: Any) -> SignedUp:
        people = [Person(name=name, email=f"{name.lower()}@example.org") for name in names]
        contact = Contact(name=names[0], email=f"{names[0].lower()}@example.org")
        return sign_up(
            *people,
            contact=contact,
            when_full=how,
            now=now,
            terms=terms_of(event, now=now),
            **changes,
        )

    return join


def terms_of(event: Event, *, now: datetime) -> str:
    with translation.override("da"):
        return sentences.terms(event, now=now, waits=True)


def leave(place: Registration, *, now: datetime = OPEN) -> None:
    cancelling.cancel(registration_id=place.pk, now=now, actor=ATTENDEE)


def give_back(place: Registration, *, now: datetime) -> None:
    cancelling.give_back(registration_id=place.pk, now=now, actor=ATTENDEE)


def line(event: Event) -> dict[str, str]:
    """Everybody by name, with where they stand."""
    return dict(statuses(event.pk))


def mailed(since: int = 0) -> list[tuple[str, str]]:
    return list(OwedMail.objects.filter(pk__gt=since).order_by("pk").values_list("kind", "to_email"))


def last_mail() -> int:
    return OwedMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# ------------------------------------------------------------------ joining


def test_who_finds_it_full_joins_the_list_with_the_rule_she_accepted(
    full: Any, wait: Any, event: Event
) -> None:
    before = last_mail()
    made = wait("Dagny", "Egil")
    rows = list(
        Registration.objects.filter(booking=made.booking)
        .order_by("pk")
        .values("name", "status", "waits_since", "confirmed_at", "promised_binding_after", "accepted_terms")
    )
    common = {
        "status": "waiting",
        "waits_since": OPEN,
        "confirmed_at": None,
        "promised_binding_after": event.binding_after,
        "accepted_terms": terms_of(event, now=OPEN),
    }
    assert rows == [{"name": "Dagny"} | common, {"name": "Egil"} | common]
    assert "ventelisten" in common["accepted_terms"]
    assert mailed(before) == [("booking_waits", "dagny@example.org"), ("place_waits", "egil@example.org")]
    assert [entry["verb"] for entry in history()[-2:]] == ["joined_list", "joined_list"]


def test_without_a_wish_to_wait_nothing_is_written_where_it_is_full(full: Any, sign_up: SignUp) -> None:
    before = Booking.objects.count()
    with pytest.raises(Refused) as no:
        sign_up(EMIL)
    assert (no.value.reason, Booking.objects.count()) == (Reason.FULL, before)


def test_where_there_is_room_nobody_waits_whatever_she_wished(wait: Any, event: Event) -> None:
    wait("Dagny", "Egil")
    assert line(event) == {"Dagny": "confirmed", "Egil": "confirmed"}


def test_a_group_takes_what_there_is_and_waits_with_the_rest(
    wait: Any, sign_up: SignUp, event: Event
) -> None:
    sign_up(ANNE, BO)
    before = last_mail()
    wait("Dagny", "Egil", how=APART)
    assert line(event) == {
        "Anne Mette Sørensen": "confirmed",
        "Bo Ågård": "confirmed",
        "Dagny": "confirmed",
        "Egil": "waiting",
    }
    assert mailed(before) == [("booking_confirmed", "dagny@example.org"), ("place_waits", "egil@example.org")]


def test_a_group_that_waits_together_leaves_what_is_too_little_to_the_next(
    wait: Any, sign_up: SignUp, event: Event
) -> None:
    sign_up(ANNE, BO)
    group = wait("Dagny", "Egil")
    assert Booking.objects.get(pk=group.booking.pk).passed_over_at == OPEN
    wait("Frode")
    assert line(event) == {
        "Anne Mette Sørensen": "confirmed",
        "Bo Ågård": "confirmed",
        "Dagny": "waiting",
        "Egil": "waiting",
        "Frode": "confirmed",
    }


def test_the_organiser_overtakes_the_list_with_a_reason_only(
    wait: Any, sign_up: SignUp, event: Event, dorte: Any
) -> None:
    first = sign_up(ANNE, BO, CLARA).registrations[0]
    wait("Dagny")
    give_back(first, now=LAST_DAYS)  # shortly before, a free place is open to whoever waits
    Event.objects.filter(pk=event.pk).update(registration_closes_on=None)
    late: dict[str, Any] = {"now": LAST_DAYS, "terms": None}
    with translation.override("da"):
        late["terms"] = sentences.terms(Event.objects.get(pk=event.pk), now=LAST_DAYS)
    with pytest.raises(Refused) as no:
        sign_up(EMIL, **late, actor=organiser(dorte))
    assert (no.value.reason, no.value.decision.bendable) == (Reason.OTHERS_WAIT, True)
    sign_up(EMIL, **late, actor=organiser(dorte, reason="Oplægsholder"))
    assert line(event)["Emil Uden-Mail"] == "confirmed"
    assert (history()[-1]["bent"], history()[-1]["reason"]) == ("others_wait", "Oplægsholder")


# ------------------------------------------------------------------ while free cancellation lasts


def test_a_free_place_goes_to_the_first_in_line_at_once(full: Any, wait: Any, event: Event) -> None:
    wait("Dagny")
    wait("Egil", now=OPEN + timedelta(minutes=1))
    before = last_mail()
    leave(full[0], now=OPEN + timedelta(hours=1))
    row = Registration.objects.get(name="Dagny")
    assert (row.status, row.confirmed_at, row.promised_binding_after) == (
        "confirmed",
        OPEN + timedelta(hours=1),
        event.binding_after,
    )
    assert line(event)["Egil"] == "waiting"
    assert ("places_given", "dagny@example.org") in mailed(before)
    assert [kind for kind, _to in mailed(before) if kind.startswith("place_given")] == []
    assert history()[-1]["verb"] == "given_place"
    assert history()[-1]["actor"] == "system"


def test_a_group_keeps_its_turn_until_it_fits_or_takes_places_as_they_come(
    full: Any, wait: Any, event: Event
) -> None:
    group = wait("Dagny", "Egil").booking
    wait("Frode", now=OPEN + timedelta(minutes=1))
    leave(full[0])
    assert (line(event)["Dagny"], line(event)["Frode"]) == ("waiting", "confirmed")
    assert Booking.objects.get(pk=group.pk).passed_over_at == OPEN
    wait("Gerda", now=OPEN + timedelta(minutes=2))
    leave(full[1], now=OPEN + timedelta(minutes=3))
    assert line(event)["Gerda"] == "confirmed"
    assert Booking.objects.get(pk=group.pk).passed_over_at == OPEN
    leave(Registration.objects.get(name="Gerda"))
    leave(full[2])
    assert (line(event)["Dagny"], line(event)["Egil"]) == ("confirmed", "confirmed")


def test_a_group_that_changes_its_mind_is_served_in_its_old_turn(full: Any, wait: Any, event: Event) -> None:
    group = wait("Dagny", "Egil").booking
    later = wait("Frode", "Gerda", now=OPEN + timedelta(minutes=1)).booking
    leave(full[0])
    answering.wait_apart(booking_id=group.pk, now=OPEN, actor=CONTACT)
    assert [line(event)[name] for name in ("Dagny", "Egil", "Frode")] == ["confirmed", "waiting", "waiting"]
    answering.wait_apart(booking_id=group.pk, now=OPEN, actor=CONTACT)
    assert Booking.objects.get(pk=group.pk).passed_over_at is None
    assert Booking.objects.get(pk=later.pk).waits_together
    assert [entry["verb"] for entry in history()].count("waits_apart") == 1


def test_a_substitute_keeps_the_turn(full: Any, wait: Any, event: Event) -> None:
    dagny = wait("Dagny").registrations[0]
    wait("Egil", now=OPEN + timedelta(minutes=1))
    new = substituting.substitute(
        registration_id=dagny.pk, person=EMIL, now=OPEN + timedelta(hours=1), actor=CONTACT
    )
    assert (new.status, new.waits_since) == ("waiting", OPEN)
    leave(full[0], now=OPEN + timedelta(hours=2))
    assert (line(event)["Emil Uden-Mail"], line(event)["Egil"]) == ("confirmed", "waiting")


def test_whoever_comes_instead_stands_where_the_other_stood(full: Any, wait: Any, event: Event) -> None:
    """In a party that takes places as they come, and before those who joined in the same instant; also when the turn
    has changed hands twice."""
    dagny, _frode = wait("Dagny", "Frode", how=APART).registrations
    wait("Gerda")
    for person in (EMIL, Person(name="Hans Øst")):
        dagny = substituting.substitute(registration_id=dagny.pk, person=person, now=OPEN, actor=CONTACT)
    numbers = []
    for place in full:
        numbers.append([name for name, status in line(event).items() if status == "confirmed"])
        leave(place)
    assert numbers[1:] == [
        ["Bo Ågård", "Clara Æbelø", "Hans Øst"],
        ["Clara Æbelø", "Frode", "Hans Øst"],
    ]
    assert line(event)["Gerda"] == "confirmed"


def test_more_places_serve_the_list_at_once_and_fewer_take_nobodys(
    full: Any, wait: Any, event: Event
) -> None:
    wait("Dagny")
    wait("Egil", now=OPEN + timedelta(minutes=1))
    for capacity, names in ((4, ["Dagny"]), (2, ["Dagny"]), (None, ["Dagny", "Egil"])):
        Event.objects.filter(pk=event.pk).update(capacity=capacity)
        with transaction.atomic():
            waiting.serve(locked_event(event.pk), now=OPEN)
        placed = [name for name in ("Dagny", "Egil") if line(event)[name] == "confirmed"]
        assert placed == names


LAST_48_HOURS = STARTED - timedelta(hours=48)


def without_capacity(event: Event, *, now: datetime) -> Event:
    """As the organiser's save does it."""
    Event.objects.filter(pk=event.pk).update(capacity=None)
    with transaction.atomic():
        waiting.serve(locked_event(event.pk), now=now)
    return Event.objects.get(pk=event.pk)


@pytest.mark.long
@pytest.mark.parametrize(
    ("now", "status"),
    [
        (OPEN, "confirmed"),
        (OFFERED_AT, "offered"),
        (LAST_48_HOURS - JUST_BEFORE, "offered"),
        (LAST_48_HOURS, "offered"),
        (STARTED - JUST_BEFORE, "offered"),
        (STARTED, "waiting"),
    ],
)
def test_without_a_capacity_everybody_in_line_has_a_place_or_an_offer(
    now: datetime, status: str, full: Any, wait: Any, event: Event
) -> None:
    wait("Dagny", "Egil")
    wait("Frode", now=OPEN + timedelta(minutes=1))
    without_capacity(event, now=now)
    assert {name: line(event)[name] for name in ("Dagny", "Egil", "Frode")} == dict.fromkeys(
        ("Dagny", "Egil", "Frode"), status
    )


def test_who_was_asked_in_the_last_hours_is_offered_a_place_once_there_is_room_for_all(
    full: Any, wait: Any, event: Event
) -> None:
    wait("Dagny")
    frode = wait("Frode", now=OPEN + timedelta(minutes=1)).registrations[0]
    give_back(full[0], now=LAST_DAYS + timedelta(hours=1))
    assert Booking.objects.exclude(asked_at=None).count() == 2
    now, before = LAST_DAYS + timedelta(hours=2), last_mail()
    without_capacity(event, now=now)
    assert (line(event)["Dagny"], line(event)["Frode"]) == ("offered", "offered")
    assert Booking.objects.exclude(asked_at=None).count() == 0
    assert mailed(before) == [
        ("places_offered", "dagny@example.org"),
        ("places_offered", "frode@example.org"),
    ]
    answering.answer(booking_id=frode.booking_id, accepted={frode.pk}, now=now, actor=CONTACT)
    assert line(event)["Frode"] == "confirmed"


@pytest.mark.parametrize("now", [OPEN, LAST_48_HOURS - JUST_BEFORE, LAST_48_HOURS])
def test_nobody_joins_a_list_where_as_many_may_come_as_like(
    now: datetime, full: Any, wait: Any, event: Event
) -> None:
    """Also while somebody of before has not been served yet."""
    wait("Dagny")
    Event.objects.filter(pk=event.pk).update(capacity=None, registration_closes_on=None)
    unserved = Event.objects.get(pk=event.pk)
    room = room_for([BO], event=unserved, when_full=TOGETHER, now=now)
    assert (bool(room.decision), room.waiting, room.others_wait, room.left) == (True, [], False, None)
    assert not others_wait(unserved, left=None)
    assert not has_what_is_free(unserved, left=None, waiting=1)
    said = event_state(unserved, policy.windows(unserved), now=now, places_left=None)
    assert said is EventState.OPEN


def test_the_list_moves_after_sign_up_has_closed(full: Any, wait: Any, event: Event) -> None:
    wait("Dagny")
    Event.objects.filter(pk=event.pk).update(registration_closes_on="2026-06-01")
    leave(full[0], now=at("2026-07-01 12:00"))
    assert line(event)["Dagny"] == "confirmed"


def test_who_leaves_the_list_is_told_so_and_frees_nothing(full: Any, wait: Any, event: Event) -> None:
    dagny = wait("Dagny").registrations[0]
    before = last_mail()
    leave(dagny)
    assert line(event)["Dagny"] == "cancelled"
    mail = OwedMail.objects.get(pk__gt=before)
    assert (mail.kind, mail.facts) == ("place_cancelled", {"by": "attendee", "waited": True})
    assert history()[-1]["verb"] == "left_list"


def test_a_second_place_that_ends_at_the_receipt_goes_to_the_next(
    wait: Any, sign_up: SignUp, event: Event
) -> None:
    sign_up(ANNE, BO)
    made = sign_up(Person(name="Bo Ågård", email="forkert@example.org"))
    wait("Dagny")
    receipts.correct_address(
        booking_id=made.booking.pk, position=1, email="bo@example.org", now=OPEN, actor=CONTACT
    )
    assert statuses(event.pk) == [
        ("Anne Mette Sørensen", "confirmed"),
        ("Bo Ågård", "confirmed"),
        ("Bo Ågård", "cancelled"),
        ("Dagny", "confirmed"),
    ]


def test_whoever_comes_instead_leaves_the_list_to_those_who_fit_without_her(
    wait: Any, sign_up: SignUp, event: Event
) -> None:
    anne, _bo = sign_up(ANNE, BO).registrations
    wait("Dagny", "Egil")
    egil = Person(name="Egil", email="egil@example.org")
    substituting.substitute(registration_id=anne.pk, person=egil, now=OPEN, actor=CONTACT)
    assert statuses(event.pk) == [
        ("Anne Mette Sørensen", "substituted"),
        ("Bo Ågård", "confirmed"),
        ("Dagny", "confirmed"),
        ("Egil", "cancelled"),
        ("Egil", "confirmed"),
    ]


# ------------------------------------------------------------------ offers


@pytest.fixture
def offered(full: list[Registration], wait: Any) -> SignedUp:
    """Dagny, Egil and Frode wait together for three places; two days after the binding day all three are given back."""
    group: SignedUp = wait("Dagny", "Egil", "Frode")
    for place in full:
        give_back(place, now=OFFERED_AT)
    return group


def test_once_places_bind_the_next_is_asked_and_the_places_are_kept(offered: SignedUp, event: Event) -> None:
    rows = Registration.objects.filter(booking=offered.booking)
    assert set(rows.values_list("status", "offer_until")) == {("offered", OFFER_ENDS)}
    offers = [(kind, to) for kind, to in mailed() if "offer" in kind]
    assert offers == [("places_offered", "dagny@example.org")]
    assert [entry["verb"] for entry in history()[-3:]] == ["offered"] * 3


def test_somebody_alone_in_an_offer_is_asked_and_told_herself_too_and_a_group_through_its_contact(
    full: list[Registration], sign_up: SignUp, event: Event
) -> None:
    aase = Contact(name="Åse Øst", email="aase@example.org")
    dagny, egil, frode = (Person(name=f"{n} Å", email=f"{n}@example.org") for n in ("dagny", "egil", "frode"))
    joining: dict[str, Any] = {"contact": aase, "when_full": TOGETHER, "terms": terms_of(event, now=OPEN)}
    sign_up(dagny, **joining)
    sign_up(egil, frode, **joining)
    before = last_mail()
    for place in full:
        give_back(place, now=OFFERED_AT)
    waiting.move_all(now=OFFER_ENDS)
    assert [(kind, to) for kind, to in mailed(before) if "offer" in kind] == [
        ("places_offered", "aase@example.org"),
        ("place_offered", "dagny@example.org"),
        ("places_offered", "aase@example.org"),
        ("offer_expired", "aase@example.org"),
        ("offer_expired", "dagny@example.org"),
        ("offer_expired", "aase@example.org"),
    ]


def test_an_offer_is_answered_once_for_as_many_as_she_wants(
    offered: SignedUp, wait: Any, event: Event
) -> None:
    first, second, third = offered.registrations
    now = OFFER_ENDS - JUST_BEFORE
    coming = answering.answer(
        booking_id=offered.booking.pk, accepted={first.pk, third.pk}, now=now, actor=CONTACT
    )
    assert [row.pk for row in coming] == [first.pk, third.pk]
    assert [line(event)[name] for name in ("Dagny", "Egil", "Frode")] == [
        "confirmed",
        "cancelled",
        "confirmed",
    ]
    row = Registration.objects.get(pk=first.pk)
    assert (row.confirmed_at, row.offer_until) == (now, None)
    with pytest.raises(Refused) as no:
        answering.answer(booking_id=offered.booking.pk, accepted={second.pk}, now=now, actor=CONTACT)
    assert no.value.reason is Reason.NOT_OFFERED
    assert [entry["verb"] for entry in history()[-3:]] == ["given_place", "given_place", "declined"]


def test_what_is_offered_to_a_group_is_answered_by_its_contact_and_by_nobody_of_it(
    offered: SignedUp, event: Event
) -> None:
    first, second, third = offered.registrations
    act: dict[str, Any] = {"booking_id": offered.booking.pk, "now": OFFERED_AT}
    for accepted in (set(), {second.pk}):
        with pytest.raises(Refused) as no:
            answering.answer(**act, accepted=accepted, asked={second.pk}, actor=ATTENDEE)
        assert no.value.reason is Reason.CONTACT_ANSWERS
    assert [line(event)[name] for name in ("Dagny", "Egil", "Frode")] == ["offered"] * 3
    # Alone in the offer once the others are gone.
    leave(first, now=OFFERED_AT)
    leave(third, now=OFFERED_AT)
    coming = answering.answer(**act, accepted={second.pk}, asked={second.pk}, actor=ATTENDEE)
    assert [row.pk for row in coming] == [second.pk]


def test_what_nobody_answers_passes_to_the_next_once(offered: SignedUp, wait: Any, event: Event) -> None:
    wait("Gerda", now=OFFERED_AT + timedelta(minutes=1))
    assert waiting.move_all(now=OFFER_ENDS - JUST_BEFORE) == 1
    assert line(event)["Dagny"] == "offered"
    before = last_mail()
    waiting.move_all(now=OFFER_ENDS)
    waiting.move_all(now=OFFER_ENDS)
    assert [line(event)[name] for name in ("Dagny", "Egil", "Frode", "Gerda")] == ["expired"] * 3 + [
        "offered"
    ]
    assert mailed(before) == [
        ("offer_expired", "dagny@example.org"),
        ("places_offered", "gerda@example.org"),
    ]


def test_an_offer_of_which_a_place_changed_hands_is_told_to_have_lapsed_once(
    full: list[Registration], wait: Any, event: Event
) -> None:
    group, other = wait("Dagny", "Egil"), wait("Frode")
    for place in full:
        give_back(place, now=OFFERED_AT)
    substituting.substitute(
        registration_id=group.registrations[1].pk,
        person=Person(name="Gerda", email="gerda@example.org"),
        now=OFFERED_AT,
        actor=CONTACT,
    )
    before = last_mail()
    waiting.move_all(now=OFFER_ENDS - JUST_BEFORE)
    assert mailed(before) == []
    waiting.move_all(now=OFFER_ENDS)
    assert mailed(before) == [
        ("offer_expired", "dagny@example.org"),
        ("offer_expired", "frode@example.org"),
    ]
    told = OwedMail.objects.filter(kind="offer_expired").order_by("pk")
    names = [
        sorted(Registration.objects.filter(pk__in=mail.facts["people"]).values_list("name", flat=True))
        for mail in told
    ]
    assert names == [["Dagny", "Gerda"], ["Frode"]]
    assert [mail.booking_id for mail in told] == [group.booking.pk, other.booking.pk]


def test_an_answer_that_comes_too_late_is_refused_even_before_the_task_has_run(offered: SignedUp) -> None:
    ids = {row.pk for row in offered.registrations}
    with pytest.raises(Refused) as no:
        answering.answer(booking_id=offered.booking.pk, accepted=ids, now=OFFER_ENDS, actor=CONTACT)
    assert no.value.reason is Reason.OFFER_OVER


def test_a_no_to_everything_passes_the_places_on(offered: SignedUp, wait: Any, event: Event) -> None:
    wait("Gerda", now=OFFERED_AT + timedelta(minutes=1))
    answering.answer(
        booking_id=offered.booking.pk, accepted=(), now=OFFERED_AT + timedelta(hours=1), actor=CONTACT
    )
    assert [line(event)[name] for name in ("Dagny", "Gerda")] == ["cancelled", "offered"]


def test_who_joins_an_empty_line_has_a_place_at_once_also_when_it_binds(
    wait: Any, sign_up: SignUp, event: Event
) -> None:
    sign_up(ANNE, BO)
    wait("Dagny", "Egil", how=APART, now=OFFERED_AT)
    assert [line(event)[name] for name in ("Dagny", "Egil")] == ["confirmed", "waiting"]


# ------------------------------------------------------------------ the last 48 hours


def test_shortly_before_the_first_yes_has_it_and_the_rest_are_told(
    full: Any, wait: Any, event: Event
) -> None:
    group = wait("Dagny", "Egil", "Frode")
    alone = wait("Gerda", now=OPEN + timedelta(minutes=1))
    before = last_mail()
    give_back(full[0], now=LAST_DAYS)
    waiting.move_all(now=LAST_DAYS + timedelta(minutes=1))
    asked = [(kind, to) for kind, to in mailed(before) if kind == "free_place"]
    assert asked == [("free_place", f"{who}@example.org") for who in ("dagny", "gerda", "egil", "frode")]
    now, before = LAST_DAYS + timedelta(hours=1), last_mail()
    answering.take(booking_id=alone.booking.pk, places={alone.registrations[0].pk}, now=now, actor=CONTACT)
    assert (line(event)["Gerda"], line(event)["Dagny"]) == ("confirmed", "waiting")
    assert mailed(before) == [
        ("places_given", "gerda@example.org"),
        ("free_place_taken", "dagny@example.org"),
        ("free_place_taken", "egil@example.org"),
        ("free_place_taken", "frode@example.org"),
    ]
    with pytest.raises(Refused) as no:
        answering.take(
            booking_id=group.booking.pk, places={group.registrations[0].pk}, now=now, actor=CONTACT
        )
    assert (no.value.reason, no.value.places_left) == (Reason.FULL, 0)


def test_who_was_asked_is_told_when_somebody_new_has_the_place(full: Any, wait: Any, event: Event) -> None:
    """A group that is too big for what is free keeps it from nobody, and was asked all the same."""
    Event.objects.filter(pk=event.pk).update(registration_closes_on=None)
    wait("Dagny", "Egil")
    taken = [("free_place_taken", "dagny@example.org"), ("free_place_taken", "egil@example.org")]
    give_back(full[0], now=LAST_DAYS)
    before = last_mail()
    booking = wait("Frode", now=LAST_DAYS).booking
    assert (line(event)["Frode"], mailed(before)[-2:]) == ("confirmed", taken)
    give_back(full[1], now=LAST_DAYS)
    before = last_mail()
    adding.add_people(
        booking_id=booking.pk,
        people=[Person(name="Gerda")],
        terms=terms_of(event, now=LAST_DAYS),
        key="én til",
        now=LAST_DAYS,
        actor=CONTACT,
        when_full=TOGETHER,
    )
    assert (line(event)["Gerda"], mailed(before)[-2:]) == ("confirmed", taken)


def test_whoever_joins_once_the_others_have_places_is_told_nothing_of_those(
    full: Any, wait: Any, event: Event
) -> None:
    Event.objects.filter(pk=event.pk).update(registration_closes_on=None)
    dagny = wait("Dagny")
    give_back(full[0], now=LAST_DAYS)
    answering.take(
        booking_id=dagny.booking.pk, places={dagny.registrations[0].pk}, now=LAST_DAYS, actor=CONTACT
    )
    before = last_mail()
    adding.add_people(
        booking_id=dagny.booking.pk,
        people=[Person(name="Egil")],
        terms=terms_of(event, now=LAST_DAYS),
        key="én til",
        now=LAST_DAYS,
        actor=CONTACT,
        when_full=TOGETHER,
    )
    assert (line(event)["Egil"], mailed(before)) == ("waiting", [("places_added", "dagny@example.org")])


def test_a_second_free_place_is_told_again(full: Any, wait: Any, event: Event) -> None:
    wait("Dagny")
    alone = wait("Gerda", now=OPEN + timedelta(minutes=1))
    give_back(full[0], now=LAST_DAYS)
    now = LAST_DAYS  # a demo's clock stands still
    answering.take(booking_id=alone.booking.pk, places={alone.registrations[0].pk}, now=now, actor=CONTACT)
    before = last_mail()
    give_back(full[1], now=now)
    assert ("free_place", "dagny@example.org") in mailed(before)


def test_who_was_asked_before_the_event_moved_is_asked_again_in_its_new_last_hours(
    full: Any, wait: Any, event: Event
) -> None:
    wait("Dagny", "Egil")
    give_back(full[0], now=LAST_DAYS)
    week = timedelta(days=7)
    Event.objects.filter(pk=event.pk).update(starts_on="2026-09-23", ends_on="2026-09-23")
    waiting.move_all(now=LAST_DAYS)
    before = last_mail()
    waiting.move_all(now=LAST_DAYS + week - JUST_BEFORE)
    assert mailed(before) == []
    waiting.move_all(now=LAST_DAYS + week)
    assert mailed(before) == [
        ("free_place", "dagny@example.org"),
        ("free_place", "egil@example.org"),
    ]


def test_a_list_that_cannot_be_served_keeps_no_other_waiting(
    full: Any, wait: Any, event: Event, make_event: Callable[..., Event], sign_up: SignUp, caplog: Any
) -> None:
    wait("Dagny")
    other = make_event(slug="en-anden", capacity=1)
    sign_up(ANNE, event=other)
    sign_up(BO, event=other, when_full=TOGETHER, terms=terms_of(other, now=OPEN))
    Event.objects.update(capacity=9)
    Event.objects.filter(pk=event.pk).update(timezone="Ingen/Steder")
    assert waiting.move_all(now=OPEN) == 1
    assert line(other) == {"Anne Mette Sørensen": "confirmed", "Bo Ågård": "confirmed"}
    assert f"Not done: the waiting list of event {event.pk} is served." in caplog.text


@pytest.mark.parametrize(
    ("now", "reason"),
    [(LAST_DAYS - JUST_BEFORE, Reason.NOT_OFFERED), (STARTED, Reason.OVER)],
)
def test_a_free_place_is_taken_in_the_last_two_days_only(
    now: datetime, reason: Reason, full: Any, wait: Any, event: Event
) -> None:
    alone = wait("Gerda")
    with pytest.raises(Refused) as no:
        answering.take(
            booking_id=alone.booking.pk, places={alone.registrations[0].pk}, now=now, actor=CONTACT
        )
    assert no.value.reason is reason


def test_the_list_of_an_event_called_off_stands_still(full: Any, wait: Any, event: Event) -> None:
    wait("Dagny")
    Event.objects.filter(pk=event.pk).update(status="cancelled", capacity=9)
    assert waiting.move_all(now=OPEN) == 0
    with transaction.atomic():
        waiting.serve(locked_event(event.pk), now=OPEN)
    assert line(event)["Dagny"] == "waiting"


def test_an_offer_ends_once_an_event_called_off_is_announced_again_and_not_while_nobody_can_be_told(
    offered: SignedUp, event: Event
) -> None:
    before = last_mail()
    for status, holds, told in (
        ("cancelled", "offered", []),
        ("published", "expired", [("offer_expired", "dagny@example.org")]),
    ):
        Event.objects.filter(pk=event.pk).update(status=status)
        with transaction.atomic():
            waiting.serve(locked_event(event.pk), now=OFFER_ENDS)
        assert line(event)["Dagny"] == holds
        assert mailed(before) == told


def test_an_event_without_a_line_is_not_looked_at(full: Any) -> None:
    assert waiting.move_all(now=BOUND) == 0


# ------------------------------------------------------------------ who is released by the list


@pytest.mark.parametrize(("accepted", "released"), [(1, ["Clara Æbelø"]), (2, ["Clara Æbelø", "Bo Ågård"])])
def test_as_many_are_released_as_the_list_takes_places_and_whoever_left_first_is_first(
    event: Event, full: list[Registration], wait: Any, accepted: int, released: list[str]
) -> None:
    Event.objects.update(releases_when_refilled=True)
    Registration.objects.update(promised_rule=as_json(Event.objects.get().cancellation_rule))
    _anne, bo, clara = full
    Event.objects.update(capacity=1)
    give_back(clara, now=OFFERED_AT)
    give_back(bo, now=OFFERED_AT + timedelta(minutes=1))
    made = wait("Dagny", "Egil", now=OFFERED_AT + timedelta(minutes=2))
    Event.objects.update(capacity=3)
    later = OFFERED_AT + timedelta(minutes=3)
    with transaction.atomic():
        waiting.serve(locked_event(event.pk), now=later)
    asked = [row.pk for row in made.registrations]
    answering.answer(booking_id=made.booking.pk, accepted=asked[:accepted], now=later, actor=CONTACT)
    left = Registration.objects.filter(pk__in=[bo.pk, clara.pk])
    assert set(left.filter(still_owed=False).values_list("name", flat=True)) == set(released)
    told = OwedMail.objects.filter(kind="place_released").values_list("registration__name", flat=True)
    assert set(told) == set(released)
