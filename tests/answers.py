"""What a page says, and what its forms would send."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from tests.pages import joined


class _Form(HTMLParser):
    """The inputs of a page as a browser would send them, without the token."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name = facts.get("name")
        if tag != "input" or not name or name == "csrfmiddlewaretoken":
            return
        if facts.get("type") not in {"checkbox", "radio"}:
            self.values[name] = facts.get("value") or ""
        elif "checked" in facts:
            self.values[name] = facts.get("value") or "on"


def fields(response: Any) -> dict[str, str]:
    form = _Form()
    form.feed(response.content.decode())
    return form.values


def said(response: Any) -> str:
    """One space between words, and no markup."""
    body = joined(response.content.decode().partition("<main")[2])
    return (
        " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<main{body}")).split())
        .replace(" .", ".")
        .replace(" ,", ",")
    )


def hrefs(response: Any) -> list[str]:
    body = response.content.decode().partition("<main")[2]
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', body)]
