"""What somebody had typed into a page that could not be taken: shown once more, so that she can copy it."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

MOST_FIELDS = 60
# Shorter values are dates, choices and numbers, soon typed again.
SHORTEST = 12

EXPIRED = _(
    "The page had been open for a long time. Everything you typed is still here: press the button again."
)


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """The longer texts of a POST, each with its field's name; never a password."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if len(value) >= SHORTEST and "password" not in name and not name.startswith(("csrf", "_"))
    ]
    return kept[:MOST_FIELDS]
