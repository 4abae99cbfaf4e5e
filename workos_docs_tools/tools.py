"""The agent tools, free of any framework: their signatures and docstrings are the schema."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from inspect import signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from pydantic import BaseModel, Field, JsonValue, create_model

from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.rendering import (
    render_examples,
    render_hits,
    render_page,
    render_releases,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workos_docs_tools.docs import WorkOSDocs
    from workos_docs_tools.results import SearchResults

DEFAULT_MAX_TOKENS = 2000
MIN_MAX_TOKENS = 200

Language = Annotated[
    str | None,
    Field(description="SDK language for API reference; leave out if the user named none."),
]
MaxTokens = Annotated[int, Field(description="Budget of the whole reply.", ge=MIN_MAX_TOKENS)]
TOOL_NAMES = (
    "workos_search",
    "workos_docs",
    "workos_api",
    "workos_examples",
    "workos_changelogs",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool answers."""

    text: str
    """Markdown for the model, sources included."""
    data: list[dict[str, Any]]
    """The same as JSON-ready data for the program."""


class DocsTools:
    """The five tools over one opened documentation."""

    def __init__(self, docs: WorkOSDocs) -> None:
        self.docs = docs

    def workos_search(
        self,
        query: Annotated[str, Field(description="Question, keywords, error message or name.")],
        max_results: Annotated[int, Field(description="Number of passages.", ge=1, le=20)] = 5,
        product: Annotated[str | None, Field(description="Only this product.")] = None,
        kind: Annotated[str | None, Field(description="Only this kind of text.")] = None,
        language: Language = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """Search the WorkOS documentation: guides, API reference, events, changelog.

        Use it for any question about integrating WorkOS (SSO, AuthKit, Directory Sync, FGA, Audit
        Logs ...). Returns the best passages with their source URLs; cite these. Read a whole page
        with workos_docs, an exact method, endpoint or event with workos_api.
        """
        results = self.docs.search(
            query, k=max_results, language=language, product=product, kind=kind
        )
        return _hits_reply(results, max_tokens)

    def workos_docs(
        self,
        path: Annotated[str, Field(description="Page path such as sso/login-flows, or a URL.")],
        section: Annotated[str | None, Field(description="Only this section: its title.")] = None,
        language: Language = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
        start: Annotated[int, Field(description="Offset that a cut reply names.", ge=0)] = 0,
    ) -> Reply:
        """Read a page of the WorkOS documentation, or one section of it, as Markdown.

        Takes the path of a search result, or a URL of the documentation. A long page is cut to the
        budget and the reply says with which start to read on.
        """
        page = self.docs.page(path, section=section, language=language)
        if start >= len(page.markdown):
            hint = f"The page has {len(page.markdown)} characters."
            raise InvalidArgumentError("start", start, hint=hint)
        text = render_page(page, self.docs.date, _budget(max_tokens), start)
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

        Any language's spelling works. Returns signature, parameters and return values with their
        source URL; of an ambiguous name, every page that defines it.
        """
        return _hits_reply(self.docs.lookup(name, language=language), max_tokens)

    def workos_examples(
        self,
        topic: Annotated[str, Field(description="What the code should do.")],
        language: Annotated[
            str | None, Field(description="Language of the code: js, python, bash, json ...")
        ] = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """Find code examples in the WorkOS documentation by topic and language."""
        found = self.docs.examples(topic, language=language)
        version, date = self.docs.version, self.docs.date
        text = render_examples(found, topic, version, date, _budget(max_tokens))
        return Reply(text, [example.as_dict() for example in found])

    def workos_changelogs(
        self,
        package: Annotated[str, Field(description="Name of a changelog.")] = "workos-platform",
        since: Annotated[str | None, Field(description="First day, YYYY-MM-DD.")] = None,
        until: Annotated[str | None, Field(description="Last day, YYYY-MM-DD.")] = None,
        query: Annotated[str | None, Field(description="Only entries on this topic.")] = None,
        max_tokens: MaxTokens = DEFAULT_MAX_TOKENS,
    ) -> Reply:
        """List what changed in WorkOS: changelog entries with date and URL, newest first."""
        found = self.docs.changelog(package, since=since, until=until, query=query)
        version, date = self.docs.version, self.docs.date
        text = render_releases(found, package, version, date, _budget(max_tokens))
        return Reply(text, [asdict(release) for release in found])

    def functions(self) -> Mapping[str, Callable[..., Reply]]:
        """Return the tools by name."""
        return {name: getattr(self, name) for name in TOOL_NAMES}

    def arguments(self, name: str) -> type[BaseModel]:
        """Return a tool's arguments as a pydantic model; its enums are the values in the index."""
        function = getattr(self, name)
        choices = self._choices(name)
        hints = get_type_hints(function, include_extras=True)
        fields: dict[str, Any] = {}
        for parameter in signature(function).parameters.values():
            hint = hints[parameter.name]
            if parameter.name in choices:
                values: list[JsonValue] = list(choices[parameter.name])
                if parameter.default is None:
                    values.append(None)
                hint = Annotated[hint, Field(json_schema_extra={"enum": values})]
            default = ... if parameter.default is parameter.empty else parameter.default
            fields[parameter.name] = (hint, default)
        return create_model(name, __doc__=function.__doc__, **fields)

    def _choices(self, name: str) -> Mapping[str, tuple[str, ...]]:
        if name == "workos_examples":
            return {}
        return {**self.docs.index.values, "package": self.docs.packages}


def _budget(max_tokens: int) -> int:
    if max_tokens < MIN_MAX_TOKENS:
        hint = f"A reply needs at least {MIN_MAX_TOKENS} tokens."
        raise InvalidArgumentError("max_tokens", max_tokens, hint=hint)
    return max_tokens


def _hits_reply(results: SearchResults, max_tokens: int) -> Reply:
    return Reply(render_hits(results, _budget(max_tokens)), [hit.as_dict() for hit in results])
