"""What the pages on which people are signed up say above themselves when the last button did not do it; the pages for
everybody, for a contact who adds people, and for an organiser."""

from django.utils.translation import gettext, ngettext

from programme.models import Event
from registration import item_sentences, sentences
from registration.services.choosing import NotChosen


def terms_changed() -> str:
    return gettext(
        "The terms have changed since you saw this page. Read them below, and press the button again."
    )


def too_many(event: Event) -> str:
    notice = gettext(
        "A great many sign-ups have come from your address within the last hour. Nothing was sent. "
        "Wait a little."
    )
    return f"{notice} {sentences.contact_line(event)}"


def not_chosen(no: NotChosen, event: Event, *, says_it: bool) -> str:
    """Why an item cannot be chosen, unless the form that is judged again `says_it` at its field."""
    return "" if says_it else item_sentences.objection_said(no.objection, event)


def invited_to_fewer(places: int) -> str:
    """To whoever signs up more people by an invitation than it has places left."""
    said = ngettext(
        "Your invitation gives %(places)d place, so nobody is signed up yet. Remove those who are more than that.",
        "Your invitation gives %(places)d places, so nobody is signed up yet. Remove those who are more than that.",
        places,
    )
    return said % {"places": places}
