"""Where the printed programme goes over to the next page. Every item is kept whole as far as it goes; only what would
leave its page more than half empty, or does not fit on any page, is let be parted."""

from collections.abc import Iterator
from typing import Any

# A page that ends higher than this, for the sake of what follows, is a page half empty.
LEAST_FILLED = 0.5
# So often the whole is laid out anew at most; a long document seldom, because it takes long.
ROUNDS, LONG_ROUNDS, LONG_PAGES = 9, 3, 40


def laid_out(html: Any, css: Any) -> Any:
    """The document, laid out. `html` is WeasyPrint's document and `css` makes a stylesheet of text."""
    parted: set[str] = set()
    rounds = 0
    while True:
        sheets = [css(string=_rule(parted))] if parted else None
        document = html.render(stylesheets=sheets, pdf_variant="pdf/ua-1")
        rounds += 1
        is_long = len(document.pages) > LONG_PAGES
        found = to_be_parted([one._page_box for one in document.pages], parted, every=is_long)
        if not found or rounds >= (LONG_ROUNDS if is_long else ROUNDS):
            return document
        parted |= found


def to_be_parted(pages: list[Any], parted: set[str], *, every: bool) -> set[str]:
    """The ids of what is whole, and is torn all the same because no page can hold it, or leaves the page before it half
    empty: the first of these, since all that follows will move, or every one of them."""
    torn: set[str] = set()
    leaving: list[str] = []
    seen: set[str] = set()
    for number, page in enumerate(pages):
        here = list(_wholes(page))
        torn |= seen.intersection(here)
        new = [name for name in here if name not in seen and name not in parted]
        if number and new and filled(pages[number - 1]) < LEAST_FILLED:
            leaving.append(new[0])
        seen.update(here)
    return (torn - parted) | set(leaving if every else leaving[:1])


def filled(page: Any) -> float:
    """How far down the page there is something, as a share of its height."""
    top, height = page.content_box_y(), page.height
    lowest = max((box.position_y + box.height for box in _lines(page)), default=top)
    return float((lowest - top) / height)


def _rule(parted: set[str]) -> str:
    return ", ".join(f"#{name}" for name in sorted(parted)) + " { break-inside: auto !important }"


def _wholes(page: Any) -> Iterator[str]:
    for box in _in_flow(page):
        if box.element is not None and "whole" in box.element.get("class", "").split():
            yield box.element.get("id", "")


def _lines(page: Any) -> Iterator[Any]:
    return (box for box in _in_flow(page) if type(box).__name__ == "LineBox")


def _in_flow(page: Any) -> Iterator[Any]:
    """Every box of the page's text, in reading order; not what is in its margins."""
    for child in page.children:
        if type(child).__name__ != "MarginBox":
            yield from _below(child)


def _below(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _below(child)
