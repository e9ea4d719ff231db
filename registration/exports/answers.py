"""Columns of a list to take along: what the people of one event have answered to its own questions, retired ones too,
and whether they are on the list of attendees."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from django.db.models import Q
from django.utils.translation import gettext

from programme.languages import reader_language
from programme.models import Event
from registration.asking import asks
from registration.exports.tables import Cell, Row
from registration.models import Answer, Question, Registration
from registration.questions import questions_of, words_of

AT_A_TIME = 1000
# Of a column in a workbook.
WIDTH = 24
# Whose row it is: the keys of the place and of its booking.
Key = tuple[int, int]


def headings(event: Event) -> list[str]:
    listed = [gettext("The list of attendees")] if asks(event, "list") else []
    return [*listed, *(_heading(question) for question in questions_of(event))]


def _heading(question: Question) -> str:
    if not question.is_of_the_booking:
        return question.label
    return gettext("%(question)s (the whole booking)") % {"question": question.label}


def has_columns(event: Event) -> bool:
    return bool(event.has_questions) or asks(event, "list")


def beside(event: Event, rows: Iterable[tuple[Key, Row]]) -> Iterator[Row]:
    """Each row with the answers behind it; two queries for each thousand rows."""
    questions = questions_of(event)
    language = reader_language()
    yes, no = gettext("yes"), gettext("no")
    found = iter(rows)
    while portion := list(islice(found, AT_A_TIME)):
        of_people, of_bookings = _answers([key for key, _row in portion], questions)
        listed = _listed([place for (place, _booking), _row in portion]) if asks(event, "list") else None
        for (place, booking), row in portion:
            cells: list[Cell] = [] if listed is None else [yes if place in listed else no]
            for question in questions:
                given = of_bookings if question.is_of_the_booking else of_people
                owner = booking if question.is_of_the_booking else place
                cells.append(_cell(question, given.get((question.pk, owner), ""), language=language))
            yield (*row, *cells)


def _answers(
    keys: list[Key], questions: list[Question]
) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    if not questions:
        return {}, {}
    places, bookings = {place for place, _booking in keys}, {booking for _place, booking in keys}
    rows = Answer.objects.filter(
        Q(registration__in=places) | Q(booking__in=bookings, registration=None)
    ).values_list("question_id", "registration_id", "booking_id", "value")
    of_people: dict[tuple[int, int], str] = {}
    of_bookings: dict[tuple[int, int], str] = {}
    for question, place, booking, value in rows:
        if place is None:
            of_bookings[question, booking] = value
        else:
            of_people[question, place] = value
    return of_people, of_bookings


def _listed(places: list[int]) -> set[int]:
    return set(Registration.objects.filter(pk__in=places, list_consent=True).values_list("pk", flat=True))


def _cell(question: Question, value: str, *, language: str) -> Cell:
    if not value:
        return None
    if question.kind == Question.Kind.NUMBER:
        return int(value)
    if question.kind == Question.Kind.DATE:
        return date.fromisoformat(value)
    return words_of(question, value, language=language)
