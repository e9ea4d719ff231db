"""The admin's own forms and tables of rows, a little changed."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from django import forms, template
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from programme.form_errors import told_errors_of_page

register = template.Library()

HEADING = re.compile(r'<th(?: class="column-(\w+)[^"]*")?>(.*?)</th>', re.DOTALL)
CELL = re.compile(r'<td class="(?:field-(\w+)|delete"(?=><(?!/td)))')


@register.simple_tag
def errors_of_page(form: forms.BaseForm, tables: Iterable[Any]) -> list[tuple[str, str]]:
    """Each error on the page with the field it is about."""
    return list(told_errors_of_page(form, tables))


@register.filter
def without_empty_heading(table: SafeString) -> SafeString:
    """The admin's table with its first, wordless heading as a plain cell: a heading says something."""
    return mark_safe(table.replace('<th class="original"></th>', '<td class="original"></td>'))  # noqa: S308


@register.filter
def with_named_cells(table: SafeString) -> SafeString:
    """Each cell with the name of its column, for a window too narrow for columns."""
    # The column of the boxes that delete a row has no class.
    names = {field: " ".join(strip_tags(words).split()) for field, words in HEADING.findall(table)}

    def named(cell: re.Match[str]) -> str:
        name = escape(unescape(names.get(cell[1] or "", "")))
        return cell[0].replace("<td ", f'<td data-label="{name}" ') if name else cell[0]

    return mark_safe(CELL.sub(named, table))  # noqa: S308 (its own words, escaped)


@register.filter
def with_named_search(search: SafeString) -> SafeString:
    """The admin's search with a name in the reader's language; its picture is named in English."""
    name = escape(_("Search the list"))
    return mark_safe(search.replace('alt="Search"', f'alt="{name}"'))  # noqa: S308 (its own words, escaped)
