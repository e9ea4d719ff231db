"""How the errors of a form are told: in a summary that leads to the fields."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.text import capfirst

from programme.presenting import before_what_follows


def told_errors(form: forms.BaseForm, *, whom: str = "") -> Iterator[tuple[str, str]]:
    """The id of each field in error and what is wrong in which field, and with whom where that is said, in the order
    they are laid out. A form of one field, and a box to tick, need no naming."""
    is_alone = len(form.visible_fields()) < 2 and not getattr(form, "is_part", False)
    for field in form:
        label = "" if is_alone or field.widget_type == "checkbox" else str(field.label)
        where = ", ".join(filter(None, [whom, label]))
        named = before_what_follows(where)
        for error in field.errors:
            yield field.id_for_label or field.auto_id, f"{named} {error}".strip()


def told_errors_of_page(form: forms.BaseForm, tables: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Those of an organisers' page and of the tables on it, each with its table and row. Where there is no field to
    lead to, the id is empty."""
    yield from (("", str(error)) for error in form.non_field_errors())
    yield from told_errors(form)
    for table in tables:
        rows = table.formset
        called = capfirst(str(table.opts.verbose_name_plural))
        yield from (("", f"{called}: {error}") for error in rows.non_form_errors())
        for index, row in enumerate(rows.forms):
            if rows.can_delete and rows._should_delete_form(row):
                continue
            whom = f"{called}, {rows.row_name(row, index)}"
            yield from (("", f"{whom}: {error}") for error in row.non_field_errors())
            yield from told_errors(row, whom=whom)
