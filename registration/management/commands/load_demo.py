"""Fills an empty database with the demo."""

import argparse
from datetime import date, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from conference import clock
from programme import dates
from programme.models import Event, User
from registration.demo import clock as demo_clock
from registration.demo.load import load
from registration.demo.moments import Moment


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a day like 2026-09-16, not {text!r}.") from None


class Command(BaseCommand):
    help = (
        "Loads the demo: two past conferences, a coming one and an organiser's login, into an empty database."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Leave a database that holds something, without an error."
        )
        parser.add_argument(
            "--today", type=day, help="The day the coming edition is counted from (2026-09-16)."
        )

    def handle(self, *args: Any, if_empty: bool, today: date | None, **options: Any) -> None:  # noqa: ARG002
        if not settings.DEMO:
            raise CommandError("The demo is switched off in this installation; DEMO=1 switches it on.")
        with transaction.atomic():
            if Event.objects.exists() or User.objects.exists():
                if not if_empty:
                    raise CommandError(
                        "The database already holds events or users; the demo needs an empty one."
                    )
                self.stdout.write("The database already holds events or users; the demo was not loaded.")
                return
            # What was set for another demo's events says nothing of these.
            demo_clock.set_to(Moment.TODAY, at=None)
            now = dates.instant(today, time(12), settings.TIME_ZONE) if today else clock.now()
            events = load(now=now, login_file=settings.DATA_DIR / "demo-login")
        self.stdout.write(f"The demo is loaded: {len(events)} events.")
