"""Who signs up: her part of the sign-up, and her own facts put right later."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.models import Event
from registration.asking import keep_asked
from registration.cards import PRICE
from registration.forms.base import PeopleForm
from registration.forms.fields import AddressField, MunicipalityField, NameField, PhoneField, PlainField
from registration.forms.price import ask_price
from registration.services.people import Contact, Person

CONTACT_FACTS = {
    "job_title": "job_title",
    "organisation": "organisation",
    "municipality": "municipality",
    "contact_phone": "phone",
}


class ContactForm(PeopleForm):
    """Who signs up. Workplace and municipality are typed once and hold for everybody."""

    contact_name = NameField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    job_title = PlainField(
        label=_("Your job title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = PlainField(
        label=_("Workplace"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    municipality = MunicipalityField()
    contact_email = AddressField(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    contact_phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("Used only if something about the day changes.")
    )

    def __init__(
        self, *args: Any, event: Event, attends: bool, alone: bool, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not alone:
            self.fields["organisation"].help_text = _("Holds for everybody you sign up.")
        keep_asked(self, event, fields=CONTACT_FACTS)
        if not attends:
            self.fields.pop("job_title", None)
        else:
            ask_price(self, event, now=now)


def contact_of(form: forms.Form) -> Contact:
    """Who signs up, by the contact's fields of a valid form."""
    data = form.cleaned_data
    return Contact(
        name=data["contact_name"],
        email=data["contact_email"],
        phone=data.get("contact_phone", ""),
        organisation=data.get("organisation", ""),
    )


def contact_as_person(form: forms.Form, **asked: Any) -> Person:
    """The contact where she comes herself, by the same fields, with what was `asked` of her beside."""
    data = form.cleaned_data
    return Person(
        name=data["contact_name"],
        email=data["contact_email"],
        phone=data.get("contact_phone", ""),
        **{fact: data.get(fact, "") for fact in ("job_title", "organisation", "municipality", PRICE)},
        **asked,
    )


class OwnFactsForm(PeopleForm):
    """The contact of a booking puts her own facts right."""

    name = NameField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = AddressField(label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = PhoneField(label=_("Telephone"), required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_asked(self, event, fields={"phone": "phone"})


class ColleagueForm(PeopleForm):
    """Who is asked to take a booking over."""

    name = NameField(label=_("Your colleague's name"))
    email = AddressField(label=_("Your colleague's e-mail"))


class FindForm(PeopleForm):
    email = AddressField(
        label=_("The e-mail address used for the sign-up"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
