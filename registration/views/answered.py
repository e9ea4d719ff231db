"""What is asked and answered of a person or a booking, as a page shows it. The contact reads what is asked at sign-up;
what is asked on the own page is the person's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from programme.languages import reader_language
from programme.models import Event
from registration import asking, policy
from registration.models import Booking, Question, Registration
from registration.questions import OF_PERSONS, asked_of, in_words, questions_of, unanswered

Asked = Question.Asked


def asked_here(event: Event, *, by_contact: bool) -> list[Question]:
    """What is asked of a person through a door."""
    return asked_of(event, *([Asked.SIGN_UP] if by_contact else OF_PERSONS))


def answers_on_page(
    registration: Registration, given: Mapping[int, str], *, by_contact: bool, at: datetime
) -> dict[str, Any]:
    """What is answered of a person, what is still to be, and until when; {} where nothing is asked or answered."""
    event = registration.event
    asked = asked_here(event, by_contact=by_contact)
    shown = [one for one in questions_of(event) if one in asked or _is_read(one, by_contact=by_contact)]
    language = reader_language()
    answered = in_words(shown, given, language=language)
    lacking = [] if by_contact else asking.missing(registration)
    if not (asked or answered or lacking):
        return {}
    may = bool(policy.may_answer(policy.windows(event), status=registration.status, now=at))
    return {
        "answered": answered,
        "unanswered": [one.label for one in unanswered(asked, given)] if may else [],
        "lacking": lacking,
        "may": may and bool(asked),
        "until": policy.last_day_for_answers(event),
        "lang": "" if event.language == language else event.language,
    }


def _is_read(question: Question, *, by_contact: bool) -> bool:
    """Also once it is retired, what was answered is read by whom it was asked of."""
    return question.asked == Asked.SIGN_UP or (question.asked == Asked.OWN_PAGE and not by_contact)


def booking_answers_on_page(booking: Booking, given: Mapping[int, str], *, at: datetime) -> dict[str, Any]:
    """The same of what is asked once for the booking."""
    event = booking.event
    asked = asked_of(event, Asked.BOOKING)
    language = reader_language()
    answered = in_words(
        [one for one in questions_of(event) if one.is_of_the_booking], given, language=language
    )
    if not (asked or answered):
        return {}
    may = bool(policy.may_answer_for_booking(policy.windows(event), now=at))
    return {
        "answered": answered,
        "unanswered": [one.label for one in unanswered(asked, given)] if may else [],
        "may": may and bool(asked),
        "until": policy.last_day_for_answers(event),
        "lang": "" if event.language == language else event.language,
    }
