from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict

from programme.models import Event, User
from registration.models import HistoryEntry, OwedMail, PersonalNeeds, Registration
from registration.models.booking import new_link_key
from registration.policy import Decision, Reason
from registration.services import cancelling, substituting
from registration.services.acts import CONTACT, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.people import Contact, Person
from tests.cast import ANNE, BO, BOUND, CLARA, EMIL, ENDED, OPEN, STARTED, at, history, owed, statuses

pytestmark = pytest.mark.django_db
SignUp = Callable[..., SignedUp]
JUST_BEFORE = timedelta(microseconds=1)


def hand_over(registration: Registration, to: Person, **changes: Any) -> Registration:
    act: dict[str, Any] = {"now": BOUND, "actor": CONTACT} | changes
    return substituting.substitute(registration_id=registration.pk, person=to, **act)


def columns() -> set[str]:
    return {field.name for field in Registration._meta.concrete_fields}


def row(registration: Registration) -> dict[str, Any]:
    return {name: getattr(Registration.objects.get(pk=registration.pk), name) for name in columns()}


def test_every_column_of_a_place_is_in_exactly_one_list() -> None:
    lists = [
        Registration.PLACE_FIELDS,
        Registration.PERSON_FIELDS,
        Registration.ASKED_AFRESH_FIELDS,
        Registration.LIFECYCLE_FIELDS,
    ]
    assert sorted(name for names in lists for name in names) == sorted(columns())


def test_a_bound_place_passes_to_a_substitute(sign_up: SignUp, event: Event) -> None:
    """Everything the old row holds differs from what a new row would hold by itself, so that only what is meant to be
    inherited can be found in the new one."""
    old = sign_up(
        Person(
            name="Bo Ågård",
            job_title="Leder",
            organisation="Ærø Bibliotek",
            municipality="Ærø",
            email="bo@example.org",
            phone="11 22 33 44",
        )
    ).registrations[0]
    Registration.objects.filter(pk=old.pk).update(list_consent=True, newsletter_consent=True)
    PersonalNeeds.objects.create(registration=old, dietary_needs="Fisk", consent="Ja", consented_at=OPEN)
    Event.objects.update(binding_after=date(2026, 8, 1))
    before = row(old)
    new = hand_over(old, CLARA, now=BOUND)
    after = row(new)

    inherited = {name: after[name] for name in Registration.PLACE_FIELDS}
    assert inherited == {name: before[name] for name in Registration.PLACE_FIELDS}
    assert inherited["promised_binding_after"] == date(2026, 9, 2)
    assert inherited["promised_fee_ore"] == 129_500
    assert inherited["accepted_at"] == OPEN
    assert {name: after[name] for name in Registration.PERSON_FIELDS} == {
        "name": "Clara Æbelø",
        "job_title": "",
        # The booking's workplace, as for anybody who is signed up without one of her own.
        "organisation": "Øby Bibliotek",
        "municipality": "",
        "email": "clara@example.org",
        "phone": "",
        "person_key": "clara@example.org\nclara æbelø",
        "name_sort": after["name_sort"],
        "search_text": after["search_text"],
        "other_class": "",
        "other_class_ore": None,
        "other_class_vat": "included",
    }
    assert {name: after[name] for name in Registration.ASKED_AFRESH_FIELDS} == {
        "list_consent": False,
        "newsletter_consent": False,
    }
    assert {name: after[name] for name in Registration.LIFECYCLE_FIELDS} == {
        "id": new.pk,
        "status": "confirmed",
        "substitute_for": old,
        "created_at": BOUND,
        "confirmed_at": BOUND,
        "ended_at": None,
        "still_owed": False,
        "owed_ore": None,
        "no_show_at": None,
        "at_a_cost": False,
        "days_changed": 0,
        "link_key": after["link_key"],
    }
    assert (len(after["link_key"]), after["link_key"] == before["link_key"]) == (len(new_link_key()), False)
    assert row(old) == before | {"status": "substituted", "ended_at": BOUND, "person_key": None}
    assert not PersonalNeeds.objects.exists()
    assert history()[1:] == [
        {
            "at": BOUND,
            "verb": "substituted",
            "actor": "contact",
            "user": None,
            "fields": [],
            "personal": {"from": "Bo Ågård", "to": "Clara Æbelø"},
            "bent": "",
            "reason": "",
        }
    ]
    facts = {"old": "Bo Ågård", "new": "Clara Æbelø", "by": "contact"}
    assert owed()[2:] == [
        ("substitute_welcome", "clara@example.org", facts),
        ("substitute_goodbye", "bo@example.org", facts),
        ("substitute_contact", "anne.mette@example.org", facts),
        ("substitute_organiser", "dorte@example.org", facts),
    ]
    about = dict(OwedMail.objects.filter(kind__startswith="substitute").values_list("kind", "registration"))
    assert about == {
        "substitute_welcome": new.pk,
        "substitute_goodbye": old.pk,
        "substitute_contact": new.pk,
        "substitute_organiser": new.pk,
    }
    assert model_to_dict(new.booking) == model_to_dict(old.booking)


def test_a_chain_of_substitutes_points_back_step_by_step(sign_up: SignUp, event: Event) -> None:
    bo = sign_up(BO).registrations[0]
    clara = hand_over(bo, CLARA)
    emil = hand_over(clara, EMIL)
    assert (emil.substitute_for, clara.substitute_for, bo.substitute_for) == (clara, bo, None)
    assert emil.promised_binding_after == bo.promised_binding_after
    assert statuses(event.pk) == [
        ("Bo Ågård", "substituted"),
        ("Clara Æbelø", "substituted"),
        ("Emil Uden-Mail", "confirmed"),
    ]


def test_a_place_may_come_back_to_who_handed_it_over(sign_up: SignUp, event: Event) -> None:
    back = hand_over(hand_over(sign_up(BO).registrations[0], CLARA), BO)
    assert (back.name, back.status) == ("Bo Ågård", "confirmed")


@pytest.mark.long
@pytest.mark.parametrize(
    ("old", "new", "contact", "told"),
    [
        (BO, CLARA, "anne.mette", ["welcome clara", "goodbye bo", "contact anne.mette"]),
        (ANNE, CLARA, "anne.mette", ["welcome clara", "goodbye anne.mette"]),
        (BO, ANNE, "anne.mette", ["welcome anne.mette", "goodbye bo"]),
        (EMIL, CLARA, "anne.mette", ["welcome clara", "contact anne.mette"]),
        (BO, EMIL, "anne.mette", ["welcome anne.mette", "goodbye bo"]),
        (EMIL, Person(name="Åse"), "anne.mette", ["welcome anne.mette"]),
        (ANNE, EMIL, "anne.mette", ["welcome anne.mette"]),
        (BO, Person(name="Åse", email="bo@example.org"), "anne.mette", ["welcome bo", "contact anne.mette"]),
    ],
)
def test_a_hand_over_sends_one_mail_to_each_address(
    old: Person, new: Person, contact: str, told: list[str], sign_up: SignUp
) -> None:
    Event.objects.update(substitute_notice="never")
    registration = sign_up(old).registrations[0]
    already = len(owed())
    hand_over(registration, new)
    mails = [
        f"{kind.removeprefix('substitute_')} {to.split('@')[0]}" for kind, to, _facts in owed()[already:]
    ]
    assert mails == told


def test_an_organiser_is_told_in_the_language_of_the_event_and_the_others_in_that_of_the_booking(
    sign_up: SignUp,
) -> None:
    hand_over(sign_up(BO, language="en").registrations[0], CLARA)
    mails = OwedMail.objects.filter(kind__startswith="substitute_").order_by("kind")
    assert list(mails.values_list("kind", "language")) == [
        ("substitute_contact", "en"),
        ("substitute_goodbye", "en"),
        ("substitute_organiser", "da"),
        ("substitute_welcome", "en"),
    ]


@pytest.mark.parametrize("notice", ["daily", "never"])
def test_an_organiser_who_does_not_want_it_is_not_told_at_once(notice: str, sign_up: SignUp) -> None:
    Event.objects.update(substitute_notice=notice)
    hand_over(sign_up(BO).registrations[0], CLARA)
    assert "substitute_organiser" not in {kind for kind, _to, _facts in owed()}


# ------------------------------------------------------------------ when


@pytest.mark.parametrize(
    ("fields", "first_no", "reason"),
    [
        ({}, STARTED, Reason.OVER),
        ({"substitutes_until": date(2026, 9, 14)}, at("2026-09-15 00:00"), Reason.TOO_LATE),
    ],
)
def test_another_person_may_come_until_the_event_begins_or_its_own_last_day_ends(
    fields: dict[str, Any], first_no: Any, reason: Reason, sign_up: SignUp, event: Event, dorte: User
) -> None:
    Event.objects.update(**fields)
    bo, anne = sign_up(BO, ANNE).registrations
    with pytest.raises(Refused) as refused:
        hand_over(bo, CLARA, now=first_no)
    assert refused.value.decision == Decision(reason)
    hand_over(bo, CLARA, now=first_no - JUST_BEFORE)
    hand_over(anne, EMIL, now=first_no, actor=organiser(dorte, reason="Kl. 9.05 ved døren"))
    assert history()[-1] == {
        "at": first_no,
        "verb": "substituted",
        "actor": "organiser",
        "user": dorte.pk,
        "fields": [],
        "personal": {"from": "Anne Mette Sørensen", "to": "Emil Uden-Mail"},
        "bent": reason,
        "reason": "Kl. 9.05 ved døren",
    }


def test_the_desk_hands_over_until_the_event_ends(sign_up: SignUp, dorte: User) -> None:
    bo, anne = sign_up(BO, ANNE).registrations
    desk = organiser(dorte, reason="Ved døren")
    with pytest.raises(Refused):
        hand_over(bo, CLARA, now=ENDED, actor=desk)
    with pytest.raises(Refused):
        hand_over(bo, CLARA, now=ENDED - JUST_BEFORE, actor=organiser(dorte))
    hand_over(anne, CLARA, now=ENDED - JUST_BEFORE, actor=desk)


@pytest.mark.parametrize(
    ("status", "reason"), [("draft", Reason.NOT_PUBLISHED), ("cancelled", Reason.EVENT_CANCELLED)]
)
def test_no_place_is_handed_over_at_an_event_that_is_called_off(
    status: str, reason: Reason, sign_up: SignUp, event: Event
) -> None:
    bo = sign_up(BO).registrations[0]
    Event.objects.update(status=status)
    with pytest.raises(Refused) as refused:
        hand_over(bo, CLARA)
    assert refused.value.reason is reason
    assert statuses(event.pk) == [("Bo Ågård", "confirmed")]


# ------------------------------------------------------------------ who


def test_an_ended_place_is_handed_to_nobody(sign_up: SignUp, event: Event, dorte: User) -> None:
    bo, anne = sign_up(BO, ANNE).registrations
    cancelling.cancel(registration_id=bo.pk, now=OPEN, actor=CONTACT)
    hand_over(anne, CLARA)
    mails, entries = owed(), history()
    for registration in (bo, anne):
        with pytest.raises(Refused) as refused:
            hand_over(registration, EMIL, actor=organiser(dorte, reason="Ringede"))
        assert refused.value.decision == Decision(Reason.PLACE_ENDED)
    assert (owed(), history()) == (mails, entries)
    assert [name for name, status in statuses(event.pk) if status == "confirmed"] == ["Clara Æbelø"]


@pytest.mark.parametrize("again", [BO, Person(name="BO ÅGÅRD", email="Bo@Example.org")])
def test_the_person_who_has_the_place_cannot_be_her_own_substitute(again: Person, sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    with pytest.raises(Refused) as refused:
        hand_over(bo, again)
    assert refused.value.reason is Reason.SAME_PERSON


@pytest.mark.parametrize("status", ["confirmed", "offered"])
def test_somebody_who_has_a_place_cannot_take_another(status: str, sign_up: SignUp, event: Event) -> None:
    bo, clara = sign_up(BO, CLARA).registrations
    Registration.objects.filter(pk=clara.pk).update(status=status, waits_since=OPEN, offer_until=BOUND)
    before = statuses(event.pk), owed(), history()
    with pytest.raises(Refused) as refused:
        hand_over(bo, CLARA)
    assert refused.value.reason is Reason.ALREADY_HAS_A_PLACE
    assert (statuses(event.pk), owed(), history()) == before


def test_a_substitute_who_waits_leaves_the_list_in_the_same_act(sign_up: SignUp, event: Event) -> None:
    bo = sign_up(BO).registrations[0]
    waiting = sign_up(CLARA, contact=Contact(name="Clara Æbelø", email="clara@example.org")).registrations[0]
    Registration.objects.filter(pk=waiting.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    PersonalNeeds.objects.create(registration=waiting, access_needs="Rampe", consent="Ja", consented_at=OPEN)
    new = hand_over(bo, CLARA)
    assert statuses(event.pk) == [
        ("Bo Ågård", "substituted"),
        ("Clara Æbelø", "cancelled"),
        ("Clara Æbelø", "confirmed"),
    ]
    assert not PersonalNeeds.objects.exists()
    entries = HistoryEntry.objects.order_by("pk").values_list("verb", "registration")[2:]
    assert list(entries) == [("left_list", waiting.pk), ("substituted", new.pk)]


def test_a_place_on_the_waiting_list_is_handed_over_as_one(sign_up: SignUp) -> None:
    bo = sign_up(BO).registrations[0]
    Registration.objects.filter(pk=bo.pk).update(status="waiting", waits_since=OPEN, confirmed_at=None)
    new = hand_over(bo, CLARA)
    assert (new.status, new.confirmed_at) == ("waiting", None)


# ------------------------------------------------------------------ once a day


def daily(day: date) -> list[tuple[str, Any]]:
    """What the organisers are told on a morning: how many events, and the mails of that day."""
    now = at(f"{day} 07:00")
    count = substituting.owe_daily_notices(today=day, now=now)
    mails = OwedMail.objects.filter(kind="substitutes_daily", created_at=now)
    return [(mail.to_email, mail.facts["changes"]) for mail in mails] if count else []


BO_CLARA = {"old": "Bo Ågård", "new": "Clara Æbelø"}
ANNE_EMIL = {"old": "Anne Mette Sørensen", "new": "Emil Uden-Mail"}


def test_the_organiser_is_told_once_of_each_substitute_by_whole_days(sign_up: SignUp) -> None:
    Event.objects.update(substitute_notice="daily")
    bo, anne = sign_up(BO, ANNE).registrations
    hand_over(bo, CLARA, now=at("2026-09-02 23:59:59.999999"))
    hand_over(anne, EMIL, now=at("2026-09-03 00:00"))
    assert daily(date(2026, 9, 2)) == []
    assert daily(date(2026, 9, 3)) == [("dorte@example.org", [BO_CLARA])]
    assert substituting.owe_daily_notices(today=date(2026, 9, 3), now=at("2026-09-03 09:00")) == 0
    assert daily(date(2026, 9, 4)) == [("dorte@example.org", [ANNE_EMIL])]
    assert daily(date(2026, 9, 5)) == []


def test_mornings_without_a_worker_are_caught_up_with_for_a_week(sign_up: SignUp) -> None:
    Event.objects.update(substitute_notice="daily")
    bo, anne = sign_up(BO, ANNE).registrations
    hand_over(bo, CLARA, now=at("2026-09-02 23:59:59.999999"))
    hand_over(anne, EMIL, now=at("2026-09-03 00:00"))
    assert daily(date(2026, 9, 10)) == [("dorte@example.org", [ANNE_EMIL])]


def test_who_was_told_of_at_once_is_not_told_of_again_with_the_days_others(sign_up: SignUp) -> None:
    Event.objects.update(substitute_notice="at_once")
    bo, anne = sign_up(BO, ANNE).registrations
    hand_over(bo, CLARA, now=at("2026-09-02 10:00"))
    Event.objects.update(substitute_notice="daily")
    hand_over(anne, EMIL, now=at("2026-09-02 11:00"))
    assert daily(date(2026, 9, 3)) == [("dorte@example.org", [ANNE_EMIL])]


def test_each_event_has_its_own_mail_and_only_where_it_is_wanted(
    sign_up: SignUp, make_event: Callable[..., Event]
) -> None:
    events = [
        make_event(slug=notice, substitute_notice=notice, contact_email=f"{notice}@example.org")
        for notice in ("daily", "at_once", "never")
    ]
    for event in events:
        hand_over(sign_up(BO, event=event).registrations[0], CLARA)
    assert daily(date(2026, 9, 4)) == [("daily@example.org", [BO_CLARA])]
