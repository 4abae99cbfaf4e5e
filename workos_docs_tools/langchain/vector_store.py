"""Our collection as a LangChain vector store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from workos_docs_tools.errors import MissingExtraError, ReadOnlyError
from workos_docs_tools.langchain.embeddings import WorkOSDocsEmbeddings
from workos_docs_tools.storage.generations import answering
from workos_docs_tools.storage.remembered import real_client

try:
    from langchain_chroma import Chroma
except ModuleNotFoundError as error:
    raise MissingExtraError("langchain-chroma", extra="langchain") from error

if TYPE_CHECKING:
    from workos_docs_tools.storage.store import Store

_OWN = "Chroma(collection_name=..., embedding_function=WorkOSDocsEmbeddings())"


def as_vectorstore(store: Store) -> Chroma:
    """Return a collection as a LangChain vector store, which cannot be written to."""
    return _Documentation(store)


class _Documentation(Chroma):
    """Asks the collection that answers now: a renewed one takes the place of the former."""

    def __init__(self, store: Store) -> None:
        super().__init__(
            client=real_client(store.client),
            collection_name=store.collection.name,
            embedding_function=WorkOSDocsEmbeddings(store.embedder),
            relevance_score_fn=lambda distance: 1 - distance,  # Cosine distance to similarity.
            create_collection_if_not_exists=False,
        )
        self._store = store

    @property
    def _collection(self) -> Any:
        return answering(self._store)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise ReadOnlyError(self._store.name, _OWN)

    add_images = add_texts = add_documents = delete = _refuse
    update_document = update_documents = delete_collection = reset_collection = _refuse
