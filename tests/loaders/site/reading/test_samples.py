"""Code samples: language, title, call and endpoint."""

from __future__ import annotations

import pytest

from workos_docs_loaders.site.reading.samples import Sample, samples


def only(text: str) -> Sample:
    (sample,) = samples(text.split("\n"))
    return sample


@pytest.mark.parametrize(
    ("info", "code", "call"),
    [
        (
            'py language="python"',
            "from workos import WorkOSClient\nclient = WorkOSClient()\n"
            "client.organizations.create_organization(name='Foo')",
            "organizations.create_organization()",
        ),
        (
            'js language="js"',
            "const workos = new WorkOS('sk');\n"
            "const o = await workos.organizations.createOrganization({});\nconsole.log(o);",
            "organizations.createOrganization()",
        ),
        (
            'ruby language="ruby"',
            'WorkOS.client.organizations.get_organization(id: "org")',
            "organizations.get_organization()",
        ),
        (
            'go language="go"',
            'client := workos.NewClient("sk")\n_, err := client.Organizations().Get(ctx, "org")',
            "Organizations.Get()",
        ),
        (
            'php language="php"',
            "$workos = new WorkOS();\n$workos->organizations()->create(name: 'x');",
            "organizations->create()",
        ),
        ("py", "print(json.dumps(x.y.z()))", ""),
    ],
)
def test_the_call_is_named_as_the_reference_names_it(info: str, code: str, call: str) -> None:
    assert only(f"```{info}\n{code}\n```").call == call


@pytest.mark.parametrize(
    ("code", "endpoint"),
    [
        (
            'curl --request POST \\\n  --url "https://api.workos.com/organizations" \\\n  -d @-',
            ("POST", "/organizations"),
        ),
        ("curl https://api.workos.com/users/user_1?limit=2", ("GET", "/users/user_1")),
        ("curl -X DELETE 'https://api.workos.com/users/1'", ("DELETE", "/users/1")),
        ('curl "https://api.workos.com/users" -d email=a', ("POST", "/users")),
        ("npm install", ("", "")),
    ],
)
def test_the_endpoint_of_a_curl_command_is_read(code: str, endpoint: tuple[str, str]) -> None:
    assert only(f'```bash language="curl"\n{code}\n```').endpoint == endpoint


def test_fences_keep_what_stands_in_them() -> None:
    text = 'Text\n\n~~~js language="js" title="Request" tab="1"\n```\n~~~\n\n```\nopen'
    first, second = samples(text.split("\n"))
    assert (first.language, first.title, first.code) == ("js", "Request", "```")
    assert first.markdown == "**Request**\n\n~~~js\n```\n~~~"
    assert (second.language, second.code) == ("", "open")
    assert second.end == len(text.split("\n"))
