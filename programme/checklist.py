"""What an event still lacks before it is shown to everybody, and what may be a slip of the hand. Warnings, not
refusals."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programme import dates
from programme.languages import reader_language
from programme.models import Event

# An event of more days than these has another year in one of them, more likely than not.
MOST_DAYS = 31


def missing(event: Event, *, items: int) -> list[str]:
    """One sentence for each thing a reader of the page would look for in vain; `items` programme items are known."""
    return list(_missing(event, items))


def _missing(event: Event, items: int) -> Iterator[str]:
    if event.status == Event.Status.CANCELLED:
        if not event.cancellation_note.strip():
            yield _(
                "It does not say why it was called off, which whoever opens the page or reads the mail will ask."
            )
        return
    if event.venue_id is None:
        yield _("No venue is chosen.")
    if event.starts_at is None:
        yield _("It does not say at what time it begins.")
    if not items:
        yield _("There are no programme items.")
    if not (event.introduction or event.description):
        yield _("There is neither an introduction nor a description.")
    if not event.contact_name:
        yield _("No contact person is named.")
    if event.sign_up == Event.SignUp.HERE and event.registration_closes_on is None:
        yield _("There is no last day of sign-up: people can sign up until it begins.")
    is_usual = event.cancellation == Event.Cancellation.UNTIL_A_DAY
    if event.sign_up == Event.SignUp.HERE and is_usual and event.binding_after is None:
        yield _("There is no last day of free cancellation: it is free until it begins.")


def doubtful_days(event: Event, *, now: datetime) -> list[str]:
    """What to look at again where the days of an event have just been written: it is over already, or very long."""
    found = []
    last, number = event.ends_on, (event.ends_on - event.starts_on).days + 1
    day = dates.day_phrase(last, reader_language())
    if now >= event.ends:
        found.append(_("%(day)s is over, so the event stands among the past ones.") % {"day": capfirst(day)})
    if number > MOST_DAYS:
        found.append(
            _("It lasts %(number)d days, up to and including %(day)s. Is the year right?")
            % {"number": number, "day": day}
        )
    return found
