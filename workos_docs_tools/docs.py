"""The façade: one object that fetches, indexes and answers.

Longer than other modules, since every public method is documented here; each is a call of what
answers.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from workos_docs_loaders.errors import reading
from workos_docs_tools.answers.beside import beside
from workos_docs_tools.answers.lookup import defined, look_up
from workos_docs_tools.answers.pages import read_page
from workos_docs_tools.answers.releases.changelogs import coverage, packages
from workos_docs_tools.answers.sdk.loaded import labels
from workos_docs_tools.answers.serving import Serving
from workos_docs_tools.answers.showing import shown_beside, shown_hits, shown_page
from workos_docs_tools.arguments import nonempty, place, places, probability, written
from workos_docs_tools.embeddings import as_embedder
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.index.opening import Origin
from workos_docs_tools.languages import fence_languages, sdk_language
from workos_docs_tools.results import Examples, Releases, SearchResults, Status
from workos_docs_tools.search.query import Query, as_similar
from workos_docs_tools.search.reranking import as_reranker
from workos_docs_tools.storage.database import Database, index_directory
from workos_docs_tools.storage.generations import answering
from workos_docs_tools.storage.servers import named_server

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Coroutine, Sequence
    from contextlib import AbstractContextManager
    from typing import Self

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from langchain_chroma import Chroma
    from llama_index.core import VectorStoreIndex

    from workos_docs_tools.answers.contents import Contents
    from workos_docs_tools.answers.diff import DocsDiff
    from workos_docs_tools.answers.findings import Findings
    from workos_docs_tools.answers.names import NameTable
    from workos_docs_tools.answers.versions import DocsVersions
    from workos_docs_tools.results import Page
    from workos_docs_tools.search.catalog import Catalog
    from workos_docs_tools.search.engine import Engine
    from workos_docs_tools.storage.servers import Server
    from workos_docs_tools.storage.store import Store, SyncReport

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def _in_thread(
    method: Callable[Concatenate[WorkOSDocs, Asked], Answer],
) -> Callable[Concatenate[WorkOSDocs, Asked], Coroutine[Any, Any, Answer]]:
    """Return the twin of a method that leaves the event loop free."""

    @wraps(method)
    async def twin(docs: WorkOSDocs, /, *args: Asked.args, **options: Asked.kwargs) -> Answer:
        from asyncio import to_thread  # Late: most callers have no event loop.

        return await to_thread(method, docs, *args, **options)

    twin.__name__ = f"a{method.__name__}"
    twin.__qualname__ = f"WorkOSDocs.a{method.__name__}"
    twin.__doc__ = f"Do what `{method.__name__}` does, in a thread: the event loop stays free."
    return twin


class WorkOSDocs:
    """One version of the documentation, indexed and ready to be asked.

    Make one with `WorkOSDocs.open()`, and `close()` it where many are opened, or use it in `with`.
    All methods may be called from several threads.
    """

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._lock = RLock()
        self._llama_index: tuple[Engine, VectorStoreIndex] | None = None

    @classmethod
    def open(
        cls,
        version: str | None = None,
        *,
        source: str | Path | None = None,
        base_url: str | None = None,
        sdks: Sequence[str | Path] | None = None,
        changelogs: Sequence[str | Path] | None = None,
        persist_directory: str | Path | None = None,
        client: ClientAPI | None = None,
        embedder: object | None = None,
        reranker: object | None = None,
        wait: bool = True,
        progress: bool = True,
    ) -> WorkOSDocs:
        """Open a version of the documentation; fetch and index it first if that was not done yet.

        Args:
            version: Published version such as `0.2.0`; the newest one if left out. `live` is the
                public site as it was when last fetched: when first opened, or by `refresh()`.
            source: A `.tgz` of the documentation package, its unpacked directory, or any directory
                of `.md` and `.mdx` files, instead of the published package; or the address of a
                site's `llms.txt` or `llms-full.txt`, or of a page in Markdown.
            base_url: What the public URLs of the pages in `source` begin with, such as
                `https://docs.example.com/guide`. Left out, each page is cited by its file's path,
                unless it is one of the documentation package.
            sdks: SDK packages that answers speak of: `python`, `node`, `authkit-nextjs` and their
                like, alone for the newest version or with an exact one (`python@10.8.0`), or the
                path of a package file or folder; `()` for none. Left out, they are what this Python
                environment and the nearest `package.json` use, and the newest `python`, `node` and
                `authkit-nextjs` in place of those that neither has. Nothing of them is ever run.
            changelogs: Feeds and changelogs whose entries join those of the documentation: files,
                checkouts or addresses. What an address had is kept; `refresh()` asks it again.
                Left out, it is the public feed with `live`, and else where that was fetched before.
            persist_directory: Directory of the Chroma database; by default `index` in
                `WORKOS_DOCS_HOME`, or in the user's cache directory.
            client: Any Chroma client, instead of a database in a directory. Left out with
                `persist_directory`, it is one of the server at `WORKOS_DOCS_CHROMA_URL`, if that is
                set, with the token of `WORKOS_DOCS_CHROMA_TOKEN`.
            embedder: A LangChain `Embeddings`, a LlamaIndex `BaseEmbedding`, a Chroma embedding
                function or an `Embedder`, instead of the bundled model.
            reranker: A cross-encoder that orders the best candidates of every search, exact titles
                and names apart: a LangChain `BaseCrossEncoder` or a sentence-transformers
                `CrossEncoder`.
            wait: Return when everything is indexed. If not, what must be indexed is so in a thread,
                and until then `search` goes by words alone: its results are `provisional`. What
                fails is raised by whatever is asked next.
            progress: Show a progress bar while embedding.

        Raises:
            SourceError: The documentation, or one of `sdks`, cannot be read or fetched; the message
                names the remedies.
            EmbedderMismatchError: The index was built with another embedding model.
            ServerAwayError: The Chroma server does not answer, and this machine has no copy.
            InvalidEmbedderError: `embedder` is none of the kinds above.
            InvalidArgumentError: Another argument is of another kind than its own.

        Warns:
            LoaderWarning: An SDK that was not named cannot be loaded; answers go without it.
        """
        cross_encoder = as_reranker(reranker)
        database = Database(*_place(persist_directory, client), as_embedder(embedder))
        origin = Origin(
            None if version in (None, "latest") else written("version", version),
            place("source", source),
            places("sdks", sdks),
            database,
            places("changelogs", changelogs),
            None if base_url is None else written("base_url", base_url),
        )
        return cls(Serving.start(origin, cross_encoder, wait=wait, progress=progress))

    @classmethod
    async def aopen(
        cls,
        version: str | None = None,
        *,
        source: str | Path | None = None,
        base_url: str | None = None,
        sdks: Sequence[str | Path] | None = None,
        changelogs: Sequence[str | Path] | None = None,
        persist_directory: str | Path | None = None,
        client: ClientAPI | None = None,
        embedder: object | None = None,
        reranker: object | None = None,
        wait: bool = True,
        progress: bool = True,
    ) -> WorkOSDocs:
        """Do what `open` does, and if it waits read the index into memory, in a thread."""

        def opened() -> WorkOSDocs:
            docs = cls.open(
                version,
                source=source,
                base_url=base_url,
                sdks=sdks,
                changelogs=changelogs,
                persist_directory=persist_directory,
                client=client,
                embedder=embedder,
                reranker=reranker,
                wait=wait,
                progress=progress,
            )
            if wait:
                docs._read()
            return docs

        from asyncio import to_thread

        return await to_thread(opened)

    @staticmethod
    def versions(
        *, persist_directory: str | Path | None = None, client: ClientAPI | None = None
    ) -> DocsVersions:
        """Return the versions that there are, with what of them is on this machine and indexed.

        Args:
            persist_directory: Directory of the Chroma database, as in `open`.
            client: Any Chroma client, instead of a database in a directory.

        Raises:
            StoreError: The index cannot be read.
            InvalidArgumentError: The directory is no path, or the client no client.

        Warns:
            LoaderWarning: npm cannot be asked which versions are published.
        """
        from workos_docs_tools.answers.versions import known_versions
        from workos_docs_tools.index.listing import indexed_versions

        return known_versions(indexed_versions(*_place(persist_directory, client)))

    def __repr__(self) -> str:
        if self.is_indexing:
            return "WorkOSDocs(...)"
        return f"WorkOSDocs(version={self.version!r}, collection={self._store.name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory and, unless a client was passed, the files of the database.

        Nothing can be asked any more; closing again does nothing.
        """
        with self._lock:
            self._llama_index = None
        self._serving.close()

    @property
    def is_indexing(self) -> bool:
        """Whether answers are provisional still, since `open(wait=False)` did not wait."""
        return self._serving.is_indexing

    def wait(self) -> None:
        """Wait until everything is indexed, where `open(wait=False)` did not.

        Raises:
            WorkOSDocsError: It cannot be, as `open` raises it.
        """
        _ = self._serving.opened

    @property
    def report(self) -> SyncReport | None:
        """What the last indexing did; `None` if there was nothing to do."""
        return self._serving.report

    @property
    def _store(self) -> Store:
        return self._serving.opened.documentation

    @property
    def collection(self) -> Collection:
        """The Chroma collection that answers now; its records are the nodes, with flat metadata."""
        return answering(self._store)

    @property
    def version(self) -> str:
        """Version of the documentation."""
        if self.is_indexing:
            return self._read().version
        return str(self._store.metadata["version"])

    @property
    def date(self) -> str:
        """ISO date that the pages are current to: the newest entry's, or a site's last refresh."""
        return self._read().date

    @property
    def sdks(self) -> tuple[str, ...]:
        """The SDKs that answers speak of, as `sdks=` takes them: `python@10.8.0`."""
        snapshots = (loaded.package.snapshot for loaded in self._read().sdks)
        return tuple(f"{snapshot.name}@{snapshot.version}" for snapshot in snapshots)

    @property
    def packages(self) -> tuple[str, ...]:
        """Names of the changelogs, those of SDK packages last."""
        contents = self._read()
        of_sdks = (sdk.name for sdk in contents.sdks)
        return (*packages(contents.catalog), *of_sdks)

    @property
    def index(self) -> Catalog:
        """The nodes as held in memory; read from Chroma on first use.

        Raises:
            IncompleteIndexError: The collection is being rebuilt, or was damaged.
        """
        return self._read().catalog

    @property
    def engine(self) -> Engine:
        """What searches these nodes."""
        return self._read().engine

    @property
    def names(self) -> NameTable:
        """Which of these nodes define or mention a name."""
        return self._read().names

    def pinned(self) -> AbstractContextManager[None]:
        """Let one edition of the documentation answer all that this thread asks meanwhile.

        Else what another process has renewed may take its place between two questions.

        Raises:
            IncompleteIndexError: The collection is being rebuilt, or was damaged.
        """
        return self._serving.pinned()

    def _read(self) -> Contents:
        return self._serving.contents

    def refresh(self, *, progress: bool = True) -> SyncReport:
        """Read the sources again and bring the index up to date.

        Without a pinned version this also asks for a newer published one, of the documentation and
        of each SDK. What was indexed before keeps answering meanwhile.
        """
        return self._serving.refresh(progress=progress)

    def search(
        self,
        query: str,
        *,
        k: int = 5,
        language: str | None = None,
        product: str | Sequence[str] | None = None,
        kind: str | None = None,
        exclude_product: str | Sequence[str] | None = None,
        similar_to: str | Sequence[str] | Sequence[float] | None = None,
        min_score: float = 0.0,
    ) -> SearchResults:
        """Return the `k` passages that answer a query best.

        Where it names a language that an SDK is in, the calls that fit best come `beside` them.

        Args:
            query: A question, keywords, an error message or a name.
            k: Number of results.
            language: SDK language in which API pages are shown: `python`, `js`, `curl` ...
            product: Slug of a product, or several: `sso`, `authkit`, `directory-sync` ...
            kind: `guide`, `api`, `object`, `event`, `glossary`, `changelog` or `sdk`.
            exclude_product: Slug of a product, or several, that shall not answer.
            similar_to: What passages are to resemble in place of the query, whose words still
                count: texts such as a made-up answer, or a vector of the embedding model.
            min_score: Leave out passages that answer with a lower probability, 0 to 1.

        Raises:
            InvalidArgumentError: The query is empty, `k` is below 1, `min_score` no probability or
                a filter's value unknown.
        """
        contents, notice, provisional = self._serving.answering()
        least = probability("min_score", min_score)
        filters = contents.catalog.filters(
            product=product, kind=kind, language=language, exclude_product=exclude_product
        )
        # A lambda, since the table of names takes a while to make and most queries need none.
        asked = Query.of(
            query,
            contents.catalog,
            filters,
            lambda name: defined(contents, name),
            similar_to=as_similar(similar_to),
        )
        found = contents.engine.search(asked, k)
        hits = [hit for hit in found.hits if hit.score >= least]
        calls = beside(contents, asked, found.ranking, k)
        return SearchResults(
            query,
            shown_hits(contents, hits, asked.language, named=asked.named),
            contents.version,
            contents.date,
            low_confidence=found.low_confidence,
            unknown_words=found.ranking.unknown,
            sdks=labels(contents.sdks, asked.language),
            beside=shown_beside(contents, calls),
            notice=notice,
            provisional=provisional,
        )

    def page(
        self,
        path_or_url: str,
        *,
        section: str | None = None,
        language: str | None = None,
        frontend: str | None = None,
        backend: str | None = None,
    ) -> Page:
        """Return a page, or one section of it, as Markdown.

        Args:
            path_or_url: `sso/login-flows`, or a URL of the documentation, also of a section.
            section: Title or slug of a section.
            language: Language of the API reference; Python, else curl, where left out or missing.
                A guide with parts for several stacks is shown without those in other languages.
            frontend: Of such a guide only what is for this front end: `nextjs`.
            backend: Likewise for a back end: `python`.

        Raises:
            InvalidArgumentError: Nothing was asked for, or the language or a stack is unknown.
            PageNotFoundError: There is no such page or section; suggests the nearest.
        """
        contents, notice, _ = self._serving.answering()
        wanted = sdk_language(language)
        found = read_page(
            contents.engine,
            nonempty("path_or_url", path_or_url),
            section=section,
            language=wanted,
            stacks={"frontend": frontend, "backend": backend},
        )
        sdks = labels(contents.sdks)
        dated = replace(found, date=contents.date, sdks=sdks, notice=notice)
        return shown_page(contents, dated, wanted)

    def lookup(self, name: str, *, language: str | None = None) -> SearchResults:
        """Return what defines an exact name: a method, endpoint, object, field, event, error code.

        Args:
            name: In any language's spelling: `create_organization`, `POST /organizations`,
                `organization_membership.status`, `dsync.user.created`, `sso_required`.
            language: SDK language in which API pages are shown; one that spells the name like this
                if left out.

        Raises:
            InvalidArgumentError: The name is empty, or the language unknown.
            NameNotFoundError: Nothing has that name; suggests the nearest names.
        """
        contents, notice, provisional = self._serving.answering()
        filters = contents.catalog.filters(language=language)
        hits = look_up(contents, nonempty("name", name), filters)
        sdks = labels(contents.sdks)
        return SearchResults(
            name,
            hits,
            contents.version,
            contents.date,
            sdks=sdks,
            notice=notice,
            provisional=provisional,
        )

    def examples(self, topic: str, *, language: str | None = None) -> Examples:
        """Return the code examples that fit a topic best, at most ten; none where none fits.

        They come from the documentation and from the READMEs and comments of the SDKs. There may be
        none in a language whose API reference the documentation has.

        Args:
            topic: What the code should do.
            language: Language of the code: an SDK's (`js`, `python`), or `bash`, `json`, `xml` ...

        Raises:
            InvalidArgumentError: The topic is empty, or the language unknown.
        """
        contents, notice, _ = self._serving.answering()
        wanted = sdk_language(language)
        known = {*contents.examples.languages, *contents.catalog.values["language"]}
        if wanted and not known & {wanted, *fence_languages(wanted)}:
            raise InvalidArgumentError("language", language, valid=sorted(known))
        found = contents.examples.find(contents.engine, nonempty("topic", topic), wanted)
        sdks = labels(contents.sdks)
        return Examples(
            found, version=contents.version, date=contents.date, sdks=sdks, notice=notice
        )

    def check(
        self, code_or_path: str | Path, *, language: str | None = None, sdk: str | None = None
    ) -> Findings:
        """Return what in code does not fit the SDKs: calls that are no more, wrong arguments ...

        The code is read, never run. What is not certain is not reported.

        Args:
            code_or_path: Code, or a file or a directory of it.
            language: `python`, `javascript`, `typescript` or `tsx`; guessed where left out. Files
                tell it by their names.
            sdk: The loaded SDK to check against, by default all of them: `python`, or another
                version of it, `python@8.0.0`.

        Raises:
            InvalidArgumentError: There is nothing at the path, or no SDK for the code.
            SourceError: The version cannot be fetched.
        """
        from workos_docs_tools.answers.checks import (
            check,  # Late: a search needs no parsers of code.
        )

        contents, notice, _ = self._serving.answering()
        found = check(contents, code_or_path, language=language, sdk=sdk)
        found.notice = notice
        return found

    def changelog(
        self,
        package: str | None = None,
        *,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        query: str | None = None,
        breaking: bool = False,
        source: str | Path | None = None,
    ) -> Releases:
        """Return changelog entries, newest first; by relevance where a query is given.

        Of an SDK package that brings no changelog, two versions are compared: `since` with `until`,
        or else with the one that is loaded.

        Args:
            package: Name of a changelog, by default `workos-platform`; or of an SDK package:
                `python`, or `workos` as its registry has it.
            since: First day, as ISO date or date-time, or `date`; of packages with version numbers
                also the version from which on something changed: `8.0.0`.
            until: Last day or version.
            query: Topic that entries must share a word with.
            breaking: Leave out what breaks nothing.
            source: A `CHANGELOG.md` of yours, a feed, a checkout or a URL of one, in place of a
                changelog that is here.

        Raises:
            InvalidArgumentError: The package is unknown, or a bound neither a day nor a version.
            SourceError: `source`, or a version to compare, is not there or cannot be fetched.
        """
        from workos_docs_tools.answers.releases.changes import DEFAULT_PACKAGE, changes

        contents, notice, _ = self._serving.answering()
        found = changes(
            contents,
            package,
            place("source", source),
            since=since,
            until=until,
            query=query,
            breaking=breaking,
        )
        sdks = labels(contents.sdks)
        releases = Releases(
            found, version=contents.version, date=contents.date, sdks=sdks, notice=notice
        )
        if source is None:
            releases.covered = coverage(contents.catalog, package or DEFAULT_PACKAGE)
        return releases

    def diff(self, old: str, new: str | None = None, *, under: str = "") -> DocsDiff:
        """Return what changed between two versions: pages, sections and API parameters.

        Versions that are not there are fetched; none is indexed.

        Args:
            old: The version before.
            new: The version after, by default this one.
            under: Path below which pages are compared, before or after: `sso`, `reference/fga`.

        Raises:
            SourceError: There is no such version, or it cannot be fetched.
            InvalidArgumentError: An argument is no text.
        """
        from workos_docs_tools.answers.diff import compare_versions

        return compare_versions(
            written("old", old),
            self.version if new is None else written("new", new),
            under=written("under", under),
        )

    def status(self) -> Status:
        """Return version, counts, embedder and age of the index."""
        metadata, index = self._store.metadata, self.index
        return Status(
            version=self.version,
            date=self.date,
            pages=int(metadata["pages"]),
            nodes=len(index.searched),
            kinds=dict(Counter(node.kind for node in index.searched)),
            products=index.values["product"],
            languages=index.values["language"],
            embedder=self._store.embedder.name,
            collection=self._store.name,
            sdks=self.sdks,
            indexed_at=str(metadata["indexed_at"]),
        )

    def as_langchain_vectorstore(self) -> Chroma:
        """Return the collection as a LangChain vector store, searched by similarity alone.

        It cannot be written to: what you add belongs into a collection of yours.

        Raises:
            MissingExtraError: `langchain-chroma` is not installed.
        """
        from workos_docs_tools.langchain.vector_store import as_vectorstore

        return as_vectorstore(self._store)

    def as_llama_index(self) -> VectorStoreIndex:
        """Return the collection as a LlamaIndex index, searched by similarity alone.

        Its docstore holds every node with its neighbours, and every page as their parent. It is
        made once, and again after a `refresh()`. It cannot be written to: what you add belongs into
        an index of yours.

        Raises:
            MissingExtraError: `llama-index-vector-stores-chroma` is not installed.
        """
        from workos_docs_tools.llama_index.vector_store import as_vector_store_index

        with self._lock:
            engine = self.engine
            if self._llama_index is None or self._llama_index[0] is not engine:
                self._llama_index = engine, as_vector_store_index(self._store, engine)
            return self._llama_index[1]

    asearch = _in_thread(search)
    apage = _in_thread(page)
    alookup = _in_thread(lookup)
    aexamples = _in_thread(examples)
    acheck = _in_thread(check)
    achangelog = _in_thread(changelog)
    adiff = _in_thread(diff)
    arefresh = _in_thread(refresh)


def _place(
    chosen: str | Path | None, client: ClientAPI | None
) -> tuple[Path, ClientAPI | Server | None]:
    """Return the directory of the database, wherever the process goes later, and what is asked.

    Who names neither means the server of the environment, if that names one.

    Raises:
        InvalidArgumentError: It is no path, or no client.
        SourceError: It is a path that cannot be.
    """
    if client is not None and not hasattr(client, "get_collection"):
        raise InvalidArgumentError("client", client, hint="Pass a client of chromadb.")
    place("persist_directory", chosen)
    if chosen:
        with reading(chosen):
            directory = Path(chosen).expanduser().absolute()
            with suppress(OSError):  # It need not be there yet, but it must be one that can be.
                directory.stat()
            return directory, client
    if client is None and chosen is None:
        return index_directory(), named_server()
    return index_directory(), client


def default_docs(version: str | None = None) -> WorkOSDocs:
    """Return a version with the bundled model, by default the newest, opened once a process."""
    with _opening:
        return _default_docs(version)


_opening = Lock()


@lru_cache
def _default_docs(version: str | None) -> WorkOSDocs:
    return WorkOSDocs.open(version)
