"""What every form of ours has in common, and how its errors are told."""

from collections.abc import Iterator
from typing import Any

from django import forms

from programme.fields import cut_nothing_off


class PeopleForm(forms.Form):
    """A form without colons and without the browser's own bubbles: our sentences are better and in one language."""

    use_required_attribute = False
    # Whether the fields that may be left empty say so; what says nothing must be filled in.
    marks_optional = True
    # Whether it is one part of a page with others, so that even its only field is named where its error is told.
    is_part = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        cut_nothing_off(self)


def told_errors(form: forms.BaseForm, *, whom: str = "") -> Iterator[tuple[str, str]]:
    """The id of each field in error and what is wrong in which field, and with whom where that is said, in the order
    they are laid out. A form of one field, and a box to tick, need no naming."""
    is_alone = len(form.visible_fields()) < 2 and not getattr(form, "is_part", False)
    for field in form:
        label = "" if is_alone or field.widget_type == "checkbox" else str(field.label)
        where = ", ".join(filter(None, [whom, label]))
        # What asks already ends in a sign.
        named = where if where.endswith("?") or not where else f"{where}:"
        for error in field.errors:
            yield field.id_for_label, f"{named} {error}".strip()
