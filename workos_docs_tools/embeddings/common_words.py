"""Words of everyday English: those that the bundled model knows whole."""

from __future__ import annotations

from functools import lru_cache

from workos_docs_tools.embeddings.model_files import MODEL_DIRECTORY


def is_common(word: str) -> bool:
    """Return whether a word, in whatever case, is one of some 22,000 frequent ones."""
    return word.lower() in _vocabulary()


@lru_cache(1)
def _vocabulary() -> frozenset[str]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL_DIRECTORY / "tokenizer.json"))
    return frozenset(word for word in tokenizer.get_vocab() if word.isalpha())
