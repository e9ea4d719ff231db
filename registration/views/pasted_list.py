"""A pasted list that is read into a page, and what it left out or guessed, as sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from programme.models import Event
from registration.asking import asks
from registration.cards import MOST_PEOPLE
from registration.pasting import MOST_ENTRIES, PastedPerson, PasteWarning, read_people

People = Sequence[PastedPerson]
# Writes people into what was typed: what stands there now, and those there is no room for.
Into = Callable[[People], tuple[dict[str, str], list[PastedPerson]]]


@dataclass(frozen=True)
class ReadList:
    """Who of a list stands on the page now, and what is `typed` there; what has to be looked at, in `warnings`; those
    there was no room for, `left_over`, a line for each; and what became of the list, in `notice`, where another button
    was pressed."""

    people: list[PastedPerson]
    typed: dict[str, str]
    warnings: list[str]
    left_over: str
    notice: str


def read_list(
    typed: Mapping[str, str],
    into: Into,
    *,
    event: Event,
    unasked: bool,
    most: int = MOST_PEOPLE,
    no_room: Callable[[], str] | None = None,
) -> ReadList:
    """The list of a page read into its fields. `unasked`: another button was pressed; `most` at a time, and `no_room`
    says it where it is for another reason that some are left over."""
    read = read_people(typed.get("pasted", ""), limit=MOST_ENTRIES)
    has_needs = asks(event, "needs")
    warnings = [_sentence(warning, has_needs=has_needs) for warning in read.warnings]
    written, left_out = into(read.people)
    if left_out:
        warnings.append(no_room() if no_room else _no_room(len(left_out), most=most))
    if not read.people and not warnings:
        warnings = [gettext("We found no names in the list. Write one person on each line.")]
    people = [person for person in read.people if person not in left_out]
    return ReadList(
        people=people,
        typed=written,
        warnings=warnings,
        left_over="\n".join(person.line for person in left_out),
        notice=_was_read(len(people)) if unasked else "",
    )


def _sentence(warning: PasteWarning, *, has_needs: bool) -> str:
    """`has_needs`: each person can write of her diet and access on her own page."""
    values = {"line": warning.line_number, "text": warning.text}
    code = "left_out" if warning.code == "need" and not has_needs else warning.code
    return _template(code) % values


def _no_room(number: int, *, most: int) -> str:
    """So many of the list were too many."""
    sentence = ngettext(
        "At most %(most)d people can be signed up at a time, so %(number)d person from the list is left over. "
        "Copy the line below, and sign that person up afterwards.",
        "At most %(most)d people can be signed up at a time, so %(number)d people from the list are left over. "
        "Copy the lines below, and sign those people up afterwards.",
        number,
    )
    return sentence % {"most": most, "number": number}


def _was_read(number: int) -> str:
    """What became of a list that stood in its box when another button was pressed; "" where nobody was found in it."""
    if not number:
        return ""
    sentence = ngettext(
        "We have read the list you had pasted: %(number)d person from it stands in the fields below. "
        "Look it over before you go on.",
        "We have read the list you had pasted: %(number)d people from it stand in the fields below. "
        "Look it over before you go on.",
        number,
    )
    return sentence % {"number": number}


def _template(code: str) -> str:
    match code:
        case "address":
            return gettext("Line %(line)d: “%(text)s” is not an e-mail address and was left out.")
        case "column":
            return gettext("Line %(line)d: the column “%(text)s” is not asked for here and was left out.")
        case "cpr":
            return gettext(
                "Line %(line)d: a number that looks like a CPR number was left out. We do not need it."
            )
        case "duplicate":
            return gettext("Line %(line)d: %(text)s stands in the list twice and was taken once.")
        case "more":
            return gettext("There are %(text)s more lines to look at.")
        case "name_guessed":
            return gettext("Line %(line)d: the name %(text)s was made from the address. Check it.")
        case "name_missing":
            return gettext("Line %(line)d: %(text)s has no name. Write it below.")
        case "name_turned":
            return gettext("Line %(line)d: %(text)s was written with the surname first. Check it.")
        case "left_out":
            return gettext("Line %(line)d: “%(text)s” has no field here and was left out.")
        case "need":
            return gettext(
                "Line %(line)d: “%(text)s” has no field here and was left out. "
                "Diet and access needs are written by each person on her own page."
            )
        case "limit":
            return gettext("Line %(line)d: the list is too long, so %(text)s was left out.")
        case "long":
            return gettext("Line %(line)d is too long and was cut off.")
        case "rest":
            return gettext("Nothing was read from line %(line)d on.")
    return gettext("Line %(line)d: we found no person in “%(text)s”.")
