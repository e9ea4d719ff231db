"""Who was ticked where there are too few places."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from programme.models import Event
from registration import cards
from registration.forms.sign_up import SignUpForm
from registration.services.places import places_left
from registration.services.room import WhenFull
from registration.views.signing_up.answers import FIRST, HOW, number_in
from registration.views.signing_up.choosing import choose_page, free_to_newcomers, too_many_ticked
from registration.views.signing_up.judging import judge

ONLY_CHOSEN = "only_chosen"


def go_on_with_ticked(
    request: HttpRequest, event: Event, typed: dict[str, str], *, at: datetime
) -> HttpResponse:
    """Goes on with those who were ticked; where nobody was, or too many, everybody is there to be chosen again."""
    everybody = SignUpForm(event, typed, now=at, judged=True)
    numbers = {number_in(key) for key in typed if key.startswith("keep-")} & set(everybody.numbers)
    if not everybody.is_valid():
        return judge(request, event, typed, at=at, confirm=False)
    chosen_how = typed.get(HOW, "")
    free = free_to_newcomers(event, left=places_left(event))
    if chosen_how == WhenFull.AS_THEY_COME and (why := too_many_ticked(len(numbers), free=free)):
        return choose_page(request, event, everybody, why=why, ticked=numbers, free=free, at=at)
    if chosen_how in {WhenFull.TOGETHER, WhenFull.AS_THEY_COME}:
        first = " ".join(map(str, sorted(numbers))) if chosen_how == WhenFull.AS_THEY_COME else ""
        return judge(request, event, typed | {FIRST: first}, at=at, confirm=False, among=everybody)
    typed = typed | {FIRST: ""}
    everybody.typed[FIRST] = ""
    why = ""
    if chosen_how != ONLY_CHOSEN:
        why = gettext("Choose what you want where there are too few places.")
    elif not numbers:
        why = gettext("Choose at least one.")
    if why:
        return choose_page(request, event, everybody, why=why, ticked=numbers, free=free, at=at)
    chosen = cards.only_chosen(everybody.typed, attends=0 in numbers, numbers=numbers)
    return judge(request, event, chosen, at=at, confirm=False, among=everybody)
