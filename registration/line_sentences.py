"""How the waiting list stands and how it moves, as whole sentences in the active language. Page, mail and admin say the
same, because they say it from here."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext, ngettext

from programme import dates
from programme.languages import reader_language
from programme.models import Event
from registration import policy, waiting


@dataclass(frozen=True)
class ListRule:
    """How a place reaches somebody on the waiting list: `short` what holds now, `whole` everything from now on, one
    sentence for each. Both are empty once the list stands still."""

    short: str = ""
    whole: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join(self.whole)

    @property
    def is_more(self) -> bool:
        """Whether the short form leaves something out."""
        return self.short != str(self)


def list_rule(event: Event, *, now: datetime) -> ListRule:
    facts = policy.windows(event)
    how = waiting.giving(facts, now=now)
    if how is None:
        return ListRule()
    last = gettext(
        "In the last 48 hours a free place is offered to everybody who waits, and the first to say yes has it."
    )
    if how is waiting.Giving.FIRST_YES:
        return ListRule(last, [last])
    order = gettext("Free places are given in the order in which people joined.")
    groups = gettext(
        "A group that wants all its places together is passed over while too few are free, and keeps its turn."
    )
    if how is waiting.Giving.OFFER:
        offered = (
            gettext(
                "A place is offered by mail, and whoever says yes has it and is bound at once; the answer is due "
                "within two weekdays, or sooner shortly before the event."
            )
            if facts.binds is not None
            else gettext(
                "A place is offered by mail, because cancelling costs something now; the answer is due within two "
                "weekdays, or sooner shortly before the event."
            )
        )
        return ListRule(f"{order} {offered}", [order, groups, offered, last])
    day = waiting.last_day_at_once(facts, zone=event.timezone)
    if day is None:
        at_once = gettext("Whoever is next has the place at once and is told by mail.")
        return ListRule(f"{order} {at_once}", [order, groups, at_once, last])
    at_once = gettext(
        "Until %(day)s whoever is next has the place at once, is told by mail and can still cancel freely."
    ) % {"day": dates.day_phrase(day, reader_language())}
    offered = (
        gettext(
            "After that a place is offered by mail, and whoever says yes has it and is bound at once; the answer is "
            "due within two weekdays, or sooner shortly before the event."
        )
        if facts.binds is not None
        else gettext(
            "After that a place is offered by mail, because cancelling then costs something; the answer is due within "
            "two weekdays, or sooner shortly before the event."
        )
    )
    return ListRule(f"{order} {at_once}", [order, groups, at_once, offered, last])


def list_stands(
    *,
    places_left: int | None,
    waiting: int,
    others_wait: bool,
    taken_now: int = 0,
    by_organiser: bool = False,
) -> str:
    """How many places are free, and how many persons wait before whoever joins the list now; `others_wait`: what is
    free is for them; `taken_now`: so many were free, and are taken by the same act. An organiser reads it of those she
    signs up."""
    if not places_left and taken_now:
        taken = ngettext("You take the last place.", "You take the last places.", taken_now)
    elif not places_left:
        taken = gettext("All places are taken.")
    elif others_wait:
        taken = gettext("The places that are free are for those who are on the waiting list already.")
    else:
        taken = ngettext("Only %(left)d place is left.", "Only %(left)d places are left.", places_left) % {
            "left": places_left
        }
    return f"{taken} {_can_wait(waiting, by_organiser=by_organiser)}"


def _can_wait(waiting: int, *, by_organiser: bool) -> str:
    if by_organiser:
        joins = gettext("They can be put on the waiting list.")
        before = ngettext("One person waits already.", "%(waiting)d people wait already.", waiting)
        return f"{joins} {before % {'waiting': waiting} if waiting else gettext('Nobody waits yet.')}"
    if not waiting:
        return gettext("You can join the waiting list. Nobody waits yet.")
    joins = ngettext(
        "You can join the waiting list. One person waits already.",
        "You can join the waiting list. %(waiting)d people wait already.",
        waiting,
    )
    return joins % {"waiting": waiting}


def offer_stands(until: datetime, event: Event, *, places: int) -> str:
    """Until when offered places are kept, and what becomes of them then."""
    return ngettext(
        "We keep it until %(until)s. Without an answer by then it goes to the next on the waiting list.",
        "We keep them until %(until)s. Without an answer by then they go to the next on the waiting list.",
        places,
    ) % {"until": dates.instant_phrase(until, event.timezone, reader_language())}


def turn_ends(name: str, *, shares: bool, own: bool = False) -> str:
    """That the turn of this person, or of the reader herself, ends with a place handed over, or once she shares one."""
    if own and shares:
        return gettext(
            "You are on the waiting list for a place of your own. Nobody can both share a place and wait for one, so "
            "your turn there ends."
        )
    if own:
        return gettext("You are on the waiting list yourself. Your turn there ends.")
    words = (
        gettext(
            "%(name)s is on the waiting list for a place of her own. Nobody can both share a place and wait for one, "
            "so that turn ends."
        )
        if shares
        else gettext("%(name)s is on the waiting list. That turn ends.")
    )
    return words % {"name": name}
