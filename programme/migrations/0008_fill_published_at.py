from typing import Any

from django.db import migrations
from django.db.models import F


def fill(apps: Any, schema_editor: Any) -> None:
    """What is announced already was published when it last changed, as far as we know: so no programme says that it has
    changed before it does."""
    Event = apps.get_model("programme", "Event")
    announced = (
        Event.objects.filter(published_at=None).exclude(status="draft").exclude(programme_changed_at=None)
    )
    while keys := list(announced.order_by("pk").values_list("pk", flat=True)[:500]):
        Event.objects.filter(pk__in=keys).update(published_at=F("programme_changed_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("programme", "0007_colour_and_published_at"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
