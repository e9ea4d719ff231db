"""An owed mail becomes a message: one recipe, and two templates for each kind. Built when it is sent, so every link
is signed over the present key and every sentence says what holds now. What other rooms ask for is named here."""

from registration.mails.message import Text, build, staff_text, text_of
from registration.mails.rows import Rows, own_at, rows_of

__all__ = ["Rows", "Text", "build", "own_at", "rows_of", "staff_text", "text_of"]
