"""The node parser: our own nodes, and any Markdown."""

from __future__ import annotations

import pickle
from itertools import pairwise
from typing import TYPE_CHECKING

import chromadb
from llama_index.core import VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document, MetadataMode, NodeRelationship
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.vector_stores.chroma import ChromaVectorStore

from workos_docs_tools.llama_index import WorkOSDocsEmbedding, WorkOSDocsNodeParser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llama_index.core.schema import BaseNode

    from workos_docs_loaders.models import Node


def related(node: BaseNode, relationship: NodeRelationship) -> str | None:
    info = node.relationships.get(relationship)
    assert not isinstance(info, list)
    return info.node_id if info else None


def test_the_parser_makes_the_nodes_of_our_index(
    pages: list[Document], corpus_nodes: Mapping[str, tuple[Node, ...]]
) -> None:
    parsed = WorkOSDocsNodeParser().get_nodes_from_documents(pages)
    assert [
        (n.node_id, n.get_content(), n.metadata["source"], n.metadata["kind"]) for n in parsed
    ] == [(n.id, n.text, n.url, n.kind) for n in corpus_nodes["0.2.0"]]
    assert {related(n, NodeRelationship.SOURCE) for n in parsed} == {p.doc_id for p in pages}


def test_a_node_is_embedded_with_its_place_and_without_noise(pages: list[Document]) -> None:
    page = next(p for p in pages if p.metadata["path"] == "reference/organization/create")
    node = WorkOSDocsNodeParser()([page])[0]
    keys = [
        line.partition(": ")[0] for line in node.get_metadata_str(MetadataMode.EMBED).split("\n")
    ]
    assert sorted(keys) == ["breadcrumb", "title"]
    assert {type(value) for value in node.metadata.values()} <= {str, int, bool}


def test_what_is_said_in_one_language_does_not_go_on_in_another(pages: list[Document]) -> None:
    page = next(p for p in pages if p.metadata["path"] == "reference/organization/create")
    nodes = WorkOSDocsNodeParser()([page])
    languages = [node.metadata["language"] for node in nodes]
    assert len({*languages}) == len(languages) > 5
    assert all(set(node.relationships) == {NodeRelationship.SOURCE} for node in nodes)


def test_a_section_goes_on_in_the_next(pages: list[Document]) -> None:
    page = next(p for p in pages if p.metadata["path"] == "sso/login-flows")
    nodes = WorkOSDocsNodeParser()([page])
    assert len(nodes) > 2
    for node, following in pairwise(nodes):
        assert related(node, NodeRelationship.NEXT) == following.node_id
        assert related(following, NodeRelationship.PREVIOUS) == node.node_id
    unrelated = WorkOSDocsNodeParser(include_prev_next_rel=False)([page])
    assert all(set(node.relationships) == {NodeRelationship.SOURCE} for node in unrelated)


def test_metadata_can_be_left_out(pages: list[Document]) -> None:
    page = next(p for p in pages if p.metadata["path"] == "reference/organization/create")
    full, bare = (
        WorkOSDocsNodeParser()([page]),
        WorkOSDocsNodeParser(include_metadata=False)([page]),
    )
    assert [node.node_id for node in bare] == [node.node_id for node in full]
    assert not any(node.metadata for node in bare)
    assert [node.relationships for node in bare] == [node.relationships for node in full]


def test_documents_survive_pickling_between_processes(pages: list[Document]) -> None:
    parser = WorkOSDocsNodeParser()
    copies = pickle.loads(pickle.dumps(pages[:50]))
    assert [n.to_dict() for n in parser(copies)] == [n.to_dict() for n in parser(pages[:50])]


def test_a_stored_document_is_cut_at_its_headings_by_the_same_rules(
    pages: list[Document], corpus_nodes: Mapping[str, tuple[Node, ...]]
) -> None:
    docstore = SimpleDocumentStore()
    docstore.add_documents(pages)
    stored = [docstore.get_node(page.doc_id) for page in pages]
    texts = {(n.metadata["path"], n.get_content()) for n in WorkOSDocsNodeParser()(stored)}
    guides = [n for n in corpus_nodes["0.2.0"] if n.kind == "guide"]
    same = [node for node in guides if (node.path, node.text) in texts]
    assert len(same) / len(guides) > 0.9


def test_an_edited_text_is_cut_as_it_is(pages: list[Document]) -> None:
    page = pages[0].model_copy(deep=True)
    page.set_content("# Mine\n\nEdited.\n")
    [node] = WorkOSDocsNodeParser()([page])
    assert node.get_content() == "# Mine\n\nEdited."


def test_any_markdown_is_cut() -> None:
    body = "word " * 300
    text = f"# Title\n\n{body}\n\n## Part\n\n{body}\n\n```md\n# no heading\n```\n"
    nodes = WorkOSDocsNodeParser()([Document(text=text, id_="notes", metadata={"team": "x"})])
    assert [node.metadata.get("heading_path", "") for node in nodes] == ["", "Part"]
    assert [node.metadata["team"] for node in nodes] == ["x", "x"]
    assert {node.node_id.partition("#")[0] for node in nodes} == {"local/notes"}


async def test_a_pipeline_fills_the_users_own_chroma(pages: list[Document]) -> None:
    sso = [page for page in pages if page.metadata["path"].startswith("sso/login")]
    store = ChromaVectorStore(
        chroma_collection=chromadb.EphemeralClient().create_collection("users-own")
    )
    pipeline = IngestionPipeline(
        transformations=[WorkOSDocsNodeParser(), WorkOSDocsEmbedding()],
        docstore=SimpleDocumentStore(),
        vector_store=store,
    )
    nodes = pipeline.run(documents=sso)
    assert len(nodes) == store.client.count() > len(sso) > 0
    assert not await pipeline.arun(documents=sso)  # Nothing has changed.
    users_index = VectorStoreIndex.from_vector_store(store, embed_model=WorkOSDocsEmbedding())
    node = next(node for node in nodes if node.metadata["path"] == "sso/login-flows")
    query = node.get_content(MetadataMode.EMBED)
    [found] = users_index.as_retriever(similarity_top_k=1).retrieve(query)
    assert (found.node_id, found.text) == (node.node_id, node.get_content())
    assert found.node.relationships == node.relationships
    assert found.metadata == node.metadata
