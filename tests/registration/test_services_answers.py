"""Answers are written with the act they were given in, for whom they were given, and put right until a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programme.models import Event
from registration import tasks
from registration.models import Answer, HistoryEntry, Question, Registration
from registration.policy import Reason
from registration.services import answers, cancelling, naming, questions, substituting
from registration.services.acts import ATTENDEE, CONTACT, Refused
from registration.services.acts import organiser as by_organiser
from registration.services.booking import SignedUp
from registration.services.once import OtherContent
from registration.services.people import Person
from registration.services.questions import Wording
from tests.cast import ANNE, BO, CLARA, ENDED, OPEN, STARTED, at

Asked = Question.Asked
JUST_BEFORE = timedelta(microseconds=1)


@pytest.fixture
def hat(event: Event) -> Question:
    return questions.add(event.pk, Wording(label="Hvilken hat?"))


@pytest.fixture
def bus(event: Event) -> Question:
    return questions.add(event.pk, Wording(label="Hvilken bus?", asked=Asked.BOOKING))


def said() -> list[tuple[str, str | None, str]]:
    rows = Answer.objects.order_by("question__order", "registration__name")
    return [
        (row.question.label, row.registration.name if row.registration else None, row.value)
        for row in rows.select_related("question", "registration")
    ]


def test_answers_belong_to_whom_they_were_given_for(
    sign_up: Callable[..., SignedUp], hat: Question, bus: Question
) -> None:
    people = [replace(ANNE, answers=((hat.pk, "Grøn"),)), replace(BO, answers=((hat.pk, "Blå"),)), CLARA]
    sign_up(*people, answers=((bus.pk, "Nr. 12"),))
    assert said() == [
        ("Hvilken hat?", ANNE.name, "Grøn"),
        ("Hvilken hat?", BO.name, "Blå"),
        ("Hvilken bus?", None, "Nr. 12"),
    ]


def test_whoever_is_named_answers_for_herself_over_what_was_answered_for_the_place(
    sign_up: Callable[..., SignedUp], event: Event, hat: Question
) -> None:
    shoes = questions.add(event.pk, Wording(label="Hvilke sko?"))
    booking = sign_up(ANNE, Person(name="")).booking
    place = booking.registrations.get(name="")
    before = {hat.pk: "Grøn", shoes.pk: "Røde"}
    answers.answer(registration_id=place.pk, given=before, among=[*before], now=OPEN, actor=CONTACT)
    bo = replace(BO, answers=((hat.pk, "Blå"),))
    naming.name_places(booking_id=booking.pk, names={place.pk: bo}, now=OPEN, actor=CONTACT)
    assert said() == [("Hvilken hat?", BO.name, "Blå"), ("Hvilke sko?", BO.name, "Røde")]


def test_an_answer_is_kept_where_it_was_asked(
    sign_up: Callable[..., SignedUp], hat: Question, bus: Question
) -> None:
    """Neither for the whole booking what is asked of persons, nor the other way round, nor what is retired."""
    questions.retire(hat.pk, now=OPEN)
    sign_up(
        replace(ANNE, answers=((hat.pk, "Grøn"), (bus.pk, "Nr. 12"), (999, "Æ"))), answers=((hat.pk, "Ø"),)
    )
    assert said() == []


def test_somebody_who_has_a_place_keeps_her_answers(sign_up: Callable[..., SignedUp], hat: Question) -> None:
    sign_up(replace(BO, answers=((hat.pk, "Blå"),)))
    sign_up(replace(BO, answers=((hat.pk, "Rød"),)), ANNE)
    assert said() == [("Hvilken hat?", BO.name, "Blå")]


def test_the_same_key_with_other_answers_is_another_sign_up(
    sign_up: Callable[..., SignedUp], hat: Question, bus: Question
) -> None:
    sign_up(replace(ANNE, answers=((hat.pk, "Blå"),)), key="en")
    assert sign_up(replace(ANNE, answers=((hat.pk, "Blå"),)), key="en").repeated
    with pytest.raises(OtherContent):
        sign_up(replace(ANNE, answers=((hat.pk, "Rød"),)), key="en")
    with pytest.raises(OtherContent):
        sign_up(replace(ANNE, answers=((hat.pk, "Blå"),)), key="en", answers=((bus.pk, "Nr. 12"),))


def test_a_substitute_is_asked_afresh_and_the_bookings_answers_stay(
    sign_up: Callable[..., SignedUp], hat: Question, bus: Question
) -> None:
    done = sign_up(replace(ANNE, answers=((hat.pk, "Grøn"),)), answers=((bus.pk, "Nr. 12"),))
    new = replace(CLARA, answers=((hat.pk, "Sort"),))
    place = substituting.substitute(
        registration_id=done.registrations[0].pk, person=new, now=OPEN, actor=CONTACT
    )
    assert said() == [
        ("Hvilken hat?", ANNE.name, "Grøn"),
        ("Hvilken hat?", CLARA.name, "Sort"),
        ("Hvilken bus?", None, "Nr. 12"),
    ]
    another = substituting.substitute(registration_id=place.pk, person=BO, now=OPEN, actor=CONTACT)
    assert answers.answers_of_place(another) == {}


def answer(place: Registration, given: dict[int, str], **changes: object) -> None:
    act = {"among": list(given), "now": OPEN, "actor": ATTENDEE} | changes
    answers.answer(registration_id=place.pk, given=given, **act)  # type: ignore[arg-type]


def test_a_person_puts_her_answers_right(
    sign_up: Callable[..., SignedUp], event: Event, hat: Question
) -> None:
    shoe = questions.add(event.pk, Wording(label="Hvilken sko?", asked=Asked.OWN_PAGE))
    anne, _bo = sign_up(
        replace(ANNE, answers=((hat.pk, "Grøn"),)), replace(BO, answers=((hat.pk, "Blå"),))
    ).registrations
    answer(anne, {hat.pk: "Gul", shoe.pk: "Støvle"})
    assert said() == [
        ("Hvilken hat?", ANNE.name, "Gul"),
        ("Hvilken hat?", BO.name, "Blå"),
        ("Hvilken sko?", ANNE.name, "Støvle"),
    ]
    answer(anne, {hat.pk: "", shoe.pk: "Støvle"})
    assert said() == [("Hvilken hat?", BO.name, "Blå"), ("Hvilken sko?", ANNE.name, "Støvle")]
    entries = HistoryEntry.objects.filter(verb="answered").order_by("pk")
    assert [(row.registration, row.fields, row.personal) for row in entries] == [
        (anne, [f"question:{hat.pk}", f"question:{shoe.pk}"], {}),
        (anne, [f"question:{hat.pk}"], {}),
    ]
    # What is the same is no news.
    answer(anne, {hat.pk: "", shoe.pk: "Støvle"})
    assert entries.count() == 2


def test_what_stood_on_another_page_stays(
    sign_up: Callable[..., SignedUp], event: Event, hat: Question
) -> None:
    shoe = questions.add(event.pk, Wording(label="Hvilken sko?", asked=Asked.OWN_PAGE))
    anne = sign_up(replace(ANNE, answers=((hat.pk, "Grøn"),))).registrations[0]
    answer(anne, {shoe.pk: "Støvle"}, among=[shoe.pk])
    assert len(said()) == 2


def test_a_bookings_answers_are_put_right(
    sign_up: Callable[..., SignedUp], hat: Question, bus: Question
) -> None:
    done = sign_up(replace(ANNE, answers=((hat.pk, "Grøn"),)), answers=((bus.pk, "Nr. 12"),))
    answers.answer_for_booking(
        booking_id=done.booking.pk, given={bus.pk: "Nr. 13", hat.pk: "Æ"}, among=[bus.pk, hat.pk], now=OPEN,
        actor=CONTACT,
    )  # fmt: skip
    assert said() == [("Hvilken hat?", ANNE.name, "Grøn"), ("Hvilken bus?", None, "Nr. 13")]


UNTIL = at("2026-09-02 00:00")


@pytest.mark.parametrize(
    ("until", "now", "who", "reason"),
    [
        (None, STARTED - JUST_BEFORE, "person", None),
        (None, STARTED, "person", Reason.OVER),
        (date(2026, 9, 1), UNTIL - JUST_BEFORE, "person", None),
        (date(2026, 9, 1), UNTIL, "person", Reason.ANSWERS_OVER),
        (date(2026, 9, 1), UNTIL, "organiser", None),
        (None, ENDED - JUST_BEFORE, "organiser", None),
        (None, ENDED, "organiser", Reason.OVER),
    ],
)
def test_answers_are_put_right_until_a_day(
    sign_up: Callable[..., SignedUp], event: Event, hat: Question, dorte: object, until: date | None, now: object,
    who: str, reason: Reason | None,
) -> None:  # fmt: skip
    anne = sign_up().registrations[0]
    Event.objects.update(answers_until=until)
    actor = ATTENDEE if who == "person" else by_organiser(dorte)  # type: ignore[arg-type]
    if reason is None:
        answer(anne, {hat.pk: "Grøn"}, now=now, actor=actor)
        assert said() == [("Hvilken hat?", ANNE.name, "Grøn")]
        return
    with pytest.raises(Refused) as no:
        answer(anne, {hat.pk: "Grøn"}, now=now, actor=actor)
    assert (no.value.reason, said()) == (reason, [])


def test_an_ended_place_answers_nothing(sign_up: Callable[..., SignedUp], hat: Question) -> None:
    anne = sign_up().registrations[0]
    cancelling.cancel(registration_id=anne.pk, now=OPEN, actor=ATTENDEE)
    with pytest.raises(Refused) as no:
        answer(anne, {hat.pk: "Grøn"})
    assert no.value.reason is Reason.PLACE_ENDED


def test_answers_are_deleted_six_months_after_the_event(
    sign_up: Callable[..., SignedUp], event: Event, hat: Question, bus: Question
) -> None:
    people = [replace(one, answers=((hat.pk, "Grøn"),)) for one in (ANNE, BO)]
    sign_up(*people, answers=((bus.pk, "Nr. 12"),))
    last = answers.last_day_kept(event.ends_on)
    assert last == date(2027, 3, 18)
    assert answers.delete_expired_answers(today=last, now=ENDED) == 0
    assert answers.delete_expired_answers(today=last + timedelta(days=1), now=ENDED) == 3
    assert answers.delete_expired_answers(today=last + timedelta(days=1), now=ENDED) == 0
    sign_up(replace(CLARA, answers=((hat.pk, "Grøn"),)))
    with time_machine.travel(at("2027-03-19 03:00"), tick=False):
        tasks.delete_expired()
    assert (said(), Question.objects.count()) == ([], 2)
    entry, _later = HistoryEntry.objects.filter(verb="answers_deleted").order_by("pk")
    assert (entry.event, entry.fields, entry.personal) == (event, ["count:2"], {})


def test_a_long_list_with_many_questions_is_written_in_few_queries(
    sign_up: Callable[..., SignedUp], event: Event
) -> None:
    Event.objects.update(capacity=30)
    keys = [questions.add(event.pk, Wording(label=f"Spørgsmål {number}")).pk for number in range(10)]
    given = tuple((key, "Æble") for key in keys)
    people = [Person(name=f"Gæst {n}", email=f"g{n}@example.org", answers=given) for n in range(20)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sign_up(*people)
    assert Answer.objects.count() == 200
    assert len(asked) <= 40, len(asked)
