"""What is wrong on an organisers' page is told above it, with a link to each field."""

import re

import pytest
from django.test import Client

from programme.models import Event
from tests.forms import shown
from tests.pages import text_of
from tests.programme.admin_pages import address


@pytest.mark.django_db
def test_every_mistake_on_an_events_page_is_told_above_it(dorte_client: Client, event: Event) -> None:
    url = address("event", "change", event.pk)
    typed = {"title": "", "contact_email": "nej", "ends_on": "1-1-2020", "prices-0-name": "Hel dag"}
    page = dorte_client.post(url, shown(dorte_client.get(url)) | typed).content.decode()
    summary = page[page.index('class="people-errors" role="alert" tabindex="-1" autofocus') :]
    links = re.findall(r'<li><a href="#(.*?)">(.*?)</a></li>', summary)
    assert [(name, text_of(words)) for name, words in links] == [
        ("id_title", "Titel: Udfyld feltet."),
        ("id_ends_on", "Sidste dag: Den sidste dag ligger før den første."),
        (
            "id_contact_email",
            "Kontaktens e-mail: Det er ikke en e-mailadresse. Skriv den som navn@example.org.",
        ),
        ("id_prices-0-amount_ore", "Priser, ny række 1, Pris i kroner: Udfyld feltet."),
    ]
    assert all(f'id="{name}"' in page for name, _words in links)
    assert "errornote" not in page
