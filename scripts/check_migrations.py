"""No migration may lock out the version of the program that still runs while it is applied."""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
django.setup()

from django_migration_linter import MigrationLinter  # noqa: E402

linter = MigrationLinter(
    path=".",
    include_apps=["programme", "registration"],
    no_cache=True,
    # They add constraints or columns with a default in the database, for which SQLite writes the table anew: the
    # columns it fills in have a default there, or are empty, and the NOT NULL that is found is that of older ones.
    ignore_name=[
        "0006_waiting_list",
        "0011_prices",
        "0009_prices_and_payer",
        "0013_cancellation_rule",
        "0011_promised_rule",
        "0014_sessions_reserved_minimum",
        "0013_choices_and_invitations",
        "0015_groups",
        "0017_at_a_cost",
        "0017_choice_by_wishes",
        "0016_places_may_be_shared",
        "0020_shared_places",
        "0024_other_class_vat",
        "0026_kept_to_organisation",
    ],
    quiet=["ok", "ignore", "warning"],
    ignore_initial_migrations=True,
)
linter.lint_all_migrations()
linter.print_summary()
sys.exit(linter.has_errors)
