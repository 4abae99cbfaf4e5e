"""What the documentation says of a method."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentedParameter:
    """An argument that the documentation names."""

    name: str
    """As written; of a reference to an object's field that field's name."""
    required: bool
    is_certain: bool
    """False for a field of an object, which says what is passed, not under which name."""
    in_object: bool = False
    """Whether it is documented as a field of an options object."""


@dataclass(frozen=True, slots=True)
class DocumentedMethod:
    """A method as one page documents it in one language."""

    page: str
    """Page path: `reference/portal/portal-link/generate`."""
    language: str
    """`python` or `js`."""
    name: str
    """`portal.generate_link`; empty where the page has no method in this language."""
    operations: tuple[str, ...]
    """The operations of the page: `POST /portal/generate_link`. None for a helper."""
    parameters: tuple[DocumentedParameter, ...] = ()
    hints: tuple[str, ...] = ()
    """What the method is called in other languages, and in the page's ids."""
