"""READMEs of the packages, cut into sections with their fences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk.readme import sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_loaders.sdk import SdkPackage

URL = "https://example.com/README.md"


@pytest.mark.parametrize(
    ("source", "fences"),
    [("python@10.8.0", 10), ("node@11.0.0", 7), ("authkit-nextjs@4.3.2", 43), ("cli@0.14.0", 41)],
)
def test_published_readmes_have_these_fences(
    sdk: Callable[[str], SdkPackage], source: str, fences: int
) -> None:
    readme = sdk(source).readme
    assert sum(len(section.fences) for section in readme) == fences
    assert all(section.text for section in readme)
    for section in readme:
        for fence in section.fences:
            assert fence.code.split("\n")[0] in section.text
    # The CLI's README keeps an unreleased feature in a comment.
    assert not any("UNRELEASED" in section.text for section in readme)


def test_a_section_knows_the_headings_above_and_its_link(sdk: Callable[[str], SdkPackage]) -> None:
    readme = sdk("python@10.8.0").readme
    section = next(one for one in readme if one.heading_path[-1:] == ("Async Client",))
    assert section.heading_path == ("WorkOS Python Library", "Quick Start", "Async Client")
    assert section.fences[0].language == "python"
    assert section.url == (
        "https://github.com/workos/workos-python/blob/v10.8.0/README.md#async-client"
    )


def test_headings_inside_fences_and_lists_do_not_cut() -> None:
    text = "# A\n\n```md\n# no\n```\n\n- # no\n\nText.\n"
    (section,) = sections(text, URL)
    assert section.heading_path == ("A",)
    assert section.text.endswith("Text.")


def test_equal_headings_have_links_of_their_own() -> None:
    text = "before\n\n# `A` & b\n\none\n\n## Same\n\ntwo\n\n## Same\n\nthree\n\n## Empty\n"
    found = sections(text, URL)
    assert [section.url for section in found] == [
        URL, f"{URL}#a--b", f"{URL}#same", f"{URL}#same-1"
    ]  # fmt: skip
    assert [section.heading_path for section in found] == [
        (), ("A & b",), ("A & b", "Same"), ("A & b", "Same")
    ]  # fmt: skip


def test_underlined_headings_and_nothing() -> None:
    assert sections("", URL) == ()
    (section,) = sections("Title\n=====\n\ntext", URL)
    assert section.heading_path == ("Title",)
