"""SDK packages as Documents and nodes, on the real packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.nodes import HARD_MAX_BYTES
from workos_docs_loaders.sdk import sdk_documents, sdk_nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_loaders.sdk import SdkPackage

SDKS = ("python@10.8.0", "node@11.0.0", "authkit-nextjs@4.3.2")


@pytest.mark.parametrize("source", SDKS)
def test_every_method_and_readme_section_is_a_document_of_its_own(
    sdk: Callable[[str], SdkPackage], source: str
) -> None:
    package = sdk(source)
    documents = list(sdk_documents(package))
    assert len({document.path for document in documents}) == len(documents)
    expected = len(package.methods) + len(package.readme) + bool(package.client)
    assert len(documents) == expected
    assert {document.kind for document in documents} == {"sdk"}


@pytest.mark.parametrize("source", SDKS)
def test_nodes_are_small_and_in_the_language_of_the_sdk(
    sdk: Callable[[str], SdkPackage], source: str
) -> None:
    package = sdk(source)
    nodes = sdk_nodes(package)
    assert len({node.id for node in nodes}) == len(nodes)
    assert {node.language for node in nodes} == {package.snapshot.language}
    assert all(len(node.id.encode()) <= 120 for node in nodes)
    assert all(len(node.text.encode()) <= HARD_MAX_BYTES for node in nodes)


def test_a_method_says_how_it_is_called(sdk: Callable[[str], SdkPackage]) -> None:
    nodes = {node.title: node for node in sdk_nodes(sdk("python@10.8.0"))}
    node = nodes["vault.create_kv"]
    assert node.path == "sdk/python/vault.create_kv"
    assert node.breadcrumb == ("SDKs", "Python 10.8.0", "vault")
    assert node.product == "vault"
    assert node.names == ("vault.create_kv", "create_kv", "POST /vault/v1/kv")
    assert node.url.startswith("https://github.com/workos/workos-python/blob/v10.8.0/")
    assert "```python\nvault.create_kv(*, key_context: dict[str, str]" in node.text
    assert "- `name`: Unique name for the object." in node.text
    assert "Raises `BadRequestError`" in node.text


def test_the_client_says_how_it_is_imported(sdk: Callable[[str], SdkPackage]) -> None:
    nodes = {node.title: node for node in sdk_nodes(sdk("python@10.8.0"))}
    assert "from workos import WorkOSClient" in nodes["WorkOSClient"].text


def test_what_an_options_object_holds_is_listed(sdk: Callable[[str], SdkPackage]) -> None:
    nodes = {node.title: node for node in sdk_nodes(sdk("node@11.0.0"))}
    text = nodes["userManagement.createUser"].text
    assert "  - `email` (`string`)\n  - `password` (`string`, optional)" in text
