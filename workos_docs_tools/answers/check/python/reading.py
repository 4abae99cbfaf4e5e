"""What Python code does with the SDK."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from workos_docs_tools.answers.check.errors import InvalidCodeError
from workos_docs_tools.answers.check.findings import Span
from workos_docs_tools.answers.check.python.scopes import Scopes, read_scopes
from workos_docs_tools.answers.check.python.values import Values
from workos_docs_tools.answers.check.python.webhooks import find_webhook_alarms
from workos_docs_tools.answers.check.usage import Argument, Import, Literals, Usage, Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workos_docs_tools.answers.check.surface import Surface

_LITERALS: tuple[tuple[tuple[type[ast.AST], ...], Literals], ...] = (
    ((ast.List, ast.ListComp, ast.Tuple), "list"),
    ((ast.Dict, ast.DictComp), "object"),
    ((ast.JoinedStr,), "str"),
)
_CONSTANTS: tuple[tuple[type, Literals], ...] = (
    (bool, "bool"),
    (str, "str"),
    (int, "number"),
    (float, "number"),
)


def read_usage(code: str, surface: Surface, *, jsx: bool = True) -> Usage:
    """Return what code does with an SDK.

    Raises:
        InvalidCodeError: The code is not valid Python.
    """
    del jsx
    return _Reader(code, surface).read()


def parse(code: str) -> ast.Module:
    """Return the syntax tree of code.

    Raises:
        InvalidCodeError: The code is not valid Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd escapes and comparisons, which others find
            return ast.parse(code)
    except SyntaxError as error:
        raise InvalidCodeError(error.msg, error.lineno or 1, error.offset or 1) from error
    except ValueError as error:
        raise InvalidCodeError(str(error), 1, 1) from error
    except (RecursionError, MemoryError) as error:
        raise InvalidCodeError("it is nested too deeply to be read", 1, 1) from error


class _Reader:
    def __init__(self, code: str, surface: Surface) -> None:
        self._tree = parse(code)
        self._lines = code.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._scopes: Scopes = read_scopes(self._tree)
        self._values = Values(self._scopes, surface)
        self._surface = surface
        self._code = code

    def read(self) -> Usage:
        usage = Usage()
        inner: set[ast.AST] = set()
        for node in self._scopes.of:
            if isinstance(node, ast.Attribute):
                inner.add(node.value)
            elif isinstance(node, ast.Call):
                inner.add(node.func)
        for node, scope in self._scopes.of.items():
            if node in self._scopes.guarded:
                continue
            if isinstance(node, ast.Import | ast.ImportFrom):
                usage.imports += self._imports(node)
            elif isinstance(node, ast.Call):
                value = self._values.of(node.func, scope)
                if value is not None:
                    arguments = self._arguments(node)
                    usage.uses.append(Use(value, self._span(node.func), arguments, is_call=True))
            elif isinstance(node, ast.Attribute) and node not in inner:
                value = self._values.of(node, scope)
                if value is None:
                    continue
                if isinstance(node.ctx, ast.Load):
                    usage.uses.append(Use(value, self._span(node)))
                elif isinstance(node.ctx, ast.Store):
                    usage.settings.append((value, self._span(node)))
        usage.alarms += find_webhook_alarms(
            self._code, self._scopes, self._values, self._surface, self._span
        )
        return usage

    def _imports(self, node: ast.Import | ast.ImportFrom) -> Iterator[Import]:
        package = self._surface.package.snapshot.package
        if isinstance(node, ast.Import):
            found = [(alias.name, "", alias) for alias in node.names]
        elif node.level == 0 and node.module:
            found = [(node.module, alias.name, alias) for alias in node.names]
        else:
            found = []
        for module, name, alias in found:
            if module.partition(".")[0] == package and name != "*":
                yield Import(module, name, self._span(alias))

    def _arguments(self, call: ast.Call) -> tuple[Argument, ...] | None:
        if any(isinstance(value, ast.Starred) for value in call.args):
            return None
        if any(keyword.arg is None for keyword in call.keywords):
            return None
        named: list[tuple[str, ast.expr, ast.AST]] = [("", value, value) for value in call.args]
        named += [(keyword.arg or "", keyword.value, keyword) for keyword in call.keywords]
        return tuple(
            Argument(name, _literal(value), self._span(place)) for name, value, place in named
        )

    def _span(self, node: ast.AST) -> Span:
        """Return where a node is; of an attribute, where its own name is."""
        line, start = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line = getattr(node, "end_lineno", None) or line
        end = getattr(node, "end_col_offset", None) or start
        last = self._column(end_line, end)
        if isinstance(node, ast.Attribute):
            return Span(end_line, max(last - len(node.attr), 1), end_line, last)
        return Span(line, self._column(line, start), end_line, last)

    def _column(self, line: int, offset: int) -> int:
        """Return the column of an offset in bytes."""
        text = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        if text.isascii():
            return offset + 1
        return len(text.encode()[:offset].decode(errors="ignore")) + 1


def _literal(node: ast.expr) -> Literals:
    for types, name in _LITERALS:
        if isinstance(node, types):
            return name
    if isinstance(node, ast.Constant):
        for kind, name in _CONSTANTS:
            if isinstance(node.value, kind):
                return name
    return ""
