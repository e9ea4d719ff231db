"""What is said of programme items that need signing up and of invitations, in the active language."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext, pgettext

from programme import dates
from programme.languages import reader_language
from programme.models import ChoiceGroup, Event, Session
from programme.presenting import in_a_row
from registration import choosing
from registration.choosing import Chosen, Objection
from registration.models.session_wish import MOST_WISHES
from registration.policy import Reason


def last_day(event: Event) -> str:
    """The last day on which items are chosen, as it is said in a sentence."""
    return dates.day_phrase(choosing.last_day(event), reader_language())


def why(reason: Reason, event: Event) -> str:
    """Why not, as a sentence; "" for a reason that is about something else."""
    match reason:
        case Reason.ITEM_FULL:
            return gettext("What you chose is full now. Choose something else.")
        case Reason.ITEMS_CLASH:
            return gettext("Two of the items you chose are at the same time. Choose one of them.")
        case Reason.TOO_MANY_ITEMS:
            return gettext("You chose more than there may be chosen.")
        case Reason.NO_SUCH_ITEM:
            return gettext("What you chose cannot be chosen any longer. Choose something else.")
        case Reason.HAS_NO_PLACE_YET:
            return gettext("You choose programme items once you have a place.")
        case Reason.CHOICE_CLOSED:
            said = gettext("The last day to choose programme items was %(day)s.")
            return said % {"day": last_day(event)}
        case Reason.ITEM_BY_WISHES:
            return gettext("What you chose is distributed by wishes. Write your wishes instead.")
        case Reason.WISHED_TWICE:
            return gettext("You wished for the same item twice. Choose another, or leave the wish empty.")
        case Reason.TOO_MANY_WISHES:
            return gettext("You wrote more than %(most)d wishes.") % {"most": MOST_WISHES}
        case Reason.WISHES_DISTRIBUTED:
            return gettext(
                "The items have been distributed meanwhile. Choose among those that have places left."
            )
        case Reason.INVITATION_OVER:
            return gettext("This invitation no longer holds.")
        case Reason.INVITATION_USED:
            return gettext("The places of this invitation are taken.")
    return ""


def still_to_choose(groups: Sequence[ChoiceGroup], event: Event) -> str:
    """What everybody chooses or wishes for and somebody has not; "" where that is nothing."""
    to_wish = [one for one in groups if one.gathers_wishes]
    to_choose = [one for one in groups if not one.gathers_wishes]
    said = [
        (gettext("Still to be chosen on the own page, no later than %(day)s: %(choices)s."), to_choose),
        (gettext("Wishes still to be written on the own page, no later than %(day)s: %(choices)s."), to_wish),
    ]
    return " ".join(
        words % {"day": last_day(event), "choices": _names(those)} for words, those in said if those
    )


def _names(groups: Sequence[ChoiceGroup]) -> str:
    return in_a_row([gettext("“%(item)s”") % {"item": one.name} for one in groups])


def changed_meanwhile(name: str = "") -> str:
    """To whoever sends a page that was shown before the items were distributed; with whose items they are, where they
    are another person's."""
    if name:
        said = gettext(
            "The programme items have been distributed since you opened this page, so nothing was saved. What "
            "%(name)s has now stands below; it can be changed, as long as there are places."
        )
        return said % {"name": name}
    return gettext(
        "The programme items have been distributed since you opened this page, so nothing was saved. What you have now "
        "stands below; you can change it, as long as there are places."
    )


def distributed_meanwhile(wished: Sequence[tuple[str, Sequence[str]]]) -> str:
    """To whoever signs people up on such a page, with the wishes she wrote there: of each whose they are, "" for her
    own, and the titles."""
    said = gettext(
        "The programme items have been distributed since you opened this page. Choose among those that have places "
        "left."
    )
    if not wished:
        return said
    lines = [f"{name}: {wish_line(titles)}" if name else wish_line(titles) for name, titles in wished]
    return f"{said} {gettext('Written wishes: %(wishes)s.') % {'wishes': ' – '.join(lines)}}"


def by_wishes_meanwhile() -> str:
    """The same where items are to be wished for since the page was shown."""
    return gettext("Programme items are distributed by wishes now. Write wishes instead.")


def moved_up() -> str:
    """Said once wishes are saved of which one before another was left empty."""
    return gettext("A wish before the last was empty, so those after it have moved up.")


def objection_said(objection: Objection, event: Event) -> str:
    """What is wrong with what was chosen, with the items it is about."""
    titles = [gettext("“%(item)s”") % {"item": one.title} for one in objection.items]
    match objection.reason:
        case Reason.ITEM_FULL if len(titles) == 1:
            return gettext("%(item)s is full. Choose something else.") % {"item": titles[0]}
        case Reason.ITEM_FULL:
            return gettext("%(items)s are full. Choose something else.") % {"items": in_a_row(titles)}
        case Reason.ITEMS_CLASH:
            said = gettext("%(items)s are at the same time. Choose one of them.")
            return said % {"items": in_a_row(titles)}
        case Reason.WISHED_TWICE if titles:
            group = objection.items[0].choice
            said = gettext(
                "You wished for %(item)s twice in “%(choice)s”. Choose another, or leave the wish empty."
            )
            return said % {"item": titles[0], "choice": group.name if group else ""}
        case Reason.TOO_MANY_ITEMS if objection.items and objection.items[0].choice is not None:
            group = objection.items[0].choice
            said = gettext("Choose at most %(most)d of “%(choice)s”.")
            return said % {"most": group.most or 0, "choice": group.name}
    return why(objection.reason, event)


def when(item: Session | Chosen, event: Event) -> str:
    """The time of an item; with its day where the event lasts several."""
    clock = (
        "" if item.starts_at is None else dates.span_phrase(item.starts_at, item.ends_at, reader_language())
    )
    if event.starts_on == event.ends_on and item.day == event.starts_on:
        return clock
    day = dates.day_phrase(item.day, reader_language(), year=False)
    return f"{day} {clock}".strip()


def item_line(item: Session | Chosen, event: Event) -> str:
    """An item as it stands in a list: title, time and room."""
    return ", ".join(filter(None, (item.title, when(item, event), item.room)))


def common_time(items: Sequence[Session], event: Event) -> str:
    """The time of several items that are all at the same; "" where they are not, or where there is only one."""
    times = {when(one, event) for one in items}
    return times.pop() if len(times) == 1 and len(items) > 1 else ""


def few_left(line: str, left: int) -> str:
    """An item of which few places are left."""
    said = ngettext("%(item)s – %(left)d place left", "%(item)s – %(left)d places left", left)
    return said % {"item": line, "left": left}


def rule_of_wishes() -> str:
    """How items are distributed by wishes, as it is said to those who wish; `registration.distributing` does it."""
    return " ".join(
        (
            gettext(
                "It does not matter who comes first: the organiser distributes all the places at one time."
            ),
            gettext(
                "As many people as possible get one of their wishes, and as many as possible their first, then their "
                "second."
            ),
            gettext("Where several stand alike, whoever signed up first has the place."),
            gettext("You get at most one of the items."),
        )
    )


def wish_number(rank: int) -> str:
    """Which wish it is, as a label: “1st wish”."""
    return {1: gettext("1st wish"), 2: gettext("2nd wish"), 3: gettext("3rd wish")}[rank]


def wish_line(titles: Sequence[str]) -> str:
    """The wishes of one choice, in their order: “1. …, 2. …”."""
    return "; ".join(f"{rank}. {title}" for rank, title in enumerate(titles, start=1))


def lost_wish(*, title: str, rank: int, called_off: bool) -> str:
    """What became of a wish for an item that nobody could get."""
    said = (
        gettext("“%(item)s” (%(wish)s) was called off.")
        if called_off
        else gettext("“%(item)s” (%(wish)s) is no longer among the items.")
    )
    return said % {"item": title, "wish": wish_number(rank)}


def wished_by(ranks: Sequence[int]) -> str:
    """How many wish for an item as each wish, for an organiser."""
    first, second, third = ranks
    said = gettext("%(first)d as 1st wish, %(second)d as 2nd, %(third)d as 3rd")
    return said % {"first": first, "second": second, "third": third}


def with_places(line: str, places: int | None) -> str:
    """An item that is wished for, with how many it has room for."""
    if places is None:
        return line
    said = ngettext("%(item)s (%(places)d place)", "%(item)s (%(places)d places)", places)
    return said % {"item": line, "places": places}


def stands(item: Session, event: Event, *, taken: int, wished: Sequence[int] = ()) -> str:
    """What an organiser is told of an item that needs signing up, where she writes the programme. `wished`: how many
    wish for it as each wish, where people wish now."""
    if item.is_cancelled:
        return ngettext(
            "Called off. %(taken)d person has chosen it.",
            "Called off. %(taken)d people have chosen it.",
            taken,
        ) % {"taken": taken}
    if choosing.is_wished_for(item):
        told = [gettext("Distributed by wishes: %(wished)s.") % {"wished": wished_by(wished or (0, 0, 0))}]
        if item.places is not None:
            told.append(
                ngettext("%(places)d place.", "%(places)d places.", item.places) % {"places": item.places}
            )
        if taken:
            told.append(
                ngettext("%(taken)d has a place already.", "%(taken)d have a place already.", taken)
                % {"taken": taken}
            )
        told.append(gettext("Part of “%(choice)s”.") % {"choice": item.choice.name if item.choice else ""})
        told.append(gettext("People wish until %(day)s.") % {"day": last_day(event)})
        return " ".join(told)
    if item.places is None:
        said = ngettext(
            "Needs signing up: %(taken)d person has chosen it.",
            "Needs signing up: %(taken)d people have chosen it.",
            taken,
        )
    else:
        said = gettext("Needs signing up: %(taken)d of %(places)d places are taken.")
    told = [said % {"taken": taken, "places": item.places}]
    if item.choice is not None:
        told.append(gettext("One of “%(choice)s”.") % {"choice": item.choice.name})
    told.append(gettext("It can be chosen until %(day)s.") % {"day": last_day(event)})
    return " ".join(told)


def too_few_left(item: Session, left: int) -> str:
    """Said to one of a booking whose others have taken what was left."""
    said = ngettext(
        "Only %(left)d place is left in “%(item)s”, and you have chosen it for more people.",
        "Only %(left)d places are left in “%(item)s”, and you have chosen it for more people.",
        left,
    )
    return said % {"item": item.title, "left": left}


def trouble(item: Chosen) -> str:
    """What became of a chosen item; "" where all is well."""
    return {
        "gone": pgettext("programme item", "taken out of the programme"),
        "called_off": pgettext("programme item", "called off"),
        "moved": pgettext("programme item", "has a new time"),
        "clash": gettext("at the same time as something else you chose"),
    }.get(item.trouble, "")
