"""Personal links open a person's page without a password, so no log may hold one."""

import logging
import re

from programme.personal import PREFIXES

# The signed part of a personal address: see registration/links.py.
SIGNED = re.compile(rf"(/(?:{'|'.join(PREFIXES)})/)[^/\s\"'?]+")


def masked(text: str) -> str:
    """The text with every personal link's secret part replaced by an ellipsis."""
    return SIGNED.sub(r"\1…", text)


class MaskedFormatter(logging.Formatter):
    """Masks the whole of what is written, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
