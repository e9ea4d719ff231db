"""The demo's clock: it runs, or it stands still at a chosen instant until another is chosen. A last second that ran
would be over before anybody had read the page."""

import secrets
from datetime import datetime

from django.conf import settings

from conference import clock
from registration.demo.moments import Moment
from registration.models import OwedMail


def set_to(moment: Moment, *, at: datetime | None) -> None:
    """Every process sees it at its next look; the file appears whole or not at all. `at` None: the clock runs."""
    if at is None:
        clock.file().unlink(missing_ok=True)
        return
    draft = clock.file().with_name(f"demo-clock.{secrets.token_hex(4)}")
    draft.write_text(f"{at.isoformat()} {moment}\n", encoding="ascii")
    draft.replace(clock.file())


def chosen() -> Moment | None:
    """The moment that was chosen; None where the file was written by somebody who knows none of ours."""
    if clock.stands_at() is None:
        return Moment.TODAY
    try:
        return Moment(clock.file().read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None


def catch_up(*, now: datetime) -> int:
    """What is owed is due now, however much later it was written or put off, since no clock that stands still or was
    set back would ever come to it; and no lease lasts longer than one taken now. How many mails that was."""
    later = OwedMail.objects.filter(status=OwedMail.Status.OWED, due_at__gt=now)
    latest = now + settings.MAIL_LEASE
    OwedMail.objects.filter(status=OwedMail.Status.CLAIMED, claimed_until__gt=latest).update(
        claimed_until=latest
    )
    return later.update(due_at=now)
