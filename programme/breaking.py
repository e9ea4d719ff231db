"""Where the printed programme goes over to the next page. Every item is kept whole as far as it goes; only what would
leave its page more than half empty, or does not fit on any page, is let be parted."""

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
    """The names of what is whole, and is torn all the same because no page can hold it, or leaves the page before it
    half empty: the first of these, since all that follows will move, or every one of them."""
    torn: set[str] = set()
    leaving: list[str] = []
    seen: set[str] = set()
    before = 1.0
    for page in pages:
        here, share = _looked_through(page)
        torn |= seen.intersection(here)
        new = [name for name in here if name not in seen and name not in parted]
        if new and before < LEAST_FILLED:
            leaving.append(new[0])
        seen.update(here)
        before = share
    return (torn - parted) | set(leaving if every else leaving[:1])


def _looked_through(page: Any) -> tuple[list[str], float]:
    """The names of what is whole on the page, in reading order, and how far down it its words go, as a share."""
    found: list[str] = []
    top = lowest = page.content_box_y()
    boxes = [child for child in reversed(page.children) if type(child).__name__ != "MarginBox"]
    while boxes:
        box = boxes.pop()
        if type(box).__name__ == "LineBox":
            lowest = max(lowest, box.position_y + box.height)
            continue
        if box.element is not None and "whole" in box.element.get("class", "").split():
            found.append(box.element.get("data-part", ""))
        boxes.extend(reversed(getattr(box, "children", ())))
    return found, float((lowest - top) / page.height)


def _rule(parted: set[str]) -> str:
    places = ", ".join(f'.whole[data-part="{name}"]' for name in sorted(parted))
    return f"{places} {{ break-inside: auto !important }}"
