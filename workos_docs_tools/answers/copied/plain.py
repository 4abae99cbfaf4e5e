"""Values of dataclasses as JSON, and back by their annotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """Return a value as JSON has it: of a dataclass the list of its fields."""
    if is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Path) else value


@lru_cache(maxsize=256)
def maker(kind: Any) -> Callable[[Any], Any]:
    """Return what makes a value of a type from what `plain` made of it."""
    if kind is Path:
        return Path
    if is_dataclass(kind):
        return _dataclass_maker(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if NoneType in arguments:
        [other] = (maker(one) for one in arguments if one is not NoneType)
        return lambda value: None if value is None else other(value)
    if origin is tuple and arguments[-1] is Ellipsis:
        item = maker(arguments[0])
        return lambda value: tuple(map(item, value))
    if origin is tuple:
        items = tuple(map(maker, arguments))
        return lambda value: tuple(make(one) for make, one in zip(items, value, strict=True))
    if origin is Mapping:
        item = maker(arguments[1])
        return lambda value: {key: item(one) for key, one in value.items()}
    return _same


def _dataclass_maker(kind: Any) -> Callable[[Any], Any]:
    names = [field.name for field in fields(kind)]

    # A type may hold values of its own kind, so its fields are looked at when one is made.
    def make(value: Any) -> Any:
        makers = _field_makers(kind)
        return kind(**{n: m(v) for n, m, v in zip(names, makers, value, strict=True)})

    return make


@lru_cache(maxsize=64)
def _field_makers(kind: Any) -> list[Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return [maker(hints[field.name]) for field in fields(kind)]


def _same(value: Any) -> Any:
    return value
