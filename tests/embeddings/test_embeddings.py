from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Thread, current_thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import chromadb
import numpy as np
import pytest
from chromadb.api.types import Documents, EmbeddingFunction, Embeddings
from langchain_chroma import Chroma
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.embeddings import Embeddings as LangChainEmbeddings
from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

from workos_docs_tools.embeddings import (
    MiniLMEmbedder,
    TokenEmbedder,
    as_embedder,
    minilm,
    onnx_model,
)
from workos_docs_tools.embeddings.chroma import WorkOSMiniLM
from workos_docs_tools.embeddings.encoding import encode
from workos_docs_tools.embeddings.model_files import (
    MODEL_DIRECTORY,
    MODEL_NAME,
    MODEL_SHA256,
    check_model_files,
)
from workos_docs_tools.embeddings.vectors import sign_bits
from workos_docs_tools.errors import InvalidEmbedderError, ModelFileError
from workos_docs_tools.langchain.embeddings import WorkOSDocsEmbeddings
from workos_docs_tools.llama_index.embeddings import WorkOSDocsEmbedding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

LOGOUT = "Sign a user out by redirecting the browser to the logout URL, which ends the session."
SCIM = "Directory Sync provisions and removes users from the identity provider's SCIM directory."
WEBHOOK = "Verify the signature of a webhook with its signing secret before you trust the payload."
PASSAGES = [LOGOUT, SCIM, WEBHOOK]
FILLER = "The organization connects its identity provider and tests the connection. " * 50
"""Alone about 600 tokens: three windows."""


@pytest.fixture(scope="module")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder()


# The bundled model


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("how do I log someone out?", LOGOUT),
        ("deprovision employees automatically", SCIM),
        ("is this event request really from WorkOS?", WEBHOOK),
    ],
)
def test_a_question_is_nearest_to_the_passage_that_answers_it(
    embedder: MiniLMEmbedder, question: str, passage: str
) -> None:
    cosines = embedder.embed_documents(PASSAGES) @ embedder.embed_query(question)
    assert PASSAGES[int(cosines.argmax())] == passage


def test_vectors_are_those_of_the_published_model(embedder: MiniLMEmbedder) -> None:
    # From the fp32 export, to four places; int8 weights move a cosine by less than 0.02.
    published = {(LOGOUT, SCIM): 0.2303, (LOGOUT, WEBHOOK): 0.1605, (SCIM, WEBHOOK): 0.1241}
    for (one, other), cosine in published.items():
        assert embedder.embed_query(one) @ embedder.embed_query(other) == pytest.approx(
            cosine, abs=0.02
        )


def test_vectors_have_384_dimensions_and_length_1(embedder: MiniLMEmbedder) -> None:
    vectors = embedder.embed_documents([*PASSAGES, FILLER, ""])
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-6)


def test_no_texts_give_no_vectors(embedder: MiniLMEmbedder) -> None:
    assert embedder.embed_documents([]).shape == (0, 384)
    assert embedder.embed_documents_with_tokens([])[1] == []


def test_two_runs_give_the_same_bytes(embedder: MiniLMEmbedder) -> None:
    texts = [*PASSAGES, FILLER]
    once, again = embedder.embed_documents(texts), embedder.embed_documents(texts)
    assert once.tobytes() == again.tobytes()


def test_a_text_has_the_same_vector_alone_and_among_others(embedder: MiniLMEmbedder) -> None:
    texts = [FILLER, "SSO", *PASSAGES, *(FILLER[: 40 * n] for n in range(1, 12))]
    together = embedder.embed_documents(texts)
    alone = np.concatenate([embedder.embed_documents([text]) for text in texts])
    assert together.tobytes() == alone.tobytes()


def test_documents_have_the_vectors_of_queries_but_for_the_arithmetic(
    embedder: MiniLMEmbedder,
) -> None:
    texts = [*PASSAGES, FILLER, " ".join(PASSAGES)]
    queries = np.stack([embedder.embed_query(text) for text in texts])
    assert np.sum(embedder.embed_documents(texts) * queries, axis=1).min() > 0.999


@pytest.mark.parametrize("file", ["documents.onnx", "largest_sums.onnx"])
def test_where_integers_are_not_summed_exactly_documents_are_embedded_as_queries_are(
    model_copy: Path, file: str
) -> None:
    path = model_copy / file
    if file == "documents.onnx":
        path.unlink()
    else:  # As if the processor came to other sums.
        path.write_bytes(path.read_bytes().replace(bytes([127] * 64), bytes([126] * 64)))
    other = MiniLMEmbedder(model_copy)
    queries = np.stack([other.embed_query(text) for text in PASSAGES])
    assert other.embed_documents(PASSAGES).tobytes() == queries.tobytes()
    model, again = (
        onnx_model.load_model(model_copy, None, is_bundled=False, for_documents=for_documents)
        for for_documents in (False, True)
    )
    assert model is again


def test_where_integers_are_summed_exactly_documents_take_another_way(
    model_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_model, "_sums_exactly", lambda _: True)
    other = MiniLMEmbedder(model_copy)
    assert other.embed_documents([SCIM]).tobytes() != other.embed_query(SCIM).tobytes()


def test_vectors_come_in_the_order_of_the_texts(embedder: MiniLMEmbedder) -> None:
    texts = [FILLER, *PASSAGES]
    forwards, backwards = embedder.embed_documents(texts), embedder.embed_documents(texts[::-1])
    assert np.abs(forwards - backwards[::-1]).max() < 1e-5


def test_a_fact_at_the_end_of_a_long_text_is_not_cut_off(embedder: MiniLMEmbedder) -> None:
    plain, with_fact = embedder.embed_documents([FILLER, f"{FILLER} {WEBHOOK * 3}"])
    question = embedder.embed_query("verify a webhook signature")
    assert question @ with_fact > question @ plain + 0.05


def test_windows_of_a_long_text_cover_each_token_once(embedder: MiniLMEmbedder) -> None:
    once = len(embedder.embed_query_with_tokens("organization_id")[1])
    assert len(embedder.embed_query_with_tokens("organization_id " * 200)[1]) == 200 * once


def test_tokens_of_windows_come_in_the_order_of_the_text(embedder: MiniLMEmbedder) -> None:
    texts = (FILLER, f"{FILLER} {WEBHOOK}")
    plain, with_fact = (embedder.embed_query_with_tokens(text)[1] for text in texts)
    assert np.abs(plain[:254] - with_fact[:254]).max() < 1e-5


def test_a_lone_surrogate_is_embedded_as_an_unknown_character(embedder: MiniLMEmbedder) -> None:
    assert np.isfinite(embedder.embed_query("logout \ud800 url")).all()


def test_threads_share_one_model_and_agree(embedder: MiniLMEmbedder) -> None:
    expected = embedder.embed_documents(PASSAGES)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: MiniLMEmbedder().embed_documents(PASSAGES), range(8)):
            assert np.abs(vectors - expected).max() < 1e-5


def test_an_embedder_survives_pickling(embedder: MiniLMEmbedder) -> None:
    assert pickle.loads(pickle.dumps(embedder)) == embedder


# Token vectors for late interaction


def test_tokens_of_documents_come_with_the_same_vectors(embedder: MiniLMEmbedder) -> None:
    texts = [FILLER, *PASSAGES, ""]
    vectors, tokens = embedder.embed_documents_with_tokens(texts)
    assert np.array_equal(vectors, embedder.embed_documents(texts))
    for text, own in zip(texts, tokens, strict=True):
        assert own.bits.dtype == np.uint8
        assert own.bits.shape == (len(embedder.embed_query_with_tokens(text)[1]), 48)


def test_tokens_know_where_in_the_text_they_start(embedder: MiniLMEmbedder) -> None:
    text = "\n".join([FILLER] * 12 + [WEBHOOK])
    (own,) = embedder.embed_documents_with_tokens([text])[1]
    assert (np.diff(own.starts.astype(int)) >= 0).all()
    assert set(own.starts.tolist()) >= {0, text.index(WEBHOOK)}
    assert len(own.starts) == len(own.bits) > 256


def test_sign_bits_are_the_signs_of_the_token_vectors(model_copy: Path) -> None:
    (model_copy / "documents.onnx").unlink()  # The same arithmetic for both.
    embedder = MiniLMEmbedder(model_copy)
    (own,) = embedder.embed_documents_with_tokens([WEBHOOK])[1]
    vectors = embedder.embed_query_with_tokens(WEBHOOK)[1]
    agreement = (np.unpackbits(own.bits, axis=1).astype(bool) == (vectors > 0)).mean()
    assert agreement > 0.999


def test_sign_bits_keep_the_best_match_of_a_query_token(embedder: MiniLMEmbedder) -> None:
    query = embedder.embed_query_with_tokens("webhook signature")[1]
    scores = []
    for own in embedder.embed_documents_with_tokens(PASSAGES)[1]:
        signs = np.unpackbits(own.bits, axis=1).astype(np.float32) * 2 - 1
        scores.append((query @ signs.T).max(axis=1).mean())
    assert PASSAGES[int(np.argmax(scores))] == WEBHOOK


def test_start_and_end_of_the_model_are_no_tokens_of_a_text(embedder: MiniLMEmbedder) -> None:
    none, one, two = (embedder.embed_query_with_tokens(text)[1] for text in ("", "sso", "sso!"))
    assert none.shape == (0, 384)
    assert len(one) == len(two) - 1


def test_query_tokens_have_length_1_and_come_with_the_vector(embedder: MiniLMEmbedder) -> None:
    vector, tokens = embedder.embed_query_with_tokens(LOGOUT)
    assert np.array_equal(vector, embedder.embed_query(LOGOUT))
    assert np.linalg.norm(tokens, axis=1) == pytest.approx(np.ones(len(tokens)), abs=1e-5)


def test_only_the_bundled_model_tells_tokens() -> None:
    assert isinstance(as_embedder(None), TokenEmbedder)
    assert not isinstance(as_embedder(DeterministicFakeEmbedding(size=4)), TokenEmbedder)


# Model files


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    return shutil.copytree(MODEL_DIRECTORY, tmp_path / "model")


def test_the_bundled_files_are_those_of_the_release() -> None:
    check_model_files(MODEL_DIRECTORY)


@pytest.mark.parametrize("name", [*MODEL_SHA256])
def test_one_changed_byte_of_the_bundled_model_is_refused(
    model_copy: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = bytearray((model_copy / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (model_copy / name).write_bytes(damaged)
    monkeypatch.setattr(minilm, "MODEL_DIRECTORY", model_copy)
    with pytest.raises(ModelFileError, match=rf"{name} is not the file .* Reinstall"):
        MiniLMEmbedder().embed_query("SSO")


def test_a_missing_model_file_is_named(model_copy: Path) -> None:
    (model_copy / "model.onnx").unlink()
    with pytest.raises(ModelFileError, match=r"model\.onnx cannot be loaded"):
        MiniLMEmbedder(model_copy).embed_query("SSO")
    (model_copy / "tokenizer.json").unlink()
    with pytest.raises(ModelFileError, match=r"tokenizer\.json cannot be read"):
        _ = MiniLMEmbedder(model_copy).name


def test_a_file_that_is_no_model_is_named(model_copy: Path) -> None:
    (model_copy / "model.onnx").write_bytes(b"version https://git-lfs.github.com/spec/v1")
    with pytest.raises(ModelFileError, match=r"model\.onnx cannot be loaded"):
        MiniLMEmbedder(model_copy).embed_query("SSO")


def test_another_directory_with_the_same_model_gives_the_same_name_and_vectors(
    embedder: MiniLMEmbedder, model_copy: Path
) -> None:
    other = MiniLMEmbedder(model_copy, threads=1)
    assert other.name == embedder.name == MODEL_NAME
    assert np.abs(other.embed_query(LOGOUT) - embedder.embed_query(LOGOUT)).max() < 1e-5


def test_vectors_do_not_depend_on_the_number_of_threads(
    embedder: MiniLMEmbedder, model_copy: Path
) -> None:
    texts = [*PASSAGES, FILLER, "SSO"]
    for threads in (1, 3):
        other = MiniLMEmbedder(model_copy, threads=threads)
        assert other.embed_documents(texts).tobytes() == embedder.embed_documents(texts).tobytes()


def test_another_model_has_another_name(model_copy: Path) -> None:
    tokenizer = json.loads((model_copy / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["normalizer"]["lowercase"] = False
    (model_copy / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    other = MiniLMEmbedder(model_copy)
    assert other.name.startswith("onnx-")
    assert not np.allclose(other.embed_query("SSO"), MiniLMEmbedder().embed_query("SSO"))


def test_importing_the_embedder_loads_no_runtime_and_no_framework() -> None:
    heavy = {"onnxruntime", "tokenizers", "chromadb", "langchain_core", "llama_index"}
    code = "import json, sys, workos_docs_tools.embeddings; print(json.dumps(list(sys.modules)))"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert heavy.isdisjoint(json.loads(process.stdout))


def test_embedding_prints_nothing() -> None:
    code = "from workos_docs_tools.embeddings import *; MiniLMEmbedder().embed_query('SSO')"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert (process.stdout, process.stderr) == ("", "")


# Models of other frameworks


def letters(text: str) -> list[float]:
    return [float(text.count(letter)) for letter in "aeiou"]


class LettersLangChain(LangChainEmbeddings):
    model = "letters-1"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [letters(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return letters(text)


class NamedLettersLangChain(LettersLangChain):
    name = "my embeddings"


class LettersLlamaIndex(BaseEmbedding):
    def _get_query_embedding(self, query: str) -> list[float]:
        return letters(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return letters(text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return letters(query)


class LettersChroma(EmbeddingFunction[Documents]):
    def __init__(self) -> None:
        self.model_name = "letters-3"

    def __call__(self, input: Documents) -> Embeddings:  # noqa: A002 - Chroma's name
        return [np.array(letters(text), dtype=np.float32) for text in input]

    @staticmethod
    def name() -> str:
        return "letters"


class LettersLookalike:
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [letters(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return letters(text)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (LettersLangChain(), "letters-1"),
        (NamedLettersLangChain(), "letters-1"),
        (LettersLlamaIndex(model_name="letters-2"), "letters-2"),
        (LettersLlamaIndex(), "LettersLlamaIndex"),
        (LettersChroma(), "letters-3"),
        (LettersLookalike(), "LettersLookalike"),
    ],
)
def test_a_model_of_a_framework_gives_unit_vectors_under_its_own_name(
    model: object, name: str
) -> None:
    adapted = as_embedder(model)
    assert adapted.name == name
    expected = np.array([letters(text) for text in PASSAGES])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    vectors = adapted.embed_documents(PASSAGES)
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(expected)
    assert adapted.embed_query(WEBHOOK) == pytest.approx(expected[2])
    assert len(adapted.embed_documents([])) == 0


def test_an_embedder_is_taken_as_it_is(embedder: MiniLMEmbedder) -> None:
    assert as_embedder(embedder) is embedder
    adapted = as_embedder(LettersLangChain())
    assert as_embedder(adapted) is adapted


@pytest.mark.parametrize("view", [WorkOSDocsEmbeddings, WorkOSDocsEmbedding, WorkOSMiniLM])
def test_our_model_comes_back_from_a_framework_under_its_own_name(view: Any) -> None:
    assert as_embedder(view()).name == MODEL_NAME


@pytest.mark.parametrize("model", ["all-MiniLM-L6-v2", 3, LettersLangChain, letters, object()])
def test_anything_else_is_refused_with_a_list_of_what_is_accepted(model: object) -> None:
    with pytest.raises(InvalidEmbedderError, match="LangChain Embeddings, LlamaIndex"):
        as_embedder(model)


@pytest.mark.parametrize(
    "answer", [[[1.0]], [1.0, 2.0, 3.0], [[1.0], [1.0, 2.0], []], [[float("nan")]] * 3, None]
)
def test_a_model_that_returns_no_vectors_is_named(answer: Any) -> None:
    class Broken(LettersLangChain):
        def embed_documents(self, texts: list[str]) -> Any:
            return answer

    with pytest.raises(InvalidEmbedderError, match="letters-1 returned"):
        as_embedder(Broken()).embed_documents(PASSAGES)


# Our model in other frameworks, over a collection filled with our vectors


@pytest.fixture
def collection(embedder: MiniLMEmbedder) -> Iterator[Collection]:
    client = chromadb.EphemeralClient()
    made = client.create_collection(
        f"passages-{uuid4().hex}",
        configuration={"hnsw": {"space": "cosine"}},
        embedding_function=None,
    )
    made.add(
        ids=["logout", "scim", "webhook"],
        documents=PASSAGES,
        metadatas=[{"path": "logout"}, {"path": "scim"}, {"path": "webhook"}],
        embeddings=embedder.embed_documents(PASSAGES),
    )
    yield made
    client.delete_collection(made.name)


def test_langchain_searches_our_collection(collection: Collection) -> None:
    store = Chroma(
        client=chromadb.EphemeralClient(),
        collection_name=collection.name,
        embedding_function=WorkOSDocsEmbeddings(),
    )
    ((document, distance),) = store.similarity_search_with_score(WEBHOOK, k=1)
    assert (document.page_content, document.metadata) == (WEBHOOK, {"path": "webhook"})
    assert distance == pytest.approx(0, abs=1e-3)


async def test_llama_index_searches_our_collection(collection: Collection) -> None:
    index = VectorStoreIndex.from_vector_store(
        ChromaVectorStore(chroma_collection=collection), embed_model=WorkOSDocsEmbedding()
    )
    retriever = index.as_retriever(similarity_top_k=1)
    for hits in (retriever.retrieve(WEBHOOK), await retriever.aretrieve(WEBHOOK)):
        assert hits[0].node.get_content() == WEBHOOK
        assert hits[0].metadata == {"path": "webhook"}
        assert hits[0].score == pytest.approx(1, abs=1e-3)


def test_chroma_searches_our_collection_by_text(collection: Collection) -> None:
    opened = chromadb.EphemeralClient().get_collection(
        collection.name, embedding_function=WorkOSMiniLM()
    )
    found = opened.query(query_texts=[WEBHOOK], n_results=1)
    assert found["ids"] == [["webhook"]]
    assert np.array(found["distances"]) == pytest.approx(0, abs=1e-3)


def test_chroma_finds_our_function_again_for_a_collection_made_with_it(tmp_path: Path) -> None:
    chromadb.PersistentClient(tmp_path).create_collection(
        "passages", embedding_function=WorkOSMiniLM()
    ).add(ids=["a", "b", "c"], documents=PASSAGES)
    code = f"""
import chromadb, workos_docs_tools.embeddings.chroma
collection = chromadb.PersistentClient({str(tmp_path)!r}).get_collection("passages")
print(collection.configuration["hnsw"]["space"])
print(*collection.query(query_texts=["log someone out"], n_results=1)["ids"][0])
"""
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert process.stdout.split() == ["cosine", "a"]


def test_chroma_is_refused_a_collection_made_with_another_model() -> None:
    with pytest.raises(InvalidEmbedderError, match="made with 'all-MiniLM-L12-v2'"):
        WorkOSMiniLM.build_from_config({"model": "all-MiniLM-L12-v2"})


async def test_llama_index_embeds_texts_asynchronously(embedder: MiniLMEmbedder) -> None:
    expected = pytest.approx(embedder.embed_documents(PASSAGES), abs=1e-5)
    assert np.array(await WorkOSDocsEmbedding().aget_text_embedding_batch(PASSAGES)) == expected


async def test_llama_index_waits_for_no_embedding_in_the_event_loop() -> None:
    threads: set[Thread] = set()

    class Watched(MiniLMEmbedder):
        def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
            threads.add(current_thread())
            return super().embed_documents(texts)

        def embed_query(self, text: str) -> NDArray[np.float32]:
            threads.add(current_thread())
            return super().embed_query(text)

    model = WorkOSDocsEmbedding(Watched())
    await model.aget_text_embedding("a passage")
    await model.aget_text_embedding_batch(["a passage"])
    await model.aget_query_embedding("a query")
    assert threads
    assert current_thread() not in threads


def test_langchain_embeddings_take_another_embedder() -> None:
    view = WorkOSDocsEmbeddings(as_embedder(LettersLangChain()))
    assert view.model_name == "letters-1"
    assert view.embed_query("aa") == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_sign_bits_take_an_eighth_of_a_byte_a_dimension() -> None:
    bits = sign_bits(np.array([[1, -1, 1, 1, -1, -1, -1, 1], [0] * 8], dtype=np.float32))
    assert bits.tolist() == [[0b10110001], [0]]


def test_texts_are_encoded_in_one_pass_whatever_the_model_gives(embedder: MiniLMEmbedder) -> None:
    vectors, tokens = encode(embedder, PASSAGES)
    assert vectors.shape == (len(PASSAGES), 384)
    assert tokens is not None
    assert [len(text.bits) for text in tokens] == [len(text.starts) for text in tokens]
    letters = as_embedder(LettersLangChain())
    assert encode(letters, ["aa"]).tokens is None
    assert encode(letters, ["aa"]).vectors.tolist() == [letters.embed_query("aa").tolist()]


def test_onnxruntime_is_told_to_be_silent_before_it_is_loaded() -> None:
    program = """
import os, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print(os.environ.get("ORT_DISABLE_TELEMETRY"))

sys.meta_path.insert(0, Finder())
from workos_docs_tools.embeddings import MiniLMEmbedder
MiniLMEmbedder().embed_query("sign in")
"""
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["1"]
