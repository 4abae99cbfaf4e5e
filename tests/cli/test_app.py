"""What every command prints into a pipe."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from tests.cli.command import ALONE, OFFLINE, PINNED, json_lines, only_line, run
from workos_docs_loaders.models import Node

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workos_docs_tools import WorkOSDocs


def test_search_prints_a_json_object_a_hit(docs: WorkOSDocs) -> None:
    hits = json_lines(run("search", "verify", "webhook", "-k", "3", "--json", *PINNED))
    expected = docs.search("verify webhook", k=3)
    doubts = {"low_confidence": False, "unknown_words": []}
    said = [{**hit.as_dict(), **doubts} for hit in expected]
    assert hits == json.loads(json.dumps(said))
    assert [hit["rank"] for hit in hits] == [1, 2, 3]


def test_search_takes_every_filter(docs: WorkOSDocs) -> None:
    filters = ("--product", "sso", "--kind", "api", "--language", "ruby")
    hits = json_lines(run("search", "get a connection", *filters, "--json", *PINNED))
    expected = docs.search("get a connection", product="sso", kind="api", language="ruby")
    assert [hit["node_id"] for hit in hits] == [hit.node_id for hit in expected]
    assert {hit["product"] for hit in hits} == {"sso"}
    assert {hit["kind"] for hit in hits} == {"api"}
    assert hits[0]["language"] == "ruby"


@pytest.mark.parametrize("count", [1, 20])
def test_a_piped_search_is_plain_markdown_with_every_source(count: int, docs: WorkOSDocs) -> None:
    result = run("search", "webhook signature", "-k", str(count), *PINNED)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "documentation>" not in result.stdout
    for hit in docs.search("webhook signature", k=count):
        # What says which page it is stands there once.
        path = "" if f"/{hit.path}/" in f"{hit.url}/" else f" | path: {hit.path}"
        assert re.search(rf"^Source: {re.escape(hit.url + path)}(?: \||$)", result.stdout, re.M)


def test_a_piped_page_is_the_whole_page_unwrapped(docs: WorkOSDocs) -> None:
    result = run("page", "sso/login-flows", *PINNED)
    page = docs.page("sso/login-flows")
    assert result.stdout.endswith(f"\n\n{page.markdown.strip()}\n")
    assert f"Source: {page.url}" in result.stdout


def test_a_page_is_also_json_and_may_be_one_section(docs: WorkOSDocs) -> None:
    arguments = ("page", "sso/login-flows", "--section", "SP-initiated SSO", "--json")
    (page,) = json_lines(run(*arguments, *PINNED))
    expected = docs.page("sso/login-flows", section="SP-initiated SSO")
    assert page["markdown"] == expected.markdown
    assert page["url"] == expected.url


def test_lookup_prints_the_definition_in_the_language_asked_for(docs: WorkOSDocs) -> None:
    (hit,) = json_lines(run("lookup", "POST", "/organizations", "--language", "js", "--json"))
    assert hit["path"] == "reference/organization/create"
    assert hit["language"] == "js"
    plain = run("lookup", "createOrganization", "--language", "js", *PINNED).stdout
    text = docs.lookup("createOrganization", language="js")[0].text
    # Of a link to another page only its words are shown.
    link = re.compile(r"\[([^\]]*)\]\(https://workos\.com/docs/[^)]*\)")
    assert link.search(text)
    assert link.sub(r"\1", text) in plain


def test_examples_and_changelog_print_what_the_facade_returns(docs: WorkOSDocs) -> None:
    found = json_lines(run("examples", "session cookie", "--language", "js", "--json", *ALONE))
    expected = docs.examples("session cookie", language="js")
    assert [item["code"] for item in found] == [example.code for example in expected]
    plain = run("examples", "session cookie", *ALONE).stdout
    assert f"```{expected[0].language}\n{expected[0].code}\n```" in plain

    releases = json_lines(run("changelog", "--since", "2026-01-01", "--json", *ALONE))
    recent = docs.changelog(since="2026-01-01")
    assert [item["url"] for item in releases] == [release.url for release in recent]
    assert recent[0].text in run("changelog", *ALONE).stdout


def test_status_tells_of_the_index(docs: WorkOSDocs) -> None:
    (status,) = json_lines(run("status", "--json", *ALONE))
    assert status == json.loads(json.dumps(docs.status().as_dict()))
    assert f"\nnodes: {status['nodes']}\n" in run("status", *ALONE).stdout


@pytest.mark.usefixtures("empty_home")
def test_status_builds_no_index() -> None:
    line = only_line(run("status", env=OFFLINE), exit_code=1)
    assert "workos-docs index" in line


@pytest.mark.usefixtures("docs", "docs_010")
def test_the_version_asked_for_answers() -> None:
    for wanted in ("0.1.0", "0.2.0"):
        (hit,) = json_lines(run("search", "sso", "-k", "1", "--json", "--docs-version", wanted))
        assert hit["version"] == wanted


@pytest.mark.usefixtures("empty_home")
def test_index_embeds_only_what_is_new(tree: Path) -> None:
    def index() -> dict[str, object]:
        return json_lines(run("index", "--source", str(tree), "--sdk", "none", "--json"))[0]

    first = index()
    counts = {"total": 2, "embedded": 2, "reused": 0, "deleted": 0}
    assert first == {"version": "local", "sdks": [], **counts, "left_out": {}}
    assert index() == {**first, "embedded": 0}
    (tree / "gadgets.mdx").unlink()
    (tree / "gizmos.mdx").write_text("# Gizmos\n\nA gizmo is made of tin.\n")
    assert index() == {**first, "embedded": 1, "deleted": 1}
    line = run("index", "--source", str(tree), "--sdk", "none").stdout
    assert line == "Documentation local: 2 nodes, 0 embedded, 0 reused, 0 deleted\n"


@pytest.mark.usefixtures("empty_home")
def test_files_that_are_no_pages_are_counted_by_reason(tree: Path) -> None:
    for name in ("_draft.md", "_part.MD", ".hidden.md"):
        (tree / name).write_text("# Text")
    options = ("--source", str(tree))
    (report,) = json_lines(run("index", *options, "--sdk", "none", "--json"))
    assert sorted(report["left_out"].values()) == [1, 2]
    summary = (
        "Files left out: 3: hidden (the name, or a folder's, begins with `.`) 1, "
        "part or draft (the name, or a folder's, begins with `_`) 2\n"
    )
    assert run("index", *options, "--sdk", "none").stdout.endswith(f"deleted\n{summary}")
    assert run("export", *options).stderr == summary


@pytest.mark.usefixtures("empty_home")
def test_pages_of_a_source_are_cited_by_their_files_or_below_a_base_url(tree: Path) -> None:
    options = ("--source", str(tree), "--sdk", "none")
    (hit,) = json_lines(run("search", "brass", "-k", "1", "--json", *options))
    assert hit["url"] == "gadgets.mdx"
    base = ("--base-url", "https://a.test/guide/")
    (hit,) = json_lines(run("search", "brass", "-k", "1", "--json", *options, *base))
    assert hit["url"] == "https://a.test/guide/gadgets"
    (page,) = json_lines(run("page", hit["url"], "--json", *options, *base))
    assert page["path"] == "gadgets"
    line = only_line(run("search", "brass", *base), exit_code=2)
    assert "addresses of their own" in line


def test_index_of_a_version_that_is_indexed_embeds_nothing(docs: WorkOSDocs) -> None:
    docs.refresh(progress=False)  # An index of an earlier day may be older than the loaders.
    (report,) = json_lines(run("index", "--json", *PINNED))
    assert (report["total"], report["embedded"]) == (docs.status().nodes, 0)


@pytest.mark.usefixtures("empty_home")
def test_search_answers_from_a_source(tree: Path) -> None:
    hits = json_lines(run("search", "brass", "-k", "1", "--source", str(tree), "--json"))
    assert [hit["path"] for hit in hits] == ["gadgets"]


def test_export_prints_every_node_in_page_order(
    corpus_nodes: Mapping[str, tuple[Node, ...]],
) -> None:
    lines = json_lines(run("export", *PINNED))
    nodes = corpus_nodes["0.2.0"]
    assert [*lines[0]] == [field.name for field in fields(Node)]
    assert [line["id"] for line in lines] == [node.id for node in nodes]
    assert [line["text"] for line in lines] == [node.text for node in nodes]


def test_versions_are_told_one_a_line(docs: WorkOSDocs) -> None:
    heading, *lines = run("versions").stdout.splitlines()
    assert heading == f"{len(lines)} versions"
    nodes = docs.status().nodes
    assert lines[0].startswith("0.2.0 | published | fetched | indexed | current to 2026-02-17")
    assert json_lines(run("versions", "--json"))[0]["nodes"] == nodes


def test_diff_prints_a_change_a_line() -> None:
    asked = ("diff", "0.1.0", "0.2.0", "--under", "reference/widgets")
    heading, *lines = run(*asked).stdout.splitlines()
    assert heading.startswith("WorkOS documentation 0.1.0 to 0.2.0: 1 page changed")
    path = "reference/widgets/get-token"
    changed = f"parameter | changed | Parameters > user_id | {path} | string | string, optional"
    assert changed in lines


def test_two_exports_are_byte_identical_and_need_neither_index_nor_model() -> None:
    program = (
        "import sys, workos_docs_tools.cli.app as cli\n"
        "try: cli.main()\n"
        "finally: sys.stderr.write(' '.join(sys.modules))"
    )
    outputs = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program, "export", *PINNED],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        outputs.append(done.stdout)
        assert not {b"chromadb", b"onnxruntime"} & set(done.stderr.split())
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") > 3000


def test_a_broken_page_is_a_warning_of_one_line(tree: Path) -> None:
    (tree / "broken.mdx").write_text("---\ntitle: [unclosed\n---\n\nText.\n")
    result = run("export", "--source", str(tree))
    assert len(json_lines(result)) >= 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("workos-docs: warning: broken.mdx:")
