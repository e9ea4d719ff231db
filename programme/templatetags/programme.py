"""The programme on the event's page: {% load programme %}."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from django import template

from programme import programme_html
from programme.fixed_query import Values
from programme.models import Event

register = template.Library()


@register.simple_tag
def programme_of(
    event: Event, rows: Sequence[Values], full: AbstractSet[int]
) -> programme_html.ProgrammeHtml:
    """{% programme_of event rows full as programme %}{{ programme.items }}, with the ids of the items that are full."""
    is_off = event.status == Event.Status.CANCELLED
    return programme_html.programme_html(
        rows,
        language=event.language,
        full=full,
        wishes_until=None if is_off else event.last_day_of_choosing,
    )
