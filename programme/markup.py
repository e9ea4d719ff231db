"""What organisers write, as safe HTML: CommonMark without HTML and without pictures."""

import re
from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

TAGS = {"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
NUMBER = re.compile(r"(\d+)([.)])")


def _alternative_text(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """A picture is never shown: its alternative text stands in its place."""
    return escapeHtml(tokens[index].content)


_markdown = MarkdownIt("commonmark", {"html": False})
_markdown.add_render_rule("image", _alternative_text)


def html(text: str, *, heading: int = 3) -> SafeString:
    """`text` as HTML. Its top headings become `<h{heading}>` and none skips a level. A lone numbered line, such as
    "16. september 2015", is a sentence and no list."""
    tokens = _markdown.parse(text)
    if lone := [token.map[0] for token in _lone_numbers(tokens) if token.map]:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number in lone:
            lines[number] = NUMBER.sub(r"\1\\\2", lines[number], count=1)
        tokens = _markdown.parse("\n".join(lines))
    _settle_headings(tokens, heading)
    return mark_safe(  # noqa: S308 (this is where it is made safe)
        nh3.clean(
            _markdown.renderer.render(tokens, _markdown.options, {}),
            tags=TAGS | HEADINGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener",
        ).strip()
    )


def _lone_numbers(tokens: Sequence[Token]) -> list[Token]:
    """The numbered lists that have one item only."""
    lists: list[Token] = []
    items: list[int] = []
    lone: list[Token] = []
    for token in tokens:
        if token.type.endswith("_list_open"):
            lists.append(token)
            items.append(0)
        elif token.type == "list_item_open":
            items[-1] += 1
        elif token.type.endswith("_list_close"):
            opened = lists.pop()
            if items.pop() == 1 and opened.type == "ordered_list_open":
                lone.append(opened)
    return lone


def _settle_headings(tokens: Sequence[Token], top: int) -> None:
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(top + len(above) - 1, 6)}"


def ended(text: str) -> str:
    """The text with a full stop after a last word that has none."""
    text = text.rstrip()
    return f"{text}." if text[-1:].isalnum() else text
