"""Who pays: told with the sign-up or later, put right until it is fetched, and missed where it is not told."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from programme.models import Event, User
from registration.forms.payer import PayerForm
from registration.models import Booking, Payer
from registration.models.payer import PaidBy
from registration.payer_facts import ASKED, FACTS, PayerFacts
from registration.policy import Reason
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.cancelling import cancel, give_back
from registration.services.once import OtherContent
from registration.services.payers import FOLLOWS, payer_missing, save_payer
from registration.services.substituting import substitute
from tests.cast import ANNE, BO, BOUND, CLARA, ENDED, OPEN, history
from tests.prices import COMPANY, GLN, MUNICIPALITY, PRIVATE

SignUp = Callable[..., SignedUp]


def stored() -> list[dict[str, str]]:
    return [one.facts() for one in Payer.objects.order_by("pk")]


@pytest.mark.parametrize("facts", [MUNICIPALITY, COMPANY, PRIVATE, FOLLOWS], ids=lambda facts: facts.kind)
def test_the_payer_is_stored_with_the_sign_up(facts: PayerFacts, sign_up: SignUp) -> None:
    made = sign_up(ANNE, BO, payer=facts)
    assert stored() == [asdict(facts)]
    assert made.booking.payer.fetched_at is None


def test_what_is_not_asked_of_its_kind_is_not_kept(sign_up: SignUp) -> None:
    sign_up(payer=replace(COMPANY, gln=GLN, address="Søndre Allé 1", account_string="12-34"))
    assert stored() == [asdict(COMPANY)]


def test_nobody_pays_for_what_is_free(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(fee_ore=None)
    sign_up(payer=MUNICIPALITY)
    assert stored() == []


def test_the_same_key_with_another_payer_is_another_act(sign_up: SignUp) -> None:
    first = sign_up(key="én", payer=MUNICIPALITY)
    assert sign_up(key="én", payer=MUNICIPALITY).booking == first.booking
    with pytest.raises(OtherContent):
        sign_up(key="én", payer=COMPANY)
    assert stored() == [asdict(MUNICIPALITY)]


def test_a_payer_that_follows_is_told_later_and_put_right(sign_up: SignUp) -> None:
    booking = sign_up(payer=FOLLOWS).booking
    before = len(history())
    save_payer(booking_id=booking.pk, facts=MUNICIPALITY, now=OPEN, actor=CONTACT)
    save_payer(booking_id=booking.pk, facts=MUNICIPALITY, now=OPEN, actor=CONTACT)
    save_payer(booking_id=booking.pk, facts=replace(MUNICIPALITY, name="Ærø"), now=ENDED, actor=CONTACT)
    assert stored() == [asdict(replace(MUNICIPALITY, name="Ærø"))]
    told = [(one["verb"], one["actor"], one["fields"]) for one in history()[before:]]
    assert told == [
        (
            "payer_saved",
            "contact",
            ["payer_buyer_reference", "payer_gln", "payer_kind", "payer_name", "payer_order_reference"],
        ),
        ("payer_saved", "contact", ["payer_name"]),
    ]


def test_once_it_is_fetched_only_the_organiser_puts_the_payer_right(sign_up: SignUp, dorte: User) -> None:
    booking = sign_up(payer=MUNICIPALITY).booking
    Payer.objects.update(fetched_at=OPEN)
    with pytest.raises(Refused) as no:
        save_payer(booking_id=booking.pk, facts=COMPANY, now=OPEN, actor=CONTACT)
    assert no.value.reason is Reason.INVOICE_FETCHED
    save_payer(booking_id=booking.pk, facts=COMPANY, now=OPEN, actor=organiser(dorte))
    assert stored() == [asdict(COMPANY)]
    with pytest.raises(Refused):
        save_payer(booking_id=booking.pk, facts=FOLLOWS, now=OPEN, actor=organiser(dorte))
    assert stored() == [asdict(COMPANY)]


def test_the_payer_stays_when_another_person_comes(sign_up: SignUp) -> None:
    made = sign_up(BO, payer=MUNICIPALITY)
    new = substitute(registration_id=made.registrations[0].pk, person=CLARA, now=BOUND, actor=CONTACT)
    assert Payer.objects.get(booking=new.booking).facts() == asdict(MUNICIPALITY)


def missing() -> list[str]:
    return [one.contact_name for one in payer_missing().order_by("pk")]


def test_a_payer_is_missing_where_something_is_owed_and_nobody_is_known(
    sign_up: SignUp, event: Event
) -> None:
    untold = sign_up(ANNE).booking
    later = sign_up(BO, payer=FOLLOWS)
    known = sign_up(CLARA, payer=PRIVATE)
    assert set(payer_missing()) == {untold, later.booking}
    cancel(registration_id=later.registrations[0].pk, now=OPEN, actor=CONTACT)
    assert set(payer_missing()) == {untold}
    give_back(registration_id=untold.registrations.get().pk, now=BOUND, actor=CONTACT)
    assert set(payer_missing()) == {untold}
    Event.objects.update(status=Event.Status.CANCELLED)
    assert set(payer_missing()) == set()
    assert Booking.objects.filter(pk=known.booking.pk).exists()


def test_no_payer_is_missing_for_a_place_that_costs_nothing_or_waits(sign_up: SignUp, event: Event) -> None:
    made = sign_up(ANNE).registrations[0]
    type(made).objects.update(status="waiting", waits_since=OPEN)
    assert missing() == []
    type(made).objects.update(status="confirmed", promised_fee_ore=None)
    assert missing() == []
    type(made).objects.update(promised_fee_ore=1)
    assert missing() == ["Anne Mette Sørensen"]


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kind": "public"}, "payer_has_what_an_invoice_needs"),
        ({"kind": "company", "gln": GLN}, "payer_has_what_an_invoice_needs"),
        ({"kind": "private", "name": "Bo"}, "payer_has_what_an_invoice_needs"),
        ({"kind": "private", "address": "Øvej 1"}, "payer_has_what_an_invoice_needs"),
        ({"kind": "unknown"}, "payer_has_what_an_invoice_needs"),
        ({"kind": "later", "name": "Bo"}, "payer_that_follows_is_empty"),
    ],
)
def test_a_payer_that_contradicts_itself_is_refused_by_the_database(
    facts: dict[str, Any], constraint: str, sign_up: SignUp
) -> None:
    booking = sign_up().booking
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Payer.objects.create(booking=booking, saved_at=OPEN, **facts)


def test_what_is_known_of_a_payer_is_one_list() -> None:
    columns = {field.name for field in PaidBy._meta.get_fields()}
    assert columns == {"kind", *FACTS} == set(PayerForm.base_fields)
    assert {name for asked in ASKED.values() for name in asked} == set(FACTS)
    assert set(ASKED) == {str(kind) for kind in Payer.Kind}
