"""Whether the arguments of a call fit the method that is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.sdk.names import similarity
from workos_docs_tools.answers.check.literals import accepted_literals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.sdk.models import SdkParameter
    from workos_docs_tools.answers.check.findings import Span
    from workos_docs_tools.answers.check.surface import Surface
    from workos_docs_tools.answers.check.usage import Argument

ALIKE = 0.45
"""Least similarity of an argument that is offered for one that does not exist."""
_NOUNS = {
    "str": "text",
    "number": "a number",
    "bool": "a boolean",
    "list": "a list",
    "object": "an object",
    "instance": "an object",
    "bytes": "bytes",
    "date": "a date",
    "datetime": "a date",
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """An argument that does not fit."""

    rule: str
    span: Span
    message: str
    successor: str = ""
    """The argument that takes its place, where that is certain."""


def misfits(
    called: str,
    arguments: Sequence[Argument],
    parameters: Sequence[SdkParameter],
    span: Span,
    surface: Surface,
) -> list[Misfit]:
    """Return what does not fit in a call.

    Args:
        called: How messages name what is called.
        arguments: All that is passed.
        parameters: What is taken.
        span: Where a missing argument is reported.
        surface: The SDK.
    """
    find = _python if surface.language == "python" else _javascript
    return list(find(called, arguments, parameters, span, surface))


def _python(
    called: str,
    arguments: Sequence[Argument],
    parameters: Sequence[SdkParameter],
    span: Span,
    surface: Surface,
) -> Iterator[Misfit]:
    by_place = [one for one in parameters if one.kind != "keyword" and not _is_variadic(one)]
    by_name = {one.name: one for one in parameters if one.kind != "positional"}
    takes_any = {one.name.count("*") for one in parameters if _is_variadic(one)}
    passed: dict[str, SdkParameter] = {}
    places = [one for one in arguments if not one.name]
    for argument, parameter in zip(places, by_place, strict=False):
        passed[parameter.name] = parameter
        yield from _value(called, argument, parameter, surface)
    if len(places) > len(by_place) and 1 not in takes_any:
        first = places[len(by_place)]
        rest = [one.name for one in parameters if one.kind == "keyword" and not _is_variadic(one)]
        hint = f" Pass by name: {', '.join(rest)}." if rest else ""
        message = f"{called} takes {_counted(by_place)} by place.{hint}"
        yield Misfit("positional-argument", first.span, message)
    unknown = []
    for argument in arguments:
        if not argument.name:
            continue
        if argument.name in by_name:
            passed[argument.name] = by_name[argument.name]
            yield from _value(called, argument, by_name[argument.name], surface)
        elif 2 not in takes_any:
            unknown.append(argument)
    missing = [one for one in parameters if one.required and one.name not in passed]
    if len(places) > len(by_place):
        missing = []  # it is among those that are passed by place
    yield from _named(called, unknown, missing, list(by_name.values()), passed, span)


def _javascript(
    called: str,
    arguments: Sequence[Argument],
    parameters: Sequence[SdkParameter],
    span: Span,
    surface: Surface,
) -> Iterator[Misfit]:
    if any(one.name.startswith("...") for one in parameters):
        return
    if len(arguments) > len(parameters):
        message = f"{called} takes {_counted(parameters)}."
        yield Misfit("unknown-argument", arguments[len(parameters)].span, message)
    for argument, parameter in zip(arguments, parameters, strict=False):
        yield from _value(called, argument, parameter, surface)
    missing = [one for one in parameters[len(arguments) :] if one.required]
    yield from _named(called, [], missing, [], {}, span)


def _object(
    called: str, argument: Argument, parameter: SdkParameter, surface: Surface
) -> Iterator[Misfit]:
    """Yield what does not fit in an object that is spelled out."""
    if argument.fields is None or not parameter.fields:
        return
    taken = {field.name: field for field in parameter.fields}
    passed = {field.name: taken[field.name] for field in argument.fields if field.name in taken}
    unknown = [field for field in argument.fields if field.name not in taken]
    missing = [one for one in parameter.fields if one.required and one.name not in passed]
    yield from _named(called, unknown, missing, list(taken.values()), passed, argument.span)
    for field in argument.fields:
        if field.name in taken:
            inner = f"{field.name} of {called}"
            yield from _value(called, field, taken[field.name], surface, inner)


def _named(
    called: str,
    unknown: Sequence[Argument],
    missing: Sequence[SdkParameter],
    known: Sequence[SdkParameter],
    passed: dict[str, SdkParameter],
    span: Span,
) -> Iterator[Misfit]:
    left = [one for one in known if one.name not in passed and not _is_variadic(one)]
    for argument in unknown:
        alone = missing[0].name if len(unknown) == len(missing) == 1 else ""
        near = alone or _nearest(argument.name, left)
        hint = f" Did you mean {near}?" if near else ""
        if not near and left:
            hint = f" It takes: {', '.join(one.name for one in known)}."
        yield Misfit(
            "unknown-argument",
            argument.span,
            f"{called} does not take {argument.name}.{hint}",
            alone,
        )
    if missing and not (len(unknown) == len(missing) == 1):
        names = ", ".join(one.name for one in missing)
        yield Misfit("missing-argument", span, f"{called} requires {names}.")


def _value(
    called: str, argument: Argument, parameter: SdkParameter, surface: Surface, inner: str = ""
) -> Iterator[Misfit]:
    """Yield what is wrong with one value that is passed for a parameter."""
    if parameter.deprecated:
        message = f"{parameter.name} of {called} is deprecated. {parameter.description}".strip()
        yield Misfit("deprecated-argument", argument.span, message)
    accepted = accepted_literals(parameter, surface) if argument.literal else None
    # Some classes are sent as they are: an object in the place of their instance is no error.
    fits = not accepted or argument.literal in accepted
    if accepted is None or fits or (argument.literal == "object" and "instance" in accepted):
        yield from _object(inner or called, argument, parameter, surface)
        return
    given, wanted = _NOUNS[argument.literal], " or ".join(sorted({_NOUNS[one] for one in accepted}))
    yield Misfit(
        "argument-type",
        argument.span,
        f"{parameter.name} of {called} takes {wanted} ({parameter.type}), not {given}.",
    )


def _counted(parameters: Sequence[SdkParameter]) -> str:
    count = len(parameters)
    return "one argument" if count == 1 else f"{count or 'no'} arguments"


def _nearest(name: str, parameters: Sequence[SdkParameter]) -> str:
    scored = sorted((-similarity(name, one.name), one.name) for one in parameters)
    return scored[0][1] if scored and -scored[0][0] >= ALIKE else ""


def _is_variadic(parameter: SdkParameter) -> bool:
    return parameter.name.startswith(("*", "..."))
