"""Which language is spoken to whoever reads the page."""

from django.utils.translation import get_language

from programme import dates


def reader_language() -> str:
    """The language of the page, or of the mail, that is being written: one that dates have words in."""
    return dates.language_of(get_language())
