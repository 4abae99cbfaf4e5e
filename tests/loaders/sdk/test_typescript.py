"""The npm packages: the published versions, and constructs of their files one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk import open_sdk, read_sdk
from workos_docs_loaders.sdk.typescript.files import MAX_FILE_SIZE
from workos_docs_loaders.sdk.typescript.jsdoc import read_jsdoc
from workos_docs_loaders.sdk.typescript.services import common_ending

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from workos_docs_loaders.sdk import SdkPackage

    ReadSdk = Callable[[str], SdkPackage]
    WritePackage = Callable[[Mapping[str, str | bytes]], Path]
    ReadFiles = Callable[[Mapping[str, str | bytes]], SdkPackage]


@pytest.mark.parametrize(
    ("version", "methods", "returned", "with_operation"),
    [
        # 7.x is compiled JavaScript beside declarations; since 8.0 there are source maps.
        ("7.82.0", 131, 3, 124),
        ("8.5.0", 167, 3, 158),
        ("10.0.0", 189, 10, 179),
        ("11.0.0", 253, 19, 243),
    ],
)
def test_published_versions_have_these_methods(
    sdk: ReadSdk, version: str, methods: int, returned: int, with_operation: int
) -> None:
    package = sdk(f"node@{version}")
    assert len({method.name for method in package.methods}) == len(package.methods)
    own = [method for method in package.methods if not method.returned_by]
    assert (len(own), len(package.methods) - len(own)) == (methods, returned)
    assert sum(bool(method.operation) for method in own) == with_operation
    assert not package.skipped


def test_a_method_is_whole(sdk: ReadSdk) -> None:
    method = sdk("node@11.0.0").by_name["organizations.createOrganization"]
    assert method.signature == (
        "organizations.createOrganization(payload: CreateOrganizationOptions, "
        "requestOptions?: CreateOrganizationRequestOptions): Promise<Organization>"
    )
    payload, options = method.parameters
    assert (payload.required, payload.description) == (True, "Object containing name.")
    assert [(field.name, field.required) for field in payload.fields] == [
        ("name", True),
        ("domainData", False),
        ("externalId", False),
        ("metadata", False),
    ]
    assert [field.name for field in options.fields] == ["idempotencyKey"]
    assert not options.required
    assert method.summary == "Create an Organization"
    assert ("ConflictException", "409") in method.raises
    assert method.operations == ("POST /organizations",)
    assert method.is_async
    assert method.path == "src/organizations/organizations.ts"
    assert method.url.endswith(f"/blob/v11.0.0/{method.path}#L{method.line}")


def test_inherited_fields_belong_to_an_options_object(sdk: ReadSdk) -> None:
    (options,) = sdk("node@11.0.0").by_name["authorization.listResources"].parameters
    assert {"organizationId", "limit", "after"} <= {field.name for field in options.fields}


def test_fields_of_fields_are_read(sdk: ReadSdk) -> None:
    event = sdk("node@11.0.0").by_name["auditLogs.createEvent"].parameters[1]
    targets = next(field for field in event.fields if field.name == "targets")
    assert [field.name for field in targets.fields] == ["id", "name", "type", "metadata"]


def test_a_build_without_sources_has_no_lines(sdk: ReadSdk) -> None:
    method = sdk("node@7.82.0").by_name["organizations.getOrganization"]
    assert (method.path, method.line) == ("src/organizations/organizations.ts", 0)
    assert method.url.endswith("/blob/v7.82.0/src/organizations/organizations.ts")


@pytest.mark.parametrize(
    ("version", "name", "operation"),
    [
        ("11.0.0", "organizations.listOrganizations", "GET /organizations"),
        ("11.0.0", "userManagement.getUser", "GET /user_management/users/{userId}"),
        ("11.0.0", "userManagement.getLogoutUrl", "GET /user_management/sessions/logout"),
        ("11.0.0", "sso.getAuthorizationUrlWithPKCE", "GET /sso/authorize"),
        ("11.0.0", "userManagement.getJwksUrl", "GET /sso/jwks/{clientId}"),
        ("7.82.0", "organizations.listOrganizations", "GET /organizations"),
        ("7.82.0", "organizations.getOrganization", "GET /organizations/{id}"),
        ("7.82.0", "vault.listObjects", "GET /vault/v1/kv"),
    ],
)
def test_operations_are_found_however_paths_are_written(
    sdk: ReadSdk, version: str, name: str, operation: str
) -> None:
    assert sdk(f"node@{version}").by_name[name].operation == operation


def test_what_a_method_returns_has_methods_too(sdk: ReadSdk) -> None:
    for version in ("7.82.0", "11.0.0"):
        session = sdk(f"node@{version}").by_name["session.authenticate"]
        assert session.returned_by == "userManagement.loadSealedSession"


@pytest.mark.parametrize(
    ("owner", "method", "name"),
    [
        ("CookieSession", "loadSealedSession", "session"),
        ("FeatureFlagsRuntimeClient", "createRuntimeClient", "runtimeClient"),
        ("Thing", "getOther", "thing"),
    ],
)
def test_a_returned_object_is_called_as_its_method_calls_it(
    owner: str, method: str, name: str
) -> None:
    assert common_ending(owner, method) == name


def test_the_client_is_constructed(sdk: ReadSdk) -> None:
    client = sdk("node@11.0.0").client
    assert client is not None
    assert client.import_statement == "import { WorkOS } from '@workos-inc/node';"
    assert client.construction == (
        "const workos = new WorkOS('sk_...', { clientId: 'client_...' });"
    )
    assert {"apiKey", "clientId"} <= {field.name for field in client.parameters[0].fields}
    assert client.url.endswith(f"/src/workos.ts#L{client.line}")


def test_event_names_and_error_codes_are_constants(sdk: ReadSdk) -> None:
    constants = sdk("node@11.0.0").constants
    values = {(constant.kind, constant.value) for constant in constants}
    assert ("event", "dsync.group.user_added") in values
    assert ("error", "email_verification_required") in values
    assert sum(kind == "event" for kind, _ in values) == 91


def test_a_package_without_a_client_has_the_functions_that_it_exports(sdk: ReadSdk) -> None:
    package = sdk("authkit-nextjs@4.3.2")
    assert package.client is None
    names = {method.name for method in package.methods}
    assert {"withAuth", "authkitProxy", "handleAuth", "AuthKitProvider", "useAuth"} <= names
    assert "encryptSession" not in names
    assert len(names) == len(package.methods) == 27
    old = package.by_name["authkitMiddleware"]
    assert old.deprecated == "Use `authkitProxy` instead."
    url = package.by_name["withAuth"].url
    assert "/authkit-nextjs/blob/v4.3.2/src/session.ts#L" in url


DECLARATIONS = """
export declare class WorkOS {
  readonly things: Things;
  constructor(key?: string, options?: { clientId?: string });
}
"""


@pytest.fixture
def package(node_package: WritePackage) -> ReadFiles:
    """Read a package of these files."""
    return lambda files: read_sdk(open_sdk(node_package(files)))


def fields(package: SdkPackage) -> list[tuple[str, bool]]:
    (options,) = package.by_name["things.get"].parameters
    return [(field.name, field.required) for field in options.fields]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("{ a: string; b?: number }", [("a", True), ("b", False)]),
        ("A & { b?: string }", [("a", True), ("b", False)]),
        ("B", [("b", True), ("a", True)]),
        ("string | A", [("a", True)]),
        ("A | { c: string }", [("a", False), ("c", False)]),
        ("Partial<A>", [("a", False)]),
        ("Required<Partial<A>>", [("a", True)]),
        ("Omit<B, 'a' | 'x'>", [("b", True)]),
        ("Pick<B, 'a'>", [("a", True)]),
        ("Readonly<(A)>", [("a", True)]),
        ("Circle", [("self", True)]),
        ("Endless", []),
        ("Unknown", []),
        ("Record<string, A>", []),
        ("A[]", []),
        ("string", []),
    ],
)
def test_fields_of_each_kind_of_type(
    package: ReadFiles, kind: str, expected: list[tuple[str, bool]]
) -> None:
    found = package(
        {
            "lib/index.d.ts": f"""
interface A {{ a: string; }}
interface B extends A {{ b: string; }}
interface Circle {{ self: Circle; }}
type Endless = Endless & Endless;
declare class Things {{ get(options: {kind}): void; }}
{DECLARATIONS}"""
        }
    )
    assert fields(found) == expected


def test_descriptions_of_fields_and_what_is_deprecated(package: ReadFiles) -> None:
    found = package(
        {
            "lib/index.d.ts": """
interface Options {
  /** The name
   *  of it. */
  name: string;
  /** @deprecated Use name. */
  title?: string;
}
declare class Things { get(options: Options): void; }
"""
            + DECLARATIONS
        }
    )
    name, title = found.by_name["things.get"].parameters[0].fields
    assert (name.description, name.deprecated) == ("The name of it.", False)
    assert title.deprecated


def test_overloads_are_one_method_and_private_members_none(package: ReadFiles) -> None:
    found = package(
        {
            "lib/index.d.ts": """
declare abstract class Base { inherited(): void; }
declare class Things extends Base {
  private readonly workos;
  constructor(workos: WorkOS);
  get(id: string): Promise<string>;
  get(id: string, more: number): Promise<number>;
  private hidden(): void;
  protected kept(): void;
  _internal(): void;
  static made(): Things;
  get version(): string;
}
"""
            + DECLARATIONS
        }
    )
    assert sorted(method.name for method in found.methods) == ["things.get", "things.inherited"]
    method = found.by_name["things.get"]
    assert method.signatures == (
        "things.get(id: string): Promise<string>",
        "things.get(id: string, more: number): Promise<number>",
    )
    assert [(one.name, one.required) for one in method.parameters] == [
        ("id", True),
        ("more", False),
    ]


def test_sources_in_maps_give_bodies_lines_and_comments(package: ReadFiles) -> None:
    source = "\n\n/** Get it. */\n".join(
        [
            "import { WorkOS } from './workos';",
            "export class Things {\n  constructor(private readonly workos: WorkOS) {}\n"
            "  /** Get one. */\n  async get(id: string) {\n"
            "    return this.workos.get(`/things/${encode(id)}`);\n  }\n}",
        ]
    )
    other = "export class Things { get() { this.workos.post('/other'); } }"
    content = {
        "sources": ["../../../etc/x.ts", "../node_modules/a/src/x.ts", "../src/things.ts"],
        "sourcesContent": [other, other, source],
    }
    found = package(
        {
            "lib/index.d.mts": "declare class Things { get(id: string): Promise<string>; }"
            + DECLARATIONS,
            "lib/index.mjs.map": json.dumps(content),
        }
    )
    method = found.by_name["things.get"]
    assert (method.path, method.line) == ("src/things.ts", 7)
    assert method.operations == ("GET /things/{id}",)
    assert method.summary == "Get one."


def test_a_checkout_has_its_sources_only(package: ReadFiles) -> None:
    found = package(
        {
            "src/workos.ts": """
export class WorkOS {
  readonly things = new Things(this);
}
export class Things {
  constructor(private readonly workos: WorkOS) {}
  async get(options: { id: string } = { id: '' }): Promise<void> {
    const path = options.id ? `/a/${options.id}` : '/b';
    await this.send(path);
    await this.workos.delete(path);
  }
  private async send(path: string) {
    await this.workos.post('/c/' + path.length, {});
  }
}
""",
            "src/things.spec.ts": "declare class WorkOS { readonly tested: Things; }",
        }
    )
    (method,) = found.methods
    assert method.operations == ("POST /c/{length}", "DELETE /a/{id}", "DELETE /b")
    assert method.signature == ("things.get(options: { id: string } = { id: '' }): Promise<void>")
    assert not method.parameters[0].required


def test_only_one_kind_of_declarations_is_read(package: ReadFiles) -> None:
    """A package declares the same for several loaders of modules."""
    text = "declare class Things { get(): void; }" + DECLARATIONS
    found = package({"lib/index.d.cts": text, "lib/index.d.mts": text})
    assert len(found.methods) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"declare class \xff {}", "utf-8"),
        (b"}" * 100, "not TypeScript"),
        (b" " * (MAX_FILE_SIZE + 1), "larger than"),
    ],
    ids=["encoding", "syntax", "size"],
)
def test_a_hostile_file_is_skipped_and_named(
    package: ReadFiles, content: bytes, reason: str
) -> None:
    good = "declare class Things { get(): void; }" + DECLARATIONS
    found = package({"lib/index.d.ts": good, "lib/odd.d.ts": content})
    assert [method.name for method in found.methods] == ["things.get"]
    (skipped,) = found.skipped
    assert skipped.path == "lib/odd.d.ts"
    assert reason in skipped.reason


def test_what_is_no_typescript_costs_its_own_declaration_only(package: ReadFiles) -> None:
    found = package(
        {
            "lib/index.d.ts": "declare function odd(: string): void;\n"
            "declare class Things { get(): void; odd(: string): void; }" + DECLARATIONS
        }
    )
    assert [method.name for method in found.methods] == ["things.get"]
    assert not found.skipped


@pytest.fixture
def exports(tmp_path: Path) -> ReadFiles:
    """Read a package of functions with these files."""

    def read(files: Mapping[str, str | bytes]) -> SdkPackage:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(content))
        return read_sdk(open_sdk(tmp_path))

    return read


MANIFEST = {"name": "@workos-inc/authkit-react", "version": "1.0.0"}


def test_only_what_the_manifest_names_is_exported(exports: ReadFiles) -> None:
    manifest = {
        **MANIFEST,
        "exports": {".": {"types": "./dist/main.d.ts"}, "./*": {"types": "./dist/*.d.ts"}},
        "types": "./dist/types.d.ts",
    }
    found = exports(
        {
            "package.json": json.dumps(manifest),
            "dist/main.d.ts": "import { one } from './one.js';\nexport { one as first };\n"
            "export * from './two.js';\nexport { lost } from './lost.js';\n"
            "export default function (): void;\n",
            "dist/one.d.ts": "export declare function one(): void;\n"
            "export declare function internal(): void;\n",
            "dist/two.d.ts": "/** Two. */\n"
            "export declare const two: (a: string) => Promise<void>;\n"
            "export * from './main.js';\nexport declare const TWO = 2;\n",
            "dist/types.d.ts": "export declare function three(): import('x').Y<string>;\n",
            "dist/index.d.ts": "export declare function unnamed(): void;\n",
        }
    )
    assert [method.signature for method in found.methods] == [
        "first(): void",
        "two(a: string): Promise<void>",
        "three(): Y<string>",
    ]
    assert found.by_name["two"].summary == "Two."


def test_without_named_files_the_outermost_index_is_the_entry(exports: ReadFiles) -> None:
    found = exports(
        {
            "package.json": json.dumps({**MANIFEST, "exports": {".": "./dist/index.js"}}),
            "src/index.ts": "export function outer() {}\n",
            "src/inner/index.ts": "export function inner() {}\n",
        }
    )
    assert [method.name for method in found.methods] == ["outer"]
    assert found.methods[0].path == "src/index.ts"


def test_components_and_objects_of_functions_are_exported(exports: ReadFiles) -> None:
    found = exports(
        {
            "package.json": json.dumps(MANIFEST),
            "index.d.ts": """
interface Props { name: string; title?: string; }
/** Shows. */
export declare const Widget: React.FC<Props>;
export declare const kit: {
  /** Gets. */
  getUser: (event: Event) => Promise<string>;
  name: string;
};
export declare function newer(a: string): void;
/** @deprecated Use newer. */
export declare const older: typeof newer;
export declare const table: Record<string, string>;
""",
        }
    )
    assert [method.signature for method in found.methods] == [
        "Widget: React.FC<Props>",
        "kit.getUser(event: Event): Promise<string>",
        "newer(a: string): void",
        "older(a: string): void",
    ]
    widget, user, _, older = found.methods
    assert widget.summary == "Shows."
    assert [field.name for field in widget.parameters[0].fields] == ["name", "title"]
    assert (user.service, user.summary) == ("kit", "Gets.")
    assert older.deprecated == "Use newer."


def test_a_type_means_the_one_of_its_own_file(exports: ReadFiles) -> None:
    """Widgets declare `Props` once for what users see, and once for what is inside."""
    found = exports(
        {
            "package.json": json.dumps(MANIFEST),
            "a.d.ts": "interface Props { inside: string; }",
            "index.d.ts": "interface Props { token: string; }\n"
            "export declare function show(props: Props): void;",
        }
    )
    assert [field.name for field in found.methods[0].parameters[0].fields] == ["token"]


@pytest.mark.parametrize(
    "content",
    ["{", "[" * 100_000, "3", '{"sources": 3}', '{"sources": [1], "sourcesContent": [2]}'],
)
def test_a_malformed_source_map_costs_its_sources_only(package: ReadFiles, content: str) -> None:
    good = "declare class Things { get(): void; }" + DECLARATIONS
    found = package({"lib/index.d.ts": good, "lib/index.mjs.map": content})
    assert [method.name for method in found.methods] == ["things.get"]


@pytest.mark.parametrize(
    "kind",
    ["(" * 3_000 + "A" + ")" * 3_000, "{ a: " * 3_000 + "A" + " }" * 3_000, "A | " * 20_000 + "A"],
    ids=["parentheses", "objects", "union"],
)
def test_deep_types_end(package: ReadFiles, kind: str) -> None:
    found = package(
        {
            "lib/index.d.ts": "interface A { a: string; }\n"
            f"declare class Things {{ get(options: {kind}): void; }}" + DECLARATIONS
        }
    )
    assert [method.name for method in found.methods] == ["things.get"]


def test_a_linked_file_is_not_followed(tmp_path: Path, node_package: WritePackage) -> None:
    secret = tmp_path / "secret.d.ts"
    secret.write_text("declare class Things { get(): void; }" + DECLARATIONS)
    root = node_package({"lib/a.txt": ""})
    (root / "lib" / "index.d.ts").symlink_to(secret)
    assert read_sdk(open_sdk(root)).methods == ()


def test_the_tags_of_a_comment() -> None:
    found = read_jsdoc(
        """/**
         * Do it.
         *
         * At once.
         * @param id - The id,
         *   of the thing.
         * @param {string} [name] The name.
         * @returns {Promise<{ a: string }>} What is done.
         * @throws {NotFoundError} 404
         * @throws 403 response.
         * @example
         * ```ts
         * do('x');
         * ```
         * @deprecated Use other.
         */"""
    )
    assert (found.summary, found.description) == ("Do it.", "Do it.\n\nAt once.")
    assert found.parameters == {"id": "The id, of the thing.", "name": "The name."}
    assert found.returns == "What is done."
    assert found.raises == (("NotFoundError", "404"), ("", "403 response."))
    assert found.examples == ("do('x');",)
    assert found.deprecated == "Use other."
