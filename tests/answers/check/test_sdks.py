"""Every method of real packages, called as it is and as it was documented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.answers.check import check_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_loaders.sdk import DocumentedMethod, SdkMethod, SdkParameter
    from workos_docs_tools.answers.check import Surface

NEWEST = ["python@10.8.0", "node@11.0.0"]
OLDER = ["python@5.42.0", "python@8.0.0", "node@7.82.0", "node@8.13.0"]
CLIENTS = {
    "python": "from workos import WorkOSClient\nclient = WorkOSClient()\n",
    "js": "import { WorkOS } from '@workos-inc/node';\nconst client = new WorkOS('sk_...');\n",
}
SESSIONS = {
    "python": "session = client.user_management.load_sealed_session({})\n",
    "js": "const session = client.userManagement.loadSealedSession({{ {} }});\n",
}
VALUES = (("str", "'x'"), ("int", "1"), ("num", "1"), ("list", "[]"), ("dict", "{}"))


def value(parameter: SdkParameter) -> str:
    """Return a value as it would be written for a parameter."""
    kind = parameter.type
    if kind.partition(" | ")[0].endswith("[]") and not kind.startswith("{"):
        return "[]"
    if parameter.fields and parameter.kind in ("positional", "field"):
        fields = (f"{one.name}: {value(one)}" for one in parameter.fields if one.required)
        return f"{{ {', '.join(fields)} }}"
    return next((text for start, text in VALUES if kind.startswith(start)), "something")


def arguments(method: SdkMethod, *, everything: bool) -> str:
    wanted = [
        one
        for one in method.parameters
        if (one.required or everything) and not one.name.startswith(("*", "..."))
    ]
    if method.language == "python":
        return ", ".join(
            value(one) if one.kind == "positional" else f"{one.name}={value(one)}"
            for one in wanted
            if not one.deprecated
        )
    return ", ".join(value(one) for one in wanted)


def program(method: SdkMethod, *, everything: bool) -> str:
    """Return a program that calls a method as the package declares it."""
    before, called = CLIENTS[method.language], f"client.{method.name}"
    if method.returned_by:
        made = "made = something\n" if method.language == "python" else "const made = something;\n"
        before += made.replace("something", f"client.{method.returned_by}(...values)")
        before = before.replace("...", "*") if method.language == "python" else before
        called = f"made.{method.called}"
    return f"{before}{called}({arguments(method, everything=everything)})\n"


@pytest.mark.parametrize("everything", [False, True], ids=["required", "all"])
@pytest.mark.parametrize("source", [*NEWEST, *OLDER])
def test_a_call_as_the_package_declares_it_has_no_finding(
    surface: Callable[[str], Surface], source: str, *, everything: bool
) -> None:
    sdk = surface(source)
    assert len(sdk.package.methods) > 100
    for method in sdk.package.methods:
        if len(method.signatures) > 1:
            continue
        code = program(method, everything=everything)
        checked = check_source(code, sdks=[sdk], language=method.language)
        expected = ["deprecated-method"] if method.deprecated else []
        assert [finding.rule for finding in checked.findings] == expected, code
        assert checked.calls >= 2  # the client, and the method


def documented_call(method: DocumentedMethod) -> str:
    """Return a program that calls a method with what the documentation requires."""
    required = [one for one in method.parameters if one.required]
    if method.language == "python":
        passed = ", ".join(f"{one.name}=something" for one in required)
        session = SESSIONS["python"].format("session_data='a', cookie_password='b'")
    else:
        fields = ", ".join(f"{one.name}: something" for one in required if one.in_object)
        places = ["something" for one in required if not one.in_object]
        passed = ", ".join([*places, *([f"{{ {fields} }}"] if fields else [])])
        session = SESSIONS["js"].format("sessionData: 'a', cookiePassword: 'b'")
    before = CLIENTS[method.language]
    if method.name.startswith("session."):
        return f"{before}{session}{method.name}({passed})\n"
    return f"{before}client.{method.name}({passed})\n"


@pytest.mark.parametrize(("source", "count"), [("python@10.8.0", 29), ("node@11.0.0", 22)])
def test_a_documented_name_that_is_no_more_is_found_with_its_successor(
    surface: Callable[[str], Surface], source: str, count: int
) -> None:
    sdk = surface(source)
    assert sdk.join is not None
    renamed = [one for one in sdk.join.methods if one.successor]
    assert len(renamed) == count
    for one in renamed:
        code = documented_call(one.documented)
        checked = check_source(code, sdks=[sdk], language=one.documented.language)
        found = [f for f in checked.findings if f.rule in ("unknown-method", "other-operation")]
        assert [f.successor for f in found] == [one.successor], code
        assert one.method is not None
        assert (found[0].url, found[0].signature) == (one.method.url, one.method.signature)
        assert found[0].line == code.count("\n")


@pytest.mark.parametrize("source", NEWEST)
def test_a_documented_name_that_still_stands_is_known(
    surface: Callable[[str], Surface], source: str
) -> None:
    sdk = surface(source)
    assert sdk.join is not None
    standing = [one for one in sdk.join.methods if one.state in ("same", "other parameters")]
    assert len(standing) > 75
    for one in standing:
        code = documented_call(one.documented)
        checked = check_source(code, sdks=[sdk], language=one.documented.language)
        assert not {f.rule for f in checked.findings} & {"unknown-method", "other-operation"}, code


@pytest.mark.parametrize("source", NEWEST)
def test_examples_of_the_package_itself_have_no_finding(
    surface: Callable[[str], Surface], source: str
) -> None:
    sdk = surface(source)
    wanted = {"python", "py"} if sdk.language == "python" else {"ts", "typescript", "js", "tsx"}
    codes = [
        fence.code
        for section in sdk.package.readme
        for fence in section.fences
        if fence.language in wanted
    ]
    codes += [
        re.sub(r"^```\w*\n|```$", "", example.strip())
        for method in sdk.package.methods
        for example in method.examples
    ]
    checked = [check_source(code, sdks=[sdk], language=sdk.language) for code in codes]
    assert sum(one.calls for one in checked) > 10
    assert [finding for one in checked for finding in one.findings] == []


def test_versions_are_told_apart(surface: Callable[[str], Surface]) -> None:
    """What the newest version does not have, the one of the documentation's time has."""
    code = CLIENTS["python"] + "client.portal.generate_link(organization_id='a', intent='sso')\n"
    old, new = (
        check_source(code, sdks=[surface(source)], language="python").findings
        for source in ("python@5.42.0", "python@10.8.0")
    )
    assert old == ()
    assert [one.successor for one in new] == ["admin_portal.generate_link"]


def test_the_client_of_versions_before_5_is_in_the_module(
    surface: Callable[[str], Surface],
) -> None:
    sdk = surface("python@4.0.0")
    code = "import workos\nworkos.api_key = 'sk'\nworkos.client.sso.frobnicate()\n"
    found = check_source(code, sdks=[sdk], language="python").findings
    assert [(one.line, one.rule) for one in found] == [(3, "unknown-method")]
    code = "from workos import client, WorkOSClient\nclient.sso.delete_connection('a')\n"
    found = check_source(code, sdks=[sdk], language="python").findings
    assert [(one.line, one.rule) for one in found] == [(1, "unknown-import")]


def test_functions_of_a_package_without_a_client(surface: Callable[[str], Surface]) -> None:
    sdk = surface("authkit-nextjs@4.3.2")
    code = (
        "import { withAuth, getUser, getSignInUrl } from '@workos-inc/authkit-nextjs';\n"
        "import { useAuth, Nothing } from '@workos-inc/authkit-nextjs/components';\n"
        "const { user } = await withAuth({ ensureSignedIn: true });\n"
    )
    found = check_source(code, sdks=[sdk], language="tsx").findings
    assert [(one.line, one.rule) for one in found] == [
        (1, "unknown-import"),
        (2, "unknown-import"),
    ]
