"""Whether words tell of a job or of a workplace."""

import re

from registration.pasting.reading import LONGEST_ENTRY

_CLUE = re.compile(
    r"(?P<job>bibliotekar|leder|chef|konsulent|direktør|assistent|medarbejder|koordinator|formidler|sekretær|formand"
    "|formænd|borgmester|rådmand|udvalgs|byråd|specialist|udvikler|pædagog|lærer|studerende|praktikant|redaktør"
    r"|journalist|fuldmægtig|rådgiver|kurator|manager|librarian|projekt|ansvarlig|elev\b|inspektør)"
    r"|(?P<place>bibliotek|kommune(?!s?.?konsulent)|forening|forbund|universitet|skolen?\b|gymnasi|museum|museet|arkiv"
    r"|styrelse|ministeri|a/s\b|aps\b|kulturhus|library|region\b|center\b|centret\b|forvaltning)"
)


def kind_of(text: str) -> str:
    """Whether the words tell of a job or of a workplace: the last clue in the first word that has one."""
    small = text[:LONGEST_ENTRY].casefold()
    for word in small.split() if _CLUE.search(small) else ():
        kinds = [hit.lastgroup or "" for hit in _CLUE.finditer(word)]
        if kinds:
            return kinds[-1]
    return ""
