"""An organisers' form without the page around it, which costs ten times as much: what it makes of what is typed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.test import RequestFactory
from django.utils import translation

from programme.models import User
from tests.forms import FormReader


def fields_of(form: forms.BaseForm) -> dict[str, str]:
    """What a browser would send of the form's fields, had nobody typed anything more."""
    reader = FormReader()
    reader.feed("".join(str(field) for field in form))
    return reader.data


def typed_into(obj: Model, *, by: User, **typed: str) -> Any:
    """The page's form of this row, as it is sent with this typed into it, and judged, in Danish."""
    request = RequestFactory().get("/")
    request.user = by
    page = admin.site.get_model_admin(type(obj))
    with translation.override("da"):
        form_class = page.get_form(request, obj, change=obj.pk is not None)
        form = form_class(fields_of(form_class(instance=obj)) | typed, instance=obj)
        form.full_clean()
    return form


def sentences_of(form: forms.BaseForm) -> dict[str, list[str]]:
    with translation.override("da"):
        return {name: [str(sentence) for sentence in found] for name, found in form.errors.items()}


def typed_into_table(obj: Model, rows_of: type[Model], *rows: dict[str, str], by: User) -> Any:
    """The table of these rows on the page of `obj`, as it is sent with new rows typed into it."""
    request = RequestFactory().get("/")
    request.user = by
    page: Any = admin.site.get_model_admin(type(obj))
    (table,) = (one for one in page.get_inline_instances(request, obj) if one.model is rows_of)
    with translation.override("da"):
        formset_class = table.get_formset(request, obj)
        empty = formset_class(instance=obj)
        data = fields_of(empty.management_form)
        for number, row in enumerate(rows, start=empty.initial_form_count()):
            data |= {f"{empty.prefix}-{number}-{name}": value for name, value in row.items()}
        data[f"{empty.prefix}-TOTAL_FORMS"] = str(empty.initial_form_count() + len(rows))
        formset = formset_class(data, instance=obj)
        formset.full_clean()
    return formset
