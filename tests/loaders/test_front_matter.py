from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.front_matter import (
    MAX_FILE_BYTES,
    MAX_YAML_DEPTH,
    parse_source_file,
    read_source_file,
    read_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workos_docs_loaders.models import SourceFile


def front_matter(yaml: str) -> Mapping[str, object]:
    return parse_source_file(f"---\n{yaml}\n---\n", "page.mdx").front_matter


def test_a_file_is_split_once_at_the_first_closing_line() -> None:
    file = parse_source_file("---\ntitle: Roles\n---\n\nText.\n\n---\n\nMore.\n", "sso/roles.mdx")
    assert file.front_matter == {"title": "Roles"}
    assert file.body == "\nText.\n\n---\n\nMore.\n"
    assert file.path == "sso/roles"


def test_the_body_is_verbatim_and_its_line_is_known() -> None:
    text = "---\ntitle: Roles\n\n---\n\n\n  - indented  \n"
    file = parse_source_file(text, "page.mdx")
    lines = text.split("\n")[file.body_line - 1 :]
    assert file.body.split("\n")[1:] == lines[1:]
    assert lines[1] == "  - indented  "


def test_a_file_without_front_matter_is_all_body() -> None:
    file = parse_source_file("# Title\n\n---\n", "page.mdx")
    assert (file.front_matter, file.body, file.body_line) == ({}, "# Title\n\n---\n", 1)


@pytest.mark.parametrize("yaml", ["", "\n\n", "# only a comment", "~"])
def test_empty_front_matter_holds_nothing(yaml: str) -> None:
    assert front_matter(yaml) == {}


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("on", "on"),
        ("No", "No"),
        ("1.10", "1.10"),
        ("2024-13-45", "2024-13-45"),
        ("1:30", "1:30"),
        ("<<", "<<"),
        ("true", True),
        ("truely", "truely"),
        ("false", False),
        ("null", None),
        ("", None),
        ("'true'", "true"),
        (">-\n  one\n  two", "one two"),
    ],
)
def test_a_value_is_a_string_unless_it_is_true_false_or_null(scalar: str, value: object) -> None:
    assert front_matter(f"title: {scalar}") == {"title": value}


@pytest.mark.parametrize(
    ("yaml", "line", "message"),
    [
        ("title: Roles\nlinks: [", 4, "front matter: did not find expected"),
        ("title: Roles\n\nlinks: a: b", 4, "front matter: mapping values are not allowed"),
        ("a: &a [x]\nb: *a # twice", 3, "aliases are not allowed"),
        ("a: &a {x: y}\n<<: *a", 3, "aliases are not allowed"),
        ("a: x\nb: !!int '1'", 3, "tags are not allowed"),
        ("a: x\nb: !!python/object/apply:os.system ['true']", 3, "tags are not allowed"),
        ("a: x\nb: " + "[" * (MAX_YAML_DEPTH + 1), 3, "nested too deep"),
        ("a: x\nb: " + "{x: " * 100_000, 3, "nested too deep"),
        # Which of the two limits is met first depends on the version of libyaml.
        ("a: x\nb: " + "[" * 100_000 + "]" * 100_000, 3, "nested too deep|maximum nesting depth"),
    ],
)
def test_yaml_that_is_broken_or_costly_is_named_with_its_line(
    yaml: str, line: int, message: str
) -> None:
    file = parse_source_file(f"---\n{yaml}\n---\nText.", "page.mdx")
    [problem] = file.problems
    assert re.search(message, problem.message)
    assert (problem.line, file.body) == (line, "\nText.")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Guide: sign in", "Guide: sign in"),
        ("@acme/sdk", "@acme/sdk"),
        ("`useUser` hook", "`useUser` hook"),
        ("[Beta] Groups", "[Beta] Groups"),
        ("'Don't do it'", "Don't do it"),
        ("*.md", "*.md"),
        ("%APPDATA%", "%APPDATA%"),
        ('"Unclosed', '"Unclosed'),
    ],
)
def test_a_title_that_is_no_yaml_is_a_title_all_the_same(written: str, title: str) -> None:
    text = f"---\ndescription: Fine\ntitle: {written}\ntags:\n  - a\n  - b\n---\nText."
    file = parse_source_file(text, "page.mdx")
    assert file.front_matter == {"description": "Fine", "title": title, "tags": ["a", "b"]}
    [problem] = file.problems
    assert problem.line >= 3
    assert problem.message.startswith("front matter: ")


def test_tabs_are_read_as_spaces() -> None:
    file = parse_source_file("---\ntitle:\tPage\ntags:\n\t- a\n---\n", "page.mdx")
    assert file.front_matter == {"title": "Page", "tags": ["a"]}
    assert [problem.line for problem in file.problems] == [4]


def test_toml_between_plus_signs_is_front_matter() -> None:
    text = "+++\ntitle = 'Page'\ndate = 2024-05-01\n[params]\na = 1\n+++\nText."
    file = parse_source_file(text, "page.md")
    assert file.front_matter == {"title": "Page", "date": "2024-05-01", "params": {"a": 1}}
    assert (file.body, file.body_line, file.problems) == ("\nText.", 6, ())


def test_blank_lines_above_the_yaml_do_not_shift_the_line_of_a_problem() -> None:
    [problem] = parse_source_file("---\n\n\ntitle: a: b\n---\n", "page.mdx").problems
    assert problem.line == 4


def test_of_front_matter_that_is_never_closed_the_keys_are_read() -> None:
    file = parse_source_file("---\ntitle: Roles\n\nText.\n", "page.mdx")
    assert (file.front_matter, file.body.strip(), file.body_line) == (
        {"title": "Roles"},
        "Text.",
        3,
    )
    assert [(each.line, each.message) for each in file.problems] == [
        (1, "front matter is never closed")
    ]


@pytest.mark.parametrize("text", ["---\n\n# A\n\n---\n", "---\n# A\n", "---\n- a\n---\n", "---"])
def test_a_horizontal_rule_opens_no_front_matter(text: str) -> None:
    file = parse_source_file(text, "page.mdx")
    assert (file.front_matter, file.body, file.problems) == ({}, text, ())


def test_the_published_front_matter_has_no_value_but_strings_flags_lists_and_mappings(
    source_files: Mapping[str, tuple[SourceFile, ...]],
) -> None:
    def kinds(value: object) -> set[type]:
        if isinstance(value, dict):
            return {dict}.union(*map(kinds, value), *map(kinds, value.values()))
        if isinstance(value, list):
            return {list}.union(*map(kinds, value))
        return {type(value)}

    for version, count in {"0.1.0": 441, "0.2.0": 548}.items():
        files = source_files[version]
        assert len(files) == count
        found = set().union(*(kinds(file.front_matter) for file in files))
        assert found <= {dict, list, str, bool}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbf---\ntitle: x\n---\n", "---\ntitle: x\n---\n"),
        (b"---\r\ntitle: x\r\n---\r\n", "---\ntitle: x\n---\n"),
        (b"one\rtwo\r", "one\ntwo\n"),
        (b"", ""),
    ],
)
def test_byte_order_marks_and_foreign_line_ends_are_removed(
    tmp_path: Path, content: bytes, text: str
) -> None:
    (tmp_path / "page.mdx").write_bytes(content)
    assert read_text(tmp_path, "page.mdx") == text


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"one\ntwo\nthr\xe9\0", 3, "not UTF-8"),
        (b"one\n\x00\x01", 2, "binary"),
        (b"x" * (MAX_FILE_BYTES + 1), 1, "too large"),
    ],
)
def test_a_file_that_is_not_text_is_refused_with_its_line(
    tmp_path: Path, content: bytes, line: int, message: str
) -> None:
    (tmp_path / "page.mdx").write_bytes(content)
    with pytest.raises(ParseError, match=message) as caught:
        read_source_file(tmp_path, "page.mdx")
    assert (caught.value.path, caught.value.line) == ("page.mdx", line)


def test_a_file_that_is_gone_is_a_parse_error_too(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"gone\.mdx:1: cannot be read"):
        read_source_file(tmp_path, "gone.mdx")
