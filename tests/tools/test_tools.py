"""The agent tools, free of any framework."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import pytest

from workos_docs_tools.errors import (
    InvalidArgumentError,
    NameNotFoundError,
    PageNotFoundError,
)
from workos_docs_tools.results import NO_DATA
from workos_docs_tools.tools import MIN_MAX_TOKENS, TOOL_NAMES, TOOLS, DocsTools, tool_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workos_docs_tools import WorkOSDocs

CODE = """\
from workos import WorkOSClient

client = WorkOSClient(api_key="sk_1", client_id="client_1")
client.portal.generate_link(organization="org_1")
"""
CALLS: dict[str, dict[str, object]] = {
    "workos_search": {"query": "verify webhooks"},
    "workos_docs": {"path": "sso/login-flows"},
    "workos_api": {"name": "create_organization"},
    "workos_examples": {"topic": "webhook"},
    "workos_changelogs": {},
    "workos_check": {"code": CODE},
}


@pytest.fixture(scope="module")
def tools(sdk_docs: WorkOSDocs) -> DocsTools:
    return DocsTools(sdk_docs)


def properties(tools: DocsTools, name: str) -> dict[str, Any]:
    found: dict[str, Any] = tools.arguments(name).model_json_schema()["properties"]
    return found


@pytest.mark.parametrize("name", TOOL_NAMES)
def test_every_tool_answers_with_text_and_json_ready_data(name: str, tools: DocsTools) -> None:
    reply = tools.call(name, CALLS[name])
    assert reply.text.startswith("WorkOS documentation 0.2.0, current to 2026-")
    assert re.search("https://(?:workos|github).com/", reply.text)
    assert json.loads(json.dumps(reply.data))
    assert tools.functions()[name](**CALLS[name]) == reply


def test_the_table_holds_every_tool_and_says_what_its_data_is(tools: DocsTools) -> None:
    assert [name for name in vars(DocsTools) if name.startswith("workos_")] == list(TOOLS)
    for name, tool in TOOLS.items():
        (item, *_) = tools.call(name, CALLS[name]).data
        assert item.keys() == {field.name for field in fields(tool.item)} - NO_DATA
        assert isinstance(item[tool.text], str)
        assert len(item[tool.text]) == max(
            len(value) for value in item.values() if isinstance(value, str)
        )


@pytest.mark.parametrize("name", TOOL_NAMES)
def test_every_tool_describes_itself_and_its_arguments(name: str, tools: DocsTools) -> None:
    schema = tools.arguments(name).model_json_schema()
    assert len(schema["description"]) > 40
    assert all(argument["description"] for argument in schema["properties"].values())
    assert schema.get("required", []) == list(CALLS[name])


def values_of(argument: Mapping[str, Any]) -> list[object]:
    """Return the values that the schema of an argument lists."""
    branches = argument.get("anyOf", [argument])
    return [value for branch in branches for value in branch.get("enum", ())]


def test_enums_are_the_values_of_the_index(tools: DocsTools, sdk_docs: WorkOSDocs) -> None:
    search = properties(tools, "workos_search")
    for name in ("product", "kind", "language"):
        assert values_of(search[name]) == [*sdk_docs.index.values[name]]
        assert {getattr(node, name) for node in sdk_docs.index.nodes} - {""} == set(
            sdk_docs.index.values[name]
        )
    packages = ["workos-platform", "python", "node", "authkit-nextjs"]
    assert values_of(properties(tools, "workos_changelogs")["package"]) == packages
    assert values_of(properties(tools, "workos_examples")["language"]) == []


def test_no_enum_holds_anything_but_text(tools: DocsTools) -> None:
    # Gemini refuses a schema with `null` in an enum.
    for name in TOOL_NAMES:
        for argument in properties(tools, name).values():
            assert "enum" not in argument or "anyOf" not in argument
            assert all(isinstance(value, str) for value in values_of(argument))


def test_every_enum_value_can_be_asked_for(tools: DocsTools) -> None:
    search = properties(tools, "workos_search")
    for name in ("product", "kind", "language"):
        for value in [*values_of(search[name]), None]:
            reply = tools.workos_search("users", max_results=1, **{name: value})
            assert [item["rank"] for item in reply.data] == [*range(1, len(reply.hits) + 1)]
            assert len(reply.data) == 1 or value in ("js", "python")


def test_a_documentation_without_api_or_changelog_offers_no_empty_enums(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    tools = DocsTools(open_tree({"page.md": "# Page\n\nText.\n"}))
    assert values_of(properties(tools, "workos_search")["language"]) == []
    assert values_of(properties(tools, "workos_changelogs")["package"]) == []


@pytest.mark.parametrize("name", TOOL_NAMES)
def test_the_whole_reply_stays_within_the_budget(name: str, tools: DocsTools) -> None:
    sizes = []
    for max_tokens in (200, 500, 2000, 8000):
        reply = tools.call(name, {**CALLS[name], "max_tokens": max_tokens})
        assert len(reply.text) <= max_tokens * 4
        sizes.append(len(reply.text))
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("name", TOOL_NAMES)
def test_a_budget_that_holds_nothing_is_refused(name: str, tools: DocsTools) -> None:
    arguments = {**CALLS[name], "max_tokens": MIN_MAX_TOKENS - 1}
    with pytest.raises(InvalidArgumentError, match="max_tokens"):
        tools.call(name, arguments)
    with pytest.raises(InvalidArgumentError, match="max_tokens"):
        tools.functions()[name](**arguments)


def test_a_page_is_read_on_where_the_last_reply_ended(tools: DocsTools) -> None:
    first = tools.workos_docs("sso/login-flows", max_tokens=300).text
    start = int(first.rpartition("start=")[2].split()[0])
    second = tools.workos_docs("sso/login-flows", max_tokens=300, start=start).text
    assert first.splitlines()[:2] == second.splitlines()[:2]
    assert first.splitlines()[3] != second.splitlines()[3]


@pytest.mark.parametrize("start", [-1, 10**6])
def test_an_offset_outside_the_page_is_refused(start: int, tools: DocsTools) -> None:
    with pytest.raises(InvalidArgumentError, match=r"start=.*characters"):
        tools.workos_docs("sso/login-flows", start=start)


def test_a_section_is_shown_alone(tools: DocsTools) -> None:
    reply = tools.workos_docs("sso/login-flows", section="IdP-initiated SSO").text
    assert "<documentation>\n## IdP-initiated SSO" in reply


def test_the_end_of_a_page_names_the_pages_below(tools: DocsTools) -> None:
    reply = tools.workos_docs("reference/sso").text
    assert "Pages below: reference/sso/connection (Connection), " in reply
    short = tools.workos_docs("reference/authkit/authentication", max_tokens=400).text
    assert re.search(r"Pages below: .* and \d+ more\.$", short)
    assert "Pages below" not in tools.workos_docs("sso/login-flows", max_tokens=300).text
    assert "Pages below" not in tools.workos_docs("migrate").text


def test_an_ambiguous_name_shows_every_definition(tools: DocsTools) -> None:
    reply = tools.workos_api("getAuthorizationUrl", max_tokens=8000).text
    assert "/docs/reference/sso/get-authorization-url" in reply
    assert "/docs/reference/authkit/authentication/get-authorization-url" in reply


def test_a_language_without_examples_points_to_the_api_reference(tools: DocsTools) -> None:
    reply = tools.workos_examples("create an organization", language="php")
    assert reply.data == []
    assert "0 code examples" in reply.text
    assert "workos_api" in reply.text


def test_changelog_entries_can_be_narrowed(tools: DocsTools) -> None:
    reply = tools.workos_changelogs(since="2026-02-01", query="authorization")
    assert [entry["title"] for entry in reply.data][:1] == ["Fine-Grained Authorization"]
    (release,) = tools.docs.changelog(since="2026-02-17")
    assert tools.workos_changelogs(since="2026-02-17").data == [asdict(release)]


@pytest.mark.parametrize(
    ("name", "arguments", "error", "message"),
    [
        ("workos_search", {"query": ""}, InvalidArgumentError, "query"),
        ("workos_search", {}, InvalidArgumentError, "query"),
        ("workos_search", {"query": "x", "max_results": 0}, InvalidArgumentError, "max_results"),
        ("workos_search", {"query": "x", "product": "SS0"}, InvalidArgumentError, "sso"),
        ("workos_search", {"query": "x", "kind": "page"}, InvalidArgumentError, "guide"),
        ("workos_search", {"query": "x", "language": "cobol"}, InvalidArgumentError, "python"),
        ("workos_docs", {"path": "sso/login-flow"}, PageNotFoundError, "sso/login-flows"),
        ("workos_docs", {"path": "sso", "section": "xyz"}, PageNotFoundError, "Did you mean"),
        ("workos_api", {"name": "create_organizaton"}, NameNotFoundError, "create_organization"),
        ("workos_changelogs", {"package": "x"}, InvalidArgumentError, "workos-platform"),
        ("workos_changelogs", {"since": "May"}, InvalidArgumentError, "2025-03-01"),
        ("workos_examples", {"topic": "x", "language": "cobol"}, InvalidArgumentError, "bash"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(
    name: str,
    arguments: dict[str, object],
    error: type[Exception],
    message: str,
    tools: DocsTools,
) -> None:
    with pytest.raises(error, match=message):
        tools.call(name, arguments)


@pytest.mark.parametrize("nothing", [None, "", "  "])
@pytest.mark.parametrize("name", TOOL_NAMES)
def test_null_and_empty_arguments_mean_left_out(
    name: str, nothing: object, tools: DocsTools
) -> None:
    expected = tools.call(name, CALLS[name])
    others = tools.arguments(name).model_fields.keys() - CALLS[name].keys()
    assert tools.call(name, {**CALLS[name], **dict.fromkeys(others, nothing)}) == expected


def test_names_ignore_case_and_blanks(tools: DocsTools) -> None:
    query = "create an organization"
    expected = tools.workos_search(query, product="sso", kind="api", language="js")
    assert tools.workos_search(query, product=" SSO", kind="Api ", language="JS ") == expected
    assert tools.workos_changelogs(" WorkOS-Platform ").data == tools.workos_changelogs().data
    assert tools.workos_check(CODE, language=" Python") == tools.workos_check(CODE)


def test_defaults_hold_for_every_tool_that_takes_them(docs: WorkOSDocs) -> None:
    tools = DocsTools(docs, product="sso", language="go", max_tokens=300)
    reply = tools.call("workos_search", {"query": "authorization url"})
    assert {hit["product"] for hit in reply.data} == {"sso"}
    assert len(reply.text) <= 1200
    assert "Go" in tools.call("workos_api", {"name": "create_organization"}).text
    assert properties(tools, "workos_docs")["language"]["default"] == "go"
    for wrong in ({"product": "x"}, {"language": "x"}, {"max_tokens": 1}):
        with pytest.raises(InvalidArgumentError):
            DocsTools(docs, **wrong)


def test_tools_can_be_chosen_by_name() -> None:
    assert tool_names(None) == TOOL_NAMES
    assert tool_names(["workos_api"]) == ("workos_api",)
    with pytest.raises(InvalidArgumentError, match=r"'x'.*workos_search"):
        tool_names(["x"])
