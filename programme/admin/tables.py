"""Tables of rows on the organisers' pages, for those who see them and those who do not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.forms.models import BaseInlineFormSet, ModelChoiceField
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from programme.admin.base import OwnRows, keep_chosen
from programme.admin.seen_fields import SeenFields
from programme.fields import cut_nothing_off


class KnownChoice(AutocompleteSelect):
    """A choice that is searched for. What is chosen already was read with its row, so it is not looked up again."""

    known: models.Model | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        if self.known is None or [str(one) for one in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance(self.known)
        option = self.create_option(name, self.known.pk, label, selected=True, index=0)
        return [(None, [option], 0)]


class LabelledFormSet(BaseInlineFormSet):
    """Every input of a table row has a name for those who do not see the table: its column and its row. What may be
    chosen is read once for all the rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: dict[str, list[tuple[Any, str]]] = {}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        row = self.row_name(form, index)
        for name in form.fields:
            if isinstance(form, RowForm):
                self.share_choices(form, name)
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                widget = getattr(field.widget, "widget", field.widget)
                label = _("Delete") if name == "DELETE" else capfirst(str(field.label or name))
                widget.attrs["aria-label"] = f"{label}, {row}"

    def share_choices(self, form: "RowForm", name: str) -> None:
        """The choices of a foreign key, and the row's own choice where it is not among them."""
        field = form.fields[name]
        if not isinstance(field, ModelChoiceField) or name not in form.offered or field.queryset is None:
            return
        chosen = getattr(form.instance, name, None) if form.instance.pk is not None else None
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, KnownChoice):
            widget.known = chosen
            return
        if name not in self.offered:
            self.offered[name] = [
                (one.pk, field.label_from_instance(one)) for one in form.offered[name].all()
            ]
        choices = list(self.offered[name])
        if chosen is not None and all(pk != chosen.pk for pk, _label in choices):
            choices.append((chosen.pk, field.label_from_instance(chosen)))
        empty = [("", field.empty_label)] if field.empty_label is not None else []
        field.widget.choices = [*empty, *choices]

    def row_name(self, form: Any, index: int | None) -> str:
        instance = getattr(form, "instance", None)
        if instance is not None and instance.pk is not None:
            return str(instance)
        if index is None:
            return _("new row")
        return _("new row %(number)s") % {"number": index - self.initial_form_count() + 1}


class RowForm(SeenFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cut_nothing_off(self)
        # Before each row's own choice is added.
        self.offered = {
            name: field.queryset
            for name, field in self.fields.items()
            if isinstance(field, ModelChoiceField) and field.queryset is not None
        }
        keep_chosen(self)


# What Django says on the button under a table, which our catalogue says without the name of the row.
gettext_noop("Add another %(verbose_name)s")


class HouseTable(OwnRows, admin.TabularInline):
    """A table on a page: whoever may change the page may change its rows."""

    form: type[forms.ModelForm] = RowForm
    formset = LabelledFormSet
    template = "admin/table.html"
    extra = 1
    # What the rows are called by.
    select_related: Sequence[str] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.select_related) if self.select_related else rows

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
