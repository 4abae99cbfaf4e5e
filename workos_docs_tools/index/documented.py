"""What the collection of a documentation stores as its facts."""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003 - pydantic evaluates annotations
from dataclasses import dataclass
from functools import cached_property

from workos_docs_loaders.models import Node  # noqa: TC001
from workos_docs_loaders.sdk import DocumentedMethod  # noqa: TC001
from workos_docs_tools.storage.records import Metadata, from_record, to_metadata


@dataclass(frozen=True)
class Documented:
    """What is known of a documentation besides the nodes that are searched."""

    methods: tuple[DocumentedMethod, ...] = ()
    """The methods of SDKs that it documents."""
    records: tuple[tuple[str, str, Metadata], ...] = ()
    """Id, text and metadata of each node that is only read."""

    @classmethod
    def of(cls, methods: tuple[DocumentedMethod, ...], read: Iterable[Node]) -> Documented:
        """Return what is stored."""
        records = ((node.id, node.text, to_metadata(node)) for node in read)
        return cls(methods, tuple(records))

    @cached_property
    def read(self) -> tuple[Node, ...]:
        """The nodes that are only read."""
        return tuple(from_record(*record) for record in self.records)
