"""The line of deadlines with today on it, as event page, own page and the contact's page draw it: the stations are
`programme.ribbon`'s, and what is behind is asked of the policy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from programme import dates, ribbon
from programme.cancellation import Terms
from programme.languages import reader_language
from programme.models import Event
from programme.ribbon import Kind, Station
from registration import policy

# Before sign-up opens nothing is held yet.
WAITING = "waiting"


@dataclass(slots=True)
class Stretch:
    """What `holds` between two stations, in words. `words` are the same where they stand: once where the same holds
    along several, on the one that is now or else on the first; they may run on over `room` stretches, and each after
    the first `goes_on`. `today` is where we are, `tenth` how far along."""

    css: str
    holds: str = ""
    words: str = ""
    room: int = 1
    goes_on: bool = False
    is_behind: bool = False
    today: str = ""
    tenth: int = 5


@dataclass(slots=True)
class Stop:
    """A station and the stretch that leads on from it."""

    label: str = ""
    day: str = ""
    is_behind: bool = False
    is_the_day: bool = False
    stretch: Stretch | None = None


@dataclass(slots=True)
class Line:
    """`stops` begin with one without words where the line begins before the first station."""

    stops: list[Stop] = field(default_factory=list)
    today: str = ""

    @property
    def length(self) -> int:
        return len(self.stops)


def line(event: Event, *, terms: Terms, is_free: bool, now: datetime) -> Line | None:
    """The line for the event, or for one place with what holds for it; `is_free` when that place costs nothing. None
    where there is none to draw, and once the event is called off or over."""
    facts = policy.windows(event)
    if not ribbon.is_shown(event) or facts.cancelled or policy.is_over(facts, now=now):
        return None
    language = reader_language()
    stations = ribbon.stations(event, language=language, terms=terms, is_free=is_free)
    passed = policy.passed([one.at for one in stations], now=now)
    stops = _stops(stations, passed=passed, now=now)
    stretches = [stop.stretch for stop in stops if stop.stretch is not None]
    today = _today(event, now, language)
    here = passed - 1 + len(stops) - len(stations)
    for place, stretch in enumerate(stretches):
        stretch.is_behind = place < here
        stretch.today = today if place == here else ""
    _name(stretches)
    return Line(stops, today=today if here == len(stretches) else "")


def _today(event: Event, now: datetime, language: str) -> str:
    day = dates.day_phrase(dates.day_in(now, event.timezone), language, year=False)
    return _("Today, %(day)s") % {"day": day}


def _stops(stations: Sequence[Station], *, passed: int, now: datetime) -> list[Stop]:
    """The stations with the stretches between them, and before the first one the stretch that leads up to it: what
    holds from the start, or the time until sign-up opens while that is to come. The day itself is not behind while it
    lasts, and after it there is no line."""
    stops = [
        Stop(one.label, one.day, is_behind=place < passed and not is_the_day, is_the_day=is_the_day)
        for place, one in enumerate(stations)
        for is_the_day in [one.kind is Kind.BEGINS]
    ]
    for stop, (here, ahead) in zip(stops, pairwise(stations), strict=False):
        stop.stretch = Stretch(css=ahead.before, holds=ahead.words, tenth=_tenth(here.at, ahead.at, now))
    opens = stations[0].kind is Kind.OPENS
    if not opens or not passed:
        first = stations[0]
        before = (WAITING, _("Not open for sign-up yet")) if opens else (first.before, first.words)
        stops.insert(0, Stop(stretch=Stretch(css=before[0], holds=before[1])))
    return stops


def _tenth(begins: datetime, ends: datetime, now: datetime) -> int:
    """How far along, from 0 to 9; where it is not between the two, the nearer end."""
    share = (now - begins) / (ends - begins) if ends > begins else 0
    return min(max(int(share * 10), 0), 9)


def _name(stretches: Sequence[Stretch]) -> None:
    """Says what holds once for all the stretches along which it holds."""
    begin = 0
    while begin < len(stretches):
        same = begin
        while same < len(stretches) and stretches[same].holds == stretches[begin].holds:
            same += 1
        named = next((place for place in range(begin, same) if stretches[place].today), begin)
        stretches[named].words = stretches[named].holds
        stretches[named].room = same - named
        for stretch in stretches[begin + 1 : same]:
            stretch.goes_on = True
        begin = same
