"""Answers from a copy: the same as from the collection, shared, and never from a damaged one."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from workos_docs_loaders.models import Node
from workos_docs_tools import WorkOSDocs
from workos_docs_tools.answers import loading
from workos_docs_tools.answers.copied import copies
from workos_docs_tools.answers.copied.nodes import CopiedNode
from workos_docs_tools.answers.loading import read_collections

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workos_docs_tools.answers.contents import Contents

PAGES = {
    "sso": "# Single Sign-On\n\nUsers log in with their [provider](https://one.example/a).\n",
    "mfa": "# Multi-Factor Auth\n\nUsers confirm who they are with a code.\n",
    "vault": "# Vault\n\nEncrypts objects with a key of yours.\n",
}
SEARCH = """
import sys
from workos_docs_tools import WorkOSDocs
docs = WorkOSDocs.open("9.9.9", sdks=(), progress=False)
print(*(hit.path for hit in docs.search("log in with a provider", k=3)))
print(*sys.modules)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a published version, fetched."""
    monkeypatch.setenv("WORKOS_DOCS_HOME", str(tmp_path))
    package = tmp_path / "snapshots" / "9.9.9" / "package"
    for name, text in PAGES.items():
        file = package / ".docs" / "organized" / "docs" / f"{name}.mdx"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (package / "package.json").write_text(json.dumps({"version": "9.9.9"}))
    return tmp_path


def paths() -> list[str]:
    """Open the version as a new process would; return what a search finds."""
    loading._held.clear()
    with WorkOSDocs.open("9.9.9", sdks=(), progress=False) as docs:
        return [hit.path for hit in docs.search("log in with a provider", k=3)]


def search_elsewhere() -> tuple[list[str], set[str]]:
    """Search in another process; return what it finds, and the packages that it loads."""
    command = [sys.executable, "-c", SEARCH]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    found, modules = done.stdout.splitlines()
    return found.split(), {name.partition(".")[0] for name in modules.split()}


def copy_in(home: Path) -> Path:
    """Return the one copy of a home."""
    [copy] = (home / "index" / copies.DIRECTORY).iterdir()
    return copy


def test_a_search_in_another_process_loads_neither_chroma_nor_parsers(home: Path) -> None:
    expected = paths()
    assert expected[0] == "sso"
    found, loaded = search_elsewhere()
    assert found == expected
    late = {"asyncio", "bm25s", "chromadb", "email", "filelock", "httpx", "markdown_it", "pydantic"}
    assert not loaded & {*late, "rapidfuzz", "tqdm", "tree_sitter", "yaml"}


def test_a_copy_that_is_damaged_anywhere_is_made_again(home: Path) -> None:
    expected = paths()
    copy = copy_in(home)
    data = copy.read_bytes()
    for place in range(0, len(data), len(data) // 40):
        copy.write_bytes(data[:place] + bytes([data[place] ^ 0x40]) + data[place + 1 :])
        assert paths() == expected
        assert copy.read_bytes() == data
    for damaged in (b"", data[:1000], os.urandom(5000)):
        copy.write_bytes(damaged)
        assert paths() == expected
        assert copy.read_bytes() == data


def test_without_a_place_for_a_copy_the_collection_answers(home: Path) -> None:
    (home / "index").mkdir()
    (home / "index" / copies.DIRECTORY).write_text("no folder")
    assert paths()[0] == "sso"
    assert search_elsewhere()[0] == paths()


def test_a_link_that_leads_elsewhere_is_seen(open_tree: Callable[..., WorkOSDocs]) -> None:
    """Link targets are not embedded, so contents with another target have the same hash."""
    pages = {f"{name}.md": text for name, text in PAGES.items()}
    assert "one.example/a" in open_tree(pages).page("sso").markdown
    pages["sso.md"] = pages["sso.md"].replace("one.example/a", "one.example/b")
    assert "one.example/b" in open_tree(pages).page("sso").markdown


def test_copies_not_used_for_longest_are_removed_where_there_are_many(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths()
    first = copy_in(home)
    monkeypatch.setattr(copies, "_MOST", first.stat().st_size)
    monkeypatch.setattr(copies, "NODE_FORMAT", -1)
    paths()
    assert copy_in(home) != first


def test_a_copy_that_is_larger_than_all_may_be_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_MOST", 0)
    paths()
    assert copy_in(home).stat().st_size


def in_memory(docs: WorkOSDocs) -> Contents:
    return read_collections(docs._serving.opened, docs._serving.origin.database, None)


def test_nodes_of_a_copy_are_those_of_the_collection(sdk_docs: WorkOSDocs) -> None:
    nodes = sdk_docs.index.nodes
    assert all(isinstance(node, CopiedNode) for node in nodes)
    assert [*nodes] == [*in_memory(sdk_docs).catalog.nodes]
    node = nodes[0]
    assert type(pickle.loads(pickle.dumps(node))) is Node
    assert pickle.loads(pickle.dumps(node)) == node
    assert hash(pickle.loads(pickle.dumps(node))) == hash(node)
    assert replace(node, title="Other") != node
    assert replace(node, title="Other").text == node.text


def test_what_is_derived_is_in_a_copy_as_it_was(sdk_docs: WorkOSDocs) -> None:
    copied, read = sdk_docs._read(), in_memory(sdk_docs)
    assert np.array_equal(copied.catalog.vectors, read.catalog.vectors)
    assert copied.catalog.documented == read.catalog.documented
    for query in (["webhook", "signatur"], ["sso"], ["nothing-of-this"], ["user", "user", "get"]):
        for words in ("node_words", "page_words"):
            one, other = (getattr(engine, words) for engine in (copied.engine, read.engine))
            assert np.array_equal(one.scores(query), other.scores(query))
    assert copied.engine.tokens is not None
    assert read.engine.tokens is not None
    assert [*copied.engine.tokens.rows] == [*read.engine.tokens.rows]
    assert all(map(np.array_equal, copied.engine.tokens.parts, read.engine.tokens.parts))
    for level in ("defined", "headings", "fields", "mentioned", "in_sdks"):
        one, other = (getattr(contents.names.names, level) for contents in (copied, read))
        assert {key: [*found] for key, found in one.items()} == {
            key: [*found] for key, found in other.items()
        }
    assert dict(copied.names.names.written) == dict(read.names.names.written)
    assert [*copied.calls] == [*read.calls]
    for language, table in read.calls.items():
        assert np.array_equal(copied.calls[language].heads, table.heads)
        assert np.array_equal(copied.calls[language].sections, table.sections)
        assert dict(copied.calls[language].named) == dict(table.named)
        assert [*map(list, copied.calls[language].pages)] == [*map(list, table.pages)]


def test_sdks_of_a_copy_are_those_of_the_collection(sdk_docs: WorkOSDocs) -> None:
    for copied, read in zip(sdk_docs._read().sdks, in_memory(sdk_docs).sdks, strict=True):
        assert copied.published
        assert copied.package.snapshot == read.package.snapshot
        assert copied.package.client == read.package.client
        assert copied.package.members == read.package.members
        for part in ("methods", "constants", "readme", "skipped"):
            assert [*getattr(copied.package, part)] == [*getattr(read.package, part)]
        assert dict(copied.package.by_name) == dict(read.package.by_name)
        assert [*copied.join.methods] == [*read.join.methods]
        assert [*copied.join.undocumented] == [*read.join.undocumented]
        assert dict(copied.join.by_page) == dict(read.join.by_page)
        assert copied.pages == read.pages
        assert copied.documented_names == read.documented_names
