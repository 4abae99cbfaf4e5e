"""The names of languages: what callers pass, what code fences say, what questions mention."""

from __future__ import annotations

import pytest

from workos_docs_loaders.languages import LANGUAGES, Language, language_name
from workos_docs_tools.errors import InvalidArgumentError
from workos_docs_tools.languages import (
    api_language,
    fence_languages,
    mentioned_language,
    sdk_language,
    shown_language,
)

MENTIONED = [
    # A language by a name that is nothing else, wherever it stands.
    ("Verify a webhook signature, Python", "python"),
    ("python3: decode the access token", "python"),
    ("listDirectoryUsers ruby returns 10 entries", "ruby"),
    ("PHP getProfileAndToken lifetime", "php"),
    ("java method that exchanges the code", "java"),
    ("Golang audit log export", "go"),
    ("C# example for passwordless sessions", "dotnet"),
    ("ASP.NET middleware for sessions", "dotnet"),
    ("which .NET version is supported", "dotnet"),
    ("typescript types of a directory user", "js"),
    ("Node.js webhook verification", "js"),
    ("does workos js sdk 7 toggle flags", "js"),
    ("curl: verify a domain", "curl"),
    # A language by an everyday word, beside another that says so.
    ("verify a webhook in Go", "go"),
    ("list users using go", "go"),
    ("the Go SDK times out", "go"),
    ("SDK for Go", "go"),
    ("fga.check throws bad request (sdk node)", "js"),
    ("allowed range for expiresIn in createSession (node)", "js"),
    ("node: list all users", "js"),
    ("go vault: overwrite a secret", "go"),
    ("go vault.Decrypt fails for a blob", "go"),
    ("node createUser with an argon2 hash", "js"),
    ("@workos-inc/node peer dependency", "js"),
    ("how do I upgrade workos-go", "go"),
    ("list directory users with the REST API", "curl"),
    ("create an organization in bash", "curl"),
    ("show the identity object as returned in JSON", "json"),
    # A framework.
    ("Django login view", "python"),
    ("log out of a Rails app", "ruby"),
    ("Next.js middleware", "js"),
    ("authkit-nextjs handleAuth redirect", "js"),
    ("ReactJS sign-in button", "js"),
    ("Express.js session cookie", "js"),
    ("express api that checks an API key", "js"),
    ("protect a route in React", "js"),
    ("Spring Boot callback", "java"),
    ("callback endpoint with Spring", "java"),
    ("a NestJS guard for our API", "js"),
    ("Starlette session cookies", "python"),
    # A language by an everyday word that is written as a name.
    ("our Express login route sends users to SSO", "js"),
    ("write a Node worker for events", "js"),
    ("for a job that our Go worker runs", "go"),
    # Several: the most specific one.
    ("react to a webhook in Python", "python"),
    ("spring 2026 with PHP", "php"),
    ("parse JSON in Ruby", "ruby"),
    ("express the same rule in Java", "java"),
    ("React front end, verify the session with Go", "go"),
    ("Next.js app with a Python backend", "python"),
    ("move from Django to the Node SDK", "js"),
    ("a Python webhook, answered with the Node SDK", "js"),
    ("turn this curl request into Python", "python"),
    ("return JSON from a Laravel controller", "php"),
    ("log in, then go to the dashboard in .NET", "dotnet"),
    ("the rest of the users in Kotlin", "java"),
]
NOT_MENTIONED = [
    "go to the dashboard",
    "after users sign in go to the dashboard",
    "what to check before we go live",
    "checklist for go-live",
    "does the session go on after a password reset",
    "react to a webhook",
    "how should the app react when a user is deleted",
    "what changed in spring 2026",
    "with spring 2026 came a new editor",
    "express the rule as a policy",
    "with express-session as the store",
    "a node of the resource graph",
    "what happens to the rest of the sessions",
    "is HTTP allowed for redirect URIs",
    "requests with HTTP 429",
    "what is the largest JSON body of a webhook",
    "can the setup agent run commands in my shell",
    "Users sign in here. Go there",
    "the release of Spring 2026",
    "accepts a JSON body and a HTTP header",
    "a gopher, a pythonic way, a rubyist, javascripts",
    "https://login.example.net/callback",
    "the file package.json",
    "sso",
    "",
]


@pytest.mark.parametrize(("question", "language"), MENTIONED)
def test_a_question_mentions_the_language_it_names_most_specifically(
    question: str, language: str
) -> None:
    assert mentioned_language(question) == language


@pytest.mark.parametrize("question", NOT_MENTIONED)
def test_a_word_of_english_is_not_a_language(question: str) -> None:
    assert mentioned_language(question) is None


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_name_of_the_table_counts_and_an_everyday_word_only_beside_another(
    language: Language,
) -> None:
    names = {language.slug, *language.aliases, *language.frameworks}
    assert set(language.everyday) <= names
    for name in names:
        assert mentioned_language(f"a call in {name}") == language.slug
        bare = mentioned_language(f"{name} is what we have")
        assert bare == (None if name in language.everyday else language.slug)


def test_no_name_stands_for_two_languages() -> None:
    names = [
        name
        for language in LANGUAGES.values()
        for name in {*fence_languages(language.slug), *language.frameworks}
    ]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("TypeScript", "js"),
        ("C#", "dotnet"),
        ("shell", "curl"),
        ("python", "python"),
        ("cobol", "cobol"),
        ("", None),
        (None, None),
    ],
)
def test_any_name_of_a_language_becomes_the_documentation_s_own(
    name: str | None, slug: str | None
) -> None:
    assert sdk_language(name) == slug


def test_a_language_must_be_a_string_and_one_of_the_api_reference() -> None:
    with pytest.raises(InvalidArgumentError, match="such as 'python'"):
        sdk_language(3)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match=r"cobol.* Valid values: curl, js, python"):
        api_language("cobol")
    assert api_language("Golang") == "go"
    assert api_language(None) is None


@pytest.mark.parametrize(
    ("languages", "wanted", "shown"),
    [
        (("curl", "js", "python"), None, "python"),
        (("curl", "js"), None, "curl"),
        (("js", "java"), None, "js"),
        (("curl", "js", "python"), "js", "js"),
        (("curl", "js"), "go", "curl"),
        ((), "go", ""),
    ],
)
def test_a_page_is_shown_in_the_language_asked_for_or_else_python_or_curl(
    languages: tuple[str, ...], wanted: str | None, shown: str
) -> None:
    assert shown_language(languages, wanted) == shown


def test_code_fences_name_a_language_by_any_of_its_names() -> None:
    assert {"js", "tsx", "typescript"} <= set(fence_languages("js"))
    assert {"curl", "bash", "url"} <= set(fence_languages("curl"))
    assert fence_languages("xml") == ("xml",)


def test_a_language_is_shown_as_its_community_writes_it() -> None:
    assert (language_name("dotnet"), language_name("elixir")) == (".NET", "elixir")
