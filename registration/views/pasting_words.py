"""What a pasted list left out or guessed, as sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from registration.pasting import PastedPerson, PasteWarning


def sentence(warning: PasteWarning) -> str:
    values = {"line": warning.line_number, "text": warning.text}
    return _template(warning.code) % values


def no_room(people: Sequence[PastedPerson], *, most: int) -> str:
    """Who of the list was one too many."""
    names = ", ".join(person.name or person.email for person in people)
    sentence = gettext("At most %(most)d people can be signed up at a time. Left out: %(names)s.")
    return sentence % {"most": most, "names": names}


def was_read(number: int) -> str:
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
        case "limit":
            return gettext("Line %(line)d: %(text)s did not fit in and was left out.")
        case "long":
            return gettext("Line %(line)d is too long and was cut off.")
        case "rest":
            return gettext("Nothing was read from line %(line)d on.")
    return gettext("Line %(line)d: we found no person in “%(text)s”.")
