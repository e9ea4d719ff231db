from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programme import photos
from programme.admin.base import FoldedSearch, HouseAdmin, HouseForm
from programme.models import Event, Speaker, SpeakerPhoto
from programme.reading.portrait import MOST_BYTES, NotAPortrait, portrait


class PortraitField(forms.FileField):
    """An uploaded picture, cleaned to the JPEG that is shown."""

    default_error_messages = {
        "bytes": _("The file is too large: at most 10 MB. Make it smaller and try again."),
        "picture": _("This file is not a picture that can be shown. Choose a JPEG, PNG or WebP file."),
        "pixels": _("The picture is too large. Make it smaller and try again."),
        "small": _("The picture is too small: at least 48 pixels wide and high."),
        "empty": _("This file is not a picture that can be shown. Choose a JPEG, PNG or WebP file."),
    }

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            if file.size > MOST_BYTES:
                raise NotAPortrait("bytes")
            return portrait(file.read())
        except NotAPortrait as error:
            raise ValidationError(self.error_messages[error.code], code=error.code) from error


class SpeakerForm(HouseForm):
    photo = PortraitField(
        label=capfirst(_("photo")),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "It is cut to a square and made small, and what the file tells of place and camera is left out."
        ),
    )
    remove_photo = forms.BooleanField(label=capfirst(_("remove the photo")), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (
            "remove_photo" in self.fields
            and not SpeakerPhoto.objects.filter(speaker=self.instance.pk).exists()
        ):
            del self.fields["remove_photo"]


@admin.register(Speaker)
class SpeakerAdmin(FoldedSearch, HouseAdmin):
    form = SpeakerForm
    list_display = ["name", "owner", "items"]
    search_fields = ["name"]
    ordering = ["name", "pk"]
    readonly_fields = ["photo_now"]
    empty_list = _(
        "No speakers are known yet. Whoever you write in a programme is known from then on, and here you add a photo."
    )
    empty_way = (_("Go to the events"), "programme_event_changelist")

    def get_fields(self, request: HttpRequest, obj: Speaker | None = None) -> Any:
        fields = ["owner", "name", "biography", "website"]
        photo = SpeakerPhoto.objects.filter(speaker=obj).exists() if obj is not None else False
        if photo:
            fields.append("photo_now")
        if self.has_change_permission(request, obj):
            fields += ["photo", "remove_photo"] if photo else ["photo"]
        return fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        return super().get_queryset(request).annotate(item_count=Count("appearances__session", distinct=True))

    @admin.display(description=_("programme items"), ordering="item_count")
    def items(self, speaker: Speaker) -> int:
        return int(speaker.item_count)  # type: ignore[attr-defined]

    @admin.display(description=_("photo now"))
    def photo_now(self, speaker: Speaker) -> str:
        name = SpeakerPhoto.objects.filter(speaker=speaker).values_list("content_hash", flat=True).first()
        if name is None:
            return ""
        address = reverse("programme:photo", args=[name])
        return format_html('<img src="{}" alt="{}" width="120" height="120">', address, speaker.name)

    def save_model(self, request: HttpRequest, obj: Speaker, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("photo"):
            photos.keep(obj.pk, form.cleaned_data["photo"])
        elif form.cleaned_data.get("remove_photo"):
            photos.remove(obj.pk)

    def printed_in(self, obj: Speaker) -> QuerySet[Event]:
        return Event.objects.filter(sessions__appearances__speaker=obj).distinct()
