"""Which names packages let their users import, and which their services have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk import SdkPackage, open_sdk, read_exports, read_sdk
from workos_docs_loaders.sdk.exports import MISSING, UNKNOWN
from workos_docs_loaders.sdk.python.classes import class_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@pytest.mark.parametrize(
    ("source", "module", "has", "lacks"),
    [
        ("python@10.8.0", "workos", "WorkOSClient webhooks", "WorkOS client exceptions"),
        ("python@10.8.0", "workos.user_management", "User UserManagement models", "WorkOSClient"),
        ("python@5.42.0", "workos.exceptions", "BadRequestException", "BadRequestError"),
        ("python@4.0.0", "workos", "client api_key", "WorkOSClient"),
        ("node@11.0.0", "@workos-inc/node", "WorkOS User createWorkOS", "default Portal"),
        ("node@11.0.0", "@workos-inc/node/worker", "WorkOS User", "default"),
        ("node@7.82.0", "@workos-inc/node", "WorkOS User", "default"),
        ("authkit-nextjs@4.3.2", "@workos-inc/authkit-nextjs", "withAuth signOut", "getUser"),
        ("authkit-nextjs@4.3.2", "@workos-inc/authkit-nextjs/components", "useAuth", "withAuth"),
    ],
)
def test_modules_export_what_their_files_say(
    sdk: Callable[[str], SdkPackage], source: str, module: str, has: str, lacks: str
) -> None:
    exports = read_exports(sdk(source).snapshot, module)
    assert exports.exists
    assert exports.names is not None
    assert set(has.split()) <= exports.names
    assert not set(lacks.split()) & exports.names


def test_modules_that_do_not_exist(sdk: Callable[[str], SdkPackage]) -> None:
    assert read_exports(sdk("python@10.8.0").snapshot, "workos.client") == MISSING
    assert read_exports(sdk("node@11.0.0").snapshot, "@workos-inc/node/lib") == MISSING
    # Without `exports` in its manifest, any file of a package can be imported.
    assert read_exports(sdk("node@7.82.0").snapshot, "@workos-inc/node/lib/workos") == UNKNOWN


def test_names_that_cannot_all_be_told_are_unknown(
    python_package: Callable[[Mapping[str, str | bytes]], Path],
    node_package: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    client = "class Things:\n    def get(self): ...\n\nclass WorkOSClient:\n    @property\n"
    client += "    def things(self) -> Things: ...\n"
    files = {
        "workos/__init__.py": client,
        "workos/starred.py": "from workos.inner import *\nfrom os import *\n",
        "workos/followed.py": "from .inner import *\nif True:\n    a = 1\n",
        "workos/inner.py": "from dataclasses import dataclass as d\nb: int = 2\n(e, f) = 1, 2\n",
        "workos/dynamic.py": "def __getattr__(name): ...\n",
        "workos/broken.py": "def (",
    }
    snapshot = open_sdk(python_package(files))
    assert read_exports(snapshot, "workos.starred") == UNKNOWN
    assert read_exports(snapshot, "workos.dynamic") == UNKNOWN
    assert read_exports(snapshot, "workos.broken") == UNKNOWN
    assert read_exports(snapshot, "workos.followed").names == {"a", "b", "d", "e", "f"}
    one = open_sdk(node_package({"index.d.ts": "declare class WorkOS {}\nexport = WorkOS;\n"}))
    assert read_exports(one, "@workos-inc/node") == UNKNOWN


def test_all_names_of_a_service_are_known(sdk: Callable[[str], SdkPackage]) -> None:
    python, node = sdk("python@10.8.0").members, sdk("node@11.0.0").members
    assert {"user_management", "mfa", "build_url", "close"} <= set(python[""])
    assert python["mfa"] == python["multi_factor_auth"]
    assert {"authenticate", "session_data"} <= set(python["session"])
    assert {"userManagement", "get", "version"} <= set(node[""])
    assert {"constructEvent", "verifyHeader"} <= set(node["webhooks"])
    assert not any(name.startswith(("_", "#")) for names in node.values() for name in names)


def test_a_class_that_makes_up_names_is_not_known(
    python_package: Callable[[Mapping[str, str | bytes]], Path],
    node_package: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    client = "class Things:\n    def get(self): ...\n    def __getattr__(self, name): ...\n\n"
    client += "class WorkOSClient:\n    @property\n    def things(self) -> Things: ...\n"
    package = read_sdk(open_sdk(python_package({"workos/__init__.py": client})))
    assert (package.members[""], package.members["things"]) == (("things",), ())
    code = "import { Base } from 'other';\ndeclare class Things extends Base { get(): void; }\n"
    code += "export declare class WorkOS { readonly things: Things; }\n"
    other = read_sdk(open_sdk(node_package({"index.d.ts": code})))
    assert (other.members[""], other.members["things"]) == (("things",), ())


def test_kinds_of_classes(sdk: Callable[[str], SdkPackage]) -> None:
    kinds = class_kinds(sdk("python@10.8.0").snapshot)
    assert (kinds["PasswordPlaintext"], kinds["RequestOptions"]) == ("instance", "object")
    assert "GenerateLinkIntent" not in kinds  # an enumeration: its values are text
