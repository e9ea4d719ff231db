"""What a browser would send of a page's forms."""

from html.parser import HTMLParser

from django.http import HttpResponse


class FormReader(HTMLParser):
    """What a browser would send of a page's forms, had nobody typed anything."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.textarea: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in have and have.get("type") not in {"submit", "button"}:
            if have.get("type") not in {"checkbox", "radio"}:
                self.data[have["name"]] = have.get("value", "")
            elif "checked" in have:
                self.data[have["name"]] = have.get("value", "on")
        elif tag == "textarea":
            self.textarea = have["name"]
            self.data[have["name"]] = ""
        elif tag == "select":
            self.select = have["name"]
        elif tag == "option" and self.select and "selected" in have:
            self.data[self.select] = have.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.data[self.textarea] += data.removeprefix("\n") if not self.data[self.textarea] else data


def shown(response: HttpResponse) -> dict[str, str]:
    reader = FormReader()
    reader.feed(response.content.decode())
    return {name: value for name, value in reader.data.items() if "__prefix__" not in name}
