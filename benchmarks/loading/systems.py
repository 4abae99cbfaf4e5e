"""The compared ways from the files of a version to texts for an index."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter
from llama_index.core import Document
from llama_index.core.node_parser import MarkdownNodeParser, SentenceSplitter

from workos_docs_loaders.corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from llama_index.core.node_parser import NodeParser

    from workos_docs_loaders.models import Snapshot

_LEVELS = [("#" * level, f"level {level}") for level in range(1, 7)]


def files(snapshot: Snapshot) -> Mapping[str, Path]:
    """Return the content pages and the packaged changelogs, by source path."""
    pages = [file.source_path for file in Corpus.read(snapshot).content_files]
    changelogs = snapshot.changelogs.glob("*.json") if snapshot.changelogs else ()
    return {path: snapshot.docs / path for path in pages} | {
        f"changelogs/{file.name}": file for file in changelogs
    }


def systems(
    snapshot: Snapshot, paths: Mapping[str, Path]
) -> Mapping[str, Callable[[], list[tuple[str, str]]]]:
    """Return the systems by name.

    Each, when called, reads the version from disk and returns `(source path, text)` of every node
    or chunk in order. Ours reads the navigation too, which the others get no use from.

    Args:
        snapshot: The version.
        paths: What `files` returned for it.
    """
    # Stripped, which is the default, headings would be left in the metadata alone.
    by_heading = MarkdownHeaderTextSplitter(_LEVELS, strip_headers=False)
    by_size = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    return {
        "ours": partial(_ours, snapshot),
        "LlamaIndex MarkdownNodeParser": partial(_parsed, MarkdownNodeParser(), paths),
        "LlamaIndex SentenceSplitter": partial(_parsed, SentenceSplitter(), paths),
        "LangChain MarkdownHeaderTextSplitter": partial(
            _split,
            lambda text: (chunk.page_content for chunk in by_heading.split_text(text)),
            paths,
        ),
        "LangChain RecursiveCharacterTextSplitter": partial(_split, by_size.split_text, paths),
    }


def _ours(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(node.source_path, node.text) for node in Corpus.read(snapshot).nodes()]


def _parsed(parser: NodeParser, paths: Mapping[str, Path]) -> list[tuple[str, str]]:
    documents = [Document(text=text, metadata={"path": path}) for path, text in _texts(paths)]
    nodes = parser.get_nodes_from_documents(documents)
    return [(node.metadata["path"], node.get_content()) for node in nodes]


def _split(
    split: Callable[[str], Iterable[str]], paths: Mapping[str, Path]
) -> list[tuple[str, str]]:
    return [(path, chunk) for path, text in _texts(paths) for chunk in split(text)]


def _texts(paths: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    for path, file in paths.items():
        yield path, file.read_text(encoding="utf-8")
