"""The nearest names."""

from __future__ import annotations

from workos_docs_tools.text.similar import closest

PATHS = ("sso", "sso/login-flows", "sso/launch-checklist", "authkit/sessions")


def test_the_nearest_come_first_and_the_rest_not_at_all() -> None:
    assert closest("sso/login-flow", PATHS, limit=3, cutoff=0.6) == ["sso/login-flows"]
    assert closest("sso/l", PATHS, limit=3, cutoff=0.3)[0] == "sso"
    assert closest("webhooks", PATHS, limit=3, cutoff=0.6) == []


def test_there_are_as_many_as_asked_for() -> None:
    assert len(closest("sso", PATHS, limit=2, cutoff=0)) == 2


def test_the_names_may_be_the_keys_of_a_mapping() -> None:
    assert closest("ss", {"sso": "Single Sign-On"}, limit=1, cutoff=0.6) == ["sso"]
