"""Models of other frameworks as an `Embedder`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from workos_docs_tools.embeddings.minilm import MiniLMEmbedder
from workos_docs_tools.embeddings.vectors import checked_rows, unit_rows
from workos_docs_tools.errors import InvalidEmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from workos_docs_tools.embeddings.protocol import Embedder


@dataclass(frozen=True, slots=True)
class AdaptedEmbedder:
    """A model of another framework: what it returns is checked and scaled to length 1."""

    name: str
    documents: Callable[[list[str]], Any]
    """Texts -> one vector each."""
    query: Callable[[str], Any]
    """Text -> its vector."""

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 a text, as rows."""
        return self._rows(self.documents(list(texts)) if texts else np.empty((0, 0)), len(texts))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of one text, of length 1."""
        vector: NDArray[np.float32] = self._rows([self.query(text)], 1)[0]
        return vector

    def _rows(self, vectors: Any, count: int) -> NDArray[np.float32]:
        return unit_rows(checked_rows(self.name, vectors, count))


def as_embedder(model: object | None) -> Embedder:
    """Return any accepted embedding model as an `Embedder`.

    Args:
        model: An `Embedder`; LangChain `Embeddings`; a LlamaIndex `BaseEmbedding`; a Chroma
            `EmbeddingFunction`; or None for the bundled model.

    Raises:
        InvalidEmbedderError: It is something else.
    """
    if model is None:
        return MiniLMEmbedder()
    if not isinstance(model, type):
        for recognises, adapt in _FORMS:
            if recognises(model):
                return adapt(model)
    raise InvalidEmbedderError(
        f"Cannot embed with {model!r}. Pass an instance of: LangChain Embeddings, LlamaIndex "
        "BaseEmbedding, a Chroma EmbeddingFunction, an object with name, embed_documents and "
        "embed_query, or None for the bundled model."
    )


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda model: all(callable(getattr(model, name, None)) for name in names)


def _is_embedder(model: Any) -> bool:
    return isinstance(getattr(model, "name", None), str) and _has("embed_documents", "embed_query")(
        model
    )


def _from_llama_index(model: Any) -> Embedder:
    return AdaptedEmbedder(
        _name_of(model), model.get_text_embedding_batch, model.get_query_embedding
    )


def _from_langchain(model: Any) -> Embedder:
    return AdaptedEmbedder(_name_of(model), model.embed_documents, model.embed_query)


def _from_chroma(model: Any) -> Embedder:
    return AdaptedEmbedder(_name_of(model), model, lambda text: model.embed_query([text])[0])


def _name_of(model: Any) -> str:
    """Return what a model calls itself; frameworks disagree on the attribute."""
    for attribute in ("model_name", "model", "model_id", "MODEL_NAME"):
        name = getattr(model, attribute, None)
        if isinstance(name, str) and name not in ("", "unknown"):
            return name
    return type(model).__name__


# Recognised by what they can do, so that no framework is imported. The order matters: LangChain's
# models have an Embedder's methods too but return lists, and some are given a `name`; LlamaIndex's
# are callable, as Chroma's are.
_FORMS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Embedder]], ...] = (
    (_has("get_text_embedding_batch", "get_query_embedding"), _from_llama_index),
    (_has("embed_documents", "embed_query", "aembed_query"), _from_langchain),
    (_is_embedder, lambda model: cast("Embedder", model)),
    (_has("embed_documents", "embed_query"), _from_langchain),
    (_has("__call__", "embed_query"), _from_chroma),
)
