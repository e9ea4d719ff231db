"""Whether an event with a smallest number of participants takes place: what is announced of that, and when its
organiser is to decide. Nothing is decided by itself."""

from datetime import date, datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext

from programme import dates
from programme.languages import reader_language
from programme.models import Event

# So many days before the day of decision its organiser is reminded.
DAYS_AHEAD = 3


def is_to_decide(event: Event, *, now: datetime) -> bool:
    """Whether somebody is still to say that it takes place, or call it off."""
    return (
        event.minimum_people is not None
        and event.goes_ahead_at is None
        and event.status == Event.Status.PUBLISHED
        and now < event.begins
    )


def is_soon(event: Event, *, today: date) -> bool:
    """Whether its organiser is to be reminded that the day comes near."""
    return event.decide_on is not None and event.decide_on - timedelta(days=DAYS_AHEAD) <= today


def is_due(event: Event, *, today: date) -> bool:
    """Whether the day is there, or behind."""
    return event.decide_on is not None and event.decide_on <= today


def announced(event: Event, *, now: datetime) -> str:
    """What the public page says: that it takes place, or when that is decided; "" where nothing is to be said."""
    if event.status != Event.Status.PUBLISHED or now >= event.ends or event.minimum_people is None:
        return ""
    if event.goes_ahead_at is not None:
        return gettext("It is decided: the event takes place.")
    if event.decide_on is None or now >= dates.end_of(event.decide_on, event.timezone):
        return ""
    said = gettext("It takes place if at least %(number)d people sign up. That is decided on %(day)s.")
    language = reader_language()
    return said % {"number": event.minimum_people, "day": dates.day_phrase(event.decide_on, language)}


def has_enough(event: Event, *, taken: int) -> bool:
    """Whether as many have places as the event needs."""
    return taken >= (event.minimum_people or 0)


def prepared_words(event: Event, *, taken: int) -> str:
    """What the mail about it says unless the organiser writes something else, in the event's language."""
    with translation.override(event.language):
        if not has_enough(event, taken=taken):
            return gettext("It is decided: the event takes place. We look forward to seeing you.")
        return gettext("So many have signed up that the event takes place. We look forward to seeing you.")
