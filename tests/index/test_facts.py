"""What is stored beside nodes, in a real Chroma."""

from __future__ import annotations

import chromadb
import pytest

from workos_docs_loaders.sdk import SdkPackage, open_sdk, read_sdk
from workos_docs_tools.errors import IncompleteIndexError
from workos_docs_tools.index.facts import dump, facts_name, load, read_facts, write_facts


def test_a_package_comes_back_equal_through_chroma() -> None:
    package = read_sdk(open_sdk("node@11.0.0")).elsewhere
    client = chromadb.EphemeralClient()
    write_facts(client, "workos-sdk-facts-test", dump(SdkPackage, package))
    stored = client.get_collection(facts_name("workos-sdk-facts-test"), embedding_function=None)
    documents = stored.get()["documents"] or []
    assert len(documents) > 1
    assert max(map(len, documents)) < 16_384
    assert load(SdkPackage, read_facts(client, "workos-sdk-facts-test")) == package


def test_facts_take_the_place_of_older_ones() -> None:
    client = chromadb.EphemeralClient()
    write_facts(client, "workos-replaced", "long" * 10_000)
    write_facts(client, "workos-replaced", "short")
    assert read_facts(client, "workos-replaced") == "short"
    write_facts(client, "workos-replaced", "")
    assert read_facts(client, "workos-replaced") == ""


@pytest.mark.parametrize("damaged", ["", "not base 85: ~", "00000"])
def test_damaged_facts_are_an_error(damaged: str) -> None:
    with pytest.raises(IncompleteIndexError, match="damaged"):
        load(SdkPackage, damaged)
