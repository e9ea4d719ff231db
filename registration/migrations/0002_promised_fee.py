from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def as_announced(apps, schema_editor):
    """Places from before are promised what their event costs now."""
    event = apps.get_model("programme", "Event").objects.filter(pk=OuterRef("event_id"))
    places = apps.get_model("registration", "Registration").objects
    places.update(promised_fee_ore=Subquery(event.values("fee_ore")[:1]))


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_initial"), ("programme", "0003_event_address_taken")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="promised_fee_ore",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="promised fee in øre"),
        ),
        migrations.RunPython(as_announced, migrations.RunPython.noop),
    ]
