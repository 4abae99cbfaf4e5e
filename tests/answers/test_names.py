"""Exact names in any spelling."""

from __future__ import annotations

from contextlib import suppress
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workos_docs_tools.answers.spelling import spellings
from workos_docs_tools.errors import InvalidArgumentError, NameNotFoundError

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

CREATE = "reference/organization/create"


@pytest.mark.parametrize(
    "name",
    [
        "create_organization",
        "createOrganization",
        "CreateOrganization",
        "organizations.createOrganization()",
        "organizations.create_organization(name='Acme')",
        "workos.organizations.createOrganization({",
        "const org = await workos.organizations.createOrganization({ name: 'Acme' });",
        "$organizations->createOrganization()",
        "WorkOS::Organizations.create_organization",
        "`createOrganization`",
        "createOrganization;",
        "POST /organizations",
        "post https://api.workos.com/organizations",
        "curl -X POST https://api.workos.com/organizations",
        CREATE,
        "https://workos.com/docs/reference/organization/create",
    ],
)
def test_a_method_is_found_in_any_spelling(
    name: str, docs: WorkOSDocs, docs_010: WorkOSDocs
) -> None:
    for version in (docs, docs_010):
        assert [hit.path for hit in version.lookup(name)] == [CREATE]


@pytest.mark.parametrize(
    "name",
    [
        "GET /organizations/:id",
        "GET /organizations/{id}",
        "GET /organizations/${organizationId}",
        "GET /organizations/<id>/",
        "GET /organizations/org_123",
        "GET /organizations/org_01EHT88Z8J8795GZNQ4ZP1J81T.",
        "GET https://api.workos.com/organizations/org_01EHT88Z8J8795GZNQ4ZP1J81T?limit=1",
    ],
)
def test_an_endpoint_is_found_with_any_parameter(name: str, docs: WorkOSDocs) -> None:
    assert [hit.path for hit in docs.lookup(name)] == ["reference/organization/get"]


def test_an_endpoint_without_a_verb_lists_all_its_methods(docs: WorkOSDocs) -> None:
    found = docs.lookup("https://api.workos.com/organizations/org_01EHT88Z8J8795GZNQ4ZP1J81T")
    methods = {hit.path.removeprefix("reference/organization/") for hit in found}
    assert methods == {"get", "update", "delete"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("organization", "reference/organization"),
        ("Organization", "reference/organization"),
        ("organization_membership", "reference/authkit/organization-membership"),
        ("organization_membership.status", "reference/authkit/organization-membership"),
        ("organizationMembership.status", "reference/authkit/organization-membership"),
        ("user.email", "reference/authkit/user"),
        ("organization.domains", "reference/organization"),
        ("connection_type", "reference/sso/connection"),
        ("MagicAuth", "reference/authkit/magic-auth"),
        ("dsync.user.created", "events"),
        ("sso_required", "reference/authkit/authentication-errors/sso-required-error"),
        ("mfa_enrollment", "reference/authkit/authentication-errors/mfa-enrollment-error"),
        ("invalid_grant", "reference/authkit/cli-auth/error-codes"),
        ("Rate limits", "reference/rate-limits"),
        ("sso", "sso"),
    ],
)
def test_of_an_ambiguous_name_the_page_named_so_comes_first(
    name: str, path: str, docs: WorkOSDocs
) -> None:
    assert docs.lookup(name)[0].path == path


def test_what_looks_like_code_is_a_field_before_it_is_a_heading(docs: WorkOSDocs) -> None:
    assert docs.lookup("client_id")[0].kind == "object"
    assert docs.lookup("Client ID")[0].kind == "glossary"


def test_an_event_is_itself_and_not_another_that_ends_like_it(docs: WorkOSDocs) -> None:
    (hit,) = docs.lookup("user.created")
    assert (hit.kind, hit.heading_path[-1]) == ("event", "user.created")


def test_a_header_is_found_where_it_is_mentioned(docs: WorkOSDocs) -> None:
    for name in ("WorkOS-Signature", "workos-signature"):
        assert "events/data-syncing/webhooks" in {hit.path for hit in docs.lookup(name)}


def test_a_name_of_two_methods_lists_both_and_its_owner_tells_them_apart(docs: WorkOSDocs) -> None:
    both = {"reference/sso/get-authorization-url"} | {
        "reference/authkit/authentication/get-authorization-url"
    }
    assert {hit.path for hit in docs.lookup("getAuthorizationUrl")} == both
    (hit,) = docs.lookup("userManagement.getAuthorizationUrl")
    assert hit.path == "reference/authkit/authentication/get-authorization-url"


def test_a_definition_is_shown_in_the_language_asked_for(docs: WorkOSDocs) -> None:
    (hit,) = docs.lookup("create_organization", language="php")
    assert hit.language == "php"
    assert "$organizations->createOrganization()" in hit.text
    with pytest.raises(InvalidArgumentError, match="cobol"):
        docs.lookup("create_organization", language="cobol")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("create_organization", "python"),
        ("createOrganization", "js"),
        ("CreateOrganization", "go"),
        ("POST /organizations", "python"),
    ],
)
def test_a_definition_is_shown_in_a_language_that_spells_it_like_this(
    docs: WorkOSDocs, name: str, language: str
) -> None:
    assert docs.lookup(name)[0].language == language
    assert docs.search(name)[0].language == language


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("workos.organizations.createOrganization", "js"),
        ("createOrganization;", "js"),
        ("const org = await workos.organizations.createOrganization({ name: 'x' })", "js"),
        ("organizations.CreateOrganization(context.Background(), opts)", "go"),
        ("workos_client.organizations.create_organization(name)", "python"),
    ],
)
def test_a_call_is_shown_in_the_language_it_is_written_in(
    docs: WorkOSDocs, name: str, language: str
) -> None:
    assert docs.lookup(name)[0].language == language


def test_an_environment_variable_is_found_where_code_sets_it(docs: WorkOSDocs) -> None:
    assert "WORKOS_COOKIE_PASSWORD" in docs.lookup("WORKOS_COOKIE_PASSWORD")[0].text


MISSPELT = [
    # A letter too few, too many, another one, two in the wrong order.
    ("create_organizaton", "create_organization"),
    ("listDirectoyUsers", "list_directory_users"),
    ("authentcateWithCode", "authenticate_with_code"),
    ("sendInvitaton", "send_invitation"),
    ("revokeSesssion", "revoke_session"),
    ("getUesr", "get_user"),
    ("create_magick_auth", "create_magic_auth"),
    ("enrol_auth_factor", "enroll_auth_factor"),
    ("idp_idd", "idp_id"),
    ("organization_membership.stats", "organization_membership.status"),
    ("WORKOS_COOKIE_PASWORD", "WORKOS_COOKIE_PASSWORD"),
    # British English.
    ("createOrganisation", "create_organization"),
    ("list_organisation_roles", "list_organization_roles"),
    ("GET /organisations", "GET /organizations"),
    ("mfa_enrolment", "mfa_enrollment"),
    # Another form of the word.
    ("sso_require", "sso_required"),
    ("invalid_grants", "invalid_grant"),
    ("dsync.user.create", "dsync.user.created"),
    ("dsync.group.user_add", "dsync.group.user_added"),
    ("user.deletd", "user.deleted"),
    ("connection.activate", "connection.activated"),
    ("POST /organization", "POST /organizations"),
    ("GET /user_managment/users", "GET /user_management/users"),
]


@pytest.mark.parametrize(("name", "suggestion"), MISSPELT)
def test_of_an_unknown_name_the_nearest_is_the_first_suggestion(
    name: str, suggestion: str, docs: WorkOSDocs
) -> None:
    with pytest.raises(NameNotFoundError, match="Did you mean") as raised:
        docs.lookup(name)
    first, *_ = raised.value.suggestions
    assert next(spellings(first)) == next(spellings(suggestion))
    assert len(set(raised.value.suggestions)) == len(raised.value.suggestions) <= 5


def test_a_misspelt_name_takes_a_few_milliseconds(docs: WorkOSDocs) -> None:
    """All 16,000 known names are compared with it; difflib took half a second for that."""
    seconds = []
    for name, _ in MISSPELT:
        start = process_time()
        with pytest.raises(NameNotFoundError):
            docs.lookup(name)
        seconds.append(process_time() - start)
    assert median(seconds) < 0.02


def test_every_suggestion_is_itself_found(docs: WorkOSDocs) -> None:
    for name in ("createConnection", "list_user", "authkit.getSession", "/fga/v1/warrant"):
        with pytest.raises(NameNotFoundError) as raised:
            docs.lookup(name)
        for suggestion in raised.value.suggestions:
            assert docs.lookup(suggestion)


def test_every_defined_name_is_found(docs: WorkOSDocs) -> None:
    named = [node for node in docs.index.nodes if node.names]
    for node in named[::25]:
        for name in node.names:
            assert node.path in {hit.path for hit in docs.lookup(name)}


def test_a_plain_member_of_an_unknown_owner_is_not_taken_for_any_other(docs: WorkOSDocs) -> None:
    """`dsync.user.create` once found the page of `organizationDomains.create()`."""
    with pytest.raises(NameNotFoundError):
        docs.lookup("nonsense.create")


@pytest.mark.parametrize("name", ["", "   "])
def test_an_empty_name_is_refused(name: str, docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match="name"):
        docs.lookup(name)


def test_a_long_text_is_repeated_in_part_only(docs: WorkOSDocs) -> None:
    with pytest.raises(NameNotFoundError) as raised:
        docs.lookup("x" * 10_000)
    assert len(str(raised.value)) < 300


@given(name=st.one_of(st.text(), st.text("/.:()[]{}$?=<>\\`'\"-_ \n*GETaA1")))
def test_any_text_is_found_or_refused(name: str, docs: WorkOSDocs) -> None:
    with suppress(NameNotFoundError, InvalidArgumentError):
        assert len(docs.lookup(name)) > 0
