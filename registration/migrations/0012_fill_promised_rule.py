from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every place was promised to be free to a day, and let off where its event says so. One update for each event and
    day, however many places."""
    registration_model: Any = apps.get_model("registration", "Registration")
    unwritten = registration_model.objects.filter(promised_rule__isnull=True)
    promises = unwritten.order_by().values_list(
        "event_id", "promised_binding_after", "event__releases_when_refilled"
    )
    for event, day, releases in promises.distinct():
        unwritten.filter(event_id=event, promised_binding_after=day).update(
            promised_rule={
                "version": 1,
                "kind": "until_a_day",
                "free_until": day.isoformat() if day else None,
                "steps": [],
                "no_show_ore": None,
                "releases": bool(releases),
                "same_organisation": False,
            }
        )
    given_back = registration_model.objects.filter(still_owed=True, owed_ore__isnull=True)
    given_back.update(owed_ore=F("promised_fee_ore"))


class Migration(migrations.Migration):
    dependencies = [("registration", "0011_promised_rule")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
