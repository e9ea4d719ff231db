"""Wishes for items of the programme: written and changed until they are distributed, once, by one act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from programme.models import ChoiceGroup, Event, Session, User
from programme.publishing import programme_changed
from registration import mails, sentences
from registration.mail_truth import is_still_true
from registration.models import HistoryEntry, OwedMail, Registration, SessionChoice, SessionWish
from registration.policy import Reason
from registration.services import cancelling, substituting
from registration.services.acts import ATTENDEE, Refused, organiser
from registration.services.booking import SignedUp
from registration.services.choosing import NotChosen, choose, delete_expired_choices
from registration.services.distributing import (
    AlreadyDistributed,
    HasChanged,
    answer_of,
    distribute,
    fingerprint,
)
from registration.services.people import Person
from tests.cast import ANNE, BO, CLARA, EMIL, OPEN, STARTED, at
from tests.registration.items import ids, item
from tests.registration.shared import SECOND, over_days, share

SignUp = Callable[..., SignedUp]
LAST = at("2026-09-15 23:59")
OVER = at("2026-09-16 00:00")


def wishing(person: Person, *sessions: Session) -> Person:
    return replace(person, wishes=ids(*sessions))


def wishes() -> list[tuple[str, int, str]]:
    rows = SessionWish.objects.order_by("registration", "choice", "rank")
    return list(rows.values_list("registration__name", "rank", "title"))


def chosen() -> list[tuple[str, str]]:
    rows = SessionChoice.objects.order_by("registration", "day", "starts_at")
    return list(rows.values_list("registration__name", "title"))


def distributed(event: Event, by: User, *, now: Any = OVER) -> None:
    distribute(event_id=event.pk, seen=fingerprint(answer_of(event)), now=now, actor=organiser(by))


@pytest.fixture
def three(sign_up: SignUp, wished: dict[str, Session]) -> list[Registration]:
    """Anne Mette and Bo want the same most of all; Clara wishes for nothing."""
    return [
        sign_up(wishing(ANNE, wished["læsning"], wished["sang"])).registrations[0],
        sign_up(wishing(BO, wished["læsning"], wished["spil"])).registrations[0],
        sign_up(CLARA).registrations[0],
    ]


def test_wishes_are_written_when_signing_up_and_take_no_place(
    sign_up: SignUp, wished: dict[str, Session]
) -> None:
    sign_up(wishing(ANNE, wished["læsning"], wished["spil"]), wishing(BO, wished["læsning"]))
    assert wishes() == [
        ("Anne Mette Sørensen", 1, "Læsning på tværs"),
        ("Anne Mette Sørensen", 2, "Spil og æventyr"),
        ("Bo Ågård", 1, "Læsning på tværs"),
    ]
    assert chosen() == []


def test_wishes_are_changed_until_the_last_second(sign_up: SignUp, wished: dict[str, Session]) -> None:
    place = sign_up(wishing(ANNE, wished["læsning"])).registrations[0]
    new = ids(wished["sang"], wished["læsning"])
    choose(registration_id=place.pk, sessions=(), wishes=new, now=LAST, actor=ATTENDEE)
    told = [("Anne Mette Sørensen", 1, "Sang i åen"), ("Anne Mette Sørensen", 2, "Læsning på tværs")]
    assert wishes() == told
    with pytest.raises(Refused) as no:
        choose(registration_id=place.pk, sessions=(), wishes=(), now=OVER, actor=ATTENDEE)
    assert (no.value.reason, wishes()) == (Reason.CHOICE_CLOSED, told)
    entry = HistoryEntry.objects.get(verb="wished_sessions")
    assert entry.personal == {"items": ["Sang i åen", "Læsning på tværs"]}


def test_wishes_that_are_saved_again_change_nothing(sign_up: SignUp, wished: dict[str, Session]) -> None:
    same = ids(wished["læsning"], wished["spil"])
    place = sign_up(replace(ANNE, wishes=same)).registrations[0]
    before = list(SessionWish.objects.values_list("pk", flat=True))
    choose(registration_id=place.pk, sessions=(), wishes=same, now=LAST, actor=ATTENDEE)
    choose(registration_id=place.pk, sessions=ids(wished["tur"]), now=LAST, actor=ATTENDEE)
    assert list(SessionWish.objects.values_list("pk", flat=True)) == before
    assert not HistoryEntry.objects.filter(verb="wished_sessions").exists()


@pytest.mark.parametrize(
    ("sessions", "wanted", "reason"),
    [
        (["læsning"], [], Reason.ITEM_BY_WISHES),
        ([], ["spil", "spil"], Reason.WISHED_TWICE),
        ([], ["læsning", "spil", "sang", "dans"], Reason.TOO_MANY_WISHES),
        ([], ["tur"], Reason.WISHES_DISTRIBUTED),
    ],
)
def test_what_cannot_be_chosen_or_wished_for(
    sign_up: SignUp,
    event: Event,
    wished: dict[str, Session],
    sessions: list[str],
    wanted: list[str],
    reason: Reason,
) -> None:
    wished["dans"] = item(event, "Dans", "13:00", choice=wished["sang"].choice)
    person = replace(
        ANNE, sessions=ids(*(wished[one] for one in sessions)), wishes=ids(*(wished[one] for one in wanted))
    )
    with pytest.raises(NotChosen) as no:
        sign_up(person)
    assert (no.value.reason, Registration.objects.count()) == (reason, 0)


def test_the_database_keeps_wishes_in_order(three: list[Registration], wished: dict[str, Session]) -> None:
    first = SessionWish.objects.filter(registration=three[0], rank=1)
    for wrong in ({"rank": 2}, {"rank": 0}, {"rank": 4}, {"session": wished["sang"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            first.update(**wrong)
    for wrong in ({"most": 2}, {"most": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChoiceGroup.objects.update(**wrong)


def test_they_are_distributed_as_it_was_shown_and_each_is_told_once(
    event: Event, three: list[Registration], wished: dict[str, Session], dorte: User
) -> None:
    OwedMail.objects.all().delete()
    distributed(event, dorte)
    assert chosen() == [("Anne Mette Sørensen", "Læsning på tværs"), ("Bo Ågård", "Spil og æventyr")]
    group = ChoiceGroup.objects.get()
    assert (group.distributed_at, group.gathers_wishes) == (OVER, False)
    line = {"choice": group.pk, "wished": True}
    assert list(OwedMail.objects.order_by("pk").values_list("kind", "to_email", "facts")) == [
        (
            "wishes_distributed",
            "anne.mette@example.org",
            {"distributed": [line | {"item": wished["læsning"].pk, "rank": 1}]},
        ),
        (
            "wishes_distributed",
            "bo@example.org",
            {"distributed": [line | {"item": wished["spil"].pk, "rank": 2}]},
        ),
        (
            "wishes_distributed",
            "clara@example.org",
            {"distributed": [line | {"item": None, "rank": 0, "wished": False}]},
        ),
    ]
    of_it = HistoryEntry.objects.filter(verb__in=["distributed_sessions", "got_wish"]).order_by("pk")
    assert [(one.registration_id, one.fields, one.personal, one.user) for one in of_it] == [
        (None, ["count:2"], {}, dorte),
        (three[0].pk, [], {"items": ["Læsning på tværs"]}, dorte),
        (three[1].pk, [], {"items": ["Spil og æventyr"]}, dorte),
    ]


def test_who_may_leave_a_choice_out_and_wished_for_nothing_is_not_written_to(
    event: Event, three: list[Registration], dorte: User
) -> None:
    ChoiceGroup.objects.update(required=False)
    distributed(event, dorte)
    told = OwedMail.objects.filter(kind="wishes_distributed").order_by("pk")
    assert list(told.values_list("to_email", flat=True)) == ["anne.mette@example.org", "bo@example.org"]


def test_pressed_twice_it_is_done_once(event: Event, three: list[Registration], dorte: User) -> None:
    seen = fingerprint(answer_of(event))
    distribute(event_id=event.pk, seen=seen, now=OVER, actor=organiser(dorte))
    before = (chosen(), OwedMail.objects.count(), HistoryEntry.objects.count())
    with pytest.raises(AlreadyDistributed):
        distribute(event_id=event.pk, seen=seen, now=OVER, actor=organiser(dorte))
    assert (chosen(), OwedMail.objects.count(), HistoryEntry.objects.count()) == before


def test_what_has_changed_since_is_not_distributed(
    event: Event, three: list[Registration], wished: dict[str, Session], dorte: User
) -> None:
    seen = fingerprint(answer_of(event))
    Session.objects.filter(pk=wished["læsning"].pk).update(places=2)
    with pytest.raises(HasChanged):
        distribute(event_id=event.pk, seen=seen, now=OVER, actor=organiser(dorte))
    assert (chosen(), ChoiceGroup.objects.get().distributed_at) == ([], None)


def test_they_are_distributed_until_the_event_begins(
    event: Event, three: list[Registration], dorte: User
) -> None:
    with pytest.raises(Refused) as no:
        distributed(event, dorte, now=STARTED)
    assert (no.value.reason, chosen()) == (Reason.OVER, [])
    distributed(event, dorte, now=at("2026-09-16 08:59"))
    assert len(chosen()) == 2


def test_afterwards_whoever_comes_first_has_what_is_free(
    event: Event, three: list[Registration], wished: dict[str, Session], dorte: User, sign_up: SignUp
) -> None:
    distributed(event, dorte, now=OPEN)
    bo, clara = three[1], three[2]
    with pytest.raises(NotChosen) as no:
        choose(registration_id=clara.pk, sessions=(), wishes=ids(wished["sang"]), now=LAST, actor=ATTENDEE)
    assert no.value.reason is Reason.WISHES_DISTRIBUTED
    with pytest.raises(NotChosen) as no:
        choose(registration_id=clara.pk, sessions=ids(wished["spil"]), now=LAST, actor=ATTENDEE)
    assert no.value.reason is Reason.ITEM_FULL
    choose(registration_id=bo.pk, sessions=ids(wished["sang"]), wishes=(), now=LAST, actor=ATTENDEE)
    choose(registration_id=clara.pk, sessions=ids(wished["spil"]), now=LAST, actor=ATTENDEE)
    Session.objects.filter(pk=wished["læsning"].pk).update(places=2)
    sign_up(replace(EMIL, sessions=ids(wished["læsning"])))
    assert chosen() == [
        ("Anne Mette Sørensen", "Læsning på tværs"),
        ("Bo Ågård", "Sang i åen"),
        ("Clara Æbelø", "Spil og æventyr"),
        ("Emil Uden-Mail", "Læsning på tværs"),
    ]
    # What she wished for stays, so that it can be told what became of it.
    assert ("Bo Ågård", 2, "Spil og æventyr") in wishes()


def test_what_somebody_has_at_the_same_time_she_cannot_get(
    event: Event, sign_up: SignUp, wished: dict[str, Session], dorte: User
) -> None:
    sign_up(
        replace(wishing(ANNE, wished["læsning"]), sessions=ids(wished["tur"])), wishing(BO, wished["læsning"])
    )
    assert [one.name for one in answer_of(event)[0].with_nothing] == ["Anne Mette Sørensen"]
    distributed(event, dorte)
    assert chosen() == [("Anne Mette Sørensen", "Tur i byen"), ("Bo Ågård", "Læsning på tværs")]


def test_two_choices_at_one_time_give_nobody_two(
    event: Event, sign_up: SignUp, wished: dict[str, Session], dorte: User
) -> None:
    later = ChoiceGroup.objects.create(event=event, name="Ture", by_wishes=True)
    tur = item(event, "Tur til åen", "13:30", "14:30", places=1, choice=later)
    evening = item(event, "Aftensang", "19:00", choice=later)
    sign_up(wishing(ANNE, wished["sang"], tur, evening), wishing(BO, tur))
    distributed(event, dorte)
    assert chosen() == [
        ("Anne Mette Sørensen", "Sang i åen"),
        ("Anne Mette Sørensen", "Aftensang"),
        ("Bo Ågård", "Tur til åen"),
    ]


def test_an_item_that_is_called_off_or_moved_to_another_choice_nobody_gets(
    event: Event, three: list[Registration], wished: dict[str, Session]
) -> None:
    Session.objects.filter(pk=wished["læsning"].pk).update(status="cancelled")
    Session.objects.filter(pk=wished["spil"].pk).update(choice=None)
    assert answer_of(event)[0].number_by_rank == [0, 1, 0]


def test_a_cancelled_place_takes_its_wishes_along(three: list[Registration]) -> None:
    cancelling.cancel(registration_id=three[0].pk, now=OPEN, actor=ATTENDEE)
    assert {name for name, _rank, _title in wishes()} == {"Bo Ågård"}


def test_a_substitute_takes_over_wishes_and_turn(
    event: Event, three: list[Registration], dorte: User
) -> None:
    later = at("2026-08-01 12:00")
    substituting.substitute(registration_id=three[0].pk, person=EMIL, now=later, actor=ATTENDEE)
    distributed(event, dorte)
    assert chosen() == [("Bo Ågård", "Spil og æventyr"), ("Emil Uden-Mail", "Læsning på tværs")]


def test_whoever_shares_her_place_gets_nothing_on_a_day_that_is_not_hers(
    event: Event, sign_up: SignUp, wished: dict[str, Session]
) -> None:
    over_days(event)
    Session.objects.filter(pk=wished["spil"].pk).update(day=SECOND)
    place = sign_up(wishing(BO, wished["spil"], wished["sang"])).registrations[0]
    second = share(place)
    assert wishes() == [("Bo Ågård", 2, "Sang i åen"), ("Clara Æbelø", 1, "Spil og æventyr")]
    with pytest.raises(NotChosen) as no:
        choose(registration_id=second.pk, sessions=(), wishes=ids(wished["sang"]), now=OPEN, actor=ATTENDEE)
    assert no.value.reason is Reason.NOT_ON_HER_DAYS
    Session.objects.filter(pk=wished["sang"].pk).update(day=SECOND)
    event.refresh_from_db()
    assert answer_of(event)[0].number_by_rank == [1, 0, 0]


def test_whoever_waits_wishes_when_she_has_her_place(
    event: Event, wished: dict[str, Session], sign_up: SignUp
) -> None:
    Event.objects.update(capacity=1)
    first = sign_up(CLARA).registrations[0]
    event.refresh_from_db()
    with translation.override("da"):
        terms = sentences.terms(event, now=OPEN, waits=True)
    place = sign_up(wishing(BO, wished["sang"]), when_full="together", terms=terms).registrations[0]
    assert (place.status, wishes()) == ("waiting", [])
    cancelling.cancel(registration_id=first.pk, now=OPEN, actor=ATTENDEE)
    choose(registration_id=place.pk, sessions=(), wishes=ids(wished["sang"]), now=OPEN, actor=ATTENDEE)
    assert wishes() == [("Bo Ågård", 1, "Sang i åen")]


def test_wishes_are_deleted_six_months_after_the_event(three: list[Registration]) -> None:
    last = date(2027, 3, 18)
    assert delete_expired_choices(today=last, now=OPEN) == 0
    assert delete_expired_choices(today=last + timedelta(days=1), now=OPEN) == 4
    entry = HistoryEntry.objects.get(verb="choices_deleted")
    assert (entry.fields, SessionWish.objects.count()) == (["count:2"], 0)


def test_the_questions_asked_do_not_grow_with_the_people(
    event: Event, wished: dict[str, Session], sign_up: SignUp, dorte: User
) -> None:
    Event.objects.update(capacity=None)

    def asked(number: int) -> int:
        ChoiceGroup.objects.update(distributed_at=None)
        sign_up(
            *(
                wishing(
                    replace(BO, name=f"Gæst {number}-{n}", email=f"g{number}{n}@example.org"), wished["sang"]
                )
                for n in range(number)
            )
        )
        with CaptureQueriesContext(connection) as queries:
            distributed(event, dorte)
        return len(queries)

    assert asked(2) == asked(12) <= 33


def letter(place: Registration, *, now: Any = OVER) -> str:
    mail = OwedMail.objects.get(kind="wishes_distributed", registration=place)
    assert is_still_true(mail, now=now)
    return " ".join(str(mails.build(mail, now=now).body).split())


def test_the_mail_says_what_she_got_and_what_is_free(
    event: Event, three: list[Registration], wished: dict[str, Session], dorte: User
) -> None:
    Event.objects.update(capacity=None)
    distributed(event, dorte, now=OPEN)
    anne, clara = letter(three[0], now=OPEN), letter(three[2], now=OPEN)
    assert "Værksteder kl. 13: - Du har fået: Læsning på tværs, kl. 13.00-14.00 (1. ønske)" in anne
    assert (
        "Det kan ændres på den personlige side til og med tirsdag den 15. september 2026, så længe der er plads."
        in anne
    )
    assert "Der var ikke skrevet ønsker. - Stadig ledigt: - Sang i åen, kl. 13.00-14.00" in clara
    assert "Sidste dag for valg var tirsdag den 15. september 2026." in letter(three[0], now=OVER)
    OwedMail.objects.update(language="en")
    assert "You have got: Spil og æventyr, 13:00–14:00 (2nd wish)" in letter(three[1], now=OPEN)


def test_who_got_none_of_her_wishes_is_told_so(
    event: Event, sign_up: SignUp, wished: dict[str, Session], dorte: User
) -> None:
    places = sign_up(wishing(ANNE, wished["spil"]), wishing(EMIL, wished["spil"])).registrations
    distributed(event, dorte)
    said = letter(places[1])
    assert (
        "Det handler om Emil Uden-Mail. Værksteder kl. 13: - Ingen af ønskerne kunne opfyldes. - Stadig ledigt:"
        in said
    )
    assert "- Læsning på tværs, kl. 13.00-14.00 - Sang i åen, kl. 13.00-14.00" in said


@pytest.mark.parametrize("required", [True, False])
def test_whoever_wished_for_what_was_called_off_has_wished_and_is_told_why_she_did_not_get_it(
    event: Event, sign_up: SignUp, wished: dict[str, Session], dorte: User, required: bool
) -> None:
    ChoiceGroup.objects.update(required=required)
    wished["dans"] = item(event, "Dans på åen", "13:00", choice=wished["sang"].choice)
    anne, bo, clara = sign_up(
        wishing(ANNE, wished["læsning"]),
        wishing(BO, wished["dans"], wished["læsning"], wished["sang"]),
        wishing(CLARA, wished["spil"], wished["læsning"]),
    ).registrations
    wished["dans"].delete()
    Session.objects.filter(pk=wished["læsning"].pk).update(status="cancelled")
    (answer,) = answer_of(event)
    assert ([one.name for one in answer.with_nothing], answer.without_wishes) == ([anne.name], [])
    distributed(event, dorte)
    assert "Ingen af ønskerne kunne opfyldes." in letter(anne)
    assert "»Læsning på tværs« (1. ønske) er aflyst." in letter(anne)
    assert (
        "- »Dans på åen« (1. ønske) er ikke længere med. - »Læsning på tværs« (2. ønske) er aflyst. - Du har fået: "
        "Sang i åen, kl. 13.00-14.00 (3. ønske)"
    ) in letter(bo)
    # What she wanted less than what she got is not spoken of.
    assert "er aflyst" not in letter(clara)


def test_where_all_is_full_nobody_is_asked_to_choose_of_it(
    event: Event, three: list[Registration], wished: dict[str, Session], dorte: User
) -> None:
    Session.objects.filter(pk=wished["sang"].pk).update(status="cancelled")
    distributed(event, dorte, now=OPEN)
    said = letter(three[2], now=OPEN)
    assert "Der var ikke skrevet ønsker. - Der er ingen ledige pladser i disse programpunkter." in said
    assert "Mangler" not in said


def test_a_required_choice_that_is_left_open_is_told_beside_the_wishes(
    event: Event, sign_up: SignUp, wished: dict[str, Session], dorte: User
) -> None:
    evening = ChoiceGroup.objects.create(event=event, name="Aften på åen")
    item(event, "Aftensang", "19:00", choice=evening)
    place = sign_up(wishing(ANNE, wished["læsning"]), EMIL).registrations[0]
    mail = OwedMail.objects.get(kind="booking_confirmed")
    told = " ".join(str(mails.build(mail, now=OPEN).body).split())
    assert (
        "Mangler at blive valgt, senest tirsdag den 15. september 2026: - Anne Mette Sørensen: Aften på åen "
        "- Emil Uden-Mail: Aften på åen "
        "Mangler ønsker, som skrives senest tirsdag den 15. september 2026: - Emil Uden-Mail: Værksteder kl. 13"
    ) in told
    distributed(event, dorte, now=OPEN)
    assert "Mangler at blive valgt, senest tirsdag den 15. september 2026: - Aften på åen" in letter(
        place, now=OPEN
    )
    assert "Mangler" not in letter(place)


def test_an_event_of_places_that_come_first_has_nothing_to_distribute(
    event: Event, items: dict[str, Session], sign_up: SignUp, dorte: User
) -> None:
    sign_up(replace(ANNE, sessions=ids(items["læsning"])))
    assert answer_of(event) == []
    with pytest.raises(AlreadyDistributed):
        distributed(event, dorte)


def test_what_somebody_had_before_it_was_distributed_by_wishes_she_keeps(
    event: Event, items: dict[str, Session], sign_up: SignUp, dorte: User
) -> None:
    place = sign_up(replace(ANNE, sessions=ids(items["læsning"]))).registrations[0]
    sign_up(BO)
    ChoiceGroup.objects.update(by_wishes=True)
    programme_changed(event, now=OPEN)
    choose(registration_id=place.pk, sessions=ids(items["aften"]), wishes=(), now=OPEN, actor=ATTENDEE)
    choose(
        registration_id=Registration.objects.get(name=BO.name).pk,
        sessions=(),
        wishes=ids(items["læsning"]),
        now=OPEN,
        actor=ATTENDEE,
    )
    distributed(event, dorte)
    assert chosen() == [("Anne Mette Sørensen", "Læsning på tværs"), ("Anne Mette Sørensen", "Aftensang")]
