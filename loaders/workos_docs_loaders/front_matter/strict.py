"""Front matter that keeps to its format: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

import yaml

MAX_YAML_DEPTH = 64
"""The documentation nests 14 deep; libyaml overflows the stack at some ten thousand."""


class HeaderError(ValueError):
    """A header that breaks its format."""

    def __init__(self, reason: str, line: int = 0) -> None:
        self.reason = reason
        self.line = line
        """Line of the header, counted from 0."""
        super().__init__(reason)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as its writer, js-yaml, means it: `on`, `1.10` and `2024-05-01` are strings.

    A title such as `2024-05-01` must not become a date, nor an impossible date cost the header.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), [*"tf"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(?:~|null)?$"), ["", *"~n"])


def read_yaml(header: str) -> object:
    """Return what a YAML header holds.

    Raises:
        HeaderError: It is malformed, or holds what costs more to load than it shows.
    """
    try:
        _check(header)
        return yaml.load(header, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "not valid YAML"
        raise HeaderError(reason, mark.line if mark else 0) from error
    except (ValueError, RecursionError) as error:
        raise HeaderError(f"not valid YAML: {error}") from error


def read_toml(header: str) -> object:
    """Return what a TOML header holds, dates as text.

    Raises:
        HeaderError: It is malformed.
    """
    try:
        return _plain(tomllib.loads(header))
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise HeaderError(f"not valid TOML: {error}", int(line[1]) - 1 if line else 0) from error


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _check(header: str) -> None:
    """Refuse YAML that costs more to load than it shows: deep nesting, aliases, tags.

    Raises:
        yaml.YAMLError: The header is malformed, or holds one of these.
    """
    depth = 0
    for event in yaml.parse(header, Loader=_Loader):
        problem = ""
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            problem = "nested too deep" if depth > MAX_YAML_DEPTH else ""
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent):
            problem = "aliases are not allowed"
        elif getattr(event, "tag", None):
            problem = "tags are not allowed"
        if problem:
            mark: Any = event.start_mark  # the stubs accept no mark of libyaml here
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
