"""The bundled model as a Chroma embedding function, for whoever queries a collection by text.

```python
collection = client.get_collection("workos-docs-0.2.0", embedding_function=WorkOSMiniLM())
collection.query(query_texts=["verify a webhook"], n_results=3)
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chromadb.api.types import Documents, EmbeddingFunction, Embeddings, Space
from chromadb.utils.embedding_functions import register_embedding_function

from workos_docs_tools.embeddings.minilm import MiniLMEmbedder
from workos_docs_tools.embeddings.model_files import MODEL_NAME
from workos_docs_tools.errors import InvalidEmbedderError

if TYPE_CHECKING:
    from collections.abc import Mapping


@register_embedding_function
class WorkOSMiniLM(EmbeddingFunction[Any]):  # Chroma's clients are typed for text and images
    """all-MiniLM-L6-v2 as bundled: offline, and the model that our collections are built with.

    Importing this module registers it, so that Chroma finds it again for a collection made with it.
    """

    model_name = MODEL_NAME

    def __init__(self) -> None:
        self._embedder = MiniLMEmbedder()

    def __call__(self, input: Documents) -> Embeddings:  # noqa: A002 - Chroma checks the name
        """Return one vector a text."""
        return list(self._embedder.embed_documents(input))

    @staticmethod
    def name() -> str:
        """Return the name under which Chroma stores and finds the function."""
        return "workos_minilm"

    def default_space(self) -> Space:
        """Return the distance that the model was trained for."""
        return "cosine"

    def supported_spaces(self) -> list[Space]:
        """Return all distances: between vectors of length 1 they rank alike."""
        return ["cosine", "l2", "ip"]

    def get_config(self) -> dict[str, Any]:
        """Return what a collection remembers of the function."""
        return {"model": MODEL_NAME}

    @staticmethod
    def build_from_config(config: Mapping[str, Any]) -> WorkOSMiniLM:
        """Return the function that a collection remembers."""
        WorkOSMiniLM.validate_config(config)
        return WorkOSMiniLM()

    @staticmethod
    def validate_config(config: Mapping[str, Any]) -> None:
        """Refuse a collection made with another model than the one bundled.

        Raises:
            InvalidEmbedderError: It was.
        """
        if config != {"model": MODEL_NAME}:
            raise InvalidEmbedderError(
                f"The collection was made with {config.get('model')!r}; this release of "
                f"workos-docs-tools carries {MODEL_NAME!r}. Build the collection again."
            )
