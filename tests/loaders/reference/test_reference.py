from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it.utils import read_fixture_file

from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.languages import LANGUAGES
from workos_docs_loaders.models import SourceFile
from workos_docs_loaders.reference import ReferenceTables
from workos_docs_loaders.reference.syntax import MAX_DEPTH, MAX_ITEMS
from workos_docs_loaders.reference.tables import MAX_SHOWN_FIELDS
from workos_docs_loaders.urls import page_path

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reference"


def source_file(source_path: str, front_matter: dict[str, Any]) -> SourceFile:
    return SourceFile(source_path, page_path(source_path), front_matter, body="")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(source, expected.strip(), id=f"{file.stem}: {title}")
        for file in sorted(FIXTURES.glob("*.md"))
        for _, title, source, expected in read_fixture_file(file)
    ],
)
def test_the_first_page_of_a_fixture_renders_as_written(source: str, expected: str) -> None:
    files = [source_file(path, matter) for path, matter in yaml.safe_load(source).items()]
    tables = ReferenceTables.from_files(files)
    assert "\n\n".join(entry.text for entry in tables.entries(files[0])) == expected


def test_an_entry_is_named_by_endpoint_title_key_and_id_without_repetition() -> None:
    file = source_file(
        "reference/organization/get.mdx",
        {
            "reference": {
                "curl": [
                    {"key": "get", "id": "get", "title": "/organizations/:id", "type": "GET"},
                    {"key": "organization", "id": "org", "title": "organization"},
                ],
                "js": [{"key": "getOrganization", "id": "get", "title": "getOrganization()"}],
            }
        },
    )
    curl, js = ReferenceTables.from_files([file]).entries(file)
    assert curl.names == (
        "GET /organizations/:id",
        "/organizations/:id",
        "get",
        "organization",
        "org",
    )
    assert js.names == ("getOrganization()", "getOrganization", "get")


@pytest.mark.parametrize(
    ("entry", "is_call"),
    [
        ({"title": "/sso/logout", "type": "DELETE"}, True),
        ({"title": "get()", "returns": [{"key": "thing"}]}, True),
        ({"title": "get()", "parameters": [{"key": "id"}]}, True),
        ({"title": "class Thing", "properties": [{"key": "id"}]}, False),
        ({"type": "int", "optional": True}, False),
        ({"parameters": [{"key": "limit"}]}, False),
    ],
)
def test_endpoints_and_methods_are_calls(entry: dict[str, Any], is_call: bool) -> None:
    file = source_file("reference/x.mdx", {"reference": {"curl": [{"key": "x", **entry}]}})
    assert [entry.is_call for entry in ReferenceTables.from_files([file]).entries(file)] == [
        is_call
    ]


def test_a_page_without_a_reference_has_no_entries() -> None:
    file = source_file(
        "sso/index.mdx", {"title": "SSO", "description": "A summary.", "reference": None}
    )
    assert ReferenceTables.from_files([file]).entries(file) == ()


MALFORMED = {
    "reference is a list": ({"reference": []}, r"reference must be a mapping, not list"),
    "descriptions is a string": ({"descriptions": "x"}, r"descriptions must be a mapping, not 'x'"),
    "text is a number": ({"descriptions": {"a": {"b": 1}}}, r"descriptions\.a\.b must be a string"),
    "text is a list": ({"descriptions": {"a": []}}, r"descriptions\.a must be a string, not list"),
    "language is not a string": ({"reference": {1: []}}, r"reference: the key 1 must be a string"),
    "entries are a mapping": ({"reference": {"js": {}}}, r"reference\.js must be a list, not dict"),
    "entry is a string": ({"reference": {"js": ["(x)"]}}, r"reference\.js\[0\] must be a mapping"),
    "entry has no key": ({"reference": {"js": [{"id": "x"}]}}, r"reference\.js\[0\] has no `key`"),
    "entry is empty": ({"reference": {"js": [None]}}, r"reference\.js\[0\] has no `key`"),
    "title is a number": (
        {"reference": {"js": [{"key": "x", "title": 4}]}},
        r"reference\.js\[0\]\.title must be a string, not int",
    ),
    "flag is a string": (
        {"reference": {"js": [{"key": "x", "sendsEmail": "no"}]}},
        r"reference\.js\[0\]\.sendsEmail must be true or false, not 'no'",
    ),
    "items are a mapping": (
        {"reference": {"js": [{"key": "x", "returns": {"key": "y"}}]}},
        r"reference\.js\[0\]\.returns must be a list, not dict",
    ),
    "item is prose": (
        {"reference": {"js": [{"key": "x", "returns": ["(x) the user"]}]}},
        r"reference\.js\[0\]\.returns\[0\] must be an item or a reference .* not '\(x\) the user'",
    ),
    "item has no key": (
        {"reference": {"js": [{"key": "x", "returns": [{"key": "y", "properties": [{}]}]}]}},
        r"reference\.js\[0\]\.returns\[0\]\.properties\[0\] has no `key`",
    ),
}


@pytest.mark.parametrize(("front_matter", "message"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_page_names_the_place_of_its_error(
    front_matter: dict[str, Any], message: str
) -> None:
    file = source_file("reference/bad.mdx", front_matter)
    tables = ReferenceTables.from_files([file])
    with pytest.raises(ParseError, match=rf"^reference/bad\.mdx:1: {message}"):
        tables.entries(file)


@pytest.mark.parametrize("name", ["reference", "descriptions"])
def test_nesting_too_deep_is_an_error_that_names_the_page(name: str) -> None:
    entry: dict[str, Any] = {"key": "x"}
    branch: Any = "Text."
    for _ in range(MAX_DEPTH + 1):
        entry = {"key": "x", "properties": [entry]}
        branch = {"x": branch}
    matter = {"reference": {"js": [entry]}, "descriptions": branch}
    file = source_file("reference/deep.mdx", {name: matter[name]})
    with pytest.raises(ParseError, match=rf"deep\.mdx:1: .* deeper than {MAX_DEPTH} levels"):
        ReferenceTables.from_files([file]).entries(file)


@pytest.mark.parametrize(
    "matter",
    [
        {"reference": {"js": [{"key": "x", "properties": [{"key": "y"}] * MAX_ITEMS}]}},
        {"reference": {f"language_{number}": [{"key": "x"}] * 200 for number in range(200)}},
        {"descriptions": {f"text_{number}": "Text." for number in range(MAX_ITEMS + 1)}},
    ],
    ids=["items", "entries of all languages", "descriptions"],
)
def test_more_items_than_any_page_has_are_an_error_that_names_the_page(
    matter: dict[str, Any],
) -> None:
    file = source_file("reference/long.mdx", matter)
    with pytest.raises(ParseError, match=rf"long\.mdx:1: .* more than {MAX_ITEMS} items"):
        ReferenceTables.from_files([file]).entries(file)


def test_a_malformed_page_leaves_the_references_of_other_pages_alone() -> None:
    good = source_file(
        "reference/good.mdx",
        {"reference": {"js": [{"key": "x", "returns": [{"key": "y", "description": "(text)"}]}]}},
    )
    bad = source_file("reference/bad.mdx", {"descriptions": {"text": "Kept."}, "reference": 1})
    (entry,) = ReferenceTables.from_files([bad, good]).entries(good)
    assert entry.text.endswith("- `y`: Kept.")


@pytest.mark.parametrize(
    ("size", "shown"), [(MAX_SHOWN_FIELDS, True), (MAX_SHOWN_FIELDS + 1, False)]
)
def test_an_object_without_measure_is_linked_and_not_shown(size: int, shown: bool) -> None:
    properties = [{"key": f"field_{number}"} for number in range(size)]
    user = source_file(
        "reference/get.mdx", {"reference": {"js": [{"key": "get", "returns": ["(Big)"]}]}}
    )
    definer = source_file(
        "reference/big.mdx", {"reference": {"js": [{"key": "Big", "properties": properties}]}}
    )
    (entry,) = ReferenceTables.from_files([user, definer]).entries(user)
    assert "- `Big` ([object](https://workos.com/docs/reference/big))" in entry.text
    assert ("field_0" in entry.text) is shown


def test_the_languages_are_listed_in_the_order_of_rendering() -> None:
    assert " ".join(LANGUAGES) == "curl js python go java ruby php dotnet json"
