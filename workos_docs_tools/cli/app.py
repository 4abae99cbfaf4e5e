"""The command line `workos-docs`: every command is a call of the façade, and what it prints.

Longer than other modules, since the help of every command and option is written here. A command
imports what it alone needs when it is called.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from workos_docs_loaders.site.addresses import is_address
from workos_docs_loaders.source import open_source
from workos_docs_loaders.source.live import LIVE
from workos_docs_tools import distribution
from workos_docs_tools.citations import OUTDATED, provenance
from workos_docs_tools.cli import completion, options
from workos_docs_tools.cli.exits import BAD_USAGE, NOT_FOUND, PROGRAM, Commands, indexing, require
from workos_docs_tools.cli.output import (
    TOKENS_PER_HIT,
    write_changes,
    write_diff,
    write_examples,
    write_findings,
    write_hits,
    write_json,
    write_page,
    write_releases,
    write_rows,
    write_text,
    write_versions,
)
from workos_docs_tools.docs import WorkOSDocs
from workos_docs_tools.index.opening import collection_name
from workos_docs_tools.languages import api_language
from workos_docs_tools.storage.database import index_directory
from workos_docs_tools.storage.servers import named_server
from workos_docs_tools.text.budget import UNLIMITED
from workos_docs_tools.tools.limits import DEFAULT_MAX_TOKENS, MIN_MAX_TOKENS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workos_docs_tools.storage.store import SyncReport
    from workos_docs_tools.tools import DocsTools

NO_SDK = "none"
"""What `--sdk` takes for the documentation alone."""

app = typer.Typer(
    cls=Commands,
    name=PROGRAM,
    help="Search and read the WorkOS documentation, with sources, offline after the first fetch.",
    epilog='Example: workos-docs search "verify a webhook signature" --language python',
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # Closed by the caller: `workos-docs ... >&-`.
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - open to the end
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal or pipe that knows no typographic quotes gets question marks, not a traceback.
        sys.stdout.reconfigure(errors="replace")
    app(prog_name=PROGRAM)


@app.callback(invoke_without_command=True)
def _program(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"{PROGRAM} {distribution.version()}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(BAD_USAGE)


@app.command(epilog="Example: workos-docs index --docs-version 0.2.0")
def index(
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Fetch the documentation and the SDKs, and bring the index up to date."""
    if docs_version != LIVE and not is_address(source):
        # Asks which version is the newest, so that an older one is not indexed first.
        docs_version = open_source(source, version=docs_version, refresh=True).version
    docs = _open(docs_version, source, sdk, base_url=base_url)
    _write_report(docs, docs.report or _refresh(docs), as_json=as_json)


@app.command(epilog="Example: workos-docs refresh --docs-version live")
def refresh(
    changelog: Annotated[
        bool, typer.Option("--changelog", help="Add the entries of the public changelog feed.")
    ] = False,
    feed: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE_OR_URL", help="Another feed or changelog; can be repeated."),
    ] = None,
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Ask for what is newer: of a version, of the live site, of a changelog feed."""
    from workos_docs_loaders.source.feeds import CHANGELOG_FEED

    feeds = [*([CHANGELOG_FEED] if changelog else []), *(feed or ())]
    docs = _open(docs_version, source, sdk, feeds or None, base_url=base_url)
    _write_report(docs, _refresh(docs), as_json=as_json)
    if feeds and not as_json:
        typer.echo(f"Changelogs: {', '.join(docs.packages)}")


def _write_report(docs: WorkOSDocs, report: SyncReport, *, as_json: bool) -> None:
    if as_json:
        write_json([{"version": docs.version, "sdks": docs.sdks, **asdict(report)}])
    else:
        typer.echo(
            f"{provenance(docs.version, '')}: {report.total} nodes, {report.embedded} "
            f"embedded, {report.reused} reused, {report.deleted} deleted"
        )
        if docs.sdks:
            typer.echo(f"SDKs: {', '.join(docs.sdks)}")
        _write_left_out(report.left_out)


def _write_left_out(counts: Mapping[str, int], *, err: bool = False) -> None:
    """Print which files are no pages, if any."""
    if counts:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))
        typer.echo(f"Files left out: {sum(counts.values())}: {reasons}", err=err)


@app.command(epilog='Example: workos-docs search "expired SAML certificate" --product sso -k 3')
def search(
    query: Annotated[list[str], typer.Argument(help="Question, keywords, error message or name.")],
    max_results: Annotated[
        int, typer.Option("-k", "--max-results", min=1, help="Number of passages.")
    ] = 5,
    language: options.Language = None,
    product: options.ProductFilter = None,
    kind: options.KindFilter = None,
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out what answers less probably.")
    ] = 0.0,
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Print the passages that answer a query best."""
    words = " ".join(query)
    docs = _open(docs_version, source, sdk, base_url=base_url)
    results = docs.search(
        words, k=max_results, language=language, product=product, kind=kind, min_score=min_score
    )
    require(results, f"Nothing was found for {words!r}.")
    if as_json:
        doubts = {
            "low_confidence": results.low_confidence,
            "unknown_words": results.unknown_words,
        }
        write_json({**hit.as_dict(), **doubts} for hit in results)
    else:
        write_hits(results, TOKENS_PER_HIT * max_results)


@app.command(epilog="Example: workos-docs page sso/login-flows --section SP-initiated-SSO")
def page(
    path: Annotated[
        str,
        typer.Argument(help="Path or URL of a page or section.", autocompletion=completion.paths),
    ],
    section: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Only this section: its title or slug.")
    ] = None,
    language: options.Language = None,
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Print a page, or one section of it."""
    docs = _open(docs_version, source, sdk, base_url=base_url)
    found = docs.page(path, section=section, language=language)
    if as_json:
        write_json([found.as_dict()])
    else:
        write_page(found)


@app.command(epilog="Example: workos-docs lookup createOrganization --language js")
def lookup(
    name: Annotated[
        list[str], typer.Argument(help="Method, endpoint, object, field, event or error code.")
    ],
    language: options.Language = None,
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Print what defines an exact name."""
    docs = _open(docs_version, source, sdk, base_url=base_url)
    results = docs.lookup(" ".join(name), language=language)
    if as_json:
        write_json(hit.as_dict() for hit in results)
    else:
        write_hits(results, UNLIMITED)


@app.command(epilog='Example: workos-docs examples "validate a session cookie" --language js')
def examples(
    topic: Annotated[list[str], typer.Argument(help="What the code should do.")],
    language: options.CodeLanguage = None,
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Print code examples by topic."""
    words = " ".join(topic)
    docs = _open(docs_version, source, sdk, base_url=base_url)
    found = docs.examples(words, language=language)
    require(found, f"There is no code example for {words!r}.")
    if as_json:
        write_json(example.as_dict() for example in found)
    else:
        write_examples(found, words)


@app.command(epilog="Example: workos-docs changelog --since 2026-01-01")
def changelog(
    package: Annotated[
        str, typer.Argument(help="Name of a changelog, or of an SDK: python, node ...")
    ] = "workos-platform",
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="First day, YYYY-MM-DD; of an SDK the version before."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day, YYYY-MM-DD, or version.")
    ] = None,
    query: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only entries on this topic.")
    ] = None,
    breaking: Annotated[bool, typer.Option("--breaking", help="Only what breaks code.")] = False,
    changelog: Annotated[
        str | None,
        typer.Option(metavar="FILE_OR_URL", help="A CHANGELOG.md, feed or checkout of yours."),
    ] = None,
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Print changelog entries, newest first; by relevance where a query is given."""
    docs = _open(docs_version, source, sdk, base_url=base_url)
    found = docs.changelog(
        # The entries of a file are of its own package.
        None if changelog else package,
        since=since,
        until=until,
        query=query,
        breaking=breaking,
        source=changelog,
    )
    package = changelog or package
    covered = f" It has {found.covered}." if found.covered else ""
    require(found, f"No entry of the {package} changelog matches.{covered}")
    if as_json:
        write_json(map(asdict, found))
    else:
        write_releases(found, package)


@app.command(epilog="Example: workos-docs migrate python@8.0.0 python@10.8.0")
def migrate(
    old: Annotated[str, typer.Argument(help="SDK and version in use: python@8.0.0.")],
    new: Annotated[
        str | None, typer.Argument(help="Version to compare with; the newest one if left out.")
    ] = None,
    breaking: Annotated[bool, typer.Option("--breaking", help="Only what breaks code.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Print what changed between two versions of an SDK: methods gone, renamed, changed, new."""
    from workos_docs_tools.answers.releases.versions import compare, read_version

    before = read_version(old)
    diff, changes = compare(before, read_version(new or before.snapshot.name))
    chosen = [change for change in changes if change.breaking or not breaking]
    if as_json:
        write_json(change.as_dict() for change in chosen)
    else:
        write_changes(diff, chosen)


@app.command(epilog="Example: workos-docs versions --json")
def versions(as_json: options.AsJson = False) -> None:
    """Print which versions of the documentation are published, fetched and indexed."""
    found = WorkOSDocs.versions()
    if as_json:
        write_json(found.as_dicts())
    else:
        write_versions(found)


@app.command(epilog="Example: workos-docs diff 0.1.0 0.2.0 --under sso")
def diff(
    old: Annotated[
        str, typer.Argument(help="The version before.", autocompletion=completion.versions)
    ],
    new: Annotated[
        str,
        typer.Argument(help="The version after.", autocompletion=completion.versions),
    ] = "latest",
    under: Annotated[str, typer.Option(metavar="PATH", help="Only pages below this path.")] = "",
    as_json: options.AsJson = False,
) -> None:
    """Print what changed between two versions of the documentation, straight from the files."""
    from workos_docs_tools.answers.diff import compare_versions

    found = compare_versions(old, new, under=under)
    if as_json:
        write_json(found.as_dicts())
    else:
        write_diff(found)


@app.command(epilog="Example: workos-docs check src --sarif > findings.sarif")
def check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files or directories.")],
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="Print a SARIF log.")] = False,
    github: Annotated[
        bool, typer.Option("--github", help="Print annotations for GitHub Actions.")
    ] = False,
) -> None:
    """Check code against the SDKs; the exit code is 1 if something is found."""
    from workos_docs_tools.answers.check import as_dicts, as_github, as_sarif
    from workos_docs_tools.answers.checks import check_with
    from workos_docs_tools.answers.sdk.reading import read_sdks

    # What the documentation calls methods stands in its files, so there is nothing to index.
    sdks = read_sdks(_named(sdk), version=docs_version, source=source)
    checked = [check_with(sdks, Path(path)) for path in paths]
    found = [finding for findings in checked for finding in findings]
    if as_json:
        write_json(as_dicts(found))
    elif sarif:
        write_json([as_sarif(found, version=distribution.version())])
    elif github:
        write_text(as_github(found))
    else:
        for findings in checked:
            write_findings(findings)
    if found:
        raise typer.Exit(NOT_FOUND)


@app.command(epilog="Example: workos-docs status --json")
def status(
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    as_json: options.AsJson = False,
) -> None:
    """Print version, counts, embedder and age of an index; that of a --source is updated first."""
    if source is None:
        docs_version = _indexed(docs_version)
    found = _open(docs_version, source, sdk, base_url=base_url).status()
    facts = found.as_dict()
    if as_json:
        write_json([facts])
    else:
        facts["date"] += f" ({OUTDATED})" if found.outdated else ""
        write_rows((name.replace("_", " "), _readable(value)) for name, value in facts.items())


@app.command(epilog="Example: workos-docs export --docs-version 0.2.0 > nodes.jsonl")
def export(
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
) -> None:
    """Print every node as JSON, one a line, straight from the files: no index, no model."""
    from workos_docs_loaders.corpus import Corpus

    corpus = Corpus.read(open_source(source, base_url=base_url, version=docs_version))
    write_json(map(asdict, corpus.nodes()))
    if source is not None:
        _write_left_out(corpus.left_out, err=True)


@app.command(epilog="Example: workos-docs mcp --docs-version 0.2.0 --language python")
def mcp(
    language: options.Language = None,
    product: Annotated[
        str | None, typer.Option(metavar="SLUG", help="Product unless a call names another.")
    ] = None,
    max_tokens: Annotated[
        int, typer.Option(min=MIN_MAX_TOKENS, help="Budget of a reply unless a call names another.")
    ] = DEFAULT_MAX_TOKENS,
    name_prefix: Annotated[
        str,
        typer.Option(
            metavar="PREFIX",
            help="What the names of the tools begin with, for a client of two servers: old_.",
        ),
    ] = "",
    docs_version: options.DocsVersion = None,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    sdk: options.Sdks = None,
    transport: Annotated[
        Literal["stdio", "http"], typer.Option(help="How clients connect.")
    ] = "stdio",
    host: Annotated[
        str,
        typer.Option(help="Address that HTTP listens on; other machines reach any but loopback."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of HTTP; 0 for any.")] = 8000,
) -> None:
    """Serve the documentation to MCP clients: Claude, Cursor, VS Code ..."""
    from workos_docs_tools.mcp.server import run_http, run_stdio
    from workos_docs_tools.tools import TOOL_NAMES, DocsTools
    from workos_docs_tools.tools.naming import ToolNames

    # Refused now: a client would get the error at every call.
    api_language(language)
    names = ToolNames(TOOL_NAMES, name_prefix)

    def open_tools() -> DocsTools:
        docs = _open(docs_version, source, sdk, base_url=base_url, wait=False)
        return DocsTools(
            docs,
            product=product,
            language=language,
            max_tokens=max_tokens,
            name_prefix=name_prefix,
        )

    if transport == "stdio":
        run_stdio(open_tools, names)
    else:
        run_http(open_tools, names, host=host, port=port, ready=partial(typer.echo, err=True))


@app.command(epilog="Example: workos-docs doctor --repair")
def doctor(
    as_json: options.AsJson = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Fetch and index again what is damaged.")
    ] = False,
) -> None:
    """Check the installation: packages, npm, cache, indexes, embedder, network."""
    from workos_docs_tools.cli.doctor import diagnose

    if repair:
        from workos_docs_tools.cli.repair import repair as repaired

        with indexing():
            for line in repaired(progress=_progress()):
                typer.echo(line, err=as_json)
    diagnosis = diagnose()
    if as_json:
        write_json([diagnosis.as_dict()])
    else:
        write_rows(diagnosis.rows())
    if diagnosis.problems:
        raise typer.Exit(BAD_USAGE)


def _open(
    docs_version: str | None,
    source: str | None,
    sdks: Sequence[str] | None = None,
    changelogs: Sequence[str] | None = None,
    *,
    base_url: str | None = None,
    wait: bool = True,
) -> WorkOSDocs:
    """Open the documentation.

    Args:
        docs_version: Its version.
        source: What takes the place of the published package.
        sdks: The SDKs that are named; what the project at hand uses where none is.
        changelogs: Feeds and changelogs whose entries join those of the documentation.
        base_url: What the URLs of the source's pages begin with.
        wait: Return when everything is indexed.
    """
    with indexing():
        return WorkOSDocs.open(
            docs_version,
            source=source,
            base_url=base_url,
            sdks=_named(sdks),
            changelogs=changelogs,
            wait=wait,
            progress=_progress(),
        )


def _refresh(docs: WorkOSDocs) -> SyncReport:
    with indexing():
        return docs.refresh(progress=_progress())


def _named(sdks: Sequence[str] | None) -> Sequence[str] | None:
    """Return what `sdks=` takes for what follows `--sdk`."""
    return () if sdks and list(sdks) == [NO_SDK] else sdks or None


def _progress() -> bool:
    return sys.stderr.isatty()


def _indexed(docs_version: str | None) -> str:
    """Return the version that is meant, if it is indexed; ends the command if it is not."""
    from workos_docs_tools.index.listing import indexed_versions

    found = indexed_versions(index_directory(), named_server())
    ready = {item.collection for item in found if item.state == "ready"}
    require(ready, f"Nothing is indexed yet. Index the documentation: {PROGRAM} index")
    if docs_version in (None, "latest"):
        docs_version = open_source().version
    wanted = str(docs_version)
    remedy = f"Index it: {PROGRAM} index --docs-version {wanted}"
    missing = f"The documentation {wanted} is not indexed. {remedy}"
    require(collection_name(wanted) in ready, missing)
    return wanted


def _readable(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)
