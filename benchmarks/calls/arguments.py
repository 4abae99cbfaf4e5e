"""Arguments as careless callers, confused models and attackers write them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

WORDS = (
    "sso session webhook signature SCIM create_organization createOrganization POST /organizations "
    "dsync.user.created user_01HXYZ authkit/sessions https://workos.com/docs/sso #lifetime python "
    "js ../../etc/passwd file:///etc/passwd C:\\windows ~ $HOME `id` $(id) "
    "' OR 1=1 -- <script> {{7*7}} "
    "\N{ZERO WIDTH SPACE} \N{RIGHT-TO-LEFT OVERRIDE} \N{GRINNING FACE} \x00 \ud800 \u4e2d\u6587 "
    "0.2.0 2026-01-01 2026-13-45 latest none null true -1 1e309"
).split(" ")
ODD: tuple[Any, ...] = (
    *("", " ", "\n", None, True, False, 0, -1, 1, 3, 10**30, 1.5, math.nan, math.inf),
    *([], {}, ["sso", None], {"query": "sso"}, b"bytes", ("a",)),
)
LONG = 20_000
"""Most characters of a long text."""
CODE = (
    "from workos import WorkOSClient\n",
    "client = WorkOSClient(api_key='sk', client_id='c')\n",
    "client.organizations.create_organization(name='a', nonsense=1)\n",
    "import { WorkOS } from '@workos-inc/node';\nconst w = new WorkOS('sk');\n",
    "w.portal.generateLink();\n",
    "def f(:\n  ((((\n",
    "const x = `${`${",
)


def text(random: Random) -> str:
    """Return words, seldom very many of them."""
    number = random.choice((1, 1, 2, 3, 5, 8, 40))
    words = random.choice((" ", "", "\n", ".")).join(random.choices(WORDS, k=number))
    return (words * LONG)[:LONG] if random.random() < 0.01 else words


def code(random: Random) -> str:
    """Return lines of code, some of which are none."""
    return "".join(random.choices(CODE, k=random.randint(1, 6))) + random.choice(("", text(random)))


def value(random: Random) -> Any:
    """Return what an argument may be, and what it may not."""
    return random.choice(ODD) if random.random() < 0.4 else text(random)


def arguments(random: Random, expected: Mapping[str, Callable[[Random], Any]]) -> dict[str, Any]:
    """Return arguments: most of them of the right kind, some missing, some unknown.

    Args:
        random: What chance is taken from.
        expected: What each argument usually is, by its name.
    """
    given = {
        name: value(random) if random.random() < 0.1 else usual(random)
        for name, usual in expected.items()
        if random.random() < 0.7
    }
    if random.random() < 0.05:
        given[text(random)] = value(random)
    return given
