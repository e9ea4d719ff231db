"""What an event is found by. The words are folded when the event is written, because a database neither folds case nor
reads æ, ø and å alike everywhere."""

from programme.folding import search_text
from programme.models import Appearance, Event, Organisation


def text_of(event: Event) -> str:
    """Title, subtitle, place, organisers, audience and speakers, folded; three queries beside the venue's."""
    return search_text(
        event.title,
        event.subtitle,
        event.audience,
        *event.target_groups.values_list("name", flat=True),
        *_place(event),
        *_organisers(event),
        *_speakers(event),
    )


def _place(event: Event) -> list[str]:
    venue = event.venue
    return [] if venue is None else [venue.name, venue.street_address, venue.postal_code, venue.city]


def _organisers(event: Event) -> list[str]:
    rows = Organisation.objects.filter(pk=event.owner_id) | Organisation.objects.filter(
        organiser__event=event
    )
    return [word for names in rows.distinct().values_list("name", "short_name") for word in names]


def _speakers(event: Event) -> list[str]:
    """With where they work, as printed for this event."""
    rows = Appearance.objects.filter(session__event=event).order_by("pk")
    return [word for names in rows.values_list("speaker__name", "affiliation") for word in names]
