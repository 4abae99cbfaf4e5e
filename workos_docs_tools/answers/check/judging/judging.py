"""What in the use of an SDK does not fit its version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.joining.names import folded
from workos_docs_tools.answers.check.findings import Finding
from workos_docs_tools.answers.check.judging.arguments import Misfit, misfits
from workos_docs_tools.answers.check.judging.importing import (
    import_findings,
    module_call_findings,
    package_findings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_loaders.sdk.models import SdkMethod
    from workos_docs_tools.answers.check.findings import Span
    from workos_docs_tools.answers.check.judging.surface import Surface
    from workos_docs_tools.answers.check.judging.usage import Usage, Use


def judge(usage: Usage, surface: Surface, path: str) -> tuple[Finding, ...]:
    """Return the findings of one file, in order of appearance."""
    found = [finding_at(path, one.span, one.rule, one.message) for one in usage.alarms]
    for one in usage.imports:
        found += import_findings(one, surface, path)
    for value, span in usage.settings:
        found += package_findings(value, span, surface, path)
    for use in usage.uses:
        found += _use_findings(use, surface, path)
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda one: (one.line, one.column, one.rule, one.message)))


def finding_at(
    path: str,
    span: Span,
    rule: str,
    message: str,
    method: SdkMethod | None = None,
    *,
    successor: str = "",
    candidates: tuple[SdkMethod, ...] = (),
) -> Finding:
    """Return a finding at a place in the code."""
    return Finding.at(
        path,
        span,
        rule,
        message,
        successor=successor,
        candidates=tuple(one.name for one in candidates),
        signature=method.signature if method else "",
        url=method.url if method else "",
    )


def _use_findings(use: Use, surface: Surface, path: str) -> Iterator[Finding]:
    match use.value.kind:
        case "package" if use.is_call and len(use.value.path) == 1:
            yield from module_call_findings(use.value, use.span, surface, path)
        case "package":
            yield from package_findings(use.value, use.span, surface, path)
        case "class":
            yield from _construction(use, surface, path)
        case "member" | "returned" | "function":
            yield from _member(use, surface, path)


def _construction(use: Use, surface: Surface, path: str) -> Iterator[Finding]:
    client = surface.package.client
    if client is None or not use.is_call:
        return
    if surface.language == "js" and not use.is_new:
        message = f"{client.name} is a class: construct it with new {client.name}(...)."
        yield finding_at(
            path, use.span, "client-construction", message, successor=client.construction
        )
    elif use.arguments is not None and client.signatures:
        for misfit in misfits(client.name, use.arguments, client.parameters, use.span, surface):
            yield Finding.at(
                path,
                misfit.span,
                misfit.rule,
                misfit.message,
                successor=misfit.successor,
                signature="\n".join(client.signatures),
                url=client.url,
            )


def _member(use: Use, surface: Surface, path: str) -> Iterator[Finding]:
    names = use.value.path
    if not names or any(name.startswith(("_", "#")) for name in names[:2]):
        return
    if use.value.kind == "member" and len(names) == 1:
        yield from _of_client(use, surface, path)
        return
    name = ".".join(names[:2])
    method = _method(use, name, surface)
    if method is None:
        yield from _unknown(use, name, surface, path)
        return
    if not use.is_call or len(names) > 2:
        return
    yield from _call(use, name, method, surface, path)


def _method(use: Use, name: str, surface: Surface) -> SdkMethod | None:
    method = surface.package.by_name.get(name)
    is_returned = use.value.kind == "returned"
    return method if method is not None and bool(method.returned_by) == is_returned else None


def _of_client(use: Use, surface: Surface, path: str) -> Iterator[Finding]:
    """Yield what is wrong with a call on the client itself."""
    (name,) = use.value.path
    members = surface.package.members.get("", ())
    if not use.is_call or not members or name in members or not use.value.is_certain:
        return
    client = surface.package.client
    own = [method for method in surface.package.methods if folded(method.called) == folded(name)]
    message = f"{client.name if client else 'The client'} of {surface.name} has no {name}()."
    if own:
        message += f" Similar: {', '.join(method.name for method in own[:3])}."
    yield finding_at(path, use.span, "unknown-method", message, candidates=tuple(own[:3]))


def _unknown(use: Use, name: str, surface: Surface, path: str) -> Iterator[Finding]:
    """Yield the finding for a name that is not a method, where it is certain that it is none."""
    service, _, called = name.partition(".")
    members = surface.package.members.get(service, ())
    if use.value.kind == "returned" or service in surface.services:
        if not members or called in members:
            return
    elif not _is_unknown_service(use, service, surface):
        return
    replacement = surface.replacement(name)
    method = replacement.method
    message = f"{name} does not exist in {surface.name}."
    if method is not None:
        message += f" Use {method.name}."
    elif replacement.candidates:
        message += f" Similar: {', '.join(one.name for one in replacement.candidates)}."
    yield finding_at(
        path,
        use.span,
        "unknown-method",
        message,
        method,
        successor=method.name if method else "",
        candidates=replacement.candidates,
    )


def _is_unknown_service(use: Use, service: str, surface: Surface) -> bool:
    """Whether it is certain that the client has no attribute of a name."""
    members = surface.package.members.get("", ())
    if not members or service in members:
        return False
    if service in surface.known_services:
        return True
    near = {folded(name) for name in surface.known_services}
    return use.value.is_certain and (use.is_call or folded(service) in near)


def _call(use: Use, name: str, method: SdkMethod, surface: Surface, path: str) -> Iterator[Finding]:
    if method.deprecated:
        message = f"{name} is deprecated: {method.deprecated}"
        yield finding_at(path, use.span, "deprecated-method", message, method)
    # What overloads take in one place is only known together.
    if use.arguments is None or len(method.signatures) != 1:
        return
    found = misfits(name, use.arguments, method.parameters, use.span, surface)
    if other := _other_operation(use, name, found, surface):
        message = (
            f"{name} calls another operation in {surface.name} ({method.operation}) than in the "
            f"documentation. Use {other.name}."
        )
        yield finding_at(path, use.span, "other-operation", message, other, successor=other.name)
        return
    for misfit in found:
        yield finding_at(
            path, misfit.span, misfit.rule, misfit.message, method, successor=misfit.successor
        )


def _other_operation(
    use: Use, name: str, found: list[Misfit], surface: Surface
) -> SdkMethod | None:
    """Return what does what a surviving name once did, where the arguments show that it is meant.

    They do not fit the method that has the name now, and they are those of the documented one.
    """
    joined = surface.documented(name)
    if joined is None or not joined.successor or joined.method is None:
        return None
    if not any(one.rule in ("unknown-argument", "missing-argument") for one in found):
        return None
    known = {folded(one.name) for one in joined.documented.parameters}
    known |= {folded(one.name) for one in joined.method.parameters}
    known |= {folded(field.name) for one in joined.method.parameters for field in one.fields}
    given = [one.name for one in use.arguments or () if one.name]
    given += [field.name for one in use.arguments or () for field in one.fields or ()]
    return joined.method if given and all(folded(one) in known for one in given) else None
