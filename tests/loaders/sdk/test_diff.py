"""Two versions of a package compared by operation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk import SdkPackage, diff_versions, open_sdk, read_sdk
from workos_docs_loaders.sdk.joining.parameters import method_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    ReadSdk = Callable[[str], SdkPackage]
    WritePackage = Callable[[Mapping[str, str | bytes]], Path]


@pytest.mark.parametrize(
    ("old", "new", "gone", "with_successor", "other_parameters", "added"),
    [
        ("node@8.13.0", "node@11.0.0", 31, 18, 1, 107),
        ("python@8.0.0", "python@10.8.0", 1, 1, 4, 88),
        ("python@5.42.0", "python@10.8.0", 43, 30, 45, 176),
    ],
)
def test_published_versions_differ_so(
    sdk: ReadSdk,
    *,
    old: str,
    new: str,
    gone: int,
    with_successor: int,
    other_parameters: int,
    added: int,
) -> None:
    found = diff_versions(sdk(old), sdk(new))
    assert len(found.gone) == gone
    assert sum(change.new is not None for change in found.gone) == with_successor
    states = Counter(change.state for change in found.changes)
    assert states["other parameters"] == other_parameters
    assert len(found.added) == added


def test_successors_are_found_by_operation(sdk: ReadSdk) -> None:
    found = diff_versions(sdk("node@8.13.0"), sdk("node@11.0.0"))
    changes = {change.old.name: change for change in found.changes}
    for old, state, new in (
        ("portal.generateLink", "moved", "adminPortal.generateLink"),
        ("widgets.getToken", "renamed", "widgets.createToken"),
        ("apiKeys.validateApiKey", "renamed", "apiKeys.createValidation"),
        ("fga.check", "gone", None),
    ):
        assert changes[old].state == state
        successor = changes[old].new
        assert (successor.name if successor else None) == new


def test_what_is_the_same_is_left_out(sdk: ReadSdk) -> None:
    package = sdk("python@10.8.0")
    found = diff_versions(package, package)
    assert (found.changes, found.added) == ((), ())


def test_a_session_is_compared_by_name(sdk: ReadSdk) -> None:
    """It calls what a service has methods for: by its operations it would be one of them."""
    found = diff_versions(sdk("python@8.0.0"), sdk("python@10.8.0"))
    assert not [change for change in found.changes if change.old.service == "session"]


def test_an_update_by_another_verb_is_the_same_method(sdk: ReadSdk) -> None:
    found = diff_versions(sdk("python@5.42.0"), sdk("python@10.8.0"))
    change = next(one for one in found.changes if one.old.name == "sso.update_connection")
    assert change.state == "other parameters"


def test_an_overload_that_is_added_changes_nothing(sdk: ReadSdk) -> None:
    """11.0 takes `readObjectByName({ name })` beside `readObjectByName(name)`."""
    found = diff_versions(sdk("node@8.13.0"), sdk("node@11.0.0"))
    assert "vault.readObjectByName" not in {change.old.name for change in found.changes}


def test_different_packages_are_not_compared(sdk: ReadSdk) -> None:
    with pytest.raises(ValueError, match="different packages"):
        diff_versions(sdk("python@10.8.0"), sdk("node@11.0.0"))


@pytest.mark.parametrize(
    ("old", "new", "unknown", "missing"),
    [
        ("id: string", "id: string", (), ()),
        ("id: string", "thing: string", (), ()),  # by place
        ("id: string", "id: string, more: string", (), ("more",)),
        ("id: string", "id: string, more?: string", (), ()),
        ("id: string, more: string", "id: string", ("more",), ()),
        ("o: { a: string }", "o: { a: string; b: string }", (), ("b",)),
        ("o: { a: string; b?: string }", "o: { a: string; b: string }", (), ("b",)),
        ("o: { a: string }", "options: { a: string }", (), ()),
        ("o: { a: string }", "o: { c: string }", ("a",), ("c",)),
        ("id: string", "options: { id: string }", ("id",), ("options",)),
        ("options: { id: string }", "id: string", ("options",), ("id",)),
        ("id?: string", "id: string", (), ("id",)),
    ],
)
def test_which_arguments_changed(
    node_package: WritePackage,
    old: str,
    new: str,
    unknown: tuple[str, ...],
    missing: tuple[str, ...],
) -> None:
    root = node_package(
        {
            "lib/index.d.ts": f"""
declare class Things {{ before({old}): void; after({new}): void; }}
declare class WorkOS {{ readonly things: Things; }}
"""
        }
    )
    before, after = read_sdk(open_sdk(root)).methods
    changes = method_changes(before, after)
    assert (changes.unknown, changes.missing) == (unknown, missing)
