"""What is said of a place that two people share, in the active language."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, pgettext

from programme import dates
from programme.languages import reader_language
from programme.presenting import in_a_row
from registration import sharing
from registration.models import Registration, SessionWish
from registration.passing_on import Passing
from registration.policy import Reason


def days_phrase(days: Sequence[date]) -> str:
    """As in "onsdag den 16. og torsdag den 17. september 2026", each with its month; the year once where it is one."""
    one_year = len({day.year for day in days}) == 1
    last = len(days) - 1
    return in_a_row(
        [
            dates.day_phrase(day, reader_language(), year=not one_year or number == last)
            for number, day in enumerate(days)
        ]
    )


def days_of(place: Registration) -> str:
    """The days on which somebody who shares a place comes; "" for anybody else."""
    return days_phrase(sharing.from_text(place.days)) if place.days else ""


def brief_days(place: Registration) -> str:
    """The days in a table: "16. september", or that it is all of them."""
    if not place.days:
        return gettext("all days")
    language = reader_language()
    return in_a_row(
        [dates.short_day_phrase(day, language, year=False) for day in sharing.from_text(place.days)]
    )


def with_days(place: Registration) -> str:
    """What the place is called, and its days where it is shared."""
    return f"{place.called} ({days_of(place)})" if place.is_shared else place.called


def who_comes_when(place: Registration, *, own: bool) -> str:
    """Which days each of the two comes, to the one whose place it is (`own`) or about both; "" where nobody shares
    it."""
    other = place.shares_with
    if other is None:
        return ""
    words = {"name": place.name, "days": days_of(place), "other": other.name, "other_days": days_of(other)}
    if own:
        return gettext("You come on %(days)s. %(other)s comes on %(other_days)s.") % words
    return gettext("%(name)s comes on %(days)s, and %(other)s on %(other_days)s.") % words


def what_passes(passed: tuple[Passing, Passing], place: Registration, other: str, *, own: bool) -> list[str]:
    """What of the programme goes over from whoever has this place to the other of the two and back, and what does not,
    to the one whose place it is (`own`) or about both; nothing where nothing is chosen on the days that change."""
    there, back = passed
    return [
        *_one_way(there, giver=place.name, receiver=other, reader="giver" if own else ""),
        *_one_way(back, giver=other, receiver=place.name, reader="receiver" if own else ""),
    ]


def what_goes_along(leaves: Passing, *, name: str) -> str:
    """What of the programme goes along with a place that is handed over; "" where nothing does."""
    items = [one.title for one in leaves.over] + [_wished(one) for one in leaves.wishes_over]
    if not items:
        return ""
    words = gettext("What %(name)s has chosen of the programme goes along: %(items)s.")
    return words % {"name": name, "items": in_a_row(items)}


def _one_way(leaves: Passing, *, giver: str, receiver: str, reader: str) -> list[str]:
    match reader:
        case "giver":
            over = gettext(
                "What you have chosen of the programme for the days of %(receiver)s goes over to %(receiver)s: "
                "%(items)s."
            )
            gone = gettext(
                "What you have chosen and cannot go over to %(receiver)s is no longer chosen: %(items)s."
            )
        case "receiver":
            over = gettext(
                "What %(giver)s has chosen of the programme for your days goes over to you: %(items)s."
            )
            gone = gettext(
                "What %(giver)s has chosen and cannot go over to you is no longer chosen: %(items)s."
            )
        case _:
            over = gettext(
                "What %(giver)s has chosen of the programme for the days of %(receiver)s goes over to %(receiver)s: "
                "%(items)s."
            )
            gone = gettext(
                "What %(giver)s has chosen and cannot go over to %(receiver)s is no longer chosen: %(items)s."
            )
    lines = ((over, leaves.over, leaves.wishes_over), (gone, leaves.freed, leaves.wishes_gone))
    names = {"giver": giver, "receiver": receiver}
    return [
        words % (names | {"items": in_a_row([*(one.title for one in rows), *map(_wished, wishes)])})
        for words, rows, wishes in lines
        if rows or wishes
    ]


def _wished(wish: SessionWish) -> str:
    return f"{wish.title} ({pgettext('of a programme item', 'wish')})"


def changed_meanwhile() -> str:
    return gettext("Something has been changed meanwhile. Look at it again, and press the button once more.")


def why(reason: Reason) -> str:
    """Why not, as a sentence; "" for a reason that is about something else."""
    match reason:
        case Reason.NOT_SHARED_HERE:
            return gettext("At this event a place cannot be shared by two people.")
        case Reason.ALREADY_SHARED:
            return gettext("This place is shared by two people already.")
        case Reason.NOTHING_TO_SHARE:
            return gettext("A place can be shared once you have it.")
        case Reason.NOT_SHARED:
            return gettext("This place is not shared with anybody.")
        case Reason.HOLDER_CHANGES_DAYS:
            return gettext(
                "The person you share the place with, or the contact of the booking, changes who comes on which day."
            )
        case Reason.SHARES_THE_PLACE:
            return gettext(
                "This person shares the place already. The one who has it can let the other have all days, and the "
                "other can cancel her own."
            )
        case Reason.NOT_ON_HER_DAYS:
            return gettext(
                "What you chose is on a day on which the other of you two comes. Choose something else."
            )
        case Reason.NO_DAYS_LEFT:
            return gettext(
                "Each of the two must come on at least one day. If another is to come on all of them, hand the place "
                "over instead."
            )
    return ""
