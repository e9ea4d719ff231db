"""What travels in the page, and what is read from it; how many places there are for it."""

from datetime import datetime

from django.http import HttpRequest

from programme.models import Event
from registration import line_sentences
from registration.cards import MOST_PEOPLE, whole
from registration.forms.sign_up import SignUpForm
from registration.models import Invitation
from registration.services.people import Person
from registration.services.places import how_many_wait
from registration.services.room import Room, WhenFull, room_for
from registration.views import traps

# What travels in the page beside the answers; and what was chosen where there are too few places: how to wait, and who
# comes first.
HOW, FIRST = "when_full", "first"
CARRIED = (traps.STARTED, traps.HONEYPOT, HOW, FIRST)


def number_in(name: str) -> int:
    """The number of a card at the end of a button's or a box's name: remove-2."""
    return whole(name.partition("-")[2], least=0, most=MOST_PEOPLE, default=0)


def when_full(typed: dict[str, str]) -> WhenFull:
    """What was chosen for where there are too few places; nobody is put on the list without having chosen it."""
    chosen = typed.get(HOW, "")
    return WhenFull(chosen) if chosen in set(WhenFull) else WhenFull.REFUSE


def in_order(form: SignUpForm) -> list[Person]:
    """Everybody, those first who were chosen to have the free places."""
    first = {whole(one, least=0, most=MOST_PEOPLE, default=0) for one in form.typed.get(FIRST, "").split()}
    if not form.typed.get(FIRST):
        return form.people()
    numbered = list(zip(form.numbers, form.people(), strict=True))
    return [person for _number, person in sorted(numbered, key=lambda pair: pair[0] not in first)]


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation by whose link the page was opened."""
    return getattr(request, "invitation", None)


def room_for_one(request: HttpRequest, event: Event, *, at: datetime) -> Room:
    """Whether one more may come now."""
    nobody = [Person(name="")]
    return room_for(nobody, event=event, when_full=WhenFull.REFUSE, now=at, invitation=invitation_of(request))


def list_stands(event: Event, left: int | None, *, others_wait: bool, taken_now: int = 0) -> str:
    return line_sentences.list_stands(
        places_left=left, waiting=how_many_wait(event), others_wait=others_wait, taken_now=taken_now
    )


def carried(form: SignUpForm) -> dict[str, str]:
    return form.answers() | {name: form.typed.get(name, "") for name in CARRIED}
