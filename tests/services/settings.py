"""The project's settings for real worker processes that are killed: a claim and a sweep last seconds, not minutes."""

from datetime import timedelta

from conference.settings import *  # noqa: F403

MAIL_LEASE = timedelta(seconds=5)
CELERY_BEAT_SCHEDULE = {
    "send owed mails": {"task": "registration.tasks.sweep", "schedule": 1.0},
    "remind": {"task": "registration.tasks.remind", "schedule": 1.0},
    "move waiting lists": {"task": "registration.tasks.move_waiting_lists", "schedule": 1.0},
}
