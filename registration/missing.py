"""Which answers to an event's own questions are missing, and whom one asks for them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from programme.models import Event
from registration.models import Answer, Booking, OwedMail, Question, Registration
from registration.questions import OF_PERSONS, asked_of, unanswered
from registration.reaching import Letter, letters_to

Given = dict[int, dict[int, str]]


def questions_missing(event: Event, *, given: dict[int, str]) -> list[Question]:
    """What must be answered for a person and is not."""
    return unanswered(asked_of(event, *OF_PERSONS), given)


def of_booking_missing(event: Event, *, given: dict[int, str]) -> list[Question]:
    return unanswered(asked_of(event, Question.Asked.BOOKING), given)


def letters_about_answers(
    event: Event, places: Sequence[Registration], *, before: datetime | None
) -> list[Letter]:
    """To those of the places whose answers are missing, and to the contacts who have not answered for the booking."""
    if not any(one.is_required for one in asked_of(event)):
        return []
    of_places, of_bookings = _given(event)
    # Nobody can answer for a place whose name is to follow.
    named = [place for place in places if place.name]
    lack = [place for place in named if questions_missing(event, given=of_places.get(place.pk, {}))]
    letters = letters_to(lack)
    written_to = {letter.about.pk for letter in letters if isinstance(letter.about, Booking)}
    bookings = {place.booking_id: place.booking for place in places}
    letters += [
        Letter(booking, booking.contact_email, ())
        for pk, booking in bookings.items()
        if pk not in written_to
        and (before is None or booking.created_at < before)
        and of_booking_missing(event, given=of_bookings.get(pk, {}))
    ]
    return letters


def answers_are_missing(mail: OwedMail, told: Iterable[Registration]) -> bool:
    """Whether a reminder of them still has something to ask for."""
    return bool(missing_in(mail, told))


def missing_in(
    mail: OwedMail, told: Iterable[Registration]
) -> list[tuple[Registration | None, list[Question]]]:
    """For each whom the mail tells of, and last for the booking where the mail goes to its contact, what is missing."""
    booking, event = mail.booking, mail.event
    if booking is None or not event.has_questions:
        return []
    rows = Answer.objects.filter(booking=booking).values_list("registration_id", "question_id", "value")
    given: dict[int | None, dict[int, str]] = {}
    for place, question, value in rows:
        given.setdefault(place, {})[question] = value
    found: list[tuple[Registration | None, list[Question]]] = [
        (place, questions_missing(event, given=given.get(place.pk, {}))) for place in told if place.name
    ]
    if mail.registration_id is None and mail.to_email == booking.contact_email:
        found.append((None, of_booking_missing(event, given=given.get(None, {}))))
    return [(place, questions) for place, questions in found if questions]


def _given(event: Event) -> tuple[Given, Given]:
    """What is answered: for each place, and for each booking."""
    rows = Answer.objects.filter(question__event=event)
    of_places: Given = {}
    of_bookings: Given = {}
    for place, booking, question, value in rows.values_list(
        "registration_id", "booking_id", "question_id", "value"
    ):
        owner = of_bookings.setdefault(booking, {}) if place is None else of_places.setdefault(place, {})
        owner[question] = value
    return of_places, of_bookings
