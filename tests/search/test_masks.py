"""What is somebody's own in a question is not searched for."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.search.masks import masked
from workos_docs_tools.search.query import Query

if TYPE_CHECKING:
    from workos_docs_tools import WorkOSDocs


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("403 for user_01J8XQ4N2V6T0R5M3K9P7H1B2C today", "403 for user today"),
        ("request 01J8XQ4N2V6T0R5M3K9P7H1B2C failed", "request failed"),
        ("org 6f9619ff-8b86-d011-b42d-00c04fc964ff is gone", "org is gone"),
        ("commit 3f2a9c1b7d4e is broken", "commit is broken"),
        ("we invited jane.doe@acme.com twice", "we invited twice"),
        ("failed at 2025-06-03T14:22:07.123Z again", "failed at again"),
        ("exp 1718000000 in the token", "exp in the token"),
        (
            "https://my-app.vercel.app/callback?code=01JAB&state=eyJh is refused",
            "/callback is refused",
        ),
        ("https://api.workos.com/users?limit=5 is slow", "https://api.workos.com/users is slow"),
    ],
)
def test_ids_addresses_and_times_are_left_out(text: str, left: str) -> None:
    assert masked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "https://workos.com/docs/sso/login-flows",
        "http://localhost:3000/callback is refused",
        "https://*.example.com as callback",
        "mails to abc@privaterelay.appleid.com bounce",
        "dsync.user.created",
        "POST /organizations/:id",
        "sk_test_a2V5 is refused",
        "what changed since 2025-03-01?",
        "01J8XQ4N2V6T0R5M3K9P7H1B2C",
        "jane@acme.com",
        "a  question\nof two lines",
    ],
)
def test_what_the_documentation_may_know_stays_and_so_does_what_is_all_there_is(text: str) -> None:
    assert masked(text) == text


def test_a_question_with_ids_and_a_time_finds_what_it_finds_without_them(docs: WorkOSDocs) -> None:
    question = "user was removed from the group but no dsync.group.user_removed came in"
    noise = "directory_user_01J8XQ4N2V6T0R5M3K9P7H1B2C, mail jo@acme-corp.io, 2025-06-03T14:22:07Z"
    assert docs.search(f"{question} ({noise})")[0].path == docs.search(question)[0].path
    query = Query.of(f"{question} ({noise})", docs.index)
    assert not {"01j8xq4n2v6t0r5m3k9p7h1b2c", "acm", "2025"} & {*query.tokens}


@pytest.mark.parametrize(
    "part", ["_", "a_", "a.a", "ab@", "http://", "?a=", "f0", "x@a-", "a@a.a."]
)
def test_a_long_question_takes_no_more_than_linear_time(part: str) -> None:
    start = perf_counter()
    masked(part * (100_000 // len(part)))
    assert perf_counter() - start < 5
