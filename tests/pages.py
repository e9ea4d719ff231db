"""What a page says, as somebody reads it."""

import re
from html import unescape
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.test import Client


def joined(html: str) -> str:
    """Without what only keeps words on one line."""
    return re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", html)


def text_of(html: str) -> str:
    """What a page says, one space between words."""
    body = joined(html.partition("<body>")[2] or html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" ,", ",").replace(" .", ".")


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def sent_untouched(page: Any) -> dict[str, str]:
    """What a browser sends of an organisers' form and its tables when nothing on the page is touched."""
    shown = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        shown += [inline.formset.management_form, *inline.formset.forms]
    return {field.html_name: value for form in shown for field in form if (value := _sent(field))}


def _sent(field: BoundField) -> str:
    # What stands around a choice of rows is no part of what is sent.
    widget: Any = getattr(field.field.widget, "widget", field.field.widget)
    if isinstance(widget, forms.CheckboxInput):
        return "on" if field.value() else ""
    value = widget.format_value(field.value())
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value is None else str(value)
