"""Plain text for mail programs of every width (RFC 3676, format=flowed): wrapped for those that show lines as they
come, with a mark at each break for those that fit paragraphs to the screen. Pure."""

import re
import textwrap

# Columns of a line. A link that is longer stays whole.
WIDTH = 72
# Spaces that no line ends at: before the hours, the month and the money.
KEPT_TOGETHER = re.compile(r"(?<=\bkl\.) (?=\d)|(?<=\d\.) (?=[a-zæøå])|(?<=\d) (?=kr\.)")
NO_BREAK = "\N{NO-BREAK SPACE}"


def flowed(text: str) -> str:
    """The text as it travels: a line that ends in a space goes on in the next one."""
    return "\n".join(" \n".join(map(_stuffed, _wrapped(line))) for line in text.split("\n"))


def read(text: str) -> str:
    """The paragraphs of a text that travelled so, each one line."""
    paragraphs, rest = [], ""
    for line in text.split("\n"):
        rest += line.removeprefix(" ")
        if not line.endswith(" "):
            paragraphs.append(rest)
            rest = ""
    return "\n".join([*paragraphs, rest] if rest else paragraphs)


def _wrapped(line: str) -> list[str]:
    kept = textwrap.wrap(
        KEPT_TOGETHER.sub(NO_BREAK, line.rstrip()),
        WIDTH,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [part.replace(NO_BREAK, " ") for part in kept] or [""]


def _stuffed(line: str) -> str:
    """A line that would begin as a quotation, or be taken for one of the mailbox's own, gets a space in front."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line
