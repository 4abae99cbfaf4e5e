"""One request to a site that does what it should not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from workos_docs_loaders.site.fetching.client import Client, PageError
from workos_docs_loaders.site.fetching.limits import Limits

if TYPE_CHECKING:
    from benchmarks.site.server import Site
    from workos_docs_loaders.site.fetching.client import Reply

PAGE = "/docs/glossary.md"


def get(site: Site, limits: Limits, **options: str) -> Reply | None:
    with Client(limits) as client:
        return client.get(f"{site.url}{PAGE}", **options)  # type: ignore[arg-type]


def test_a_page_comes_with_what_later_requests_are_conditional_on(
    site: Site, limits: Limits
) -> None:
    reply = get(site, limits)
    assert reply is not None
    assert reply.data == site.files[PAGE]
    assert get(site, limits, etag=reply.etag) is None
    assert get(site, limits, etag='"another"') == reply
    assert site.bodies[PAGE] == 2


def test_the_tool_names_itself(site: Site, limits: Limits) -> None:
    get(site, limits)
    (agent,) = site.agents
    assert agent.startswith("workos-docs-tools/")


@pytest.mark.parametrize(
    ("fault", "reason", "requests"),
    [
        ("401", "the server answered 401", 1),
        ("404", "the server answered 404", 1),
        ("429", "the server answered 429", 2),
        ("500", "the server answered 500", 2),
        ("503", "the server answered 503", 2),
        ("429-later", "the server answered 429", 1),
        ("slow", "it took too long to arrive", 1),
        ("truncated", "RemoteProtocolError", 2),
        ("closed", "RemoteProtocolError", 2),
        ("away", "redirects to another site, https://example.com/docs.md", 1),
        ("around", "redirects too often", 6),
        ("html", "the server answered with text/html", 1),
        ("binary", "the server answered with image/png", 1),
        ("disguised", "a page of HTML", 1),
        ("huge", "it is larger than 4,194,304 bytes", 1),
        ("bomb", "it is larger than 4,194,304 bytes", 1),
    ],
)
def test_a_fault_is_named_and_costs_little(
    site: Site, limits: Limits, fault: str, reason: str, requests: int
) -> None:
    site.faults[PAGE] = fault
    started = time.monotonic()
    with pytest.raises(PageError) as caught:
        get(site, limits)
    assert reason in str(caught.value)
    assert site.asked[PAGE] == requests
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("fault", ["429:1", "500:1", "truncated:1", "closed:1"])
def test_what_passes_is_tried_again(site: Site, limits: Limits, fault: str) -> None:
    site.faults[PAGE] = fault
    reply = get(site, limits)
    assert reply is not None
    assert reply.data == site.files[PAGE]


def test_the_time_for_all_pages_ends(site: Site) -> None:
    with pytest.raises(PageError, match="the time for all pages was over"):
        get(site, Limits(total_seconds=0))
    assert not site.asked


def test_a_site_that_is_down_is_no_answer(limits: Limits) -> None:
    with Client(limits) as client, pytest.raises(PageError) as caught:
        client.get("http://127.0.0.1:9/docs/llms.txt")
    assert not caught.value.answered
