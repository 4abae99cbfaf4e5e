"""The modules of a Python package, visited by griffe and never imported."""

from __future__ import annotations

import ast
import io
import logging
import tokenize
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import griffe

from workos_docs_loaders.sdk.models import SkippedFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from workos_docs_loaders.sdk.models import SdkSnapshot

MAX_FILE_SIZE = 2 * 1024 * 1024
"""Largest module read; the largest of the SDK has 200 kB."""

_VALUES = {"models", "types"}
"""Folders of what is sent and received: a thousand classes without a method to call. They are
parsed for their constants, and not visited."""

UNREADABLE = (
    SyntaxError,  # a wrong encoding cookie among others
    UnicodeDecodeError,
    ValueError,  # a zero byte
    RecursionError,
    MemoryError,  # the parser's word for nesting that is too deep
    OSError,
)


@dataclass
class PythonModules:
    """A package's modules, by the names under which they are imported."""

    modules: Mapping[str, griffe.Module]
    """What may define or import the client and its services."""
    trees: Mapping[str, ast.Module]
    """The syntax of all modules."""
    files: Mapping[str, str]
    """Paths below the root, with `/`."""
    skipped: tuple[SkippedFile, ...] = field(default=())

    @cached_property
    def _definitions(self) -> Mapping[str, Mapping[str, ast.AST]]:
        return {name: _by_qualified_name(tree) for name, tree in self.trees.items()}

    def tree(self, thing: griffe.Object) -> ast.AST | None:
        """Return the syntax of a function or class, or None."""
        module = thing.module.path
        name = thing.path.removeprefix(f"{module}.")
        return self._definitions.get(module, {}).get(name)

    def path(self, thing: griffe.Object) -> str:
        """Return the file that defines an object."""
        return self.files[thing.module.path]


def code_directory(snapshot: SdkSnapshot) -> Path:
    """Return the directory of the package's folder: a checkout may have it in `src`."""
    source = snapshot.root / "src"
    return source if (source / snapshot.package).is_dir() else snapshot.root


def read_modules(root: Path, package: str) -> PythonModules:
    """Visit all modules of a package.

    Args:
        root: Directory that holds the package's folder.
        package: Name of the package.
    """
    collection = griffe.ModulesCollection()
    modules: dict[str, griffe.Module] = {}
    trees: dict[str, ast.Module] = {}
    files: dict[str, str] = {}
    skipped: list[SkippedFile] = []
    for path in _files(root / package):
        place = path.relative_to(root)
        parts = place.with_suffix("").parts
        name = ".".join(parts[:-1] if path.stem == "__init__" else parts)
        try:
            with quiet():
                code = decoded(path)
                trees[name] = ast.parse(code)
                files[name] = place.as_posix()
                parent = modules.get(name.rpartition(".")[0])
                if name == package or (parent is not None and not _VALUES & {*parts}):
                    modules[name] = _visit(name, path, code, parent, collection)
        except UNREADABLE as error:
            trees.pop(name, None)
            reason = f"{type(error).__name__}: {error}"
            skipped.append(SkippedFile(place.as_posix(), reason[:200]))
    return PythonModules(modules, trees, files, tuple(skipped))


def _visit(
    name: str,
    path: Path,
    code: str,
    parent: griffe.Module | None,
    collection: griffe.ModulesCollection,
) -> griffe.Module:
    module = griffe.visit(
        name.rpartition(".")[2],
        filepath=path,
        code=code,
        parent=parent,
        modules_collection=collection,
    )
    (parent or collection).set_member(module.name, module)
    return module


def _files(package: Path) -> list[Path]:
    """Return the modules, each package's `__init__` before what it holds."""
    files = (path for path in package.rglob("*.py") if path.is_file())
    return sorted(files, key=lambda path: (path.parent.parts, path.stem != "__init__", path.stem))


def decoded(path: Path) -> str:
    """Return a module's text in the encoding that it names in its first lines."""
    if path.stat().st_size > MAX_FILE_SIZE:
        raise ValueError(f"larger than {MAX_FILE_SIZE} bytes")
    content = path.read_bytes()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding)


def _by_qualified_name(tree: ast.Module) -> Mapping[str, ast.AST]:
    found: dict[str, ast.AST] = {}

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found[f"{prefix}{node.name}"] = node  # the last overload is the implementation
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{prefix}{node.name}.")

    visit(tree.body, "")
    return found


@contextmanager
def quiet() -> Iterator[None]:
    """Keep back what parsers say of other people's code: odd escapes, odd docstrings."""
    logger = logging.getLogger("griffe")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
