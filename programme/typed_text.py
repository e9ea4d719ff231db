"""What somebody had typed into a page that could not be taken: shown once more, so that she can copy it."""

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_FIELDS = 60
# Shorter values are dates, choices and numbers, soon typed again.
SHORTEST = 12

EXPIRED = gettext_lazy(
    "The page had been open for a long time. Everything you typed is still here: press the button again."
)


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """The longer texts of a POST, each with what its field is called; never a password."""
    kept = [
        (_called(name), value)
        for name, values in request.POST.lists()
        for value in values
        if len(value) >= SHORTEST and "password" not in name and not name.startswith(("csrf", "_"))
    ]
    return kept[:MOST_FIELDS]


def _called(name: str) -> str:
    """A form of ours is shown again as it was; here stand the few fields of the pages that have none."""
    # The login's own name for the address.
    return _("E-mail") if name == "username" else capfirst(name)
