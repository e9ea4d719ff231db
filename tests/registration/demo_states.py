"""The state of every event of the demo."""

from datetime import datetime

from programme.models import Event
from registration import policy
from registration.event_states import event_state
from registration.services.places import places_left

# Every event of the demo on the day it is loaded, with the places that are left.
STATES: dict[str, tuple[str, int | None]] = {
    "styrk-samarbejdet-2015": ("held", None),
    "styrk-samarbejdet-2016": ("held", None),
    "faelles-om-borgeren": ("open", 80),
    "naar-samlingen-bliver-til-samtale": ("few_places", 6),
    "skriv-saa-borgeren-forstaar-det": ("full", 0),
    "byens-rum-bibliotekets-rum": ("closed", 17),
    "ledelse-paa-tvaers-af-fag": ("not_yet_open", 60),
    "laeselyst-i-udskolingen": ("draft", 80),
    "lyd-lys-og-levende-billeder": ("cancelled", 15),
    "tal-for-begyndere": ("open", 26),
    "fortaelleuge-i-soeengen": ("running", 46),
    "aabent-uden-personale": ("held", 32),
    "biblioteket-midt-i-byen": ("open", 120),
    "libraries-across-borders": ("open", 62),
    "strikkeaften": ("few_places", 2),
    "braetspilsaften": ("no_sign_up", None),
    "at-skrive-om-sin-oe": ("few_places", 3),
    "slaegtsforskning-for-begyndere": ("few_places", 2),
    "fuglene-ved-fjorden": ("open", 19),
    "hjaelp-til-digital-post": ("open", 11),
    "sangaften": ("no_sign_up", None),
    "laesekreds-for-nye-laesere": ("open", 14),
    "stumfilm-med-levende-klaver": ("elsewhere", None),
    "hoejtlaesning-i-moerket": ("open", 18),
}


def states_at(now: datetime) -> dict[str, tuple[str, int | None]]:
    return {
        event.slug.removesuffix(f"-{event.starts_on.year}") if event.fee_ore == 129_500 else event.slug: (
            event_state(event, policy.windows(event), now=now, places_left=places_left(event)),
            places_left(event),
        )
        for event in Event.objects.all()
    }
