"""A form reads as Django draws it, and what says nothing costs nothing."""

from collections.abc import Callable

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.signals import template_rendered

from conference.rendering import Renderer


class Meal(forms.Form):
    dish = forms.CharField(label="Ret")
    people = forms.IntegerField(label="Spisende", min_value=1)

    def clean(self) -> None:
        if self.cleaned_data.get("dish") == "østers":
            raise forms.ValidationError("Østers er <udsolgt>.")


WAYS: list[Callable[[forms.Form], str]] = [
    str,
    lambda form: form.as_p(),
    lambda form: str(form.errors),
    lambda form: form.errors.as_text(),
    lambda form: form["dish"].errors.as_ul(),
    lambda form: str(form["people"].errors),
    lambda form: str(form.non_field_errors()),
]


@pytest.mark.parametrize("typed", [{}, {"dish": "rødgrød", "people": "0"}, {"dish": "østers", "people": "2"}])
@pytest.mark.parametrize("way", WAYS)
def test_a_form_with_and_without_errors_reads_as_django_draws_it(
    way: Callable[[forms.Form], str], typed: dict[str, str]
) -> None:
    assert way(Meal(typed, renderer=Renderer())) == way(Meal(typed, renderer=DjangoTemplates()))


def test_our_forms_are_drawn_by_it_and_an_empty_list_of_errors_by_no_template() -> None:
    drawn = []

    def note(template: object, **_told: object) -> None:
        drawn.append(template)

    form = Meal({"dish": "rødgrød", "people": "0"})
    assert type(form.renderer) is Renderer
    template_rendered.connect(note)
    try:
        assert str(form["dish"].errors) == ""
        assert drawn == []
        assert "rødgrød" not in str(form["people"].errors)
        assert len(drawn) == 2
    finally:
        template_rendered.disconnect(note)
