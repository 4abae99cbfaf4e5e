"""The Python SDK: the published versions, and constructs of their sources one by one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.errors import SourceNotFoundError
from workos_docs_loaders.sdk import open_sdk, read_exports, read_sdk
from workos_docs_loaders.sdk.python.modules import MAX_FILE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.sdk import SdkMethod, SdkPackage

    ReadSdk = Callable[[str], SdkPackage]
    WritePackage = Callable[[Mapping[str, str | bytes]], Path]


@pytest.mark.parametrize(
    ("version", "methods", "documented", "with_operation"),
    [
        # What 4.0 inherits as class methods (`construct_from_response`) is no call on a client.
        ("4.0.0", 78, 74, 64),
        ("5.42.0", 137, 112, 134),
        ("5.46.0", 161, 120, 158),
        ("6.0.0", 194, 194, 184),
        ("10.8.0", 300, 300, 290),
    ],
)
def test_published_versions_have_these_methods(
    sdk: ReadSdk, version: str, methods: int, documented: int, with_operation: int
) -> None:
    package = sdk(f"python@{version}")
    found = [method for method in package.methods if not method.returned_by]
    assert len({method.name for method in found}) == len(found) == methods
    assert sum(method.documented for method in found) == documented
    assert sum(bool(method.operation) for method in found) == with_operation
    assert not package.skipped


def test_a_method_is_whole(sdk: ReadSdk) -> None:
    method = sdk("python@10.8.0").by_name["organizations.create_organization"]
    assert method.signature == (
        "organizations.create_organization(*, name: str, "
        "allow_profiles_outside_organization: bool | None = None, "
        "domains: list[str] | None = None, "
        "domain_data: list[OrganizationDomainData] | None = None, "
        "metadata: dict[str, str] | None | NotGiven = NOT_GIVEN, "
        "external_id: str | None | NotGiven = NOT_GIVEN, "
        "request_options: RequestOptions | None = None) -> Organization"
    )
    name, _, domains, *_ = method.parameters
    assert (name.name, name.type, name.required, name.kind) == ("name", "str", True, "keyword")
    assert name.description == "The name of the organization."
    assert domains.deprecated
    assert not domains.required
    assert method.summary == "Create an Organization"
    assert method.description.endswith("Creates a new organization in the current environment.")
    assert ("ConflictError", "If a conflict occurs (409).") in method.raises
    assert method.operations == ("POST /organizations",)
    assert not method.is_async
    assert method.path == "src/workos/organizations/_resource.py"
    assert method.url.endswith(f"/blob/v10.8.0/{method.path}#L{method.line}")


def test_the_line_is_that_of_the_definition(sdk: ReadSdk) -> None:
    package = sdk("python@10.8.0")
    for method in package.methods[::20]:
        file = package.snapshot.root / method.path.removeprefix("src/")
        assert f"def {method.called}(" in file.read_text().splitlines()[method.line - 1]


def test_an_alias_is_no_method_of_its_own(sdk: ReadSdk) -> None:
    package = sdk("python@10.8.0")
    method = package.by_name["mfa.enroll_factor"]
    assert method.name == "multi_factor_auth.enroll_factor"
    assert method.aliases == ("mfa.enroll_factor",)
    assert sum(len(one.aliases) for one in package.methods) == 7


@pytest.mark.parametrize(
    ("version", "name", "operation"),
    [
        ("10.8.0", "user_management.get_user", "GET /user_management/users/{id}"),
        ("10.8.0", "sso.get_authorization_url", "GET /sso/authorize"),
        ("10.8.0", "user_management.get_jwks_url", "GET /sso/jwks/{resolved_client_id}"),
        ("10.8.0", "user_management.authenticate_with_code", "POST /user_management/authenticate"),
        ("10.8.0", "vault.encrypt", "POST /vault/v1/keys/data-key"),
        ("5.46.0", "authorization.remove_role", "DELETE /authorization/organization_memberships/"
         "{organization_membership_id}/role_assignments"),
        ("5.42.0", "mfa.get_factor", "GET /auth/factors/{authentication_factor_id}"),
        ("5.42.0", "user_management.get_user", "GET /user_management/users/{user_id}"),
        ("5.42.0", "user_management.authenticate_with_code", "POST /user_management/authenticate"),
        ("4.0.0", "audit_logs.get_export", "GET /audit_logs/exports/{export_id}"),
        ("4.0.0", "sso.get_authorization_url", "GET /sso/authorize"),
    ],
)  # fmt: skip
def test_operations_are_found_however_paths_are_written(
    sdk: ReadSdk, version: str, name: str, operation: str
) -> None:
    assert sdk(f"python@{version}").by_name[name].operation == operation


def test_what_a_method_returns_has_methods_too(sdk: ReadSdk) -> None:
    for version in ("5.42.0", "10.8.0"):
        package = sdk(f"python@{version}")
        session = package.by_name["session.authenticate"]
        assert session.returned_by == "user_management.load_sealed_session"


def test_docstrings_are_inherited_and_their_keywords_read(sdk: ReadSdk) -> None:
    """5.x writes them in base classes, with the arguments below `Kwargs:`."""
    method = sdk("python@5.42.0").by_name["organizations.list_organizations"]
    domains = next(one for one in method.parameters if one.name == "domains")
    assert domains.description.startswith("Filter organizations to only return those")
    assert "Optional)" not in domains.description
    assert method.summary.startswith("Retrieve a list of organizations")


@pytest.mark.parametrize(
    ("version", "statement", "construction", "async_name"),
    [
        ("10.8.0", "from workos import WorkOSClient",
         'client = WorkOSClient(api_key="sk_...", client_id="client_...")', "AsyncWorkOSClient"),
        ("5.42.0", "from workos import WorkOSClient",
         'client = WorkOSClient(api_key="sk_...", client_id="client_...")', "AsyncWorkOSClient"),
        ("4.0.0", "import workos",
         'workos.api_key = "sk_..."\nworkos.client_id = "client_..."\nclient = workos.client', ""),
    ],
)  # fmt: skip
def test_the_client_is_constructed_as_the_version_has_it(
    sdk: ReadSdk, version: str, statement: str, construction: str, async_name: str
) -> None:
    client = sdk(f"python@{version}").client
    assert client is not None
    assert (client.import_statement, client.construction) == (statement, construction)
    assert client.async_name == async_name


def test_event_names_and_error_codes_are_constants(sdk: ReadSdk) -> None:
    constants = sdk("python@10.8.0").constants
    events = {constant.value for constant in constants if constant.kind == "event"}
    errors = {constant.value for constant in constants if constant.kind == "error"}
    assert len(events) == 136
    assert {"dsync.group.user_added", "user.created"} <= events
    assert {"email_verification_required", "sso_required"} <= errors


CLIENT = '''
class WorkOSClient:
    def __init__(self, *, api_key: str) -> None: ...

    @property
    def things(self) -> Things:
        """Things."""
        return Things(self)
'''


@pytest.fixture
def methods(python_package: WritePackage) -> Callable[[str], Mapping[str, SdkMethod]]:
    """Read the service `things`, given the body of its class."""

    def read(body: str, above: str = "") -> Mapping[str, SdkMethod]:
        source = f"from __future__ import annotations\n{above}\nclass Things:\n{body}\n{CLIENT}"
        return read_sdk(open_sdk(python_package({"workos/__init__.py": source}))).by_name

    return read


@pytest.mark.parametrize(
    ("statement", "operations"),
    [
        ("self._client.request('a/b', method='post')", ["POST /a/b"]),
        ("self._client.request('/a/b')", ["GET /a/b"]),
        ("self._client.request(method='PUT', path=('a', str(one), 'b'))", ["PUT /a/{one}/b"]),
        ("self._client.request(path=f'a/{one}', method=VERB)", ["DELETE /a/{one}"]),
        ("self._client.request(path=PATH + '/' + one)", ["GET /x/y/{one}"]),
        ("self._client.request(path=PATH.format(one))", ["GET /x/y"]),
        ("self._client.request(path='a/{}/{}'.format(PATH, one))", ["GET /a/x/y/{one}"]),
        ("self._client.request(path='a/{two}'.format(two=quote(one)))", ["GET /a/{one}"]),
        ("self._client.request(path='a/%s' % one)", ["GET /a/{}"]),
        ("path = 'a' if one else 'b'\n        self._client.request(path=path)",
         ["GET /a", "GET /b"]),
        ("self._send('a')", ["POST /c"]),
        ("self.circle()", []),
        ("print('a/b')", []),
        ("self._client.request(path=one)", []),
    ],
)  # fmt: skip
def test_each_way_of_writing_a_path(
    methods: Callable[..., Mapping[str, SdkMethod]], statement: str, operations: list[str]
) -> None:
    found = methods(
        f"""
    def get(self, one: str) -> None:
        {statement}

    def _send(self, two: str) -> None:
        self._client.request_page(method="post", path="c")

    def circle(self) -> None:
        self.get("a")
""",
        above='VERB = "delete"\nPATH: str = "x/y"',
    )
    assert list(found["things.get"].operations) == operations


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ('@deprecated("Use other.")', "..."),
        ("", 'warn("Use other.", DeprecationWarning)'),
        ("", 'warnings.warn("Use other.", category=DeprecationWarning)'),
    ],
)
def test_deprecations_are_read(
    methods: Callable[..., Mapping[str, SdkMethod]], above: str, below: str
) -> None:
    found = methods(f"    {above or '# none'}\n    def get(self) -> None:\n        {below}\n")
    assert found["things.get"].deprecated == "Use other."


def test_kinds_of_parameters_and_examples(
    methods: Callable[..., Mapping[str, SdkMethod]],
) -> None:
    found = methods('''
    def get(self, a: int, /, b, *rest: str, c: str, d: int = 3, **more) -> str:
        """Get.

        Args:
            a: The first. (Optional)
            c: Deprecated: the third.

        Returns:
            What there is.

        Example:
            >>> things.get(1)
        """
''')
    method = found["things.get"]
    assert method.signature == (
        "things.get(a: int, b, *rest: str, c: str, d: int = 3, **more) -> str"
    )
    assert [(p.name, p.kind, p.required) for p in method.parameters] == [
        ("a", "positional", True),
        ("b", "either", True),
        ("*rest", "positional", False),
        ("c", "keyword", True),
        ("d", "keyword", False),
        ("**more", "keyword", False),
    ]
    assert method.parameters[0].description == "The first."
    assert method.parameters[3].deprecated
    assert method.returns_description == "What there is."
    assert method.examples == (">>> things.get(1)",)


def test_of_two_properties_the_one_named_like_its_class_is_the_name(
    python_package: WritePackage,
) -> None:
    client = """
class BigThings:
    def get(self) -> None: ...

class WorkOSClient:
    @property
    def old(self) -> BigThings: ...
    @property
    def big_things(self) -> "BigThings": ...
    @property
    def undeclared(self):
        return BigThings()
"""
    (method,) = read_sdk(open_sdk(python_package({"workos/__init__.py": client}))).methods
    assert method.name == "big_things.get"
    assert method.aliases == ("old.get", "undeclared.get")


def test_reading_runs_nothing_of_the_package(tmp_path: Path, python_package: WritePackage) -> None:
    mark = tmp_path / "mark"
    harm = f"open({str(mark)!r}, 'w').close()\n"
    body = "class Things:\n    def get(self) -> None: ...\n"
    root = python_package({"workos/__init__.py": harm + body + CLIENT, "workos/more.py": harm})
    package = read_sdk(open_sdk(root))
    assert [method.name for method in package.methods] == ["things.get"]
    assert not mark.exists()
    # The mark is one: an import would have left it.
    subprocess.run([sys.executable, "-c", "import workos"], cwd=root, check=False)
    assert mark.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"def f(:\n", "SyntaxError"),
        (b"a = '\xff'\n", "SyntaxError"),
        (b"# -*- coding: no-such-thing -*-\n", "SyntaxError"),
        (b"a = 1\0\n", "ValueError|SyntaxError"),
        (b"a = " + b"(" * 5_000 + b")" * 5_000, "SyntaxError|MemoryError|RecursionError"),
        (b"a = " + b"-" * 50_000 + b"1", "MemoryError|RecursionError|SyntaxError"),
        (b"a = b" + b".c" * 5_000, "RecursionError"),
        (b"#" * (MAX_FILE_SIZE + 1), "larger than"),
    ],
    ids=[
        "syntax",
        "encoding",
        "unknown encoding",
        "zero",
        "parentheses",
        "minus",
        "attributes",
        "size",
    ],
)
def test_a_hostile_module_is_skipped_and_named(
    python_package: WritePackage, content: bytes, reason: str
) -> None:
    body = "class Things:\n    def get(self) -> None: ...\n"
    root = python_package({"workos/__init__.py": body + CLIENT, "workos/odd.py": content})
    package = read_sdk(open_sdk(root))
    assert [method.name for method in package.methods] == ["things.get"]
    (skipped,) = package.skipped
    assert skipped.path == "workos/odd.py"
    assert any(word in skipped.reason for word in reason.split("|")), skipped.reason


def test_a_module_in_another_encoding_is_read(python_package: WritePackage) -> None:
    body = '# -*- coding: latin-1 -*-\nclass Things:\n    def get(self):\n        """Ü."""\n'
    root = python_package({"workos/__init__.py": (body + CLIENT).encode("latin-1")})
    assert read_sdk(open_sdk(root)).by_name["things.get"].description == "Ü."


def test_a_package_without_a_client_is_an_error_that_names_what_was_skipped(
    python_package: WritePackage,
) -> None:
    root = python_package({"workos/__init__.py": "def f(:"})
    with pytest.raises(SourceNotFoundError, match=r"no client of workos.*__init__\.py: Syntax"):
        read_sdk(open_sdk(root))


def test_classes_that_refer_to_each_other_in_circles_end(python_package: WritePackage) -> None:
    root = python_package(
        {
            "workos/__init__.py": "from workos.a import Things\n" + CLIENT,
            "workos/a.py": "from workos.b import Things\n",
            "workos/b.py": "from workos.a import Things\n",
        }
    )
    assert read_sdk(open_sdk(root)).methods == ()


def test_the_classes_that_arguments_are_made_of_are_found_with_what_they_take(
    sdk: ReadSdk,
) -> None:
    objects = sdk("python@10.8.0").by_name["audit_logs.create_event"].objects
    assert [(one.name, one.module) for one in objects] == [
        ("AuditLogEvent", "workos.audit_logs"),
        ("AuditLogEventActor", "workos.audit_logs"),
        ("AuditLogEventTarget", "workos.audit_logs"),
        ("AuditLogEventContext", "workos.audit_logs"),
    ]
    context = objects[-1]
    assert [(field.name, field.type, field.required) for field in context.fields] == [
        ("location", "str", True),
        ("user_agent", "str | None", False),
    ]
    assert context.fields[0].description == "IP Address or some other geolocation identifier."


def test_every_class_of_an_argument_can_be_imported_from_where_it_is_said_to_be(
    sdk: ReadSdk,
) -> None:
    package = sdk("python@10.8.0")
    objects = {one for method in package.methods for one in method.objects}
    assert len(objects) > 80
    for one in objects:
        assert bool(one.fields) != bool(one.values), one.name
        assert one.name in (read_exports(package.snapshot, one.module).names or ())


def test_of_classes_of_one_name_the_nearest_is_meant(python_package: WritePackage) -> None:
    item = "from dataclasses import dataclass\n@dataclass\nclass Item:\n    {}: int\n"
    things = "class Things:\n    def put(self, item: 'Item | None') -> None: ...\n"
    root = python_package(
        {
            "workos/__init__.py": "from workos.a.things import Things\n" + CLIENT,
            "workos/a/__init__.py": "",
            "workos/a/things.py": "from workos.a.items import Item\n" + things,
            "workos/a/items.py": item.format("near"),
            "workos/b/__init__.py": "",
            "workos/b/items.py": item.format("far"),
        }
    )
    (found,) = read_sdk(open_sdk(root)).by_name["things.put"].objects
    assert [field.name for field in found.fields] == ["near"]
    assert found.module == "workos.a.items"
