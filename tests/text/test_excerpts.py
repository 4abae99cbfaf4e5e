"""Cuts: the parts of a passage that answer best, whole and in order, in any measure."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workos_docs_loaders.markdown.parts import split_parts
from workos_docs_tools.text.excerpts import BETWEEN, GAP, ScoredPart, cut, led

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


def scored(text: str, *words: str) -> list[ScoredPart]:
    """Return the parts of a text, each worth what it has of some words."""
    return [
        ScoredPart(part, before, sum(word in part for word in words))
        for before, part in split_text(text)
    ]


def split_text(text: str) -> list[tuple[str, str]]:
    """Return the parts of a text, each with what stands before it."""
    parts = split_parts(text)
    ends = [0, *(part.end for part in parts)]
    return [
        (text[end : part.start], text[part.start : part.end])
        for end, part in zip(ends, parts, strict=False)
    ]


def json_size(text: str) -> int:
    return len(json.dumps(text)) - 2


@pytest.mark.parametrize("text", [ENTRY, "One.\n\nTwo.", "- a\n- b\n\n\tc"])
def test_all_parts_together_are_the_text(text: str) -> None:
    assert cut(scored(text), len(text)) == text


def test_the_beginning_and_what_scores_best_are_kept() -> None:
    short = cut(scored(ENTRY, "hash"), 230)
    assert short.startswith("## Create a user")
    assert "`password_hash`" in short
    assert "first_name" not in short
    assert GAP in short


def test_a_fence_is_kept_whole_or_left_out() -> None:
    kept = cut(scored(ENTRY, "print"), 190)
    assert 'create_user(email="a@b.c")\n\nprint("done")\n```' in kept
    assert "```" not in cut(scored(ENTRY, "hash"), 230)


def test_of_nothing_nothing_is_left() -> None:
    assert cut([], 0) == ""


PAGE = [
    ScoredPart("Lead of the second node.", "\n\n", 0.1, 1),
    ScoredPart("Best of the second node.", "\n\n", 0.9, 1),
    ScoredPart("Lead of the best node.", "\n\n", 0.2, 0),
    ScoredPart("Middle of the best node.", "\n\n", 0.1, 0),
    ScoredPart("End of the best node.", "\n\n", 0.3, 0),
    ScoredPart("Third node, further on.", BETWEEN, 0.9, 2),
]


def test_the_best_node_comes_before_the_better_parts_of_another() -> None:
    best = "[...]\n\nLead of the best node.\n\n[...]\n\nEnd of the best node.\n\n[...]"
    assert cut(PAGE, len(best)) == best


def test_room_that_the_best_node_leaves_goes_to_the_next_ones() -> None:
    assert cut(PAGE, 118) == (
        "Lead of the second node.\n\n[...]\n\n"
        "Lead of the best node.\n\nMiddle of the best node.\n\nEnd of the best node.\n\n[...]"
    )


def test_what_lies_between_two_nodes_is_marked_as_left_out() -> None:
    whole = cut(PAGE, 1000)
    assert whole.endswith("End of the best node.\n\n[...]\n\nThird node, further on.")
    assert whole.count(GAP) == 1


def test_what_is_left_out_at_either_end_is_marked() -> None:
    assert cut(PAGE, 36) == "[...]\n\nLead of the best node.\n\n[...]"
    assert cut(PAGE[2:], 29) == "Lead of the best node.\n\n[...]"
    apart = [ScoredPart("One.", BETWEEN, 0.0), ScoredPart("Two.", "\n\n", 0.0, goes_on=True)]
    assert cut(apart, 100) == "[...]\n\nOne.\n\nTwo.\n\n[...]"


def test_before_a_section_that_begins_with_its_heading_nothing_is_missing() -> None:
    section = [ScoredPart("## Heading\n\nOne.", BETWEEN, 0.0)]
    assert cut(section, 100) == "## Heading\n\nOne."


STEPS = """\
# Guide

Introduction.

## Set up

Take these steps in the dashboard:

1. Open the settings page.
2. Click on the button.
   It is blue.

   It stands at the top right.

3. Save the certificate.

Then wait until it is in force everywhere."""


def test_a_step_keeps_its_number_its_lead_in_and_its_heading() -> None:
    assert cut(scored(STEPS, "certificate"), 120) == (
        "# Guide\n\nIntroduction.\n\n## Set up\n\nTake these steps in the dashboard:\n\n[...]\n\n"
        "3. Save the certificate.\n\n[...]"
    )


def test_what_stands_within_a_step_is_shown_with_the_step() -> None:
    shown = cut(scored(STEPS, "top right"), 160)
    assert (
        "steps in the dashboard:\n\n[...]\n\n2. Click on the button.\n   It is blue.\n\n   It"
        in shown
    )


def test_a_field_keeps_the_object_that_it_belongs_to() -> None:
    text = (
        "### `create()`\n\nReturns:\n- `object`\n  - `id` (`string`): The id.\n"
        "  - `reason` (`string`): Why."
    )
    shown = cut(scored(text, "reason"), 80)
    assert shown == (
        "### `create()`\n\nReturns:\n- `object`\n\n[...]\n\n  - `reason` (`string`): Why."
    )


def test_what_announces_code_is_shown_with_the_code() -> None:
    text = f"First.\n\nRun this query:\n\n```sql\n{'select 1; ' * 20}\n```\n\nLast of all."
    assert "query" not in cut(scored(text, "query"), 100)
    assert "```sql" in cut(scored(text, "query"), 270)


TABS = """\
### Install

*For frontend: client-only:*

Add the React library to your project.

*For frontend: nextjs:*

Add the Next.js library to your project.

**npm**

```bash
npm install it
```"""


def test_a_label_is_shown_with_what_it_is_about() -> None:
    shown = cut(scored(TABS, "install it"), 160)
    assert shown.endswith("[...]\n\n**npm**\n\n```bash\nnpm install it\n```")
    for size in range(20, len(TABS)):
        assert not re.search(r":\*\n\n(\[|\*|$)", cut(scored(TABS, "Next.js"), size)), size


def test_where_no_part_fits_the_beginning_is_shown() -> None:
    shown = cut([ScoredPart("word " * 100, "", 1.0)], 60)
    assert shown.startswith("word word word")
    assert shown.endswith(f"\n{GAP}")
    assert 40 < len(shown) <= 60


def test_a_size_may_be_measured_otherwise() -> None:
    code = "\n\n".join(f'"{number}":\n\t"{number * 7}"' for number in range(60))
    for limit in range(80, 900, 37):
        shown = cut(scored(code, "7"), limit, json_size)
        assert limit * 0.6 < json_size(shown) <= limit


@given(
    st.text(alphabet="ab #-`|\n", max_size=300),
    st.lists(st.floats(0, 1), min_size=300, max_size=300),
    st.lists(st.integers(0, 3), min_size=300, max_size=300),
    st.integers(7, 400),
)
def test_a_cut_fits_and_holds_only_lines_of_the_text_in_order(
    text: str, scores: list[float], nodes: list[int], limit: int
) -> None:
    parts = [
        ScoredPart(part, before, score, node)
        for (before, part), score, node in zip(
            split_text(text), scores, sorted(nodes), strict=False
        )
    ]
    short = cut(parts, limit)
    assert len(short) <= limit
    lines = iter(text.split("\n"))
    for line in short.split("\n"):
        # A fence that had to be cut is closed.
        assert line in ("", GAP, "```") or any(line in other for other in lines)


def test_a_lead_is_shown_whole_before_what_fits_after_it() -> None:
    lead = "Call it so."
    assert led(lead, PAGE, 1000) == f"{lead}\n\n{cut(PAGE, 1000)}"
    for limit in range(len(lead), 300, 7):
        shown = led(lead, PAGE, limit)
        assert shown.startswith(lead)
        assert len(shown) <= limit
    assert led(lead, PAGE, 18) == f"{lead}\n\n{GAP}"
    assert led(lead, PAGE, 12) == lead
    assert led(lead, [], 18) == lead


def test_of_a_lead_that_is_too_large_the_beginning_is_shown() -> None:
    shown = led("word " * 100, PAGE, 60)
    assert shown.startswith("word word")
    assert len(shown) <= 60
