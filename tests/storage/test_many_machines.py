"""One Chroma server, several machines: each answers as the one that indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chromadb
import pytest

from workos_docs_tools import WorkOSDocs
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.storage.shared_tokens import pull_tokens, push_tokens
from workos_docs_tools.storage.tokens import StoredTokens

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from chromadb.api import ClientAPI

PAGES = {
    "sso": "# Single Sign-On\n\nA connection is a relationship with an identity provider.\n",
    "sessions": "# Sessions\n\n## Lifetime\n\nA session ends after the time that is configured.\n",
    "scim": "# Directory Sync\n\nGroups and users are provisioned by the directory.\n",
}
QUESTIONS = ("when does a session end", "identity provider", "users of a directory")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        (tmp_path / "source").mkdir(exist_ok=True)
        (tmp_path / "source" / f"{name}.md").write_text(text)
    return tmp_path / "source"


@pytest.fixture
def client(chroma_port: int) -> ClientAPI:
    return chromadb.HttpClient("127.0.0.1", chroma_port)


def opened(machine: Path, source: Path, client: ClientAPI | None = None) -> WorkOSDocs:
    directory = None if client is None else machine
    return WorkOSDocs.open(
        source=source, client=client, persist_directory=directory, sdks=(), progress=False
    )


def answers(docs: WorkOSDocs) -> Mapping[str, list[tuple[str, float]]]:
    return {
        question: [(hit.node_id, hit.score) for hit in docs.search(question)]
        for question in QUESTIONS
    }


def test_a_second_machine_answers_as_the_first_and_embeds_nothing(
    source: Path, client: ClientAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(tmp_path / "one", source, client)
    expected = answers(first)
    second = opened(tmp_path / "two", source, client)
    assert second.engine.tokens is not None
    assert second.report is None or not second.report.embedded
    assert answers(second) == expected
    # What was fetched once is kept.
    token_file = next((tmp_path / "two").glob("*.tokens.npz"))
    assert StoredTokens.load(token_file, first.engine.embedder.name)


def test_what_changed_is_sent_and_what_is_gone_is_dropped(
    source: Path, client: ClientAPI, tmp_path: Path
) -> None:
    docs = opened(tmp_path / "one", source, client)
    (source / "scim.md").unlink()
    (source / "sso.md").write_text("# Single Sign-On\n\nA domain routes to a connection.\n")
    for _ in range(2):  # What the former generation holds is kept for its readers.
        docs.refresh(progress=False)
        (source / "sessions.md").write_text("# Sessions\n\nThey end.\n")
    hashes = {node.content_hash for node in docs.index.nodes}
    model = docs.engine.embedder.name
    assert pull_tokens(client, docs.status().collection, model, hashes)
    former = "A connection is a relationship"
    stored = client.get_collection(docs.status().collection.replace("-docs-", "-tokens-docs-"))
    assert former not in str(stored.get()["documents"])
    assert {number.partition(":")[0] for number in stored.get()["ids"]} >= hashes


def test_tokens_that_are_not_all_there_are_none(client: ClientAPI, docs: WorkOSDocs) -> None:
    stored = StoredTokens.load(
        next(docs._serving.origin.database.directory.glob("workos-docs-0.2.0.tokens.npz")),
        docs.engine.embedder.name,
    )
    assert stored is not None
    hashes = {*list(stored.rows)[:30]}
    part = stored.only(hashes)
    push_tokens(client, "workos-docs-part", part)
    found = pull_tokens(client, "workos-docs-part", stored.embedder, hashes)
    assert found is not None
    for text in hashes:
        assert (found.text(text).bits == part.text(text).bits).all()
        assert (found.text(text).starts == part.text(text).starts).all()
    assert pull_tokens(client, "workos-docs-part", stored.embedder, hashes | {"other"}) is None
    assert pull_tokens(client, "workos-docs-part", "another model", hashes) is None
    assert pull_tokens(client, "workos-docs-none", stored.embedder, hashes) is None
    tokens = client.get_collection("workos-tokens-docs-part", embedding_function=None)
    first = tokens.get(limit=1)["ids"][0]
    tokens.update(ids=[first], documents=["~ damaged ~"], embeddings=[[1.0]])
    assert pull_tokens(client, "workos-docs-part", stored.embedder, hashes) is None
    # Of another model, all of them are replaced.
    other = StoredTokens("another model", part.rows, part.tokens)
    push_tokens(client, "workos-docs-part", other)
    assert pull_tokens(client, "workos-docs-part", stored.embedder, hashes) is None
    assert pull_tokens(client, "workos-docs-part", "another model", hashes) is not None


def test_the_environment_names_a_server(
    source: Path, chroma_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKOS_DOCS_CHROMA_URL", f"http://127.0.0.1:{chroma_port}")
    docs = opened(tmp_path, source)
    assert docs.search("identity provider")[0].path == "sso"
    assert not (tmp_path / "home" / "index" / "chroma.sqlite3").exists()
    client = chromadb.HttpClient("127.0.0.1", chroma_port)
    assert docs.status().collection in {found.name for found in client.list_collections()}
    assert docs.version in str(WorkOSDocs.versions().as_dicts())
    # Who names a directory means it.
    own = WorkOSDocs.open(source=source, persist_directory=tmp_path / "own", sdks=())
    assert (tmp_path / "own" / "chroma.sqlite3").exists()
    own.close()


@pytest.mark.parametrize(
    "address", ["localhost:8000", "ftp://a", "http://", "http://[", "http://a/b"]
)
def test_what_is_no_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKOS_DOCS_CHROMA_URL", address)
    with pytest.raises(
        InvalidArgumentError, match=r"WORKOS_DOCS_CHROMA_URL.*http://localhost:8000"
    ):
        WorkOSDocs.open()
