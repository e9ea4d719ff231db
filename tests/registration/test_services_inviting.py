"""Reserved places: the public never has them, an invitation does; released ones go to the list first."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event, User
from registration import sentences
from registration.inviting import is_open
from registration.mails.item_facts import is_still_true
from registration.models import HistoryEntry, Invitation, OwedMail, Registration
from registration.policy import Reason
from registration.services import cancelling, inviting, substituting
from registration.services.acts import ATTENDEE, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.inviting import NeverHolds, TooFewReserved, left_by, unpromised
from registration.services.places import places_left, reserved_left
from registration.services.room import WhenFull
from tests.cast import BO, CLARA, EMIL, OPEN, STARTED, at

SignUp = Callable[..., SignedUp]
EARLY, LATE = at("2026-04-30 23:59"), at("2026-09-10 00:00")
JUST_BEFORE = timedelta(microseconds=1)


@pytest.fixture
def small(make_event: Callable[..., Event]) -> Event:
    return make_event(slug="smaa", capacity=3, reserved_places=2)


@pytest.fixture
def invite(small: Event, dorte: User) -> Callable[..., Invitation]:
    def do(**facts: Any) -> Invitation:
        asked = {"event_id": small.pk, "whom": "Æva Ørsted", "now": OPEN, "actor": organiser(dorte)}
        return inviting.invite(**(asked | facts))

    return do


def numbers(event: Event) -> tuple[int | None, int | None]:
    """What the public may have, and what invitations may."""
    return places_left(event), reserved_left(event)


def waiting(event: Event) -> dict[str, Any]:
    with translation.override("da"):
        terms = sentences.terms(event, now=OPEN, waits=True)
    return {"event": event, "when_full": WhenFull.TOGETHER, "terms": terms}


def test_the_public_has_all_but_the_reserved_places(small: Event, sign_up: SignUp) -> None:
    assert numbers(small) == (1, 2)
    sign_up(event=small)
    assert numbers(small) == (0, 2)
    with pytest.raises(Refused) as no:
        sign_up(BO, event=small)
    assert (no.value.reason, no.value.places_left) == (Reason.FULL, 0)


def test_whoever_is_invited_takes_a_reserved_place(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation]
) -> None:
    sign_up(event=small)
    one = invite()
    made = sign_up(BO, event=small, invitation_id=one.pk)
    assert [row.invitation for row in made.registrations] == [one]
    assert (numbers(small), left_by(one, small)) == ((0, 1), 0)
    with pytest.raises(Refused) as no:
        sign_up(CLARA, event=small, invitation_id=one.pk)
    assert no.value.reason is Reason.INVITATION_USED


def test_an_invitation_for_two_takes_two_and_not_three(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation]
) -> None:
    one = invite(places=2)
    with pytest.raises(Refused) as no:
        sign_up(BO, CLARA, EMIL, event=small, invitation_id=one.pk)
    assert (no.value.reason, no.value.places_left) == (Reason.FULL, 2)
    sign_up(BO, CLARA, event=small, invitation_id=one.pk)
    assert numbers(small) == (1, 0)


def test_no_more_is_promised_than_is_reserved(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation]
) -> None:
    invite()
    assert unpromised(small, now=OPEN) == 1
    with pytest.raises(TooFewReserved) as no:
        invite(places=2)
    assert (no.value.left, Invitation.objects.count()) == (1, 1)
    invite(places=1)
    assert unpromised(small, now=OPEN) == 0


def test_a_place_given_up_is_reserved_again(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation]
) -> None:
    sign_up(event=small)
    one = invite()
    place = sign_up(BO, event=small, invitation_id=one.pk).registrations[0]
    sign_up(CLARA, **waiting(small))
    cancelling.cancel(registration_id=place.pk, now=OPEN, actor=ATTENDEE)
    assert (numbers(small), left_by(one, small)) == ((0, 2), 1)
    assert Registration.objects.get(name="Clara Æbelø").status == "waiting"


def test_a_substitute_keeps_the_reserved_place(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation]
) -> None:
    one = invite()
    place = sign_up(BO, event=small, invitation_id=one.pk).registrations[0]
    new = substituting.substitute(registration_id=place.pk, person=CLARA, now=OPEN, actor=ATTENDEE)
    assert (new.invitation, numbers(small)) == (one, (1, 1))


@pytest.mark.parametrize(
    ("also", "now", "reason"),
    [
        (False, EARLY, Reason.NOT_YET_OPEN),
        (True, EARLY, None),
        (False, LATE, Reason.INVITATION_OVER),
        (True, LATE, None),
        (True, STARTED, Reason.OVER),
    ],
)
def test_outside_the_sign_up_it_holds_where_its_maker_said_so(
    small: Event,
    sign_up: SignUp,
    invite: Callable[..., Invitation],
    also: bool,
    now: Any,
    reason: Reason | None,
) -> None:
    one = invite(also_when_closed=also)
    entry = HistoryEntry.objects.get(verb="invited")
    assert ("also_when_closed" in entry.fields, entry.personal) == (also, {"to": "Æva Ørsted"})
    if reason is None:
        assert sign_up(BO, event=small, invitation_id=one.pk, now=now).registrations
        return
    with pytest.raises(Refused) as no:
        sign_up(BO, event=small, invitation_id=one.pk, now=now)
    assert no.value.reason is reason


def test_it_holds_to_the_last_second_of_its_own_day(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation]
) -> None:
    one = invite(places=2, valid_until=date(2026, 6, 10))
    sign_up(BO, event=small, invitation_id=one.pk, now=at("2026-06-10 23:59"))
    with pytest.raises(Refused) as no:
        sign_up(CLARA, event=small, invitation_id=one.pk, now=at("2026-06-11 00:00"))
    assert no.value.reason is Reason.INVITATION_OVER
    assert unpromised(small, now=at("2026-06-10 23:59")) == 0
    assert unpromised(small, now=at("2026-06-11 00:00")) == 1


def test_a_withdrawn_one_opens_nothing_and_takes_nobodys_place(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation], dorte: User
) -> None:
    one = invite(places=2)
    sign_up(BO, event=small, invitation_id=one.pk)
    assert inviting.withdraw(invitation_id=one.pk, now=OPEN, actor=organiser(dorte))
    assert not inviting.withdraw(invitation_id=one.pk, now=OPEN, actor=organiser(dorte))
    with pytest.raises(Refused) as no:
        sign_up(CLARA, event=small, invitation_id=one.pk)
    assert no.value.reason is Reason.INVITATION_OVER
    assert (numbers(small), unpromised(small, now=OPEN)) == ((1, 1), 1)


def test_released_places_go_to_the_list_at_once(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation], dorte: User
) -> None:
    sign_up(event=small)
    invite()
    sign_up(CLARA, **waiting(small))
    release = {"event_id": small.pk, "now": OPEN, "actor": organiser(dorte)}
    with pytest.raises(TooFewReserved):
        inviting.release_reserved(places=2, **release)
    inviting.release_reserved(places=1, **release)
    small.refresh_from_db()
    assert Registration.objects.get(name="Clara Æbelø").status == "confirmed"
    assert (small.reserved_places, numbers(small)) == (1, (0, 1))


def test_what_others_have_had_is_neither_promised_nor_released(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation], dorte: User
) -> None:
    sign_up(event=small)
    Event.objects.filter(pk=small.pk).update(reserved_places=3)
    small.refresh_from_db()
    assert (unpromised(small, now=OPEN), inviting.lost(small)) == (2, 1)
    invite()
    with pytest.raises(TooFewReserved) as no:
        invite(places=2)
    assert no.value.left == 1
    inviting.release_reserved(event_id=small.pk, places=1, now=OPEN, actor=organiser(dorte))
    small.refresh_from_db()
    assert (small.reserved_places, inviting.lost(small), numbers(small)) == (1, 0, (1, 1))


CLOSES = at("2026-09-10 00:00")


@pytest.mark.parametrize(
    ("now", "facts", "holds"),
    [
        (CLOSES - JUST_BEFORE, {}, True),
        (CLOSES, {}, False),
        (CLOSES, {"also_when_closed": True}, True),
        (CLOSES, {"valid_until": date(2026, 9, 12)}, False),
        (at("2026-08-02 00:00") - JUST_BEFORE, {"valid_until": date(2026, 8, 1)}, True),
        (at("2026-08-02 00:00"), {"valid_until": date(2026, 8, 1)}, False),
    ],
)
def test_an_invitation_that_nobody_could_use_is_not_made(
    invite: Callable[..., Invitation], now: Any, facts: dict[str, Any], holds: bool
) -> None:
    Event.objects.update(registration_closes_on=date(2026, 9, 9))
    if holds:
        invite(now=now, **facts)
    else:
        with pytest.raises(NeverHolds):
            invite(now=now, email="aeva@example.org", **facts)
    assert Invitation.objects.exists() == holds
    assert not OwedMail.objects.exists()


def test_whoever_waits_and_is_invited_leaves_the_list(
    small: Event, sign_up: SignUp, invite: Callable[..., Invitation]
) -> None:
    sign_up(event=small)
    waits = sign_up(BO, **waiting(small)).registrations[0]
    place = sign_up(BO, event=small, invitation_id=invite().pk).registrations[0]
    waits.refresh_from_db()
    assert (waits.status, place.status, numbers(small)) == ("cancelled", "confirmed", (0, 1))


def test_the_mail_is_owed_where_there_is_an_address(invite: Callable[..., Invitation]) -> None:
    invite()
    one = invite(email="Aeva@Example.org")
    mail = OwedMail.objects.get()
    assert (mail.kind, mail.to_email, mail.facts) == (
        "invitation",
        "aeva@example.org",
        {"invitation": one.pk},
    )


def test_where_as_many_come_as_like_nothing_need_be_reserved(
    make_event: Callable[..., Event], sign_up: SignUp, dorte: User
) -> None:
    event = make_event(slug="stor", capacity=None)
    one = inviting.invite(event_id=event.pk, whom="Oplægsholdere", places=2, now=OPEN, actor=organiser(dorte))
    sign_up(BO, event=event, invitation_id=one.pk)
    assert (numbers(event), left_by(one, event), unpromised(event, now=OPEN)) == ((None, None), 1, None)


@pytest.mark.parametrize(
    ("facts", "now", "holds"),
    [
        ({}, OPEN, True),
        ({"status": "cancelled"}, OPEN, False),
        ({"status": "draft"}, OPEN, False),
        ({}, STARTED - JUST_BEFORE, True),
        ({}, STARTED, False),
    ],
)
def test_an_invitation_is_mailed_and_shown_as_open_while_its_link_leads_to_a_place(
    small: Event, invite: Callable[..., Invitation], facts: dict[str, Any], now: Any, holds: bool
) -> None:
    one = invite(email="aeva@example.org", also_when_closed=True)
    Event.objects.filter(pk=small.pk).update(**facts)
    mail = OwedMail.objects.select_related("event").get(kind="invitation")
    assert is_still_true(mail, now=now) is holds
    assert is_open(one, mail.event, now=now) is holds


def test_an_event_called_off_keeps_what_it_promised_in_case_it_is_not(
    small: Event, invite: Callable[..., Invitation]
) -> None:
    invite()
    Event.objects.filter(pk=small.pk).update(status="cancelled")
    assert unpromised(Event.objects.get(pk=small.pk), now=OPEN) == 1
