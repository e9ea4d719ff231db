"""Form fields of the organisers' pages."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_KRONER = 1_000_000
_KRONER = re.compile(r"(?P<kroner>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<ore>[0-9]{2}|-))?")
_UNIT = re.compile(r"^(?:dkk|kr\.?)|(?:dkk|kr\.?|kroner)$")


class KronerField(forms.Field):
    """An amount typed in kroner, 1.295 or 1.295,00, stored as a whole number of øre. Nothing and 0 mean free."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write the amount in kroner, for example 1.295 or 1.295,50."),
        "too_much": _("The amount is too large. Check the full stops and the comma."),
    }

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        typed = "".join(str(value).split()).casefold()
        if not typed:
            return None
        amount = _KRONER.fullmatch(_UNIT.sub("", typed))
        if amount is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        kroner = int(amount["kroner"].replace(".", "")[:12])
        if kroner > MOST_KRONER:
            raise ValidationError(self.error_messages["too_much"], code="too_much")
        rest = amount["ore"]
        return kroner * 100 + (int(rest) if rest and rest != "-" else 0) or None

    def prepare_value(self, value: Any) -> Any:
        """1295 kroner are shown as 1.295."""
        if not isinstance(value, int):
            return value
        kroner, ore = divmod(value, 100)
        return f"{kroner:,}".replace(",", ".") + (f",{ore:02}" if ore else "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002
        return {"inputmode": "decimal", "size": "12", "autocomplete": "off"}
