from django import template
from django.utils.safestring import SafeString

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
