"""What answers say of a call: as the SDK has it now, first, and whole."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.answers.sdk.calls import documented_call
from workos_docs_tools.answers.sdk.loaded import of_page
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_tools import WorkOSDocs
    from workos_docs_tools.answers.sdk.calls import Call
    from workos_docs_tools.answers.sdk.loaded import Sdks

PORTAL = "reference/admin-portal/portal-link/generate"


@pytest.fixture(scope="module")
def sdks(sdk_docs: WorkOSDocs) -> Sdks:
    return sdk_docs._read().sdks


def call_of(sdks: Sdks, page: str, language: str) -> Call:
    call = documented_call(of_page(sdks, page, language))
    assert call is not None
    return call


def test_a_renamed_method_is_shown_by_its_present_name_with_client_and_signature(
    sdks: Sdks,
) -> None:
    call = call_of(sdks, PORTAL, "python")
    first, code, *_ = call.text.split("\n\n")
    assert first.startswith(
        "Documented as `portal.generate_link()`; in workos 10.8.0: "
        "`admin_portal.generate_link(...)`"
    )
    assert "/blob/v10.8.0/src/workos/admin_portal/_resource.py#L" in first
    assert code.split("\n")[:4] == [
        "```python",
        "from workos import WorkOSClient",
        'client = WorkOSClient(api_key="sk_...", client_id="client_...")',
        "client.admin_portal.generate_link(",
    ]
    assert "    organization: str,\n" in code
    assert ") -> PortalLinkResponse\n# GenerateLinkIntent: " in code
    assert "- `organization` (`str`, required): An Organization identifier." in call.text
    assert "- `return_url` (`str`): The URL to go to" in call.more


def test_the_object_that_a_node_method_takes_is_written_out(sdks: Sdks) -> None:
    text = call_of(sdks, "reference/authkit/user/create", "js").text
    assert "workos.userManagement.createUser(payload: {  // CreateUserOptions\n" in text
    assert "  email: string;\n  password?: string;\n" in text
    assert "})" in text
    nested = call_of(sdks, "reference/audit-logs/event/create", "js").text
    assert "organization: string, event: {  // CreateAuditLogEventOptions" in nested
    assert "  actor: { id: string; name?: string; type: string;" in nested


def test_the_classes_of_arguments_are_imported_and_what_they_take_is_said(sdks: Sdks) -> None:
    event = call_of(sdks, "reference/audit-logs/event/create", "python").text
    assert "\nfrom workos.audit_logs import AuditLogEvent, AuditLogEventActor, " in event
    assert "\n# AuditLogEventContext(location: str, user_agent: str | None = None)\n" in event
    # A class of another name for the same.
    assert "\n# AuditLogEventTarget(id: str, type: str, " in event
    created = call_of(sdks, "reference/organization/create", "python").text
    assert "\nfrom workos.organizations import OrganizationDomainData\n" in created
    assert "\nfrom workos.common import OrganizationDomainDataState\n" in created
    assert '\n# OrganizationDomainDataState: "pending", "verified"\n' in created


def test_values_of_an_enumeration_that_takes_texts_are_named_and_need_no_import(
    sdks: Sdks,
) -> None:
    text = call_of(sdks, PORTAL, "python").text
    assert '\n# GenerateLinkIntent: "sso", "dsync", "audit_logs", ' in text
    assert "import GenerateLinkIntent" not in text
    # Of every list alike, and said in its description.
    listed = call_of(sdks, "reference/directory-sync/directory-user/list", "python")
    assert "# PaginationOrder" not in listed.text


def test_what_is_said_of_classes_has_an_end(sdk_docs: WorkOSDocs) -> None:
    (found,) = sdk_docs.lookup("user_management.create_authenticate", language="python")
    comments = [line for line in found.lead.split("\n") if line.startswith("# ")]
    assert comments[-1] == "# ..."
    assert sum(map(len, comments)) < 1300


def test_what_one_alternative_of_an_object_excludes_is_not_shown_as_excluded(sdks: Sdks) -> None:
    text = call_of(sdks, "reference/sso/get-authorization-url", "js").text
    assert "  organization?: string;" in text
    assert "never" not in text


def test_arguments_that_differ_are_named_and_marked(sdk_docs: WorkOSDocs) -> None:
    page = sdk_docs.page("reference/authkit/organization-membership/deactivate", language="python")
    first = page.markdown.partition("\n")[0]
    assert "Documented, but not taken: `organization_membership_id`." in first
    assert "Required, but not documented: `id`." in first
    assert "- `id` (`str`, required, not documented)" in page.markdown
    assert "- `organization_membership_id` **(not in workos 10.8.0)**" in page.markdown
    assert page.sdk == "workos 10.8.0"


@pytest.mark.parametrize("language", ["python", "js"])
def test_every_documented_method_that_the_sdk_has_is_shown_with_its_code(
    language: str, sdks: Sdks
) -> None:
    shown = 0
    for page, joined in _documented(sdks, language):
        call = call_of(sdks, page, language)
        for one in joined:
            if one.method is None:
                assert f"`{one.documented.name}()`" in call.text
                assert "has no such method" in call.text
            else:
                shown += 1
                assert one.method.called in call.text + call.more
    assert shown >= {"python": 110, "js": 147}[language]


def _documented(sdks: Sdks, language: str) -> Iterator[tuple[str, list]]:  # type: ignore[type-arg]
    pages = dict.fromkeys(
        one.documented.page
        for sdk in sdks
        if sdk.language == language
        for one in sdk.join.methods
        if one.documented.name
    )
    for page in pages:
        yield page, [one for _, one in of_page(sdks, page, language) if one.documented.name]


def test_a_method_that_is_gone_has_candidates_and_no_successor(sdks: Sdks) -> None:
    gone = call_of(sdks, "reference/authkit/logout/get-logout-url-from-session-cookie", "js")
    assert gone.text == (
        "Documented as `userManagement.getLogoutUrlFromSessionCookie()`; "
        "@workos-inc/node 11.0.0 has no such method."
    )
    unsure = call_of(sdks, "reference/workos-connect/applications/create", "python")
    assert "none of which" not in unsure.text
    assert "Candidates, of which none is certain to do the same: `connect." in unsure.text
    assert "```" not in unsure.text


def test_a_page_without_the_language_is_shown_with_the_call_of_its_sdk(
    sdk_docs: WorkOSDocs,
) -> None:
    page = sdk_docs.page("reference/authkit/api-keys/delete", language="python")
    assert page.missing_language == "python"
    assert page.markdown.startswith(
        "No Python call is documented; in workos 10.8.0: `api_keys.delete_api_key(...)`"
    )
    assert "client.api_keys.delete_api_key(" in page.markdown


def test_without_an_sdk_of_the_language_nothing_is_added(
    sdk_docs: WorkOSDocs, docs: WorkOSDocs
) -> None:
    for language in ("go", "ruby", "curl"):
        page = sdk_docs.page(PORTAL, language=language)
        assert page.markdown == docs.page(PORTAL, language=language).markdown
        assert page.sdk == ""


def test_a_list_of_functions_names_them_before_it_shows_them(sdk_docs: WorkOSDocs) -> None:
    page = sdk_docs.page("reference", language="js")
    assert page.markdown.startswith("Calls in @workos-inc/authkit-nextjs 4.3.2: `handleAuth`, ")
    assert "import { withAuth } from '@workos-inc/authkit-nextjs';" in page.markdown


def test_search_answers_with_the_call_in_the_language_that_is_named(sdk_docs: WorkOSDocs) -> None:
    question = "How do I generate an Admin Portal link in {}?"
    python, node = (
        next(hit for hit in sdk_docs.search(question.format(name), k=3) if hit.path == PORTAL)
        for name in ("Python", "Node")
    )
    assert python.text.startswith("Documented as `portal.generate_link()`")
    assert node.text.startswith("Documented as `portal.generateLink()`")
    assert (python.sdk, node.sdk) == ("workos 10.8.0", "@workos-inc/node 11.0.0")


def test_what_the_line_with_a_call_says_is_not_said_again_below_it(sdk_docs: WorkOSDocs) -> None:
    hits = [hit for hit in sdk_docs.search("create a user with python", k=5) if hit.lead]
    assert len(hits) > 1
    for hit in hits:
        below = "\n".join(part.text for part in hit.parts)
        assert not re.search(r"^(?:Call in|Documented as|No Python call)", below, re.MULTILINE)


@pytest.mark.parametrize("max_tokens", [500, 1000, 2000])
def test_no_budget_cuts_a_call_out_of_a_reply(max_tokens: int, sdk_docs: WorkOSDocs) -> None:
    tools = DocsTools(sdk_docs, max_tokens=max_tokens)
    for question in (
        "create an admin portal link in python",
        "list organization memberships in node",
        "create a user with python",
        "update an organization membership with node",
        "send an audit log event in node",
    ):
        reply = tools.call("workos_search", {"query": question})
        assert len(reply.text) <= 4 * max_tokens
        best, *others = (replace(hit, lead=_without_sources(hit.lead)) for hit in reply.hits)
        for hit in others:
            if f"[{hit.rank}] " in reply.text and hit.lead and hit.rank > 1:
                assert hit.lead in reply.text
        if len(best.lead) < 3 * max_tokens:
            assert best.lead in reply.text


def _without_sources(lead: str) -> str:
    """Return a call as replies show it, without the links to its code."""
    return re.sub(r" \(\[source\]\([^)]*\)\)", "", lead)


def test_every_reply_names_the_sdks(sdk_docs: WorkOSDocs) -> None:
    named = "; SDKs: python 10.8.0, node 11.0.0, authkit-nextjs 4.3.2: "
    tools = DocsTools(sdk_docs)
    for name, arguments in {
        "workos_search": {"query": "sign in"},
        "workos_docs": {"path": "sso"},
        "workos_api": {"name": "createUser"},
        "workos_examples": {"topic": "middleware"},
        "workos_changelogs": {},
        "workos_check": {"code": "from workos import WorkOSClient\n"},
    }.items():
        assert named in tools.call(name, arguments).text.partition("\n")[0]
    assert named.removesuffix(": ") in repr(sdk_docs.search("sign in"))
