"""A section is found in other words than its own, if somebody might ask so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.index.asked import _asked
from workos_docs_tools.search.bm25 import WordIndex
from workos_docs_tools.text.words import tokenize

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs

IN_OTHER_WORDS = [
    ("our helpdesk wants to see what the client sees in the app", "authkit/impersonation"),
    ("unlock with a fingerprint in place of typing a password", "authkit/passkeys"),
    (
        "when somebody quits the company their account must die by itself",
        "authkit/directory-provisioning",
    ),
]


@pytest.mark.parametrize(("question", "path"), IN_OTHER_WORDS)
def test_the_page_that_answers_is_first(docs: WorkOSDocs, question: str, path: str) -> None:
    assert docs.search(question)[0].path == path


@pytest.mark.parametrize(("question", "path"), IN_OTHER_WORDS)
def test_its_own_words_are_not_those(docs: WorkOSDocs, question: str, path: str) -> None:
    pages = {
        one: "\n".join(node.text for node in docs.index.page_nodes(one, None))
        for one in docs.index.by_path
    }
    scores = WordIndex.of([*pages.values()]).scores(tokenize(question))
    assert [*pages][scores.argmax()] != path
    assert question not in {one for questions in _asked().values() for one in questions}
