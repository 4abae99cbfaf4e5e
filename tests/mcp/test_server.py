"""The MCP server as a real client sees it, over HTTP; stdio is tested next door."""

from __future__ import annotations

import json
import socket
import subprocess
from contextlib import ExitStack, asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import jsonschema
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from tests.mcp.client import CALLS, COMMAND, documented, dumped, text
from workos_docs_tools.mcp.limits import MAX_BODY, MAX_CLIENTS
from workos_docs_tools.mcp.opening import Opening
from workos_docs_tools.mcp.sdk import Caller
from workos_docs_tools.mcp.server import INSTRUCTIONS, SCHEME, _Answers, _input_schema
from workos_docs_tools.text.lean import with_paths
from workos_docs_tools.text.tokens import count_tokens
from workos_docs_tools.tools import TOOL_NAMES, TOOLS, DocsTools

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from workos_docs_tools import WorkOSDocs


@pytest.fixture(scope="module")
def url(sdk_docs: WorkOSDocs) -> Iterator[str]:
    """URL of a server over HTTP that the tests of this module share."""
    command = [*COMMAND, "--transport", "http", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        yield process.stderr.readline().strip()
        process.terminate()
        assert process.stdout.read() == ""


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[ClientSession]:
    async with (
        streamable_http_client(url) as (received, sent, *_),
        ClientSession(received, sent) as session,
    ):
        await session.initialize()
        yield session


async def call(url: str, name: str, /, **arguments: Any) -> dict[str, Any]:
    async with connected(url) as session:
        return dumped(await session.call_tool(name, arguments))


async def test_the_server_says_who_it_is_and_what_it_is_for(url: str) -> None:
    async with (
        streamable_http_client(url) as (received, sent, *_),
        ClientSession(received, sent) as session,
    ):
        hello = dumped(await session.initialize())
    assert hello["serverInfo"]["name"] == "workos-docs"
    assert hello["serverInfo"]["version"] == version("workos-docs-tools")
    assert hello["instructions"] == INSTRUCTIONS
    assert {"tools", "resources"} <= hello["capabilities"].keys()


async def test_every_tool_is_listed_with_title_hints_and_schemas(
    url: str, sdk_docs: WorkOSDocs
) -> None:
    async with connected(url) as session:
        # A call waits for the index as long as it takes; a listing does not.
        await session.call_tool("workos_search", CALLS["workos_search"])
        tools = {tool["name"]: tool for tool in dumped(await session.list_tools())["tools"]}
    assert tuple(tools) == TOOL_NAMES
    for name, tool in tools.items():
        assert tool["title"] == tool["annotations"]["title"]
        assert tool["annotations"]["readOnlyHint"]
        assert not tool["annotations"]["openWorldHint"]
        assert len(tool["description"]) > 40
        assert tool["inputSchema"].get("required", []) == list(CALLS[name])
        assert "maxResults" not in tool["inputSchema"]["properties"]
        jsonschema.Draft202012Validator.check_schema(tool["outputSchema"])
    product = tools["workos_search"]["inputSchema"]["properties"]["product"]
    assert product["anyOf"][0]["enum"] == [*sdk_docs.index.values["product"]]


async def test_before_the_index_is_there_the_tools_are_the_same_but_for_the_enums(
    sdk_docs: WorkOSDocs,
) -> None:
    for tool in TOOLS.values():
        early, known = _input_schema(tool, None), _input_schema(tool, DocsTools(sdk_docs))
        for value in known["properties"].values():
            for branch in (value, *value.get("anyOf", ())):
                branch.pop("enum", None)
        assert early == known


@pytest.mark.parametrize("name", TOOL_NAMES)
async def test_every_tool_answers_with_text_and_with_data_of_its_schema(
    name: str, url: str, sdk_docs: WorkOSDocs
) -> None:
    async with connected(url) as session:
        tools = {tool["name"]: tool for tool in dumped(await session.list_tools())["tools"]}
        result = dumped(await session.call_tool(name, CALLS[name]))
    assert not result["isError"]
    assert text(result) == DocsTools(sdk_docs).call(name, CALLS[name]).text
    data = result["structuredContent"]
    jsonschema.validate(data, tools[name]["outputSchema"])
    assert data["version"] == "0.2.0"
    assert data["date"] == sdk_docs.date
    assert data["results"][0]["url"] in text(result)


@pytest.mark.parametrize(
    ("query", "unsure"), [("verify a webhook's signature", False), ("brew a cappuccino", True)]
)
async def test_low_confidence_is_data_too(query: str, unsure: bool, url: str) -> None:
    result = await call(url, "workos_search", query=query)
    assert result["structuredContent"]["low_confidence"] is unsure


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        *CALLS.items(),
        # What has the longest URL.
        ("workos_search", {"query": "group disconnected from the SCIM application in JumpCloud"}),
        ("workos_docs", {"path": "reference/organization/create"}),
        ("workos_docs", {"path": "events"}),
    ],
)
async def test_the_data_is_no_longer_than_the_budget(
    name: str, arguments: dict[str, Any], url: str
) -> None:
    async with connected(url) as session:
        for max_tokens in (200, 500, 2000):
            asked = {**arguments, "max_tokens": max_tokens}
            data = dumped(await session.call_tool(name, asked))["structuredContent"]
            assert count_tokens(json.dumps(data, ensure_ascii=False)) <= max_tokens
            size = sum(len(item[TOOLS[name].text]) for item in data["results"])
            assert size >= max_tokens / 6 or name == "workos_check"
            for item in data["results"]:
                assert not [value for value in item.values() if value in ("", False, None, [])]


@pytest.mark.parametrize(
    ("path", "max_tokens"),
    # Of the second, such a reply has no room for the title.
    [("sso/login-flows", 500), ("reference/authkit/authentication/code", 200)],
)
async def test_a_page_is_read_on_to_its_end(
    path: str, max_tokens: int, url: str, sdk_docs: WorkOSDocs
) -> None:
    parts: list[str] = []
    start: int | None = 0
    async with connected(url) as session:
        while start is not None:
            arguments = {"path": path, "start": start, "max_tokens": max_tokens}
            result = dumped(await session.call_tool("workos_docs", arguments))
            (page,) = result["structuredContent"]["results"]
            parts.append(page["markdown"])
            start = page.get("next_start")
    assert len(parts) > 2
    assert words(parts) == words([with_paths(sdk_docs.page(path).markdown)])


def words(parts: list[str]) -> list[str]:
    """Return the words of a page, without the fences that are closed and opened again."""
    return [word for word in " ".join(parts).split() if not word.startswith("```")]


async def test_of_the_sections_of_a_page_the_first_are_listed_that_fit(
    url: str, sdk_docs: WorkOSDocs
) -> None:
    titles = [item.title for item in sdk_docs.page("sso/login-flows").sections]
    listed = []
    for max_tokens in (500, 2000):
        result = await call(url, "workos_docs", path="sso/login-flows", max_tokens=max_tokens)
        (page,) = result["structuredContent"]["results"]
        listed.append([item["title"] for item in page["sections"]])
    assert 0 < len(listed[0]) < len(titles)
    assert listed == [titles[: len(listed[0])], titles]


@pytest.mark.parametrize(
    ("name", "theirs", "ours"),
    [
        ("workos_search", {"query": "SSO", "maxResults": 3}, {"query": "SSO", "max_results": 3}),
        ("workos_search", {"query": "SSO", "maxResults": 2.0}, {"query": "SSO", "max_results": 2}),
        ("workos_search", {"query": "SSO", "maxResults": 99}, {"query": "SSO", "max_results": 20}),
        ("workos_search", {"query": "SSO", "maxResults": -1}, {"query": "SSO", "max_results": 1}),
        ("workos_search", {"query": "SSO", "maxResults": None}, {"query": "SSO"}),
        ("workos_docs", {"path": "sso/index"}, {"path": "sso"}),
        ("workos_examples", {"example": "webhooks"}, {"topic": "webhooks"}),
        ("workos_changelogs", {"package": "workos-platform"}, {}),
    ],
)
async def test_calls_of_the_npm_server_mean_the_same(
    name: str, theirs: dict[str, Any], ours: dict[str, Any], url: str
) -> None:
    result = await call(url, name, **theirs)
    assert not result["isError"]
    assert result == await call(url, name, **ours)


@pytest.mark.parametrize("path", ["sso/_navigation", "https://workos.com/docs/integrations/"])
async def test_a_folder_is_answered_with_its_pages(
    path: str, url: str, sdk_docs: WorkOSDocs
) -> None:
    result = await call(url, "workos_docs", path=path, max_tokens=8000)
    (folder,) = result["structuredContent"]["results"]
    inside = [
        page for page in sdk_docs.index.by_path if f"{page}/".startswith(f"{folder['path']}/")
    ]
    assert len(inside) > 10
    assert all(f"- `{page}`: " in text(result) for page in inside)


@pytest.mark.parametrize(
    ("name", "arguments", "remedy"),
    [
        ("workos_search", {}, "query"),
        ("workos_search", {"query": "x", "maxResults": "many"}, "max_results='many'"),
        ("workos_search", {"query": "x", "product": "SS0"}, "Valid values: .*sso"),
        ("workos_docs", {"path": "sso/login-flow"}, "Did you mean: sso/login-flows"),
        ("workos_docs", {"path": "sso", "section": "Nowhere"}, "Did you mean"),
        ("workos_docs", {"path": "../../../package"}, "Did you mean"),
        ("workos_api", {"name": "create_organizaton"}, "Did you mean: create_organization"),
        ("workos_changelogs", {"package": "@workos/node"}, "Valid values: workos-platform"),
        ("workos_pages", {}, "Valid values: workos_search, workos_docs"),
    ],
)
async def test_an_error_is_a_result_that_says_what_to_do(
    name: str, arguments: dict[str, Any], remedy: str, url: str
) -> None:
    result = await call(url, name, **arguments)
    assert result["isError"]
    assert "structuredContent" not in result
    with pytest.raises(AssertionError, match=remedy):
        raise AssertionError(text(result))


async def test_every_documented_page_is_a_resource(url: str, sdk_docs: WorkOSDocs) -> None:
    async with connected(url) as session:
        listed = dumped(await session.list_resources())["resources"]
        (template,) = dumped(await session.list_resource_templates())["resourceTemplates"]
        assert [item["name"] for item in listed] == documented(sdk_docs)
        assert {item["mimeType"] for item in listed} == {"text/markdown"}
        assert all(item["uri"].startswith(SCHEME) and item["title"] for item in listed)
        assert template["uriTemplate"] == "workos-docs://{+path}"
        uri = next(item["uri"] for item in listed if item["name"] == "sso/login-flows")
        (content,) = dumped(await session.read_resource(uri))["contents"]
    assert content["uri"] == uri
    assert content["mimeType"] == "text/markdown"
    assert with_paths(sdk_docs.page("sso/login-flows").markdown) in content["text"]
    assert "https://workos.com/docs/sso/login-flows" in content["text"]


async def test_an_unknown_resource_is_an_error_that_suggests_others(url: str) -> None:
    async with connected(url) as session:
        with pytest.raises(Exception, match="Did you mean: sso/login-flows") as raised:
            await session.read_resource("workos-docs://sso/login-flow")
    assert raised.value.error.code == -32602  # type: ignore[attr-defined]


async def test_pages_of_a_source_of_ones_own_may_have_any_name(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    async def unheard(*_: object) -> None:
        raise AssertionError

    caller = Caller(unheard, session=None)
    tools = DocsTools(open_tree({"My Docs/r\xe9sum\xe9 #1.md": "# R\xe9sum\xe9\n\nText.\n"}))
    answers = _Answers(Opening(lambda: tools), tools.names)
    (listed,) = (await answers.list_resources({}, caller))["resources"]
    assert listed["uri"].isascii()
    (content,) = (await answers.read_resource({"uri": listed["uri"]}, caller))["contents"]
    assert "Text." in content["text"]


@pytest.mark.parametrize(
    ("header", "status"),
    [({"Origin": "https://evil.example"}, 403), ({"Host": "evil.example"}, 421)],
)
def test_web_pages_are_kept_out(header: dict[str, str], status: int, url: str) -> None:
    accepted = {"Accept": "application/json, text/event-stream"}
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert httpx.post(url, json=message, headers=accepted).status_code == 200
    assert httpx.post(url, json=message, headers={**accepted, **header}).status_code == status


def test_requests_and_connections_have_a_limit(url: str) -> None:
    accepted = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(url, content=b" " * (MAX_BODY + 1), headers=accepted).status_code == 413
    address = urlsplit(url)
    with ExitStack() as opened:
        for _ in range(MAX_CLIENTS):
            opened.enter_context(socket.create_connection((address.hostname, address.port)))
        assert httpx.post(url, json={}, headers=accepted).status_code == 503
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert httpx.post(url, json=message, headers=accepted).status_code == 200
