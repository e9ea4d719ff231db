"""What a page says, as somebody reads it."""

import re
from html import unescape

from django.test import Client


def text_of(html: str) -> str:
    """What a page says, one space between words."""
    body = html.partition("<body>")[2] or html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace(" ,", ",").replace(" .", ".")


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return text_of(answer.content.decode())
