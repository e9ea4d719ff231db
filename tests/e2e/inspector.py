"""Looks at pages as they stand: what axe finds in them, and what sticks out of the window."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template import Template
from django.test.signals import template_rendered

from tests.e2e.hands import led_by
from tests.e2e.visitor import DESK, NARROWEST, PHONE, Visitor

AXE = Axe()
PAGE = re.compile(r"(programme|registration)/[a-z]\w*\.html|\d{3}\.html")
# A colour that changes by degrees is not judged on its way.
COME_TO_REST = "document.getAnimations().forEach(one => one.finish())"
# What stands on a page and is none, and what is no page of the site.
PARTS = {"registration/demo_strip.html", "programme/pdf.html"}
# Where pictures of the pages are put, when somebody wants to look at them.
PICTURES = os.environ.get("PICTURES", "")


class Inspector:
    """Goes through the site with a visitor and writes down what is wrong, page by page. `seen` names the public pages
    by their templates, with and without errors."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self.rendered = ""
        self.numbers = count(1)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Knows which page is shown."""

        def notice(template: Template, **_: Any) -> None:
            if template.name and PAGE.fullmatch(template.name) and template.name not in PARTS:
                self.rendered = template.name.removesuffix(".html")

        template_rendered.connect(notice)
        yield
        template_rendered.disconnect(notice)

    def look(self, name: str) -> None:
        """At the page as it stands: wide in light, narrow in dark, and whether it fits the narrowest screen."""
        has_errors = self.page.locator(".error-summary").count() > 0
        self.seen.add(self.rendered + " with errors" * has_errors)
        own = self.page.viewport_size
        assert own is not None
        for (width, height), scheme in ((DESK, "light"), (PHONE, "dark")):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.evaluate(COME_TO_REST)
            self.wrong += [f"{name} {width}: {fault}" for fault in self.faults()]
            if PICTURES:
                file = f"{next(self.numbers):02} {name.replace('/', '_')} {width}.png"
                self.page.screenshot(path=Path(PICTURES) / file, full_page=True)
            self.measure(name, width)
        self.page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
        self.measure(name, NARROWEST[0])
        self.page.set_viewport_size(own)

    def measure(self, name: str, width: int) -> None:
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{name}: wider than {width} px")

    def faults(self) -> list[str]:
        heard = len(self.visitor.complaints)
        found = AXE.run(self.page).response["violations"]
        # Of the styles that axe itself tries, the browser complains.
        del self.visitor.complaints[heard:]
        return [f"{one['id']} {node['html'][:200]}" for one in found for node in one["nodes"]]

    def open(self, path: str, status: int = 200) -> None:
        name = path if len(path) < 60 else f"{path[:20]}…{path[-20:]}"
        self.expect(status, name, self.visitor.open(path))

    def press(self, name: str, status: int = 200) -> None:
        self.expect(status, f"after {name}", self.visitor.press(name))

    def enter(self) -> None:
        self.expect(200, "after Enter", led_by(self.page, lambda: self.page.keyboard.press("Enter")))

    def expect(self, status: int, name: str, answered: int) -> None:
        if answered == status:
            self.visitor.forgive(status)
        else:
            self.wrong.append(f"{name}: {answered}")
        self.look(name)


def every_page() -> set[str]:
    """The public pages there are, those with an error summary twice."""
    folder = settings.BASE_DIR / "templates"
    pages = set()
    for path in folder.rglob("*.html"):
        name = path.relative_to(folder).as_posix()
        if PAGE.fullmatch(name) and name not in PARTS:
            pages.add(name.removesuffix(".html"))
            if re.search(r"error_summary|_errors\.html", path.read_text()):
                pages.add(name.removesuffix(".html") + " with errors")
    return pages
