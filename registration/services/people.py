"""Who signs up and who comes: as typed, and told apart from those who have a place already."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from programme.folding import fold_email, tidy
from programme.models import Event
from registration.models import Booking, Registration
from registration.persons import name_key, person_key
from registration.questions import Given

# The columns of a person's place that are typed.
FACTS = ("name", "job_title", "organisation", "municipality", "email", "phone")


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is known of one person when her place is written. Without a name it is a place whose name is to follow."""

    name: str
    job_title: str = ""
    organisation: str = ""
    municipality: str = ""
    email: str = ""
    phone: str = ""
    # What was answered for her to the event's own questions.
    answers: Given = ()
    # The key of the price chosen; "" for the first.
    price: str = ""
    # The items of the programme she chose, by id.
    sessions: tuple[int, ...] = ()
    # The items she wishes for, by id, the first wish of each choice foremost.
    wishes: tuple[int, ...] = ()

    def tidied(self) -> "Person":
        values = {field: tidy(value) for field, value in self.facts().items()}
        # An address alone is nobody: nobody is mailed of a place whose name is to follow.
        email = fold_email(self.email) if values["name"] else ""
        return Person(
            **(values | {"email": email}),
            answers=self.answers,
            price=self.price,
            sessions=self.sessions,
            wishes=self.wishes,
        )

    def facts(self) -> dict[str, str]:
        """What stands in the columns of her place."""
        return {name: value for name, value in asdict(self).items() if name in FACTS}


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who signs up, and is written to about all of them."""

    name: str
    email: str
    phone: str = ""
    organisation: str = ""

    def tidied(self) -> "Contact":
        values = {field: tidy(value) for field, value in asdict(self).items()}
        return Contact(**(values | {"email": fold_email(self.email)}))


def newcomers(*, event: Event, contact: Contact, people: Sequence[Person]) -> list[Person]:
    """Those of the people who would get a place now: who has one keeps it. Asked before the check page; `sign_up` asks
    it again when the event is locked."""
    contact, people = contact.tidied(), [person.tidied() for person in people]
    return newcomers_among(
        people, contact=contact, holders=holders_among(event, contact=contact, people=people)
    )


def key_of(person: Person, *, contact: Contact) -> str | None:
    return person_key(name=person.name, email=person.email, contact_email=contact.email)


def newcomers_among(
    people: Sequence[Person], *, contact: Contact, holders: Mapping[str, Registration]
) -> list[Person]:
    """Those who are to have a place, each once. People without a name cannot be told apart and count one by one."""
    newcomers, seen = [], set(holders)
    for person in people:
        key = key_of(person, contact=contact)
        if key is not None and key in seen:
            continue
        if key is not None:
            seen.add(key)
        newcomers.append(person)
    return newcomers


def distinct(people: Sequence[Person], *, contact: Contact) -> list[Person]:
    """Everybody who is named, each once. People without a name cannot be told apart and count one by one."""
    once, seen = [], set()
    for person in people:
        key = key_of(person, contact=contact)
        if key is not None and key in seen:
            continue
        seen.add(key)
        once.append(person)
    return once


def names_twice(people: Sequence[Person], *, beside: Sequence[str] = ()) -> list[str]:
    """The names that stand at more than one of the people, or at one of them and among the names `beside` them,
    whatever their addresses: as first written, each once. Two people may share one, so it is only asked."""
    first = {key: name for name in beside if (key := name_key(name)) is not None}
    twice: dict[str, str] = {}
    for person in people:
        name = name_key(person.name)
        if name in first:
            twice[name] = first[name]
        elif name is not None:
            first[name] = tidy(person.name)
    return list(twice.values())


def people_keys(booking: Booking) -> set[str]:
    """By which everybody is known who stands on the booking now, with a place or in line for one."""
    keys = booking.registrations.current().values_list("person_key", flat=True)
    return {key for key in keys if key is not None}


def holders_among(event: Event, *, contact: Contact, people: Sequence[Person]) -> dict[str, Registration]:
    """Those of the people who already have a place, by person key."""
    keys = [key for person in people if (key := key_of(person, contact=contact))]
    rows = Registration.objects.filter(event=event, person_key__in=keys).select_related("booking")
    # There are hardly ever any, and asking so is much less work.
    if not rows.exists():
        return {}
    for row in rows:
        row.event = event
    return {str(row.person_key): row for row in rows}
