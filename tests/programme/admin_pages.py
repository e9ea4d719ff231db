"""The organisers' pages as somebody opens, fills in and sends them."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.forms import shown

# What is typed for a new event.
NEW = {
    "title": "Åbne døre på Ærø",
    "starts_on": "16. september 2026",
    "starts_at": "9",
    "ends_at": "16.30",
    "contact_email": "dorte@example.org",
    "fee_ore": "1.295,00",
    "registration_closes_on": "9/9-2026",
    "binding_after": "2.9.2026",
    "substitutes_until": "15-09-2026",
}


def address(model: str, view: str, *args: object) -> str:
    return reverse(f"admin:programme_{model}_{view}", args=args)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)  # type: ignore[attr-defined]


def save(client: Client, url: str, **typed: str) -> HttpResponse:
    """Opens the form, types and saves."""
    return client.post(url, shown(client.get(url)) | typed)


def warnings(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]
