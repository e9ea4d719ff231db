"""A person's facts put right, and the person who comes instead."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programme.models import Event
from registration.asking import OF_A_PERSON, keep_asked
from registration.forms.base import PeopleForm
from registration.forms.fields import AddressField, MunicipalityField, NameField, PhoneField, PlainField
from registration.forms.price import ask_class
from registration.models import Registration
from registration.services.people import Person


class PlaceForm(PeopleForm):
    """All of a person's facts: for a substitute, and for putting one's own right."""

    name = NameField(label=_("Name"))
    job_title = PlainField(label=_("Job title"), required=False, max_length=200)
    organisation = PlainField(label=_("Workplace"), required=False, max_length=200)
    municipality = MunicipalityField()
    email = AddressField(
        label=_("E-mail"),
        required=False,
        help_text=_("If it is empty, the mails go to the one who signed up."),
    )
    phone = PhoneField(label=_("Telephone"), required=False)

    def __init__(
        self, *args: Any, event: Event, by_contact: bool = False, by_organiser: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        keep_asked(self, event, fields={fact: fact for fact in OF_A_PERSON}, by_organiser=by_organiser)
        if by_contact:
            # The contact tells of name, title, workplace and address; the rest is the person's own to tell.
            self.fields.pop("phone", None)

    def person(self, *, corrects: Registration | None = None) -> Person:
        """As typed. What was not asked is empty, or as it was for the one whom the form `corrects`."""
        return Person(**((self.facts_of(corrects) if corrects else {}) | self.cleaned_data))

    @staticmethod
    def facts_of(registration: Registration) -> dict[str, str]:
        return {field: getattr(registration, field) for field in PlaceForm.base_fields}


class SubstituteForm(PlaceForm):
    """The person who comes instead: she needs an address of her own, unless the contact hands over. `price_class`: that
    of the place; None where it has no price of its own, as of the second person of a shared one."""

    def __init__(
        self,
        *args: Any,
        event: Event,
        needs_address: bool,
        is_herself: bool = False,
        price_class: str | None = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, event=event, **kwargs)
        if price_class is not None:
            ask_class(self, event, own=price_class)
        if needs_address:
            self.fields["email"].required = True
            self.fields["email"].help_text = (
                _("Your own link is sent here.")
                if is_herself
                else _("The new person's own link is sent here.")
            )
