"""What a field of free text takes: names, addresses, numbers, as they are kept."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programme.folding import fold_email, tidy
from registration.persons import PhoneError, has_cpr_shape, read_phone

# Endings of which a mail program makes a link by itself, whatever the case.
_DOMAIN = (
    r"(?i:com|net|org|info|biz|dk|se|no|de|eu|uk|us|nu|fi|fr|nl|ru|cn|io|co|ly|tv|cc|app|dev|xyz|top|link|click|page|"
    r"site|online|shop|store|club|live|win|vip|fun|buzz|zip|mov)"
)
# An @, or a word that ends like a domain, as when the @ was forgotten: aaseexample.org. J.P.Hansen is a name. Names
# stand in mails to others, so nothing in them becomes a link.
ADDRESS_IN_A_NAME = re.compile(rf"@|\S\.[a-z]{{2,4}}(?=[\s>;,]|$)|\S\.{_DOMAIN}(?=[\s>;,:!?/)]|\.?$|\.\s)")
# eReolen.dk is a workplace; a web address is more than that.
LINK = re.compile(rf"://|\bwww\.|\S\.{_DOMAIN}/", re.IGNORECASE)
TOO_LONG = _("Write at most %(limit_value)d characters. There are %(show_value)d now.")


def refuse_cpr(text: str) -> str:
    """The text, unless something in it has the shape of a civil registration number."""
    if has_cpr_shape(text):
        raise ValidationError(_("This looks like a CPR number. Delete it – we do not need it."), code="cpr")
    return text


class PlainField(forms.CharField):
    """One line of free text, tidied; refuses a civil registration number kindly."""

    default_error_messages = {"max_length": TOO_LONG}

    def clean(self, value: Any) -> str:
        text = super().clean(tidy(value or ""))
        refuse_cpr(text)
        if LINK.search(text):
            raise ValidationError(_("Write it without a web address."), code="link")
        return text


class NameField(PlainField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Write the name.")})
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if ADDRESS_IN_A_NAME.search(name):
            raise ValidationError(
                _("It looks as if an address stands in the name. Write it in the field for e-mail."),
                code="address",
            )
        return name


class AddressField(forms.EmailField):
    """An e-mail address, folded as it is compared."""

    default_error_messages = {
        "required": _("Write the e-mail address."),
        "invalid": _("This is not an e-mail address. Write it as name@example.org."),
        "max_length": TOO_LONG,
    }

    def __init__(self, **kwargs: Any) -> None:
        # As long as the columns that keep it.
        super().__init__(max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        return fold_email(super().clean(value))


class PhoneField(forms.CharField):
    """A telephone number: eight Danish digits, or a foreign number with + in front."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        text = tidy(super().clean(value))
        if not text:
            return ""
        try:
            return read_phone(text)
        except PhoneError as error:
            raise ValidationError(
                _("Write eight digits, or a foreign number beginning with +."), code=error.code
            ) from error


class MunicipalityField(PlainField):
    """Free text with a list of suggestions, which the page carries under the name given here."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Municipality"))
        widget = forms.TextInput(attrs={"list": "municipalities"})
        super().__init__(required=False, max_length=100, widget=widget, **kwargs)
