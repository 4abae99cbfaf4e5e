"""The catalogue: nodes by page, language, title and filter value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.search.catalog import Filters

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

CREATE = "reference/organization/create"


def test_every_node_is_on_one_page_in_the_order_of_the_page(docs: WorkOSDocs) -> None:
    catalog = docs.index
    positions = [position for page in catalog.by_path.values() for position in page]
    assert sorted(positions) == list(range(len(catalog.nodes)))
    for path, page in catalog.by_path.items():
        searched = [position for position in page if position < len(catalog.searched)]
        assert page == [*searched, *(position for position in page if position not in searched)]
        ordinals = [catalog.nodes[position].ordinal for position in searched]
        assert ordinals == sorted(ordinals), path


def test_numbers_of_pages_follow_their_paths(docs: WorkOSDocs) -> None:
    catalog = docs.index
    paths = list(catalog.by_path)
    numbered = [paths[number] for number in catalog.page_numbers]
    assert numbered == [node.path for node in catalog.searched]


def test_an_api_page_is_searched_once_and_its_node_stands_for_all_languages(
    docs: WorkOSDocs,
) -> None:
    catalog = docs.index
    first, *others = catalog.by_path[CREATE]
    assert catalog.nodes[first].language == "python"
    assert len(others) > 5
    assert all(position >= len(catalog.searched) for position in others)
    assert catalog.searched_for(others) == {first}
    guide = catalog.by_path["sso/login-flows"]
    assert catalog.searched_for(guide) == {*guide}


def test_no_api_page_of_the_documentation_has_two_searched_nodes(docs: WorkOSDocs) -> None:
    pages = [node.path for node in docs.index.searched if node.language]
    assert len(pages) > 200
    assert len(pages) == len({*pages})


def test_languages_of_a_page_are_in_page_order(docs: WorkOSDocs) -> None:
    assert docs.index.languages(CREATE)[:3] == ("curl", "js", "python")
    assert docs.index.languages("sso/login-flows") == ()


def test_a_page_is_shown_in_one_language(docs: WorkOSDocs) -> None:
    for asked, shown in (("go", "go"), (None, "python"), ("cobol", "python")):
        nodes = docs.index.page_nodes(CREATE, asked)
        assert {node.language for node in nodes} - {""} == {shown}
        assert [node.ordinal for node in nodes] == sorted(node.ordinal for node in nodes)


def test_filters_combine_and_the_language_leaves_all_pages(docs: WorkOSDocs) -> None:
    catalog = docs.index
    allowed = catalog.allowed(catalog.filters(product="sso", kind="api", language="go"))
    left = [node for node, is_left in zip(catalog.searched, allowed, strict=True) if is_left]
    assert {(node.product, node.kind) for node in left} == {("sso", "api")}
    assert "python" in {node.language for node in left}
    assert catalog.allowed(Filters()).all()


def test_several_products_can_be_asked_for_or_left_out(docs: WorkOSDocs) -> None:
    catalog = docs.index

    def products(**asked: list[str] | str) -> set[str]:
        allowed = catalog.allowed(catalog.filters(**asked))  # type: ignore[arg-type]
        return {catalog.nodes[position].product for position in allowed.nonzero()[0]}

    assert products(product=["sso", "authkit"]) == {"sso", "authkit"}
    left = products(exclude_product=["sso", "authkit"])
    assert left == products() - {"sso", "authkit"}
    assert products(product=["sso", "authkit"], exclude_product="sso") == {"authkit"}


def test_a_filter_ignores_case_and_blanks_and_is_none_if_empty(docs: WorkOSDocs) -> None:
    catalog = docs.index
    asked = catalog.filters(product=" SSO", kind="Guide ", language="TypeScript ")
    assert asked == Filters(("sso",), "guide", "js")
    assert catalog.filters(product="", kind=" ", language="", exclude_product=[""]) == Filters()


@pytest.mark.parametrize("name", ["product", "kind", "language", "exclude_product"])
def test_a_filter_has_a_value_that_occurs(docs: WorkOSDocs, name: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"{name}='nonsense' is not valid. Valid"):
        docs.index.filters(**{name: "nonsense"})  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match=f"{name}=7"):
        docs.index.filters(**{name: 7})  # type: ignore[arg-type]


def test_a_name_is_in_the_language_that_spells_it_most_precisely(docs: WorkOSDocs) -> None:
    catalog = docs.index
    page = catalog.by_path[CREATE]
    assert catalog.spelled_in(["nowhere", "createOrganization"], page) == "js"
    assert catalog.spelled_in(["create_organization"], page) == "python"
    assert catalog.spelled_in(["nowhere"], page) is None
