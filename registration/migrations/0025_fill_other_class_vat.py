from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """How the class of a substitute stood to VAT is known by the event's price of that name; where there is none any
    longer, it is taken to be as the place's own."""
    registration_model: Any = apps.get_model("registration", "Registration")
    price_model: Any = apps.get_model("programme", "Price")
    for place in registration_model.objects.exclude(other_class="").iterator():
        announced = price_model.objects.filter(event_id=place.event_id, name=place.other_class).first()
        place.other_class_vat = announced.vat if announced else place.promised_vat
        place.save(update_fields=["other_class_vat"])


class Migration(migrations.Migration):
    dependencies = [("registration", "0024_other_class_vat")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
