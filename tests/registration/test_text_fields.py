"""What stands in a name goes into mails to others, so it may carry nothing that becomes a link there."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from registration.forms.fields import NameField, PlainField


def refusal(field: forms.Field, text: str) -> str:
    """The code of why the field does not take the text; "" where it does."""
    try:
        field.clean(text)
    except ValidationError as error:
        return str(error.code)
    return ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Hent gavekort på gratis-gavekort.dk/ny", "link"),
        ("Se EVIL.COM", "address"),
        ("Vind evil.online nu", "address"),
        ("Se evil.com. Nu", "address"),
        ("Se www.evil.example", "link"),
        ("J.P.Hansen", ""),
        ("H.C. Ærø", ""),
        ("Hans D.E.Holm", ""),
    ],
)
def test_a_name_carries_no_link(name: str, code: str) -> None:
    assert refusal(NameField(), name) == code


@pytest.mark.parametrize(("text", "code"), [("eReolen.dk", ""), ("eReolen.dk/nu", "link"), ("cand.mag.", "")])
def test_a_workplace_may_be_called_as_its_site_and_is_no_web_address(text: str, code: str) -> None:
    assert refusal(PlainField(), text) == code
