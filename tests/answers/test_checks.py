"""The façade's check of code: against which SDK, and what it says of what it saw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.tools import DocsTools

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

PYTHON = """\
from workos import WorkOSClient

client = WorkOSClient(api_key="sk_1", client_id="client_1")
client.portal.generate_link(organization="org_1", intent="sso")
"""
TYPESCRIPT = """\
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS('sk_1');
await workos.portal.generateLink({ organization: 'org_1' });
"""


@pytest.mark.parametrize(
    ("code", "successor"),
    [(PYTHON, "admin_portal.generate_link"), (TYPESCRIPT, "adminPortal.generateLink")],
)
def test_code_of_either_language_is_told_apart_and_checked(
    code: str, successor: str, sdk_docs: WorkOSDocs
) -> None:
    findings = sdk_docs.check(code)
    (finding,) = findings
    assert finding.rule == "unknown-method"
    assert finding.successor == successor
    assert finding.line == 4
    assert findings.calls == len(code.split("\n\n")[1].splitlines())
    assert finding.message in findings._repr_markdown_().replace("\\", "")


def test_another_version_may_be_asked_for(sdk_docs: WorkOSDocs) -> None:
    older = PYTHON.replace("organization=", "organization_id=")
    assert not sdk_docs.check(older, sdk="python@5.46.0")
    assert sdk_docs.check(older, sdk="python@5.46.0").sdks == ("python 5.46.0",)
    assert sdk_docs.check(older, sdk="python")
    assert sdk_docs.check(TYPESCRIPT, sdk="@workos-inc/node@11.0.0")


def test_files_and_directories_are_checked_by_their_names(
    sdk_docs: WorkOSDocs, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(PYTHON)
    (tmp_path / "b.ts").write_text(TYPESCRIPT)
    for given in (tmp_path, str(tmp_path)):
        findings = sdk_docs.check(given)
        assert [Path(finding.path).name for finding in findings] == ["a.py", "b.ts"]
        assert findings.languages == ("js", "python")


def test_code_without_a_client_is_not_called_flawless(sdk_docs: WorkOSDocs) -> None:
    findings = sdk_docs.check("print('hello')\n")
    assert not findings
    assert findings.summary == "no call on a WorkOS client was seen, so nothing was checked"


def test_there_must_be_an_sdk_for_the_code(docs: WorkOSDocs, sdk_docs: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match="none to check against"):
        docs.check(PYTHON)
    with pytest.raises(InvalidArgumentError, match="The code is python, and the SDK for that"):
        sdk_docs.check(PYTHON, sdk="node")
    with pytest.raises(InvalidArgumentError, match="Valid values: python, node, authkit-nextjs"):
        sdk_docs.check(PYTHON, sdk="ruby")


def test_imports_are_checked_where_the_files_of_the_sdk_are(sdk_docs: WorkOSDocs) -> None:
    (finding,) = sdk_docs.check("from workos import WorkOSClient, WorkOSClent\n")
    assert finding.rule == "unknown-import"


def test_the_tool_takes_code_and_never_a_path(sdk_docs: WorkOSDocs, tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(PYTHON)
    tools = DocsTools(sdk_docs)
    reply = tools.call("workos_check", {"code": PYTHON})
    assert "1 finding in 2 WorkOS calls." in reply.text
    assert "<code>:4:15: error: portal.generate_link does not exist" in reply.text
    assert reply.data[0]["successor"] == "admin_portal.generate_link"
    assert "portal" not in tools.call("workos_check", {"code": str(file)}).text
    small = tools.call("workos_check", {"code": PYTHON + PYTHON * 30, "max_tokens": 300})
    assert len(small.text) <= 1200
    assert "raise max_tokens" in small.text
