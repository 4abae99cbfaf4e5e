"""Names, old and new, in any spelling, and those that only an SDK has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import NameNotFoundError

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

PORTAL = "reference/admin-portal/portal-link/generate"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("portal.generate_link", "python"),
        ("admin_portal.generate_link", "python"),
        ("link = client.admin_portal.generate_link(organization='org_1')", "python"),
        ("portal.generateLink", "js"),
        ("workos.adminPortal.generateLink()", "js"),
    ],
)
def test_a_method_is_found_by_its_old_and_its_new_name(
    name: str, language: str, sdk_docs: WorkOSDocs
) -> None:
    (hit,) = sdk_docs.lookup(name)
    assert (hit.path, hit.language) == (PORTAL, language)
    assert hit.text.startswith("Documented as `portal.generate")


def test_a_name_that_now_does_something_else_leads_to_both(sdk_docs: WorkOSDocs) -> None:
    hits = sdk_docs.lookup("user_management.reset_password", language="python")
    texts = {hit.path.rpartition("/")[2]: hit.text.partition(" (")[0] for hit in hits}
    assert texts == {
        "reset-password": "Documented as `user_management.reset_password()`; in workos 10.8.0: "
        "`user_management.confirm_password_reset(...)`",
        "create": "Documented as `user_management.create_password_reset()`; in workos 10.8.0: "
        "`user_management.reset_password(...)`",
    }


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("webhooks.verify_event", "sdk/python/webhooks.verify_event"),
        ("workos.webhooks.constructEvent({", "sdk/node/webhooks.constructEvent"),
        ("useAccessToken", "sdk/authkit-nextjs/useAccessToken"),
        ("agents.get_blueprint", "sdk/python/agents.get_blueprint"),
    ],
)
def test_a_method_that_only_an_sdk_has_is_found(name: str, path: str, sdk_docs: WorkOSDocs) -> None:
    hit = sdk_docs.lookup(name)[0]
    assert hit.path == path
    assert hit.kind == "sdk"
    assert f"in {hit.sdk}" in hit.text.partition("\n")[0]
    assert sdk_docs.page(path).markdown.startswith(hit.text.partition("\n")[0])


def test_what_a_package_says_of_a_name_is_found_last(sdk_docs: WorkOSDocs) -> None:
    assert sdk_docs.lookup("WORKOS_COOKIE_DOMAIN")[0].path.startswith("sdk/authkit-nextjs/readme/")
    assert sdk_docs.lookup("it_contact_emails")[0].path == PORTAL


@pytest.mark.parametrize(
    ("name", "what"),
    [("agent.blueprint.created", "event type"), ("already_claimed", "error code")],
)
def test_an_event_or_error_that_only_an_sdk_has_is_marked_as_such(
    name: str, what: str, sdk_docs: WorkOSDocs
) -> None:
    (hit,) = sdk_docs.lookup(name)
    assert hit.text.startswith(
        f"`{name}` is an {what} of workos 10.8.0. Documentation 0.2.0 does not have it."
    )
    assert hit.url.startswith("https://github.com/workos/workos-python/blob/v10.8.0/")


def test_what_is_documented_is_found_there(sdk_docs: WorkOSDocs, docs: WorkOSDocs) -> None:
    for name in ("dsync.user.created", "organization_membership.status", "GET /organizations/:id"):
        found = [hit.path for hit in sdk_docs.lookup(name)]
        assert found == [hit.path for hit in docs.lookup(name)]


def test_a_name_that_nothing_has_says_where_it_was_looked_for(sdk_docs: WorkOSDocs) -> None:
    with pytest.raises(NameNotFoundError) as raised:
        sdk_docs.lookup("admin_portal.generate_lnk")
    assert "nor do the SDKs python 10.8.0, node 11.0.0, authkit-nextjs 4.3.2." in str(raised.value)
    assert raised.value.suggestions[0] == "admin_portal.generate_link"
    with pytest.raises(NameNotFoundError) as raised:
        sdk_docs.lookup("agent.blueprint.create")
    assert raised.value.suggestions[0] == "agent.blueprint.created"


def test_the_language_asked_for_leaves_out_the_other_sdks(sdk_docs: WorkOSDocs) -> None:
    assert {hit.language for hit in sdk_docs.lookup("getBlueprint")} == {"js"}
    python = sdk_docs.lookup("agents.getBlueprint", language="python")
    assert [hit.path for hit in python] == ["sdk/python/agents.get_blueprint"]
