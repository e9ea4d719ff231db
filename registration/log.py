"""Personal links open a person's page without a password, so no log may hold one."""

import logging
import re

from programme.personal import PREFIXES

# The signed part of a personal address: see registration/links.py.
SIGNED = re.compile(rf"(/(?:{'|'.join(PREFIXES)})/)[^/\s\"'?]+")


def masked(text: str) -> str:
    """The text with every personal link's secret part replaced by an ellipsis."""
    return SIGNED.sub(r"\1…", text)


class MaskLinks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        return True
