from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest


class Renderer(DjangoTemplates):
    """As Django draws forms, without going through a template for a list of errors in which there is none: an
    organiser's page asks for a hundred such lists, a tenth of its time."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name.startswith("django/forms/errors/") and not context["errors"]:
            return ""
        return super().render(template_name, context, request)
