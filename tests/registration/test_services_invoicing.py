"""Invoice facts: what is owed is fetched once, never changed, and changes are told as a difference."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from programme.models import Event, User
from registration import leaving, sentences
from registration.models import HistoryEntry, InvoiceBasis, InvoiceLine, Payer, Registration
from registration.services import absence, invoicing
from registration.services.acts import CONTACT, organiser
from registration.services.booking import SignedUp
from registration.services.cancelling import cancel, give_back
from registration.services.payers import FOLLOWS, save_payer
from registration.services.substituting import substitute
from tests.cast import ANNE, ANNE_METTE, BO, BOUND, CLARA, EMIL, ENDED, OPEN
from tests.prices import COMPANY, MUNICIPALITY, PRIVATE, priced
from tests.rules import NO_SHOW

SignUp = Callable[..., SignedUp]


@pytest.fixture
def fetch(event: Event, dorte: User) -> Callable[..., InvoiceBasis | None]:
    def do(now: Any = OPEN) -> InvoiceBasis | None:
        return invoicing.fetch(event_id=event.pk, now=now, actor=organiser(dorte))

    return do


def lines(basis: InvoiceBasis | None) -> list[tuple[str, str, int, int, int]]:
    assert basis is not None
    columns = ("name", "person", "net_ore", "vat_ore", "total_ore")
    return list(InvoiceLine.objects.filter(basis=basis).values_list(*columns))


def pending(event: Event) -> list[tuple[str, str, int]]:
    found = invoicing.unfetched(Event.objects.get(pk=event.pk)).lines
    return [(one.name, one.person, one.total_ore) for one in found]


ANNES = ("Øby Kommune", "Anne Mette Sørensen", 103_600, 25_900, 129_500)
BOS = ("Øby Kommune", "Bo Ågård", 103_600, 25_900, 129_500)


def back(line: tuple[str, str, int, int, int]) -> tuple[str, str, int, int, int]:
    return (*line[:2], -line[2], -line[3], -line[4])


def test_what_is_fetched_is_numbered_and_has_a_line_for_each_place(
    sign_up: SignUp, fetch: Callable[..., Any], dorte: User
) -> None:
    sign_up(ANNE, BO, payer=MUNICIPALITY)
    basis = fetch()
    assert (basis.number, basis.fetched_at, basis.fetched_by, basis.fetched_by_name) == (
        1, OPEN, dorte, str(dorte),
    )  # fmt: skip
    assert lines(basis) == [ANNES, BOS]
    assert Payer.objects.get().fetched_at == OPEN
    entry = HistoryEntry.objects.get(verb="invoice_fetched")
    assert (entry.user, entry.actor, entry.at) == (dorte, "organiser", OPEN)


def test_nothing_new_is_fetched_twice(sign_up: SignUp, fetch: Callable[..., Any]) -> None:
    assert fetch() is None
    sign_up(payer=MUNICIPALITY)
    assert fetch().number == 1
    assert fetch() is None
    assert (InvoiceBasis.objects.count(), InvoiceLine.objects.count()) == (1, 1)


def test_lines_stand_by_payer_in_danish_order_and_by_order_number(
    sign_up: SignUp, fetch: Callable[..., Any]
) -> None:
    for number, name in enumerate(("Ærø", "Aabenraa", "Øby", "Bogense", "Ærø")):
        payer = replace(MUNICIPALITY, name=name, order_reference=f"R-{number}")
        sign_up(replace(BO, name=f"Gæst {number}", email=""), payer=payer)
    found = [(one.name, one.order_reference) for one in InvoiceLine.objects.filter(basis=fetch())]
    assert found == [("Bogense", "R-3"), ("Ærø", "R-0"), ("Ærø", "R-4"), ("Øby", "R-2"), ("Aabenraa", "R-1")]


def test_what_waits_is_cancelled_in_time_or_is_free_of_charge_is_not_owed(
    sign_up: SignUp, event: Event, fetch: Callable[..., Any]
) -> None:
    made = sign_up(ANNE, BO, CLARA, payer=MUNICIPALITY).registrations
    cancel(registration_id=made[1].pk, now=OPEN, actor=CONTACT)
    Registration.objects.filter(pk=made[2].pk).update(promised_fee_ore=None)
    assert lines(fetch()) == [ANNES]
    Registration.objects.filter(pk=made[2].pk).update(
        promised_fee_ore=100, status="waiting", waits_since=OPEN
    )
    assert pending(event) == []
    Registration.objects.filter(pk=made[2].pk).update(status="offered", offer_until=ENDED)
    assert pending(event) == []
    Registration.objects.filter(pk=made[2].pk).update(status="confirmed")
    assert pending(event) == [("Øby Kommune", "Clara Æbelø", 100)]


def test_a_place_given_back_once_it_was_binding_is_still_on_the_bill(
    sign_up: SignUp, event: Event, fetch: Callable[..., Any]
) -> None:
    place = sign_up(payer=MUNICIPALITY).registrations[0]
    give_back(registration_id=place.pk, now=BOUND, actor=CONTACT)
    basis = fetch(BOUND)
    assert lines(basis) == [ANNES]
    assert InvoiceLine.objects.get().what == "left"
    Registration.objects.update(still_owed=False)
    assert lines(fetch(BOUND)) == [back(ANNES)]
    assert lines(basis) == [ANNES]


def test_a_place_given_back_after_it_was_fetched_changes_nothing(
    sign_up: SignUp, event: Event, fetch: Callable[..., Any]
) -> None:
    place = sign_up(payer=MUNICIPALITY).registrations[0]
    fetch()
    give_back(registration_id=place.pk, now=BOUND, actor=CONTACT)
    assert pending(event) == []


def test_later_changes_are_a_difference_and_the_old_facts_stay(
    sign_up: SignUp, event: Event, fetch: Callable[..., Any], dorte: User
) -> None:
    made = sign_up(ANNE, BO, payer=MUNICIPALITY)
    first = fetch()
    cancel(registration_id=made.registrations[1].pk, now=OPEN, actor=CONTACT)
    sign_up(CLARA, contact=replace(ANNE_METTE, email="b@example.org"), payer=COMPANY)
    Event.objects.update(fee_ore=500_000)
    second = fetch()
    assert lines(second) == [("Æblehaven ApS", "Clara Æbelø", 103_600, 25_900, 129_500), back(BOS)]
    save_payer(booking_id=made.booking.pk, facts=PRIVATE, now=OPEN, actor=organiser(dorte))
    third = fetch()
    assert lines(third) == [back(ANNES), ("Bo Ågård", *ANNES[1:])]
    assert fetch() is None
    assert (lines(first), first.number, second.number, third.number) == ([ANNES, BOS], 1, 2, 3)


def test_a_substitute_is_no_difference(sign_up: SignUp, event: Event, fetch: Callable[..., Any]) -> None:
    place = sign_up(BO, payer=MUNICIPALITY).registrations[0]
    fetch()
    new = substitute(registration_id=place.pk, person=CLARA, now=BOUND, actor=CONTACT)
    newest = substitute(registration_id=new.pk, person=EMIL, now=BOUND, actor=CONTACT)
    assert pending(event) == []
    Registration.objects.filter(pk=newest.pk).update(promised_fee_ore=100_000)
    assert pending(event) == [
        ("Øby Kommune", "Bo Ågård", -129_500),
        ("Øby Kommune", "Emil Uden-Mail", 100_000),
    ]


def test_what_nobody_is_known_to_pay_waits_for_the_payer(
    sign_up: SignUp, event: Event, fetch: Callable[..., Any]
) -> None:
    later = sign_up(ANNE, BO, payer=FOLLOWS).booking
    sign_up(CLARA, contact=replace(ANNE_METTE, email="b@example.org"))
    found = invoicing.unfetched(event)
    assert [(one.contact_email, amount.total) for one, amount in found.without_payer] == [
        ("anne.mette@example.org", 259_000),
        ("b@example.org", 129_500),
    ]
    assert fetch() is None
    save_payer(booking_id=later.pk, facts=MUNICIPALITY, now=OPEN, actor=CONTACT)
    assert lines(fetch()) == [ANNES, BOS]


def test_an_event_called_off_takes_everything_back(
    sign_up: SignUp, event: Event, fetch: Callable[..., Any]
) -> None:
    sign_up(payer=MUNICIPALITY)
    fetch()
    Event.objects.update(status=Event.Status.CANCELLED)
    assert lines(fetch()) == [back(ANNES)]


def test_a_payer_without_a_name_is_called_by_the_workplace(
    sign_up: SignUp, fetch: Callable[..., Any]
) -> None:
    sign_up(payer=replace(MUNICIPALITY, name=""))
    assert lines(fetch())[0][0] == "Øby Bibliotek"


def test_what_was_fetched_is_never_changed_nor_deleted(sign_up: SignUp, fetch: Callable[..., Any]) -> None:
    sign_up(payer=MUNICIPALITY)
    basis = fetch()
    line = InvoiceLine.objects.get()
    for act in (
        lambda: InvoiceLine.objects.update(total_ore=1),
        lambda: InvoiceBasis.objects.update(number=2),
        lambda: InvoiceLine.objects.all().delete(),
        lambda: InvoiceBasis.objects.all().delete(),
        line.save,
        line.delete,
        basis.save,
        basis.delete,
    ):
        with pytest.raises(TypeError, match=r"never changed|not deleted"):
            act()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"total_ore": 5}, "invoice_line_adds_up"),
        ({"net_ore": -4, "vat_ore": -1, "total_ore": -5}, "invoice_line_credits_are_negative"),
        ({"kind": "later"}, "invoice_line_has_a_payer"),
        ({"position": 1}, "position"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused_by_the_database(
    changes: dict[str, Any], constraint: str, sign_up: SignUp, fetch: Callable[..., Any]
) -> None:
    sign_up(payer=MUNICIPALITY)
    basis = fetch()
    line = InvoiceLine.objects.get()
    facts = {
        field.attname: getattr(line, field.attname)
        for field in InvoiceLine._meta.concrete_fields
        if field.name != "id"
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InvoiceLine.objects.create(**facts | {"basis_id": basis.pk, "position": 2} | changes)


def test_a_line_is_taken_back_once(sign_up: SignUp, event: Event, fetch: Callable[..., Any]) -> None:
    made = sign_up(payer=MUNICIPALITY).registrations[0]
    fetch()
    cancel(registration_id=made.pk, now=OPEN, actor=CONTACT)
    twice = invoicing.unfetched(event).lines
    fetch()
    again = twice[0]
    again.basis, again.position = InvoiceBasis.objects.get(number=1), 99
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


# ------------------------------------------------------------------ kept and forgotten


@pytest.mark.parametrize(("today", "kept"), [(date(2031, 12, 31), True), (date(2032, 1, 1), False)])
def test_invoice_facts_are_kept_to_the_end_of_the_fifth_year(
    today: date, kept: bool, sign_up: SignUp, event: Event, fetch: Callable[..., Any]
) -> None:
    made = sign_up(payer=MUNICIPALITY).registrations[0]
    fetch()
    cancel(registration_id=made.pk, now=OPEN, actor=CONTACT)
    fetch()
    assert invoicing.last_day_kept(event.ends_on) == date(2031, 12, 31)
    gone = invoicing.forget_old(today=today)
    left = (InvoiceLine.objects.count(), InvoiceBasis.objects.count(), Payer.objects.count())
    assert (gone, left) == ((0, (2, 2, 1)) if kept else (5, (0, 0, 0)))
    assert Registration.objects.count() == 1


# ------------------------------------------------------------------ sums


def reckoned(places: list[tuple[int, str]]) -> tuple[int, int]:
    """Net and VAT of these promises by another way: exact fractions of a krone, rounded for each place."""
    net = vat = Decimal(0)
    for ore, rule in places:
        stated = Decimal(ore)
        if rule == "included":
            part = (stated / 5).quantize(Decimal(1), rounding=ROUND_HALF_UP)
            net, vat = net + stated - part, vat + part
        elif rule == "excluded":
            net, vat = net + stated, vat + (stated / 4).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        else:
            net += stated
    return int(net), int(vat)


def random_bookings(event: Event, chance: random.Random, *, number: int) -> dict[str, list[tuple[int, str]]]:
    """Bookings of one to five people at random prices, written as a sign-up writes them; what each payer owes."""
    from registration.models import Booking

    owed: dict[str, list[tuple[int, str]]] = {}
    bookings = [
        Booking(
            event=event, number=f"{100_000 + i}", contact_name=f"Kontakt {i}", contact_email=f"k{i}@example.org",
            idempotency_key=f"key-{i}", content_hash="", created_at=OPEN, organisation="Øby",
        )
        for i in range(number)
    ]  # fmt: skip
    Booking.objects.bulk_create(bookings)
    payers, places = [], []
    for i, booking in enumerate(bookings):
        name = f"Kommune {chance.randrange(40):02}"
        payers.append(Payer(booking=booking, kind="public", gln="5798000000018", name=name, saved_at=OPEN))
        for j in range(chance.randint(1, 5)):
            ore = chance.choice([0, 1, 2, 3, chance.randint(1, 999), chance.randint(1, 9_999_999), 129_500])
            rule = chance.choice(["included", "excluded", "exempt"])
            status = chance.choice(["confirmed", "confirmed", "confirmed", "waiting", "cancelled", "left"])
            place = Registration(
                booking=booking, event=event, name=f"Gæst {i}-{j}", created_at=OPEN, promised_vat=rule,
                promised_fee_ore=ore or None, status="cancelled" if status == "left" else status,
                still_owed=status == "left", waits_since=OPEN, confirmed_at=OPEN,
                ended_at=OPEN if status in {"cancelled", "left"} else None,
            )  # fmt: skip
            places.append(place)
            if status in {"confirmed", "left"} and ore:
                owed.setdefault(name, []).append((ore, rule))
    Payer.objects.bulk_create(payers)
    Registration.objects.bulk_create(places)
    return owed


@pytest.mark.parametrize("number", [60, pytest.param(1_000, marks=pytest.mark.long)])
def test_random_bookings_add_up_to_the_last_ore(
    number: int, make_event: Callable[..., Event], dorte: User
) -> None:
    event = make_event(capacity=None)
    chance = random.Random(17_06_2015)
    owed = random_bookings(event, chance, number=number)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        basis = invoicing.fetch(event_id=event.pk, now=OPEN, actor=organiser(dorte))
    assert basis is not None
    rows = list(InvoiceLine.objects.filter(basis=basis))
    found = {group.payer["name"]: (group.amount.net, group.amount.vat) for group in invoicing.groups(rows)}
    assert found == {name: reckoned(places) for name, places in owed.items()}
    assert len(rows) == sum(map(len, owed.values()))
    # However many: places, open lines, number, facts, lines in portions, payers, history.
    assert len([one for one in asked if one["sql"].startswith("SELECT")]) <= 5
    # Changes at random, and what both together say is what is owed then.
    for place in chance.sample(list(Registration.objects.filter(status="confirmed")), number * 3 // 10):
        Registration.objects.filter(pk=place.pk).update(status="cancelled", ended_at=OPEN)
    invoicing.fetch(event_id=event.pk, now=OPEN, actor=organiser(dorte))
    still = Registration.objects.filter(status="confirmed") | Registration.objects.filter(still_owed=True)
    promises = [(one.promised_fee_ore, one.promised_vat) for one in still if one.promised_fee_ore is not None]
    every = InvoiceLine.objects.values_list("net_ore", "vat_ore")
    assert (sum(net for net, _ in every), sum(vat for _, vat in every)) == reckoned(promises)
    assert invoicing.unfetched(event).lines == []


def test_each_price_class_stands_with_its_vat_and_its_reason(
    sign_up: SignUp, event: Event, fetch: Callable[..., Any]
) -> None:
    rows = priced(event)
    people = [
        replace(one, price=str(rows[name].pk))
        for one, name in ((ANNE, "Deltager"), (BO, "Medlem"), (CLARA, "Studerende"), (EMIL, "Oplægsholder"))
    ]
    sign_up(*people, payer=MUNICIPALITY)
    columns = ("class_name", "vat", "vat_reason", "net_ore", "vat_ore", "total_ore")
    assert list(InvoiceLine.objects.filter(basis=fetch()).values_list(*columns)) == [
        ("Deltager", "included", "", 79_600, 19_900, 99_500),
        ("Medlem", "excluded", "", 89_950, 22_488, 112_438),
        ("Studerende", "exempt", "Undervisning, momslovens § 13", 25_000, 0, 25_000),
    ]


# ------------------------------------------------------------------ staying away


@pytest.mark.parametrize(
    ("vat", "reason", "net", "of_it", "total", "said", "owes"),
    [
        (None, "", 16_000, 4_000, 20_000, "200 kr.", "200 kr."),
        ("included", "Gratis for alle", 16_000, 4_000, 20_000, "200 kr.", "200 kr. inkl. moms"),
        ("excluded", "Gratis for alle", 20_000, 5_000, 25_000, *["200 kr. plus moms (i alt 250 kr.)"] * 2),
        ("exempt", "Undervisning, momslovens § 13", 20_000, 0, 20_000, "200 kr.", "200 kr. uden moms"),
    ],
)
def test_what_staying_away_costs_stands_to_vat_as_the_price_does(
    vat: str | None, reason: str, net: int, of_it: int, total: int, said: str, owes: str,
    event: Event, sign_up: SignUp, fetch: Callable[..., Any],
) -> None:  # fmt: skip
    """An event that is free of charge, also where a price of nothing says why."""
    Event.objects.filter(pk=event.pk).update(**NO_SHOW)
    if vat is not None:
        event.refresh_from_db()
        priced(event, {"name": "Deltager", "amount_ore": 0, "vat": vat, "reason": reason})
    place = sign_up(BO).registrations[0]
    save_payer(booking_id=place.booking_id, facts=MUNICIPALITY, now=OPEN, actor=CONTACT)
    place = Registration.objects.select_related("event").get(pk=place.pk)
    sentence = f"Det koster {said} at udeblive uden at have meldt afbud."
    assert sentence in place.accepted_terms
    with translation.override("da"):
        assert sentence in sentences.place_rule(place, now=OPEN)
        assert (
            leaving.staying_away_costs(place)
            == f"Efter reglen for pladsen skyldes der {owes} for at udeblive."
        )
    absence.mark(registration_id=place.pk, now=ENDED, actor=CONTACT)
    basis = fetch(ENDED)
    assert lines(basis) == [("Øby Kommune", "Bo Ågård", net, of_it, total)]
    line = InvoiceLine.objects.get(basis=basis)
    assert (line.what, line.vat, line.vat_reason) == ("away", vat or "included", reason)


def test_an_amount_is_told_with_vat_only_where_all_prices_stand_to_it_alike(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(**NO_SHOW)
    event.refresh_from_db()
    free = {"amount_ore": 0, "reason": "Gratis for alle"}
    priced(
        event, {"name": "Deltager", "vat": "excluded"} | free, {"name": "Medlem", "vat": "included"} | free
    )
    assert Event.objects.get(pk=event.pk).terms.vat == "included"
    event.prices.update(vat="excluded")
    assert Event.objects.get(pk=event.pk).terms.vat == "excluded"
