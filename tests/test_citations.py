"""What an answer says of its age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workos_docs_tools.citations import is_outdated, provenance

TODAY = datetime.now(UTC).date()


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def test_documentation_is_outdated_beyond_90_days() -> None:
    assert is_outdated(ago(91))
    # A test may run over midnight.
    assert not is_outdated(ago(89))


@pytest.mark.parametrize("date", ["", "soon", "2026-13-01"])
def test_what_is_not_known_is_not_outdated(date: str) -> None:
    assert not is_outdated(date)


def test_old_documentation_says_so_and_how_to_refresh_it() -> None:
    new, old = ago(1), ago(100)
    assert provenance("0.2.0", new) == f"WorkOS documentation 0.2.0, current to {new}"
    assert provenance("0.2.0", old, ["node 11.0.0"]) == (
        f"WorkOS documentation 0.2.0, current to {old} (may be outdated: workos-docs refresh); "
        "SDKs: node 11.0.0"
    )
    assert provenance("local", new) == f"Documentation local, current to {new}"
    assert provenance("", old, ["node 11.0.0"]) == "SDKs: node 11.0.0"


def test_the_date_of_a_site_is_its_version() -> None:
    assert provenance(ago(1), ago(1)) == f"WorkOS documentation {ago(1)}"
