"""The migrations make the tables that the models describe, also on SQLite, where the other tests migrate nothing."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings


def columns_of_models() -> dict[str, set[str]]:
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields}
        for model in models
        if model._meta.managed and not model._meta.proxy
    }


def constraints_of_models() -> dict[str, set[str]]:
    return {
        model._meta.db_table: {constraint.name for constraint in model._meta.constraints}
        for model in apps.get_models()
        if model._meta.constraints
    }


@pytest.mark.long
def test_all_migrations_run_on_sqlite_from_nothing_and_leave_out_nothing(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    told = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "conference.settings",
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{file}",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    database = sqlite3.connect(file)
    written = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    indexes = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    made = {
        table: {column for _, column, *_ in database.execute(f'PRAGMA table_info("{table}")')}
        for table in written
        if table not in {"django_migrations", "sqlite_sequence"}
    }
    assert made == columns_of_models()
    constraints = constraints_of_models()
    assert len(constraints) > 10
    for table, names in constraints.items():
        found = {name for name in names if f'CONSTRAINT "{name}"' in written[table]} | indexes
        assert names - found == set(), table
    database.close()
