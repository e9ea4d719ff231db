from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until when another may come instead was announced by the event alone: what it announces now is promised. One
    update for each event and rule, however many places."""
    registration_model: Any = apps.get_model("registration", "Registration")
    written = registration_model.objects.filter(promised_rule__isnull=False)
    rules = written.order_by().values_list("event_id", "promised_rule", "event__substitutes_until").distinct()
    for event, rule, day in rules:
        if "substitutes_until" not in rule:
            promised = rule | {"substitutes_until": day.isoformat() if day else None}
            written.filter(event_id=event, promised_rule=rule).update(promised_rule=promised)


class Migration(migrations.Migration):
    dependencies = [("registration", "0018_fill_at_a_cost")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
