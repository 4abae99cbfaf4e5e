"""What the processes do: one writes and is killed, others read and note what they see."""

from __future__ import annotations

import json
import multiprocessing
import re
import time
from collections import Counter
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from workos_docs_tools import WorkOSDocs
from workos_docs_tools.embeddings import MiniLMEmbedder
from workos_docs_tools.storage.database import Database, index_directory
from workos_docs_tools.storage.records import to_metadata
from workos_docs_tools.storage.tokens import StoredTokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import Event
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from workos_docs_tools.embeddings import TextTokens

MARK = "This is edition {} of the page."
_MARKED = re.compile(MARK.format(r"(\d+)"))
_QUESTION = "which edition of the page is this"
_PAUSE = 1.0
PROCESSES = multiprocessing.get_context("forkserver")
# What takes seconds to import is imported once.
PROCESSES.set_forkserver_preload([__name__, "chromadb", "onnxruntime"])


class NotingEmbedder(MiniLMEmbedder):
    """The bundled model; counts texts, and those among them that need not have been embedded."""

    stored: ClassVar[frozenset[str]] = frozenset()
    """Content hashes whose vectors are stored."""
    counts: ClassVar[Counter[str]] = Counter()

    def embed_documents_with_tokens(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[TextTokens]]:
        """Return the vectors and tokens of each text."""
        hashes = {blake2b(text.encode(), digest_size=16).hexdigest() for text in texts}
        self.counts["embedded"] += len(texts)
        self.counts["repeated"] += len(hashes & self.stored)
        return super().embed_documents_with_tokens(texts)


@contextmanager
def running(processes: Sequence[BaseProcess], stop: Event) -> Iterator[None]:
    """Let processes run meanwhile, which end when they are told to stop."""
    for process in processes:
        process.daemon = True
        process.start()
    yield
    stop.set()
    for process in processes:
        process.join()


def write(source: str, ready: Event, log: Path, stored: frozenset[str]) -> None:
    """Refresh the documentation once."""
    NotingEmbedder.stored = stored
    ready.set()
    try:
        embedder = NotingEmbedder()
        docs = WorkOSDocs.open(source=source, sdks=(), embedder=embedder, progress=False)
        docs.refresh(progress=False)
    except Exception as error:
        note(log, role="writer", error=repr(error))
    finally:
        note(log, role="writer", **NotingEmbedder.counts)


def read(source: str, stop: Event, log: Path, *, reopen: bool) -> None:
    """Ask until it is enough; open the documentation anew for each question, or once."""
    held = None if reopen else WorkOSDocs.open(source=source, sdks=(), progress=False)
    role, first = "reopening" if reopen else "open", True
    while not stop.is_set():
        started = time.perf_counter()
        try:
            docs = held or WorkOSDocs.open(source=source, sdks=(), progress=False)
            opened = time.perf_counter() - started
            editions, answer = seen(docs)
            note(
                log,
                role=role,
                first=first,  # Which imports what it needs.
                opened=opened,
                editions=sorted(editions),
                answer=answer,
            )
            first = False
            if reopen:
                docs.close()
        except Exception as error:
            note(log, role=role, error=repr(error))
        stop.wait(_PAUSE if reopen else _PAUSE / 10)


def seen(docs: WorkOSDocs) -> tuple[set[str], list[str]]:
    """Return the editions that the index and an answer are of, and what it finds."""
    with docs.pinned():
        held = {found for node in docs.index.nodes for found in _MARKED.findall(node.text)}
        hits = docs.search(_QUESTION, k=5)
        is_whole = docs.engine.tokens is not None
    found = {one for hit in hits for one in _MARKED.findall(hit.text)}
    return held | found if is_whole else {*found, "without tokens"}, [hit.url for hit in hits]


def stored_texts() -> frozenset[str]:
    """Return the content hashes of all texts whose vectors are stored."""
    database = Database(index_directory(), None, MiniLMEmbedder())
    client = database.connect()
    found: set[str] = set()
    for collection in client.list_collections():
        if (collection.metadata or {}).get("embedder"):
            records: Any = collection.get(include=["metadatas"])
            found |= {one["content_hash"] for one in records["metadatas"] if one}
    database.close(client)
    return frozenset(found)


def exported(docs: WorkOSDocs, directory: Path) -> tuple[list[str], Mapping[str, Any]]:
    """Return all records as lines in their order, and vector and token bits by content hash."""
    lines = [
        json.dumps([node.id, node.text, to_metadata(node)], sort_keys=True)
        for node in docs.index.nodes
    ]
    path = directory / f"{docs.status().collection}.tokens.npz"
    tokens = StoredTokens.load(path, docs.engine.embedder.name)
    assert tokens is not None
    derived = {
        node.content_hash: (vector, tokens.text(node.content_hash).bits)
        for node, vector in zip(docs.index.searched, docs.index.vectors, strict=True)
    }
    return lines, derived


def note(log: Path, **facts: Any) -> None:
    """Append a line to a log, in one piece."""
    with log.open("a") as file:
        file.write(json.dumps({"at": time.time(), **facts}) + "\n")


def wrong(asked: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the answers that are of no edition, of several, or unlike others of their edition."""
    mixed = [one for one in asked if len(one["editions"]) != 1]
    of_edition = {str(one["editions"]): one["answer"] for one in asked}
    return mixed + [one for one in asked if one["answer"] != of_edition[str(one["editions"])]]


def noted(logs: Iterable[Path]) -> list[dict[str, Any]]:
    """Return what was noted."""
    return [json.loads(line) for log in logs if log.exists() for line in log.open()]
