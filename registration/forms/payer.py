"""Who is sent the invoice: what is asked of each kind of payer, and what is wrong with a number."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from registration.forms.base import PeopleForm
from registration.forms.fields import PlainField
from registration.forms.questions import Buttons
from registration.models import Payer
from registration.payer_facts import ASKED, FACTS, PayerFacts
from registration.payer_numbers import NumberError, read_cvr, read_gln

KINDS = [
    (Payer.Kind.PUBLIC, _("A public authority, by EAN number")),
    (Payer.Kind.COMPANY, _("A company or association, by CVR number")),
    (Payer.Kind.PRIVATE, _("A private person")),
    (Payer.Kind.LATER, _("I do not know yet – who pays follows later")),
]
MUST = {
    "public": {"gln": _("Write the EAN number, or choose that it follows later.")},
    "company": {"cvr": _("Write the CVR number, or choose that it follows later.")},
    "private": {
        "name": _("Write the name of whoever pays."),
        "address": _("Write street, postal code and town."),
    },
}


class NumberField(PlainField):
    """An EAN or a CVR number, as thirteen or eight digits; says what is wrong with another."""

    read: Callable[[str], str]
    default_error_messages = {
        "is_cvr": _("This is a CVR number. The EAN number has 13 digits and begins with 5798."),
        "is_ean": _("This is an EAN number. The CVR number has 8 digits."),
    }

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return type(self).read(text)
        except NumberError as error:
            words = {"digits": error.digits}
            raise ValidationError(self.error_messages[error.code], code=error.code, params=words) from error


class GlnField(NumberField):
    read = staticmethod(read_gln)
    default_error_messages = {
        "characters": _("An EAN number is 13 digits and nothing else."),
        "length": _("An EAN number has 13 digits. There are %(digits)d here."),
        "start": _(
            "The EAN number of a Danish public authority begins with 5798. Look for a slip of the hand, or choose that "
            "who pays follows later."
        ),
        "check": _(
            "This is no EAN number: its last digit does not fit the others. Look for a slip of the hand."
        ),
    }


class CvrField(NumberField):
    read = staticmethod(read_cvr)
    default_error_messages = {
        "characters": _("A CVR number is 8 digits and nothing else."),
        "length": _("A CVR number has 8 digits. There are %(digits)d here."),
        "check": _("This is no CVR number: the digits do not fit each other. Look for a slip of the hand."),
    }


class PayerForm(PeopleForm):
    """What does not belong to the kind chosen is not asked, and not read."""

    kind = forms.ChoiceField(
        label=_("Who is sent the invoice?"),
        choices=KINDS,
        widget=Buttons,
        error_messages={"required": _("Choose who pays, or that it follows later.")},
    )
    gln = GlnField(
        label=_("EAN number"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    cvr = CvrField(
        label=_("CVR number"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    name = PlainField(label=_("Name of the payer"), max_length=200)
    address = PlainField(label=_("Street, postal code and town"), max_length=300)
    buyer_reference = PlainField(
        label=_("Att. or person reference"),
        max_length=100,
        help_text=_("Whom the invoice is for at the payer's."),
    )
    order_reference = PlainField(label=_("Requisition number"), max_length=100)
    account_string = PlainField(
        label=_("Account string"),
        max_length=200,
        help_text=_("Only if your accounts department asks for it."),
    )

    def __init__(
        self, *args: Any, required: bool = True, workplace_is_payer: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = required
        # The group says itself that something is to be chosen.
        self.fields["kind"].is_asked_for = True  # type: ignore[attr-defined]
        if workplace_is_payer:
            self.fields["name"].help_text = format_html(
                '<span class="of-kind of-public of-company">{}</span>',
                _("Only if it is another than your workplace."),
            )
        for name in FACTS:
            self.fields[name].required = False
            self.fields[name].is_asked_for = name in {"gln", "cvr", "address", "name"}  # type: ignore[attr-defined]
            kinds = [kind for kind, asked in ASKED.items() if name in asked]
            may = [kind for kind in kinds if name not in MUST.get(kind, {})]
            if len(may) < len(kinds):
                # The template of a field says for which kinds it may be left empty, where that is not for all.
                self.fields[name].optional_for = " ".join(f"of-{kind}" for kind in may)  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Only what is asked of the kind that was chosen can be wrong."""
        data = super().clean() or self.cleaned_data
        asked = {"kind", *ASKED.get(data.get("kind", ""), ())}
        for name in set(self.errors) - asked:
            del self.errors[name]
        for name, sentence in MUST.get(data.get("kind", ""), {}).items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return data

    def facts(self) -> PayerFacts | None:
        """Who pays, of a valid form; None where nothing was chosen."""
        if not self.cleaned_data.get("kind"):
            return None
        return PayerFacts(**self.cleaned_data).tidied()

    def laid_out(self) -> Iterator[tuple[str, BoundField]]:
        """Each field after the choice, with the classes that tell for which kinds it is asked."""
        for name in self.fields:
            if name not in FACTS:
                continue
            kinds = [kind for kind, asked in ASKED.items() if name in asked]
            yield " ".join(f"of-{kind}" for kind in kinds), self[name]
