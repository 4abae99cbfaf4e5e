"""The node parser: Documents cut into the nodes of our own index."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from llama_index.core.bridge.pydantic import ConfigDict
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, MetadataMode, NodeRelationship, RelatedNodeInfo
from llama_index.core.utils import get_tqdm_iterable

from workos_docs_loaders.nodes import document_nodes
from workos_docs_tools.frameworks.documents import document_text
from workos_docs_tools.frameworks.markdown import markdown_document
from workos_docs_tools.index.asked import as_indexed
from workos_docs_tools.llama_index.nodes import PageDocument, neighbours, text_node

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from llama_index.core.schema import Document

    from workos_docs_loaders import models


class WorkOSDocsNodeParser(NodeParser):
    """Cuts the Documents of the readers into the nodes of our own index, ids included.

    Sections, languages of the API reference and events become nodes; short sections are merged and
    long ones split between blocks. A Document that was edited or stored since a reader made it is
    cut at its headings by the same rules, and so is any other Markdown.
    """

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def class_name(cls) -> str:
        """Return the name under which LlamaIndex serialises the parser."""
        return "WorkOSDocsNodeParser"

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for document in get_tqdm_iterable(nodes, show_progress, "Parsing nodes"):
            page, subpages = _page(document)
            source = RelatedNodeInfo(
                node_id=document.node_id, node_type=document.get_type(), hash=document.hash
            )
            indexed = as_indexed(document_nodes(page, pages=subpages))
            for item in sorted(chain(*indexed), key=lambda item: item.ordinal):
                node = text_node(item, source)
                # LlamaIndex gives a node what metadata of its Document it does not have itself.
                for name in ("excluded_embed_metadata_keys", "excluded_llm_metadata_keys"):
                    keys = dict.fromkeys([*getattr(node, name), *getattr(document, name)])
                    setattr(node, name, list(keys))
                parsed.append(node)
        return parsed

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        nodes = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        if self.include_prev_next_rel:
            # LlamaIndex links whatever stands in a row, also the end of one language's reference
            # to the start of another's.
            for _, group in groupby(nodes, key=lambda node: node.ref_doc_id):
                page = list(group)
                related = neighbours([(n.node_id, n.metadata.get("language", "")) for n in page])
                for node in page:
                    node.relationships.pop(NodeRelationship.PREVIOUS, None)
                    node.relationships.pop(NodeRelationship.NEXT, None)
                    node.relationships |= related[node.node_id]
        if not self.include_metadata:
            for node in nodes:
                node.metadata = {}
                node.excluded_embed_metadata_keys = []
                node.excluded_llm_metadata_keys = []
        return nodes


def _page(document: BaseNode) -> tuple[models.Document, Collection[str]]:
    """Return the page that a Document holds, and the URLs of the pages below it."""
    text = document.get_content(MetadataMode.NONE)
    if isinstance(document, PageDocument) and document.page:
        unedited = text == document_text(document.page)
        if unedited:
            return document.page, document.subpages
    return markdown_document(text, document.metadata, document.node_id), ()
