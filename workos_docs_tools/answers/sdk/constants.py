"""Event names and error codes that only SDKs spell out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_tools.answers.spelling import normalise
from workos_docs_tools.results import Hit
from workos_docs_tools.text.similar import closest

if TYPE_CHECKING:
    from workos_docs_loaders.sdk import SdkConstant
    from workos_docs_tools.answers.sdk.loaded import LoadedSdk, Sdks

_KINDS = {"event": "event type", "error": "error code"}
_SIMILAR = 0.8
_SUGGESTIONS = 3


def constant_hits(sdks: Sdks, name: str, *, version: str) -> tuple[Hit, ...]:
    """Return the event type or error code of that name that SDKs have, as one hit.

    Args:
        sdks: Where it is looked for.
        name: In any spelling.
        version: Of the documentation, which does not have it.
    """
    key = normalise(name)
    found = [
        (sdk, constant)
        for sdk in sdks
        for constant in sdk.package.constants
        if key and key in (normalise(constant.value), normalise(constant.name))
    ]
    by_value: dict[str, list[tuple[LoadedSdk, SdkConstant]]] = {}
    for sdk, constant in found:
        by_value.setdefault(constant.value, []).append((sdk, constant))
    return tuple(_hit(rank, some, version) for rank, some in enumerate(by_value.values(), start=1))


def similar_constants(sdks: Sdks, name: str) -> list[str]:
    """Return the event types and error codes of SDKs that are spelled alike."""
    known = {constant.value for sdk in sdks for constant in sdk.package.constants}
    return closest(name.lower(), sorted(known), limit=_SUGGESTIONS, cutoff=_SIMILAR)


def _hit(rank: int, found: list[tuple[LoadedSdk, SdkConstant]], version: str) -> Hit:
    first = found[0][1]
    by_sdk = {sdk.release: constant for sdk, constant in reversed(found)}
    places = [
        f"- {release}: {constant.url or constant.path}" for release, constant in by_sdk.items()
    ]
    text = "\n".join(
        [
            f"`{first.value}` is an {_KINDS[first.kind]} of {' and '.join(by_sdk)}. "
            f"Documentation {version} does not have it.",
            "",
            *places,
        ]
    )
    return Hit(
        rank=rank,
        score=1.0,
        path="",
        url=first.url,
        page_url=first.url,
        title=first.value,
        breadcrumb=("SDKs",),
        heading_path=(),
        kind="sdk",
        product="",
        language="",
        text=text,
        version=version,
        node_id=f"{first.kind} {first.value}",
        sdk=", ".join(by_sdk),
    )
