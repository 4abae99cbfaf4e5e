"""Pages by path and URL, their sections, and what to suggest where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError, PageNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workos_docs_loaders.corpus import Corpus
    from workos_docs_tools import WorkOSDocs

LOGIN_FLOWS = "sso/login-flows"


@pytest.mark.parametrize(
    "address",
    [
        LOGIN_FLOWS,
        "/sso/login-flows/",
        " sso/login-flows ",
        "docs/sso/login-flows",
        "/docs/sso/login-flows",
        "sso/login-flows.mdx",
        "SSO/Login-Flows",
        "https://workos.com/docs/sso/login-flows",
        "http://www.workos.com/docs/sso/login-flows/",
        "HTTPS://WorkOS.com/Docs/SSO/Login-Flows",
        "workos.com/docs/sso/login-flows",
        "https://workos.com/docs/sso/login-flows?utm=x#no-such-section",
        "single-sign-on/login-flows",
    ],
)
def test_a_page_is_found_by_any_form_of_its_path(address: str, docs: WorkOSDocs) -> None:
    page = docs.page(address)
    assert page.path == LOGIN_FLOWS
    assert page.url == f"https://workos.com/docs/{LOGIN_FLOWS}"
    assert page.title == "Login Flows"
    assert page.markdown.startswith("# Login Flows\n")


def test_every_page_is_found_by_its_path_and_by_its_url(docs: WorkOSDocs) -> None:
    for path in list(docs.index.by_path)[::7]:
        page = docs.page(path)
        assert page.path == path
        assert docs.page(page.url) == page


def test_a_page_is_the_whole_document_in_order(
    docs: WorkOSDocs, corpora: Mapping[str, Corpus]
) -> None:
    (document,) = (item for item in corpora["0.2.0"].documents() if item.path == LOGIN_FLOWS)
    sections = [section.markdown for section in document.sections]
    assert len(sections) > 5
    # Only of code that it lacks the page says more than the document.
    said = re.sub(
        r"^Code example: (.+)$",
        rf"Code example not in this documentation package: \1. It is on {document.url}",
        "\n\n".join(sections),
        flags=re.MULTILINE,
    )
    assert docs.page(LOGIN_FLOWS).markdown == said


def test_the_url_of_every_hit_leads_back_to_its_text(docs: WorkOSDocs) -> None:
    for query in ("redirect uri", "verify webhook", "session cookie", "SAML attributes"):
        for hit in docs.search(query, k=10):
            page = docs.page(hit.url)
            assert page.path == hit.path
            assert hit.heading_path[-1:] == () or hit.heading_path[-1] in page.markdown


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sso/overview", "sso"),
        ("directory-sync/introduction", "directory-sync"),
        ("mfa/getting-started", "mfa"),
        ("scim/quick-start", "directory-sync/quick-start"),
    ],
)
def test_paths_that_callers_guess_lead_to_the_page(
    address: str, path: str, docs: WorkOSDocs, docs_010: WorkOSDocs
) -> None:
    for version in (docs, docs_010):
        page = version.page(address)
        assert page.path == path
        assert page.markdown.startswith("# ")


def test_a_path_of_another_version_leads_to_the_page_s_present_one(
    docs: WorkOSDocs, docs_010: WorkOSDocs
) -> None:
    assert docs.page("user-management/sessions").path == "authkit/sessions"
    assert docs_010.page("authkit/sessions").path == "user-management/sessions"
    assert docs.page("reference/user-management/user/get").path == "reference/authkit/user/get"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("user-management/authentication", "reference/authkit/authentication"),
        ("organization/create", "reference/organization/create"),
        ("events/webhooks", "events/data-syncing/webhooks"),
        ("ssso/login-flow", LOGIN_FLOWS),
        ("sso/login flows", LOGIN_FLOWS),
        ("sso/single-logout/nope", "sso/single-logout"),
    ],
)
def test_of_a_wrong_path_the_right_page_is_the_first_suggestion(
    address: str, expected: str, docs: WorkOSDocs
) -> None:
    with pytest.raises(PageNotFoundError, match="Did you mean") as raised:
        docs.page(address)
    assert raised.value.suggestions[0] == expected
    assert all(docs.page(suggestion) for suggestion in raised.value.suggestions)


def test_a_long_title_is_suggested_in_part(open_tree: Callable[..., WorkOSDocs]) -> None:
    title = "single sign-on " * 300
    docs = open_tree({"page.md": f"# Page\n\nText.\n\n## {title}\n\nMore.\n"})
    with pytest.raises(PageNotFoundError, match="single sign-on") as raised:
        docs.page("page", section="single sign on")
    assert len(str(raised.value)) < 300


def test_the_advertised_authentication_page_is_suggested_in_the_old_version(
    docs_010: WorkOSDocs,
) -> None:
    with pytest.raises(PageNotFoundError) as raised:
        docs_010.page("user-management/authentication")
    assert "reference/user-management/authentication" in raised.value.suggestions


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/sso",
        "http://[",
        "../../etc/passwd",
        "🙂",
        "https://workos.com/docs",
        "/",
    ],
)
def test_what_is_no_page_is_an_error_with_suggestions(address: str, docs: WorkOSDocs) -> None:
    with pytest.raises(PageNotFoundError) as raised:
        docs.page(address)
    assert 0 < len(raised.value.suggestions) <= 5


@pytest.mark.parametrize("address", ["", "  "])
def test_an_empty_path_is_refused(address: str, docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match="path_or_url"):
        docs.page(address)


TREE = {
    "guide/index.md": """\
# The guide

Intro.

## Setup

How to set up.

### Errors

What fails during setup.

#### Codes

A code each.

## Usage (fast & easy)

How to use.

### Errors

What fails later.

### Read / write

Both.

```md
## Not a heading
```
""",
    "guide/usage.md": "# Usage page\n\nA page of its own.\n",
}


@pytest.fixture
def tree(open_tree: Callable[..., WorkOSDocs]) -> WorkOSDocs:
    return open_tree(TREE)


@pytest.mark.parametrize(
    ("section", "beginning"),
    [
        ("Setup", "## Setup\n\nHow to set up.\n\n### Errors"),
        ("setup", "## Setup"),
        ("Errors", "### Errors\n\nWhat fails during setup."),
        ("Usage (fast & easy)", "## Usage (fast & easy)"),
        ("Usage (fast & easy) > Errors", "### Errors\n\nWhat fails later."),
        ("setup/errors/codes", "#### Codes\n\nA code each."),
        ("Codes", "#### Codes"),
        ("Read / write", "### Read / write\n\nBoth."),
    ],
)
def test_a_section_is_named_by_title_or_slug_alone_or_with_those_above(
    section: str, beginning: str, tree: WorkOSDocs
) -> None:
    assert tree.page("guide", section=section).markdown.startswith(beginning)


@pytest.mark.parametrize("address", ["guide/setup/errors", "guide#errors"])
def test_a_url_of_a_section_shows_the_section(address: str, tree: WorkOSDocs) -> None:
    page = tree.page(f"https://workos.com/docs/{address}")
    assert page.path == "guide"
    assert page.markdown == ("### Errors\n\nWhat fails during setup.\n\n#### Codes\n\nA code each.")


def test_a_page_goes_before_a_section_of_the_same_address(tree: WorkOSDocs) -> None:
    assert tree.page("guide/usage").title == "Usage page"


def test_all_sections_are_listed_also_where_one_is_shown(tree: WorkOSDocs) -> None:
    titles = ["The guide", "Setup", "Errors", "Codes", "Usage (fast & easy)", "Errors"]
    titles.append("Read / write")
    assert [item.title for item in tree.page("guide").sections] == titles
    assert [item.title for item in tree.page("guide", section="Codes").sections] == titles


def test_a_wrong_section_suggests_the_nearest(tree: WorkOSDocs) -> None:
    with pytest.raises(PageNotFoundError, match=r"section 'Set-ups'.*'guide'") as raised:
        tree.page("guide", section="Set-ups")
    assert raised.value.suggestions[0] == "Setup"
    with pytest.raises(PageNotFoundError) as raised:
        tree.page("guide", section="???")
    assert "Setup" in raised.value.suggestions


def test_a_stack_s_url_shows_what_applies_to_it(docs: WorkOSDocs) -> None:
    whole = docs.page("authkit").markdown
    page = docs.page("https://workos.com/docs/authkit/vanilla/python")
    assert (page.path, page.url) == ("authkit", "https://workos.com/docs/authkit/vanilla/python")
    assert "*For backend: python" in page.markdown
    assert "*For backend: ruby:*" not in page.markdown
    assert "*For frontend: nextjs:*" not in page.markdown
    assert len(page.markdown) < len(whole)
    assert "*For frontend: nextjs:*" in docs.page("authkit/nextjs").markdown
    part = docs.page("authkit/nextjs/1-configure-your-project/install-dependencies").markdown
    assert part.startswith("### Install dependencies")
    assert "authkit-nextjs" in part


def test_the_api_reference_is_shown_in_the_language_asked_for(docs: WorkOSDocs) -> None:
    path = "reference/organization/create"
    python, php = docs.page(path), docs.page(path, language="php")
    assert (python.language, php.language) == ("python", "php")
    assert "create_organization" in python.markdown
    assert "createOrganization" not in python.markdown
    assert "$organizations->createOrganization()" in php.markdown
    assert set(python.languages) == set(php.languages) >= {"curl", "js", "python", "go"}
    assert docs.page(path, language="TypeScript").language == "js"


def test_a_language_that_a_page_lacks_is_said_to_be_missing(docs: WorkOSDocs) -> None:
    lacking = next(
        path
        for path in docs.index.by_path
        if "python" in docs.page(path).languages and "dotnet" not in docs.page(path).languages
    )
    page = docs.page(lacking, language="dotnet")
    assert (page.language, page.missing_language) == ("python", "dotnet")
    assert docs.page(lacking, language="python").missing_language == ""
    assert docs.page(LOGIN_FLOWS, language="dotnet").missing_language == ""


def test_an_unknown_language_names_the_known_ones(docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match=r"'cobol'.*python"):
        docs.page("reference/organization/create", language="cobol")


def test_a_changelog_entry_is_a_page(docs: WorkOSDocs) -> None:
    for address in ("changelog/pipes", "https://workos.com/changelog/pipes"):
        page = docs.page(address)
        assert (page.kind, page.title) == ("changelog", "Pipes")
        assert page.url == "https://workos.com/changelog/pipes"


@pytest.mark.parametrize(
    "address",
    [
        "`sso/login-flows`",
        "<https://workos.com/docs/sso/login-flows>",
        "https://workos.com/docs/sso/login-flows.",
    ],
)
def test_what_stands_around_an_address_is_none_of_it(address: str, docs: WorkOSDocs) -> None:
    assert docs.page(address).path == LOGIN_FLOWS


def test_a_page_names_those_right_below_it(docs: WorkOSDocs) -> None:
    page = docs.page("reference/sso")
    paths = [link.path for link in page.children]
    assert "reference/sso/connection" in paths
    assert "reference/sso/connection/get" not in paths
    assert [link.title for link in page.children] == [docs.page(path).title for path in paths]
    assert docs.page("sso/login-flows").children == ()
    assert docs.page("reference/sso", section="single-sign-on").children == ()


def test_a_path_with_pages_below_is_a_list_of_them(docs: WorkOSDocs) -> None:
    page = docs.page("https://workos.com/docs/migrate/")
    inside = [path for path in docs.index.by_path if path.startswith("migrate/")]
    assert len(inside) > 5
    assert [link.path for link in page.children] == inside
    assert all(f"- `{path}`: " in page.markdown for path in inside)
    with pytest.raises(PageNotFoundError):
        docs.page("migrate", section="auth0")
    with pytest.raises(PageNotFoundError):
        docs.page("migr")
