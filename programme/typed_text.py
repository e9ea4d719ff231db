"""What somebody had typed into a page that could not be taken: shown once more, so that she can copy it."""

import re

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

MOST_FIELDS = 60
# Shorter values are dates, choices and numbers, soon typed again.
SHORTEST = 12

EXPIRED = gettext_lazy(
    "The page had been open for a long time. Everything you typed is still here: press the button again."
)
# A form about one row, by the name of its address; and a field of the programme, which is typed as a whole.
FORM = re.compile(r"(?P<app>[a-z]+)_(?P<model>[a-z]+)_(add|change)")
LINE = re.compile(r"r(?P<line>\d{1,4})-(?P<field>[a-z]+)")
OF_A_LINE = {
    "title": gettext_lazy("Title"),
    "by": pgettext_lazy("before a speaker's name", "By"),
    "text": gettext_lazy("Text"),
    "room": gettext_lazy("Room"),
}


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """The longer texts of a POST, each with what its field is called; never a password."""
    kept = [
        (_called(name, request), value)
        for name, values in request.POST.lists()
        for value in values
        if len(value) >= SHORTEST and "password" not in name and not name.startswith(("csrf", "_"))
    ]
    return kept[:MOST_FIELDS]


def _called(name: str, request: HttpRequest) -> str:
    """A field as the page it was typed on calls it; its name where that is not known."""
    if name == "username":
        # The login's own name for the address.
        return _("E-mail")
    line = LINE.fullmatch(name)
    if line is not None and line["field"] in OF_A_LINE:
        number = int(line["line"]) + 1
        return f"{_('Programme item')} {number}: {OF_A_LINE[line['field']]}"
    match = request.resolver_match
    form = FORM.fullmatch(match.url_name or "") if match is not None else None
    try:
        field = apps.get_model(form["app"], form["model"])._meta.get_field(name) if form is not None else None
    except (LookupError, FieldDoesNotExist):
        field = None
    return capfirst(str(getattr(field, "verbose_name", name)))
