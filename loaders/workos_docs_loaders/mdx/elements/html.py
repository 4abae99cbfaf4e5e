"""HTML elements as Markdown; lists, definitions and tables through an HTML parser."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.html import html_to_markdown
from workos_docs_loaders.mdx.elements.wording import plain_text
from workos_docs_loaders.mdx.masks import BLOCK_START

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.mdx.elements.renderer import Handler, Renderer
    from workos_docs_loaders.mdx.elements.tags import Element

_STRUCTURE = frozenset(
    "caption col colgroup dd div dl dt li ol p table tbody td tfoot th thead tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_KEPT = ("colspan", "start")
_PIPE = re.compile(r"(?<!\\)\|")


def structure(element: Element, renderer: Renderer) -> str:
    """Return a list, a definition list or a table."""
    if element.in_row and element.name in ("ul", "ol"):
        items = (renderer.children(item).split() for item in element.elements("li"))
        return "; ".join(filter(None, (" ".join(words) for words in items)))
    return html_to_markdown(_html(element, renderer, in_cell=False))


def children(element: Element, renderer: Renderer) -> str:
    """Return the children alone: for elements that only lay text out."""
    return renderer.children(element)


def nothing(_element: Element, _renderer: Renderer) -> str:
    """Return no text: for ornaments, styles, and controls of the web page."""
    return ""


def space(_element: Element, _renderer: Renderer) -> str:
    """Return a space in place of a line break, which a table cell could not hold."""
    return " "


def strong(element: Element, renderer: Renderer) -> str:
    """Return the children in bold."""
    return _marked("**", element, renderer)


def emphasis(element: Element, renderer: Renderer) -> str:
    """Return the children in italics."""
    return _marked("*", element, renderer)


def deleted(element: Element, renderer: Renderer) -> str:
    """Return the children struck through."""
    return _marked("~~", element, renderer)


def superscript(element: Element, renderer: Renderer) -> str:
    """Return the children after a mark that keeps `10<sup>6</sup>` from being a hundred and six."""
    text = renderer.children(element).strip()
    return f"^{text}" if text[:1].isalnum() else text


def code(element: Element, renderer: Renderer) -> str:
    """Return the children as a code span."""
    text = " ".join(unescape(renderer.masks.restore(renderer.children(element))).split())
    if not text:
        return ""
    ticks = "``" if "`" in text else "`"
    room = " " if "`" in text else ""
    return renderer.masks.hide(f"{ticks}{room}{text}{room}{ticks}")


def link(element: Element, renderer: Renderer) -> str:
    """Return the children as a link."""
    text = " ".join(renderer.children(element).split())
    target = element.attributes.get("href", "")
    return f"[{text}]({target})" if target and text else text


def image(element: Element, _renderer: Renderer) -> str:
    """Return an image's description."""
    alt = element.attributes.get("alt", "")
    return f"[Image: {alt}]" if alt else ""


def abbreviation(element: Element, renderer: Renderer) -> str:
    """Return the children, and what they stand for in parentheses."""
    text, title = renderer.children(element), element.attributes.get("title", "")
    return f"{text} ({plain_text(title)})" if title else text


def heading(element: Element, renderer: Renderer) -> str:
    """Return a heading, its id as that of a Markdown heading."""
    text = " ".join(renderer.children(element).split())
    if element.nested and not element.alone:
        return f"**{text}**" if text else ""
    slug = element.attributes.get("id", "")
    return f"{'#' * int(element.name[1])} {text}{f' {{#{slug}}}' if slug else ''}" if text else ""


def summary(element: Element, renderer: Renderer) -> str:
    """Return what a fold is called, in bold."""
    text = " ".join(renderer.children(element).split())
    return text if not text or "**" in text or text.startswith("#") else f"**{text}**"


def quotation(element: Element, renderer: Renderer) -> str:
    """Return the children as a blockquote."""
    lines = renderer.children(element).strip().split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _marked(marks: str, element: Element, renderer: Renderer) -> str:
    text = renderer.children(element)
    inside = text.strip()
    if not inside:
        return text
    before, _, after = text.partition(inside)
    return f"{before[:1]}{marks}{inside}{marks}{after[:1]}" if marks != "**" else f"**{inside}**"


def _html(element: Element, renderer: Renderer, *, in_cell: bool) -> str:
    """Return the HTML of an element, all that is no structure in it as text."""
    if element.name not in _STRUCTURE:
        return _text(renderer.element(element), renderer, in_cell=in_cell)
    in_cell = in_cell or element.name in _CELLS
    inside = "".join(
        _text(child, renderer, in_cell=in_cell)
        if isinstance(child, str)
        else _html(child, renderer, in_cell=in_cell)
        for child in element.children
    )
    kept = "".join(
        f' {key}="{escape(element.attributes[key])}"' for key in _KEPT if key in element.attributes
    )
    return f"<{element.name}{kept}>{inside}</{element.name}>"


def _text(text: str, renderer: Renderer, *, in_cell: bool) -> str:
    """Return Markdown as text of an HTML element; entities stay what they are for later steps."""
    if in_cell:
        text = _PIPE.sub(r"\|", renderer.masks.in_cell(text))
    lines = escape(text, quote=False).split("\n")
    blocks = [f"<div>{line.strip()}</div>" if BLOCK_START in line else line for line in lines]
    return re.sub(r"\n[ \t]*\n", "<p></p>", "\n".join(blocks))


INLINE: Mapping[str, Handler] = {
    "a": link,
    "abbr": abbreviation,
    "b": strong,
    "br": space,
    "cite": children,
    "code": code,
    "del": deleted,
    "dfn": abbreviation,
    "em": emphasis,
    "i": emphasis,
    "img": image,
    "kbd": children,
    "s": deleted,
    "samp": code,
    "span": children,
    "strong": strong,
    "sup": superscript,
    "tt": code,
    "wbr": nothing,
}

BLOCKS: Mapping[str, Handler] = {
    **dict.fromkeys(
        (
            *("address", "article", "aside", "body", "center", "dd", "details", "div", "dt"),
            *("fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "html"),
            *("li", "main", "nav", "p", "picture", "pre", "section", "tbody", "td", "th", "thead"),
            *("tfoot", "tr", "caption"),
        ),
        children,
    ),
    **dict.fromkeys(("dl", "ol", "table", "ul"), structure),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), heading),
    **dict.fromkeys(("canvas", "head", "hr", "script", "style", "svg", "template"), nothing),
    "blockquote": quotation,
    "summary": summary,
}
