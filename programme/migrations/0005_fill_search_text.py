from typing import Any

from django.db import migrations

from programme.folding import search_text


def fill(apps: Any, schema_editor: Any) -> None:
    """The words each event is found by, as they are written from now on with every save."""
    Event = apps.get_model("programme", "Event")
    Organisation = apps.get_model("programme", "Organisation")
    Appearance = apps.get_model("programme", "Appearance")
    for event in Event.objects.filter(search_text=None).select_related("venue").iterator(chunk_size=200):
        venue = event.venue
        place = [venue.name, venue.street_address, venue.postal_code, venue.city] if venue else []
        organisers = Organisation.objects.filter(pk=event.owner_id) | Organisation.objects.filter(
            organiser__event=event
        )
        speakers = Appearance.objects.filter(session__event=event).order_by("pk")
        words = search_text(
            event.title,
            event.subtitle,
            event.audience,
            *place,
            *(word for names in organisers.distinct().values_list("name", "short_name") for word in names),
            *(word for names in speakers.values_list("speaker__name", "affiliation") for word in names),
        )
        Event.objects.filter(pk=event.pk).update(search_text=words)


class Migration(migrations.Migration):

    dependencies = [
        ("programme", "0004_search_and_target_groups"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
