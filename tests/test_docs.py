"""The façade: search, status, values, threads, and every method on a server."""

from __future__ import annotations

import copy
import json
import math
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from inspect import signature
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import TYPE_CHECKING, Any

import chromadb
import pytest

from workos_docs_loaders.errors import SourceError
from workos_docs_tools import Hit, WorkOSDocs, WorkOSDocsError
from workos_docs_tools.docs import _default_docs, default_docs
from workos_docs_tools.embeddings import MiniLMEmbedder
from workos_docs_tools.errors import InvalidArgumentError, InvalidEmbedderError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from chromadb.api import ClientAPI
    from numpy.typing import NDArray

PAGES = {
    "docs/sso/index.mdx": "---\ntitle: Single Sign-On\n---\n\nUsers log in with `SAML`.\n\n"
    "```js\nworkos.sso.getAuthorizationUrl();\n```\n",
    "docs/mfa.mdx": "---\ntitle: Multi-Factor Auth\n---\n\nUsers enter a one-time code.\n",
    "changelogs/workos-platform.json": json.dumps(
        [
            {
                "package": "workos-platform",
                "version": "Passkeys",
                "date": "2026-01-02",
                "url": "https://workos.com/changelog/passkeys",
                "changes": ["Users log in with passkeys."],
            }
        ]
    ),
}


def test_a_search_gives_exactly_k_hits_with_their_places(docs: WorkOSDocs) -> None:
    for k in (1, 5, 40):
        results = docs.search("redirect uri", k=k)
        assert [hit.rank for hit in results] == list(range(1, k + 1))
    assert (results.query, results.version) == ("redirect uri", "0.2.0")
    for hit in results:
        assert hit.url.startswith(hit.page_url)
        assert hit.path in docs.index.by_path
        assert hit.text
        assert hit.version == "0.2.0"
    assert results[:2].hits == results.hits[:2]


def test_filters_hold(docs: WorkOSDocs) -> None:
    assert {hit.product for hit in docs.search("users", product="directory-sync", k=20)} == {
        "directory-sync"
    }
    assert {hit.kind for hit in docs.search("users", kind="event", k=20)} == {"event"}
    assert {hit.language for hit in docs.search("users", kind="api", language="Go", k=5)} <= {
        "go",
        "python",
        "curl",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"query": ""}, "query=''"),
        ({"query": " \n"}, "query="),
        ({"query": None}, "query=None"),
        ({"query": "x", "k": 0}, "k=0"),
        ({"query": "x", "k": -3}, "k=-3"),
        ({"query": "x", "product": "nope"}, "product='nope'.*sso"),
        ({"query": "x", "kind": "nope"}, "kind='nope'.*guide"),
        ({"query": "x", "language": "nope"}, "language='nope'.*python"),
        ({"query": "x", "language": 3}, "language=3"),
    ],
)
def test_a_bad_argument_is_named_with_its_valid_values(
    arguments: dict[str, object], message: str, docs: WorkOSDocs
) -> None:
    with pytest.raises(InvalidArgumentError, match=message) as raised:
        docs.search(**arguments)  # type: ignore[arg-type]
    assert isinstance(raised.value, WorkOSDocsError)
    assert isinstance(raised.value, ValueError)


def test_what_is_no_text_is_refused_where_one_is_meant(docs: WorkOSDocs) -> None:
    for other in (3, b"bytes", ["sso"], {}):
        with pytest.raises(InvalidArgumentError, match=r"query=.*Pass a text"):
            docs.changelog(query=other)  # type: ignore[arg-type]
    for other in (None, 1.5, b"import workos", ["a.py"]):
        with pytest.raises(InvalidArgumentError, match=r"code_or_path=.*Pass code, or a path"):
            docs.check(other)  # type: ignore[arg-type]


def test_the_home_of_nobody_is_refused(docs: WorkOSDocs) -> None:
    with pytest.raises(SourceError, match="~nobody-of-that-name/index cannot be read"):
        WorkOSDocs.open(persist_directory="~nobody-of-that-name/index")
    with pytest.raises(InvalidArgumentError):  # Code, then, and no SDK is loaded for it.
        docs.check("~nobody-of-that-name")


ODD: tuple[Any, ...] = (
    *(True, 0, -1, 10**30, 1.5, math.nan, [], ["sso", None], {}, {1: 2}, object()),
    *(b"bytes", "\ud800", "\x00", " ", "~nobody-of-that-name/x"),
)


@pytest.mark.parametrize(
    ("method", "question"),
    [
        ("search", {"query": "sso"}),
        ("page", {"path_or_url": "sso"}),
        ("lookup", {"name": "sso"}),
        ("examples", {"topic": "sso"}),
        ("changelog", {}),
        ("check", {"code_or_path": "client.sso", "language": "python"}),
        ("diff", {"old": "0.2.0", "under": "sso"}),
        ("versions", {}),
        ("open", {"source": "missing", "sdks": ()}),
    ],
)
def test_whatever_an_argument_is_what_is_raised_is_an_error_of_ours(
    docs: WorkOSDocs,
    method: str,
    question: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ask = getattr(docs, method)
    for argument in signature(ask).parameters.keys() - {"wait", "progress"}:
        for value in ODD:
            with suppress(WorkOSDocsError):
                repr(ask(**{**question, argument: value}))


def test_the_documentation_says_what_it_is(docs: WorkOSDocs) -> None:
    assert repr(docs) == "WorkOSDocs(version='0.2.0', collection='workos-docs-0.2.0')"
    assert len(repr(docs.index)) < 200


def test_values_are_short_to_look_at_and_ready_for_json(docs: WorkOSDocs) -> None:
    values = (
        docs.search("users")[0],
        docs.page("sso"),
        docs.examples("webhook")[0],
        docs.status(),
    )
    for value in values:
        assert json.loads(json.dumps(value.as_dict()))
    for value in values[:3]:
        shown = repr(value)
        assert shown.startswith(f"{type(value).__name__}(")
        assert "\n" not in shown
        assert "\\n" not in shown
        assert "path=" in shown
    assert len(repr(values[0])) < 800
    assert Hit(**values[0].as_dict()) == values[0]


def test_the_status_counts_what_is_indexed(docs: WorkOSDocs, docs_010: WorkOSDocs) -> None:
    status = docs.status()
    assert (status.version, status.pages, status.kinds["changelog"]) == ("0.2.0", 527, 25)
    assert sum(status.kinds.values()) == status.nodes == docs.collection.count()
    assert (status.date, status.collection) == ("2026-02-17", "workos-docs-0.2.0")
    assert "sso" in status.products
    assert "python" in status.languages
    assert status.embedder == "all-MiniLM-L6-v2-int8"
    assert docs_010.status().pages == 415


@pytest.fixture(params=["ephemeral", "server"])
def client(request: pytest.FixtureRequest) -> ClientAPI:
    if request.param == "ephemeral":
        return chromadb.EphemeralClient()
    return chromadb.HttpClient("127.0.0.1", request.getfixturevalue("chroma_port"))


def test_every_method_works_on_any_client(client: ClientAPI, tmp_path: Path) -> None:
    for name, text in PAGES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    docs = WorkOSDocs.open(
        source=tmp_path, client=client, persist_directory=tmp_path / "index", progress=False
    )
    assert not (tmp_path / "index" / "chroma.sqlite3").exists()
    assert docs.search("one-time code")[0].path == "mfa"
    assert docs.page("sso").title == "Single Sign-On"
    assert docs.lookup("SAML")[0].path == "sso"
    assert docs.examples("authorization url")[0].language == "js"
    assert docs.changelog()[0].title == "Passkeys"
    assert docs.status().nodes == docs.collection.count() == 3
    (tmp_path / "docs" / "vault.md").write_text("# Vault\n\nEncrypts objects.\n")
    report = docs.refresh(progress=False)
    assert (report.total, report.embedded) == (4, 1)
    assert docs.search("encrypt")[0].path == "vault"


def test_threads_may_open_and_search_at_once(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(30):
        (source / f"page-{number}.md").write_text(f"# Page {number}\n\nAll about {number}.\n")

    def ask(number: int) -> tuple[int, str, str, str]:
        docs = WorkOSDocs.open(source=source, persist_directory=tmp_path / "index", progress=False)
        assert docs.report is not None
        found = docs.search(f"about {number}")[0].path
        return docs.report.embedded, found, docs.page("page-3").title, docs.lookup("Page 4")[0].path

    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(ask, range(8)))
    assert sum(embedded for embedded, *_ in replies) == 30
    assert [reply[1:] for reply in replies] == [
        (f"page-{number}", "Page 3", "page-4") for number in range(8)
    ]


def test_threads_read_the_collection_once(open_tree: Callable[..., WorkOSDocs]) -> None:
    docs = open_tree({f"page-{n}.md": f"# Page {n}\n\nAll about {n}.\n" for n in range(20)})
    start = Barrier(8)

    def read(_: int) -> int:
        start.wait()
        return id(docs.index)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(read, range(8)))) == 1


def test_threads_may_share_one_documentation_from_the_first_question(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    docs = open_tree({f"page-{n}.md": f"# Page {n}\n\nAll about {n}.\n" for n in range(20)})

    def ask(number: int) -> str:
        if number == 5:
            (tmp_path / "source" / "new.md").write_text("# New\n\nSomething new.\n")
            docs.refresh(progress=False)
        docs.examples("anything")
        return docs.lookup(f"Page {number % 20}")[0].path

    with ThreadPoolExecutor(8) as threads:
        paths = list(threads.map(ask, range(40)))
    assert paths == [f"page-{number % 20}" for number in range(40)]
    assert docs.page("new").title == "New"


@dataclass
class AskingEmbedder:
    """The bundled model, which asks something before it embeds the second batch of documents."""

    ask: Callable[[], object] | None = None
    batches: int = 0
    replies: list[object] = field(default_factory=list)
    name: str = "asking"

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches += 1
        if self.ask and self.batches == 2:
            self.replies.append(self.ask())
        return MiniLMEmbedder().embed_documents(texts)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return MiniLMEmbedder().embed_query(text)


def test_what_was_indexed_before_answers_during_a_refresh(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path
) -> None:
    embedder = AskingEmbedder()
    docs = open_tree({"page-0.md": "# Page\n\nOld words.\n"}, embedder=embedder)
    embedder.ask, embedder.batches = lambda: docs.page("page-0").markdown, 0
    for number in range(100):
        (tmp_path / "source" / f"page-{number}.md").write_text(f"# Page\n\nNew {number}.\n")
    docs.refresh(progress=False)
    assert embedder.replies == ["# Page\n\nOld words."]
    assert docs.page("page-0").markdown == "# Page\n\nNew 0."


def test_an_answer_says_of_which_version_it_is_though_another_is_opened_meanwhile(
    tmp_path: Path,
) -> None:
    package = tmp_path / "source"
    pages = package / ".docs" / "organized" / "docs"
    pages.mkdir(parents=True)
    (pages / "sso.md").write_text("# SSO\n\nLog in.\n")
    (package / "package.json").write_text('{"version": "1.0.0"}')

    class Refreshing(MiniLMEmbedder):
        def embed_query_with_tokens(
            self, text: str
        ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            if text == "log in":  # Building, too, embeds a text: for the length of the vectors.
                (package / "package.json").write_text('{"version": "2.0.0"}')
                docs.refresh(progress=False)
            return super().embed_query_with_tokens(text)

    docs = WorkOSDocs.open(
        source=package, persist_directory=tmp_path, embedder=Refreshing(), progress=False
    )
    results = docs.search("log in")
    assert docs.version == "2.0.0"
    assert (results.version, results[0].version) == ("1.0.0", "1.0.0")


def test_the_collection_is_the_one_that_answers_though_others_renewed_it(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    open_tree({"page.md": "# Page\n\nFirst words.\n"}).close()
    docs = open_tree({})
    for words in ("Second words.", "Third words."):
        open_tree({"page.md": f"# Page\n\n{words}\n"})
    assert docs.collection.get()["documents"] == ["# Page\n\nThird words."]


def test_a_model_of_another_size_is_refused(open_tree: Callable[..., WorkOSDocs]) -> None:
    class Short(AskingEmbedder):
        def embed_query(self, text: str) -> NDArray[np.float32]:
            return super().embed_query(text)[:8]

    docs = open_tree({"page.md": "# Page\n\nWords.\n"}, embedder=Short())
    with pytest.raises(InvalidEmbedderError, match=r"8 dimensions.*384.*embedder="):
        docs.search("words")


def test_token_vectors_that_do_not_fit_are_told(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_tree({"one.md": "# One\n\nWords.\n"})
    (file,) = (tmp_path / "index").glob("*.tokens.npz")
    former = file.read_bytes()
    docs = open_tree({"two.md": "# Two\n\nMore words.\n"})
    file.write_bytes(former)
    assert docs.search("words")[0].path
    assert file.name in caplog.text


def test_an_index_stays_where_it_is_when_the_process_moves(
    open_tree: Callable[..., WorkOSDocs], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    docs = open_tree({"one.md": "# One\n\nWords.\n"}, persist_directory="here")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    assert docs.refresh(progress=False).embedded == 0
    assert docs.engine.tokens is not None
    assert open_tree({}, persist_directory="~/here").report.embedded == 0  # type: ignore[union-attr]


def test_threads_open_the_default_documentation_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[None] = []

    def opens(_: type, version: str | None) -> object:
        assert version is None
        opened.append(None)
        sleep(0.05)
        return object()

    monkeypatch.setattr(WorkOSDocs, "open", classmethod(opens))
    _default_docs.cache_clear()
    with ThreadPoolExecutor(4) as threads:
        found = {threads.submit(default_docs) for _ in range(4)}
    _default_docs.cache_clear()
    assert len({future.result() for future in found}) == len(opened) == 1


def test_the_default_documentation_is_opened_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    package = tmp_path / "snapshots" / "9.9.9" / "package"
    (package / ".docs" / "organized" / "docs").mkdir(parents=True)
    (package / ".docs" / "organized" / "docs" / "sso.md").write_text("# SSO\n\nLog in.\n")
    (package / "package.json").write_text('{"version": "9.9.9"}')
    (tmp_path / "snapshots" / "latest").write_text("9.9.9")
    _default_docs.cache_clear()
    assert default_docs().version == "9.9.9"
    assert default_docs() is default_docs()
    _default_docs.cache_clear()


def test_in_with_the_documentation_closes_and_frees_its_files(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nGreen tea.\n")
    descriptors, index = Path("/proc/self/fd"), tmp_path / "index"
    if not descriptors.is_dir():
        pytest.skip("only Linux lists them there")

    def held() -> int:
        """Return how many files of the index this process has open."""
        targets = [os.path.realpath(descriptor) for descriptor in descriptors.iterdir()]
        return sum(target.startswith(str(index.resolve())) for target in targets)

    with WorkOSDocs.open(source=tmp_path, persist_directory=index, progress=False) as docs:
        assert docs.search("tea")
        assert held()
    # Chroma's own threads close the files soon after.
    for _ in range(100):
        if not held():
            break
        sleep(0.1)
    assert not held()
    docs.close()
    with pytest.raises(StoreError, match="closed"):
        docs.search("tea")


def test_closing_leaves_a_client_of_the_user_open(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nGreen tea.\n")
    directory = tmp_path / "index"
    with WorkOSDocs.open(source=tmp_path, persist_directory=directory, progress=False) as docs:
        name = docs.collection.name
        own = chromadb.PersistentClient(str(directory))
        collection = own.get_collection(name)
    assert collection.count() == 1
    with WorkOSDocs.open(source=tmp_path, client=own, progress=False) as docs:
        assert docs.search("tea")
    assert collection.count() == 1
    own.close()


def test_examples_and_releases_know_the_documentation_they_come_from(docs: WorkOSDocs) -> None:
    for found in (docs.examples("webhook"), docs.changelog()):
        for kept in (found, found[:1], pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
            assert (kept.version, kept.date) == (docs.version, docs.date)
            assert type(kept) is type(found)
    assert docs.page("sso").date == docs.date


async def test_coroutines_answer_what_the_methods_answer(docs: WorkOSDocs) -> None:
    query = "verify a webhook signature"
    assert await docs.asearch(query, k=2, product="events") == docs.search(
        query, k=2, product="events"
    )
    assert await docs.apage("sso") == docs.page("sso")
    assert await docs.alookup("createUser") == docs.lookup("createUser")
    assert await docs.aexamples("webhook") == docs.examples("webhook")
    assert await docs.achangelog() == docs.changelog()
    for name in ("search", "page", "lookup", "examples", "check", "changelog", "refresh"):
        one, twin = getattr(WorkOSDocs, name), getattr(WorkOSDocs, f"a{name}")
        assert signature(one).parameters == signature(twin).parameters
        assert twin.__doc__ == f"Do what `{name}` does, in a thread: the event loop stays free."
    opening = (signature(getattr(WorkOSDocs, name)).parameters for name in ("open", "aopen"))
    assert next(opening) == next(opening)


async def test_a_version_that_is_opened_again_shares_its_memory(docs: WorkOSDocs) -> None:
    with await WorkOSDocs.aopen("0.2.0", sdks=(), progress=False) as again:
        assert again is not docs
        assert again.index is docs.index
    assert docs.search("webhook")
