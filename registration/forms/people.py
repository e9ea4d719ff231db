"""The card of each person who is signed up by another."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme.models import Event
from registration.asking import keep_asked
from registration.cards import FIELDS, PRICE
from registration.forms.base import PeopleForm
from registration.forms.fields import AddressField, NameField, PlainField
from registration.forms.price import ask_price
from registration.persons import person_key
from registration.services.people import Contact, Person

# What is written of a colleague; the event may ask for less.
WRITTEN = (*FIELDS, PRICE)


class PersonForm(PeopleForm):
    """A colleague: name, title and address. The rest is asked of herself, on her own page.

    Each card is a section of its own to the browser, which then does not fill in the contact's address everywhere. To
    switch its help off would also make it forget what was typed when somebody goes back."""

    name = NameField(label=_("Name"))
    job_title = PlainField(label=_("Job title"), required=False, max_length=200)
    email = AddressField(
        label=_("E-mail"),
        required=False,
        help_text=_("If you leave it empty, the mails about this person come to you."),
    )
    AUTOCOMPLETE = {"name": "name", "job_title": "organization-title", "email": "email"}

    def __init__(self, *args: Any, event: Event, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_price(self, event, now=now)
        keep_asked(self, event, fields={"job_title": "job_title"})
        for name, kind in self.AUTOCOMPLETE.items():
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = f"section-{self.prefix} {kind}"

    def person(self, **facts: Any) -> Person:
        """Who stands in a valid form, with other facts of hers."""
        return Person(**{name: self.cleaned_data.get(name, "") for name in WRITTEN}, **facts)


def tell_who_stands_twice(
    forms_of_people: Sequence[forms.Form],
    people: Sequence[Person],
    *,
    contact: Contact,
    on_booking: Collection[str | None] = (),
) -> None:
    """Adds an error to the second form of a person who stands in one booking twice, and to that of somebody who is
    `on_booking` already, by person key."""
    seen: set[str | None] = set()
    for form, person in zip(forms_of_people, people, strict=True):
        key = person_key(name=person.name, email=person.email, contact_email=contact.email)
        if key is not None and key in on_booking:
            form.add_error("name", _stands_on_the_booking(person))
        elif key is not None and key in seen:
            form.add_error("name", _("This person is already on your list."))
        seen.add(key)


def _stands_on_the_booking(person: Person) -> str:
    said = gettext("%(name)s is already on your booking.") % {"name": person.name}
    if person.email:
        return said
    more = gettext("If this is another person of the same name, write her own e-mail address.")
    return f"{said} {more}"
