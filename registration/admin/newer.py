"""A form that was opened before somebody else changed the same facts is not saved over them unseen: organisers are told
who it was, too."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from programme import dates
from programme.languages import reader_language
from registration import newer
from registration.admin.history import Line
from registration.newer import seen

__all__ = ["changed_since", "seen"]


def changed_since(request: HttpRequest, facts: Mapping[str, str], history: Sequence[Line]) -> str:
    """Who changed which facts since the form was opened, when, and what stands there now; "" when nobody has. To be
    asked of every POST before anything else: the page that answers carries what stands there now as seen."""
    last, language = "", reader_language()
    if line := next((line for line in history if line.fields), None):
        last = _("The last was %(who)s, %(when)s (%(what)s).") % {
            "who": line.who,
            "when": dates.instant_phrase(line.at, line.zone, language),
            "what": line.fields,
        }
    return newer.changed_since(request.POST, facts, last=last)
