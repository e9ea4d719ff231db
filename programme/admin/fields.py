"""Form fields of the organisers' pages."""

import re
from math import floor
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from programme import colours

MOST_KRONER = 1_000_000
_KRONER = re.compile(r"(?P<kroner>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<ore>[0-9]{2}|-))?")
_UNIT = re.compile(r"^(?:dkk|kr\.?)|(?:dkk|kr\.?|kroner)$")


class KronerField(forms.Field):
    """An amount typed in kroner, 1.295 or 1.295,00, stored as a whole number of øre. Nothing and 0 mean free."""

    keeps_zero = False
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
        ore = kroner * 100 + (int(rest) if rest and rest != "-" else 0)
        return ore if ore or self.keeps_zero else None

    def prepare_value(self, value: Any) -> Any:
        """1295 kroner are shown as 1.295."""
        if not isinstance(value, int):
            return value
        kroner, ore = divmod(value, 100)
        return f"{kroner:,}".replace(",", ".") + (f",{ore:02}" if ore else "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002
        return {"inputmode": "decimal", "size": "12", "autocomplete": "off"}


class ColourInput(forms.TextInput):
    """A colour code, typed or chosen from a few by name; beside it how the colour looks that is stored."""

    # All carry white text.
    OFFERED = {
        "#0c4453": _("petrol"),
        "#1f4e8c": _("blue"),
        "#2f6b3c": _("green"),
        "#7a1f3d": _("wine red"),
        "#9a3412": _("brick"),
        "#5b3a8c": _("violet"),
        "#3f3f46": _("slate"),
    }

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        ours = {"list": f"{name}-colours", "size": "9", "autocomplete": "off"}
        box = super().render(name, value, {**ours, **(attrs or {})}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.OFFERED.items())
        known = colours.read(str(value or ""))
        # An attribute and no style: the pages run without styles of their own.
        swatch = (
            format_html(
                ' <svg class="swatch" width="36" height="24" aria-hidden="true">'
                '<rect width="36" height="24" fill="{}"/></svg>',
                known,
            )
            if known
            else ""
        )
        return format_html('{}{}<datalist id="{}-colours">{}</datalist>', box, swatch, name, options)


class ColourField(forms.CharField):
    """A colour on which white text can be read, stored as #0b4f5c; nothing for none."""

    widget = ColourInput
    default_error_messages = {
        "invalid": _(
            "“%(typed)s” is no colour code. Write # and six digits or letters from a to f: #0b4f5c."
        ),
        "faint": _(
            "White text cannot be read well on %(colour)s: the contrast is %(contrast)s, and 4.5 is needed. "
            "Choose a darker colour, for example %(darker)s, or leave the field empty."
        ),
    }

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        colour = colours.read(typed)
        if colour is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"typed": typed})
        if not colours.carries_white(colour):
            facts = {
                "colour": colour,
                "contrast": number_format(floor(colours.contrast(colour, colours.WHITE) * 10) / 10, 1),
                "darker": colours.readable(colour, on=colours.WHITE),
            }
            raise ValidationError(self.error_messages["faint"], code="faint", params=facts)
        return colour
