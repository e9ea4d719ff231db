"""Prices by class and by day: what is promised with a place, and what becomes of the promise."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from programme import pricing
from programme.models import Event, Price
from registration import price_sentences, sentences
from registration.mails import build
from registration.models import OwedMail, Registration
from registration.prices import difference_ore, offers, promise_of
from registration.services import booking as booking_service
from registration.services.acts import CONTACT
from registration.services.cancelling import cancel
from registration.services.once import TermsChanged
from registration.services.room import WhenFull
from registration.services.substituting import substitute
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, at
from tests.prices import priced

SignUp = Callable[..., booking_service.SignedUp]
LATE = at("2026-07-01 00:00")
STILL_EARLY = LATE - timedelta(microseconds=1)


def of_class(person: Any, price: Price) -> Any:
    return type(person)(**{**person.__dict__, "price": str(price.pk)})


def test_the_early_price_holds_to_the_end_of_its_last_day(event: Event) -> None:
    priced(event)
    assert [one.ore for one in offers(event, now=STILL_EARLY)] == [99_500, 89_950, 25_000, 0]
    assert [one.ore for one in offers(event, now=LATE)] == [129_500, 89_950, 25_000, 0]


@pytest.mark.long
def test_a_place_is_promised_the_price_of_its_class_and_the_first_where_none_is_chosen(
    sign_up: SignUp, event: Event
) -> None:
    rows = priced(event)
    made = sign_up(ANNE, of_class(BO, rows["Studerende"]), of_class(CLARA, rows["Oplægsholder"]))
    assert [promise_of(place) for place in made.registrations] == [
        {
            "promised_fee_ore": 99_500,
            "promised_class": "Deltager",
            "promised_vat": "included",
            "promised_vat_reason": "",
        },
        {
            "promised_fee_ore": 25_000,
            "promised_class": "Studerende",
            "promised_vat": "exempt",
            "promised_vat_reason": "Undervisning, momslovens § 13",
        },
        {
            "promised_fee_ore": None,
            "promised_class": "Oplægsholder",
            "promised_vat": "included",
            "promised_vat_reason": "Holder oplæg",
        },
    ]


def test_no_later_change_makes_a_promised_price_worse(sign_up: SignUp, event: Event) -> None:
    rows = priced(event)
    made = sign_up(of_class(BO, rows["Medlem"]))
    Price.objects.filter(pk=rows["Medlem"].pk).update(amount_ore=500_000, name="Andre")
    rows["Deltager"].delete()
    pricing.settle(event)
    place = Registration.objects.get()
    assert promise_of(place) == promise_of(made.registrations[0])
    with translation.override("da"):
        assert price_sentences.place_price(place) == "Medlem, 899,50 kr. plus moms (i alt 1.124,38 kr.)"


def test_a_price_that_changed_since_the_terms_were_shown_is_seen_before_it_is_accepted(
    sign_up: SignUp, event: Event
) -> None:
    priced(event)
    with translation.override("da"):
        shown = sentences.terms(event, now=STILL_EARLY)
    sign_up(ANNE, terms=shown, now=STILL_EARLY)
    with pytest.raises(TermsChanged):
        sign_up(BO, terms=shown, now=LATE)
    assert Registration.objects.count() == 1


def test_a_class_that_is_gone_is_seen_before_anything_is_signed(sign_up: SignUp, event: Event) -> None:
    rows = priced(event)
    gone = of_class(BO, rows["Medlem"])
    rows["Medlem"].delete()
    event.__dict__.pop("price_list", None)
    with pytest.raises(TermsChanged):
        sign_up(gone)
    assert not Registration.objects.exists()


def test_the_price_of_a_class_of_another_event_is_none(
    sign_up: SignUp, event: Event, make_event: Callable[..., Event]
) -> None:
    priced(event)
    others = priced(make_event(slug="anden", title="Ænden"))
    with pytest.raises(TermsChanged):
        sign_up(of_class(BO, others["Medlem"]))


def test_who_waits_is_promised_the_price_of_the_day_she_joined(sign_up: SignUp, event: Event) -> None:
    priced(event)
    Event.objects.update(capacity=1)
    first = sign_up(ANNE).registrations[0]
    with translation.override("da"):
        terms = sentences.terms(Event.objects.get(), now=STILL_EARLY, waits=True)
    waits = sign_up(BO, now=STILL_EARLY, terms=terms, when_full=WhenFull.TOGETHER).registrations[0]
    assert (waits.status, waits.promised_fee_ore) == ("waiting", 99_500)
    cancel(registration_id=first.pk, now=LATE, actor=CONTACT)
    waits.refresh_from_db()
    assert (waits.status, waits.promised_fee_ore) == ("confirmed", 99_500)


def test_the_terms_name_every_class_and_what_it_costs_now(event: Event) -> None:
    priced(event)
    with translation.override("da"):
        assert price_sentences.fee_sentence(event, now=LATE) == (
            "Gebyret for hver person er: Deltager 1.295 kr. inkl. moms; "
            "Medlem 899,50 kr. plus moms (i alt 1.124,38 kr.); Studerende 250 kr. uden moms; "
            "Oplægsholder gratis."
        )
    with translation.override("en"):
        assert price_sentences.fee_sentence(event, now=STILL_EARLY) == (
            "The fee for each person is: Deltager DKK 995 incl. VAT; "
            "Medlem DKK 899.50 plus VAT (DKK 1,124.38 in all); Studerende DKK 250, no VAT; "
            "Oplægsholder free of charge."
        )


@pytest.mark.parametrize(
    ("own", "other", "difference", "said"),
    [
        ("Studerende", "Medlem", 87_438, "874,38 kr. inkl. moms mere"),
        ("Medlem", "Studerende", -87_438, "874,38 kr. inkl. moms mindre"),
        ("Medlem", "Medlem", None, ""),
    ],
)
def test_a_substitute_of_another_class_keeps_the_price_and_shows_the_difference(
    own: str, other: str, difference: int | None, said: str, sign_up: SignUp, event: Event
) -> None:
    rows = priced(event)
    old = sign_up(of_class(BO, rows[own])).registrations[0]
    new = substitute(registration_id=old.pk, person=of_class(CLARA, rows[other]), now=LATE, actor=CONTACT)
    new.refresh_from_db()
    assert promise_of(new) == promise_of(old)
    assert (new.other_class, difference_ore(new)) == (other if difference else "", difference)
    with translation.override("da"):
        sentence = price_sentences.difference_sentence(new)
    assert said in sentence
    assert bool(sentence) == bool(said)


@pytest.mark.parametrize(
    ("vats", "ore", "said"),
    [
        # 800 kr. plus VAT are 1.000 kr. in all.
        (("excluded", "included"), 75_000, "kostede 250 kr. inkl. moms mindre end pladsen"),
        (("excluded", "included"), 99_999, "kostede 0,01 kr. inkl. moms mindre end pladsen"),
        (("excluded", "included"), 100_000, "til samme pris"),
        (("excluded", "included"), 100_001, "kostede 0,01 kr. inkl. moms mere end pladsen"),
        (("excluded", "exempt"), 80_000, "kostede 200 kr. inkl. moms mindre end pladsen"),
        (("excluded", "excluded"), 90_000, "kostede 125 kr. inkl. moms mere end pladsen"),
        (("included", "excluded"), 64_000, "til samme pris"),
        (("included", "exempt"), 80_000, "til samme pris"),
        (("exempt", "included"), 75_000, "kostede 50 kr. mindre end pladsen"),
    ],
)
def test_the_difference_is_that_of_what_is_paid_in_all(
    vats: tuple[str, str], ore: int, said: str, sign_up: SignUp, event: Event
) -> None:
    rows = priced(
        event,
        {"name": "Deltager", "amount_ore": 80_000, "vat": vats[0], "reason": "Undervisning"},
        {"name": "Medlem", "amount_ore": ore, "vat": vats[1], "reason": "Forening"},
    )
    old = sign_up(BO).registrations[0]
    new = substitute(registration_id=old.pk, person=of_class(CLARA, rows["Medlem"]), now=LATE, actor=CONTACT)
    # What is announced afterwards is nothing to her.
    rows["Medlem"].delete()
    new.refresh_from_db()
    with translation.override("da"):
        assert said in price_sentences.difference_sentence(new)
    assert said in " ".join(bodies(to=event.contact_email).split())


def test_the_vat_of_another_class_is_filled_in_where_it_was_not_stored(sign_up: SignUp, event: Event) -> None:
    rows = priced(event)
    old = sign_up(of_class(BO, rows["Medlem"])).registrations[0]
    fill = import_module("registration.migrations.0025_fill_other_class_vat").fill
    known = {
        "Studerende": "exempt",
        "Deltager": "included",
        "En, der er taget væk": "excluded",
        "": "included",
    }
    for other, vat in known.items():
        rows_of = Registration.objects.filter(pk=old.pk)
        rows_of.update(other_class=other, other_class_ore=25_000 if other else None)
        fill(apps, connection.schema_editor())
        assert rows_of.get().other_class_vat == vat, other
        rows_of.update(other_class_vat="included")


def test_a_substitute_who_belongs_to_the_places_class_again_shows_no_difference(
    sign_up: SignUp, event: Event
) -> None:
    rows = priced(event)
    old = sign_up(of_class(BO, rows["Medlem"])).registrations[0]
    other = substitute(
        registration_id=old.pk, person=of_class(CLARA, rows["Studerende"]), now=LATE, actor=CONTACT
    )
    back = substitute(registration_id=other.pk, person=BO, now=LATE, actor=CONTACT)
    assert (back.other_class, back.other_class_ore) == ("", None)


def test_sums_say_what_of_them_is_vat() -> None:
    with translation.override("da"):
        assert price_sentences.sum_sentence(pricing.Amount(net=200_000, vat=50_000)) == (
            "I alt 2.500 kr., heraf moms 500 kr."
        )
        assert price_sentences.sum_sentence(pricing.Amount(net=200_000)) == "I alt 2.000 kr."
        assert price_sentences.sum_sentence(pricing.Amount()) == ""
    with translation.override("en"):
        assert price_sentences.sum_sentence(pricing.Amount(net=200_000, vat=50_000)) == (
            "In all DKK 2,500, of which VAT DKK 500."
        )


# ------------------------------------------------------------------ mails


def bodies(*, to: str) -> str:
    found = [build(mail, now=OPEN).body for mail in OwedMail.objects.filter(to_email=to).order_by("pk")]
    return "\n".join(found)


def test_the_mails_say_the_price_of_each_place_and_the_sum(sign_up: SignUp, event: Event) -> None:
    rows = priced(event)
    sign_up(ANNE, of_class(BO, rows["Medlem"]), of_class(CLARA, rows["Oplægsholder"]))
    told = bodies(to="anne.mette@example.org")
    assert (
        "Pris:\n"
        "- Anne Mette Sørensen: Deltager, 995 kr. inkl. moms\n"
        "- Bo Ågård: Medlem, 899,50 kr. plus moms (i alt 1.124,38 kr.)\n"
        "- Clara Æbelø: Oplægsholder, gratis\n"
        "I alt 2.119,38 kr., heraf moms 423,88 kr.\n"
    ) in told
    assert "Gebyr:" not in told


def test_the_mails_say_one_price_once(sign_up: SignUp, event: Event) -> None:
    rows = priced(event)
    sign_up(of_class(ANNE, rows["Medlem"]), of_class(EMIL, rows["Medlem"]))
    told = bodies(to="anne.mette@example.org")
    assert "Medlem, 899,50 kr. plus moms (i alt 1.124,38 kr.) pr. person" in " ".join(told.split())
    assert "Pris:" not in told


@pytest.mark.long
def test_the_organiser_is_told_the_difference_to_the_class_of_a_substitute(
    sign_up: SignUp, event: Event
) -> None:
    rows = priced(event)
    old = sign_up(of_class(BO, rows["Studerende"])).registrations[0]
    substitute(registration_id=old.pk, person=of_class(CLARA, rows["Medlem"]), now=LATE, actor=CONTACT)
    told = " ".join(bodies(to="dorte@example.org").split())
    assert (
        "Hører til prisklassen Medlem, der kostede 874,38 kr. inkl. moms mere end pladsen (Studerende). "
        "Pladsen beholder sin pris." in told
    )
    assert "874,38" not in bodies(to="clara@example.org") + bodies(to="anne.mette@example.org")
