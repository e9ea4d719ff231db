from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Which of the places that are still owed were cancelled, and not given back, is known by the history."""
    registration_model: Any = apps.get_model("registration", "Registration")
    entry_model: Any = apps.get_model("registration", "HistoryEntry")
    cancelled = entry_model.objects.filter(verb="cancelled").values("registration")
    owing = registration_model.objects.filter(still_owed=True, owed_ore__gt=0, pk__in=cancelled)
    owing.update(at_a_cost=True)


class Migration(migrations.Migration):
    dependencies = [("registration", "0017_at_a_cost")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
