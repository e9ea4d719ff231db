"""Things that are done one after the other and have nothing to do with each other."""

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)

# What is to be done, in words for the log, and how to do it; it answers how much it did.
Step = tuple[str, Callable[[], int]]


def each_apart(steps: Iterable[Step]) -> int:
    """How much all of them did. One that fails is written in the log, keeps no other from being done, and is tried
    again when it is due next."""
    done = 0
    for what, step in steps:
        try:
            done += step()
        except Exception:
            log.exception("Not done: %s.", what)
    return done
