"""What the tests of sites share."""

from __future__ import annotations

import pytest

from workos_docs_loaders.site.fetching.limits import Limits


@pytest.fixture
def limits() -> Limits:
    """Limits that end a test soon."""
    return Limits(attempts=2, first_wait=0.01, request_seconds=0.5, total_seconds=30)
