"""What is written when a place is left under each rule: what it owes, and what lets it off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from programme.models import Event, User
from registration import sentences
from registration.models import OwedMail, Registration
from registration.owed import owed_ore
from registration.payer_facts import PayerFacts
from registration.policy import Decision, Reason
from registration.services import absence, answering, cancelling, invoicing, substituting
from registration.services.acts import ATTENDEE, CONTACT, Refused, locked_event, organiser
from registration.services.booking import SignedUp
from registration.services.payers import new_payer
from registration.services.room import WhenFull
from registration.services.waiting import serve
from tests.cast import ANNE, BO, CLARA, ENDED, OPEN, at, history
from tests.rules import AT_ONCE, BY_STEPS, NO_SHOW

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
MakeEvent = Callable[..., Event]
JUST_BEFORE = timedelta(microseconds=1)
HALF_FROM, WHOLE_FROM = at("2026-09-03 00:00"), at("2026-09-10 00:00")


@pytest.fixture
def steps(make_event: MakeEvent) -> Event:
    return make_event(**BY_STEPS, slug="trin")


def now_is(place: Registration) -> tuple[str, bool, int | None, int]:
    row = Registration.objects.get(pk=place.pk)
    return row.status, row.still_owed, row.owed_ore, owed_ore(row)


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (HALF_FROM - JUST_BEFORE, ("cancelled", False, None, 0)),
        (HALF_FROM, ("cancelled", True, 64_750, 64_750)),
        (WHOLE_FROM - JUST_BEFORE, ("cancelled", True, 64_750, 64_750)),
        (WHOLE_FROM, ("cancelled", True, 129_500, 129_500)),
    ],
)
def test_what_leaving_cost_is_stored_with_the_place(
    steps: Event, sign_up: SignUp, moment: Any, left: Any
) -> None:
    place = sign_up(BO, event=steps).registrations[0]
    assert now_is(place) == ("confirmed", False, None, 129_500)
    cancelling.cancel(registration_id=place.pk, now=moment, actor=ATTENDEE)
    assert now_is(place) == left
    # A rule that is changed later changes nothing of what was owed.
    Event.objects.filter(pk=steps.pk).update(cancellation="at_once", cancellation_steps=None)
    assert now_is(place) == left


def test_nobody_pays_more_than_the_page_said(steps: Event, sign_up: SignUp) -> None:
    place = sign_up(BO, event=steps).registrations[0]
    with pytest.raises(cancelling.CostsMore):
        cancelling.cancel(registration_id=place.pk, now=HALF_FROM, actor=ATTENDEE, agreed_ore=0)
    assert now_is(place) == ("confirmed", False, None, 129_500)
    cancelling.cancel(registration_id=place.pk, now=HALF_FROM, actor=ATTENDEE, agreed_ore=64_750)
    assert now_is(place) == ("cancelled", True, 64_750, 64_750)


def test_an_organiser_lets_the_cost_off_with_a_reason(steps: Event, sign_up: SignUp, dorte: User) -> None:
    paying, let_off = sign_up(BO, CLARA, event=steps).registrations
    cancelling.cancel(registration_id=paying.pk, now=HALF_FROM, actor=organiser(dorte))
    cancelling.cancel(
        registration_id=let_off.pk, now=HALF_FROM, actor=organiser(dorte, reason="Sygdom – læge")
    )
    assert [now_is(one) for one in (paying, let_off)] == [
        ("cancelled", True, 64_750, 64_750),
        ("cancelled", False, None, 0),
    ]
    assert [(one["verb"], one["bent"], one["reason"]) for one in history()[-2:]] == [
        ("cancelled", "", ""),
        ("cancelled", "costs", "Sygdom – læge"),
    ]


def test_what_binds_at_once_is_given_back_and_lapses_when_the_list_takes_it(
    make_event: MakeEvent, sign_up: SignUp
) -> None:
    event = make_event(**AT_ONCE, slug="straks", capacity=2)
    bo, clara = sign_up(BO, CLARA, event=event).registrations
    with pytest.raises(Refused) as refused:
        cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=CONTACT)
    assert refused.value.decision == Decision(Reason.BINDING)
    cancelling.give_back(registration_id=bo.pk, now=OPEN, actor=CONTACT)
    assert now_is(bo) == ("cancelled", True, 129_500, 129_500)
    Event.objects.filter(pk=event.pk).update(capacity=1)
    event.refresh_from_db()
    with translation.override("da"):
        terms = sentences.terms(event, now=OPEN, waits=True)
    waiting = sign_up(ANNE, event=event, terms=terms, when_full=WhenFull.TOGETHER).registrations[0]
    Event.objects.filter(pk=event.pk).update(capacity=2)
    with transaction.atomic():
        serve(locked_event(event.pk), now=OPEN)
    assert now_is(waiting)[0] == "offered"
    answering.answer(booking_id=waiting.booking_id, accepted={waiting.pk}, now=OPEN, actor=CONTACT)
    assert now_is(waiting) == ("confirmed", False, None, 129_500)
    assert now_is(bo) == ("cancelled", False, 129_500, 0)
    assert now_is(clara) == ("confirmed", False, None, 129_500)
    assert OwedMail.objects.filter(kind="place_released", registration=bo).count() == 2


def test_a_substitute_inherits_the_whole_rule(steps: Event, sign_up: SignUp) -> None:
    place = sign_up(BO, event=steps).registrations[0]
    Event.objects.filter(pk=steps.pk).update(cancellation="at_once", cancellation_steps=None)
    new = substituting.substitute(registration_id=place.pk, person=CLARA, now=HALF_FROM, actor=CONTACT)
    assert new.promised_rule == Registration.objects.get(pk=place.pk).promised_rule
    assert new.promised_rule["kind"] == "steps"
    cancelling.cancel(registration_id=new.pk, now=HALF_FROM, actor=CONTACT)
    assert (now_is(new), now_is(place)) == (
        ("cancelled", True, 64_750, 64_750),
        ("substituted", False, None, 0),
    )


# ------------------------------------------------------------------ staying away


def test_who_stayed_away_owes_what_was_promised_and_it_can_be_undone(
    make_event: MakeEvent, sign_up: SignUp, dorte: User
) -> None:
    event = make_event(**NO_SHOW, slug="gratis")
    place = sign_up(BO, event=event).registrations[0]
    Event.objects.filter(pk=event.pk).update(no_show_fee_ore=90_000)
    actor = organiser(dorte)
    with pytest.raises(Refused) as refused:
        absence.mark(registration_id=place.pk, now=ENDED - JUST_BEFORE, actor=actor)
    assert refused.value.reason is Reason.NOT_YET_OVER
    for _twice in range(2):
        absence.mark(registration_id=place.pk, now=ENDED, actor=actor)
    assert now_is(place) == ("confirmed", False, 20_000, 20_000)
    for _twice in range(2):
        absence.unmark(registration_id=place.pk, now=ENDED, actor=actor)
    assert now_is(place) == ("confirmed", False, None, 0)
    assert [(one["verb"], one["actor"]) for one in history()[1:]] == [
        ("no_show", "organiser"),
        ("no_show_undone", "organiser"),
    ]


def test_what_leaving_and_staying_away_cost_stands_on_the_invoice_facts(
    make_event: MakeEvent, steps: Event, sign_up: SignUp, dorte: User
) -> None:
    free = make_event(**NO_SHOW, slug="gratis")
    late, away = (sign_up(BO, event=one).registrations[0] for one in (steps, free))
    for place in (late, away):
        new_payer(place.booking, PayerFacts(kind="private", name="Bo Ågård", address="Ågade 1"), now=OPEN)
    cancelling.cancel(registration_id=late.pk, now=HALF_FROM, actor=ATTENDEE)
    absence.mark(registration_id=away.pk, now=ENDED, actor=organiser(dorte))
    lines = [line for event in (steps, free) for line in invoicing.unfetched(event).lines]
    assert [(line.what, line.total_ore) for line in lines] == [("left", 64_750), ("away", 20_000)]
    absence.unmark(registration_id=away.pk, now=ENDED, actor=organiser(dorte))
    assert invoicing.unfetched(free).lines == []


def test_staying_away_costs_nothing_beside_the_fee_where_nothing_was_promised(
    event: Event, sign_up: SignUp, dorte: User
) -> None:
    place = sign_up(BO).registrations[0]
    absence.mark(registration_id=place.pk, now=ENDED, actor=organiser(dorte))
    assert now_is(place) == ("confirmed", False, None, 129_500)
