import hashlib
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from programme.models import Event, User
from registration import sentences
from registration.models import Booking, HistoryEntry, OwedMail, Registration
from registration.models import booking as booking_model
from registration.policy import Decision, Reason
from registration.services import cancelling, floods, once
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from registration.services.places import places_left, places_taken
from tests.cast import (
    ANNE,
    ANNE_METTE,
    BINDING_DAY,
    BO,
    BOUND,
    CLARA,
    EMIL,
    OPEN,
    at,
    history,
    owed,
    statuses,
)

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
TERMS = (
    "Du kan melde afbud uden udgift til og med onsdag den 2. september 2026. "
    "Derefter er tilmeldingen bindende, men en anden person kan deltage i stedet. "
    "Deltagergebyret er 1.295 kr. for hver person."
)


def nothing_was_written() -> bool:
    tables = (Booking, Registration, OwedMail, HistoryEntry)
    return not any(table.objects.exists() for table in tables)


def signed_up(**changes: Any) -> dict[str, Any]:
    entry = {"at": OPEN, "verb": "signed_up", "actor": "contact", "user": None}
    return entry | {"fields": [], "personal": {}, "bent": "", "reason": ""} | changes


def test_a_sign_up_writes_its_booking_its_places_its_mails_and_its_history(
    sign_up: SignUp, event: Event
) -> None:
    made = sign_up(ANNE, BO, EMIL, key="nøgle")
    row = Booking.objects.values().get()
    random = {name: row.pop(name) for name in ("id", "number", "link_key", "content_hash")}
    price = {"key": "", "name": "", "ore": 129_500, "vat": "included", "reason": ""}
    assert row == {
        "event_id": event.pk,
        "contact_name": "Anne Mette Sørensen",
        "made_by_name": None,
        "contact_email": "anne.mette@example.org",
        "contact_phone": "12 34 56 78",
        "organisation": "Øby Bibliotek",
        "language": "da",
        "door": "page",
        "idempotency_key": "nøgle",
        "size": 3,
        "waits_together": True,
        "passed_over_at": None,
        "asked_at": None,
        "created_at": OPEN,
        "named": [
            {"name": name, "email": email, "is_new": True, "waits": False, "price": price}
            for name, email in (
                ("Anne Mette Sørensen", "anne.mette@example.org"),
                ("Bo Ågård", "bo@example.org"),
                ("Emil Uden-Mail", ""),
            )
        ],
        "search_text": row["search_text"],
    }
    assert (len(random["number"]), len(random["link_key"])) == (6, 12)
    places = list(Registration.objects.order_by("pk").values())
    links = {place.pop("link_key") for place in places}
    derived = [(place.pop("name_sort"), place.pop("search_text")) for place in places]
    assert len(links) == 3
    assert all(name_sort and "bibliotek" in text for name_sort, text in derived)
    common = {
        "booking_id": random["id"],
        "event_id": event.pk,
        "municipality": "",
        "phone": "",
        "list_consent": False,
        "newsletter_consent": False,
        "status": "confirmed",
        "substitute_for_id": None,
        "invitation_id": None,
        "shares_place_of_id": None,
        "days": "",
        "days_changed": 0,
        "kept_to_organisation": "",
        "promised_binding_after": date(2026, 9, 2),
        "promised_fee_ore": 129_500,
        "promised_class": "",
        "promised_vat": "included",
        "promised_vat_reason": "",
        "other_class": "",
        "other_class_ore": None,
        "other_class_vat": "included",
        "promised_rule": {
            "version": 1,
            "kind": "until_a_day",
            "free_until": "2026-09-02",
            "steps": [],
            "no_show_ore": None,
            "releases": False,
            "same_organisation": False,
            "substitutes_until": None,
        },
        "accepted_terms": TERMS,
        "accepted_at": OPEN,
        "created_at": OPEN,
        "waits_since": None,
        "offer_until": None,
        "confirmed_at": OPEN,
        "ended_at": None,
        "still_owed": False,
        "owed_ore": None,
        "no_show_at": None,
        "at_a_cost": False,
    }
    assert places == [
        common
        | {
            "id": made.registrations[0].pk,
            "name": "Anne Mette Sørensen",
            "job_title": "Bibliotekar",
            "place_number": 1,
            "organisation": "Øby Bibliotek",
            "email": "anne.mette@example.org",
            "person_key": "anne.mette@example.org\nanne mette sørensen",
        },
        common
        | {
            "id": made.registrations[1].pk,
            "name": "Bo Ågård",
            "job_title": "Leder",
            "place_number": 2,
            "organisation": "Ærø Bibliotek",
            "email": "bo@example.org",
            "person_key": "bo@example.org\nbo ågård",
        },
        common
        | {
            "id": made.registrations[2].pk,
            "name": "Emil Uden-Mail",
            "job_title": "",
            "place_number": 3,
            "organisation": "Øby Bibliotek",
            "email": "",
            "person_key": "anne.mette@example.org\nemil uden-mail",
        },
    ]
    assert history() == [signed_up(), signed_up(), signed_up()]
    assert owed() == [
        ("booking_confirmed", "anne.mette@example.org", {}),
        ("place_confirmed", "bo@example.org", {}),
    ]
    mail = OwedMail.objects.get(kind="booking_confirmed")
    assert (mail.key, mail.language, mail.status, mail.due_at, mail.attempts) == (
        f"booking_confirmed:booking{random['id']}:made",
        "da",
        "owed",
        OPEN,
        0,
    )


def test_each_person_with_an_address_of_her_own_gets_a_mail_and_a_shared_address_one(sign_up: SignUp) -> None:
    shared = Person(name="Gorm Ås", email="ANNE.METTE@example.org ")
    sign_up(ANNE, shared, BO, EMIL)
    assert [(kind, to) for kind, to, _facts in owed()] == [
        ("booking_confirmed", "anne.mette@example.org"),
        ("place_confirmed", "bo@example.org"),
    ]


def test_a_sign_up_in_english_is_mailed_in_english(sign_up: SignUp) -> None:
    made = sign_up(BO, language="en")
    assert set(OwedMail.objects.values_list("language", flat=True)) == {"en"}
    assert made.registrations[0].accepted_terms == (
        "You can cancel free of charge up to and including Wednesday 2 September 2026. "
        "After that your sign-up is binding, but another person may come instead. "
        "The fee is DKK 1,295 for each person."
    )


def test_what_is_typed_is_stored_tidy(sign_up: SignUp) -> None:
    bo = Person(name="  Bo \u200b Ågård", email=" Bo@Example.ORG", organisation="Ærø\tBibliotek")
    made = sign_up(bo, contact=Contact(name=" Anne  Mette ", email="Anne.Mette@EXAMPLE.org"))
    registration = made.registrations[0]
    assert (registration.name, registration.email, registration.organisation) == (
        "Bo Ågård",
        "bo@example.org",
        "Ærø Bibliotek",
    )
    assert (made.booking.contact_name, made.booking.contact_email) == ("Anne Mette", "anne.mette@example.org")


# ------------------------------------------------------------------ the same again


def test_the_same_key_with_the_same_content_is_answered_with_the_booking_it_made(sign_up: SignUp) -> None:
    first = sign_up(ANNE, BO, key="én")
    again = sign_up(ANNE, BO, key="én")
    assert again == SignedUp(first.booking, first.registrations, [], repeated=True)
    assert (Booking.objects.count(), Registration.objects.count(), len(owed()), len(history())) == (
        1,
        2,
        2,
        2,
    )


@pytest.mark.parametrize("later", [at("2026-09-12 12:00"), at("2026-09-16 10:00")], ids=["closed", "over"])
def test_a_repeated_sign_up_is_answered_also_when_nobody_may_sign_up_any_longer(
    later: Any, sign_up: SignUp, event: Event
) -> None:
    first = sign_up(ANNE, key="én")
    Event.objects.update(capacity=1)
    assert sign_up(ANNE, key="én", now=later).booking == first.booking


@pytest.mark.parametrize(
    "changes",
    [
        {"people": [ANNE]},
        {"people": [BO, ANNE]},
        {"people": [ANNE, Person(name="Bo Ågaard", email="bo@example.org")]},
        {"contact": Contact(name="Anne Mette Sørensen", email="am@example.org")},
    ],
    ids=["fewer", "another order", "another name", "another contact"],
)
def test_the_same_key_with_other_content_is_never_answered_with_the_old_booking(
    changes: dict[str, Any], sign_up: SignUp
) -> None:
    sign_up(ANNE, BO, key="én")
    with pytest.raises(once.OtherContent):
        sign_up(**({"people": [ANNE, BO], "key": "én"} | changes))
    assert (Booking.objects.count(), Registration.objects.count()) == (1, 2)


def test_the_same_key_at_another_event_is_other_content(
    sign_up: SignUp, make_event: Callable[..., Event]
) -> None:
    sign_up(ANNE, key="én")
    with pytest.raises(once.OtherContent):
        sign_up(ANNE, key="én", event=make_event(slug="en-anden"))


# ------------------------------------------------------------------ somebody who has a place


def test_a_person_who_has_a_place_gets_no_second_one_and_only_mails_say_so(sign_up: SignUp) -> None:
    first = sign_up(BO)
    again = sign_up(BO, CLARA, contact=Contact(name="Åse Øst", email="aase@example.org"))
    assert [row.name for row in again.registrations] == ["Clara Æbelø"]
    assert (again.already, again.repeated) == (["Bo Ågård"], False)
    assert statuses(first.booking.event_id) == [("Bo Ågård", "confirmed"), ("Clara Æbelø", "confirmed")]
    assert owed()[2:] == [
        (
            "booking_confirmed",
            "aase@example.org",
            {"already": [{"name": "Bo Ågård", "email": "bo@example.org"}]},
        ),
        ("place_confirmed", "clara@example.org", {}),
        ("already_signed_up", "bo@example.org", {}),
    ]
    assert OwedMail.objects.get(kind="already_signed_up").registration == first.registrations[0]


def test_only_people_who_have_places_already_make_a_booking_without_places(
    sign_up: SignUp, event: Event
) -> None:
    sign_up(BO)
    Event.objects.update(capacity=2)
    again = sign_up(BO)
    assert (again.registrations, again.already) == ([], ["Bo Ågård"])
    assert [row[0] for row in owed()[2:]] == ["booking_confirmed", "already_signed_up"]
    assert len(history()) == 1


def test_where_it_is_full_a_stranger_is_refused_alike_whoever_has_a_place(
    sign_up: SignUp, event: Event
) -> None:
    sign_up(BO)
    Event.objects.update(capacity=1)
    stranger = Contact(name="Frede Fremmed", email="frede@example.org")
    for person in (BO, CLARA):
        with pytest.raises(Refused) as no:
            sign_up(person, contact=stranger)
        assert (no.value.reason, no.value.places_left) == (Reason.FULL, 0)
    assert len(owed()) == 2


@pytest.mark.parametrize(
    "again",
    [
        Person(name="BO  ågård", email="Bo@example.org"),
        Person(name=unicodedata.normalize("NFD", "Bo Ågård"), email="bo@example.org"),
    ],
    ids=["in capitals", "decomposed"],
)
def test_the_same_person_written_otherwise_is_the_same_person(
    again: Person, sign_up: SignUp, event: Event
) -> None:
    sign_up(BO)
    assert sign_up(again).already == ["Bo Ågård"]
    assert statuses(event.pk) == [("Bo Ågård", "confirmed")]


def test_a_contact_is_told_in_one_mail_of_those_who_are_reached_at_her_address(sign_up: SignUp) -> None:
    sign_up(EMIL)
    already = len(owed())
    sign_up(EMIL)
    assert owed()[already:] == [
        (
            "booking_confirmed",
            "anne.mette@example.org",
            {"already": [{"name": "Emil Uden-Mail", "email": ""}]},
        )
    ]


def test_two_names_at_one_address_are_two_people(sign_up: SignUp, event: Event) -> None:
    sign_up(BO, Person(name="Åse Ågård", email="bo@example.org"))
    assert statuses(event.pk) == [("Bo Ågård", "confirmed"), ("Åse Ågård", "confirmed")]


def test_people_without_an_address_are_told_apart_by_their_contact(sign_up: SignUp, event: Event) -> None:
    sign_up(EMIL)
    assert sign_up(EMIL).already == ["Emil Uden-Mail"]
    assert sign_up(EMIL, contact=Contact(name="Åse", email="aase@example.org")).already == []
    assert statuses(event.pk) == [("Emil Uden-Mail", "confirmed")] * 2


def test_a_person_named_twice_in_one_booking_gets_one_place(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(capacity=2)
    twice = Person(name=unicodedata.normalize("NFD", "bo ågård"), email="BO@example.org")
    made = sign_up(BO, twice, ANNE)
    assert [row.name for row in made.registrations] == ["Bo Ågård", "Anne Mette Sørensen"]
    assert statuses(event.pk) == [("Bo Ågård", "confirmed"), ("Anne Mette Sørensen", "confirmed")]


def test_people_whose_names_follow_later_count_one_by_one(sign_up: SignUp, event: Event) -> None:
    made = sign_up(Person(name=""), Person(name=""))
    assert [row.person_key for row in made.registrations] == [None, None]


def test_somebody_who_cancelled_may_come_back_to_a_new_place(sign_up: SignUp, event: Event) -> None:
    made = sign_up(BO)
    cancelling.cancel(registration_id=made.registrations[0].pk, now=OPEN, actor=CONTACT)
    sign_up(BO)
    assert statuses(event.pk) == [("Bo Ågård", "cancelled"), ("Bo Ågård", "confirmed")]


# ------------------------------------------------------------------ places


def test_a_booking_that_does_not_fit_is_refused_whole_saying_how_many_are_left(
    make_event: Callable[..., Event], sign_up: SignUp
) -> None:
    event = make_event(slug="lille", capacity=2)
    with pytest.raises(Refused) as refused:
        sign_up(ANNE, BO, CLARA, event=event)
    assert (refused.value.reason, refused.value.places_left) == (Reason.FULL, 2)
    assert nothing_was_written()
    sign_up(ANNE, BO, event=event)
    with pytest.raises(Refused) as refused:
        sign_up(CLARA, event=event)
    assert (refused.value.reason, refused.value.places_left) == (Reason.FULL, 0)


def test_lowering_the_capacity_takes_nobodys_place_and_gives_none(sign_up: SignUp, event: Event) -> None:
    made = sign_up(ANNE, BO, CLARA)
    Event.objects.update(capacity=1)
    event.refresh_from_db()
    assert (places_taken(event), places_left(event)) == (3, 0)
    with pytest.raises(Refused):
        sign_up(EMIL)
    for registration in made.registrations[:2]:
        cancelling.cancel(registration_id=registration.pk, now=OPEN, actor=CONTACT)
        with pytest.raises(Refused):
            sign_up(EMIL)
    cancelling.cancel(registration_id=made.registrations[2].pk, now=OPEN, actor=CONTACT)
    sign_up(EMIL)
    assert places_left(event) == 0


def test_who_waits_takes_no_place_and_who_is_offered_one_does(sign_up: SignUp, event: Event) -> None:
    made = sign_up(ANNE, BO, CLARA)
    pks = [row.pk for row in made.registrations]
    Registration.objects.filter(pk=pks[1]).update(status="waiting", waits_since=OPEN)
    Registration.objects.filter(pk=pks[2]).update(status="offered", waits_since=OPEN, offer_until=BOUND)
    assert (places_taken(event), places_left(event)) == (2, 8)


def test_as_many_as_come_have_places_where_there_is_no_capacity(sign_up: SignUp, event: Event) -> None:
    Event.objects.update(capacity=None)
    sign_up(*(Person(name=f"Gæst {number}") for number in range(20)))
    event.refresh_from_db()
    assert (places_taken(event), places_left(event)) == (20, None)


# ------------------------------------------------------------------ when


@pytest.mark.parametrize(
    ("last_no", "first_yes", "reason"),
    [
        (at("2026-04-30 23:59:59.999999"), at("2026-05-01 00:00"), Reason.NOT_YET_OPEN),
        (at("2026-09-10 00:00"), at("2026-09-09 23:59:59.999999"), Reason.CLOSED),
    ],
)
def test_sign_up_stands_on_both_sides_of_its_days(
    last_no: Any, first_yes: Any, reason: Reason, sign_up: SignUp, event: Event
) -> None:
    with pytest.raises(Refused) as refused:
        sign_up(ANNE, now=last_no)
    assert refused.value.decision == Decision(reason)
    assert nothing_was_written()
    sign_up(ANNE, now=first_yes)
    assert statuses(event.pk) == [("Anne Mette Sørensen", "confirmed")]


@pytest.mark.parametrize(
    ("status", "reason"), [("draft", Reason.NOT_PUBLISHED), ("cancelled", Reason.EVENT_CANCELLED)]
)
def test_nobody_signs_up_for_a_draft_or_what_is_called_off(
    status: str, reason: Reason, sign_up: SignUp, dorte: User
) -> None:
    Event.objects.update(status=status)
    for actor in (CONTACT, organiser(dorte, reason="Ringede")):
        with pytest.raises(Refused) as refused:
            sign_up(ANNE, actor=actor)
        assert refused.value.reason is reason
    assert nothing_was_written()


def test_an_organiser_signs_up_after_closing_with_a_reason_that_is_logged(
    sign_up: SignUp, dorte: User, event: Event
) -> None:
    late = at("2026-09-12 12:00")
    with pytest.raises(Refused) as refused:
        sign_up(ANNE, now=late, actor=organiser(dorte))
    assert refused.value.decision == Decision(Reason.CLOSED, bendable=True)
    made = sign_up(ANNE, now=late, actor=organiser(dorte, reason="Ringede i går"))
    assert made.booking.door == "organiser"
    assert history() == [
        signed_up(at=late, actor="organiser", user=dorte.pk, bent="closed", reason="Ringede i går")
    ]


def test_a_reason_that_was_not_needed_is_not_logged(sign_up: SignUp, dorte: User) -> None:
    sign_up(ANNE, actor=organiser(dorte, reason="Ringede"))
    assert history() == [signed_up(actor="organiser", user=dorte.pk)]


def test_an_organiser_who_sets_closing_aside_does_not_set_the_capacity_aside(
    sign_up: SignUp, dorte: User
) -> None:
    Event.objects.update(capacity=1)
    with pytest.raises(Refused) as refused:
        sign_up(ANNE, BO, now=at("2026-09-12 12:00"), actor=organiser(dorte, reason="Ringede"))
    assert (refused.value.decision, refused.value.places_left) == (Decision(Reason.FULL), 1)
    assert nothing_was_written()


@pytest.mark.parametrize("change", [{"binding_after": date(2026, 9, 1)}, {"fee_ore": 129_600}])
def test_terms_that_are_no_longer_those_that_were_shown_are_not_accepted(
    sign_up: SignUp, event: Event, change: dict[str, Any]
) -> None:
    with translation.override("da"):
        shown = sentences.terms(event, now=OPEN)
    Event.objects.update(**change)
    with pytest.raises(once.TermsChanged):
        sign_up(ANNE, terms=shown)
    assert nothing_was_written()


def test_terms_shown_on_the_last_free_day_are_others_after_midnight(sign_up: SignUp, event: Event) -> None:
    with translation.override("da"):
        shown = sentences.terms(event, now=BOUND - timedelta(microseconds=1))
    with pytest.raises(once.TermsChanged):
        sign_up(ANNE, terms=shown, now=BOUND)
    made = sign_up(ANNE, now=BOUND)
    assert made.registrations[0].promised_binding_after == BINDING_DAY
    with pytest.raises(Refused) as refused:
        cancelling.cancel(registration_id=made.registrations[0].pk, now=BOUND, actor=CONTACT)
    assert refused.value.reason is Reason.BINDING


# ------------------------------------------------------------------ floods and numbers


def test_one_address_makes_twenty_bookings_in_an_hour_and_no_more(sign_up: SignUp, dorte: User) -> None:
    Event.objects.update(capacity=None)
    for number in range(floods.BOOKINGS_PER_CONTACT):
        sign_up(Person(name=f"Gæst {number}"))
    last = OPEN + timedelta(hours=1) - timedelta(microseconds=1)
    with pytest.raises(floods.TooMany):
        sign_up(BO, now=last)
    sign_up(BO, now=last, contact=Contact(name="Åse", email="aase@example.org"))
    sign_up(CLARA, now=last, actor=organiser(dorte))
    sign_up(EMIL, now=OPEN + timedelta(hours=1))
    assert Booking.objects.count() == floods.BOOKINGS_PER_CONTACT + 3


def test_one_address_gets_forty_places_in_an_hour_from_whomever_they_come(
    sign_up: SignUp, dorte: User
) -> None:
    Event.objects.update(capacity=None)

    def name(first: int, last: int, **how: Any) -> None:
        people = [Person(name=f"Gæst {n}", email="bo@example.org") for n in range(first, last)]
        sign_up(*people, contact=Contact(name="Åse", email=f"aase-{first}@example.org"), **how)

    name(0, 20)
    name(20, floods.PLACES_PER_ADDRESS)
    last = OPEN + timedelta(hours=1) - timedelta(microseconds=1)
    with pytest.raises(floods.TooMany):
        name(40, 41, now=last)
    name(50, 51, now=last, actor=organiser(dorte))
    sign_up(CLARA, now=last)
    name(60, 61, now=OPEN + timedelta(hours=1))
    assert Registration.objects.filter(email="bo@example.org").count() == 42


def test_somebody_who_has_a_place_is_told_once_a_day_whoever_names_her(sign_up: SignUp) -> None:
    sign_up(BO)
    late = at("2026-06-01 23:59")
    for number, now in enumerate([OPEN, late, at("2026-06-02 00:00")]):
        sign_up(BO, contact=Contact(name="Åse", email=f"aase-{number}@example.org"), now=now)
    told = OwedMail.objects.filter(kind="already_signed_up").order_by("pk")
    assert list(told.values_list("to_email", "created_at")) == [
        ("bo@example.org", OPEN),
        ("bo@example.org", at("2026-06-02 00:00")),
    ]


def test_a_booking_number_that_is_taken_is_not_given_again(
    sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Six are drawn for each booking: four to choose from, and two that make a long one.
    drawn = iter([100_001] * 6 + [100_001, 100_002, 100_003, 100_004, 100_005, 100_006] + [100_001] * 6)
    monkeypatch.setattr(booking_model.secrets, "randbelow", lambda _below: next(drawn) - 100_000)
    numbers = [sign_up(person).booking.number for person in (ANNE, BO, CLARA)]
    assert numbers == ["100001", "100002", "100001100001"]


def test_a_booking_is_for_somebody(sign_up: SignUp) -> None:
    with pytest.raises(ValueError, match="for somebody"):
        sign_up(people=[])
    assert nothing_was_written()


def test_the_content_of_a_booking_is_kept_as_a_digest(sign_up: SignUp) -> None:
    stored = sign_up(ANNE).booking.content_hash
    assert len(stored) == len(hashlib.sha256().hexdigest())
    assert ANNE_METTE.email not in stored


def test_twenty_people_cost_the_database_no_more_questions_than_one(
    sign_up: SignUp, django_assert_max_num_queries: Any
) -> None:
    Event.objects.update(capacity=None)
    with translation.override("da"):
        shown = sentences.terms(Event.objects.get(), now=OPEN)
    for people in ([ANNE], [Person(name=f"Gæst {n}", email=f"gaest-{n}@example.org") for n in range(20)]):
        with django_assert_max_num_queries(12):
            sign_up(people=people, terms=shown)
