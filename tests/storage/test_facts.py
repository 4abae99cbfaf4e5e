"""What is stored beside nodes, in a real Chroma."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chromadb
import pytest

from workos_docs_loaders.sdk import SdkPackage, open_sdk, read_sdk
from workos_docs_tools.errors import IncompleteIndexError
from workos_docs_tools.storage.facts import (
    digest,
    drop_unused_facts,
    dump,
    facts_name,
    load,
    read_facts,
    write_facts,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_package_comes_back_equal_through_chroma() -> None:
    package = read_sdk(open_sdk("node@11.0.0")).elsewhere
    client = chromadb.EphemeralClient()
    text = dump(SdkPackage, package)
    write_facts(client, text)
    stored = client.get_collection(facts_name(digest(text)), embedding_function=None)
    documents = stored.get()["documents"] or []
    assert len(documents) > 1
    assert max(map(len, documents)) < 16_384
    assert load(SdkPackage, read_facts(client, "workos-sdk-facts-test", digest(text))) == package


def test_facts_that_were_cut_off_are_written_again() -> None:
    client = chromadb.EphemeralClient()
    text = "long" * 10_000
    write_facts(client, text)
    client.get_collection(facts_name(digest(text)), embedding_function=None).delete(ids=["00001"])
    assert read_facts(client, "workos-docs-cut-off", digest(text)) != text
    write_facts(client, text)
    assert read_facts(client, "workos-docs-cut-off", digest(text)) == text
    assert read_facts(client, "workos-docs-cut-off", "") == ""


def test_facts_are_dropped_when_no_collection_has_them(tmp_path: Path) -> None:
    client = chromadb.PersistentClient(tmp_path)
    for text in ("kept", "unused"):
        write_facts(client, text)
    client.create_collection("workos-docs-1", metadata={"facts": digest("kept")})
    client.create_collection("workos-facts-of-mine")
    drop_unused_facts(client)
    names = {collection.name for collection in client.list_collections()}
    assert names == {"workos-docs-1", facts_name(digest("kept")), "workos-facts-of-mine"}


@pytest.mark.parametrize("damaged", ["", "not base 85: ~", "00000"])
def test_damaged_facts_are_an_error(damaged: str) -> None:
    with pytest.raises(IncompleteIndexError, match="damaged"):
        load(SdkPackage, damaged)
