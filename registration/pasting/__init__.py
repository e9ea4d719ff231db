"""Reads the lists that people paste: lines from Outlook, cells from Excel, a plain list of names.

Text in, people and warnings out; no Django, and no text makes it fail. What is not understood comes back as a
warning with its line, so that nothing is lost in silence. The time it takes grows with the length of the text."""

from registration.pasting.lines import read_people
from registration.pasting.reading import MOST_ENTRIES, Pasted, PastedPerson, PasteWarning

__all__ = ["MOST_ENTRIES", "PasteWarning", "Pasted", "PastedPerson", "read_people"]
