"""Excerpts: the parts of a passage that meet the question, whole and in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workos_docs_tools.text.excerpts import GAP, excerpt

ENTRY = """## Create a user

Creates a user in the environment.

### `create_user()` (Python)

Parameters:
- `email` (`str`): The address of the user.
- `password_hash` (`str`, optional): A hash made elsewhere, when migrating.
- `first_name` (`str`, optional): The given name.

```python
create_user(email="a@b.c")

print("done")
```"""


def test_a_text_that_fits_is_returned_as_it_is() -> None:
    assert excerpt(ENTRY, "anything", len(ENTRY)) == ENTRY


def test_the_beginning_and_what_meets_the_question_are_kept() -> None:
    short = excerpt(ENTRY, "migrating a password hash", 180)
    assert short.startswith("## Create a user")
    assert "`password_hash`" in short
    assert "first_name" not in short
    assert GAP in short


def test_a_fence_is_kept_whole_or_left_out() -> None:
    kept = excerpt(ENTRY, "print done", 190)
    assert 'create_user(email="a@b.c")\n\nprint("done")\n```' in kept
    assert "```" not in excerpt(ENTRY, "migrating a password hash", 180)


def test_of_a_blank_text_nothing_is_left() -> None:
    assert excerpt(" ", "a", 0) == ""


@given(st.text(alphabet="ab #-`|\n", max_size=300), st.integers(0, 400))
def test_an_excerpt_fits_and_holds_only_lines_of_the_text_in_order(text: str, limit: int) -> None:
    short = excerpt(text, "a b", limit)
    assert len(short) <= max(limit, 0) or short == text
    lines = iter(text.split("\n"))
    for line in short.split("\n"):
        assert line in ("", GAP) or any(line == other for other in lines)
