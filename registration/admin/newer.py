"""A form that was opened before somebody else changed the same facts is not saved over them unseen."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programme import dates
from registration.admin.history import Line


def seen(facts: Mapping[str, str]) -> dict[str, str]:
    """What a form carries of the facts it showed."""
    return {"seen": hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]}


def changed_since(request: HttpRequest, facts: Mapping[str, str], history: Sequence[Line]) -> str:
    """Who changed the facts since the form was opened, when, and what stands there now; "" when nobody has."""
    if request.POST.get("seen", seen(facts)["seen"]) == seen(facts)["seen"]:
        return ""
    told = _("Not saved yet: the facts have been changed since you opened the page.")
    if history:
        line, language = history[0], dates.language_of(get_language())
        told += " " + _("The last was %(who)s, %(when)s.") % {
            "who": line.who,
            "when": dates.instant_phrase(line.at, line.zone, language),
        }
    stands = ", ".join(filter(None, facts.values()))
    return f"{told} " + _(
        "Now it says: %(facts)s. Press the button again to save what you have typed over it."
    ) % {"facts": stands}
