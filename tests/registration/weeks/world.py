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

# Of the four items, by number: how many places each has, and which are at the same time or exclude each other.
PLACES_IN_ITEMS = (1, None, 2, 1)
CLASHES = ((0, 1), (0, 2), (1, 2))


class World:
    def __init__(self) -> None:
        owner = Organisation.objects.create(name="Foreningen for Læsning")
        self.dorte = User.objects.create_user("dorte@example.org", "et-langt-kodeord", name="Dorte")
        event = Event.objects.create(
            owner=owner, title="Læring på tværs", slug="laering", status=Event.Status.PUBLISHED,
            starts_on=date(2026, 9, 16), starts_at=time(9), ends_on=date(2026, 9, 16), ends_at=time(16),
            contact_email="dorte@example.org", capacity=4, reserved_places=1, fee_ore=129_500,
            binding_after=date(2026, 9, 2), releases_when_refilled=True, practical_information="Tag høreværn med.",
        )  # fmt: skip
        self.event_id = event.pk
        group = ChoiceGroup.objects.create(event=event, name="Værksteder")
        self.items = [
            Session.objects.create(
                event=event, title=title, day=date(2026, 9, 16), starts_at=time(hour, minute),
                ends_at=time(hour + 1, minute), needs_sign_up=True, places=places, choice=choice,
            ).pk
            for title, hour, minute, choice, places in (
                ("Læsning", 13, 0, group, PLACES_IN_ITEMS[0]), ("Spil", 13, 0, group, PLACES_IN_ITEMS[1]),
                ("Tur", 13, 30, None, PLACES_IN_ITEMS[2]), ("Sang", 15, 0, None, PLACES_IN_ITEMS[3]),
            )
        ]  # fmt: skip
        self.places_in_items = dict(zip(self.items, PLACES_IN_ITEMS, strict=True))
        self.clashes = {(self.items[one], self.items[other]) for one, other in CLASHES}
        programme_changed(event, now=OPEN)
        self.prices = Prices(self.event_id)
        self.hat = questions.add(self.event_id, Wording(label="Hvilken hat?")).pk
        self.bus = questions.add(self.event_id, Wording(label="Bus?", asked=Question.Asked.BOOKING)).pk


@dataclass
class Memory:
    """What the weeks remember beside what stands in the database."""

    prices: Prices
    at: datetime = OPEN
    number: int = 0
    # How far the usual week has come.
    usual: int = 0
    last_entry: int = 0
    last_mail: int = 0
    is_retired: bool = False
    was_retired: bool = False
    # Who answered for each booking, and what the history has made of each place.
    answered_by: dict[int, str] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
