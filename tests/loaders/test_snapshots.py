"""Real pages as nodes, to be read: each snapshot shows what a reader and a search are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syrupy.assertion import SnapshotAssertion

    from workos_docs_loaders.models import Node

PAGES = {
    "quick-start": "authkit",
    "events-as-text": "directory-sync/understanding-events",
    "events": "events",
    "endpoint": "reference/organization/get",
    "object": "reference/organization",
    "glossary": "glossary",
    "tables": "authkit/hosted-ui",
    "integration-guide": "integrations/okta-saml",
    "questions": "sso/launch-checklist",
    "sdk": "sdks/authkit-nextjs",
    "deprecated-endpoint": "reference/magic-link/passwordless-session/send-email",
    "changelog-entry": "changelog/",
}
LANGUAGES = {"", "curl", "python"}
MAX_NODES = 40


class MarkdownExtension(SingleFileSnapshotExtension):
    """A snapshot is a Markdown file."""

    file_extension = "md"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_as_nodes(
    corpus_nodes: Mapping[str, tuple[Node, ...]], snapshot: SnapshotAssertion, path: str
) -> None:
    nodes = [node for node in corpus_nodes["0.2.0"] if node.path == path]
    if path.endswith("/"):
        newest = next(node for node in corpus_nodes["0.2.0"] if node.path.startswith(path))
        nodes = [newest]
    shown = [node for node in nodes if node.language in LANGUAGES][:MAX_NODES]
    page = "\n\n".join(part for node in shown for part in described(node))
    assert f"{page}\n" == snapshot(extension_class=MarkdownExtension)


def described(node: Node) -> Iterator[str]:
    """A node with everything that it says about itself."""
    facts = {
        "kind": node.kind,
        "product": node.product,
        "place": " > ".join((*node.breadcrumb, node.title, *node.heading_path)),
        "url": node.url,
        "language": node.language,
        "condition": node.condition,
        "names": ", ".join(node.names),
        "date": node.date,
        "flags": " ".join(flag for flag in ("deprecated", "hidden") if getattr(node, flag)),
        "source": node.source_path,
    }
    told = "\n".join(f"{key}: {value}" for key, value in facts.items() if value)
    yield f"<!-- {node.id}\n{told}\n-->"
    yield node.text
