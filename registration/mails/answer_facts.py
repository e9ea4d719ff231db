"""What a mail that confirms a sign-up tells of the answers given in it."""

from typing import Any

from programme.languages import reader_language
from programme.presenting import before_what_follows
from registration.mails.rows import Rows
from registration.models import OwedMail, Question, Registration
from registration.questions import in_words, questions_of
from registration.services.answers import answers_of

Kind = OwedMail.Kind
Asked = Question.Asked
TELLING = frozenset({Kind.BOOKING_CONFIRMED, Kind.BOOKING_WAITS, Kind.PLACE_CONFIRMED, Kind.PLACE_WAITS})


def answer_facts(mail: OwedMail, *, rows: Rows) -> dict[str, Any]:
    """In the order of the people, and last of the whole booking: to the contact of everybody, to a person her own. What
    is asked on the own page alone stands in no mail. Two queries, none for an event without questions."""
    booking, event = mail.booking, mail.event
    if mail.kind not in TELLING or booking is None or not booking.pk or not event.has_questions:
        return {}
    about = mail.registration
    owners: list[Registration | None] = [about] if about is not None else [*rows.places, None]
    booking.event = event
    given = answers_of(booking)
    asked = {
        True: [one for one in questions_of(event) if one.is_of_the_booking],
        False: [one for one in questions_of(event) if one.asked == Asked.SIGN_UP],
    }
    answers = []
    for owner in owners:
        own = given.get(owner.pk if owner else None, {})
        for one in in_words(asked[owner is None], own, language=reader_language()):
            words = one.words.replace("\n", "\n  ")
            name = owner.called if owner is not None and len(rows.places) > 1 and about is None else ""
            answers.append(
                {"name": name, "question": before_what_follows(one.question.label), "words": words}
            )
    return {"answers": answers}
