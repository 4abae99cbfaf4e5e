"""Names in any spelling: what all of them share, and what their language writes."""

from __future__ import annotations

import pytest

from workos_docs_tools.answers.spelling import as_in_code, looks_like_code, spellings


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("create_user", ["createuser"]),
        ("await workos.users.createUser({", ["workosuserscreateuser", "userscreateuser"]),
        ("organizations.create()", ["organizationscreate"]),
        ("class MagicAuth", ["magicauth"]),
        ("GET /organizations/{id}/", ["GET /organizations/:"]),
        ("curl -X POST https://api.workos.com/users?limit=1", ["POST /users"]),
    ],
)
def test_the_keys_of_a_name_begin_with_the_most_precise(name: str, keys: list[str]) -> None:
    assert list(spellings(name))[: len(keys)] == keys


def test_a_plain_member_has_no_key_without_its_owner() -> None:
    assert list(spellings("users.create")) == ["userscreate"]
    assert list(spellings("users.createUser")) == ["userscreateuser", "createuser"]


def test_a_name_of_many_parts_has_few_spellings() -> None:
    assert len(list(spellings("workos." * 400 + "createUser"))) < 10


def test_a_call_is_read_as_its_language_writes_it() -> None:
    call = "const org = await workos.organizations.createOrganization({ name: 'x' })"
    assert list(as_in_code(call)) == [
        "workos.organizations.createOrganization",
        "organizations.createOrganization",
        "createOrganization",
    ]


@pytest.mark.parametrize("name", ["client_id", "clientId", "user.email"])
def test_code_is_told_from_words(name: str) -> None:
    assert looks_like_code(name)
    assert not looks_like_code("Client ID")
