"""Products by their names: each begins on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.search.products import start_page

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("sso", "sso"),
        ("MFA", "mfa"),
        ("scim", "directory-sync"),
        ("rbac", "rbac"),
        ("AuthKit", "authkit"),
        ("Directory Sync", "directory-sync"),
        ("How do I set up directory sync?", "directory-sync/quick-start"),
        ("set up rbac", "rbac/quick-start"),
        ("How do I set up MFA?", "mfa"),
    ],
)
def test_the_name_of_a_product_brings_its_start_page_first(
    docs: WorkOSDocs, asked: str, path: str
) -> None:
    assert docs.search(asked, k=1)[0].path == path


def test_an_older_version_begins_authkit_on_the_page_it_had(docs_010: WorkOSDocs) -> None:
    assert docs_010.search("authkit", k=1)[0].path == "user-management"


@pytest.mark.parametrize("asked", ["sso session length", "nothing of ours", "", "How do I set up?"])
def test_what_is_no_name_of_a_product_begins_nowhere(docs: WorkOSDocs, asked: str) -> None:
    assert start_page(asked, docs.index.by_path) is None
