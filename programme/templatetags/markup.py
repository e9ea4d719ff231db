import re

from django import template
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from programme import markup

register = template.Library()


@register.filter
def markdown(text: str, heading: int = 3) -> SafeString:
    """What an organiser wrote, as safe HTML; its top headings are `<h3>` unless another level is given."""
    return markup.html(text, heading=heading)


@register.filter
def ended(text: str) -> str:
    """What an organiser wrote as a sentence, with its full stop."""
    return markup.ended(text)


@register.filter
def linked(text: str) -> SafeString:
    """Plain text with its addresses as links and every character kept."""
    # In "(bo@example.org), who", Django's urlize links the address and drops the comma: closing marks go past it.
    pieces = re.split(r"([)\]>][,.;:!?]+(?=\s|$))", text)
    return mark_safe("".join(urlize(piece, autoescape=True) for piece in pieces))  # noqa: S308 each piece is escaped
