from datetime import timedelta
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def show_receipts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Receipts last half an hour, so what was booked within the last day is all there is to write."""
    booking_model = apps.get_model("registration", "Booking")
    registration_model = apps.get_model("registration", "Registration")
    mail_model = apps.get_model("registration", "OwedMail")
    recent = booking_model.objects.filter(created_at__gte=timezone.now() - timedelta(days=1), door="page")
    for booking in recent.order_by("pk").iterator(chunk_size=500):
        places = registration_model.objects.filter(booking=booking, substitute_for=None).order_by("pk")
        mails = mail_model.objects.filter(booking=booking, kind="booking_confirmed").order_by("pk")
        facts: dict[str, Any] = mails.values_list("facts", flat=True).first() or {}
        named = [{"name": one.name, "email": one.email, "is_new": True} for one in places]
        named += [
            {"name": one["name"], "email": one["email"], "is_new": False} for one in facts.get("already", [])
        ]
        booking_model.objects.filter(pk=booking.pk).update(named=named)


class Migration(migrations.Migration):
    dependencies = [("registration", "0004_booking_made_by_name")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="named",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(show_receipts, migrations.RunPython.noop, elidable=True),
    ]
