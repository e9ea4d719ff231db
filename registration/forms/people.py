"""The card of each person who is signed up by another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programme.models import Event
from registration.asking import keep_asked
from registration.forms.base import PeopleForm
from registration.forms.fields import AddressField, NameField, PlainField
from registration.forms.items import ItemsForm
from registration.forms.price import ask_price
from registration.forms.questions import QuestionsForm
from registration.persons import person_key
from registration.services.people import Contact, Person


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


def person_of(
    card: PersonForm,
    questions: QuestionsForm,
    chosen: ItemsForm | None = None,
    *,
    organisation: str = "",
    municipality: str = "",
) -> Person:
    """Who stands on a valid card, with what was answered and chosen for her."""
    data = card.cleaned_data
    return Person(
        name=data["name"],
        job_title=data.get("job_title", ""),
        email=data["email"],
        organisation=organisation,
        municipality=municipality,
        price=data.get("price", ""),
        answers=questions.given(),
        sessions=chosen.chosen() if chosen is not None else (),
        wishes=chosen.wishes() if chosen is not None else (),
    )


def tell_who_stands_twice(
    forms_of_people: Sequence[forms.Form], people: Sequence[Person], *, contact: Contact
) -> None:
    """Adds an error to the second form of a person who stands in one booking twice."""
    seen: set[str | None] = set()
    for form, person in zip(forms_of_people, people, strict=True):
        key = person_key(name=person.name, email=person.email, contact_email=contact.email)
        if key in seen:
            form.add_error("name", _("This person is already on your list."))
        seen.add(key)
