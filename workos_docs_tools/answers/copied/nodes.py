"""Nodes of which a part is at hand, and the rest is read when it is asked for."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from workos_docs_loaders.models import Node
from workos_docs_tools.answers.copied.pieces import from_bytes, put_values, to_bytes, values
from workos_docs_tools.storage.records import from_record, to_metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from workos_docs_tools.answers.copied.pieces import Arrays

_AT_HAND = ("id", "path", "ordinal", "kind", "title", "language", "product")
"""What a search asks of every node."""


class CopiedNode(Node):
    """A node that reads what is not at hand, all of it, when some of it is asked for."""

    def __reduce__(self) -> tuple[type[Node], tuple[Any, ...]]:
        return Node, _values(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and _values(self) == _values(other)

    __hash__ = Node.__hash__


class _Rest:
    """A field that is not at hand."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, node: CopiedNode, owner: type[CopiedNode]) -> Any:
        known = vars(node)
        # Another thread may have read it meanwhile; the descriptor yields to what is known.
        known.update(vars(known["_records"][known["_number"]]))
        return known[self._name]


for _field in fields(Node):
    if _field.name not in _AT_HAND:
        setattr(CopiedNode, _field.name, _Rest(_field.name))


def put_nodes(arrays: Arrays, nodes: Sequence[Node]) -> None:
    """Add nodes."""
    arrays["nodes"] = to_bytes([[getattr(node, name) for node in nodes] for name in _AT_HAND])
    put_values(arrays, "records", ([node.id, node.text, to_metadata(node)] for node in nodes))


def nodes_of(arrays: Mapping[str, NDArray[Any]]) -> tuple[Node, ...]:
    """Return the nodes that `put_nodes` added."""
    records = values(arrays, "records", lambda record: from_record(*record))
    columns = from_bytes(arrays["nodes"])
    return tuple(
        _node(dict(zip(_AT_HAND, row, strict=True)), _records=records, _number=number)
        for number, row in enumerate(zip(*columns, strict=True))
    )


def _node(at_hand: Mapping[str, Any], **reading: Any) -> CopiedNode:
    node = CopiedNode.__new__(CopiedNode)
    vars(node).update(at_hand, **reading)
    return node


def _values(node: Node) -> tuple[Any, ...]:
    return tuple(getattr(node, field.name) for field in fields(Node))
