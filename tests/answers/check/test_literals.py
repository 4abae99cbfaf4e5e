"""Which values declared types take, where that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.sdk import SdkParameter
from workos_docs_tools.answers.check.judging.literals import accepted_literals

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools.answers.check import Surface

FIELD = SdkParameter("a", "string", True, "", "field")


@pytest.mark.parametrize(
    ("declared", "accepted"),
    [
        ("str", "str"),
        ("str | None", "str"),
        ("Optional[Sequence[str]]", "list"),
        ("Union[str, int]", "number str"),
        ("dict[str, list[int] | None] | str", "object str"),
        ("Literal['a', 'b | c'] | None", "str"),
        ("PasswordPlaintext | None", "instance"),
        ("RequestOptions | None", "object"),
        ("PaginationOrder | str", None),  # an enumeration takes its own values as well
        ("Nothing", None),
        ("Optional[Nothing]", None),
        ("None", None),
    ],
)
def test_types_of_python(
    surface: Callable[[str], Surface], declared: str, accepted: str | None
) -> None:
    parameter = SdkParameter("a", declared, True, "", "keyword")
    found = accepted_literals(parameter, surface("python@10.8.0"))
    assert found == (None if accepted is None else frozenset(accepted.split()))


@pytest.mark.parametrize(
    ("declared", "fields", "accepted"),
    [
        ("string", (), "str"),
        ("string | null", (), "str"),
        ("string[] | undefined", (), "list"),
        ("Array<Record<string, string>>", (), "list"),
        ("'a' | 'b' | number", (), "number str"),
        ("{ a: string | number; b: () => void; }", (FIELD,), "object"),
        ("Options", (FIELD,), "object"),
        ("Options", (), None),
        ("Options | Alias", (FIELD,), None),  # the fields may be those of one of them
        ("(a: string) => void", (), None),
    ],
)
def test_types_of_typescript(
    surface: Callable[[str], Surface],
    declared: str,
    fields: tuple[SdkParameter, ...],
    accepted: str | None,
) -> None:
    parameter = SdkParameter("a", declared, True, "", "positional", fields=fields)
    found = accepted_literals(parameter, surface("node@11.0.0"))
    assert found == (None if accepted is None else frozenset(accepted.split()))
