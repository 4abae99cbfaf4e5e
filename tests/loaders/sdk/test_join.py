"""The documentation 0.2.0 joined to the SDKs. The tables were read by hand, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk import (
    DocumentedMethod,
    SdkPackage,
    join_documentation,
    open_sdk,
    read_sdk,
)
from workos_docs_loaders.sdk.joining.methods import DocumentedParameter
from workos_docs_loaders.sdk.joining.names import folded, similarity, words
from workos_docs_loaders.sdk.operations import operation, operation_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    ReadSdk = Callable[[str], SdkPackage]
    WritePackage = Callable[[Mapping[str, str | bytes]], Path]

PYTHON_SUCCESSORS = {
    "portal.generate_link": "admin_portal.generate_link",
    "user_management.enroll_auth_factor": "multi_factor_auth.create_user_auth_factor",
    "user_management.list_auth_factors": "multi_factor_auth.list_user_auth_factors",
    "user_management.create_password_reset": "user_management.reset_password",
    "user_management.reset_password": "user_management.confirm_password_reset",
    "organizations.list_feature_flags": "feature_flags.list_organization_feature_flags",
    "user_management.list_feature_flags": "feature_flags.list_user_feature_flags",
    "authorization.add_role_permission": "authorization.add_environment_role_permission",
    "authorization.create_role": "authorization.create_environment_role",
    "authorization.get_role": "authorization.get_environment_role",
    "authorization.list_roles": "authorization.list_environment_roles",
    "authorization.set_role_permissions": "authorization.set_environment_role_permissions",
    "authorization.update_role": "authorization.update_environment_role",
    "vault.decrypt_data_key": "vault.create_decrypt",
    "vault.create_object": "vault.create_kv",
    "vault.delete_object": "vault.delete_kv",
    "vault.read_object_by_name": "vault.get_name",
    "vault.read_object": "vault.get_kv",
    "vault.list_objects": "vault.list_kv",
    "vault.update_object": "vault.update_kv",
    "vault.list_object_versions": "vault.list_kv_versions",
    "widgets.get_token": "widgets.create_token",
} | {
    f"user_management.{verb}": f"organization_membership.{verb}"
    for verb in (
        "create_organization_membership",
        "deactivate_organization_membership",
        "delete_organization_membership",
        "get_organization_membership",
        "list_organization_memberships",
        "reactivate_organization_membership",
        "update_organization_membership",
    )
}
NODE_SUCCESSORS = {
    "portal.generateLink": "adminPortal.generateLink",
    "userManagement.enrollAuthFactor": "multiFactorAuth.createUserAuthFactor",
    "userManagement.listAuthFactors": "multiFactorAuth.listUserAuthFactors",
    "session.getLogOutUrl": "session.getLogoutUrl",
    "organizationDomains.create": "organizationDomains.createOrganizationDomain",
    "organizationDomains.delete": "organizationDomains.deleteOrganizationDomain",
    "organizationDomains.get": "organizationDomains.getOrganizationDomain",
    "organizationDomains.verify": "organizationDomains.verifyOrganizationDomain",
    "organizations.listOrganizationFeatureFlags": "featureFlags.listOrganizationFeatureFlags",
    "userManagement.listUserFeatureFlags": "featureFlags.listUserFeatureFlags",
    "authorization.addRolePermission": "authorization.addEnvironmentRolePermission",
    "authorization.createRole": "authorization.createEnvironmentRole",
    "authorization.getRole": "authorization.getEnvironmentRole",
    "authorization.listRoles": "authorization.listEnvironmentRoles",
    "authorization.setRolePermissions": "authorization.setEnvironmentRolePermissions",
    "authorization.updateRole": "authorization.updateEnvironmentRole",
    "widgets.getToken": "widgets.createToken",
} | {
    f"mfa.{verb}": f"multiFactorAuth.{verb}"
    for verb in ("challengeFactor", "verifyChallenge", "deleteFactor", "enrollFactor", "getFactor")
}


@pytest.mark.parametrize(
    ("source", "successors", "states"),
    [
        (
            "python@10.8.0",
            PYTHON_SUCCESSORS,
            {"same": 46, "other parameters": 35, "renamed": 21, "moved": 8},
        ),
        (
            "node@11.0.0",
            NODE_SUCCESSORS,
            {"same": 113, "renamed": 14, "moved": 8, "other parameters": 4, "gone": 2},
        ),
    ],
)
def test_every_documented_method_has_its_state_and_successor(
    sdk: ReadSdk,
    documented: tuple[DocumentedMethod, ...],
    source: str,
    successors: dict[str, str],
    states: dict[str, int],
) -> None:
    joined = join_documentation(documented, sdk(source))
    named = [one for one in joined.methods if one.documented.name]
    assert {one.documented.name: one.successor for one in named if one.successor} == successors
    assert Counter(one.state for one in named) == states
    assert not [one for one in named if one.state != "gone" and one.method is None]


def test_what_is_gone_for_good_has_no_successor(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    joined = join_documentation(documented, sdk("node@11.0.0")).by_documented_name
    for name in ("getLogoutUrlFromSessionCookie", "refreshAndSealSessionData"):
        one = joined[f"userManagement.{name}"]
        assert (one.state, one.method, one.candidates) == ("gone", None, ())


def test_a_name_that_survived_with_another_operation_is_not_the_same(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    """`reset_password` confirmed a reset in 5.x, and sends one in 10.x."""
    old = join_documentation(documented, sdk("python@5.42.0")).by_documented_name
    new = join_documentation(documented, sdk("python@10.8.0")).by_documented_name
    assert old["user_management.reset_password"].state == "same"
    assert new["user_management.reset_password"].successor == (
        "user_management.confirm_password_reset"
    )


def test_an_alias_is_found_and_does_not_win(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    one = join_documentation(documented, sdk("python@10.8.0")).by_documented_name
    method = one["mfa.enroll_factor"].method
    assert method is not None
    assert method.name == "multi_factor_auth.enroll_factor"
    assert one["mfa.enroll_factor"].state == "same"


def test_a_slip_of_the_documentation_is_no_other_operation(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    """The documentation has `GET /directory/:id`, and the SDK `GET /directories/{id}`."""
    one = join_documentation(documented, sdk("node@11.0.0")).by_documented_name
    assert one["directorySync.getDirectory"].state == "same"


def test_arguments_that_no_longer_fit_are_named(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    python = join_documentation(documented, sdk("python@10.8.0")).by_documented_name
    changes = python["sso.get_authorization_url"].changes
    assert changes.unknown == ("connection_id", "organization_id")
    changes = python["user_management.get_user"].changes
    assert (changes.unknown, changes.missing) == (("user_id",), ("id",))
    node = join_documentation(documented, sdk("node@11.0.0")).by_documented_name
    changes = node["userManagement.getOrganizationMembership"].changes
    assert (changes.unknown, changes.missing) == (("options",), ("organizationMembershipId",))


def test_pages_without_a_method_in_the_language_find_the_one_of_the_sdk(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    pages = join_documentation(documented, sdk("python@10.8.0")).by_page
    (one,) = pages["reference/audit-logs/schema/create"]
    assert (one.state, one.method and one.method.name) == (
        "undocumented",
        "audit_logs.create_schema",
    )
    (one,) = pages["reference/authkit/cli-auth/device-code"]
    assert one.method is not None  # of the twelve methods that authenticate, by its name
    assert one.method.name == "user_management.authenticate_with_device_code"
    (one,) = pages["reference/workos-connect/authorize"]
    assert (one.state, one.method) == ("not in this SDK", None)


def test_where_nothing_is_certain_there_are_candidates(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    pages = join_documentation(documented, sdk("python@10.8.0")).by_page
    (one,) = pages["reference/workos-connect/applications/create"]
    assert one.method is None
    assert [method.name for method in one.candidates] == [
        "connect.create_application",
        "connect.create_oauth_application",
        "connect.create_m2m_application",
    ]


def test_methods_that_the_documentation_does_not_have(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    joined = join_documentation(documented, sdk("python@10.8.0"))
    names = {method.name for method in joined.undocumented}
    assert {"webhooks.verify_event", "agents.list_blueprints"} <= names
    shown = {one.method.name for one in joined.methods if one.method}
    assert not names & shown


def test_functions_are_joined_to_the_package_that_exports_them(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    joined = join_documentation(documented, sdk("authkit-nextjs@4.3.2"))
    assert {one.documented.name for one in joined.methods} == {
        "handleAuth", "getSignInUrl", "getSignUpUrl", "signOut",
        "withAuth", "useAuth", "authkitMiddleware", "authkit",
    }  # fmt: skip
    assert {one.state for one in joined.methods} == {"same"}


PACKAGE = """
declare class Things {
  getOne(id: string): Promise<string>;
  getTwo(options: { first: string; second?: string }): Promise<string>;
}
declare class WorkOS { readonly things: Things; }
"""


@pytest.fixture
def package(node_package: WritePackage) -> SdkPackage:
    """A package of two methods whose operations tests set."""
    return read_sdk(open_sdk(node_package({"lib/index.d.ts": PACKAGE})))


def with_operations(package: SdkPackage, *operations: str) -> SdkPackage:
    methods = [
        replace(method, operations=(one,) if one else ())
        for method, one in zip(package.methods, operations, strict=True)
    ]
    return replace(package, methods=tuple(methods))


def test_the_most_similar_of_several_is_chosen_only_by_far(package: SdkPackage) -> None:
    both = with_operations(package, "GET /a", "GET /a")

    def successor(name: str) -> str:
        method = DocumentedMethod("page", "js", name, ("GET /a",))
        (one,) = join_documentation([method], both).methods
        return one.successor or f"{len(one.candidates)} candidates"

    assert successor("things.getTwoThings") == "things.getTwo"
    assert successor("things.getSomething") == "2 candidates"
    assert successor("things.deleteEverything") == "2 candidates"
    assert successor("things.listTwoAlways") == "2 candidates"  # nearest by far, and not near


def test_an_alias_never_hides_a_name(package: SdkPackage) -> None:
    one, two = package.methods
    aliased = replace(package, methods=(replace(one, aliases=(two.name, "old.getOne")), two))
    assert aliased.by_name[two.name] is two
    reversed_ = replace(aliased, methods=aliased.methods[::-1])
    assert reversed_.by_name[two.name] is two
    assert aliased.by_name["old.getOne"].name == one.name


def test_a_session_is_no_candidate_for_an_operation_that_it_sends(
    sdk: ReadSdk, documented: tuple[DocumentedMethod, ...]
) -> None:
    page = [one for one in documented if one.page == "reference/authkit/cli-auth/device-code"]
    (one,) = join_documentation(page, sdk("node@11.0.0")).methods
    assert len(one.candidates) > 5
    assert all(method.service == "userManagement" for method in one.candidates)


def test_a_method_that_is_documented_itself_is_no_successor(package: SdkPackage) -> None:
    one = DocumentedMethod("page", "js", "things.getOne", ("GET /a",))
    other = DocumentedMethod("page", "js", "things.getFirst", ("GET /a",))
    joined = join_documentation([one, other], with_operations(package, "GET /a", ""))
    assert [item.method.called if item.method else "" for item in joined.methods] == ["getOne", ""]
    assert not joined.methods[1].candidates


def test_a_similar_path_counts_only_where_nobody_else_has_the_path(package: SdkPackage) -> None:
    method = DocumentedMethod(
        "page", "js", "things.getOne", ("PUT /things/:id",), tuple(named("id"))
    )
    (slip,) = join_documentation(
        [method], with_operations(package, "PATCH /thing/{id}", "GET /a")
    ).methods
    assert slip.state == "same"
    (taken,) = join_documentation(
        [method], with_operations(package, "PATCH /thing/{id}", "PUT /things/{id}")
    ).methods
    assert taken.successor == "things.getTwo"
    (other,) = join_documentation(
        [method], with_operations(package, "DELETE /things/{id}", "GET /a")
    ).methods
    assert other.state == "gone"


def named(*names: str, certain: bool = True, in_object: bool = False) -> list[DocumentedParameter]:
    return [DocumentedParameter(name, True, certain, in_object) for name in names]


@pytest.mark.parametrize(
    ("name", "parameters", "unknown", "missing"),
    [
        ("getOne", named("id"), (), ()),
        ("getOne", named("thing"), (), ()),  # by place
        ("getOne", named("id", certain=False), (), ()),
        ("getOne", named("id", "more"), ("more",), ()),
        ("getOne", [], (), ("id",)),
        ("getOne", named("id", in_object=True), ("options",), ("id",)),
        ("getTwo", named("first", in_object=True), (), ()),
        ("getTwo", named("first", "second", "third"), ("third",), ()),
        ("getTwo", named("second"), (), ("first",)),
        ("getTwo", named("id", certain=False), (), ()),
        ("getTwo", named("options"), (), ()),
        ("getTwo", named("FIRST"), (), ()),
    ],
)
def test_which_arguments_fit(
    package: SdkPackage,
    name: str,
    parameters: list[DocumentedParameter],
    unknown: tuple[str, ...],
    missing: tuple[str, ...],
) -> None:
    method = DocumentedMethod("page", "js", f"things.{name}", (), tuple(parameters))
    (one,) = join_documentation([method], package).methods
    assert (one.changes.unknown, one.changes.missing) == (unknown, missing)
    assert one.state == ("other parameters" if unknown or missing else "same")


@pytest.mark.parametrize(
    ("verb", "path", "shown"),
    [
        ("get", "organizations/{id}", "GET /organizations/{id}"),
        ("POST", "https://api.workos.com/sso/token?x=1", "POST /sso/token"),
        ("get", "{path}", ""),
        ("get", "", ""),
        ("head", "a", ""),
    ],
)
def test_an_operation_is_shown_in_one_way(verb: str, path: str, shown: str) -> None:
    assert operation(verb, path) == shown


def test_spellings_of_one_operation_have_one_key() -> None:
    assert operation_key("GET /organization-domains/:id") == operation_key(
        "GET /organization_domains/{domain_id}"
    )
    assert operation_key("GET /a/{id}") != operation_key("GET /a/id")


def test_names_in_any_spelling() -> None:
    assert words("getJWKSUrl") == words("get_jwks_url") == ["get", "jwks", "url"]
    assert folded("session.getLogOutUrl") == folded("session.get_logout_url")
    assert similarity("list_users", "list_all_users") > similarity("list_users", "list_uses")
    assert similarity("", "a") == 0.0
