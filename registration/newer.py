"""A form that was opened before somebody else changed the same facts is not saved over them unseen."""

import hashlib
import json
from collections.abc import Mapping

from django.utils.translation import gettext as _


def seen(facts: Mapping[str, str]) -> dict[str, str]:
    """What a form carries of the facts it showed."""
    return {"seen": hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]}


def changed_since(posted: Mapping[str, str], facts: Mapping[str, str], *, last: str = "") -> str:
    """What stands there now, where the facts have been changed since the form that was posted was opened, with a
    sentence about the `last` change; "" where they have not."""
    now = seen(facts)["seen"]
    if posted.get("seen", now) == now:
        return ""
    told = [
        _("Not saved yet: the facts have been changed since you opened the page."),
        last,
        _("Now it says: %(facts)s. Press the button again to save what you have typed over it.")
        % {"facts": ", ".join(filter(None, facts.values()))},
    ]
    return " ".join(filter(None, told))
