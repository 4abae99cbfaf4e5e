"""SDK packages joined to the documentation, of which each method is read when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from workos_docs_loaders.sdk.joining.join import Join, Joined
from workos_docs_loaders.sdk.joining.methods import DocumentedMethod
from workos_docs_loaders.sdk.joining.parameters import ParameterChanges
from workos_docs_loaders.sdk.models import (
    ReadmeSection,
    SdkClient,
    SdkConstant,
    SdkMethod,
    SdkPackage,
    SdkSnapshot,
    SkippedFile,
)
from workos_docs_tools.answers.copied.pieces import (
    Made,
    from_bytes,
    lists,
    primed,
    put_lists,
    put_values,
    to_bytes,
    values,
)
from workos_docs_tools.answers.copied.plain import maker, plain
from workos_docs_tools.answers.sdk.loaded import LoadedSdk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workos_docs_tools.answers.copied.pieces import Arrays
    from workos_docs_tools.answers.sdk.loaded import Sdks

    Mapped = Mapping[str, NDArray[Any]]

_PARTS: Mapping[str, Any] = {
    "methods": SdkMethod,
    "constants": SdkConstant,
    "readme": ReadmeSection,
    "skipped": SkippedFile,
}
"""What a package has many of."""


def put_sdks(arrays: Arrays, sdks: Sequence[LoadedSdk]) -> None:
    """Add packages and what became in them of what the documentation says."""
    arrays["sdks"] = to_bytes(
        [[plain(sdk.package.elsewhere.snapshot), sdk.published] for sdk in sdks]
    )
    for number, sdk in enumerate(sdks):
        _put_sdk(arrays, f"sdks.{number}", sdk)


def sdks_of(arrays: Mapped) -> Sdks:
    """Return the packages that `put_sdks` added."""
    make = maker(SdkSnapshot)
    return tuple(
        _sdk(arrays, f"sdks.{number}", make(snapshot), published=published)
        for number, (snapshot, published) in enumerate(from_bytes(arrays["sdks"]))
    )


def _put_sdk(arrays: Arrays, prefix: str, sdk: LoadedSdk) -> None:
    package, join = sdk.package, sdk.join
    numbers = {id(method): number for number, method in enumerate(package.methods)}

    def number(method: SdkMethod | None) -> int | None:
        return None if method is None else numbers[id(method)]

    for part in _PARTS:
        put_values(arrays, f"{prefix}.{part}", map(plain, getattr(package, part)))
    arrays[prefix] = to_bytes([plain(package.client), plain(package.members)])
    by_name = {name: [numbers[id(method)]] for name, method in package.by_name.items()}
    put_lists(arrays, f"{prefix}.by_name", by_name)

    joined = (
        [
            plain(one.documented),
            one.state,
            number(one.method),
            plain(one.changes),
            [*map(number, one.candidates)],
        ]
        for one in join.methods
    )
    put_values(arrays, f"{prefix}.joined", joined)
    places = {id(one): place for place, one in enumerate(join.methods)}
    by_page = {page: [places[id(one)] for one in some] for page, some in join.by_page.items()}
    put_lists(arrays, f"{prefix}.by_page", by_page)
    arrays[f"{prefix}.join"] = to_bytes(
        [[*map(number, join.undocumented)], dict(sdk.documented_names), dict(sdk.pages)]
    )


def _sdk(arrays: Mapped, prefix: str, snapshot: SdkSnapshot, *, published: bool) -> LoadedSdk:
    parts = {part: values(arrays, f"{prefix}.{part}", maker(kind)) for part, kind in _PARTS.items()}
    client, members = from_bytes(arrays[prefix])
    methods: Made[SdkMethod] = parts["methods"]
    package = SdkPackage(
        snapshot,
        client=maker(SdkClient | None)(client),
        members=maker(Mapping[str, tuple[str, ...]])(members),
        **cast("Any", parts),
    )
    primed(package, by_name=lists(arrays, f"{prefix}.by_name", lambda found: methods[found[0]]))

    def read(stored: list[Any]) -> Joined:
        documented, state, method, changes, candidates = stored
        return Joined(
            maker(DocumentedMethod)(documented),
            state,
            None if method is None else methods[method],
            maker(ParameterChanges)(changes),
            tuple(methods[candidate] for candidate in candidates),
        )

    joined = values(arrays, f"{prefix}.joined", read)
    undocumented, documented_names, pages = from_bytes(arrays[f"{prefix}.join"])
    join = Join(
        package,
        cast("tuple[Joined, ...]", joined),
        cast(
            "tuple[SdkMethod, ...]", Made(len(undocumented), lambda at: methods[undocumented[at]])
        ),
    )
    by_page = lists(arrays, f"{prefix}.by_page", lambda found: tuple(joined[at] for at in found))
    primed(join, by_page=by_page)
    loaded = LoadedSdk(package, join, published=published)
    return primed(loaded, documented_names=documented_names, pages=pages)
