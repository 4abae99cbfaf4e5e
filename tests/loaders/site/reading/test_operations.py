"""Pages of the reference: tables and samples as entries, the rest as text."""

from __future__ import annotations

from workos_docs_loaders.site.reading.operations import read_reference

CREATE = """\
## Create an Organization

Creates a new organization.

#### Request

:::code-group

```bash language="curl" title="Request" tab="1"
curl --request POST \\
  --url "https://api.workos.com/organizations"
```

```py language="python" title="Request" tab="1"
client.organizations.create_organization(name="Foo")
```

:::

#### Response

```json language="json" title="Response"
{"object": "organization"}
```

### /organizations

| Field | Type | Required | Description |
| ----- | ---- | -------- | ----------- |
| `name` | `string` | Yes | Its name. |

#### Returns

| Field | Type | Required | Description |
| ----- | ---- | -------- | ----------- |
| `organization` | `object` | Yes | The object. |

Returned as it is.
"""

NAME = {"key": "name", "type": "string", "description": "Its name."}
RETURNED = {"key": "organization", "type": "object", "description": "The object."}


def test_an_operation_is_an_entry_in_each_language() -> None:
    page = read_reference(CREATE)
    assert page.text == (
        "## Create an Organization\n\nCreates a new organization.\n\nReturned as it is."
    )
    assert page.reference == {
        "curl": [
            {
                "key": "create_organization",
                "title": "/organizations",
                "type": "POST",
                "description": (
                    '**Request**\n\n```bash\ncurl --request POST \\\n  --url "https://'
                    'api.workos.com/organizations"\n```\n\n**Response**\n\n```json\n'
                    '{"object": "organization"}\n```'
                ),
                "parameters": [NAME],
                "returns": [RETURNED],
            }
        ],
        "python": [
            {
                "key": "create_organization",
                "title": "organizations.create_organization()",
                "description": (
                    "**Request**\n\n```py\n"
                    'client.organizations.create_organization(name="Foo")\n```'
                ),
                "parameters": [NAME],
                "returns": [RETURNED],
            }
        ],
    }


def test_an_object_has_properties() -> None:
    page = read_reference("# Organization\n\nA customer.\n\n| Field | Type |\n|-|-|\n| id | str |")
    assert page.text == "# Organization\n\nA customer."
    assert page.reference == {
        "curl": [
            {
                "key": "organization",
                "title": "Organization",
                "properties": [{"key": "id", "type": "str"}],
            }
        ]
    }


def test_headings_without_content_leave_nothing() -> None:
    page = read_reference("## Delete it\n\nGone.\n\n#### Request\n\n### DELETE /things/:id\n")
    assert page.text == "## Delete it\n\nGone."
    assert page.reference == {
        "curl": [{"key": "delete_it", "title": "/things/:id", "type": "DELETE"}]
    }


def test_a_page_of_text_stays_as_it_is() -> None:
    text = (
        "# Rate limits\n\nIntro.\n\n## Request\n\n:::code-group\n\n```sh\nls\n```\n\n:::\n\n"
        "| Name | Limit |\n| - | - |\n| a | 1 |"
    )
    page = read_reference(text)
    assert page.text == text
    assert not page.reference


def test_the_response_is_shown_where_there_is_no_curl() -> None:
    page = read_reference(
        '## Make it\n\n#### Request\n\n```js language="js"\nworkos.things.make();\n```\n\n'
        '#### Response\n\n```json\n{"made": true}\n```\n'
    )
    (entry,) = page.reference["js"]
    assert entry["title"] == "things.make()"
    assert '{"made": true}' in entry["description"]
