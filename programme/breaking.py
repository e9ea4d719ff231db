"""Where the printed programme goes over to the next page. Every part is kept whole as far as it goes; only what would
leave its page more than half empty, or does not fit on any page, is let be torn. Where the last page would hold next to
nothing, everything is drawn closer together if that spares it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

# A page that ends higher than this, for the sake of what follows, is a page half empty.
LEAST_FILLED = 0.5
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# So often the whole is laid out anew at most; a long document seldom, because it takes long.
ROUNDS, LONG_ROUNDS, LONG_PAGES = 9, 5, 40
# A last page that ends higher than this is worth sparing, of so many pages at most: of more there are few such.
NEXT_TO_NOTHING, FEW_PAGES = 0.3, 12


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a part stands on a page: how far down go the words above it that would stay without it, as a share of the
    page, how high it is, and how high are the headings that go with it."""

    name: str
    above: float
    height: float
    headings: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: the pieces of parts on it in reading order, and how far down it its words go, as a share."""

    pieces: list[Piece]
    filled: float


def laid_out(html: Any, css: Callable[..., Any], *, snug: str) -> Any:
    """The document, laid out. `html` is WeasyPrint's document, `css` makes a stylesheet of text, and `snug` is the text
    of the one that draws everything closer together."""
    document = _parted(html, css, "")
    pages = len(document.pages)
    if 1 < pages <= FEW_PAGES and _looked_through(document.pages[-1]._page_box).filled < NEXT_TO_NOTHING:
        closer = _parted(html, css, snug)
        if len(closer.pages) < pages:
            return closer
    return document


def _parted(html: Any, css: Callable[..., Any], style: str) -> Any:
    """Laid out in this style as often as it takes until nothing more is to be parted, or made whole again."""
    parted: set[str] = set()
    spared: set[str] = set()
    rounds = 0
    while True:
        added = style + _rule(parted)
        document = html.render(stylesheets=[css(string=added)] if added else None, pdf_variant="pdf/ua-1")
        rounds += 1
        is_long = len(document.pages) > LONG_PAGES
        pages = [_looked_through(one._page_box) for one in document.pages]
        found = to_be_parted(pages, parted, spared=spared, every=is_long)
        needless = torn_needlessly(pages) & parted
        if not (found or needless) or rounds >= (LONG_ROUNDS if is_long else ROUNDS):
            return document
        spared |= needless
        parted = (parted | found) - needless


def to_be_parted(pages: list[Sheet], parted: set[str], *, spared: set[str], every: bool) -> set[str]:
    """The names of what is kept whole, and is torn all the same because no page can hold it, or leaves the page before
    it half empty: the first of these, since all that follows will move, or every one of them. Never what is spared."""
    torn: set[str] = set()
    leaving: list[str] = []
    seen: set[str] = set()
    before = 1.0
    for page in pages:
        here = [piece.name for piece in page.pieces]
        torn |= seen.intersection(here)
        new = [name for name in here if name not in seen and name not in parted]
        if new and before < LEAST_FILLED and new[0] not in spared:
            leaving.append(new[0])
        seen.update(here)
        before = page.filled
    return (torn - parted - spared) | set(leaving if every else leaving[:1])


def torn_needlessly(pages: list[Sheet]) -> set[str]:
    """The names of what is torn, fits on a page below its headings, and would not leave the page on which it begins
    half empty: of many that are parted at once the first make room for the others."""
    pieces: dict[str, list[Piece]] = {}
    for page in pages:
        for piece in page.pieces:
            pieces.setdefault(piece.name, []).append(piece)
    return {
        name
        for name, found in pieces.items()
        if len(found) > 1
        and found[0].above >= LEAST_FILLED
        and found[0].headings + sum(piece.height for piece in found) <= 1
    }


def _looked_through(page: Any) -> Sheet:
    top = page.content_box_y()
    pieces: dict[str, Piece] = {}
    filled = above = 0.0
    heading: float | None = None
    for box in _boxes(page):
        begins = float((box.position_y - top) / page.height)
        if type(box).__name__ == "LineBox":
            filled = max(filled, begins + float(box.height / page.height))
            # A heading goes to the next page with what is below it.
            if box.element.tag in HEADINGS:
                heading = begins if heading is None else heading
            else:
                above, heading = filled, None
        elif box.element is not None and "whole" in box.element.get("class", "").split():
            name = box.element.get("data-part", "")
            # A table is several boxes of one element; the outermost comes first.
            height = float(box.margin_height() / page.height)
            headings = 0.0 if heading is None else begins - heading
            pieces.setdefault(name, Piece(name, above, height, headings))
    return Sheet(list(pieces.values()), filled)


def _boxes(page: Any) -> Iterator[Any]:
    """The boxes of the page without its foot, in reading order, down to the lines."""
    boxes = [child for child in reversed(page.children) if type(child).__name__ != "MarginBox"]
    while boxes:
        box = boxes.pop()
        yield box
        if type(box).__name__ != "LineBox":
            boxes.extend(reversed(getattr(box, "children", ())))


def _rule(parted: set[str]) -> str:
    """The words of a stylesheet by which these may be parted; "" where there are none."""
    if not parted:
        return ""
    places = ", ".join(f'.whole[data-part="{name}"]' for name in sorted(parted))
    return f"{places} {{ break-inside: auto !important }}"
