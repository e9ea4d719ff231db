"""The rows with which every page about an event begins."""

from programme.fixed_query import FixedQuery
from programme.models import Event, Organiser

# Without an order: an address is of one event only.
_EVENT = FixedQuery(lambda slug: Event.objects.filter(slug=slug).order_by(), "owner", "venue")
_ORGANISERS = FixedQuery(lambda event_id: Organiser.objects.filter(event=event_id), "organisation")


def event_at(slug: str) -> Event | None:
    """The event at this address, a draft as well, with its owner and its venue; in one query."""
    found: Event | None = _EVENT.first(slug)
    return found


def organisers_of(event: Event) -> list[Organiser]:
    """Those who arrange it with their organisations, in the order they are printed; in one query."""
    return or_owner(event, [_ORGANISERS.records(row)[0] for row in _ORGANISERS.rows(event.pk)])


def or_owner(event: Event, named: list[Organiser]) -> list[Organiser]:
    """An event for which nobody is named is arranged by the organisation that is responsible for it."""
    return named or [Organiser(event=event, organisation=event.owner, role=Organiser.Role.ORGANISER)]
