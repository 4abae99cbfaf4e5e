"""What callers of `@workos/mcp-docs-server` expect: its arguments, and folders that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workos_docs_loaders.urls import BASE_URL
from workos_docs_tools.answers.addresses import address_of
from workos_docs_tools.citations import trail
from workos_docs_tools.errors import PageNotFoundError
from workos_docs_tools.results import Page
from workos_docs_tools.tools import Reply
from workos_docs_tools.tools.rendering import render_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workos_docs_tools.docs import WorkOSDocs
    from workos_docs_tools.tools import DocsTools

NAMES = {"maxResults": "max_results", "example": "topic"}
"""Arguments that have another name here."""
_MENU = "_navigation"
"""Name of the file that holds a folder's menu."""


def own_arguments(tools: DocsTools, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments by the names and within the bounds that the tools have."""
    arguments = {NAMES.get(name, name): value for name, value in given.items()}
    wanted = given.get("maxResults")
    if isinstance(wanted, int | float):
        # npm's server takes any number.
        schema = tools.arguments("workos_search").model_json_schema()["properties"]["max_results"]
        arguments["max_results"] = int(max(schema["minimum"], min(wanted, schema["maximum"])))
    return arguments


def call(tools: DocsTools, name: str, asked: Mapping[str, Any]) -> Reply:
    """Call a tool with all its arguments; a folder that is no page is answered with its pages."""
    try:
        return tools.functions()[name](**asked)
    except PageNotFoundError as error:
        folder = None if error.section else _folder(tools.docs, asked["path"])
        if folder is None:
            raise
    text = render_page(folder, asked["max_tokens"], asked["start"])
    return Reply(text, [folder.as_dict()])


def _folder(docs: WorkOSDocs, asked: str) -> Page | None:
    """Return the pages below a path, or those of its menu, as a page of their own."""
    path = address_of(asked)[0].removesuffix(_MENU).rstrip("/")
    nodes = [docs.index.nodes[positions[0]] for positions in docs.index.by_path.values()]
    inside = [node for node in nodes if f"{node.path}/".startswith(f"{path}/")]
    if not inside:
        return None
    lines = [f"- `{node.path}`: {trail(node.breadcrumb, node.title, ())}" for node in inside]
    return Page(
        path=path,
        title=f"Pages in {path}",
        url=f"{BASE_URL}/{path}",
        breadcrumb=(),
        kind="guide",
        markdown="\n".join(lines),
        sections=(),
        language="",
        languages=(),
        version=docs.version,
        date=docs.date,
    )
