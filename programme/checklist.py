"""What an event still lacks before it is shown to everybody. Warnings, not refusals."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programme.models import Event


def missing(event: Event, *, items: int) -> list[str]:
    """One sentence for each thing a reader of the page would look for in vain; `items` programme items are known."""
    return list(_missing(event, items))


def _missing(event: Event, items: int) -> Iterator[str]:
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
