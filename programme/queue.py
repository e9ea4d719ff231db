"""Ringing the workers. Work is a row in the database and the queue only rings, so a ring may be lost: a sweep finds
the row. After one failed ring this process does not ring for a minute, lest every request waits for a dead broker."""

import logging
import time
from typing import Any

from celery import current_app

log = logging.getLogger(__name__)

PAUSE_SECONDS = 60.0
_silent_until = 0.0


def ring(task: str, *args: Any) -> bool:
    """Asks a worker to run the named task. False when the queue was not reached; never raises."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        current_app.send_task(task, args=args, ignore_result=True, retry=False)
    except Exception as error:
        _silent_until = time.monotonic() + PAUSE_SECONDS
        log.warning("The queue cannot be reached (%s); the sweep will find the work.", type(error).__name__)
        return False
    return True
