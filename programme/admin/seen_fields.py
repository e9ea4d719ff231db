"""What somebody did not touch on a page stays as it is stored, also where that is newer than her page."""

import copy
from typing import Any

from django import forms


class SeenFields(forms.ModelForm):
    """A stored row whose form carries the values it showed, so that they can be told from what was typed. `untouched`
    are the fields that were sent back as they were shown: they are read as what is stored now, and shown so again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.untouched: frozenset[str] = frozenset()
        if self.instance.pk is None:
            return
        stored = {
            field.name
            for field in (*self._meta.model._meta.concrete_fields, *self._meta.model._meta.many_to_many)
        }
        for name, field in self.fields.items():
            is_kept = name in stored and not field.widget.is_hidden and not isinstance(field, forms.FileField)
            # A page of before, and one that was not made by a browser, sends none.
            field.show_hidden_initial = is_kept and (
                not self.is_bound or self.add_initial_prefix(name) in self.data
            )

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        if not self.is_behind():
            return
        touched = set(self.changed_data)
        self.untouched = frozenset(
            name for name, field in self.fields.items() if field.show_hidden_initial and name not in touched
        )
        self.data = copy.copy(self.data)
        for name in self.untouched:
            self.errors.pop(name, None)
            self.cleaned_data[name] = self._stored(name)
            self.fields[name].bound_data = _as_stored  # type: ignore[method-assign]
            self.data.pop(self.add_initial_prefix(name))  # type: ignore[attr-defined]

    def is_behind(self) -> bool:
        """Whether the row may have been changed since it was shown."""
        return self.instance.pk is not None

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in self.untouched]

    def _stored(self, name: str) -> Any:
        value = getattr(self.instance, name)
        return list(value.all()) if self.instance._meta.get_field(name).many_to_many else value


def _as_stored(data: Any, initial: Any) -> Any:  # noqa: ARG001
    return initial
