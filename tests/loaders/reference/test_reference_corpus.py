from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.languages import LANGUAGES
from workos_docs_loaders.reference import ReferenceTables
from workos_docs_loaders.reference.syntax import (
    REFERENCE,
    Item,
    read_descriptions,
    read_entries,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workos_docs_loaders.models import ApiEntry, SourceFile
    from workos_docs_loaders.reference.syntax import Entry

UNRESOLVED = {"directory_user.role": 4, "profile.role": 5, "organization_membership.role": 7}
"""Branches without a text of their own, in both versions: their only child describes itself."""

COUNTS = {
    "0.1.0": {"items": 1223, "descriptions": 3693, "texts": 596, "entries": 906},
    "0.2.0": {"items": 1196, "descriptions": 4127, "texts": 930, "entries": 999},
}
LANGUAGE_PAGES = {
    "0.1.0": (158, 135, 106, 116, 103, 92, 87, 45, 11),
    "0.2.0": (214, 175, 136, 109, 88, 95, 86, 41, 11),
}
WORKED_EXAMPLE = """\
### `organizations.get_organization()` (Python)

Parameters:
- `organization_id` (`str`): Unique identifier of the Organization.

Returns:
- `Organization` (object): The [Organization](https://workos.com/docs/reference/organization) object.
  - `object` (`"organization"`): Distinguishes the Organization object.
  - `id` (`str`): Unique identifier of the Organization.
  - `name` (`str`): A descriptive name for the Organization. This field does not need to be unique.
  - `created_at` (`str`): The timestamp when the Organization was last created.
  - `updated_at` (`str`): The timestamp when the Organization was last updated.
  - `domains` (`Sequence[OrganizationDomain]`): List of [Organization Domains](https://workos.com/docs/reference/domain-verification)."""  # noqa: E501

VERSIONS = pytest.mark.parametrize("version", sorted(COUNTS))


def rendered(files: tuple[SourceFile, ...]) -> dict[str, dict[str, ApiEntry]]:
    tables = ReferenceTables.from_files(files)
    return {file.path: {e.language: e for e in tables.entries(file)} for file in files}


@VERSIONS
def test_all_references_lead_to_a_definition_but_the_three_known_ones(
    source_files: Mapping[str, tuple[SourceFile, ...]], version: str
) -> None:
    tables = ReferenceTables.from_files(source_files[version])
    written: list[str] = []
    items: list[bool] = []
    for file in source_files[version]:
        written += read_descriptions(file).values()
        for entry in chain.from_iterable(read_entries(file).values()):
            written.append(entry.description)
            for item in walk(entry.items):
                if isinstance(item, Item):
                    written.append(item.description)
                else:
                    items.append(_is_defined(item.name, entry.language, tables))
    names = [match[1] for match in map(REFERENCE.fullmatch, written) if match]
    lost = Counter(name for name in names if not _is_described(name, tables))
    assert lost == UNRESOLVED
    assert len(names) - lost.total() == COUNTS[version]["descriptions"]
    assert items == [True] * COUNTS[version]["items"]


@VERSIONS
def test_texts_and_entries_of_all_pages_are_in_the_tables(
    source_files: Mapping[str, tuple[SourceFile, ...]], version: str
) -> None:
    tables = ReferenceTables.from_files(source_files[version])
    assert len(tables.descriptions) == COUNTS[version]["texts"]
    assert sum(map(len, tables.definitions.values())) == COUNTS[version]["entries"]


@VERSIONS
def test_each_language_is_rendered_on_the_pages_that_have_it(
    source_files: Mapping[str, tuple[SourceFile, ...]], version: str
) -> None:
    pages = rendered(source_files[version]).values()
    languages = Counter(language for page in pages for language in page)
    assert tuple(languages[language] for language in LANGUAGES) == LANGUAGE_PAGES[version]
    assert set(languages) == set(LANGUAGES)


@VERSIONS
def test_no_markup_of_the_reference_language_is_left(
    source_files: Mapping[str, tuple[SourceFile, ...]], version: str
) -> None:
    texts = [e.text for page in rendered(source_files[version]).values() for e in page.values()]
    residue = re.compile(r": \(\w+(\.\w+)*\)$|`\(\w+\.\w+\)`|anonymous|\[Deprecated\]|\]\(/", re.M)
    assert [match[0] for text in texts for match in residue.finditer(text)] == []


@VERSIONS
def test_every_title_name_and_type_that_a_page_writes_is_on_it(
    source_files: Mapping[str, tuple[SourceFile, ...]], version: str
) -> None:
    pages = rendered(source_files[version])
    missing = [
        (file.path, language, word)
        for file in source_files[version]
        for language, entries in read_entries(file).items()
        for entry in entries
        for word in (entry.title or entry.key, *_item_words(entry))
        if " ".join(word.split()) not in pages[file.path][language].text
    ]
    assert missing == []


@VERSIONS
def test_every_word_of_a_text_is_on_the_page_that_defines_and_uses_it(
    source_files: Mapping[str, tuple[SourceFile, ...]], version: str
) -> None:
    pages = rendered(source_files[version])
    checked = 0
    for file in source_files[version]:
        texts = read_descriptions(file)
        for language, entries in read_entries(file).items():
            shown = re.findall(r"\w+", pages[file.path][language].text)
            for text in _own_texts(entries, texts):
                words = re.findall(r"\w+", re.sub(r"\]\([^)]*\)", "", text))
                assert set(words) <= set(shown), (file.path, language, text)
                checked += 1
    assert checked > 2500


def test_the_worked_example_renders_as_specified(
    source_files: Mapping[str, tuple[SourceFile, ...]],
) -> None:
    python = rendered(source_files["0.2.0"])["reference/organization/get"]["python"]
    assert python.text == WORKED_EXAMPLE
    assert python.is_call


@pytest.mark.parametrize(
    ("version", "language", "page", "target"),
    [
        ("0.1.0", "java", "directory-sync/directory-user/get", "directory-sync/directory-user"),
        ("0.1.0", "java", "user-management/user/get", "user-management/user"),
        ("0.1.0", "ruby", "mfa/get-factor", "mfa/authentication-factor"),
        ("0.2.0", "java", "directory-sync/directory-user/get", "directory-sync/directory-user"),
        ("0.2.0", "java", "authkit/user/get", "authkit/user"),
        ("0.2.0", "curl", "mfa/factor/get", "mfa/factor"),
        ("0.2.0", "js", "feature-flags/flag/get", "feature-flags/flag"),
    ],
)
def test_a_key_of_several_pages_means_the_nearest_one(
    source_files: Mapping[str, tuple[SourceFile, ...]],
    version: str,
    language: str,
    page: str,
    target: str,
) -> None:
    entry = rendered(source_files[version])[f"reference/{page}"][language]
    returned = entry.text.partition("Returns:\n- ")[2].partition("\n")[0]
    assert f"](https://workos.com/docs/reference/{target})" in returned


def test_a_text_of_several_pages_is_the_nearest_one(
    source_files: Mapping[str, tuple[SourceFile, ...]],
) -> None:
    """`authentication.cookie_password_unseal` is defined twice, in different words."""
    pages = rendered(source_files["0.2.0"])
    variable = "specified as the `WORKOS_COOKIE_PASSWORD` environment variable"
    assert variable in pages["reference/authkit/authentication/session-cookie"]["js"].text
    helper = pages["reference/authkit/session-helpers/load-sealed-session"]["js"].text
    assert "Password used to unseal the session cookie." in helper
    assert variable not in helper


def _is_described(name: str, tables: ReferenceTables) -> bool:
    return name in tables.descriptions or f"{name}.self" in tables.descriptions


def _is_defined(name: str, language: str, tables: ReferenceTables) -> bool:
    key, _, item_key = name.partition(".")
    entries = tables.definitions.get((language, key), ())
    return any(not item_key or entry.item(item_key) for entry in entries)


def _item_words(entry: Entry) -> Iterator[str]:
    for item in walk(entry.items):
        if isinstance(item, Item):
            yield item.type
            yield "" if item.key == "anonymous" else item.key


def _own_texts(entries: Iterable[Entry], texts: Mapping[str, str]) -> Iterator[str]:
    for entry in entries:
        for item in walk(entry.items):
            if isinstance(item, Item):
                yield texts.get(item.description[1:-1], "")
