"""The documentation's code examples by topic and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.answers.examples import MAX_EXAMPLES
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.languages import fence_languages

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools import WorkOSDocs

TREE = {
    "vault.md": """\
# Vault

Encrypts objects.

**Encrypt an object**

```js
vault.encrypt('secret');
```

```ts
vault.encrypt<string>('secret');
```
""",
    "mfa.md": """\
# MFA

## Challenge a factor

Send a code by text message.

````md
```
inner fence
```
````

```python
client.mfa.challenge_factor("factor")
```

```python
client.mfa.challenge_factor("factor")
```

**Bold**

Words between.

```
no language
```
""",
}


@pytest.fixture
def tree(open_tree: Callable[..., WorkOSDocs]) -> WorkOSDocs:
    return open_tree(TREE)


def test_an_example_has_its_code_language_title_and_place(tree: WorkOSDocs) -> None:
    first = tree.examples("encrypt an object")[0]
    assert first.code == "vault.encrypt('secret');"
    assert (first.language, first.title, first.path) == ("js", "Encrypt an object", "vault")
    assert first.url == "vault.md"
    assert first.page_title == "Vault"


def test_a_title_belongs_to_the_next_example_only(tree: WorkOSDocs) -> None:
    assert [example.title for example in tree.examples("encrypt")][:2] == ["Encrypt an object", ""]


@pytest.mark.parametrize("language", ["js", "JavaScript", "typescript", "ts", "node"])
def test_a_language_takes_its_dialects_and_has_other_names(language: str, tree: WorkOSDocs) -> None:
    assert {example.language for example in tree.examples("encrypt", language=language)} == {
        "js",
        "ts",
    }


def test_equal_code_is_shown_once_and_inner_fences_are_code(tree: WorkOSDocs) -> None:
    codes = [example.code for example in tree.examples("challenge a factor")]
    assert codes.count('client.mfa.challenge_factor("factor")') == 1
    assert "```\ninner fence\n```" in codes
    assert "no language" in codes


def test_a_bold_line_with_words_after_it_is_no_title(tree: WorkOSDocs) -> None:
    titles = {example.code: example.title for example in tree.examples("no language")}
    assert titles["no language"] == ""


def test_the_best_examples_of_the_documentation_fit_the_topic(docs: WorkOSDocs) -> None:
    found = docs.examples("validate the WorkOS-Signature header of a webhook")
    assert 0 < len(found) <= MAX_EXAMPLES
    assert {example.path.partition("/")[0] for example in found[:3]} & {"events", "authkit"}
    for example in docs.examples("install the SDK", language="bash"):
        assert example.language in fence_languages("curl")


def test_a_language_with_reference_but_without_examples_has_none(docs: WorkOSDocs) -> None:
    assert docs.examples("create an organization", language="php") == ()


def test_an_unknown_language_names_the_known_ones(docs: WorkOSDocs, tree: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match=r"'cobol'.*css.*python"):
        docs.examples("log in", language="cobol")
    with pytest.raises(InvalidArgumentError, match=r"'php'.*js, md, python, ts"):
        tree.examples("log in", language="php")


@pytest.mark.parametrize("topic", ["", " "])
def test_an_empty_topic_is_refused(topic: str, tree: WorkOSDocs) -> None:
    with pytest.raises(InvalidArgumentError, match="topic"):
        tree.examples(topic)


def test_a_documentation_without_code_has_no_examples(
    open_tree: Callable[..., WorkOSDocs],
) -> None:
    docs = open_tree({"page.md": "# Page\n\nOnly words.\n"})
    assert docs.examples("anything") == ()


@pytest.mark.parametrize(
    "topic", ["bake a chocolate cake", "deploy to kubernetes with helm", "parse XML in Perl"]
)
def test_where_nothing_fits_there_is_nothing(
    topic: str, docs: WorkOSDocs, sdk_docs: WorkOSDocs
) -> None:
    assert not docs.examples(topic)
    assert not sdk_docs.examples(topic)


@pytest.mark.parametrize(
    ("topic", "language", "path", "code"),
    [
        ("pagination", "python", "sdk/python/readme/pagination", "for user in client"),
        ("retry failed requests", "js", "sdk/node/readme/automatic-retries", "new WorkOS("),
        ("handle errors", "python", "sdk/python/readme/error-handling", "except "),
        ("sign out", "tsx", "sdk/authkit-nextjs/readme/signing-out", "signOut("),
        ("check recent auth", "js", "sdk/authkit-nextjs/checkRecentAuth", "checkRecentAuth("),
        ("decode the access token", None, "authkit/sessions", "jose"),
    ],
)
def test_readmes_and_comments_answer_beside_the_documentation(
    topic: str, language: str | None, path: str, code: str, sdk_docs: WorkOSDocs
) -> None:
    found = sdk_docs.examples(topic, language=language)[:3]
    best = next(example for example in found if example.path == path)
    assert code in best.code
    assert bool(best.sdk) == path.startswith("sdk/")


def test_a_signature_is_no_example(sdk_docs: WorkOSDocs) -> None:
    found = sdk_docs.examples("generate an Admin Portal link", language="python")
    assert not any("-> PortalLinkResponse" in example.code for example in found)
