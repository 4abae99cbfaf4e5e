"""Tables of fields: names, types, what is required, children."""

from __future__ import annotations

from workos_docs_loaders.site.reading.tables import field_tables

TABLE = r"""
Text.

| Field                  | Type                      | Required | Description              |
| ---------------------- | ------------------------- | -------- | ------------------------ |
| `name`                 | `string`                  | Yes      | A name.                  |
| `state`                | `"pending" \| "verified"` | No       | `a` \| b<br>- one<br>- two |
| domains                | array                     |          |                          |
| domains[].id           | `string`                  | true     | Its [id](/x).            |
| `old` (deprecated)     | string                    | No       | (user.id)                |
| other.field            | string                    | Yes      |                          |
|                        | string                    | Yes      | no name                  |
| `[]`                   | string                    | Yes      | nor this                 |
| **                     | string                    | Yes      | nor this                 |

```md
| Field | Type |
| --- | --- |
| in | code |
```

| Provider | Supported |
| --- | --- |
| Okta | yes |
"""


def test_rows_are_fields_with_all_that_the_table_says() -> None:
    lines = TABLE.split("\n")
    (table,) = field_tables(lines)
    assert table.items == (
        {"key": "name", "type": "string", "description": "A name."},
        {
            "key": "state",
            "type": '"pending" | "verified"',
            "description": "`a` | b\n- one\n- two",
            "optional": True,
        },
        {
            "key": "domains",
            "type": "array",
            "optional": True,
            "properties": [{"key": "id", "type": "string", "description": "Its [id](/x)."}],
        },
        {
            "key": "old [Deprecated]",
            "type": "string",
            # Not a reference to another text.
            "description": "\\(user.id)",
            "optional": True,
        },
        {"key": "other.field", "type": "string"},
    )
    assert lines[table.start].startswith("| Field")
    assert lines[table.end] == ""


def test_the_mark_may_stand_at_the_name() -> None:
    (table,) = field_tables(
        ["Parameter | Type", "--- | ---", "`a` (optional) | string", "b required | string"]
    )
    assert table.items == (
        {"key": "a", "type": "string", "optional": True},
        {"key": "b", "type": "string"},
    )
