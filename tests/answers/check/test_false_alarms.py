"""Code that has nothing to do with WorkOS, and code that looks as if it had."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workos_docs_tools.answers.check import check_source
from workos_docs_tools.answers.check.paths import language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from workos_docs_tools.answers.check import Surface

SDKS = ("python@10.8.0", "node@11.0.0")
STANDARD = Path(sysconfig.get_path("stdlib"))
INSTALLED = Path(sysconfig.get_path("purelib"))
PYTHON = [
    *(STANDARD / f"{name}.py" for name in ("argparse", "ast", "dataclasses", "inspect", "tarfile")),
    *(STANDARD / f"{name}.py" for name in ("typing", "ssl", "shutil", "webbrowser", "zipfile")),
    INSTALLED / "httpx" / "_client.py",
    INSTALLED / "chromadb" / "api" / "client.py",
    INSTALLED / "chromadb" / "api" / "fastapi.py",
    INSTALLED / "pydantic" / "main.py",
    INSTALLED / "typer" / "main.py",
    INSTALLED / "langchain_core" / "tools" / "base.py",
]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_python_code_without_the_sdk_has_no_finding(
    surface: Callable[[str], Surface], path: Path
) -> None:
    code = path.read_text("utf-8")
    checked = check_source(code, sdks=[surface(one) for one in SDKS], language="python")
    assert (checked.findings, checked.calls) == ((), 0)


def npm_files() -> list[Path]:
    """Return files of npm itself, which is installed where npm is."""
    npm = shutil.which("npm")
    root = Path(npm).resolve().parents[1] if npm else Path()
    files = sorted(path for path in root.rglob("*.js") if path.stat().st_size > 4000)
    return files[:: max(1, len(files) // 30)][:30] if npm else []


def test_javascript_code_without_the_sdk_has_no_finding(
    surface: Callable[[str], Surface],
) -> None:
    files = npm_files()
    assert len(files) >= 20
    sdks = [surface(one) for one in SDKS]
    for path in files:
        code = path.read_text("utf-8")
        checked = check_source(code, sdks=sdks, language=language_of(path))
        assert (checked.findings, checked.calls) == ((), 0), path


OTHERS = {
    "boto3": """
import boto3

client = boto3.client("cognito-idp")
client.user_management.create_user(name="a")
client.organizations.create("a", "b")
sso = boto3.client("sso")
sso.get_role_credentials(roleName="a")
organizations = boto3.client("organizations")
organizations.list_roots(nothing=1)
""",
    "stripe": """
import stripe

client = stripe.StripeClient("sk_test")
client.portal.generate_link(customer="cus_1")
client.webhooks.verify_event(1, 2, 3)
stripe.api_key = "sk_test"
stripe.client.events.list_events(1)
event = stripe.Webhook.construct_event(payload, sig_header, secret)
""",
    "auth0": """
from auth0.management import Auth0

client = Auth0("domain", "token")
client.users.get(id="a")
client.organizations.all_organizations(page=1)
client.user_management.get_user(user_id="a")
""",
    "own-classes": """
class WorkOS:
    def __init__(self, key):
        self.portal = Portal(key)

class UserManagement:
    def get_user(self, user_id, *, expand): ...

workos = WorkOS("key")
workos.portal.generate_link("a", "b")
user_management = UserManagement()
user_management.get_user(user_id="u", expand=True)
""",
    "github": """
import json
from flask import Flask, request

app = Flask(__name__)

@app.post("/webhooks/github")
def github():
    data = request.get_json()
    if data["action"] == "user.created":
        save(data)
    return "", 204
""",
    "tests-with-mocks": """
from unittest.mock import MagicMock, patch

def test_link(mocker):
    client = mocker.Mock()
    client.portal.generate_link.return_value = "x"
    with patch("app.workos") as workos:
        workos.portal.generate_link.return_value = MagicMock()
        workos.portal.generate_link.assert_called_once_with("a")
""",
}
OTHERS_JS = {
    "stripe": """
import Stripe from 'stripe';

const client = new Stripe(process.env.KEY);
await client.portal.generateLink({ customer: 'cus_1' });
const event = client.webhooks.constructEvent(body, sig, secret, 1, 2);
await client.userManagement.getUser({ userId: 'a' });
""",
    "clerk": """
import { clerkClient } from '@clerk/nextjs/server';
import { Webhook } from 'svix';

export async function POST(req: Request) {
  const payload = await req.json();
  const event = new Webhook(secret).verify(JSON.stringify(payload), headers);
  if (event.type === 'user.created') await clerkClient.users.getUser(event.data.id);
}
""",
    "auth0": """
const { ManagementClient } = require('auth0');

const management = new ManagementClient({ domain, clientId, clientSecret });
const { organizations, userManagement } = management;
organizations.create({ name: 'a' }, 1, 2, 3);
userManagement.getUser();
""",
    "own-classes": """
class WorkOS {
  constructor(public readonly key: string) {}
  portal = { generateLink: (a: string, b: string) => a + b };
}
const workos = new WorkOS('key');
workos.portal.generateLink('a', 'b');
""",
    "prisma": """
import { PrismaClient } from '@prisma/client';

const db = new PrismaClient();
export const events = { listEvents: () => db.event.findMany() };
events.listEvents(1, 2, 3);
app.post('/events', async (req, res) => {
  const { event } = req.body;
  if (event === 'user.created') await db.user.create({ data: req.body });
});
""",
    "components": """
export function Link({ workos }: { workos: boolean }) {
  const [organizations, setOrganizations] = useState([]);
  organizations.map((one) => one.portal.generateLink());
  return <div className={workos ? 'a' : 'b'}>{organizations.length}</div>;
}
""",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_clients_in_python_have_no_finding(
    surface: Callable[[str], Surface], name: str
) -> None:
    sdks = [surface(one) for one in SDKS]
    assert check_source(OTHERS[name], sdks=sdks, language="python").findings == ()


@pytest.mark.parametrize("name", OTHERS_JS)
def test_other_clients_in_typescript_have_no_finding(
    surface: Callable[[str], Surface], name: str
) -> None:
    sdks = [surface(one) for one in SDKS]
    assert check_source(OTHERS_JS[name], sdks=sdks, language="tsx").findings == ()
