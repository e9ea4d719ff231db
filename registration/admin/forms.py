"""The shape of what organisers type about those who come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.form_errors import told_errors
from programme.models import Event
from registration.asking import keep_asked
from registration.cards import PRICE, is_an_answer, merged, whole
from registration.forms import items
from registration.forms.asked import Asked, AskedOfEach
from registration.forms.base import PeopleForm
from registration.forms.contact import CONTACT_FACTS, contact_as_person, contact_of
from registration.forms.fields import AddressField, NameField, PhoneField, PlainField
from registration.forms.payer import PayerForm
from registration.forms.people import tell_who_stands_twice
from registration.forms.price import ask_price
from registration.models import Booking
from registration.pasting import PastedPerson
from registration.payer_facts import PayerFacts
from registration.questions import Given
from registration.services.people import Contact, Person

MOST_PEOPLE = 100
EMPTY_ROWS = 3
# The box for a list, and which text in it has been read.
LIST_FIELDS = ("pasted", "listed")
# What the names of the fields about who pays begin with.
PAYER = "payer-"


class BendForm(PeopleForm):
    """Setting a rule aside: an explicit choice, and why."""

    set_aside = forms.BooleanField(
        label=gettext_lazy("I set the rule aside this time"),
        error_messages={"required": gettext_lazy("Tick here if it is to be done all the same.")},
    )
    reason = PlainField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Stands in the history together with your name."),
        error_messages={"required": gettext_lazy("Write why.")},
        widget=forms.TextInput(attrs={"size": "60"}),
    )


class ContactFactsForm(PeopleForm):
    """The contact of a booking put right."""

    name = NameField(label=gettext_lazy("Name"))
    email = AddressField(label=gettext_lazy("E-mail"))
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)

    @staticmethod
    def facts_of(booking: Booking) -> dict[str, str]:
        return {"name": booking.contact_name, "email": booking.contact_email, "phone": booking.contact_phone}


class BehalfContactForm(PeopleForm):
    """On whose word people are signed up."""

    contact_name = NameField(label=gettext_lazy("The contact's name"))
    contact_email = AddressField(
        label=gettext_lazy("The contact's e-mail"),
        help_text=gettext_lazy(
            "The confirmation is sent here, and the mails of those without an e-mail of their own."
        ),
    )
    contact_phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    organisation = PlainField(
        label=gettext_lazy("Workplace"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Holds for everybody who has no other below."),
    )
    municipality = PlainField(label=gettext_lazy("Municipality"), required=False, max_length=100)
    attends = forms.BooleanField(label=gettext_lazy("The contact comes too"), required=False)
    job_title = PlainField(
        label=gettext_lazy("The contact's job title"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only if the contact comes too."),
    )
    later = forms.IntegerField(
        label=gettext_lazy("Places whose names follow"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Beside those below. The contact is asked to write the names, and reminded."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
    )

    def __init__(self, *args: Any, event: Event, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_asked(self, event, fields=CONTACT_FACTS, by_organiser=True)
        ask_price(self, event, now=now)
        if PRICE in self.fields:
            self.fields[PRICE].required = False
            self.fields[PRICE].help_text = _("Only if the contact comes too.")


class BehalfPersonForm(PeopleForm):
    """A row of the list; a row that is left empty is nobody."""

    name = NameField(label=gettext_lazy("Name"))
    job_title = PlainField(label=gettext_lazy("Job title"), required=False, max_length=200)
    organisation = PlainField(label=gettext_lazy("Workplace"), required=False, max_length=200)
    email = AddressField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, number: int, event: Event, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, **kwargs)
        keep_asked(
            self, event, fields={fact: fact for fact in ("job_title", "organisation")}, by_organiser=True
        )
        ask_price(self, event, now=now)
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": f"{field.label}, {number}.", "autocomplete": "off"}

    def has_changed(self) -> bool:
        """A price alone is nobody."""
        return any(name != PRICE for name in self.changed_data)


class BehalfForm:
    """The whole form: the contact and a row for each person. `typed` is what the browser sent; it is only judged when
    `judged`, and room in programme items not at the last button (`confirms`). Nothing typed is dropped."""

    def __init__(
        self,
        event: Event,
        typed: Mapping[str, str],
        *,
        now: datetime,
        judged: bool = False,
        confirms: bool = False,
    ) -> None:
        self.event = event
        self.typed = dict(typed)
        self.judged = judged
        rows = whole(self.typed.get("rows"), least=1, most=MOST_PEOPLE + EMPTY_ROWS, default=EMPTY_ROWS)
        options: dict[str, Any] = {"data": self.typed} if judged else {}
        self.contact_form = BehalfContactForm(event=event, now=now, initial=self.typed, **options)
        self.rows = [
            BehalfPersonForm(
                number=i,
                event=event,
                now=now,
                prefix=f"p{i}",
                **(options or {"initial": _row(self.typed, i)}),
            )
            for i in range(1, rows + 1)
        ]
        # What can be chosen is chosen for each, or left to her; the same as on the page for everybody.
        of_each = AskedOfEach(event, self.typed, judged=judged, judges_room=not confirms, by_organiser=True)
        self.offer = of_each.offer
        self.asked_contact = of_each.of_one()
        self.asked = [of_each.of_one(f"p{i}") for i in range(1, rows + 1)]
        items.say_rule_once(one.items for one in (self.asked_contact, *self.asked))
        self.booking_questions = of_each.of_booking()
        self.asks_each = bool(of_each.questions or self.offer.sessions)
        # Who pays may always follow when an organiser signs people up.
        initial = {name.removeprefix(PAYER): value for name, value in self.typed.items() if _is_payers(name)}
        self.payer_form = (
            None
            if event.is_free
            else PayerForm(
                prefix="payer", required=False, workplace_is_payer=False, initial=initial, **options
            )
        )
        self.problem = ""
        if judged:
            self._judge_together()

    @property
    def forms(self) -> list[PeopleForm]:
        of_rows = [form for asked in self.asked for form in asked]
        payer = [self.payer_form] if self.payer_form else []
        return [
            self.contact_form, *self.rows, *self.asked_contact, *of_rows, self.booking_questions, *payer
        ]  # fmt: skip

    @property
    def asked_rows(self) -> list[tuple[int, BehalfPersonForm, Asked]]:
        """The rows with somebody in them, and what is asked of each."""
        return [
            (number, row, asked)
            for number, (row, asked) in enumerate(self._of_each_row(), start=1)
            if self.asks_each and _is_filled(_row(self.typed, number))
        ]

    def _of_each_row(self) -> Iterator[tuple[BehalfPersonForm, Asked]]:
        return zip(self.rows, self.asked, strict=True)

    def is_valid(self) -> bool:
        return self.judged and self._each_is_valid() and not self.problem

    def _each_is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def errors(self) -> Iterator[tuple[str, str]]:
        """The id of each field in error and what is wrong, in the order they are laid out."""
        if self.problem:
            yield "id_pasted", self.problem
        if self.judged:
            yield from told_errors(self.contact_form)
            for number, (row, asked) in enumerate(self._of_each_row(), start=1):
                for form in (row, *asked):
                    yield from told_errors(form, whom=_("Row %(number)d") % {"number": number})
            for form in (*self.asked_contact, self.booking_questions):
                yield from told_errors(form)
            if self.payer_form:
                yield from told_errors(self.payer_form)

    def _judge_together(self) -> None:
        if not self._each_is_valid():
            return
        people = self.people()
        if not people:
            self.problem = _("There is nobody on the list yet. Write at least one name.")
        elif len(people) > MOST_PEOPLE:
            self.problem = _("At most %(most)d people can be signed up at a time.") % {"most": MOST_PEOPLE}
        filled = [row for row in self.rows if row.has_changed()]
        attends = self.contact_form.cleaned_data["attends"]
        forms_of_people = [self.contact_form, *filled] if attends else filled
        tell_who_stands_twice(forms_of_people, people[: len(forms_of_people)], contact=self.contact())
        chosen = [asked.items for row, asked in self._of_each_row() if row.has_changed()]
        items.tell_who_has_no_room([*([self.asked_contact.items] if attends else []), *chosen])

    def contact(self) -> Contact:
        return contact_of(self.contact_form)

    def people(self) -> list[Person]:
        """Everybody who is to have a place, the contact first when she comes too, those whose names follow
        last."""
        shared = self.contact_form.cleaned_data
        municipality = shared.get("municipality", "")
        own = (
            [contact_as_person(self.contact_form, **self.asked_contact.given())] if shared["attends"] else []
        )
        people = [
            Person(**row.cleaned_data, municipality=municipality, **asked.given())
            for row, asked in self._of_each_row()
            if row.has_changed()
        ]
        later = range(shared["later"] or 0)
        return own + people + [Person(name="", municipality=municipality) for _place in later]

    def answers(self) -> dict[str, str]:
        """Everything typed that belongs to this form, to travel in a page. Empty rows stay behind."""
        kept = {name: self.typed[name] for name in self.contact_form.fields if self.typed.get(name)}
        kept |= {name: value for name, value in self.typed.items() if _is_payers(name)}
        if items.NO_ITEMS in self.typed:
            kept[items.NO_ITEMS] = self.typed[items.NO_ITEMS]
        kept |= self.asked_contact.typed_in(self.typed) | self.booking_questions.typed_in(self.typed)
        rows = [
            row | _answers(self.typed, i)
            for i in range(1, len(self.rows) + 1)
            if _is_filled(row := _row(self.typed, i))
        ]
        return kept | _numbered(rows)

    def booking_answers(self) -> Given:
        return self.booking_questions.given()

    def payer(self) -> PayerFacts | None:
        """Who is sent the invoice; None where there is none, or it follows."""
        return self.payer_form.facts() if self.payer_form else None


def _row(typed: Mapping[str, str], number: int) -> dict[str, str]:
    row = {field: typed.get(f"p{number}-{field}", "").strip() for field in BehalfPersonForm.base_fields}
    price = typed.get(f"p{number}-{PRICE}", "")
    return row | ({PRICE: price} if price else {})


def _is_filled(row: Mapping[str, str]) -> bool:
    return any(value for field, value in row.items() if field != PRICE)


def _is_payers(name: str) -> bool:
    return name.startswith(PAYER)


def _answers(typed: Mapping[str, str], number: int) -> dict[str, str]:
    """What was answered for the person of a row, by the names of the fields."""
    prefix = f"p{number}-"
    fields = ((key.removeprefix(prefix), value) for key, value in typed.items() if key.startswith(prefix))
    return {field: value for field, value in fields if is_an_answer(field)}


def _numbered(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    cells = {f"p{i}-{field}": value for i, row in enumerate(rows, start=1) for field, value in row.items()}
    return cells | {"rows": str(max(len(rows), 1))}


def with_rows(
    typed: Mapping[str, str], pasted: Sequence[PastedPerson] = ()
) -> tuple[dict[str, str], list[PastedPerson]]:
    """What was typed, with the people of a pasted list after it and some empty rows; and those of the list there is no
    room for. No filled row is dropped."""
    most = MOST_PEOPLE + EMPTY_ROWS
    count = whole(typed.get("rows"), least=1, most=most, default=1)
    rows = [row | _answers(typed, i) for i in range(1, count + 1) if _is_filled(row := _row(typed, i))]
    rows, left_out = merged(rows, pasted, fields=list(BehalfPersonForm.base_fields), most=MOST_PEOPLE)
    names = [*BehalfContactForm.base_fields, PRICE, items.NO_ITEMS, *LIST_FIELDS, *filter(_is_payers, typed)]
    kept = {name: typed[name] for name in names if name in typed}
    kept |= {name: value for name, value in typed.items() if is_an_answer(name)}
    empty = {"rows": str(min(len(rows) + EMPTY_ROWS, most))}
    return kept | _numbered(rows) | empty, left_out
