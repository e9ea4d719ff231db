"""What is there before each of the weeks: one event of few places, with items, prices and questions."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from programme.models import ChoiceGroup, Event, Organisation, Session, User
from programme.publishing import programme_changed
from registration.models import Question
from registration.services import questions
from registration.services.questions import Wording
from tests.cast import OPEN
from tests.registration.weeks.prices import Prices

FIRST, SECOND = date(2026, 9, 16), date(2026, 9, 17)
# The items by number: when each begins, which choice it stands in, and how many places it has; and which are on the
# second day.
ITEMS = (
    ("Læsning", time(13), "Værksteder", 1),
    ("Spil", time(13), "Værksteder", None),
    ("Tur", time(13, 30), "", 2),
    ("Sang", time(15), "", 1),
    ("Arkivet", time(10), "Besøg", 1),
    ("Børnehjørnet", time(10), "Besøg", 1),
    ("Ældrehøjskolen", time(15, 30), "Besøg", None),
    ("Kor", time(10, 30), "Små grupper", 2),
    ("Løb", time(11), "Små grupper", 3),
    ("Dans", time(10), "", 2),
)
ON_THE_SECOND = {8, 9}
# Which are at the same time, for an hour each, or exclude each other.
CLASHES = ((0, 1), (0, 2), (1, 2), (3, 6), (4, 5), (4, 6), (5, 6), (4, 7), (5, 7), (7, 8))
# The choices as they stand in the programme, with whether everybody is to make one; and which are distributed by wishes
# from the beginning.
REQUIRED = {"Besøg": True, "Små grupper": False, "Værksteder": True}
BY_WISHES = {"Besøg", "Små grupper"}


@dataclass
class Choice:
    """What there is to choose between, by wishes or not; on the first day alone, or on both."""

    pk: int
    items: list[int]
    required: bool
    is_of_both_days: bool


class World:
    def __init__(self) -> None:
        owner = Organisation.objects.create(name="Foreningen for Læsning")
        self.dorte = User.objects.create_user("dorte@example.org", "et-langt-kodeord", name="Dorte")
        event = Event.objects.create(
            owner=owner, title="Læring på tværs", slug="laering", status=Event.Status.PUBLISHED,
            starts_on=FIRST, starts_at=time(9), ends_on=SECOND, places_may_be_shared=True, ends_at=time(16),
            contact_email="dorte@example.org", capacity=4, reserved_places=1, fee_ore=129_500,
            binding_after=date(2026, 9, 2), releases_when_refilled=True, practical_information="Tag høreværn med.",
        )  # fmt: skip
        self.event_id = event.pk
        groups = {
            name: ChoiceGroup.objects.create(
                event=event, name=name, by_wishes=name in BY_WISHES, required=required
            )
            for name, required in REQUIRED.items()
        }
        self.items = [
            Session.objects.create(
                event=event, title=title, day=SECOND if number in ON_THE_SECOND else FIRST, starts_at=begins,
                ends_at=begins.replace(hour=begins.hour + 1), needs_sign_up=True, places=places,
                choice=groups.get(choice),
            ).pk
            for number, (title, begins, choice, places) in enumerate(ITEMS)
        ]  # fmt: skip
        self.places_in_items = {pk: row[3] for pk, row in zip(self.items, ITEMS, strict=True)}
        self.on_the_second = {self.items[number] for number in ON_THE_SECOND}
        self.clashes = {(self.items[one], self.items[other]) for one, other in CLASHES}
        self.choices = [
            Choice(
                pk=groups[name].pk,
                items=[pk for pk, row in zip(self.items, ITEMS, strict=True) if row[2] == name],
                required=required,
                is_of_both_days=name == "Små grupper",
            )
            for name, required in REQUIRED.items()
        ]
        self.choice_of = {item: one.pk for one in self.choices for item in one.items}
        programme_changed(event, now=OPEN)
        self.prices = Prices(self.event_id)
        self.hat = questions.add(self.event_id, Wording(label="Hvilken hat?")).pk
        self.bus = questions.add(self.event_id, Wording(label="Bus?", asked=Question.Asked.BOOKING)).pk

    def clash(self, one: int, other: int) -> bool:
        return (one, other) in self.clashes or (other, one) in self.clashes


@dataclass
class Memory:
    """What the weeks remember beside what stands in the database."""

    prices: Prices
    at: datetime = OPEN
    number: int = 0
    # Which of the starts it was, and how far the usual week has come.
    start: str = ""
    usual: int = 0
    last_entry: int = 0
    last_mail: int = 0
    is_retired: bool = False
    was_retired: bool = False
    # Who was told of the event as it was changed last, by its sequence.
    news: set[tuple[int, int]] = field(default_factory=set)
    # Who answered for each booking, and what the history has made of each place.
    answered_by: dict[int, str] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
