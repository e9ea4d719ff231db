"""A pasted list that is read into a page, and what it left out or guessed, as sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from programme.models import Event
from registration.asking import asks
from registration.cards import MOST_PEOPLE
from registration.pasting import PastedPerson, PasteWarning, read_people

People = Sequence[PastedPerson]
# Writes people into what was typed: what stands there now, and those there is no room for.
Into = Callable[[People], tuple[dict[str, str], list[PastedPerson]]]


@dataclass(frozen=True)
class ReadList:
    """Who was found in a list, and what is `typed` now; what has to be looked at, in `warnings`; and what became of the
    list, in `notice`, where another button was pressed."""

    people: list[PastedPerson]
    typed: dict[str, str]
    warnings: list[str]
    notice: str


def read_list(
    typed: Mapping[str, str],
    into: Into,
    *,
    event: Event,
    unasked: bool,
    no_room: Callable[[People], str] | None = None,
) -> ReadList:
    """The list of a page read into its fields. `unasked`: another button was pressed; `no_room` says who had none."""
    read = read_people(typed.get("pasted", ""), limit=MOST_PEOPLE)
    has_needs = asks(event, "needs")
    warnings = [_sentence(warning, has_needs=has_needs) for warning in read.warnings]
    written, left_out = into(read.people)
    if left_out:
        warnings.append((no_room or _no_room)(left_out))
    if not read.people and not warnings:
        warnings = [gettext("We found no names in the list. Write one person on each line.")]
    notice = _was_read(len(read.people) - len(left_out)) if unasked else ""
    return ReadList(people=list(read.people), typed=written, warnings=warnings, notice=notice)


def names_of(people: People) -> str:
    return ", ".join(person.name or person.email for person in people)


def _sentence(warning: PasteWarning, *, has_needs: bool) -> str:
    """`has_needs`: each person can write of her diet and access on her own page."""
    values = {"line": warning.line_number, "text": warning.text}
    code = "left_out" if warning.code == "need" and not has_needs else warning.code
    return _template(code) % values


def _no_room(people: People) -> str:
    """Who of the list was one too many."""
    sentence = gettext("At most %(most)d people can be signed up at a time. Left out: %(names)s.")
    return sentence % {"most": MOST_PEOPLE, "names": names_of(people)}


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
            return gettext("Line %(line)d: %(text)s did not fit in and was left out.")
        case "long":
            return gettext("Line %(line)d is too long and was cut off.")
        case "rest":
            return gettext("Nothing was read from line %(line)d on.")
    return gettext("Line %(line)d: we found no person in “%(text)s”.")
