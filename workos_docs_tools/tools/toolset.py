"""The agent tools, free of any framework: their signatures and docstrings are the schema."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from workos_docs_loaders.models import Release
from workos_docs_tools.answers.check import Finding
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.results import Example, Hit, Page
from workos_docs_tools.search.tuning import TUNED
from workos_docs_tools.text.lean import with_paths
from workos_docs_tools.tools.limits import DEFAULT_MAX_TOKENS, MIN_MAX_TOKENS
from workos_docs_tools.tools.naming import ToolNames
from workos_docs_tools.tools.notes import notes_on
from workos_docs_tools.tools.rendering import (
    render_definitions,
    render_examples,
    render_findings,
    render_hits,
    render_page,
    render_releases,
)
from workos_docs_tools.tools.schema import (
    Language,
    MaxTokens,
    Tool,
    invalid_argument,
)

MAX_PASSAGES = 20
"""Most passages of a reply."""
_UNSURE_SHARE = 0.7
"""Share of its budget that a reply fills which may not answer."""
_UNSURE_PASSAGES = 3
"""Most passages of such a reply."""

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workos_docs_tools.docs import WorkOSDocs


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool answers."""

    text: str
    """Markdown for the model, sources included."""
    data: list[dict[str, Any]]
    """The same as JSON-ready data for the program."""
    low_confidence: bool = False
    """Whether the documentation probably does not answer what was asked."""
    hits: tuple[Hit, ...] = ()
    """The passages of a search, which can be cut for another form of the reply."""
    unknown_words: tuple[str, ...] = ()
    """Words of what was asked that stand nowhere in the documentation."""
    notes: tuple[str, ...] = ()
    """Which calls show more, or answer better."""


class DocsTools:
    """The six tools, answering from one opened `WorkOSDocs`."""

    def __init__(
        self,
        docs: WorkOSDocs,
        *,
        product: str | None = None,
        language: str | None = None,
        max_tokens: int = DEFAULT_MAX_TOKENS,
        tools: Sequence[str] | None = None,
        name_prefix: str = "",
    ) -> None:
        """Make the tools of an opened `WorkOSDocs`.

        Args:
            docs: What the tools answer from.
            product: Default of the argument of that name, for every tool that takes it.
            language: Likewise.
            max_tokens: Likewise.
            tools: Names of the tools that the agent holds, all if left out; replies speak of no
                others.
            name_prefix: What the agent's names of the tools begin with; replies and descriptions
                name them so.

        Raises:
            InvalidArgumentError: One of them is not a value that the argument can take.
        """
        self.docs = docs
        self.names = ToolNames(tool_names(tools), name_prefix)
        narrowed = docs.index.filters(product=product, language=language)
        self._defaults = {
            "product": next(iter(narrowed.product), None),
            "language": narrowed.language,
            "max_tokens": max_tokens,
        }
        self._models: dict[str, type[BaseModel]] = {}
        _budget(max_tokens)

    def workos_search(
        self,
        query: Annotated[str, Field(description="Question, keywords, error message or name.")],
        max_results: Annotated[
            int | None, Field(description="Number of passages.", ge=1, le=MAX_PASSAGES)
        ] = None,
        product: Annotated[str | None, Field(description="Only this product.")] = None,
        kind: Annotated[str | None, Field(description="Only this kind of text.")] = None,
        language: Language = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """Search the WorkOS documentation: guides, API reference, events, changelog.

        Use it for any question about integrating WorkOS (SSO, AuthKit, Directory Sync, FGA, Audit
        Logs ...). Returns the best passages with their source URLs; cite these. If you say the
        language of your code, the SDK's calls come first. Read a whole page with workos_docs. Look
        an exact method, endpoint or event up with workos_api.
        """
        # Room for more pages shows more of them.
        fitting = min(TUNED.passages_in(_budget(max_tokens)), MAX_PASSAGES)
        results = self.docs.search(
            query, k=max_results or fitting, language=language, product=product, kind=kind
        )
        if results.low_confidence:
            results = results[:_UNSURE_PASSAGES]
            max_tokens = max(int(max_tokens * _UNSURE_SHARE), MIN_MAX_TOKENS)
        notes = notes_on(results, self.names, self.docs.names)
        lookup = self.names.called("workos_api") if "workos_api" in self.names.held else ""
        text = render_hits(results, max_tokens, notes, lookup=lookup)
        hits = (*results, *results.beside)
        data = [hit.as_dict() for hit in hits]
        return Reply(text, data, results.low_confidence, hits, results.unknown_words, notes)

    def workos_docs(
        self,
        path: Annotated[str, Field(description="Page path such as sso/login-flows, or a URL.")],
        section: Annotated[str | None, Field(description="Only this section: its title.")] = None,
        language: Language = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
        start: Annotated[int, Field(description="Offset that a cut reply names.", ge=0)] = 0,
        frontend: Annotated[
            str | None, Field(description="Of a guide for several: nextjs.")
        ] = None,
        backend: Annotated[str | None, Field(description="Likewise: python.")] = None,
    ) -> Reply:
        """Read a page of the WorkOS documentation, or one section of it, as Markdown.

        Takes the path of a search result, or a URL of the documentation. A long page is cut to the
        budget, and the reply names the start to read on from.
        """
        page = self.docs.page(
            path, section=section, language=language, frontend=frontend, backend=backend
        )
        page = replace(page, markdown=with_paths(page.markdown))
        if start and not 0 < start < len(page.markdown):
            hint = f"The page has {len(page.markdown)} characters."
            raise InvalidArgumentError("start", start, hint=hint)
        text = render_page(page, _budget(max_tokens), start)
        return Reply(text, [page.as_dict()])

    def workos_api(
        self,
        name: Annotated[
            str,
            Field(
                description="createUser, POST /organizations, dsync.user.created, sso_required, "
                "organization_membership.status ..."
            ),
        ],
        language: Language = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """Look up an exact WorkOS name: method, endpoint, object, field, event or error code.

        Any language's spelling works, old names too. Returns the call as the SDK has it now,
        parameters and return values with their source URL.
        """
        found = self.docs.lookup(name, language=language)
        text = render_definitions(found, _budget(max_tokens))
        return Reply(text, [hit.as_dict() for hit in found])

    def workos_examples(
        self,
        topic: Annotated[str, Field(description="What the code should do.")],
        language: Annotated[
            str | None, Field(description="Language of the code: js, python, bash, json ...")
        ] = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """Find WorkOS code examples in documentation and SDKs by topic and language."""
        found = self.docs.examples(topic, language=language)
        text = render_examples(found, topic, _budget(max_tokens))
        if language and not found:
            hint = self.names.said("Its SDK's methods: workos_api.")
            text = " ".join(filter(None, [text, f"No page has code in {language}.", hint]))
        return Reply(text, [example.as_dict() for example in found])

    def workos_changelogs(
        self,
        package: Annotated[
            str, Field(description="Name of a changelog, or of an SDK.")
        ] = "workos-platform",
        since: Annotated[
            str | None, Field(description="First day, YYYY-MM-DD; of an SDK the version before.")
        ] = None,
        until: Annotated[str | None, Field(description="Last day, or version.")] = None,
        query: Annotated[str | None, Field(description="Only entries on this topic.")] = None,
        breaking: Annotated[bool, Field(description="Only what breaks code.")] = False,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """List what changed in WorkOS, newest first, or between two versions of an SDK."""
        found = self.docs.changelog(
            package, since=since, until=until, query=query, breaking=breaking
        )
        text = render_releases(found, package.strip(), _budget(max_tokens))
        return Reply(text, [asdict(release) for release in found])

    def workos_check(
        self,
        code: Annotated[str, Field(description="A whole file, or a part with its imports.")],
        language: Annotated[
            str | None, Field(description="python, typescript or javascript; guessed if left out.")
        ] = None,
        sdk: Annotated[
            str | None, Field(description="Version to check against: python@10.8.0.")
        ] = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """Check code that calls WorkOS before you show it; it is read, never run.

        Finds calls and arguments that the SDK does not have, with what to write instead, and
        webhooks that are not verified.
        """
        # A line of code is no path of a file, whatever files there are.
        found = self.docs.check(f"{code}\n", language=language, sdk=sdk)
        text = render_findings(found, _budget(max_tokens))
        return Reply(text, [asdict(finding) for finding in found])

    def functions(self) -> Mapping[str, Callable[..., Reply]]:
        """Return the tools by name, bound to this documentation."""
        return {name: getattr(self, name) for name in TOOLS}

    def call(self, name: str, arguments: Mapping[str, object], *positional: object) -> Reply:
        """Call a tool with what a model wrote as its arguments (see `checked`).

        Raises:
            InvalidArgumentError: An argument is missing, or is not what the schema asks for.
            WorkOSDocsError: The tool found nothing; the message says what to try.
        """
        with self.docs.pinned():
            return self.functions()[name](**self.checked(name, arguments, *positional))

    def checked(
        self, name: str, arguments: Mapping[str, object], *positional: object
    ) -> dict[str, Any]:
        """Return all arguments of a call, those left out with their defaults.

        Args:
            name: The tool.
            arguments: Its arguments by name.
            *positional: The first ones, where they are given without their names.

        Raises:
            InvalidArgumentError: An argument is missing, or is not what the schema asks for.
        """
        named = {
            **dict(zip(self.arguments(name).model_fields, positional, strict=False)),
            **arguments,
        }
        try:
            return self.arguments(name).model_validate(named).model_dump()
        except ValidationError as error:
            raise invalid_argument(error) from error

    def description(self, name: str) -> str:
        """Return what a tool is for, without mention of the tools that the agent does not hold.

        Where names have a prefix, the agent may hold tools of several versions: each says its own.
        """
        text = self.names.said(TOOLS[name].description)
        return f"{text} Version {self.docs.version}." if self.names.prefix else text

    def arguments(self, name: str) -> type[BaseModel]:
        """Return a tool's arguments as a pydantic model; its enums are the values in the index."""
        if name not in self._models:
            values = {**self.docs.index.values, "package": self.docs.packages}
            self._models[name] = TOOLS[name].arguments(values, self._defaults)
        return self._models[name]


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(DocsTools.workos_search, "Search the WorkOS docs", Hit, "text"),
        Tool(DocsTools.workos_docs, "Read a page of the WorkOS docs", Page, "markdown"),
        Tool(DocsTools.workos_api, "Look up a name in the WorkOS API", Hit, "text"),
        # Pages have code in more languages than the index knows of.
        Tool(
            DocsTools.workos_examples, "Find WorkOS code examples", Example, "code", has_enums=False
        ),
        Tool(DocsTools.workos_changelogs, "List what changed in WorkOS", Release, "text"),
        Tool(
            DocsTools.workos_check,
            "Check code against the WorkOS SDKs",
            Finding,
            "signature",
            has_enums=False,
        ),
    )
}
"""Every tool by its name, in the order in which they are listed."""
TOOL_NAMES = tuple(TOOLS)


def tool_names(wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of the tools that are wanted: all of them if None.

    Raises:
        InvalidArgumentError: There is no such tool.
    """
    for name in wanted or ():
        if name not in TOOL_NAMES:
            raise InvalidArgumentError("tools", name, valid=TOOL_NAMES)
    return TOOL_NAMES if wanted is None else tuple(wanted)


def _budget(max_tokens: int) -> int:
    if max_tokens < MIN_MAX_TOKENS:
        hint = f"A reply needs at least {MIN_MAX_TOKENS} tokens."
        raise InvalidArgumentError("max_tokens", max_tokens, hint=hint)
    return max_tokens
