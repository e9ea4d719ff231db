"""What every form of ours has in common."""

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
