"""Tags of template languages, `{% tab %}` and `{{< note >}}`, rewritten as components.

Markdoc and Hugo close a tag with `/tab`, Liquid with `endtab`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.markdown.containers import ADMONITIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workos_docs_loaders.mdx.masks import Masks

_TAG = re.compile(
    r"\{%-?\s*+(?P<tag>(?:[^%{}]|%(?!\})|\{(?!%)|\}(?!\}))*+)%\}"
    r"|\{\{(?P<hugo>[<%])\s*+(?P<shortcode>(?:[^{}<>%]|[>%](?!\}\})|[<{](?!<))*+)[>%]\}\}"
)
_NAME = re.compile(r"(?P<slash>/?)\s*(?P<name>[A-Za-z][\w.-]*)\s*")
_ID = re.compile(r"#([\w-]+)")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
_ESCAPED = re.compile(r"\\(.)")
_CONTROL = frozenset(
    "assign capture case comment cycle else elseif elsif for if increment partial raw render set "
    "unless verbatim when".split()
)
_TARGETS = frozenset({"link", "post_url", "ref", "relref"})
"""Tags that stand for the address of a page."""


@dataclass(slots=True)
class _Tag:
    start: int
    end: int
    name: str
    rest: str
    slash: bool = False
    alone: bool = False
    """Whether the tag closes itself."""
    partner: int = -1
    """Number of the tag that closes this one, or that this one closes."""


def templates_as_elements(text: str, masks: Masks) -> str:
    """Return masked text with template tags as elements; what only controls the text is dropped."""
    if "{%" not in text and "{{<" not in text:
        return text
    tags = [_read(match) for match in _TAG.finditer(text)]
    _pair(tags)
    parts: list[str] = []
    position = 0
    for tag in tags:
        if tag.start < position:
            continue
        parts.append(text[position : tag.start])
        position = tag.end
        if tag.partner > -1 and not tag.slash and tag.name in ("comment", "highlight"):
            closing = tags[tag.partner]
            inside = text[tag.end : closing.start]
            parts.append(_verbatim(tag, inside, masks))
            position = closing.end
        else:
            lines = text.count("\n", tag.start, tag.end)
            parts.append(_element(tag, masks) + "\n" * lines)
    return "".join((*parts, text[position:]))


def _read(match: re.Match[str]) -> _Tag:
    inside = (match["tag"] if match["tag"] is not None else match["shortcode"]).strip(" \t\n-")
    alone = inside.endswith("/")
    found = _NAME.match(inside)
    if found is None:
        return _Tag(match.start(), match.end(), "", inside, alone=True)
    name, rest = found["name"], inside[found.end() :].rstrip("/ ")
    is_end = name.startswith("end") and len(name) > len("end")
    name = name.removeprefix("end") if is_end else name
    return _Tag(match.start(), match.end(), name, rest, bool(found["slash"]) or is_end, alone)


def _pair(tags: Sequence[_Tag]) -> None:
    opened: dict[str, list[int]] = {}
    for number, tag in enumerate(tags):
        if tag.slash:
            if opened.get(tag.name):
                tag.partner = opened[tag.name].pop()
                tags[tag.partner].partner = number
        elif not tag.alone:
            opened.setdefault(tag.name, []).append(number)


def _verbatim(tag: _Tag, inside: str, masks: Masks) -> str:
    lines = inside.count("\n")
    if tag.name == "comment":
        return "\n" * lines
    language = tag.rest.split(maxsplit=1)[0] if tag.rest else ""
    code = masks.restore(inside).strip("\n")
    return masks.hide(f"```{language}\n{code}\n```", lines=lines, block=True)


def _element(tag: _Tag, masks: Masks) -> str:
    if not tag.name:
        anchor = _ID.search(tag.rest)
        return f"{{#{anchor[1]}}}" if anchor else ""
    if tag.name in _CONTROL:
        return ""
    if tag.name in _TARGETS:
        return tag.rest.strip("\"' ")
    name = _component(tag.name)
    if tag.slash:
        return f"</{name}>" if tag.partner > -1 else ""
    attributes = {
        key: _ESCAPED.sub(r"\1", next(filter(None, values), ""))
        for key, *values in _ATTRIBUTE.findall(tag.rest)
    }
    if tag.name.lower() in ADMONITIONS:
        attributes = {"type": tag.name.lower()} | attributes
    if tag.partner == -1 and not attributes:
        return ""
    written = "".join(f' {key}="{masks.hide(value)}"' for key, value in attributes.items())
    return f"<{name}{written}{' /' if tag.partner == -1 else ''}>"


def _component(name: str) -> str:
    if name.lower() in ADMONITIONS:
        return "Callout"
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[-_]", name))
