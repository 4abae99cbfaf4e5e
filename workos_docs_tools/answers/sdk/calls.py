"""A call as one version of an SDK has it, as Markdown: the one place that writes it.

The lines that an answer never leaves out come first: what it is and how it differs from the
documentation, the code with import, client and signature, and the required arguments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workos_docs_loaders.languages import language_name
from workos_docs_loaders.markdown.links import without_targets
from workos_docs_tools.answers.sdk.code import CALL_OPTIONS, brief_code, code_of
from workos_docs_tools.answers.sdk.loaded import MANY
from workos_docs_tools.text.code import fenced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workos_docs_loaders.sdk import Joined, SdkMethod, SdkParameter
    from workos_docs_tools.answers.sdk.loaded import LoadedSdk

_CANDIDATES = 5
"""Most names that are listed where none is certain."""
_DESCRIPTION = 160
"""Characters of what is said of one argument."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`])|\s+-\s+(?=`)")
_NOTHING = re.compile(r"\s*\|\s*(?:None|NotGiven|null|undefined)\b")


@dataclass(frozen=True, slots=True)
class Call:
    """What an answer says of the calls of a page, or of one method."""

    sdk: str
    """Packages and versions: `workos 10.8.0`."""
    text: str
    """What no answer leaves out."""
    more: str = ""
    """Optional arguments, and what is returned."""
    brief: str = ""
    """What is said of it in one line, where there is no room for more."""
    unknown: tuple[str, ...] = ()
    """Documented arguments that the methods do not take."""


def documented_call(found: Sequence[tuple[LoadedSdk, Joined]]) -> Call | None:
    """Return the calls of what a page documents; None where there is nothing to say."""
    calls = [_documented(sdk, joined) for sdk, joined in found if _concerns(joined)]
    if len(calls) <= MANY:
        return _together(calls) if calls else None
    whole = _together(calls)
    names = [joined.method.name for _, joined in found if joined.method]
    return replace(
        whole,
        text=f"Calls in {whole.sdk}: {_names(names)}.",
        brief=f"Calls in {whole.sdk}: {_names(names)}.",
        more=_paragraphs(*(_paragraphs(call.text, call.more) for call in calls)),
    )


def method_call(sdk: LoadedSdk, method: SdkMethod) -> Call:
    """Return the call of a method, whatever the documentation says of it."""
    before = sdk.documented_names.get(method.name)
    renamed = f", documented as `{before}()`" if before else ""
    lead = f"`{method.name}()` in {sdk.release}{_source(method)}{renamed}."
    code = brief_code(sdk.package, method)
    item = ": ".join(filter(None, (f"- `{code}`{renamed}", _short(method.summary))))
    call = _call(sdk, method, _paragraphs(lead, method.summary), item)
    examples = [
        code if "```" in code else fenced(code, _FENCES[sdk.language]) for code in method.examples
    ]
    further = method.description.removeprefix(method.summary).strip()
    raised = _names([name for name, _ in method.raises if name])
    raises = f"Raises: {raised}" if raised else ""
    return replace(call, more=_paragraphs(further, call.more, raises, *examples))


def _concerns(joined: Joined) -> bool:
    """Whether a page is about a call that a client could have."""
    return joined.state != "not in this SDK" or bool(joined.documented.operations)


def _together(calls: Sequence[Call]) -> Call:
    return Call(
        sdk=", ".join(dict.fromkeys(call.sdk for call in calls)),
        text="\n\n".join(call.text for call in calls),
        more="\n\n".join(call.more for call in calls if call.more),
        brief="\n\n".join(call.brief for call in calls),
        unknown=tuple(dict.fromkeys(name for call in calls for name in call.unknown)),
    )


def _documented(sdk: LoadedSdk, joined: Joined) -> Call:
    method = joined.method
    if method is None:
        lead = " ".join(_without_method(sdk, joined))
        return Call(sdk.release, lead, brief=lead)
    lead = " ".join(_lead(sdk, joined, method))
    brief = " ".join(_lead(sdk, joined, method, brief_code(sdk.package, method)))
    return _call(sdk, method, lead, brief, joined)


def _lead(sdk: LoadedSdk, joined: Joined, method: SdkMethod, code: str = "") -> Iterator[str]:
    """Yield what there is to say before the code: the name then and now, and what differs.

    Args:
        sdk: The SDK.
        joined: What became of the documented method.
        method: What it is now.
        code: The call in one line, where no more code follows.
    """
    name = joined.documented.name
    present = f": `{code}`" if code else ""
    named = f": `{code or f'{method.name}(...)'}`"
    if joined.successor:
        yield f"Documented as `{name}()`; in {sdk.release}{named}{_source(method)}."
    elif not name:
        language = language_name(sdk.language)
        yield f"No {language} call is documented; in {sdk.release}{named}{_source(method)}."
    else:
        yield f"Call in {sdk.release}{present}{_source(method)}."
    if joined.changes.unknown:
        yield f"Documented, but not taken: {_names(joined.changes.unknown)}."
    if joined.changes.missing:
        yield f"Required, but not documented: {_names(joined.changes.missing)}."


def _without_method(sdk: LoadedSdk, joined: Joined) -> Iterator[str]:
    name = joined.documented.name
    if name:
        yield f"Documented as `{name}()`; {sdk.release} has no such method."
    else:
        language = language_name(sdk.language)
        yield f"No {language} call is documented, and {sdk.release} has none that is sure to fit."
    if joined.candidates:
        names = [method.name for method in joined.candidates[:_CANDIDATES]]
        yield f"Candidates, of which none is certain to do the same: {_names(names)}."


def _call(
    sdk: LoadedSdk, method: SdkMethod, lead: str, brief: str, joined: Joined | None = None
) -> Call:
    undocumented = frozenset(joined.changes.missing) if joined else frozenset[str]()
    arguments = [one for one in _arguments(method) if one.name not in CALL_OPTIONS]
    required = [_item(one, undocumented) for one in arguments if one.required and _says(one, sdk)]
    optional = [
        _item(one, undocumented) for one in arguments if not one.required and _says(one, sdk)
    ]
    deprecated = f"**Deprecated.** {method.deprecated}".strip() if method.deprecated else ""
    returned = method.returns_description
    returns = f"Returns: {_short(returned)}" if returned and returned != method.returns else ""
    code = fenced(code_of(sdk.package, method), _FENCES[sdk.language])
    return Call(
        sdk=sdk.release,
        text=_paragraphs(lead, deprecated, code, "\n".join(required)),
        more=_paragraphs(_listed("Optional:", optional), returns),
        brief=" ".join(filter(None, (brief, deprecated))),
        unknown=joined.changes.unknown if joined else (),
    )


_FENCES = {"python": "python", "js": "ts"}
"""What a fence with types in it is called, by language."""


def _arguments(method: SdkMethod) -> Iterator[SdkParameter]:
    """Yield what is passed: arguments, and in place of an object its fields."""
    for parameter in method.parameters:
        if parameter.fields:
            # Of an object that may be left out, nothing is required.
            yield from parameter.fields if parameter.required else map(_optional, parameter.fields)
        else:
            yield parameter


def _optional(parameter: SdkParameter) -> SdkParameter:
    return replace(parameter, required=False)


def _says(parameter: SdkParameter, sdk: LoadedSdk) -> bool:
    """Whether an item says more of an argument than the code above it does."""
    return bool(parameter.description) or (parameter.required and sdk.language == "python")


def _item(parameter: SdkParameter, undocumented: frozenset[str]) -> str:
    kind = _NOTHING.sub("", " ".join(parameter.type.split()))
    marks = (
        f"`{kind}`" if kind and "`" not in kind else "",
        "required" if parameter.required else "",
        "not documented" if parameter.name in undocumented else "",
        "deprecated" if parameter.deprecated else "",
    )
    text = _short(parameter.description)
    head = f"- `{parameter.name}` ({', '.join(filter(None, marks))})"
    return f"{head}: {text}" if text else head


def _short(description: str) -> str:
    """Return the first sentence of a description on one line, without the targets of links."""
    line = " ".join(without_targets(description).split())
    sentence = _SENTENCE.split(line, maxsplit=1)[0]
    if len(sentence) <= _DESCRIPTION:
        return sentence
    return f"{sentence[:_DESCRIPTION].rsplit(' ', 1)[0]} ..."


def _source(method: SdkMethod) -> str:
    return f" ([source]({method.url}))" if method.url else ""


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _listed(label: str, items: Sequence[str]) -> str:
    return "\n".join([label, *items]) if items else ""


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))
