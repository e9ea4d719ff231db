"""The shape of what people type. Whether something may be done is for the policy."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme.fields import cut_nothing_off
from programme.folding import tidy
from programme.models import Event
from registration import cards
from registration.models import Registration
from registration.persons import PhoneError, fold_email, has_cpr_shape, person_key, read_phone
from registration.services.booking import Contact, Person

# An @, or a word that ends like a domain, as when the @ was forgotten: aaseexample.org. J.P.Hansen is a name.
ADDRESS_IN_A_NAME = re.compile(r"@|\S\.[a-z]{2,4}(?=[\s>;,]|$)")
# Names stand in mails to others, so they carry no links.
LINK = re.compile(r"://|\bwww\.", re.IGNORECASE)


TOO_LONG = _("Write at most %(limit_value)d characters. There are %(show_value)d now.")


class PlainField(forms.CharField):
    """One line of free text, tidied; refuses a civil registration number kindly."""

    default_error_messages = {"max_length": TOO_LONG}

    def clean(self, value: Any) -> str:
        text = super().clean(tidy(value or ""))
        if has_cpr_shape(text):
            raise ValidationError(
                _("This looks like a CPR number. Delete it – we do not need it."), code="cpr"
            )
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


class PeopleForm(forms.Form):
    """A form without colons and without the browser's own bubbles: our sentences are better and in one language."""

    use_required_attribute = False
    # Whether the fields that may be left empty say so; what says nothing must be filled in.
    marks_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        cut_nothing_off(self)


def told_errors(form: forms.BaseForm, *, whom: str = "") -> Iterator[tuple[str, str]]:
    """The id of each field in error and what is wrong in which field, and with whom where that is said, in the order
    they are laid out. A form of one field, and a box to tick, need no naming."""
    is_alone = len(form.visible_fields()) < 2
    for field in form:
        label = "" if is_alone or field.widget_type == "checkbox" else str(field.label)
        where = ", ".join(filter(None, [whom, label]))
        for error in field.errors:
            yield field.id_for_label, f"{where}: {error}" if where else str(error)


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

    def __init__(self, *args: Any, event: Event, attends: bool, alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alone:
            self.fields["organisation"].help_text = _("Holds for everybody you sign up.")
        if not event.asks_municipality:
            del self.fields["municipality"]
        if not attends:
            del self.fields["job_title"]


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = f"section-{self.prefix} {kind}"


def contact_of(form: forms.Form) -> Contact:
    """Who signs up, by the contact's fields of a valid form."""
    data = form.cleaned_data
    return Contact(
        name=data["contact_name"],
        email=data["contact_email"],
        phone=data["contact_phone"],
        organisation=data["organisation"],
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


class SignUpForm:
    """The whole form: who signs up, whether she comes herself, and a card for each of the others.

    `typed` is what the browser sent, or what was typed before cards were added or removed; it is only judged when
    `judged`. Nothing typed is ever dropped, so there may be more cards than were asked for."""

    def __init__(self, event: Event, typed: Mapping[str, str], *, judged: bool = False) -> None:
        self.event = event
        self.asked = cards.asked(typed)
        self.typed = cards.settled(typed)
        self.attends = cards.comes(self.typed)
        self.count = int(self.typed["count"])
        numbers = range(1, self.count + (0 if self.attends else 1))
        options: dict[str, Any] = {"data": self.typed} if judged else {}

        def initial(prefix: str = "") -> dict[str, str]:
            return {
                key.removeprefix(prefix): value for key, value in self.typed.items() if key.startswith(prefix)
            }

        self.contact_form = ContactForm(
            event=event,
            attends=self.attends,
            alone=self.attends and self.count == 1,
            initial=initial(),
            **options,
        )
        self.cards = [PersonForm(prefix=f"p{i}", initial=initial(f"p{i}-"), **options) for i in numbers]
        self.judged = judged
        if judged:
            self._judge_together()

    @property
    def forms(self) -> list[PeopleForm]:
        return [self.contact_form, *self.cards]

    def is_valid(self) -> bool:
        return self.judged and self._each_is_valid()

    def _each_is_valid(self) -> bool:
        """Every form is asked, so that every error is found at once."""
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def errors(self) -> Iterator[tuple[str, str]]:
        """The id of each field in error and what is wrong with whom, in the order they are laid out."""
        for number, form in enumerate(self.forms, start=self.first_number - 1):
            yield from told_errors(form, whom=self.title(number) if form is not self.contact_form else "")

    @property
    def first_number(self) -> int:
        """The number of the first card: the contact is number one when she comes herself."""
        return 2 if self.attends else 1

    @property
    def numbers(self) -> list[int]:
        """One for each person in the order of `people`: 0 is the contact herself, the cards count from 1."""
        return list(range(0 if self.attends else 1, len(self.cards) + 1))

    @staticmethod
    def title(number: int) -> str:
        return gettext("Person %(number)d") % {"number": number}

    @property
    def titled_cards(self) -> list[tuple[str, PersonForm]]:
        return [(self.title(number), card) for number, card in enumerate(self.cards, start=self.first_number)]

    def focus_card(self, number: int) -> None:
        """The page opens at this card, from 1; at the contact's own fields when there is none."""
        form = (
            self.cards[min(number, len(self.cards)) - 1] if self.cards and number > 0 else self.contact_form
        )
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True

    def focus_first_empty(self) -> None:
        """The page opens at the first name that is not written yet, else at the first field."""
        names = [form.add_prefix(next(iter(form.fields))) for form in self.forms]
        empty = [number for number, name in enumerate(names) if not self.typed.get(name, "").strip()]
        self.focus_card(empty[0] if empty else 0)

    def number_notice(self) -> str:
        """Why there are other cards than the number asked for; "" where there are just those."""
        said = []
        most = {"most": cards.MOST_PEOPLE}
        if self.asked is None:
            sentence = gettext("Write a number from 1 to %(most)d. The number is still %(count)d.")
            said.append(sentence % (most | {"count": self.count}))
        elif self.asked < self.count:
            sentence = gettext("You have filled in %(count)d people, so the number is %(count)d.")
            said.append(sentence % {"count": self.count})
        if max(self.asked or 0, self.count) > cards.MOST_PEOPLE:
            said.append(gettext("At most %(most)d people can be signed up at a time.") % most)
        if (self.asked or self.count) < self.count or self.count > cards.MOST_PEOPLE:
            said.append(gettext("Press “Remove this person” at anybody who is not to be signed up."))
        return " ".join(said)

    @property
    def shape(self) -> str:
        """How many and whether she comes herself, as the page shows it: a page answered with another shape has too many
        fields or too few."""
        return f"{self.count}-{int(self.attends)}"

    def _judge_together(self) -> None:
        """The same person twice in one booking is a slip of the hand, told at the second card."""
        if not self._each_is_valid():
            return
        forms_of_people = [self.contact_form, *self.cards] if self.attends else self.cards
        tell_who_stands_twice(forms_of_people, self.people(), contact=self.contact())

    def contact(self) -> Contact:
        return contact_of(self.contact_form)

    def people(self) -> list[Person]:
        """Everybody who is to have a place, the contact first when she comes herself."""
        shared = self.contact_form.cleaned_data
        common = {"organisation": shared["organisation"], "municipality": shared.get("municipality", "")}
        people = [
            Person(
                name=card.cleaned_data["name"],
                job_title=card.cleaned_data["job_title"],
                email=card.cleaned_data["email"],
                **common,
            )
            for card in self.cards
        ]
        if self.attends:
            themself = Person(
                name=shared["contact_name"],
                job_title=shared["job_title"],
                email=shared["contact_email"],
                phone=shared["contact_phone"],
                **common,
            )
            people.insert(0, themself)
        return people

    def answers(self) -> dict[str, str]:
        """Everything typed that belongs to this form, to travel in a page."""
        names = [form.add_prefix(name) for form in self.forms for name in form.fields]
        kept = {name: self.typed.get(name, "") for name in names}
        return kept | {"count": str(self.count), "attends": "1" if self.attends else ""}


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

    def __init__(self, *args: Any, event: Event, by_contact: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not event.asks_municipality:
            del self.fields["municipality"]
        if by_contact:
            # The contact tells of name, title, workplace and address; the rest is the person's own to tell.
            del self.fields["phone"]

    def person(self, *, corrects: Registration | None = None) -> Person:
        """As typed. What was not asked is empty, or as it was for the one whom the form `corrects`."""
        return Person(**((self.facts_of(corrects) if corrects else {}) | self.cleaned_data))

    @staticmethod
    def facts_of(registration: Registration) -> dict[str, str]:
        return {field: getattr(registration, field) for field in PlaceForm.base_fields}


class SubstituteForm(PlaceForm):
    """The person who comes instead: she needs an address of her own, unless the contact hands over."""

    def __init__(self, *args: Any, needs_address: bool, is_herself: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_address:
            self.fields["email"].required = True
            self.fields["email"].help_text = (
                _("Your own link is sent here.")
                if is_herself
                else _("The new person's own link is sent here.")
            )


class OwnFactsForm(PeopleForm):
    """The contact of a booking puts her own facts right."""

    name = NameField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = AddressField(label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = PhoneField(label=_("Telephone"), required=False)


class NeedsForm(PeopleForm):
    """Needs and wishes on a person's own page: all of it as she likes."""

    marks_optional = False

    dietary_needs = PlainField(
        label=_("Dietary needs or allergies"),
        required=False,
        max_length=500,
        help_text=_("For example vegetarian, no nuts."),
    )
    access_needs = PlainField(
        label=_("What you need to take part"),
        required=False,
        max_length=500,
        help_text=_("For example wheelchair access, hearing loop, a sign language interpreter."),
    )
    consent = forms.BooleanField(required=False)
    newsletter_consent = forms.BooleanField(
        label=_("Send me news about other events"), required=False, help_text=_("Only if you want to.")
    )

    def __init__(self, *args: Any, consent_sentence: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent_sentence

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("dietary_needs") or data.get("access_needs")) and not data.get("consent"):
            self.add_error(
                "consent",
                _("Tick here, so that we may store what you have written – or empty the two fields."),
            )
        return data


class FindForm(PeopleForm):
    email = AddressField(
        label=_("The e-mail address used for the sign-up"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
