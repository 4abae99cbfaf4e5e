"""The components of the documentation: a table from name to handler, and what renders with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workos_docs_loaders.mdx.elements import html
from workos_docs_loaders.mdx.elements.renderer import Handlers
from workos_docs_loaders.mdx.elements.tags import Element
from workos_docs_loaders.mdx.elements.wording import Wording, name_tabs, number_steps, wording
from workos_docs_loaders.mdx.lines import joined_lines
from workos_docs_loaders.mdx.masks import EVENT, EVENT_END

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_loaders.mdx.elements.renderer import Handler, Renderer

_SILENT = Wording()
_BARE_TITLES = frozenset({"", "Request", "Response"})
_BARE_FILE = re.compile(r"-(?:request|response)$|://")
_WORD = re.compile(r"WorkOS|AuthKit|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_ACRONYMS = {"Cli": "CLI", "Csv": "CSV", "Mfa": "MFA", "Sso": "SSO"}
_ASSET = re.compile(r"externalAssets(?:\.(\w+)|\[\s*['\"]([^'\"]+)['\"]\s*\])")


def code_block(element: Element, renderer: Renderer) -> str:
    """Name a code example that stands in a file of its own, or keep the fences in the block.

    The files are not in the package. A bare request or response is not named: the reference
    lists of the same page say more.
    """
    title = element.attributes.get("title", "")
    if inside := renderer.children(element).strip():
        return f"**{title}**\n\n{inside}" if title else inside
    tabs = [tab.attributes.get("title", "") for tab in element.elements("CodeBlockTab")]
    named = [tab for tab in dict.fromkeys(tabs) if tab not in _BARE_TITLES]
    name = "" if title in _BARE_TITLES else title
    if not (name or tabs or title):
        name = _file_words(element.attributes.get("file", ""))
    if name and named:
        return f"Code example: {name} ({', '.join(named)})"
    shown = name or ", ".join(named)
    return f"Code example: {shown}" if shown else ""


def _file_words(file: str) -> str:
    file = file.removesuffix(".trunk-ignore")
    return "" if _BARE_FILE.search(file) else " ".join(re.split(r"[-_]+", file)).strip()


def callout(element: Element, renderer: Renderer) -> str:
    """Return a blockquote that begins with the kind of callout."""
    label = element.attributes.get("type", "").capitalize() or "Note"
    title = element.attributes.get("title", "")
    text = (
        f"**{label}:** {f'**{title}** ' if title else ''}{joined_lines(renderer.children(element))}"
    )
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def example_apps(element: Element, renderer: Renderer) -> str:
    """Return the cards as one list."""
    return "\n".join(line for line in renderer.children(element).split("\n") if line.strip())


def example_app(element: Element, _renderer: Renderer) -> str:
    """Return a card as a list item with a link."""
    return f"- [{element.attributes.get('title', '')}]({element.attributes.get('href', '')})"


def event(element: Element, renderer: Renderer) -> str:
    """Return an event: its name, what triggers it, what its payload is."""
    details = element.elements("Event.Details")
    triggers = [
        joined_lines(renderer.children(each)) for each in element.elements("Event.Description")
    ]
    rest = Element(
        "", {}, element.line, children=_except(element, "Event.Details", "Event.Description")
    )
    names = [each.attributes.get("name", "") for each in details]
    soon = ["Coming soon."] if any("comingSoon" in each.attributes for each in details) else []
    inside = [renderer.children(each) for each in details]
    parts = [*triggers, *soon, *inside, renderer.children(rest)]
    name = ", ".join(filter(None, names))
    body = "\n\n".join(part.strip() for part in parts if part.strip())
    if element.nested or not name:  # a section cannot stand inside a blockquote
        return f"**`{name}`**\n\n{body}" if name else body
    return f"{EVENT}{name}\n\n{body}\n\n{EVENT_END}"


def description(element: Element, renderer: Renderer) -> str:
    """Return a wrapped text as one line per paragraph."""
    return joined_lines(renderer.children(element))


def provider_icons(element: Element, renderer: Renderer) -> str:
    """Return links to the files from which the web page builds its grid of icons."""
    asset = _ASSET.search(element.attributes.get("icons", ""))
    targets = {
        "Provider icons": renderer.assets.get(asset[1] or asset[2], "") if asset else "",
        "Provider icons in Figma": element.attributes.get("figmaURL", ""),
    }
    return "\n".join(f"- [{text}]({target})" for text, target in targets.items() if target)


def deprecation(_element: Element, renderer: Renderer) -> str:
    """Mark the page as deprecated. The callout's text is not in the package."""
    renderer.deprecated = True
    return "> **Deprecated.**"


def steps(element: Element, renderer: Renderer) -> str:
    """Return steps with their numbers."""
    number_steps(element.elements("Step"))
    return other(element, renderer)


def tabs(element: Element, renderer: Renderer) -> str:
    """Return tabs, each with the label that stands in it or in a list of labels."""
    inside = (child for child in element.children if isinstance(child, Element))
    name_tabs(element.attributes.get("items", ""), inside)
    return other(element, renderer)


def other(element: Element, renderer: Renderer) -> str:
    """Keep what an unknown component says and holds; say where to find a table that has none."""
    if element.name.startswith("DeprecationCallout"):
        return deprecation(element, renderer)
    text = renderer.children(element)
    said = wording(element)
    shown = said.around(text) if element.alone else said.within_line(text)
    if shown.strip():
        return shown if said != _SILENT else text
    if element.name[0].islower():
        return text
    if not element.alone or re.search("Diagram|Demo", element.name):
        return ""
    return f"*(The {_words(element.name)} is shown on the web page only.)*"


def _words(name: str) -> str:
    """Return a component's name for readers: `CsvTable.Users` is `CSV Table (Users)`."""
    first, *rest = (
        " ".join(_ACRONYMS.get(word, word) for word in _WORD.findall(part))
        for part in name.split(".")
    )
    return " ".join((first, *(f"({part})" for part in rest)))


def _except(element: Element, *names: str) -> list[str | Element]:
    return [
        child for child in element.children if isinstance(child, str) or child.name not in names
    ]


INLINE: Mapping[str, Handler] = {
    **html.INLINE,
    "Badge": other,
    "Small": html.children,
    "Spinner": html.nothing,
}

BLOCKS: Mapping[str, Handler] = {
    **html.BLOCKS,
    "Callout": callout,
    "CodeBlock": code_block,
    "CodeBlockTab": html.children,  # mostly none; its CodeBlock names it
    "Event.Description": description,
    "Event.Root": event,
    "ExampleApps.Card": example_app,
    "ExampleApps.Root": example_apps,
    "GlossaryMarker": html.nothing,
    "LanguageSelector": html.children,
    "ProviderIconsGrid": provider_icons,
    "StackSelection": html.nothing,
    "Steps": steps,
    "Tabs": tabs,
}

HANDLERS = Handlers(INLINE, BLOCKS, other)
"""All of them."""
